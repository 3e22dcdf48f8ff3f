"""The schemas accept what the readers accept: the shipped files, no slips, and documents spoiled by chance.

An editor takes the scalars of a file as YAML 1.2 does (section 10.3, the core schema), and so do these tests;
the program's own reader takes every scalar as text.
"""

from __future__ import annotations

import copy
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, ValidationError
from jsonschema.validators import extend

from advocate.core.problems import ProblemsError
from advocate.sources import campaign, registry, yaml_nodes
from advocate.sources.reading import Reading
from advocate.sources.schema import NAMES, schema
from advocate.sources.sender import read_sender
from advocate.sources.tooltips import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from advocate.sources.nodes import Node

ROOT = Path(__file__).parents[1]
EDITOR_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")

CONTACTS = """\
sources:
  - id: gazette
    title: The Gazette
    url: https://gazette.example/
    date: 2018
groups:
  - id: land
    name: {en: Land, fr: Pays}
institutions:
  - id: ministry
    name: {en: Ministry of Justice}
    group: land
    country: NO
    languages: {codes: [en, no], source: convention}
    anonymity: {unsigned: read, source: convention, note: so they say}
    domains: [justice.example]
    addresses: [justice@post.example]
    reach: [KZ]
    contact_details:
      - {type: phone, value: "+3222000000", source: gazette, checked: 2018-04}
      - {type: form, value: "https://justice.example/write", limit: 2000, source: gazette, checked: 2018-07}
procedures:
  - id: complaint
    name: {en: Complaint}
    fields:
      - id: name
        label: {en: Name}
        source: gazette
        help: {en: The whole name}
        fill: sender
    source: gazette
    languages: [en]
    form: https://justice.example/form
    conditions: {en: consent}
    note: none
contacts:
  - id: minister
    institution: ministry
    kind: target-authority
    title: {en: Minister of Justice}
    forms_of_address:
      en:
        style: {neutral: Minister, female: Minister, male: Minister}
        style_named: "{name}\\n{style}"
        salutation: "Dear Minister,"
        salutation_named: {neutral: "Dear {family_name},"}
        closing: {neutral: "Yours,", female: "Yours,"}
        source: {style: gazette, salutation: convention, closing: gazette}
      fr:
        salutation: "Madame, Monsieur,"
        closing: "Salutations"
        source: convention
    short: [{line: Minister of Justice, short: Minister, source: convention}]
    accepts: {what: submission, source: gazette, procedure: complaint, note: slowly}
    languages: {codes: [en], source: gazette}
    anonymity: {unsigned: confidential, source: gazette, note: kept}
    retired: {date: 2026, reason: gone, source: gazette}
    holders:
      - name: Jane Roe
        family_name: Roe
        gender: female
        names:
          ru:
            name: A
            family_name: B
            given_name: C
            patronymic_name: D
            dative: E
            style: F
        role: {en: Acting Minister}
        start_date: 2017-01-01
        end_date: 2020
        valid_until: 2019-05
        source: gazette
        checked: 2018-05
        note: several
    contact_details:
      - type: address
        value: |-
          1 Hill Street
          010000 Town
        printed: 1 Hill
        country: KZ
        label: office
        holder: Jane Roe
        valid_until: 2026
        source: gazette
        checked: 2018-05
        caution: old
        note: x
    note: y
"""
CAMPAIGN = """\
id: lanterns
title: {en: The lanterns}
source:
  title: {en: A report}
  publisher: {en: A foundation}
  url: https://report.example/
as_of: 2018-04
default_letter: plea
asks:
  - id: light-them
    text: {en: Please light the lanterns.}
people:
  - name: John Doe
    standing: named-in-report
    may_say: that the report names him
    also: [Джон Доу]
    wish: do-not-name
    since: 2021-03
    source: https://news.example/
    letters: [plea]
risks:
  - country: KZ
    why:
      - says: {en: Letters are read there.}
        source: {title: A page, url: "https://page.example/"}
        date: 2018-05
    instead: {en: Write elsewhere.}
status: ended
summary: {en: The lanterns of a town are dark.}
outcome:
  date: 2018-05-10
  source: https://news.example/
  text: {en: It ended.}
  brief: {en: It is over.}
review_by: 2027-01
reviews: {en: original}
"""
LETTER = """\
title: {en: A plea}
summary: asks for light
as_of: 2018
status: active
versions:
  authority: {kinds: [target-authority, ombudsman], ask: light-them, groups: [land]}
reviews: {en: original}
brief: {en: The lanterns are dark.}
about: person
statements:
  - says: are dark
    basis: report
    section: 2
    words: no lantern was lit
outcome:
  date: 2018-05-10
  source: https://news.example/
  text: {en: It ended.}
  brief: {en: It is over.}
facts:
  what: {en: The lanterns are dark.}
"""
SENDER = """\
name: Ada Byron
street: Lindenstraße 12
postcode: 010115
city: Berlin
region:
country: NO
email: ada@example.net
phone: 030 1
occupation: a teacher
link: {en: I grew up there., fr: J’y ai grandi}
language: "no"
ties: [KZ, "no"]
"""
EXAMPLES = {"contacts": CONTACTS, "campaign": CAMPAIGN, "letter": LETTER, "sender": SENDER}


