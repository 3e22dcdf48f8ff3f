"""`send --really`: what arrives is what was shown, once, at one address, and nothing else is told."""

from __future__ import annotations

import email
import email.policy
import json
import re
import socket
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from tests.asking import typed
from tests.conftest import SENDER
from tests.send.conftest import NOON, SAY, USER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Advocate, Ran
    from tests.send.conftest import PostOffice, Watch

pytestmark = pytest.mark.loopback


def test_a_letter_arrives_with_the_words_of_its_preview_at_one_address(
    really: Callable[..., Ran], post_office: PostOffice, advocate: Advocate
) -> None:
    ran = really("--to", "knb-chairman")
    assert ran.code == 0, ran.err
    assert "sent: knb-chairman (number 1 of your log)" in ran.out
    (delivered,) = post_office.delivered
    assert delivered.sender == USER
    assert delivered.to == ["press@knb.kz"]
    shown = advocate("preview", "--to", "knb-chairman", "--as", "eml", *SENDER, today=NOON.date())
    read, wanted = (
        email.message_from_bytes(data, policy=email.policy.default)
        for data in (delivered.data, shown.out.encode())
    )
    assert read.get_content().replace("\r\n", "\n") == wanted.get_content().replace("\r\n", "\n")
    assert read["subject"] == wanted["subject"]
    assert read["from"] == wanted["from"]


def test_a_message_says_nothing_but_what_is_meant(
    really: Callable[..., Ran], post_office: PostOffice
) -> None:
    really("--to", "knb-chairman")
    (delivered,) = post_office.delivered
    read = email.message_from_bytes(delivered.data)
    assert set(read.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID"),
        *("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Language"),
    }
    assert read["Date"] == "Fri, 20 Nov 2026 11:00:00 +0000"
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.net>", read["Message-ID"])
    assert delivered.introduced == "[127.0.0.1]"
    assert socket.gethostname().encode() not in delivered.data


def test_what_was_sent_is_not_sent_again(really: Callable[..., Ran], post_office: PostOffice) -> None:
    assert really("--to", "knb-chairman").code == 0
    ran = really("--to", "knb-chairman", "--note", "A comma, changed.")
    assert ran.code == 0
    assert "No letter goes." in ran.out
    assert "it was sent on 2026-11-20 by e-mail; --again sends it once more" in " ".join(ran.out.split())
    assert len(post_office.delivered) == 1


def test_with_again_the_same_letter_is_sent_once_more_as_another_message(
    really: Callable[..., Ran], post_office: PostOffice
) -> None:
    really("--to", "knb-chairman")
    ran = really("--to", "knb-chairman", "--again")
    assert ran.code == 0, ran.err
    first, second = (email.message_from_bytes(each.data) for each in post_office.delivered)
    assert first["Message-ID"] != second["Message-ID"]
    assert "number 2 of your log" in ran.out


def test_a_dry_run_knows_what_was_sent(
    really: Callable[..., Ran], sends: Callable[..., Ran], home: Path
) -> None:
    really("--to", "knb-chairman")
    before = (home / "ledger.sqlite3").read_bytes()
    ran = sends("--to", "knb-chairman,ombudsman")
    assert "1 letter would be sent" in ran.out
    assert "it was sent on 2026-11-20" in " ".join(ran.out.split())
    assert (home / "ledger.sqlite3").read_bytes() == before


def test_at_most_the_limit_leaves_and_the_next_run_goes_on(
    really: Callable[..., Ran], post_office: PostOffice
) -> None:
    first = really("--to", "knb-chairman,ombudsman,prosecutor-general", "--limit", "2")
    assert first.code == 0
    assert len(post_office.delivered) == 2
    assert "For the next run: 1 letter." in first.out
    assert really("--to", "knb-chairman,ombudsman,prosecutor-general", "--limit", "2").code == 0
    assert len({each.to[0] for each in post_office.delivered}) == len(post_office.delivered) == 3


