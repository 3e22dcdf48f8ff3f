"""The pages of letters: one file for each, or a print run of them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.core.forms import Form, file_name
from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advocate.cli.terminal import Terminal
    from advocate.cli.workshop import Work
    from advocate.core.letter import Letter
    from advocate.core.posting import RunFile, Spot
    from advocate.render.presses import AnyLayouts

MergeOption = Annotated[
    bool,
    typer.Option(
        "--merge",
        help="All pages in one file for the printer, in posting order, with a cover sheet,"
        " instead of one for each letter.",
    ),
]


@dataclass(frozen=True, slots=True)
class Length:
    """How many pages a printed letter has, and the size of its body type in points."""

    pages: int
    points: float


@dataclass(frozen=True, slots=True)
class Printed:
    """The pages that were made, by the names of the files; the rest is by the letters' names."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    lengths: Mapping[str, Length] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    spots: Mapping[str, Spot] = field(default_factory=dict)
    runs: Sequence[RunFile] = ()


def check_merge(letters: Sequence[Letter]) -> None:
    """Raise ProblemsError where there is no page that could go into a print run."""
    if not letters:
        words = "--merge: none of these letters is printed; leave it out, or ask for pages with --as pdf"
        raise ProblemsError([Problem("merge.nothing", words)])


def begin_printing(
    work: Work, letters: Sequence[Letter], layouts: AnyLayouts, *, merge: bool
) -> Callable[[], Printed]:
    """Begin to print letters beside everything else; what is returned waits for the pages."""
    if not letters:
        return Printed
    return _begin_run(work, letters, layouts) if merge else _begin_single_files(letters, layouts)


def tell_runs(terminal: Terminal, printed: Printed) -> None:
    """Say which files of a print run there are."""
    for run in printed.runs:
        many = len(run.letters)
        letters = "1 letter" if many == 1 else f"{many} letters"
        words = (
            f"{run.name}: {letters} on {run.sheets} sheets, printed on both sides; its cover says the rest"
        )
        terminal.say(terminal.wrap(words, hanging="  "))


def _begin_single_files(letters: Sequence[Letter], layouts: AnyLayouts) -> Callable[[], Printed]:
    from advocate.render.pdf import PrintRun

    run = PrintRun(letters, layouts)

    def finish() -> Printed:
        files: dict[str, bytes] = {}
        lengths: dict[str, Length] = {}
        problems: list[Problem] = []
        for letter, sheet in zip(letters, run.sheets(), strict=True):
            if isinstance(sheet, ProblemsError):
                problems += sheet.problems
            else:
                files[file_name(letter, Form.PDF)] = sheet.pdf
                lengths[letter.name] = Length(sheet.pages, sheet.points)
        return Printed(files, lengths, problems)

    return finish


def _begin_run(work: Work, letters: Sequence[Letter], layouts: AnyLayouts) -> Callable[[], Printed]:
    from advocate.core.posting import RunFile, Spot, posting_order
    from advocate.core.registry import in_language
    from advocate.render.print_run import Cover, MergedRun
    from advocate.sources.wording import CldrWording

    country = work.sender.country
    wording = CldrWording("en", country)
    cover = Cover(
        campaign=in_language(work.campaign.title, "en"),
        date=wording.long_date(letters[0].date),
        posted_in=wording.country(country) if country else "",
        country_name=wording.country,
    )
    run = MergedRun(posting_order(letters, wording.country), layouts, cover)

    def finish() -> Printed:
        merged = run.merged()
        placed = [(part.name, spot) for part in merged.parts for spot in part.placed]
        return Printed(
            files={part.name: part.pdf for part in merged.parts},
            lengths={spot.letter.name: Length(spot.pages, spot.points) for _, spot in placed},
            problems=[
                problem
                for letter in letters
                if letter.name in merged.failed
                for problem in merged.failed[letter.name].problems
            ],
            spots={spot.letter.name: Spot(name, spot.page) for name, spot in placed},
            runs=[
                RunFile(part.name, part.pages, tuple(spot.letter.name for spot in part.placed))
                for part in merged.parts
            ],
        )

    return finish
