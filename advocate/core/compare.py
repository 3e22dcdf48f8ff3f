"""What differs between two registries, the dangerous things first.

A wrong address sends a writer's name and words to a stranger, so that is what a reader must see before
anything else: every e-mail address, form and declared domain that is new, changed or gone.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeVar

from advocate.core.check.domains import (
    Known,
    domain_of_email,
    domain_of_form,
    plain_address,
    spelt,
    tails,
    unusual_letters,
)
from advocate.core.dates import PartialDate
from advocate.core.registry import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advocate.core.check.remark import Judge
    from advocate.core.registry import (
        Contact,
        ContactDetail,
        Group,
        Holder,
        Institution,
        Procedure,
        ProcedureField,
        Registry,
        Source,
    )

    Entry = Source | Group | Institution | Contact | Procedure

Paired = TypeVar("Paired", bound="Source | Group | Institution | Contact | Procedure | ProcedureField")


class Section(StrEnum):
    """Where a difference is told, in this order."""

    ADDRESSES = "addresses"
    NUMBERS = "numbers-and-post"
    HOLDERS = "holders"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same: in which entry, what, and how it was and is (None: not there).

    `notes` say what a reader should look at.
    """

    section: Section
    id: str
    what: str
    before: str | None
    after: str | None
    notes: tuple[str, ...] = ()


def compare(old: Registry, new: Registry, judge: Judge) -> tuple[Difference, ...]:
    """Return every difference between two registries, by sections; entries are the same by their ids.

    New domains are held against those that the old registry declares: what the new one declares may be part
    of a deceit.
    """
    order = list(Section)
    suspicion = _Suspicion(old, judge)
    found = [
        *_institutions(old, new, suspicion),
        *_contacts(old, new, suspicion),
        *_procedures(old, new, suspicion),
        *_plain_parts("group", old.groups, new.groups),
        *_plain_parts("source", old.sources, new.sources),
    ]
    return tuple(sorted(found, key=lambda difference: order.index(difference.section)))


def undeclared(institution: Institution, detail: ContactDetail) -> bool:
    """Return whether an e-mail address or form is outside what its institution declares as its own.

    Where nothing is declared, nothing can be said.
    """
    value, domain = detail.value or "", _domain_of(detail)
    if not domain or not (institution.domains or institution.addresses):
        return False
    own = {plain_address(address) for address in institution.addresses}
    return plain_address(value) not in own and not _within(domain, institution)


def _within(domain: str, institution: Institution) -> bool:
    declared = {spelt(each) for each in institution.domains}
    return any(tail in declared for tail in tails(domain))


def _domain_of(detail: ContactDetail) -> str:
    """Return the domain of an e-mail address or a form, empty for anything else."""
    if detail.value is None or detail.type not in _BY_TYPE:
        return ""
    return domain_of_form(detail.value) if detail.type is Channel.FORM else domain_of_email(detail.value)


class _Suspicion:
    """What is odd about a new domain, held against all that were declared before."""

    def __init__(self, old: Registry, judge: Judge) -> None:
        self._known = Known(judge)
        for institution in old.institutions:
            for domain in institution.domains:
                self._known.add(spelt(domain))

    def of_domain(self, domain: str) -> tuple[str, ...]:
        """Return a note for each thing that a reader should look at."""
        looks = self._known.same_looking(domain)
        near = looks or self._known.near(domain)
        how = "looks the same as" if looks else "is easily taken for"
        found = [f"{domain!r} {how} {near!r}, which was declared"] if near else []
        if not domain.isascii():
            found.append(f"not every letter is ASCII: {unusual_letters(domain)}")
        return tuple(found)

    def of_form(self, address: str) -> tuple[str, ...]:
        """Return the notes about the form of a procedure, which may serve several institutions."""
        domain = domain_of_form(address)
        inside = any(tail in self._known for tail in tails(domain))
        return (*(() if inside else ("outside all that was declared",)), *self.of_domain(domain))

    def of_detail(self, detail: ContactDetail, declared: Institution | None) -> tuple[str, ...]:
        """Return the notes about a new detail of an office or of its institution."""
        domain = _domain_of(detail)
        if not domain:
            return ()
        known = ", ".join((*declared.domains, *declared.addresses)) if declared else ""
        outside = declared is not None and undeclared(declared, detail)
        return (*((f"outside what was declared: {known}",) if outside else ()), *self.of_domain(domain))


_BY_TYPE = {Channel.EMAIL: Section.ADDRESSES, Channel.FORM: Section.ADDRESSES}
_APART = frozenset({"id", "local", "contact_details", "holders", "domains", "addresses", "fields"})
"""Fields that are compared in ways of their own."""


def _institutions(old: Registry, new: Registry, suspicion: _Suspicion) -> Iterator[Difference]:
    for id_, was, now in _paired(old.institutions, new.institutions):
        for what in ("domains", "addresses"):
            before = getattr(was, what) if was else ()
            for value in before:
                if now is None or value not in getattr(now, what):
                    yield Difference(Section.ADDRESSES, id_, what, value, None)
            for value in getattr(now, what) if now else ():
                if value not in before:
                    domain = domain_of_email(value) if what == "addresses" else spelt(value)
                    notes = suspicion.of_domain(domain)
                    yield Difference(Section.ADDRESSES, id_, what, None, value, notes)
        yield from _details(id_, was, now, was, suspicion)
        yield from _entry("institution", id_, was, now)


