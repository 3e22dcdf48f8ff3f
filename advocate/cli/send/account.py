"""The writer's account: what they said of it, and the password, which is asked for as late as can be."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.core.account import Service, Settings, account_of, server_and_port
from advocate.core.mail import Account, Login, Secret, Security
from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from advocate.cli.desk import Desk

ServerOption = Annotated[
    str | None,
    typer.Option(
        "--server", metavar="HOST[:PORT]", help="Your provider's mail server; else that of your mail.yaml."
    ),
]
SecurityOption = Annotated[
    Security | None,
    typer.Option(
        "--security",
        help="Encrypted from the first byte (tls), or by STARTTLS; the usual ports say which by themselves.",
    ),
]
UserOption = Annotated[
    str | None,
    typer.Option("--user", metavar="NAME", help="Whom you log in as; else your e-mail address."),
]
PasswordCommandOption = Annotated[
    str | None,
    typer.Option(
        "--password-command",
        metavar="CMD",
        help="A program that prints your password, such as 'pass show mail'; else the system's keyring is"
        " asked, and then you.",
    ),
]
TokenCommandOption = Annotated[
    str | None,
    typer.Option(
        "--token-command",
        metavar="CMD",
        help="A program that prints an access token (OAuth 2), to log in by it.",
    ),
]
CaFileOption = Annotated[
    Path | None,
    typer.Option(
        "--ca-file",
        metavar="FILE",
        help="Certificates to trust besides the system's, for a server of your own.",
    ),
]
FolderOption = Annotated[
    str | None,
    typer.Option(
        "--folder", metavar="NAME", help="The folder for drafts, where the mailbox does not tell which it is."
    ),
]


def flags(
    server: str | None,
    security: Security | None,
    user: str | None,
    password_command: str | None,
    token_command: str | None,
    ca_file: Path | None,
    folder: str | None,
) -> Settings:
    """Return what flags say of the account; raise ProblemsError where the server is none."""
    host, port = server_and_port(server, Place("--server")) if server else (None, None)
    return Settings(
        server=host,
        port=port,
        security=security,
        user=user or None,
        password_command=password_command or None,
        token_command=token_command or None,
        ca_file=ca_file.as_posix() if ca_file else None,
        folder=folder or None,
    )


def settings_for(service: Service, given: Settings, tell: Callable[[Problem], None]) -> Settings:
    """Return the settings of a service: the flags over the writer's file.

    `tell` is given what they should know of the file. Raises ProblemsError with every mistake in it.
    """
    from advocate.sources import places
    from advocate.sources.mail_account import read_accounts

    file = places.mail_file()
    if places.is_there(file):
        accounts = read_accounts(file, file.as_posix())
        for aside in accounts.asides:
            tell(aside)
        given = given.over(accounts.of(service))
    if given.ca_file:
        trusted = Path(given.ca_file).expanduser()
        if not trusted.is_file():
            words = "there is no such file of certificates"
            raise ProblemsError([Problem("send.ca-file", words, Place(given.ca_file))])
        given = replace(given, ca_file=trusted.as_posix())
    return given


def account_for(service: Service, settings: Settings, writer: str) -> Account:
    """Return the account that settings speak of; raise ProblemsError with what is missing."""
    from advocate.sources import places

    return account_of(settings, service, writer, places.mail_file().as_posix())


@dataclass(slots=True)
class Typed:
    """A password that somebody has typed, to be kept if they wish; it never shows itself."""

    words: str = field(default="", repr=False)


def login_for(desk: Desk, account: Account, settings: Settings, typed: Typed) -> Login:
    """Return what proves who the writer is: a token or password by their command, the keyring's, or typed.

    It is fetched now, so that what is missing is told before anything is begun; a token, which does not live
    long, is fetched once more whenever it is used. Raises ProblemsError where it cannot be had.
    """
    from advocate.sources.password import said_by

    if settings.token_command:
        return Login(Secret.TOKEN, _renewed(_by(settings.token_command, "token-command", said_by)))
    if settings.password_command:
        return Login(Secret.PASSWORD, _kept(_by(settings.password_command, "password-command", said_by)()))
    return Login(Secret.PASSWORD, _kept(_kept_or_typed(desk, account, typed)))


def offer_to_keep(desk: Desk, account: Account, typed: Typed) -> None:
    """Ask whether a password that was typed, and that has let its writer in, is to be kept."""
    from advocate.cli.asking import answered, asking
    from advocate.cli.asking.questions import BackError, LeftError
    from advocate.outbox.password import can_keep, keep_password
    from advocate.sources.password import SERVICE

    if not typed.words or not answered() or not can_keep():
        return
    try:
        wanted = asking(desk.terminal, plain=False).yes(
            f"Keep the password for {account.user} in the system's keyring?", default=False
        )
    except (LeftError, BackError):
        wanted = False
    if wanted and keep_password(SERVICE, account.user, typed.words):
        desk.terminal.tell("kept: the keyring has the password from now on")
    elif wanted:
        desk.terminal.tell("the keyring does not take it: nothing is kept")


def _kept_or_typed(desk: Desk, account: Account, typed: Typed) -> str:
    from advocate.cli.asking import answered
    from advocate.sources.password import INSTEAD, kept_password

    try:
        kept = kept_password(account.user)
    except ProblemsError as error:
        if not answered():
            raise
        desk.terminal.problems(error.problems)
        kept = None
    if kept:
        return kept
    if not answered():
        words = f"the keyring has no password for {account.user}, and nobody can be asked: {INSTEAD}"
        raise ProblemsError([Problem("password.missing", words)])
    typed.words = _typed(account)
    return typed.words


def _typed(account: Account) -> str:
    """Return what somebody types while the terminal shows nothing of it."""
    import warnings
    from getpass import GetPassWarning, getpass

    from advocate.cli.asking import leaving
    from advocate.cli.asking.questions import LeftError

    with leaving("nothing was sent"), warnings.catch_warnings():
        # Where the terminal cannot be kept from showing it, nothing is asked.
        warnings.simplefilter("error", GetPassWarning)
        try:
            words = getpass(f"Password for {account.user} at {account.server} (it does not show): ")
        except EOFError:
            raise LeftError from None
        except GetPassWarning:
            words = ""
    if not words:
        told = f"there is no password for {account.user}: nothing was sent"
        raise ProblemsError([Problem("password.missing", told)])
    return words


def _by(command: str, flag: str, said_by: Callable[[str, Place], str]) -> Callable[[], str]:
    return lambda: said_by(command, Place(f"--{flag}"))


def _kept(words: str) -> Callable[[], str]:
    return lambda: words


def _renewed(fetch: Callable[[], str]) -> Callable[[], str]:
    """Return what fetches anew each time, and has the first ready."""
    ready = [fetch()]
    return lambda: ready.pop() if ready else fetch()