def test_a_copy_goes_to_the_writer_in_the_same_transaction_and_no_header_tells(
    really: Callable[..., Ran], post_office: PostOffice
) -> None:
    really("--to", "knb-chairman", "--copy-to-me")
    (delivered,) = post_office.delivered
    assert delivered.to == ["press@knb.kz", USER]
    assert b"press@knb.kz" in delivered.data
    assert delivered.data.count(b"ada@example.net") == 2, "in From, and under the name"


def test_letters_leave_at_a_pace_and_the_progress_says_what_is_next_and_when(
    really: Callable[..., Ran], watch: Watch
) -> None:
    ran = really("--to", "knb-chairman,ombudsman,prosecutor-general")
    assert sum(watch.slept) == pytest.approx(2 * 180)
    assert re.search(r"next: ombudsman at \d\d:\d\d, in 3 min; Ctrl-C stops between letters", ran.err)


def test_the_pace_goes_on_from_one_run_to_the_next(really: Callable[..., Ran], watch: Watch) -> None:
    really("--to", "knb-chairman", "--per-hour", "1")
    assert sum(watch.slept) == 0
    really("--to", "ombudsman", "--per-hour", "1")
    assert sum(watch.slept) == pytest.approx(3600)


def test_a_clock_that_is_set_back_or_forward_changes_nothing_of_the_pace(
    really: Callable[..., Ran], watch: Watch, post_office: PostOffice
) -> None:
    jumps = [timedelta(hours=-5), timedelta(days=2)]

    def jump(watch: Watch) -> None:
        if jumps:
            watch.at += jumps.pop()

    watch.happens = jump
    assert really("--to", "knb-chairman,ombudsman,prosecutor-general").code == 0
    assert watch.steady == pytest.approx(2 * 180)
    assert len(post_office.delivered) == 3


def test_the_question_says_how_long_it_takes(
    sends: Callable[..., Ran], post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "n")
    words = ("--really", "--plain", *post_office.account, "--per-hour", "2")
    ran = sends("--to", "knb-chairman,ombudsman,prosecutor-general", *words)
    assert "Send these 3 letters now (it takes about 1 h)?" in ran.err


def test_without_a_pace_nothing_is_waited_for(really: Callable[..., Ran], watch: Watch) -> None:
    really("--to", "knb-chairman,ombudsman", "--per-hour", "0")
    assert watch.slept == []


def test_with_office_hours_a_letter_waits_for_the_monday_morning_of_its_office(
    really: Callable[..., Ran], watch: Watch, post_office: PostOffice
) -> None:
    watch.at = NOON + timedelta(days=1)
    ran = really("--to", "prosecutor-general", "--office-hours")
    assert ran.code == 0, ran.err
    (delivered,) = post_office.delivered
    left = parsedate_to_datetime(email.message_from_bytes(delivered.data)["Date"])
    # Kazakhstan's clocks are five hours ahead of UTC, and were six until 2024 in a part of the country.
    assert left in {datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (3, 4)}
    assert re.search(r"next: prosecutor-general on 2026-11-2[23] at \d\d:00, in \d+ h", ran.err)


def test_a_refused_letter_is_told_and_the_others_go(
    really: Callable[..., Ran], post_office: PostOffice
) -> None:
    post_office.refused["press@knb.kz"] = "550 no such mailbox"
    ran = really("--to", "knb-chairman,ombudsman")
    assert ran.code == 1
    assert "no such mailbox" in ran.out
    assert [each.to for each in post_office.delivered] == [["ombudsman-kz@mail.ru"]]
    again = really("--to", "knb-chairman")
    assert "sending it failed on 2026-11-20" in " ".join(again.out.split())
    post_office.refused.clear()
    assert really("--to", "knb-chairman", "--again").code == 0
    assert len(post_office.delivered) == 2


