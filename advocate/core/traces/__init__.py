"""What a file carries besides its words: a trace, what it tells a person, and how much that weighs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 160
"""Characters of a value that are shown: enough to know it again, and short where a file holds a megabyte."""

MOST = 300
"""How many traces are told of one file; a file with more is said to have more."""


class Telling(StrEnum):
    """How much a trace gives away; the heaviest first."""

    IDENTIFIES = "identifies"
    """Who, where, which machine, or when with a time zone; or it calls home when it is opened."""
    TELLS = "tells"
    """Something about how and when the file was made, that many people share."""
    VISIBLE = "visible"
    """What its writer put there to be read: the sender, the one written to, a title."""
    PLAIN = "plain"
    """Harmless, and listed so that nothing is left out."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that a file carries: where it stands, what it is, and what a stranger learns from it."""

    where: str
    what: str
    tells: str
    weight: Telling


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a file, in which a machine may have left its name; `seen` says that a reader sees it anyway."""

    where: str
    text: str
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """What would give away this machine: its name, the writer's login and home folder; empty if unknown."""

    host: str = ""
    user: str = ""
    home: str = ""

    def __repr__(self) -> str:
        """Return nothing of it: a traceback must not tell it."""
        return "Machine()"


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found in one file, by the name that its owner gave."""

    file: str
    traces: tuple[Trace, ...]

    @property
    def identifies(self) -> bool:
        """Whether anything in it says who or where somebody is."""
        return any(trace.weight is Telling.IDENTIFIES for trace in self.traces)


def shown(value: object) -> str:
    """Return a value on one line, short, with every character that cannot be seen as its code point."""
    text = str(value).strip()
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return "".join(_shown(mark) for mark in short)


def _shown(mark: str) -> str:
    if mark.isprintable():
        return mark
    return " " if mark in "\t\n\r" else f"<U+{ord(mark):04X}>"


def heaviest_first(traces: Iterable[Trace]) -> tuple[Trace, ...]:
    """Return each trace once, those that identify first; at most `MOST`, and a last one that says so."""
    weights = list(Telling)
    order = sorted(dict.fromkeys(traces), key=lambda trace: weights.index(trace.weight))
    if len(order) <= MOST:
        return tuple(order)
    more = Trace("the file", f"{len(order) - MOST} more of this kind", "too many to list", order[MOST].weight)
    return (*order[:MOST], more)
