"""Mail submission (RFC 6409): one connection to the writer's own server, and one letter at a time over it.

Encrypted before anything is said that matters, its certificate checked; this machine is not named. Giving a
letter away has two steps, so that between them it can be written down that it is about to leave: `offer`,
after which the server knows for whom it is, and `hand_over`, which is the letter itself.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from advocate.core.mail import Harm, Patience, Secret, Security, TroubleError
from advocate.outbox import tls

if TYPE_CHECKING:
    from collections.abc import Callable

    from advocate.core.mail import Account, Login, Outgoing

_NAME = "[127.0.0.1]"
"""How the program introduces itself: as an address that says nothing (RFC 5321, 4.1.3)."""

_FAREWELL = 5.0
"""Seconds at most to wait for an answer to QUIT, of which nothing depends."""

_READY, _LOGGED_IN, _OK, _MORE, _TEXT = 220, 235, 250, 334, 354
_CLOSING, _NO_MECHANISM, _TOO_LARGE = 421, 504, 552
_NOT_NOW, _NOT_AT_ALL = 450, 550
_ANSWERS = (_OK, _NOT_NOW, _NOT_AT_ALL)
"""What a server can mean at the end: yes, not now, not at all."""

_LONGEST = 200
"""Characters of a server's words that are shown."""

_LEADING_DOT = re.compile(rb"(?m)^\.")


class Stage(Enum):
    """How far a letter has come: not a byte of it has left, some may have, or the server has taken it."""

    HERE = auto()
    LEAVING = auto()
    TAKEN = auto()


class _Answer(NamedTuple):
    """What a server answered: the code, and words that can be shown."""

    code: int
    words: str

    def is_like(self, code: int) -> bool:
        """Return whether it is of the same kind (RFC 5321, 4.2.1)."""
        return self.code // 100 == code // 100

    def __str__(self) -> str:
        """Return it as people read it."""
        return f"{self.code} {self.words}"


class _Refusal(NamedTuple):
    """What it means where a server says no for good."""

    harm: Harm
    code: str
    words: str


_UNWANTED = _Refusal(Harm.RUN, "send.unwanted", "the server does not want to talk")


