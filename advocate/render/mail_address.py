"""An e-mail address as it stands in a header, and as a mail server is told it."""

from __future__ import annotations

import re
from functools import lru_cache

from advocate.core.problems import Problem, ProblemsError

_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_PLAIN = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_ATOM}(?:\.{_ATOM})*", re.ASCII)
"""Nearly every address there is: dot-atoms around the @ (RFC 5322, 3.4.1), which stand as they are."""


def mail_address(address: str, *, utf8: bool = False) -> str:
    """Return an address for a header or a mail server: its domain in ASCII (RFC 5890, 2.3.2.1).

    Letters beyond ASCII before the @ need a server that takes them (RFC 6531); with `utf8` such an address
    stays as it is. Raises ProblemsError where there is no such server, and for what is no address.
    """
    # A program that reads '=?' as a code (RFC 2047, 2) could see another address, or two.
    if _PLAIN.fullmatch(address) and "=?" not in address:
        return address
    return _unusual(address, utf8=utf8)


@lru_cache(maxsize=256)
def _unusual(address: str, *, utf8: bool) -> str:
    """Return an address with quotes, a number for its domain, or letters beyond ASCII."""
    # These come along for the rare address only. (The standard library's own codec follows the IDNA of 2003,
    # by which the mail for `straße` would go to `strasse`.)
    from email.errors import HeaderParseError  # noqa: PLC0415
    from email.headerregistry import Address  # noqa: PLC0415

    import idna  # noqa: PLC0415

    local, _, domain = address.rpartition("@")
    try:
        plain_domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
        # Python's reader takes no other letters than ASCII's; one of these stands in for each.
        stand_in = re.sub(r"[^\x00-\x7f]", "x", local)
        read = Address(addr_spec=f"{stand_in}@{plain_domain}").addr_spec
    except (ValueError, HeaderParseError, IndexError):
        read = ""
    if not read or "=?" in address or _is_broken(local):
        raise ProblemsError([Problem("eml.address", f"{address!r} is not an e-mail address")])
    if local.isascii():
        return read
    if not utf8:
        words = (
            f"{address!r} has letters before the @ that your mail server does not take: write by post or form"
        )
        raise ProblemsError([Problem("eml.letters", words)])
    return address


def _is_broken(local: str) -> bool:
    """Return whether something before the @ cannot be seen: a mark of direction, say."""
    return any(not letter.isascii() and not letter.isprintable() for letter in local)
