"""The registry: offices one can write to, who held them when, and how each is reached.

The words are Popolo's (https://www.popoloproject.com/specs/): a contact is a Post, an institution an
Organization, a holder a Membership.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.core.dates import PartialDate

Words = Mapping[str, str]
"""The same words in several languages, by language code; English is always there."""


class Kind(StrEnum):
    """What sort of office a contact is; a letter has a version for each sort."""

    TARGET_AUTHORITY = "target-authority"
    OMBUDSMAN = "ombudsman"
    EUROPEAN_LEADER = "european-leader"
    PARLIAMENT = "parliament"
    INTERGOVERNMENTAL = "intergovernmental"
    UN_MANDATE = "un-mandate"
    FOREIGN_GOVERNMENT = "foreign-government"


class Channel(StrEnum):
    """The type of a contact detail."""

    EMAIL = "email"
    ADDRESS = "address"
    PHONE = "phone"
    FORM = "form"
    FAX = "fax"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was printed."""

    id: str
    title: str
    url: str
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class ContactDetail:
    """One way to reach an office; without a value it is only what a source printed, and is not used.

    `caution` is what a writer should know before they rely on it, `note` what a contributor should.
    """

    type: Channel
    source: str
    checked: PartialDate
    value: str | None = None
    printed: str | None = None
    country: str | None = None
    label: str | None = None
    holder: str | None = None
    valid_until: PartialDate | None = None
    caution: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office, for the time that sources vouch for."""

    name: str
    family_name: str
    source: str
    checked: PartialDate
    role: str | None = None
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    valid_until: PartialDate | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class FormOfAddress:
    """How an office is addressed in one language; `{name}` and `{family_name}` are the holder's."""

    salutation: str
    closing: str
    source: str
    salutation_named: str | None = None
    name_line: str = "{name}"


@dataclass(frozen=True, slots=True)
class Group:
    """Institutions that belong together: a country, a union, an organisation."""

    id: str
    name: Words


@dataclass(frozen=True, slots=True)
class Institution:
    """A body that has offices; its own contact details serve all of them."""

    id: str
    name: Words
    group: str
    country: str
    domains: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    contact_details: tuple[ContactDetail, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """An office one can write to."""

    id: str
    institution: str
    kind: Kind
    title: Words
    forms_of_address: Mapping[str, FormOfAddress]
    holders: tuple[Holder, ...] = ()
    contact_details: tuple[ContactDetail, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A contact together with the institution and group it belongs to."""

    contact: Contact
    institution: Institution
    group: Group


@dataclass(frozen=True)
class Registry:
    """Every office of a campaign, in the order of its file; ids share one namespace."""

    sources: tuple[Source, ...]
    groups: tuple[Group, ...]
    institutions: tuple[Institution, ...]
    contacts: tuple[Contact, ...]

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        """Every contact with its institution and group, in the order of groups, institutions, contacts."""
        groups = {group.id: (place, group) for place, group in enumerate(self.groups)}
        institutions = {item.id: (place, item) for place, item in enumerate(self.institutions)}

        def in_order(contact: Contact) -> tuple[int, int]:
            place, institution = institutions[contact.institution]
            return groups[institution.group][0], place

        joined: list[Office] = []
        for contact in sorted(self.contacts, key=in_order):
            institution = institutions[contact.institution][1]
            joined.append(Office(contact, institution, groups[institution.group][1]))
        return tuple(joined)


def in_language(words: Words, language: str) -> str:
    """Return the words in a language, or in English where they have not been put into it."""
    return words.get(language) or words["en"]
