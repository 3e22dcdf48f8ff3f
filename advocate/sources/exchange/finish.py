"""From the offices of somebody's file to a registry that passes the check, or to all that is against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.check import check
from advocate.core.letter import Weight
from advocate.sources.exchange.assemble import assemble
from advocate.sources.exchange.complete import WANTED
from advocate.sources.judge import LibraryJudge

if TYPE_CHECKING:
    from datetime import date

    from advocate.core.problems import Problem
    from advocate.core.registry import Registry
    from advocate.sources.exchange.assemble import Draft, Fault
    from advocate.sources.exchange.entries import Entry, Found, Given


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.

    `registry` holds the offices that can be taken over, None where there are none; `problems` is all that
    keeps others from it, `notes` what is good to know, `warnings` how many doubts the check has besides.
    """

    registry: Registry | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    warnings: int = 0

    @property
    def more_wanted(self) -> bool:
        """Return whether the command line has to say what the file does not."""
        return any(problem.code in WANTED for problem in self.problems)


def imported(found: Found, given: Given, day: date) -> Imported:
    """Return the registry that a file makes, without the offices in which something is wrong.

    The day is that of the check.
    """
    judge = LibraryJudge()
    entries: dict[int, Entry] = dict(enumerate(found.entries))
    problems: list[Problem] = [*found.problems]
    while entries:
        draft = assemble(found, entries, given, judge.is_shared)
        faults = [*draft.faults]
        warnings = 0
        if draft.registry and not faults:
            more, warnings = _checked(draft, draft.registry, judge, day)
            faults += more
        problems += (fault.problem for fault in faults)
        if not faults:
            return Imported(draft.registry, _once(problems), (*found.notes, *draft.notes), warnings)
        bad = frozenset[int]().union(*(fault.entries for fault in faults))
        if not bad or any(not fault.entries for fault in faults):
            break
        entries = {number: entry for number, entry in entries.items() if number not in bad}
    return Imported(None, _once(problems), found.notes)


def _checked(draft: Draft, registry: Registry, judge: LibraryJudge, day: date) -> tuple[list[Fault], int]:
    remarks = check(registry, judge, day)
    faults = [
        draft.fault(remark.code, remark.message, remark.path)
        for remark in remarks
        if remark.weight is Weight.PROBLEM
    ]
    return faults, sum(remark.weight is Weight.WARNING for remark in remarks)


def _once(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return every problem once; of what the command line has to say, only the first place where it lacks."""
    kept: dict[object, Problem] = {}
    for problem in problems:
        kept.setdefault(problem.code if problem.code in WANTED else problem, problem)
    return tuple(kept.values())
