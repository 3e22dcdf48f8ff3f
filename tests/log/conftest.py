"""A log with letters, made once: each test has a copy of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from advocate.cli.app import main
from tests.conftest import SENDER, TODAY

if TYPE_CHECKING:
    from pathlib import Path

PROSECUTOR, MINISTER, COMMISSIONER = OFFICES = (
    "prosecutor-general",
    "minister-of-internal-affairs",
    "un-high-commissioner",
)
"""The offices of letters 1, 2 and 3: with two e-mail addresses, with one, and abroad."""


@pytest.fixture(scope="session")
def three_letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the log of a run that made three letters."""
    folder = tmp_path_factory.mktemp("logged")
    words = ("generate", "--to", ",".join(OFFICES), *SENDER, "--as", "txt", "--out", folder / "letters")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ADVOCATE_HOME", str(folder))
        assert main([str(word) for word in words], today=TODAY) == 0
    return folder / "ledger.sqlite3"


@pytest.fixture
def letters(three_letters: Path, home: Path) -> None:
    """Let the writer have made three letters."""
    shutil.copy(three_letters, home)