def test_a_letter_of_which_nobody_knows_is_sent_again_only_by_its_number(
    really: Callable[..., Ran], post_office: PostOffice
) -> None:
    post_office.answers.append("399 what?")
    ran = really("--to", "knb-chairman")
    assert ran.code == 1
    words = " ".join(ran.out.split())
    assert "not known: knb-chairman" in words
    assert "'advocate log mark 1 sent', if not 'advocate send --via smtp --resend 1'" in words
    message_id = re.search(r"<[0-9a-f]{32}@example\.net>", ran.out)
    assert message_id
    for flags in ((), ("--again",)):
        stays = really("--to", "knb-chairman", *flags)
        assert f"look for {message_id[0]} among your sent mail" in " ".join(stays.out.split())
    assert post_office.delivered == []
    resent = really("--resend", "1")
    assert resent.code == 0, resent.err
    assert len(post_office.delivered) == 1
    assert really("--resend", "1").code == 2


def test_a_wrong_password_stops_at_once_and_no_letter_has_failed(
    sends: Callable[..., Ran], post_office: PostOffice
) -> None:
    words = ("--really", "--yes", *post_office.account, "--password-command", "printf wrong")
    ran = sends("--to", "knb-chairman,ombudsman", *words)
    assert ran.code == 1
    assert "[send.login]" in ran.err
    assert len(post_office.logins) == 1
    assert "2 letters would be sent" in sends("--to", "knb-chairman,ombudsman").out


def test_nobody_to_ask_means_nothing_is_sent(
    sends: Callable[..., Ran], post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch)
    ran = sends("--to", "knb-chairman", "--really", *post_office.account, "--password-command", SAY)
    assert ran.code == 2
    assert "[send.not-sure]" in ran.err
    assert post_office.delivered == []


@pytest.mark.parametrize(("answer", "letters"), [("n", 0), ("", 0), ("b", 0), ("y", 1)])
def test_there_is_one_question_and_only_yes_sends(
    answer: str,
    letters: int,
    sends: Callable[..., Ran],
    post_office: PostOffice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed(monkeypatch, answer)
    words = ("--really", "--plain", *post_office.account, "--password-command", SAY)
    ran = sends("--to", "knb-chairman", *words)
    assert ran.code == 0
    assert ran.err.count("Send this letter now?") == 1
    assert len(post_office.delivered) == letters
    assert ("nothing was sent" in ran.err) is (letters == 0)


def test_a_script_gets_what_became_of_each_letter(
    really: Callable[..., Ran], post_office: PostOffice
) -> None:
    post_office.refused["ombudsman-kz@mail.ru"] = "550 no such mailbox"
    ran = really("--to", "knb-chairman,ombudsman", "--format", "json")
    told = json.loads(ran.out)
    assert told["really"] is True
    assert [(each["contact"], each["state"]) for each in told["outcomes"]] == [
        ("knb-chairman", "sent"),
        ("ombudsman", "failed"),
    ]
    assert told["outcomes"][0]["message_id"].encode() in post_office.delivered[0].data


def test_another_run_that_is_sending_is_waited_for_by_its_writer(
    really: Callable[..., Ran], post_office: PostOffice, home: Path
) -> None:
    from advocate.outbox.ledger import alone  # noqa: PLC0415 - as another process would

    with alone(home / "ledger.sqlite3"):
        ran = really("--to", "knb-chairman")
    assert ran.code == 1
    assert "[send.busy]" in ran.err
    assert post_office.delivered == []


def test_ctrl_c_between_letters_ends_the_run_and_the_next_goes_on(
    really: Callable[..., Ran], post_office: PostOffice, watch: Watch
) -> None:
    def interrupt(_: Watch) -> None:
        raise KeyboardInterrupt

    watch.happens = interrupt
    ran = really("--to", "knb-chairman,ombudsman")
    assert ran.code == 130
    assert "not tried: ombudsman" in ran.out
    assert len(post_office.delivered) == 1
    watch.happens = lambda _: None
    assert really("--to", "knb-chairman,ombudsman").code == 0
    assert len(post_office.delivered) == 2
