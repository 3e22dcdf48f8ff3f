"""The mailbox where a server is odd, broken or hostile: told in one line each, and nothing is given away."""

from __future__ import annotations

import base64
import socket
import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import pytest
import trustme

from advocate.core.mail import Account, Harm, Login, Patience, Secret, Security, Trouble, TroubleError
from advocate.outbox.mailbox import Mailbox, open_mailbox
from tests.drafts.imap import HANG, HANG_UP, HERE, Script, Server, running

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.loopback

PASSWORD = 'pass "word" \\ 7'  # noqa: S105 - of nobody
SOON = Patience.of(0.3)

Opens = Callable[..., AbstractContextManager[tuple[Mailbox, Server]]]
"""What opens a mailbox at a server that follows a script."""


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
def mailbox(authority: tuple[ssl.SSLContext, str]) -> Opens:
    """Return what opens a mailbox at a server that does as it is told."""
    context, ca_file = authority

    @contextmanager
    def open_(
        script: Script, login: Login | None = None, folder: str | None = None
    ) -> Iterator[tuple[Mailbox, Server]]:
        with running(script, context) as server:
            security = Security.TLS if script.encrypted else Security.STARTTLS
            account = Account(HERE, server.port, security, "ada@example.net", ca_file)
            try:
                box = open_mailbox(account, login or by_password(), folder, SOON)
            except TroubleError as error:
                heard.extend(server.heard)
                raise error from None
            try:
                yield box, server
            finally:
                box.close()

    heard.clear()
    return open_


heard: list[str] = []
"""What a server was told that did not get so far as to open a mailbox."""


def by_password(words: str = PASSWORD) -> Login:
    return Login(Secret.PASSWORD, lambda: words)


def by_token() -> Login:
    return Login(Secret.TOKEN, lambda: "token-0123456789")


def trouble(mailbox: Opens, *arguments: object) -> Trouble:
    """Return what went wrong: one line, and no secret in it."""
    with pytest.raises(TroubleError) as caught, mailbox(*arguments):
        pass
    told = caught.value.trouble
    assert told.problem.message.isprintable()
    assert PASSWORD not in str(caught.value)
    return told


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
def test_what_goes_wrong_is_told_in_one_line(mailbox: Opens, script: Script, code: str) -> None:
    assert trouble(mailbox, script).problem.code == code


