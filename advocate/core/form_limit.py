"""A web form that takes only so many characters: what of a letter goes into it, and what is told of that.

Characters are counted at the most that any form counts: a line break is two, as a browser sends it
(https://html.spec.whatwg.org/#converting-an-entry-list-to-a-list-of-name-value-pairs), and a character
outside the Basic Multilingual Plane is two, as `maxlength` counts (code units of UTF-16). Where a form counts
less, the text still fits.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from advocate.core.letter import Author, Block, Finding, FormText, Paragraph, Weight
from advocate.core.registry import Channel
from advocate.core.running import message, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advocate.core.letter import Letter


def characters(text: str) -> int:
    """Return how many characters a form counts in a text, at the most."""
    return len(text.replace("\n", "\r\n").encode("utf-16-le")) // 2


def fitted(letter: Letter, outcome: str) -> FormText | None:
    """Return what goes into the office's web form, or None where no limit of it is known.

    What is too long loses whole paragraphs of the campaign, the last before the request first, until it fits.
    The first paragraph stays, and so do the request, what follows it, and the writer's own words. What became
    known later (`outcome`) stays as long as anything that it follows, so that nothing old is told without it.
    An office that acts on submissions has a form for these, and takes no letter in it.
    """
    limits = [reach.limit for reach in letter.recipient.reaches_by(Channel.FORM) if reach.limit]
    if not limits or letter.submission:
        return None
    limit, length = min(limits), _length(letter, letter.blocks)
    going = _going(letter, outcome)
    # The more of them are gone the shorter it is: a text of thousands of paragraphs is measured a few times.
    steps = bisect_left(
        range(len(going) + 1), -limit, key=lambda steps: -_length(letter, _left(letter, going[:steps]))
    )
    fewer = _left(letter, going[:steps]) if steps <= len(going) else letter.blocks
    return FormText(limit, length, fewer, len(letter.blocks) - len(fewer))


def findings(letter: Letter) -> Iterator[Finding]:
    """Yield that the office's form takes less than the letter has, and what to do."""
    text = letter.form_text
    if text is None or text.length <= text.limit:
        return
    told = f"this office's web form takes {text.limit:,} characters and the letter has {text.length:,}: "
    if text.left_out:
        what = "a paragraph is" if text.left_out == 1 else f"{text.left_out} paragraphs are"
        told += f"{what} left out of the text for the form; read what remains before you send it"
    elif any(block.author is Author.WRITER for block in letter.blocks):
        told += "it can only be shortened in your own words; or send it another way"
    else:
        told += "it does not fit without its request; send it another way"
    yield Finding("form.limit", Weight.WARNING, told)


def _going(letter: Letter, outcome: str) -> list[tuple[int, ...]]:
    """Return which blocks can go, by their places, in the order in which they do: some go together."""
    blocks = letter.blocks
    ask, since = one_line(letter.ask), one_line(outcome)
    request = next((place for place, block in enumerate(blocks) if ask in _words(block)), len(blocks))
    can_go = [place for place in range(1, request) if blocks[place].author is Author.CAMPAIGN]
    later = [place for place in can_go if since and since in _words(blocks[place])]
    first = later[0] if later else 0
    before = sum(place < first for place in can_go)
    going: list[tuple[int, ...]] = []
    told = set(later)
    for place in reversed(can_go):
        if place not in told:
            before -= place < first
            gone_with_it = tuple(later) if place < first and not before else ()
            going.append((place, *gone_with_it))
    return going


def _left(letter: Letter, going: Sequence[tuple[int, ...]]) -> tuple[Block, ...]:
    gone = set(chain.from_iterable(going))
    return tuple(block for place, block in enumerate(letter.blocks) if place not in gone)


def _length(letter: Letter, blocks: tuple[Block, ...]) -> int:
    return characters(message(replace(letter, blocks=blocks)).rstrip("\n"))


def _words(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else " ".join(block.items)
