"""The ledger, opened: read and written, every change durable before it counts."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from advocate.core.ledger import (
    MARKS,
    MOVES,
    UNSENT,
    Entry,
    Line,
    Record,
    Search,
    Standing,
    State,
    Undone,
)
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.outbox.ledger.faults import damaged, told
from advocate.outbox.ledger.queries import BY_OFFICE, DAY, SET, places, waiting, where
from advocate.outbox.ledger.rows import (
    DRAFT,
    LINE,
    NOW,
    RECORD,
    SAME,
    STANDING,
    draft_values,
    entry,
    event,
    key_values,
    plain,
    stamp,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path
    from types import TracebackType

    from advocate.core.ledger import Departure, Draft, Event, LetterKey, Mark, Via
    from advocate.outbox.ledger.rows import Plain

_CUT_SHORT = "a run was cut short while it was being sent"
_UNKNOWN = ", ".join("?" * 13)
"""Values for the columns of DRAFT and `words`."""

_LAST = "events.id = (SELECT max(id) FROM events AS later WHERE later.entry = events.entry)"


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger. Every method that writes is one transaction, on disk when it returns.

    Each raises ProblemsError where the disk, the file or another process does not let it; then nothing has
    changed. It is closed by `close`, or at the end of a `with`.
    """

    file: Path
    connection: sqlite3.Connection

    def __enter__(self) -> Self:
        """Return the ledger itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the file."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self.connection.close()

    def check(self) -> None:
        """Read the whole file, and raise ProblemsError where any of it is damaged.

        It takes a moment for many thousand letters, and is for what relies on every row: sending.
        """
        with told(self.file):
            # Unlike quick_check it compares the indexes, on which no letter being there twice rests.
            first = self.connection.execute("PRAGMA integrity_check(1)").fetchone()
        if first != ("ok",):
            raise damaged(self.file, "the log is damaged")

    def latest(self, key: LetterKey) -> Entry | None:
        """Return what is known of the last edition of a letter, whatever edition the key names."""
        found = self._read(f"WHERE {SAME} ORDER BY edition DESC LIMIT 1", key_values(key)[:-1])
        return next(iter(found), None)

    def numbered(self, id_: int) -> Entry | None:
        """Return the entry of a number."""
        return next(iter(self._read("WHERE id = ?", (id_,))), None)

    def entries(self, search: Search | None = None) -> Sequence[Entry]:
        """Return every entry that a search finds, in the order in which they were first written down."""
        condition, values = where(search or Search())
        return self._read(f"{condition} ORDER BY id", values)

    def lines(self, search: Search) -> Sequence[Line]:
        """Return what a list shows of every letter that a search finds, by the offices' ids and by day.

        There may be very many, so that nothing is made of a row but the row; so it is with the next two.
        """
        return self._plain(Line, f"{LINE}, {DAY}", *where(search), BY_OFFICE)

    def records(self, search: Search) -> Sequence[Record]:
        """Return all that is known of the same letters, in the same order."""
        return self._plain(Record, RECORD, *where(search), BY_OFFICE)

    def standing(self, left_by: date) -> Sequence[Standing]:
        """Return how the letters stand that `waiting` returns."""
        return self._plain(Standing, f"{STANDING}, {DAY}", *waiting(left_by))

    def waiting(self, left_by: date) -> Sequence[Entry]:
        """Return every entry of each letter of which what left last did so on a day or before, and stayed so.

        Whether a letter is to be followed up is for `core.follow_up` to say.
        """
        return self._read(*waiting(left_by))

    def record(
        self, drafts: Iterable[Draft], via: Via, at: datetime, *, among: Collection[State] = frozenset(State)
    ) -> Sequence[Entry]:
        """Write letters down as drafted, and return the entries of those that then are in one of some states.

        They are in the order given. One that is there already keeps its state; where that is one of what has
        not left, its words are renewed.
        """
        drafts = tuple(drafts)
        # Plain texts: for each value of another type sqlite3 looks for somebody who adapts it.
        drafted, *renewed = (str.__str__(each) for each in (State.DRAFTED, *sorted(UNSENT)))
        now = (drafted, str.__str__(via), stamp(at))
        with self._writing():
            last = self.connection.execute("SELECT COALESCE(max(id), 0) FROM letters").fetchone()[0]
            there = {entry.key: entry.id for entry in self._of(drafts, frozenset(State))}
            # Not by an upsert: that uses up a number for each letter that is there already.
            self.connection.executemany(
                f"UPDATE letters SET ({DRAFT}, words) = ({_UNKNOWN})"
                f" WHERE id = ? AND state IN ({places(UNSENT)})",
                (
                    (*draft_values(draft), words_of(draft), there[draft.key], *renewed)
                    for draft in drafts
                    if draft.key in there
                ),
            )
            new = {draft.key: draft for draft in drafts if draft.key not in there}
            self.connection.executemany(
                f"INSERT INTO letters ({DRAFT}, words, {NOW})"
                f" VALUES ({_UNKNOWN}, ?, ?, ?, '', '', NULL, '', '')",
                ((*draft_values(draft), words_of(draft), *now) for draft in new.values()),
            )
            self._happened("id > ?", (last,))
            kept = {entry.key: entry for entry in self._of(drafts, among)}
        return [kept[draft.key] for draft in drafts if draft.key in kept]

    def begin(self, id_: int, among: Iterable[State], departure: Departure, hold: str | None = None) -> bool:
        """Write down that a letter is being sent from now on; return whether it was in one of some states.

        Where it was not, another run has it, or the letter has left, and nothing has changed. `hold` is where
        its draft is to lie in a mailbox.
        """
        states = [state for state in among if State.SENDING in MOVES[state]]
        with self._writing():
            done = self.connection.execute(
                "UPDATE letters SET state = ?, via = ?, at = ?, message_id = ?, address = ?, day = NULL,"
                f" note = '', hold = COALESCE(?, hold) WHERE id = ? AND state IN ({places(states)})",
                (
                    *(State.SENDING, departure.via, stamp(departure.at), departure.message_id),
                    *(departure.address, hold, id_, *states),
                ),
            )
            if done.rowcount:
                self._happened("id = ?", (id_,))
        return bool(done.rowcount)

    def settle(self, id_: int, state: State, at: datetime, note: str = "", hold: str | None = None) -> bool:
        """Write down what became of a letter that was being sent, or why it stays as it was.

        Return whether that was possible (`core.ledger.MOVES`): what its writer said meanwhile is kept.
        """
        states = [before for before in State if state in MOVES[before]]
        with self._writing():
            done = self.connection.execute(
                "UPDATE letters SET state = ?, at = ?, day = NULL, note = ?, hold = COALESCE(?, hold)"
                f" WHERE id = ? AND state IN ({places(states)})",
                (state, stamp(at), note, hold, id_, *states),
            )
            if done.rowcount:
                self._happened("id = ?", (id_,))
        return bool(done.rowcount)

    def abandoned(self, at: datetime) -> Sequence[Entry]:
        """Return letters that a run had begun to send when it was cut short; they are unknown from now on.

        Only whoever holds the lock on sending may ask: otherwise another run may be sending them right now.
        """
        if not self._read("WHERE state = ? LIMIT 1", (State.SENDING,)):
            return ()
        with self._writing():
            found = [each.id for each in self._read("WHERE state = ? ORDER BY id", (State.SENDING,))]
            self.connection.execute(
                "UPDATE letters SET state = ?, at = ?, day = NULL, note = ? WHERE state = ?",
                (State.UNKNOWN, stamp(at), _CUT_SHORT, State.SENDING),
            )
            self._happened(f"id IN ({SET})", (json.dumps(found),))
            return self._read(f"WHERE id IN ({SET}) ORDER BY id", (json.dumps(found),))

    def mark(self, id_: int, mark: Mark, at: datetime) -> None:
        """Write down what the writer says of a letter."""
        self.mark_all({id_: mark}, at)

    def mark_all(self, marks: Mapping[int, Mark], at: datetime) -> None:
        """Write down what the writer says of letters, by their numbers: of all of them or of none.

        Raises ProblemsError where it cannot be said of one of them (`core.ledger.MARKS`).
        """
        wanted = json.dumps(sorted(marks))
        with self._writing():
            there = {each.id: each for each in self._read(f"WHERE id IN ({SET})", (wanted,))}
            problems = [_cannot(id_, there.get(id_), mark.state) for id_, mark in sorted(marks.items())]
            if any(problems):
                raise ProblemsError([problem for problem in problems if problem])
            act = self.connection.execute("SELECT COALESCE(max(marked), 0) + 1 FROM events").fetchone()[0]
            self.connection.executemany(
                "UPDATE letters SET state = ?, via = COALESCE(?, via), at = ?, day = ?, note = ?,"
                " address = COALESCE(?, address) WHERE id = ?",
                [
                    (
                        *(mark.state, mark.via, stamp(at), mark.day and mark.day.isoformat(), mark.note),
                        *(mark.address or None, id_),
                    )
                    for id_, mark in marks.items()
                ],
            )
            self._happened(f"id IN ({SET})", (wanted,), act)

    def undo(self) -> Sequence[Undone]:
        """Take the last mark back, of all letters that it was of, and return them; none where there is none.

        They stand as before. A mark after which something else happened to the letter stays.
        """
        with self._writing():
            rows = self.connection.execute(
                f"SELECT id, entry FROM events WHERE {_LAST} AND marked ="
                f" (SELECT max(marked) FROM events WHERE marked > 0 AND {_LAST}) ORDER BY entry"
            ).fetchall()
            return [self._take_back(event, id_) for event, id_ in rows]

    def forget(self, ids: Collection[int]) -> None:
        """Erase letters, and everything that happened to them, so that no byte of them is left in the file.

        Where another process is reading, the traces of the change itself stay until it ends, and
        ProblemsError says so.
        """
        gone = json.dumps(sorted(ids))
        with self._writing():
            self.connection.execute(f"DELETE FROM events WHERE entry IN ({SET})", (gone,))
            self.connection.execute(f"DELETE FROM letters WHERE id IN ({SET})", (gone,))
        with told(self.file):
            self.connection.execute("VACUUM")
            busy, *_ = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            words = "forgotten, but another run still reads the log: the last traces go when it has ended"
            raise ProblemsError([Problem("ledger.traces", words, Place(self.file.as_posix()))], exit_code=1)

    def contacts(self) -> Sequence[str]:
        """Return the ids of all offices that have a letter."""
        with told(self.file):
            rows = self.connection.execute("SELECT DISTINCT contact FROM letters ORDER BY contact").fetchall()
        return [str(row[0]) for row in rows]

    def events(self, id_: int) -> Sequence[Event]:
        """Return everything that happened to a letter, the oldest first."""
        with told(self.file):
            rows = self.connection.execute(
                f"SELECT marked, {NOW} FROM events WHERE entry = ? ORDER BY id", (id_,)
            ).fetchall()
            return [event(row) for row in rows]

    def hold(self, id_: int) -> str:
        """Return where a letter's draft lies in a mailbox, as whoever put it there wrote it down."""
        with told(self.file):
            row = self.connection.execute("SELECT hold FROM letters WHERE id = ?", (id_,)).fetchone()
        return str(row[0]) if row else ""

    def _of(self, drafts: Collection[Draft], states: Collection[State]) -> Iterator[Entry]:
        """Yield the entries of letters, with one question for all that differ in nothing but the office."""
        offices: dict[tuple[str | int, ...], list[str | int]] = {}
        for draft in drafts:
            campaign, contact, *others = key_values(draft.key)
            offices.setdefault((campaign, *others), []).append(contact)
        same = SAME.replace("contact = ?", f"contact IN ({SET})")
        for (campaign, *others), contacts in offices.items():
            yield from self._read(
                f"WHERE {same} AND edition = ? AND state IN ({SET})",
                (campaign, json.dumps(contacts), *others, json.dumps(sorted(states))),
            )

    def _take_back(self, event: int, id_: int) -> Undone:
        [marked] = self._read("WHERE id = ?", (id_,))
        self.connection.execute("DELETE FROM events WHERE id = ?", (event,))
        self.connection.execute(
            f"UPDATE letters SET ({NOW}) ="
            f" (SELECT {NOW} FROM events WHERE entry = ? ORDER BY id DESC LIMIT 1) WHERE id = ?",
            (id_, id_),
        )
        [now] = self._read("WHERE id = ?", (id_,))
        return Undone(marked, now)

    def _happened(self, which: str, values: Sequence[object], act: int = 0) -> None:
        self.connection.execute(
            f"INSERT INTO events (entry, marked, {NOW}) SELECT id, ?, {NOW} FROM letters WHERE {which}"
            " ORDER BY id",
            (act, *values),
        )

    def _read(self, where: str, values: Sequence[object]) -> list[Entry]:
        with told(self.file):
            rows = self.connection.execute(f"SELECT id, {DRAFT}, {NOW} FROM letters {where}", values)
            return [entry(row) for row in rows]

    def _plain(
        self, kind: type[Plain], columns: str, which: str, values: Sequence[object], order: str = ""
    ) -> list[Plain]:
        query = f"SELECT {columns} FROM letters {which} {order}"
        with told(self.file):
            return plain(kind, self.connection.execute(query, values))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with told(self.file):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                # What failed is what is told, not that nothing was left to roll back.
                with suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                raise


def _cannot(id_: int, entry_: Entry | None, state: State) -> Problem | None:
    """Return why something cannot be said of a letter, None where it can."""
    if entry_ is None:
        return Problem("ledger.number", f"letter {id_} is not in your log: 'advocate log list' shows them")
    if state in MARKS[entry_.state]:
        return None
    if entry_.state is State.SENDING:
        words = f"letter {id_} is being sent at this moment: wait until that run has ended"
    else:
        words = (
            f"letter {id_} is {entry_.state}, and cannot be {state} after that: 'advocate log undo' takes the"
            " last mark back"
        )
    return Problem("ledger.move", words)
