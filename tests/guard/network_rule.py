"""What nobody may do while a test runs the program: one rule, for this process and for those it starts."""

from __future__ import annotations

ASKED = {"socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"}
"""Events that name an address, as their second word."""

_UNIX = 1
"""AF_UNIX everywhere but on Windows; to import socket for it would load what the program does not."""


def touches_network(event: str, words: tuple[object, ...], *, near: bool) -> bool:
    """Return whether an audit event touches a network; with `near`, one that goes beyond this machine."""
    return event.startswith("socket.") and not (near and _is_near(event, words))


def leaves_this_machine(event: str, words: tuple[object, ...]) -> bool:
    """Return whether an audit event may be more than two ends of a pipe: asyncio wakes itself through them."""
    if event == "socket.__new__":
        return words[1] != _UNIX
    return event.startswith("socket.")


def _is_near(event: str, words: tuple[object, ...]) -> bool:
    """Return whether nothing leaves this machine by what a socket is about to do."""
    if event == "socket.getaddrinfo":
        # A number is looked up nowhere.
        return words[0] == "127.0.0.1"
    if event not in ASKED:
        return event in {"socket.__new__", "socket.gethostname"}
    address = words[1]
    return isinstance(address, tuple) and address[0] in {"127.0.0.1", "::1"}
