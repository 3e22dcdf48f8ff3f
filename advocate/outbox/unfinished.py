"""What is on the disk for a moment only: held while its run lives, and gone at the next start after a crash.

Who works on an unfinished file, or in a private folder, holds a lock of the system's on it (flock), which is
given back when the process dies, however it dies. What nobody holds was left by a run that was killed. Where
the system has no such locks (Windows), nobody can remove a file that another process has open.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from advocate.core.problems import Place, Problem, ProblemsError
from advocate.outbox.folders import Folder, Ground, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PATIENCE: Final = 5.0
"""Seconds to wait for another run that is writing."""

WORDS: Final = "words-"
"""How the names of private folders begin in which the writer's editor works."""

_HELD = "in-use"
_PAUSE = 0.02
_TRIES = 100
"""How often a new name is taken where somebody sweeps at that moment: each loses it once at most."""


@dataclass(frozen=True, slots=True)
class Private:
    """A folder that is its owner's only, and what to hand on to a program that works in it, too."""

    path: Path
    held: int


def begin(folder: Folder, name: str, shown: Path, code: str, *, patience: float = PATIENCE) -> int:
    """Make a file that only this run writes to, held until it is closed, and return it opened.

    One that a killed run left is removed. Raises ProblemsError where another run holds it for longer than
    `patience` seconds, and OSError as the system does.
    """
    until = time.monotonic() + patience
    while True:
        try:
            handle = folder.create(name)
        except FileExistsError:
            if not remove_left(folder, name):
                if time.monotonic() > until:
                    words = "another run is writing here: wait until it has ended"
                    raise ProblemsError([Problem(f"{code}.busy", words, Place(shown.as_posix()))]) from None
                time.sleep(_PAUSE)
            continue
        # Whoever came in between has taken it for a left one, and removed it.
        if hold(handle) and _is(folder, name, handle):
            return handle
        os.close(handle)


def remove_left(folder: Folder, name: str) -> bool:
    """Remove a file that nobody holds; return False where somebody does."""
    try:
        handle = folder.open(name)
    except FileNotFoundError:
        return True
    except OSError:
        # A link, or another's: it is none of ours, and to remove a name follows no link.
        folder.unlink(name)
        return True
    try:
        is_left = hold(handle)
        if is_left and os.name != "nt" and _is(folder, name, handle):
            folder.unlink(name)
    finally:
        os.close(handle)
    if is_left and os.name == "nt":
        try:
            folder.unlink(name)
        except PermissionError:
            return False
    return is_left


@contextmanager
def private_folder(parent: Path, prefix: str, ground: Ground) -> Iterator[Private]:
    """Make a folder that nobody else can look into, and remove it with everything in it at the end.

    Raises ProblemsError where the folder above is refused, and OSError as the system does.
    """
    with opened(parent, ground) as folder:
        path, held = _new(folder.path, prefix)
        try:
            yield Private(path, held)
        finally:
            if os.name == "nt":
                os.close(held)
            shutil.rmtree(path, ignore_errors=True)
            if os.name != "nt":
                os.close(held)


def sweep(left: Iterable[Path]) -> None:
    """Remove unfinished files and private folders that killed runs left, and none that is in use.

    It never fails: what the disk keeps is tried again by the next run.
    """
    for path in left:
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                _remove_private(path)
            else:
                remove_left(Folder(path.parent, None), path.name)


def hold(handle: int) -> bool:
    """Take the lock on an open file or folder; return False where somebody else has it.

    A system that has no such locks, or none on such a disk, is taken at its word: nobody has one.
    """
    try:
        import fcntl  # noqa: PLC0415 - Windows has none
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _new(parent: Path, prefix: str) -> tuple[Path, int]:
    for _ in range(_TRIES):
        path = parent / f"{prefix}{os.urandom(8).hex()}"
        path.mkdir(mode=0o700)
        # There is nothing of anybody in it yet, so another run may sweep it away as a left one.
        with suppress(FileNotFoundError):
            handle = os.open(path / _HELD, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            if hold(handle) and os.fstat(handle).st_nlink:
                return path, handle
            os.close(handle)
    message = "other runs remove what this one makes"
    raise OSError(message)


def _remove_private(path: Path) -> None:
    """Remove a private folder that nobody works in; one in which nobody has begun yet holds nothing."""
    inside = Folder(path, None)
    try:
        handle = inside.open(_HELD)
    except FileNotFoundError:
        shutil.rmtree(path)
        return
    try:
        is_left = hold(handle)
        if is_left and os.name != "nt":
            shutil.rmtree(path)
    finally:
        os.close(handle)
    if is_left and os.name == "nt":
        # The first to go is the one that a living run has open, which Windows does not remove.
        inside.unlink(_HELD)
        shutil.rmtree(path)


def _is(folder: Folder, name: str, handle: int) -> bool:
    """Return whether a name is still that of an open file."""
    facts = folder.facts(name)
    return facts is not None and os.path.samestat(facts, os.fstat(handle))
