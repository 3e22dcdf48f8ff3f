"""XMP, the description that programs put into PDFs and pictures (ISO 16684-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from advocate.core.traces import Telling
from advocate.core.traces.fields import Field, kind_of
from advocate.sources.inspection.found import Found, UnreadError
from advocate.sources.inspection.xml_parts import xml_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMA: Final = frozenset({"pdfaSchema", "pdfaProperty", "pdfaType", "pdfaField", "pdfaExtension"})
"""PDF/A wants every field explained (ISO 19005-2, 6.6.2.3.2): words about words, the same in every file."""
_STRUCTURE: Final = frozenset({"about", "lang", "parseType", "resource", "datatype", "nodeID", "ID", "li"})


def read_xmp(data: bytes, where: str = "XMP") -> Found:
    """Return what an XMP packet tells; one that cannot be read is told, not raised."""
    found = Found()
    try:
        for name, value in _fields(data):
            kind = kind_of(name)
            # `dc:creator` is a person; the program stands in `xmp:CreatorTool`.
            found.named(where, name, value, Field.PERSON if name == "creator" else kind)
    except UnreadError as error:
        found.miss(error.slug, f"{where}: {error}")
    return found


def _fields(data: bytes) -> Iterator[tuple[str, str]]:
    start = data.find(b"<")
    for part in xml_parts(data[max(0, start) :].rstrip(b"\0 \t\r\n")):
        if part.prefix in _SCHEMA:
            continue
        name = part.name.rpartition("/")[2]
        if part.kind in {"text", "comment"} or (
            part.kind == "attribute" and name not in _STRUCTURE and not name.startswith("xmlns")
        ):
            yield name, part.value


def note_packet(found: Found, where: str, data: bytes) -> None:
    """Take in an XMP packet that stands in a file."""
    inner = read_xmp(data, where)
    found.extend(inner.traces)
    found.pieces += inner.pieces
    found.unread += inner.unread
    if not inner.traces and not inner.unread:
        found.tell(where, f"{len(data)} bytes", "an empty description", Telling.PLAIN)
