"""Python reads this first in every process that a test starts: one that touches a network is stopped at once.

tests/guarded.py puts this folder on the way on which Python looks for modules; conftest.py has the same rule.
"""

from __future__ import annotations

import os
import sys

TOUCHED = 99
"""How such a process ends, which nobody can hide by catching an exception."""

_ADDRESSED = {"socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"}
"""Events that name an address, as their second word."""

_UNIX = 1
"""AF_UNIX everywhere but on Windows; to import socket for it would load what the program does not."""


def touches_network(event: str, words: tuple[object, ...], *, near: bool) -> bool:
    """Return whether an audit event touches a network; with `near`, one that goes beyond this machine."""
    return event.startswith("socket.") and not (near and _is_near(event, words))


def _is_near(event: str, words: tuple[object, ...]) -> bool:
    """Return whether nothing leaves this machine by what a socket is about to do."""
    if event == "socket.getaddrinfo":
        # A number is looked up nowhere.
        return words[0] == "127.0.0.1"
    if event not in _ADDRESSED:
        return event in {"socket.__new__", "socket.gethostname"}
    address = words[1]
    return isinstance(address, tuple) and address[0] in {"127.0.0.1", "::1"}


def _guard(event: str, words: tuple[object, ...]) -> None:
    # Two ends of a pipe are no network: asyncio wakes itself through them.
    if not event.startswith("socket.") or (event == "socket.__new__" and words[1] == _UNIX):
        return
    allowed = os.environ.get("ADVOCATE_TEST_NETWORK", "")
    if allowed != "any" and touches_network(event, words, near=allowed == "near"):
        told = os.environ.get("ADVOCATE_TEST_TOUCHED")
        if told:
            with open(told, "a", encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be loaded for it
                file.write(f"{event}\n")
        os.write(2, f"a process touched the network: {event}\n".encode())
        os._exit(TOUCHED)


if os.environ.get("ADVOCATE_TEST_NETWORK"):
    sys.addaudithook(_guard)
