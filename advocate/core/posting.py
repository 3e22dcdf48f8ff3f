"""In which order letters are posted, how far each travels, and how much paper that takes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from advocate.core.letter import Letter, Recipient


class Zone(StrEnum):
    """How far a letter travels, as posts most often divide their prices."""

    DOMESTIC = "domestic"
    EUROPE = "europe"
    WORLD = "world"


EUROPE: Final = frozenset(
    (
        # Eastern Europe (151)
        *("BG", "BY", "CZ", "HU", "MD", "PL", "RO", "RU", "SK", "UA"),
        # Northern Europe (154)
        *("AX", "DK", "EE", "FI", "FO", "GB", "GG", "IE", "IM", "IS", "JE", "LT", "LV", "NO", "SE", "SJ"),
        # Southern Europe (039); M49 does not list XK, Unicode CLDR's territoryContainment puts it here
        *(
            "AD",
            "AL",
            "BA",
            "ES",
            "GI",
            "GR",
            "HR",
            "IT",
            "ME",
            "MK",
            "MT",
            "PT",
            "RS",
            "SI",
            "SM",
            "VA",
            "XK",
        ),
        # Western Europe (155)
        *("AT", "BE", "CH", "DE", "FR", "LI", "LU", "MC", "NL"),
    )
)
"""Europe, region 150 of UN M49 (https://unstats.un.org/unsd/methodology/m49/), by ISO 3166-1 alpha-2.

Cyprus, Turkey, Georgia, Armenia and Azerbaijan are Western Asia (145) there, and Kazakhstan is Central Asia
(143); a post may draw the line elsewhere.
"""


def zone_of(recipient: Recipient, sender_country: str) -> Zone | None:
    """Return how far a letter travels from the sender's country (ISO 3166-1 alpha-2).

    None where that is not known: the letter is not posted, or the country of either side is not given.
    """
    if not (recipient.posted and recipient.country and sender_country):
        return None
    if recipient.country == sender_country:
        return Zone.DOMESTIC
    return Zone.EUROPE if recipient.country in EUROPE else Zone.WORLD


def posting_order(letters: Iterable[Letter], country_name: Callable[[str], str]) -> tuple[Letter, ...]:
    """Return letters as one posts them: by country, then office; those without a postal address last.

    `country_name` names a country (ISO 3166-1 alpha-2) in the language of whoever posts them. Names sort
    without regard to capitals, and letters with accents behind the bare ones.
    """

    def key(letter: Letter) -> tuple[object, ...]:
        recipient = letter.recipient
        named = (country_name(recipient.country), recipient.institution_name, recipient.title)
        return (not recipient.posted, *(_sorted_as(name) for name in named), letter.name)

    return tuple(sorted(letters, key=key))


def office_name(recipient: Recipient) -> str:
    """Return an office with its institution, unless the office's own title names that already."""
    title, institution = recipient.title, recipient.institution_name
    return title if institution.casefold() in title.casefold() else f"{title}, {institution}"


@dataclass(frozen=True, slots=True)
class Sheets:
    """How many sheets of paper a print takes, printed on one side and on both."""

    one_sided: int
    two_sided: int


def sheets_of(pages: Sequence[int]) -> Sheets:
    """Return the paper for documents of so many pages each, every one of which begins on a new sheet."""
    return Sheets(sum(pages), sum((count + 1) // 2 for count in pages))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a letter stands in a print run: the name of the file, and its first page there, from 1."""

    file: str
    page: int


@dataclass(frozen=True, slots=True)
class RunFile:
    """A file of a print run: its name, how many pages it has, and the names of its letters in order."""

    name: str
    pages: int
    letters: tuple[str, ...]

    @property
    def sheets(self) -> int:
        """The sheets of paper that it takes, printed on both sides."""
        return sheets_of([self.pages]).two_sided


def _sorted_as(name: str) -> str:
    return unicodedata.normalize("NFD", name.casefold())
