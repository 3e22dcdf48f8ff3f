"""The call script: the office's numbers, what to say, and how long it takes."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from advocate.core.call import seconds
from advocate.core.registry import Channel

if TYPE_CHECKING:
    from advocate.core.letter import Letter, Reach

_WIDTH = 78


def call_text(letter: Letter) -> str | None:
    """Return the script, or None for an office without a number, or where nobody has written what to say.

    What is said is in the letter's language; what is told to the writer around it is in English.
    """
    if letter.call is None:
        return None
    said = (_filled(part) for part in letter.call.paragraphs)
    return "\n\n".join([head(letter), *said, length(letter)]) + "\n"


def head(letter: Letter) -> str:
    """Return whom to call: the office, and each of its numbers with its age."""
    numbers = (_number(reach) for reach in letter.recipient.reaches_by(Channel.PHONE))
    return "\n".join([f"Call: {letter.recipient.title}", *numbers])


def length(letter: Letter) -> str:
    """Return how long the script is; empty where there is none."""
    return f"({letter.call.words} words: about {seconds(letter.call)} seconds.)" if letter.call else ""


def _number(reach: Reach) -> str:
    label = f" ({reach.label})" if reach.label else ""
    return f"{reach.shown}{label}; {reach.freshness}, checked {reach.checked}"


def _filled(words: str) -> str:
    return textwrap.fill(words, width=_WIDTH, break_long_words=False, break_on_hyphens=False)
