"""Dates that cannot be, terms that overlap, and facts that have become old.

Dates of reduced precision are read for what is certain: `2018` ends before `2019` begins, and nothing more
is sure of the two.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from advocate.core.address import details_on
from advocate.core.check.remark import Remark
from advocate.core.check.walk import details, holders, latest_holder, number_of, working
from advocate.core.dates import AGEING_AFTER_YEARS, STALE_AFTER_YEARS, Freshness, freshness

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from advocate.core.check.remark import Way
    from advocate.core.dates import PartialDate
    from advocate.core.registry import Contact, ContactDetail, Holder, Registry


def date_remarks(registry: Registry, day: date) -> Iterator[Remark]:
    """Yield dates that cannot be, terms that surely overlap, and what is old on a day."""
    printed: dict[str, PartialDate] = {}
    for place, source in enumerate(registry.sources):
        if source.date and source.date.first_day <= day:
            printed[source.id] = source.date
        elif source.date:
            words = f"{source.date} is still to come, so nothing can have been printed then"
            yield Remark.error("check.dates", words, ("sources", place, "date"))
    for way, _, holder in holders(registry):
        yield from _term(holder, way)
        yield from _seen(holder, way, day, printed)
    for each in details(registry):
        yield from _seen(each.detail, each.path, day, printed)
        limit = each.detail.valid_until
        if limit and limit.last_day < each.detail.checked.first_day:
            words = f"it was seen on {each.detail.checked}, though it was valid only until {limit}"
            yield Remark.warning("check.dates", words, (*each.path, "valid_until"))
    for place, contact in enumerate(registry.contacts):
        yield from _overlaps(contact, ("contacts", place))
    yield from _ages(registry, day)


def _term(holder: Holder, way: Way) -> Iterator[Remark]:
    begin = holder.start_date
    ends = (("end_date", "ended", holder.end_date), ("valid_until", "could be relied on", holder.valid_until))
    for key, verb, end in ends:
        if begin and end and end.last_day < begin.first_day:
            before = "until" if key == "valid_until" else "on"
            words = f"{holder.name}'s term {verb} {before} {end}, before it began on {begin}"
            yield Remark.error("check.dates", words, (*way, key))


def _seen(
    item: Holder | ContactDetail, way: Way, day: date, printed: dict[str, PartialDate]
) -> Iterator[Remark]:
    if item.checked.first_day > day:
        words = f"{item.checked} is still to come, so nobody can have seen it then"
        yield Remark.error("check.dates", words, (*way, "checked"))
        return
    source = printed.get(item.source)
    if source and source.first_day > item.checked.last_day:
        words = f"the source {item.source!r} is of {source}, so it was not seen there on {item.checked}"
        yield Remark.warning("check.dates", words, (*way, "checked"))


def _overlaps(contact: Contact, way: Way) -> Iterator[Remark]:
    """Yield holders who were surely in office at the same time, by the dates that are printed of both.

    The day on which one follows another may be printed of both. Where a term's end is not printed, it ends
    with the next holder's beginning, and so overlaps nothing that begins later.
    """
    begun = sorted(
        (holder.start_date.last_day, number, holder)
        for number, holder in enumerate(contact.holders)
        if holder.start_date
    )
    longest: Holder | None = None
    before: Holder | None = None
    for began, number, holder in begun:
        over = holder.end_date is not None and holder.end_date.first_day < began
        if longest and began < _end_of(longest) and not over:
            yield _overlap(longest, holder, (*way, "holders", number))
        elif before and _same_day(before.start_date, holder.start_date) and not over:
            yield _overlap(before, holder, (*way, "holders", number))
        if holder.end_date and (longest is None or _end_of(holder) > _end_of(longest)):
            longest = holder
        before = holder
    yield from _undated(contact, way, [(began, each) for began, _, each in begun if each.end_date])


def _same_day(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and one.day is not None and one == other


def _undated(contact: Contact, way: Way, terms: list[tuple[date, Holder]]) -> Iterator[Remark]:
    """Yield holders of whom only the end is printed, and it falls into another one's term."""
    if not terms:
        return
    begins = [began for began, _ in terms]
    longest = list(accumulate((each for _, each in terms), _lasting_longer))
    for number, holder in enumerate(contact.holders):
        if holder.start_date or not holder.end_date:
            continue
        ended = holder.end_date.first_day
        before = bisect_left(begins, ended)
        if before and _end_of(longest[before - 1]) >= ended:
            yield _overlap(longest[before - 1], holder, (*way, "holders", number))


def _lasting_longer(one: Holder, other: Holder) -> Holder:
    return one if _end_of(one) >= _end_of(other) else other


def _end_of(holder: Holder) -> date:
    end = holder.end_date or holder.checked
    return end.first_day


def _overlap(one: Holder, other: Holder, path: Way) -> Remark:
    words = f"{one.name} and {other.name} held the office at the same time: {_span(one)}, and {_span(other)}"
    return Remark.error("check.overlap", words, path)


def _span(holder: Holder) -> str:
    began = f"from {holder.start_date} " if holder.start_date else ""
    ended = f"until {holder.end_date}" if holder.end_date else "on"
    return f"{began}{ended}"


def _ages(registry: Registry, day: date) -> Iterator[Remark]:
    """Yield what a letter of a day would use, and is old; an office that is retired is written to no more."""
    serving = set()
    for way, office in working(registry, day):
        contact = office.contact
        serving.add(contact.institution)
        holder = latest_holder(contact, day)
        if holder:
            path = (*way, "holders", number_of(holder, contact), "checked")
            yield from _age(holder.name, holder.checked, day, path)
        usable = {id(detail) for detail in details_on(office, day)}
        for number, detail in enumerate(contact.contact_details):
            if id(detail) in usable:
                path = (*way, "contact_details", number, "checked")
                yield from _age(f"the {detail.type}", detail.checked, day, path)
    for place, institution in enumerate(registry.institutions):
        for number, detail in enumerate(institution.contact_details):
            gone = detail.valid_until and day > detail.valid_until.first_day
            if institution.id in serving and detail.value and not gone:
                path = ("institutions", place, "contact_details", number, "checked")
                yield from _age(f"the {detail.type}", detail.checked, day, path)


def _age(what: str, checked: PartialDate, day: date, path: Way) -> Iterator[Remark]:
    age = freshness(checked, day)
    if age is Freshness.STALE:
        words = f"{what} was last seen on {checked}, more than {STALE_AFTER_YEARS} years ago"
        yield Remark.warning("check.stale", words, path)
    elif age is Freshness.AGEING:
        unit = "a year" if AGEING_AFTER_YEARS == 1 else f"{AGEING_AFTER_YEARS} years"
        words = f"{what} was last seen on {checked}, more than {unit} ago"
        yield Remark.note("check.ageing", words, path)
