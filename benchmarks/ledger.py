"""How long `advocate log` takes with 100,000 letters, against its query and the program's start."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

from made_up import COUNTRIES, MATTERS, OFFICES
from pairs import environment, module, run

from advocate.core.ledger import Draft, LetterKey, Mark, State, Via, sender_key
from advocate.outbox.ledger import open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pairs import Took

LETTERS = 100_000
TO_EACH = 10
"""Letters to each office."""

OFFICES_WRITTEN_TO = LETTERS // TO_EACH

FIRSTS = 7
"""How many of them are no reminder of another; where all are due, none is one."""

FOUR_OF_TEN = 4 * LETTERS // TO_EACH
"""How many wait for an answer in the other log (`became`)."""

TIMES = 2.0
"""How many times as long as the query alone and the start of the program together it may take."""

LEAST_ROUNDS = 3
LEDGER = "ledger.sqlite3"
NUMBERED = re.compile(r'^(?: +|{"id": )(\d+)(?:  |,)', re.MULTILINE)
"""How a line about a letter begins, for people and for scripts."""

SENDER = "Ada Example"
BEGUN = date(2025, 1, 6)
"""The day on which the first letters left; what is due is due whenever this is run in a later year."""

COUNTRY = COUNTRIES[2][0]
"""What is searched for: one office in eight is there."""

# What the program reads, by the same conditions and in the same order, with SQLite's own Python module and
# nothing else. All rows are fetched and nothing is done with them.
FLOOR = """\
import gc
import sqlite3
import sys

gc.disable()
file, query, *values = sys.argv[1:]
connection = sqlite3.connect(file)
connection.execute(query, values).fetchall()
connection.close()
"""

DAY = "COALESCE(day, substr(at, 1, 10))"
LINE = "id, contact, office, letter, reminder, edition, language, sender, state, via, note, message_id"
RECORD = (
    "id, campaign, contact, office, letter, reminder, edition, sender, language, date, subject, sha256,"
    " state, via, at, day, address, message_id, note"
)
STANDING = (
    "id, campaign, contact, letter, sender_key, reminder, edition, office, sender, language, subject, state,"
    f" via, {DAY}"
)
BY_OFFICE = f"ORDER BY contact, {DAY}, id"
ONE = "campaign, contact, letter, sender_key"
WAITING = (
    f"WHERE ({ONE}) IN (SELECT {ONE} FROM (SELECT {ONE}, state, {DAY} AS left_on, max(id) FROM letters"
    f" WHERE state IN ('answered', 'bounced', 'sent') GROUP BY {ONE})"
    " WHERE state = 'sent' AND left_on <= ?) ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A command, the log that it reads, and the query that answers it."""

    log: str
    words: tuple[str, ...]
    shown: int
    """Letters that it names."""
    query: str
    values: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The command as a person writes it; with a log of which all is due said."""
        return f"log {' '.join(self.words)}{' (all due)' if self.log == DUE else ''}"

    def command(self) -> Sequence[str]:
        """Return the program's command."""
        return module("advocate", "log", *self.words)

    def floor(self) -> Sequence[str]:
        """Return the command that asks the same of the file."""
        return module("floor", LEDGER, self.query, *self.values)


MIXED, DUE = "mixed", "due"


def cases() -> Sequence[Case]:
    """Return what is measured."""
    found, follow = COUNTRY.casefold(), (f"{date.max}",)
    lines, records, standing = (
        f"SELECT {what} FROM letters" for what in (f"{LINE}, {DAY}", RECORD, STANDING)
    )
    return (
        Case(MIXED, ("list",), LETTERS, f"{lines} {BY_OFFICE}"),
        Case(MIXED, ("list", "--format", "json"), LETTERS, f"{records} {BY_OFFICE}"),
        Case(
            MIXED,
            ("list", "--search", COUNTRY),
            LETTERS // len(COUNTRIES),
            f"{lines} WHERE instr(words, ?) {BY_OFFICE}",
            (found,),
        ),
        Case(MIXED, ("follow-up",), FOUR_OF_TEN, f"{standing} {WAITING}", follow),
        Case(DUE, ("follow-up",), LETTERS, f"{standing} {WAITING}", follow),
        Case(DUE, ("follow-up", "--format", "json"), LETTERS, f"{standing} {WAITING}", follow),
    )


