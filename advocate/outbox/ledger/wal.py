"""The file beside the ledger in which SQLite writes first, where it was not put away: after a crash.

SQLite passes silently over everything that follows a frame whose checksum is wrong
(https://www.sqlite.org/fileformat2.html#the_write_ahead_log). After a crash that is right for the one
transaction that nobody was told of; two of them mean that one is lost that had been written down.
"""

from __future__ import annotations

import struct
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER, _FRAME = 32, 24
_MAGIC = 0x377F0682
_LARGEST = 65536
"""Bytes of the largest page that SQLite has."""
USUAL_PAGE = 4096
"""Bytes of a page of the ledger, SQLite's default."""
_MOST_PAGES = 1 << 22
"""Pages of 16 GB: no ledger has more."""


def has_lost_commits(wal: bytes) -> bool:
    """Return whether the file held a transaction that was promised to be durable and cannot be read."""
    if len(wal) < _HEADER or not any(wal[:_HEADER]):
        # With `synchronous = FULL` the header is on disk before any frame counts.
        return False
    magic, _, page = struct.unpack(">III", wal[:12])
    if magic not in {_MAGIC, _MAGIC + 1} or not 512 <= page <= _LARGEST:  # noqa: PLR2004 - SQLite's smallest page
        return True
    order = ">" if magic & 1 else "<"
    sums = _checksum(order, wal[:24], (0, 0))
    if sums != struct.unpack(">II", wal[24:_HEADER]):
        return True
    salts, commits, is_good = wal[16:24], 0, True
    for frame in _frames(wal, page):
        if frame[8:16] != salts:
            # It is of an earlier round of the same file, or destroyed.
            is_good = False
            continue
        if is_good:
            sums = _checksum(order, frame[_FRAME:], _checksum(order, frame[:8], sums))
            is_good = sums == struct.unpack(">II", frame[16:_FRAME])
        if not is_good and frame[4:8] != bytes(4):
            commits += 1
    return commits > 1


def replayed(database: bytes, wal: bytes) -> bytes:
    """Return a database with every frame put in its place that is of the last round, whatever its checksum.

    It is for saving what can be saved: of a page that was written twice the later one counts.
    """
    page = USUAL_PAGE
    frames = [frame for frame in _frames(wal, page) if 0 < _number(frame) < _MOST_PAGES]
    # The salts of the last round stand in all its frames, which come first.
    rounds = [(salts, list(each)) for salts, each in groupby(frames, key=lambda frame: frame[8:16])]
    if not rounds:
        return database
    salts = max(rounds, key=lambda each: len(each[1]))[0]
    pages = bytearray(database)
    for frame in frames:
        if frame[8:16] == salts:
            start = (_number(frame) - 1) * page
            if len(pages) < start:
                pages.extend(bytes(start - len(pages)))
            pages[start : start + page] = frame[_FRAME:]
    return bytes(pages)


def _number(frame: bytes) -> int:
    return int.from_bytes(frame[:4], "big")


def _frames(wal: bytes, page: int) -> Iterator[bytes]:
    starts = range(_HEADER, len(wal) + 1, _FRAME + page)
    for start, end in pairwise(starts):
        yield wal[start:end]


def _checksum(order: str, data: bytes, start: tuple[int, int]) -> tuple[int, int]:
    first, second = start
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for even, odd in zip(words, words, strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
