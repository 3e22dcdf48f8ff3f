"""Runs in every Python process that a test starts: one that touches a network is stopped at once, and told of.

tests/guarded.py puts this folder on the way on which Python looks for modules.
"""

from __future__ import annotations

import os
import sys

from network_rule import leaves_this_machine, touches_network

TOUCHED = 99
"""How such a process ends."""


def _guard(event: str, words: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    allowed = os.environ.get("ADVOCATE_TEST_NETWORK", "")
    near = allowed == "near"
    if allowed == "any" or not touches_network(event, words, near=near):
        return
    if near or leaves_this_machine(event, words):
        told = os.environ.get("ADVOCATE_TEST_TOUCHED")
        if told:
            with open(told, "a", encoding="utf-8") as file:  # noqa: PTH123 - as little as can be is loaded here
                file.write(f"{event}\n")
        os.write(2, f"a process touched the network: {event}\n".encode())
        os._exit(TOUCHED)


if os.environ.get("ADVOCATE_TEST_NETWORK"):
    sys.addaudithook(_guard)
