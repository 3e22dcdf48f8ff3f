"""What a language knows that a letter needs: its words for countries, dates, languages and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from advocate.core.dates import PartialDate


class Wording(Protocol):
    """How a language writes countries, dates and telephone numbers."""

    @property
    def script(self) -> str:
        """The script it is written in (ISO 15924): `Latn`, `Cyrl`."""

    def language_name(self, code: str) -> str:
        """Return the name of a language (ISO 639), or the code where there is none."""

    def country(self, code: str) -> str:
        """Return the name of a country (ISO 3166-1 alpha-2), or the code where the language has none."""

    def country_for_post(self, code: str, posted_in: str) -> str:
        """Return a country's name in capitals, in a language that the post of another country reads."""

    def long_date(self, day: date) -> str:
        """Return a day in words: `22 November 2026`."""

    def letter_date(self, day: date) -> str:
        """Return a day in words as a letter is told by it: `3 October 2026`, in Kazakh `… қазандағы`."""

    def dateline(self, place: str, day: date) -> str:
        """Return place and day as they stand above a letter; a place may be missing: `Berlin, 3 May 2026`."""

    def when(self, day: PartialDate) -> str:
        """Return a date in words, as exactly as it is known: `2018`, `April 2018`, `22 April 2018`."""

    def town(self, country: str, postcode: str, city: str, region: str) -> tuple[str, ...]:
        """Return town, region and postcode in the order and on the lines that a country's post asks for."""

    def phone(self, number: str) -> str:
        """Return an E.164 number in the international notation of ITU-T E.123."""
