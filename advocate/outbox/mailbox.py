"""The writer's mailbox (IMAP, RFC 9051): the folder of their drafts, and single messages in it.

Encrypted before anything is said that matters, the server's certificate checked. Nothing is ever done to a
message but to one that is named by its number (UID).
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import (
    CapabilityError,
    IMAPClientAbortError,
    IMAPClientError,
    IMAPClientReadOnlyError,
    LoginError,
)

from advocate.core.mail import Harm, Patience, Secret, Security, TroubleError
from advocate.outbox import tls, wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from advocate.core.mail import Account, Login

_DRAFTS = b"\\drafts"
_NO_FOLDER = frozenset({b"\\noselect", b"\\nonexistent"})
_DELETED = b"\\deleted"
_FLAGS = (b"\\Draft", b"\\Seen")
_APPENDED = re.compile(rb"\[APPENDUID (\d+) (\d+)\]")
_WRAPPED = re.compile(
    r"""(?s)(?:[\w-]+ failed: |[\w-]+ command error: (?:BAD|NO) )?(\[?b(['"]))?(.*?)(?(1)\2\]?)"""
)
"""How the libraries wrap what a server said."""

_SHOWN = 20
"""Names of folders that a message lists at most."""

_MEANINGS = {
    "OVERQUOTA": (Harm.RUN, "drafts.full", "your mailbox is full: make room there first"),
    "TRYCREATE": (Harm.RUN, "drafts.no-folder", "the folder is not there any more"),
    "NONEXISTENT": (Harm.RUN, "drafts.no-folder", "the folder is not there any more"),
    "NOPERM": (Harm.RUN, "drafts.read-only", "you may not change this folder"),
    "UNAVAILABLE": (Harm.RUN, "send.later", "the server asks to come later"),
    "INUSE": (Harm.RUN, "send.later", "the server asks to come later"),
}
"""What the code means with which a server says no (RFC 5530; RFC 3501, 7.1; RFC 9208, 4.3)."""


_REFUSED = (Harm.LETTER, "drafts.refused", "the server does not do it")


class Spot(NamedTuple):
    """A place in a folder at which no message has been yet: its next UID, None where nobody says."""

    validity: int
    following: int | None


_NOWHERE = Spot(0, None)


class _Client(IMAPClient):  # type: ignore[misc]
    """IMAPClient with what it does not tell: whether the server let somebody in before it was asked."""

    @property
    def is_let_in(self) -> bool:
        """Return whether the server takes the connection for logged in."""
        return str(self._imap.state) != "NONAUTH"

    def special_folders(self) -> list[tuple[tuple[bytes, ...], bytes, str]]:
        """Return the folders that have a use, by the extended LIST (RFC 6154, 3)."""
        args = [b"(SPECIAL-USE)", b'""', b'"*"']
        found = self._raw_command_untagged(b"LIST", args, uid=False)
        return list(self._proc_folder_list(found))


@dataclass(slots=True)
class Mailbox:
    """An open folder of drafts. Every method but `close` raises TroubleError."""

    client: _Client
    account: Account
    secrets: tuple[str, ...] = ()
    folder: str = ""
    spot: Spot = _NOWHERE
    removes: bool = False

    def put(self, message: bytes, message_id: str) -> int:
        """Put a message into the folder, as a draft that has been read, and return its UID."""
        with self._told():
            answer = self.client.append(self.folder, message, _FLAGS)
        said = _APPENDED.search(answer if isinstance(answer, bytes) else str(answer).encode())
        told = self.removes and said and int(said[1]) == self.spot.validity
        uid = int(said[2]) if told and said else self.newest(message_id)
        if uid is None:
            words = f"{wire.where(self.account)} took the draft, and it is not in {self.folder!r}"
            raise TroubleError(Harm.RUN, "drafts.vanished", words)
        self.spot = Spot(self.spot.validity, uid + 1)
        return uid

    def newest(self, message_id: str) -> int | None:
        """Return the UID of the last message that bears this Message-ID, None where there is none."""
        with self._told():
            # What has come since the folder was opened is told by a command that does nothing.
            self.client.noop()
            found = self.client.search(["UNDELETED", "HEADER", "Message-ID", message_id])
        return max(found, default=None)

    def text(self, uid: int) -> bytes | None:
        """Return a message's bytes as they are on the server, None where it is gone or going."""
        with self._told():
            found = self.client.fetch([uid], ["FLAGS", "BODY.PEEK[]"]).get(uid, {})
        flags = {bytes(flag).lower() for flag in found.get(b"FLAGS", ())}
        text = found.get(b"BODY[]")
        return None if text is None or _DELETED in flags else bytes(text)

    def remove(self, uid: int) -> bool:
        """Remove a message, and return whether it is gone.

        Without UIDPLUS (RFC 4315) it is only marked: a plain EXPUNGE would remove what others have marked.
        """
        with self._told():
            self.client.add_flags([uid], [_DELETED], silent=True)
            if self.removes:
                self.client.uid_expunge([uid])
        return self.removes

    def close(self) -> None:
        """Say farewell and hang up; a server that does not answer is left."""
        try:
            self.client.logout()
        except (IMAPClientError, OSError):
            self.abort()

    def abort(self) -> None:
        """Hang up."""
        try:
            self.client.shutdown()
        except (IMAPClientError, OSError):
            return

    def encrypt(self) -> None:
        """Encrypt the connection by STARTTLS (RFC 9051, 6.2.1)."""
        where = wire.where(self.account)
        if self.client.is_let_in:
            # Then STARTTLS is not allowed any more, and somebody in between may want just that.
            words = f"{where} lets everybody in unencrypted, so nothing was put there: try port 993 with tls"
            raise TroubleError(Harm.RUN, "send.starttls", words)
        with self._told():
            if not self.client.has_capability("STARTTLS"):
                words = (
                    f"{where} offers no encryption (STARTTLS), so nothing was sent, not even your password:"
                    " try port 993 with tls, or another network"
                )
                raise TroubleError(Harm.RUN, "send.starttls", words)
            self.client.starttls(tls.context(self.account))

    def log_in(self, login: Login) -> None:
        """Prove who the writer is; the connection must be encrypted."""
        with self._told():
            offered = {bytes(each) for each in self.client.capabilities()}
        user, by_token = self.account.user, login.kind is Secret.TOKEN
        if (by_token and b"AUTH=XOAUTH2" not in offered) or {b"LOGINDISABLED"} == offered & {
            b"LOGINDISABLED",
            b"AUTH=PLAIN",
        }:
            words = f"{wire.where(self.account)} has no way to log in by {login.kind}"
            raise TroubleError(Harm.RUN, "send.login", words)
        secret = login.words()
        self.secrets = wire.secrets_of(user, secret)
        plain, token = wire.proofs(user, secret)
        with self._told():
            if by_token:
                self.client.sasl_login("XOAUTH2", _once(token))
            elif b"AUTH=PLAIN" in offered:
                self.client.sasl_login("PLAIN", _once(plain))
            else:
                self._log_in_simply(secret)

    def open(self, name: str | None) -> None:
        """Open the folder of drafts: the one that the server says is it, or the one named."""
        with self._told():
            listed = [
                (frozenset(bytes(flag).lower() for flag in flags), str(folder))
                for flags, _, folder in self._folders()
            ]
        there = [(flags, folder) for flags, folder in listed if not flags & _NO_FOLDER]
        self.folder = _chosen(there, name, wire.where(self.account))
        with self._told():
            said = self.client.select_folder(self.folder)
            self.removes = bool(self.client.has_capability("UIDPLUS"))
        validity, following = said.get(b"UIDVALIDITY"), said.get(b"UIDNEXT")
        self.spot = Spot(int(validity or 0), int(following) if following else None)

    def _folders(self) -> Sequence[tuple[tuple[bytes, ...], bytes, str]]:
        """Return the folders with their uses; a server may tell these only where it is asked for them."""
        found = list(self.client.list_folders())
        if self.client.has_capability("SPECIAL-USE") and not any(
            bytes(flag).lower() == _DRAFTS for flags, *_ in found for flag in flags
        ):
            found += self.client.special_folders()
        return found

    def _log_in_simply(self, secret: str) -> None:
        if not (self.account.user.isascii() and secret.isascii()):
            words = (
                f"{wire.where(self.account)} takes no name or password with letters beyond ASCII:"
                " set another one there"
            )
            raise TroubleError(Harm.RUN, "send.login", words)
        self.client.login(self.account.user, secret)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the server, the library and the system say into a trouble."""
        try:
            yield
        except TroubleError:
            raise
        except Exception as error:
            told = _meant(error, self.account, self.secrets)
            if told is None:
                raise
            if told.trouble.harm is Harm.LINE:
                self.abort()
            raise told from None


def open_mailbox(
    account: Account, login: Login, folder: str | None = None, patience: Patience | None = None
) -> Mailbox:
    """Return the writer's folder of drafts, open: encrypted, logged in, found by its use (RFC 6154).

    `folder` names another one. Raises TroubleError: of harm LINE where the server cannot be reached, RUN
    where another try would be no better. IMAP says nothing of how long to wait: that is as SMTP has it.
    """
    patience = patience or Patience()
    mailbox = Mailbox(_connect(account, patience), account)
    try:
        if account.security is Security.STARTTLS:
            mailbox.encrypt()
        mailbox.log_in(login)
        mailbox.open(folder)
    except BaseException:
        mailbox.abort()
        raise
    return mailbox


def _connect(account: Account, patience: Patience) -> _Client:
    encrypted = account.security is Security.TLS
    context = tls.context(account) if encrypted else None
    try:
        return _Client(
            account.server,
            account.port,
            ssl=encrypted,
            ssl_context=context,
            timeout=SocketTimeout(patience.command, patience.command),
        )
    except Exception as error:
        told = _meant(error, account, ())
        if told is None:
            raise
        if told.trouble.problem.code == "drafts.refused":
            # What is no greeting, or one that says farewell, is an error without a kind.
            words = (
                f"{wire.where(account)} does not want to talk, or does not speak IMAP: {_said(error, ())!r}"
            )
            told = TroubleError(Harm.RUN, "send.answer", words)
        raise told from None


def _chosen(folders: Sequence[tuple[frozenset[bytes], str]], name: str | None, where: str) -> str:
    """Return the folder of drafts; raise TroubleError, with the folders there are, where it is not told."""
    names = sorted({folder for _, folder in folders})
    known = ", ".join(repr(each) for each in names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    if name is not None:
        if name in names:
            return name
        words = f"there is no folder {name!r} at {where}: it has {known}"
        raise TroubleError(Harm.RUN, "drafts.no-folder", words)
    drafts = sorted({folder for flags, folder in folders if _DRAFTS in flags})
    if len(drafts) == 1:
        return drafts[0]
    which = f"several folders are for drafts ({', '.join(map(repr, drafts))})" if drafts else ""
    words = which or f"{where} does not say which of your folders is the one for drafts (it has {known})"
    raise TroubleError(Harm.RUN, "drafts.no-folder", f"{words}: say it with --folder NAME")


def _meant(error: Exception, account: Account, secrets: tuple[str, ...]) -> TroubleError | None:
    """Return what an error means, None where it is a fault of the program."""
    if isinstance(error, OSError):
        return tls.trouble(error, account) or wire.broken(error, account)
    if isinstance(error, UnicodeError):
        return wire.broken(error, account)
    if isinstance(error, CapabilityError) or not isinstance(error, IMAPClientError):
        return None
    # Whoever logs in learns only by its cause that the server hung up.
    if any(isinstance(each, IMAPClientAbortError) for each in (error, error.__context__)) and not isinstance(
        error, IMAPClientReadOnlyError
    ):
        return wire.broken(error.__context__, account)
    return _refusal(error, _said(error, secrets))


def _refusal(error: IMAPClientError, said: str) -> TroubleError:
    """Return what it means that a server said no."""
    if isinstance(error, IMAPClientReadOnlyError):
        return TroubleError(
            Harm.RUN, "drafts.read-only", "the folder can only be read: you may not change it"
        )
    code = re.match(r"\[([A-Za-z-]+)", said)
    harm, slug, words = _MEANINGS.get(code[1].upper() if code else "", _REFUSED)
    if isinstance(error, LoginError) and slug == "drafts.refused":
        return TroubleError(Harm.RUN, "send.login", f"the login was refused: {said}")
    return TroubleError(harm, slug, f"{words}: {said}")


def _said(error: Exception, secrets: tuple[str, ...]) -> str:
    """Return the server's own words in an error."""
    wrapped = _WRAPPED.fullmatch(str(error))
    return wire.safe((wrapped[3] if wrapped else str(error)).encode("utf-8", "replace"), secrets)


def _once(words: str) -> Callable[[bytes], str]:
    """Return what answers a server's first question, and the next ones by nothing, after which it refuses."""
    ready = [words]
    return lambda _question: ready.pop() if ready else ""
