"""Many letters in one PDF for the printer, with a cover sheet: `layouts/print-run.typ`.

Each file comes from one compilation, so that the tags and the language of every letter stay; a letter is set
as it is in a file of its own, and begins on a new sheet of paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from advocate.core.posting import office_name, sheets_of, zone_of
from advocate.core.problems import ProblemsError
from advocate.render.crew import Crew
from advocate.render.pdf import (
    LetterPress,
    count_pages,
    page_data,
    page_files,
    sizes_of,
    strings_of,
    used_pages,
    why_failed,
)
from advocate.render.press import ARCHIVED, READABLE, PressError, embedded_fonts
from advocate.render.presses import press_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from advocate.core.letter import Letter
    from advocate.render.presses import AnyLayouts, AnyPress

MOST_LETTERS: Final = 50
"""How many letters one file holds at most; of more there are several files, as equal as can be.

Measured: the first file teaches the engine what the others share, so that its letters take twice as long as
theirs; and memory grows with the file. For 1,000 letters in files of 50 that is about 150 MB, in files of 100
about 230, with what `Press.forget` lets go.
"""

# About how many letters the first page of a cover lists, and each further one: only a first guess.
_ROWS: Final = 22
_MORE_ROWS: Final = 40

MAIN: Final = "print-run.typ"
_PAGES: Final = re.compile(r"advocate: pages ([0-9]{1,6}(?: [0-9]{1,6})*)\b")

# How often a cover may turn out longer than it was thought to be; ours grows once, with the letters.
_MOST_COVERS: Final = 5


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover sheet says that no letter tells; all in English.

    `campaign` is the campaign's title, `date` that of the letters in words, `posted_in` the name of the
    country they are posted in, empty where it is not known; `country_name` names one by its code.
    """

    campaign: str
    date: str
    posted_in: str
    country_name: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A letter in a print run: its first page in the file, from 1, its pages, and its type's size."""

    letter: Letter
    page: int
    pages: int
    points: float


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a print run: its name, the PDF, how many pages that has, and which letter stands where."""

    name: str
    pdf: bytes
    pages: int
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A print run: its files, in order, and what is wrong with each letter, by its name, that is in none."""

    parts: tuple[Part, ...]
    failed: Mapping[str, ProblemsError]


