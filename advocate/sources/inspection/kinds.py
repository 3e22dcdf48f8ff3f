"""Which kind of file it is, by its first bytes, and everything that is found in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from advocate.core.traces import Inspected, Piece, heaviest_first, shown
from advocate.core.traces.machine import scan
from advocate.sources.inspection.found import Found, UnreadError, Within, refuse
from advocate.sources.inspection.mail import looks_like_mail, read_mail
from advocate.sources.inspection.page import read_html
from advocate.sources.inspection.plain import read_json, read_text

if TYPE_CHECKING:
    from advocate.core.traces import Machine, Trace

_HTML: Final = re.compile(
    rb"\s*(?:<!--.{0,500}-->\s*)?<(?:!doctype html|html|head|body|meta|title)\b", re.IGNORECASE | re.DOTALL
)
_SVG: Final = re.compile(rb"<(?:\w+:)?svg\b")
_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8")
_MOST_UNREAD: Final = 20
"""How many parts of one file are told that could not be inspected."""
_LARGEST_RAW: Final = 4_000_000
"""Bytes of a file that are looked through as they are."""
_KNOWN_NOT: Final = (
    (
        b"PK\x03\x04",
        0,
        "a ZIP archive, or an office document: unpack it, or save it as PDF, and inspect that",
    ),
    (
        b"{\\rtf",
        0,
        "a text of an office program (RTF), which can name its author: save it as PDF, and inspect that",
    ),
    (b"\xd0\xcf\x11\xe0", 0, "an old office document: save it as PDF, and inspect that"),
    (
        b"ftyp",
        4,
        "a picture of a telephone's camera (HEIC, AVIF) or a film: save it as JPEG, and inspect that",
    ),
    (b"\x1f\x8b", 0, "compressed: unpack it, and inspect that"),
    (b"SQLite format 3", 0, "a database, such as the log: 'advocate log' shows what stands in it"),
)


def inspect_bytes(name: str, data: bytes, machine: Machine) -> tuple[Inspected, tuple[tuple[str, str], ...]]:
    """Return what a file carries, and what of it could not be inspected: a slug for the code, and words."""
    try:
        found = look(name, data, 0)
    except UnreadError as error:
        found = Found(unread=[(error.slug, str(error))])
    traces = [*found.traces]
    traces += [trace for trace in scan(found.pieces, machine) if not _is_told(trace, found.traces)]
    traces += _in_the_bytes(data, machine, traces)
    # Names of parts come from the file: nothing in them may reach a terminal as it is.
    told = (replace(trace, where=shown(trace.where), what=shown(trace.what)) for trace in traces)
    return Inspected(name, heaviest_first(told)), tuple(dict.fromkeys(found.unread))[:_MOST_UNREAD]


def _is_told(trace: Trace, known: list[Trace]) -> bool:
    """Return whether a field says already, as a whole, what was found in its words."""
    mine = (each for each in known if each.where == trace.where and each.weight is trace.weight)
    return any(trace.what in each.what for each in mine)


def _in_the_bytes(data: bytes, machine: Machine, known: list[Trace]) -> list[Trace]:
    """Return what stands anywhere in the bytes, in Latin letters or in UTF-16, and was not found already."""
    text = data[:_LARGEST_RAW].replace(b"\0", b"").decode("latin-1")
    found = scan([Piece("the bytes of the file", text, seen=True)], machine)
    told = "\n".join(trace.what for trace in known)
    return [trace for trace in found if trace.what not in told]


def look(name: str, data: bytes, depth: int) -> Found:
    """Return what a file carries, whatever kind it is; raise UnreadError where nobody here can read it."""
    if not data:
        return Found()
    if b"%PDF-" in data[:1024]:
        # What only pictures or PDFs need is loaded for them alone.
        from advocate.sources.inspection.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(data, Within(look, depth))
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        from advocate.sources.inspection.picture import read_picture  # noqa: PLC0415

        return read_picture(data)
    return _look_at_text(name, data, Within(look, depth))


def _look_at_text(name: str, data: bytes, within: Within) -> Found:
    for mark, at, words in _KNOWN_NOT:
        if data.startswith(mark, at):
            refuse("unknown-type", words)
    ending = name.casefold().rpartition(".")[2]
    if ending == "svg" or (_SVG.search(data[:2000]) and data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"):
        from advocate.sources.inspection.drawing import read_svg  # noqa: PLC0415

        return read_svg(data, within)
    if ending in {"html", "htm", "xhtml"} or _HTML.match(data):
        return read_html(data, within)
    if ending == "eml" or (ending not in {"txt", "csv", "json", "vcf"} and looks_like_mail(data)):
        return read_mail(data, within)
    if ending == "json":
        return read_json(data)
    return read_text(data)
