"""The letter as a printed page: PDF/UA-1, made by Typst inside this process from `layouts/letter.typ`.

The same letter gives the same bytes. The file holds the letter, its title and language, the engine's name
and ids made from the content; no author, date, path or clock.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

import typst

from advocate.core.letter import Paragraph
from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advocate.core.letter import Block, Letter

BODY_SIZES: Final = (11.5, 11.0, 10.5, 10.0)
"""The sizes of the body type in points, in the order in which they are tried until one page is enough."""

FONTS: Final = ("Libertinus Serif", "New Computer Modern")
"""The only typefaces of a page; the second draws what the first lacks, such as ₸ and ₽."""

_STANDARDS: Final[list[typst.PDFStandard]] = ["ua-1"]
_FEW: Final = 8

# Typst's page tree, as its writer puts it; the outline has a count too.
_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count\s+(\d+)")
# What letter.typ says when it stops; the words are ours, not the engine's.
_STOP = re.compile(r"advocate: (address-too-long|sender-too-long|word-too-long)")
_STOP_WORDS: Final = {
    "address-too-long": "the recipient's address does not fit the envelope's window in 8 pt type; shorten it",
    "sender-too-long": "the sender's name and address do not fit the head of the page; shorten them",
    "word-too-long": "a word is wider than a line of the page; break it with a space",
}
# More letters than this without a break may be wider than the narrowest line (140 mm, type of 11.5 pt).
_LONG_WORD = 44
_BREAKS = re.compile(r"[\s\u00ad\u200b\u2010\u2013\u2014-]+")
_LINK_BREAKS = re.compile(r"[^\w%]+")

_PROBE: Final = b"""\
#let d = json("data.json")
#set text(font: d.fonts, fallback: false)
#par(d.text)
#par(text(weight: "semibold", d.text))
#set document(title: "probe", date: none)
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed letter: the file, how many pages it has, and the size of its body type in points."""

    pdf: bytes
    pages: int
    points: float


class Press:
    """Prints letters in one layout; for one thread at a time.

    It keeps one Typst compiler, whose memory makes the second letter cheaper than the first, and gives every
    letter the same two virtual file names: a compiler can only ever know 65,535 (typst issue 7434).
    """

    def __init__(self, layout: bytes, fonts: typst.Fonts | None = None) -> None:
        """Make a press for the source of a layout; presses may share `fonts` (see `embedded_fonts`)."""
        self._layout = layout
        self._fonts = fonts or embedded_fonts()
        self._compiler = self._new_compiler()

    def print(self, letter: Letter, paper: str = "a4") -> Sheet:
        """Return the letter as a PDF/UA-1 file on `a4` (DIN 5008 form B) or `us-letter` (No. 10 envelope).

        One page is the aim: the body is set in 11.5 pt, and in less, down to 10 pt, only if that saves a
        page; pages are numbered when there are two or more. Raises ProblemsError with one `pdf.undrawable`
        for each character that no allowed font draws, with `pdf.address-too-long`, `pdf.sender-too-long` or
        `pdf.word-too-long` for what has no room, and with `pdf.failed` for anything else.
        """
        data = _data(letter, paper)
        try:
            return self._fit(data)
        except typst.TypstError as error:
            raise ProblemsError(self._why(letter, error)) from error
        except BaseException as error:
            # A panic of Typst's comes as a class that has no public name and is no Exception.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            self._compiler = self._new_compiler()
            raise ProblemsError([_failed(letter, str(error))]) from error

    def _fit(self, data: Mapping[str, object]) -> Sheet:
        sheets: list[Sheet] = []
        for points in BODY_SIZES:
            pdf = self._compile({**data, "points": points, "pages": 0})
            sheets.append(Sheet(pdf, _count_pages(pdf), points))
            if sheets[-1].pages == 1:
                return sheets[-1]
        best = min(sheets, key=lambda sheet: sheet.pages)
        numbered = self._compile({**data, "points": best.points, "pages": best.pages})
        return Sheet(numbered, best.pages, best.points)

    def _compile(self, data: Mapping[str, object], source: bytes | None = None) -> bytes:
        files = {
            "main.typ": source or self._layout,
            "data.json": json.dumps(data, ensure_ascii=False).encode(),
        }
        pdf = self._compiler.compile(
            input=files,  # type: ignore[type-var]  # the stub forgets virtual files; the README has them
            format="pdf",
            pdf_standards=_STANDARDS,
        )
        if not isinstance(pdf, bytes):
            raise TypeError(type(pdf))
        return pdf

    def _new_compiler(self) -> typst.Compiler:
        # A layout may read any file below the root; the engine's own folder holds nothing of the writer's.
        return typst.Compiler(font_paths=self._fonts, root=Path(typst.__file__).parent)

    def _why(self, letter: Letter, error: typst.TypstError) -> list[Problem]:
        """Return what a person has to mend, found by trying and not by reading the engine's words."""
        characters = sorted(set("".join(_strings(letter))))
        problems = [_undrawable(character) for character in self._undrawable(characters)]
        if stop := _STOP.search(error.message):
            problems.append(Problem(f"pdf.{stop[1]}", f"{letter.name}: {_STOP_WORDS[stop[1]]}"))
        return problems or [_failed(letter, error.message)]

    def _undrawable(self, characters: Sequence[str]) -> list[str]:
        """Return the characters that no font draws, by halving."""
        try:
            self._compile({"fonts": FONTS, "text": " ".join(characters)}, _PROBE)
        except typst.TypstError:
            if len(characters) == 1:
                return [*characters]
            middle = len(characters) // 2
            return self._undrawable(characters[:middle]) + self._undrawable(characters[middle:])
        return []


