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
    call = letter.call
    if call is None:
        return None
    numbers = [_number(reach) for reach in letter.recipient.reaches_by(Channel.PHONE)]
    head = "\n".join([f"Call: {letter.recipient.title}", *numbers])
    length = f"({call.words} words: about {seconds(call)} seconds.)"
    return "\n\n".join([head, *(_filled(part) for part in call.paragraphs), length]) + "\n"


def _number(reach: Reach) -> str:
    label = f" ({reach.label})" if reach.label else ""
    return f"{reach.shown}{label}; {reach.freshness}, checked {reach.checked}"


def _filled(words: str) -> str:
    return textwrap.fill(words, width=_WIDTH, break_long_words=False, break_on_hyphens=False)
