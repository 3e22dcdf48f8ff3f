"""What stands in braces in a text, found before Jinja sees it: what is let through cannot grow.

Jinja reads, nests and computes whatever it is given, as long as that takes. So every pair of braces is looked
at here first, in one pass over the text: it must be short, made of names, words in quotes, small numbers,
comparisons and parentheses, and there must not be too many of them, nor too deep. What is left is for Jinja
to understand, and for `sources.texts` to hold against the vocabulary.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem
from advocate.sources.shelf import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 500
"""Braces in a text: ten times as many as the longest shipped letter has with its parts."""

_LONGEST = 300
"""Characters between two braces: several times a condition on three placeholders."""

_LONGEST_COMMENT = 5_000
_DEEPEST = 20
"""Conditions, or parentheses, inside each other. Python itself takes no more than a hundred (tokenizer.h)."""

_NOT_ALLOWED = "only placeholders such as {{ sender.name }}, {% if … %} and {% include … %} are allowed"
_SYNTAX = "a placeholder or condition is not closed or not understood: look at {{ … }} and {% … %} here"
_TOO_DEEP = "placeholders or conditions are nested too deeply"

_OPENING = re.compile(r"\{[{%#]")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}

_TOKEN = re.compile(
    r"""\s+ | [^\W\d]\w* | [0-9]{1,4}(?!\w) | "[^"'\\{}%\#\n]*" | '[^"'\\{}%\#\n]*' | == | != | [().]""",
    re.VERBOSE,
)
_STATEMENT = re.compile(r"\s*([^\W\d]\w*)")
_STATEMENTS = frozenset({"if", "elif", "else", "endif", "include"})
_SIGNS = "-+"
"""A sign at either end of braces drops the white space outside, or keeps it."""

# Statements that Jinja knows and letters do not have; any other word is a slip, and no statement at all.
_FOREIGN = frozenset(
    {
        *("for", "endfor", "set", "endset", "macro", "endmacro", "call", "endcall", "filter", "endfilter"),
        *("block", "endblock", "extends", "import", "from", "with", "endwith", "autoescape", "endautoescape"),
        *("raw", "endraw", "do", "break", "continue", "trans", "endtrans", "pluralize", "debug"),
    }
)


@dataclass(frozen=True, slots=True)
class Braces:
    """A pair of braces: where it begins and ends in its text, and what stands in it."""

    start: int
    end: int
    kind: str
    inner: str

    @property
    def word(self) -> str:
        """The word that a statement begins with, empty where it is none."""
        found = _STATEMENT.match(self.inner) if self.kind == "{%" else None
        return found[1] if found else ""

    def problem(self) -> tuple[str, str] | None:
        """Return the code and the words of why it is refused, None where it is not."""
        if self.kind == "{#":
            long = len(self.inner) > _LONGEST_COMMENT
            return ("too-much", f"a comment of more than {_LONGEST_COMMENT} letters") if long else None
        if len(self.inner) > _LONGEST:
            return "too-much", f"more than {_LONGEST} letters between two braces"
        if self.inner.count("(") > _DEEPEST:
            return "too-deep", _TOO_DEEP
        if self.word in _FOREIGN or not _is_plain(self.inner):
            return "not-allowed", _NOT_ALLOWED
        if self.kind == "{%" and self.word not in _STATEMENTS:
            return "syntax", _SYNTAX
        return None


def _is_plain(inner: str) -> bool:
    """Return whether what stands in braces is made of nothing but what letters need."""
    place = 0
    while place < len(inner):
        token = _TOKEN.match(inner, place)
        if token is None:
            return False
        place = token.end()
    return True


