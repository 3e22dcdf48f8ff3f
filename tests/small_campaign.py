"""A campaign with one office, for tests that change one thing in it and look at the letter that comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("en", "fr", "ru", "kk")

REGISTRY = """\
sources:
  - {{id: gazette, title: The Gazette, url: "https://gazette.example/"}}
  - {{id: handbook, title: The Handbook, url: "https://handbook.example/"}}
groups:
  - {{id: land, name: {{en: Land}}}}
institutions:
  - id: ministry
    name: {{en: Ministry of Justice, fr: Ministère de la Justice, ru: Министерство юстиции}}
    group: land
    country: KZ
    languages: {{codes: [kk, ru], source: convention}}
    domains: [ministry.example, justice.example]
{procedures}contacts:
  - id: minister
    institution: ministry
    kind: target-authority
    title:
      en: Minister of Justice
      fr: Ministère de la Justice
      ru: Министр юстиции
      kk: Әділет министрі
    {office}
    forms_of_address:
{forms}
    holders: [{holders}]
    contact_details: [{details}]
"""

FORMS = """\
      en:
        salutation: "Dear Minister,"
        salutation_named: "Dear Minister {family_name},"
        closing: "Yours sincerely,"
        source: convention
      fr:
        style:
          neutral: Ministère de la Justice
          female: Ministre de la Justice
          male: Ministre de la Justice
        style_named: {female: "Madame {name}\\n{style}", male: "Monsieur {name}\\n{style}"}
        salutation:
          neutral: "Madame, Monsieur,"
          female: "Madame la Ministre,"
          male: "Monsieur le Ministre,"
        closing:
          neutral: "Je vous prie d’agréer, Madame, Monsieur, l’expression de ma haute considération."
          female: "Je vous prie d’agréer, Madame la Ministre, l’expression de ma haute considération."
          male: "Je vous prie d’agréer, Monsieur le Ministre, l’expression de ma haute considération."
        source: {style: convention, salutation: handbook, closing: convention}
      ru:
        style: Министру юстиции
        style_named: "{style}\\n{dative}"
        salutation:
          neutral: "Уважаемый Министр!"
          female: "Уважаемая госпожа Министр!"
          male: "Уважаемый господин Министр!"
        salutation_named:
          female: "Уважаемая {given_name} {patronymic_name}!"
          male: "Уважаемый {given_name} {patronymic_name}!"
        closing: "С уважением,"
        source: convention
      kk:
        style: Әділет министріне
        style_named: "{title}\\n{dative}"
        salutation: "Құрметті Министр!"
        closing: "Құрметпен,"
        source: convention"""

CASE = """\
id: lanterns
title: {en: The lanterns}
source: {title: {en: A report}, publisher: {en: A foundation}, url: https://report.example/}
as_of: 2026-04
default_letter: plea
asks:
  - id: light-them
    text: {en: Please light the lanterns., fr: Veuillez allumer les lanternes., ru: Прошу зажечь фонари.}
people: []
"""

SHEET = """\
title: {en: A plea}
summary: asks for light
as_of: 2026-04
status: active
versions:
  authority: {kinds: [target-authority], ask: light-them}
reviews: {en: original}
"""


@dataclass(frozen=True)
class SmallCampaign:
    """What stands in the campaign; every part is YAML."""

    holders: str = ""
    details: str = ""
    office: str = "accepts: {what: letter, source: convention}"
    procedures: str = ""
    forms: str = FORMS
    sheet: str = ""
    texts: dict[str, str] = field(
        default_factory=lambda: dict.fromkeys(LANGUAGES, "Subject: The lanterns\n\n{{ ask }}\n")
    )

    def write(self, folder: Path) -> Path:
        """Write it into a folder and return the folder."""
        letters = folder / "templates" / "letters" / "plea"
        letters.mkdir(parents=True)
        registry = REGISTRY.format(
            holders=self.holders,
            details=self.details,
            office=self.office,
            procedures=self.procedures,
            forms=self.forms,
        )
        (folder / "contacts.yaml").write_text(registry, encoding="utf-8")
        (folder / "templates" / "campaign.yaml").write_text(CASE, encoding="utf-8")
        (letters / "letter.yaml").write_text(SHEET + self.sheet, encoding="utf-8")
        for language, words in self.texts.items():
            (letters / f"authority.{language}.txt").write_text(words, encoding="utf-8")
        return folder
