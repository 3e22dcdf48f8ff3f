"""Whether a native reader has reviewed the letter, and whether the writer's part is in its language."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from advocate.core.campaign import Review
from advocate.core.letter import Author, Finding, Weight
from advocate.core.lexicon import Plain
from advocate.core.review.background import text_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.letter import Letter
    from advocate.core.review.background import Background

_SCRIPTS: Final = {"Latn": "LATIN", "Cyrl": "CYRILLIC"}
_FEW_WORDS: Final = 8
"""Fewer words than these say nothing of their language."""
_EVERYDAY: Final = 0.1
"""Less of the language's everyday words than this share is another one: in each they are a third or so."""
_OWN_LETTERS: Final = 0.02
_FOREIGN_SCRIPT: Final = 0.5


def language_findings(letter: Letter, background: Background) -> Iterator[Finding]:
    """Yield notes about a translation that nobody has reviewed, and a paragraph in another language."""
    named = background.telling.language_name(letter.language)
    # A reminder has the words of the campaign around the request of the letter.
    read = (background.sheet.reviews, *([background.campaign.reviews] if letter.reminder else []))
    if any(reviews.get(letter.language, Review.NOT_REVIEWED) is Review.NOT_REVIEWED for reviews in read):
        yield Finding(
            "translation.not-reviewed",
            Weight.NOTE,
            f"no native reader has reviewed the {named} of this letter yet: have it read by somebody who"
            " speaks it, or write in English",
        )
    if is_foreign(text_by(letter, Author.WRITER), background):
        yield Finding(
            "note.language",
            Weight.NOTE,
            f"your paragraph does not look like {named}, in which the letter is: write it in {named}, or"
            " choose another language with --lang",
        )


def is_foreign(text: str, background: Background) -> bool:
    """Return whether a text seems to be in another language than the letter, by script and small words."""
    script = _SCRIPTS.get(background.script)
    letters = [mark for mark in text if mark.isalpha()]
    words = Plain.of(text).words
    if not letters or script is None:
        return False
    other = sum(not unicodedata.name(mark, script).startswith(script) for mark in letters)
    if other > _FOREIGN_SCRIPT * len(letters):
        return True
    lexicon = background.lexicon
    if len(words) < _FEW_WORDS or not lexicon.everyday:
        return False
    own = sum(mark.casefold() in lexicon.letters for mark in letters)
    if own >= _OWN_LETTERS * len(letters):
        return False
    return sum(word in lexicon.everyday for word in words) < _EVERYDAY * len(words)
