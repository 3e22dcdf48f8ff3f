"""A damaged log through the commands: said, left as it is, repaired, and nothing sent is taken for unsent."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import State, Via
from advocate.core.problems import ProblemsError
from advocate.outbox.ledger import open_ledger, repair_ledger
from advocate.sources.places import ledger_file
from tests.conftest import SENDER
from tests.ledger.test_store import DEPARTURE, NOON, draft, fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Advocate

LETTER = ("--to", "ep-president", *SENDER, "--as", "txt")


def empty(_: bytes) -> bytes:
    return b""


def text(_: bytes) -> bytes:
    return b"Dear Minister,"


def beginning(data: bytes) -> bytes:
    return b"\xa5" * 100 + data[100:]


def page_of(words: bytes) -> Callable[[bytes], bytes]:
    def middle(data: bytes) -> bytes:
        start = data.rindex(words) // 4096 * 4096
        return data[:start] + b"\xa5" * 4096 + data[start + 4096 :]

    return middle


def half(data: bytes) -> bytes:
    return data[: len(data) // 8192 * 4096]


@pytest.mark.parametrize(
    ("damage", "saved"),
    [
        (empty, 0),
        (text, 0),
        (beginning, 400),
        (page_of(b"Subject 00300"), 300),
        # The index, by which a letter is found to be there already.
        (page_of(b"office-9report"), 300),
        (half, 1),
    ],
)
def test_damage_is_said_everywhere_and_changed_by_repair_only(
    advocate: Advocate, home: Path, tmp_path: Path, damage: Callable[[bytes], bytes], saved: int
) -> None:
    fill(ledger_file())
    data = damage(ledger_file().read_bytes())
    ledger_file().write_bytes(data)
    send = ("send", "--via", "smtp", "--really", "--yes", "--server", "localhost", "--to", "ep-president")
    ran = advocate(*send, *SENDER)
    assert (ran.code, "[ledger.damaged]" in ran.err) == (1, True)
    assert ledger_file().read_bytes() == data
    ran = advocate("log", "repair")
    assert ran.code == 0, ran.err
    assert int(ran.out.split("saved: ", 1)[1].split()[0]) >= saved
    assert (home / "ledger.damaged-1.sqlite3").read_bytes() == data
    states = {each["id"]: each["state"] for each in json.loads(advocate("log", "--format", "json").out)}
    assert states.get(1, "gone") in ({"sent", "unknown"} if saved > 1 else {"sent", "unknown", "gone"})
    assert advocate("generate", *LETTER, "--out", tmp_path / "one").code == 0
    with open_ledger(ledger_file()) as ledger:
        ledger.check()
        assert len(ledger.entries()) == len(states) + 1
    assert "the log is whole" in advocate("log", "repair").out


def test_what_was_written_last_without_its_file_is_told_and_repaired(advocate: Advocate, home: Path) -> None:
    with open_ledger(ledger_file()) as ledger:
        ledger.record(map(draft, range(3)), Via.FILES, NOON)
        left = (home / "ledger.sqlite3-wal").read_bytes()
    advocate("log", "forget", "--all", "--yes")
    (home / "ledger.sqlite3-wal").write_bytes(left)
    ran = advocate("generate", *LETTER, "--out", home / "one")
    assert "[ledger.damaged]" in ran.err
    assert (home / "ledger.sqlite3-wal").read_bytes() == left
    assert "saved: 3 letters" in advocate("log", "repair").out
    assert (home / "ledger.damaged-1.sqlite3-wal").read_bytes() == left
    assert len(json.loads(advocate("log", "--format", "json").out)) == 3


@pytest.mark.parametrize("seed", range(12))
def test_damage_in_any_places_of_what_was_written_last_hides_no_letter_that_was_sent(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - which bytes are destroyed is no secret
    file, copy = tmp_path / "ledger.sqlite3", tmp_path / "copy" / "ledger.sqlite3"
    with open_ledger(file) as ledger:
        ids = [entry.id for entry in ledger.record(map(draft, range(10)), Via.FILES, NOON)]
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        for id_ in ids:
            assert ledger.begin(id_, {State.DRAFTED}, DEPARTURE)
        for id_ in ids[:8]:
            assert ledger.settle(id_, State.SENT, NOON)
        copy.parent.mkdir()
        shutil.copy(file, copy)
        wal = bytearray((tmp_path / "ledger.sqlite3-wal").read_bytes())
    # The last change is the one that a crash may take unnoticed.
    for _ in range(chance.choice((1, 2, 5))):
        start = chance.randrange(len(wal) - 2 * 5 * 4120)
        wal[start : start + 16] = chance.randbytes(16)
    copy.with_name("ledger.sqlite3-wal").write_bytes(wal)
    with pytest.raises(ProblemsError, match=r"ledger\.damaged"):
        open_ledger(copy)
    repair_ledger(copy, NOON)
    with open_ledger(copy) as ledger:
        ledger.check()
        assert [entry.id for entry in ledger.entries()] == ids
        assert {entry.state for entry in ledger.entries()} <= {State.SENT, State.UNKNOWN, State.SENDING}
        assert {entry.state for entry in ledger.entries()[8:]} <= {State.UNKNOWN, State.SENDING}


_LIMITED = """
import resource, sys
from datetime import date
from advocate.cli.app import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(main(sys.argv[2:], today=date(2026, 11, 22)))
"""


def test_a_disk_that_is_full_takes_no_letter_back_and_leaves_the_log_as_it_was(
    home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "letters"
    with open_ledger(ledger_file()) as ledger:
        ids = [entry.id for entry in ledger.record(map(draft, range(400)), Via.FILES, NOON)]
        # No file may become larger than the one in which the next change is to be written.
        room = (home / "ledger.sqlite3-wal").stat().st_size + 5000
        ran = subprocess.run(
            [sys.executable, "-c", _LIMITED, str(room), "generate", *LETTER, "--out", str(out)],
            env={**os.environ, "ADVOCATE_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        told = " ".join(ran.stderr.split())
        assert "is it full, your quota used up" in told
        assert "the log does not have them" in told
        assert len(list(out.glob("*.txt"))) == 1
        assert [entry.id for entry in ledger.entries()] == ids
    with open_ledger(ledger_file()) as ledger:
        ledger.check()
        assert [entry.id for entry in ledger.entries()] == ids


def test_an_older_log_that_is_not_in_todays_mode_is_read_and_stays_its_owners(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    ids = fill(file, 2)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    file.chmod(0o644)
    with open_ledger(file) as ledger:
        assert [entry.id for entry in ledger.entries()] == ids
        assert ledger.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert file.stat().st_mode & 0o777 == 0o600
