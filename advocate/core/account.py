"""A writer's mail account, from what they say of it: which server, how it is safe, and what proves them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from advocate.core.mail import Account, Security
from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Service(StrEnum):
    """What a mail server is asked to do: take a message, or keep the writer's own mailbox."""

    SMTP = "smtp"
    IMAP = "imap"


SECURITY_OF_PORT: Mapping[Service, Mapping[int, Security]] = {
    # RFC 8314, 3.3: 465 is encrypted from the first byte; RFC 6409, 3.1, and RFC 3207: 587 by STARTTLS.
    Service.SMTP: {465: Security.TLS, 587: Security.STARTTLS},
    # RFC 8314, 3.2: 993 from the first byte; RFC 9051, 2.1 and 6.2.1: 143 by STARTTLS.
    Service.IMAP: {993: Security.TLS, 143: Security.STARTTLS},
}
"""The ports registered for each service, the usual one first, and how a connection to each is made safe."""

_LAST_PORT = 65535
_HOST = re.compile(r"[\w.-]+|\[[0-9A-Fa-f:.]+\]")


@dataclass(frozen=True, slots=True)
class Settings:
    """What somebody said of an account, in a file or by flags; None where they said nothing.

    `folder` is that of the drafts, where the server does not tell it.
    """

    server: str | None = None
    port: int | None = None
    security: Security | None = None
    user: str | None = None
    password_command: str | None = None
    token_command: str | None = None
    ca_file: str | None = None
    folder: str | None = None

    def over(self, others: Settings) -> Settings:
        """Return these settings, and for what they do not say the others.

        Another server is another account, of which the others say nothing: no password goes to a server that
        it was not meant for. A command for the password or the token takes the place of either.
        """
        if self.server and self.server != others.server:
            return self
        said = {field.name: getattr(self, field.name) for field in fields(Settings)}
        commands = {"password_command", "token_command"}
        proved = any(said[name] for name in commands)
        own_port = self.port is not None
        for name, value in said.items():
            if value is None and not (proved and name in commands) and not (own_port and name == "security"):
                said[name] = getattr(others, name)
        return Settings(**said)


def server_and_port(words: str, place: Place) -> tuple[str, int | None]:
    """Return what `HOST` or `HOST:PORT` names; an IPv6 address stands in brackets.

    Raises ProblemsError where it is neither.
    """
    host, colon, port = words.strip().rpartition(":")
    if not colon or words.strip().endswith("]"):
        host, port = words.strip(), ""
    if not _HOST.fullmatch(host) or (colon and host != words.strip() and not port):
        told = f"{words!r} is not a server: write HOST or HOST:PORT, such as smtp.example.org:465"
        raise ProblemsError([Problem("account.server", told, place)])
    return host.strip("[]"), _port(port, place) if port else None


def _port(words: str, place: Place) -> int:
    if not (words.isascii() and words.isdecimal() and 0 < int(words[:6]) <= _LAST_PORT):
        told = f"{words!r} is not a port: a number from 1 to {_LAST_PORT} is wanted, such as 465 or 587"
        raise ProblemsError([Problem("account.port", told, place)])
    return int(words)


def account_of(settings: Settings, service: Service, writer: str, file: str) -> Account:
    """Return the account that settings speak of; its user is the `writer` unless they name one.

    `file` is where settings are kept, for the words of a problem. Raises ProblemsError with everything that
    is missing or does not go together.
    """
    known = SECURITY_OF_PORT[service]
    problems: list[Problem] = []
    if not settings.server:
        what = "sends your mail (SMTP)" if service is Service.SMTP else "keeps your mailbox (IMAP)"
        words = (
            f"which server {what}? Your provider's help names it under 'mail program' or '{service.upper()}':"
            f" add --server HOST, or {service}: {{server: HOST}} to {file}"
        )
        problems.append(Problem("account.no-server", words))
    port = settings.port
    if port is None:
        wanted = settings.security or Security.TLS
        port = next(number for number, security in known.items() if security is wanted)
    security = settings.security or known.get(port)
    if security is None:
        words = (
            f"how is port {port} made safe? Add --security tls (encrypted from the first byte) or"
            " --security starttls, as your provider says"
        )
        problems.append(Problem("account.security", words))
    elif known.get(port, security) is not security:
        other = next(number for number, each in known.items() if each is security)
        words = f"port {port} is for {known[port]}, and {security} has port {other}: change one of the two"
        problems.append(Problem("account.security", words))
    if problems or security is None:
        raise ProblemsError(problems)
    return Account(settings.server or "", port, security, settings.user or writer, settings.ca_file)
