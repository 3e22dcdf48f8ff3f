"""Envelopes and sheets of address labels, set in `layouts/envelopes.typ` and `layouts/labels.typ`.

As pages of letters they are PDF/UA-1, the same bytes for the same addresses, and silent about their writer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.problems import Problem, ProblemsError
from advocate.render.pdf import undrawable_problem
from advocate.render.press import PressError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advocate.core.sheets import Addressed, Envelope, Labels
    from advocate.render.presses import AnyPress

# What the layouts say when they stop: the places of all that has no room, counted from 0.
_STOP = re.compile(
    r"advocate: addresses ?(?P<addresses>(?:[0-9]{1,6}\b ?)*)(?:; senders ?(?P<senders>(?:[0-9]{1,6}\b ?)*))?"
)


@dataclass(frozen=True, slots=True)
class AddressSheet:
    """Addresses as printed: the file, how many stand in it, and what is wrong with those that do not.

    `pdf` is None where none is left.
    """

    pdf: bytes | None
    count: int
    problems: tuple[Problem, ...]


def print_envelopes(press: AnyPress, addresses: Sequence[Addressed], envelope: Envelope) -> AddressSheet:
    """Return one envelope on each page, in the order given, at the envelope's true size.

    An address is set in 12 pt, or in less, down to 8 pt, where it has no room; after that in the office's
    short forms, and then its short lines share one. An office is left out, with a problem, for a character
    that no allowed font draws (`pdf.undrawable`), for an address that has no room even so
    (`envelopes.address-too-long`), and for a sender that has none (`envelopes.sender-too-long`). Raises
    ProblemsError with `envelopes.failed` for anything else.
    """
    data = {"title": f"Envelopes {envelope.upper()}", "envelope": envelope.value}
    job = _Job(press, "envelopes.typ", data, f"an envelope {envelope.upper()}")
    return job.printed(addresses)


def print_labels(
    press: AnyPress, addresses: Sequence[Addressed], labels: Labels, first: int = 1
) -> AddressSheet:
    """Return sheets of labels, filled in the order given from the label `first` on, counted from 1.

    An address is set in 11 pt, or in less as on envelopes; problems are the same, under `labels`.
    """
    data = {"title": f"Labels {labels.upper()}", "labels": labels.value, "from": first}
    return _Job(press, "labels.typ", data, f"a label {labels.upper()}").printed(addresses)


@dataclass(frozen=True, slots=True)
class _Job:
    """One file of addresses: the layout, what it reads besides them, and what an address stands on."""

    press: AnyPress
    layout: str
    data: Mapping[str, object]
    place: str

    def printed(self, addresses: Sequence[Addressed]) -> AddressSheet:
        problems: list[Problem] = []
        left: list[Addressed] = []
        for item in addresses:
            lacking = self.press.undrawable("".join((*item.address, *item.short, *item.sender)))
            problems += [undrawable_problem(character) for character in lacking]
            if not lacking:
                left.append(item)
        pdf = None
        while left and pdf is None:
            try:
                pdf = self.press.pdf(self.layout, {**self.data, "addresses": [_data(item) for item in left]})
            except PressError as error:
                found = self._without_room(left, str(error))
                problems += found.values()
                left = [item for place, item in enumerate(left) if place not in found]
        return AddressSheet(pdf, len(left), tuple(dict.fromkeys(problems)))

    def _without_room(self, items: Sequence[Addressed], words: str) -> dict[int, Problem]:
        """Return what to say of each item, by its place, where the layout has stopped with some words."""
        stop = _STOP.search(words)
        kind = self.layout.removesuffix(".typ")
        told = (
            [int(place) for place in f"{stop['addresses']} {stop['senders'] or ''}".split()] if stop else []
        )
        if not stop or not told or max(told) >= len(items):
            failed = Problem(f"{kind}.failed", f"{kind}: the file could not be made ({words})")
            raise ProblemsError([failed])
        senders = {
            int(place): Problem(
                f"{kind}.sender-too-long",
                f"your name and address do not fit {self.place} in 8 pt type:"
                " shorten them, or add --no-return-address",
            )
            for place in (stop["senders"] or "").split()
        }
        return senders | {
            int(place): Problem(
                f"{kind}.address-too-long",
                f"{items[int(place)].contact}: the address does not fit {self.place} in 8 pt type:"
                " give the office a shorter form of its longest line (`short` in contacts.yaml),"
                " or take a larger one",
            )
            for place in stop["addresses"].split()
        }


def _data(item: Addressed) -> dict[str, object]:
    return {
        "language": item.language,
        "address": item.address,
        "address-short": item.short,
        "sender": item.sender,
    }
