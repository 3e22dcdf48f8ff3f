"""How each office of the shipped registry is written to, in every language that it has forms for.

The golden pages are for people who write the language: one page each, with what stands on the envelope, the
salutation and the closing, on days on which holders are vouched for and on one on which most are not.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from advocate.core.registry import CONVENTION, Accepts, Channel, Gender, Kind, in_language
from advocate.sources.registry import read_registry
from tests.conftest import SENDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syrupy.assertion import SnapshotAssertion

    from advocate.core.registry import Contact, Gendered, Registry
    from tests.conftest import Advocate

SHIPPED = Path(__file__).parents[1] / "contacts.yaml"
LANGUAGES = ("en", "fr", "ru", "kk")
SPRING_2018, MARCH_2026, NOVEMBER_2026 = "2018-04-10", "2026-03-01", "2026-11-22"
DAYS = (SPRING_2018, MARCH_2026, NOVEMBER_2026)
DAYS_OF_EVERYBODY = (
    SPRING_2018,
    "2022-06-01",
    "2023-01-10",
    "2024-12-10",
    MARCH_2026,
    "2026-06-20",
    NOVEMBER_2026,
)
"""Between them, every holder in the registry is vouched for on one of these days."""

WRITTEN_IN = {
    "en": {"kazakhstan", "eu", "osce", "coe", "un", "usa", "canada"},
    "fr": {"eu", "coe", "un", "canada"},
    "ru": {"kazakhstan", "osce", "un"},
    "kk": {"kazakhstan"},
}
"""The groups whose offices have forms of address in a language; in Russian the UN's and the OSCE's too."""

COLLECTIVE = {"presidential-administration", "wgad", "us-house-of-representatives", "canada-house-of-commons"}
"""Offices that are written to as a body."""

CASE = """\
id: lanterns
title: {en: The lanterns}
source: {title: {en: A report}, publisher: {en: A foundation}, url: https://report.example/}
as_of: 2018-04
default_letter: plea
asks:
  - id: light-them
    text:
      en: Please light the lanterns.
      fr: Veuillez allumer les lanternes.
      ru: Прошу зажечь фонари.
      kk: Шамдарды жағуыңызды сұраймын.
people: []
"""
SHEET = f"""\
title: {{en: A plea}}
summary: asks for light
as_of: 2018-04
status: active
versions:
  all: {{kinds: [{", ".join(Kind)}], ask: light-them}}
reviews: {{en: original}}
"""


@cache
def registry() -> Registry:
    return read_registry(SHIPPED, "contacts.yaml")


@pytest.fixture
def lanterns(tmp_path: Path) -> Path:
    """Return a campaign with the shipped registry and one short letter, to every office in every language."""
    letter = tmp_path / "templates" / "letters" / "plea"
    letter.mkdir(parents=True)
    shutil.copy(SHIPPED, tmp_path)
    (tmp_path / "templates" / "campaign.yaml").write_text(CASE, encoding="utf-8")
    (letter / "letter.yaml").write_text(SHEET, encoding="utf-8")
    for language in LANGUAGES:
        (letter / f"all.{language}.txt").write_text("Subject: …\n\n{{ ask }}\n", encoding="utf-8")
    return tmp_path


def letters(advocate: Advocate, campaign: Path, language: str, day: str) -> dict[str, dict[str, Any]]:
    """Return the letter to every office that has forms of address in a language, as data."""
    offices = [item.id for item in registry().contacts if language in item.forms_of_address]
    words = ("--campaign", campaign, "--to", ",".join(offices), "--lang", language, "--date", day)
    ran = advocate("preview", *words, *SENDER, "--format", "json")
    assert ran.code == 0, ran.err
    return {letter["recipient"]["contact"]: letter for letter in json.loads(ran.out)}


def block(letter: dict[str, Any]) -> list[str]:
    """Return what a native reader has to look at: envelope, salutation, closing."""
    return [*letter["recipient"]["envelope"], "", letter["salutation"], letter["closing"]]


def marks(contact: Contact, language: str) -> str:
    """Return who says so: where each part of a form of address was printed."""
    form = contact.forms_of_address[language]
    parts = (form.style_source, form.salutation_source, form.closing_source)
    if len(set(parts)) == 1:
        return parts[0]
    return ", ".join(
        f"{what} {source}" for what, source in zip(("style", "salutation", "closing"), parts, strict=True)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_native_reader_can_look_at_every_form_on_one_page(
    advocate: Advocate, lanterns: Path, language: str, snapshot_txt: SnapshotAssertion
) -> None:
    by_day = {day: letters(advocate, lanterns, language, day) for day in DAYS_OF_EVERYBODY}
    page: list[str] = []
    for office in registry().offices:
        contact = office.contact
        if language not in contact.forms_of_address:
            continue
        title = in_language(contact.title, language)
        page += [f"── {contact.id}: {title}", f"   ({marks(contact, language)})"]
        days: dict[tuple[str, ...], list[str]] = {}
        for day, made in by_day.items():
            days.setdefault(tuple(block(made[contact.id])), []).append(day)
        for lines, same in days.items():
            page += ["", f"   {' and '.join(same)}", *(f"      {line}".rstrip() for line in lines)]
        page.append("")
        said = " ".join(line for lines in days for line in lines)
        for holder in contact.holders:
            known = holder.names.get(language)
            assert ((known and known.dative) or holder.name) in said, holder.name
    assert "\n".join(page) == snapshot_txt


def test_every_office_can_be_addressed_in_the_languages_of_its_part_of_the_world() -> None:
    for office in registry().offices:
        found = set(office.contact.forms_of_address)
        assert found == {code for code in LANGUAGES if office.group.id in WRITTEN_IN[code]}, office.contact.id


def test_every_office_institution_and_group_is_named_in_four_languages() -> None:
    found = registry()
    named = [
        *((item.id, item.name) for item in found.groups),
        *((item.id, item.name) for item in found.institutions),
        *((item.id, item.title) for item in found.contacts),
    ]
    assert len(named) == 7 + 19 + 26
    for name, words in named:
        assert set(words) == set(LANGUAGES), name
        assert scripts(words["en"]) <= {"LATIN"}, name
        assert scripts(words["fr"]) <= {"LATIN"}, name
        assert scripts(words["ru"]) == {"CYRILLIC"}, name
        assert scripts(words["kk"]) == {"CYRILLIC"}, name


def test_every_form_is_marked_with_a_source_or_as_convention() -> None:
    known = {source.id for source in registry().sources} | {CONVENTION}
    for contact in registry().contacts:
        for form in contact.forms_of_address.values():
            assert {form.style_source, form.salutation_source, form.closing_source} <= known, contact.id


def test_a_russian_letter_has_its_addressee_in_the_dative(advocate: Advocate, lanterns: Path) -> None:
    made = letters(advocate, lanterns, "ru", MARCH_2026)
    assert made["prosecutor-general"]["recipient"]["envelope"][:2] == [
        "Генеральному прокурору Республики Казахстан",
        "Асылову Б. Н.",
    ]
    assert made["minister-of-information"]["recipient"]["envelope"][:2] == [
        "Заместителю Премьер-Министра – Министру культуры и информации Республики Казахстан",
        "Аиде Балаевой",
    ]
    abroad = letters(advocate, lanterns, "ru", "2024-12-10")
    assert abroad["sr-freedom-of-assembly"]["recipient"]["envelope"][1] == "г-же Джине Ромеро"
    assert abroad["sr-freedom-of-assembly"]["salutation"] == "Уважаемая госпожа Специальный докладчик!"
    then = letters(advocate, lanterns, "ru", SPRING_2018)
    assert then["sr-freedom-of-expression"]["recipient"]["envelope"][1] == "г-ну Дэвиду Кею"
    for contact in registry().contacts:
        if "ru" not in contact.forms_of_address:
            continue
        for day in DAYS:
            first = letters(advocate, lanterns, "ru", day)[contact.id]["recipient"]["envelope"][0]
            # The nominative of the title is what a form that nobody wrote would give.
            assert first != contact.title["ru"]
            assert re.match(r"(\w+(ому|ему|ю|у)|В \w+[ую])\b", first), first


def test_a_kazakh_letter_puts_the_dative_on_the_last_word_of_the_addressee(
    advocate: Advocate, lanterns: Path
) -> None:
    """The suffix follows the vowels and the last sound: Асылов, Сәденов, Балаева."""
    named = letters(advocate, lanterns, "kk", MARCH_2026)
    assert named["prosecutor-general"]["recipient"]["envelope"][:2] == [
        "Қазақстан Республикасының Бас прокуроры",
        "Берік Асыловқа",
    ]
    assert named["minister-of-internal-affairs"]["recipient"]["envelope"][1] == "Ержан Сәденовке"
    assert named["minister-of-information"]["recipient"]["envelope"][:2] == [
        "Қазақстан Республикасы Премьер-Министрінің орынбасары – Мәдениет және ақпарат министрі",
        "Аида Балаеваға",
    ]
    for contact, letter in letters(advocate, lanterns, "kk", NOVEMBER_2026).items():
        first = letter["recipient"]["envelope"][0]
        assert re.search(r"(на|не|ге)$", first), contact
        assert not letter["recipient"]["named"], contact


def test_salutations_and_closings_follow_the_gender_of_the_holder(advocate: Advocate, lanterns: Path) -> None:
    then, now = (letters(advocate, lanterns, "fr", day) for day in (SPRING_2018, MARCH_2026))
    assert then["ep-president"]["recipient"]["envelope"][:2] == [
        "Monsieur Antonio Tajani",
        "Président du Parlement européen",
    ]
    assert now["ep-president"]["recipient"]["envelope"][:2] == [
        "Madame Roberta Metsola",
        "Présidente du Parlement européen",
    ]
    assert then["ep-president"]["salutation"] == "Monsieur le Président,"
    assert now["ep-president"]["salutation"] == "Madame la Présidente,"
    assert "agréer, Madame la Présidente, l’expression" in now["ep-president"]["closing"]
    summer = letters(advocate, lanterns, "fr", "2026-06-20")
    assert summer["canada-prime-minister"]["recipient"]["envelope"][:2] == [
        "Le très honorable Mark Carney, C.P., député",
        "Premier ministre du Canada",
    ]
    russian = letters(advocate, lanterns, "ru", MARCH_2026)
    assert russian["minister-of-information"]["salutation"] == "Уважаемая госпожа Министр!"
    assert russian["minister-of-justice"]["salutation"] == "Уважаемый господин Министр!"
    kazakh = letters(advocate, lanterns, "kk", MARCH_2026)
    assert kazakh["minister-of-information"]["salutation"] == "Құрметті Аида Балаева ханым!"
    assert kazakh["prosecutor-general"]["salutation"] == "Құрметті Берік Асылов мырза!"


def test_a_russian_salutation_has_the_patronymic_where_a_source_prints_it(
    advocate: Advocate, lanterns: Path
) -> None:
    made = letters(advocate, lanterns, "ru", SPRING_2018)
    assert made["minister-of-internal-affairs"]["salutation"] == "Уважаемый Калмуханбет Нурмуханбетович!"
    assert made["minister-of-justice"]["salutation"] == "Уважаемый господин Министр!"
    for contact in registry().contacts:
        for holder in contact.holders:
            if any(name.patronymic_name for name in holder.names.values()):
                assert holder.note, holder.name
                assert "(source " in holder.note or "in source " in holder.note, holder.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_nobody_vouched_for_the_words_are_neutral_and_name_nobody(
    advocate: Advocate, lanterns: Path, language: str
) -> None:
    made = letters(advocate, lanterns, language, NOVEMBER_2026)
    nobody = [name for name, letter in made.items() if letter["recipient"]["holder"] is None]
    kazakhstan = {office.contact.id for office in registry().offices if office.group.id == "kazakhstan"}
    assert language == "fr" or kazakhstan <= set(nobody)
    for contact in registry().contacts:
        if contact.id not in nobody:
            continue
        form = contact.forms_of_address[language]
        said = " ".join(block(made[contact.id]))
        assert made[contact.id]["salutation"] == form.salutation.neutral
        assert made[contact.id]["closing"] == form.closing.neutral
        for holder in contact.holders:
            known = [holder.family_name, *(name.family_name for name in holder.names.values())]
            assert not any(name in said for name in known), contact.id


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_latin_name_stands_in_a_cyrillic_letter(advocate: Advocate, lanterns: Path, language: str) -> None:
    for day in DAYS:
        for name, letter in letters(advocate, lanterns, language, day).items():
            contact = next(item for item in registry().contacts if item.id == name)
            words = (letter["salutation"], letter["closing"], letter["recipient"]["envelope"][0])
            assert all(scripts(part) == {"CYRILLIC"} for part in words), name
            said = " ".join(block(letter))
            assert not [holder.name for holder in contact.holders if holder.name in said]
            if letter["recipient"]["holder"]:
                assert letter["recipient"]["named"], name
                assert scripts(letter["recipient"]["envelope"][1]) == {"CYRILLIC"}, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_country_stands_last_in_capitals(advocate: Advocate, lanterns: Path, language: str) -> None:
    for name, letter in letters(advocate, lanterns, language, NOVEMBER_2026).items():
        if letter["recipient"]["posted"]:
            last = letter["recipient"]["envelope"][-1]
            assert last == last.upper(), name
            assert not re.search(r"\d", last), name


def test_every_person_in_an_office_has_a_gender_and_a_name_in_the_letters_of_its_languages() -> None:
    for contact in registry().contacts:
        wanted = {"ru", "kk"} & set(contact.forms_of_address)
        for holder in contact.holders:
            assert holder.gender in {Gender.FEMALE, Gender.MALE}, holder.name
            assert set(holder.names) == wanted, holder.name
            for name in holder.names.values():
                assert scripts(f"{name.name} {name.dative}") == {"CYRILLIC"}, holder.name
                assert name.family_name in name.name, holder.name
                assert name.dative, holder.name


def test_a_form_is_in_one_script_and_has_typographic_apostrophes() -> None:
    for contact in registry().contacts:
        for language, form in contact.forms_of_address.items():
            script = {"LATIN"} if language in {"en", "fr"} else {"CYRILLIC"}
            for text in every_text(
                form.style, form.style_named, form.salutation, form.salutation_named, form.closing
            ):
                plain = re.sub(r"\{\w+\}", "", text)
                assert scripts(plain) <= script, text
                assert "'" not in plain, text
                assert text == unicodedata.normalize("NFC", text)
                assert "  " not in text


def test_an_office_that_is_a_body_is_written_to_in_the_plural() -> None:
    plural = {"en": "Dear Members", "fr": "Mesdames et Messieurs", "ru": "Уважаемые ", "kk": "Құрметті "}
    for contact in registry().contacts:
        for language, form in contact.forms_of_address.items():
            if contact.id in COLLECTIVE:
                assert (form.salutation.neutral or "").startswith(plural[language]), contact.id
            elif language == "ru":
                assert not (form.salutation.neutral or "").startswith(plural[language]), contact.id


def test_every_office_says_what_it_acts_on_and_what_it_reads() -> None:
    wanted = {
        "sr-freedom-of-expression": (Accepts.SUBMISSION, "special-procedures-expression"),
        "sr-freedom-of-assembly": (Accepts.SUBMISSION, "special-procedures"),
        "wgad": (Accepts.SUBMISSION, "wgad"),
        "us-secretary-of-state": (Accepts.FORM, None),
        "us-house-of-representatives": (Accepts.FORM, None),
    }
    text = SHIPPED.read_text(encoding="utf-8")
    assert len(re.findall(r"^    accepts:", text, re.MULTILINE)) == len(registry().contacts)
    for office in registry().offices:
        accepts = office.contact.accepts
        expected = wanted.get(office.contact.id, (Accepts.LETTER, None))
        assert (accepts.what, accepts.procedure) == expected, office.contact.id
        assert office.languages.codes, office.contact.id
        assert set(office.contact.forms_of_address) - {"ru"} <= {*office.languages.codes, "en"}
        if accepts.what is not Accepts.LETTER:
            assert accepts.note, office.contact.id
            assert accepts.source != CONVENTION, office.contact.id


QUESTIONNAIRE = "https://spsubmission.ohchr.org/"
COMMON = {"victims", "perpetrators", "submitter", "date", "place", "description", "confidential", "consent"}
EXPRESSION = {"personal-details", "views", "media", "state-link", "authority-and-statute", "domestic-steps"}


def test_a_procedure_asks_what_its_source_asks_and_for_consent() -> None:
    fields = {item.id: {field.id for field in item.fields} for item in registry().procedures}
    assert fields == {
        "special-procedures": COMMON,
        "special-procedures-expression": COMMON | EXPRESSION,
        "wgad": COMMON,
    }
    assert {item.id: item.form for item in registry().procedures} == {
        "special-procedures": QUESTIONNAIRE,
        "special-procedures-expression": QUESTIONNAIRE,
        "wgad": None,
    }
    for procedure in registry().procedures:
        assert procedure.languages == ("en", "fr", "es")
        assert procedure.conditions
        assert set(procedure.name) == set(procedure.conditions) == {"en", "fr"}
        assert [field.id for field in procedure.fields if field.fill] == ["submitter"]
        for field in procedure.fields:
            assert set(field.label) == {"en", "fr"}, field.id
            assert field.help is None or set(field.help) == {"en", "fr"}, field.id


def test_a_rapporteur_is_reached_at_the_questionnaire_of_their_procedure() -> None:
    for office in registry().offices:
        if office.procedure and office.procedure.form:
            [detail] = office.contact.contact_details
            assert (detail.type, detail.value) == (Channel.FORM, office.procedure.form)
            assert detail.source != CONVENTION


def scripts(text: str) -> set[str]:
    """Return the scripts of the letters of a text, by the first word of their Unicode names."""
    return {unicodedata.name(sign).split()[0] for sign in text if sign.isalpha()}


def every_text(*words: Gendered | None) -> Iterator[str]:
    """Yield every text that is there."""
    for each in words:
        if each:
            yield from (text for text in (each.neutral, each.female, each.male) if text)


@pytest.mark.parametrize("day", ["2018-04-10", "2026-03-01"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_address_fits_the_smallest_windows(
    advocate: Advocate, lanterns: Path, tmp_path: Path, language: str, day: str
) -> None:
    window = "sn-010130" if day.startswith("2018") else "us-10"
    words = ("--as", "pdf", "--lang", language, "--date", day, "--name", "Ada Byron", "--window", window)
    ran = advocate("generate", "--campaign", lanterns, "--to", "all", "--out", tmp_path / "out", *words)
    assert ran.code == 0, ran.err
    assert len(list((tmp_path / "out").glob("*.pdf"))) == {"en": 26, "fr": 15, "ru": 13, "kk": 7}[language]
