"""The ledger's file: opened, read and written, every change durable before it counts."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from advocate.core.ledger import LEFT, Draft, Entry, LetterKey, State, Via
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.outbox.ledger.schema import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from advocate.core.ledger import Departure, Mark

PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""

_KEY = "campaign = ? AND contact = ? AND letter = ? AND sender_key = ? AND reminder = ? AND edition = ?"
_DRAFT = (
    "campaign, contact, letter, sender_key, reminder, edition,"
    " office, sender, language, date, subject, sha256"
)
_NOW = "state, via, at, message_id, address, day, note, hold"


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger. Every method that writes is one transaction, on disk when it returns.

    Each raises ProblemsError where the disk, the file or another process does not let it; then nothing has
    changed.
    """

    file: Path
    connection: sqlite3.Connection

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def entry(self, key: LetterKey) -> Entry | None:
        """Return what is known of a letter, in this edition."""
        found = self._read(f"WHERE {_KEY}", _key_values(key))
        return found[0] if found else None

    def latest(self, key: LetterKey) -> Entry | None:
        """Return what is known of the last edition of a letter, whatever edition the key names."""
        values = _key_values(key)[:-1]
        found = self._read(
            f"WHERE {_KEY.removesuffix(' AND edition = ?')} ORDER BY edition DESC LIMIT 1", values
        )
        return found[0] if found else None

    def numbered(self, id_: int) -> Entry | None:
        """Return the entry of a number."""
        found = self._read("WHERE id = ?", (id_,))
        return found[0] if found else None

    def entries(self) -> Sequence[Entry]:
        """Return every entry, in the order in which they were first written down."""
        return self._read("ORDER BY id", ())

    def waiting(self, left_by: date) -> Sequence[Entry]:
        """Return every entry of each letter of which what left last did so on a day or before, and stayed so.

        One letter is all its editions and reminders; the columns beside max() are those of the row that left
        last (https://www.sqlite.org/lang_select.html, “Bare columns in an aggregate query”). Whether a letter
        is to be followed up is for `core.follow_up` to say.
        """
        return self._read(
            "WHERE (campaign, contact, letter, sender_key) IN ("
            " SELECT campaign, contact, letter, sender_key FROM ("
            "  SELECT campaign, contact, letter, sender_key, state,"
            "   COALESCE(day, substr(at, 1, 10)) AS left_on, max(id)"
            "  FROM letters WHERE state IN (?, ?, ?) GROUP BY campaign, contact, letter, sender_key"
            " ) WHERE state = ? AND left_on <= ?) ORDER BY id",
            (*sorted(LEFT), State.SENT, left_by.isoformat()),
        )

    def record(self, drafts: Iterable[Draft], via: Via, at: datetime) -> Sequence[Entry]:
        """Write letters down as drafted, and return their entries as they then are, in the order given.

        One that is there already keeps its state; while it is only drafted, its words are renewed.
        """
        kept: list[Entry] = []
        with self._writing():
            for draft in drafts:
                self.connection.execute(
                    f"INSERT INTO letters ({_DRAFT}, {_NOW})"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', NULL, '', '')"
                    " ON CONFLICT DO UPDATE SET office = excluded.office, sender = excluded.sender,"
                    " language = excluded.language, date = excluded.date, subject = excluded.subject,"
                    " sha256 = excluded.sha256 WHERE state = ?",
                    (*_draft_values(draft), State.DRAFTED, via, _stamp(at), State.DRAFTED),
                )
                entry = self.entry(draft.key)
                assert entry is not None  # noqa: S101 - it has just been written
                if not self.connection.execute(
                    "SELECT 1 FROM events WHERE entry = ? LIMIT 1", (entry.id,)
                ).fetchone():
                    self._happened(entry.id, marked=False)
                kept.append(entry)
        return kept

    def begin(self, id_: int, among: Iterable[State], departure: Departure) -> bool:
        """Write down that a letter is being sent from now on; return whether it was in one of some states.

        Where it was not, another run has it, and nothing has changed.
        """
        states = tuple(among)
        marks = ", ".join("?" * len(states))
        with self._writing():
            done = self.connection.execute(
                "UPDATE letters SET state = ?, via = ?, at = ?, message_id = ?, address = ?, day = NULL,"
                f" note = '' WHERE id = ? AND state IN ({marks})",
                (
                    *(State.SENDING, departure.via, _stamp(departure.at), departure.message_id),
                    *(departure.address, id_, *states),
                ),
            )
            if done.rowcount:
                self._happened(id_, marked=False)
        return bool(done.rowcount)

    def settle(self, id_: int, state: State, at: datetime, note: str = "", hold: str | None = None) -> None:
        """Write down what became of a letter that was being sent, or why it stays as it was."""
        with self._writing():
            self.connection.execute(
                "UPDATE letters SET state = ?, at = ?, day = NULL, note = ?, hold = COALESCE(?, hold)"
                " WHERE id = ?",
                (state, _stamp(at), note, hold, id_),
            )
            self._happened(id_, marked=False)

    def abandoned(self, at: datetime) -> Sequence[Entry]:
        """Return letters that a run had begun to send when it was cut short; they are unknown from now on.

        Only whoever holds the lock on sending may ask: otherwise another run may be sending them right now.
        """
        left = self._read("WHERE state = ? ORDER BY id", (State.SENDING,))
        for entry in left:
            self.settle(entry.id, State.UNKNOWN, at, "a run was cut short while it was being sent")
        return [now for old in left if (now := self.numbered(old.id))]

    def mark(self, id_: int, mark: Mark, at: datetime) -> None:
        """Write down what the writer says of a letter."""
        with self._writing():
            self.connection.execute(
                "UPDATE letters SET state = ?, via = COALESCE(?, via), at = ?, day = ?, note = ?"
                " WHERE id = ?",
                (mark.state, mark.via, _stamp(at), mark.day and mark.day.isoformat(), mark.note, id_),
            )
            self._happened(id_, marked=True)

    def hold(self, id_: int) -> str:
        """Return where a letter's draft lies in a mailbox, as whoever put it there wrote it down."""
        row = self.connection.execute("SELECT hold FROM letters WHERE id = ?", (id_,)).fetchone()
        return str(row[0]) if row else ""

    def _happened(self, id_: int, *, marked: bool) -> None:
        self.connection.execute(
            f"INSERT INTO events (entry, marked, {_NOW}) SELECT id, ?, {_NOW} FROM letters WHERE id = ?",
            (int(marked), id_),
        )

    def _read(self, where: str, values: Sequence[object]) -> list[Entry]:
        with _told(self.file):
            rows = self.connection.execute(
                f"SELECT id, {_DRAFT}, {_NOW} FROM letters {where}", values
            ).fetchall()
        return [_entry(row) for row in rows]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with _told(self.file):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise


