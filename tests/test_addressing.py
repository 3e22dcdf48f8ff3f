"""Forms of address: who is named, in which case, gender and script, and who says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.small_campaign import FORMS, SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

STREET = "{type: address, value: 1 Hill Street, country: KZ, source: gazette, checked: 2026-05}"
ROE = "name: Jane Roe, family_name: Roe, source: gazette, checked: 2026-05"
RU = "ru: {name: Джейн Роу, family_name: Роу, dative: Джейн Роу"
FULL_RU = f"{RU}, given_name: Джейн, patronymic_name: Ивановна}}"
ON_PAPER = ["1 Hill Street", "KAZAKHSTAN"]


def recipient(advocate: Advocate, folder: Path, holders: str, *words: str) -> dict[str, Any]:
    """Return the letter to the only office, as data."""
    campaign = SmallCampaign(holders=holders, details=STREET).write(folder / "campaign")
    ran = advocate("preview", "--campaign", campaign, "--to", "minister", "--format", "json", *words)
    assert (ran.code, ran.err) == (0, "")
    return dict(json.loads(ran.out)[0])


@pytest.mark.parametrize(
    ("language", "holder", "envelope", "salutation"),
    [
        ("en", "", ["Minister of Justice"], "Dear Minister,"),
        ("en", "{ROE}", ["Jane Roe", "Minister of Justice"], "Dear Minister Roe,"),
        ("fr", "", ["Ministère de la Justice"], "Madame, Monsieur,"),
        ("fr", "{ROE}", ["Ministère de la Justice"], "Madame, Monsieur,"),
        ("fr", "{ROE, gender: female}", ["Madame Jane Roe", "Ministre de la Justice"], "Madame la Ministre,"),
        (
            "fr",
            "{ROE, gender: male}",
            ["Monsieur Jane Roe", "Ministre de la Justice"],
            "Monsieur le Ministre,",
        ),
        ("ru", "", ["Министру юстиции"], "Уважаемый Министр!"),
        ("ru", "{ROE, gender: female}", ["Министру юстиции"], "Уважаемая госпожа Министр!"),
        ("ru", "{ROE, names: {RU}}}", ["Министру юстиции", "Джейн Роу"], "Уважаемый Министр!"),
        (
            "ru",
            "{ROE, gender: female, names: {RU}}}",
            ["Министру юстиции", "Джейн Роу"],
            "Уважаемая госпожа Министр!",
        ),
        (
            "ru",
            "{ROE, gender: male, names: {FULL_RU}}",
            ["Министру юстиции", "Джейн Роу"],
            "Уважаемый Джейн Ивановна!",
        ),
        ("kk", "", ["Әділет министріне"], "Құрметті Министр!"),
        (
            "kk",
            "{ROE, names: {kk: {name: Джейн Роу, family_name: Роу, dative: Джейн Роуға}}}",
            ["Әділет министрі", "Джейн Роуға"],
            "Құрметті Министр!",
        ),
        (
            "kk",
            "{ROE, names: {kk: {name: Джейн Роу, family_name: Роу}}}",
            ["Әділет министріне"],
            "Құрметті Министр!",
        ),
    ],
)
def test_an_office_is_addressed_as_its_language_wants(  # noqa: PLR0913, PLR0917 - two fixtures and a table of four
    advocate: Advocate,
    tmp_path: Path,
    language: str,
    holder: str,
    envelope: list[str],
    salutation: str,
) -> None:
    """Without a holder neutrally; with one in their gender; by name only where all of the name is there."""
    written = (
        holder.replace("FULL_RU", "@").replace("{RU}", "{" + RU + "}").replace("{@}", "{" + FULL_RU + "}")
    )
    letter = recipient(advocate, tmp_path, written.replace("ROE", ROE), "--lang", language)
    assert letter["recipient"]["envelope"] == [*envelope, *ON_PAPER]
    assert letter["salutation"] == salutation


def test_a_closing_follows_the_gender_as_the_salutation_does(advocate: Advocate, tmp_path: Path) -> None:
    letter = recipient(advocate, tmp_path, f"{{{ROE}, gender: female}}", "--lang", "fr")
    assert "Madame la Ministre" in letter["closing"]


def test_no_latin_name_stands_in_a_cyrillic_letter_and_the_writer_is_told(
    advocate: Advocate, tmp_path: Path
) -> None:
    letter = recipient(advocate, tmp_path, f"{{{ROE}, gender: female}}", "--lang", "ru")
    assert "Roe" not in json.dumps([letter["recipient"]["envelope"], letter["salutation"]])
    assert "holder.unnamed" in [finding["code"] for finding in letter["findings"]]


def test_a_role_without_words_in_the_language_is_not_called_by_the_offices_title(
    advocate: Advocate, tmp_path: Path
) -> None:
    """Jane Roe is Deputy Prime Minister; nobody has put that into Russian, so nobody is named in it."""
    holder = f"{{{ROE}, role: {{en: Deputy Prime Minister}}, names: {{{RU}}}}}}}"
    letter = recipient(advocate, tmp_path, holder, "--lang", "ru")
    assert letter["recipient"]["envelope"][:-2] == ["Министру юстиции"]


def test_a_role_stands_in_the_place_of_the_title(advocate: Advocate, tmp_path: Path) -> None:
    holder = f"{{{ROE}, role: {{en: Deputy Prime Minister}}, names: {{{RU}, style: Заместителю премьера}}}}}}"
    english = recipient(advocate, tmp_path / "en", holder)
    russian = recipient(advocate, tmp_path / "ru", holder, "--lang", "ru")
    assert english["recipient"]["envelope"][:2] == ["Jane Roe", "Deputy Prime Minister"]
    assert russian["recipient"]["envelope"][:2] == ["Заместителю премьера", "Джейн Роу"]


@pytest.mark.parametrize(
    ("language", "country", "last"),
    [
        ("en", "", "KAZAKHSTAN"),
        ("en", "DE", "KAZAKHSTAN"),
        ("fr", "DE", "KAZAKHSTAN"),
        ("ru", "", "KAZAKHSTAN"),
        ("ru", "DE", "KASACHSTAN"),
        ("ru", "IN", "KAZAKHSTAN"),
        ("ru", "GE", "KAZAKHSTAN"),
        ("ru", "RU", "КАЗАХСТАН"),
        ("ru", "TR", "KAZAKİSTAN"),
        ("kk", "FR", "KAZAKHSTAN"),
        ("en", "KZ", "1 Hill Street"),
        ("ru", "KZ", "1 Hill Street"),
    ],
)
def test_the_country_stands_last_in_words_that_the_writers_own_post_reads(
    advocate: Advocate, tmp_path: Path, language: str, country: str, last: str
) -> None:
    """English and French are read everywhere; any other language where it is official; none at home."""
    words = ["--lang", language, "--name", "Ada", *(["--country", country] if country else [])]
    letter = recipient(advocate, tmp_path, "", *words)
    assert letter["recipient"]["envelope"][-1] == last


@pytest.mark.parametrize(
    ("language", "day", "alone", "with_place"),
    [
        ("en", "2026-11-24", "24 November 2026", "Berlin, 24 November 2026"),
        ("fr", "2026-11-24", "Le 24 novembre 2026", "Berlin, le 24 novembre 2026"),
        ("fr", "2026-05-01", "Le 1er mai 2026", "Berlin, le 1er mai 2026"),
        ("fr", "2026-05-11", "Le 11 mai 2026", "Berlin, le 11 mai 2026"),
        ("ru", "2026-11-24", "24 ноября 2026 г.", "Berlin, 24 ноября 2026 г."),
        ("kk", "2026-11-24", "2026 ж. 24 қараша", "Berlin, 2026 ж. 24 қараша"),
    ],
)
def test_place_and_date_stand_as_the_letters_language_writes_them(  # noqa: PLR0913, PLR0917 - a table of four
    advocate: Advocate, tmp_path: Path, language: str, day: str, alone: str, with_place: str
) -> None:
    words = ("--lang", language, "--date", day)
    here = recipient(advocate, tmp_path / "alone", "", *words)
    there = recipient(advocate, tmp_path / "placed", "", *words, "--name", "Ada", "--city", "Berlin")
    assert " ".join(here["place_and_date"].split()) == alone
    assert " ".join(there["place_and_date"].split()) == with_place


def test_each_part_of_a_form_of_address_says_who_says_so(advocate: Advocate, tmp_path: Path) -> None:
    campaign = SmallCampaign().write(tmp_path / "campaign")
    shown = " ".join(advocate("contacts", "show", "minister", "--campaign", campaign).out.split())
    assert (
        "salutation Madame, Monsieur, / Madame la Ministre, / Monsieur le Ministre, (as in handbook)" in shown
    )
    assert "closing С уважением, (by convention)" in shown


def test_a_letter_in_a_language_that_the_office_does_not_work_in_says_so(
    advocate: Advocate, tmp_path: Path
) -> None:
    english = recipient(advocate, tmp_path / "en", "")
    russian = recipient(advocate, tmp_path / "ru", "", "--lang", "ru")
    said = {finding["code"]: finding["message"] for finding in english["findings"]}
    assert said["language.foreign"].startswith("this office works in Kazakh and Russian; a letter in English")
    assert "language.foreign" not in [finding["code"] for finding in russian["findings"]]


def test_what_the_writer_is_told_is_in_one_language_whatever_the_letters(
    advocate: Advocate, tmp_path: Path
) -> None:
    holder = f"{{{ROE}, end_date: 2026-06}}"
    letter = recipient(advocate, tmp_path, holder, "--lang", "ru")
    said = {finding["code"]: finding["message"] for finding in letter["findings"]}
    assert said["holder.unknown"].endswith("(last checked: May 2026)")


def test_a_list_in_a_language_names_offices_and_holders_in_it(advocate: Advocate, tmp_path: Path) -> None:
    holder = f"{{{ROE}, end_date: 2030, names: {{{RU}}}}}}}"
    campaign = SmallCampaign(holders=holder).write(tmp_path / "campaign")
    words = ("contacts", "list", "--campaign", campaign, "--lang", "ru")
    listed = advocate(*words).out
    (office,) = json.loads(advocate(*words, "--format", "json").out)
    assert "Министр юстиции" in listed
    assert "Джейн Роу: fresh" in listed
    assert (office["title"], office["holder"]) == ("Министр юстиции", "Джейн Роу")
    assert (office["institution_name"], office["group_name"]) == ("Министерство юстиции", "Land")


def test_an_office_is_shown_with_its_names_in_every_language(advocate: Advocate, tmp_path: Path) -> None:
    campaign = SmallCampaign(holders=f"{{{ROE}, names: {{{RU}}}}}}}").write(tmp_path / "campaign")
    shown = advocate("contacts", "show", "minister", "--campaign", campaign).out
    assert "fr: Ministère de la Justice (Ministère de la Justice)" in shown
    assert "ru: Министр юстиции (Министерство юстиции)" in shown
    assert "ru: Джейн Роу" in shown


def test_an_office_that_cannot_be_addressed_in_a_language_gets_no_letter_in_it(
    advocate: Advocate, tmp_path: Path
) -> None:
    """A Russian letter that begins with "Dear Minister" would read like a form."""
    english_only = FORMS.partition("      fr:\n")[0].rstrip()
    campaign = SmallCampaign(forms=english_only).write(tmp_path / "campaign")
    ran = advocate("preview", "--campaign", campaign, "--to", "all", "--lang", "ru")
    assert (ran.code, ran.err) == (
        2,
        (
            "the letter 'plea' can be made for none of these offices: nobody has written how it is addressed"
            " in Russian [letter.not-for]\n"
        ),
    )
