"""The ledger: what is written down stays, what is forgotten is gone, and damage is told and repaired."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import Departure, Draft, LetterKey, Mark, Search, State, Via
from advocate.core.problems import ProblemsError
from advocate.outbox.ledger import open_ledger, repair_ledger
from advocate.outbox.ledger.faults import told
from advocate.outbox.ledger.wal import has_lost_commits
from advocate.sources.places import ledger_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.conftest import Advocate

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DEPARTURE = Departure(Via.SMTP, NOON, "<1@example.net>", "office@example.org")


def draft(number: int) -> Draft:
    key = LetterKey("tirek", f"office-{number}", "report", "ada byron")
    return Draft(
        key, f"Бюро {number:05}", "Ada Byron", "en", date(2026, 11, 22), f"Subject {number:05}", "0" * 64
    )


def fill(file: Path, count: int = 400) -> Sequence[int]:
    """Write letters down, of which the first was sent."""
    with open_ledger(file) as ledger:
        ids = [entry.id for entry in ledger.record(map(draft, range(count)), Via.FILES, NOON)]
        assert ledger.begin(ids[0], {State.DRAFTED}, DEPARTURE)
        assert ledger.settle(ids[0], State.SENT, NOON)
    return ids


def refused(file: Path) -> str:
    with pytest.raises(ProblemsError) as told, open_ledger(file, patience=0.1) as ledger:
        ledger.check()
    assert told.value.exit_code == 1
    return told.value.problems[0].code


def test_the_ledger_and_what_lies_beside_it_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "ledger.sqlite3"
    with open_ledger(file) as ledger:
        ledger.record([draft(1)], Via.FILES, NOON)
        modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
    names = ("ledger.sqlite3", "ledger.sqlite3-shm", "ledger.sqlite3-wal")
    assert modes == dict.fromkeys(names, 0o600)
    assert [path.stat().st_mode & 0o777 for path in (file.parent, file.parent.parent)] == [0o700, 0o700]


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "ledger.damaged"), (b"Dear Minister,", "ledger.damaged")]
)
def test_what_is_no_ledger_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "ledger.sqlite3"
    file.write_bytes(content)
    assert refused(file) == code
    assert file.read_bytes() == content


def test_another_programs_database_a_later_ledger_and_a_link_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE a (b)")
    connection.close()
    before = other.read_bytes()
    assert refused(other) == "ledger.foreign"
    with pytest.raises(ProblemsError, match=r"ledger\.foreign"):
        repair_ledger(other, NOON)
    assert other.read_bytes() == before
    file = tmp_path / "ledger.sqlite3"
    with open_ledger(file) as ledger:
        ledger.connection.execute("PRAGMA user_version = 99")
    assert refused(file) == "ledger.newer"
    link = tmp_path / "link.sqlite3"
    link.symlink_to(file)
    assert refused(link) == "ledger.link"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("name", ["ledger.sqlite3", "ledger.sqlite3-wal"])
def test_a_pipe_in_place_of_the_log_is_told_and_not_waited_for(
    advocate: Advocate, home: Path, name: str
) -> None:
    advocate("generate", "--to", "knb-chairman", "--out", home / "letters", "--name", "Ada Byron")
    (home / name).unlink(missing_ok=True)
    os.mkfifo(home / name)
    for words in ("list", "undo", "export", "repair", "follow-up"):
        ran = advocate("log", words)
        assert ran.code == 1
        assert "[ledger.foreign]" in ran.err
        assert name in ran.err


def test_a_lock_that_cannot_be_held_is_called_by_its_name(advocate: Advocate, home: Path) -> None:
    advocate("generate", "--to", "knb-chairman", "--out", home / "letters", "--name", "Ada Byron")
    (home / "ledger.sqlite3.lock").symlink_to(home / "nowhere")
    ran = advocate("log", "repair")
    assert ran.code == 1
    assert "ledger.sqlite3.lock: " in ran.err
    assert not (home / "nowhere").exists()


def test_another_process_that_writes_is_waited_for_and_then_told(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    ids = fill(file, 2)
    with open_ledger(file) as first, open_ledger(file, patience=0.1) as second:
        first.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProblemsError, match=r"ledger\.locked"):
            second.settle(ids[1], State.FAILED, NOON)
        first.connection.execute("ROLLBACK")
        assert second.settle(ids[1], State.FAILED, NOON)


def test_a_full_disk_is_told_and_nothing_of_the_change_is_written(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    fill(file, 2)
    with open_ledger(file) as ledger:
        ledger.connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(ProblemsError, match=r"ledger\.full"):
            ledger.record(map(draft, range(2, 2000)), Via.FILES, NOON)
        assert len(ledger.entries()) == 2


@pytest.mark.parametrize(
    ("sort", "code", "words"),
    [
        (sqlite3.SQLITE_FULL, "ledger.full", "the disk is full"),
        # A disk without room for what SQLite has beside the log, and a limit to the size of files.
        (sqlite3.SQLITE_IOERR_SHMSIZE, "ledger.full", "the disk is full"),
        (sqlite3.SQLITE_IOERR_WRITE, "ledger.failed", "is it full"),
    ],
)
def test_whatever_sqlite_calls_a_full_disk_is_told_as_one(
    tmp_path: Path, sort: int, code: str, words: str
) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sort
    with pytest.raises(ProblemsError, match=words) as told_, told(tmp_path / "ledger.sqlite3"):
        raise error
    assert told_.value.problems[0].code == code


def test_a_migration_that_is_cut_short_leaves_the_version_before(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    fill(file, 2)
    from advocate.outbox.ledger.schema import MIGRATIONS  # noqa: PLC0415

    with pytest.raises(ProblemsError, match=r"ledger\.failed"):
        open_ledger(file, migrations=(*MIGRATIONS, ("ALTER TABLE letters ADD more TEXT", "NONSENSE")))
    with open_ledger(file) as ledger:
        assert len(ledger.entries()) == 2
    open_ledger(file, migrations=(*MIGRATIONS, ("ALTER TABLE letters ADD more TEXT",))).close()
    assert refused(file) == "ledger.newer"


def test_a_mark_of_several_letters_is_taken_back_as_one(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.sqlite3") as ledger:
        ids = [entry.id for entry in ledger.record(map(draft, range(3)), Via.FILES, NOON)]
        ledger.mark(ids[0], Mark(State.SENT, Via.POST), NOON)
        ledger.mark_all(dict.fromkeys(ids, Mark(State.ANSWERED)), NOON)
        assert [each.now.state for each in ledger.undo()] == [State.SENT, State.DRAFTED, State.DRAFTED]
        assert [each.now.state for each in ledger.undo()] == [State.DRAFTED]
        assert not ledger.undo()


def test_what_has_left_is_not_sent_again_and_one_illegal_mark_stops_all(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    ids = fill(file, 2)
    with open_ledger(file) as ledger:
        assert not ledger.begin(ids[0], set(State), DEPARTURE)
        assert not ledger.settle(ids[0], State.FAILED, NOON)
        assert ledger.begin(ids[1], {State.DRAFTED}, DEPARTURE)
        with pytest.raises(ProblemsError, match=r"ledger\.move"):
            ledger.mark_all(dict.fromkeys(ids, Mark(State.ANSWERED)), NOON)
        assert [each.state for each in ledger.abandoned(NOON)] == [State.UNKNOWN]
        assert [each.state for each in ledger.entries()] == [State.SENT, State.UNKNOWN]
        assert [each.id for each in ledger.entries(Search(words=("БЮРО", "00001")))] == [ids[1]]


def test_a_letter_written_down_once_more_is_renewed_until_it_has_left(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.sqlite3") as ledger:
        ids = [entry.id for entry in ledger.record(map(draft, range(4)), Via.FILES, NOON)]
        for id_, state in zip(ids[1:], (State.FAILED, State.SENT, State.UNKNOWN), strict=True):
            assert ledger.begin(id_, {State.DRAFTED}, DEPARTURE)
            assert ledger.settle(id_, state, NOON)
        happened = [ledger.events(id_) for id_ in ids]
        changed = [replace(draft(number), subject="Changed", sha256="1" * 64) for number in (3, 2, 1, 0)]
        entries = ledger.record(changed, Via.FILES, NOON)
        assert [entry.id for entry in entries] == ids[::-1]
        assert [(entry.state, entry.draft.sha256[0], entry.draft.subject) for entry in entries] == [
            (State.UNKNOWN, "0", "Subject 00003"),
            (State.SENT, "0", "Subject 00002"),
            (State.FAILED, "1", "Changed"),
            (State.DRAFTED, "1", "Changed"),
        ]
        assert [each.id for each in ledger.entries(Search(words=("changed",)))] == ids[:2]
        assert [ledger.events(id_) for id_ in ids] == happened
        assert [entry.id for entry in ledger.record(changed, Via.FILES, NOON, among={State.SENT})] == [ids[2]]


def test_many_letters_are_written_down_with_few_questions(tmp_path: Path) -> None:
    other = replace(draft(1), key=replace(draft(1).key, reminder=1))
    with open_ledger(tmp_path / "ledger.sqlite3") as ledger:
        asked: list[str] = []
        ledger.connection.set_trace_callback(asked.append)
        entries = ledger.record([other, *map(draft, range(500))], Via.FILES, NOON)
    assert [entry.draft for entry in entries] == [other, *map(draft, range(500))]
    assert sum(not statement.startswith("INSERT INTO letters") for statement in asked) < 10


def test_bytes_destroyed_in_the_middle_are_told_and_every_other_letter_is_saved(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    ids = fill(file)
    data = bytearray(file.read_bytes())
    middle = data.index(b"Subject 00200") // 4096 * 4096
    data[middle : middle + 4096] = b"\xa5" * 4096
    file.write_bytes(data)
    assert refused(file) == "ledger.damaged"
    done = repair_ledger(file, NOON)
    assert (file.parent / done.aside).read_bytes() == data
    assert done.aside == "ledger.damaged-1.sqlite3"
    assert done.saved < 400
    assert done.saved + done.partly == 400
    with open_ledger(file) as ledger:
        ledger.check()
        assert [entry.id for entry in ledger.entries()] == ids
        assert ledger.entries()[0].state is State.SENT


@pytest.mark.parametrize("length", [16, 100, 4096])
def test_a_destroyed_beginning_costs_no_letter(tmp_path: Path, length: int) -> None:
    file = tmp_path / "ledger.sqlite3"
    ids = fill(file)
    file.write_bytes(b"\xa5" * length + file.read_bytes()[length:])
    assert refused(file) == "ledger.damaged"
    done = repair_ledger(file, NOON)
    assert (done.saved, done.partly, done.lost) == (400, 0, 0)
    with open_ledger(file) as ledger:
        assert [entry.id for entry in ledger.entries()] == ids
        assert ledger.entries()[0].state is State.SENT


@pytest.mark.parametrize("where", [0, 0.4])
def test_damage_to_what_was_written_last_is_told_and_saved_as_doubtful(tmp_path: Path, where: float) -> None:
    file, copy = tmp_path / "ledger.sqlite3", tmp_path / "copy" / "ledger.sqlite3"
    copy.parent.mkdir()
    with open_ledger(file) as ledger:
        ids = [entry.id for entry in ledger.record(map(draft, range(20)), Via.FILES, NOON)]
        for id_ in ids[:10]:
            assert ledger.begin(id_, {State.DRAFTED}, DEPARTURE)
            assert ledger.settle(id_, State.SENT, NOON)
        # As after a crash: SQLite has not put away what it wrote last.
        copy.write_bytes(file.read_bytes())
        wal = bytearray((tmp_path / "ledger.sqlite3-wal").read_bytes())
    assert not has_lost_commits(bytes(wal))
    start = int(len(wal) * where)
    wal[start : start + 32] = b"\xa5" * 32
    beside = copy.with_name("ledger.sqlite3-wal")
    beside.write_bytes(wal)
    assert refused(copy) == "ledger.damaged"
    assert beside.read_bytes() == wal
    done = repair_ledger(copy, NOON)
    assert done.saved == 20
    with open_ledger(copy) as ledger:
        ledger.check()
        assert {entry.state for entry in ledger.entries()} <= {State.SENT, State.UNKNOWN}


def test_nothing_of_a_forgotten_letter_is_left_in_any_file(advocate: Advocate, home: Path) -> None:
    fill(ledger_file())
    told = advocate("log", "forget", "--to", "office-7", "--to", "office-300", "--yes")
    assert (told.code, told.out.splitlines()[0]) == (0, "forgotten: 2 letters")
    left = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    for gone in ("Бюро 00007", "Subject 00300", "office-300"):
        assert gone.encode() not in left
    assert "Бюро 00008".encode() in left
    assert advocate("log", "forget", "--all").code == 2
    assert advocate("log", "forget", "--all", "--yes").code == 0
    left = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"office" not in left
    assert not ledger_file().exists()


def test_a_log_that_is_damaged_is_repaired_once_and_whole_after_it(advocate: Advocate) -> None:
    fill(ledger_file(), 3)
    ledger_file().write_bytes(b"?" + ledger_file().read_bytes()[1:])
    assert "saved: 3 letters" in advocate("log", "repair").out
    assert "the log is whole" in advocate("log", "repair").out


def test_one_letter_is_told_as_one_and_a_slip_by_the_name_of_its_option(advocate: Advocate) -> None:
    fill(ledger_file(), 1)
    assert "1 letter in " in advocate("log", "export", "--out", ledger_file().with_name("log.csv")).err
    for slip in ("soon", ""):
        ran = advocate("log", "forget", "--before", slip)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("--before: ")
    assert "forgotten: 1 letter\n" in advocate("log", "forget", "--before", "2099-01-01", "--yes").out


def test_the_log_is_turned_off_and_on(advocate: Advocate, home: Path) -> None:
    assert advocate("log", "off").code == 0
    assert (home / "no-log").exists()
    assert advocate("log", "on").code == 0
    assert not (home / "no-log").exists()
