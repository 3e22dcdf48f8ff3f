"""Who holds an office on a day, and how the office can be reached on it.

A letter names a person only when the registry can vouch for them on the letter's date; otherwise it goes
to the office. A wrong name on a letter to an authority is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.dates import AGEING_AFTER_YEARS, Freshness, freshness, years_after
from advocate.core.registry import CONVENTION, Gendered, PersonName, in_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from advocate.core.dates import PartialDate
    from advocate.core.registry import (
        Channel,
        Contact,
        ContactDetail,
        FormOfAddress,
        Gender,
        Holder,
        Office,
    )

NAME_FIELDS = ("name", "family_name", "given_name", "patronymic_name", "dative", "title", "style")
"""What may stand in braces in a form of address: the parts of a holder's name, their title, its style."""

LATIN = "Latn"
"""The script (ISO 15924) that the registry writes a holder's own `name` in."""


@dataclass(frozen=True, slots=True)
class Addressing:
    """How one letter addresses its office: the first lines of its envelope, salutation and closing.

    `named` says whether the lines name the holder.
    """

    lines: tuple[str, ...]
    salutation: str
    closing: str
    named: bool


def addressing(office: Office, holder: Holder | None, language: str, script: str) -> Addressing:
    """Return how an office is addressed in a language that is written in a script (ISO 15924).

    With a holder the words follow their gender, and name them where the language has all that its form of
    address wants of a name: no Latin name stands in a Cyrillic letter, and no name in a case nobody gave.
    Without one they are neutral, and name nobody.
    """
    contact = office.contact
    form = contact.forms_of_address.get(language) or contact.forms_of_address["en"]
    title = in_language(contact.title, language)
    gender = holder.gender if holder else None
    if holder is None:
        style = (form.style and form.style.by(None)) or title
        return _addressed(form, gender, style, None)
    name = name_in(holder, language, script)
    role = holder.role.get(language) if holder.role else None
    style = (name and name.style) or role or (form.style and form.style.by(gender)) or title
    if holder.role and not (role or (name and name.style)):
        # The role has no words in this language: the office's own title is not the person's.
        return _addressed(form, gender, (form.style and form.style.by(None)) or title, None)
    values = {**_name_values(name), "title": role or title, "style": style} if name else None
    return _addressed(form, gender, style, values)


def _addressed(
    form: FormOfAddress, gender: Gender | None, style: str, values: Mapping[str, str] | None
) -> Addressing:
    named = _filled(form.style_named or _NAME_FIRST, gender, values)
    salutation = _filled(form.salutation_named, gender, values) or form.salutation.by(gender) or ""
    return Addressing(
        lines=tuple((named or style).splitlines()),
        salutation=salutation,
        closing=form.closing.by(gender) or "",
        named=named is not None,
    )


def _filled(words: Gendered | None, gender: Gender | None, values: Mapping[str, str] | None) -> str | None:
    """Return the words with every name in its place, or None where one is not known."""
    text = words.by(gender) if words and values is not None else None
    if text is None or values is None:
        return None
    # Words and the names of fields by turns.
    parts = _FIELD.split(text)
    parts[1::2] = found = [values.get(field, "") for field in parts[1::2]]
    # A line that would be longer than any names nobody.
    return "".join(parts) if all(found) and sum(map(len, parts)) <= _LONGEST else None


def shortened(lines: Sequence[str], contact: Contact) -> tuple[str, ...]:
    """Return the lines of an address block with the office's short forms in place of those that have one.

    The order stays, and so does what has no short form: the country among it. Where no line has one there is
    no shorter block, and nothing is returned.
    """
    short = {line.line: line.short for line in contact.short}
    return tuple(short.get(line, line) for line in lines) if not short.keys().isdisjoint(lines) else ()


def name_in(holder: Holder, language: str, script: str) -> PersonName | None:
    """Return a holder's name as a language writes it, or None where nobody gave it in its script."""
    own = holder.names.get(language)
    if own or script != LATIN:
        return own
    return PersonName(holder.name, holder.family_name)


def _name_values(name: PersonName) -> dict[str, str]:
    return {field: getattr(name, field, None) or "" for field in NAME_FIELDS}


