"""Whatever is done to the ledger, and whenever a process is killed, it holds together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from advocate.core.ledger import MARKS, MOVES, Departure, Draft, LetterKey, Mark, State, Via
from advocate.core.problems import ProblemsError
from advocate.outbox.ledger import Ledger, open_ledger
from tests.guarded import ROOT, search_path

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DEPARTURE = Departure(Via.SMTP, NOON, "<1@example.net>", "office@example.org")
COLUMNS = "state, via, at, message_id, address, day, note, hold"
WRITER = """
import sys
from pathlib import Path
from tests.ledger.test_always import keep_sending
keep_sending(Path(sys.argv[1]))
"""


def draft(number: int) -> Draft:
    key = LetterKey("tirek", f"office-{number}", "report", "ada byron")
    return Draft(key, f"Office {number}", "Ada Byron", "en", date(2026, 11, 22), "Subject", "0" * 64)


def keep_sending(file: Path) -> None:
    """Send letters until somebody ends the process, and say each number when it is written down as sent."""
    with open_ledger(file) as ledger:
        number = len(ledger.entries())
        while True:
            number += 1
            [entry] = ledger.record([draft(number)], Via.FILES, NOON)
            ledger.begin(entry.id, {State.DRAFTED}, DEPARTURE)
            ledger.settle(entry.id, State.SENT, NOON)
            sys.stdout.write(f"{entry.id}\n")
            sys.stdout.flush()


def holds_together(ledger: Ledger) -> None:
    ledger.check()
    entries = ledger.entries()
    assert len({entry.key for entry in entries}) == len(entries)
    last = f"SELECT entry, {COLUMNS} FROM events GROUP BY entry HAVING id = max(id) ORDER BY entry"  # noqa: S608 - columns of ours
    now = f"SELECT id, {COLUMNS} FROM letters ORDER BY id"  # noqa: S608 - columns of ours
    assert ledger.connection.execute(last).fetchall() == ledger.connection.execute(now).fetchall()


steps = st.lists(
    st.tuples(
        st.sampled_from(["record", "begin", "settle", "mark", "undo", "forget", "abandoned"]),
        st.integers(1, 4),
        st.sampled_from(State),
    ),
    max_size=25,
)


@given(steps)
def test_letters_stand_where_their_last_event_left_them_and_move_as_they_may(
    taken: list[tuple[str, int, State]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.sqlite3") as ledger:
        for step, number, state in taken:
            before = {entry.id: entry.state for entry in ledger.entries()}
            with suppress(ProblemsError):
                match step:
                    case "record":
                        ledger.record([draft(number)], Via.FILES, NOON)
                    case "begin":
                        ledger.begin(number, {state}, DEPARTURE)
                    case "settle":
                        ledger.settle(number, state, NOON)
                    case "mark":
                        ledger.mark(number, Mark(state), NOON)
                    case "undo":
                        ledger.undo()
                    case "forget":
                        ledger.forget([number])
                    case _:
                        ledger.abandoned(NOON)
            holds_together(ledger)
            for entry in ledger.entries():
                old = before.get(entry.id)
                if old and old is not entry.state and step != "undo":
                    assert entry.state in (MARKS if step == "mark" else MOVES)[old]


def test_a_process_that_is_killed_loses_nothing_that_it_was_told_is_written(tmp_path: Path) -> None:
    file, told = tmp_path / "ledger.sqlite3", set()
    for round_ in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, file],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": search_path(ROOT)},
        )
        assert writer.stdout
        for _ in range(3 + 7 * round_):
            told.add(int(writer.stdout.readline()))
        writer.send_signal(signal.SIGKILL)
        told |= {int(line) for line in writer.stdout.read().split(b"\n")[:-1]}
        writer.stdout.close()
        writer.wait()
        with open_ledger(file) as ledger:
            holds_together(ledger)
            assert told <= {entry.id for entry in ledger.entries() if entry.state is State.SENT}
    assert len(told) > 100


def test_two_processes_that_open_a_new_ledger_at_once_have_the_same_one(tmp_path: Path) -> None:
    words = "import sys; from pathlib import Path; from advocate.outbox.ledger import open_ledger\n"
    words += "sys.stdin.readline()\nwith open_ledger(Path(sys.argv[1])) as ledger: print(ledger.entries())"
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", words, tmp_path / "ledger.sqlite3"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": search_path(ROOT)},
        )
        for _ in range(4)
    ]
    for run in runs:
        assert run.stdin
        run.stdin.write(b"\n")
        run.stdin.flush()
    assert [run.communicate()[0].strip() for run in runs] == [b"[]"] * 4
    names = {"ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm"}
    assert {path.name for path in tmp_path.iterdir()} <= names
