"""What each command about corrections makes of the writer's overlay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from advocate.core import address
from advocate.core.overlay import OWN, Dead, applied, bodies, kept, key_of, pruned, unmarked
from advocate.core.problems import Problem, ProblemsError, did_you_mean
from advocate.core.registry import Channel, Contact, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from advocate.core.dates import PartialDate
    from advocate.core.overlay import Change, Overlay
    from advocate.core.registry import ContactDetail, Holder, Institution, Registry, Retirement

HOLDER, RETIRED = "holder", "retired"
"""Besides the types of details, what can be taken back by its sort."""


@dataclass(frozen=True, slots=True)
class Book:
    """A campaign's registry, the overlay, both together, and the day on which it is asked."""

    shipped: Registry
    overlay: Overlay
    merged: Registry
    day: date

    def body(self, id_: str) -> Contact | Institution:
        """Return the contact or institution that has an id; raise ProblemsError where there is none."""
        known = bodies(self.merged)
        if id_ not in known:
            near = did_you_mean(id_, known) or "; 'advocate contacts list' shows them all"
            raise ProblemsError(
                [Problem("contacts.unknown", f"no office or institution is called {id_!r}{near}")]
            )
        return known[id_]

    def own(self, id_: str) -> bool:
        """Return whether the whole of an entry is the writer's own."""
        return id_ in bodies(self.overlay)


@dataclass(frozen=True, slots=True)
class Correction:
    """New details and holders of one entry.

    What they replace: the values of `instead_of`, nothing where they stand `beside` those known, else
    every value of their type that can be used today.
    """

    id: str
    contact_details: tuple[ContactDetail, ...] = ()
    holders: tuple[Holder, ...] = ()
    instead_of: tuple[str, ...] = ()
    beside: bool = False


def source_for(
    given: str, title: str | None, checked: PartialDate, registry: Registry
) -> tuple[str, Source | None]:
    """Return the id of a source and the source, none for what the writer knows themselves.

    `given` is a web address or the id of a source in the registry; an address nobody has used yet makes a
    new one, named after its host and the month. Raises ProblemsError for anything else.
    """
    if given == OWN:
        return OWN, None
    known = {source.id: source for source in registry.sources}
    host = _host(given)
    if not host:
        if given not in known:
            words = f"{given!r} is no web address (https://…) and no source{did_you_mean(given, known)}"
            raise ProblemsError([Problem("overlay.source", words)])
        return given, known[given]
    same = next((source for source in registry.sources if source.url == given), None)
    if same:
        return same.id, same
    stem = f"{_slug(host)}-{checked.year:04}{f'-{checked.month:02}' if checked.month else ''}"
    id_ = next(name for n in count(1) if (name := stem if n == 1 else f"{stem}-{n}") not in known)
    return id_, Source(id_, title or given.partition("://")[2].rstrip("/"), given)


def corrected(book: Book, correction: Correction) -> tuple[Overlay, tuple[ContactDetail, ...]]:
    """Return the overlay with a correction, and the details that give way to it."""
    body = book.body(correction.id)
    old = _giving_way(book, body, correction)
    new = {key_of(detail) for detail in correction.contact_details}
    old = tuple(detail for detail in old if key_of(detail) not in new)
    dead = tuple(Dead(detail.type, detail.value or "", detail.holder) for detail in old)
    return _kept(book, body, dead, correction.contact_details, correction.holders), old


def retired(book: Book, id_: str, retirement: Retirement) -> Overlay:
    """Return the overlay with the end of an office."""
    body = book.body(id_)
    if not isinstance(body, Contact):
        words = f"{id_!r} is an institution: retire its offices one by one"
        raise ProblemsError([Problem("overlay.institution", words)])
    if book.own(id_):
        return _with_body(book.overlay, replace(unmarked(body), retired=retirement))
    return kept(book.overlay, replace(book.overlay.change_of(id_), retired=retirement))


