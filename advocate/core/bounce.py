"""An e-mail came back: its address is used no more, until that is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from advocate.core.amend import Correction, corrected, killed
from advocate.core.dates import PartialDate
from advocate.core.overlay import OWN, bodies, kept, pruned
from advocate.core.registry import Channel, Contact, Retirement

if TYPE_CHECKING:
    from advocate.core.amend import Book
    from advocate.core.overlay import Overlay
    from advocate.core.registry import ContactDetail

BACK = "the e-mail came back"
"""The reason that the writer's overlay gives; by it one knows what taking a mark back takes back here."""


def addresses_of(book: Book, contact: str) -> tuple[str, ...]:
    """Return the e-mail addresses of an office and of its institution, those from which one came back last.

    Raises ProblemsError where the campaign has no such office.
    """
    known = [each.value for id_ in _homes(book, contact) for each in _emails(book.body(id_).contact_details)]
    dead = [
        each.value
        for id_ in _homes(book, contact)
        for each in book.overlay.change_of(id_).dead
        if each.type is Channel.EMAIL and each.reason == BACK
    ]
    return tuple(dict.fromkeys(value for value in [*known, *dead] if value))


def stopped(book: Book, contact: str, address: str) -> Overlay:
    """Return the overlay in which an address is used no more; the same where it is unknown or stopped.

    What the writer had added themselves is kept, as valid until the day before, so that it can come back.
    """
    overlay = book.overlay
    today = PartialDate(book.day.year, book.day.month, book.day.day)
    before = book.day - timedelta(1)
    yesterday = PartialDate(before.year, before.month, before.day)
    for id_ in _homes(book, contact):
        own = _own(overlay, id_, address)
        if own:
            ended = tuple(replace(each, valid_until=yesterday, caution=BACK) for each in own)
            overlay, _ = corrected(replace(book, overlay=overlay), Correction(id_, ended, beside=True))
        elif any(each.value == address for each in _emails(book.body(id_).contact_details)):
            why = Retirement(today, BACK, OWN)
            overlay = killed(replace(book, overlay=overlay), id_, [(Channel.EMAIL, address)], why)
    return overlay


def resumed(book: Book, contact: str, address: str) -> Overlay:
    """Return the overlay in which an address is used again that `stopped` had stopped."""
    overlay = book.overlay
    for id_ in _homes(book, contact):
        change = overlay.change_of(id_)
        dead = tuple(each for each in change.dead if not (each.value == address and each.reason == BACK))
        if dead != change.dead:
            overlay = pruned(kept(overlay, replace(change, dead=dead)))
        own = [each for each in _own(overlay, id_, address) if each.caution == BACK]
        if own:
            again = tuple(replace(each, valid_until=None, caution=None) for each in own)
            overlay, _ = corrected(replace(book, overlay=overlay), Correction(id_, again, beside=True))
    return overlay


def _homes(book: Book, contact: str) -> tuple[str, ...]:
    """Return the ids of what holds the addresses of an office: its own, and that of its institution."""
    body = book.body(contact)
    return (contact, body.institution) if isinstance(body, Contact) else (contact,)


def _own(overlay: Overlay, id_: str, address: str) -> list[ContactDetail]:
    """Return the details with an address that the writer has added themselves."""
    body = bodies(overlay).get(id_)
    details = (*overlay.change_of(id_).contact_details, *(body.contact_details if body else ()))
    return [each for each in _emails(details) if each.value == address]


def _emails(details: tuple[ContactDetail, ...]) -> list[ContactDetail]:
    return [each for each in details if each.type is Channel.EMAIL and each.value]
