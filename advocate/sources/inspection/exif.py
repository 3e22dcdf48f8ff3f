"""EXIF, what cameras and programs write into pictures (CIPA DC-008): place, time, device, thumbnail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PIL import ExifTags, Image

from advocate.core.traces import Telling
from advocate.core.traces.fields import Field, kind_of
from advocate.sources.inspection.found import Found

if TYPE_CHECKING:
    from collections.abc import Mapping

_GPS: Final = 0x8825
_CAMERA: Final = 0x8769
_THUMBNAIL: Final = ExifTags.IFD.IFD1
_MAKER_NOTE: Final = 0x927C
_OFFSETS: Final = (("DateTime", "OffsetTime"), ("DateTimeOriginal", "OffsetTimeOriginal"))
_OFFSETS_ALL: Final = (*_OFFSETS, ("DateTimeDigitized", "OffsetTimeDigitized"))
_WIDE_TEXT: Final = frozenset({"XPTitle", "XPComment", "XPAuthor", "XPKeywords", "XPSubject"})
_OUTLINE: Final = {"StripOffsets", "StripByteCounts", "TileOffsets", "TileByteCounts", "JPEGTables"}
"""Tags of a TIFF file that say where its pixels lie."""


def read_exif(data: bytes) -> Found:
    """Return what an EXIF block tells (with or without `Exif` before it)."""
    exif = Image.Exif()
    exif.load(data)
    return note_exif(exif)


def note_exif(exif: Image.Exif) -> Found:
    """Return what a picture's EXIF tells."""
    found = Found()
    named = _named(exif, ExifTags.TAGS)
    named |= _named(exif.get_ifd(_CAMERA), ExifTags.TAGS)
    for date, offset in _OFFSETS_ALL:
        if date in named and offset in named:
            named[date] = f"{named[date]} {named.pop(offset)}"
    for name, value in named.items():
        if name in _OUTLINE:
            continue
        if name == "MakerNote":
            tells = "the camera maker's own notes: mostly its serial number, and more than anybody knows"
            found.tell("EXIF MakerNote", f"{len(str(value))} bytes", tells, Telling.IDENTIFIES)
        else:
            found.named("EXIF", name, _text(name, value))
    _place(found, exif.get_ifd(_GPS))
    _thumbnail(found, exif)
    return found


def _named(tags: Mapping[int, Any], names: Mapping[int, str]) -> dict[str, Any]:
    own = {tag: value for tag, value in tags.items() if tag not in {_GPS, _CAMERA}}
    return {names.get(tag, f"tag {tag:#06x}"): value for tag, value in own.items()}


def _text(name: str, value: object) -> str:
    """Return a value in words; Windows' own fields are UTF-16, and comments begin with their charset."""
    if isinstance(value, tuple) and name in _WIDE_TEXT:
        value = bytes(each for each in value if isinstance(each, int))
    if isinstance(value, bytes):
        if name in _WIDE_TEXT:
            return value.decode("utf-16-le", "replace").rstrip("\0")
        return value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0").decode("latin-1").strip("\0 ")
    return str(value).rstrip("\0")


def _place(found: Found, gps: Mapping[int, Any]) -> None:
    if not gps:
        return
    named = {ExifTags.GPSTAGS.get(tag, str(tag)): value for tag, value in gps.items()}
    try:
        north, east = (_degrees(named[name]) for name in ("GPSLatitude", "GPSLongitude"))
        north *= -1 if named.get("GPSLatitudeRef") == "S" else 1
        east *= -1 if named.get("GPSLongitudeRef") == "W" else 1
        found.tell(
            "EXIF GPS", f"{north:.5f}, {east:.5f}", "where it was taken, to a few metres", Telling.IDENTIFIES
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        found.tell("EXIF GPS", ", ".join(named), "where it was taken, or when", Telling.IDENTIFIES)
    for name, value in named.items():
        if name in {"GPSDateStamp", "GPSTimeStamp", "GPSImgDirection", "GPSAltitude", "GPSProcessingMethod"}:
            found.named("EXIF", name, _text(name, value), Field.DATE if "Stamp" in name else kind_of(name))


def _degrees(value: Any) -> float:  # noqa: ANN401 - what a file holds
    degrees, minutes, seconds = (float(part) for part in value)
    return degrees + minutes / 60 + seconds / 3600


def _thumbnail(found: Found, exif: Image.Exif) -> None:
    small = exif.get_ifd(_THUMBNAIL)
    if small:
        tells = "a small copy of the picture, perhaps from before something was cut away or made unreadable"
        found.tell("EXIF thumbnail", f"{small.get(0x0202, '?')} bytes", tells, Telling.TELLS)
