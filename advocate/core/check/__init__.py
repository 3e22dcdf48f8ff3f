"""What is wrong or doubtful in a registry that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.check.dates import date_remarks
from advocate.core.check.links import link_remarks
from advocate.core.check.offices import office_remarks
from advocate.core.check.post import post_remarks
from advocate.core.check.reach import reach_remarks
from advocate.core.check.remark import Judge, PhoneFacts, Remark
from advocate.core.check.short import short_remarks

if TYPE_CHECKING:
    from datetime import date

    from advocate.core.registry import Registry

__all__ = ["Judge", "PhoneFacts", "Remark", "check"]


def check(registry: Registry, judge: Judge, day: date) -> tuple[Remark, ...]:
    """Return all that is wrong or doubtful in a registry on a day, subject by subject.

    An error (`Weight.PROBLEM`) would send a letter to the wrong place or person; what is only doubtful is a
    warning, and what is good to know a note.
    """
    return (
        *reach_remarks(registry, judge),
        *post_remarks(registry, judge),
        *date_remarks(registry, day),
        *link_remarks(registry),
        *office_remarks(registry, judge, day),
        *short_remarks(registry, judge, day),
    )
