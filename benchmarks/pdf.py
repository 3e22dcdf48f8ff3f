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
    from pairs import Took

MEGABYTES = 120
"""The memory that a process may have taken that prints single files, however many."""

MERGED_MEGABYTES = 350
"""The same for files of many letters: what was measured, and room for noise."""

GROWN = 1.3
"""How many times the memory may be that three times as many letters take, merged."""

MERGED_AIM = 1.5
"""How many times as many letters a second are wanted when they are merged. Not reached: see README.md."""

MERGED = 0.9
"""How many times as many there have to be, until the aim is reached: no fewer than singly, but for noise."""

CORES = 0.85
"""The least share of the processors that the loop with its two threads keeps at work."""

LEAST_ROUNDS = 3
BEGIN, END = "<!-- measured by benchmarks/pdf.py -->", "<!-- end of what was measured -->"


@dataclass(frozen=True, slots=True)
class Plan:
    """How many letters a run of advocate and of the loop has, and those that test the memory."""

    letters: int
    memory: Sequence[int]
    merged_memory: Sequence[int]
    slow: bool

    @property
    def engines(self) -> Sequence[Engine]:
        """All ways to print the letters that are asked for; slow ones print fewer."""
        ua, many = "tagged, PDF/UA-1", self.letters
        engines = (
            Engine("advocate", "advocate_letters.py", many, ua),
            Engine("advocate, merged", "advocate_merged.py", many, ua, merged=True),
            Engine("typst, bare loop", "typst_loop.py", many, ua, least=0.8),
            Engine("ReportLab", "reportlab_letters.py", 100, "not tagged", least=2, others=True),
            Engine("WeasyPrint", "weasyprint_letters.py", 40, ua, least=6, others=True),
            Engine("LibreOffice", "libreoffice_letters.py", 50, ua, least=12, others=True, slow=True),
        )
        return [engine for engine in engines if self.slow or not engine.slow]


WHOLE = Plan(1_000, (100, 1_000, 5_000), (1_000, 3_000), slow=True)
QUICK = Plan(500, (100, 1_000), (1_000,), slow=False)


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
class Round:
    """Every engine once, and the whole command twice: with single files, and merged."""

    printed: Mapping[Engine, Printed]
    single: Took
    merged: Took


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found: every engine's version, the rounds, and memory in MB by the number of letters."""

    plan: Plan
    versions: Mapping[Engine, str]
    rounds: Sequence[Round]
    memory: Mapping[int, float]
    merged_memory: Mapping[int, float]

    def ratios(self, engine: Engine) -> Sequence[float]:
        """Return for each round how many times as many letters a second advocate printed in single files."""
        ours, *_ = self.versions
        return [each.printed[ours].rate / each.printed[engine].rate for each in self.rounds]

    def cores(self, engine: Engine) -> float:
        """Return how many processors an engine kept at work.

        Others' work takes processors away and never adds one: the best round counts.
        """
        return max(each.printed[engine].cores for each in self.rounds)

    @property
    def limits(self) -> Sequence[Limit]:
        """The figures that have to be kept.

        How many processors are at work says little on a shared machine, so it is held against the loop's.
        """
        ours, merged, floor, *_ = self.versions
        limits = [
            *(
                Limit(f"times as fast as {engine.name}", statistics.median(self.ratios(engine)), engine.least)
                for engine in self.versions
                if engine.least
            ),
            Limit("merged against single", 1 / statistics.median(self.ratios(merged)), MERGED),
            Limit("processors at work, against the loop's", self.cores(ours) / self.cores(floor), CORES),
            *(Limit(f"MB, {n} letters", found, most=MEGABYTES) for n, found in self.memory.items()),
            *(
                Limit(f"MB, {n} letters merged", found, most=MERGED_MEGABYTES)
                for n, found in self.merged_memory.items()
            ),
        ]
        if len(self.merged_memory) > 1:
            few, *_, many = self.merged_memory.values()
            limits.append(Limit("memory of many letters merged, against few", many / few, most=GROWN))
        return limits

    @property
    def lines(self) -> Sequence[str]:
        """The table in Markdown, and what it does not say."""
        day = time.strftime("%Y-%m-%d", time.gmtime())
        wall = [statistics.median(took) for took in zip(*map(_walls, self.rounds), strict=True)]
        rates = [f"{self.plan.letters / seconds:.0f}" for seconds in wall]
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
            f"- Memory of advocate, single files: {_told(self.memory)}; merged: {_told(self.merged_memory)}.",
            f"- The whole command `advocate generate --as pdf` for {self.plan.letters:,} offices, which also",
            f"  reads, composes and leads through the letters: {rates[0]} letters a second; with `--merge`",
            f"  {rates[1]}.",
            f"- {day}, {os.cpu_count()} processors, Python {python_version()}; {len(self.rounds)} rounds, in",
            "  each of them every engine once.",
        )

    def _line(self, engine: Engine) -> str:
        ours, *_ = self.versions
        runs = [each.printed[engine] for each in self.rounds]
        rates = [each.rate for each in runs]
        return _row(
            f"{engine.name} ({self.versions[engine]})",
            f"{engine.letters:,}",
            f"{statistics.median(rates):.0f} ({min(rates):.0f} to {max(rates):.0f})",
            "" if engine == ours else f"{statistics.median(self.ratios(engine)):.2f} times as many",
            f"{runs[0].bytes_each / 1000:.1f}",
            f"{max(each.took.memory for each in runs):.0f} MB",
            f"{1000 * statistics.median(each.took.cpu / each.letters for each in runs):.1f}",
            f"{self.cores(engine):.1f}",
            engine.makes,
        )


