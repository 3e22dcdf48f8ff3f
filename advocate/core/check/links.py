"""What nothing refers to, what refers to nothing, and what stands twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advocate.core.check.domains import plain_address
from advocate.core.check.remark import Remark
from advocate.core.check.walk import details, holders
from advocate.core.registry import Channel, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.check.remark import Way
    from advocate.core.check.walk import Detail
    from advocate.core.registry import Registry

_SCHEME = re.compile(r"https?://[^\s/]+")
_MENTIONS = re.compile(
    r"\b[Ss]ources?\s+([a-z0-9-]+(?:(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)[a-z0-9-]+)*)"
)
# A word of running text that can only be meant for an id.
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d[a-z0-9-]*")


def link_remarks(registry: Registry) -> Iterator[Remark]:
    """Yield orphans, sources that lead nowhere, and duplicates."""
    yield from _sources(registry)
    yield from _orphans(registry)
    yield from _twice_in_an_office(registry)
    yield from _shared_between_groups(registry)
    yield from _same_offices(registry)


def _sources(registry: Registry) -> Iterator[Remark]:
    known = {source.id for source in registry.sources}
    used = set(_taken_from(registry))
    for path, text in _notes(registry):
        for mention in _MENTIONS.finditer(text):
            for word in re.findall(r"[a-z0-9-]+", mention[1]):
                used.add(word)
                if word not in known and _ID.fullmatch(word):
                    words = f"the note names a source {word!r} that is not in the list of sources"
                    yield Remark.warning("check.unknown-source", words, path)
    for place, source in enumerate(registry.sources):
        if not _SCHEME.match(source.url):
            words = f"{source.url!r} is not a web address (https://…), so nobody can look the source up"
            yield Remark.warning("check.source-address", words, ("sources", place, "url"))
        if source.id not in used:
            words = f"nothing is taken from the source {source.id!r}"
            yield Remark.warning("check.orphan", words, ("sources", place, "id"))


def _taken_from(registry: Registry) -> Iterator[str]:
    """Yield the id of every source that something is taken from, as often as it is."""
    yield from (institution.languages.source for institution in registry.institutions)
    yield from (body.anonymity.source for body in registry.institutions if body.anonymity)
    yield from (body.anonymity.source for body in registry.contacts if body.anonymity)
    yield from (each.detail.source for each in details(registry))
    yield from (holder.source for _, _, holder in holders(registry))
    for contact in registry.contacts:
        yield contact.accepts.source
        yield from (part.source for part in (contact.languages, contact.retired) if part)
        yield from (source for form in contact.forms_of_address.values() for source in form.sources)
        yield from (line.source for line in contact.short)
    for procedure in registry.procedures:
        yield procedure.source
        yield from (field.source for field in procedure.fields)


def _notes(registry: Registry) -> Iterator[tuple[Way, str]]:
    """Yield every text in which contributors name sources."""
    told: list[tuple[Way, object, tuple[str, ...]]] = [
        *((each.path, each.detail, ("note", "caution")) for each in details(registry)),
        *((way, holder, ("note",)) for way, _, holder in holders(registry)),
        *((("procedures", place), each, ("note",)) for place, each in enumerate(registry.procedures)),
    ]
    for place, institution in enumerate(registry.institutions):
        told.append((("institutions", place, "anonymity"), institution.anonymity, ("note",)))
    for place, contact in enumerate(registry.contacts):
        way: Way = ("contacts", place)
        told.append((way, contact, ("note",)))
        told.append(((*way, "accepts"), contact.accepts, ("note",)))
        told.append(((*way, "retired"), contact.retired, ("reason",)))
        told.append(((*way, "anonymity"), contact.anonymity, ("note",)))
    for way, item, keys in told:
        for key in keys:
            text = getattr(item, key, None)
            if text:
                yield (*way, key), text


def _orphans(registry: Registry) -> Iterator[Remark]:
    groups = {institution.group for institution in registry.institutions}
    for place, group in enumerate(registry.groups):
        if group.id not in groups:
            words = f"no institution belongs to the group {group.id!r}"
            yield Remark.warning("check.orphan", words, ("groups", place, "id"))
    institutions = {contact.institution for contact in registry.contacts}
    for place, institution in enumerate(registry.institutions):
        if institution.id not in institutions:
            words = f"no contact belongs to the institution {institution.id!r}"
            yield Remark.warning("check.orphan", words, ("institutions", place, "id"))
    procedures = {contact.accepts.procedure for contact in registry.contacts}
    for place, procedure in enumerate(registry.procedures):
        if procedure.id not in procedures:
            words = f"no contact acts on the procedure {procedure.id!r}"
            yield Remark.warning("check.orphan", words, ("procedures", place, "id"))


def _plain(channel: Channel, value: str) -> str:
    if channel in {Channel.EMAIL, Channel.FORM}:
        return plain_address(value)
    return " ".join(value.lower().split())


def _twice_in_an_office(registry: Registry) -> Iterator[Remark]:
    """Yield what an office, or the institution it belongs to, has already; a holder's own is theirs alone."""
    own: dict[tuple[str, str], set[tuple[str, str, str | None]]] = {}
    for each in details(registry):
        detail = each.detail
        if not detail.value:
            continue
        mark = (detail.type, _plain(detail.type, detail.value), detail.holder)
        place = (each.institution.id, each.contact.id if each.contact else "")
        known = own.setdefault(place, set())
        if mark in known or mark in own.get((each.institution.id, ""), ()):
            words = f"the {detail.type} stands here a second time for the same office"
            yield Remark.warning("check.duplicate", words, (*each.path, "value"))
        known.add(mark)


def _shared_between_groups(registry: Registry) -> Iterator[Remark]:
    """Yield what two institutions have in common though they belong to different groups."""
    first: dict[tuple[str, str], Detail] = {}
    for each in details(registry):
        detail = each.detail
        if not detail.value:
            continue
        before = first.setdefault((detail.type, _plain(detail.type, detail.value)), each)
        if before.institution.group != each.institution.group:
            words = f"the {detail.type} is that of {before.institution.id!r} too, which is in another group"
            yield Remark.warning("check.duplicate", words, (*each.path, "value"))


def _same_offices(registry: Registry) -> Iterator[Remark]:
    titles: dict[tuple[str, str], str] = {}
    for place, contact in enumerate(registry.contacts):
        title = in_language(contact.title, "en")
        before = titles.setdefault((contact.institution, " ".join(title.lower().split())), contact.id)
        if before != contact.id:
            words = f"{before!r} of the same institution has the same title"
            yield Remark.warning("check.duplicate", words, ("contacts", place, "title"))
        terms = set()
        for number, holder in enumerate(contact.holders):
            term = (holder.name, holder.start_date, holder.end_date)
            if term in terms:
                words = f"{holder.name} stands here a second time for the same term"
                yield Remark.warning("check.duplicate", words, ("contacts", place, "holders", number, "name"))
            terms.add(term)
    for place, institution in enumerate(registry.institutions):
        for key, given in (("domains", institution.domains), ("addresses", institution.addresses)):
            known = set()
            for number, word in enumerate(given):
                if word.lower() in known:
                    words = f"{word!r} stands here a second time"
                    yield Remark.warning("check.duplicate", words, ("institutions", place, key, number))
                known.add(word.lower())
