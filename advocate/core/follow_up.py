"""Following up: which letters have waited long enough for an answer, and what a reminder of one refers to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from advocate.core.ledger import LEFT, Entry, Standing, State, Via
from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Kept = TypeVar("Kept", Entry, Standing)

SIX_WEEKS = "6w"
"""How long to wait where the writer says nothing.

It is ours: an office of Kazakhstan has 15 working days from the day on which a letter arrives (Administrative
Procedure and Process-related Code, No. 350-VI, article 76), and a letter by post travels there and back.
"""

_SPAN = re.compile(r"(\d{1,5})\s*(d|day|days|w|week|weeks|m|month|months)", re.IGNORECASE | re.ASCII)
_OPEN = frozenset({State.SENDING, State.UNKNOWN})
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Reminding:
    """What a reminder refers to: the first letter, and the reminder before this one where there was any.

    `day` is the one by which the office finds the letter: that on the page of a letter by post, else that on
    which it left. `number` is the reminder's own, from 1.
    """

    number: int
    day: date
    subject: str
    via: Via
    reminded: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A letter that is to be reminded of: it left, `last` being its last reminder or itself, unanswered.

    `waiting` is the reminder that was made already and has not surely left, where there is one.
    """

    first: Entry
    last: Entry
    number: int
    waiting: Entry | None = None

    @property
    def reminding(self) -> Reminding:
        """What its reminder refers to."""
        first, last = self.first, self.last
        return Reminding(
            number=self.number,
            day=left_on(first) if first.via in _DATED_BY_LEAVING else first.draft.date,
            subject=first.draft.subject,
            via=first.via,
            reminded=left_on(last) if last.key.reminder else None,
        )


_DATED_BY_LEAVING = frozenset({Via.SMTP, Via.DRAFTS, Via.EMAIL, Via.FORM, Via.PHONE})


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The letters to be reminded of, and those of which nobody knows whether they, or a reminder, left."""

    due: tuple[Due, ...]
    unsure: tuple[Entry, ...]


class Found(NamedTuple, Generic[Kept]):
    """A letter that is due, whatever is known of it: see `Due`."""

    first: Kept
    last: Kept
    number: int
    waiting: Kept | None


def left_on(entry: Entry) -> date:
    """Return the day on which a letter left: the one its writer named, else that of the ledger (UTC)."""
    return entry.day or entry.at.date()


def unanswered(entries: Iterable[Entry], left_by: date) -> FollowUp:
    """Return which letters left on a day or before and have no answer, and no reminder after that day.

    A letter is answered where it or any reminder of it is. One that came back waits for no answer.
    """
    due, unsure = found_unanswered(entries, left_by)
    return FollowUp(tuple(Due(*each) for each in due), tuple(unsure))


def found_unanswered(letters: Iterable[Kept], left_by: date) -> tuple[Sequence[Found[Kept]], Sequence[Kept]]:
    """Return the same of letters of which less is known: those that are due, and those that are unsure."""
    due: list[Found[Kept]] = []
    unsure: list[Kept] = []
    day = left_by.isoformat()
    for history in _histories(letters):
        found = _due(history, day)
        if isinstance(found, Found):
            due.append(found)
        else:
            unsure += found
    due.sort(key=attrgetter("first.id"))
    due.sort(key=attrgetter("last.left"))
    return due, unsure


def reminded_of(reminder: Entry, entries: Iterable[Entry]) -> Due | None:
    """Return what a reminder reminds of that was written down already; None where no such letter left."""
    key = reminder.key
    history = next(found for found in _histories([*entries, reminder]) if found[0].one == reminder.one)
    before = [entry for entry in history if entry.state in LEFT and entry.key.reminder < key.reminder]
    firsts = [entry for entry in before if not entry.key.reminder and entry.id < reminder.id]
    if not firsts:
        return None
    since = [entry for entry in before if firsts[-1].id <= entry.id < reminder.id]
    return Due(firsts[-1], since[-1], key.reminder)


def _histories(entries: Iterable[Kept]) -> Iterable[Sequence[Kept]]:
    """Return the entries of each letter together, editions and reminders, as they were written down."""
    found: dict[tuple[object, ...], list[Kept]] = {}
    for entry in sorted(entries, key=attrgetter("id")):
        found.setdefault(entry.one, []).append(entry)
    return found.values()


def _due(history: Sequence[Kept], left_by: str) -> Found[Kept] | Sequence[Kept]:
    """Return the letter as one that is due; else what keeps anybody from knowing whether it is."""
    if len(history) == 1:
        # So it is with most of very many.
        [only] = history
        waits = only.state == State.SENT and not only.reminder and only.left <= left_by
        return Found(only, only, 1, None) if waits else ()
    left = [entry for entry in history if entry.state in LEFT]
    firsts = [entry for entry in left if not entry.reminder]
    if not firsts:
        return ()
    first = firsts[-1]
    since = [entry for entry in left if entry.id >= first.id]
    last = since[-1]
    if any(entry.state == State.ANSWERED for entry in since):
        return ()
    if first.state != State.SENT or last.state != State.SENT or last.left > left_by:
        return ()
    number = max(entry.reminder for entry in left) + 1
    waiting = [entry for entry in history if entry.reminder == number and entry.id > first.id]
    unsure = [
        entry
        for entry in history
        # Whether a reminder lies in a mailbox can be seen there.
        if entry.state in _OPEN and entry.id > first.id and not (entry in waiting and entry.via == Via.DRAFTS)
    ]
    return unsure or Found(first, last, number, waiting[-1] if waiting else None)


def left_by(after: str, today: date) -> date:
    """Return the last day on which a letter may have left that has waited `6w`, `40d` or `3m` until today.

    Raises ProblemsError where the words are none of these. A month back from a day that the earlier month
    lacks is that month's last day.
    """
    span = _SPAN.fullmatch(after.strip())
    if span is None:
        words = f"{after!r} is not a time to wait: write 6w (weeks), 40d (days) or 3m (months)"
        raise ProblemsError([Problem("after.form", words)])
    count, unit = int(span[1]), span[2][0].casefold()
    if unit == "m":
        return _months_before(today, count)
    days = count * 7 if unit == "w" else count
    return today - timedelta(days) if days < today.toordinal() else date.min


def _months_before(day: date, months: int) -> date:
    from calendar import monthrange  # noqa: PLC0415 - seldom needed, and start-up counts

    year, month = divmod(day.year * _MONTHS + day.month - 1 - months, _MONTHS)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
