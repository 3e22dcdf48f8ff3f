"""`send --remind`: the reminders of letters that have no answer, each a letter of its own."""

from __future__ import annotations

import email
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import Via
from tests.send.conftest import PASSWORD
from tests.sent import Sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran
    from tests.send.conftest import PostOffice

pytestmark = pytest.mark.loopback


def test_a_reminder_is_sent_once_and_the_first_letter_is_left_alone(
    sends: Callable[..., Ran], post_office: PostOffice
) -> None:
    Sent().left("knb-chairman", via=Via.EMAIL)
    shown = sends("--remind")
    assert shown.code == 0, shown.err
    assert "knb-chairman  press@knb.kz  (en, reminder 1)" in shown.out
    words = ("--remind", "--really", "--yes", *post_office.account, "--password-command", f"echo {PASSWORD}")
    ran = sends(*words)
    assert ran.code == 0, ran.err
    (delivered,) = post_office.delivered
    assert "3 October 2026" in email.message_from_bytes(delivered.data).get_payload(decode=True).decode()  # type: ignore[union-attr]
    again = sends(*words)
    assert "[send.nothing-due]" in again.err
    assert len(post_office.delivered) == 1


def test_where_nothing_waits_for_an_answer_one_line_says_so(sends: Callable[..., Ran]) -> None:
    ran = sends("--remind")
    assert ran.code == 2
    assert "[send.nothing-due]" in ran.err


def test_a_reminder_in_doubt_is_not_sent_again_but_its_writer_is_told_what_to_do(
    sends: Callable[..., Ran], post_office: PostOffice
) -> None:
    Sent().left("knb-chairman", via=Via.EMAIL)
    post_office.answers.append("399 what?")
    words = ("--remind", "--really", "--yes", *post_office.account, "--password-command", f"echo {PASSWORD}")
    ran = sends(*words)
    assert ran.code == 1
    told = " ".join(ran.out.split())
    assert "if not 'advocate log mark 2 failed' and 'send --remind --again'" in told
    ran = sends("--resend", "2")
    assert ran.code == 2
    assert "letter 2 is a reminder" in ran.err
