"""The registry: offices one can write to, who held them when, and how each is reached.

The words are Popolo's (https://www.popoloproject.com/specs/): a contact is a Post, an institution an
Organization, a holder a Membership.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.core.dates import PartialDate

Words = Mapping[str, str]
"""The same words in several languages, by language code; English is always there."""

CONVENTION = "convention"
"""The source of what is usual and that no source prints."""


class Kind(StrEnum):
    """What sort of office a contact is; a letter has a version for each sort."""

    TARGET_AUTHORITY = "target-authority"
    OMBUDSMAN = "ombudsman"
    EUROPEAN_LEADER = "european-leader"
    PARLIAMENT = "parliament"
    INTERGOVERNMENTAL = "intergovernmental"
    UN_MANDATE = "un-mandate"
    FOREIGN_GOVERNMENT = "foreign-government"


class Gender(StrEnum):
    """The gender in which a holder is addressed (Popolo: `gender` of a Person); absent where not known."""

    FEMALE = "female"
    MALE = "male"


class Accepts(StrEnum):
    """What an office acts on."""

    LETTER = "letter"
    FORM = "form"
    SUBMISSION = "submission"


class Unsigned(StrEnum):
    """What an office does with a letter that tells neither name nor address."""

    NOT_CONSIDERED = "not-considered"
    """It is not looked into."""
    CONFIDENTIAL = "confidential"
    """It is not looked into either, but whoever tells their name is kept confidential."""
    READ = "read"
    """It is read, as far as is known."""


class Fill(StrEnum):
    """What can answer a procedure's field besides the facts of a letter."""

    SENDER = "sender"


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

    `caution` is what a writer should know before they rely on it, `note` what a contributor should. `limit`
    is how many characters a web form takes.
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
    limit: int | None = None
    caution: str | None = None
    note: str | None = None
    local: bool = False


@dataclass(frozen=True, slots=True)
class PersonName:
    """A holder's name as one language writes it; the parts are Popolo's.

    `dative` is the whole name as it stands behind "to" in a language that declines it; `style` the postal
    style line of a role that differs from the office's, in the case that the address block wants.
    """

    name: str
    family_name: str
    given_name: str | None = None
    patronymic_name: str | None = None
    dative: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office, for the time that sources vouch for.

    `name` and `family_name` are in Latin letters, `names` in the languages that write them otherwise.
    `role` is given where the person's title is not the office's.
    """

    name: str
    family_name: str
    source: str
    checked: PartialDate
    gender: Gender | None = None
    names: Mapping[str, PersonName] = field(default_factory=dict)
    role: Words | None = None
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    valid_until: PartialDate | None = None
    note: str | None = None
    local: bool = False


@dataclass(frozen=True, slots=True)
class Gendered:
    """Words that may differ by the holder's gender; `neutral` serves where it is not known."""

    neutral: str | None = None
    female: str | None = None
    male: str | None = None

    def by(self, gender: Gender | None) -> str | None:
        """Return the words for a gender, the neutral ones where it has none of its own."""
        own = {Gender.FEMALE: self.female, Gender.MALE: self.male}.get(gender) if gender else None
        return own or self.neutral


@dataclass(frozen=True, slots=True)
class FormOfAddress:
    """How an office is addressed in one language, and where each part of that was printed.

    `style` is the postal style line, the office's title where none is given. The `…_named` parts are used
    while a holder is vouched for, and may hold `{name}`, `{family_name}`, `{given_name}`,
    `{patronymic_name}`, `{dative}`, `{title}` and `{style}`.
    """

    salutation: Gendered
    closing: Gendered
    style: Gendered | None = None
    style_named: Gendered | None = None
    salutation_named: Gendered | None = None
    style_source: str = CONVENTION
    salutation_source: str = CONVENTION
    closing_source: str = CONVENTION

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources of its parts, each once, without convention."""
        found = (self.style_source, self.salutation_source, self.closing_source)
        return tuple(dict.fromkeys(source for source in found if source != CONVENTION))


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages (ISO 639) that an office reads, and who says so."""

    codes: tuple[str, ...]
    source: str = CONVENTION


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an office acts on, and who says so; `note` is a line for the writer.

    A submission names the procedure whose fields it has.
    """

    what: Accepts
    source: str = CONVENTION
    procedure: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Anonymity:
    """What an office does with letters that tell neither name nor address, and who says so.

    `note` says it in one line for the writer.
    """

    unsigned: Unsigned
    source: str = CONVENTION
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ProcedureField:
    """One thing that a procedure wants to be told; `help` says more about it.

    `fill` names what answers it; where nothing is named, the letter's own facts may.
    """

    id: str
    label: Words
    source: str
    help: Words | None = None
    fill: Fill | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """A way of submitting a case: its fields, its form's address, its languages and its conditions."""

    id: str
    name: Words
    fields: tuple[ProcedureField, ...]
    source: str
    languages: tuple[str, ...] = ()
    form: str | None = None
    conditions: Words | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Retirement:
    """Why an office is written to no more, since when, and who says so."""

    date: PartialDate
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """Institutions that belong together: a country, a union, an organisation."""

    id: str
    name: Words


