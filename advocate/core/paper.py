"""What a letter is printed on: the paper of a writer's printer, the window of their envelopes, and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Paper(StrEnum):
    """A sheet of paper, by the name the page layouts know."""

    A4 = "a4"
    US_LETTER = "us-letter"


class Window(StrEnum):
    """Where an envelope shows the address, by the name the page layouts know; `none` has no window.

    The measures, with their sources, stand in `templates/layouts/windows.typ`.
    """

    DIN_5008_B = "din-5008-b"
    DIN_5008_A = "din-5008-a"
    NF_Z_11_001 = "nf-z-11-001"
    SN_010130 = "sn-010130"
    UK_DL = "uk-dl"
    US_10 = "us-10"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Signature:
    """A picture of the writer's signature; `kind` is `png` or `svg`, and the data hold nothing but it."""

    kind: str
    data: bytes


_SIGNATURE_WORDS = {
    "en": "Signature of {}",
    "fr": "Signature\u00a0: {}",
    "ru": "Подпись: {}",
    "kk": "Қолтаңба: {}",
}


def signature_words(language: str, name: str) -> str:
    """Return what is said of the picture of a signature to those who do not see it (WCAG 2.2, 1.1.1).

    Where nobody has put the words into the letter's language it is the name alone.
    """
    return _SIGNATURE_WORDS.get(language.partition("-")[0], "{}").replace("{}", name)


@dataclass(frozen=True, slots=True)
class Stationery:
    """How a letter is printed: on which sheet, for which window, in which type, with which signature.

    `archive` asks for a file to be kept (PDF/A-2a) besides one that can be read aloud (PDF/UA-1). `reason`
    says in words why the window may not be that of the writer's envelopes; it is empty where it is.
    """

    window: Window = Window.DIN_5008_B
    paper: Paper = Paper.A4
    large_print: bool = False
    archive: bool = False
    signature: Signature | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WindowChoice:
    """A window and its paper; `reason` says in words why it is not that of the writer's country.

    The reason is empty where the window is that country's own.
    """

    window: Window
    paper: Paper
    reason: str = ""


_US_LETTER_COUNTRIES = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)
"""Unicode CLDR, supplemental data, measurementData: territories with paperSize US-Letter."""

_WINDOWS: Final = {
    "AT": Window.DIN_5008_B,
    "CA": Window.US_10,
    "CH": Window.SN_010130,
    "DE": Window.DIN_5008_B,
    "FR": Window.NF_Z_11_001,
    "GB": Window.UK_DL,
    "US": Window.US_10,
}
"""The countries for whose envelopes `windows.typ` names a source; the others are not guessed at."""

_ENVELOPES: Final = {
    Window.DIN_5008_B: "DL or C6/C5 with the window at the left (DIN 680)",
    Window.DIN_5008_A: "DL or C6/C5 with the window at the left (DIN 680)",
    Window.NF_Z_11_001: "DL with the window at the right",
    Window.SN_010130: "C6/5 or C5/6 with the window at the right (SN 010130)",
    Window.UK_DL: "DL or C5 with the window at the left",
    Window.US_10: "No. 10 with its standard window at the left",
    Window.NONE: "envelopes without a window",
}


def paper_of(country: str) -> Paper:
    """Return the paper that is usual in a country; A4 where the country is not known."""
    return Paper.US_LETTER if country in _US_LETTER_COUNTRIES else Paper.A4


def paper_for(window: Window, country: str = "") -> Paper:
    """Return the paper that a window is made for; a plain letter takes the one usual in the country."""
    if window is Window.NONE:
        return paper_of(country)
    return Paper.US_LETTER if window is Window.US_10 else Paper.A4


def window_of(country: str) -> WindowChoice:
    """Return the window of a writer's country, an upper-case ISO 3166-1 code or an empty text.

    A country whose window no source describes, and a writer without a country, get DIN 5008 form B on A4;
    where the usual paper is US Letter, the No. 10 envelope, since an A4 page would not print there. Either is
    said in the reason.
    """
    paper = paper_of(country)
    if country in _WINDOWS:
        return WindowChoice(_WINDOWS[country], paper)
    window = Window.US_10 if paper is Paper.US_LETTER else Window.DIN_5008_B
    why = (
        f"no source for the window envelopes of your country ({country}) is known here"
        if country
        else "your details name no country"
    )
    sheet = "US Letter" if paper is Paper.US_LETTER else "A4"
    reason = (
        f"{why}, so the pages are {sheet} and made for envelopes {envelopes_of(window)}; if yours differ,"
        " choose with --window (none is a plain letter)"
    )
    return WindowChoice(window, paper, reason)


def envelopes_of(window: Window) -> str:
    """Return in words, without a full stop, which envelopes a page is made for."""
    return _ENVELOPES[window]
