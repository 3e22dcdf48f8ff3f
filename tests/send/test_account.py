"""The writer's account: flags over `mail.yaml`, every mistake at once, a password that nobody can read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.core.account import Service, Settings, account_of, server_and_port
from advocate.core.mail import Security
from advocate.core.problems import Place, ProblemsError
from tests.asking import Person
from tests.conftest import SENDER
from tests.send.conftest import PASSWORD, USER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran
    from tests.send.conftest import PostOffice, Shelf

CALM = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


def write(home: Path, text: str, mode: int = 0o600) -> None:
    file = home / "mail.yaml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)


@pytest.mark.parametrize(
    ("said", "port", "security"),
    [
        (Settings("smtp.example.net"), 465, Security.TLS),
        (Settings("smtp.example.net", 587), 587, Security.STARTTLS),
        (Settings("smtp.example.net", security=Security.STARTTLS), 587, Security.STARTTLS),
        (Settings("smtp.example.net", 2525, Security.TLS), 2525, Security.TLS),
    ],
)
def test_the_port_says_how_it_is_made_safe_and_the_other_way_round(
    said: Settings, port: int, security: Security
) -> None:
    account = account_of(said, Service.SMTP, USER, "mail.yaml")
    assert (account.port, account.security, account.user) == (port, security, USER)


def test_a_mailbox_has_ports_of_its_own() -> None:
    said = Settings("imap.example.net")
    assert account_of(said, Service.IMAP, USER, "mail.yaml").port == 993
    said = Settings("imap.example.net", security=Security.STARTTLS)
    assert account_of(said, Service.IMAP, USER, "mail.yaml").port == 143


@given(st.text(max_size=40))
def test_whatever_is_typed_for_a_server_is_understood_or_told(words: str) -> None:
    try:
        host, port = server_and_port(words, Place("--server"))
    except ProblemsError as error:
        told = {problem.code for problem in error.problems}
    else:
        told = set()
        assert host
        assert not set(host) & set(" /@\n")
        assert port is None or 0 < port < 65536
    assert told <= {"account.server", "account.port"}


def test_an_address_of_the_new_kind_stands_in_brackets() -> None:
    assert server_and_port("[::1]:587", Place("")) == ("::1", 587)
    assert server_and_port("[::1]", Place("")) == ("::1", None)


def test_another_server_takes_nothing_from_the_file_and_so_gets_no_password_of_it() -> None:
    kept = Settings("smtp.example.net", 587, user="ada", password_command="pass show mail")  # noqa: S106 - a command
    assert Settings("evil.example").over(kept) == Settings("evil.example")
    assert Settings(user="eve").over(kept).password_command == "pass show mail"  # noqa: S105 - as above
    by_token = Settings(token_command="print-token")  # noqa: S106 - as above
    assert by_token.over(kept).password_command is None


def test_the_file_names_the_account_of_a_dry_run(sends: Callable[..., Ran], home: Path) -> None:
    write(home, "smtp: {server: smtp.example.net, port: 587, user: ada}\n")
    ran = sends("--to", "knb-chairman")
    assert ran.code == 0, ran.err
    assert "would be sent by smtp.example.net" in ran.out


def test_every_mistake_of_the_file_is_told_at_once_with_its_place(
    sends: Callable[..., Ran], home: Path
) -> None:
    write(home, "smtp:\n  sever: smtp.example.net\n  port: x\n  security: ssl\nimap: {server: 'a b'}\n")
    ran = sends("--to", "knb-chairman")
    assert ran.code == 2
    for told in ("mail.yaml:2:", "mail.yaml:3:", "mail.yaml:4:", "mail.yaml:5:", "did you mean 'server'"):
        assert told in ran.err
    assert ran.err.count("\n") >= 5


@pytest.mark.skipif(os.name == "nt", reason="Windows says in another way who can read a file")
def test_a_file_that_others_can_write_to_is_refused_and_one_that_they_can_read_is_told(
    sends: Callable[..., Ran], home: Path
) -> None:
    write(home, "smtp: {server: smtp.example.net}\n", 0o644)
    ran = sends("--to", "knb-chairman")
    assert ran.code == 0
    assert "[mail.readable]" in ran.err
    write(home, "smtp: {server: smtp.example.net}\n", 0o666)
    ran = sends("--to", "knb-chairman")
    assert ran.code == 2
    assert "[mail.writable]" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="Windows says in another way whose a file is")
def test_a_file_of_somebody_else_is_refused_since_its_commands_are_run(
    sends: Callable[..., Ran], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, "smtp: {server: smtp.example.net}\n")
    if os.geteuid() == 0:
        os.chown(home / "mail.yaml", 4711, -1)
    else:
        monkeypatch.setattr("os.geteuid", lambda: 4711)
    ran = sends("--to", "knb-chairman")
    assert ran.code == 2
    assert "belongs to somebody else" in ran.err
    assert "[mail.writable]" in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_in_place_of_the_file_is_told_and_not_waited_for(
    sends: Callable[..., Ran], home: Path
) -> None:
    os.mkfifo(home / "mail.yaml")
    ran = sends("--to", "knb-chairman")
    assert (ran.code, ran.out) == (2, "")
    assert "[mail.unreadable]" in ran.err


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("false", "ended with an error (1)"),
        ("there-is-no-such-program", "cannot be run: no such file"),
        ("true", "printed nothing in its first line"),
        ("printf '\\377'", "printed something that is not UTF-8"),
        ("yes", "prints without end, so it was stopped"),
        ("printf 'x", "is not written as a shell would read it"),
        (f"sh -c 'echo {PASSWORD} >&2; exit 3'", "ended with an error (3)"),
    ],
)
@pytest.mark.parametrize("flag", ["--password-command", "--token-command"])
def test_a_command_that_fails_is_told_in_one_line_and_what_it_said_is_not(
    flag: str, command: str, told: str, sends: Callable[..., Ran], post_office: PostOffice
) -> None:
    ran = sends("--to", "knb-chairman", "--really", "--yes", *post_office.account, flag, command)
    assert ran.code == 2
    assert told in ran.err
    assert f"{flag}: " in ran.err
    assert PASSWORD not in ran.err
    assert post_office.logins == []


@pytest.mark.loopback
def test_the_password_of_the_keyring_lets_the_writer_in(
    sends: Callable[..., Ran], post_office: PostOffice, shelf: Shelf
) -> None:
    shelf.kept["advocate", USER] = PASSWORD
    ran = sends("--to", "knb-chairman", "--really", "--yes", *post_office.account)
    assert ran.code == 0, ran.err
    assert len(post_office.delivered) == 1
    assert PASSWORD not in ran.out + ran.err


@pytest.mark.loopback
def test_without_a_keyring_one_line_says_what_to_use_instead(
    sends: Callable[..., Ran], post_office: PostOffice
) -> None:
    ran = sends("--to", "knb-chairman", "--really", "--yes", *post_office.account)
    assert ran.code == 2
    assert "give --password-command CMD" in ran.err
    assert ran.err.count("\n") == 1
    assert "[password.no-keyring]" in ran.err


@pytest.mark.loopback
def test_an_empty_keyring_and_nobody_to_ask_is_told(
    sends: Callable[..., Ran],
    post_office: PostOffice,
    shelf: Shelf,  # noqa: ARG001 - the keyring that is empty
) -> None:
    ran = sends("--to", "knb-chairman", "--really", "--yes", *post_office.account)
    assert ran.code == 2
    assert "[password.missing]" in ran.err


@pytest.mark.loopback
def test_a_typed_password_is_seen_nowhere(post_office: PostOffice, home: Path) -> None:
    """Not on the screen, not in a file, not among the arguments of the process, not in its environment."""
    look = (
        "import atexit, pathlib\n"
        f"home, own = pathlib.Path({str(home)!r}), pathlib.Path('/proc/self')\n"
        "def tell():\n"
        "    for name in ('cmdline', 'environ'):\n"
        "        (home / name).write_bytes((own / name).read_bytes())\n"
        "atexit.register(tell)\n"
    )
    words = ("send", "--via", "smtp", "--to", "knb-chairman", "--really", *post_office.account, *SENDER)
    person = Person(home, *words, settings=CALM, before=look)
    person.answers("Send this letter now?", "y")
    person.sees("does not show): ")
    person.presses(f"{PASSWORD}\r")
    assert person.ends() == 0, person.seen
    assert len(post_office.delivered) == 1
    assert PASSWORD not in person.seen
    secret = PASSWORD.encode()
    written = {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}
    assert (home / "cmdline") in written
    assert [file for file, data in written.items() if secret in data] == []


KEEPS = """\
import keyring, pathlib
from keyring.backend import KeyringBackend
class Box(KeyringBackend):
    priority = 1
    def get_password(self, service, username): return None
    def set_password(self, *kept): pathlib.Path("kept").write_text(" ".join(kept))
