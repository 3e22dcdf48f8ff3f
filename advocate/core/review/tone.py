"""How the writer's own words and the subject sound: insults, threats, parties, jargon, shouting.

The words and the reasons stand in the program's word lists (`advocate/data`), one for each language. What
they do not hold cannot be seen: irony, a new insult, a threat in polite words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from advocate.core.letter import Finding, Weight
from advocate.core.lexicon import Plain
from advocate.core.review.background import own_words, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.letter import Letter
    from advocate.core.lexicon import Tone, ToneWords
    from advocate.core.review.background import Background

LONGEST_SUBJECT = 78
"""Characters in a subject (RFC 5322, section 2.1.1: lines should not pass 78)."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_LONG_CAPITALS: Final = 7
"""Letters: few abbreviations are as long (UNESCO, UNICEF and OSCEPA have six)."""
_FEW_CAPITALS: Final = 3
_RUN: Final = 3
"""Words in capitals one after the other, with nothing but spaces between them."""


def tone_findings(letter: Letter, background: Background) -> Iterator[Finding]:
    """Yield a warning for each kind of fault in the writer's own words and in the subject."""
    own = own_words(letter, background)
    yield from _words(f"{letter.subject}\n{own}", background.lexicon.tone)
    known = background.lexicon.abbreviations
    if loud := shouted(own, known):
        yield Finding(
            "tone.capitals",
            Weight.WARNING,
            "words in capitals read as shouting: write them in small letters",
            quoted(loud),
        )
    if shouted(letter.subject, known) or "!!" in letter.subject:
        yield Finding(
            "subject.shouting",
            Weight.WARNING,
            "the subject shouts: small letters and no row of exclamation marks, or it is taken for junk mail",
        )
    # A reminder says the first letter's subject as it was, and is known by its beginning.
    if len(letter.subject) > LONGEST_SUBJECT and not letter.reminder:
        yield Finding(
            "subject.long",
            Weight.WARNING,
            f"the subject has {len(letter.subject)} characters: beyond {LONGEST_SUBJECT} it is cut off",
        )


def shouted(text: str, known: tuple[str, ...] = ()) -> str | None:
    """Return the first words of a text that shout, or None: one long word in capitals, or a run of them.

    A long word that begins like a `known` abbreviation, in small letters, is none.
    """
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        capitals = len(word[0]) > 1 and word[0].isupper()
        if capitals and len(word[0]) >= _LONG_CAPITALS and not word[0].casefold().startswith(known):
            return word[0]
        if not capitals or (run and text[run[-1].end() : word.start()].strip(" ")):
            run = []
        if capitals:
            run.append(word)
        if len(run) >= _RUN and any(len(each[0]) > _FEW_CAPITALS for each in run):
            return text[run[0].start() : word.end()]
    return None


# A run's subjects, and the writer's own words, are the same in most of its letters.
@lru_cache(maxsize=256)
def _words(text: str, listed_words: tuple[ToneWords, ...]) -> tuple[Finding, ...]:
    """Return at most one finding of each kind: the first word of it."""
    plain = Plain.of(text)
    told: dict[Tone, Finding] = {}
    for listed in listed_words:
        entry = listed.kind not in told and listed.entries.found_in(plain)
        if entry:
            told[listed.kind] = Finding(f"tone.{listed.kind}", Weight.WARNING, listed.reason, quoted(entry))
    return tuple(told.values())
