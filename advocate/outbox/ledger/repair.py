"""A damaged ledger: kept aside, and what can be read of it saved into a new one."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from advocate.core.ledger import Repaired, State, Via
from advocate.outbox.ledger.faults import foreign, told
from advocate.outbox.ledger.opening import (
    PATIENCE,
    UNFINISHED,
    beside,
    connect,
    new_ledger,
    refuse_others,
    repairs_of,
    sync,
)
from advocate.outbox.ledger.rows import DRAFT, KEY, NOW, entry, event, stamp
from advocate.outbox.ledger.schema import APPLICATION
from advocate.outbox.ledger.wal import USUAL_PAGE, has_lost_commits, replayed
from advocate.outbox.own_files import own_ground
from advocate.outbox.unfinished import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

_LETTER = f"id, {DRAFT}, {NOW}, words"
_EVENT = f"id, entry, marked, {NOW}"
_PARTLY = "rebuilt after damage from what was left of it"
_DOUBTFUL = "the log was damaged after this was written down: it may have been sent since"
_UNSURE = (State.DRAFTED, State.HANDED_OVER, State.FAILED, State.SENDING)
_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class _Found:
    """What one way of reading a damaged file gives: rows by their ids, and the keys in its index."""

    letters: dict[int, tuple[object, ...]] = field(default_factory=dict)
    events: dict[int, tuple[object, ...]] = field(default_factory=dict)
    keys: dict[int, tuple[object, ...]] = field(default_factory=dict)

    @property
    def worth(self) -> tuple[int, int, int]:
        """How much it is, whole letters first."""
        return len(self.letters), len(self.events), len(self.keys)


def repair_ledger(file: Path, at: datetime) -> Repaired:
    """Keep a damaged ledger aside, put a new one in its place with every letter that can be read, and say so.

    Only whoever holds the lock on sending may do it. Raises ProblemsError (exit code 1) where the file is a
    link, another program's database, or the disk refuses; then the ledger is as it was. One that is cut short
    at any moment leaves the damaged ledger, or one that is refused until a repair has come to its end.
    """
    with told(file):
        refuse_others(file)
        # After a repair that was cut short the file itself may be older than what was saved.
        ready = next(iter(repairs_of(file)), None)
        source = _source(file, ready)
        database, wal = _bytes(source), _bytes(beside(source)[0])
        with private_folder(file.parent, UNFINISHED, own_ground("ledger")) as private:
            scratch = private.path
            found = max(
                (_read(each, scratch) for each in _ways(database, wal, scratch)), key=lambda x: x.worth
            )
            if not found.letters and _is_foreign(database):
                raise foreign(file)
            aside = source if ready else _keep_aside(file)
            new = new_ledger(scratch)
            counts = _save(found, new, at, is_doubtful=has_lost_commits(wal))
            _put(new, ready or _ready(file, aside), file)
    return Repaired(*counts, aside.name)


def _put(new: Path, ready: Path, file: Path) -> None:
    """Put a repaired ledger in the place of a damaged one.

    SQLite writes into two files, and no disk replaces both at once. While the new one lies there ready no
    ledger is opened, and each step is on disk before the next.
    """
    new.replace(ready)
    sync(file.parent)
    # What SQLite wrote beside the old file must never be taken for the new one's, nor be missed in the old.
    for left in beside(file):
        left.unlink(missing_ok=True)
    sync(file.parent)
    ready.replace(file)
    sync(file.parent)


def _ready(file: Path, aside: Path) -> Path:
    """Return the name under which a repaired ledger lies ready; it says which file it was repaired from."""
    return aside.with_name(aside.name.replace(f"{file.stem}.damaged-", f"{file.stem}.repaired-", 1))


def _source(file: Path, ready: Path | None) -> Path:
    """Return what is to be repaired: the file, or what an earlier repair has kept of it or made from it."""
    if ready is None:
        return file
    aside = ready.with_name(ready.name.replace(f"{file.stem}.repaired-", f"{file.stem}.damaged-", 1))
    return aside if aside.exists() else ready


def aside_of(file: Path) -> Sequence[Path]:
    """Return the damaged ledgers that were kept aside, and what SQLite had beside them."""
    return sorted(file.parent.glob(f"{file.stem}.damaged-*{file.suffix}*"))


def _is_foreign(database: bytes) -> bool:
    return database.startswith(_MAGIC) and int.from_bytes(database[68:72], "big") != APPLICATION


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def _ways(database: bytes, wal: bytes, scratch: Path) -> Iterator[tuple[bytes, bytes]]:
    """Return ways to read a damaged file: as it is, with all that was written last, with a new beginning."""
    yield database, wal
    whole = replayed(database, wal)
    if wal:
        yield whole, b""
    if not whole:
        return
    fresh = new_ledger(scratch)
    first = _page_one(fresh.read_bytes(), whole)
    # The first hundred bytes are the header; behind it stands where the tables begin.
    yield first[:100] + whole[100:], b""
    yield first + whole[USUAL_PAGE:], b""
    with closing(connect(fresh, PATIENCE)) as connection:
        connection.execute("VACUUM")
    yield _page_one(fresh.read_bytes(), whole) + whole[USUAL_PAGE:], b""


def _page_one(fresh: bytes, whole: bytes) -> bytes:
    """Return the first page of a new ledger, for a file of another length and with no free pages."""
    pages = (len(whole) // USUAL_PAGE).to_bytes(4, "big")
    # Change counter and version-valid-for (24 and 92) are equal, or the number of pages (28) does not count;
    # read as a file without a write-ahead log (18, 19).
    tail = fresh[40:92] + fresh[24:28] + fresh[96:USUAL_PAGE]
    return fresh[:18] + b"\1\1" + fresh[20:28] + pages + bytes(8) + tail


def _read(way: tuple[bytes, bytes], scratch: Path) -> _Found:
    """Return what can be read of a file, in one way."""
    file = scratch / "ledger"
    for left in (file, *beside(file)):
        left.unlink(missing_ok=True)
    file.write_bytes(way[0])
    if way[1]:
        beside(file)[0].write_bytes(way[1])
    found = _Found()
    with suppress(sqlite3.Error), closing(connect(file, PATIENCE)) as connection:
        for row in _rows(connection, "letters", _LETTER):
            with suppress(ValueError, OverflowError):
                _judge(_LETTER, row)
                found.letters[entry(row[:-1]).id] = row
        for row in _rows(connection, "events", _EVENT):
            with suppress(ValueError):
                _judge(_EVENT, row)
                event(row[2:])
                found.events[int(str(row[0]))] = row
        with suppress(sqlite3.Error):
            # The index has the key of a letter even where the letter itself is destroyed.
            index = "sqlite_autoindex_letters_1"
            for row in connection.execute(f"SELECT id, {KEY} FROM letters INDEXED BY {index} ORDER BY {KEY}"):
                with suppress(ValueError):
                    _judge(f"id, {KEY}", row)
                    found.keys[int(str(row[0]))] = row[1:]
    return found


def _judge(columns: str, row: Sequence[object]) -> None:
    """Raise ValueError where the tables do not take such values."""
    for name, value in zip(columns.split(", "), row, strict=True):
        if not isinstance(value, int if name in _NUMBERS else str) and (name, value) != ("day", None):
            message = f"{name} is something else"
            raise ValueError(message)


_NUMBERS = {"id", "entry", "marked", "reminder", "edition"}


def _rows(connection: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[object, ...]]:
    """Return the rows of a table that can be read: from its beginning, its end, and each in between."""
    seen: set[int] = set()
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error):
            for row in connection.execute(f"SELECT {columns} FROM {table} NOT INDEXED ORDER BY id {order}"):
                if row[0] in seen:
                    return
                seen.add(row[0])
                yield row
            return
    # Reading broke off both ways: in between lies a damaged page, and there may be others that are not.
    last = max(seen, default=0)
    with suppress(sqlite3.Error):
        query = "SELECT COALESCE(max(seq), 0) FROM sqlite_sequence WHERE name = ?"
        last = max(last, int(connection.execute(query, (table,)).fetchone()[0]))
    for number in range(1, min(last, _MOST) + 1):
        if number not in seen:
            with suppress(sqlite3.Error):
                yield from connection.execute(f"SELECT {columns} FROM {table} WHERE id = ?", (number,))


_MOST = 10_000_000
"""Ids that are looked for one by one: a number that is itself damaged must not take a day."""


def _keep_aside(file: Path) -> Path:
    """Copy the damaged files to names that nobody has, and return the ledger's."""
    for number in count(1):
        aside = file.with_name(f"{file.stem}.damaged-{number}{file.suffix}")
        try:
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        if file.exists():
            _fill(handle, file)
        else:
            os.close(handle)
        wal = beside(file)[0]
        if wal.exists():
            _fill(os.open(beside(aside)[0], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), wal)
        break
    sync(file.parent)
    return aside


