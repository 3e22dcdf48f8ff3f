"""Pictures in the terminal: whether this one shows any, by which means, and how large."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advocate.cli.terminal import Terminal

WIDEST: Final = 100
"""The most columns that a page takes: its type is then about as large as the terminal's own."""

SIXEL_SIDE: Final = 1000
"""The most pixels of sixels, across and down: xterm cuts off what goes beyond (man xterm, maxGraphicSize)."""

_CELL: Final = (10.0, 20.0)
"""The pixels of a character where nothing tells: a VT340's, and Windows Terminal's (its request 17504)."""

_PATIENCE: Final = 1.0
"""Seconds in which a terminal has to say what it is: twice what clink gives it (its issue 856)."""

_KITTY_TERMS = ("xterm-kitty", "xterm-ghostty")
"""What TERM is in kitty, and in Ghostty, which has kitty's protocol (https://ghostty.org/docs/features)."""

_ITERM2_PROGRAMS = ("iTerm.app", "WezTerm")
"""What TERM_PROGRAM is in iTerm2, and in WezTerm, which has its protocol (https://wezterm.org/imgcat.html)."""

# Whether kitty's protocol is there: a question that has to stand before the one that every terminal answers
# (kitty, terminal graphics protocol, "Querying support and available transmission mediums").
_ASK_KITTY = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_YES_KITTY = b"\x1b_Gi=31;OK\x1b\\"
# Primary device attributes; 4 among them is sixels (https://vt100.net/docs/vt510-rm/DA1.html).
_ASK_ATTRIBUTES = "\x1b[c"
_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]*)c")
_SIXELS = b"4"


class Means(Enum):
    """How a picture gets into a terminal."""

    KITTY = auto()
    ITERM2 = auto()
    SIXEL = auto()


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal that shows pictures: by which means, how many columns a page takes, how large a column is.

    `cell` is the width and the height of one character in pixels.
    """

    means: Means
    columns: int
    cell: tuple[float, float]

    def drawn(self, png: bytes) -> str:
        """Return what has to be written for a picture to appear."""
        match self.means:
            case Means.KITTY:
                from advocate.render.picture import kitty

                return kitty(png, self.columns, self._rows(png))
            case Means.ITERM2:
                from advocate.render.picture import iterm2

                return iterm2(png, self.columns)
            case Means.SIXEL:
                from advocate.render.sixels import sixels

                across = round(self.columns * self.cell[0])
                return sixels(png, min(across, SIXEL_SIDE), SIXEL_SIDE)

    def _rows(self, png: bytes) -> int:
        """Return how many rows a picture takes when it is as wide as it may be."""
        from advocate.render.picture import size

        width, height = size(png)
        across, down = self.cell
        return max(1, round(self.columns * across * height / width / down))


def screen(terminal: Terminal) -> Screen | None:
    """Return how a terminal shows pictures, or None where it does not, or nobody looks at it.

    What the surroundings do not say the terminal is asked itself, if a person sits at it; nothing else is
    asked. Where a program stands between (tmux, screen, Zellij), no picture is tried.
    """
    if not terminal.colour or multiplexer(os.environ):
        return None
    means = _named(os.environ) or _asked(terminal, kitty=_may_be_kitty(os.environ))
    return Screen(means, *_room(terminal.out.fileno())) if means else None


def multiplexer(surroundings: Mapping[str, str]) -> str:
    """Return the name of a program that stands between this one and the terminal, or nothing."""
    term = surroundings.get("TERM", "")
    if surroundings.get("TMUX") or term.startswith("tmux"):
        return "tmux"
    if surroundings.get("ZELLIJ"):
        return "Zellij"
    return "screen" if surroundings.get("STY") or term.startswith("screen") else ""


def _named(surroundings: Mapping[str, str]) -> Means | None:
    """Return what the surroundings are sure of."""
    if surroundings.get("TERM") in _KITTY_TERMS:
        return Means.KITTY
    # LC_TERMINAL goes along to other machines, where TERM_PROGRAM does not.
    if surroundings.get("TERM_PROGRAM") in _ITERM2_PROGRAMS or surroundings.get("LC_TERMINAL") == "iTerm2":
        return Means.ITERM2
    return None


def _may_be_kitty(surroundings: Mapping[str, str]) -> bool:
    """Return whether kitty or Ghostty is near: a terminal started from one of them inherits the same."""
    return bool(surroundings.get("KITTY_WINDOW_ID")) or surroundings.get("TERM_PROGRAM") == "ghostty"


def _asked(terminal: Terminal, *, kitty: bool) -> Means | None:
    """Return what the terminal says of itself."""
    if not sys.stdin.isatty():
        return None
    answer = _answer(terminal, f"{_ASK_KITTY if kitty else ''}{_ASK_ATTRIBUTES}", _ATTRIBUTES)
    if kitty and _YES_KITTY in answer:
        return Means.KITTY
    found = _ATTRIBUTES.search(answer)
    return Means.SIXEL if found and _SIXELS in found[1].split(b";") else None


def _answer(terminal: Terminal, question: str, end: re.Pattern[bytes]) -> bytes:
    """Return what a terminal says to a question, up to an expected end; less where it takes too long."""
    import select
    import time

    source = sys.stdin.fileno()
    answer = b""
    with _unechoed(source) as ready:
        if ready:
            terminal.out.write(question)
            terminal.out.flush()
            until = time.monotonic() + _PATIENCE
            while not end.search(answer):
                if not select.select([source], [], [], max(0.0, until - time.monotonic()))[0]:
                    break
                piece = os.read(source, 1)
                if not piece:
                    break
                answer += piece
    return answer


@contextmanager
def _unechoed(source: int) -> Iterator[bool]:
    """Let a terminal's answer come at once and unseen; yield whether that can be had. Ctrl-C still works."""
    try:
        import termios
    except ImportError:
        yield False  # Windows has no such thing
        return
    if _in_background(source):
        yield False
        return
    before = termios.tcgetattr(source)
    changed = [*before]
    changed[3] &= ~(termios.ICANON | termios.ECHO)
    try:
        termios.tcsetattr(source, termios.TCSADRAIN, changed)
        yield True
    finally:
        # What came too late is thrown away, so that the shell does not take it for a command.
        termios.tcsetattr(source, termios.TCSAFLUSH, before)


def _in_background(source: int) -> bool:
    """Return whether the terminal is another program's just now: to change it would stop this one."""
    try:
        return os.tcgetpgrp(source) != os.getpgrp()
    except OSError:
        return False  # it governs no programs of this session, and stops none


def _room(terminal: int) -> tuple[int, tuple[float, float]]:
    """Return how many columns a page takes, and the pixels of one character."""
    try:
        import fcntl
        import struct
        import termios

        told = struct.unpack("HHHH", fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8)))
    except ImportError:
        # Windows tells no pixels.
        return min(os.get_terminal_size(terminal).columns, WIDEST), _CELL
    rows, columns, across, down = told
    cell = (across / columns, down / rows) if all(told) else _CELL
    return min(columns or WIDEST, WIDEST), cell
