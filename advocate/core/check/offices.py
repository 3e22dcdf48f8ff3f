"""Offices that cannot be reached, and holders whom a form of address cannot name as it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.address import details_on
from advocate.core.check.remark import Remark
from advocate.core.check.walk import latest_holder, names, number_of, working

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from advocate.core.check.remark import Way
    from advocate.core.registry import FormOfAddress, Gendered, Holder, Office, Registry


def office_remarks(registry: Registry, day: date) -> Iterator[Remark]:
    """Yield what the offices that one can write to on a day lack."""
    for way, office in working(registry, day):
        if not details_on(office, day) and not (office.procedure and office.procedure.form):
            words = f"no way to reach the office {office.contact.id!r} is known"
            yield Remark.warning("check.no-channel", words, way)
        holder = latest_holder(office.contact, day)
        if holder:
            here = (*way, "holders", number_of(holder, office.contact))
            yield from _unnamed(office, holder, here)


def _unnamed(office: Office, holder: Holder, way: Way) -> Iterator[Remark]:
    gendered = []
    for language, form in office.contact.forms_of_address.items():
        if any(words.female or words.male for words in _parts(form)):
            gendered.append(language)
        for field in ("dative", "patronymic_name", "given_name"):
            name = holder.names.get(language)
            if name and getattr(name, field) is None and any(f"{{{field}}}" in text for text in _texts(form)):
                words = f"the form of address in {language!r} wants {{{field}}}, which {holder.name} has not"
                yield Remark.warning("check.no-name-part", words, (*way, "names", language))
    if gendered and holder.gender is None:
        words = f"the forms of address in {names(gendered)} differ by gender, and none is given"
        yield Remark.note("check.no-gender", f"{holder.name}: {words}", way)


def _parts(form: FormOfAddress) -> list[Gendered]:
    given = (form.style, form.style_named, form.salutation, form.salutation_named, form.closing)
    return [words for words in given if words]


def _texts(form: FormOfAddress) -> Iterator[str]:
    for words in _parts(form):
        yield from (text for text in (words.neutral, words.female, words.male) if text)
