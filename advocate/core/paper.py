"""Which paper a writer's printer holds."""

from __future__ import annotations

from enum import StrEnum


class Paper(StrEnum):
    """A sheet of paper, by the name the page layout knows."""

    A4 = "a4"
    US_LETTER = "us-letter"


_US_LETTER_COUNTRIES = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)
"""Unicode CLDR, supplemental data, measurementData: territories with paperSize US-Letter."""


def paper_of(country: str) -> Paper:
    """Return the paper that is usual in a country; A4 where the country is not known."""
    return Paper.US_LETTER if country in _US_LETTER_COUNTRIES else Paper.A4
