"""Which files there are to inspect, and what their names, times and modes tell before they are opened."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from advocate.core.problems import Place, Problem
from advocate.core.traces import Piece, Telling, Trace, shown
from advocate.core.traces.machine import scan
from advocate.core.traces.names import link_trace, mode_trace, name_traces, time_of_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from advocate.core.traces import Machine

_MOST_FILES: Final = 10_000
_DEEPEST: Final = 30


@dataclass(frozen=True, slots=True)
class Listed:
    """A file to be inspected: where it is, what it is called, and what is known without opening it.

    `opened` says whether it is one to be opened: a symbolic link, say, is not.
    """

    path: Path
    name: str
    traces: tuple[Trace, ...]
    opened: bool = True


def listed(paths: Sequence[Path], machine: Machine) -> Iterator[Listed | Problem]:
    """Yield every file among some paths and in their folders, by name, and what cannot be looked at.

    Links are told and not followed.
    """
    count = 0
    for path in paths:
        for found in _under(path, path.as_posix(), machine, 0):
            count += 1
            if count > _MOST_FILES:
                words = f"more than {_MOST_FILES:,} files: name fewer"
                yield Problem("inspect.too-many", words, Place(path.as_posix()))
                return
            yield found


def _under(path: Path, name: str, machine: Machine, depth: int) -> Iterator[Listed | Problem]:
    try:
        known = path.lstat()
        if stat.S_ISLNK(known.st_mode):
            yield Listed(path, name, _of_link(path, machine), opened=False)
        elif stat.S_ISDIR(known.st_mode):
            if depth >= _DEEPEST:
                yield Problem("inspect.too-deep", "folders in folders without end", Place(name))
                return
            with os.scandir(path) as entries:
                names = sorted(entry.name for entry in entries)
            for each in names:
                yield from _under(path / each, f"{name.rstrip('/')}/{each}", machine, depth + 1)
        elif stat.S_ISREG(known.st_mode):
            yield Listed(path, name, _of_file(path, known, machine))
        else:
            yield Problem("inspect.unreadable", "no file but a pipe, a socket or a device", Place(name))
    except FileNotFoundError:
        yield Problem("inspect.missing", "there is no such file or folder", Place(name))
    except (OSError, ValueError, OverflowError) as error:
        reason = (getattr(error, "strerror", None) or "it refuses").lower()
        yield Problem("inspect.unreadable", f"cannot be read: {reason}", Place(name))


def _of_link(path: Path, machine: Machine) -> tuple[Trace, ...]:
    target = str(path.readlink())
    return (link_trace(target), *scan([Piece("symbolic link", target)], machine))


def _of_file(path: Path, known: os.stat_result, machine: Machine) -> tuple[Trace, ...]:
    traces = [*name_traces(path.name), *scan([Piece("file name", path.name)], machine)]
    traces.append(time_of_file(datetime.fromtimestamp(int(known.st_mtime), UTC)))
    if os.name == "posix":
        mode = mode_trace(known.st_mode)
        traces += [mode] if mode else []
        words = "your login is not in the file; a tar archive takes it along, an attachment does not"
        traces.append(Trace("file owner", "known to this machine", words, Telling.PLAIN))
    traces += _noted(path, machine)
    return tuple(traces)


def _noted(path: Path, machine: Machine) -> Iterator[Trace]:
    """Yield what is noted beside a file in the file system: browsers do so of where it came from."""
    if not hasattr(os, "listxattr"):
        return
    try:
        for name in os.listxattr(path, follow_symlinks=False):
            if not name.startswith("user."):
                continue
            value = os.getxattr(path, name, follow_symlinks=False)[:1000].decode("utf-8", "replace")
            tells = (
                "noted beside the file, such as from where it came; some archives and sticks take it along"
            )
            yield Trace(f"file note {shown(name)}", shown(value), tells, Telling.TELLS)
            yield from scan([Piece(f"file note {shown(name)}", value)], machine)
    except OSError:
        return
