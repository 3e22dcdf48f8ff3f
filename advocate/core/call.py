"""What to say on the telephone: a script short enough to be heard out, and how long it takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advocate.core.letter import Call, Finding, Weight
from advocate.core.running import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.letter import Letter

A_MINUTE = 130
"""Words that a person says calmly in a minute, and the most that a script should have."""

_WORD = re.compile(r"[^\W\d_]+(?:[\u2019'-][^\W\d_]+)*|\d")


def script(filled: str) -> Call:
    """Return the script in a filled text: its paragraphs, and how many words it takes to say them.

    A number counts as many words as it has digits: 2018 is said in two words or more in every language,
    and no script should turn out longer than it says.
    """
    paragraphs = [one_line(part) for part in re.split(r"\n[ \t]*\n", filled) if part.strip()]
    return Call(tuple(paragraphs), sum(len(_WORD.findall(paragraph)) for paragraph in paragraphs))


def seconds(call: Call) -> int:
    """Return how long it takes to say a script calmly."""
    return round(call.words * 60 / A_MINUTE)


def findings(letter: Letter) -> Iterator[Finding]:
    """Yield that a script takes more than a minute, and what to do."""
    call = letter.call
    if call and call.words > A_MINUTE:
        yield Finding(
            "call.long",
            Weight.WARNING,
            f"the call script has {call.words} words and takes about {seconds(call)} seconds: leave out what"
            " you can of who you are, and keep the request",
        )