def main() -> int:
    """Measure as the command line asks, and return the exit code."""
    given = _options()
    plan = QUICK if given.quick else WHOLE
    rounds = max(LEAST_ROUNDS, given.rounds)
    with tempfile.TemporaryDirectory(prefix="advocate-benchmark-") as made:
        workshop = Workshop.below(Path(made), given.peers)
        asked = {engine: workshop.version(engine) for engine in plan.engines}
        versions = {engine: version for engine, version in asked.items() if version}
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


def _prepare(workshop: Workshop, plan: Plan) -> None:
    """Write the letters, and prove that the loop makes advocate's pages byte by byte."""
    prepare(workshop.letters, max(plan.letters, *plan.memory, *plan.merged_memory), plan.letters)
    lanterns.campaign(workshop.made / "campaign", plan.letters)
    floor = next(engine for engine in plan.engines if engine.name == "typst, bare loop")
    out = workshop.folder()
    workshop.print(floor, out=out)
    for file in sorted((workshop.letters / "recorded").glob("*.pdf")):
        if file.read_bytes() != (out / file.name).read_bytes():
            sys.exit(f"the bare loop does not make the same page: {file.name}")


def _measure(workshop: Workshop, plan: Plan, versions: Mapping[Engine, str], rounds: int) -> Measured:
    ours, merged, *_ = versions
    # The first round warms the disk's cache and compiles what Python keeps compiled; it does not count.
    for engine in versions:
        workshop.print(engine, 4)
    runs = [
        Round(
            {engine: workshop.print(engine) for engine in versions},
            _command(workshop),
            _command(workshop, "--merge"),
        )
        for _ in range(rounds)
    ]
    memory = {letters: workshop.print(ours, letters).took.memory for letters in plan.memory}
    of_many = {letters: workshop.print(merged, letters).took.memory for letters in plan.merged_memory}
    return Measured(plan, versions, runs, memory, of_many)


def _command(workshop: Workshop, *more: str) -> Took:
    words = lanterns.words(workshop.made / "campaign", workshop.folder())
    return run(module("advocate", *words, *more), workshop.made)


def _tell(found: Measured) -> bool:
    """Print what was found, and return whether every limit is kept."""
    print(*found.lines, sep="\n")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for limit in found.limits:
        print(limit, flush=True)
        if limit.least == MERGED:
            reached = "reached" if limit.found >= MERGED_AIM else "MISSED"
            print(f"  wanted: {MERGED_AIM}: {reached}", flush=True)
    return all(limit.kept for limit in found.limits)


def _write(file: Path, lines: Sequence[str]) -> None:
    """Put the table between the two marks of a file."""
    before, begin, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{file} has no place for the table: {BEGIN} … {END}")
    inner = "\n".join(lines)
    file.write_text(f"{before}{begin}\n\n{inner}\n\n{end}{after}", encoding="utf-8")


def _walls(each: Round) -> tuple[float, float]:
    return each.single.wall, each.merged.wall


def _told(memory: Mapping[int, float]) -> str:
    return ", ".join(f"{found:.0f} MB for {letters:,} letters" for letters, found in memory.items())


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
