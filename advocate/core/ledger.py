"""What became of letters: the states they go through, and which letter is the same as which."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
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


WAY_WORDS = {
    Via.FILES: "as a file",
    Via.SMTP: "by e-mail",
    Via.EMAIL: "by e-mail",
    Via.DRAFTS: "from your Drafts folder",
    Via.POST: "by post",
    Via.FORM: "by web form",
    Via.PHONE: "by telephone",
}
"""How a letter went, in words."""

LEFT = frozenset({State.SENT, State.ANSWERED, State.BOUNCED})
"""The states of what has surely left."""

UNSENT = frozenset({State.DRAFTED, State.FAILED})
"""The states of what has surely not left, as far as the program knows."""

_BY_WORD = frozenset({State.SENT, State.ANSWERED, State.BOUNCED, State.FAILED})
_BEFORE_IT_LEAVES = frozenset({State.SENDING, State.FAILED, State.UNKNOWN})

MOVES: Mapping[State, frozenset[State]] = {
    State.DRAFTED: _BEFORE_IT_LEAVES | {State.DRAFTED},
    State.HANDED_OVER: _BEFORE_IT_LEAVES | {State.HANDED_OVER},
    State.FAILED: _BEFORE_IT_LEAVES,
    State.SENDING: frozenset(State) - {State.SENDING, State.ANSWERED, State.BOUNCED},
    State.UNKNOWN: frozenset(State) - {State.DRAFTED, State.ANSWERED, State.BOUNCED},
    State.SENT: frozenset(),
    State.ANSWERED: frozenset(),
    State.BOUNCED: frozenset(),
}
"""Where the program itself may bring a letter from each state; what has left stays as it is.

Whatever was being sent may turn out never to have left, and then stands again where it stood before.
"""

MARKS: Mapping[State, frozenset[State]] = {
    State.DRAFTED: _BY_WORD,
    State.HANDED_OVER: _BY_WORD,
    State.FAILED: _BY_WORD,
    State.UNKNOWN: _BY_WORD,
    State.SENDING: frozenset(),
    State.SENT: _BY_WORD,
    State.ANSWERED: frozenset({State.ANSWERED, State.BOUNCED}),
    State.BOUNCED: LEFT,
}
"""What its writer may say of a letter in each state.

Nothing while a run is sending it. What came back may be posted, and so be sent. What was answered or came
back has left; a mark that was a mistake is taken back (`undo`).
"""


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

    @property
    def reminder(self) -> int:
        """The reminder's number, 0 where it is a first letter."""
        return self.draft.key.reminder

    @property
    def one(self) -> tuple[object, ...]:
        """What a letter, its editions and its reminders have in common."""
        key = self.draft.key
        return key.campaign, key.contact, key.letter, key.sender

    @property
    def left(self) -> str:
        """The day on which it left, where it did (ISO 8601): its writer's, else the ledger's (UTC)."""
        return (self.day or self.at.date()).isoformat()


class Line(NamedTuple):
    """What a list shows of one letter; `state` and `via` as State and Via have them, `day` in ISO 8601."""

    id: int
    contact: str
    office: str
    letter: str
    reminder: int
    edition: int
    language: str
    sender: str
    state: str
    via: str
    note: str
    message_id: str
    day: str


class Record(NamedTuple):
    """All that the ledger knows of one letter, for scripts: as it is kept, `at` in UTC (RFC 3339)."""

    id: int
    campaign: str
    contact: str
    office: str
    letter: str
    reminder: int
    edition: int
    sender: str
    language: str
    date: str
    subject: str
    sha256: str
    state: str
    via: str
    at: str
    day: str | None
    address: str
    message_id: str
    note: str


class Standing(NamedTuple):
    """How a letter stands, for whoever asks which of very many have no answer; `left` is the day."""

    id: int
    campaign: str
    contact: str
    letter: str
    sender_key: str
    reminder: int
    edition: int
    office: str
    sender: str
    language: str
    subject: str
    state: str
    via: str
    left: str

    @property
    def one(self) -> tuple[object, ...]:
        """What a letter, its editions and its reminders have in common."""
        return self[1:5]

    @property
    def key(self) -> LetterKey:
        """What makes it this letter."""
        return LetterKey(*self[1:7])


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


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a letter; `marked` where its writer said so."""

    state: State
    via: Via
    at: datetime
    marked: bool
    message_id: str = ""
    address: str = ""
    day: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """A mark that was taken back: the letter as it was marked, and as it stands now."""

    marked: Entry
    now: Entry


@dataclass(frozen=True, slots=True)
class Search:
    """Which letters of the ledger are meant; nothing said means all of them.

    `words` are looked for in the office, the subject, and the ids of contact, letter and campaign, all of
    them, whatever their capitals. `since` and `before` are of the day of the last thing that happened (UTC).
    """

    ids: frozenset[int] | None = None
    contacts: frozenset[str] | None = None
    states: frozenset[State] | None = None
    campaign: str | None = None
    letter: str | None = None
    words: tuple[str, ...] = ()
    since: date | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair came to: letters saved whole, in part, and lost; `aside` names the damaged file kept.

    `doubtful` is how many of those saved are unknown from now on, since what was written last is lost.
    """

    saved: int
    partly: int
    lost: int
    doubtful: int
    aside: str


def folded(text: str) -> str:
    """Return a text as it is searched: without capitals and widths of characters."""
    return unicodedata.normalize("NFKC", text).casefold()


def sender_key(name: str) -> str:
    """Return a writer's name without what changes nothing: capitals, widths of characters, spaces."""
    return " ".join(folded(name).split())


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
