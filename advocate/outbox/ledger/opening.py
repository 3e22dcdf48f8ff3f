"""The ledger's file: made, looked at and opened, and left alone where it is not what it should be."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from advocate.outbox.folders import UNFINISHED as NOT_WHOLE
from advocate.outbox.folders import opened, refuse
from advocate.outbox.ledger.faults import damaged, foreign, link, newer, not_yours, told
from advocate.outbox.ledger.schema import APPLICATION, MIGRATIONS, migrate
from advocate.outbox.ledger.store import Ledger
from advocate.outbox.ledger.wal import has_lost_commits
from advocate.outbox.own_files import own_ground
from advocate.outbox.unfinished import private_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""

UNFINISHED = f"{NOT_WHOLE}ledger-"
"""How the names of private folders begin in which a ledger is made."""

_PAUSE, _LOOKS = 0.05, 5
_ROOT = 0
_MAGIC = b"SQLite format 3\0"
_SETTINGS = (
    "trusted_schema = OFF",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    # What VACUUM writes in between would else be a file elsewhere.
    "temp_store = MEMORY",
)


def open_ledger(
    file: Path, *, patience: float = PATIENCE, migrations: Sequence[Sequence[str]] = MIGRATIONS
) -> Ledger:
    """Return the ledger in a file, which is made, readable by its owner only, where there is none.

    Raises ProblemsError (exit code 1) where it cannot be opened, is damaged or no ledger, or was made by a
    later version; then it is as it was.
    """
    with told(file):
        refuse_others(file)
        for _ in repairs_of(file):
            raise damaged(file, "a repair of the log was cut short")
        # Another run makes the file first, and what lies beside it second: this looks the other way round.
        has_rest = _size(beside(file)[0]) > 0
        if not file.exists():
            if has_rest:
                raise damaged(file, "of the log only what was written last is there")
            make_folder(file.parent)
            make_ledger(file, migrations)
        _look(file, len(migrations))
        connection = connect(file, patience)
        try:
            _look_closer(connection, file, len(migrations))
            migrate(connection, migrations)
        except BaseException:
            connection.close()
            raise
    return Ledger(file, connection)


def connect(file: Path, patience: float) -> sqlite3.Connection:
    """Return a connection with the settings of the ledger, which write nothing."""
    connection = sqlite3.connect(file, timeout=patience, isolation_level=None)
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}").close()
    return connection


def beside(file: Path) -> tuple[Path, Path]:
    """Return the two files that SQLite has beside one: what was written last, and its index."""
    return file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")


def repairs_of(file: Path) -> Sequence[Path]:
    """Return the repaired ledger that a repair was to put in the place of a file, where it was cut short."""
    return sorted(file.parent.glob(f"{file.stem}.repaired-*{file.suffix}"))


def make_folder(folder: Path) -> None:
    """Make a folder for its owner only, and those above it; raise ProblemsError where it is refused."""
    with opened(folder, own_ground("ledger")):
        pass


def make_ledger(file: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Put an empty ledger where there is none; where another process was quicker, its own stays.

    It is there whole or not at all, so that an empty file is one that has lost its letters.
    """
    with private_folder(file.parent, UNFINISHED, own_ground("ledger")) as private:
        unfinished = new_ledger(private.path, migrations)
        with suppress(FileExistsError):
            try:
                os.link(unfinished, file)
            except (PermissionError, NotImplementedError):
                # Some file systems have no second names (link(2): EPERM).
                if not file.exists():
                    unfinished.replace(file)
        sync(file.parent)


def new_ledger(folder: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> Path:
    """Return a new and empty ledger in a private folder, under a name that is nobody's."""
    unfinished = folder / f"ledger-{os.urandom(8).hex()}"
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    connection = connect(unfinished, PATIENCE)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        migrate(connection, migrations)
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
    finally:
        connection.close()
    return unfinished


def sync(folder: Path) -> None:
    """Let the names in a folder be on disk; where folders cannot be opened (Windows) that is the system's."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def refuse_others(file: Path) -> None:
    """Raise ProblemsError where a ledger is a symbolic link or no file: to read a pipe may never end."""
    for path in (file.parent, file, *beside(file)):
        if path.is_symlink():
            raise link(path)
    refuse(file.parent, own_ground("ledger"))
    for path in (file, *beside(file)):
        if path.exists() and not path.is_file():
            raise foreign(path)


def _look(file: Path, version: int) -> None:
    """Look at a file before SQLite does, which would put away what lies beside it."""
    with file.open("rb") as stream:
        head = stream.read(100)
        facts = os.fstat(stream.fileno())
    if os.name != "nt" and facts.st_uid not in {_ROOT, os.geteuid()}:
        raise not_yours(file)
    if not head:
        raise damaged(file, "the log is empty, which it never is by itself")
    if not head.startswith(_MAGIC):
        raise damaged(file, "this is no log, or one whose beginning is destroyed")
    # Offsets of the user's version and the application's id: https://www.sqlite.org/fileformat2.html#the_database_header
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        raise foreign(file)
    if int.from_bytes(head[60:64], "big") > version:
        raise newer(file)
    if facts.st_mode & 0o077:
        file.chmod(0o600)
    if _has_lost(beside(file)[0]):
        raise damaged(file, "what was written last in the log is damaged")


def _has_lost(wal: Path) -> bool:
    """Return whether what was written last is damaged; a file that another process is writing is not."""
    before = b""
    for _ in range(_LOOKS):
        try:
            now = wal.read_bytes()
        except FileNotFoundError:
            return False
        if not has_lost_commits(now):
            return False
        if now == before:
            return True
        before = now
        time.sleep(_PAUSE)
    return False


def _look_closer(connection: sqlite3.Connection, file: Path, version: int) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] > version:
        raise newer(file)
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not {"letters", "events"} <= tables:
        raise damaged(file, "the log is damaged")
