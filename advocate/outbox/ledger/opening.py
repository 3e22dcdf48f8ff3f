"""The ledger's file: made, looked at and opened, and left alone where it is not what it should be."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from advocate.outbox.ledger.faults import damaged, foreign, link, newer, told
from advocate.outbox.ledger.schema import APPLICATION, MIGRATIONS, migrate
from advocate.outbox.ledger.store import Ledger
from advocate.outbox.ledger.wal import has_lost_commits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""

UNFINISHED = ".advocate-unfinished-ledger-"
"""How the names of files begin that are to become a ledger."""

_PAUSE, _LOOKS = 0.05, 5
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
        _refuse_links(file)
        if not file.exists():
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


def make_folder(folder: Path) -> None:
    """Make a folder for its owner only, and those above it."""
    for each in reversed((folder, *folder.parents)):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)


def make_ledger(file: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Put an empty ledger where there is none; where another process was quicker, its own stays.

    It is there whole or not at all, so that an empty file is one that has lost its letters.
    """
    unfinished = new_ledger(file.parent, migrations)
    try:
        with suppress(FileExistsError):
            try:
                os.link(unfinished, file)
            except (PermissionError, NotImplementedError):
                # Some file systems have no second names (link(2): EPERM).
                if not file.exists():
                    unfinished.replace(file)
        sync(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def new_ledger(folder: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> Path:
    """Return a new and empty ledger in a folder, under a name that is nobody's."""
    unfinished = folder / f"{UNFINISHED}{os.urandom(8).hex()}"
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        connection = connect(unfinished, PATIENCE)
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            migrate(connection, migrations)
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        finally:
            connection.close()
    except BaseException:
        for left in (unfinished, *beside(unfinished)):
            left.unlink(missing_ok=True)
        raise
    return unfinished


def sync(folder: Path) -> None:
    """Let the names in a folder be on disk; where folders cannot be opened (Windows) that is the system's."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse_links(file: Path) -> None:
    for path in (file.parent, file, *beside(file)):
        if path.is_symlink():
            raise link(path)


def _look(file: Path, version: int) -> None:
    """Look at a file before SQLite does, which would put away what lies beside it."""
    with file.open("rb") as stream:
        head = stream.read(100)
        mode = os.fstat(stream.fileno()).st_mode
    if not head:
        raise damaged(file, "the log is empty, which it never is by itself")
    if not head.startswith(_MAGIC):
        raise damaged(file, "this is no log, or one whose beginning is destroyed")
    # Offsets of the user's version and the application's id: https://www.sqlite.org/fileformat2.html#the_database_header
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        raise foreign(file)
    if int.from_bytes(head[60:64], "big") > version:
        raise newer(file)
    if mode & 0o077:
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