@dataclass(frozen=True, slots=True)
class Institution:
    """A body that has offices; its own contact details serve all of them.

    `reach` are the countries (ISO 3166-1) whose people and their relatives its state can get hold of.
    """

    id: str
    name: Words
    group: str
    country: str
    languages: Languages = Languages(())
    domains: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    contact_details: tuple[ContactDetail, ...] = ()
    local: bool = False
    anonymity: Anonymity | None = None


@dataclass(frozen=True, slots=True)
class ShortLine:
    """A line of an office's address block, and what may stand for it where the block has too little room.

    `source` prints the short form, or it is convention.
    """

    line: str
    short: str
    source: str = CONVENTION


@dataclass(frozen=True, slots=True)
class Contact:
    """An office one can write to."""

    id: str
    institution: str
    kind: Kind
    title: Words
    forms_of_address: Mapping[str, FormOfAddress]
    short: tuple[ShortLine, ...] = ()
    accepts: Acceptance = Acceptance(Accepts.LETTER)
    languages: Languages | None = None
    holders: tuple[Holder, ...] = ()
    contact_details: tuple[ContactDetail, ...] = ()
    retired: Retirement | None = None
    note: str | None = None
    local: bool = False
    anonymity: Anonymity | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A contact together with the institution and group it belongs to.

    `anonymity_source` is what prints how it treats letters without a name, None where nothing does.
    """

    contact: Contact
    institution: Institution
    group: Group
    procedure: Procedure | None = None
    anonymity_source: Source | None = None

    @property
    def anonymity(self) -> Anonymity | None:
        """What it does with letters without name or address: its own way, or its institution's."""
        return self.contact.anonymity or self.institution.anonymity

    @property
    def languages(self) -> Languages:
        """The languages it reads: its own, or those of its institution."""
        return self.contact.languages or self.institution.languages

    @property
    def local(self) -> bool:
        """Whether the writer has said something of it, or of its institution, themselves."""
        return self.contact.local or self.institution.local


@dataclass(frozen=True)
class Registry:
    """Every office of a campaign, in the order of its file; ids share one namespace."""

    sources: tuple[Source, ...]
    groups: tuple[Group, ...]
    institutions: tuple[Institution, ...]
    contacts: tuple[Contact, ...]
    procedures: tuple[Procedure, ...] = ()

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        """Every contact with what it belongs to, in the order of groups, institutions, contacts.

        Retired ones are among them: `core.choose` leaves those out on a day.
        """
        groups = {group.id: (place, group) for place, group in enumerate(self.groups)}
        institutions = {item.id: (place, item) for place, item in enumerate(self.institutions)}
        procedures = {procedure.id: procedure for procedure in self.procedures}
        sources = {source.id: source for source in self.sources}

        def in_order(contact: Contact) -> tuple[int, int]:
            place, institution = institutions[contact.institution]
            return groups[institution.group][0], place

        joined: list[Office] = []
        for contact in sorted(self.contacts, key=in_order):
            institution = institutions[contact.institution][1]
            procedure = procedures.get(contact.accepts.procedure or "")
            anonymity = contact.anonymity or institution.anonymity
            joined.append(
                Office(
                    contact,
                    institution,
                    groups[institution.group][1],
                    procedure,
                    sources.get(anonymity.source) if anonymity else None,
                )
            )
        return tuple(joined)


def in_language(words: Words, language: str) -> str:
    """Return the words in a language, or in English where they have not been put into it."""
    return words.get(language) or words["en"]
