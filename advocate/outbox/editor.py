"""The writer's own editor, on a file that nobody else can read and that is gone afterwards."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from advocate.core.problems import Problem, ProblemsError

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
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Readable by the writer only, whatever the editor makes of its files in it.
    private = Path(tempfile.mkdtemp(prefix="words-", dir=folder))
    try:
        file = private / "own-words.txt"
        head = "".join(f"{COMMENT} {line}\n" for line in about.splitlines())
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(f"{head}{text}\n".encode())
        code = subprocess.run([*shlex.split(command), str(file)], check=False).returncode  # noqa: S603 - the writer's own program
        if code:
            words = f"the editor {command!r} ended with an error ({code}), so its text was not taken"
            raise ProblemsError([Problem("edit.failed", words)])
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        reason = (
            os.strerror(error.errno).lower()
            if isinstance(error, OSError) and error.errno
            else "no plain text"
        )
        words = f"the editor {command!r} cannot be used: {reason}"
        raise ProblemsError([Problem("edit.failed", words)]) from None
    finally:
        shutil.rmtree(private, ignore_errors=True)
    return "\n".join(line for line in lines if not line.startswith(COMMENT)).strip()
