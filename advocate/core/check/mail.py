"""What the domain name system says of the domains that letters go to by e-mail."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from advocate.core.check.domains import domain_of_email, is_domain, is_stand_in
from advocate.core.check.remark import Remark
from advocate.core.check.walk import details
from advocate.core.registry import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advocate.core.check.remark import Way
    from advocate.core.registry import Registry


class Mail(Enum):
    """Whether a domain takes mail."""

    TAKEN = "taken"
    """It names mail servers (RFC 5321, section 5.1), or is itself a host, which then is its mail server."""

    REFUSED = "refused"
    """It says that it takes no mail (a null MX, RFC 7505)."""

    NOWHERE = "nowhere"
    """It exists, and has neither mail servers nor an address."""

    NO_DOMAIN = "no domain"
    """There is no such domain."""

    UNKNOWN = "unknown"
    """It could not be asked: a name server did not answer, or failed."""


def mail_domains(registry: Registry) -> tuple[str, ...]:
    """Return every domain of an e-mail address in a registry once, as it is spelt."""
    return tuple(dict.fromkeys(domain for domain, _ in _mailboxes(registry)))


def mail_remarks(registry: Registry, answers: Mapping[str, Mail]) -> Iterator[Remark]:
    """Yield what is wrong with the domain of every e-mail address, by what was answered about each."""
    for domain, path in _mailboxes(registry):
        answer = answers.get(domain, Mail.UNKNOWN)
        if answer is Mail.REFUSED:
            yield Remark.error("check.takes-no-mail", f"{domain!r} says that it takes no mail", path)
        elif answer is Mail.NO_DOMAIN:
            yield Remark.error("check.no-such-domain", f"there is no domain {domain!r}", path)
        elif answer is Mail.NOWHERE:
            words = f"{domain!r} has neither a mail server nor an address"
            yield Remark.error("check.no-mail-server", words, path)
        elif answer is Mail.UNKNOWN:
            words = f"{domain!r} could not be asked about: no name server answered"
            yield Remark.warning("check.not-asked", words, path)


def _mailboxes(registry: Registry) -> Iterator[tuple[str, Way]]:
    for each in details(registry):
        if each.detail.type is Channel.EMAIL and each.detail.value:
            domain = domain_of_email(each.detail.value)
            if is_domain(domain) and not is_stand_in(domain):
                yield domain, (*each.path, "value")
