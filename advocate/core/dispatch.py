"""Which letters leave in a run, and why the others stay: what is decided before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from advocate.core.ledger import LEFT, WAY_WORDS, State, Via, draft_of, key_of
from advocate.core.registry import Accepts, Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from advocate.core.ledger import Draft, Entry, LetterKey
    from advocate.core.letter import Letter


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the writer wants to happen: by which way, once more, or again what may have been sent already.

    `resend` holds the numbers of entries; where there are any, no other letter leaves.
    """

    via: Via
    again: bool = False
    resend: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Leaving:
    """A letter that is to leave, its one address, and its entry in the ledger where there is one already.

    `edition` is that of the letter: another than the entry's where the entry's has left before.
    """

    letter: Letter
    to: str
    entry: Entry | None
    edition: int

    def draft(self, sha256: str) -> Draft:
        """Return it as it is written down first; the hash is of its words."""
        draft = draft_of(self.letter, sha256)
        return replace(draft, key=replace(draft.key, edition=self.edition))


@dataclass(frozen=True, slots=True)
class Staying:
    """A letter that does not leave, and why, with what to do about it."""

    letter: Letter
    why: str


def dispatched(
    letters: Iterable[Letter], latest: Callable[[LetterKey], Entry | None], wanted: Wanted
) -> tuple[tuple[Leaving, ...], tuple[Staying, ...]]:
    """Return the letters that leave, in their order, and those that stay.

    `latest` returns the entry of the last edition of a letter, None where nothing is known of it.
    """
    leaving: list[Leaving] = []
    staying: list[Staying] = []
    for letter in letters:
        entry = latest(key_of(letter))
        why = _no_address(letter) or (_why_not(entry, wanted) if entry or wanted.resend else "")
        if why:
            staying.append(Staying(letter, why))
            continue
        edition = 1 if entry is None else entry.key.edition + (entry.state in LEFT)
        to = letter.recipient.reaches_by(Channel.EMAIL)[0].value
        leaving.append(Leaving(letter, to, entry, edition))
    return tuple(leaving), tuple(staying)


def _no_address(letter: Letter) -> str:
    """Return why no e-mail can bring a letter to its office, an empty text where one can."""
    recipient = letter.recipient
    if recipient.accepts is Accepts.SUBMISSION:
        return "it acts on submissions only: 'advocate preview --as submission' shows what to send it"
    if recipient.accepts is Accepts.FORM:
        forms = [reach.value for reach in recipient.reaches_by(Channel.FORM)]
        return f"it wants its web form to be used{''.join(f': {form}' for form in forms[:1])}"
    if not recipient.reaches_by(Channel.EMAIL):
        ways = (Channel.FORM, "web form"), (Channel.ADDRESS, "post"), (Channel.FAX, "fax")
        known = [words for way, words in ways if recipient.reaches_by(way)]
        other = f" (but {', '.join(known)})" if known else ""
        return f"no e-mail address of it is known{other}"
    return ""


def _why_not(entry: Entry | None, wanted: Wanted) -> str:
    """Return why a letter stays by what is known of it, an empty text where nothing is in its way."""
    if wanted.resend:
        return "" if entry and entry.id in wanted.resend else "only what --resend names is sent"
    if entry is None or entry.state is State.DRAFTED:
        return ""
    if entry.state in {State.SENDING, State.UNKNOWN}:
        return _in_doubt(entry, wanted)
    if wanted.again or (wanted.via is Via.DRAFTS and entry.state in {State.HANDED_OVER, State.FAILED}):
        return ""
    return _passed(entry)


def _in_doubt(entry: Entry, wanted: Wanted) -> str:
    """Return why a letter stays of which nobody knows whether it left."""
    if entry.via is Via.DRAFTS:
        # Whether it lies there can be seen.
        to_drafts = wanted.via is Via.DRAFTS
        return "" if to_drafts else "it may lie in your Drafts folder: 'send --via drafts' finds out"
    return f"it may have been sent on {_day(entry)}: {in_doubt_words(entry)}"


def in_doubt_words(entry: Entry) -> str:
    """Return what to do about a letter of which nobody knows whether it arrived."""
    return (
        f"look for {entry.message_id} among your sent mail, or ask your provider; if it is there 'advocate"
        f" log mark {entry.id} sent', if not 'advocate send --resend {entry.id}'"
    )


def _passed(entry: Entry) -> str:
    """Return why a letter stays that has been sent, or could not be, or lies elsewhere."""
    day = _day(entry)
    match entry.state:
        case State.HANDED_OVER:
            return (
                f"it lies in your Drafts folder since {day}: send it from there; --again sends it from here"
            )
        case State.FAILED:
            because = f" ({entry.note})" if entry.note else ""
            return f"sending it failed on {day}{because}: --again tries once more"
        case State.ANSWERED:
            told = f"it was answered on {day}"
        case State.BOUNCED:
            told = f"it came back on {day} as undeliverable"
        case _:
            told = f"it was sent on {day} {WAY_WORDS[entry.via]}"
    return f"{told}; --again sends it once more"


def _day(entry: Entry) -> str:
    return (entry.day or entry.at.date()).isoformat()
