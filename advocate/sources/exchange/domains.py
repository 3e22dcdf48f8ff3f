"""The domains of an institution, from the addresses that a file gives for its offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.check.domains import domain_of_email, domain_of_form, is_domain, plain_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_SHARED_ENDINGS = frozenset(
    {"ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "govt", "net", "or", "org"}
)
"""What stands before a country's own ending where everybody's names are registered below both."""

_WHOLE = 2
"""Labels in a domain that belongs to one owner."""


def domains_of(
    values: Iterable[str], is_shared: Callable[[str], bool]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the domains that e-mail and web addresses lie in, and those that must be declared whole.

    Hosts in one domain are declared as that domain; a mailbox with a shared provider is declared itself.
    """
    hosts: dict[str, list[str]] = {}
    addresses: list[str] = []
    for value in values:
        domain = domain_of_form(value) if "://" in value else domain_of_email(value)
        if not is_domain(domain):
            continue
        if is_shared(domain):
            addresses.append(plain_address(value))
            continue
        labels = domain.removeprefix("www.").split(".")
        own = _WHOLE + 1 if len(labels) > _WHOLE and labels[-_WHOLE] in _SHARED_ENDINGS else _WHOLE
        hosts.setdefault(".".join(labels[-own:]), []).append(".".join(labels))
    found = tuple(_common(names) for names in hosts.values())
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(addresses))


def _common(names: list[str]) -> str:
    """Return the domain that all of some hosts lie in."""
    reversed_ = [name.split(".")[::-1] for name in names]
    shared = []
    for labels in zip(*reversed_, strict=False):
        if len(set(labels)) > 1:
            break
        shared.append(labels[0])
    return ".".join(shared[::-1])
