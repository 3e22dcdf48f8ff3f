"""The questions: what may be answered to each, and what is said to an answer that cannot be used.

Every answer can be typed, whatever it is read with: the number of a choice, `1,3`, `2-5`, `all`, `b` for one
step back. A reader only brings lines, and may offer other ways to the same answer besides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from advocate.cli.terminal import Terminal

EMPTY = "-"
"""What is typed to empty an answer that is there."""

EDIT = "e"
"""What is typed to write in an editor."""

_BACK_IN_TEXT = "<"
_BACK = frozenset({"b", "back", _BACK_IN_TEXT})
_LIST = "t"
_EVERYTHING = frozenset({"all", "*"})
_YES, _NO = frozenset({"y", "yes"}), frozenset({"n", "no"})
_RANGE = re.compile(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?", re.ASCII)


class BackError(Exception):
    """The person wants the question before this one again."""


class LeftError(Exception):
    """The person has left: by Ctrl-C, by Ctrl-D, or because a pipe has no more lines."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its word, which may be typed as well, and what is shown of it.

    `headings` stand above it where they differ from those of the choice before.
    """

    word: str
    shown: str
    more: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


class Reader(Protocol):
    """How answers are read. Both ways may raise LeftError."""

    @property
    def edits(self) -> bool:
        """Whether a line begins with what can be changed in it, and choices can be picked from a list."""

    def line(self, default: str) -> str:
        """Return the line that was typed, or the default."""

    def pick(self, choices: Sequence[Choice], *, several: bool) -> Sequence[str]:
        """Return the words of the choices that were picked from a list; none where it has no lists."""


_SHORT = 5
"""Characters that are sooner typed again than mended: a number, a country's or a language's code."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks one question after another, and says in one line what is wrong with an answer."""

    talk: Terminal
    reader: Reader

    def say(self, text: str = "", indent: str = "") -> None:
        """Say something that is no question."""
        self.talk.say(self.talk.wrap(text, indent) if text else "")

    def text(self, question: str, default: str = "", check: Callable[[str], str] = str) -> str:
        """Return an answer in one line, as `check` returns it; it is asked again where that raises."""
        self._ask(question)
        if default and not self.reader.edits:
            self.say(f"Now: {default} (Enter keeps it, {EMPTY} empties it)")
        offered = default
        while True:
            typed = self.reader.line(offered).strip()
            if typed == _BACK_IN_TEXT:
                raise BackError
            try:
                return check("" if typed == EMPTY else typed)
            except ProblemsError as error:
                self._problems(error)
            # Where a line can be edited a long mistake is there to be mended; a short one is typed anew.
            offered = typed if self.reader.edits and len(typed) > _SHORT else default

    def one(self, question: str, choices: Sequence[Choice], default: str | None = None) -> str:
        """Return the word of one of several choices, by its number or by its word."""
        self._ask(question)
        self.show(choices)
        words = [choice.word for choice in choices]
        usual = f", Enter alone for {words.index(default) + 1}" if default in words else ""
        self.say(f"A number{usual}; b goes one step back{self._list_hint()}.")
        while True:
            typed = self.reader.line("").strip()
            answer = typed or (default if default in words else "") or ""
            if typed.casefold() in _BACK:
                raise BackError
            if typed.casefold() == _LIST and self.reader.edits:
                answer = next(iter(self.reader.pick(choices, several=False)), "")
            if answer in words:
                return answer
            if answer.isascii() and answer.isdecimal() and 1 <= int(answer) <= len(words):
                return words[int(answer) - 1]
            self.say(f"type a number from 1 to {len(words)}, or b for one step back")

    def several(
        self,
        question: str,
        choices: Sequence[Choice],
        default: Sequence[str] = (),
        understand: Callable[[Sequence[str]], Sequence[str]] | None = None,
    ) -> tuple[str, ...]:
        """Return the words of the choices taken, in their order: numbers, ranges, words or `all`.

        Words that are none of the choices go to `understand`, which returns those meant, or raises
        ProblemsError. At least one has to be taken.
        """
        self._ask(question)
        self.show(choices)
        ways = "Numbers such as 1,3 or 2-5, names, or all; b goes one step back"
        self.say(f"{ways}{self._list_hint()}.")
        words = [choice.word for choice in choices]
        offered = ",".join(str(words.index(word) + 1) for word in default if word in words)
        if offered:
            self.say(f"Enter alone: {offered}")
        while True:
            typed = self.reader.line("").strip() or offered
            if typed.casefold() in _BACK:
                raise BackError
            if typed.casefold() == _LIST and self.reader.edits:
                taken = tuple(self.reader.pick(choices, several=True))
            else:
                try:
                    taken = self._taken(typed, words, understand)
                except ProblemsError as error:
                    self._problems(error)
                    continue
            if taken:
                others = dict.fromkeys(word for word in taken if word not in words)
                return (*(word for word in words if word in taken), *others)
            self.say("nothing is chosen yet: type at least one number")

    def yes(self, question: str, *, default: bool) -> bool:
        """Return whether the answer is yes."""
        self._ask(f"{question} ({'Y/n' if default else 'y/N'})")
        while True:
            typed = self.reader.line("").strip().casefold()
            if typed in _BACK:
                raise BackError
            if typed in _YES | _NO or not typed:
                return default if not typed else typed in _YES
            self.say("type y for yes or n for no")

    def passage(
        self,
        question: str,
        default: str = "",
        keep: Callable[[str], None] = lambda _: None,
        edit: Callable[[str], str] | None = None,
    ) -> str:
        """Return an answer of several lines; an empty line ends it. `keep` is told of it line by line."""
        self._ask(question)
        if default:
            self.say("So far:")
            self.say(default, "  ")
            self.say(f"Enter alone keeps it, {EMPTY} empties it, anything else goes on with it.")
        lines: list[str] = []
        while True:
            typed = self.reader.line("").rstrip()
            if not lines and typed == _BACK_IN_TEXT:
                raise BackError
            if not lines and typed == EMPTY:
                return ""
            if not lines and typed == EDIT and edit:
                return edit(default)
            if not typed:
                return "\n".join(filter(None, (default, *lines)))
            lines.append(typed)
            keep("\n".join(filter(None, (default, *lines))))

    def show(self, choices: Sequence[Choice]) -> None:
        """Show numbered choices under their headings."""
        before: tuple[str, ...] = ()
        room = len(str(len(choices)))
        for number, choice in enumerate(choices, 1):
            for depth, heading in enumerate(choice.headings):
                if choice.headings[: depth + 1] != before[: depth + 1]:
                    self.say()
                    self.talk.heading(f"{'  ' * depth}{heading}")
            before = choice.headings
            hanging = " " * (room + 3)
            self.talk.say(self.talk.wrap(f"{number:>{room}}  {choice.shown}", " ", hanging))
            for line in choice.more:
                self.talk.say(self.talk.wrap(line, hanging, f"{hanging}  "))

    def _ask(self, question: str) -> None:
        self.say()
        self.talk.heading(question)

    def _list_hint(self) -> str:
        return f"; {_LIST} shows a list to move in" if self.reader.edits else ""

    def _problems(self, error: ProblemsError) -> None:
        for problem in error.problems:
            self.say(problem.message)

    def _taken(
        self,
        typed: str,
        words: Sequence[str],
        understand: Callable[[Sequence[str]], Sequence[str]] | None,
    ) -> tuple[str, ...]:
        taken: list[str] = []
        others: list[str] = []
        for part in re.split(r"[,;\s]+", re.sub(r"\s*-\s*(?=\d)", "-", typed)):
            span = _RANGE.fullmatch(part)
            if part in words:
                taken.append(part)
            elif part.casefold() in _EVERYTHING:
                taken += words
            elif span:
                first, last = int(span[1]), int(span[2] or span[1])
                if not 1 <= first <= last <= len(words):
                    unusable = f"there is no number {part}: they go from 1 to {len(words)}"
                    raise ProblemsError([Problem("asking.answer", unusable)])
                taken += words[first - 1 : last]
            elif part:
                others.append(part)
        if others and understand is None:
            unusable = f"{others[0]!r} is none of them: type numbers from 1 to {len(words)}, or all"
            raise ProblemsError([Problem("asking.answer", unusable)])
        return (*taken, *(understand(others) if others and understand else ()))
