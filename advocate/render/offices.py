"""Offices as plain data, for JSON: scripts rely on these keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from advocate.core import address, outlook
from advocate.core.dates import PartialDate, freshness
from advocate.core.registry import PersonName, in_language

if TYPE_CHECKING:
    from datetime import date

    from advocate.core.registry import ContactDetail, Holder, Office, Registry


def office_data(office: Office, day: date, language: str = "en") -> dict[str, object]:
    """Return an office as it stands on a day: who holds it, how it is reached, how fresh that is."""
    contact, holder = office.contact, address.holder_on(office.contact, day)
    usable = address.details_on(office, day)
    fresh = address.entry_freshness(usable, day)
    return {
        "id": contact.id,
        "title": in_language(contact.title, language),
        "kind": contact.kind.value,
        "institution": office.institution.id,
        "institution_name": in_language(office.institution.name, language),
        "group": office.group.id,
        "group_name": in_language(office.group.name, language),
        "country": office.institution.country,
        "holder": holder.names.get(language, holder).name if holder else None,
        "holder_freshness": freshness(holder.checked, day).value if holder else None,
        "accepts": contact.accepts.what.value,
        "languages": list(office.languages.codes),
        "channels": [detail_data(detail, day) for detail in usable],
        "freshness": fresh.value if fresh else None,
        "checked": address.last_checked(usable),
        "follows": outlook.in_short(office, day),
        "local": office.local,
    }


def office_in_full(office: Office, registry: Registry, day: date) -> dict[str, object]:
    """Return an office with every holder, contact detail and source the registry has of it."""
    contact = office.contact
    entries = (*contact.contact_details, *office.institution.contact_details)
    used = address.sources_of(office)
    return {
        **office_data(office, day),
        "forms_of_address": {language: asdict(form) for language, form in contact.forms_of_address.items()},
        "short": [asdict(line) for line in contact.short],
        "accepts_in_full": asdict(contact.accepts),
        "anonymity": asdict(office.anonymity) if office.anonymity else None,
        "languages_source": office.languages.source,
        "procedure": asdict(office.procedure) if office.procedure else None,
        "holders": [_plain(holder) for holder in contact.holders],
        "contact_details": [_plain(detail) for detail in entries],
        "note": contact.note,
        "domains": list(office.institution.domains),
        "addresses": list(office.institution.addresses),
        "reach": list(office.institution.reach),
        "sources": [
            {
                "id": source.id,
                "title": source.title,
                "url": source.url,
                "date": source.date and str(source.date),
            }
            for source in registry.sources
            if source.id in used
        ],
    }


def detail_data(detail: ContactDetail, day: date) -> dict[str, object]:
    """Return a contact detail with its age on a day."""
    return {**_plain(detail), "freshness": freshness(detail.checked, day).value}


def _plain(record: Holder | ContactDetail) -> dict[str, object]:
    """Return what is known of a record, by the names of its fields."""
    return {
        key: _value(value)
        for key in record.__dataclass_fields__
        if (value := getattr(record, key)) is not None
    }


def _value(value: object) -> object:
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, Mapping):
        return {key: asdict(item) if isinstance(item, PersonName) else item for key, item in value.items()}
    return value
