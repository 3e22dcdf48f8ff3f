"""The finished letter: one frozen value from which every form is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from advocate.core.paper import Stationery
from advocate.core.registry import Accepts

if TYPE_CHECKING:
    from datetime import date

    from advocate.core.dates import Freshness
    from advocate.core.registry import Channel


class Author(StrEnum):
    """Whose words a part of the body is."""

    CAMPAIGN = "campaign"
    WRITER = "writer"


class Weight(StrEnum):
    """How much a finding matters: a note informs, a warning asks for a look, a problem has to be mended.

    A problem of a letter could hurt somebody; no form is held back for it, since the writer decides.
    """

    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the writer should know about a letter, and what to do about it.

    `quote` are the words that it is about. They are for the writer's own eyes: what is kept or handed on
    beside the letter has the message alone.
    """

    code: str
    weight: Weight
    message: str
    quote: str = ""

    @property
    def told(self) -> str:
        """The message for the writer, with the words that it is about."""
        return f"“{self.quote}”: {self.message}" if self.quote else self.message


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text without line breaks."""

    text: str
    author: Author = Author.CAMPAIGN


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; `ordered` ones are numbered from 1."""

    items: tuple[str, ...]
    ordered: bool = False
    author: Author = Author.CAMPAIGN


Block = Paragraph | ListBlock


@dataclass(frozen=True, slots=True)
class Reach:
    """One usable way to hand the letter over, with the age of what is known of it."""

    type: Channel
    value: str
    shown: str
    freshness: Freshness
    checked: str
    label: str | None = None
    personal: bool = False
    caution: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """The office a letter goes to, and its block as it stands on the envelope, country last.

    `envelope_short` is the same block with the office's short forms, for where there is too little room;
    it is empty where the office has none. `holder` is whoever is vouched for, `named` whether the block
    names them.
    """

    contact: str
    title: str
    institution: str
    institution_name: str
    group: str
    group_name: str
    holder: str | None
    envelope: tuple[str, ...]
    posted: bool
    country: str
    reaches: tuple[Reach, ...]
    named: bool = False
    accepts: Accepts = Accepts.LETTER
    envelope_short: tuple[str, ...] = ()

    def reaches_by(self, channel: Channel) -> tuple[Reach, ...]:
        """Return the ways of one type, best first."""
        return tuple(reach for reach in self.reaches if reach.type == channel)


@dataclass(frozen=True, slots=True)
class SubmissionField:
    """One thing that a submission has to say; an empty `answer` is a blank for the writer to fill."""

    id: str
    label: str
    help: str
    answer: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What an office that acts on submissions wants to be told: every field of its procedure, in order.

    `form` is the address of the procedure's web form, None where no source prints it; `languages` are named
    in the language of the letter.
    """

    procedure: str
    name: str
    form: str | None
    languages: tuple[str, ...]
    conditions: str
    fields: tuple[SubmissionField, ...]


@dataclass(frozen=True, slots=True)
class FormText:
    """What goes into a web form that takes no more than `limit` characters.

    `length` is that of the whole text, `blocks` what of it goes in, `left_out` how many of its paragraphs do
    not. Where it does not fit even so, nothing is left out.
    """

    limit: int
    length: int
    blocks: tuple[Block, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Call:
    """What to say on the telephone, and how many words that is."""

    paragraphs: tuple[str, ...]
    words: int


@dataclass(frozen=True, slots=True)
class SenderBlock:
    """The writer as the letter shows them; blanks stand in square brackets.

    `withheld` is what stands in the place of a name that is not told; `name` is empty then.
    """

    name: str
    lines: tuple[str, ...]
    email: str
    phone: str
    country: str
    withheld: str = ""

    @property
    def signed(self) -> str:
        """What stands under the closing: the name, or that it is not told."""
        return self.name or self.withheld

    @property
    def head(self) -> tuple[str, ...]:
        """The lines above the letter, the name first; none where nothing is told."""
        return tuple(line for line in (self.name, *self.lines, self.email, self.phone) if line)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter from its sender block to its enclosures: complete, so that no form has to look anything up."""

    campaign: str
    letter: str
    version: str
    language: str
    date: date
    recipient: Recipient
    sender: SenderBlock
    place_and_date: str
    subject: str
    salutation: str
    blocks: tuple[Block, ...]
    ask: str
    closing: str
    stationery: Stationery = field(default_factory=Stationery)
    enclosures: tuple[str, ...] = ()
    submission: Submission | None = None
    form_text: FormText | None = None
    call: Call | None = None
    findings: tuple[Finding, ...] = ()
    reminder: int = 0
    """Which reminder of an earlier letter it is; 0 for a first letter."""

    def words_of(self, author: Author) -> int:
        """Return how many words of the body are somebody's."""
        return sum(_words(block) for block in self.blocks if block.author is author)

    @property
    def name(self) -> str:
        """The stem of its files: office and letter, never the writer."""
        which = f"{self.letter}.reminder-{self.reminder}" if self.reminder else self.letter
        return f"{self.recipient.contact}.{which}.{self.language}"


def _words(block: Block) -> int:
    return sum(map(_words_in, block.items if isinstance(block, ListBlock) else (block.text,)))


# Most paragraphs of a run are the same in all its letters.
@lru_cache(maxsize=256)
def _words_in(text: str) -> int:
    return sum(1 for word in text.split() if any(mark.isalnum() for mark in word))
