"""Going through a registry with the way to each thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.address import retired_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from advocate.core.check.remark import Way
    from advocate.core.registry import Contact, ContactDetail, Holder, Institution, Office, Registry


@dataclass(frozen=True, slots=True)
class Detail:
    """A contact detail with whose it is: an institution's, or one of its contacts'."""

    detail: ContactDetail
    path: Way
    institution: Institution
    contact: Contact | None = None


def details(registry: Registry) -> Iterator[Detail]:
    """Yield every contact detail: the institutions' own first, then the contacts'."""
    for place, institution in enumerate(registry.institutions):
        for number, detail in enumerate(institution.contact_details):
            yield Detail(detail, ("institutions", place, "contact_details", number), institution)
    institutions = {institution.id: institution for institution in registry.institutions}
    for place, contact in enumerate(registry.contacts):
        institution = institutions[contact.institution]
        for number, detail in enumerate(contact.contact_details):
            yield Detail(detail, ("contacts", place, "contact_details", number), institution, contact)


def holders(registry: Registry) -> Iterator[tuple[Way, Contact, Holder]]:
    """Yield every holder with the way there and the office."""
    for place, contact in enumerate(registry.contacts):
        for number, holder in enumerate(contact.holders):
            yield ("contacts", place, "holders", number), contact, holder


def working(registry: Registry, day: date) -> Iterator[tuple[Way, Office]]:
    """Yield every office that one can write to on a day, with the way to its contact."""
    ways = {contact.id: ("contacts", place) for place, contact in enumerate(registry.contacts)}
    for office in registry.offices:
        if not retired_on(office, day):
            yield ways[office.contact.id], office


def latest_holder(contact: Contact, day: date) -> Holder | None:
    """Return the holder who came last and whose term is not known to have ended before a day, or None."""
    begun = [(holder.start_date or holder.checked).first_day for holder in contact.holders]
    last = max(range(len(begun)), key=begun.__getitem__, default=None)
    holder = None if last is None else contact.holders[last]
    over = holder and holder.end_date and holder.end_date.last_day < day
    return None if over else holder


def number_of(holder: Holder, contact: Contact) -> int:
    """Return the position of a holder in an office's list."""
    return next(number for number, each in enumerate(contact.holders) if each is holder)


def names(words: Sequence[str]) -> str:
    """Return words as a list in running text: `a, b and c`."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""
