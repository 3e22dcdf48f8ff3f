"""Answering the program: lines through a pipe, and a person's keys in a real terminal."""

from __future__ import annotations

import fcntl
import io
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

PATIENCE = 60.0
"""Seconds in which the program must have asked its next question, on a busy machine."""

_PROMPT = re.compile(rb"(?:^|\r\n)> |\x1b\[0m>")
"""What a line to type on begins with, whatever asks."""

MODULE = "from advocate.__main__ import run\nrun()\n"

# A new session takes the terminal for its own, so that Ctrl-C reaches it as it does any program; also where
# the tests run in the background, where a shell has it ignored.
TAKE_THE_TERMINAL = (
    "import fcntl, signal, termios\n"
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
)


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
        self,
        home: Path,
        *words: str,
        width: int = 80,
        settings: Mapping[str, str] | None = None,
        before: str = "",
    ) -> None:
        """Start the program with some words, after what `before` says in Python."""
        unset = {"COLUMNS", "LINES", "EDITOR", "VISUAL"}
        environment = {
            **{name: value for name, value in os.environ.items() if name not in unset},
            "ADVOCATE_HOME": str(home),
            "TERM": "xterm",
            # Nobody answers here where the cursor stands.
            "PROMPT_TOOLKIT_NO_CPR": "1",
            **(settings or {}),
        }
        self._screen, terminal = os.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"{TAKE_THE_TERMINAL}{before}{MODULE}", *words],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env=environment,
            cwd=home,
            start_new_session=True,
        )
        os.close(terminal)
        self._unread = b""
        self.seen = ""

    def answers(self, question: str, line: str) -> None:
        """Wait for a question and for the line to type on, and type."""
        self.sees(question)
        self.is_asked()
        self.presses(f"{line}\r")

    def sees(self, words: str) -> None:
        """Wait until the program has written some words."""
        self._wait(re.compile(re.escape(words.encode())))

    def is_asked(self) -> None:
        """Wait until there is a line to type on, and the program waits for it.

        A signal that comes between the prompt and the reading of the line is noticed at the next key only: a
        person is never so quick, but a test is.
        """
        self._wait(_PROMPT)
        until = time.monotonic() + PATIENCE
        while not self._waits() and time.monotonic() < until:
            time.sleep(0.01)

    def _waits(self) -> bool:
        """Return whether the program does nothing but wait; also where the system does not tell."""
        try:
            told = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return True
        return told.rpartition(")")[2].split()[0] in "SZX"

    def _wait(self, wanted: re.Pattern[bytes]) -> None:
        until = time.monotonic() + PATIENCE
        while not (found := wanted.search(self._unread)):
            read = self._read(until)
            so_far = f"{self.seen}{self._unread.decode(errors='replace')}"
            assert read, f"{wanted.pattern!r} was not seen after:\n{so_far}"
        self.seen += self._unread[: found.end()].decode(errors="replace")
        self._unread = self._unread[found.end() :]

    def presses(self, keys: str) -> None:
        """Press keys."""
        os.write(self._screen, keys.encode())

    def is_sent(self, number: int) -> None:
        """Send the program a signal."""
        self._process.send_signal(number)

    def ends(self) -> int:
        """Wait for the end and return the exit code."""
        until = time.monotonic() + PATIENCE
        while self._read(until):
            pass
        self.seen += self._unread.decode(errors="replace")
        os.close(self._screen)
        if time.monotonic() > until:
            self._process.kill()
        return self._process.wait()

    def _read(self, until: float) -> bool:
        """Read what the program has written; return False at its end, and where it takes too long."""
        if not select.select([self._screen], [], [], max(0.0, until - time.monotonic()))[0]:
            return False
        try:
            data = os.read(self._screen, 65536)
        except OSError:
            # So ends a pseudo-terminal whose other side is closed.
            return False
        self._unread += data
        return bool(data)
