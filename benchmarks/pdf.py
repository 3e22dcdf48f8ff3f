"""How fast letters become PDF: advocate, the barest loop over typst, and other engines, all in one run."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

import lanterns
from engines import Engine, Workshop, prepare
from pairs import module, run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engines import Printed

MEGABYTES = 120
"""The memory that a process may have taken that prints single files, however many."""

CORES = 0.85
"""The least share of the processors that the loop with its two threads keeps at work."""

LEAST_ROUNDS = 3
BEGIN, END = "<!-- measured by benchmarks/pdf.py -->", "<!-- end of what was measured -->"


@dataclass(frozen=True, slots=True)
class Plan:
    """How many letters a run of advocate and of the loop has, and those that test the memory."""

    letters: int
    memory: Sequence[int]

    @property
    def engines(self) -> Sequence[Engine]:
        """All ways to print the letters, advocate's first; slow ones have fewer, so that a round is short."""
        ours, floor = "advocate_letters.py", "typst_loop.py"
        ua, untagged = "tagged, PDF/UA-1", "untagged"
        return (
            Engine("advocate", ours, self.letters, ua, others=False),
            Engine("typst, bare loop", floor, self.letters, ua, least=0.8, others=False),
            Engine("ReportLab", "reportlab_letters.py", 100, untagged, least=2),
            Engine("WeasyPrint", "weasyprint_letters.py", 40, ua, least=6),
            Engine("LibreOffice", "libreoffice_letters.py", 50, ua, least=12, slow=True),
        )