@dataclass(slots=True)
class Session:
    """A connection that is ready for letters. Every method but `close` raises TroubleError.

    `carried` is how many letters it took, `stage` how far it has come with the last one.
    """

    connection: smtplib.SMTP
    account: Account
    patience: Patience
    secrets: tuple[str, ...] = ()
    carried: int = 0
    stage: Stage = Stage.HERE

    @property
    def is_open(self) -> bool:
        """Return whether the connection still stands, as far as is known."""
        return self.connection.sock is not None

    def speaks_utf8(self, outgoing: Outgoing) -> bool:
        """Return whether a letter has an address that goes beyond ASCII.

        Raises TroubleError where the server takes none such (RFC 6531).
        """
        odd = [each for each in (outgoing.sender, outgoing.to, outgoing.copy) if not each.isascii()]
        if odd and not self.connection.has_extn("smtputf8"):
            words = f"your mail server takes no address with letters like those of {odd[0]!r}"
            raise TroubleError(Harm.LETTER, "send.letters", words)
        return bool(odd)

    def offer(self, outgoing: Outgoing, message: bytes) -> str:
        """Tell the server from and to whom a message goes, and how long it is.

        Returns why the writer gets no copy where the server does not want to take one; the letter can go all
        the same.
        """
        self.stage = Stage.HERE
        self._check_size(len(message))
        parameters = f" SIZE={len(message)}" if self.connection.has_extn("size") else ""
        if self.speaks_utf8(outgoing):
            parameters += " SMTPUTF8 BODY=8BITMIME"
        try:
            self._mail(outgoing.sender, parameters)
            taken = self._ask(f"RCPT TO:<{outgoing.to}>")
            self._expect(
                _OK, taken, _Refusal(Harm.LETTER, "send.refused", f"no mail for {outgoing.to} is taken")
            )
            if outgoing.copy and outgoing.copy != outgoing.to:
                taken = self._ask(f"RCPT TO:<{outgoing.copy}>")
                if taken.code == _CLOSING or not taken.is_like(_OK):
                    return self._without_copy(taken)
        except TroubleError:
            self.drop()
            raise
        return ""

    def drop(self) -> None:
        """Take back what was offered, so that the next letter can be; close what cannot be used any more."""
        try:
            if self.is_open and self._ask("RSET")[0] != _OK:
                self.abort()
        except TroubleError:
            self.abort()

    def hand_over(self, message: bytes) -> str:
        """Send a message that was offered, and return the server's word for having taken it.

        Its harm is UNKNOWN where the message may have left and no answer came.
        """
        leave = self._ask("DATA", self.patience.leave)
        self._expect(_TEXT, leave, _Refusal(Harm.LETTER, "send.refused", "the letter is not taken"))
        dotted = _LEADING_DOT.sub(b"..", message)
        end = b".\r\n" if dotted.endswith(b"\r\n") else b"\r\n.\r\n"
        self.stage = Stage.LEAVING
        try:
            answer = self._wait(lambda: self._give(dotted + end), self.patience.piece)
        except TroubleError as error:
            raise self._in_doubt(error.trouble.problem.message) from None
        if not any(answer.is_like(kind) for kind in _ANSWERS):
            reason = f"the server answered {str(answer)!r}"
            raise self._in_doubt(reason)
        code = "send.too-large" if answer.code == _TOO_LARGE else "send.refused"
        if not answer.is_like(_OK):
            self.stage = Stage.HERE
        self._expect(_OK, answer, _Refusal(Harm.LETTER, code, "the letter was not taken"))
        self.stage = Stage.TAKEN
        self.carried += 1
        return str(answer)

    def close(self) -> None:
        """Say farewell and hang up; a server that does not answer is left."""
        try:
            if self.is_open:
                self._ask("QUIT", min(_FAREWELL, self.patience.command))
        except TroubleError:
            pass
        finally:
            self.abort()

    def abort(self) -> None:
        """Hang up."""
        self.connection.close()

    def introduce(self) -> None:
        """Say EHLO, and learn what the server can do."""
        answer = self._wait(self.connection.ehlo, self.patience.command)
        self._expect(_OK, answer, _UNWANTED)

    def encrypt(self) -> None:
        """Encrypt the connection by STARTTLS, and forget what was said before (RFC 3207, 4.2)."""
        where = _where(self.account)
        if not self.connection.has_extn("starttls"):
            words = (
                f"{where} offers no encryption (STARTTLS), so nothing was sent, not even your password:"
                " try port 465 with tls, or another network"
            )
            raise TroubleError(Harm.RUN, "send.starttls", words)
        context = tls.context(self.account)
        try:
            answer = self._wait(lambda: self.connection.starttls(context=context), self.patience.command)
        except OSError as error:
            raise tls.trouble(error, self.account) or _broken(error, self.account) from None
        self._expect(_READY, answer, _Refusal(Harm.RUN, "send.starttls", "the server will not encrypt"))

    def log_in(self, login: Login) -> None:
        """Prove who the writer is; the connection must be encrypted.

        A refusal is of harm RUN: no other letter would fare better, and many tries lock an account.
        """
        offered = self.connection.esmtp_features.get("auth", "").upper().split()
        wanted = ("XOAUTH2",) if login.kind is Secret.TOKEN else ("PLAIN", "LOGIN")
        known = [each for each in wanted if each in offered]
        if not known:
            has = f"it has {', '.join(offered)}" if offered else "it has none"
            words = f"{_where(self.account)} has no way to log in by {login.kind} ({has})"
            raise TroubleError(Harm.RUN, "send.login", _safe(words.encode(), ()))
        secret = login.words()
        self.secrets = (secret, *(_base64(each) for each in (secret, *_proofs(self.account.user, secret))))
        for mechanism in known:
            answer = self._prove(mechanism, secret)
            if answer.code != _NO_MECHANISM:
                break
        self._expect(_LOGGED_IN, answer, _Refusal(Harm.RUN, "send.login", "the login was refused"))

    def _prove(self, mechanism: str, secret: str) -> _Answer:
        plain, token = _proofs(self.account.user, secret)
        if mechanism == "LOGIN":
            answer = self._ask("AUTH LOGIN")
            for each in (self.account.user, secret):
                if answer.code == _MORE:
                    answer = self._ask(_base64(each))
            return answer
        answer = self._ask(f"AUTH {mechanism} {_base64(token if mechanism == 'XOAUTH2' else plain)}")
        # With XOAUTH2 a refusal comes as a question, and only an empty answer brings the refusal itself.
        return self._ask("") if answer.code == _MORE else answer

    def _mail(self, sender: str, parameters: str) -> None:
        answer = self._ask(f"MAIL FROM:<{sender}>{parameters}")
        refusal = _Refusal(Harm.RUN, "send.sender", f"no mail from {sender} is taken")
        if answer.code == _TOO_LARGE:
            refusal = _Refusal(Harm.LETTER, "send.too-large", "the letter is too large")
        self._expect(_OK, answer, refusal)

    def _without_copy(self, answer: _Answer) -> str:
        if answer.code == _CLOSING:
            self._expect(_OK, answer, _UNWANTED)
        return f"no copy to you was taken: {answer}"

    def _check_size(self, size: int) -> None:
        limit = self.connection.esmtp_features.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < size:
            words = f"the letter has {size} bytes, and your mail server takes {limit} at most"
            raise TroubleError(Harm.LETTER, "send.too-large", words)

    def _give(self, text: bytes) -> tuple[int, bytes]:
        self.connection.send(text)
        if self.connection.sock is not None:
            self.connection.sock.settimeout(self.patience.final)
        return self.connection.getreply()

    def _in_doubt(self, reason: str) -> TroubleError:
        self.abort()
        words = f"whether the letter arrived is not known: {reason}"
        return TroubleError(Harm.UNKNOWN, "send.unknown", words)

    def _ask(self, command: str, seconds: float | None = None) -> _Answer:
        if not command.isprintable():
            words = f"{command!r} cannot be told to a mail server"
            raise TroubleError(Harm.LETTER, "send.address", words)
        return self._wait(lambda: self.connection.docmd(command), seconds or self.patience.command)

    def _wait(self, ask: Callable[[], tuple[int, bytes]], seconds: float) -> _Answer:
        if self.connection.sock is not None:
            self.connection.sock.settimeout(seconds)
        try:
            code, words = ask()
        except smtplib.SMTPServerDisconnected as error:
            raise _broken(error, self.account) from None
        except smtplib.SMTPResponseException as error:
            code, words = error.smtp_code, _bytes(error.smtp_error)
        # Where smtplib hung up, the code is its own, not the server's (a line without end).
        return _Answer(code if self.is_open else -1, _safe(words, self.secrets))

    def _expect(self, wanted: int, answer: _Answer, refusal: _Refusal) -> None:
        """Raise what an answer means that is of another kind than the one wanted."""
        if answer.is_like(wanted):
            return
        trouble = _meant(answer, refusal, self.account)
        if answer.code == _CLOSING or trouble.trouble.harm is Harm.RUN:
            self.abort()
        raise trouble


