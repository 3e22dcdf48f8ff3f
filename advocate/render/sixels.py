"""A picture of a page as sixels, for terminals that draw them: six rows of pixels at a time, in few colours.

The format is that of the VT330/VT340 Programmer Reference Manual, chapter 14
(https://vt100.net/docs/vt3xx-gp/chapter14.html).
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLOURS: Final = 16
"""The colours of a VT340, the least that a terminal with coloured sixels has."""

_BAND: Final = 6
_FIRST = ord("?")
# A run of four is the first that is shorter when it is counted.
_RUN = re.compile(rb"(.)\1{3,}", re.DOTALL)
_SIXELS = bytes(min(_FIRST + value, 255) for value in range(256))


def sixels(png: bytes, width: int, height: int) -> str:
    """Return a PNG as sixels in its sixteen most useful colours, shrunk until it fits so many pixels."""
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
        line = drawn.to_bytes(len(rows[0])).rstrip(b"\0").translate(_SIXELS)
        lines.append(f"#{colour}{_RUN.sub(_counted, line).decode('ascii')}")
    return "$".join(lines)


def _counted(run: re.Match[bytes]) -> bytes:
    return b"!%d%c" % (len(run[0]), run[1][0])
