"""`advocate send --really` against a mail server that fails: what the writer reads, and what the log says."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from advocate.cli.app import main
from advocate.sources.places import ledger_file
from tests.conftest import SENDER, Ran
from tests.sending.runs import FakeClock
from tests.sending.servers import PASSWORD, Act, Script, Server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sending.conftest import Serve

pytestmark = pytest.mark.loopback

OFFICE, ADDRESS = "knb-chairman", "press@knb.kz"
SAY = shlex.join(("printf", r"%s\n", PASSWORD))


@pytest.fixture
def sends(capsys: pytest.CaptureFixture[str], ca_file: str) -> Callable[..., Ran]:
    """Really send letters through a server."""

    def run(server: Server, *words: str, clock: FakeClock | None = None) -> Ran:
        capsys.readouterr()
        where = (f"127.0.0.1:{server.where.port}", "--security", "tls" if server.implicit else "starttls")
        code = main(
            [
                *("send", "--via", "smtp", "--to", OFFICE, *SENDER, "--really", "--yes", "--per-hour", "0"),
                *("--server", *where, "--ca-file", ca_file, "--password-command", SAY, *words),
            ],
            clock=clock or FakeClock(),
        )
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def _told(ran: Ran) -> str:
    """Return everything that the writer reads, on one line."""
    return " ".join(f"{ran.out} {ran.err}".split())


def test_a_letter_whose_answer_never_came_is_told_with_what_to_look_for_and_never_goes_by_itself(
    sends: Callable[..., Ran], serve: Serve
) -> None:
    server = serve(Script(steps={"dot": [Act.KEEP_AND_RESET]}))

    first = sends(server)

    assert first.code == 1
    (delivered,) = server.delivered
    name = re.search(rb"Message-ID: (<.*>)", delivered.data)
    assert name is not None
    assert name[1].decode() in _told(first)
    for words in ((), ("--again",)):
        again = sends(server, *words)
        assert "--resend 1" in _told(again)
        assert len(server.delivered) == 1


@pytest.mark.parametrize("act", ["451 4.3.0 not now", "421 4.3.2 closing", Act.RESET])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_letter_that_could_not_leave_is_tried_again_in_the_same_run(
    sends: Callable[..., Ran], serve: Serve, step: str, act: str | Act
) -> None:
    server, clock = serve(Script(steps={step: [act]})), FakeClock()

    ran = sends(server, clock=clock)

    assert (ran.code, server.arrived(), clock.passed) == (0, [ADDRESS], 60)
    assert "later: knb-chairman at" in _told(ran)


@pytest.mark.parametrize("certificate", ["self-signed", "expired", "other name"])
def test_a_server_that_cannot_prove_who_it_is_gets_nothing_and_the_next_run_sends(
    sends: Callable[..., Ran], serve: Serve, certificate: str
) -> None:
    bad, good = serve(certificate=certificate), serve()

    ran = sends(bad)

    assert ran.code == 1
    assert "[send.certificate]" in _told(ran)
    assert (bad.logins, bad.delivered) == ([], [])
    assert sends(good).code == 0
    assert good.arrived() == [ADDRESS]


def test_a_server_without_encryption_gets_nothing(sends: Callable[..., Ran], serve: Serve) -> None:
    server = serve(Script(offers_starttls=False), implicit=False)

    ran = sends(server)

    assert ran.code == 1
    assert "offers no encryption (STARTTLS), so nothing was sent, not even your password" in _told(ran)
    assert server.logins == []


def test_a_letter_that_stayed_in_sending_is_taken_for_unknown_and_never_goes_by_itself(
    sends: Callable[..., Ran], serve: Serve, home: Path
) -> None:
    from advocate.core.ledger import State  # noqa: PLC0415 - only here
    from advocate.outbox.ledger import open_ledger  # noqa: PLC0415 - only here

    server = serve(Script(steps={"dot": ["550 5.7.1 no"]}))
    sends(server)
    assert ledger_file().is_relative_to(home)
    ledger = open_ledger(ledger_file())
    ledger.settle(1, State.SENDING, FakeClock().now())
    ledger.close()

    ran = sends(server, "--again")

    assert server.delivered == []
    assert "--resend 1" in _told(ran)
