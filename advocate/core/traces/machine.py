"""What a machine leaves in texts unasked: paths, its name, its user's login, times with a zone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advocate.core.traces import Telling, Trace, shown
from advocate.core.traces.times import ZONED, time_trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advocate.core.traces import Machine, Piece

_NAME = r"[^\s/\\:*?\"'<>|()\[\]{},;]+"
_HOME_PATH = re.compile(
    r"(?<![\w./-])(?:file://)?"
    r"(?:/home/|/Users/|/var/home/|[A-Za-z]:[\\/]+(?:Users|Documents and Settings)[\\/]+)"
    rf"(?P<user>{_NAME})(?:[\\/]{_NAME})*"
)
_PATH = re.compile(
    r"file://[^\s\"'<>]+"
    r"|(?<![\w./:-])(?:/(?:root|tmp|private|var/folders|var/tmp|mnt|media|opt|Volumes)/|[A-Z]:\\+)"
    rf"{_NAME}(?:[\\/]+{_NAME})*"
)
_ZONE = re.compile(
    r"(?<![\w/])(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][a-z]+(?:_[A-Z][a-z]+)*(?![\w/])"
)
"""A time zone by its name, as systems have it (IANA time zone database)."""
_ADDRESS = re.compile(r"\[(?:\d{1,3}\.){3}\d{1,3}\]|\[IPv6:[0-9a-fA-F:.]+\]")
"""An internet address in brackets (RFC 5321, 4.1.3); without them it may be the version of a program."""
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_EVERYBODY = frozenset(
    {
        "admin",
        "administrator",
        "debian",
        "guest",
        "home",
        "localhost",
        "pi",
        "public",
        "root",
        "shared",
        "test",
    }
    | {"ubuntu", "user", "vm", "host", "computer", "laptop", "desktop", "pc"}
)
"""Logins and machine names that so many have that they tell nothing."""
_SHORTEST = 3
_FOUND = 20
"""How many paths or times are told of one piece; a list of a thousand says no more."""


def scan(pieces: Iterable[Piece], machine: Machine) -> Iterator[Trace]:
    """Yield what gives away a machine in texts: paths, the machine's own name, its user's login, zones."""
    words = [*_own_words(machine)]
    for piece in pieces:
        yield from _paths(piece, machine)
        for pattern, word, whose in words:
            if pattern.search(piece.text):
                yield _word(piece, word, whose)
        for found in _first(ZONED, piece.text):
            yield time_trace(piece.where, found)
        if not piece.seen:
            yield from _unseen(piece)


def _unseen(piece: Piece) -> Iterator[Trace]:
    """Yield what gives away somebody where no reader sees it, and means nothing among a letter's words."""
    weight = Telling.IDENTIFIES
    for zone in _first(_ZONE, piece.text):
        yield Trace(piece.where, shown(zone), "a time zone: in which part of the world somebody sat", weight)
    for address in _first(_ADDRESS, piece.text):
        yield Trace(piece.where, shown(address), "an internet address", weight)
    if not piece.where.startswith("header "):
        for email in _first(_EMAIL, piece.text):
            yield Trace(piece.where, shown(email), "an e-mail address that nobody sees", weight)


def _own_words(machine: Machine) -> Iterator[tuple[re.Pattern[str], str, str]]:
    short = machine.host.partition(".")[0]
    for word, whose in ((short, "the name of this machine"), (machine.user, "your login on this machine")):
        if len(word) >= _SHORTEST and word.casefold() not in _EVERYBODY:
            yield re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE), word, whose


def _word(piece: Piece, word: str, whose: str) -> Trace:
    if piece.seen and word.isalpha():
        # Anna writes on a machine called anna: the letter may be signed so.
        tells = f"{whose}; it stands among the words, so look whether you wrote it yourself"
        return Trace(piece.where, shown(word), tells, Telling.VISIBLE)
    return Trace(piece.where, shown(word), whose, Telling.IDENTIFIES)


def _paths(piece: Piece, machine: Machine) -> Iterator[Trace]:
    home = machine.home.rstrip("/\\")
    if home.count("/") + home.count("\\") > 1 and home in piece.text:
        yield Trace(piece.where, shown(home), "the path of your home folder", Telling.IDENTIFIES)
    told: set[str] = set()
    for found in _HOME_PATH.finditer(piece.text):
        if len(told) == _FOUND:
            break
        if found["user"].casefold() not in _EVERYBODY and found[0] not in told:
            told.add(found[0])
            tells = f"a path on somebody's machine, with the login {shown(found['user'])!r}"
            yield Trace(piece.where, shown(found[0]), tells, Telling.IDENTIFIES)
    for path in _first(_PATH, piece.text):
        if not any(path in each or each in path for each in told):
            yield Trace(piece.where, shown(path), "a path on the machine that made it", Telling.TELLS)


def _first(pattern: re.Pattern[str], text: str) -> list[str]:
    found: dict[str, None] = {}
    for match in pattern.finditer(text):
        found[match[0]] = None
        if len(found) == _FOUND:
            break
    return [*found]
