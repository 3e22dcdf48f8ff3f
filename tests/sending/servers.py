"""A mail server on 127.0.0.1 that says what a test wants it to say, and keeps what it was really given."""

from __future__ import annotations

import base64
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HOST = "127.0.0.1"
PASSWORD = "correct horse, battery staple"  # noqa: S105 - of no mailbox in the world


class Act(Enum):
    """What a server may do instead of answering."""

    HANG = auto()
    HANG_UP = auto()
    RESET = auto()
    KEEP_AND_RESET = auto()
    KEEP_AND_HANG = auto()
    BABBLE = auto()


Does = str | Act | Callable[[], str]
"""An answer, what the server does instead, or what a test does before it answers."""


@dataclass(frozen=True)
class Delivered:
    """A message that a server has taken on: it would arrive."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes


@dataclass
class Script:
    """What a server says: for each step the answers in their order, after which all is well again."""

    steps: dict[str, list[Does]] = field(default_factory=dict)
    always: dict[str, Does] = field(default_factory=dict)
    offers: Sequence[str] = ("SIZE 100000", "AUTH PLAIN LOGIN")
    offers_starttls: bool = True
    letters_a_connection: int | None = None
    injected: bytes = b""

    def says(self, step: str, well: str) -> Does:
        """Return what comes at a step; `well` is the answer of a server that works."""
        due = self.steps.get(step)
        return due.pop(0) if due else self.always.get(step, well)


@dataclass(frozen=True)
class Where:
    """A port, and whether encryption is expected there from the first byte."""

    port: int
    implicit: bool = True


@dataclass
class Server:
    """A server that runs; `heard` are the lines it was told, `delivered` the messages it has taken."""

    script: Script
    context: ssl.SSLContext
    implicit: bool
    listener: socket.socket
    heard: list[str] = field(default_factory=list)
    delivered: list[Delivered] = field(default_factory=list)
    connections: int = 0
    logins: list[str] = field(default_factory=list)
    hanging: threading.Event = field(default_factory=threading.Event)

    @property
    def where(self) -> Where:
        """Return where it listens."""
        return Where(int(self.listener.getsockname()[1]), self.implicit)

    def arrived(self) -> list[str]:
        """Return for whom it took messages."""
        return [message.recipients[0] for message in self.delivered]

    def accept(self) -> None:
        """Answer everybody who calls, until the listener is closed."""
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.answer, args=(caller,), daemon=True).start()

    def answer(self, caller: socket.socket) -> None:
        """Talk with one caller to the end."""
        caller.settimeout(10)
        talk = _Talk(self, caller)
        with suppress(OSError, _Over):
            try:
                talk.run()
            finally:
                talk.close()


class _Over(Exception):  # noqa: N818 - nothing is wrong
    """The conversation is over."""


@dataclass
class _Talk:
    """One conversation."""

    server: Server
    socket: socket.socket
    buffered: bytes = b""
    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    taken: int = 0

    def run(self) -> None:
        if self.server.implicit:
            self._encrypt()
        self._say("banner", "220 mail.example.org ESMTP")
        while True:
            line = self._line()
            verb, *rest = line.split(" ", 1)
            self.server.heard.append(" ".join([verb.upper(), *rest]))
            self._heard(line)

    def close(self) -> None:
        self.socket.close()

    def _heard(self, line: str) -> None:
        verb = line.upper().split(" ", 1)[0]
        if verb == "EHLO":
            self._ehlo()
        elif verb == "STARTTLS":
            self._say("STARTTLS", "220 go ahead", self.server.script.injected)
            self._encrypt()
        elif verb == "AUTH":
            self._auth(line)
        elif verb == "MAIL":
            self.sender, self.recipients = line, []
            self._say("MAIL", "250 ok")
        elif verb == "RCPT":
            if self._say("RCPT", "250 ok").startswith("2"):
                self.recipients.append(line[line.index("<") + 1 : line.index(">")])
        elif verb == "DATA":
            if self._say("DATA", "354 go ahead").startswith("3"):
                self._data()
        elif verb == "QUIT":
            self._say("QUIT", "221 bye")
            raise _Over
        else:
            self._say(verb, "250 ok")

    def _ehlo(self) -> None:
        script = self.server.script
        is_safe = isinstance(self.socket, ssl.SSLSocket)
        lines = ["mail.example.org", *(script.offers if is_safe else ())]
        if not is_safe and script.offers_starttls:
            lines.append("STARTTLS")
        *first, last = lines
        step = "EHLO" if is_safe else "first EHLO"
        self._say(step, "\r\n".join([*(f"250-{each}" for each in first), f"250 {last}"]))

    def _auth(self, line: str) -> None:
        _, mechanism, *rest = line.split(" ")
        if mechanism == "LOGIN":
            self._put(b"334 VXNlcm5hbWU6\r\n")
            user = self._line()
            self._put(b"334 UGFzc3dvcmQ6\r\n")
            self.server.logins.append(" ".join(_decoded(each) for each in (user, self._line())))
        else:
            self.server.logins.append(_decoded(rest[0]))
        if self._say("AUTH", "235 welcome").startswith("334"):
            self._line()
            self._put(b"535 5.7.8 no\r\n")

    def _data(self) -> None:
        lines: list[bytes] = []
        while (line := self._raw()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        message = Delivered(self.sender, tuple(self.recipients), b"".join(lines))
        limit = self.server.script.letters_a_connection
        answer = self._say("dot", "250 queued", message=message)
        if answer.startswith("2"):
            self.taken += 1
        if limit is not None and self.taken >= limit:
            raise _Over

    def _say(self, step: str, well: str, more: bytes = b"", message: Delivered | None = None) -> str:
        does = self.server.script.says(step, well)
        if not isinstance(does, str | Act):
            does = does()
        keeps = does in {Act.KEEP_AND_RESET, Act.KEEP_AND_HANG} or (isinstance(does, str) and does[:1] == "2")
        if message is not None and keeps:
            self.server.delivered.append(message)
        if isinstance(does, str):
            self._put(f"{does}\r\n".encode() + more)
            if does.startswith("421"):
                raise _Over
            return does
        if does in {Act.HANG, Act.KEEP_AND_HANG}:
            self.server.hanging.wait(10)
        elif does in {Act.RESET, Act.KEEP_AND_RESET}:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif does is Act.BABBLE:
            self._put(b"what? I am no mail server\r\n")
        raise _Over

    def _encrypt(self) -> None:
        self.buffered = b""
        self.socket = self.server.context.wrap_socket(self.socket, server_side=True)

    def _put(self, words: bytes) -> None:
        self.socket.sendall(words)

    def _line(self) -> str:
        return self._raw().decode("utf-8", "replace").rstrip("\r\n")

    def _raw(self) -> bytes:
        while b"\n" not in self.buffered:
            more = self.socket.recv(65536)
            if not more:
                raise _Over
            self.buffered += more
        line, self.buffered = self.buffered.split(b"\n", 1)
        return line + b"\n"


@contextmanager
def serving(script: Script, context: ssl.SSLContext, *, implicit: bool = True) -> Iterator[Server]:
    """Run a server, encrypted from the first byte or by STARTTLS, and stop it."""
    with socket.create_server((HOST, 0)) as listener:
        server = Server(script, context, implicit, listener)
        thread = threading.Thread(target=server.accept, daemon=True)
        thread.start()
        yield server
        server.hanging.set()
        # Linux wakes somebody who waits for callers only by this.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _decoded(words: str) -> str:
    return base64.b64decode(words).decode()