def killed(book: Book, id_: str, values: Sequence[tuple[Channel, str]], why: Retirement) -> Overlay:
    """Return the overlay without some values of an entry, each with the reason why."""
    body = book.body(id_)
    found = [
        detail for type_, value in values for detail in _with_value(book, body, value) if detail.type == type_
    ]
    if len({(detail.type, detail.value) for detail in found}) < len(set(values)):
        words = f"not every one of these values of {id_!r} is of the type that was named"
        raise ProblemsError([Problem("overlay.other-type", words)])
    dead = tuple(
        Dead(each.type, each.value or "", each.holder, why.date, why.reason, why.source) for each in found
    )
    return _kept(book, body, dead, (), ())


def dropped(overlay: Overlay, id_: str, what: str | None) -> Overlay:
    """Return the overlay without an entry, or without one value of it.

    `what` is a value, the name of a holder, or a sort: a type of detail, `holder`, `retired`. A value that
    gave way comes back with the last local one of its type. Raises ProblemsError where there is nothing.
    """
    body = bodies(overlay).get(id_)
    change = overlay.change_of(id_)
    if body is None and change not in overlay.changes:
        ids = [*bodies(overlay), *(each.id for each in overlay.changes)]
        near = did_you_mean(id_, ids) or "; 'advocate contacts overlay' shows what is"
        raise ProblemsError([Problem("overlay.nothing", f"nothing about {id_!r} is your own{near}")])
    if what is None:
        return _without(overlay, id_)
    less, smaller = _change_without(change, what), body and _body_without(body, what)
    if less == change and smaller == body:
        words = f"nothing that you have said of {id_!r} is {what!r}; 'advocate contacts overlay' shows it"
        raise ProblemsError([Problem("overlay.nothing", words)])
    overlay = kept(overlay, less)
    return pruned(_with_body(overlay, smaller) if smaller else overlay)


def with_source(overlay: Overlay, source: Source | None) -> Overlay:
    """Return an overlay that holds a source, and none that nothing refers to any more."""
    known = {each.id for each in overlay.sources}
    added = (source,) if source and source.id not in known else ()
    return pruned(replace(overlay, sources=(*overlay.sources, *added)))


def _giving_way(book: Book, body: Contact | Institution, correction: Correction) -> tuple[ContactDetail, ...]:
    types = {detail.type for detail in correction.contact_details}
    named = [found for value in correction.instead_of for found in _with_value(book, body, value)]
    strange = [detail for detail in named if detail.type not in types]
    if strange:
        words = f"{strange[0].value!r} is of another type ({strange[0].type}) than what should replace it"
        raise ProblemsError([Problem("overlay.other-type", words)])
    if correction.beside:
        return tuple(named)
    decided = {detail.type for detail in named}
    usable = _usable(book, body)
    for new in correction.contact_details:
        if new.type in decided:
            continue
        same = [detail for detail in usable if detail.type == new.type]
        if new.holder:
            same = [detail for detail in same if detail.holder == new.holder]
        # A number for Strasbourg says nothing of the one for Brussels.
        labelled = [detail for detail in same if new.label and detail.label == new.label]
        named += labelled or same
    return tuple(dict.fromkeys(named))


def _usable(book: Book, body: Contact | Institution) -> tuple[ContactDetail, ...]:
    if isinstance(body, Contact):
        office = next(office for office in book.merged.offices if office.contact.id == body.id)
        today = address.details_on(office, book.day)
        return tuple(detail for detail in body.contact_details if detail in today)
    return tuple(
        detail
        for detail in body.contact_details
        if detail.value and (detail.valid_until is None or book.day <= detail.valid_until.first_day)
    )


def _with_value(book: Book, body: Contact | Institution, value: str) -> tuple[ContactDetail, ...]:
    found = tuple(detail for detail in body.contact_details if detail.value == value)
    if found:
        return found
    if isinstance(body, Contact):
        institution = book.body(body.institution)
        if any(detail.value == value for detail in institution.contact_details):
            words = (
                f"{value!r} serves every office of {institution.id!r}:"
                f" mend it there ('advocate contacts set {institution.id} …')"
            )
            raise ProblemsError([Problem("overlay.serves-all", words)])
    known = [detail.value for detail in body.contact_details if detail.value]
    near = did_you_mean(value, known) or f"; 'advocate contacts show {body.id}' shows what it has"
    raise ProblemsError([Problem("overlay.unknown-value", f"{body.id!r} has no {value!r}{near}")])


