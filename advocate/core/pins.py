"""Pins: which campaign the writer has looked at, so that nobody can change it behind their back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from advocate.core.check.walk import details

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from advocate.core.registry import Registry

REGISTRY = "contacts.yaml"
"""The name of the registry in a campaign."""


@dataclass(frozen=True)
class Fingerprint:
    """What a campaign is made of: the SHA-256 of every file, by its name from the campaign's folder on.

    Its sums can be had without this program: `sha256sum` prints the lines that they are sums of.
    """

    files: Mapping[str, str]

    @property
    def registry(self) -> str:
        """The SHA-256 of the registry, in hexadecimal digits; an empty text where there is none."""
        return self.files.get(REGISTRY, "")

    @cached_property
    def templates(self) -> str:
        """The SHA-256 over all files but the registry, in hexadecimal digits."""
        return _sum_of({name: digest for name, digest in self.files.items() if name != REGISTRY})

    @cached_property
    def whole(self) -> str:
        """The SHA-256 over all files, in hexadecimal digits."""
        return _sum_of(self.files)


def _sum_of(files: Mapping[str, str]) -> str:
    """Return the SHA-256 of the lines that `sha256sum` prints of files, in the order of their names."""
    lines = sorted((name.encode(), digest) for name, digest in files.items())
    return sha256(b"".join(b"%b  %b\n" % (digest.encode(), name) for name, digest in lines)).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Something in a registry that decides where a letter goes: of whom, what sort, and which.

    `of` is the id of an office, or an institution's or procedure's behind the word that says so.
    """

    of: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A campaign as the writer pinned it: its id, where it lay, when, its files and its addresses.

    `folder` is empty for the shipped campaign.
    """

    campaign: str
    folder: str
    day: date
    fingerprint: Fingerprint
    addresses: frozenset[Address]


@dataclass(frozen=True, slots=True)
class Moved:
    """An address that is not what it was; `old` is None for a new one, `new` for one that is gone."""

    of: str
    kind: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How a campaign differs from the pinned one: addresses first, then the names of files."""

    pin: Pin
    addresses: tuple[Moved, ...] = ()
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def addresses_of(registry: Registry) -> frozenset[Address]:
    """Return everything in a registry that decides where a letter goes, and whose it may be."""
    return frozenset(_addresses(registry))


def _addresses(registry: Registry) -> Iterator[Address]:
    for institution in registry.institutions:
        of = f"institution {institution.id}"
        yield from (Address(of, "domain", domain) for domain in institution.domains)
        yield from (Address(of, "declared address", address) for address in institution.addresses)
    for each in details(registry):
        of = each.contact.id if each.contact else f"institution {each.institution.id}"
        if each.detail.value:
            yield Address(of, str(each.detail.type), each.detail.value)
    for procedure in registry.procedures:
        if procedure.form:
            yield Address(f"procedure {procedure.id}", "form", procedure.form)


def difference(pin: Pin, found: Fingerprint, addresses: Iterable[Address] | None) -> Difference:
    """Return how a campaign differs from a pinned one; without `addresses` nothing is said of them."""
    old, new = pin.fingerprint.files, found.files
    return Difference(
        pin,
        addresses=() if addresses is None else tuple(_moved(pin.addresses, frozenset(addresses))),
        changed=tuple(sorted(name for name in new if name in old and new[name] != old[name])),
        added=tuple(sorted(set(new) - set(old))),
        gone=tuple(sorted(set(old) - set(new))),
    )


def _moved(old: frozenset[Address], new: frozenset[Address]) -> Iterator[Moved]:
    """Yield the addresses that are others now, then new ones, then those that are gone."""
    gone, come = sorted(old - new), sorted(new - old)
    changed: list[Moved] = []
    for before in list(gone):
        after = next((each for each in come if (each.of, each.kind) == (before.of, before.kind)), None)
        if after:
            gone.remove(before)
            come.remove(after)
            changed.append(Moved(before.of, before.kind, before.value, after.value))
    yield from changed
    yield from (Moved(each.of, each.kind, None, each.value) for each in come)
    yield from (Moved(each.of, each.kind, each.value, None) for each in gone)


def pinned_as(pins: Iterable[Pin], campaign: str) -> Pin | None:
    """Return the pin of a campaign by its id, or None where it has none."""
    return next((pin for pin in pins if pin.campaign == campaign), None)


def pinned_anew(pins: Iterable[Pin], new: Pin) -> tuple[Pin, ...]:
    """Return pins with a new one in the place of those of the same campaign or the same folder."""
    kept = (
        pin for pin in pins if pin.campaign != new.campaign and not (new.folder and pin.folder == new.folder)
    )
    return tuple(sorted((*kept, new), key=lambda pin: pin.campaign))
