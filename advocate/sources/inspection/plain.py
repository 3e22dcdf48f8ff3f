"""JSON, and texts of every kind: letters, tables, visiting cards."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from advocate.core.traces import Telling
from advocate.core.traces.fields import Field, field_trace, kind_of
from advocate.core.traces.times import SECONDS
from advocate.sources.inspection.found import Found, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_TIME: Final = re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?Z?")
_CARD: Final = re.compile(
    r"^(PRODID|REV|UID|CREATED|DTSTAMP|LAST-MODIFIED|X-[\w-]+)[^:\n]*:(.+)$", re.MULTILINE | re.IGNORECASE
)
_COORDINATES: Final = frozenset(
    {"latitude", "longitude", "lat", "lon", "lng", "coordinates", "geo", "timezone", "tz"}
)
_MOST_VALUES: Final = 200_000
_ADDRESSES: Final = "whoever reads the file sees them"


def read_json(data: bytes) -> Found:
    """Return what a JSON text carries; raise UnreadError where it is none, or nested without end."""
    found = Found()
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        words = "it is no JSON, or nested too deep"
        refuse("damaged", words)
    others, texts = 0, []
    for key, each in _values(value):
        kind = _kind(key, each)
        if kind is None:
            others += 1
        else:
            found.traces.append(field_trace(f"key {key}", each, kind))
        if isinstance(each, str):
            texts.append(each)
    text = "\n".join(texts)
    found.text("values", text, seen=True)
    _addresses(found, text)
    found.tell("other values", f"{others}", "what the file is there to say", Telling.PLAIN)
    return found


def _kind(key: str, value: object) -> Field | None:
    """Return what a value tells beside what it is there to say, or None."""
    name = key.rpartition(".")[2].removesuffix("[]")
    kind = kind_of(name)
    if value in {None, "", True, False}:
        return None
    if kind is Field.DATE:
        dated = isinstance(value, str) and re.match(r"\d|[A-Z][a-z]{2},? ", value)
        counted = isinstance(value, int) and SECONDS.fullmatch(str(value))
        return Field.DATE if dated or counted else None
    if kind is Field.PLACE:
        return Field.PLACE if name.casefold() in _COORDINATES else None
    if kind is Field.MACHINE and name.casefold() in {"path", "filename", "filepath", "home"}:
        # One that leads into a machine is found by its beginning, wherever it stands.
        return None
    return kind if kind in {Field.PERSON, Field.SERIAL, Field.MACHINE, Field.PROGRAM, Field.ID} else None


def _values(value: object) -> Iterator[tuple[str, str | int | float | bool | None]]:
    """Yield every value with the keys that lead to it; a list's items have the key of the list."""
    stack: list[tuple[str, object]] = [("", value)]
    count = 0
    while stack:
        key, each = stack.pop()
        count += 1
        if count > _MOST_VALUES:
            words = f"it has more than {_MOST_VALUES:,} values"
            refuse("too-much", words)
        if isinstance(each, dict):
            stack += [
                (f"{key}.{name}" if key else str(name), inner) for name, inner in reversed(each.items())
            ]
        elif isinstance(each, list):
            stack += [(f"{key}[]", inner) for inner in reversed(each)]
        elif each is None or isinstance(each, (str, int, float)):
            yield key, each


def read_text(data: bytes) -> Found:
    """Return what a text carries; raise UnreadError where it is none."""
    found = Found()
    text = decoded(data)
    if text is None:
        words = "a kind of file that is not known: e-mails, PDFs, web pages, JSON, texts and pictures are"
        refuse("unknown-type", words)
    found.text("the words", text, seen=True)
    _addresses(found, text)
    times = dict.fromkeys(_TIME.findall(text))
    if times:
        found.tell(
            "the words", f"{len(times)} points in time, such as {next(iter(times))}", "when", Telling.TELLS
        )
    if re.match(r"BEGIN:V(?:CARD|CALENDAR)", text, re.IGNORECASE):
        for name, value in _CARD.findall(text):
            kind = {"prodid": Field.PROGRAM, "uid": Field.ID}.get(name.casefold(), Field.DATE)
            kind = Field.OTHER if name.startswith("X-") else kind
            found.traces.append(field_trace(f"line {name}", value.strip(), kind))
    ends = "\\r\\n" if "\r\n" in text else "\\n"
    found.tell(
        "line ends", ends, "how lines end: as in e-mails and under Windows, or as elsewhere", Telling.PLAIN
    )
    return found


def decoded(data: bytes) -> str | None:
    """Return a text in UTF-8 or UTF-16, or None for what is none."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _addresses(found: Found, text: str) -> None:
    addresses = dict.fromkeys(_EMAIL.findall(text))
    if addresses:
        count = "an e-mail address" if len(addresses) == 1 else f"{len(addresses)} e-mail addresses"
        found.tell("the words", f"{count}: {', '.join([*addresses][:3])}", _ADDRESSES, Telling.VISIBLE)
