"""Answering the program: lines through a pipe, and a person's keys in a real terminal."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pexpect

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

PATIENCE = 40
"""Seconds in which the program must have asked its next question, on a busy machine."""


class Piped(io.StringIO):
    """Standard input that is no terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return False


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Let the next run read these lines from its standard input, and then its end."""
    monkeypatch.setattr(sys, "stdin", Piped("".join(f"{line}\n" for line in lines)))


class Person:
    """Somebody at a terminal: a real process behind a pseudo-terminal."""

    def __init__(
        self, home: Path, *words: str, width: int = 80, settings: Mapping[str, str] | None = None
    ) -> None:
        """Start the program with some words."""
        environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in {"COLUMNS", "LINES", "EDITOR", "VISUAL"}
            },
            "ADVOCATE_HOME": str(home),
            "TERM": "xterm",
            # Nobody answers here where the cursor stands.
            "PROMPT_TOOLKIT_NO_CPR": "1",
            **(settings or {}),
        }
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "advocate", *words],
            env=environment,
            dimensions=(50, width),
            encoding="utf-8",
            timeout=PATIENCE,
            cwd=str(home),
        )
        self.seen = ""

    def answers(self, question: str, line: str) -> None:
        """Wait for a question, and type a line."""
        self.sees(question)
        self._child.send(f"{line}\r")

    def sees(self, words: str) -> None:
        """Wait until the program has written some words."""
        self._child.expect_exact(words)
        self.seen += f"{self._child.before}{words}"

    def presses(self, keys: str) -> None:
        """Press keys."""
        self._child.send(keys)

    def ends(self) -> int:
        """Wait for the end and return the exit code."""
        self._child.expect(pexpect.EOF)
        self.seen += str(self._child.before)
        self._child.close()
        return int(self._child.exitstatus) if self._child.exitstatus is not None else -1
