"""Runs of the program that may do harm: each in a process of its own that is measured and listened to.

The process is a fork of one that has loaded everything, so that what is measured is the run. It ends at once
with `TOUCHED` where it opens the canary file, starts another process, or opens a socket.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

TOUCHED = 99
CANARY = "the-canary-sings"
"""What stands in an environment variable, and in the canary file."""

ROOT = Path(__file__).parents[2]

_SERVER = f"""
import json, os, resource, sys, datetime
sys.path.insert(0, {str(ROOT)!r})
import jinja2, yaml
import advocate.cli.letters, advocate.cli.generate, advocate.sources.texts, advocate.sources.registry
from advocate.cli.app import main

def listen(event, arguments):
    touched = event.startswith(("socket.", "os.system", "os.exec", "os.posix_spawn", "subprocess."))
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        touched = "canary" in os.fsdecode(arguments[0])
    if touched:
        os.write(2, event.encode())
        os._exit({TOUCHED})

def run(order):
    os.chdir(order["folder"])
    for number, name in ((1, "out"), (2, "err")):
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, number)
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
    sys.addaudithook(listen)
    code = main(order["words"], today=datetime.date(2026, 11, 22))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)

for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if not child:
        try:
            run(order)
        except BaseException as error:
            os.write(2, repr(error).encode())
        os._exit(98)
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run left: its exit code, what it wrote where, seconds of a processor and megabytes."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


class Runner:
    """Starts such runs."""

    def __init__(self, home: Path) -> None:
        """Take the writer's own folder."""
        environment = {**os.environ, "ADVOCATE_HOME": str(home), "ADVOCATE_CANARY": CANARY, "NO_COLOR": "1"}
        self._server = subprocess.Popen(
            [sys.executable, "-c", _SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )

    @classmethod
    def at(cls, home: Path) -> Iterator[Self]:
        """Yield a runner that ends with its tests."""
        runner = cls(home)
        yield runner
        runner._server.communicate()

    def __call__(self, folder: Path, *words: str) -> Measured:
        """Run the program in a folder."""
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(json.dumps({"folder": str(folder), "words": words}) + "\n")
        self._server.stdin.flush()
        code, seconds, kilobytes = json.loads(self._server.stdout.readline())
        out, err = ((folder / name).read_text(encoding="utf-8") for name in ("out", "err"))
        return Measured(code, out, err, seconds, kilobytes / 1000)
