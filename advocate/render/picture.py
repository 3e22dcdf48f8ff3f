"""A picture of a page, wrapped for a terminal that shows pictures: kitty's way, iTerm2's, or sixels.

A terminal of the first two kinds takes the PNG as it is. Sixels are pixels drawn six rows at a time, in sixteen
colours (VT330/VT340 Programmer Reference Manual, chapter 14, https://vt100.net/docs/vt3xx-gp/chapter14.html).
"""

from __future__ import annotations

import re
from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHUNK: Final = 4096
"""The most characters of base64 in one sequence (kitty, terminal graphics protocol, "Remote client")."""

COLOURS: Final = 16
"""The colours of a VT340, the least that a terminal with coloured sixels has."""

_BAND: Final = 6
_FIRST = ord("?")
# A run of four is the first that is shorter when it is counted.
_RUN = re.compile(rb"(.)\1{3,}", re.DOTALL)
_SIXELS = bytes(min(_FIRST + value, 255) for value in range(256))


def size(png: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels, from its first chunk (PNG specification, 11.2.1)."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def kitty(png: bytes, columns: int) -> str:
    """Return a PNG as kitty's terminal graphics protocol wants it, as wide as some columns.

    It asks for no answer (q=2), which would arrive as if somebody had typed it.
    https://sw.kovidgoyal.net/kitty/graphics-protocol/
    """
    data = b64encode(png).decode("ascii")
    parts = [data[start : start + CHUNK] for start in range(0, len(data), CHUNK)]
    keys = f"a=T,f=100,q=2,c={columns},"
    sequences = []
    for number, part in enumerate(parts, 1):
        sequences.append(f"\x1b_G{keys}m={int(number < len(parts))};{part}\x1b\\")
        keys = "q=2,"
    return "".join(sequences)


def iterm2(png: bytes, columns: int) -> str:
    """Return a PNG as iTerm2's inline images protocol wants it, as wide as some columns, without a name.

    https://iterm2.com/documentation-images.html
    """
    data = b64encode(png).decode("ascii")
    return f"\x1b]1337;File=inline=1;size={len(png)};width={columns};preserveAspectRatio=1:{data}\x07"


def sixel(png: bytes, width: int, height: int) -> str:
    """Return a PNG as sixels in its sixteen most useful colours, shrunk until it fits so many pixels."""
    from PIL import Image  # loaded only where a page is shown so

    with Image.open(BytesIO(png)) as picture:
        page = picture.convert("RGB")
    page.thumbnail((width, height), Image.Resampling.LANCZOS)
    # This way of choosing keeps the blue of a signature among all the greys of the type.
    few = page.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    width, height = few.size
    # Pixels are square ("1;1), and what is not drawn keeps its colour (the second parameter).
    head = f'\x1bP0;1;0q"1;1;{width};{height}'
    colours = "".join(_colour(number, rgb) for number, rgb in enumerate(_palette(few.getpalette() or [])))
    pixels = few.tobytes()
    rows = [pixels[start : start + width] for start in range(0, len(pixels), width)]
    bands = [_band(rows[start : start + _BAND]) for start in range(0, height, _BAND)]
    return f"{head}{colours}{'-'.join(bands)}\x1b\\"


def _palette(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, min(len(values), 3 * COLOURS), 3):
        yield values[start : start + 3]


def _colour(number: int, rgb: Sequence[int]) -> str:
    """Return what defines a colour: red, green and blue in percent."""
    return f"#{number};2;{';'.join(str(round(value * 100 / 255)) for value in rgb)}"


def _band(rows: Sequence[bytes]) -> str:
    """Return six rows of pixels: for each colour in them a line of sixels over the others."""
    lines = []
    for colour in sorted(set(b"".join(rows))):
        drawn = 0
        for bit, row in enumerate(rows):
            # Whole rows at once, as one large number each: a loop over pixels would take seconds.
            table = bytes(1 << bit if value == colour else 0 for value in range(256))
            drawn |= int.from_bytes(row.translate(table))
        sixels = drawn.to_bytes(len(rows[0])).rstrip(b"\0").translate(_SIXELS)
        lines.append(f"#{colour}{_RUN.sub(_counted, sixels).decode('ascii')}")
    return "$".join(lines)


def _counted(run: re.Match[bytes]) -> bytes:
    return b"!%d%c" % (len(run[0]), run[1][0])
