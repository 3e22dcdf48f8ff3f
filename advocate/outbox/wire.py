"""What both mail protocols share: how a broken line is told, and what of a server's words is shown."""

from __future__ import annotations

import base64
import socket
from typing import TYPE_CHECKING

from advocate.core.mail import Harm, TroubleError

if TYPE_CHECKING:
    from advocate.core.mail import Account

_LONGEST = 200
"""Characters of a server's words that are shown."""


def where(account: Account) -> str:
    """Return which server an account is at."""
    return f"{account.server}:{account.port}"


def safe(words: bytes, secrets: tuple[str, ...]) -> str:
    """Return what a server said, on one line, without what hides or moves anything, and without secrets."""
    line = " ".join(words.decode("utf-8", "replace").split())
    for secret in secrets:
        line = line.replace(secret, "…") if secret else line
    line = "".join(mark if mark.isprintable() else "?" for mark in line)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def proofs(user: str, secret: str) -> tuple[str, str]:
    """Return what proves who somebody is: for PLAIN (RFC 4616), and for XOAUTH2."""
    return f"\0{user}\0{secret}", f"user={user}\x01auth=Bearer {secret}\x01\x01"


def secrets_of(user: str, secret: str) -> tuple[str, ...]:
    """Return what must never be shown of a login, as it is and as it is put on the wire."""
    return secret, *(in_base64(each) for each in (secret, *proofs(user, secret)))


def in_base64(words: str) -> str:
    """Return words as a login puts them on the wire."""
    return base64.b64encode(words.encode()).decode("ascii")


def broken(error: BaseException | None, account: Account) -> TroubleError:
    """Return what it means that a server was not reached, or that the connection to it came to an end.

    `error` is what the system said; what is none of its own errors says that the server hung up.
    """
    at = where(account)
    if isinstance(error, TimeoutError):
        return TroubleError(Harm.LINE, "send.silent", f"{at} does not answer")
    if isinstance(error, UnicodeError) or (
        isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME
    ):
        words = f"no server is called {account.server!r}: is its name spelt as your provider prints it?"
        return TroubleError(Harm.RUN, "send.unreachable", words)
    if isinstance(error, ConnectionRefusedError):
        return TroubleError(Harm.LINE, "send.unreachable", f"nobody answers at {at}: is the port right?")
    if isinstance(error, ConnectionError) or not isinstance(error, OSError):
        return TroubleError(Harm.LINE, "send.lost", f"{at} hung up")
    reason = error.strerror or "no reason given"
    return TroubleError(Harm.LINE, "send.unreachable", f"{at} cannot be reached: {reason}")
