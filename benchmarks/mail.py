"""How fast letters become e-mails and leave: advocate against mailmerge, and against the least there is."""

from __future__ import annotations

import argparse
import email
import email.policy
import json
import os
import pstats
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

import lanterns
from pairs import environment, module, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pairs import Took

PEERS = Path(__file__).parent / "peers"
MAILMERGE = "from mailmerge.__main__ import main; main()"

OF_MAILMERGE = 2 / 3
"""How many times as long as mailmerge's dry run it may take to have the same letters on the disk."""

OF_FILES = 3.0
"""How many times as long as writing the same files."""

OF_LOOP = 1.5
"""How many times as long as a bare loop it may take to send them."""

LEAST_ROUNDS = 3

# What the parts of `generate` are called, and the function that each ends in.
PARTS = {
    "registry read": ("sources/registry.py", "read_registry"),
    "letters composed": ("core/compose.py", "unreviewed"),
    "letters reviewed": ("core/review/__init__.py", "findings"),
    "messages made": ("render/eml.py", "draft"),
    "letters as data, to know the folder again": ("render/data.py", "letter_data"),
    "page that leads through them": ("render/page.py", "index_page"),
    "manifest": ("render/data.py", "manifest_data"),
    "files written": ("outbox/files.py", "write_folder"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How many letters are made, how many are sent, and whether more is looked at than the limits need."""

    letters: int
    sent: int
    more: bool


WHOLE = Plan(10_000, 2_000, more=True)
QUICK = Plan(10_000, 500, more=False)


@dataclass(frozen=True, slots=True)
class Limit:
    """A ratio, and how great it may be; what is only `wanted` breaks nothing."""

    about: str
    ratios: Sequence[float]
    most: float

    @property
    def found(self) -> float:
        """The median of the ratios within a round."""
        return statistics.median(self.ratios)

    @property
    def kept(self) -> bool:
        """Whether it is as it should be."""
        return self.found <= self.most

    def __str__(self) -> str:
        """Return the line that a person reads."""
        least, most = min(self.ratios), max(self.ratios)
        said = "kept" if self.kept else "MISSED"
        return f"{self.about}: {self.found:.2f} ({least:.2f} to {most:.2f}), at most {self.most:.2f}: {said}"


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where everything runs: the folder of what it is given, the others' interpreter, the server."""

    folder: Path
    plan: Plan
    others: str | None
    port: str
    numbers: Iterator[int] = field(default_factory=count)

    def peer(self, script: str, *words: str | Path) -> Sequence[str]:
        """Return the command that runs one of our scripts."""
        return [sys.executable, str(PEERS / script), str(self.folder), *map(str, words)]

    def new(self) -> Path:
        """Return a name for a folder; none is removed before the end, since that slows the disk down."""
        return self.folder / f"out-{next(self.numbers)}"

    def merge(self, *words: str) -> Sequence[str]:
        """Return mailmerge's command."""
        return [str(self.others), "-c", MAILMERGE, "--dry-run", *words]


@dataclass(frozen=True)
class Round:
    """Everything once. `parts` are seconds of advocate's parts; `reviewed` looks through each letter too."""

    advocate: Took
    parts: Mapping[str, float]
    reviewed: Took | None
    reviewed_parts: Mapping[str, float]
    mailmerge: Took | None
    files: Took
    sending: Took
    loop: Took

    @cached_property
    def made(self) -> float:
        """Seconds from the start to the last file, but for reading the offices in."""
        return self.advocate.wall - self.parts["offices"]

    @cached_property
    def made_reviewed(self) -> float:
        """The same with the review."""
        return self.reviewed.wall - self.reviewed_parts["offices"] if self.reviewed else 0.0


def main() -> int:
    """Measure as the command line asks, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST_ROUNDS, help=f"rounds, {LEAST_ROUNDS} at least")
    parser.add_argument("--check", action="store_true", help="less; exit 1 above a limit (tries twice)")
    parser.add_argument("--peers", metavar="PYTHON", default=sys.executable, help="one that has mailmerge")
    given = parser.parse_args()
    rounds, plan = max(LEAST_ROUNDS, given.runs), QUICK if given.check else WHOLE
    with tempfile.TemporaryDirectory(prefix="advocate-benchmark-") as made:
        folder = Path(made)
        _prepare(folder, plan)
        with _sink(folder) as port:
            workshop = Workshop(folder, plan, _mailmerge(given.peers), port)
            _prove_same(workshop)
            kept = _measure(workshop, rounds)
            if given.check and not kept:
                # A burst of others' work can last as long as one measurement; a slow program stays slow.
                print("above a limit; once more with twice as many rounds")
                kept = _measure(workshop, 2 * rounds)
        if plan.more:
            _tell_whole(workshop)
    return int(given.check and not kept)


def _prepare(folder: Path, plan: Plan) -> None:
    """Write what everybody is given, and a certificate for the server."""
    mailed = str(Path(__file__).with_name("mailed.py"))
    subprocess.run(  # noqa: S603 - a script of our own
        [sys.executable, mailed, str(folder), str(plan.letters)],
        cwd=folder,
        env=environment(folder),
        check=True,
    )
    openssl = shutil.which("openssl") or sys.exit("openssl is needed, for the server's certificate")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    names = ("-subj", "/CN=sink", "-addext", "subjectAltName=IP:127.0.0.1")
    subprocess.run(  # noqa: S603 - the system's own program
        [openssl, "req", "-x509", *curve, *names, "-keyout", "sink.key", "-out", "sink.pem"],
        cwd=folder,
        capture_output=True,
        check=True,
    )


@contextmanager
def _sink(folder: Path) -> Iterator[str]:
    """Run the server, and give its port."""
    command = [sys.executable, str(PEERS / "sink.py"), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def _mailmerge(python: str) -> str | None:
    """Return the interpreter that has mailmerge, or None and a line that says why there is none."""
    asked = subprocess.run(  # noqa: S603 - as the command line says
        [python, "-c", MAILMERGE, "--version"], capture_output=True, check=False, text=True
    )
    if asked.returncode:
        print(f"skipped: mailmerge is not there ({asked.stderr.strip().rpartition(chr(10))[2]})")
        return None
    print(asked.stdout.strip())
    return python


def _prove_same(workshop: Workshop) -> None:
    """End where mailmerge's letter or the floor's files are not the same."""
    one, floor = workshop.new(), workshop.new()
    letters = str(workshop.plan.letters)
    for command in (workshop.peer("advocate_mail.py", one), workshop.peer("plain_files.py", letters, floor)):
        run(command, workshop.folder)
    names = sorted(file.name for file in one.iterdir())
    if len(names) != workshop.plan.letters:
        sys.exit(f"{len(names)} of {letters} letters were made")
    for name in names:
        if (one / name).read_bytes() != (floor / name).read_bytes():
            sys.exit(f"not the same: {name}")
    if workshop.others:
        printed = subprocess.run(  # noqa: S603 - as the command line says
            workshop.merge("--limit", "1"),
            cwd=workshop.folder / "mailmerge",
            env=environment(workshop.folder),
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        draft = email.message_from_bytes((one / names[0]).read_bytes(), policy=email.policy.default)
        if " ".join(str(draft.get_content()).split()) not in " ".join(printed.split()):
            sys.exit(f"mailmerge has other words than {names[0]}")


def _measure(workshop: Workshop, rounds: int) -> bool:
    """Run everything in turn, print what it took, and return whether every limit is kept."""
    plan = workshop.plan
    runs = [_round(workshop) for _ in range(rounds)]
    print(
        f"{plan.letters:,} letters made and {plan.sent:,} sent, Python {python_version()}, "
        f"{time.strftime('%Y-%m-%d', time.gmtime())}; {rounds} rounds"
    )
    ways = {
        "advocate, drafts": [each.made for each in runs],
        "… with review": [each.made_reviewed for each in runs if each.reviewed],
        "mailmerge, dry": [each.mailmerge.wall for each in runs if each.mailmerge],
        "files alone": [each.files.wall for each in runs],
        "advocate, sending": [each.sending.wall for each in runs],
        "bare loop": [each.loop.wall for each in runs],
    }
    print(f"  {'':18}{'min':>10}{'median':>10}{'max':>10}")
    for name, took in ways.items():
        if took:
            figures = (min(took), statistics.median(took), max(took))
            print(f"  {name:18}{''.join(f'{each:>8.2f} s' for each in figures)}")
    _tell_parts("advocate, drafts", [each.parts for each in runs], [each.advocate.wall for each in runs])
    if reviewed := [each.reviewed for each in runs if each.reviewed]:
        _tell_parts("with review", [each.reviewed_parts for each in runs], [each.wall for each in reviewed])
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    cpu = [each.advocate.cpu / each.mailmerge.cpu for each in runs if each.mailmerge]
    if cpu:
        print(
            f"of the processors' time, with reading the offices: {statistics.median(cpu):.2f} of mailmerge's"
        )
    limits = [
        Limit(
            "drafts, against writing the same files", [each.made / each.files.wall for each in runs], OF_FILES
        ),
        Limit(
            "sending, against the bare loop", [each.sending.wall / each.loop.wall for each in runs], OF_LOOP
        ),
    ]
    if workshop.others:
        merged = [(each.made, each.made_reviewed, each.mailmerge.wall) for each in runs if each.mailmerge]
        limits.append(
            Limit("drafts, against mailmerge", [made / dry for made, _, dry in merged], OF_MAILMERGE)
        )
        if reviewed:
            ratio = statistics.median(made / dry for _, made, dry in merged)
            print(f"drafts with a review of each, against mailmerge, which has none: {ratio:.2f}")
    for limit in limits:
        print(limit, flush=True)
    return all(limit.kept for limit in limits)


def _round(workshop: Workshop) -> Round:
    plan, folder = workshop.plan, workshop.folder
    out, reviewed = workshop.new(), workshop.new()
    advocate = run(workshop.peer("advocate_mail.py", out), folder)
    merged = run(workshop.merge("--no-limit"), folder / "mailmerge") if workshop.others else None
    files = run(workshop.peer("plain_files.py", str(plan.letters), workshop.new()), folder)
    with_review = run(workshop.peer("advocate_mail.py", reviewed, "reviewed"), folder) if plan.more else None
    sending = run(workshop.peer("advocate_sending.py", str(plan.sent), workshop.new(), workshop.port), folder)
    loop = run(workshop.peer("smtplib_loop.py", str(plan.sent), workshop.new(), workshop.port), folder)
    review_parts = _parts(reviewed) if with_review else {}
    return Round(advocate, _parts(out), with_review, review_parts, merged, files, sending, loop)


def _parts(out: Path) -> Mapping[str, float]:
    found: Mapping[str, float] = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def _tell_parts(name: str, parts: Sequence[Mapping[str, float]], walls: Sequence[float]) -> None:
    rest = [wall - sum(each.values()) for wall, each in zip(walls, parts, strict=True)]
    told = {part: statistics.median(each[part] for each in parts) for part in parts[0]}
    told["start"] = statistics.median(rest)
    print(f"  {name}: {', '.join(f'{part} {seconds:.2f} s' for part, seconds in told.items())}")


def _tell_whole(workshop: Workshop) -> None:
    """Say how long the whole command takes, and by the profiler's shares where the time goes."""
    words = lanterns.words(workshop.folder / "large", workshop.new(), "eml")
    took = run(module("advocate", *words), workshop.folder)
    rate = workshop.plan.letters / took.wall
    print(f"the whole command, advocate generate --as eml: {took.wall:.1f} s, {rate:.0f} letters a second")
    profile = str(workshop.folder / "profile")
    words = lanterns.words(workshop.folder / "large", workshop.new(), "eml")
    run([*module("cProfile", "-o", profile), "-m", "advocate", *words], workshop.folder)
    stats = pstats.Stats(profile)
    for part, share in _shares(stats, stats.get_stats_profile().total_tt).items():
        print(f"  {part}: {100 * share:.0f} %")


def _shares(stats: pstats.Stats, whole: float) -> Mapping[str, float]:
    """Return what share of the time each part has, and all others together."""
    calls: Mapping[tuple[str, int, str], tuple[int, int, float, float, object]] = stats.stats  # type: ignore[attr-defined]
    shares = {
        part: sum(
            found[3] for (file, _, called), found in calls.items() if (called == name and file.endswith(end))
        )
        / whole
        for part, (end, name) in PARTS.items()
    }
    return {**shares, "all the rest": 1 - sum(shares.values())}


if __name__ == "__main__":
    sys.exit(main())
