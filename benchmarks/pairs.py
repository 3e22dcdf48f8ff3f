"""Two programs against each other: whole processes in turn, compared pair by pair.

A shared machine is slow for a while and then fast again. Two runs next to each other share its mood, so each
pair gives one ratio, and the median of these ratios is what counts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import count, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    Command = Callable[[int], Sequence[str]]
    """What to run; it is given a number, so that every run can have a folder of its own."""

LEAST_RUNS = 15
KILOBYTES = 1024 if sys.platform == "linux" else 1024**2
"""In what getrusage(2) counts memory, as parts of a megabyte: kilobytes on Linux, bytes on macOS."""


@dataclass(frozen=True, slots=True)
class Contest:
    """What is measured, what it is measured against, and how much longer it may take."""

    title: str
    subject: Command
    floor: Command
    limit: float
    folder: Path
    aim: float | None = None
    """What the program should come to, where it is not there yet; `--check` is about the limit."""
    numbers: Iterator[int] = field(default_factory=count)
    """A new number for every run."""


@dataclass(frozen=True, slots=True)
class Took:
    """How long a process took, by the clock and of the processors' time, and its greatest memory in MB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The program and the floor, run next to each other."""

    subject: Took
    floor: Took

    @property
    def wall(self) -> float:
        """How many times as long the program took by the clock."""
        return self.subject.wall / self.floor.wall

    @property
    def cpu(self) -> float:
        """How many times as much of the processors' time the program took."""
        return self.subject.cpu / self.floor.cpu


def main(contest: Callable[[Path], Contest], folder: Path, description: str) -> int:
    """Measure as the command line asks, and return the exit code."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--runs", type=int, default=LEAST_RUNS, help=f"pairs, {LEAST_RUNS} at least")
    parser.add_argument("--check", action="store_true", help="exit 1 above the limit (tries twice)")
    given = parser.parse_args()
    runs = max(LEAST_RUNS, given.runs)
    match = contest(folder)
    ratio = _measure(match, runs)
    if given.check and ratio > match.limit:
        # A burst of somebody else's work can last as long as one measurement; a slow program stays slow.
        print("above the limit; once more with twice as many pairs")
        ratio = _measure(match, 2 * runs)
    return int(given.check and ratio > match.limit)


def environment(folder: Path) -> Mapping[str, str]:
    """Return an environment in which nothing of this machine's Python settings or its writer counts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "ADVOCATE_HOME": str(folder), "NO_COLOR": "1"}


def module(name: str, *words: str | Path) -> Sequence[str]:
    """Return the command that runs a module; unlike a script's, its compiled form is kept."""
    return [sys.executable, "-m", name, *map(str, words)]


def _measure(contest: Contest, runs: int) -> float:
    """Run the pairs, print what they took, and return the ratio that counts."""
    # The first pair warms the disk's cache and compiles what Python keeps compiled; it does not count.
    _, *pairs = [
        Pair(run(contest.subject(number), contest.folder), run(contest.floor(number), contest.folder))
        for number in islice(contest.numbers, runs + 1)
    ]
    print(f"{contest.title}; {runs} pairs")
    _print_row("", "min", "median", "max", "CPU median")
    for name, took in (("advocate", [p.subject for p in pairs]), ("floor", [p.floor for p in pairs])):
        wall = [each.wall for each in took]
        cpu = statistics.median(each.cpu for each in took)
        figures = (min(wall), statistics.median(wall), max(wall), cpu)
        _print_row(name, *(f"{1000 * seconds:.0f} ms" for seconds in figures))
    wall = [pair.wall for pair in pairs]
    ratio = statistics.median(wall)
    cpu = statistics.median(pair.cpu for pair in pairs)
    _print_row("ratio", *(f"{each:.2f}" for each in (min(wall), ratio, max(wall), cpu)))
    low, _, high = statistics.quantiles((pair.floor.wall for pair in pairs), n=4)
    print(
        f"noise: the middle half of the floor's own times lies within {100 * (high - low) / low:.0f} %; "
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    if contest.aim:
        print(f"aim {contest.aim}: {'reached' if ratio <= contest.aim else 'MISSED'} ({ratio:.2f})")
    print(
        f"limit {contest.limit}: {'kept' if ratio <= contest.limit else 'BROKEN'} ({ratio:.2f})", flush=True
    )
    return ratio


def _print_row(name: str, *cells: str) -> None:
    print(f"  {name:9}{''.join(f'{cell:>12}' for cell in cells)}")


def run(command: Sequence[str], folder: Path) -> Took:
    """Run a process in a folder, and return what it took; end the measurement where it fails."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own programs
            command,
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        # Of this one process alone; getrusage would give the greatest memory of all so far.
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{errors.read().decode(errors='replace')}")
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / KILOBYTES)