def test_where_nobody_listens_it_is_told(authority: tuple[ssl.SSLContext, str]) -> None:
    with socket.create_server((HERE, 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(TroubleError) as caught:
        open_mailbox(Account(HERE, port, Security.TLS, "ada", authority[1]), by_password(), None, SOON)
    assert caught.value.trouble.problem.code == "send.unreachable"
    assert caught.value.trouble.harm is Harm.LINE


@pytest.mark.parametrize(
    "script",
    [
        Script(encrypted=False, can="IMAP4rev1 AUTH=PLAIN"),
        Script(encrypted=False, can="IMAP4rev1 AUTH=PLAIN", greeting="* PREAUTH welcome"),
    ],
)
def test_nothing_is_said_to_a_server_that_does_not_encrypt(mailbox: Opens, script: Script) -> None:
    assert "993" in trouble(mailbox, script).problem.message
    assert heard == ["CAPABILITY"]


def test_a_certificate_that_nobody_vouches_for_ends_it_before_anything_is_said(mailbox: Opens) -> None:
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(HERE).configure_cert(stranger)
    with running(Script(), stranger) as server, pytest.raises(TroubleError) as caught:
        open_mailbox(Account(HERE, server.port, Security.TLS, "ada@example.net"), by_password(), None, SOON)
    assert caught.value.trouble.problem.code == "send.certificate"
    assert server.heard == []
    assert mailbox is not None


def test_a_password_goes_by_plain_where_that_is_offered_in_any_script(mailbox: Opens) -> None:
    script = Script(asks={"AUTHENTICATE": ""})
    with mailbox(script, by_password("пароль")) as (_, server):
        proof = server.heard[server.heard.index("AUTHENTICATE PLAIN") + 1]
    assert base64.b64decode(proof).decode() == "\0ada@example.net\0пароль"


def test_a_password_goes_by_login_where_that_is_all_there_is(mailbox: Opens) -> None:
    with mailbox(Script(can="IMAP4rev1 SPECIAL-USE")) as (_, server):
        (line,) = (line for line in server.heard if line.startswith("LOGIN"))
    assert line.endswith('"pass \\"word\\" \\\\ 7"')
    told = trouble(mailbox, Script(can="IMAP4rev1 SPECIAL-USE"), by_password("пароль"))
    assert "takes no name or password with letters beyond ASCII" in told.problem.message
    assert not any("LOGIN" in line for line in heard)


def test_a_token_goes_by_xoauth2_and_its_refusal_is_asked_for(mailbox: Opens) -> None:
    script = Script(asks={"AUTHENTICATE": ""})
    with mailbox(script, by_token()) as (_, server):
        proof = server.heard[server.heard.index("AUTHENTICATE XOAUTH2") + 1]
    assert base64.b64decode(proof).decode() == (
        "user=ada@example.net\x01auth=Bearer token-0123456789\x01\x01"
    )
    # Google asks once more, with what is wrong in JSON, and says no after an empty answer.
    refusing = Script(
        asks={"AUTHENTICATE": ""},
        asks_more={"AUTHENTICATE": "eyJzdGF0dXMiOiI0MDAifQ=="},
        ends={"AUTHENTICATE": "NO [AUTHENTICATIONFAILED] the token is too old"},
    )
    told = trouble(mailbox, refusing, by_token())
    assert told.problem.code == "send.login"
    assert "the token is too old" in told.problem.message
    assert heard[-2:] != ["", ""]
    without = trouble(mailbox, Script(can="IMAP4rev1 AUTH=PLAIN"), by_token())
    assert "no way to log in by token" in without.problem.message


def test_a_server_that_repeats_the_password_does_not_get_it_shown(mailbox: Opens) -> None:
    proof = base64.b64encode(f"\0ada@example.net\0{PASSWORD}".encode()).decode()
    script = Script(
        asks={"AUTHENTICATE": ""}, ends={"AUTHENTICATE": f"NO {PASSWORD} and {proof}\x1b[31m are wrong"}
    )
    told = trouble(mailbox, script).problem.message
    assert told.endswith("… and …?[31m are wrong")


def test_a_use_that_is_told_only_when_asked_for_is_asked_for(mailbox: Opens) -> None:
    script = Script(
        folders=('* LIST () "/" Drafts', '* LIST () "/" Papiere'),
        lines={"LIST": ('* LIST (\\Drafts) "/" Papiere',)},
    )
    with mailbox(script) as (box, server):
        assert box.folder == "Papiere"
        assert 'LIST (SPECIAL-USE) "" "*"' in server.heard


def test_of_two_folders_for_drafts_none_is_chosen(mailbox: Opens) -> None:
    script = Script(folders=('* LIST (\\Drafts) "/" One', '* LIST (\\drafts) "/" Two'))
    told = trouble(mailbox, script).problem.message
    assert told == "several folders are for drafts ('One', 'Two'): say it with --folder NAME"


def test_a_folder_that_holds_no_messages_is_none(mailbox: Opens) -> None:
    script = Script(folders=('* LIST (\\Drafts \\Noselect) "/" Drafts',))
    assert trouble(mailbox, script).problem.code == "drafts.no-folder"


@pytest.mark.parametrize(
    ("end", "code", "harm"),
    [
        ("NO [OVERQUOTA] full", "drafts.full", Harm.RUN),
        ("NO [TRYCREATE] gone", "drafts.no-folder", Harm.RUN),
        ("NO [NOPERM] not yours", "drafts.read-only", Harm.RUN),
        ("NO [LIMIT] too long", "drafts.refused", Harm.LETTER),
        ("BAD what", "drafts.refused", Harm.LETTER),
        (HANG, "send.silent", Harm.LINE),
        (HANG_UP, "send.lost", Harm.LINE),
    ],
)
def test_a_draft_that_is_not_taken_is_told(mailbox: Opens, end: str, code: str, harm: Harm) -> None:
    with mailbox(Script(ends={"APPEND": end})) as (box, _):
        with pytest.raises(TroubleError) as caught:
            box.put(b"Subject: one\r\n\r\nwords\r\n", "<1@example.net>")
        assert (caught.value.trouble.problem.code, caught.value.trouble.harm) == (code, harm)


def test_a_draft_is_put_there_byte_for_byte_and_its_place_is_told_by_the_server(mailbox: Opens) -> None:
    text = b"Subject: one\r\n\r\n.\r\n\r\nwords\r\n"
    with mailbox(Script(ends={"APPEND": "OK [APPENDUID 7 5] done"})) as (box, server):
        assert box.put(text, "<1@example.net>") == 5
        assert box.spot == (7, 6)
        assert text.decode() in server.heard
        assert f'APPEND "Drafts" (\\Draft \\Seen) {{{len(text)}}}' in server.heard


def test_a_draft_that_was_taken_and_is_not_there_is_told(mailbox: Opens) -> None:
    script = Script(can="IMAP4rev1 AUTH=PLAIN", lines={"SEARCH": ("* SEARCH",)})
    with mailbox(script) as (box, _):
        with pytest.raises(TroubleError) as caught:
            box.put(b"Subject: one\r\n\r\n", "<1@example.net>")
        assert caught.value.trouble.problem.code == "drafts.vanished"
