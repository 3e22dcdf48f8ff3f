"""The writer's own files on disk: private, whole or not at all, and no change lost to another run."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_UNFINISHED = ".advocate-unfinished-"
_PATIENCE = 5.0
_PAUSE = 0.02


def rewrite(
    file: Path, change: Callable[[], bytes | None], *, code: str, patience: float = _PATIENCE
) -> None:
    """Put what `change` returns in the place of a file, or remove the file where it returns None.

    `change` is called while no other run can write, and reads the file itself. The unfinished file is the
    lock: it can be made once only, and putting it in place gives it back. Files are readable by their owner
    only. Raises ProblemsError (its codes begin with `code`), with the old file as it was, where the file or
    its folder is a symbolic link, another run does not end within `patience` seconds, or the disk refuses.
    """
    _refuse_links(file, code)
    unfinished = file.with_name(_UNFINISHED + file.name)
    made: list[Path] = []
    try:
        made = [each for each in (file.parent, *file.parent.parents) if not each.exists()]
        handle = _open_alone(unfinished, code, time.monotonic() + patience)
        try:
            with os.fdopen(handle, "wb") as stream:
                data = change()
                stream.write(data or b"")
                stream.flush()
                os.fsync(stream.fileno())
            # The last step gives the name back, and from then on it may be another run's.
            if data is None:
                file.unlink(missing_ok=True)
                unfinished.unlink()
            else:
                unfinished.replace(file)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
        message = f"cannot be written: {reason}"
        raise ProblemsError([Problem(f"{code}.failed", message, Place(file.as_posix()))]) from None
    finally:
        # A refusal leaves no trace, nor does the last entry: where there is no folder, nobody looks for more.
        for folder in (file.parent, *made[1:]):
            with suppress(OSError):
                folder.rmdir()


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


def _open_alone(unfinished: Path, code: str, until: float) -> int:
    while True:
        for folder in reversed((unfinished.parent, *unfinished.parent.parents)):
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
        try:
            return os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileNotFoundError:
            if time.monotonic() > until:
                raise
        except FileExistsError:
            if time.monotonic() > until:
                message = "another run is writing here; where none is, one was cut short: remove this file"
                place = Place(unfinished.as_posix())
                raise ProblemsError([Problem(f"{code}.busy", message, place)]) from None
        time.sleep(_PAUSE)


def _refuse_links(file: Path, code: str) -> None:
    for path in (file.parent, file):
        if path.is_symlink():
            message = "this is a symbolic link: nothing is written through it"
            raise ProblemsError([Problem(f"{code}.link", message, Place(path.as_posix()))])
