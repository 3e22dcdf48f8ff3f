"""How alike two texts are, by windows of characters and by whole sentences.

The windows are those of WriteToThem's check for copied letters (mySociety, `perllib/FYR/SubstringHash.pm`,
which names Manber, Finding Similar Files in a Large File System, 1994), written anew: small letters, neither
punctuation nor spaces; every run of 32 characters is hashed with CRC32; a hash whose four low bits are zero
is kept, and the next window then begins behind it. Two texts are as alike as the hashes kept of them are by
Dice's score. Windows are counted in characters and not in bytes, so that Cyrillic is measured like Latin, and
a text of which nothing would be kept keeps its least hash.

Windows alone are blind to single words that were changed here and there, and sentences alone to words that
were put into each of them. A reader is fooled by neither, so both are always told.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

WINDOW = 32
"""Characters of a window (WriteToThem: SUBSTRING_LENGTH)."""

LOW_BITS = 4
"""Low bits of a hash that must be zero for it to be kept (WriteToThem: NUM_BITS)."""

_MASK = (1 << LOW_BITS) - 1
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])[»”\"’)\]]*\s+|\n")
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, or how much of one stands in the other: each from 0 to 1."""

    windows: float
    sentences: float

    @property
    def greatest(self) -> float:
        """The greater of the two, by which a text is judged."""
        return max(self.windows, self.sentences)


def likeness(one: str, other: str) -> Likeness:
    """Return how alike two texts are: the same whichever comes first, and 1 for the same text."""
    return Likeness(
        _dice(Counter(_fingerprint(one)), Counter(_fingerprint(other))),
        _dice(Counter(sentences(one)), Counter(sentences(other))),
    )


def taken(text: str, source: str) -> Likeness:
    """Return how much of a text stands in its source: 1 where all of it does, whatever else the source says.

    Two people who each mix the same source with the same amount of words of their own are about as alike
    as this says: it is what a filter for copies will see.
    """
    mine, there = _fingerprint(text), _every_hash(source)
    said, known = sentences(text), frozenset(sentences(source))
    return Likeness(
        len(mine & there) / len(mine) if mine else 0.0,
        sum(sentence in known for sentence in said) / len(said) if said else 0.0,
    )


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text in small letters, without punctuation and needless spaces."""
    plain = (_NO_WORD.sub(" ", part.casefold()).strip() for part in sentences_of(text))
    return tuple(sentence for sentence in plain if sentence)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text as they are written."""
    return [part.strip() for part in _SENTENCE_ENDS.split(text) if part and part.strip()]


@lru_cache(maxsize=256)
def _fingerprint(text: str) -> frozenset[int]:
    """Return the hashes that are kept of a text: one at least, unless there is no word in it."""
    found = list(_windows(text))
    kept: list[int] = []
    place = 0
    while place < len(found):
        if found[place] & _MASK:
            place += 1
        else:
            kept.append(found[place])
            place += WINDOW
    return frozenset(kept or (found and [min(found)]))


@lru_cache(maxsize=64)
def _every_hash(text: str) -> frozenset[int]:
    """Return the hashes of all windows: those of any part of the text, wherever it begins."""
    return frozenset(_windows(text))


def _windows(text: str) -> Iterator[int]:
    """Yield the hash of every window; a shorter text is one window."""
    plain = _NO_WORD.sub("", text.casefold())
    coded = plain.encode("utf-8", "surrogatepass")
    steps = (len(character.encode("utf-8", "surrogatepass")) for character in plain)
    begins = range(len(coded) + 1) if plain.isascii() else list(accumulate(steps, initial=0))
    length = min(WINDOW, len(plain))
    for place in range(len(plain) - length + 1 if plain else 0):
        yield zlib.crc32(coded[begins[place] : begins[place + length]])


def _dice(one: Counter[Hashable], other: Counter[Hashable]) -> float:
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole if whole else 1.0
