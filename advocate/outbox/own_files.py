"""The writer's own files on disk: private, whole or not at all, and no change lost to another run."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem, ProblemsError
from advocate.outbox.folders import UNFINISHED, Folder, Ground, opened, refuse_link
from advocate.outbox.unfinished import PATIENCE, begin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PAUSE = 0.02


def rewrite(file: Path, change: Callable[[], bytes | None], *, code: str, patience: float = PATIENCE) -> None:
    """Put what `change` returns in the place of a file, or remove the file where it returns None.

    `change` is called while no other run can write, and reads the file itself. The unfinished file is the
    lock: it can be made once only, and putting it in place gives it back; one that a killed run left is no
    lock. Files are readable by their owner only. Raises ProblemsError (its codes begin with `code`), with the
    old file as it was, where the file or its folder is a symbolic link, the folder is somebody else's or open
    to everybody, another run does not end within `patience` seconds, or the disk refuses.
    """
    made: list[Path] = []
    try:
        made = [each for each in (file.parent, *file.parent.parents) if not each.exists()]
        with ExitStack() as open_:
            folder, handle = _alone(file, open_, code, patience)
            _exchange(folder, file.name, handle, change)
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
        message = f"cannot be written: {reason}"
        raise ProblemsError([Problem(f"{code}.failed", message, Place(file.as_posix()))]) from None
    finally:
        # A refusal leaves no trace, nor does the last entry: where there is no folder, nobody looks for more.
        for each in (file.parent, *made[1:]):
            with suppress(OSError):
                each.rmdir()


def _alone(file: Path, open_: ExitStack, code: str, patience: float) -> tuple[Folder, int]:
    """Return a file's folder and its unfinished file, both open, when no other run is writing."""
    until = time.monotonic() + patience
    shown = file.with_name(UNFINISHED + file.name)
    while True:
        try:
            folder = open_.enter_context(opened(file.parent, own_ground(code)))
            refuse_link(folder, file.name, file, code)
            rest = max(0.0, until - time.monotonic())
            return folder, begin(folder, shown.name, shown, code, patience=rest)
        except FileNotFoundError:
            # Another run, whose last entry is gone, has removed the folder in between.
            open_.close()
            if time.monotonic() > until:
                raise
        time.sleep(_PAUSE)


def _exchange(folder: Folder, name: str, handle: int, change: Callable[[], bytes | None]) -> None:
    """Put what `change` returns in the place of a file by way of the unfinished one, which is closed."""
    unfinished = UNFINISHED + name
    try:
        data = change()
        write_all(handle, data or b"")
        os.fsync(handle)
        if os.name == "nt":
            os.close(handle)
        # The last step gives the name back, and from then on it may be another run's.
        if data is None:
            folder.unlink(name)
            folder.unlink(unfinished)
        else:
            folder.replace(unfinished, name)
    except BaseException:
        folder.unlink(unfinished)
        raise
    finally:
        if os.name != "nt":
            os.close(handle)


def own_ground(code: str) -> Ground:
    """Return what a folder for the writer's own files has to be; codes of problems begin with `code`."""
    return Ground(code, "ADVOCATE_HOME names another folder for your own files")


def write_all(handle: int, data: bytes) -> None:
    """Write bytes to an open file, to the last of them; raise OSError as the system does."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def erase(left: Path, code: str) -> None:
    """Remove what a killed run left, a file or a whole folder; raise ProblemsError where the disk refuses."""
    try:
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink(missing_ok=True)
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
        words = f"cannot be erased: {reason}"
        raise ProblemsError([Problem(f"{code}.failed", words, Place(left.as_posix()))]) from None