# ── Files as an editor sees them, and as the program does ────────────────────────────────────────────────


class _Core(yaml.SafeLoader):
    """PyYAML with the core schema of YAML 1.2.2, 10.3.2, in place of that of 1.1."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - so PyYAML keeps them


for _tag, _form, _begin in (
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", [*"-+0123456789"]),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", [*"-+.0123456789"]),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_form})\Z"), _begin)


def _number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    text = str(loader.construct_scalar(node))
    try:
        return int(text, 8 if text.startswith("0o") else 16 if text.startswith("0x") else 10)
    except ValueError:
        return float(text)


_Core.add_constructor("tag:yaml.org,2002:null", lambda _loader, _node: None)
_Core.add_constructor("tag:yaml.org,2002:bool", lambda _loader, node: node.value.lower() == "true")
_Core.add_constructor("tag:yaml.org,2002:int", _number)
_Core.add_constructor("tag:yaml.org,2002:float", _number)


def as_an_editor(text: str) -> Any:  # noqa: ANN401 - any document
    """Return what a text says by YAML 1.2."""
    return yaml.load(text, _Core)  # noqa: S506 - it makes nothing but plain values


def _pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
    # By ECMA-262, and so by JSON Schema, $ is the end, and not also the place before a last line end.
    if isinstance(value, str) and not re.search(re.sub(r"\$\Z", r"\\Z", pattern), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_Validator = extend(Draft7Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]  # so in its stubs


_VALIDATORS = {name: _Validator(schema(name)) for name in NAMES}


def refused_by_schema(name: str, text: str) -> list[str]:
    """Return what a schema finds wrong with a file."""
    return [error.message for error in _VALIDATORS[name].iter_errors(as_an_editor(text))]


READERS: Mapping[str, Callable[[Node], object]] = {
    "contacts": registry.registry_of,
    "campaign": campaign.campaign_of,
    "letter": lambda root: campaign.sheet_of(root, "plea"),
}


def refused_by_reader(name: str, text: str) -> list[str]:
    """Return what the reader finds wrong with the shape of a file: nothing of what joins two places in it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "it.yaml"
        file.write_text(text, encoding="utf-8")
        if name == "sender":
            try:
                read_sender(file, "it.yaml", {})
            except ProblemsError as error:
                return [str(problem) for problem in error.problems]
            return []
        document = yaml_nodes.load(file, "it.yaml", "it")
    reading = Reading(document, "it", list(document.problems))
    READERS[name](reading.root())
    return [str(problem) for problem in reading.problems]


# ── The schemas themselves ───────────────────────────────────────────────────────────────────────────────


