"""Reading the picture of a writer's signature: what is in it beside the picture is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.paper import Signature
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources.signature.png import bare_png
from advocate.sources.signature.svg import bare_svg
from advocate.sources.signature.unfit import Unfit

if TYPE_CHECKING:
    from pathlib import Path
    from typing import NoReturn

CODE = "signature"

LARGEST = 1_000_000
"""Bytes of a file: many times what a scan takes that fills its room at 600 dots to the inch."""

_PNG = b"\x89PNG\r\n\x1a\n"
_OTHERS = (
    (b"\xff\xd8\xff", 0, "a JPEG picture: save it as PNG"),
    (b"GIF8", 0, "a GIF picture: save it as PNG"),
    (b"WEBP", 8, "a WebP picture: save it as PNG"),
    (b"ftyp", 4, "a picture of a telephone's camera (HEIC or AVIF), or a film: save it as PNG"),
    (b"II*\0", 0, "a TIFF picture: save it as PNG"),
    (b"MM\0*", 0, "a TIFF picture: save it as PNG"),
    (b"BM", 0, "a BMP picture: save it as PNG"),
    (b"%PDF", 0, "a PDF: save the signature in it as SVG or PNG"),
    (b"\x1f\x8b", 0, "compressed, perhaps an SVGZ: save it as a plain SVG"),
)
"""What other files begin with, and where."""


def read_signature(file: Path, name: str) -> Signature:
    """Return the picture in a PNG or SVG file with nothing beside it; `name` is what problems call the file.

    Raises ProblemsError where the file is neither, is larger than a megabyte, is damaged, or holds what could
    load, run or hide something.
    """
    data = _bytes_of(file, name)
    try:
        if data.startswith(_PNG):
            return Signature("png", bare_png(data))
        if _may_be_xml(data):
            return Signature("svg", bare_svg(data))
    except Unfit as unfit:
        place = Place(name, unfit.line, unfit.column)
        raise ProblemsError([Problem(f"{CODE}.{unfit.slug}", str(unfit), place)]) from None
    told = (words for mark, at, words in _OTHERS if data.startswith(mark, at))
    words = next(told, "neither a PNG nor an SVG picture, and nothing else can stand on the page")
    raise ProblemsError([Problem(f"{CODE}.type", words, Place(name))])


def _bytes_of(file: Path, name: str) -> bytes:
    try:
        if not file.exists():
            _refuse("missing", "there is no such file", name)
        # A pipe or a device may never end.
        if not file.is_file():
            _refuse("unreadable", "no file but a folder, a pipe or a device", name)
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        _refuse("unreadable", f"cannot be read: {reason}", name)
    if len(data) > LARGEST:
        words = "larger than 1 MB: crop it to the strokes, and save it with fewer pixels or colours"
        _refuse("too-large", words, name)
    if not data:
        _refuse("empty", "the file is empty", name)
    return data


def _refuse(slug: str, words: str, name: str) -> NoReturn:
    raise ProblemsError([Problem(f"{CODE}.{slug}", words, Place(name))])


def _may_be_xml(data: bytes) -> bool:
    """Return whether a file begins as XML does, in one of the encodings that every XML reader knows."""
    start = data[:4]
    wide = start[:2] in {b"\xff\xfe", b"\xfe\xff"}
    return wide or data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
