"""The mailbox where a server is odd, broken or hostile: each is told in one line, and nothing is given away."""

from __future__ import annotations

import base64
import socket
import ssl
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import trustme

from advocate.core.mail import Account, Harm, Login, Patience, Secret, Security, TroubleError
from advocate.outbox.mailbox import Mailbox, open_mailbox
from tests.drafts.imap import HANG, HANG_UP, HERE, Script, Server, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.loopback

PASSWORD = 'pass "word" \\ 7'
SOON = Patience.of(0.3)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    """Return how a server encrypts, and the file that makes it trusted."""
    authority = trustme.CA()
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HERE).configure_cert(context)
    return context, str(file)


@pytest.fixture
def mailbox(
    authority: tuple[ssl.SSLContext, str],
) -> Callable[..., contextmanager[tuple[Mailbox, Server]]]:  # type: ignore[valid-type]
    """Return what opens a mailbox at a server that does as it is told."""
    context, ca_file = authority

    @contextmanager
    def open_(
        script: Script, login: Login | None = None, folder: str | None = None
    ) -> Iterator[tuple[Mailbox, Server]]:
        with running(script, context) as server:
            security = Security.TLS if script.encrypted else Security.STARTTLS
            account = Account(HERE, server.port, security, "ada@example.net", ca_file)
            box = open_mailbox(account, login or by_password(), folder, SOON)
            try:
                yield box, server
            finally:
                box.close()

    return open_


def by_password(words: str = PASSWORD) -> Login:
    return Login(Secret.PASSWORD, lambda: words)


def by_token() -> Login:
    return Login(Secret.TOKEN, lambda: "token-0123456789")


Opens = "Callable[..., contextmanager[tuple[Mailbox, Server]]]"


def trouble(mailbox: Callable[..., contextmanager[object]], *arguments: object) -> tuple[str, str, Harm]:  # type: ignore[valid-type]
    """Return the code and words of what went wrong, and whom it harms."""
    with pytest.raises(TroubleError) as caught, mailbox(*arguments):  # type: ignore[attr-defined]
        pass
    told = caught.value.trouble
    assert "\n" not in told.problem.message
    assert PASSWORD not in str(caught.value)
    return told.problem.code, told.problem.message, told.harm


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (Script(greeting="* BYE not today"), "send.answer"),
        (Script(greeting="220 mail.example.net ESMTP"), "send.answer"),
        (Script(greeting=HANG), "send.silent"),
        (Script(greeting=HANG_UP), "send.lost"),
        (Script(ends={"CAPABILITY": HANG}), "send.silent"),
        (Script(ends={"AUTHENTICATE": HANG}, asks={"AUTHENTICATE": ""}), "send.silent"),
        (Script(ends={"AUTHENTICATE": HANG_UP}, asks={"AUTHENTICATE": ""}), "send.lost"),
        (Script(ends={"AUTHENTICATE": "NO [AUTHENTICATIONFAILED] no"}), "send.login"),
        (Script(ends={"AUTHENTICATE": "NO [UNAVAILABLE] the directory sleeps"}), "send.later"),
        (Script(ends={"AUTHENTICATE": "BAD what"}), "send.login"),
        (Script(ends={"LIST": HANG}), "send.silent"),
        (Script(ends={"LIST": "NO not now"}), "drafts.refused"),
        (Script(folders=()), "drafts.no-folder"),
        (Script(ends={"SELECT": HANG_UP}), "send.lost"),
        (Script(ends={"SELECT": "NO [NONEXISTENT] gone"}), "drafts.no-folder"),
        (Script(ends={"SELECT": "OK [READ-ONLY] look only"}), "drafts.read-only"),
        (Script(can="IMAP4rev1 LOGINDISABLED"), "send.login"),
        (Script(encrypted=False, can="IMAP4rev1 AUTH=PLAIN"), "send.starttls"),
        (Script(encrypted=False, greeting="* PREAUTH welcome, whoever you are"), "send.starttls"),
        (Script(encrypted=False, can="IMAP4rev1 STARTTLS", ends={"STARTTLS": "NO no"}), "send.starttls"),
    ],
)
def test_what_goes_wrong_is_told_in_one_line(
    mailbox: Callable[..., object], script: Script, code: str
) -> None:
    assert trouble(mailbox, script)[0] == code


def test_where_nobody_listens_it_is_told(authority: tuple[ssl.SSLContext, str]) -> None:
    with socket.create_server((HERE, 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(TroubleError) as caught:
        open_mailbox(Account(HERE, port, Security.TLS, "ada", authority[1]), by_password(), None, SOON)
    assert caught.value.trouble.problem.code == "send.unreachable"


def test_nothing_is_said_to_a_server_that_does_not_encrypt(
    mailbox: Callable[..., object], authority: tuple[ssl.SSLContext, str]
) -> None:
    with running(Script(encrypted=False, can="IMAP4rev1 AUTH=PLAIN"), authority[0]) as server:
        account = Account(HERE, server.port, Security.STARTTLS, "ada@example.net", authority[1])
        with pytest.raises(TroubleError):
            open_mailbox(account, by_password(), None, SOON)
    assert server.heard == ["CAPABILITY"]
    assert mailbox is not None
