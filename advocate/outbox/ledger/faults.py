"""What SQLite and the disk say, turned into one line that a person can act on."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
# SQLite calls a disk full for ENOSPC only, not where a quota or a limit is reached (os_unix.c, unixWrite).
_TOO_LARGE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def told(file: Path) -> Iterator[None]:
    """Raise ProblemsError (exit code 1) for what SQLite or the disk refuse, or cannot make sense of."""
    try:
        yield
    except sqlite3.Error as error:
        # The lowest byte is the error, the others which sort of it (https://www.sqlite.org/rescode.html).
        extended = getattr(error, "sqlite_errorcode", 0)
        code = extended & 0xFF
        if code in _BUSY:
            raise _locked(file) from None
        if code in _DAMAGED:
            raise damaged(file) from None
        # Where no room is left for the index beside the log, it cannot even be read.
        if code == sqlite3.SQLITE_FULL or extended == sqlite3.SQLITE_IOERR_SHMSIZE:
            raise _full(file) from None
        if code == sqlite3.SQLITE_IOERR:
            words = (
                f"the disk refuses ({error}); is it full, your quota used up, or the log too large for it?"
            )
            raise _failed(file, words) from None
        raise _failed(file, str(error)) from None
    except OSError as error:
        if error.errno in _TOO_LARGE:
            raise _full(file) from None
        reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
        raise _failed(file, reason) from None
    except ValueError:
        # A state, a day or a number that nobody wrote.
        raise damaged(file) from None


def damaged(file: Path, what: str = "the log is damaged") -> ProblemsError:
    """Return the problem of a log that cannot be relied on."""
    words = (
        f"{what}, and nothing is sent before you decide: 'advocate log repair' keeps this file aside and"
        " saves what can still be read"
    )
    return _problem("ledger.damaged", words, file)


def foreign(file: Path) -> ProblemsError:
    """Return the problem of somebody else's database in the log's place."""
    return _problem("ledger.foreign", "this is not the log: move it elsewhere, it is left as it is", file)


def newer(file: Path) -> ProblemsError:
    """Return the problem of a log that only a later version can read."""
    words = "this log was made by a later version of advocate: use that version, or a newer one"
    return _problem("ledger.newer", words, file)


def link(file: Path) -> ProblemsError:
    """Return the problem of a log that leads elsewhere."""
    return _problem("ledger.link", "this is a symbolic link: nothing is written through it", file)


def not_yours(file: Path) -> ProblemsError:
    """Return the problem of a log that somebody else has put there, and could read."""
    words = "this log is somebody else's file: ADVOCATE_HOME names another folder for your own files"
    return _problem("ledger.not-yours", words, file)


def _locked(file: Path) -> ProblemsError:
    return _problem("ledger.locked", "another run is writing to the log: try again when it has ended", file)


def _full(file: Path) -> ProblemsError:
    return _problem("ledger.full", "the disk is full, and nothing was written down: make room first", file)


def _failed(file: Path, reason: str) -> ProblemsError:
    return _problem("ledger.failed", f"the log cannot be used: {reason}", file)


def _problem(code: str, words: str, file: Path) -> ProblemsError:
    return ProblemsError([Problem(code, words, Place(file.as_posix()))], exit_code=1)
