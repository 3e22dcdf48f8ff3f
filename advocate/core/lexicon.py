"""What a language's words tell the review: tone, asks, people close to the writer, everyday words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Tone(StrEnum):
    """What is wrong with the tone of a word."""

    INSULT = "insult"
    THREAT = "threat"
    PARTY = "party"
    JARGON = "jargon"


@dataclass(frozen=True, slots=True)
class Entries:
    """Words that are looked for: whole `words` and phrases, and `stems` that any ending may follow."""

    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()

    def found_in(self, text: Plain) -> str | None:
        """Return the first of them that the text says, in the text's own form of it, or None."""
        hits = [(text.joined.find(f" {word} "), word) for word in self.words]
        hits += [(text.joined.find(f" {stem}"), stem) for stem in self.stems]
        place, entry = min((hit for hit in hits if hit[0] >= 0), default=(0, ""))
        found = text.joined[place + 1 : text.joined.index(" ", place + len(entry))] if entry else None
        return found and found.replace(f" {_STOP} ", ", ").removeprefix(f"{_STOP} ")


@dataclass(frozen=True, slots=True)
class ToneWords:
    """Entries with the same fault, and why it does a letter harm; the reason is told to the writer."""

    kind: Tone
    reason: str
    entries: Entries


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words; an empty one finds nothing.

    `asks` are the openings of a request, `orders` requests in one word (release!), `courtesies` what may be
    asked of any reader (to answer, to read), `kin` words for people close to a writer, who never asked to
    stand in a letter; `abbreviations` begin long words that are written in capitals by everybody; `everyday`
    are words that no text of some length does without, and `letters` those that its neighbours' alphabets
    have not.
    """

    tone: tuple[ToneWords, ...] = ()
    asks: Entries = field(default_factory=Entries)
    orders: Entries = field(default_factory=Entries)
    courtesies: Entries = field(default_factory=Entries)
    kin: Entries = field(default_factory=Entries)
    abbreviations: tuple[str, ...] = ()
    everyday: frozenset[str] = frozenset()
    letters: str = ""


_TOKENS = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*|[.,;:!?…()«»“”\"\n—–]")
_UNSEEN = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Marks that nobody sees, and stress and accents that are written as marks of their own."""
_STOP = "|"
_SAME = str.maketrans("’ʼё", "''е")  # Russian may leave the dots of ё out


def looked_for(words: str) -> str:
    """Return words in the one form in which they are compared: small letters, one apostrophe, е for ё."""
    return words.casefold().translate(_SAME)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text made ready for looking words up in it: small letters, one space, a bar for punctuation.

    So no phrase is found across the end of a sentence or a comma, unless it has the bar as well; and one that
    begins with a bar is found at the beginning of a sentence only.
    """

    joined: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Plain:
        """Return a text without all that does not matter for looking words up."""
        text = _UNSEEN.sub("", text)
        tokens = [looked_for(token) if token[0].isalnum() else _STOP for token in _TOKENS.findall(text)]
        if tokens[:1] != [_STOP]:
            tokens.insert(0, _STOP)
        return cls(f" {' '.join(tokens)} ", tuple(token for token in tokens if token != _STOP))
