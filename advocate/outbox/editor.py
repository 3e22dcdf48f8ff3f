"""The writer's own editor, on a file that nobody else can read and that is gone afterwards."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem, ProblemsError
from advocate.outbox.own_files import own_ground
from advocate.outbox.unfinished import WORDS, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from advocate.outbox.unfinished import Private

COMMENT = "#"
"""What a line begins with that is not the writer's."""


def editor() -> str | None:
    """Return the command of the writer's editor, or None where they have named none."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or None


def edit(text: str, about: str, folder: Path) -> str:
    """Return a text as its writer left it in their editor, without the lines that begin with `#`.

    It stands in a file of its own below `folder`, in a folder that is removed with everything that the
    editor left in it. `about` says above the text what it is for. Raises ProblemsError where there is no
    editor, or where it fails: then nothing is known of what was typed.
    """
    command = editor()
    if command is None:
        words = (
            "which editor is yours? Set VISUAL or EDITOR, or give your words with --note TEXT or --note @FILE"
        )
        raise ProblemsError([Problem("edit.no-editor", words)])
    with ExitStack() as leaving:
        try:
            private = leaving.enter_context(private_folder(folder, WORDS, own_ground("edit")))
        except OSError as error:
            words = f"your words cannot be kept for the editor: {_reason(error)}"
            raise ProblemsError([Problem("edit.failed", words, Place(folder.as_posix()))]) from None
        lines = _edited(text, about, command, private)
    return "\n".join(line for line in lines if not line.startswith(COMMENT)).strip()


def _edited(text: str, about: str, command: str, private: Private) -> list[str]:
    """Return the lines that the editor left."""
    try:
        file = private.path / "own-words.txt"
        head = "".join(f"{COMMENT} {line}\n" for line in about.splitlines())
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(f"{head}{text}\n".encode())
        # Where this program is killed, the file is in use as long as the editor lives.
        held = () if os.name == "nt" else (private.held,)
        with _left_alone():
            code = subprocess.run([*shlex.split(command), str(file)], check=False, pass_fds=held).returncode  # noqa: S603 - the writer's own program
        if code:
            words = f"the editor {command!r} ended with an error ({code}), so its text was not taken"
            raise ProblemsError([Problem("edit.failed", words)])
        return file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeError:
        words = f"the editor {command!r} left no plain text: let it save the file as UTF-8"
        raise ProblemsError([Problem("edit.failed", words)]) from None
    except (OSError, ValueError) as error:
        words = f"the editor {command!r} cannot be used: {_reason(error)}"
        raise ProblemsError([Problem("edit.failed", words)]) from None


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return os.strerror(error.errno).lower() if error.errno else "the disk refuses"
    return "its command is not written as a shell would read it"


@contextmanager
def _left_alone() -> Iterator[None]:
    """Leave Ctrl-C to the editor, where it is an ordinary key, and let what ends the program remove the file.

    A closed terminal and a request to end would otherwise leave the writer's words on the disk.
    """

    def leave(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    def ignore(_number: int, _: FrameType | None) -> None:
        pass

    heeded = {signal.SIGINT: ignore, signal.SIGTERM: leave}
    if hasattr(signal, "SIGHUP"):
        heeded[signal.SIGHUP] = leave
    before = {number: signal.signal(number, answer) for number, answer in heeded.items()}
    try:
        yield
    finally:
        for number, answer in before.items():
            signal.signal(number, answer)
