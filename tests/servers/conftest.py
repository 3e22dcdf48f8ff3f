"""The real mail server of this session, and a mailbox of its own for every test."""

from __future__ import annotations

import os
import secrets
import shlex
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from imapclient import IMAPClient

from advocate.cli.app import main
from tests.conftest import SENDER, Ran
from tests.send.conftest import Watch
from tests.servers import real

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WANTED = "ADVOCATE_REAL_SERVERS"
"""The variable that makes it a failure where the servers cannot be run."""


@pytest.fixture(scope="session")
def mail_server() -> Iterator[real.Servers]:
    """Return the running servers."""
    if why := real.lacking():
        if os.environ.get(WANTED):
            pytest.fail(f"{WANTED} is set, and the servers cannot be run: {why}")
        pytest.skip(why)
    with real.servers() as running:
        yield running


@dataclass(frozen=True)
class Box:
    """A mailbox of the server, as another program of its owner sees it."""

    server: real.Servers
    user: str
    password_file: Path
    client: IMAPClient

    def account(self, service: str = "imaps") -> tuple[str, ...]:
        """Return the words that name it on the command line."""
        security = "tls" if service in {"imaps", "submissions"} else "starttls"
        return (
            *("--server", f"{real.HERE}:{getattr(self.server, service)}", "--security", security),
            *("--user", self.user, "--ca-file", str(self.server.ca_file)),
            *("--password-command", f"cat {shlex.quote(str(self.password_file))}"),
        )

    def drafts(self, folder: str = real.DRAFTS) -> dict[int, bytes]:
        """Return what lies in the folder of drafts, by UID."""
        self.client.select_folder(folder)
        found = self.client.fetch(self.client.search(), ["BODY.PEEK[]"])
        return {uid: parts[b"BODY[]"] for uid, parts in found.items()}

    def flags(self, uid: int) -> set[bytes]:
        """Return the flags of a message in the folder that was looked at last."""
        return {bytes(flag) for flag in self.client.get_flags([uid])[uid]}

    def remove(self, uid: int) -> None:
        """Remove a message for good from the folder that was looked at last."""
        self.client.delete_messages([uid], silent=True)
        self.client.uid_expunge([uid])


@pytest.fixture
def box_of(mail_server: real.Servers, tmp_path: Path) -> Iterator[Callable[..., Box]]:
    """Return what opens a mailbox, one that nobody has yet where none is named."""
    password_file = tmp_path / "password"
    password_file.write_text(f"{real.PASSWORD}\n", encoding="utf-8")
    clients = []

    def open_(user: str = "") -> Box:
        context = ssl.create_default_context(cafile=str(mail_server.ca_file))
        client = IMAPClient(real.HERE, mail_server.imaps, ssl_context=context, timeout=20)
        clients.append(client)
        name = user or f"{secrets.token_hex(6)}@example.net"
        client.plain_login(name, real.PASSWORD)
        return Box(mail_server, name, password_file, client)

    yield open_
    for client in clients:
        client.logout()


@pytest.fixture
def box(box_of: Callable[..., Box]) -> Box:
    """Return a new mailbox with a folder that is for drafts, and one that is only called so."""
    made = box_of()
    made.client.create_folder(real.DRAFTS)
    made.client.create_folder("Drafts")
    return made


@pytest.fixture
def sends(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run `advocate send --really` with a writer."""

    def run(*words: str | Path) -> Ran:
        capsys.readouterr()
        code = main(["send", "--really", "--yes", *SENDER, *(str(word) for word in words)], clock=Watch())
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def puts(sends: Callable[..., Ran], box: Box) -> Callable[..., Ran]:
    """Put letters into the new mailbox's drafts."""
    return lambda *words: sends("--via", "drafts", *box.account(), *words)
