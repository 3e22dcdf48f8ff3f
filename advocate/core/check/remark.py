"""What a check of a registry has to say, and what it asks of libraries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

from advocate.core.letter import Weight

Way = tuple[str | int, ...]
"""The way to a value in `contacts.yaml`: keys and positions, from the outside in."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a check has found: an error (`Weight.PROBLEM`), a warning or a note.

    `path` is the way to what it is about, such as `("contacts", 3, "contact_details", 0, "value")`.
    """

    code: str
    weight: Weight
    message: str
    path: Way

    @classmethod
    def error(cls, code: str, message: str, path: Way) -> Self:
        """Return a remark on what would send a letter to the wrong place or person."""
        return cls(code, Weight.PROBLEM, message, path)

    @classmethod
    def warning(cls, code: str, message: str, path: Way) -> Self:
        """Return a remark on what is doubtful."""
        return cls(code, Weight.WARNING, message, path)

    @classmethod
    def note(cls, code: str, message: str, path: Way) -> Self:
        """Return a remark on what is good to know."""
        return cls(code, Weight.NOTE, message, path)


@dataclass(frozen=True, slots=True)
class PhoneFacts:
    """What the numbering plans say of a telephone number.

    `wrong` is why it cannot be called, None where it can; `countries` are those (ISO 3166) it may belong to,
    none where it belongs to no country.
    """

    wrong: str | None = None
    countries: tuple[str, ...] = ()


class Judge(Protocol):
    """What a check has to know that stands in no registry: it comes from libraries and their tables."""

    def email(self, value: str) -> str | None:
        """Return why a text cannot be an e-mail address (RFC 5321, 5322, 6531), or None where it can."""

    def phone(self, value: str) -> PhoneFacts:
        """Return what is known of a number in the form +32221234567 (ITU-T E.164)."""

    def script(self, language: str) -> str:
        """Return the script (ISO 15924) that a language is written in."""

    def is_country(self, code: str) -> bool:
        """Return whether a code stands for a country or territory (ISO 3166-1 alpha-2)."""

    def address(self, lines: tuple[str, ...], country: str) -> tuple[str, ...]:
        """Return what the postal lines lack or have wrong by the rules of a country's post, a line each."""

    def is_shared(self, domain: str) -> bool:
        """Return whether anybody can have a mailbox or a form in a domain: it is a provider's."""

    def scripts(self, label: str) -> frozenset[str]:
        """Return the scripts (in Unicode's capitals) of a label's letters, without what all scripts share."""

    def skeleton(self, text: str) -> str:
        """Return a text that is the same for all texts that look the same (UTS #39, section 4)."""
