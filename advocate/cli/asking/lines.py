"""Answers line by line: for screen readers, terminals that can do little, and pipes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from advocate.cli.asking.questions import LeftError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advocate.cli.asking.questions import Choice
    from advocate.cli.terminal import Terminal

PROMPT = "> "


@dataclass(frozen=True, slots=True)
class Lines:
    """Reads whole lines; nothing on the screen is ever drawn over."""

    talk: Terminal
    source: TextIO
    edits: bool = False

    @classmethod
    def standard(cls, talk: Terminal) -> Lines:
        """Return what reads this process's standard input; bytes that are no text are told as such later."""
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="surrogateescape")
        return cls(talk, sys.stdin)

    def line(self, default: str) -> str:
        """Return the next line, or the default for an empty one."""
        self.talk.write(PROMPT)
        self.talk.out.flush()
        try:
            typed = self.source.readline()
        except KeyboardInterrupt:
            raise LeftError from None
        if not typed:
            raise LeftError
        return typed.rstrip("\r\n").strip() or default

    def pick(self, choices: Sequence[Choice], *, several: bool) -> Sequence[str]:  # noqa: ARG002 - of a Reader
        """Return nothing: there is no list to move in."""
        return ()
