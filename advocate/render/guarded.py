"""Strangers' layouts, set in a process of their own that can take little and reach nothing.

The layouts and what they set go to it through a pipe, so that no word of the writer's is on the disk or among
the arguments of a process; what comes back is bounded, is no program, and is looked at before it is used.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from advocate.core.hidden import hidden_in
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.render.picture import size
from advocate.render.press import READABLE, PressError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advocate.core.layouts import ForeignLayouts

PATIENCE: Final = 30.0
"""Seconds that a stranger's layouts may take at once; a page of the shipped ones takes a twentieth of one."""

STARTING: Final = 30.0
"""Seconds in which their process has to start; it takes a fifth of one."""

EACH: Final = 3.0
"""Seconds that they may take for each try of a page besides."""

LARGEST: Final = 32 * 2**20
"""Bytes that may come back at once; a page of the shipped layouts has 60,000."""

LARGE: Final = 2**19
"""Bytes that may come back for each try of a page besides."""

MOST_PIXELS: Final = 20_000_000
"""Pixels of a picture: ten times as many as a page has in the picture of a preview."""

_PARTS = range(1_000)  # how many files can come of a job: each page of a preview is one
_NOWHERE = "http://127.0.0.1:0"
_NO_FOLDER = os.path.join(os.devnull, "none")  # noqa: PTH118 - a path under what is no folder
# Without these nothing starts on Windows, or where Python's own library lies in a folder of its own.
_KEPT = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_SEARCHED = re.compile(r" \(searched (?:at|for) .*?\)")
_OURS = "advocate: "


