"""A filled text becomes a letter's subject and blocks; what its offices share is put together once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from advocate.core.letter import Author, Block, ListBlock, Paragraph
from advocate.core.running import one_line
from advocate.core.vocabulary import OfficeWords

if TYPE_CHECKING:
    from collections.abc import Iterable

_PRIVATE = "\ue000"
"""What no name is made of; a mark begins and ends with it."""

NOTE_MARK = "\ue000note\ue000"
"""What stands for the writer's own paragraph while a text is filled; private-use, so nobody types it."""

_LONGEST = 1_000
"""Letters of a title or name: more than any has."""

_LIST_ITEM = re.compile(r"(?:(-)|(\d{1,3})\.) +(\S.*)", re.ASCII)

Words = tuple[str, tuple[Block, ...]]
"""A letter's subject and blocks."""


def read(filled: str, note: str) -> Words:
    """Split a filled text into its subject and blocks; the writer's own come in where it first marks them."""
    head, _, rest = filled.partition("\n")
    subject = one_line(head.removeprefix("Subject:"))
    blocks: list[Block] = []
    for part in _parts(rest):
        if NOTE_MARK in part:
            # Nobody says the same paragraph twice, whatever a text asks for.
            blocks += [_block(own, Author.WRITER) for own in _parts(note)]
            note = ""
        else:
            blocks.append(_block(part, Author.CAMPAIGN))
    return subject, tuple(blocks)


@dataclass(frozen=True, slots=True)
class Frame:
    """A text that is filled but for what it says of the office, with the blocks in which it does so.

    Only where it says nothing else, or leaves something out, depending on the office is there a frame.
    """

    subject: str
    blocks: tuple[Block, ...]
    open: tuple[int, ...]
    """Which blocks name the office, by their place."""

    @classmethod
    def of(cls, words: Words) -> Frame:
        """Return the frame of the words that came of a text filled with `MARKS`."""
        subject, blocks = words
        return cls(subject, blocks, tuple(place for place, block in enumerate(blocks) if _is_open(block)))

    def filled(self, said: OfficeWords) -> Words | None:
        """Return the words to an office, by what is said of it; as `read` gives them of the text filled.

        None where what is said would not stand in its line as any word does: an empty one, one with line
        ends or wide spaces, with what a list begins with, or so long that it has to be counted; and where it
        holds a mark itself.
        """
        if not (_is_plain(said.title) and _is_plain(said.institution) and _is_plain(said.group)):
            return None
        blocks = list(self.blocks)
        for place in self.open:
            blocks[place] = _named(blocks[place], said)
        return _with(self.subject, said), tuple(blocks)


MARKS = OfficeWords("\ue000title\ue000", "\ue000institution\ue000", "\ue000group\ue000")
"""What stands for the words for an office while a frame is made."""

_NOTHING = OfficeWords("", "", "")


def _is_open(block: Block) -> bool:
    said = (block.text,) if isinstance(block, Paragraph) else block.items
    by_campaign = block.author is Author.CAMPAIGN
    return by_campaign and any(_with(text, _NOTHING) != text for text in said)


def _named(block: Block, said: OfficeWords) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(_with(block.text, said), block.author)
    return replace(block, items=tuple(_with(item, said) for item in block.items))


def _with(text: str, said: OfficeWords) -> str:
    text = text.replace(MARKS.title, said.title)
    text = text.replace(MARKS.institution, said.institution)
    return text.replace(MARKS.group, said.group)


# Groups, institutions and many titles are the same for office after office.
@lru_cache(maxsize=1024)
def _is_plain(words: str) -> bool:
    begins = words[:1]
    if not words or len(words) > _LONGEST or _PRIVATE in words:
        return False
    return one_line(words) == words and begins != "-" and not begins.isdigit()


def _parts(text: str) -> Iterable[str]:
    return (part for part in re.split(r"\n[ \t]*\n", text.strip()) if part.strip())


# Most paragraphs of a run are the same in all its letters.
@lru_cache(maxsize=256)
def _block(part: str, author: Author) -> Block:
    """Return a list where every line begins one of its items or goes on with it, else a paragraph."""
    items: list[str] = []
    marks: set[bool] = set()
    for line in part.strip().splitlines():
        item = _LIST_ITEM.fullmatch(line.rstrip())
        if item:
            marks.add(item[2] is not None)
            items.append(item[3])
        elif items and line.startswith("  "):
            items[-1] += f" {line.strip()}"
        else:
            return Paragraph(one_line(part), author)
    if len(marks) != 1:
        return Paragraph(one_line(part), author)
    return ListBlock(tuple(one_line(item) for item in items), ordered=marks.pop(), author=author)
