"""Two texts side by side where the terminal is wide enough, else one under the other, part by part."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from advocate.cli.terminal import folded, padded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.cli.terminal import Terminal
    from advocate.core.twin import Part

WIDE_ENOUGH = 80
WIDEST = 160
"""Wider columns are harder to read."""

_BETWEEN = " | "
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts, in parts, and the name of its language."""

    name: str
    parts: tuple[Part, ...]


def show(terminal: Terminal, left: Side, right: Side, *, matching: bool) -> None:
    """Write two texts; no line is wider than the terminal.

    A terminal that says that it is `dumb` gets one under the other at any width: a screen reader reads
    across two columns. Texts whose parts do not match stand one after the other.
    """
    if not matching:
        lines = chain(_alone(left, terminal.width), [""], _alone(right, terminal.width))
    elif terminal.width >= WIDE_ENOUGH and os.environ.get("TERM") != "dumb":
        lines = chain(_columns(left, right, min(terminal.width, WIDEST)))
    else:
        lines = chain(_stack(left, right, terminal.width))
    for line in lines:
        terminal.say(line)


def _alone(side: Side, width: int) -> Iterator[str]:
    yield f"{side.name}:"
    for part in side.parts:
        yield ""
        yield from folded(part, width)


def _columns(left: Side, right: Side, width: int) -> Iterator[str]:
    room = (width - len(_BETWEEN)) // 2

    def line(one: str, other: str) -> str:
        return f"{padded(one, room)}{_BETWEEN}{other}".rstrip()

    yield line(left.name, right.name)
    for one, other in zip(left.parts, right.parts, strict=True):
        yield line("", "")
        both = zip_longest(folded(one, room), folded(other, room), fillvalue="")
        yield from (line(*lines) for lines in both)


def _stack(left: Side, right: Side, width: int) -> Iterator[str]:
    for number, (one, other) in enumerate(zip(left.parts, right.parts, strict=True)):
        if number:
            yield ""
        yield f"{left.name}:"
        yield from folded(one, width)
        yield f"{right.name}:"
        yield from (f"{_INDENT}{line}" for line in folded(other, width - len(_INDENT)))
