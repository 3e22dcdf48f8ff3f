"""Whatever stands in a file, an import ends in a registry or in problems with their places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from advocate.core.problems import ProblemsError
from advocate.core.registry import Kind, Source
from advocate.sources import yaml_nodes
from advocate.sources.exchange.assemble import assemble
from advocate.sources.exchange.entries import Given
from advocate.sources.exchange.lawmakers import read_congress, read_people
from advocate.sources.exchange.popolo import read_popolo
from advocate.sources.exchange.spreadsheet import read_spreadsheet
from advocate.sources.exchange.vcard import read_vcards

if TYPE_CHECKING:
    from collections.abc import Callable

    from advocate.sources.exchange.entries import Found

SAID = Given(
    source=Source("lists", "Lists", "https://lists.zz/"),
    checked="2026-02",
    institution="Senate",
    country="FR",
    kind=Kind.PARLIAMENT,
)

KEYS = st.sampled_from(
    [
        *("id", "name", "label", "role", "roles", "type", "value", "contact_details", "other_names", "lang"),
        *("family_name", "given_name", "gender", "email", "sources", "url", "note", "organization_id"),
        *("person_id", "post_id", "parent_id", "posts", "persons", "memberships", "organizations"),
        *("x_advocate", "holders", "title", "forms_of_address", "en", "place", "accepts", "procedures"),
        *("start_date", "end_date", "terms", "bio", "first", "last", "state", "jurisdiction", "district"),
        *("offices", "classification", "voice", "address", "start", "end", "names", "source", "languages"),
    ]
)
WORDS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["1", "x", "sen", "rep", "upper", "governor", "email", "voice", "2025-01-03", "VT", "en"]
    ),
    st.just("ocd-jurisdiction/country:us/state:nc/government"),
)
DATA = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=25,
)
LIKE_POPOLO = st.fixed_dictionaries(
    {},
    optional={
        part: st.lists(st.dictionaries(KEYS, DATA, max_size=6), max_size=3)
        for part in ("posts", "persons", "memberships", "organizations")
    }
    | {"x_advocate": DATA},
)


def ends(read: Callable[[], Found]) -> None:
    """Read a file to its end: a registry, or problems that each stand somewhere."""
    try:
        found = read()
    except ProblemsError as error:
        assert all(problem.place for problem in error.problems)  # noqa: PT017 - either ending is right
        return
    draft = assemble(found, dict(enumerate(found.entries)), SAID, lambda _: False)
    assert all(fault.problem.place for fault in draft.faults)
    assert draft.faults or draft.registry is not None


@given(st.one_of(DATA, LIKE_POPOLO))
def test_any_json_ends_well(data: object) -> None:
    ends(lambda: read_popolo(json.dumps(data), "x.json"))


@given(st.text())
def test_any_text_as_json_ends_well(text: str) -> None:
    ends(lambda: read_popolo(text, "x.json"))


CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["id", "email", "email_2", "holder", "holder_2", "title_ru", "country", "institution"]),
    st.sampled_from(
        ["ways", "languages", "accepts", "retired", "style", "salutation_female", "names", "kind"]
    ),
)


@given(st.lists(st.lists(CELLS, max_size=6).map(";".join), max_size=5).map("\n".join))
def test_any_table_ends_well(text: str) -> None:
    ends(lambda: read_spreadsheet(text, "x.csv", {}))


LINES = st.one_of(
    st.text(max_size=20),
    st.builds(
        "{}{}{}:{}".format,
        st.sampled_from(["", "item1.", "a.b."]),
        st.sampled_from(["FN", "N", "ORG", "EMAIL", "TEL", "ADR", "LANG", "SOURCE", "X-ABLABEL", "GENDER"])
        | st.sampled_from(["X-ADVOCATE-ID", "X-ADVOCATE-TYPE", "X-ADVOCATE-EMAIL", "X-ADVOCATE-OF", "URL"]),
        st.sampled_from(
            ["", ";TYPE=fax", ";LANGUAGE=ru", ';LABEL="a^n"', ";ENCODING=QUOTED-PRINTABLE", ";CHARSET=x"]
        ),
        st.text(max_size=10),
    ),
)


@given(st.lists(LINES, max_size=8))
def test_any_card_ends_well(lines: list[str]) -> None:
    text = "\n".join(["BEGIN:VCARD", "VERSION:4.0", *lines, "END:VCARD"])
    ends(lambda: read_vcards(text, "x.vcf"))


def as_yaml(data: object) -> yaml_nodes.Data:
    """Return data as the YAML reader gives it: every scalar a text."""
    if isinstance(data, dict):
        return {key: as_yaml(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_yaml(value) for value in data]
    return None if data is None else str(data)


@given(DATA)
def test_any_list_of_lawmakers_ends_well(data: object) -> None:
    document = yaml_nodes.Document("x.yaml", "", as_yaml(data))
    ends(lambda: read_congress(document, "2026-02"))
    ends(lambda: read_people("x.yaml", [document], "2026-02"))