def open_ledger(file: Path) -> Ledger:
    """Return the ledger in a file, which is made, readable by its owner only, where there is none.

    Raises ProblemsError where it cannot be opened, is no ledger, or was made by a later version.
    """
    with _told(file):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        ledger = Ledger(file, connection)
        _migrate(ledger)
    return ledger


def _migrate(ledger: Ledger) -> None:
    connection = ledger.connection
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        for statement in statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say into one line."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        words = f"the log cannot be used: {error}"
        raise ProblemsError([Problem("ledger.failed", words, Place(file.as_posix()))], exit_code=1) from None


def _key_values(key: LetterKey) -> tuple[str | int, ...]:
    return (key.campaign, key.contact, key.letter, key.sender, key.reminder, key.edition)


def _draft_values(draft: Draft) -> tuple[str | int, ...]:
    return (
        *_key_values(draft.key),
        *(draft.office, draft.sender, draft.language, draft.date.isoformat(), draft.subject, draft.sha256),
    )


def _stamp(at: datetime) -> str:
    """Return a time as it is kept: UTC, to the second, so that its order is that of its letters."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _entry(row: Sequence[object]) -> Entry:
    id_, campaign, contact, letter, sender_key, reminder, edition, office, sender, language, day, *rest = row
    subject, sha256, state, via, at, message_id, address, marked_day, note, _ = rest
    key = LetterKey(
        str(campaign), str(contact), str(letter), str(sender_key), int(str(reminder)), int(str(edition))
    )
    return Entry(
        id=int(str(id_)),
        draft=Draft(
            key,
            str(office),
            str(sender),
            str(language),
            date.fromisoformat(str(day)),
            str(subject),
            str(sha256),
        ),
        state=State(str(state)),
        via=Via(str(via)),
        at=datetime.fromisoformat(str(at)),
        message_id=str(message_id),
        address=str(address),
        day=date.fromisoformat(str(marked_day)) if marked_day else None,
        note=str(note),
    )
