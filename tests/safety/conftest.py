"""A machine that would be noticed, and a bench that inspects within the test's own process."""

from __future__ import annotations

import io

import pytest

from advocate.core.traces import Machine
from advocate.sources.inspection import bench, surroundings
from advocate.sources.inspection.bench import Bench
from advocate.sources.inspection.worker import serve
from tests.safety.dirty import HOME, HOST, USER


@pytest.fixture
def noticed(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Let this machine have a name, and its user a login and a home, that are easily found again."""
    machine = Machine(HOST, USER, HOME)
    for module in (bench, surroundings):
        monkeypatch.setattr(module, "this_machine", lambda: machine)
    return machine


@pytest.fixture
def inspected_here(monkeypatch: pytest.MonkeyPatch, noticed: Machine) -> Machine:
    """Inspect without a second process, so that a hundred files take little time and lines are counted."""

    def ask(_bench: Bench, order: str) -> str:
        answers = io.StringIO()
        serve(io.StringIO(f"{order}\n"), answers)
        return answers.getvalue()

    monkeypatch.setattr(Bench, "_ask", ask)
    return noticed
