"""Refusing, with their places, the marks of a text that could deceive a reader."""

from __future__ import annotations

import re
from itertools import islice

from advocate.core.deceptive import marks
from advocate.core.problems import Place, Problem, ProblemsError

_ENOUGH = 20
"""How many marks are told of at once: a file that is full of them is not text at all."""

# YAML's parser ends a line, and so a comment, at these; editors do not show it (YAML 1.1 against 1.2.2, 5.4).
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def refuse_marks(text: str, name: str, code: str, *, line_ends: bool = False) -> None:
    """Raise ProblemsError with the first marks of a text that could deceive a reader, each with its place."""
    problems = []
    for mark in islice(marks(text, line_ends=line_ends), _ENOUGH):
        start = text.rfind("\n", 0, mark.position)
        here = Place(name, text.count("\n", 0, mark.position) + 1, mark.position - start)
        problems.append(Problem(f"{code}.control-character", mark.words, here))
    if problems:
        raise ProblemsError(problems)


def refuse_line_ends(text: str, name: str, code: str) -> None:
    """Raise ProblemsError where a line ends in a way that editors do not show."""
    if _LINE_ENDS.search(text):
        refuse_marks(text.replace("\r", ""), name, code, line_ends=True)
