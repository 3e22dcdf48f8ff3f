"""Dates as sources print them, often only a month or a year, and what age makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

_DIGITS = (4, 2, 2)

AGEING_AFTER_YEARS = 1
STALE_AFTER_YEARS = 3


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day (ISO 8601-1:2019, 5.2.2: reduced precision)."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Return the date that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` says; raise ValueError for anything else."""
        parts = text.split("-")
        digits = "".join(parts)
        if [*map(len, parts)] != list(_DIGITS[: len(parts)]) or not (digits.isascii() and digits.isdecimal()):
            raise ValueError(text)
        year, month, day = (*(int(part) for part in parts), None, None)[:3]
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
        return cls(year or 0, month, day)

    @property
    def first_day(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day it can mean."""
        if self.day:
            return self.first_day
        from calendar import monthrange  # noqa: PLC0415 - seldom needed, and start-up counts

        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """Return the text it was read from."""
        month = f"-{self.month:02}" if self.month else ""
        day = f"-{self.day:02}" if self.day else ""
        return f"{self.year:04}{month}{day}"


class Freshness(StrEnum):
    """How far a fact can be trusted by its age alone."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


def years_after(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February becomes 1 March, and the calendar ends with 9999."""
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@lru_cache(maxsize=1024)
def freshness(checked: PartialDate, on: date) -> Freshness:
    """Return how fresh a fact is `on` a day, counted from the earliest day that `checked` can mean."""
    if on > years_after(checked.first_day, STALE_AFTER_YEARS):
        return Freshness.STALE
    if on > years_after(checked.first_day, AGEING_AFTER_YEARS):
        return Freshness.AGEING
    return Freshness.FRESH