keyring.set_keyring(Box())
"""


@pytest.mark.loopback
@pytest.mark.parametrize("answer", ["y", "n"])
def test_a_typed_password_that_let_its_writer_in_is_kept_if_they_wish(
    answer: str, post_office: PostOffice, home: Path
) -> None:
    words = ("send", "--via", "smtp", "--to", "knb-chairman", "--really", *post_office.account, *SENDER)
    person = Person(home, *words, before=KEEPS)
    person.answers("Send this letter now?", "y")
    person.sees("does not show): ")
    person.presses(f"{PASSWORD}\r")
    person.answers(f"Keep the password for {USER} in the system's keyring?", answer)
    assert person.ends() == 0, person.seen
    kept = home / "kept"
    assert (kept.read_text() if kept.exists() else "") == (
        f"advocate {USER} {PASSWORD}" if answer == "y" else ""
    )


@pytest.mark.loopback
def test_a_wrong_typed_password_is_seen_nowhere_either(post_office: PostOffice, home: Path) -> None:
    words = ("send", "--via", "smtp", "--to", "knb-chairman", "--really", *post_office.account, *SENDER)
    person = Person(home, *words, settings=CALM)
    person.answers("Send this letter now?", "y")
    person.sees("does not show): ")
    person.presses("wrong-secret\r")
    assert person.ends() == 1
    assert "[send.login]" in person.seen
    assert "wrong-secret" not in person.seen
    assert "keyring's" not in person.seen


def test_nothing_that_holds_a_password_shows_it() -> None:
    from advocate.cli.send.account import Typed  # noqa: PLC0415 - only here
    from advocate.core.mail import Login, Secret  # noqa: PLC0415 - only here

    held: tuple[object, ...] = (Typed(PASSWORD), Login(Secret.PASSWORD, lambda: PASSWORD))
    shown = [words for each in held for words in (repr(each), str(each))]
    assert not any(PASSWORD in words for words in shown)
