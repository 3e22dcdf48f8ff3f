"""How long `advocate contacts list --format json` takes with a large registry, against composing it."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

from made_up import COUNTRIES, registry
from pairs import environment, module, run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pairs import Took

SMALL, MIDDLE, LARGE = SIZES = (2_500, 5_000, 10_000)
"""Offices in a registry; the limits are about the large one."""

TIMES_COMPOSED = 3.0
"""How many times as long as composing the file it may take to start, read, check and list it."""

MEGABYTES = 400
"""The memory that the process may have taken at any moment."""

ADDED = 1.1
"""How many times as long as the plain list one may take that looks for a word or picks offices."""

GROWN = 1.2
"""How many times as long an office may take in the large registry as in the small one."""

LEAST_RUNS = 2

# What the limit speaks of, and nothing else. Python's garbage collector is off, as it is in advocate: with it
# the composer, which keeps an object for every value, takes three times as long.
FLOOR = """\
import gc
import sys
from pathlib import Path

import yaml

if sys.argv[2:] != ["collecting"]:
    gc.disable()
yaml.compose(Path(sys.argv[1]).read_text(encoding="utf-8"), Loader=yaml.CLoader)
"""

EVERY_GROUP = ",".join(f"group-{number}" for number in range(len(COUNTRIES)))
LISTS = {
    "list": (),
    "list --search": ("--search", "office-"),
    "list --to": ("--to", EVERY_GROUP),
}
"""Three ways to ask for every office; they print the same, so that only what they look for differs."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure, and how great it may be."""

    about: str
    found: float
    most: float

    @property
    def kept(self) -> bool:
        """Whether it is as it should be."""
        return self.found <= self.most

    def __str__(self) -> str:
        """Return the line that a person reads."""
        return f"{self.about}: {self.found:.2f}, limit {self.most:g}: {'kept' if self.kept else 'BROKEN'}"


def main() -> int:
    """Measure as the command line asks, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST_RUNS, help=f"rounds, {LEAST_RUNS} at least")
    parser.add_argument("--check", action="store_true", help="exit 1 above a limit (tries twice)")
    given = parser.parse_args()
    runs = max(LEAST_RUNS, given.runs)
    with tempfile.TemporaryDirectory(prefix="advocate-benchmark-") as made:
        folder = Path(made)
        _prepare(folder)
        kept = _measure(folder, runs)
        if given.check and not kept:
            # A burst of somebody else's work can last as long as one measurement; a slow program stays slow.
            print("above a limit; once more with twice as many rounds")
            kept = _measure(folder, 2 * runs)
    return int(given.check and not kept)


def _prepare(folder: Path) -> None:
    """Write the floor and the registries, and prove that the three lists are one."""
    (folder / "floor.py").write_text(FLOOR, encoding="utf-8")
    for size in SIZES:
        file = folder / str(size) / "contacts.yaml"
        file.parent.mkdir()
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in registry(size))
    printed = {
        subprocess.run(  # noqa: S603 - our own program
            _list(SMALL, *words), cwd=folder, env=environment(folder), capture_output=True, check=True
        ).stdout
        for words in LISTS.values()
    }
    if len(printed) != 1 or printed.pop().count(b'{"id": "office-') != SMALL:
        sys.exit("the lists that are to be compared do not print the same")


def _list(size: int, *words: str) -> Sequence[str]:
    return module("advocate", "contacts", "list", "--format", "json", "--campaign", str(size), *words)


def _floor(*words: str) -> Sequence[str]:
    return module("floor", f"{LARGE}/contacts.yaml", *words)


def _measure(folder: Path, runs: int) -> bool:
    """Run everything in turn, print what it took, and return whether every limit is kept."""
    commands = {
        "composer": _floor(),
        **{name: _list(LARGE, *words) for name, words in LISTS.items()},
        **{f"list of {size}": _list(size) for size in (SMALL, MIDDLE)},
    }
    # No round is for warming up: the proof above has compiled what Python keeps compiled.
    rounds = [{name: run(each, folder) for name, each in commands.items()} for _ in range(runs)]
    megabytes = (folder / str(LARGE) / "contacts.yaml").stat().st_size / 1e6
    print(
        f"advocate contacts list --format json, {LARGE} offices in {megabytes:.0f} MB, against yaml.compose "
        f"with PyYAML {version('pyyaml')}'s C loader, Python {python_version()}; {runs} rounds"
    )
    _print_row("", "clock min", "median", "max", "CPU median", "memory")
    for name in commands:
        _print_took(name, [each[name] for each in rounds])
    _print_took("composer, gc", [run(_floor("collecting"), folder)])
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    limits = _limits(rounds)
    for limit in limits:
        print(limit, flush=True)
    return all(limit.kept for limit in limits)


def _limits(rounds: Sequence[Mapping[str, Took]]) -> tuple[Limit, ...]:
    """Return the figures that the limits are about.

    The ratio to the composer is by the clock, as a person waits. What a search adds is less than a shared
    machine's clock can tell, and so is growth: both are of the processors' time.
    """
    clock = statistics.median(each["list"].wall / each["composer"].wall for each in rounds)
    small = statistics.median(
        (each["list"].cpu / LARGE) / (each[f"list of {SMALL}"].cpu / SMALL) for each in rounds
    )
    added = {
        name: statistics.median(each[name].cpu / each["list"].cpu for each in rounds)
        for name in LISTS
        if name != "list"
    }
    memory = max(each[name].memory for each in rounds for name in LISTS)
    return (
        Limit("times the composer", clock, TIMES_COMPOSED),
        *(Limit(f"{name} against list", ratio, ADDED) for name, ratio in added.items()),
        Limit(f"an office among {LARGE} against one among {SMALL}", small, GROWN),
        Limit("memory in MB", memory, MEGABYTES),
    )


def _print_took(name: str, took: Sequence[Took]) -> None:
    wall = [each.wall for each in took]
    figures = (min(wall), statistics.median(wall), max(wall), statistics.median(each.cpu for each in took))
    memory = f"{max(each.memory for each in took):.0f} MB"
    _print_row(name, *(f"{seconds:.2f} s" for seconds in figures), memory)


def _print_row(name: str, *cells: str) -> None:
    print(f"  {name:14}{''.join(f'{cell:>12}' for cell in cells)}")


if __name__ == "__main__":
    sys.exit(main())
