"""Pictures: everything in them that does not paint. No pixel is unpacked, so that none can be a bomb."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Final

from PIL import Image, UnidentifiedImageError

from advocate.core.traces import Telling
from advocate.core.traces.fields import Field
from advocate.sources.inspection.exif import note_exif, read_exif
from advocate.sources.inspection.found import Found, refuse
from advocate.sources.inspection.xmp import note_packet

if TYPE_CHECKING:
    from collections.abc import Iterator

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_MOST_TEXT: Final = 1_000_000
_AFTER_END: Final = "whatever was put behind the picture; no program shows it"
_C2PA: Final = "a signed record of who made and changed it (C2PA)"
_PROFILE: Final = "how colours are meant; a profile of a screen or printer can name it"
_PLAIN_CHUNKS: Final = frozenset(
    {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "sBIT", "sRGB", "bKGD", "hIST", "pHYs", "sPLT"}
    | {"acTL", "fcTL", "fdAT", "cICP", "mDCV", "cLLI"}
)


def read_picture(data: bytes) -> Found:
    """Return what a picture carries; raise UnreadError where it is damaged beyond reading."""
    if data.startswith(_PNG):
        return read_png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return read_jpeg(data)
    return read_webp(data) if data.startswith(b"RIFF") else read_other(data)


def read_png(data: bytes) -> Found:
    """Return what a PNG carries (ISO/IEC 15948): texts, times, EXIF, XMP, and what follows its end."""
    found = Found()
    at, kind = len(_PNG), ""
    while kind != "IEND":
        if len(data) < at + 12:
            found.miss("cut-off", "the PNG is cut off; what was there was inspected")
            break
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8].decode("latin-1")
        _png_chunk(found, kind, data[at + 8 : at + 8 + length])
        at += 12 + length
    _trailing(found, data[at:])
    return found


def _png_chunk(found: Found, kind: str, body: bytes) -> None:
    where = f"PNG {kind}"
    if kind in {"tEXt", "zTXt", "iTXt"}:
        name, value = _png_text(kind, body)
        if name == "XML:com.adobe.xmp":
            note_packet(found, "XMP", value.encode())
        elif name.startswith("Raw profile type"):
            found.tell(where, name, "EXIF or other notes, as ImageMagick packs them", Telling.IDENTIFIES)
            found.text(where, value)
        else:
            found.named(where, name, value)
    elif kind == "tIME" and len(body) == struct.calcsize(">HBBBBB"):
        year, month, day, hour, minute, second = struct.unpack(">HBBBBB", body)
        when = f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        found.named("PNG", "tIME", when, Field.DATE)
    elif kind == "eXIf":
        _within(found, "EXIF", body)
    elif kind == "iCCP":
        found.tell("colour profile", body.partition(b"\0")[0].decode("latin-1"), _PROFILE, Telling.TELLS)
    elif kind == "caBX":
        found.tell(where, f"{len(body)} bytes", _C2PA, Telling.IDENTIFIES)
    elif kind not in _PLAIN_CHUNKS:
        found.tell(where, f"{len(body)} bytes", "something that only one program writes", Telling.TELLS)
        found.text(where, body.decode("latin-1"))


def _png_text(kind: str, body: bytes) -> tuple[str, str]:
    name, _, rest = body.partition(b"\0")
    if kind == "tEXt":
        return name.decode("latin-1"), rest.decode("latin-1")
    if kind == "zTXt":
        return name.decode("latin-1"), _unpacked(rest[1:]).decode("latin-1")
    packed, rest = rest[:1], rest[2:]
    text = rest.split(b"\0", 2)[-1]
    return name.decode("latin-1"), (_unpacked(text) if packed == b"\1" else text).decode("utf-8", "replace")


def _unpacked(data: bytes) -> bytes:
    """Return what was packed, and no more than a megabyte of it."""
    try:
        return zlib.decompressobj().decompress(data, _MOST_TEXT)
    except zlib.error:
        return b"(damaged)"


def read_jpeg(data: bytes) -> Found:
    """Return what a JPEG carries (ITU-T T.81, annex B): its segments, and what follows its end."""
    found = Found()
    at, whole = 2, False
    while at + 4 <= len(data):
        if data[at] != 0xFF:  # noqa: PLR2004 - annex B.1.1.2: every marker begins so
            break
        marker = data[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - fill bytes
            at += 1
            continue
        if marker == 0xDA:  # noqa: PLR2004 - start of scan: the pixels, up to the end of the picture
            end = data.find(b"\xff\xd9", at)
            whole = end >= 0
            _trailing(found, _after_jpeg(data, at) if whole else b"")
            break
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        _jpeg_segment(found, marker, data[at + 4 : at + 2 + length])
        at += 2 + max(2, length)
    if not whole:
        found.miss("cut-off", "the JPEG is cut off; what was there was inspected")
    return found


def _after_jpeg(data: bytes, at: int) -> bytes:
    """Return what follows the end of the picture that is being read at `at`.

    In pixels an FF is followed by 00 or a restart, so the first marker that is an end is its end; a scan of a
    progressive picture is followed by tables and the next one.
    """
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return b""
        marker = data[at + 1]
        if marker == 0xD9:  # noqa: PLR2004 - end of image
            return data[at + 2 :]
        if marker in {0xDA, 0xC4, 0xDB, 0xDC, 0xDD}:
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
        else:
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004 - fill bytes


_APP0, _APP1, _APP2, _APP11, _APP13, _APP14, _APP15, _COM = 0xE0, 0xE1, 0xE2, 0xEB, 0xED, 0xEE, 0xEF, 0xFE
_JFIF_HEAD: Final = 14
"""Bytes of a JFIF header without a thumbnail (ITU-T T.871, 10.1)."""


def _jpeg_segment(found: Found, marker: int, body: bytes) -> None:
    head = body[:32]
    if marker == _APP1 and head.startswith(b"Exif\0\0"):
        _within(found, "EXIF", body)
    elif marker == _APP1 and b"ns.adobe.com/xap" in head:
        note_packet(found, "XMP", body.partition(b"\0")[2])
    elif marker == _APP2 and head.startswith(b"ICC_PROFILE"):
        _icc(found, body[_JFIF_HEAD:])
    elif marker == _COM:
        found.named("JPEG", "comment", body.decode("utf-8", "replace"))
    elif _APP0 <= marker <= _APP15:
        _jpeg_notes(found, marker, body)


def _jpeg_notes(found: Found, marker: int, body: bytes) -> None:
    head, size = body[:32], f"{len(body)} bytes"
    if marker == _APP0 and head.startswith((b"JFIF", b"JFXX")):
        if head.startswith(b"JFXX") or len(body) > _JFIF_HEAD:
            found.tell("JPEG thumbnail", size, "a small copy of the picture", Telling.TELLS)
    elif marker == _APP2 and head.startswith(b"MPF"):
        found.tell("JPEG MPF", size, "more pictures in the same file", Telling.TELLS)
    elif marker == _APP13:
        tells = "captions, names and places, as picture editors and press agencies write them (IPTC)"
        found.tell("JPEG Photoshop notes", size, tells, Telling.IDENTIFIES)
        found.text("JPEG Photoshop notes", body.decode("latin-1"))
    elif marker == _APP11 and b"c2pa" in body:
        found.tell("JPEG C2PA", size, _C2PA, Telling.IDENTIFIES)
    elif not (marker == _APP14 and head.startswith(b"Adobe")):
        what = head.partition(b"\0")[0].decode("latin-1") or size
        where = f"JPEG APP{marker - _APP0}"
        found.tell(where, what, "something that only some programs write", Telling.TELLS)
        found.text(where, body.decode("latin-1"))


def _icc(found: Found, profile: bytes) -> None:
    name = ""
    at = profile.find(b"desc", 128)
    if at >= 0:
        begin = int.from_bytes(profile[at + 4 : at + 8], "big")
        size = min(200, int.from_bytes(profile[at + 8 : at + 12], "big"))
        raw = profile[begin : begin + size]
        name = "".join(mark for mark in raw.decode("latin-1") if mark.isprintable())
        name = name.removeprefix("desc").removeprefix("mluc")
    found.tell("colour profile", name or f"{len(profile)} bytes", _PROFILE, Telling.TELLS)


def read_webp(data: bytes) -> Found:
    """Return what a WebP carries (RFC 9649): its chunks, and what follows its end."""
    found = Found()
    end = 8 + int.from_bytes(data[4:8], "little")
    for kind, body in _riff(data, end):
        if kind == "EXIF":
            _within(found, "EXIF", body)
        elif kind == "XMP ":
            note_packet(found, "XMP", body)
        elif kind == "ICCP":
            _icc(found, body)
        elif kind not in {"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"}:
            found.tell(
                f"WebP {kind}", f"{len(body)} bytes", "something that only one program writes", Telling.TELLS
            )
    if end > len(data):
        found.miss("cut-off", "the WebP is cut off; what was there was inspected")
    _trailing(found, data[end:])
    return found


def _riff(data: bytes, end: int) -> Iterator[tuple[str, bytes]]:
    at = 12
    while at + 8 <= min(end, len(data)):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + length]
        kind = data[at : at + 4].decode("latin-1")
        at += 8 + length + length % 2
        yield kind, body


def read_other(data: bytes) -> Found:
    """Return what a TIFF or GIF carries; raise UnreadError where Pillow cannot read it."""
    try:
        with Image.open(io.BytesIO(data), formats=("TIFF", "GIF")) as picture:
            found = note_exif(picture.getexif())
            notes = dict(picture.info)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, Image.DecompressionBombError):
        words = "the picture is damaged, or too large to be looked at"
        refuse("damaged", words)
    for name, value in notes.items():
        raw = value if isinstance(value, bytes) else str(value).encode()
        if name == "icc_profile":
            _icc(found, raw)
        elif name == "xmp":
            note_packet(found, "XMP", raw)
        elif name == "comment":
            found.named("picture", name, raw.decode("utf-8", "replace"))
    return found


def _within(found: Found, where: str, body: bytes) -> None:
    try:
        inner = read_exif(body)
    except (ValueError, SyntaxError, OSError, KeyError, TypeError, struct.error):
        found.miss("damaged", f"{where}: it is damaged")
        found.tell(where, f"{len(body)} bytes", "notes of a camera that cannot be read", Telling.IDENTIFIES)
        return
    if not inner.traces:
        found.tell(where, f"{len(body)} bytes", "notes of a camera, empty or damaged", Telling.TELLS)
    found.extend(inner.traces)
    found.pieces += inner.pieces


def _trailing(found: Found, rest: bytes) -> None:
    if rest.strip(b"\0\r\n "):
        found.tell("after the end", f"{len(rest)} bytes", _AFTER_END, Telling.IDENTIFIES)
        found.text("after the end", rest[:_MOST_TEXT].decode("latin-1"))
