"""E-mails: every header of every part, and each attachment as the file that it is."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import TYPE_CHECKING, Final

from advocate.core.traces import Telling
from advocate.core.traces.headers import header_trace, parameter_traces
from advocate.sources.inspection.found import Found, refuse
from advocate.sources.inspection.page import read_html

if TYPE_CHECKING:
    from email.message import Message
    from typing import NoReturn

    from advocate.sources.inspection.found import Within

_MOST_PARTS: Final = 500
_MOST_HEADERS: Final = 1_000
_DEEPEST: Final = 30
"""How deep parts stand in parts: a forward of a forward of a forward has about ten."""
_WITH_PARAMETERS: Final = ("content-type", "content-disposition")
_LONGEST_CODED: Final = 20_000
"""Characters of a header that is decoded: nobody writes more, and decoding takes its square in time."""
_USUAL: Final = "This is a multi-part message in MIME format."
_HEAD: Final = re.compile(rb"[!-9;-~]{1,76}:[ \t\r\n]")


def looks_like_mail(data: bytes) -> bool:
    """Return whether a text begins with headers of an e-mail, one of which every e-mail has."""
    head = data.lstrip(b"\xef\xbb\xbf")[:20_000].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    known = (b"from:", b"to:", b"received:", b"mime-version:", b"subject:", b"return-path:", b"message-id:")
    return bool(_HEAD.match(head)) and any(line.lower().startswith(known) for line in head.split(b"\n"))


def read_mail(data: bytes, within: Within) -> Found:
    """Return what an e-mail carries; `within` inspects what is attached to it.

    Raises UnreadError where its parts are too many, or too deep in each other, to be looked at.
    """
    found = Found()
    try:
        message = message_from_bytes(data, policy=policy.compat32)
    except RecursionError:
        _too_deep()
    stack: list[tuple[str, Message, int]] = [("", message, 0)]
    count = 0
    while stack:
        name, part, level = stack.pop()
        count += 1
        if level > _DEEPEST:
            _too_deep()
        if count > _MOST_PARTS:
            words = f"the e-mail has more than {_MOST_PARTS} parts"
            refuse("too-much", words)
        inner = Found()
        children = _part(inner, part, within)
        if name:
            found.within(name, inner)
        else:
            found = inner
        stack += [
            (f"{name}.{at}" if name else f"part {at}", child, level + 1) for at, child in reversed(children)
        ]
    return found


def _too_deep() -> NoReturn:
    words = f"the parts of the e-mail are nested more than {_DEEPEST} deep"
    refuse("too-much", words)


def _part(found: Found, part: Message, within: Within) -> list[tuple[int, Message]]:
    """Take in one part, and return those in it with their numbers."""
    headers = part.items()
    if len(headers) > _MOST_HEADERS:
        words = f"the e-mail has more than {_MOST_HEADERS:,} headers"
        refuse("too-much", words)
    for name, value in headers:
        words = _decoded(value)
        found.traces.append(header_trace(name, words))
        found.text(
            f"header {name}", words, seen=name.lower() in {"from", "to", "cc", "subject", "reply-to", "date"}
        )
        if name.lower() in _WITH_PARAMETERS:
            found.extend(parameter_traces(f"header {name}", _parameters(part, name)))
    if part.get_unixfrom():
        found.tell(
            "first line", part.get_unixfrom(), "the mailbox file it was taken from, and when", Telling.TELLS
        )
    for place, text in (("before the parts", part.preamble), ("after the parts", part.epilogue)):
        if text and text.strip() and text.strip() != _USUAL:
            found.tell(place, text, "words that mail programs do not show", Telling.TELLS)
            found.text(place, text)
    payload = part.get_payload()
    if isinstance(payload, list):
        return [*enumerate(payload, start=1)]
    _content(found, part, within)
    return []


def _content(found: Found, part: Message, within: Within) -> None:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data:
        return
    name = _decoded(part.get_filename() or "")
    kind = part.get_content_type()
    if kind == "text/plain" and not name:
        found.text("the words", _text(part, data), seen=True)
    elif kind == "text/html" and not name:
        found.within("HTML", read_html(data, within))
    else:
        within.open(found, f"attachment {name or kind}", name or _name_for(kind), data)


def _name_for(kind: str) -> str:
    return f"part.{kind.rpartition('/')[2]}"


def _text(part: Message, data: bytes) -> str:
    try:
        return data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return data.decode("latin-1")


def _parameters(part: Message, name: str) -> tuple[tuple[str, str], ...]:
    try:
        found: list[tuple[str, object]] = [*(part.get_params(header=name, failobj=[]) or [])]
    except (ValueError, LookupError, TypeError):
        return ()
    # One in RFC 2231's way has its charset, its language and its value.
    return tuple((key, _decoded(value[2] if isinstance(value, tuple) else value)) for key, value in found[1:])


def _decoded(value: object) -> str:
    """Return the words of a header: encoded words are decoded where they can be (RFC 2047)."""
    text = str(value)
    if len(text) > _LONGEST_CODED:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError, AssertionError, IndexError):
        return text
