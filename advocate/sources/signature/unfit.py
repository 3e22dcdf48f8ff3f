"""Why a picture cannot be taken."""

from __future__ import annotations

from typing import NoReturn


class Unfit(Exception):  # noqa: N818 - it reads as a sentence: the file is unfit
    """A picture that cannot stand on a page; `slug` ends the problem's code, the message is told."""

    def __init__(self, slug: str, words: str, line: int | None = None, column: int | None = None) -> None:
        """Keep what is wrong, and where in a text file: line and column count from 1."""
        super().__init__(words)
        self.slug = slug
        self.line = line
        self.column = column


def refuse(slug: str, words: str, line: int | None = None, column: int | None = None) -> NoReturn:
    """Raise Unfit."""
    raise Unfit(slug, words, line, column)
