"""`advocate log follow-up`: which letters have waited long enough for an answer."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import State, Via
from tests.sent import OCTOBER, Sent
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

LATER = date(2026, 11, 10)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a campaign with one office and one letter."""
    return SmallCampaign().write(tmp_path / "small")


@pytest.fixture
def sent(small: Path) -> Sent:
    """Return a log of letters of that campaign."""
    return Sent(small)


def named(advocate: Advocate, *words: str | Path) -> list[int]:
    """Return the numbers of the letters that are named."""
    ran = advocate("log", "follow-up", "--format", "json", *words)
    assert ran.code == 0, ran.err
    return [each["id"] for each in json.loads(ran.out)]


def test_a_letter_posted_seven_weeks_ago_is_named(advocate: Advocate, sent: Sent) -> None:
    number = sent.left("minister")
    ran = advocate("log", "follow-up")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "1 letter that left on 2026-10-11 or before has no answer:",
        f"  {number}  minister  plea, sent by post on 2026-10-03, 50 days ago",
    ]
    assert "'advocate log mark ID answered' says so" in " ".join(ran.err.split())


def test_a_script_is_told_everything_of_it(advocate: Advocate, sent: Sent) -> None:
    number = sent.left("minister", "plea", "fr", via=Via.EMAIL, on=date(2026, 10, 5))
    reminder = sent.reminded(number, on=date(2026, 10, 20), state=State.DRAFTED)
    assert json.loads(advocate("log", "follow-up", "--format", "json").out) == [
        {
            "id": number,
            "campaign": "lanterns",
            "contact": "minister",
            "office": "Ministère de la Justice",
            "letter": "plea",
            "sender": "Ada Byron",
            "language": "fr",
            "subject": "The lanterns",
            "via": "email",
            "left": "2026-10-05",
            "reminded": None,
            "next_reminder": 1,
            "waiting": {"id": reminder, "state": "drafted"},
        }
    ]


def test_without_a_log_nothing_is_named_and_none_is_made(advocate: Advocate, home: Path) -> None:
    ran = advocate("log", "follow-up")
    assert (ran.code, ran.out) == (0, "No letter that left on 2026-10-11 or before waits for an answer.\n")
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("state", [State.ANSWERED, State.BOUNCED])
def test_what_is_answered_or_came_back_is_not_named(advocate: Advocate, sent: Sent, state: State) -> None:
    number = sent.left("minister")
    assert named(advocate) == [number]
    sent.mark(number, state, on=LATER)
    assert named(advocate) == []


def test_a_letter_that_never_left_or_of_which_nobody_knows_is_not_named(
    advocate: Advocate, sent: Sent
) -> None:
    sent.mark(sent.drafted("minister", name="Bob"), State.FAILED)
    number = sent.drafted("minister")
    assert named(advocate) == []
    sent.cut_short(number, OCTOBER)
    assert named(advocate) == []


@pytest.mark.parametrize(
    ("after", "is_named"),
    [
        *(("7w", True), ("8w", False), ("50d", True), ("51d", False), ("1m", True), ("2m", False)),
        *(("0d", True), ("7 weeks", True), (" 1 month ", True), ("49 DAYS", True)),
        *(("99999d", False), ("99999m", False), ("99999w", False)),
    ],
)
def test_the_time_to_wait_is_days_weeks_or_months(
    advocate: Advocate, sent: Sent, after: str, *, is_named: bool
) -> None:
    number = sent.left("minister")
    assert named(advocate, "--after", after) == ([number] if is_named else [])


def test_a_month_before_the_last_day_of_a_longer_one_is_the_last_day_of_the_shorter(
    advocate: Advocate, sent: Sent
) -> None:
    sent.left("minister", day=date(2026, 2, 28))
    ran = advocate("log", "follow-up", "--after", "1m", today=date(2026, 3, 31))
    assert ran.out.startswith("1 letter that left on 2026-02-28 or before")


