"""What a letter is printed on: the paper of a writer's printer, the window of their envelopes, and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """A sheet of paper, by the name the page layouts know."""

    A4 = "a4"
    US_LETTER = "us-letter"


class Window(StrEnum):
    """Where an envelope shows the address, by the name the page layouts know; `none` has no window."""

    DIN_5008_B = "din-5008-b"
    US_10 = "us-10"


_US_LETTER_COUNTRIES = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)
"""Unicode CLDR, supplemental data, measurementData: territories with paperSize US-Letter."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A picture of the writer's signature; `kind` is `png` or `svg`, and the data hold nothing but it."""

    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Stationery:
    """How a letter is printed: on which sheet, for which window, in which type, with which signature.

    `archive` asks for a file to be kept (PDF/A-2a) besides one that can be read aloud (PDF/UA-1).
    """

    window: Window = Window.DIN_5008_B
    paper: Paper = Paper.A4
    large_print: bool = False
    archive: bool = False
    signature: Signature | None = None


def paper_of(country: str) -> Paper:
    """Return the paper that is usual in a country; A4 where the country is not known."""
    return Paper.US_LETTER if country in _US_LETTER_COUNTRIES else Paper.A4


def window_of(country: str) -> Window:
    """Return the window that is usual on a country's envelopes."""
    return Window.US_10 if paper_of(country) is Paper.US_LETTER else Window.DIN_5008_B


def paper_for(window: Window) -> Paper:
    """Return the paper that a window is made for."""
    return Paper.US_LETTER if window is Window.US_10 else Paper.A4
