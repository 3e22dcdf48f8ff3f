"""Runs of sending that are killed, or run beside each other: no letter twice, none lost, none made up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = int(os.environ.get("ADVOCATE_KILLS", "25"))
"""How many runs are killed; `.ci/run` asks for two hundred."""

LETTERS = 40
ENOUGH = 20
"""Kills of which some surely hit: of 200, 81 did when this was written."""


def _counted(folder: Path, *words: str) -> dict[str, object]:
    program = (sys.executable, "-m", "tests.sending.kill", str(folder), *words)
    root = Path(__file__).parents[2]
    done = subprocess.run(program, cwd=root, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout)
    assert isinstance(counted, dict)
    return counted


pytestmark = [
    pytest.mark.loopback,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a run"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory where there is one: what a killed process wrote stays there as on a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it has a name that nobody can foresee
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as made:
        yield Path(made)


@pytest.mark.parametrize(
    ("how", "rounds"), [((), ROUNDS), (("--program",), max(4, ROUNDS // 20))], ids=["run", "program"]
)
def test_runs_that_are_killed_send_nothing_twice_lose_nothing_and_claim_nothing(
    folder: Path, how: tuple[str, ...], rounds: int
) -> None:
    seed = os.environ.get("ADVOCATE_KILL_SEED") or str(int.from_bytes(os.urandom(4)))

    counted = _counted(folder, "--rounds", str(rounds), "--seed", seed, *how)

    print(json.dumps(counted))  # noqa: T201 - where it fails, the seed makes the same kills again
    states, killed = counted["states"], counted["killed"]
    assert isinstance(states, dict)
    assert isinstance(killed, dict)
    assert counted["wrong"] == []
    assert sum(killed.values()) == rounds
    in_danger = killed.get("while a letter was being sent", 0)
    assert (states.get("unknown", 0), states["sent"]) == (in_danger, rounds * LETTERS - in_danger)
    # Enough of them have to hit where a letter could be lost, or go twice.
    assert in_danger > 0 or rounds < ENOUGH


@pytest.mark.parametrize(
    ("how", "codes"), [(("locked",), [0, 3]), (("unlocked",), [0, 0]), (("locked", "--program"), [0, 3])]
)
def test_two_runs_at_once_send_every_letter_once(
    folder: Path, how: tuple[str, ...], codes: list[int]
) -> None:
    counted = _counted(folder, "--together", *how)

    # With the lock, the second run is told that another one is sending; the ledger alone would do, too.
    assert counted["codes"] == codes
    assert (counted["states"], counted["wrong"]) == ({"sent": LETTERS}, [])
