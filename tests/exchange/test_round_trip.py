"""Out and in again gives equal contacts, whatever a registry holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advocate.core.dates import PartialDate
from advocate.core.deceptive import first_mark
from advocate.core.registry import (
    CONVENTION,
    Acceptance,
    Accepts,
    Channel,
    Contact,
    ContactDetail,
    Fill,
    FormOfAddress,
    Gender,
    Gendered,
    Group,
    Holder,
    Institution,
    Kind,
    Languages,
    PersonName,
    Procedure,
    ProcedureField,
    Registry,
    Retirement,
    ShortLine,
    Source,
)
from advocate.render.exchange.popolo import popolo_text
from advocate.render.exchange.spreadsheet import spreadsheet_text
from advocate.render.exchange.vcard import vcard_text
from advocate.render.registry_yaml import registry_text
from advocate.sources.exchange.assemble import assemble
from advocate.sources.exchange.entries import Given
from advocate.sources.exchange.popolo import read_popolo
from advocate.sources.exchange.spreadsheet import read_spreadsheet
from advocate.sources.exchange.vcard import read_vcards
from advocate.sources.registry import read_registry
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from advocate.sources.exchange.entries import Found

Drawn = TypeVar("Drawn")

LANGUAGES = ("fr", "ru", "kk", "ar", "gsw")
COUNTRIES = ("FR", "KZ", "CH", "US")

# Controls and all that could deceive have no place in a text; an import refuses them (below).
CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn"), exclude_characters="\ufeff{}")
TELLING = st.sampled_from(
    ["=1+1", "'=1", "''", "-", "@", '"', "a;b", "a,b", "a\\nb", "\\", "^n", "^", ":", "x | y"]
)


def words(most: int = 12) -> st.SearchStrategy[str]:
    """Texts of one line in any script, with what the formats give a meaning of their own."""
    return st.one_of(st.text(CHARACTERS, min_size=1, max_size=most), TELLING).filter(
        lambda text: text.strip() != "" and first_mark(text, line_ends=True) is None
    )


def lines() -> st.SearchStrategy[str]:
    return st.lists(words(), min_size=1, max_size=3).map("\n".join)


def translated() -> st.SearchStrategy[dict[str, str]]:
    others = st.dictionaries(st.sampled_from(LANGUAGES), words(), max_size=2)
    return st.builds(lambda english, rest: {"en": english, **rest}, words(), others)


def dates() -> st.SearchStrategy[PartialDate]:
    month = st.integers(1, 12)
    return st.one_of(
        st.builds(PartialDate, st.integers(1900, 2100)),
        st.builds(PartialDate, st.integers(1900, 2100), month),
        st.builds(PartialDate, st.integers(1900, 2100), month, st.integers(1, 28)),
    )


def maybe(strategy: st.SearchStrategy[Drawn]) -> st.SearchStrategy[Drawn | None]:
    return st.one_of(st.none(), strategy)


VALUES: dict[Channel, st.SearchStrategy[str]] = {
    Channel.EMAIL: st.from_regex(r"[a-z+'-]{1,8}@[a-zé]{1,8}\.zz", fullmatch=True),
    Channel.ADDRESS: lines(),
    Channel.PHONE: st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True),
    Channel.FAX: st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True),
    Channel.FORM: st.from_regex(r"https://[a-z]{1,8}\.zz/[a-z?=&;,%:#]{0,12}", fullmatch=True),
}


@st.composite
def details(draw: st.DrawFn, sources: list[str], holders: list[str]) -> ContactDetail:
    type_ = draw(st.sampled_from(Channel))
    value = draw(maybe(VALUES[type_]))
    needs_country = type_ is Channel.ADDRESS
    return ContactDetail(
        type=type_,
        source=draw(st.sampled_from(sources)),
        checked=draw(dates()),
        value=value,
        printed=draw(maybe(lines()) if value else lines()),
        country=draw(st.sampled_from(COUNTRIES if needs_country else (None, *COUNTRIES))),
        label=draw(maybe(words())),
        holder=draw(st.sampled_from([None, *holders])),
        valid_until=draw(maybe(dates())),
        limit=draw(maybe(st.integers(1, 999_999))) if type_ is Channel.FORM else None,
        caution=draw(maybe(words())),
        note=draw(maybe(lines())),
    )


@st.composite
def person_names(draw: st.DrawFn) -> PersonName:
    return PersonName(
        name=draw(words()),
        family_name=draw(words()),
        given_name=draw(maybe(words())),
        patronymic_name=draw(maybe(words())),
        dative=draw(maybe(words())),
        style=draw(maybe(lines())),
    )


@st.composite
def holders(draw: st.DrawFn, sources: list[str]) -> Holder:
    return Holder(
        name=draw(words()),
        family_name=draw(words()),
        source=draw(st.sampled_from(sources)),
        checked=draw(dates()),
        gender=draw(maybe(st.sampled_from(Gender))),
        names=draw(st.dictionaries(st.sampled_from(LANGUAGES), person_names(), max_size=2)),
        role=draw(maybe(translated())),
        start_date=draw(maybe(dates())),
        end_date=draw(maybe(dates())),
        valid_until=draw(maybe(dates())),
        note=draw(maybe(lines())),
    )


def gendered(text: st.SearchStrategy[str], *, whole: bool = True) -> st.SearchStrategy[Gendered]:
    female, male = maybe(text), maybe(text)
    if whole:
        return st.builds(Gendered, text, female, male)
    return st.builds(Gendered, maybe(text), text, male)


@st.composite
def forms_of_address(draw: st.DrawFn, sources: list[str]) -> FormOfAddress:
    said = st.sampled_from([CONVENTION, *sources])
    named = words().map(lambda text: f"{text} {{family_name}}")
    return FormOfAddress(
        salutation=draw(gendered(words())),
        closing=draw(gendered(words())),
        style=draw(maybe(gendered(lines()))),
        style_named=draw(maybe(gendered(named, whole=False))),
        salutation_named=draw(maybe(gendered(named, whole=False))),
        style_source=draw(said),
        salutation_source=draw(said),
        closing_source=draw(said),
    )


def reading(sources: list[str]) -> st.SearchStrategy[Languages]:
    codes = st.lists(st.sampled_from(("en", *LANGUAGES)), min_size=1, max_size=3, unique=True).map(tuple)
    return st.builds(Languages, codes, st.sampled_from([CONVENTION, *sources]))


@st.composite
def procedures(draw: st.DrawFn, name: str, sources: list[str]) -> Procedure:
    source = st.sampled_from(sources)
    fields = [
        ProcedureField(
            id=f"field-{number}",
            label=draw(translated()),
            source=draw(source),
            help=draw(maybe(translated())),
            fill=draw(maybe(st.sampled_from(Fill))),
        )
        for number in range(draw(st.integers(1, 2)))
    ]
    return Procedure(
        id=name,
        name=draw(translated()),
        fields=tuple(fields),
        source=draw(source),
        languages=("en", "fr"),
        form=draw(maybe(VALUES[Channel.FORM])),
        conditions=draw(maybe(translated())),
        note=draw(maybe(lines())),
    )


@st.composite
def contacts(draw: st.DrawFn, name: str, institutions: list[str], sources: list[str]) -> Contact:
    holding = draw(st.lists(holders(sources), max_size=3))
    languages = draw(st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True))
    source = st.sampled_from([CONVENTION, *sources])
    what = draw(st.sampled_from(Accepts))
    procedure = "procedure" if what is Accepts.SUBMISSION else None
    retirement = st.builds(Retirement, dates(), words(), st.sampled_from(sources))
    return Contact(
        id=name,
        institution=draw(st.sampled_from(institutions)),
        kind=draw(st.sampled_from(Kind)),
        title=draw(translated()),
        forms_of_address={language: draw(forms_of_address(sources)) for language in ("en", *languages)},
        short=tuple(draw(st.lists(st.builds(ShortLine, words(), words(), source), max_size=2))),
        accepts=Acceptance(what, draw(source), procedure, draw(maybe(words()))),
        languages=draw(maybe(reading(sources))),
        holders=tuple(holding),
        contact_details=tuple(
            draw(st.lists(details(sources, [holder.name for holder in holding]), max_size=4))
        ),
        retired=draw(maybe(retirement)),
        note=draw(maybe(lines())),
    )


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    """Registries that hold everything a registry can hold."""
    sources = ["gazette-2026", "manual", "x"]
    groups = [Group("isles", draw(translated())), Group("worlds", draw(translated()))]
    institutions = [
        Institution(
            id=name,
            name=draw(translated()),
            group=draw(st.sampled_from(["isles", "worlds"])),
            country=draw(st.sampled_from(COUNTRIES)),
            languages=draw(st.one_of(st.just(Languages(())), reading(sources))),
            domains=tuple(draw(st.lists(st.sampled_from(["a.zz", "b.zz"]), unique=True))),
            addresses=tuple(draw(st.lists(VALUES[Channel.EMAIL], max_size=2))),
            reach=tuple(draw(st.lists(st.sampled_from(["KZ", "KG", "NO"]), unique=True, max_size=2))),
            contact_details=tuple(draw(st.lists(details(sources, []), max_size=2))),
        )
        for name in ("ministry", "court-2")
    ]
    return Registry(
        sources=tuple(
            Source(name, draw(words()), f"https://{name}.zz/", draw(maybe(dates()))) for name in sources
        ),
        groups=tuple(groups),
        institutions=tuple(institutions),
        contacts=tuple(
            draw(contacts(name, ["ministry", "court-2"], sources)) for name in ("office", "office-2", "3")
        ),
        procedures=(draw(procedures("procedure", sources)),),
    )


def as_popolo(registry: Registry) -> Found:
    return read_popolo(popolo_text(registry.offices, registry.sources), "x.json")


def as_vcards(registry: Registry) -> Found:
    text = vcard_text(registry.offices, registry.sources, TODAY, str.lower)
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))
    return read_vcards(text, "x.vcf")


def as_spreadsheet(registry: Registry) -> Found:
    text = spreadsheet_text(registry.offices, registry.sources, TODAY)
    return read_spreadsheet(text.removeprefix("\ufeff"), "x.csv", {})


WAYS = (as_popolo, as_vcards, as_spreadsheet)


@pytest.mark.no_cover
@settings(max_examples=25)
@given(registries())
def test_out_and_in_again_gives_equal_contacts(registry: Registry) -> None:
    offices = [office.contact for office in registry.offices]
    bodies = {contact.institution for contact in offices}
    groups = {item.group for item in registry.institutions if item.id in bodies}
    asked = any(contact.accepts.procedure for contact in offices)
    for way in WAYS:
        found = way(registry)
        assert found.notes == ()
        draft = assemble(found, dict(enumerate(found.entries)), Given(), lambda _: False)
        assert [str(fault.problem) for fault in draft.faults] == []
        back = draft.registry
        assert back is not None
        assert [*back.contacts] == offices
        assert by_id(back.institutions) == by_id(item for item in registry.institutions if item.id in bodies)
        assert by_id(back.groups) == by_id(group for group in registry.groups if group.id in groups)
        assert by_id(back.sources).items() <= by_id(registry.sources).items()
        assert back.procedures == (registry.procedures if asked else ())


def by_id(records: Iterable[Group | Institution | Source]) -> dict[str, object]:
    return {record.id: record for record in records}


@pytest.mark.parametrize("way", WAYS)
def test_the_shipped_registry_comes_back_whole(shipped: Path, way: Callable[[Registry], Found]) -> None:
    registry = read_registry(shipped / "contacts.yaml", "contacts.yaml")
    found = way(registry)
    back = assemble(found, dict(enumerate(found.entries)), Given(), lambda _: False).registry
    assert back is not None
    assert {contact.id: contact for contact in back.contacts} == {
        contact.id: contact for contact in registry.contacts
    }
    assert re.search("^contacts:$", registry_text(back), re.MULTILINE)
