"""Offices that cannot be reached, and holders whom a form of address cannot name as it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.address import details_on, name_in
from advocate.core.check.remark import Remark
from advocate.core.check.walk import latest_holder, names, number_of, working

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from advocate.core.check.remark import Judge, Way
    from advocate.core.registry import FormOfAddress, Gendered, Holder, Office, Registry

_SELDOM_GIVEN = ("dative", "patronymic_name", "given_name")
"""What a form of address may want of a name and a name need not have."""


def office_remarks(registry: Registry, judge: Judge, day: date) -> Iterator[Remark]:
    """Yield what the offices that one can write to on a day lack."""
    for way, office in working(registry, day):
        if not details_on(office, day) and not (office.procedure and office.procedure.form):
            words = f"no way to reach the office {office.contact.id!r} is known"
            yield Remark.warning("check.no-channel", words, way)
        holder = latest_holder(office.contact, day)
        if holder:
            here = (*way, "holders", number_of(holder, office.contact))
            yield from _unnamed(office, holder, here, judge)


def _unnamed(office: Office, holder: Holder, way: Way, judge: Judge) -> Iterator[Remark]:
    forms = office.contact.forms_of_address
    for language, form in forms.items():
        wanted = " ".join(_texts(form))
        name = name_in(holder, language, judge.script(language))
        at = (*way, "names", language) if language in holder.names else way
        missing = [
            f"{{{field}}}"
            for field in _SELDOM_GIVEN
            if f"{{{field}}}" in wanted and not getattr(name, field, None)
        ]
        if missing:
            words = f"the form of address in {language!r} wants {names(missing)}, and {holder.name} has none"
            yield Remark.warning("check.no-name-part", words, at)
        if name is None:
            words = f"{holder.name} has no name in {language!r}, so that letters in it go to the office"
            yield Remark.note("check.no-name", words, way)
    gendered = [language for language, form in forms.items() if any(map(_differs, _parts(form)))]
    if gendered and holder.gender is None:
        words = f"the form of address in {names(gendered)} differs by gender, and {holder.name} has none here"
        yield Remark.note("check.no-gender", words, way)


def _differs(words: Gendered) -> bool:
    return bool(words.female or words.male)


def _parts(form: FormOfAddress) -> list[Gendered]:
    given = (form.style, form.style_named, form.salutation, form.salutation_named, form.closing)
    return [words for words in given if words]


def _texts(form: FormOfAddress) -> Iterator[str]:
    for words in _parts(form):
        yield from (text for text in (words.neutral, words.female, words.male) if text)
