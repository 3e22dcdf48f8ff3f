"""Who holds an office on a day, and how the office can be reached on it.

A letter names a person only when the registry can vouch for them on the letter's date; otherwise it goes
to the office. A wrong name on a letter to an authority is worse than none.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from advocate.core.dates import AGEING_AFTER_YEARS, Freshness, freshness, years_after

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from advocate.core.registry import Channel, Contact, ContactDetail, Holder, Office


def holder_on(contact: Contact, day: date) -> Holder | None:
    """Return the holder that the registry vouches for on a day, or None.

    Dates of reduced precision are read against the claim: a term that began in `2023` is sure only from
    its last day on, and one that ended in `2023` only until its first. A holder whose start nobody
    printed is vouched for from the day on which a source saw them in office.
    """
    holders = sorted(contact.holders, key=_begin)
    successors = dict(pairwise(holders))
    vouched = [holder for holder in holders if _vouched(holder, successors.get(holder), day)]
    return vouched[-1] if vouched else None


def details_on(office: Office, day: date) -> tuple[ContactDetail, ...]:
    """Return the usable contact details on a day: the holder's own first, then the most recently checked.

    A detail without a value, past its `valid_until`, or bound to a person who is not vouched for is left
    out. A detail of the contact comes before one of its institution of the same age.
    """
    holder = holder_on(office.contact, day)
    usable = [
        detail
        for detail in (*office.contact.contact_details, *office.institution.contact_details)
        if detail.value
        and (detail.valid_until is None or day <= detail.valid_until.first_day)
        and (detail.holder is None or (holder is not None and detail.holder == holder.name))
    ]
    usable.sort(key=lambda detail: (detail.holder is not None, detail.checked.first_day), reverse=True)
    return tuple(usable)


def of_type(details: Iterable[ContactDetail], channel: Channel) -> tuple[ContactDetail, ...]:
    """Return the details of one type, in the order given."""
    return tuple(detail for detail in details if detail.type == channel)


def entry_freshness(office: Office, day: date) -> Freshness | None:
    """Return the best freshness among what can be used on a day, or None where nothing can."""
    order = list(Freshness)
    ages = [freshness(detail.checked, day) for detail in details_on(office, day)]
    return min(ages, key=order.index) if ages else None


def last_checked(office: Office, day: date) -> str | None:
    """Return the date of the newest check among what can be used on a day, as its source gave it."""
    details = details_on(office, day)
    return (
        str(max((detail.checked for detail in details), key=lambda checked: checked.first_day))
        if details
        else None
    )


def sources_of(office: Office) -> frozenset[str]:
    """Return the ids of every source that something about an office is taken from."""
    contact = office.contact
    details = (*contact.contact_details, *office.institution.contact_details)
    return frozenset(
        [
            *(detail.source for detail in details),
            *(holder.source for holder in contact.holders),
            *(form.source for form in contact.forms_of_address.values()),
        ]
    )


def _begin(holder: Holder) -> date:
    return (holder.start_date or holder.checked).first_day


def _vouched(holder: Holder, successor: Holder | None, day: date) -> bool:
    sure_from = holder.start_date.last_day if holder.start_date else holder.checked.first_day
    if day < sure_from:
        return False
    if successor and day >= _begin(successor):
        return False
    if holder.end_date:
        return day <= holder.end_date.first_day
    if holder.valid_until and day > holder.valid_until.first_day:
        return False
    return day <= years_after(holder.checked.first_day, AGEING_AFTER_YEARS)
