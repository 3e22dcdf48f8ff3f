"""Which letter a reminder is of, and what a reminder that may lie in a mailbox is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from advocate.core.follow_up import reminded_of, unanswered
from advocate.core.ledger import Draft, Entry, LetterKey, State, Via

DAY = date(2026, 6, 1)


def entry(number: int, month: int, *, reminder: int = 0, edition: int = 1, contact: str = "wgad") -> Entry:
    """Return a letter that left on the first day of a month."""
    key = LetterKey("c", contact, "plea", "ada", reminder, edition)
    draft = Draft(key, "The office", "Ada", "en", date(2026, month, 1), "Subject", "0")
    return Entry(number, draft, State.SENT, Via.SMTP, datetime(2026, month, 1, tzinfo=UTC))


def test_a_reminder_is_of_the_last_first_letter_that_left_before_it() -> None:
    first, second, other = entry(1, 1), entry(4, 4, edition=2), entry(3, 3, contact="ombudsman")
    once, twice = entry(2, 2, reminder=1), entry(5, 5, reminder=2)
    everything = [twice, other, second, once, first]
    due = reminded_of(twice, everything)
    assert due
    assert (due.first, due.last, due.number) == (second, second, 2)
    assert due.reminding.reminded is None
    due = reminded_of(once, everything)
    assert due
    assert (due.first, due.last, due.number) == (first, first, 1)


def test_a_second_reminder_knows_the_first_one() -> None:
    first, once, twice = entry(1, 1), entry(2, 2, reminder=1), entry(3, 3, reminder=2)
    due = reminded_of(replace(twice, state=State.UNKNOWN), [first, once, twice])
    assert due
    assert due.last == once
    assert due.reminding.reminded == date(2026, 2, 1)


def test_a_reminder_whose_letter_is_forgotten_is_of_nothing() -> None:
    assert reminded_of(entry(2, 2, reminder=1), [entry(3, 3)]) is None


def test_a_reminder_that_may_lie_in_a_mailbox_waits_and_one_that_may_be_sent_does_not() -> None:
    first, once = entry(1, 1), replace(entry(2, 2, reminder=1), state=State.UNKNOWN)
    found = unanswered([first, once], DAY)
    assert (found.due, found.unsure) == ((), (once,))
    in_drafts = replace(once, via=Via.DRAFTS)
    found = unanswered([first, in_drafts], DAY)
    assert found.unsure == ()
    assert [each.waiting for each in found.due] == [in_drafts]
