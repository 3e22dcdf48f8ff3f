"""How much of a letter is the writer's own, and how like it is to what others send.

What makes a letter personal is its own words: staff put copies aside. Nothing in the program offers other
words for the same sentence; only a person can say why they write.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from advocate.core.letter import Author, Finding, Weight
from advocate.core.likeness import likeness, taken
from advocate.core.review.background import text_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advocate.core.letter import Letter
    from advocate.core.likeness import Likeness

NOTED_FROM: Final = 0.5
"""From this likeness on, WriteToThem takes note of a message (MESSAGE_SIMILARITY_THRESHOLD)."""

COPIED_FROM: Final = 0.5
"""From this share on, the writer's own paragraph is called the campaign's: it is a warning."""


def own_word_findings(letter: Letter) -> Iterator[Finding]:
    """Yield how much of the letter is the writer's own, and how like the campaign's text it is."""
    own, campaign = text_by(letter, Author.WRITER), text_by(letter, Author.CAMPAIGN)
    mine = letter.words_of(Author.WRITER)
    whole = mine + letter.words_of(Author.CAMPAIGN)
    if not mine:
        yield Finding(
            "own-words.none",
            Weight.NOTE,
            "no word of this letter is your own, and copies are put aside: say in --note why you write",
        )
        return
    yield Finding(
        "own-words.share",
        Weight.NOTE,
        f"{_percent(mine / whole)} of the words are your own ({mine} of {whole});"
        " the more there are, the likelier somebody reads the letter",
    )
    yield from _campaign(own, campaign)


def _campaign(own: str, campaign: str) -> Iterator[Finding]:
    paragraph = taken(own, campaign)
    if paragraph.greatest >= COPIED_FROM:
        yield Finding(
            "likeness.campaign",
            Weight.WARNING,
            f"your paragraph repeats the campaign's text ({_figures(paragraph)}): say it as you would to"
            " a friend",
        )
        return
    letter = taken(f"{campaign}\n{own}", campaign)
    if letter.greatest >= NOTED_FROM:
        yield Finding(
            "likeness.campaign",
            Weight.NOTE,
            f"most of this letter is the campaign's text ({_figures(letter)}); services that look for copies"
            f" take note from {_percent(NOTED_FROM)}: a few more sentences of your own would help",
        )


def compared(letters: Sequence[Letter], earlier: Mapping[str, str] | None = None) -> tuple[Letter, ...]:
    """Return the letters, each with a note where it is much like another of them or an earlier one.

    `earlier` has the texts of letters made before, by the names of their files.
    """
    texts = [_text(letter) for letter in letters]
    times = Counter(texts)
    noted = {}
    for text in times:
        others = (other for other in times if other != text or times[other] > 1)
        found = [(likeness(text, other), "another of your letters") for other in others]
        found += [
            (likeness(text, other), f"your earlier letter {name}") for name, other in (earlier or {}).items()
        ]
        closest, which = max(found, key=lambda each: each[0].greatest, default=(None, ""))
        noted[text] = (_alike(closest, which),) if closest and closest.greatest >= NOTED_FROM else ()
    return tuple(
        replace(letter, findings=(*letter.findings, *noted[text])) if noted[text] else letter
        for letter, text in zip(letters, texts, strict=True)
    )


def _alike(found: Likeness, which: str) -> Finding:
    return Finding(
        "likeness.own-letters",
        Weight.NOTE,
        f"{which} says nearly the same ({_figures(found)}): offices that share a house"
        " compare their mail, so say something else to each, or write to fewer",
    )


def _text(letter: Letter) -> str:
    return f"{text_by(letter, Author.CAMPAIGN)}\n{text_by(letter, Author.WRITER)}".strip()


def _figures(found: Likeness) -> str:
    return f"{_percent(found.windows)} by its passages, {_percent(found.sentences)} by whole sentences"


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"
