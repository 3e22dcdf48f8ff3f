"""What became of letters: the states they go through, and which letter is the same as which."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from advocate.core.letter import Letter


class State(StrEnum):
    """How far a letter has come."""

    DRAFTED = "drafted"
    HANDED_OVER = "handed-over"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    ANSWERED = "answered"
    BOUNCED = "bounced"


class Via(StrEnum):
    """The way a letter went, or is to go: files of `generate`, a mailbox, or what the writer did outside."""

    FILES = "files"
    SMTP = "smtp"
    DRAFTS = "drafts"
    EMAIL = "email"
    POST = "post"
    FORM = "form"
    PHONE = "phone"


LEFT = frozenset({State.SENT, State.ANSWERED, State.BOUNCED})
"""The states of what has surely left."""

UNSENT = frozenset({State.DRAFTED, State.FAILED})
"""The states of what has surely not left, as far as the program knows."""


@dataclass(frozen=True, slots=True)
class LetterKey:
    """What makes a letter this one and no other.

    Its words, date and language may change from one run to the next, and it is the same letter still.
    `sender` is the writer's name as `sender_key` folds it. A `reminder` (1, 2 …) is a letter of its own, and
    so is another `edition` (from 1), which exists only where the writer asked to send the same once more.
    """

    campaign: str
    contact: str
    letter: str
    sender: str
    reminder: int = 0
    edition: int = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as it is written down first; `sha256` is of its words as running text, in hexadecimal."""

    key: LetterKey
    office: str
    sender: str
    language: str
    date: date
    subject: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger knows of one letter; `id` is short and for people, `at` in UTC.

    `message_id` and `address` are those of the last message that carried it, empty where none did; `day` is
    the day on which it left, was answered or came back, where the writer named one other than that of `at`.
    """

    id: int
    draft: Draft
    state: State
    via: Via
    at: datetime
    message_id: str = ""
    address: str = ""
    day: date | None = None
    note: str = ""

    @property
    def key(self) -> LetterKey:
        """What makes it this letter."""
        return self.draft.key


@dataclass(frozen=True, slots=True)
class Departure:
    """A letter on its way: how, since when, as which message and to which address."""

    via: Via
    at: datetime
    message_id: str
    address: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What happened to a letter outside of the program, by its writer's word.

    `address` is the one from which it came back, where it did.
    """

    state: State
    via: Via | None = None
    day: date | None = None
    note: str = ""
    address: str = ""


def sender_key(name: str) -> str:
    """Return a writer's name without what changes nothing: capitals, widths of characters, spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def key_of(letter: Letter) -> LetterKey:
    """Return what makes a letter this one and no other, in its first edition."""
    return LetterKey(
        letter.campaign,
        letter.recipient.contact,
        letter.letter,
        sender_key(letter.sender.name),
        letter.reminder,
    )


def draft_of(letter: Letter, sha256: str) -> Draft:
    """Return a letter as it is written down first."""
    return Draft(
        key_of(letter),
        letter.recipient.title,
        letter.sender.name,
        letter.language,
        letter.date,
        letter.subject,
        sha256,
    )
