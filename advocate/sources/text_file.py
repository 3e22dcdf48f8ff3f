"""A file as text: UTF-8, of a bounded size, without controls, and really a file."""

from __future__ import annotations

import errno
import os
import re
import stat
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 20_000_000
"""Bytes of a registry, or of a file to import: ten thousand offices with all that is known of them."""

LARGEST_SHEET = 1_000_000
"""Bytes of a case sheet, a letter's sheet, a profile, own words or an earlier letter: a person wrote it."""

LARGEST_TEXT = 100_000
"""Bytes of a letter's text or part, and characters of a letter that is filled: thirty pages."""

# YAML 1.2.2, section 5.1: controls but tab and line ends, DEL and C1 but NEL; and a byte order mark inside.
# A half of a surrogate pair is no character, and cannot be written down (RFC 3629, section 3).
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")

# A pipe in a file's place would be waited for; only some systems have pipes there, and text that is none.
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def text_of(file: Path, name: str, code: str, most: int = LARGEST) -> str:
    """Return a file's text, without a byte order mark, where it has at most so many bytes.

    Raises ProblemsError where it is no file, too large, or not UTF-8 text. Nothing is waited for: a pipe or
    a device in a file's place is a problem like any other.
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
    refuse(CONTROL, text, name, code)
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


def with_line_feeds(text: str) -> str:
    """Return a text whose lines all end alike, as Jinja ends them: else a place would not be an editor's."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse(pattern: re.Pattern[str], text: str, name: str, code: str) -> None:
    """Raise ProblemsError with the place of the first character in a text that a pattern finds."""
    wrong = pattern.search(text)
    if wrong:
        before = text[: wrong.start()]
        here = Place(name, before.count("\n") + 1, wrong.start() - before.rfind("\n"))
        raise ProblemsError([Problem(f"{code}.control-character", control_words(wrong[0]), here)])


def control_words(character: str) -> str:
    """Return why a character is refused, with its code point."""
    return f"a control character (U+{ord(character):04X}) has no place in the text"