class MergedRun:
    """Letters being printed into one file, or several, while the caller does something else."""

    def __init__(
        self,
        letters: Sequence[Letter],
        layouts: AnyLayouts,
        cover: Cover,
        *,
        most: int = MOST_LETTERS,
        workers: int = 2,
    ) -> None:
        """Begin to print letters in the order given, at most so many in one file; all on one stationery."""
        count = -(-len(letters) // most)
        bounds = [len(letters) * part // count for part in range(count + 1)] if count else []
        jobs = [
            _Job(tuple(letters[begin:end]), number, count)
            for number, (begin, end) in enumerate(pairwise(bounds), start=1)
        ]
        fonts = embedded_fonts()

        def worker() -> Callable[[_Job], Merged]:
            return _PartPress(press_for(layouts, fonts), cover).print

        self._crew = Crew(jobs, worker, min(workers, count), first_alone=count > workers)

    def merged(self) -> Merged:
        """Return the files, and what is wrong with the letters that are in none."""
        done = [*self._crew.done()]
        return Merged(
            tuple(part for one in done for part in one.parts),
            {name: problems for one in done for name, problems in one.failed.items()},
        )


@dataclass(frozen=True, slots=True)
class _Job:
    letters: tuple[Letter, ...]
    number: int
    of: int

    @property
    def name(self) -> str:
        return "print-run.pdf" if self.of == 1 else f"print-run-{self.number}.pdf"


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a letter is set: the size of its body type in points, and on how many pages."""

    letter: Letter
    points: float
    pages: int


class _PartPress:
    """Prints the parts of a run; for one thread at a time."""

    def __init__(self, press: AnyPress, cover: Cover) -> None:
        self._press = press
        self._cover = cover
        # A guess for the first part; parts are alike, so that its cover tells how long the next one will be.
        self._cover_pages = 0

    def print(self, job: _Job) -> Merged:
        """Return one part, and what is wrong with the letters that are not in it."""
        failed: dict[str, ProblemsError] = {}
        letters = list(job.letters)
        for letter in job.letters:
            if self._press.undrawable("".join(strings_of(letter))):
                failed[letter.name] = self._why(letter, "")
                letters.remove(letter)
        made = self._made(letters, job, failed)
        if job.of > 1:
            self._press.forget()
        if made is None:
            return Merged((), failed)
        fits, pdf = made
        pages = count_pages(pdf)
        # Every letter but the last fills its sheets; what stands before the first one is the cover.
        page = pages - 2 * sheets_of([fit.pages for fit in fits[:-1]]).two_sided - fits[-1].pages + 1
        placed = []
        for fit in fits:
            placed.append(Placed(fit.letter, page, fit.pages, fit.points))
            page += 2 * sheets_of([fit.pages]).two_sided
        return Merged((Part(job.name, pdf, pages, tuple(placed)),), failed)

    def _made(
        self, letters: Sequence[Letter], job: _Job, failed: dict[str, ProblemsError]
    ) -> tuple[list[_Fit], bytes] | None:
        """Return how the letters are set, and the PDF; who cannot be printed is put among the failed.

        At first every letter is thought to take one page in the largest type, which is most often true.
        """
        fits, fitted, covers = _first(letters), False, 0
        self._cover_pages = self._cover_pages or 1 + -(-max(0, len(letters) - _ROWS) // _MORE_ROWS)
        while fits:
            try:
                return fits, self._pdf(fits, job)
            except PressError as error:
                cover, *counted = _counted(error, len(fits)) or (0,)
                if counted == [fit.pages for fit in fits] and cover != self._cover_pages:
                    covers += 1
                    if covers <= _MOST_COVERS:
                        self._cover_pages = cover
                        continue
                if counted and not fitted:
                    self._cover_pages = cover
                    fits, fitted = self._fitted(fits, counted), True
                    continue
                sound = self._sound([fit.letter for fit in fits], failed)
                if len(sound) == len(fits):
                    # No letter is at fault: what is left is the cover.
                    failed.update({fit.letter.name: self._why(fit.letter, str(error)) for fit in fits})
                    return None
                fits, fitted = _first(sound), False
        return None

    def _fitted(self, fits: Sequence[_Fit], counted: Sequence[int]) -> list[_Fit]:
        """Return how each letter is set: smaller only where that saves a page, as in `LetterPress`."""
        best = {
            fit.letter.name: _Fit(fit.letter, fit.points, pages)
            for fit, pages in zip(fits, counted, strict=True)
        }
        long = [fit.letter for fit in best.values() if fit.pages > 1]
        tries = max((len(sizes_of(letter)) for letter in long), default=0)
        for size in range(1, tries):
            long = [letter for letter in long if best[letter.name].pages > 1 and size < len(sizes_of(letter))]
            trial = [_Fit(letter, sizes_of(letter)[size], 1) for letter in long]
            for fit, pages in zip(trial, self._count(trial), strict=True):
                if pages < best[fit.letter.name].pages:
                    best[fit.letter.name] = _Fit(fit.letter, fit.points, pages)
        return list(best.values())

    def _sound(self, letters: Sequence[Letter], failed: dict[str, ProblemsError]) -> list[Letter]:
        """Return the letters that can be set, found by halving; the others are put among the failed."""
        try:
            self._count(_first(letters))
        except PressError as error:
            if len(letters) == 1:
                failed[letters[0].name] = self._why(letters[0], str(error))
                return []
            middle = len(letters) // 2
            return self._sound(letters[:middle], failed) + self._sound(letters[middle:], failed)
        return list(letters)

    def _count(self, fits: Sequence[_Fit]) -> list[int]:
        """Return how many pages each letter takes; raise PressError where one cannot be set."""
        if not fits:
            return []
        try:
            data = {**self._letters(fits), "cover": None, "title": "Trial", "archived": None, "counted": True}
            self._press.pdf(MAIN, data, files=page_files(fits[0].letter.stationery))
        except PressError as error:
            if counted := _counted(error, len(fits)):
                return counted[1:]
            raise
        return [fit.pages for fit in fits]

    def _why(self, letter: Letter, words: str) -> ProblemsError:
        """Return what is wrong with one letter, in the words of a letter printed alone."""
        try:
            LetterPress(self._press).print(letter)
        except ProblemsError as problems:
            return problems
        return ProblemsError([why_failed(letter, words)])

    def _pdf(self, fits: Sequence[_Fit], job: _Job) -> bytes:
        first = fits[0].letter
        archive = first.stationery.archive
        part = f", part {job.number} of {job.of}" if job.of > 1 else ""
        data = {
            **self._letters(fits),
            "title": f"{self._cover.campaign}: print run{part}",
            "archived": [first.date.year, first.date.month, first.date.day] if archive else None,
            "cover": self._cover_data(fits, job),
        }
        files = page_files(first.stationery)
        standards = ARCHIVED if archive else READABLE
        if all(fit.pages == 1 for fit in fits):
            pdf = self._press.pdf(MAIN, {**data, "counted": False}, standards=standards, files=files)
            if used_pages(pdf) == _used(self._cover_pages, len(fits)):
                return pdf
        return self._press.pdf(MAIN, {**data, "counted": True}, standards=standards, files=files)

    def _letters(self, fits: Sequence[_Fit]) -> dict[str, object]:
        return {
            "letters": [
                {
                    **page_data(fit.letter),
                    "points": fit.points,
                    "pages": fit.pages if fit.pages > 1 else 0,
                    "bookmark": office_name(fit.letter.recipient),
                }
                for fit in fits
            ]
        }

    def _cover_data(self, fits: Sequence[_Fit], job: _Job) -> dict[str, object]:
        cover, stationery = self._cover, fits[0].letter.stationery
        sheets = sheets_of([fit.pages for fit in fits])
        return {
            "campaign": "" if self._press.undrawable(cover.campaign) else cover.campaign,
            "date": cover.date,
            "part": [job.number, job.of],
            "from": cover.posted_in,
            "pages": self._cover_pages,
            "window": stationery.window.value,
            "paper": stationery.paper.value,
            "signed": stationery.signature is not None,
            "anonymous": bool(fits[0].letter.sender.withheld),
            "sheets": {"one-sided": sheets.one_sided, "two-sided": sheets.two_sided},
            "letters": [self._row(fit) for fit in fits],
        }

    def _row(self, fit: _Fit) -> dict[str, object]:
        recipient = fit.letter.recipient
        office = office_name(recipient)
        return {
            "office": recipient.contact if self._press.undrawable(office) else office,
            "language": fit.letter.language.partition("-")[0],
            "country": self._cover.country_name(recipient.country),
            "pages": fit.pages,
            "posted": recipient.posted,
            "zone": zone_of(recipient, fit.letter.sender.country),
        }


def _used(cover: int, letters: int) -> list[bool]:
    """Return for each page of a file whether something stands on it, where every letter takes one page.

    No other letters leave the same pages blank: each but the last takes two at least, and so these are the
    fewest.
    """
    return [*[True] * cover, *[False] * (cover % 2), *[True, False] * (letters - 1), True]


def _first(letters: Iterable[Letter]) -> list[_Fit]:
    return [_Fit(letter, sizes_of(letter)[0], 1) for letter in letters]


def _counted(error: PressError, letters: int) -> list[int]:
    """Return the pages of the cover and of each letter where the layout has stopped to tell them."""
    found = _PAGES.search(str(error))
    counted = [int(count) for count in found[1].split()] if found else []
    return counted if len(counted) == letters + 1 else []
