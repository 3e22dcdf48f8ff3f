"""Reading the answers of a letter that is not finished yet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from advocate.core.anonymity import Withheld
from advocate.core.answers import Answers
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources.sender import KEYS

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1_000_000
"""Bytes of a file of answers: nobody types more."""


def read_answers(file: Path) -> Answers | None:
    """Return the answers that a file keeps, or None where there is none.

    Raises ProblemsError where it holds anything else.
    """
    try:
        if not file.exists():
            return None
        with file.open("rb") as stream:
            return _answers(json.loads(stream.read(LARGEST)))
    except (OSError, ValueError, RecursionError):
        words = "these answers cannot be read: '--afresh' begins anew, 'advocate sender forget' erases them"
        raise ProblemsError([Problem("unfinished.unreadable", words, Place(file.as_posix()))]) from None


def _answers(data: object) -> Answers:
    """Return the answers that some data holds; raise ValueError where it is anything else."""
    if not isinstance(data, dict):
        raise ValueError  # noqa: TRY004 - one kind for whatever is no file of answers
    to, note = data.get("to"), data.get("note")
    details = _texts(data.get("details"))
    if not (
        (to is None or (isinstance(to, list) and all(isinstance(each, str) for each in to)))
        and set(details) <= set(KEYS)
        and isinstance(data.get("signed"), bool)
    ):
        raise ValueError
    return Answers(
        to=None if to is None else tuple(to),
        letter=_text(data.get("letter")),
        language=_text(data.get("language")),
        own=_texts(data.get("own")),
        note=_text(note),
        details=details,
        signed=data["signed"],
        withheld=Withheld(data.get("withheld", Withheld.NOTHING)),
    )


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError
    return value


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise ValueError
    return value
