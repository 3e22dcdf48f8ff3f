"""Reading the page layouts of another campaign: those that differ from the shipped ones."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from advocate.core.layouts import ForeignLayouts, package_in
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources import places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advocate.sources.places import CampaignFolder

MOST_FILES: Final = 32
"""How many files the layouts of a campaign may have: four times as many as the shipped ones."""

LARGEST: Final = 1_000_000
"""The most bytes of one file: room for a picture in a coat of arms; the shipped ones have 16,000."""

TYPES: Final = (".typ", ".svg")
"""What a layout may be made of: the engine takes text from memory, and nothing is ever read from the disk."""

RESERVED: Final = frozenset({"main.typ", "data.json", "signature.svg"})
"""The names under which a page finds what the program gives it."""


def has_own(folder: CampaignFolder) -> bool:
    """Return whether a campaign brings layouts that differ from the shipped ones."""
    if folder.shipped:
        return False
    try:
        names = [entry.name for entry in os.scandir(_folder(folder)) if entry.name.endswith(".typ")]
    except OSError:
        return False
    return any(_differs(_folder(folder) / name) for name in names)


def read_layouts(folder: CampaignFolder) -> ForeignLayouts | None:
    """Return the layouts of a campaign that is trusted, None where it has none of its own.

    A file that it does not have is the shipped one. Only files that lie in the folder of the layouts itself
    are taken: no folders in it, and nothing through a symbolic link. The pages of the hand-over (HTML) are
    never taken. Raises ProblemsError with every file that cannot be used.
    """
    if folder.shipped or not has_own(folder):
        return None
    root = _folder(folder)
    shown = folder.shown(root)
    problems: list[Problem] = []
    if folder.templates.is_symlink() or root.is_symlink():
        raise ProblemsError([_link(shown)])
    names = sorted(entry.name for entry in os.scandir(root) if entry.name.endswith(TYPES))
    if len(names) > MOST_FILES:
        words = f"these are {len(names)} files: a campaign's layouts are at most {MOST_FILES}"
        raise ProblemsError([Problem("layouts.many", words, Place(shown))])
    own: dict[str, bytes] = {}
    for name in names:
        try:
            own[name] = _read(root / name, f"{shown}/{name}")
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    files = {file.name: file.read_bytes() for file in sorted(places.layouts().glob("*.typ"))}
    differing = frozenset(name for name, data in own.items() if files.get(name) != data)
    return ForeignLayouts({**files, **own}, differing, shown)


def _folder(folder: CampaignFolder) -> Path:
    return folder.templates / "layouts"


def _differs(file: Path) -> bool:
    """Return whether a file is none of the shipped ones, or cannot be read to see."""
    shipped = places.layouts() / file.name
    try:
        return not shipped.is_file() or _bytes(file) != shipped.read_bytes()
    except (OSError, _UnusableError):
        return True


class _UnusableError(Exception):
    """A file that is no layout; the message says why."""


def _bytes(file: Path) -> bytes:
    """Return what a regular file holds; never through a link, and never more than is allowed."""
    # A pipe is not waited for (O_NONBLOCK), and what is opened is looked at, not what had the name before.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    if file.is_symlink():
        raise _UnusableError
    with os.fdopen(os.open(file, flags), "rb") as source:
        state = os.fstat(source.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise _UnusableError
        return source.read(LARGEST + 1)


def _read(file: Path, shown: str) -> bytes:
    """Return a file of the layouts; raise ProblemsError with what is wrong with it."""
    if file.name in RESERVED:
        words = f"the program itself gives {file.name} to each page: name it otherwise"
        raise ProblemsError([Problem("layouts.name", words, Place(shown))])
    if file.is_symlink():
        raise ProblemsError([_link(shown)])
    try:
        data = _bytes(file)
    except _UnusableError:
        raise ProblemsError([Problem("layouts.file", "this is no regular file", Place(shown))]) from None
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
        raise ProblemsError([Problem("layouts.file", f"cannot be read: {reason}", Place(shown))]) from None
    problems = [*_faults(file.name, data, shown)]
    if problems:
        raise ProblemsError(problems)
    return data


def _faults(name: str, data: bytes, shown: str) -> Iterator[Problem]:
    if len(data) > LARGEST:
        words = f"it is too large: a file of the layouts has at most {LARGEST:,} bytes"
        yield Problem("layouts.file", words, Place(shown))
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        yield Problem("layouts.file", "it is not UTF-8 text", Place(shown, line))
        return
    place = package_in(text) if name.endswith(".typ") else None
    if place:
        words = "it asks for a package: none is ever fetched or read; put what it needs beside it"
        yield Problem("layouts.package", words, Place(shown, *place))


def _link(shown: str) -> Problem:
    return Problem(
        "layouts.link", "this is a symbolic link: layouts are only read from real files", Place(shown)
    )
