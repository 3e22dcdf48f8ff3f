"""Where a password or a token comes from: the system's keyring, or a command of the writer's.

What these return is shown nowhere, and no message has a word of it.
"""

from __future__ import annotations

import os
import shlex
import subprocess

from advocate.core.problems import Place, Problem, ProblemsError

SERVICE = "advocate"
"""The name under which the keyring keeps passwords; the user of the account is the other half of it."""

INSTEAD = (
    "give --password-command CMD (or password_command in mail.yaml), a command that prints the password, such"
    " as 'pass show mail'"
)
"""What to use where the system keeps no passwords."""

_MOST = 2**20
"""Bytes that a command may print, notes behind the password among them: far more than the 12,288 that a
server must take in a line of a login (RFC 4954, 4)."""


def kept_password(user: str) -> str | None:
    """Return a user's password from the system's keyring, None where it has none.

    Raises ProblemsError where there is no keyring, or it does not open.
    """
    import keyring  # noqa: PLC0415 - loaded only where something is really sent
    from keyring.errors import KeyringError, NoKeyringError  # noqa: PLC0415 - as above

    try:
        return keyring.get_password(SERVICE, user)
    except NoKeyringError:
        words = f"this system has no keyring service that keeps passwords: {INSTEAD}"
        raise ProblemsError([Problem("password.no-keyring", words)]) from None
    except (KeyringError, OSError):
        words = f"the keyring does not give the password for {user}: unlock it, or {INSTEAD}"
        raise ProblemsError([Problem("password.keyring", words)]) from None


def said_by(command: str, place: Place) -> str:
    """Return the first line that a command prints; it is run as it is, by no shell.

    It may ask on the terminal. What it says besides is not shown, for it may hold the password. Raises
    ProblemsError where it cannot be run, fails, or prints nothing.
    """
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise ProblemsError([_unusable("is not written as a shell would read it", place)])
    try:
        printed, ended = _run(words)
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "the system refuses"
        raise ProblemsError([_unusable(f"cannot be run: {reason}", place)]) from None
    if len(printed) > _MOST:
        raise ProblemsError([_unusable("prints without end, so it was stopped", place)])
    if ended:
        told = f"ended with an error ({ended}); run it by hand to see what it says"
        raise ProblemsError([_unusable(told, place)])
    try:
        first = printed.split(b"\n", 1)[0].removesuffix(b"\r").decode("utf-8")
    except UnicodeDecodeError:
        raise ProblemsError([_unusable("printed something that is not UTF-8 text", place)]) from None
    if not first:
        raise ProblemsError([_unusable("printed nothing in its first line", place)])
    return first


def _run(words: list[str]) -> tuple[bytes, int]:
    """Return what a command prints, and how it ended; one that prints more than a password is stopped."""
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:  # noqa: S603 - the writer's own command
        try:
            printed = run.stdout.read(_MOST + 1) if run.stdout else b""
        except BaseException:
            run.kill()
            raise
        if len(printed) > _MOST:
            run.kill()
    return printed, run.returncode


def _unusable(why: str, place: Place) -> Problem:
    return Problem("password.command", f"the command {why}", place)