def embedded_fonts() -> typst.Fonts:
    """Return the fonts that Typst brings along, and no others: a page is the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


class PrintRun:
    """Letters being printed while the caller does something else; `sheets` waits for them.

    Typst lets go of Python's lock while it compiles, so `workers` threads, each with a press of its own over
    the same fonts, leave the processors little rest.
    """

    def __init__(self, letters: Sequence[tuple[Letter, str]], layout: bytes, workers: int = 2) -> None:
        """Begin to print letters, each on its paper."""
        self._count = len(letters)
        self._layout = layout
        self._fonts = embedded_fonts()
        # Plain threads and a deque: concurrent.futures would cost more to import than it saves on 23 letters.
        self._waiting = deque(enumerate(letters))
        self._done: dict[int, Sheet | ProblemsError] = {}
        self._failed: list[BaseException] = []
        helpers = min(workers, max(1, len(letters) // _FEW))
        # Daemons: an interrupted program ends at once and does not wait for pages that nobody will read.
        self._helpers = [Thread(target=self._work, daemon=True) for _ in range(helpers)]
        for helper in self._helpers:
            helper.start()

    def sheets(self) -> list[Sheet | ProblemsError]:
        """Return for each letter the sheet, or what is wrong with it, in the order given."""
        for helper in self._helpers:
            helper.join()
        if self._failed:
            raise self._failed[0]
        return [self._done[place] for place in range(self._count)]

    def _work(self) -> None:
        try:
            press = Press(self._layout, self._fonts)
            while self._waiting:
                try:
                    place, (letter, paper) = self._waiting.popleft()
                except IndexError:
                    return
                try:
                    self._done[place] = press.print(letter, paper)
                except ProblemsError as problems:
                    self._done[place] = problems
        except BaseException as failure:  # noqa: BLE001 - it is raised again where somebody can see it
            self._waiting.clear()
            self._failed.append(failure)


def print_all(
    letters: Sequence[tuple[Letter, str]], layout: bytes, workers: int = 2
) -> list[Sheet | ProblemsError]:
    """Return for each letter and its paper the sheet, or what is wrong with it, in the order given."""
    return PrintRun(letters, layout, workers).sheets()


def _data(letter: Letter, paper: str) -> dict[str, object]:
    sender = letter.sender
    return {
        "paper": paper,
        "fonts": FONTS,
        "language": letter.language.partition("-")[0],
        "sender": [line for line in (sender.name, *sender.lines, sender.email, sender.phone) if line],
        "address": letter.recipient.envelope,
        "date": letter.place_and_date,
        "subject": letter.subject,
        "salutation": letter.salutation,
        "blocks": [_block(block) for block in letter.blocks],
        "closing": letter.closing,
        "name": sender.name,
        "enclosures": letter.enclosures,
        "long": sorted(set(_long_words(_strings(letter)))),
    }


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Paragraph):
        return {"kind": "text", "text": block.text}
    return {"kind": "enum" if block.ordered else "list", "items": block.items}


def _strings(letter: Letter) -> Iterator[str]:
    """Yield every text that stands on the page."""
    sender = letter.sender
    yield from (sender.name, *sender.lines, sender.email, sender.phone)
    yield from letter.recipient.envelope
    yield from (letter.place_and_date, letter.subject, letter.salutation)
    for block in letter.blocks:
        yield from (block.text,) if isinstance(block, Paragraph) else block.items
    yield from (letter.closing, *letter.enclosures)


def _long_words(texts: Iterator[str]) -> Iterator[str]:
    """Yield what may be wider than a line; Typst breaks at hyphens, and in links at their punctuation."""
    for text in texts:
        for word in text.split():
            if len(word) > _LONG_WORD:
                breaks = _LINK_BREAKS if "://" in word or word.startswith("www.") else _BREAKS
                yield from (part for part in breaks.split(word) if len(part) > _LONG_WORD)


def _count_pages(pdf: bytes) -> int:
    found = _PAGES.search(pdf)
    if not found:
        raise AssertionError(pdf[:200])
    return int(found[1])


def _undrawable(character: str) -> Problem:
    shown = f"'{character}'" if character.isprintable() else "an invisible character"
    name = f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
    return Problem(
        "pdf.undrawable",
        f"the page cannot show {shown} ({name}): the e-mail can; "
        "leave it out or write it another way for the PDF",
    )


def _failed(letter: Letter, words: str) -> Problem:
    return Problem("pdf.failed", f"{letter.name}: the page could not be made ({words})")