def keys_of(part: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401
    """Yield every key of a schema with the way to it; languages and other names are no keys."""
    for key, below in part.get("properties", {}).items():
        if "propertyNames" not in part:
            yield (*way, key), below
        yield from keys_of(below, (*way, key) if "propertyNames" not in part else way)
    for below in (part.get("items"), part.get("additionalProperties"), *part.get("anyOf", ())):
        if isinstance(below, dict):
            yield from keys_of(below, way)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one(name: str) -> None:
    Draft7Validator.check_schema(schema(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_key_has_a_sentence_and_every_sentence_a_key(name: str) -> None:
    keys = dict(keys_of(schema(name)))
    assert [way for way, below in keys.items() if not below.get("description", "").endswith(".")] == []
    used = {below["description"] for below in keys.values()}
    assert set(KEYS[name].values()) == used


@pytest.mark.parametrize("name", NAMES)
def test_the_example_has_every_key_there_is(name: str) -> None:
    """So that the tests below leave none out; but not every text by each gender."""

    def used(data: object, part: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:  # noqa: ANN401
        if isinstance(data, list):
            for item in data:
                yield from used(item, part["items"], way)
        elif isinstance(data, dict):
            parts = [part, *part.get("anyOf", ())]
            whole = next(each for each in parts if each.get("type") == "object")
            named = "propertyNames" in whole
            for key, value in data.items():
                if not named:
                    yield (*way, key)
                below = whole["additionalProperties"] if named else whole["properties"][key]
                yield from used(value, below, way if named else (*way, key))

    whole = schema(name)
    there = {way[-2:] for way, _ in keys_of(whole) if way[-1] not in {"neutral", "female", "male"}}
    assert there <= {way[-2:] for way in used(as_an_editor(EXAMPLES[name]), whole)}


# ── What they accept and refuse ──────────────────────────────────────────────────────────────────────────

SHIPPED = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (
        ROOT / "contacts.yaml",
        ROOT / "templates/campaign.yaml",
        *ROOT.glob("templates/letters/*/*.yaml"),
    )
)


@pytest.mark.parametrize("file", SHIPPED)
def test_a_shipped_file_is_as_the_schema_in_its_first_line_wants_it(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    line = EDITOR_LINE.match(text)
    assert line, f"{file} does not begin with the line for editors"
    named = ((ROOT / file).parent / line[1]).resolve()
    name = Path(file).stem
    assert named == ROOT / "templates" / "schemas" / f"{name}.schema.json"
    assert named.is_file()
    assert refused_by_schema(name, text) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_as_it_should_be(name: str) -> None:
    assert refused_by_schema(name, EXAMPLES[name]) == []
    assert refused_by_reader(name, EXAMPLES[name]) == []


SLIPS = {
    "a limit that is no number": ("contacts", "limit: 2000", "limit: long"),
    "a limit of nothing": ("contacts", "limit: 2000", "limit: 0"),
    "a limit that is not whole": ("contacts", "limit: 2000", "limit: 2000.5"),
    "a limit beyond any form": ("contacts", "limit: 2000", "limit: 2000000"),
    "an unknown key": ("contacts", "        caution: old", "        cautoin: old"),
    "an unknown key at the top": ("contacts", "groups:\n", "grops: []\ngroups:\n"),
    "a key without its value": ("contacts", "    title: The Gazette", "    title:"),
    "a missing key": ("contacts", "    url: https://gazette.example/\n", ""),
    "a wrong word": ("contacts", "kind: target-authority", "kind: target-autority"),
    "a month that is none": ("contacts", "checked: 2018-04}", "checked: 2018-13}"),
    "a date in words": ("contacts", "end_date: 2020", "end_date: May 2020"),
    "a day without its zero": ("contacts", "start_date: 2017-01-01", "start_date: 2017-1-1"),
    "a year of two digits": ("contacts", "end_date: 2020", "end_date: 20"),
    "an id in capitals": ("contacts", "  - id: minister", "  - id: Minister"),
    "an id with an underscore": ("contacts", "    group: land", "    group: the_land"),
    "a country in small letters": ("contacts", "        country: KZ", "        country: kz"),
    "a language in capitals": ("contacts", "name: {en: Land, fr: Pays}", "name: {en: Land, FR: Pays}"),
    "a language that is a word": ("contacts", "    languages: [en]", "    languages: [english]"),
    "no English words": ("contacts", "name: {en: Land, fr: Pays}", "name: {fr: Pays}"),
    "no English form of address": ("contacts", "      en:\n        style:", "      de:\n        style:"),
    "text in place of a list": ("contacts", "domains: [justice.example]", "domains: justice.example"),
    "text in place of words": ("contacts", "title: {en: Minister of Justice}", "title: Minister"),
    "a list in place of text": ("contacts", "        label: office", "        label: [office]"),
    "several lines in place of one": ("contacts", "        caution: old", '        caution: "a\\nb"'),
    "a block with a last line end": ("contacts", "        caution: old", "        caution: |\n          old"),
    "no neutral words": ("contacts", 'closing: {neutral: "Yours,", female', "closing: {female"),
    "a gender that is none": ("contacts", "gender: female", "gender: f"),
    "a source of an unknown part": ("contacts", "source: {style: gazette", "source: {stile: gazette"),
    "a case sheet without its source": ("campaign", "  url: https://report.example/\n", ""),
    "a standing that is none": ("campaign", "standing: named-in-report", "standing: bystander"),
    "an ask in one language": ("campaign", "text: {en: Please", "text: {ru: Please"),
    "an unknown key of the case": ("campaign", "as_of: 2018-04", "as_of: 2018-04\nas_off: 2018"),
    "a date of the case": ("campaign", "as_of: 2018-04", "as_of: 4/2018"),
    "a kind that is none": ("letter", "[target-authority, ombudsman]", "[target-authority, king]"),
    "a version without its ask": ("letter", ", ask: light-them", ""),
    "a review that is none": ("letter", "reviews: {en: original}", "reviews: {en: good}"),
    "a status that is none": ("letter", "status: active", "status: open"),
    "a version with a wrong name": ("letter", "  authority: {", "  The Authority: {"),
    "a fact without English": ("letter", "what: {en: The", "what: {fr: The"),
    "an outcome without its date": ("letter", "  date: 2018-05-10\n", ""),
    "an unknown key of the writer": ("sender", "street: ", "stret: "),
    "a country in words": ("sender", "country: NO", "country: Norway"),
    "words of no language": ("sender", "link: {en:", "link: {english:"),
    "a list of occupations": ("sender", "occupation: a teacher", "occupation: [a teacher]"),
    "a language in words": ("sender", 'language: "no"', "language: norwegian"),
    "an address without its at": ("sender", "email: ada@example.net", "email: ada.example.net"),
    "a list of names": ("sender", "name: Ada Byron", "name: [Ada, Byron]"),
    "a name of two lines": ("sender", "name: Ada Byron", 'name: "Ada\\nByron"'),
    "a very long name": ("sender", "name: Ada Byron", f"name: {'Ada ' * 30}"),
}


@pytest.mark.parametrize(("name", "old", "new"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_refused_by_the_schema_and_by_the_reader(name: str, old: str, new: str) -> None:
    assert EXAMPLES[name].count(old) == 1
    text = EXAMPLES[name].replace(old, new)
    assert refused_by_schema(name, text)
    assert refused_by_reader(name, text)


UNQUOTED = {
    "a year": ("contacts", "end_date: 2020", "end_date: 1999"),
    "Norway": ("contacts", "        country: KZ", "        country: NO"),
    "Norwegian": ("contacts", "    languages: [en]", "    languages: [no]"),
    "a number for a title": ("contacts", "    title: The Gazette", "    title: 2018"),
    "a number for a label": ("contacts", "        label: office", "        label: 1.50"),
    "a word that is none elsewhere": ("contacts", "        label: office", "        label: yes"),
    "a limit in quotes": ("contacts", "limit: 2000", 'limit: "2000"'),
    "an id of digits": ("campaign", "default_letter: plea", "default_letter: 2018"),
    "true for a text": ("campaign", "  - name: John Doe", "  - name: true"),
    "a postcode with a zero": ("sender", "postcode: 010115", "postcode: 000001"),
    "a country in small letters": ("sender", "country: NO", "country: no"),
    "a language in capitals": ("sender", 'language: "no"', "language: FR"),
    "a phone number": ("sender", "phone: 030 1", "phone: +4930123456"),
    "nothing": ("sender", "phone: 030 1", "phone:"),
}


@pytest.mark.parametrize(("name", "old", "new"), UNQUOTED.values(), ids=UNQUOTED)
def test_what_needs_no_quotes_is_accepted_by_both(name: str, old: str, new: str) -> None:
    assert EXAMPLES[name].count(old) == 1
    text = EXAMPLES[name].replace(old, new)
    assert refused_by_schema(name, text) == []
    assert refused_by_reader(name, text) == []


BEYOND = {
    "a reference": ("    group: land", "    group: sea"),
    "an id that is taken": ("  - id: minister", "  - id: ministry"),
    "a limit of what is no form": ("        printed: 1 Hill", "        limit: 2000\n        printed: 1 Hill"),
    "a form of a value by its type": ('value: "+3222000000"', "value: call us"),
    "a detail without value and print": (
        "value: |-\n          1 Hill Street\n          010000 Town\n        printed: 1 Hill\n        ",
        "",
    ),
}


@pytest.mark.parametrize(("old", "new"), BEYOND.values(), ids=BEYOND)
def test_what_one_place_says_of_another_only_the_program_knows(tmp_path: Path, old: str, new: str) -> None:
    assert CONTACTS.count(old) == 1
    text = CONTACTS.replace(old, new)
    assert refused_by_schema("contacts", text) == []
    file = tmp_path / "contacts.yaml"
    file.write_text(CONTACTS, encoding="utf-8")
    registry.read_registry(file, "contacts.yaml")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError):
        registry.read_registry(file, "contacts.yaml")


def test_a_day_that_no_calendar_has_only_the_program_knows() -> None:
    text = CONTACTS.replace("start_date: 2017-01-01", "start_date: 2017-02-30")
    assert refused_by_schema("contacts", text) == []
    assert refused_by_reader("contacts", text)


# ── Both agree, whatever is written ──────────────────────────────────────────────────────────────────────


class _Dumper(yaml.SafeDumper):
    """PyYAML's dumper; what is not there is left empty."""


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))

WORDS = (
    *("word", "two words", "two\nlines", "last line\n", "a\rb", "", "KZ", "kz", "KAZ", "en", "EN", "english"),
    *(
        "a-b",
        "a--b",
        "-a",
        "a_b",
        "é",
        "\N{FULLWIDTH LATIN CAPITAL LETTER A}",
        "2018",
        "2018-04",
        "2018-04-05",
        "2018-4",
        "2018-13",
        "2018-00",
    ),
    *(
        "201\N{FULLWIDTH DIGIT EIGHT}",
        "18",
        "female",
        "email",
        "ombudsman",
        "original",
        "minor",
        "stop",
        "yes",
        "null",
        "true",
    ),
)
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(WORDS),
    # A number that YAML takes for a whole one is written as one; true is a text, but no id.
    st.sampled_from((None, 0, 7, -5, 2018, 99999, 1.5, [], {}, [None], [[]], [{}])),
    st.lists(st.sampled_from(WORDS), max_size=3),
    st.dictionaries(st.sampled_from(WORDS), st.sampled_from(WORDS), max_size=3),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=8).map(
        lambda text: text.replace("\ufeff", "").replace("\ufffe", "").replace("\uffff", "")
    ),
)


def ways_in(data: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to everything in some data, but not to the whole of it."""
    steps: list[tuple[str | int, object]] = []
    if isinstance(data, dict):
        steps = [*data.items()]
    elif isinstance(data, list):
        steps = [*enumerate(data)]
    for step, below in steps:
        yield (*way, step)
        yield from ways_in(below, (*way, step))


def spoil(data: Any, way: tuple[str | int, ...], how: str, value: object, key: str) -> None:  # noqa: ANN401
    """Do one thing to one place: put another value there, take it away, rename its key, add one beside it."""
    for step in way[:-1]:
        data = data[step]
    last = way[-1]
    if how == "put" or (isinstance(data, list) and how != "take"):
        data[last] = value
    elif how == "take":
        del data[last]
    elif how == "add":
        data[key] = value
    else:
        kept = data.pop(last)
        data[key] = kept


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["contacts", "campaign", "letter"])
@given(drawn=st.data())
def test_whatever_is_written_schema_and_reader_agree_on_its_shape(name: str, drawn: st.DataObject) -> None:
    data = copy.deepcopy(yaml.load(EXAMPLES[name], yaml.BaseLoader))  # noqa: S506 - it makes nothing but text
    for _ in range(drawn.draw(st.integers(1, 2), label="times")):
        way = drawn.draw(st.sampled_from([*ways_in(data)]), label="way")
        how = drawn.draw(st.sampled_from(("put", "put", "take", "rename", "add")), label="how")
        key = drawn.draw(st.sampled_from((*WORDS, "id", "note", "value", "neutral")), label="key")
        spoil(data, way, how, copy.deepcopy(drawn.draw(VALUES, label="value")), key)
    text = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True)
    assert bool(refused_by_schema(name, text)) == bool(refused_by_reader(name, text)), (
        text,
        refused_by_schema(name, text),
        refused_by_reader(name, text),
    )