@dataclass(frozen=True)
class Written:
    """A text or part as it was written: its words, and the name of its file."""

    words: str
    name: str

    @cached_property
    def _scanned(self) -> tuple[tuple[Braces, ...], int | None]:
        """All braces, up to those that are torn or too many, and where such begin."""
        found: list[Braces] = []
        at = 0
        while opening := _OPENING.search(self.words, at):
            kind, start = opening[0], opening.start()
            end = self.words.find(_CLOSING[kind], start + 2)
            inner = self.words[start + 2 : end]
            torn = end < 0 or (kind != "{#" and _OPENING.search(inner))
            if torn or len(found) == MOST:
                return tuple(found), start
            at = end + 2
            inner = inner[1:] if inner[:1] and inner[0] in _SIGNS else inner
            inner = inner[:-1] if inner[-1:] and inner[-1] in _SIGNS else inner
            found.append(Braces(start, at, kind, inner))
        return tuple(found), None

    @property
    def braces(self) -> tuple[Braces, ...]:
        """All braces, up to the first that are not closed or too many."""
        return self._scanned[0]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the braces: the first mistake of each line, and why reading stopped."""
        return tuple(self._problems())

    def _problems(self) -> Iterator[Problem]:
        lines = set()
        for braces in self.braces:
            problem = braces.problem()
            place = self.place(braces.start)
            if problem and place.line not in lines:
                lines.add(place.line)
                yield Problem(f"{CODE}.{problem[0]}", problem[1], place)
        stopped = self._scanned[1]
        if stopped is not None:
            many = len(self.braces) == MOST
            words = f"more than {MOST} placeholders and conditions" if many else _SYNTAX
            yield Problem(f"{CODE}.{'too-much' if many else 'syntax'}", words, self.place(stopped))
        deep = self._too_deep()
        if deep is not None:
            yield Problem(f"{CODE}.too-deep", _TOO_DEEP, self.place(deep))

    def _too_deep(self) -> int | None:
        depth = 0
        for braces in self.braces:
            depth += {"if": 1, "endif": -1}.get(braces.word, 0)
            if depth > _DEEPEST:
                return braces.start
        return None

    @property
    def readable(self) -> str | None:
        """The words without the braces that are refused, for the other mistakes to be looked for.

        None where reading stopped.
        """
        if self._scanned[1] is not None or self._too_deep() is not None:
            return None
        pieces: list[str] = []
        at = 0
        for braces in self.braces:
            if braces.problem():
                instead = "{% if date %}" if braces.word == "if" else ""
                pieces += self.words[at : braces.start], instead, "\n" * braces.inner.count("\n")
                at = braces.end
        return "".join(pieces) + self.words[at:]

    def mentions(self, word: str) -> Iterator[Place]:
        """Yield every place inside braces where a name stands: Jinja itself knows lines and no columns."""
        dotted = r"\s*\.\s*".join(re.escape(part) for part in word.split("."))
        pattern = re.compile(rf"(?<![\w.]){dotted}(?![\w.])")
        for braces in self.braces:
            for found in pattern.finditer(self.words, braces.start, braces.end):
                yield self.place(found.start())

    def opening(self, line: int) -> Place:
        """Return where what Jinja refuses begins: a condition never closed, else braces on its line."""
        begun: list[Braces] = []
        for braces in self.braces:
            if braces.word == "if":
                begun.append(braces)
            elif braces.word == "endif" and begun:
                begun.pop()
        if begun:
            return self.place(begun[-1].start)
        return self.on(line)

    def on(self, line: int) -> Place:
        """Return where the first braces begin that end on a line or below it, else the line itself."""
        for braces in self.braces:
            if self._line(braces.end - 1) >= line:
                return self.place(braces.start)
        return Place(self.name, line, 1)

    def place(self, position: int) -> Place:
        """Return the place of a position in the words."""
        line = self._line(position)
        return Place(self.name, line, position - self._lines[line - 1] + 1)

    def _line(self, position: int) -> int:
        return bisect_right(self._lines, position)

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        return list(accumulate((len(line) + 1 for line in self.words.split("\n")), initial=0))[:-1]


def too_deep(written: Written) -> Problem:
    """Return the problem of a text that Jinja or Python cannot follow."""
    return Problem(f"{CODE}.too-deep", _TOO_DEEP, Place(written.name))


def not_allowed(place: Place) -> Problem:
    """Return the problem of braces that do what letters do not."""
    return Problem(f"{CODE}.not-allowed", _NOT_ALLOWED, place)


def not_understood(place: Place) -> Problem:
    """Return the problem of braces that are none."""
    return Problem(f"{CODE}.syntax", _SYNTAX, place)
