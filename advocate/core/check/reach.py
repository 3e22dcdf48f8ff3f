"""E-mail addresses and forms: whether they can be right, and whether they are the institution's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.check.domains import (
    Known,
    domain_of_email,
    domain_of_form,
    is_domain,
    is_stand_in,
    lies_in,
    mixed_scripts,
    plain_address,
    shown,
    spelt,
    tails,
    unusual_letters,
)
from advocate.core.check.remark import Remark
from advocate.core.check.walk import details, holders, names
from advocate.core.registry import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advocate.core.check.remark import Judge, Way
    from advocate.core.registry import Institution, Registry

# In capitals only, for `todo` is a word in Spanish; brackets stand round what is to be filled in.
_STAND_IN = re.compile(r"\b(?:TODO|FIXME|TBD|X{4,}|x{4,})\b|[\[<{][^][<>{}\n]*[]>}]")
_STAND_IN_NAMES = frozenset({"todo", "fixme", "tbd", "xxx", "changeme", "placeholder"})
# Numbers kept free for stories (ATIS-0300115, section 3.7: 555-0100 to 555-0199).
_STAND_IN_NUMBER = re.compile(r"\+1\d{3}55501\d\d")


def reach_remarks(registry: Registry, judge: Judge) -> Iterator[Remark]:
    """Yield what is wrong with e-mail addresses, forms, declared domains, and whatever only stands in."""
    known = Known(judge)
    yield from _declared(registry, known, judge)
    owners = {
        spelt(domain): institution
        for institution in reversed(registry.institutions)
        for domain in institution.domains
    }
    belongings = {item.id: _Belongings.of([item]) for item in registry.institutions}
    for each in details(registry):
        value = each.detail.value
        if not value:
            continue
        path = (*each.path, "value")
        if _only_stands_in(each.detail.type, value):
            yield Remark.error("check.placeholder", f"{value!r} only stands where a value belongs", path)
        elif each.detail.type is Channel.EMAIL:
            yield from _email(value, path, judge)
            yield from _outside(value, path, belongings[each.institution.id], owners, known, judge)
        elif each.detail.type is Channel.FORM:
            yield from _outside(value, path, belongings[each.institution.id], owners, known, judge)
    yield from _procedures(registry, owners, known, judge)
    for way, _, holder in holders(registry):
        if _STAND_IN.search(holder.name):
            words = f"{holder.name!r} only stands where a name belongs"
            yield Remark.error("check.placeholder", words, (*way, "name"))


def _only_stands_in(channel: Channel, value: str) -> bool:
    if channel is Channel.EMAIL:
        local, _, _ = value.rpartition("@")
        return (
            is_stand_in(domain_of_email(value))
            or local.lower() in _STAND_IN_NAMES
            or _STAND_IN.search(value) is not None
        )
    if channel is Channel.FORM:
        return is_stand_in(domain_of_form(value)) or _STAND_IN.search(value) is not None
    if channel is Channel.ADDRESS:
        return _STAND_IN.search(value) is not None or value.strip().lower() in _STAND_IN_NAMES
    return _STAND_IN_NUMBER.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class _Belongings:
    """What some institutions declare as theirs."""

    words: str
    domains: frozenset[str]
    addresses: frozenset[str]

    @classmethod
    def of(cls, institutions: Iterable[Institution]) -> _Belongings:
        given = tuple(institutions)
        return cls(
            words=names([repr(institution.id) for institution in given]),
            domains=frozenset(spelt(domain) for institution in given for domain in institution.domains),
            addresses=frozenset(
                plain_address(address) for institution in given for address in institution.addresses
            ),
        )


def _email(value: str, path: Way, judge: Judge) -> Iterator[Remark]:
    wrong = judge.email(value)
    if wrong:
        yield Remark.error("check.email", f"{value!r} cannot be an e-mail address: {wrong}", path)
    local = value.rpartition("@")[0]
    mixed = mixed_scripts(local, judge)
    if mixed:
        words = f"{local!r} mixes {names(mixed)} letters: {unusual_letters(local)}"
        yield Remark.error("check.mixed-scripts", words, path)
    elif not local.isascii() and not wrong:
        words = f"{value!r} has letters before the @ that not every mail server takes (RFC 6531)"
        yield Remark.warning("check.email-letters", words, path)


def _outside(  # noqa: PLR0917, PLR0913 - one address against all that is known of domains
    value: str,
    path: Way,
    own: _Belongings,
    owners: dict[str, Institution],
    known: Known,
    judge: Judge,
) -> Iterator[Remark]:
    domain = domain_of_form(value) if "://" in value else domain_of_email(value)
    yield from _scripts(domain, path, judge)
    if lies_in(value, own.domains, own.addresses):
        return
    looks = known.same_looking(domain)
    near = looks or known.near(domain)
    if near:
        how = "looks the same as" if looks else "is easily taken for"
        words = f"{shown(domain)} {how} {shown(near)}, which {owners[near].id!r} declares"
        yield Remark.error("check.look-alike", words, path)
        return
    if not own.domains and not own.addresses:
        told = f"{own.words} declares no domain and no address of its own"
    else:
        told = f"{own.words} declares {names(sorted((*own.domains, *own.addresses)))}"
    whose = next((owners[tail].id for tail in tails(domain) if tail in owners), None)
    told += f"; it is in the domain of {whose!r}" if whose else ""
    provider = "; a shared provider's mailbox is declared whole, under 'addresses'"
    told += provider if judge.is_shared(domain) else ""
    yield Remark.error("check.outside-domains", f"{value!r} is not the institution's: {told}", path)


def _procedures(
    registry: Registry, owners: dict[str, Institution], known: Known, judge: Judge
) -> Iterator[Remark]:
    institutions = {institution.id: institution for institution in registry.institutions}
    users: dict[str, dict[str, Institution]] = {}
    for contact in registry.contacts:
        if contact.accepts.procedure:
            used = users.setdefault(contact.accepts.procedure, {})
            used[contact.institution] = institutions[contact.institution]
    for place, procedure in enumerate(registry.procedures):
        if not procedure.form:
            continue
        path = ("procedures", place, "form")
        if is_stand_in(domain_of_form(procedure.form)) or _STAND_IN.search(procedure.form):
            words = f"{procedure.form!r} only stands where a value belongs"
            yield Remark.error("check.placeholder", words, path)
        elif procedure.id in users:
            own = _Belongings.of(users[procedure.id].values())
            yield from _outside(procedure.form, path, own, owners, known, judge)


def _scripts(domain: str, path: Way, judge: Judge) -> Iterator[Remark]:
    for label in domain.split("."):
        mixed = mixed_scripts(label, judge)
        if mixed:
            words = f"{label!r} in {shown(domain)} mixes {names(mixed)} letters: {unusual_letters(label)}"
            yield Remark.error("check.mixed-scripts", words, path)


def _declared(registry: Registry, known: Known, judge: Judge) -> Iterator[Remark]:
    """Yield what is wrong with what institutions declare, and remember every domain of theirs."""
    first: dict[str, str] = {}
    for place, institution in enumerate(registry.institutions):
        for number, given in enumerate(institution.domains):
            path = ("institutions", place, "domains", number)
            domain = spelt(given)
            if not is_domain(domain):
                words = f"{given!r} is not a domain, such as europarl.europa.eu"
                yield Remark.error("check.domain", words, path)
                continue
            yield from _declared_domain(domain, path, known, first, judge)
            known.add(domain)
            first.setdefault(domain, institution.id)
        yield from _exact(institution, place, judge)
    for place, institution in enumerate(registry.institutions):
        for number, given in enumerate(institution.addresses):
            path = ("institutions", place, "addresses", number)
            domain = domain_of_form(given) if "://" in given else domain_of_email(given)
            yield from _like_another(domain, path, known, first)


def _declared_domain(
    domain: str, path: Way, known: Known, first: dict[str, str], judge: Judge
) -> Iterator[Remark]:
    if judge.is_shared(domain):
        words = f"anybody can have an address in {domain!r}: declare the office's own under 'addresses'"
        yield Remark.error("check.shared-domain", words, path)
    yield from _scripts(domain, path, judge)
    if domain not in known:
        yield from _like_another(domain, path, known, first)


def _like_another(domain: str, path: Way, known: Known, first: dict[str, str]) -> Iterator[Remark]:
    looks = known.same_looking(domain)
    if looks:
        words = f"{shown(domain)} looks the same as {shown(looks)}, which {first[looks]!r} declares"
        yield Remark.error("check.look-alike", words, path)
        return
    near = known.near(domain)
    if near:
        words = (
            f"{shown(domain)} is easily taken for {shown(near)}, which {first[near]!r} declares: is it meant?"
        )
        yield Remark.warning("check.look-alike", words, path)


def _exact(institution: Institution, place: int, judge: Judge) -> Iterator[Remark]:
    for number, given in enumerate(institution.addresses):
        path = ("institutions", place, "addresses", number)
        web = given.startswith(("http://", "https://"))
        domain = domain_of_form(given) if web else domain_of_email(given)
        if is_stand_in(domain):
            yield Remark.error("check.placeholder", f"{given!r} only stands where a value belongs", path)
            continue
        wrong = None if web else judge.email(given)
        if wrong:
            yield Remark.error("check.email", f"{given!r} cannot be an e-mail address: {wrong}", path)
        yield from _scripts(domain, path, judge)
