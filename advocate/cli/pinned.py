"""Whether a campaign is the one that the writer has pinned; where it is not, that is said loudly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from advocate.cli.terminal import Terminal
    from advocate.core.pins import Address, Difference, Fingerprint, Moved, Pin
    from advocate.sources.places import CampaignFolder

MOST = 30
"""Addresses, and files, that a warning names; 'campaign info' names all."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A campaign beside the writer's pins: its pin, if it has one, and how it differs from what was pinned.

    A folder that was pinned while it held a campaign of another id differs from that one.
    """

    fingerprint: Fingerprint
    pin: Pin | None = None
    difference: Difference | None = None
    campaign: str | None = None

    @property
    def is_same(self) -> bool:
        """Whether nothing differs from what was pinned; so it is where nothing was."""
        return self.difference is None


def look_at_pin(terminal: Terminal, given: Path | None) -> bool:
    """Say loudly where a campaign is not the one that was pinned, and return whether it may be taken for it.

    One that was never pinned may. Nothing is read where the writer has no pins. Raises ProblemsError where
    the pins cannot be read, or the campaign cannot be compared with them.
    """
    from advocate.sources import places

    if not places.is_there(places.pins_file()):
        return True
    compared = compare(places.campaign_folder(given))
    if compared.difference:
        terminal.problems(in_words(compared, compared.difference, MOST))
    return compared.is_same


def compare(folder: CampaignFolder) -> Compared:
    """Return a campaign beside the writer's pins; raise ProblemsError where either cannot be read."""
    from advocate.core.pins import difference, pinned_as
    from advocate.sources.fingerprint import fingerprint

    pins, found, here = kept_pins(), fingerprint(folder), where(folder)
    same = next((pin for pin in pins if pin.fingerprint.whole == found.whole), None)
    id_ = same.campaign if same else _id(folder)
    pin = pinned_as(pins, id_) if id_ else None
    before = next((pin for pin in pins if pin.folder == here and pin.campaign != id_), None)
    if before:
        # Whoever changes a campaign can change its id as well.
        return Compared(found, pin, difference(before, found, _addresses(folder)), id_)
    if pin is None or same:
        return Compared(found, pin, None, id_)
    return Compared(found, pin, difference(pin, found, _addresses(folder)), id_)


def kept_pins() -> tuple[Pin, ...]:
    """Return the writer's pins; raise ProblemsError where they cannot be read."""
    from advocate.sources import places
    from advocate.sources.pins import read_pins

    file = places.pins_file()
    return read_pins(file, file.as_posix()) if places.is_there(file) else ()


def where(folder: CampaignFolder) -> str:
    """Return where a campaign lies, as a pin remembers it: nothing for the shipped one."""
    return "" if folder.shipped else folder.root.resolve().as_posix()


def in_words(compared: Compared, difference: Difference, most: int) -> Iterator[Problem]:
    """Yield how a campaign differs from the pinned one, a line each: addresses first, at most so many."""
    pin = difference.pin
    words = f"THIS IS NOT THE CAMPAIGN YOU PINNED: {pin.campaign!r} was pinned on {pin.day.isoformat()}"
    if compared.campaign != pin.campaign:
        told = repr(compared.campaign) if compared.campaign else "nothing that can be read"
        words = f"{words}, and in its folder there is {told} now"
    yield Problem("pin.changed", f"{words}, and it has changed since")
    for moved in difference.addresses[:most]:
        yield Problem("pin.address", _moved(moved))
    if len(difference.addresses) > most:
        yield _more(len(difference.addresses) - most, "address", "addresses")
    named = [
        *(f"changed: {name}" for name in difference.changed),
        *(f"new: {name}" for name in difference.added),
        *(f"gone: {name}" for name in difference.gone),
    ]
    for name in named[:most]:
        yield Problem("pin.file", name)
    if len(named) > most:
        yield _more(len(named) - most, "file", "files")
    yield Problem(
        "pin.what-now",
        "write to nobody with it until you know why; then 'advocate campaign pin' takes it as it is now",
    )


def _more(number: int, one: str, several: str) -> Problem:
    what = f"{number} more {one if number == 1 else several}"
    return Problem("pin.more", f"and {what}: 'advocate campaign info' names all")


def _moved(moved: Moved) -> str:
    whose = f"{moved.of}, {moved.kind}"
    if moved.old is None:
        return f"new address: {whose}: {_seen(moved.new or '')}"
    if moved.new is None:
        return f"address gone: {whose}: {_seen(moved.old)}"
    return f"address changed: {whose}: {_seen(moved.old)} -> {_seen(moved.new)}"


def _seen(value: str) -> str:
    """Return an address as it is told: on one line, with the names of letters that may deceive the eye."""
    from advocate.core.check.domains import unusual_letters

    line = ", ".join(value.splitlines())
    one_word = not any(mark.isspace() for mark in value)
    return f"{line} ({unusual_letters(value)})" if one_word and not value.isascii() else line


def _id(folder: CampaignFolder) -> str | None:
    """Return the id of a campaign, None where its case sheet cannot be read."""
    from advocate.sources.campaign import read_id

    try:
        return read_id(folder.templates, folder.shown(folder.templates))
    except ProblemsError:
        return None


def _addresses(folder: CampaignFolder) -> Sequence[Address] | None:
    """Return the addresses of a campaign, None where its registry cannot be read."""
    from advocate.core.pins import addresses_of
    from advocate.sources.registry import read_registry

    try:
        registry = read_registry(folder.registry, folder.shown(folder.registry))
    except ProblemsError:
        return None
    return tuple(addresses_of(registry))