class GuardedPress:
    """Sets pages in a stranger's layouts; for one thread at a time.

    What it makes is a PDF after the standards asked for, or the layouts' fault: then it raises ProblemsError
    with `layouts.failed` for a mistake in them, with its place; `layouts.package` where they ask for one;
    `layouts.hidden` for what no reader of a page would see; and `layouts.stopped` where they take too long or
    too much memory, or make too much. After that last one nothing is set any more. Where a page itself says
    that something has no room, it raises PressError as `Press` does.
    """

    def __init__(self, layouts: ForeignLayouts) -> None:
        """Make a press; its process starts with the first page."""
        self._layouts = layouts
        self._process: subprocess.Popen[bytes] | None = None
        self._seconds = _Allowance(PATIENCE, EACH)
        self._bytes = _Allowance(LARGEST, LARGE)
        self._over: ProblemsError | None = None

    def pdf(
        self,
        main: str,
        data: Mapping[str, object],
        *,
        standards: Sequence[str] = READABLE,
        files: Mapping[str, bytes] | None = None,
    ) -> bytes:
        """Return what the layout `main` makes of some data, as a PDF that hides nothing."""
        job = {"do": "pdf", "main": main, "data": data, "standards": list(standards), "files": _coded(files)}
        _, parts = self._do(job, main)
        pdf = b"".join(parts)
        archived = data.get("archived")
        title = str(data.get("title", data.get("subject")))
        hidden = [*hidden_in(pdf, title, archived if isinstance(archived, list) else None)]
        if hidden:
            carried = ", ".join(hidden)
            words = f"the page carries {carried}, which no reader of it sees: layouts must leave that out"
            raise ProblemsError([Problem("layouts.hidden", words, Place(self._named(main)))])
        return pdf

    def pictures(
        self, main: str, data: Mapping[str, object], ppi: float, files: Mapping[str, bytes] | None = None
    ) -> list[bytes]:
        """Return the same pages as PNG pictures, in `ppi` pixels to the inch."""
        job = {"do": "pictures", "main": main, "data": data, "ppi": ppi, "files": _coded(files)}
        _, parts = self._do(job, main)
        for picture in parts:
            across, down = size(picture)
            if across * down > MOST_PIXELS:
                words = f"a page is {across} by {down} pixels large, which is no page to print"
                raise ProblemsError([Problem("layouts.failed", words, Place(self._named(main)))])
        return parts

    def undrawable(self, text: str) -> list[str]:
        """Return each character of a text that no font draws, once."""
        said, _ = self._do({"do": "undrawable", "text": text}, "")
        lacking = said.get("lacking")
        return [str(character) for character in lacking] if isinstance(lacking, list) else []

    def forget(self) -> None:
        """Let go of what was set so far."""
        self._do({"do": "forget"}, "")

    def _do(self, job: Mapping[str, object], main: str) -> tuple[dict[str, object], list[bytes]]:
        """Return what the process says of a job, and the files that it makes."""
        if self._over:
            raise self._over
        process = self._process = self._process or self._started()
        self._seconds.refill()
        self._bytes.refill()
        # Whoever waits for a reading is woken when the process dies.
        with self._seconds.spent(process):
            try:
                _send(process, job)
                said = json.loads(self._received(process))
                parts = [self._received(process) for _ in range(_PARTS[said["parts"]])]
            except (OSError, ValueError, TypeError, LookupError, RecursionError):
                process.kill()
                self._over = self._stopped()
                raise self._over from None
        if "error" in said:
            raise self._fault(said, main)
        return said, parts

    def _received(self, process: subprocess.Popen[bytes]) -> bytes:
        length = int.from_bytes(_read(process, 8))
        if not self._bytes.take(length):
            raise ValueError(length)
        return _read(process, length)

    def _started(self) -> subprocess.Popen[bytes]:
        """Return a process that has the layouts and has shut itself in."""
        surroundings = {name: os.environ[name] for name in _KEPT if name in os.environ}
        # What is fetched would go through these, and there is nothing; an engine in a few threads takes less.
        surroundings |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), _NOWHERE)
        # Where Typst would look for packages; without a home it would ask the system for one.
        surroundings |= dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), _NO_FOLDER)
        surroundings |= {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "TZ": "UTC"}
        try:
            process = subprocess.Popen(  # noqa: S603 - the program itself, with nobody's words
                [sys.executable, "-I", "-B", str(Path(__file__).with_name("guarded_child.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=surroundings,
            )
            weakref.finalize(self, _end, process)
            with _Allowance(STARTING, 0).spent(process):
                _send(process, {"path": sys.path, "files": _coded(self._layouts.files)})
                json.loads(self._received(process))
        except (OSError, ValueError, RecursionError):
            words = "the process in which layouts are set does not start: leave out --trust-layouts"
            self._over = ProblemsError([Problem("layouts.process", words)])
            raise self._over from None
        return process

    def _stopped(self) -> ProblemsError:
        words = (
            "these layouts were stopped: they take too long, or too much memory, or make too much"
            f" (more than {PATIENCE:.0f} seconds at once, or {LARGEST // 2**20} MB)"
        )
        return ProblemsError([Problem("layouts.stopped", words, Place(self._layouts.folder))])

    def _fault(self, said: Mapping[str, object], main: str) -> Exception:
        """Return what to raise where the engine says that there is no page."""
        words = str(said["error"])
        if _OURS in words:
            return PressError(words)
        file = str(said.get("file") or main)
        place = Place(self._named(main if file == "main.typ" else file), *_numbers(said))
        if "package" in words and ("download" in words or "not found" in words):
            words = "it asks for a package: none is ever fetched or read; put what it needs beside it"
            return ProblemsError([Problem("layouts.package", words, place)])
        return ProblemsError(
            [Problem("layouts.failed", f"the page could not be made ({_SEARCHED.sub('', words)})", place)]
        )

    def _named(self, file: str) -> str:
        """Return how a person would name a file of the layouts."""
        own = file in self._layouts.own or file not in self._layouts.files
        return f"{self._layouts.folder}/{file}" if own else f"the shipped {file}"


class _Allowance:
    """So much at once, and a little more for each time."""

    def __init__(self, most: float, each: float) -> None:
        self._most, self._each, self._left = most, each, most

    def refill(self) -> None:
        """Add what there is for one time more."""
        self._left = min(self._most, max(0.0, self._left) + self._each)

    def take(self, amount: float) -> bool:
        """Take an amount, and return whether there was so much."""
        self._left -= amount
        return self._left >= 0

    def spent(self, process: subprocess.Popen[bytes]) -> _Spending:
        """Return what counts the seconds that go by inside it, and ends a process when they are all gone."""
        return _Spending(self, process)

    @property
    def left(self) -> float:
        return max(0.0, self._left)


class _Spending:
    def __init__(self, allowance: _Allowance, process: subprocess.Popen[bytes]) -> None:
        self._allowance = allowance
        self._timer = threading.Timer(allowance.left, process.kill)

    def __enter__(self) -> None:
        self._begun = monotonic()
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._allowance.take(monotonic() - self._begun)


def _numbers(said: Mapping[str, object]) -> tuple[int | None, int | None]:
    line, column = said.get("line"), said.get("column")
    return (
        line if isinstance(line, int) and line else None,
        column if isinstance(column, int) and column else None,
    )


def _coded(files: Mapping[str, bytes] | None) -> dict[str, str]:
    return {name: base64.b64encode(data).decode("ascii") for name, data in (files or {}).items()}


def _send(process: subprocess.Popen[bytes], told: Mapping[str, object]) -> None:
    data = json.dumps(told).encode("ascii")
    rest = memoryview(len(data).to_bytes(8) + data)
    while rest and process.stdin:
        rest = rest[process.stdin.write(rest) :]


def _read(process: subprocess.Popen[bytes], length: int) -> bytes:
    """Return so many bytes; raise OSError where they do not come."""
    read = bytearray()
    while len(read) < length and process.stdout:
        piece = process.stdout.read(min(length - len(read), 2**20))
        if not piece:
            raise BrokenPipeError
        read += piece
    return bytes(read)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that nobody needs any more: it has nothing to keep."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
