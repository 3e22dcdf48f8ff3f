"""The writer's own corrections to a campaign's registry, and the registry that both make together.

An overlay holds whole new entries (sources, groups, institutions, contacts) and changes to entries of the
campaign. What it says wins, is marked as local, and can be taken back: the campaign's own file is never
touched.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from advocate.core.registry import Contact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advocate.core.dates import PartialDate
    from advocate.core.registry import (
        Channel,
        ContactDetail,
        Group,
        Holder,
        Institution,
        Registry,
        Retirement,
        Source,
    )

OWN = "me"
"""The source of what the writer knows themselves; no page prints it, so it cannot be proposed to others."""

Entry = TypeVar("Entry", bound="Source | Group | Institution | Contact")
Body = TypeVar("Body", bound="Institution | Contact")
Record = TypeVar("Record")
Key = tuple["Channel", str | None, str | None]
"""What makes a contact detail this one and no other: its type, its value, whose it is."""


@dataclass(frozen=True, slots=True)
class Dead:
    """A value of the campaign's that is used no more.

    With a `reason` it was retired for its own sake; without one it gave way to a local value of its type,
    and comes back with the last of these.
    """

    type: Channel
    value: str
    holder: str | None = None
    date: PartialDate | None = None
    reason: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is different about a contact, or an institution, of the campaign.

    A holder with the name of one who is there takes their place; a detail takes that of the same value, or
    of a dead one of its type.
    """

    id: str
    dead: tuple[Dead, ...] = ()
    contact_details: tuple[ContactDetail, ...] = ()
    holders: tuple[Holder, ...] = ()
    retired: Retirement | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """The writer's own entries and changes, in the order of their file."""

    sources: tuple[Source, ...] = ()
    groups: tuple[Group, ...] = ()
    institutions: tuple[Institution, ...] = ()
    contacts: tuple[Contact, ...] = ()
    changes: tuple[Change, ...] = ()

    def change_of(self, id_: str) -> Change:
        """Return the change to an entry, an empty one where there is none."""
        return next((change for change in self.changes if change.id == id_), Change(id_))


def bodies(registry: Registry | Overlay) -> dict[str, Contact | Institution]:
    """Return all that has contact details by its id: institutions and contacts."""
    found: dict[str, Contact | Institution] = {item.id: item for item in registry.institutions}
    return found | {item.id: item for item in registry.contacts}


def key_of(detail: ContactDetail | Dead) -> Key:
    """Return what makes a detail this one and no other."""
    return detail.type, detail.value, detail.holder


def merge(registry: Registry, overlay: Overlay) -> Registry:
    """Return a campaign's registry with the overlay's entries and changes, these marked as local.

    Nothing changes where the overlay is empty, and a second time nothing more. Changes to what is not in
    the registry are passed over.
    """
    if overlay == Overlay():
        return registry
    overlay = fitted_names(overlay, registry)
    changes = {change.id: change for change in overlay.changes}
    institutions = _joined(
        registry.institutions, [_marked(item, local=True) for item in overlay.institutions]
    )
    contacts = _joined(registry.contacts, [_marked(item, local=True) for item in overlay.contacts])
    return replace(
        registry,
        sources=_joined(registry.sources, overlay.sources),
        groups=_joined(registry.groups, overlay.groups),
        institutions=tuple(_changed(item, changes) for item in institutions),
        contacts=tuple(_changed(item, changes) for item in contacts),
    )


def without_marks(registry: Registry) -> Registry:
    """Return a registry in which nothing is marked as local."""
    return replace(
        registry,
        institutions=tuple(unmarked(item) for item in registry.institutions),
        contacts=tuple(unmarked(item) for item in registry.contacts),
    )


def unmarked(body: Body) -> Body:
    """Return a contact or an institution of which nothing is marked as local."""
    return _marked(body, local=False)


def _marked(body: Body, *, local: bool) -> Body:
    details = tuple(replace(detail, local=local) for detail in body.contact_details)
    if isinstance(body, Contact):
        holders = tuple(replace(holder, local=local) for holder in body.holders)
        return replace(body, local=local, contact_details=details, holders=holders)
    return replace(body, local=local, contact_details=details)


def applied(body: Body, change: Change) -> Body:
    """Return a contact or an institution with a change, what is new in it marked as local.

    An institution has neither holders nor an end.
    """
    details = tuple(
        replace(new, local=True) if new in change.contact_details else new
        for _, new in placed_details(body.contact_details, change)
        if new
    )
    if isinstance(body, Contact):
        holders = tuple(
            replace(new, local=True) if new in change.holders else new
            for _, new in placed_holders(body.holders, change)
        )
        retired = change.retired or body.retired
        return replace(body, local=True, contact_details=details, holders=holders, retired=retired)
    return replace(body, local=True, contact_details=details)


