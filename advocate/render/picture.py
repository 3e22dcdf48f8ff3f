"""A picture of a page, wrapped for a terminal that takes PNG: in kitty's way, or in iTerm2's."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

CHUNK: Final = 4096
"""The most characters of base64 in one sequence (kitty, terminal graphics protocol, "Remote client")."""


def size(png: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels, from its first chunk (PNG specification, 11.2.1)."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def kitty(png: bytes, columns: int, rows: int) -> str:
    """Return a PNG as kitty's terminal graphics protocol wants it, to fill some columns and rows.

    Both are named, since an older kitty (0.26) stretches a picture that is only told how wide to be. It asks
    for no answer (q=2), which would arrive as if somebody had typed it.
    https://sw.kovidgoyal.net/kitty/graphics-protocol/
    """
    data = b64encode(png).decode("ascii")
    parts = [data[start : start + CHUNK] for start in range(0, len(data), CHUNK)]
    keys = f"a=T,f=100,q=2,c={columns},r={rows},"
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
