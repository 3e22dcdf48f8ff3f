"""Reading the writer's pins: `pins.yaml` in their own folder."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from advocate.core.pins import Address, Fingerprint, Pin
from advocate.core.problems import Problem, ProblemsError
from advocate.sources import yaml_nodes
from advocate.sources.reading import Reading

if TYPE_CHECKING:
    from pathlib import Path

    from advocate.sources.nodes import Node

CODE = "pins"
SUM = re.compile("[0-9a-f]{64}")
"""A SHA-256 in hexadecimal digits."""


def read_pins(file: Path, name: str) -> tuple[Pin, ...]:
    """Return the pins in a file; raise ProblemsError with one line where it is not as it was written.

    A pin that cannot be read protects nobody, so nothing goes on without it.
    """
    try:
        document = yaml_nodes.load(file, name, CODE)
    except ProblemsError as error:
        raise _damaged(error) from None
    reading = Reading(document, CODE, list(document.problems))
    with reading.root() as root:
        pins = tuple(_pin(node, reading) for node in root.each("pins"))
    if reading.problems:
        raise _damaged(ProblemsError(reading.problems))
    return pins


def _damaged(error: ProblemsError) -> ProblemsError:
    first = error.problems[0]
    words = f"your pins cannot be read ({first.message}): mend this file, or remove it and pin anew"
    return ProblemsError([Problem(f"{CODE}.damaged", words, first.place)])


def _pin(node: Node, reading: Reading) -> Pin:
    with node:
        day = node.date("pinned")
        if day.day is None:
            reading.note("date", "the day of a pin has to be whole", ("pins",))
        return Pin(
            campaign=node.id("campaign"),
            folder=node.maybe_line("folder") or "",
            day=day.first_day if day.day else date.min,
            fingerprint=Fingerprint(dict(_file(each, reading) for each in node.each("files"))),
            addresses=frozenset(_address(each) for each in node.maybe_each("addresses")),
        )


def _file(node: Node, reading: Reading) -> tuple[str, str]:
    with node:
        name, digest = node.line("name"), node.line("sha256")
    if not SUM.fullmatch(digest):
        reading.note("sum", f"{digest!r} is no SHA-256", ("pins",))
    return name, digest


def _address(node: Node) -> Address:
    with node:
        return Address(node.line("of"), node.line("kind"), node.maybe_text("value") or "")
