"""A PNG picture with nothing beside the picture (RFC 2083; section numbers below are its own).

The file is taken apart chunk by chunk and only what paints is put together again: IHDR, PLTE, tRNS, IDAT and
IEND. Text, times, camera data, colour profiles, thumbnails, animation and whatever follows the end are gone.
The pixels are unpacked once, with a bound, so that nothing that the engine gets can be a surprise to it.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.sources.signature.unfit import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

MOST_ON_A_SIDE = 4_000
MOST_PIXELS = 4_000_000
"""At 1,200 dots to the inch the room of 60 x 18 mm takes 2,835 x 851 pixels, 2.4 million. Measured: four
million make one process 99 MB large, and sixteen million 207 MB."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOUR, _PALETTE, _GREY_ALPHA, _COLOUR_ALPHA = 0, 2, 3, 4, 6
_DEPTHS = {
    _GREY: (1, 2, 4, 8, 16),
    _COLOUR: (8, 16),
    _PALETTE: (1, 2, 4, 8),
    _GREY_ALPHA: (8, 16),
    _COLOUR_ALPHA: (8, 16),
}
"""Section 4.1.1: the depths in bits that each colour type may have."""
_CHANNELS = {_GREY: 1, _COLOUR: 3, _PALETTE: 1, _GREY_ALPHA: 2, _COLOUR_ALPHA: 4}
_ADAM7 = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)
"""Section 2.6: where each pass of an interlaced picture begins (x, y) and how far it steps (x, y)."""
_LAST_FILTER = 4
"""Section 6.1: rows begin with a filter type from 0 to 4."""
_PIECE = 65_536


def _damaged() -> NoReturn:
    refuse("png", "the PNG is damaged: save it anew")


def _cut_off() -> NoReturn:
    refuse("png", "the PNG is cut off: copy or save it anew")


@dataclass(frozen=True, slots=True)
class _Header:
    """What IHDR says."""

    width: int
    height: int
    depth: int
    colour: int
    interlaced: bool

    @property
    def passes(self) -> Iterator[tuple[int, int]]:
        """Yield for each pass how many rows it has, and how many bytes a row takes with its filter type."""
        steps = _ADAM7 if self.interlaced else ((0, 0, 1, 1),)
        for x, y, step_x, step_y in steps:
            columns, rows = -((x - self.width) // step_x), -((y - self.height) // step_y)
            if columns > 0 and rows > 0:
                yield rows, 1 + (columns * self.depth * _CHANNELS[self.colour] + 7) // 8


def bare_png(data: bytes) -> bytes:
    """Return a PNG file with the chunks that paint, and no others; raise Unfit where it is not whole."""
    chunks = _chunks(data)
    kind, body = next(chunks, (b"", b""))
    if kind != b"IHDR":
        _damaged()
    header = _header(body)
    kept = [(kind, body)]
    pixels: list[bytes] = []
    before = kind
    for kind, body in chunks:
        if kind == b"IDAT":
            if pixels and before != b"IDAT":
                _damaged()
            pixels.append(body)
        elif kind in {b"PLTE", b"tRNS"}:
            if pixels:
                _damaged()
            kept.append((kind, body))
        # Section 3.3: a capital begins the name of a chunk without which there is no picture.
        elif kind != b"IEND" and kind[:1].isupper():
            refuse("png", "the PNG holds something that is not in the standard: save it anew")
        before = kind
    if before != b"IEND":
        _damaged()
    painted = [*kept[:1], *_colours(header, kept[1:])]
    stream = _whole(header, b"".join(pixels))
    return _SIGNATURE + b"".join(_written(*each) for each in (*painted, (b"IDAT", stream), (b"IEND", b"")))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield every chunk's name and content, up to the end of the picture (section 3.2)."""
    at, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        if len(data) < at + 12:
            _cut_off()
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(check) < 4:  # noqa: PLR2004 - a checksum has 32 bits
            _cut_off()
        if not kind.isalpha() or zlib.crc32(kind + body) != int.from_bytes(check, "big"):
            _damaged()
        yield kind, body
        at += 12 + length


def _header(body: bytes) -> _Header:
    """Return what IHDR says, where it can be (section 4.1.1)."""
    try:
        width, height, depth, colour, packing, filtering, interlace = struct.unpack(">IIBBBBB", body)
    except struct.error:
        _damaged()
    known = depth in _DEPTHS.get(colour, ()) and (packing, filtering) == (0, 0) and interlace in {0, 1}
    if not known or not width or not height:
        _damaged()
    if max(width, height) > MOST_ON_A_SIDE or width * height > MOST_PIXELS:
        words = (
            f"{width:,} by {height:,} pixels: at most {MOST_ON_A_SIDE:,} on a side and {MOST_PIXELS:,} in all"
            " are taken; crop it to the strokes or make it smaller"
        )
        refuse("size", words)
    return _Header(width, height, depth, colour, interlace == 1)


def _colours(header: _Header, chunks: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the palette and the transparent colour where the picture needs them (sections 4.1.2, 4.2.9)."""
    found = dict(chunks)
    palette, clear = found.get(b"PLTE"), found.get(b"tRNS")
    kept: list[tuple[bytes, bytes]] = []
    if len(found) < len(chunks) or (palette is not None and chunks[0][0] != b"PLTE"):
        _damaged()
    if header.colour == _PALETTE:
        if not palette or len(palette) % 3 or len(palette) > 3 * 2**header.depth:
            _damaged()
        kept.append((b"PLTE", palette))
    most = {_GREY: (2, 2), _COLOUR: (6, 6), _PALETTE: (0, len(palette or b"") // 3)}.get(header.colour)
    if clear is not None and most:
        if not most[0] <= len(clear) <= most[1]:
            _damaged()
        kept.append((b"tRNS", clear))
    return kept


def _whole(header: _Header, packed: bytes) -> bytes:
    """Return the packed pixels up to their end; raise Unfit unless they are exactly those of the picture."""
    passes = list(header.passes)
    expected = sum(rows * row for rows, row in passes)
    unpacker = zlib.decompressobj()
    rest, count = packed, 0
    filters = _Filters(passes)
    try:
        while not unpacker.eof:
            piece = unpacker.decompress(rest, _PIECE)
            rest = unpacker.unconsumed_tail
            count += len(piece)
            if count > expected or (not piece and not unpacker.eof) or not filters.right(piece):
                _damaged()
    except zlib.error:
        _damaged()
    if count != expected:
        _damaged()
    return packed[: len(packed) - len(unpacker.unused_data)]


class _Filters:
    """Looks at the first byte of every row while the rows come in pieces."""

    def __init__(self, passes: list[tuple[int, int]]) -> None:
        self._rows = [row for _, row in passes]
        self._left = [rows * row for rows, row in passes]

    def right(self, piece: bytes) -> bool:
        """Return whether every row that begins in the next piece has a filter that there is."""
        while piece and self._left:
            row, left = self._rows[0], self._left[0]
            own, piece = piece[:left], piece[left:]
            if any(each > _LAST_FILTER for each in own[left % row :: row]):
                return False
            self._left[0] -= len(own)
            if not self._left[0]:
                del self._rows[0], self._left[0]
        return True


def _written(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
