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
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from zlib import crc32

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
    mine, theirs = _fingerprint(one), _fingerprint(other)
    said, answered = Counter(sentences(one)), Counter(sentences(other))
    return Likeness(
        _dice(len(mine & theirs), len(mine) + len(theirs)),
        _dice((said & answered).total(), said.total() + answered.total()),
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


@lru_cache(maxsize=256)
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
    found = _hashes(text)
    kept: list[int] = []
    free_from = 0
    for place, value in enumerate(found):
        if place >= free_from and not value & _MASK:
            kept.append(value)
            free_from = place + WINDOW
    return frozenset(kept or sorted(found)[:1])


@lru_cache(maxsize=64)
def _every_hash(text: str) -> frozenset[int]:
    """Return the hashes of all windows: those of any part of the text, wherever it begins."""
    return frozenset(_hashes(text))


@lru_cache(maxsize=64)
def _hashes(text: str) -> list[int]:
    """Return the hash of every window, in order; a shorter text is one window."""
    plain = _NO_WORD.sub("", text.casefold())
    coded = plain.encode("utf-8", "surrogatepass")
    if len(plain) <= WINDOW:
        return [crc32(coded)] if plain else []
    if len(plain) == len(coded):
        return [crc32(coded[place : place + WINDOW]) for place in range(len(coded) - WINDOW + 1)]
    steps = (len(character.encode("utf-8", "surrogatepass")) for character in plain)
    begins = list(accumulate(steps, initial=0))
    return [crc32(coded[begin:end]) for begin, end in zip(begins, begins[WINDOW:], strict=False)]


def _dice(common: int, whole: int) -> float:
    return 2 * common / whole if whole else 1.0