def placed_details(
    there: Sequence[ContactDetail], change: Change
) -> tuple[tuple[ContactDetail | None, ContactDetail | None], ...]:
    """Return, in order, each detail there is with what stands in its place, then those that are added.

    A new detail stands in the place of one with the same key, or of a dead one of its type; a dead one
    with no successor leaves nothing (None).
    """
    own = {key_of(detail): detail for detail in change.contact_details}
    dead = {key_of(each) for each in change.dead} - own.keys()
    known = {key_of(detail) for detail in there}
    waiting = [detail for key, detail in own.items() if key not in known]
    placed: list[tuple[ContactDetail | None, ContactDetail | None]] = []
    used: set[Key] = set()
    for detail in there:
        key = key_of(detail)
        if key in own:
            placed.append((detail, None if key in used else own[key]))
            used.add(key)
        elif key in dead:
            successor = next((each for each in waiting if each.type == detail.type), None)
            if successor:
                waiting.remove(successor)
            placed.append((detail, successor))
        else:
            placed.append((detail, detail))
    return (*placed, *((None, detail) for detail in waiting))


def placed_holders(there: Sequence[Holder], change: Change) -> tuple[tuple[Holder | None, Holder], ...]:
    """Return, in order, each holder there is with who stands in their place, then those that are added."""
    places: dict[int, Holder] = {}
    added: list[Holder] = []
    for own in change.holders:
        same = [n for n, holder in enumerate(there) if holder.name == own.name and n not in places]
        exact = [place for place in same if there[place].start_date == own.start_date]
        if same:
            places[(exact or same)[-1]] = own
        else:
            added.append(own)
    placed = [(holder, places.get(place, holder)) for place, holder in enumerate(there)]
    return (*placed, *((None, holder) for holder in added))


def kept(overlay: Overlay, change: Change) -> Overlay:
    """Return an overlay with a change to an entry in the place of the one before; none where it is empty."""
    rest = [each for each in overlay.changes if each.id != change.id]
    if change != Change(change.id):
        place = next((n for n, each in enumerate(overlay.changes) if each.id == change.id), len(rest))
        rest.insert(place, change)
    return replace(overlay, changes=tuple(rest))


def only(overlay: Overlay, ids: Iterable[str]) -> Overlay:
    """Return what an overlay says of some entries, with all that these refer to."""
    wanted = set(ids)
    return pruned(
        replace(
            overlay,
            contacts=tuple(item for item in overlay.contacts if item.id in wanted),
            changes=tuple(change for change in overlay.changes if change.id in wanted),
        ),
        wanted,
    )


def pruned(overlay: Overlay, wanted: Iterable[str] = ()) -> Overlay:
    """Return an overlay without the sources, groups and institutions that nothing in it refers to."""
    bodies = {contact.institution for contact in overlay.contacts} | {change.id for change in overlay.changes}
    bodies |= set(wanted)
    institutions = tuple(item for item in overlay.institutions if item.id in bodies)
    groups = {item.group for item in institutions}
    used = set(sources_in((institutions, overlay.contacts, overlay.changes)))
    return replace(
        overlay,
        institutions=institutions,
        groups=tuple(group for group in overlay.groups if group.id in groups),
        sources=tuple(source for source in overlay.sources if source.id in used),
    )


def sources_in(record: object) -> Iterator[str]:
    """Yield the id of every source that something in a record, or in what it holds, is taken from."""
    if isinstance(record, tuple):
        for item in record:
            yield from sources_in(item)
    elif isinstance(record, dict):
        yield from sources_in(tuple(record.values()))
    elif is_dataclass(record):
        for field in fields(record):
            value = getattr(record, field.name)
            if not _names_a_source(field.name):
                yield from sources_in(value)
            elif value is not None:
                yield value


def _names_a_source(field: str) -> bool:
    return field == "source" or field.endswith("_source")


def fitted_names(overlay: Overlay, registry: Registry) -> Overlay:
    """Return an overlay none of whose sources has the id of another source of the registry.

    A campaign may come to use an id that the writer has given to another page.
    """
    taken = {source.id: source.url for source in registry.sources}
    names: dict[str, str] = {}
    sources: list[Source] = []
    for source in overlay.sources:
        numbered = (f"{source.id}-{number}" if number > 1 else source.id for number in count(1))
        name = next(name for name in numbered if taken.get(name, source.url) == source.url)
        names[source.id] = name
        if name not in taken:
            sources.append(replace(source, id=name))
            taken[name] = source.url
    fitting = replace(overlay, sources=())
    if any(name != new for name, new in names.items()):
        fitting = _renamed(fitting, names)
    return replace(fitting, sources=tuple(sources))


def _renamed(record: Record, names: Mapping[str, str]) -> Record:
    """Return a record in which every source has its new name."""
    found: Any = record
    if isinstance(record, tuple):
        found = tuple(_renamed(item, names) for item in record)
    elif isinstance(record, dict):
        found = {key: _renamed(value, names) for key, value in record.items()}
    elif is_dataclass(record) and not isinstance(record, type):
        values = {field.name: getattr(record, field.name) for field in fields(record)}
        found = replace(
            record,
            **{
                name: names.get(value, value) if _names_a_source(name) else _renamed(value, names)
                for name, value in values.items()
            },
        )
    return found  # type: ignore[no-any-return]  # each branch gives back its own type


def _joined(there: Sequence[Entry], own: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries there are, an own one in the place of one with its id, and the others behind."""
    by_id = {item.id: item for item in own}
    placed = [by_id.pop(item.id, item) for item in there]
    return tuple(placed + list(by_id.values()))


def _changed(body: Body, changes: Mapping[str, Change]) -> Body:
    change = changes.get(body.id)
    return applied(body, change) if change else body