def open_session(account: Account, login: Login | None, patience: Patience | None = None) -> Session:
    """Return a connection to a mail server that is encrypted and logged in, ready for letters.

    Raises TroubleError: of harm LINE where the server cannot be reached, LATER where it asks to come again,
    RUN where another try would be no better. Nothing but EHLO and STARTTLS is said before encryption.
    """
    patience = patience or Patience()
    session = Session(_connect(account, patience), account, patience)
    # Only addresses of letters go beyond ASCII, and these only where the server has said that it takes them.
    session.connection.command_encoding = "utf-8"
    try:
        session.introduce()
        if account.security is Security.STARTTLS:
            session.encrypt()
            session.introduce()
        if login is not None:
            session.log_in(login)
    except BaseException:
        session.abort()
        raise
    return session


def _connect(account: Account, patience: Patience) -> smtplib.SMTP:
    try:
        if account.security is Security.STARTTLS:
            return smtplib.SMTP(account.server, account.port, _NAME, patience.command)
        return smtplib.SMTP_SSL(
            account.server, account.port, _NAME, timeout=patience.command, context=tls.context(account)
        )
    except smtplib.SMTPResponseException as error:
        answer = _Answer(error.smtp_code, _safe(_bytes(error.smtp_error), ()))
        raise _meant(answer, _UNWANTED, account) from None
    except UnicodeError:
        raise _no_such_server(account) from None
    except OSError as error:
        raise tls.trouble(error, account) or _broken(error, account) from None


def _meant(answer: _Answer, refusal: _Refusal, account: Account) -> TroubleError:
    """Return what an answer means that is no consent: not now, not at all, or nothing (RFC 5321, 4.2.1)."""
    if answer.is_like(_NOT_NOW):
        return TroubleError(Harm.LATER, "send.later", f"the server asks to come later: {answer}")
    if answer.is_like(_NOT_AT_ALL):
        return TroubleError(refusal.harm, refusal.code, f"{refusal.words}: {answer}")
    words = f"{_where(account)} does not speak SMTP: it answered {answer.words!r}"
    return TroubleError(Harm.RUN, "send.answer", words)


def _broken(error: OSError, account: Account) -> TroubleError:
    """Return what the end of a connection means; smtplib hides what the system said behind its own error."""
    cause = error.__context__ if isinstance(error, smtplib.SMTPServerDisconnected) else error
    where = _where(account)
    if isinstance(cause, TimeoutError):
        return TroubleError(Harm.LINE, "send.silent", f"{where} does not answer")
    if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME:
        return _no_such_server(account)
    if isinstance(cause, ConnectionRefusedError):
        return TroubleError(Harm.LINE, "send.unreachable", f"nobody answers at {where}: is the port right?")
    if isinstance(error, smtplib.SMTPServerDisconnected) or isinstance(cause, ConnectionError):
        return TroubleError(Harm.LINE, "send.lost", f"{where} hung up")
    reason = error.strerror or "no reason given"
    return TroubleError(Harm.LINE, "send.unreachable", f"{where} cannot be reached: {reason}")


def _no_such_server(account: Account) -> TroubleError:
    words = f"no server is called {account.server!r}: is its name spelt as your provider prints it?"
    return TroubleError(Harm.RUN, "send.unreachable", words)


def _proofs(user: str, secret: str) -> tuple[str, str]:
    """Return what proves who somebody is: for PLAIN (RFC 4616), and for XOAUTH2."""
    return f"\0{user}\0{secret}", f"user={user}\x01auth=Bearer {secret}\x01\x01"


def _base64(words: str) -> str:
    return base64.b64encode(words.encode()).decode("ascii")


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()


def _safe(words: bytes, secrets: tuple[str, ...]) -> str:
    """Return what a server said, on one line, without what hides or moves anything, and without secrets."""
    line = " ".join(words.decode("utf-8", "replace").split())
    for secret in secrets:
        line = line.replace(secret, "…") if secret else line
    line = "".join(mark if mark.isprintable() else "?" for mark in line)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _where(account: Account) -> str:
    return f"{account.server}:{account.port}"
