"""The printed page as a picture: into files, or into a terminal that shows pictures."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advocate.cli.picture import Screen
    from advocate.cli.saving import Saving
    from advocate.cli.terminal import Terminal
    from advocate.core.letter import Letter
    from advocate.render.presses import AnyLayouts

PPI: Final = 144
"""Pixels to the inch of a picture: two for each point, so that small type can still be read."""

SUFFIX: Final = ".png"
_FAILED = 1


def name_problems(file: Path) -> list[Problem]:
    """Return what is wrong with the name of a picture's file, before anything is made."""
    if file.suffix.casefold() == SUFFIX:
        return []
    right = file.with_suffix(SUFFIX).as_posix() if file.name else f"page{SUFFIX}"
    return [Problem("png.name", f"a picture is written as PNG: name it {right}", Place(file.as_posix()))]


def pictures_of(letters: Sequence[Letter], layouts: AnyLayouts) -> list[list[bytes]]:
    """Return for each letter its pages as PNG pictures; raise ProblemsError with all that has no page."""
    from advocate.render.pdf import LetterPress
    from advocate.render.presses import press_for

    press = LetterPress(press_for(layouts))
    made: list[list[bytes]] = []
    problems: list[Problem] = []
    for letter in letters:
        try:
            made.append(press.pictures(letter, PPI))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(list(dict.fromkeys(problems)))
    return made


def named(
    file: Path, letters: Sequence[Letter], pictures: Sequence[Sequence[bytes]]
) -> list[dict[Path, bytes]]:
    """Return for each letter its pictures by the files they go to.

    The first page of the only letter goes to the file itself, every other to one beside it: `page.2.png`, and
    with several letters `page.wgad.png` and `page.wgad.2.png`. No name of an office has a dot in it.
    """
    return [
        {
            _beside(file, letter.recipient.contact if len(letters) > 1 else "", number): page
            for number, page in enumerate(pages, 1)
        }
        for letter, pages in zip(letters, pictures, strict=True)
    ]


def _beside(file: Path, office: str, number: int) -> Path:
    parts = [file.stem, *filter(None, [office, str(number) if number > 1 else ""])]
    return file.with_name(f"{'.'.join(parts)}{file.suffix}")


def save(files: Sequence[Mapping[Path, bytes]], saving: Saving) -> None:
    """Write pictures; raise ProblemsError with every file that must not be replaced."""
    from advocate.outbox.files import write_files

    every = {file: data for its in files for file, data in its.items()}
    write_files(every, overwrite=saving.overwrite, trusting=saving.trusting)


def screen_for(terminal: Terminal, saved: Sequence[Path]) -> Screen | None:
    """Return how to show pictures; where none can be shown, tell how to open those that are saved.

    Raises ProblemsError where none is saved either: then the line says how to come by one.
    """
    from advocate.cli.picture import multiplexer, screen

    found = screen(terminal)
    if found:
        return found
    between = multiplexer(os.environ)
    why = f"{between} lets no picture through" if between else "no picture can be shown here"
    if not saved:
        ways = "open the PDF that 'advocate generate' makes, or"
        words = f"{why}: {ways} add --png page.png and type: {_opening(Path('page.png'))}"
        raise ProblemsError([Problem("page.no-picture", words)], exit_code=_FAILED)
    terminal.tell(f"{why}: type: {_opening(saved[0])}")
    return None


def show(terminal: Terminal, screen: Screen, letter: Letter, pages: Sequence[bytes]) -> None:
    """Write the pages of one letter as pictures, under a line that says whose they are."""
    terminal.heading(f"{letter.recipient.title} ({letter.recipient.contact})")
    for page in pages:
        terminal.draw(screen.drawn(page))


def _opening(file: Path) -> str:
    """Return what to type at a command line of this system so that a file is opened."""
    match sys.platform:
        case "win32":
            return f'explorer "{file}"'
        case "darwin":
            return f"open {shlex.quote(file.as_posix())}"
        case _:
            return f"xdg-open {shlex.quote(file.as_posix())}"