def _fill(handle: int, source: Path) -> None:
    with os.fdopen(handle, "wb") as target, source.open("rb") as old:
        shutil.copyfileobj(old, target)
        target.flush()
        os.fsync(target.fileno())


def _save(found: _Found, new: Path, at: datetime, *, is_doubtful: bool) -> tuple[int, int, int, int]:
    """Fill a new ledger, and return how many letters are whole, rebuilt, lost and doubtful."""
    last = {row[1]: row for _, row in sorted(found.events.items())}
    rebuilt: dict[int, tuple[object, ...]] = {}
    for id_, key in found.keys.items():
        if id_ not in found.letters:
            now = (
                last[id_][3:] if id_ in last else (State.UNKNOWN, Via.FILES, stamp(at), "", "", None, "", "")
            )
            now = (*now[:6], _PARTLY, now[7])
            words = "\n".join(str(part) for part in key[:3])
            day = at.date().isoformat()
            rebuilt[id_] = (id_, *key, key[1], key[3], "", day, "", "", *now, words)
    events = [row for _, row in sorted(found.events.items()) if row[1] in found.letters or row[1] in rebuilt]
    lost = {row[1] for row in found.events.values()} - found.letters.keys() - rebuilt.keys()
    with closing(connect(new, PATIENCE)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for table, columns, rows in (
            ("letters", _LETTER, [*found.letters.values(), *rebuilt.values()]),
            ("events", _EVENT, events),
        ):
            marks = ", ".join("?" * (columns.count(",") + 1))
            connection.executemany(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", rows)
        # Where a letter stands is the last thing that happened to it, whichever of both was lost.
        differs = (
            "NOT EXISTS (SELECT 1 FROM events WHERE entry = letters.id AND state = letters.state"
            " AND id = (SELECT max(id) FROM events WHERE entry = letters.id))"
        )
        connection.execute(_ALSO.format(which=differs))
        doubtful = 0
        if is_doubtful:
            which = f"state IN ({', '.join(repr(str(state)) for state in _UNSURE)})"
            doubtful = connection.execute(
                f"UPDATE letters SET state = ?, at = ?, day = NULL, note = ? WHERE {which}",
                (State.UNKNOWN, stamp(at), _DOUBTFUL),
            ).rowcount
            connection.execute(_ALSO.format(which=differs))
        connection.execute("COMMIT")
        # All of it has to be in the one file, and on disk, before that is put in its place.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return len(found.letters), len(rebuilt), len(lost), doubtful


_ALSO = (
    f"INSERT INTO events (entry, marked, {NOW}) SELECT id, 0, {NOW} FROM letters WHERE {{which}} ORDER BY id"
)