def holder_on(contact: Contact, day: date) -> Holder | None:
    """Return the holder that the registry vouches for on a day, or None.

    Dates of reduced precision are read against the claim: a term that began in `2023` is sure only from
    its last day on, and one that ended in `2023` only until its first. A holder whose start nobody
    printed is vouched for from the day on which a source saw them in office. One that the writer has given
    themselves wins.
    """
    if not contact.holders:
        return None
    own = [holder for holder in contact.holders if holder.local]
    return (_holder_among(own, day) if own else None) or _holder_among(contact.holders, day)


def _holder_among(known: Iterable[Holder], day: date) -> Holder | None:
    holders = sorted(known, key=_begin)
    followed = zip(holders, [*holders[1:], None], strict=True) if holders else ()
    vouched = [holder for holder, successor in followed if _vouched(holder, successor, day)]
    return vouched[-1] if vouched else None


def details_on(office: Office, day: date) -> tuple[ContactDetail, ...]:
    """Return the usable contact details on a day: the writer's own, the holder's, the last checked first.

    A detail without a value, past its `valid_until`, or bound to a person who is not vouched for is left
    out. A detail of the contact comes before one of its institution of the same age.
    """
    return details_with(office, holder_on(office.contact, day), day)


def details_with(office: Office, holder: Holder | None, day: date) -> tuple[ContactDetail, ...]:
    """Return the same where it is known who holds the office on that day."""
    usable = [
        detail
        for detail in (*office.contact.contact_details, *office.institution.contact_details)
        if detail.value
        and (detail.valid_until is None or day <= detail.valid_until.first_day)
        and (detail.holder is None or (holder is not None and detail.holder == holder.name))
    ]
    usable.sort(
        key=lambda detail: (detail.local, detail.holder is not None, detail.checked.first_day), reverse=True
    )
    return tuple(usable)


def of_type(details: Iterable[ContactDetail], channel: Channel) -> tuple[ContactDetail, ...]:
    """Return the details of one type, in the order given."""
    return tuple(detail for detail in details if detail.type == channel)


def entry_freshness(details: Iterable[ContactDetail], day: date) -> Freshness | None:
    """Return the best freshness on a day among what can be used on it, or None where nothing can."""
    newest = _newest(details)
    return freshness(newest, day) if newest else None


def last_checked(details: Iterable[ContactDetail]) -> str | None:
    """Return the date of the newest check among what can be used on a day, as its source gave it."""
    newest = _newest(details)
    return str(newest) if newest else None


def _newest(details: Iterable[ContactDetail]) -> PartialDate | None:
    return max((detail.checked for detail in details), key=lambda checked: checked.first_day, default=None)


def retired_on(office: Office, day: date) -> bool:
    """Return whether nobody should write to an office any more on a day."""
    retired = office.contact.retired
    return retired is not None and day >= retired.date.first_day


def sources_of(office: Office) -> frozenset[str]:
    """Return the ids of every source that something about an office is taken from."""
    contact, procedure = office.contact, office.procedure
    details = (*contact.contact_details, *office.institution.contact_details)
    used = [
        *(detail.source for detail in details),
        *(holder.source for holder in contact.holders),
        *(source for form in contact.forms_of_address.values() for source in form.sources),
        *(line.source for line in contact.short),
        office.languages.source,
        contact.accepts.source,
        *([office.anonymity.source] if office.anonymity else []),
        *([contact.retired.source] if contact.retired else []),
        *([procedure.source, *(each.source for each in procedure.fields)] if procedure else []),
    ]
    return frozenset(used) - {CONVENTION}


_LONGEST = 10_000
"""Characters of the first lines of an address block, or of a salutation."""

_FIELD = re.compile(r"\{([a-z_]+)\}")
_NAME_FIRST = Gendered("{name}\n{style}")


def _begin(holder: Holder) -> date:
    return (holder.start_date or holder.checked).first_day


def _vouched(holder: Holder, successor: Holder | None, day: date) -> bool:
    sure_from = holder.start_date.last_day if holder.start_date else holder.checked.first_day
    if day < sure_from:
        return False
    if successor and day >= _begin(successor):
        return False
    if holder.end_date:
        return day <= holder.end_date.first_day
    if holder.valid_until and day > holder.valid_until.first_day:
        return False
    return day <= years_after(holder.checked.first_day, AGEING_AFTER_YEARS)
