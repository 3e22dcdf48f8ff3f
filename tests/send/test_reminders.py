"""`send --follow-up`: reminders leave as letters do, each once."""

from __future__ import annotations

import email
import email.policy
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import State, Via
from tests.send.conftest import SAY
from tests.sent import Sent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran
    from tests.send.conftest import PostOffice


def test_a_dry_run_shows_the_reminders_that_would_go(sends: Callable[..., Ran]) -> None:
    Sent().left("knb-chairman", "citizenship", via=Via.EMAIL)
    Sent().left("knb-chairman", "lift-the-ban", via=Via.EMAIL)
    Sent().left("ombudsman", via=Via.EMAIL, day=date(2026, 11, 1))
    ran = sends("--follow-up")
    assert ran.code == 0, ran.err
    words = " ".join(ran.out.split())
    assert "2 letters would be sent by your mail server (citizenship, lift-the-ban" in words
    assert "Reminder: Please have the ban on Democratic Choice of Kazakhstan cancelled" in words
    assert "ombudsman" not in words
    data = json.loads(sends("--follow-up", "--after", "2w", "--to", "ombudsman", "--format", "json").out)
    assert [(each["contact"], each["reminder"]) for each in data["letters"]] == [("ombudsman", 1)]


def test_where_no_letter_waits_nothing_goes(sends: Callable[..., Ran]) -> None:
    ran = sends("--follow-up", "--after", "1m")
    assert (ran.code, ran.out) == (0, "No letter that left on 2026-10-20 or before waits for an answer.\n")
    assert json.loads(sends("--follow-up", "--format", "json").out) == {"letters": []}


@pytest.mark.loopback
def test_a_reminder_arrives_once_and_its_time_begins_anew(
    sends: Callable[..., Ran], post_office: PostOffice, home: Path
) -> None:
    sent = Sent()
    first = sent.left("knb-chairman", via=Via.EMAIL)
    words = ("--follow-up", "--really", "--yes", *post_office.account, "--password-command", SAY)
    ran = sends(*words, "--note", "I still hope for a word.")
    assert ran.code == 0, ran.err
    [delivered] = post_office.delivered
    read = email.message_from_bytes(delivered.data, policy=email.policy.default)
    assert read["subject"] == "Reminder: Please have the ban on Democratic Choice of Kazakhstan cancelled"
    assert "my e-mail of 3 October 2026" in " ".join(read.get_content().split())
    assert "I still hope for a word." in read.get_content()
    [_, reminder] = sent.entries()
    assert (reminder.state, reminder.key.reminder, reminder.via) == (State.SENT, 1, Via.SMTP)
    assert reminder.message_id == read["message-id"]
    ran = sends(*words)
    assert ran.out.startswith("No letter that left on")
    assert len(post_office.delivered) == 1
    sent.mark(first, State.ANSWERED)
    assert sends(*words, "--after", "0d").out.startswith("No letter that left on")
    assert (home / "ledger.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.loopback
def test_a_reminder_that_may_have_been_sent_is_resent_as_a_reminder(
    sends: Callable[..., Ran], post_office: PostOffice
) -> None:
    sent = Sent()
    first = sent.left("knb-chairman", via=Via.EMAIL)
    day = date(2026, 11, 10)
    reminder = sent.cut_short(sent.reminded(first, on=day, state=State.DRAFTED), day)
    words = ("--really", "--yes", *post_office.account, "--password-command", SAY)
    ran = sends("--follow-up", *words)
    assert ran.out.startswith("No letter that left on")
    assert f"nobody knows whether {reminder} (lift-the-ban) left" in " ".join(ran.err.split())
    ran = sends("--resend", str(reminder), *words)
    assert ran.code == 0, ran.err
    [delivered] = post_office.delivered
    read = email.message_from_bytes(delivered.data, policy=email.policy.default)
    assert read["subject"].startswith("Reminder: ")
    assert [(entry.id, entry.state) for entry in sent.entries()] == [
        (first, State.SENT),
        (reminder, State.SENT),
    ]


def test_reminders_and_letters_are_not_resent_in_one_run(sends: Callable[..., Ran]) -> None:
    sent = Sent()
    first = sent.left("knb-chairman", via=Via.EMAIL)
    day = date(2026, 11, 10)
    reminder = sent.cut_short(sent.reminded(first, on=day, state=State.DRAFTED), day)
    letter = sent.cut_short(sent.drafted("ombudsman"), day)
    ran = sends("--resend", f"{reminder},{letter}")
    assert (ran.code, ran.out) == (2, "")
    assert "[send.resend]" in ran.err
