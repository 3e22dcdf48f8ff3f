"""A mailbox server on 127.0.0.1 that says what a test wants it to say, where a real one would not."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Sequence

HERE = "127.0.0.1"
HANG, HANG_UP = "hang", "hang up"
"""What it may do instead of answering."""


@dataclass
class Script:
    """What a server says: to a command the lines before its `OK`, or another end of it than that."""

    greeting: str = "* OK hello"
    can: str = "IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SPECIAL-USE UIDPLUS"
    encrypted: bool = True
    folders: Sequence[str] = ('* LIST (\\HasNoChildren \\Drafts) "/" Drafts',)
    ends: dict[str, str] = field(default_factory=dict)
    """By command how it ends: words after the tag, or HANG, or HANG_UP."""

    lines: dict[str, Sequence[str]] = field(default_factory=dict)
    asks: dict[str, str] = field(default_factory=dict)
    """By command what is asked first, on a line with `+`."""


@dataclass
class Server:
    """A server that runs; `heard` are the lines it was told."""

    script: Script
    context: ssl.SSLContext
    listener: socket.socket
    heard: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.listener.getsockname()[1])

    def serve(self) -> None:
        """Answer one caller after the other."""
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            caller.settimeout(10)
            with suppress(OSError), caller:
                if self.script.encrypted:
                    with self.context.wrap_socket(caller, server_side=True) as encrypted:
                        self._talk(encrypted)
                else:
                    self._talk(caller)

    def _talk(self, caller: socket.socket) -> None:
        lines = caller.makefile("rb")

        def say(*words: str) -> None:
            caller.sendall("".join(f"{each}\r\n" for each in words).encode())

        if not self._does(self.script.greeting, lines.readline):
            return
        say(self.script.greeting)
        while line := lines.readline():
            tag, _, command = line.decode().rstrip("\r\n").partition(" ")
            self.heard.append(command)
            name = command.removeprefix("UID ").partition(" ")[0].upper()
            if name in self.script.asks:
                say(f"+ {self.script.asks[name]}")
                self.heard.append(lines.readline().decode().strip())
            literal = re.search(r"\{(\d+)\}$", command)
            if literal and not self.script.ends.get(name, "OK").startswith("NO"):
                say("+ go on")
                self.heard.append(lines.read(int(literal[1])).decode())
                lines.readline()
            end = self.script.ends.get(name, "OK done")
            if not self._does(end, lines.readline):
                return
            say(*self._lines(name, command), f"{tag} {end}")
            if name == "LOGOUT":
                return

    def _lines(self, name: str, command: str) -> Sequence[str]:
        if name == "CAPABILITY":
            return (f"* CAPABILITY {self.script.can}",)
        if name == "LIST" and name not in self.script.lines:
            return self.script.folders
        if name == "LIST":
            return self.script.lines[name] if "SPECIAL-USE" in command else self.script.folders
        if name == "SELECT" and name not in self.script.lines:
            return ("* 0 EXISTS", "* OK [UIDVALIDITY 7] known", "* OK [UIDNEXT 3] next")
        if name == "LOGOUT":
            return ("* BYE",)
        return self.script.lines.get(name, ())

    @staticmethod
    def _does(words: str, listen: object) -> bool:
        """Return whether something is said at all, once the caller has given up where it is not."""
        if words == HANG:
            assert callable(listen)
            listen()
        return words not in {HANG, HANG_UP}


@contextmanager
def running(script: Script, context: ssl.SSLContext) -> Iterator[Server]:
    """Run a server until the test is over."""
    with socket.create_server((HERE, 0)) as listener:
        server = Server(script, context, listener)
        thread = threading.Thread(target=server.serve, daemon=True)
        thread.start()
        yield server
        # Only this wakes a thread that waits for callers.
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(15)
