"""Whether a letter fits one page: estimated before it is printed, counted once it has been.

The estimate sets the letter as `templates/layouts/letter.typ` does in its smallest type (10 pt), with the
widths of Libertinus Serif rounded to a twentieth of the type's size, and breaks lines word by word; what
hyphenation saves is taken off as a share. A test holds it against real pages.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from advocate.core.letter import Finding, ListBlock, Weight
from advocate.core.paper import Paper, Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.letter import Letter
    from advocate.core.paper import Stationery

CODE: Final = "length.page"
TYPE_CODE: Final = "length.type"

# Widths in hundredths of the type's size, measured with Typst 0.15.
_WIDTHS: Final = {
    character: width
    for width, characters in {
        20: ".,'",
        25: " ijl;:’‘îïі",
        30: "ftIJ!()/І",
        35: 'r-"',
        40: "sz“”гғ",
        45: "ace0123456789?àâäçéèêëаезстьэёә",
        55: "hnuELPY«»–ùûüдлчъЕЗРЬңұүһҰҮ",
        60: "BRTZийнпцБВКТУЭЯ",
        65: "CKUVX%фДЛПСФХЦЧӘҚҺ",
        70: "ADGNOQ&жмыАИЙОЪҢӨ",
        75: "wH—…юН",
        80: "mœЫ",
        85: "MшщМ",
        90: "@№ЖЮ",
        95: "WШЩ",
    }.items()
    for character in characters
}
_USUAL: Final = 50

_CLOSER: Final = {"en": 0.98, "fr": 0.98, "ru": 0.96}
"""How much narrower text is set in the languages that are hyphenated and justified; found by trying."""

# In units of the type's size: a line is as high as its capitals, and the rest stands in letter.typ.
_LINE: Final = 0.647
_LEADING: Final = 0.62
_SPACING: Final = 1.15
_LIST_SPACING: Final = 0.8
_BELOW_SUBJECT: Final = 1.5
_ABOVE_CLOSING: Final = 1.4
_ROOM_TO_SIGN: Final = 3.2 + 2 * _SPACING
_INDENT: Final = 160  # of a list, in hundredths

_POINT: Final = 25.4 / 72  # mm
_SMALLEST: Final = 10 * _POINT
_SHEETS: Final = {Paper.A4: (210.0, 297.0, 45.0), Paper.US_LETTER: (8.5 * 25.4, 11 * 25.4, 2 * 25.4)}
"""Width and height of a sheet, and what the margins left and right take of it, in mm."""

_BEGINS: Final = {
    Window.DIN_5008_B: 104,
    Window.DIN_5008_A: 86,
    Window.NF_Z_11_001: 105,
    Window.SN_010130: 105,
    Window.UK_DL: 106,
    Window.US_10: 98,
    Window.NONE: 104,
}
"""Where the subject begins below the upper edge of the sheet, in mm; from windows.typ."""

_FOOT: Final = 20.0

_LARGEST: Final = 11.5


def length_finding(letter: Letter) -> Iterator[Finding]:
    """Yield a warning where the letter will hardly fit one page; large print takes the pages it needs."""
    over = 0.0 if letter.stationery.large_print else overflow(letter)
    if over > 0:
        lines = max(1, round(over / (_LINE + _LEADING)))
        yield Finding(
            CODE,
            Weight.WARNING,
            f"too long for one page by about {lines} {'line' if lines == 1 else 'lines'}: shorten your own"
            " paragraph, since a second page is seldom read",
        )


def printed(letter: Letter, pages: int, points: float) -> Letter:
    """Return the letter with what its printed pages say of its length in place of the estimate.

    `points` is the size of the body type that it was printed in.
    """
    kept = [finding for finding in letter.findings if finding.code != CODE]
    large = letter.stationery.large_print
    if large and pages > 1:
        kept.append(Finding(CODE, Weight.NOTE, f"in large print it takes {pages} pages"))
    elif pages == 1 and points < _LARGEST and not large:
        words = f"set in {points:g} pt to fit one page: a shorter letter is set in {_LARGEST} pt"
        kept.append(Finding(TYPE_CODE, Weight.NOTE, words))
    elif pages > 1:
        words = (
            f"printed, it takes {pages} pages: shorten your own paragraph, since a second one is seldom read"
        )
        place = sum(finding.weight is Weight.PROBLEM for finding in kept)
        kept.insert(place, Finding(CODE, Weight.WARNING, words))
    return replace(letter, findings=tuple(kept))


def overflow(letter: Letter) -> float:
    """Return by how much the letter is higher than one page in the smallest type, in units of that type.

    It is negative where room is left.
    """
    width, room = _room_of(letter.stationery)
    wide = width * 100 / _CLOSER.get(letter.language.partition("-")[0], 1)
    parts = [_high(letter.subject, wide) + _BELOW_SUBJECT, _high(letter.salutation, wide)]
    for block in letter.blocks:
        if isinstance(block, ListBlock):
            items = [_high(item, wide - _INDENT) for item in block.items]
            parts.append(_SPACING + sum(items) + _LIST_SPACING * (len(items) - 1))
        else:
            parts.append(_SPACING + _high(block.text, wide))
    parts.append(_ABOVE_CLOSING + _high(letter.closing, wide) + _ROOM_TO_SIGN + _LINE)
    if letter.enclosures:
        parts.append(0.6 + _SPACING + 0.9 * len(letter.enclosures) * (_LINE + _LEADING))
    return sum(parts) - room


def _room_of(stationery: Stationery) -> tuple[float, float]:
    """Return width and height of the text on the first page, in units of the smallest type."""
    width, height, margins = _SHEETS[stationery.paper]
    if stationery.window is Window.NF_Z_11_001:
        margins = 40.0
    room = height - _BEGINS[stationery.window] - _FOOT
    return (width - margins) / _SMALLEST, room / _SMALLEST


def _high(text: str, width: float) -> float:
    lines = _lines(text, width)
    return lines * _LINE + (lines - 1) * _LEADING


@lru_cache(maxsize=512)
def _lines(text: str, width: float) -> int:
    """Return on how many lines the words of a text stand; the letters of a run share most of their texts."""
    lines, used, space = 1, 0.0, _WIDTHS[" "]
    for word in text.split():
        wide = sum(_WIDTHS.get(character, _USUAL) for character in word)
        if used and used + space + wide > width:
            lines, used = lines + 1, wide
        else:
            used += space + wide if used else wide
        if used > width:
            # A word without an end, such as a web address, takes as many lines as it is wide.
            lines, used = lines + int(used // width), used % width
    return lines
