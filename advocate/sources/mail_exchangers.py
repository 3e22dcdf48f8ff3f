"""Asking the domain name system which domains take mail: the one place that reads from a network."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.exception
import dns.name
import dns.resolver

from advocate.core.check.mail import Mail
from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterable

AT_ONCE = 4
"""Questions under way at the same time: a registry has few domains, and nobody's server is to be pressed."""

SECONDS = 5.0
"""How long one domain is waited for."""

_DNS_PORT = 53


@dataclass(frozen=True, slots=True)
class NameServer:
    """A server to ask instead of the machine's own."""

    address: str
    port: int = _DNS_PORT

    @classmethod
    def parse(cls, words: str) -> NameServer:
        """Return the server in `192.0.2.1`, `192.0.2.1:53` or `[2001:db8::1]:53`.

        Raises ProblemsError for anything else.
        """
        from ipaddress import ip_address  # noqa: PLC0415 - needed only for this option

        address, port = words, str(_DNS_PORT)
        if words.startswith("[") or words.count(":") == 1:
            address, _, after = words.rpartition(":") if not words.endswith("]") else (words, "", port)
            port = after
        try:
            host = str(ip_address(address.strip("[]")))
            number = int(port) if port.isascii() and port.isdecimal() else 0
            if not 0 < number < 2**16:
                raise ValueError(port)  # noqa: TRY301 - one way out for every slip
        except ValueError:
            message = f"{words!r} is not an address and a port, such as 192.0.2.1:53"
            raise ProblemsError([Problem("check.resolver", message, Place("--resolver"))]) from None
        return cls(host, number)


def ask_about_mail(
    domains: Iterable[str], server: NameServer | None, seconds: float = SECONDS
) -> dict[str, Mail]:
    """Return for each domain whether it takes mail; each is asked about once.

    Without a server the machine's own resolver settings are used. What cannot be asked is `Mail.UNKNOWN`.
    """
    wanted = tuple(dict.fromkeys(domains))
    try:
        resolver = dns.resolver.Resolver(configure=server is None)
    except (dns.resolver.NoResolverConfiguration, OSError):
        return dict.fromkeys(wanted, Mail.UNKNOWN)
    resolver.lifetime = seconds
    resolver.cache = None
    if server:
        resolver.nameservers = [server.address]
        resolver.port = server.port
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(wanted, pool.map(lambda domain: _mail(domain, resolver), wanted), strict=True))


def _mail(domain: str, resolver: dns.resolver.Resolver) -> Mail:
    try:
        # A dot at the end: the machine's own search list has no part in this.
        name = dns.name.from_unicode(f"{domain}.", idna_codec=dns.name.IDNA_2008_Practical)
        try:
            servers = resolver.resolve(name, "MX", search=False)
        except dns.resolver.NoAnswer:
            return _host(name, resolver)
    except dns.resolver.NXDOMAIN:
        return Mail.NO_DOMAIN
    except (dns.exception.DNSException, OSError, UnicodeError):
        return Mail.UNKNOWN
    if all(server.exchange == dns.name.root for server in servers):
        return Mail.REFUSED
    return Mail.TAKEN


def _host(name: dns.name.Name, resolver: dns.resolver.Resolver) -> Mail:
    """Return whether a domain without mail servers is a host (RFC 5321, section 5.1: the implicit MX)."""
    for kind in ("A", "AAAA"):
        try:
            resolver.resolve(name, kind, search=False)
        except dns.resolver.NoAnswer:
            continue
        return Mail.TAKEN
    return Mail.NOWHERE
