"""Points in time as files write them, and what their time zone gives away."""

from __future__ import annotations

import re
from typing import Final

from advocate.core.traces import Telling, Trace, shown

_CLOCK = r"[0-2]\d:?[0-5]\d(?::?[0-5]\d(?:[.,]\d+)?)?"
_OFFSET = re.compile(
    rf"(?:{_CLOCK})\s*(?:(?P<utc>Z|GMT|UTC)\b|(?P<sign>[+-])(?P<hours>[01]\d)[:']?(?P<minutes>[0-5]\d))"
)
"""RFC 5322 (`10:30:00 +0500`), RFC 3339 (`10:30:00+05:00`), PDF (`103000+05'00'`; ISO 32000-1, 7.9.4)."""

ZONED = re.compile(
    r"\b(?:19|20)\d\d-?[01]\d-?[0-3]\d[T ]?[0-2]\d:?[0-5]\d(?::?[0-5]\d(?:[.,]\d+)?)?"
    r"\s?[+-][01]\d[:']?[0-5]\d"
    r"|\b[0-3]?\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (?:19|20)\d\d "
    r"[0-2]?\d:[0-5]\d(?::[0-5]\d)? [+-][01]\d[0-5]\d"
)
"""A day and a time with a zone, anywhere in a text."""

SECONDS: Final = re.compile(r"1\d{9}(?:\d{3})?")
"""A point in time as a number, from 2001 on."""

PLACES: Final = {
    -480: "the Pacific coast of the United States and Canada in winter",
    -420: "the Pacific coast of the United States and Canada in summer, or Arizona",
    -360: "Chicago in winter, or Mexico City",
    -300: "New York and Toronto in winter, or Lima",
    -240: "New York and Toronto in summer, or Santiago in winter",
    -180: "São Paulo or Buenos Aires",
    60: "Berlin, Paris, Warsaw and Brussels in winter, London in summer, or Lagos",
    120: "Berlin, Paris, Warsaw and Brussels in summer, Kyiv in winter, or Johannesburg",
    180: "Moscow, Minsk or Istanbul, or Kyiv in summer",
    240: "Tbilisi, Yerevan, Baku, Dubai or Samara",
    270: "Kabul",
    300: "Almaty (since March 2024) and Aqtau in Kazakhstan, Tashkent, Karachi or Yekaterinburg",
    330: "India",
    360: "Bishkek, Dhaka or Omsk, or until February 2024 Almaty and Astana in Kazakhstan",
    420: "Bangkok, Hanoi, Jakarta or Novosibirsk",
    480: "China, Singapore or Perth",
    540: "Tokyo or Seoul",
    600: "Brisbane or Vladivostok, or Sydney in winter",
}
"""Where clocks show an offset from UTC, in minutes (IANA time zone database); a test asks the database."""


def offset_of(text: str) -> int | None:
    """Return how many minutes a written time is ahead of UTC, or None where it does not say."""
    found = _OFFSET.search(text)
    if not found:
        return None
    if found["utc"]:
        return 0
    minutes = 60 * int(found["hours"]) + int(found["minutes"])
    return -minutes if found["sign"] == "-" else minutes


def written(offset: int) -> str:
    """Return an offset as people write it: UTC+05:00."""
    return f"UTC{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"


def region_of(offset: int) -> str:
    """Return in words where a clock shows an offset."""
    return PLACES.get(offset, "a part of the world that only these clocks have")


def time_trace(where: str, value: str) -> Trace:
    """Return what a point in time tells: with a zone it says in which part of the world somebody sat."""
    offset = offset_of(value)
    if offset:
        tells = f"when, by a clock that is at {written(offset)}, as in {region_of(offset)}"
        return Trace(where, shown(value), tells, Telling.IDENTIFIES)
    if offset == 0:
        return Trace(where, shown(value), "when, without a time zone of its writer", Telling.TELLS)
    if SECONDS.fullmatch(value):
        return Trace(where, shown(value), "when, as seconds or thousandths since 1970", Telling.TELLS)
    if re.search(r"\d:?\d\d", value.partition("T")[2] or value[10:]):
        return Trace(
            where, shown(value), "when, by the writer's own clock; it does not say which zone", Telling.TELLS
        )
    return Trace(where, shown(value), "the day only, or a part of it", Telling.PLAIN)