def _contacts(old: Registry, new: Registry, suspicion: _Suspicion) -> Iterator[Difference]:
    bodies = {item.id: item for item in old.institutions}
    for id_, was, now in _paired(old.contacts, new.contacts):
        contact = was or now
        institution = bodies.get(contact.institution) if contact else None
        yield from _details(id_, was, now, institution, suspicion)
        if now is not None:
            yield from _holders(id_, was.holders if was else (), now.holders)
        yield from _entry("contact", id_, was, now)


def _procedures(old: Registry, new: Registry, suspicion: _Suspicion) -> Iterator[Difference]:
    for id_, was, now in _paired(old.procedures, new.procedures):
        before, after = (was.form if was else None), (now.form if now else None)
        if before != after:
            notes = suspicion.of_form(after) if after else ()
            yield Difference(Section.ADDRESSES, id_, "form", before, after, notes)
        if was and now:
            for field_, wanted, wants in _paired(was.fields, now.fields):
                yield from _fields(id_, f"fields.{field_}", _flat(wanted), _flat(wants))
        yield from _entry("procedure", id_, was, now, without=frozenset({"form"}))


def _plain_parts(what: str, old: Iterable[Entry], new: Iterable[Entry]) -> Iterator[Difference]:
    for id_, was, now in _paired(old, new):
        yield from _entry(what, id_, was, now)


def _details(
    id_: str,
    was: Contact | Institution | None,
    now: Contact | Institution | None,
    declared: Institution | None,
    suspicion: _Suspicion,
) -> Iterator[Difference]:
    """Yield what differs in contact details; a new one is held against what was `declared` before."""
    before = {_key(detail): detail for detail in (was.contact_details if was else ())}
    after = {_key(detail): detail for detail in (now.contact_details if now else ())}
    for type_ in Channel:
        gone = [detail for key, detail in before.items() if key not in after and detail.type is type_]
        come = [detail for key, detail in after.items() if key not in before and detail.type is type_]
        for old, new in zip_longest(gone, come):
            section = _BY_TYPE.get(type_, Section.NUMBERS)
            notes = suspicion.of_detail(new, declared) if new else ()
            yield Difference(section, id_, type_.value, _shown(old), _shown(new), notes)
    for key, detail in after.items():
        if key in before:
            what = f"{detail.type.value} {_shown(detail)}"
            for difference in _fields(id_, what, _flat(before[key]), _flat(detail)):
                moved = difference.what.endswith(".country")
                yield replace(difference, section=Section.NUMBERS) if moved else difference


def _key(detail: ContactDetail) -> tuple[Channel, str | None, str | None]:
    return detail.type, detail.value or detail.printed, detail.holder


def _shown(detail: ContactDetail | None) -> str | None:
    if detail is None:
        return None
    printed = "" if detail.value else " (as printed, not used)"
    whose = f" ({detail.holder})" if detail.holder else ""
    return f"{detail.value or detail.printed}{printed}{whose}"


def _holders(id_: str, old: tuple[Holder, ...], new: tuple[Holder, ...]) -> Iterator[Difference]:
    names = dict.fromkeys(holder.name for holder in (*old, *new))
    for name in names:
        were = [holder for holder in old if holder.name == name]
        are = [holder for holder in new if holder.name == name]
        for was, now in zip_longest(were, are):
            if was is None or now is None:
                before, after = _holder_words(was), _holder_words(now)
                yield Difference(Section.HOLDERS, id_, "holder", before, after)
                continue
            for difference in _fields(id_, f"holder {name}", _flat(was), _flat(now)):
                yield replace(difference, section=Section.HOLDERS)


def _holder_words(holder: Holder | None) -> str | None:
    if holder is None:
        return None
    began = f", from {holder.start_date}" if holder.start_date else ""
    ended = f", until {holder.end_date}" if holder.end_date else ""
    return f"{holder.name}{began}{ended}"


def _entry(
    what: str, id_: str, was: Entry | None, now: Entry | None, without: frozenset[str] = frozenset()
) -> Iterator[Difference]:
    if was is None or now is None:
        before, after = (_name(was) if was else None), (_name(now) if now else None)
        yield Difference(Section.REST, id_, what, before, after)
        return
    yield from _fields(id_, "", _flat(was, _APART | without), _flat(now, _APART | without))


def _name(entry: Entry) -> str:
    words = getattr(entry, "title", None) or getattr(entry, "name", None)
    return words if isinstance(words, str) else str(words["en"]) if words else entry.id


def _fields(id_: str, prefix: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            what = ".".join(part for part in (prefix, name) if part)
            yield Difference(Section.REST, id_, what, old.get(name), new.get(name))


def _flat(record: object, without: frozenset[str] = frozenset({"local"}), way: str = "") -> dict[str, str]:
    """Return a record's texts by the way to each, what is not there left out."""
    if record is None or record == "":
        return {}
    if isinstance(record, dict):
        items = list(record.items())
    elif isinstance(record, tuple):
        items = [(str(number), item) for number, item in enumerate(record)]
    elif is_dataclass(record) and not isinstance(record, PartialDate):
        items = [
            (field.name, getattr(record, field.name)) for field in fields(record) if field.name not in without
        ]
    else:
        return {way: str(record)}
    found: dict[str, str] = {}
    for name, value in items:
        found |= _flat(value, frozenset({"local"}), f"{way}.{name}" if way else str(name))
    return found


def _paired(
    old: Iterable[Paired], new: Iterable[Paired]
) -> Iterator[tuple[str, Paired | None, Paired | None]]:
    """Yield each id of either with its two entries, those of the new registry in its order first."""
    was = {item.id: item for item in old}
    now = {item.id: item for item in new}
    for id_ in dict.fromkeys((*now, *was)):
        yield id_, was.get(id_), now.get(id_)
