"""A small campaign with people of every standing, and what the review finds in a letter of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.small_campaign import LANGUAGES, SmallCampaign

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.conftest import Advocate

FACTS = {
    "en": (
        "In April 2026 a foundation reported that all lanterns of the harbour town had been put out by order"
        " of the ministry. According to the report, seven keepers were questioned for lighting one at their"
        " window. Their families reported that nobody had shown them a written order. The Covenant protects"
        " everybody who carries a light in the street."
    ),
    "fr": (
        "En avril 2026, une fondation a rapporté que toutes les lanternes de la ville avaient été éteintes"
        " sur ordre du ministère. Selon le rapport, sept gardiens ont été interrogés pour en avoir allumé"
        " une seule."
    ),
    "ru": (
        "В апреле 2026 года фонд сообщил, что все фонари портового города погашены по приказу министерства."
        " Согласно докладу, семь смотрителей допросили за то, что они зажгли фонарь у своего окна."
    ),
    "kk": (
        "2026 жылғы сәуірде қор порт қаласының барлық шамдары министрліктің бұйрығымен сөндірілгенін"
        " хабарлады. Баяндамаға сәйкес, жеті шамшыдан терезесінде шам жаққаны үшін жауап алынды."
    ),
}

PEOPLE = """\
people:
  - {name: Ardak Ashim, standing: named-in-report, may_say: her own case, also: [Ардак Ашим]}
  - {name: Nursultan Nazarbayev, standing: public-office, may_say: that he was President}
  - {name: Aynura Ashimova, standing: relative, may_say: nothing, also: [Айнура Ашимова, Айнұра Әшімова]}
  - {name: Marat Nazarbayev, standing: relative, may_say: nothing}
  - {name: Botagoz Jardemali, standing: relative, may_say: nothing, also: [Ботагоз Джардемали]}
  - {name: Timur Sabitov, standing: minor, may_say: nothing, also: [Тимур Сабитов]}
"""

ONE_WAY = "{type: email, value: office@ministry.example, source: gazette, checked: 2026-10}"


@dataclass(frozen=True)
class Reviewed:
    """What was found in a letter: each finding's words by its code, and by code its weight."""

    words: Mapping[str, str]
    weights: Mapping[str, str]

    @property
    def codes(self) -> set[str]:
        """The codes of all that was found."""
        return set(self.words)

    def of(self, kind: str) -> set[str]:
        """Return the codes that begin with a word and a dot."""
        return {code for code in self.words if code.startswith(f"{kind}.")}


def lanterns(folder: Path, subject: str = "The lanterns", reviews: str = "en: original") -> Path:
    """Write the campaign and return its folder."""
    texts = {
        language: f"Subject: {subject}\n\n{FACTS[language]}\n\n{{{{ note }}}}\n\n{{{{ ask }}}}\n"
        for language in LANGUAGES
    }
    SmallCampaign(texts=texts, details=ONE_WAY).write(folder)
    case = folder / "templates" / "campaign.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("people: []\n", PEOPLE), encoding="utf-8")
    sheet = folder / "templates" / "letters" / "plea" / "letter.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("en: original", reviews), encoding="utf-8")
    return folder


def review_of(
    advocate: Advocate, folder: Path, note: str = "", *words: str, language: str = "en"
) -> Reviewed:
    """Return what the review finds in the letter with these own words."""
    given = ("--note", note) if note else ()
    ran = advocate(
        *("preview", "--campaign", folder, "--to", "minister", "--lang", language, "--name", "Ada Byron"),
        *("--format", "json", *given, *words),
    )
    assert ran.code == 0, ran.err
    findings = json.loads(ran.out)[0]["findings"]
    return Reviewed(
        {finding["code"]: f"{finding['quote']}: {finding['message']}" for finding in findings},
        {finding["code"]: finding["weight"] for finding in findings},
    )