def _kept(
    book: Book,
    body: Contact | Institution,
    dead: Iterable[Dead],
    details: tuple[ContactDetail, ...],
    holders: tuple[Holder, ...],
) -> Overlay:
    """Return the overlay with what is new about an entry, and without what has given way."""
    own = book.own(body.id)
    change = book.overlay.change_of(body.id)
    there = {key_of(detail) for detail in _shipped(book, body).contact_details}
    new, gone = {key_of(detail) for detail in details}, {key_of(each): each for each in dead}
    names = {holder.name for holder in holders}
    moved = replace(
        change,
        contact_details=(
            *(each for each in change.contact_details if key_of(each) not in new | gone.keys()),
            *details,
        ),
        dead=(
            *(each for each in change.dead if key_of(each) not in new | gone.keys()),
            *(each for key, each in gone.items() if key in there),
        ),
        holders=(*(each for each in change.holders if each.name not in names), *holders),
    )
    return _with_body(book.overlay, unmarked(applied(body, moved))) if own else kept(book.overlay, moved)


def _shipped(book: Book, body: Contact | Institution) -> Contact | Institution:
    """Return an entry as it is without the overlay's changes."""
    return (bodies(book.shipped) | bodies(book.overlay)).get(body.id, body)


def _with_body(overlay: Overlay, body: Contact | Institution) -> Overlay:
    """Return an overlay with an own entry in the place of the one with its id."""
    if isinstance(body, Contact):
        contacts = tuple(body if item.id == body.id else item for item in overlay.contacts)
        return replace(overlay, contacts=contacts)
    institutions = tuple(body if item.id == body.id else item for item in overlay.institutions)
    return replace(overlay, institutions=institutions)


def _without(overlay: Overlay, id_: str) -> Overlay:
    users = [contact.id for contact in overlay.contacts if contact.institution == id_]
    if users and id_ in {item.id for item in overlay.institutions}:
        words = f"{id_!r} is the institution of {', '.join(users)}: drop these first, and it goes with them"
        raise ProblemsError([Problem("overlay.in-use", words)])
    return pruned(
        replace(
            overlay,
            institutions=tuple(item for item in overlay.institutions if item.id != id_),
            contacts=tuple(item for item in overlay.contacts if item.id != id_),
            changes=tuple(item for item in overlay.changes if item.id != id_),
        )
    )


def _change_without(change: Change, what: str) -> Change:
    details = tuple(detail for detail in change.contact_details if what not in {detail.value, detail.type})
    gone = {detail.type for detail in change.contact_details} - {detail.type for detail in details}
    return replace(
        change,
        contact_details=details,
        dead=tuple(
            each
            for each in change.dead
            if what not in {each.value, each.type} and not (each.type in gone and each.reason is None)
        ),
        holders=_holders_without(change.holders, what),
        retired=None if what == RETIRED else change.retired,
    )


def _body_without(body: Contact | Institution, what: str) -> Contact | Institution:
    details = tuple(detail for detail in body.contact_details if what not in {detail.value, detail.type})
    if isinstance(body, Contact):
        holders = _holders_without(body.holders, what)
        ended = None if what == RETIRED else body.retired
        return replace(body, contact_details=details, holders=holders, retired=ended)
    return replace(body, contact_details=details)


def _holders_without(holders: tuple[Holder, ...], what: str) -> tuple[Holder, ...]:
    return tuple(holder for holder in holders if what not in {holder.name, HOLDER})


def _host(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return rest.partition("/")[0].rpartition("@")[2].partition(":")[0] if scheme in {"http", "https"} else ""


def _slug(host: str) -> str:
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in host.lower())
    parts = [part for part in plain.split("-") if part and part != "www"]
    return "-".join(parts) or "page"
