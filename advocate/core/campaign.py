"""The case: what a campaign asks for, whom its letters name, and which letters it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advocate.core.dates import PartialDate
    from advocate.core.registry import Kind, Office, Words


class Standing(StrEnum):
    """What a person named in a case sheet is to the case; it decides what may be said of them."""

    PUBLIC_OFFICE = "public-office"
    NAMED_IN_REPORT = "named-in-report"
    RELATIVE = "relative"
    MINOR = "minor"
    PRIVATE = "private"


class PersonWish(StrEnum):
    """What a person named in a case sheet has asked of those who write."""

    DO_NOT_NAME = "do-not-name"
    STOP_WRITING = "stop-writing"


class Status(StrEnum):
    """Whether a case goes on."""

    ACTIVE = "active"
    HISTORICAL = "historical"
    ENDED = "ended"
    STOP = "stop"


class Basis(StrEnum):
    """What a statement of a letter rests on."""

    REPORT = "report"
    SOURCE = "source"
    LAW = "law"
    VIEW = "view"


class About(StrEnum):
    """What a letter is about: one person, or a matter that concerns many."""

    PERSON = "person"
    MATTER = "matter"


class Review(StrEnum):
    """Who has read the words of a letter in one language."""

    ORIGINAL = "original"
    REVIEWED = "reviewed"
    NOT_REVIEWED = "not-reviewed"


@dataclass(frozen=True, slots=True)
class CaseSource:
    """The publication that a campaign's facts are taken from."""

    title: Words
    publisher: Words
    url: str


@dataclass(frozen=True, slots=True)
class Ask:
    """What a letter asks an office to do: one sentence, in the campaign's own words."""

    id: str
    text: Words


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the case is about, and what a letter may say of them; `also` are other spellings.

    `wish` is what they have asked, `since` when and as `source` says; `letters` are those about them, by id.
    """

    name: str
    standing: Standing
    may_say: str
    also: tuple[str, ...] = ()
    wish: PersonWish | None = None
    since: PartialDate | None = None
    source: str | None = None
    letters: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling of the name."""
        return (self.name, *self.also)


@dataclass(frozen=True, slots=True)
class Version:
    """A letter in the wording meant for some kinds of office, with the one thing it asks of them.

    With `groups` it is only for offices of these; `languages` are those it is written in, English first.
    """

    id: str
    kinds: tuple[Kind, ...]
    ask: str
    groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a case after its report: told, with its own source, from its date on.

    `brief` says it in one short sentence, for the telephone.
    """

    date: PartialDate
    source: str
    text: Words
    brief: Words | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Where a sentence of a letter comes from: the words it says, and what they rest on.

    `words` are those to find it by in the report, in its `section`; the law's name and articles; or the
    address of a later source. A view needs none: it is the writer's own.
    """

    says: str
    basis: Basis
    words: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """What is known of a letter besides its words.

    `brief` tells the case in two sentences; `facts` answer the fields of submissions, by the ids of these
    fields; `statements` are about the English words.
    """

    id: str
    title: Words
    summary: str
    as_of: PartialDate
    status: Status
    versions: tuple[Version, ...]
    reviews: Mapping[str, Review]
    outcome: Outcome | None = None
    brief: Words | None = None
    facts: Mapping[str, Words] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    about: About = About.MATTER

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that any of its versions is written in, English first."""
        every = {language for version in self.versions for language in version.languages}
        return tuple(sorted(every, key=lambda language: (language != "en", language)))

    def version_for(self, office: Office) -> Version | None:
        """Return the version meant for an office, or None where the letter is not for it.

        A version for the office's group goes before one for every group.
        """
        fitting = [
            version
            for version in self.versions
            if office.contact.kind in version.kinds
            and (not version.groups or office.group.id in version.groups)
        ]
        return next((version for version in fitting if version.groups), None) or next(iter(fitting), None)


@dataclass(frozen=True, slots=True)
class RiskFact:
    """What the law of a country does with a signed letter, who says so, and when."""

    says: Words
    title: str
    url: str
    date: PartialDate


@dataclass(frozen=True, slots=True)
class Risk:
    """What a signed letter can mean for a writer whom a country (ISO 3166-1 alpha-2) can get hold of.

    `why` are at most three facts; `instead` is what else helps.
    """

    country: str
    why: tuple[RiskFact, ...]
    instead: Words


@dataclass(frozen=True, slots=True)
class Campaign:
    """The case sheet; `summary` tells the case in a few lines, and at `review_by` it is to be looked over.

    `reviews` says who has read the reminder that its letters share, `risks` what a signed letter can mean.
    """

    id: str
    title: Words
    source: CaseSource
    as_of: PartialDate
    default_letter: str
    asks: tuple[Ask, ...]
    people: tuple[Person, ...]
    status: Status = Status.ACTIVE
    summary: Words | None = None
    outcome: Outcome | None = None
    review_by: PartialDate | None = None
    letters: tuple[LetterSheet, ...] = ()
    reviews: Mapping[str, Review] = field(default_factory=dict)
    risks: tuple[Risk, ...] = ()