WHOLE = Plan(1_000, (100, 1_000, 5_000))
QUICK = Plan(400, (100, 1_000))


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure, and how small or how great it may be."""

    about: str
    found: float
    least: float = 0
    most: float | None = None

    @property
    def kept(self) -> bool:
        """Whether it is as it should be."""
        return self.found >= self.least and (self.most is None or self.found <= self.most)

    def __str__(self) -> str:
        """Return the line that a person reads."""
        bound = f"at least {self.least:g}" if self.most is None else f"at most {self.most:g}"
        return f"{self.about}: {self.found:.2f}, {bound}: {'kept' if self.kept else 'BROKEN'}"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found: every engine's version, the rounds, advocate's memory by letters, the whole command."""

    plan: Plan
    versions: Mapping[Engine, str]
    rounds: Sequence[Mapping[Engine, Printed]]
    memory: Mapping[int, float]
    command: float

    @property
    def ours(self) -> Engine:
        """Advocate itself."""
        return next(iter(self.versions))

    def ratios(self, engine: Engine) -> Sequence[float]:
        """Return for each round how many times as many letters a second advocate printed."""
        return [each[self.ours].rate / each[engine].rate for each in self.rounds]

    @property
    def limits(self) -> Sequence[Limit]:
        """The figures that have to be kept.

        How many processors are at work says little on a shared machine, so it is held against the loop's.
        Others' work takes processors away and never adds one: the best round counts.
        """
        _, floor, *_ = self.versions
        return (
            *(
                Limit(f"times as fast as {engine.name}", statistics.median(self.ratios(engine)), engine.least)
                for engine in self.versions
                if engine.least
            ),
            Limit(
                "processors at work, against the loop's", self._cores(self.ours) / self._cores(floor), CORES
            ),
            *(
                Limit(f"memory in MB, {letters} letters", found, most=MEGABYTES)
                for letters, found in self.memory.items()
            ),
        )

    @property
    def lines(self) -> Sequence[str]:
        """The table in Markdown, and what it does not say."""
        memory = ", ".join(
            f"{found:.0f} MB for {letters:,} letters" for letters, found in self.memory.items()
        )
        day = time.strftime("%Y-%m-%d", time.gmtime())
        return (
            _row(
                "engine",
                "letters in a run",
                "letters a second, median (least to greatest)",
                "advocate prints",
                "KB a letter",
                "greatest memory of a process",
                "ms of a processor for a letter",
                "processors at work",
                "its files are",
            ),
            _row(*["---"] * 9),
            *(self._line(engine) for engine in self.versions),
            "",
            f"- The greatest memory of a process of advocate: {memory}.",
            f"- The whole command `advocate generate --as pdf` for {self.plan.letters:,} offices, which",
            f"  reads, composes and leads through the letters as well: {self.command:.0f} letters a second.",
            f"- {day}, {os.cpu_count()} processors, Python {python_version()}; {len(self.rounds)} rounds, in",
            "  each of them every engine once.",
        )

    def _cores(self, engine: Engine) -> float:
        return max(each[engine].cores for each in self.rounds)

    def _line(self, engine: Engine) -> str:
        runs = [each[engine] for each in self.rounds]
        rates = [each.rate for each in runs]
        ratio = f"{statistics.median(self.ratios(engine)):.2f} times as many"
        return _row(
            f"{engine.name} ({self.versions[engine]})",
            f"{engine.letters:,}",
            f"{statistics.median(rates):.0f} ({min(rates):.0f} to {max(rates):.0f})",
            "" if engine == self.ours else ratio,
            f"{runs[0].bytes_each / 1000:.1f}",
            f"{max(each.took.memory for each in runs):.0f} MB",
            f"{1000 * statistics.median(each.took.cpu / each.letters for each in runs):.1f}",
            f"{self._cores(engine):.1f}",
            engine.makes,
        )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Measure as the command line asks, and return the exit code."""
    given = _options()
    plan = QUICK if given.quick else WHOLE
    rounds = max(LEAST_ROUNDS, given.rounds)
    with tempfile.TemporaryDirectory(prefix="advocate-benchmark-") as made:
        workshop = Workshop.below(Path(made), given.peers)
        versions = _look_around(workshop, plan, quick=given.quick)
        _prepare(workshop, plan)
        found = _measure(workshop, plan, versions, rounds)
        kept = _tell(found)
        if given.check and not kept:
            # A burst of somebody else's work can last as long as one measurement; a slow program stays slow.
            print("outside a limit; once more with twice as many rounds")
            found = _measure(workshop, plan, versions, 2 * rounds)
            kept = _tell(found)
        if given.write:
            _write(given.write, found.lines)
    return int(given.check and not kept)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help=f"rounds, {LEAST_ROUNDS} at least")
    parser.add_argument(
        "--peers", default=sys.executable, metavar="PYTHON", help="an interpreter that has the other engines"
    )
    parser.add_argument("--quick", action="store_true", help="fewer letters, and no LibreOffice")
    parser.add_argument("--check", action="store_true", help="exit 1 outside a limit (tries twice)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table into a file that has one")
    return parser.parse_args()


def _look_around(workshop: Workshop, plan: Plan, *, quick: bool) -> Mapping[Engine, str]:
    """Return the engines that are there and how they call themselves."""
    asked = {engine: workshop.version(engine) for engine in plan.engines if not (quick and engine.slow)}
    return {engine: version for engine, version in asked.items() if version}


def _prepare(workshop: Workshop, plan: Plan) -> None:
    """Write the letters, and prove that the loop makes advocate's pages byte by byte."""
    prepare(workshop.letters, max(plan.letters, *plan.memory), plan.letters)
    lanterns.campaign(workshop.made / "campaign", plan.letters)
    floor = plan.engines[1]
    workshop.print(floor)
    for file in sorted((workshop.letters / "recorded").glob("*.pdf")):
        if file.read_bytes() != (workshop.made / "out-0" / file.name).read_bytes():
            sys.exit(f"the bare loop does not make the same page: {file.name}")


def _measure(workshop: Workshop, plan: Plan, versions: Mapping[Engine, str], rounds: int) -> Measured:
    ours = next(iter(versions))
    # The first round warms the disk's cache and compiles what Python keeps compiled; it does not count.
    for engine in versions:
        workshop.print(engine, 4)
    runs = [{engine: workshop.print(engine) for engine in versions} for _ in range(rounds)]
    memory = {letters: workshop.print(ours, letters).took.memory for letters in plan.memory}
    out = workshop.made / f"command-{next(workshop.numbers)}"
    words = lanterns.words(workshop.made / "campaign", out)
    command = plan.letters / run(module("advocate", *words), workshop.made).wall
    return Measured(plan, versions, runs, memory, command)


def _tell(found: Measured) -> bool:
    """Print what was found, and return whether every limit is kept."""
    print(*found.lines, sep="\n")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for limit in found.limits:
        print(limit, flush=True)
    return all(limit.kept for limit in found.limits)


def _write(file: Path, lines: Sequence[str]) -> None:
    """Put the table between the two marks of a file."""
    before, begin, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{file} has no place for the table: {BEGIN} … {END}")
    inner = "\n".join(lines)
    file.write_text(f"{before}{begin}\n\n{inner}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
