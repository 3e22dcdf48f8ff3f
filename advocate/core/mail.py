"""Mail on its way: the account it goes through, and what became of each message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from advocate.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo

    from advocate.core.ledger import Entry, State


class Security(StrEnum):
    """How a connection is made safe: encrypted from its first byte (RFC 8314), or by STARTTLS (RFC 3207)."""

    TLS = "tls"
    STARTTLS = "starttls"


@dataclass(frozen=True, slots=True)
class Account:
    """A mail server and how to talk to it; `ca_file` names certificates to trust besides the system's.

    It knows no password: that is asked for when a connection is made.
    """

    server: str
    port: int
    security: Security
    user: str
    ca_file: str | None = None


class Secret(StrEnum):
    """What a login is proved with: a password, or a token (SASL XOAUTH2)."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    TOKEN = "token"  # noqa: S105 - the name of a kind


@dataclass(frozen=True, slots=True)
class Login:
    """What proves who somebody is; `words` never shows itself."""

    kind: Secret
    words: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a message carries that a draft does not: when and as what it is sent, and to which address.

    `at` is None for a draft: whoever sends it gives it its date. `utf8`: the server takes headers and
    addresses beyond ASCII (RFC 6531).
    """

    at: datetime | None
    message_id: str
    to: str
    utf8: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter that is to be sent: its entry in the ledger, from and to which address, and how it is written.

    Addresses are as mail servers are told them: domains in ASCII (`mail_address` of render). `zone` is
    that of its office, where office hours are to be kept. `copy` is the writer's own address where they want
    one.
    """

    entry: Entry
    sender: str
    to: str
    write: Callable[[Stamp], bytes]
    zone: tzinfo | None = None
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter in a run, and why in words; `state` is None where it stayed as it was.

    `message_id` is that of the message that left, or may have left.
    """

    outgoing: Outgoing
    state: State | None
    reason: str = ""
    message_id: str = ""


class Harm(StrEnum):
    """What a trouble with a mail server harms.

    Only after UNKNOWN may the letter have left. LATER: the server asks to come again; LINE: it could not be
    reached, or the connection broke; RUN: no other letter would fare better.
    """

    LETTER = "letter"
    LATER = "later"
    LINE = "line"
    UNKNOWN = "unknown"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong between the program and a mail server, for people, and what it harms."""

    harm: Harm
    problem: Problem


class TroubleError(Exception):
    """A mail server could not be used; nothing of the login is told along."""

    def __init__(self, harm: Harm, code: str, words: str) -> None:
        """Hold the trouble."""
        self.trouble = Trouble(harm, Problem(code, words))
        super().__init__(str(self.trouble.problem))


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a mail server at each step, as RFC 5321 (4.5.3.2) has them.

    `command`: for its greeting and for the answer to a command; `leave`: for its leave to send a text;
    `piece`: for the text to go; `final`: for the answer to all of it.
    """

    command: float = 300
    leave: float = 120
    piece: float = 180
    final: float = 600

    @classmethod
    def of(cls, seconds: float) -> Patience:
        """Return one that waits equally long at every step."""
        return cls(seconds, seconds, seconds, seconds)
