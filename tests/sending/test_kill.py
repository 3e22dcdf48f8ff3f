"""Runs of sending that are killed, or run beside each other: no letter twice, none lost, none made up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = int(os.environ.get("ADVOCATE_KILLS", "25"))
"""How many runs are killed; `.ci/run` asks for two hundred."""

LETTERS = 40


def _counted(folder: Path, *words: str) -> dict[str, object]:
    program = (sys.executable, "-m", "tests.sending.kill", str(folder), *words)
    root = Path(__file__).parents[2]
    done = subprocess.run(program, cwd=root, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout)
    assert isinstance(counted, dict)
    return counted


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a run")


def test_runs_that_are_killed_send_nothing_twice_lose_nothing_and_claim_nothing(tmp_path: Path) -> None:
    seed = os.environ.get("ADVOCATE_KILL_SEED") or str(int.from_bytes(os.urandom(4)))

    counted = _counted(tmp_path, "--rounds", str(ROUNDS), "--seed", seed)

    print(json.dumps(counted))  # noqa: T201 - where it fails, the seed makes the same kills again
    states, killed = counted["states"], counted["killed"]
    assert isinstance(states, dict)
    assert isinstance(killed, dict)
    assert counted["wrong"] == []
    assert sum(killed.values()) == ROUNDS
    # Most of all these kills have to hit where a letter could be lost, or sent twice.
    assert killed["while a letter was being sent"] > 0
    assert states["unknown"] == killed["while a letter was being sent"]
    assert states["sent"] + states["unknown"] == ROUNDS * LETTERS


@pytest.mark.parametrize(("how", "codes"), [("locked", [0, 3]), ("unlocked", [0, 0])])
def test_two_runs_at_once_send_every_letter_once(tmp_path: Path, how: str, codes: list[int]) -> None:
    counted = _counted(tmp_path, "--together", how)

    # With the lock, the second run is told that another one is sending; the ledger alone would do, too.
    assert counted["codes"] == codes
    assert (counted["states"], counted["wrong"]) == ({"sent": LETTERS}, [])
