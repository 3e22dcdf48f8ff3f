"""Corrections as people might make them, for properties: changes to the shipped registry and new offices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from advocate.core.dates import PartialDate
from advocate.core.deceptive import first_mark
from advocate.core.overlay import Change, Dead, Overlay, bodies
from advocate.core.registry import (
    Channel,
    Contact,
    ContactDetail,
    FormOfAddress,
    Gender,
    Gendered,
    Group,
    Holder,
    Institution,
    Kind,
    Retirement,
    Source,
)
from advocate.sources.registry import read_registry

if TYPE_CHECKING:
    from advocate.core.registry import Registry

SHIPPED = Path(__file__).parents[1] / "contacts.yaml"
SOURCES = (
    Source("own-page", "A page: with a colon", "https://example.org/contacts", PartialDate(2026, 11)),
    Source("other-page", "Страница", "https://example.net/a?b=1#c"),
)
_DATES = st.builds(PartialDate, st.integers(2000, 2026), st.none() | st.integers(1, 12))
_LINES = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"), exclude_characters="{"
    ),
    min_size=1,
    max_size=20,
).filter(lambda text: text.strip() and not first_mark(text))
_SOURCES = st.sampled_from([source.id for source in SOURCES] + ["report-2018"])
_VALUES = {
    Channel.EMAIL: st.from_regex(r"[a-z]{1,6}@[a-z]{1,6}\.example", fullmatch=True),
    Channel.FORM: st.from_regex(r"https://[a-z]{1,6}\.example/[a-z?=&#%]{0,6}", fullmatch=True),
    Channel.PHONE: st.from_regex(r"\+[1-9][0-9]{7,12}", fullmatch=True),
    Channel.FAX: st.from_regex(r"\+[1-9][0-9]{7,12}", fullmatch=True),
    Channel.ADDRESS: st.lists(_LINES, min_size=1, max_size=3).map("\n".join),
}


def registry() -> Registry:
    """Return the shipped registry."""
    return read_registry(SHIPPED, "contacts.yaml")


@st.composite
def details(draw: st.DrawFn, holders: tuple[str, ...] = ()) -> ContactDetail:
    """Return a new contact detail."""
    type_ = draw(st.sampled_from(Channel))
    return ContactDetail(
        type=type_,
        source=draw(_SOURCES),
        checked=draw(_DATES),
        value=draw(_VALUES[type_]),
        country=draw(st.sampled_from(["KZ", "NO"])) if type_ is Channel.ADDRESS else None,
        label=draw(st.none() | _LINES),
        holder=draw(st.sampled_from([None, *holders])),
        limit=draw(st.none() | st.integers(1, 999_999)) if type_ is Channel.FORM else None,
        caution=draw(st.none() | _LINES),
        note=draw(st.none() | _LINES),
    )


@st.composite
def holders(draw: st.DrawFn, known: tuple[Holder, ...] = ()) -> Holder:
    """Return a holder: a new one, or one who is there with other facts."""
    return Holder(
        name=draw(st.sampled_from([holder.name for holder in known]) | _LINES if known else _LINES),
        family_name=draw(_LINES),
        source=draw(_SOURCES),
        checked=draw(_DATES),
        gender=draw(st.none() | st.sampled_from(Gender)),
        start_date=draw(st.none() | _DATES),
        end_date=draw(st.none() | _DATES),
    )


_RETIRED = st.none() | st.builds(Retirement, _DATES, _LINES, _SOURCES)


@st.composite
def changes(draw: st.DrawFn, base: Registry) -> Change:
    """Return a change to a contact or an institution of a registry."""
    body = draw(st.sampled_from([*bodies(base).values()]))
    people = body.holders if isinstance(body, Contact) else ()
    there = [detail for detail in body.contact_details if detail.value]
    dead = draw(st.lists(st.sampled_from(there), unique=True)) if there else []
    again = draw(st.lists(st.sampled_from(there), unique=True, max_size=1)) if there else []
    new = draw(st.lists(details(tuple(holder.name for holder in people)), max_size=3))
    reason = draw(st.none() | _LINES)
    return Change(
        id=body.id,
        dead=tuple(
            Dead(
                each.type, each.value or "", each.holder, reason=reason, source="own-page" if reason else None
            )
            for each in dead
        ),
        contact_details=tuple({(d.type, d.value, d.holder): d for d in [*again, *new]}.values()),
        holders=tuple({h.name: h for h in draw(st.lists(holders(people), max_size=2))}.values())
        if isinstance(body, Contact)
        else (),
        retired=draw(_RETIRED) if isinstance(body, Contact) else None,
    )


@st.composite
def new_offices(draw: st.DrawFn) -> tuple[Group, Institution, Contact]:
    """Return an office with an institution and a group of its own."""
    group = Group("own-group", {"en": draw(_LINES), "kk": draw(_LINES)})
    institution = Institution(
        "own-institution", {"en": draw(_LINES)}, group.id, "NO", domains=("own.example",)
    )
    form = FormOfAddress(Gendered(draw(_LINES)), Gendered(draw(_LINES)))
    contact = Contact(
        "own-office",
        institution.id,
        draw(st.sampled_from(Kind)),
        {"en": draw(_LINES)},
        {"en": form},
        holders=tuple(draw(st.lists(holders(), max_size=1))),
        contact_details=tuple(draw(st.lists(details(), max_size=2))),
    )
    return group, institution, contact


@st.composite
def overlays(draw: st.DrawFn, base: Registry) -> Overlay:
    """Return an overlay over a registry."""
    made = draw(st.lists(changes(base), max_size=4))
    whole = Overlay(
        changes=tuple({change.id: change for change in made if change != Change(change.id)}.values())
    )
    if draw(st.booleans()):
        group, institution, contact = draw(new_offices())
        whole = Overlay((), (group,), (institution,), (contact,), whole.changes)
    used = SOURCES if whole != Overlay() else ()
    return Overlay(used, whole.groups, whole.institutions, whole.contacts, whole.changes)
