"""Whether the letter asks for what its case allows, and for nothing else.

Officials' staff look for one request, and who writes for somebody else follows what their case needs: to ask
for a release where a doctor is wanted can do harm (Amnesty International's guides for letter writers).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from advocate.core.letter import Author, Finding, Weight
from advocate.core.lexicon import Plain
from advocate.core.likeness import sentences_of
from advocate.core.review.background import lines_of, quoted, text_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.letter import Letter
    from advocate.core.review.background import Background

SAME_ASK: Final = 0.5
"""From this share of its weighty words on, a request of the writer's is taken for the case's own."""

_WEIGHTY: Final = 4  # letters of a word that counts
_STEM: Final = 5  # letters in which two forms of a word agree


def ask_findings(letter: Letter, background: Background) -> Iterator[Finding]:
    """Yield a warning where the letter asks for nothing, and one for each request that is not the case's."""
    said = " ".join(line for block in letter.blocks for line in lines_of(block))
    if " ".join(letter.ask.split()) not in " ".join(said.split()):
        yield Finding(
            "ask.missing",
            Weight.WARNING,
            "the letter asks for nothing: put {{ ask }} back into its text, for a reader looks for a request",
        )
    for sentence in sentences_of(text_by(letter, Author.WRITER)):
        if _asks_for_more(sentence, letter, background):
            yield Finding(
                "ask.other",
                Weight.WARNING,
                "a request of your own: leave it out, for one letter asks one thing, and this case asks for"
                " another",
                quoted(sentence),
            )


def _asks_for_more(sentence: str, letter: Letter, background: Background) -> bool:
    """Return whether a sentence asks for something that is neither the case's request nor a courtesy."""
    lexicon, plain = background.lexicon, Plain.of(sentence)
    asks = lexicon.asks.found_in(plain) or lexicon.orders.found_in(plain)
    if not asks or lexicon.courtesies.found_in(plain):
        return False
    named = {
        word
        for person in background.campaign.people
        for name in person.names
        for word in Plain.of(name).words
    }
    opening = {word for entry in (*lexicon.asks.words, *lexicon.asks.stems) for word in entry.split()}
    leave_out = {word[:_STEM] for word in named | opening}
    wanted = _stems(plain) - leave_out
    return len(wanted & _stems(Plain.of(letter.ask))) < SAME_ASK * len(wanted)


def _stems(plain: Plain) -> set[str]:
    return {word[:_STEM] for word in plain.words if len(word) >= _WEIGHTY}
