"""The letter as a printed page: PDF/UA-1, set in `layouts/page.typ`.

The same letter gives the same bytes. The file holds the letter, its title and language, the engine's name
and ids made from the content; no author, path or clock, and no date but that of the letter, where the file is
to be kept.
"""

from __future__ import annotations

import base64
import re
import struct
import unicodedata
from dataclasses import dataclass
from operator import length_hint
from typing import TYPE_CHECKING, Final

from advocate.core.letter import Paragraph
from advocate.core.paper import signature_words
from advocate.core.problems import Problem, ProblemsError
from advocate.render.crew import Crew
from advocate.render.press import ARCHIVED, READABLE, PressError, embedded_fonts
from advocate.render.presses import press_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from advocate.core.letter import Block, Letter
    from advocate.core.paper import Stationery
    from advocate.render.presses import AnyLayouts, AnyPress

BODY_SIZES: Final = (11.5, 11.0, 10.5, 10.0)
"""The sizes of the body type in points, in the order in which they are tried until one page is enough."""

LARGE_PRINT: Final = (16.0,)
"""The size of the body type in points for large print, however many pages it takes."""

PAGE: Final = "page.typ"
SIGNATURE: Final = "signature.svg"
_FEW: Final = 8

_PAGE = re.compile(rb"/Type\s*/Page(?!s)\b(.*?)endobj", re.DOTALL)
# Typst's page tree, as its writer puts it; the outline has a count too.
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count\s+(\d+)")
# What letter.typ says when it stops; the words are ours, not the engine's.
_STOP = re.compile(r"advocate: (address-too-long|sender-too-long|word-too-long)")
_STOP_WORDS: Final = {
    "address-too-long": "the recipient's address does not fit the envelope's window, even in 8 pt type: give "
    "the office a shorter form of its longest line (`short` in contacts.yaml), or choose a larger --window",
    "sender-too-long": "the sender's name and address do not fit the head of the page; shorten them",
    "word-too-long": "a word is wider than a line of the page; break it with a space",
}
# More letters than this without a break may be wider than the narrowest line (140 mm, type of 11.5 pt).
_LONG_WORD = 44
# The same in large print.
_LONG_LARGE_WORD = 31
_BREAKS = re.compile(r"[\s\u00ad\u200b\u2010\u2013\u2014-]+")
_LINK_BREAKS = re.compile(r"[^\w%]+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed letter: the file, how many pages it has, and the size of its body type in points."""

    pdf: bytes
    pages: int
    points: float


class LetterPress:
    """Prints letters on their stationery; for one thread at a time."""

    def __init__(self, press: AnyPress) -> None:
        """Print with a press that has the page's layouts."""
        self._press = press

    def print(self, letter: Letter) -> Sheet:
        """Return the letter as a PDF/UA-1 file, and as PDF/A-2a too where its stationery says so.

        One page is the aim: the body is set in 11.5 pt, and in less, down to 10 pt, only if that saves a
        page; pages are numbered when there are two or more. Raises ProblemsError with one `pdf.undrawable`
        for each character that no allowed font draws, found before anything is set; with
        `pdf.address-too-long`, `pdf.sender-too-long` or `pdf.word-too-long` for what has no room; and with
        `pdf.failed` for anything else.
        """
        data = page_data(letter)
        undrawable = self._press.undrawable("".join(strings_of(letter)))
        if undrawable:
            data = _without(data, dict.fromkeys(map(ord, undrawable), "x"))
        problems = [undrawable_problem(character) for character in undrawable]
        try:
            sheet = self._fit(letter, data)
        except PressError as error:
            raise ProblemsError([*problems, why_failed(letter, str(error))]) from error
        if problems:
            raise ProblemsError(problems)
        return sheet

    def pictures(self, letter: Letter, ppi: float) -> list[bytes]:
        """Return the pages that `print` makes as PNG pictures, in `ppi` pixels to the inch.

        Raises ProblemsError as `print` does.
        """
        sheet = self.print(letter)
        pages = sheet.pages if sheet.pages > 1 else 0
        data = {**page_data(letter), "points": sheet.points, "pages": pages}
        return self._press.pictures(PAGE, data, ppi, files=page_files(letter.stationery))

    def _fit(self, letter: Letter, data: Mapping[str, object]) -> Sheet:
        sheets: list[Sheet] = []
        for points in sizes_of(letter):
            pdf = self._pdf(letter, {**data, "points": points, "pages": 0})
            sheets.append(Sheet(pdf, count_pages(pdf), points))
            if sheets[-1].pages == 1:
                return sheets[-1]
        best = min(sheets, key=lambda sheet: sheet.pages)
        numbered = self._pdf(letter, {**data, "points": best.points, "pages": best.pages})
        return Sheet(numbered, best.pages, best.points)

    def _pdf(self, letter: Letter, data: Mapping[str, object]) -> bytes:
        standards = ARCHIVED if letter.stationery.archive else READABLE
        return self._press.pdf(PAGE, data, standards=standards, files=page_files(letter.stationery))


class PrintRun:
    """Letters being printed while the caller does something else; `sheets` gives them as they come."""

    def __init__(self, letters: Iterable[Letter], layouts: AnyLayouts, workers: int = 2) -> None:
        """Begin to print letters, each on its stationery, in the layouts given."""
        fonts = embedded_fonts()

        def worker() -> Callable[[Letter], Sheet | ProblemsError]:
            press = LetterPress(press_for(layouts, fonts))
            return lambda letter: _sheet_or_problems(press, letter)

        some = length_hint(letters, workers * _FEW)
        self._crew = Crew(letters, worker, min(workers, max(1, some // _FEW)))

    def sheets(self) -> Iterator[Sheet | ProblemsError]:
        """Yield once for each letter the sheet, or what is wrong with it, in the order given."""
        return self._crew.done()


def _sheet_or_problems(press: LetterPress, letter: Letter) -> Sheet | ProblemsError:
    try:
        return press.print(letter)
    except ProblemsError as problems:
        return problems


def sizes_of(letter: Letter) -> tuple[float, ...]:
    """Return the sizes of the body type in points, in the order in which they are tried."""
    return LARGE_PRINT if letter.stationery.large_print else BODY_SIZES


def page_data(letter: Letter) -> dict[str, object]:
    """Return what `letter.typ` reads of a letter; `points` and `pages` are still to be added."""
    sender, stationery = letter.sender, letter.stationery
    return {
        "window": stationery.window.value,
        "paper": stationery.paper.value,
        "large": stationery.large_print,
        "archived": [letter.date.year, letter.date.month, letter.date.day] if stationery.archive else None,
        "language": letter.language.partition("-")[0],
        "sender": list(sender.head),
        "address": letter.recipient.envelope,
        "address-short": letter.recipient.envelope_short,
        "date": letter.place_and_date,
        "subject": letter.subject,
        "salutation": letter.salutation,
        "blocks": [_block(block) for block in letter.blocks],
        "closing": letter.closing,
        "name": sender.signed,
        "signature": signature_words(letter.language, sender.name) if stationery.signature else None,
        "enclosures": letter.enclosures,
        "long": sorted(set(_long_words(letter))),
    }


def page_files(stationery: Stationery) -> dict[str, bytes]:
    """Return the files that a page reads besides its data: the picture of the writer's signature, if any.

    The engine takes nothing but text from memory, so a PNG comes inside an SVG, where it stays as it is.
    """
    signature = stationery.signature
    if signature is None:
        return {}
    if signature.kind == "svg":
        return {SIGNATURE: signature.data}
    # A PNG begins with its header, whose first words are the width and the height (RFC 2083, 4.1.1).
    width, height = struct.unpack_from(">II", signature.data, 16)
    size = f'width="{width}" height="{height}"'
    data = base64.b64encode(signature.data).decode("ascii")
    image = f'<image {size} href="data:image/png;base64,{data}"/>'
    return {SIGNATURE: f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{image}</svg>'.encode("ascii")}


def strings_of(letter: Letter) -> Iterator[str]:
    """Yield every text that stands on the page."""
    yield from (*letter.sender.head, letter.sender.withheld)
    yield from letter.recipient.envelope
    yield from letter.recipient.envelope_short
    yield from (letter.place_and_date, letter.subject, letter.salutation)
    for block in letter.blocks:
        yield from (block.text,) if isinstance(block, Paragraph) else block.items
    yield from (letter.closing, *letter.enclosures)


def why_failed(letter: Letter, words: str) -> Problem:
    """Return what a person has to mend where a layout or the engine has stopped with some words."""
    if stop := _STOP.search(words):
        return Problem(f"pdf.{stop[1]}", f"{letter.name}: {_STOP_WORDS[stop[1]]}")
    return Problem("pdf.failed", f"{letter.name}: the page could not be made ({words})")


def _without(data: Mapping[str, object], characters: Mapping[int, str]) -> dict[str, object]:
    """Return a page's data with other letters for some characters, so that all else can be judged too."""

    def changed(value: object) -> object:
        if isinstance(value, str):
            return value.translate(characters)
        if isinstance(value, dict):
            return _without(value, characters)
        return [changed(item) for item in value] if isinstance(value, list | tuple) else value

    return {key: changed(value) for key, value in data.items()}


def undrawable_problem(character: str) -> Problem:
    """Return what is said of a character that no allowed font draws."""
    shown = f"'{character}'" if character.isprintable() else "an invisible character"
    name = f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
    return Problem(
        "pdf.undrawable",
        f"the page cannot show {shown} ({name}): the e-mail can; "
        "leave it out or write it another way for the PDF",
    )


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Paragraph):
        return {"kind": "text", "text": block.text}
    return {"kind": "enum" if block.ordered else "list", "items": block.items}


def _long_words(letter: Letter) -> Iterator[str]:
    """Yield what may be wider than a line; Typst breaks at hyphens, and in links at their punctuation."""
    most = _LONG_LARGE_WORD if letter.stationery.large_print else _LONG_WORD
    for text in strings_of(letter):
        for word in text.split():
            if len(word) > most:
                breaks = _LINK_BREAKS if "://" in word or word.startswith("www.") else _BREAKS
                yield from (part for part in breaks.split(word) if len(part) > most)


def used_pages(pdf: bytes) -> list[bool]:
    """Return for each page of a file of ours, in order, whether something is written on it.

    A page on which nothing is tagged has no entry in the structure's tree (ISO 32000-1, 14.7.4.4).
    """
    return [b"/StructParents" in found[1] for found in _PAGE.finditer(pdf)]


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF of the press has."""
    found = _PAGES.search(pdf)
    if not found:
        raise AssertionError(pdf[:200])
    return int(found[1])
