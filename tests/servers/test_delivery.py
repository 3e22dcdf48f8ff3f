"""Letters through a real mail server (Postfix) into a mailbox (Dovecot), read back as they arrived."""

from __future__ import annotations

import email
import email.policy
import re
import socket
import time
from typing import TYPE_CHECKING

import pytest

from advocate.outbox.ledger import open_ledger
from advocate.sources.places import ledger_file
from tests.conftest import SENDER, TODAY
from tests.send.conftest import NOON
from tests.servers import real

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tests.conftest import Advocate, Ran
    from tests.servers.conftest import Box

pytestmark = pytest.mark.loopback

ADDED = ("Return-Path", "X-Original-To", "Delivered-To", "Received")
"""What a mail server puts before a letter: from whom and to whom, and through which hands it went."""


def arrived(box: Box, count: int) -> list[bytes]:
    """Return the last letters that came to the mailbox for everybody, once there are so many new ones."""
    until = time.monotonic() + 20
    while True:
        found = box.drafts("INBOX")
        if len(found) >= count:
            return [found[uid] for uid in sorted(found)[-count:]]
        assert time.monotonic() < until, f"{len(found)} letters have arrived"
        time.sleep(0.05)


def shown(advocate: Advocate, office: str, language: str, today: date) -> bytes:
    """Return the draft that a preview shows, with the line ends of mail."""
    ran = advocate(*("preview", "--to", office, "--lang", language, "--as", "eml", *SENDER), today=today)
    return ran.out.encode().replace(b"\n", b"\r\n")


def headers(text: bytes) -> list[tuple[str, str]]:
    """Return the headers of a message as they stand in it, and their lines."""
    head = text.partition(b"\r\n\r\n")[0].decode()
    return [(line.partition(":")[0], line.partition(": ")[2]) for line in re.split(r"\r\n(?![ \t])", head)]


@pytest.mark.parametrize(
    ("service", "language"), [("submission", "en"), ("submissions", "ru"), ("submission", "kk")]
)
def test_what_arrives_is_what_was_shown_and_the_server_adds_only_its_own_lines(
    service: str, language: str, sends: Callable[..., Ran], box_of: Callable[..., Box], advocate: Advocate
) -> None:
    everybody = box_of(real.DELIVERED)
    before = len(everybody.drafts("INBOX"))
    wanted = shown(advocate, "knb-chairman", language, NOON.date())
    words = ("--via", "smtp", *box_of().account(service), "--to", "knb-chairman", "--lang", language)
    ran = sends(*words)
    assert ran.code == 0, ran.err
    (text,) = arrived(everybody, before + 1)[-1:]
    added, ours = headers(text)[: len(ADDED)], headers(text)[len(ADDED) :]
    assert tuple(name for name, _ in added) == ADDED
    assert dict(added) | {"Received": ""} == {
        "Return-Path": "<ada@example.net>",
        "X-Original-To": "press@knb.kz",
        "Delivered-To": "press@knb.kz",
        "Received": "",
    }
    assert text.partition(b"\r\n\r\n")[2] == wanted.partition(b"\r\n\r\n")[2]
    kept = [each for each in ours if each[0] not in {"Date", "Message-ID"}]
    assert kept == [each for each in headers(wanted) if each[0] != "X-Unsent"]
    stamped = dict(ours)
    assert stamped["Date"] == "Fri, 20 Nov 2026 11:00:00 +0000"
    ledger = open_ledger(ledger_file())
    (entry,) = ledger.entries()
    ledger.close()
    assert (entry.state, entry.message_id) == ("sent", stamped["Message-ID"])


def test_the_server_learns_nothing_of_the_machine(
    sends: Callable[..., Ran], box_of: Callable[..., Box]
) -> None:
    everybody = box_of(real.DELIVERED)
    before = len(everybody.drafts("INBOX"))
    sends("--via", "smtp", *box_of().account("submission"), "--to", "knb-chairman", "--lang", "en")
    (text,) = arrived(everybody, before + 1)[-1:]
    received = dict(headers(text))["Received"]
    assert received.startswith("from [127.0.0.1] (unknown [127.0.0.1])\r\n\tby mail.example.net (Postfix)")
    log = (everybody.server.folder / "postfix.log").read_text()
    assert f"helo=<{socket.gethostname()}>" not in log
    assert not re.search(rf"\b{re.escape(socket.gethostname())}\b", text.partition(b"\r\n\r\n")[0].decode())


def test_whoever_does_not_know_the_password_sends_nothing_and_no_letter_counts_as_failed(
    sends: Callable[..., Ran], box_of: Callable[..., Box]
) -> None:
    everybody, box = box_of(real.DELIVERED), box_of()
    before = len(everybody.drafts("INBOX"))
    box.password_file.write_text("not-the-password")
    ran = sends("--via", "smtp", *box.account("submission"), "--to", "knb-chairman", "--lang", "en")
    assert ran.code == 1
    assert "[send.login]" in ran.err
    assert "not-the-password" not in ran.out + ran.err
    assert len(everybody.drafts("INBOX")) == before
    ledger = open_ledger(ledger_file())
    assert [entry.state for entry in ledger.entries()] == ["drafted"]
    ledger.close()


def test_a_sender_with_letters_beyond_ascii_is_taken_by_a_server_that_can(
    sends: Callable[..., Ran], box_of: Callable[..., Box]
) -> None:
    everybody = box_of(real.DELIVERED)
    before = len(everybody.drafts("INBOX"))
    ran = sends(
        *("--via", "smtp", *box_of().account("submission"), "--to", "knb-chairman", "--lang", "en"),
        *("--email", "ada@bücher.example", "--name", "Ада Байрон"),
    )
    assert ran.code == 0, ran.err
    (text,) = arrived(everybody, before + 1)[-1:]
    read = email.message_from_bytes(text, policy=email.policy.default)
    assert read["from"].addresses[0].display_name == "Ада Байрон"
    assert read["from"].addresses[0].addr_spec == "ada@xn--bcher-kva.example"
