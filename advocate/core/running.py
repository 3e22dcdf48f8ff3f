"""The letter as running text: what goes into an e-mail and a form, and what is counted of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advocate.core.letter import Block, ListBlock, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.letter import Letter


_BREAKING_SPACE = re.compile(r"[^\S\u00a0\u202f]+")


def one_line(words: str) -> str:
    """Return words on one line; no-break spaces stay, for French has them within its quotation marks."""
    return _BREAKING_SPACE.sub(" ", words).strip()


def body(letter: Letter) -> str:
    """Return what is said: salutation to name, paragraphs unwrapped and parted by empty lines."""
    parts = [letter.salutation, *(_block(block) for block in letter.blocks)]
    parts.append(f"{letter.closing}\n{letter.sender.signed}")
    if letter.enclosures:
        parts.append("\n".join(letter.enclosures))
    return "\n\n".join(parts) + "\n"


def signature(letter: Letter) -> str:
    """Return the lines under the name in a letter without a letterhead: where the writer can be reached."""
    lines = [*letter.sender.lines, letter.sender.email, letter.sender.phone]
    return "".join(f"{line}\n" for line in lines if line)


def message(letter: Letter) -> str:
    """Return the text of an e-mail or a form: the body with the writer's lines under the name."""
    return body(letter) + signature(letter)


def list_lines(block: ListBlock) -> Iterator[tuple[str, str]]:
    """Yield the mark and the words of each item of a list."""
    for number, item in enumerate(block.items, start=1):
        yield (f"{number}." if block.ordered else "-", item)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    return "\n".join(f"{mark} {item}" for mark, item in list_lines(block))
