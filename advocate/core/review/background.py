"""What the review of a letter looks at besides the letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advocate.core.anonymity import Withholding
from advocate.core.letter import Author, ListBlock
from advocate.core.lexicon import Lexicon
from advocate.core.sender import told_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.campaign import Campaign, LetterSheet
    from advocate.core.letter import Block, Letter
    from advocate.core.registry import Office
    from advocate.core.sender import Sender
    from advocate.core.wording import Wording

_LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Background:
    """The case, the office and the writer of a letter, and the words of its language.

    `telling` is the wording of what the writer is told, and `script` that of the letter (ISO 15924).
    """

    campaign: Campaign
    sheet: LetterSheet
    office: Office
    sender: Sender
    telling: Wording
    script: str
    lexicon: Lexicon = field(default_factory=Lexicon)
    withholding: Withholding = field(default_factory=Withholding)


def text_by(letter: Letter, author: Author) -> str:
    """Return what one author says in the body, a line for each paragraph and each item of a list."""
    return "\n".join(line for block in letter.blocks if block.author is author for line in lines_of(block))


def lines_of(block: Block) -> Iterator[str]:
    """Yield the paragraph, or the items of the list."""
    if isinstance(block, ListBlock):
        yield from block.items
    else:
        yield block.text


def own_words(letter: Letter, background: Background) -> str:
    """Return all that the writer says in words of their own: paragraphs, what they do, and their link."""
    sender = background.sender
    told = (told_in(words, letter.language) for words in (sender.occupation, sender.link))
    return "\n".join(filter(None, (text_by(letter, Author.WRITER), *told)))


def quoted(words: str) -> str:
    """Return the writer's words as a finding quotes them: on one line, and not too long."""
    plain = " ".join("".join(mark if mark.isprintable() else " " for mark in words).split())
    return plain if len(plain) <= _LONGEST_QUOTE else f"{plain[: _LONGEST_QUOTE - 1].rstrip()}…"
