"""Short forms of address lines: whether they shorten a line that the office's address block can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.address import addressing
from advocate.core.check.remark import Remark
from advocate.core.check.walk import working
from advocate.core.problems import did_you_mean
from advocate.core.registry import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from advocate.core.check.remark import Judge
    from advocate.core.registry import Office, Registry


def short_remarks(registry: Registry, judge: Judge, day: date) -> Iterator[Remark]:
    """Yield the short forms, of offices that one can write to on a day, that no letter can use."""
    for way, office in working(registry, day):
        if not office.contact.short:
            continue
        lines = list(dict.fromkeys(_lines(office, judge)))
        seen: set[str] = set()
        for number, each in enumerate(office.contact.short):
            here = (*way, "short", number)
            if each.line in seen:
                words = f"the line {each.line!r} has two short forms, and the last one is used"
                yield Remark.warning("check.duplicate", words, (*here, "line"))
            elif each.line not in lines:
                near = did_you_mean(each.line, lines)
                words = f"no address block of the office has the line {each.line!r}{near}"
                yield Remark.warning("check.short-of-nothing", words, (*here, "line"))
            seen.add(each.line)
            if len(each.short) >= len(each.line):
                words = f"{each.short!r} is not shorter than the line it stands for, {each.line!r}"
                yield Remark.warning("check.not-shorter", words, (*here, "short"))


def _lines(office: Office, judge: Judge) -> Iterator[str]:
    """Yield every line that an address block of the office can have, its country left out."""
    contact = office.contact
    for language, form in contact.forms_of_address.items():
        for holder in (None, *contact.holders):
            yield from addressing(office, holder, language, judge.script(language)).lines
        for words in (form.style.neutral, form.style.female, form.style.male) if form.style else ():
            yield from (words or "").splitlines()
    for detail in (*contact.contact_details, *office.institution.contact_details):
        if detail.type is Channel.ADDRESS:
            yield from (detail.value or "").splitlines()
