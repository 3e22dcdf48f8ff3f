"""The letter as an e-mail (RFC 5322): a draft for the writer's own program, and the message that is sent.

The bytes are put together here: Python's `email` reads every header again before it writes it, and takes
ten to twenty times as long. Headers that letters share are made once, and C code encodes the body.
"""

from __future__ import annotations

import binascii
import re
from email.header import Header
from functools import lru_cache
from typing import TYPE_CHECKING

from advocate.core.deceptive import first_mark
from advocate.core.problems import Problem, ProblemsError
from advocate.core.registry import Channel
from advocate.render import text
from advocate.render.mail_address import mail_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advocate.core.letter import Letter
    from advocate.core.mail import Stamp

# A draft is not yet a message: RFC 5322, 3.6 asks for Date and From, which the mail program adds when it
# is sent. Written here they would tell when and where the writer sat down (Date carries a clock's zone,
# Message-ID often a host name).

_LINE = 78
"""Characters that a line should not exceed (RFC 5322, 2.1.1)."""

_LONGEST = 998
"""Characters that a line must not exceed (RFC 5322, 2.1.1), or octets (RFC 6532, 3.4)."""

_ENCODED_LINE = 76
"""Characters that a line has at most where something is encoded: a body (RFC 2045, 6.7 and 6.8), or words
of a header (RFC 2047, 2). Filters for junk count longer ones against a message (MIME_QP_LONG_LINE).
"""

# A name with one of these stands in quotes (RFC 5322, 3.2.3), and there two of them are marked (3.2.4).
_SPECIAL = re.compile(r'[()<>@,:;.\\"\[\]]')
_MARKED = re.compile(r'(["\\])')

# A long header goes on on a new line at a single space, so that no line is empty (RFC 5322, 2.2.3 and 4.2).
_GAP = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_END = "\r\n"


def draft(letter: Letter) -> bytes | None:
    """Return the draft for an office that has an e-mail address, or None.

    It carries To, Subject, X-Unsent and the MIME headers; From and Content-Language where known. Paragraphs
    are single long lines, so that the reader's program wraps them; the transfer encoding keeps the lines of
    the file short. Letters beyond ASCII before an @ stand as they are (RFC 6532): nothing else can say them.
    Raises ProblemsError where words or an address cannot be put into a header.
    """
    addresses = [reach.value for reach in letter.recipient.reaches_by(Channel.EMAIL)]
    if not addresses:
        return None
    sender = letter.sender
    head = [_from(sender.email, sender.name)] if sender.email else []
    head += [_to(addresses, utf8=True), _subject(letter.subject), "X-Unsent: 1"]
    return _whole(head, letter)


def message(letter: Letter, stamp: Stamp) -> bytes:
    """Return the message that is sent: a draft's headers and words, but one address, a Date and a Message-ID.

    Date is in UTC, so that it tells no zone; without a time in the stamp there is none. Where the stamp says
    `utf8`, nothing in the headers is encoded (RFC 6532); where not, letters beyond ASCII before an @ raise
    ProblemsError, as all does that cannot stand in a header.
    """
    from email.utils import format_datetime  # noqa: PLC0415 - it brings sockets along, and drafts do without

    head = [
        _from(letter.sender.email, letter.sender.name, utf8=stamp.utf8),
        _to([stamp.to], utf8=stamp.utf8),
        _subject(letter.subject, utf8=stamp.utf8),
        *([f"Date: {format_datetime(stamp.at)}"] if stamp.at else ()),
        f"Message-ID: {_one_line(stamp.message_id)}",
    ]
    return _whole(head, letter)


def _whole(head: Sequence[str], letter: Letter) -> bytes:
    """Return a message: its first headers, those of MIME, and its words."""
    encoding, body = _encoded(text.message(letter))
    mime = (
        'Content-Type: text/plain; charset="utf-8"',
        f"Content-Transfer-Encoding: {encoding}",
        "MIME-Version: 1.0",
        f"Content-Language: {letter.language}",
    )
    return _END.join((*head, *mime, _END)).encode() + body


