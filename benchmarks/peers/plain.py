"""What the other engines have in common: the letters, the sheet of paper, the typeface, two processes."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable


class Letter(TypedDict):
    """A finished letter in plain words."""

    language: str
    sender: list[str]
    address: list[str]
    date: str
    subject: str
    salutation: str
    paragraphs: list[str]
    closing: str
    name: str


WIDTH, HEIGHT = 210, 297
"""A4, in millimetres."""

MARGIN = {"left": 25, "right": 20, "top": 20, "bottom": 20}
POINTS = 11.5
WORKERS = 2


def _fonts() -> dict[str, Path]:
    """Return the TrueType files of Source Serif Pro: a book face, in a format that ReportLab reads too."""
    package = find_spec("font_source_serif_pro")
    if package is None or package.origin is None:
        sys.exit("there is no font-source-serif-pro")
    files = Path(package.origin).parent / "files"
    return {name: files / f"SourceSerifPro-{name.capitalize()}.ttf" for name in ("regular", "bold")}


FONTS = _fonts()


def share(make: Callable[[list[tuple[int, Letter]], Path], None], version: str) -> None:
    """Do as the command line asks: say the version, or make so many letters of a folder in another one.

    Two processes make them, each every other letter.
    """
    if sys.argv[1:] == ["--version"]:
        print(version)
        return
    folder, count, out = sys.argv[1:]
    with Path(folder, "letters.jsonl").open(encoding="utf-8") as stream:
        letters = [(number, json.loads(line)) for number, line in enumerate(islice(stream, int(count)))]
    context = get_context("fork")
    workers = [
        context.Process(target=make, args=(letters[worker::WORKERS], Path(out))) for worker in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        if worker.exitcode:
            raise SystemExit(worker.exitcode)
