"""A file as text: UTF-8, of a bounded size, without marks that deceive, and really a file."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources.marks import refuse_marks

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 20_000_000
"""Bytes of a registry, or of a file to import: ten thousand offices with all that is known of them."""

LARGEST_SHEET = 1_000_000
"""Bytes of a case sheet, a letter's sheet, a profile, own words or an earlier letter: a person wrote it."""

LARGEST_TEXT = 100_000
"""Bytes of a letter's text or part, and characters of a letter that is filled: thirty pages."""

# A pipe in a file's place would be waited for; only some systems have pipes there, and text that is none.
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def text_of(file: Path, name: str, code: str, most: int = LARGEST) -> str:
    """Return a file's text, without a byte order mark, where it has at most so many bytes.

    Raises ProblemsError as `raw_text_of` does, and where it holds a mark that could deceive a reader.
    """
    text = raw_text_of(file, name, code, most)
    refuse_marks(text, name, code)
    return text


def lines_of(file: Path, name: str, code: str, most: int = LARGEST) -> str:
    """Return a file's text as `text_of` does, with plain line ends and no others."""
    text = text_of(file, name, code, most).replace("\r\n", "\n")
    refuse_marks(text, name, code, line_ends=True)
    return text


def raw_text_of(file: Path, name: str, code: str, most: int = LARGEST) -> str:
    """Return a file's text, without a byte order mark, where it has at most so many bytes.

    Raises ProblemsError where it is no file, too large, or not UTF-8 text. Nothing is waited for: a pipe or
    a device in a file's place is a problem like any other. Nobody has looked for marks that could deceive:
    that is for who has a use for it.
    """
    place = Place(name)
    try:
        raw = _bytes_of(file, most)
    except FileNotFoundError:
        raise ProblemsError([Problem(f"{code}.missing", "there is no such file", place)]) from None
    except (OSError, ValueError) as error:
        # A name with a NUL in it is a ValueError.
        reason = (getattr(error, "strerror", None) or "it cannot be read").lower()
        raise ProblemsError([Problem(f"{code}.unreadable", f"cannot be read: {reason}", place)]) from None
    if raw is None:
        message = "this is no file but a pipe or a device"
        raise ProblemsError([Problem(f"{code}.no-file", message, place)])
    if len(raw) > most:
        raise ProblemsError([Problem(f"{code}.too-large", f"larger than {_size(most)}", place)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        read = raw[: error.start]
        line = read[read.rfind(b"\n") + 1 :].decode("utf-8-sig")
        here = Place(name, read.count(b"\n") + 1, len(line) + 1)
        message = "not UTF-8 text: save the file as UTF-8"
        raise ProblemsError([Problem(f"{code}.not-utf-8", message, here)]) from None
    return text


def _bytes_of(file: Path, most: int) -> bytes | None:
    """Return a file's bytes, one more than allowed where there are too many; None where it is no file."""
    handle = os.open(file, _OPEN)
    kind = os.fstat(handle).st_mode
    if not stat.S_ISREG(kind):
        os.close(handle)
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        return None
    with os.fdopen(handle, "rb") as stream:
        return stream.read(most + 1)


def _size(most: int) -> str:
    return f"{most // 10**6} MB" if most >= LARGEST_SHEET else f"{most // 1000} kB"
