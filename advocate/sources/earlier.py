"""Reading the letters that the writer made before, from a folder of theirs, so that no two say the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources.text_file import LARGEST_SHEET, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CODE = "earlier"
MOST = 500
"""Letters that are compared at most: what a busy writer makes in years."""

_NO_LETTER = (".call.txt", ".submission.txt")
_HEAD = 5
"""Parts before the body in a text that `generate` made: writer, office, date, subject, salutation."""


def read_earlier(folder: Path, name: str) -> Mapping[str, str]:
    """Return what each text in a folder says, by the file's path in it, without its head and its end.

    Raises ProblemsError where there is no such folder or a text in it cannot be read.
    """
    problems: list[Problem] = []
    found: dict[str, str] = {}
    try:
        if not folder.is_dir():
            raise ProblemsError([Problem(f"{CODE}.missing", "there is no such folder", Place(name))])
        files = sorted(file for file in folder.rglob("*.txt") if not file.name.endswith(_NO_LETTER))
    except OSError as error:
        message = f"cannot be read: {(error.strerror or 'it cannot be read').lower()}"
        raise ProblemsError([Problem(f"{CODE}.unreadable", message, Place(name))]) from None
    if len(files) > MOST:
        message = f"{len(files)} texts are too many to compare (at most {MOST}): name a smaller folder"
        raise ProblemsError([Problem(f"{CODE}.too-many", message, Place(name))])
    for file in files:
        path = file.relative_to(folder).as_posix()
        try:
            found[path] = _body(text_of(file, f"{name}/{path}", CODE, LARGEST_SHEET))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return found


def _body(words: str) -> str:
    """Return the paragraphs of a letter, one a line; of a text of another shape, all of it."""
    parts = [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", words.replace("\r\n", "\n").strip())]
    return "\n".join(parts[_HEAD:-1] if len(parts) > _HEAD + 1 else parts)