@pytest.mark.parametrize("after", ["6", "six weeks", "w", "-1d", "6y", "1.5m", "999999d", "", "６w"])
def test_what_is_no_time_to_wait_is_told(advocate: Advocate, after: str) -> None:
    ran = advocate("log", "follow-up", f"--after={after}")
    words = "is not a time to wait: write 6w (weeks), 40d (days) or 3m (months) [after.form]\n"
    assert (ran.code, ran.out, ran.err) == (2, "", f"{after!r} {words}")


def test_a_reminder_that_left_begins_the_time_anew(advocate: Advocate, sent: Sent) -> None:
    first = sent.left("minister", day=date(2026, 6, 1))
    sent.reminded(first, on=LATER)
    assert named(advocate) == []
    ran = advocate("log", "follow-up", "--after", "1w")
    assert "sent by post on 2026-06-01, 174 days ago, reminded of on 2026-11-10" in " ".join(ran.out.split())


@pytest.mark.parametrize("state", [State.ANSWERED, State.BOUNCED])
def test_a_reminder_that_is_answered_or_came_back_ends_it(
    advocate: Advocate, sent: Sent, state: State
) -> None:
    first = sent.left("minister", day=date(2026, 6, 1))
    sent.reminded(first, on=date(2026, 8, 1), state=state)
    assert named(advocate) == []


def test_an_answer_to_the_first_letter_ends_it_whatever_reminder_left_since(
    advocate: Advocate, sent: Sent
) -> None:
    first = sent.left("minister", day=date(2026, 6, 1))
    sent.reminded(first, on=date(2026, 8, 1))
    assert named(advocate) == [first]
    sent.mark(first, State.ANSWERED, on=LATER)
    assert named(advocate) == []


def test_a_reminder_that_waits_to_be_sent_is_told_with_the_letter(advocate: Advocate, sent: Sent) -> None:
    first = sent.left("minister")
    reminder = sent.reminded(first, on=LATER, state=State.DRAFTED)
    words = " ".join(advocate("log", "follow-up").out.split())
    assert words.endswith(f"50 days ago; its reminder, {reminder}, is drafted")


def test_a_letter_whose_reminder_is_unknown_is_left_out_and_told(advocate: Advocate, sent: Sent) -> None:
    first = sent.left("minister")
    reminder = sent.cut_short(sent.reminded(first, on=LATER, state=State.DRAFTED), LATER)
    ran = advocate("log", "follow-up")
    assert ran.out == "No letter that left on 2026-10-11 or before waits for an answer.\n"
    assert " ".join(ran.err.split()) == (
        f"left out: minister: nobody knows whether {reminder} (plea) left;"
        f" 'advocate log mark {reminder} sent' or 'failed' says so"
    )


def test_the_letters_of_several_writers_are_told_apart(advocate: Advocate, sent: Sent) -> None:
    sent.left("minister")
    sent.left("minister", name="Bob")
    words = " ".join(advocate("log", "follow-up").out.split())
    assert "50 days ago; signed by Ada Byron" in words
    assert words.endswith("50 days ago; signed by Bob")


def test_letters_are_named_by_office_letter_and_campaign(advocate: Advocate, sent: Sent, small: Path) -> None:
    ours = sent.left("minister")
    shipped = Sent()
    letters = [shipped.left("wgad", "citizenship"), shipped.left("ombudsman")]
    assert named(advocate) == [ours, *letters]
    assert named(advocate, "--campaign", small) == [ours]
    assert named(advocate, "--to", "un") == letters[:1]
    assert named(advocate, "--except", "un,minister") == letters[1:]
    assert named(advocate, "--letter", "citizenship") == letters[:1]
    # The shipped campaign has no such office; the log has.
    assert named(advocate, "--to", "minister,kazakhstan") == [ours, letters[1]]


def test_an_office_that_nobody_knows_is_told(advocate: Advocate, sent: Sent) -> None:
    sent.left("minister")
    ran = advocate("log", "follow-up", "--to", "wgat")
    assert ran.code == 2
    assert "(did you mean 'wgad'?) [to.unknown]" in ran.err
