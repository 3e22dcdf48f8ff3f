"""PDFs: every object in the file, also those that nothing leads to any more (ISO 32000-1)."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Any, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

from advocate.core.traces import Telling
from advocate.core.traces.fields import Field, field_trace, id_trace, kind_of
from advocate.sources.inspection.found import Found, UnreadError, refuse
from advocate.sources.inspection.xmp import note_packet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.sources.inspection.found import Within


_MOST_OBJECTS: Final = 200_000
_MOST_UNPACKED: Final = 4_000_000
"""Bytes of one stream that are unpacked to be looked through."""
_MOST_IN_ALL: Final = 60_000_000
_REVISIONS: Final = 3
_STUMBLES: Final = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError, AssertionError),
)
"""pypdf has no one error for what a broken file makes it stumble on."""
_PROGRAMS: Final = {"/Creator": Field.PROGRAM, "/Producer": Field.PROGRAM, "/Title": Field.TITLE}
_RUNS: Final = {
    "/JavaScript": "a script in the file: it runs when the file is opened or clicked, and may tell somebody",
    "/Launch": "starts another program or opens another file",
    "/SubmitForm": "sends what is typed into the form somewhere",
    "/ImportData": "fetches data from elsewhere",
    "/GoToR": "leads to another file on a machine",
    "/Movie": "plays a film or a sound",
    "/RichMedia": "plays a film or a sound",
}
_SUBSET: Final = re.compile(r"/[A-Z]{6}\+")
_LINK_KINDS: Final = frozenset({"/Link", "/Widget"})


def read_pdf(data: bytes, within: Within, *, earlier: bool = True) -> Found:
    """Return what a PDF carries; raise UnreadError where it cannot be read at all.

    `within` inspects the files in it; `earlier` says whether older versions kept in the file are read too.
    """
    reading = _Reading(data, within)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not _opened(reader):
            reading.found.tell(
                "encryption", "a password is needed", "what is inside was not seen", Telling.PLAIN
            )
            reading.found.miss("encrypted", "the PDF is encrypted: only what stands outside was inspected")
            reading.surroundings(reader)
            return reading.found
        reading.surroundings(reader)
        reading.objects(reader)
    except (*_STUMBLES, PyPdfError):
        words = "the PDF is damaged"
        refuse("damaged", words)
    if earlier:
        reading.revisions()
    return reading.found


def _opened(reader: PdfReader) -> bool:
    """Return whether a PDF that only forbids something opens without a password."""
    try:
        return bool(reader.decrypt(""))
    except (PyPdfError, NotImplementedError, ImportError):
        return False


class _Reading:
    """One PDF being looked at."""

    def __init__(self, data: bytes, within: Within) -> None:
        self.found = Found()
        self._data = data
        self._within = within
        self._left = _MOST_IN_ALL
        self._fonts: dict[str, bool] = {}
        self._strings: list[str] = []
        self._links = 0

    def surroundings(self, reader: PdfReader) -> None:
        """Take in what stands around the objects: information, ids, the first and last bytes."""
        trailer = reader.trailer
        info = trailer.get("/Info")
        info = info.get_object() if info is not None else None
        if isinstance(info, DictionaryObject) and "/Encrypt" not in trailer:
            self._info("PDF information", info)
        ids = trailer.get("/ID")
        if isinstance(ids, ArrayObject) and len(ids) == 2:  # noqa: PLR2004 - ISO 32000-1, 14.4
            first, last = (_hexadecimal(each.get_object()) for each in ids)
            self.found.traces.append(id_trace("PDF ID", first))
            if first != last:
                self.found.tell(
                    "PDF ID", last, "the file was saved again after it was first made", Telling.TELLS
                )
        begin = self._data.find(b"%PDF")
        if self._data[:begin].strip():
            self._hidden("before the beginning", self._data[:begin])
        end = self._data.rfind(b"%%EOF")
        if end >= 0 and self._data[end + 5 :].strip(b"\0\r\n\t "):
            self._hidden("after the end", self._data[end + 5 :])

    def _hidden(self, where: str, data: bytes) -> None:
        self.found.tell(where, f"{len(data)} bytes", "what no reader of PDFs shows", Telling.IDENTIFIES)
        self.found.text(where, data.decode("latin-1"))

    def _info(self, where: str, info: DictionaryObject) -> None:
        for name, value in info.items():
            kind = _PROGRAMS.get(name) or kind_of(name)
            self.found.named(where, name.removeprefix("/"), _text(value), kind)

    def objects(self, reader: PdfReader) -> None:
        """Take in every object, and then what was counted."""
        lost = 0
        for each in _objects(reader):
            if each is None:
                lost += 1
            else:
                self._walk(each)
        if lost:
            self.found.miss("damaged", f"{lost} of the PDF's objects cannot be read")
        for name, whole in sorted(self._fonts.items()):
            short = name.removeprefix("/")
            if whole:
                tells = "a font by its name: which fonts its writer's programs use"
                self.found.tell("PDF font", short, tells, Telling.TELLS)
            else:
                self.found.tell("PDF font", short, "a part of a font, in the file", Telling.PLAIN)
        if self._links:
            self.found.tell("PDF links", self._links, "only followed when clicked", Telling.PLAIN)
        self.found.text("texts in the PDF", "\n".join(self._strings), seen=True)

    def _walk(self, top: Any) -> None:  # noqa: ANN401 - any object that a PDF can hold
        stack, seen = [(top, 0)], 0
        while stack:
            each, level = stack.pop()
            seen += 1
            if seen > _MOST_OBJECTS:
                words = f"an object of the PDF has more than {_MOST_OBJECTS:,} parts"
                refuse("too-much", words)
            if isinstance(each, TextStringObject):
                self._strings.append(str(each))
            elif isinstance(each, ByteStringObject):
                self._strings.append(bytes(each).decode("latin-1"))
            elif isinstance(each, ArrayObject):
                stack += [(inner, level + 1) for inner in each if not isinstance(inner, IndirectObject)]
            elif isinstance(each, DictionaryObject):
                self._dictionary(each)
                stack += [
                    (inner, level + 1) for inner in each.values() if not isinstance(inner, IndirectObject)
                ]

    def _dictionary(self, one: DictionaryObject) -> None:
        kind, subtype, action = (_name(one, key) for key in ("/Type", "/Subtype", "/S"))
        if subtype and "/Rect" in one:
            self._annotation(one, subtype)
        if action in _RUNS or "/JS" in one:
            name = action if action in _RUNS else "/JavaScript"
            code = _text(one.get("/JS") or one.get("/F") or one.get("/URI") or name)
            self.found.tell(f"PDF {name.removeprefix('/')}", code, _RUNS[name], Telling.IDENTIFIES)
        if action == "/URI" or (kind == "/Action" and "/URI" in one):
            self._links += 1
        if kind in {"/Filespec", "/F"} or "/EF" in one:
            name = _text(one.get("/UF") or one.get("/F") or "")
            if name:
                self.found.tell(
                    "PDF attached file",
                    name,
                    "a file that lies in the PDF, or that it leads to",
                    Telling.TELLS,
                )
                self.found.text("PDF attached file", name)
        if kind == "/Font" or "/BaseFont" in one:
            name = _text(one.get("/BaseFont") or "?")
            self._fonts[name] = not _SUBSET.match(name)
        if kind == "/Sig" or "/ByteRange" in one:
            self._signature(one)
        self._marks(one, kind)
        if isinstance(one, StreamObject):
            self._stream(one, kind, subtype)

    def _marks(self, one: DictionaryObject, kind: str) -> None:
        """Take in what programs leave in pages, catalogues and layers."""
        if "/PieceInfo" in one:
            programs = ", ".join(str(name).removeprefix("/") for name in _dictionary(one["/PieceInfo"]))
            tells = "what a program keeps for itself, perhaps the drawing before it was changed"
            self.found.tell("PDF notes of programs", programs, tells, Telling.TELLS)
        if "/LastModified" in one:
            self.found.traces.append(
                field_trace("PDF page LastModified", _text(one["/LastModified"]), Field.DATE)
            )
        if "/Thumb" in one:
            self.found.tell(
                "PDF thumbnail",
                "of a page",
                "a small picture of the page, perhaps of an earlier state",
                Telling.TELLS,
            )
        if "/XFA" in one:
            self.found.tell(
                "PDF form", "XFA", "a second form in XML, with what was typed into it", Telling.TELLS
            )
        if kind == "/OCG":
            self.found.tell(
                "PDF layer", _text(one.get("/Name") or "?"), "a layer, which can be hidden", Telling.TELLS
            )
        if kind == "/Catalog":
            for key, tells in (
                ("/Lang", "the language, for screen readers"),
                ("/StructTreeRoot", "read aloud part by part"),
            ):
                if key in one:
                    what = _text(one[key]) if key == "/Lang" else "tagged"
                    self.found.tell(f"PDF {key.removeprefix('/')}", what, tells, Telling.PLAIN)

    def _annotation(self, one: DictionaryObject, subtype: str) -> None:
        where = f"PDF {subtype.removeprefix('/')}"
        for key, kind in (("/M", Field.DATE), ("/CreationDate", Field.DATE), ("/Contents", Field.WORDS)):
            if subtype == "/Link" and key == "/Contents":
                continue
            if key in one:
                self.found.named(where, key.removeprefix("/"), _text(one[key]), kind)
        if "/T" in one and subtype not in _LINK_KINDS:
            self.found.named(where, "author", _text(one["/T"]), Field.PERSON)
        if subtype == "/Widget" and "/V" in one:
            self.found.named(where, "value", _text(one["/V"]), Field.WORDS)

    def _signature(self, one: DictionaryObject) -> None:
        self.found.tell(
            "PDF signature", "a digital signature", "who signed, by a certificate", Telling.IDENTIFIES
        )
        kinds = {
            "/Name": Field.PERSON,
            "/Location": Field.PLACE,
            "/ContactInfo": Field.PERSON,
            "/M": Field.DATE,
        }
        for key, kind in kinds.items():
            if key in one:
                self.found.named("PDF signature", key.removeprefix("/"), _text(one[key]), kind)

    def _stream(self, one: StreamObject, kind: str, subtype: str) -> None:
        if kind == "/Metadata" or subtype == "/XML":
            note_packet(self.found, "XMP", self._content(one))
        elif kind == "/EmbeddedFile":
            self._embedded(one)
        elif subtype == "/Image":
            if "/DCTDecode" in _filters(one):
                self._within.open(self.found, "picture in the PDF", "picture.jpg", self._content(one))
        elif not any(key in one for key in ("/Length1", "/Length2", "/Length3")) and kind not in {
            "/XRef",
            "/ObjStm",
        }:
            content = self._content(one)
            if subtype != "/Form" and kind != "/XObject" and b"/CIDInit" in content[:400]:
                return
            self.found.text("a stream of the PDF", content.decode("latin-1"), seen=True)

    def _embedded(self, one: StreamObject) -> None:
        content = self._content(one)
        parameters = _dictionary(one.get("/Params"))
        for key in ("/CreationDate", "/ModDate"):
            if key in parameters:
                self.found.named(
                    "PDF attached file", key.removeprefix("/"), _text(parameters[key]), Field.DATE
                )
        self._within.open(self.found, "file in the PDF", "attached", content)

    def _content(self, one: StreamObject) -> bytes:
        """Return the content of a stream, as far as it is looked through; all streams share a bound."""
        filters = _filters(one)
        packed = bytes(one._data)  # noqa: SLF001 - pypdf unpacks up to 75 MB, and keeps it
        if not filters or (filters[-1] in {"/DCTDecode", "/JPXDecode"} and len(filters) == 1):
            content = packed
        elif filters in (["/FlateDecode"], ["/Fl"]):
            content = _inflated(packed)
        elif len(packed) < _MOST_UNPACKED // 4:
            content = one.get_data()
        else:
            content = b""
        self._left -= len(content)
        if self._left < 0:
            words = f"the PDF unpacks to more than {_MOST_IN_ALL // 1_000_000} MB"
            refuse("too-much", words)
        return content

    def revisions(self) -> None:
        """Take in the older versions that lie in the file, where it was saved by adding to it (7.5.6)."""
        ends = [found.end() for found in re.finditer(rb"startxref\s+\d+\s+%%EOF", self._data)]
        if b"/Linearized" in self._data[:1024]:
            # There the first of two tables is no earlier version (annex F).
            ends = ends[1:]
        for number, end in enumerate(ends[:-1][:_REVISIONS], start=1):
            tells = "the file as it was before, with all that was taken out or written over since"
            self.found.tell("PDF earlier version", f"{number} of {len(ends) - 1}", tells, Telling.IDENTIFIES)
            try:
                older = read_pdf(self._data[:end], self._within, earlier=False)
            except UnreadError:
                continue
            self.found.within(f"earlier version {number}", older)


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Yield every object of a file once, and None for one that cannot be read."""
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > _MOST_OBJECTS:
        words = f"the PDF has more than {_MOST_OBJECTS:,} objects"
        refuse("too-much", words)
    for number, generation in sorted(numbers):
        try:
            yield reader.get_object(IndirectObject(number, generation, reader))
        except (*_STUMBLES, PyPdfError):
            yield None


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _MOST_UNPACKED)
    except zlib.error:
        return b""


