"""Problems: what is wrong with an input, where it stands, and a code that never changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from advocate.core.deceptive import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Given = ParamSpec("Given")
Result = TypeVar("Result")

_LONGEST = 500
"""Characters of a message: enough for any sentence of ours, and short where it quotes somebody's megabyte."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; lines and columns count from 1, as editors do."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return `file`, `file:line` or `file:line:column`."""
        parts = (self.file, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a person has to mend before the program can go on."""

    code: str
    message: str
    place: Place | None = None

    def __str__(self) -> str:
        """Return the line that a person reads: place, words, code."""
        where = f"{_on_one_line(str(self.place))}: " if self.place else ""
        return f"{where}{_on_one_line(self.message)} [{self.code}]"


def _on_one_line(text: str) -> str:
    """Return a text that fits one line, and does nothing to a terminal: a file may have any name."""
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return short if short.isascii() and short.isprintable() else shown(short.replace("\n", " "))


class ProblemsError(Exception):
    """Every problem found in one reading; the work stops before anything is written."""

    def __init__(self, problems: Iterable[Problem], exit_code: int = 2) -> None:
        """Hold the problems in the order of their places, each once."""
        self.problems = tuple(sorted(dict.fromkeys(problems), key=_by_place))
        self.exit_code = exit_code
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _by_place(problem: Problem) -> tuple[str, int, int]:
    place = problem.place or Place("")
    return (place.file, place.line or 0, place.column or 0)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'x'?)` for the nearest known word, or an empty string where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed only for a mistake, and start-up counts

    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f" (did you mean {by_folded[near[0]]!r}?)" if near else ""


def trying(
    troubles: list[Problem],
    read: Callable[Given, Result],
    *arguments: Given.args,
    **settings: Given.kwargs,
) -> Result | None:
    """Return what was read, or None and its problems among the troubles: all are told at once."""
    try:
        return read(*arguments, **settings)
    except ProblemsError as error:
        troubles += error.problems
        return None
