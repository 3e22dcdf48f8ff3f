"""A repair that is cut short: the log is refused or repaired, and no sent letter looks as if it were not."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import State, Via
from advocate.core.problems import ProblemsError
from advocate.outbox.ledger import erase_log, open_ledger, repair_ledger
from tests.ledger.test_store import DEPARTURE, NOON, draft

if TYPE_CHECKING:
    from pathlib import Path

_CUT = """
import json, os, shutil, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from advocate.outbox.ledger import erase_log, repair_ledger

source, target, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
seen = []

def step(folder, at, name, *paths):
    # What is in a folder of its own, or before anything is kept aside, changes nothing here.
    if folder in {Path(paths[0]), *(Path(each).parent for each in paths)}:
        if what == "erase" or seen or "damaged" in str(paths[0]):
            seen.append([name, *(Path(each).name for each in paths)])
            if len(seen) == at:
                os.kill(os.getpid(), signal.SIGKILL)

def child(folder, at):
    def watch(event, words):
        paths = [each for each in words[:2] if isinstance(each, (str, Path))]
        if event in {"os.rename", "os.remove", "os.link", "open"} and paths:
            step(folder, at, event, *paths)
    # The order of it counts here, not whether this disk is quick.
    os.fsync = lambda handle: step(folder, at, "fsync", os.readlink(f"/proc/self/fd/{handle}"))
    sys.addaudithook(watch)
    if what == "erase":
        erase_log(folder / "ledger.sqlite3")
    else:
        repair_ledger(folder / "ledger.sqlite3", noon)
    print(json.dumps(seen), flush=True)
    os._exit(0)

at = ended = 0
while not ended:
    at += 1
    folder = target / str(at)
    shutil.copytree(source, folder)
    pid = os.fork()
    if not pid:
        child(folder, at)
    ended = os.waitpid(pid, 0)[1] == 0
"""
"""Python for a process whose children do it to copies of a folder, each killed one step later."""


def damaged(folder: Path) -> Path:
    """Make a log whose own file is whole but knows of nothing sent, and whose last writing is damaged."""
    made, folder = folder / "made", folder / "damaged"
    folder.mkdir()
    with open_ledger(made / "ledger.sqlite3") as ledger:
        ids = [entry.id for entry in ledger.record(map(draft, range(20)), Via.FILES, NOON)]
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        for id_ in ids[:10]:
            assert ledger.begin(id_, {State.DRAFTED}, DEPARTURE)
            assert ledger.settle(id_, State.SENT, NOON)
        (folder / "ledger.sqlite3").write_bytes((made / "ledger.sqlite3").read_bytes())
        wal = bytearray((made / "ledger.sqlite3-wal").read_bytes())
    middle = len(wal) // 2
    wal[middle : middle + 32] = b"\xa5" * 32
    (folder / "ledger.sqlite3-wal").write_bytes(wal)
    return folder


def cut(source: Path, target: Path, what: str) -> tuple[list[Path], list[list[str]]]:
    """Do it to copies of a folder, killed at every step; return the copies, and the steps of the last one."""
    done = subprocess.run(
        [sys.executable, "-c", _CUT, str(source), str(target), what], stdout=subprocess.PIPE, check=True
    )
    folders = sorted(target.iterdir(), key=lambda each: int(each.name))
    return folders, json.loads(done.stdout)


def states(file: Path) -> list[State]:
    with open_ledger(file) as ledger:
        ledger.check()
        return [entry.state for entry in ledger.entries()]


def test_a_repair_that_is_cut_short_at_any_step_hides_no_letter_that_was_sent(tmp_path: Path) -> None:
    source = damaged(tmp_path)
    folders, steps = cut(source, tmp_path / "cut", "repair")
    assert len(folders) > 10
    wanted = [State.SENT] * 10 + [State.UNKNOWN] * 10
    refusals = []
    for folder in folders:
        file = folder / "ledger.sqlite3"
        try:
            found = states(file)
        except ProblemsError as error:
            refusals.append(error.problems[0].code)
            done = repair_ledger(file, NOON)
            assert (done.saved, done.lost, done.doubtful) == (20, 0, 10)
            assert (folder / done.aside).read_bytes() == (source / "ledger.sqlite3").read_bytes()
            found = states(file)
        assert found == wanted, folder.name
    assert set(refusals) == {"ledger.damaged"}
    assert 10 < len(refusals) < len(folders)
    # What a power cut takes is what was not on disk yet: each step is, before the next one.
    last = folders[-1].name
    known = {
        ("os.rename", "ledger.repaired-1.sqlite3"): "ready",
        ("os.remove", "ledger.sqlite3-wal"): "old",
        ("os.remove", "ledger.sqlite3-shm"): "old",
        ("os.rename", "ledger.sqlite3"): "put",
        ("fsync", "ledger.damaged-1.sqlite3"): "kept",
        ("fsync", "ledger.damaged-1.sqlite3-wal"): "kept",
        ("fsync", last): "sync",
    }
    order = [known[step[0], step[-1]] for step in steps if (step[0], step[-1]) in known]
    assert order == ["kept", "kept", "sync", "ready", "sync", "old", "old", "sync", "put", "sync"]


def test_a_repair_that_was_cut_short_ends_well_without_the_file_that_was_kept(tmp_path: Path) -> None:
    file = damaged(tmp_path) / "ledger.sqlite3"
    repair_ledger(file, NOON)
    wanted = states(file)
    file.replace(file.with_name("ledger.repaired-1.sqlite3"))
    for each in file.parent.glob("*damaged*"):
        each.unlink()
    with pytest.raises(ProblemsError, match=r"ledger\.damaged"):
        open_ledger(file)
    assert repair_ledger(file, NOON).saved == 20
    assert states(file) == wanted


def test_forgetting_all_cut_short_at_any_step_hides_no_letter_that_was_sent(
    tmp_path: Path,
) -> None:
    source = tmp_path / "whole"
    source.mkdir()
    with open_ledger(tmp_path / "ledger.sqlite3") as ledger:
        [entry] = ledger.record([draft(1)], Via.FILES, NOON)
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        assert ledger.begin(entry.id, {State.DRAFTED}, DEPARTURE)
        assert ledger.settle(entry.id, State.SENT, NOON)
        for each in tmp_path.glob("ledger.sqlite3*"):
            (source / each.name).write_bytes(each.read_bytes())
    folders, _ = cut(source, tmp_path / "cut", "erase")
    assert not list(folders[-1].iterdir())
    refusals = []
    for folder in folders:
        file = folder / "ledger.sqlite3"
        try:
            assert states(file) in ([State.SENT], [])
        except ProblemsError as error:
            refusals.append(error.problems[0].code)
            erase_log(file)
            assert not list(folder.iterdir())
    assert set(refusals) == {"ledger.damaged"}