def main() -> int:
    """Measure as the command line asks, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST_ROUNDS, help=f"rounds, {LEAST_ROUNDS} at least")
    parser.add_argument("--check", action="store_true", help="exit 1 above a limit (tries twice)")
    parser.add_argument("--quick", action="store_true", help="list, search and follow up, for people only")
    given = parser.parse_args()
    measured = [
        case for case in cases() if not given.quick or (case.log == MIXED and "json" not in case.words)
    ]
    rounds = max(LEAST_ROUNDS, given.runs)
    with tempfile.TemporaryDirectory(prefix="advocate-benchmark-") as made:
        folder = Path(made)
        write_down(folder)
        for log in (MIXED, DUE):
            (folder / log / "floor.py").write_text(FLOOR, encoding="utf-8")
        for case in measured:
            prove(folder, case)
        kept = measure(folder, measured, rounds)
        if given.check and not kept:
            # A burst of somebody else's work can last as long as one measurement; a slow program stays slow.
            print("above a limit; once more with twice as many rounds")
            kept = measure(folder, measured, 2 * rounds)
    return int(given.check and not kept)


def measure(folder: Path, measured: Sequence[Case], rounds: int) -> bool:
    """Run everything in turn, print what it took, and return whether every limit is kept."""
    took = [one_round(folder, measured) for _ in range(rounds)]
    print(
        f"advocate log, {LETTERS} letters in {(folder / MIXED / LEDGER).stat().st_size / 1e6:.0f} MB, against"
        f" SQLite {sqlite3.sqlite_version} alone and the start of the program, Python {python_version()};"
        f" {rounds} rounds"
    )
    start = statistics.median(each.start for each in took)
    print(f"the start of the program takes {1000 * start:.0f} ms longer than Python's own, in the median")
    print(f"  {'':34}{'advocate':>10}{'query':>10}{'ratio':>8}")
    kept = True
    for case in measured:
        ratios = [each.ratio(case) for each in took]
        ratio = statistics.median(ratios)
        wall = statistics.median(each.subjects[case].wall for each in took)
        query = statistics.median(each.floors[case].wall for each in took)
        kept = kept and ratio < TIMES
        print(
            f"  {case.name:34}{1000 * wall:>7.0f} ms{1000 * query:>7.0f} ms{ratio:>8.2f}"
            f" ({min(ratios):.2f} to {max(ratios):.2f}), wanted under {TIMES:g}:"
            f" {'kept' if ratio < TIMES else 'BROKEN'}"
        )
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    return kept


@dataclass(frozen=True, slots=True)
class Round:
    """What everything took, run one after the other."""

    python: Took
    version: Took
    subjects: Mapping[Case, Took]
    floors: Mapping[Case, Took]

    @property
    def start(self) -> float:
        """What starting the program takes beyond starting Python."""
        return self.version.wall - self.python.wall

    def ratio(self, case: Case) -> float:
        """How many times as long a command took as its query and the start of the program."""
        return self.subjects[case].wall / (self.floors[case].wall + self.start)


def one_round(folder: Path, measured: Sequence[Case]) -> Round:
    """Run everything once."""
    subjects: dict[Case, Took] = {}
    floors: dict[Case, Took] = {}
    python = run([sys.executable, "-c", ""], folder / MIXED)
    version = run(module("advocate", "--version"), folder / MIXED)
    for case in measured:
        subjects[case] = run(case.command(), folder / case.log)
        floors[case] = run(case.floor(), folder / case.log)
    return Round(python, version, subjects, floors)


def write_down(folder: Path) -> None:
    """Write all letters into a log as the program does, drafted and then marked; make the other from it."""
    at = datetime(BEGUN.year, BEGUN.month, BEGUN.day, 9, tzinfo=UTC)
    with open_ledger(folder / MIXED / LEDGER) as ledger:
        ledger.record(drafts(), Via.FILES, at)
        ids = [id_ for (id_,) in ledger.connection.execute("SELECT id FROM letters ORDER BY id")]
        marks = ((id_, became(*divmod(number, OFFICES_WRITTEN_TO))) for number, id_ in enumerate(ids))
        ledger.mark_all({id_: mark for id_, mark in marks if mark}, at)
    (folder / DUE).mkdir()
    shutil.copy(folder / MIXED / LEDGER, folder / DUE / LEDGER)
    with open_ledger(folder / DUE / LEDGER) as ledger:
        ledger.connection.execute(
            "UPDATE letters SET letter = letter || '-' || reminder, reminder = 0, state = 'sent',"
            f" via = 'post', note = '', day = {DAY}"
        )


def prove(folder: Path, case: Case) -> None:
    """End where a command does not name as many letters as it should, or the query finds other rows."""
    home = folder / case.log
    shown = subprocess.run(  # noqa: S603 - our own program
        case.command(), cwd=home, env=environment(home), capture_output=True, check=True
    ).stdout.decode()
    lines = NUMBERED.findall(shown)
    with sqlite3.connect(home / LEDGER) as connection:
        ids = {str(row[0]) for row in connection.execute(case.query, case.values)}
    connection.close()
    if len(lines) != case.shown or not ids.issuperset(lines):
        sys.exit(f"{case.name}: {len(lines)} letters are named, of {len(ids)} read; wanted {case.shown}")
    if case.words[0] == "list" and len(ids) != case.shown:
        sys.exit(f"{case.name}: the query finds {len(ids)} letters, wanted {case.shown}")


def drafts() -> Iterator[Draft]:
    """Yield all letters as they are written down first: a run for each, to all offices."""
    for which in range(TO_EACH):
        reminder, letter = divmod(which, FIRSTS)
        for number in range(OFFICES_WRITTEN_TO):
            country, _, languages = COUNTRIES[number % len(COUNTRIES)]
            language = languages[number // len(COUNTRIES) % len(languages)]
            title, matter = (words[language][number % len(words[language])] for words in (OFFICES, MATTERS))
            key = LetterKey(
                *("report-2018", f"office-{number:05}", f"letter-{letter}", sender_key(SENDER), reminder)
            )
            yield Draft(
                key,
                f"{title}, {matter}, {country} {number}",
                SENDER,
                language,
                BEGUN,
                f"The report of 2018 and what {country} can do about it, part {letter}",
                f"{which * OFFICES_WRITTEN_TO + number:064x}",
            )


def became(which: int, office: int) -> Mark | None:
    """Return what became of an office's letter of a number: four of ten were sent and wait.

    The first of them was reminded of (letter 7), of the next two there is a reminder that was not sent.
    """
    day = BEGUN + timedelta(office % 200)
    match which:
        case 0 | 1 | 7:
            return Mark(State.SENT, Via.EMAIL, day)
        case 2 | 3:
            return Mark(State.SENT, Via.POST, day, "with the summary")
        case 4:
            return Mark(State.ANSWERED, Via.EMAIL, day, "thanks, and a promise to ask")
        case 5:
            return Mark(State.BOUNCED, Via.EMAIL, day, address="nobody@office.example")
        case _:
            return None


if __name__ == "__main__":
    sys.exit(main())
