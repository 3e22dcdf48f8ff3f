"""What the ledger's file and the disk refuse is told in one line, and leaves nothing half done."""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NoReturn

import pytest

from advocate.core.ledger import State, Via
from advocate.core.problems import ProblemsError
from advocate.outbox.ledger import open_ledger, repair_ledger
from advocate.outbox.ledger.schema import APPLICATION, MIGRATIONS
from advocate.outbox.ledger.wal import has_lost_commits
from advocate.sources.places import ledger_file
from tests.ledger.test_store import DEPARTURE, NOON, draft, fill, refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate


def test_a_ledger_that_cannot_be_made_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"ledger\.failed"):
        open_ledger(tmp_path / "ledger.sqlite3", migrations=[["NONSENSE"]])
    assert list(tmp_path.iterdir()) == []


def test_where_the_disk_has_no_second_names_a_ledger_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> NoReturn:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuses)
    file = tmp_path / "ledger.sqlite3"
    fill(file, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite3"]
    with open_ledger(file) as ledger:
        assert len(ledger.entries()) == 2


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "ledger.full"), (errno.EDQUOT, "ledger.full"), (errno.EROFS, "ledger.failed")],
)
def test_what_the_disk_refuses_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuses(*_: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuses)
    assert refused(tmp_path / "ledger.sqlite3") == code


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").write_bytes(b"")
    assert refused(tmp_path / "folder" / "ledger.sqlite3") == "ledger.failed"


def test_a_limit_of_the_disk_is_told_and_the_change_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    with open_ledger(file) as ledger:
        ids = [entry.id for entry in ledger.record(map(draft, range(50)), Via.FILES, NOON)]
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        room = (tmp_path / "ledger.sqlite3-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
        try:
            with pytest.raises(ProblemsError, match="is it full, your quota used up") as told:
                ledger.begin(ids[0], {State.DRAFTED}, DEPARTURE)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert told.value.problems[0].code == "ledger.failed"
        assert {entry.state for entry in ledger.entries()} == {State.DRAFTED}
        assert ledger.begin(ids[0], {State.DRAFTED}, DEPARTURE)


def test_a_later_version_is_known_also_while_another_run_has_just_brought_it(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    fill(file, 2)
    with open_ledger(file) as ledger:
        ledger.connection.execute("PRAGMA user_version = 99")
        assert refused(file) == "ledger.newer"


def test_a_ledger_without_its_tables_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("CREATE TABLE letters (id)")
    assert refused(file) == "ledger.damaged"


@pytest.mark.parametrize("change", ["state = 'lost'", "via = 'pigeon'", "date = 'someday'", "at = 'once'"])
def test_a_row_that_nobody_wrote_is_damage(tmp_path: Path, change: str) -> None:
    file = tmp_path / "ledger.sqlite3"
    fill(file, 2)
    with open_ledger(file) as ledger:
        ledger.connection.execute(f"UPDATE letters SET {change} WHERE id = 2")  # noqa: S608 - words of ours
        with pytest.raises(ProblemsError, match=r"ledger\.damaged"):
            ledger.entries()


def test_of_rows_that_nobody_wrote_a_repair_saves_none_and_every_other(tmp_path: Path) -> None:
    file, loose = tmp_path / "ledger.sqlite3", tmp_path / "loose.sqlite3"
    ids = fill(file, 4)
    with closing(sqlite3.connect(loose, isolation_level=None)) as connection:
        for statement in MIGRATIONS[0]:
            # In tables that take any value, as bytes that are destroyed can be any.
            connection.execute(statement.replace("STRICT", "").replace("INTEGER NOT NULL", "NOT NULL"))
        connection.execute("ATTACH ? AS whole", (str(file),))
        for table in ("letters", "events"):
            connection.execute(f"INSERT INTO {table} SELECT * FROM whole.{table}")  # noqa: S608 - a name of ours
        connection.execute("UPDATE letters SET edition = 'x' WHERE id = 2")
        connection.execute("UPDATE letters SET subject = x'00' WHERE id = 3")
        events = connection.execute("SELECT id FROM events WHERE entry = 4").fetchall()
        assert len(events) == 1
        columns = "?, entry, ?, state, via, at, message_id, ?, day, note, hold"
        copied = f"INSERT INTO events SELECT {columns} FROM events"  # noqa: S608 - names of ours
        connection.execute(f"{copied} WHERE entry = 4", (100, "x", ""))
        connection.execute(f"{copied} WHERE id = 1", (101, 0, b"0"))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
    loose.replace(file)
    done = repair_ledger(file, NOON)
    # The key of the letter whose subject is destroyed stands in the index, too.
    assert (done.saved, done.partly) == (2, 1)
    with open_ledger(file) as ledger:
        ledger.check()
        saved = {entry.id: entry for entry in ledger.entries()}
        assert (saved[ids[0]].state, saved[ids[3]].state) == (State.SENT, State.DRAFTED)
        assert saved[ids[0]].draft == draft(0)
        assert len(ledger.events(ids[3])) == 1


def test_forgetting_while_somebody_reads_says_that_traces_are_left(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    ids = fill(file, 20)
    with open_ledger(file) as reading, open_ledger(file, patience=0.1) as ledger:
        reading.connection.execute("BEGIN")
        assert reading.connection.execute("SELECT count(*) FROM letters").fetchone() == (20,)
        with pytest.raises(ProblemsError, match=r"ledger\.traces"):
            ledger.forget(ids[:5])
        reading.connection.execute("COMMIT")
        assert [entry.id for entry in reading.entries()] == ids[5:]
    assert b"Subject 00003" not in file.read_bytes()


def test_a_letter_that_is_not_there_has_no_draft_anywhere(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.sqlite3") as ledger:
        assert ledger.hold(7) == ""
        assert ledger.numbered(7) is None
        assert ledger.events(7) == []


@pytest.mark.parametrize("place", [0, 4, 8, 12, 16, 24, 31])
def test_any_byte_of_the_beginning_of_what_was_written_last_that_is_destroyed_is_seen(
    tmp_path: Path, place: int
) -> None:
    with open_ledger(tmp_path / "ledger.sqlite3") as ledger:
        ledger.record([draft(1)], Via.FILES, NOON)
        wal = bytearray((tmp_path / "ledger.sqlite3-wal").read_bytes())
    assert not has_lost_commits(bytes(wal))
    wal[place] ^= 0x55
    assert has_lost_commits(bytes(wal))


def test_what_was_lost_and_what_is_in_doubt_is_told_by_repair(advocate: Advocate, home: Path) -> None:
    with open_ledger(ledger_file()) as ledger:
        ids = [entry.id for entry in ledger.record(map(draft, range(300)), Via.FILES, NOON)]
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        for id_ in ids[:4]:
            assert ledger.begin(id_, {State.DRAFTED}, DEPARTURE)
        database = bytearray(ledger_file().read_bytes())
        wal = bytearray((home / "ledger.sqlite3-wal").read_bytes())
    # A page of the letters and all of the index that has their keys, too.
    for words in (b"Subject 00200", b"office-2"):
        start = 0
        while (start := database.find(words, start)) >= 0:
            page = start // 4096 * 4096
            database[page : page + 4096] = b"\xa5" * 4096
    wal[40:60] = b"\xa5" * 20
    ledger_file().write_bytes(database)
    (home / "ledger.sqlite3-wal").write_bytes(wal)
    told = " ".join(advocate("log", "repair").out.split())
    assert "lost: " in told
    assert "in doubt: " in told
    assert {entry.state for entry in open_ledger(ledger_file()).entries()} <= {State.UNKNOWN, State.SENDING}
