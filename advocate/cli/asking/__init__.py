"""How a person is asked: one set of questions, read from a terminal that can show more, or line by line."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from advocate.cli.asking.questions import Asking, LeftError
from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.cli.terminal import Terminal


LEFT = 130
"""The exit code of whoever leaves in the middle."""


def asking(terminal: Terminal, *, plain: bool) -> Asking:
    """Return what asks a person; `plain`, a dumb terminal and a pipe are asked line by line.

    The questions go to standard error, so that standard output holds nothing but results.
    """
    talk = terminal.aside()
    if plain or not capable():
        from advocate.cli.asking.lines import Lines

        return Asking(talk, Lines.standard(talk))
    from advocate.cli.asking.prompts import Prompts

    return Asking(talk, Prompts())


def capable() -> bool:
    """Return whether this is a terminal whose lines can be edited."""
    watched = sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
    return watched and os.environ.get("TERM", "") not in {"", "dumb", "unknown"}


def answered() -> bool:
    """Return whether a person can answer at all: somebody sits in front of this terminal."""
    return sys.stdin.isatty()


@contextmanager
def leaving(words: str) -> Iterator[None]:
    """Turn leaving in the middle into one line that says what has become of the answers."""
    try:
        yield
    except (LeftError, KeyboardInterrupt):
        # Ctrl-C between two questions is Ctrl-C, too.
        raise ProblemsError([Problem("asking.left", f"left: {words}")], exit_code=LEFT) from None