def _filters(one: DictionaryObject) -> list[str]:
    found = one.get("/Filter")
    found = found.get_object() if found is not None else None
    if found is None or isinstance(found, NullObject):
        return []
    return [str(each) for each in found] if isinstance(found, ArrayObject) else [str(found)]


def _name(one: DictionaryObject, key: str) -> str:
    value = one.get(key)
    return str(value) if isinstance(value, str) else ""


def _dictionary(value: Any) -> DictionaryObject:  # noqa: ANN401 - any object that a PDF can hold
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _text(value: Any) -> str:  # noqa: ANN401 - any object that a PDF can hold
    found = value.get_object() if hasattr(value, "get_object") else value
    if isinstance(found, StreamObject):
        raw = bytes(found._data)  # noqa: SLF001 - as above
        return (_inflated(raw) if _filters(found) else raw)[:400].decode("latin-1")
    if isinstance(found, bytes):
        return found.decode("latin-1")
    return str(found) if isinstance(found, (str, int, float)) else ""


def _hexadecimal(value: Any) -> str:  # noqa: ANN401 - any object that a PDF can hold
    raw = (
        value
        if isinstance(value, bytes)
        else getattr(value, "original_bytes", str(value).encode("latin-1", "replace"))
    )
    return bytes(raw).hex()