@lru_cache(maxsize=64)
def _from(email: str, name: str, *, utf8: bool = False) -> str:
    address = mail_address(email, utf8=utf8)
    if not _one_line(name):
        return _folded("From", [address])
    if not (utf8 or name.isascii()) or len(name.encode()) > _LONGEST - len(f"From: <{email}>") * 2:
        return _folded("From", [*_encoded_words("From", name), f"<{address}>"], _ENCODED_LINE)
    marked = _MARKED.sub(r"\\\1", name)
    phrase = f'"{marked}"' if _SPECIAL.search(name) else name
    return _folded("From", [*_GAP.split(phrase), f"<{address}>"])


def _to(addresses: Iterable[str], *, utf8: bool) -> str:
    *others, last = (mail_address(address, utf8=utf8) for address in addresses)
    return _folded("To", [*(f"{address}," for address in others), last])


@lru_cache(maxsize=1024)
def _subject(words: str, *, utf8: bool = False) -> str:
    as_it_is = (utf8 or words.isascii()) and len(_one_line(words).encode()) < _LONGEST - len("Subject: ")
    if as_it_is:
        return _folded("Subject", _GAP.split(words))
    return _folded("Subject", _encoded_words("Subject", words), _ENCODED_LINE)


def _encoded_words(name: str, words: str) -> list[str]:
    """Return what a header says in ASCII (RFC 2047), in pieces that are no longer than a line."""
    coded = Header(_one_line(words), "utf-8", maxlinelen=_ENCODED_LINE, header_name=name).encode(linesep=_END)
    return coded.split(f"{_END} ")


def _folded(name: str, parts: Iterable[str], longest: int = _LINE) -> str:
    """Return a header: its parts, a space between them, on as few lines as they take (RFC 5322, 2.2.3)."""
    first, *others = parts
    lines = [f"{name}: {first}"]
    for part in others:
        if len(lines[-1]) + len(part) < longest:
            lines[-1] += f" {part}"
        else:
            lines.append(f" {part}")
    return _END.join(lines)


def _one_line(words: str) -> str:
    """Return what is to stand in a header; raise ProblemsError where it could bring another one along.

    What looks encoded (RFC 2047, 2) is decoded on its way, and what it hides could be a line break.
    """
    if "=?" in words:
        message = f"{words!r} cannot stand in an e-mail: mail programs read '=?' as a code"
        raise ProblemsError([Problem("eml.encoded-word", message)])
    if "\r" in words or "\n" in words:
        message = f"{words!r} cannot stand in the head of an e-mail: one line is wanted"
        raise ProblemsError([Problem("eml.line-break", message)])
    if not words.isprintable() and (mark := first_mark(words, line_ends=True)):
        raise ProblemsError([Problem("eml.control-character", f"in the head of an e-mail {mark.words}")])
    return words


def _encoded(words: str) -> tuple[str, bytes]:
    """Return how a body is encoded, and the body.

    That is the shorter way of both, with which mostly Latin text can still be read (RFC 2045, 6.2).
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    beyond_ascii = len(words) - len(words.encode("ascii", "ignore"))
    if beyond_ascii * 6 < len(words):
        return "quoted-printable", b"\r\n".join(map(_quoted_printable, lines))
    coded = binascii.b2a_base64(_END.join(lines).encode(), newline=False)
    pieces = [coded[start : start + _ENCODED_LINE] for start in range(0, len(coded), _ENCODED_LINE)]
    return "base64", b"\r\n".join((*pieces, b""))


# Most paragraphs of a run are the same in all its letters.
@lru_cache(maxsize=512)
def _quoted_printable(line: str) -> bytes:
    return binascii.b2a_qp(line.encode()).replace(b"\n", b"\r\n")
