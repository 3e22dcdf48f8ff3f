"""The bench on which files are opened: a process of its own, with a clock beside it."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Final, Self

from advocate.core.traces import Inspected, Telling, Trace
from advocate.sources.inspection.surroundings import this_machine

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

SECONDS: Final = 9
"""How long one file is looked at: a letter takes a few hundredths of a second, fifty megabytes three."""

# Where modules lie is told by the first line, since a path would be seen among the machine's processes; -I
# keeps the current folder out, which may hold a stranger's `pypdf.py`.
_START: Final = (
    "import json,sys;sys.path[:]=json.loads(sys.stdin.readline());"
    "from advocate.sources.inspection.worker import main;main()"
)


class Bench:
    """Opens files one after the other; to be used in a `with` statement, which ends its process."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Take no time yet: the process is started with the first file."""
        self._seconds = seconds
        self._machine = this_machine()
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> Self:
        """Return the bench."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._stop()

    def inspect(self, path: Path, name: str) -> tuple[Inspected, tuple[tuple[str, str], ...]]:
        """Return what a file carries, and what could not be inspected, as slugs and words.

        It takes at most the bench's seconds, and a moment to start.
        """
        machine = self._machine
        order = {"path": str(path), "name": name, "machine": (machine.host, machine.user, machine.home)}
        answer = self._ask(json.dumps(order))
        if answer is None:
            self._stop()
            words = f"it takes more than {self._seconds:g} seconds, or more memory than it should"
            return Inspected(name, ()), (("too-much", words),)
        found = json.loads(answer)
        traces = tuple(
            Trace(where, what, tells, Telling(weight)) for where, what, tells, weight in found["traces"]
        )
        return Inspected(name, traces), tuple((slug, words) for slug, words in found["unread"])

    def _ask(self, order: str) -> str | None:
        """Return the answer, or None where the process took too long or died."""
        process = self._process or self._started()
        if process.stdin is None:
            return None
        try:
            process.stdin.write(f"{order}\n")
            process.stdin.flush()
            return self._answers.get(timeout=self._seconds) or None
        except (OSError, queue.Empty):
            return None

    def _started(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START]
        process = subprocess.Popen(  # noqa: S603 - this program's own words
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._process = process
        answers: queue.Queue[str] = queue.Queue()
        self._answers = answers

        def listen() -> None:
            for line in process.stdout or ():
                answers.put(line)
            # The end of the process is an answer, too.
            answers.put("")

        threading.Thread(target=listen, daemon=True).start()
        if process.stdin is not None:
            process.stdin.write(f"{json.dumps([each for each in sys.path if each])}\n")
        return process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
