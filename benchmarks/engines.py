"""Ways to print the same letters: each a script of its own under `peers`, run as a whole process."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from pairs import environment, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairs import Took

PEERS = Path(__file__).parent / "peers"
BOOKMARKS = re.compile(rb"/Type/Outlines\b[^>]*/Count (\d+)")
"""The outline of a merged file, as Typst writes it: the cover sheet, and each letter."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to print letters: its script, how many letters a run has, and what its files are.

    `least` is how many times as many letters a second advocate has to print. Those of `others` need an
    interpreter with packages that advocate does without; `slow` ones are left out of a quick run; what is
    `merged` comes as few files with all letters in them.
    """

    name: str
    script: str
    letters: int
    makes: str
    least: float | None = None
    others: bool = False
    slow: bool = False
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """A run: what it took, how many letters it had, and how many bytes a letter has on average."""

    took: Took
    letters: int
    bytes_each: float

    @property
    def rate(self) -> float:
        """Letters a second by the clock, from the start of the process to its end."""
        return self.letters / self.took.wall

    @property
    def cores(self) -> float:
        """How many processors were at work on average."""
        return self.took.cpu / self.took.wall


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where engines run: the folder of the letters, one for what they make, and the others' interpreter."""

    letters: Path
    made: Path
    others: str
    numbers: Iterator[int]

    @classmethod
    def below(cls, folder: Path, others: str) -> Workshop:
        """Return one inside a folder."""
        return cls(folder / "letters", folder, others, count())

    def version(self, engine: Engine) -> str | None:
        """Return how an engine calls itself; None, and a line that says why, where it is not there."""
        asked = subprocess.run(  # noqa: S603 - a script of our own
            [self._python(engine), str(PEERS / engine.script), "--version"],
            capture_output=True,
            check=False,
            text=True,
        )
        if asked.returncode:
            why = asked.stderr.strip().rpartition("\n")[2]
            print(f"skipped: {engine.name} is not there ({why})")
            return None
        return asked.stdout.strip()

    def folder(self) -> Path:
        """Return a new folder.

        What is made stays there until all is measured: a disk is slow for a while after much was removed.
        """
        out = self.made / f"out-{next(self.numbers)}"
        out.mkdir()
        return out

    def print(self, engine: Engine, letters: int | None = None, out: Path | None = None) -> Printed:
        """Let an engine print so many letters, or as many as it usually does; end where one is missing."""
        wanted = letters or engine.letters
        out = out or self.folder()
        script = str(PEERS / engine.script)
        took = run([self._python(engine), script, str(self.letters), str(wanted), str(out)], self.made)
        files = [*out.glob("*.pdf")]
        found = sum(map(_bookmarks, files)) - len(files) if engine.merged else len(files)
        if found != wanted:
            sys.exit(f"{engine.name} has made {found} of {wanted} letters")
        return Printed(took, wanted, sum(file.stat().st_size for file in files) / wanted)

    def _python(self, engine: Engine) -> str:
        return self.others if engine.others else sys.executable


def prepare(folder: Path, offices: int, pages: int) -> None:
    """Have the letters of so many offices written, and so many of their pages as typst was given them."""
    program = str(Path(__file__).with_name("finished.py"))
    subprocess.run(  # noqa: S603 - a script of our own
        [sys.executable, program, str(folder), str(offices), str(pages)],
        cwd=folder.parent,
        env=environment(folder.parent),
        check=True,
    )


def _bookmarks(file: Path) -> int:
    found = BOOKMARKS.search(file.read_bytes())
    return int(found[1]) if found else 0
