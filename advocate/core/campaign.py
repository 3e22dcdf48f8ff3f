"""The case: what a campaign asks for, whom its letters name, and which letters it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advocate.core.dates import PartialDate
    from advocate.core.registry import Kind, Words


class Standing(StrEnum):
    """What a person named in a case sheet is to the case; it decides what may be said of them."""

    PUBLIC_OFFICE = "public-office"
    NAMED_IN_REPORT = "named-in-report"
    RELATIVE = "relative"
    MINOR = "minor"


class Status(StrEnum):
    """Whether a case goes on."""

    ACTIVE = "active"
    HISTORICAL = "historical"
    ENDED = "ended"
    STOP = "stop"


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
    """Somebody the case is about, and what a letter may say of them."""

    name: str
    standing: Standing
    may_say: str


@dataclass(frozen=True, slots=True)
class Version:
    """A letter in the wording meant for some kinds of office, with the one thing it asks of them."""

    id: str
    kinds: tuple[Kind, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a case after its report: told, with its own source, from its date on."""

    date: PartialDate
    source: str
    text: Words


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """What is known of a letter besides its words; `languages` are those that every version has.

    `facts` answer the fields of submissions, by the ids of these fields.
    """

    id: str
    title: Words
    summary: str
    as_of: PartialDate
    status: Status
    versions: tuple[Version, ...]
    reviews: Mapping[str, Review]
    languages: tuple[str, ...] = ()
    outcome: Outcome | None = None
    facts: Mapping[str, Words] = field(default_factory=dict)

    def version_for(self, kind: Kind) -> Version | None:
        """Return the version meant for a kind of office, or None where the letter is not for it."""
        return next((version for version in self.versions if kind in version.kinds), None)


@dataclass(frozen=True, slots=True)
class Campaign:
    """The case sheet."""

    id: str
    title: Words
    source: CaseSource
    as_of: PartialDate
    default_letter: str
    asks: tuple[Ask, ...]
    people: tuple[Person, ...]
    letters: tuple[LetterSheet, ...] = ()
