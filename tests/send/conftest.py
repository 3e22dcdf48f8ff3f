"""A mail server of the tests' own: real SMTP over real TLS, on 127.0.0.1."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import keyring
import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from advocate.cli.app import main
from tests.conftest import SENDER, Ran

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, Session

PASSWORD = "Grüße-7f3a9c-from-Zürich"  # noqa: S105 - of no account
SAY = f"printf '%s\\n' {PASSWORD}"
"""A command that prints it."""

USER = "ada@example.net"
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
"""A Friday, and a working hour in Brussels and Astana."""


@dataclass
class Delivered:
    """A message as the server took it."""

    introduced: str
    sender: str
    to: list[str]
    data: bytes


@dataclass
class PostOffice:
    """A server that takes mail for everybody but those in `refused`, from whoever knows the password."""

    port: int = 0
    ca_file: str = ""
    delivered: list[Delivered] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    @property
    def account(self) -> tuple[str, ...]:
        """The words that name it on the command line."""
        return ("--server", f"127.0.0.1:{self.port}", "--security", "tls", "--ca-file", self.ca_file)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer to a recipient."""
        if not session.authenticated:
            return "530 log in first"
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Answer to a letter."""
        if self.answers:
            return self.answers.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        self.delivered.append(
            Delivered(str(session.host_name), str(envelope.mail_from), list(envelope.rcpt_tos), content)
        )
        return "250 taken"

    def let_in(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, proof: object
    ) -> AuthResult:
        """Say whether a login is right."""
        assert isinstance(proof, LoginPassword)
        self.logins.append(proof.login)
        known = (proof.login, proof.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.LeafCert, str]:
    """Return a certificate for 127.0.0.1, and the file that makes it trusted."""
    authority = trustme.CA()
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return authority.issue_cert("127.0.0.1"), file.as_posix()


class _AtAnyPort(Controller):
    """Listens where the system has a free port, and greets itself there."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd's


@pytest.fixture
def post_office(authority: tuple[trustme.LeafCert, str]) -> Iterator[PostOffice]:
    """Return a running mail server that encrypts from the first byte."""
    certificate, ca_file = authority
    office = PostOffice(ca_file=ca_file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    controller = _AtAnyPort(
        office,
        hostname="127.0.0.1",
        port=0,
        ssl_context=context,
        server_hostname="mail.example.net",
        authenticator=office.let_in,
        auth_require_tls=False,
        ready_timeout=20,
    )
    controller.start()
    office.port = controller.port
    yield office
    controller.stop()


class Shelf(KeyringBackend):
    """A keyring that keeps passwords for as long as a test lasts."""

    priority = 1

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Return a password."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a password."""
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    """Let this system have no keyring service, whichever it has."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]  # keyring's
    yield
    keyring.set_keyring(before)


@pytest.fixture
def shelf(no_keyring: None) -> Shelf:  # noqa: ARG001 - comes first
    """Let this system have a keyring that is empty."""
    shelf = Shelf()
    keyring.set_keyring(shelf)
    return shelf


@dataclass
class Watch:
    """A clock for which waiting is nothing; it remembers how long it slept."""

    at: datetime = NOON
    steady: float = 0.0
    slept: list[float] = field(default_factory=list)
    happens: Callable[[Watch], None] = lambda _: None

    def today(self) -> date:
        """Return the day."""
        return self.at.date()

    def now(self) -> datetime:
        """Return the time."""
        return self.at

    def running(self) -> float:
        """Return the seconds since some beginning."""
        return self.steady

    def sleep(self, seconds: float) -> None:
        """Wait in no time."""
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)
        self.steady += seconds
        self.happens(self)

    def chance(self) -> float:
        """Return no surprise."""
        return 0.5


@pytest.fixture
def watch() -> Watch:
    """Return a clock of the test's own."""
    return Watch()


@pytest.fixture
def sends(capsys: pytest.CaptureFixture[str], watch: Watch) -> Callable[..., Ran]:
    """Run `advocate send` with a writer, at noon of a Friday."""

    def run(*words: str | Path) -> Ran:
        capsys.readouterr()
        code = main(["send", "--via", "smtp", *SENDER, *(str(word) for word in words)], clock=watch)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def really(sends: Callable[..., Ran], post_office: PostOffice) -> Callable[..., Ran]:
    """Really send, by the tests' own mail server, without a question."""

    def run(*words: str | Path) -> Ran:
        return sends("--really", "--yes", *post_office.account, "--password-command", SAY, *words)

    return run
