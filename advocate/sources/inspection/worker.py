"""The process that opens strangers' files: it can be stopped, is bounded, and can do nothing else.

It reads orders from its standard input, one a line, and answers each with one line. Nothing of what it is
asked stands in its arguments, and it can neither write a file nor reach a network nor start a program.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from typing import TYPE_CHECKING, Final

from advocate.core.traces import Machine
from advocate.sources.inspection.found import UnreadError, refuse
from advocate.sources.inspection.kinds import inspect_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

MEMORY: Final = 1_500_000_000
"""Bytes of address space; what the libraries map is a tenth of it."""

LARGEST: Final = 50_000_000
"""Bytes of a file: far more than an e-mail may have, or a telephone's photograph."""

_FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "os.system",
)
_CHANGES: Final = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.chmod",
    "os.link",
    "os.symlink",
    "os.truncate",
)


def serve(orders: TextIO, answers: TextIO) -> None:
    """Answer orders until there are no more."""
    for line in orders:
        order = json.loads(line)
        answer = answer_to(order["path"], order["name"], Machine(*order["machine"]))
        answers.write(f"{json.dumps(answer)}\n")
        answers.flush()


def answer_to(path: str, name: str, machine: Machine) -> dict[str, object]:
    """Return what was found in one file, as plain values that can be written down as JSON."""
    try:
        inspected, unread = inspect_bytes(name, bytes_of(path), machine)
    except UnreadError as error:
        return {"traces": [], "unread": [(error.slug, str(error))]}
    except OSError as error:
        words = f"cannot be read: {(error.strerror or 'it refuses').lower()}"
        return {"traces": [], "unread": [("unreadable", words)]}
    except MemoryError:
        return {"traces": [], "unread": [("too-much", "it unpacks to more than this machine should hold")]}
    except Exception as error:  # noqa: BLE001 - whatever a hostile file makes a library stumble on ends in one line
        words = f"it is damaged, or made to confuse ({type(error).__name__})"
        return {"traces": [], "unread": [("damaged", words)]}
    traces = [[each.where, each.what, each.tells, each.weight.value] for each in inspected.traces]
    return {"traces": traces, "unread": [*unread]}


def bytes_of(path: str) -> bytes:
    """Return the bytes of a file; no link is followed, no pipe waited for, nothing endless read."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    handle = os.open(path, flags)
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            words = "no file but a folder, a pipe or a device"
            refuse("unreadable", words)
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        words = f"larger than {LARGEST // 1_000_000} MB: it was not inspected"
        refuse("too-large", words)
    return data


def shut_in() -> None:
    """Give up, for good, what reading does not need."""
    try:
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        # Then only the clock bounds it.
        pass
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: Iterable[object]) -> None:
    if event.startswith(_FORBIDDEN) or event in _CHANGES:
        message = "a file that is inspected can do nothing"
        raise PermissionError(message)
    if event == "open":
        _, mode, flags = arguments
        writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & writes):
            message = "a file that is inspected can write nothing"
            raise PermissionError(message)


def main() -> None:
    """Run as a process of its own."""
    shut_in()
    serve(sys.stdin, sys.stdout)
