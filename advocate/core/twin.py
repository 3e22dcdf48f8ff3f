"""A letter and its twin in another language: side by side, so that nobody signs what they cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.letter import Paragraph
from advocate.core.running import list_lines

if TYPE_CHECKING:
    from advocate.core.letter import Block, Letter

Part = tuple[str, ...]
"""The lines of one part of a letter: its subject, a paragraph, a list."""


def match(letter: Letter, twin: Letter) -> bool:
    """Return whether both have the same paragraphs: as many, and the writer's own in the same places."""
    return [block.author for block in letter.blocks] == [block.author for block in twin.blocks]


def parts(letter: Letter, *, whole: bool = False) -> tuple[Part, ...]:
    """Return the parts of a letter in their order, from the date to the name; `whole` from the sender on.

    A letter and a twin that match have as many, and the same in each place.
    """
    head: list[Part] = []
    if whole:
        head = [part for part in (letter.sender.head, letter.recipient.envelope) if part]
    return (
        *head,
        (letter.place_and_date,),
        (letter.subject,),
        (letter.salutation,),
        *(_lines(block) for block in letter.blocks),
        (letter.closing, letter.sender.signed, *letter.enclosures),
    )


def call_parts(letter: Letter) -> tuple[Part, ...]:
    """Return the paragraphs of a call script, none where there is no script."""
    return tuple((paragraph,) for paragraph in letter.call.paragraphs) if letter.call else ()


def _lines(block: Block) -> Part:
    if isinstance(block, Paragraph):
        return (block.text,)
    return tuple(f"{mark} {item}" for mark, item in list_lines(block))
