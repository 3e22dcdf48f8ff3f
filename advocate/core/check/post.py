"""Telephone numbers, postal addresses and countries, and values that are kept only as they were printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.check.remark import Remark
from advocate.core.check.walk import details, names
from advocate.core.registry import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.check.remark import Judge
    from advocate.core.check.walk import Detail
    from advocate.core.registry import Registry


def post_remarks(registry: Registry, judge: Judge) -> Iterator[Remark]:
    """Yield what is wrong with numbers, postal lines and country codes."""
    for place, institution in enumerate(registry.institutions):
        if not judge.is_country(institution.country):
            path = ("institutions", place, "country")
            yield Remark.error("check.country", _no_country(institution.country), path)
    for each in details(registry):
        detail = each.detail
        if detail.country and not judge.is_country(detail.country):
            yield Remark.error("check.country", _no_country(detail.country), (*each.path, "country"))
        if detail.value is None:
            words = f"the source prints {detail.printed!r}, which cannot be right: it is kept and not used"
            yield Remark.warning("check.printed", words, (*each.path, "printed"))
        elif detail.type in {Channel.PHONE, Channel.FAX}:
            yield from _number(each, detail.value, judge)
        elif detail.type is Channel.ADDRESS:
            country = detail.country or each.institution.country
            lines = tuple(detail.value.splitlines())
            for words in judge.address(lines, country) if judge.is_country(country) else ():
                yield Remark.warning("check.address", words, (*each.path, "value"))


def _no_country(code: str) -> str:
    return f"{code!r} is no country's code (ISO 3166)"


def _number(each: Detail, value: str, judge: Judge) -> Iterator[Remark]:
    facts = judge.phone(value)
    path = (*each.path, "value")
    if facts.wrong:
        yield Remark.error("check.phone", f"{value!r} cannot be called: {facts.wrong}", path)
        return
    country = each.detail.country or each.institution.country
    if facts.countries and country not in facts.countries and each.detail.holder is None:
        where = names(facts.countries)
        words = f"{value!r} is a number in {where}, and the institution is in {country}"
        yield Remark.note("check.phone-country", words, path)
