"""Walls around a process that sets strangers' layouts: what it may take, and what the system refuses it.

Nothing here is needed where nobody is hostile; it holds even if a layout finds a mistake of the engine's.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
import sys
from typing import Final

MEMORY: Final = 512 * 2**20
"""Bytes that may be taken besides what it has at the start; a print run of 50 letters takes 230 MB."""

# Linux: prctl(2), seccomp(2), and the numbers of linux/prctl.h, seccomp.h, audit.h and filter.h.
_NO_NEW_PRIVILEGES = 38
_FILTER_MODE, _ALL_THREADS = 1, 1
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # with the error EPERM
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _MACHINE = 0, 4  # where these stand in what a filter is shown
_X32 = 0x40000000

_MACHINES: Final = {"x86_64": (0xC000003E, 317), "aarch64": (0xC00000B7, 277)}
"""By the name of a machine: the number that a filter is shown, and that of seccomp(2)."""

# What is refused, by its numbers in asm/unistd_64.h (x86-64) and asm-generic/unistd.h (ARM): opening files,
# changing their names, speaking to anybody, starting other programs or reaching into them.
_REFUSED: Final[dict[str, tuple[int | None, int | None]]] = {
    "open": (2, None),
    "openat": (257, 56),
    "openat2": (437, 437),
    "open_by_handle_at": (304, 265),
    "creat": (85, None),
    "link": (86, None),
    "linkat": (265, 37),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "bind": (49, 200),
    "connect": (42, 203),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "io_uring_setup": (425, 425),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def limit() -> None:
    """Let this process take no more than some memory from now on, and leave no picture of it behind."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    used = _address_space()
    if used:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = used + MEMORY if hard == resource.RLIM_INFINITY else min(used + MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def shut() -> bool:
    """Make the system refuse this process, in all its threads, files, network and other programs.

    Returns whether it does: only Linux on x86-64 and ARM can be told so.
    """
    known = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if known is None:
        return False
    machine, seccomp = known
    column = [*_MACHINES].index(platform.machine())
    steps = [
        struct.pack("HBBI", _LOAD, 0, 0, _MACHINE),
        struct.pack("HBBI", _EQUAL, 1, 0, machine),
        struct.pack("HBBI", _RETURN, 0, 0, _REFUSE),
        struct.pack("HBBI", _LOAD, 0, 0, _NUMBER),
        struct.pack("HBBI", _AT_LEAST, 0, 1, _X32),
        struct.pack("HBBI", _RETURN, 0, 0, _REFUSE),
    ]
    for number in (numbers[column] for numbers in _REFUSED.values()):
        if number is None:
            continue
        steps += [struct.pack("HBBI", _EQUAL, 0, 1, number), struct.pack("HBBI", _RETURN, 0, 0, _REFUSE)]
    steps.append(struct.pack("HBBI", _RETURN, 0, 0, _ALLOW))
    code = ctypes.create_string_buffer(b"".join(steps))
    program = _Program(len(steps), ctypes.cast(code, ctypes.c_void_p))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    done: int = system.syscall(seccomp, _FILTER_MODE, _ALL_THREADS, ctypes.byref(program))
    return done == 0


def taken() -> int:
    """Return the most bytes of memory that this process has had at once."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # In kilobytes on Linux, in bytes on macOS (getrusage(2) of each).
    return most if sys.platform == "darwin" else most * 1024


def _address_space() -> int:
    """Return how many bytes of addresses this process has; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:  # noqa: PTH123 - no module besides is loaded for it
            return int(told.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0
