"""Every sentence of a letter followed to where it comes from, and every translation to its English.

`report.txt` is the text of the report that the shipped campaign rests on (templates/campaign.yaml names it).
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advocate.cli.workshop import Wish, make_letters
from advocate.core.campaign import Basis, Review, Standing
from advocate.core.letter import Author, ListBlock
from advocate.core.registry import Kind
from advocate.sources.campaign import read_campaign
from advocate.sources.registry import read_registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.campaign import Campaign, LetterSheet, Statement
    from advocate.core.letter import Block, Letter
    from advocate.core.registry import Office

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[1]
LETTERS = ROOT / "templates" / "letters"
TEN = {
    "lift-the-ban",
    "ardak-ashim",
    "akmaral-tobylova",
    "zhumagulov-abishev",
    "zhanara-akhmetova",
    "iskander-yerimbetov",
    "blue-balloons",
    "social-media",
    "citizenship",
    "magnitsky",
}
HEADINGS = {
    "1": "1. Introduction",
    "3": "3. Detention of people",
    "4": "4. MIA states",
    "5": "5. The criminal prosecution",
    "6": "6. Punitive psychiatry",
    "7": "7. Blocking social networks",
    "8": "8. Conclusions",
}
LAWS = {
    "International Covenant on Civil and Political Rights": {
        "7",
        "9",
        "10",
        "12",
        "14",
        "17",
        "19",
        "21",
        "22",
    },
    "Universal Declaration of Human Rights": {"3", "9", "15", "19", "20"},
    "Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment": {
        "2",
        "3",
        "12",
        "13",
        "14",
        "15",
    },
    "Code of Criminal Procedure of Kazakhstan": {"67", "271"},
    "Constitution of Kazakhstan": {"10"},
    "Global Magnitsky Human Rights Accountability Act": set[str](),
    "Justice for Victims of Corrupt Foreign Officials Act": set[str](),
    "Convention relating to the Status of Refugees": {"33"},
    "Treaty on European Union": {"29"},
}
"""The law that letters may cite, with the articles that say what they are cited for."""

KAZAKH = {Kind.TARGET_AUTHORITY, Kind.OMBUDSMAN}
FULL = {"name": "Ada Byron", "city": "Genf", "country": "CH", "occupation": "—", "link": "Ich—"}
BEFORE, AFTER = date(2018, 4, 10), date(2026, 11, 22)


@cache
def campaign() -> Campaign:
    return read_campaign(ROOT / "templates", "templates")


every_sheet = pytest.mark.parametrize("sheet", campaign().letters, ids=lambda sheet: sheet.id)


@cache
def report() -> dict[str, str]:
    """Return the sections of the report, with single spaces."""
    whole = " ".join((Path(__file__).parent / "report.txt").read_text(encoding="utf-8").split())
    starts = {number: whole.index(heading) for number, heading in HEADINGS.items()}
    ends = [*list(starts.values())[1:], len(whole)]
    return {number: whole[start:end] for (number, start), end in zip(starts.items(), ends, strict=True)}


def files_of(sheet: LetterSheet, language: str) -> Iterator[Path]:
    for version in sheet.versions:
        yield LETTERS / sheet.id / f"{version.id}.{language}.txt"
    yield from sorted((LETTERS / sheet.id / "parts").glob(f"*.{language}.txt"))


def english(sheet: LetterSheet) -> list[str]:
    """Return every sentence of the letter's own English words, once."""
    texts = [file.read_text(encoding="utf-8") for file in files_of(sheet, "en")]
    texts += [words["en"] for words in sheet.facts.values()]
    texts += [sheet.brief["en"]] if sheet.brief else []
    texts += (
        [words["en"] for words in (sheet.outcome.text, sheet.outcome.brief) if words] if sheet.outcome else []
    )
    found = [sentence for words in texts for sentence in sentences(words)]
    return list(dict.fromkeys(found))


def sentences(text: str) -> Iterator[str]:
    text = re.sub(r"^Subject: (.*)$", r"\1.", text, count=1)
    text = re.sub(r"\{%-?\s*include.*?%\}\n?", "\n\n", text)
    text = re.sub(r"\{%.*?%\}", " ", text)
    text = text.replace("{{ campaign.as_of }}", "April 2018")
    text = text.replace("{{ campaign.publisher }}", "Open Dialog Foundation")
    text = re.sub(r"\{\{.*?\}\}|\{outcome\}|\(https?://\S+\)", "", text)
    for paragraph in re.split(r"\n\s*\n", text):
        words = " ".join(paragraph.split())
        # An initial (“R. Toychiyev”) ends no sentence.
        for sentence in re.split(r"(?<![ .][A-Z]\.)(?<=[.!?])[”’)]*\s+(?=[A-Z“‘(])", words):
            if re.search(r"\w", sentence):
                yield sentence


def covering(sheet: LetterSheet, sentence: str) -> list[Statement]:
    return [statement for statement in sheet.statements if " ".join(statement.says.split()) in sentence]


def test_there_are_ten_letters() -> None:
    assert {sheet.id for sheet in campaign().letters} == TEN


@every_sheet
def test_every_sentence_says_what_it_rests_on(sheet: LetterSheet) -> None:
    assert [sentence for sentence in english(sheet) if not covering(sheet, sentence)] == []


@every_sheet
def test_every_statement_is_made_in_the_letter(sheet: LetterSheet) -> None:
    said = english(sheet)
    made = {statement for sentence in said for statement in covering(sheet, sentence)}
    assert [statement.says for statement in sheet.statements if statement not in made] == []


@every_sheet
def test_a_statement_of_the_report_is_found_in_the_section_it_names(sheet: LetterSheet) -> None:
    resting = [statement for statement in sheet.statements if statement.basis is Basis.REPORT]
    assert resting
    for statement in resting:
        assert statement.words is not None
        assert statement.section in HEADINGS, statement
        # Three words are enough to find a place by, and fewer might stand anywhere.
        assert len(statement.words.split()) >= 3, statement
        assert " ".join(statement.words.split()) in report()[statement.section], statement


@every_sheet
def test_the_law_is_real_and_named_in_full(sheet: LetterSheet) -> None:
    whole = " ".join(english(sheet))
    for statement in sheet.statements:
        if statement.basis is not Basis.LAW:
            continue
        assert statement.words is not None
        law, _, articles = statement.words.partition(", article")
        assert law in LAWS, statement
        assert law in whole or law.replace(" of Kazakhstan", "") in whole, statement
        cited = set(re.findall(r"\d+", articles))
        assert cited <= LAWS[law], statement
        assert cited <= set(re.findall(r"\d+", whole)), statement


@every_sheet
def test_a_later_fact_rests_on_a_page_and_the_outcome_on_one_of_them(sheet: LetterSheet) -> None:
    pages = [statement.words or "" for statement in sheet.statements if statement.basis is Basis.SOURCE]
    for page in pages:
        assert re.fullmatch(r"https?://[^/\s]+/\S+", page), page
    # What came later may have come in several steps, each told by another page.
    assert bool(pages) == (sheet.outcome is not None)
    assert sheet.outcome is None or sheet.outcome.source in pages


@every_sheet
def test_what_is_only_a_view_holds_no_number(sheet: LetterSheet) -> None:
    for sentence in english(sheet):
        if {statement.basis for statement in covering(sheet, sentence)} == {Basis.VIEW}:
            assert not re.search(r"\d", sentence), sentence


# ── Languages ────────────────────────────────────────────────────────────────────────────────────────────


@every_sheet
def test_every_version_is_there_in_its_languages_and_every_word_beside_it(sheet: LetterSheet) -> None:
    asks = {ask.id: ask.text for ask in campaign().asks}
    for version in sheet.versions:
        wanted = {"en", "fr", "ru"} | ({"kk"} if set(version.kinds) & KAZAKH else set())
        assert set(version.languages) == wanted, version.id
        assert wanted <= set(asks[version.ask]), version.ask
    every = set(sheet.languages)
    for words in (sheet.title, sheet.brief, sheet.outcome.text if sheet.outcome else sheet.title):
        assert words is not None
        assert every <= set(words)
    assert dict(sheet.reviews) == {
        language: Review.ORIGINAL if language == "en" else Review.NOT_REVIEWED for language in every
    }
    for field, words in sheet.facts.items():
        assert {"en", "fr"} <= set(words), field


@cache
def made(letter: str, language: str, day: date, *, full: bool) -> dict[str, Letter]:
    """Return one letter of each version in a language, by the id of the version."""
    flags = FULL if full else {"name": "Ada Byron"}
    to = one_of_each(letter, language)
    wish = Wish(None, to, [], letter, language, day, None, flags, "Own words." if full else None)
    return {made.version: made for made in make_letters(wish).letters}


def one_of_each(letter: str, language: str) -> list[str]:
    """Return an office for each version that is there in a language."""
    sheet = next(sheet for sheet in campaign().letters if sheet.id == letter)
    found: dict[str, str] = {}
    for office in offices():
        version = sheet.version_for(office)
        if version and language in version.languages and language in office.contact.forms_of_address:
            found.setdefault(version.id, office.contact.id)
    return list(found.values())


@cache
def offices() -> tuple[Office, ...]:
    return read_registry(ROOT / "contacts.yaml", "contacts.yaml").offices


def read_by_an_office(sheet: LetterSheet, language: str) -> bool:
    """Return whether a letter can be made in a language: one of its offices is addressed in it."""
    return any(
        version and language in version.languages and language in office.contact.forms_of_address
        for office in offices()
        for version in [sheet.version_for(office)]
    )


@every_sheet
def test_a_translation_is_written_in_the_same_paragraphs_with_the_same_numbers(sheet: LetterSheet) -> None:
    for language in sheet.languages:
        for file in filter(Path.exists, files_of(sheet, language)):
            twin = file.with_name(file.name.replace(f".{language}.", ".en."))
            found, wanted = (paragraphs(each.read_text(encoding="utf-8")) for each in (file, twin))
            assert found == wanted, f"{sheet.id}/{file.name}"


def paragraphs(words: str) -> list[Counter[str]]:
    """Return the numbers in each paragraph of a text, in conditions and all."""
    words = words.replace("{{ campaign.as_of }}", "April 2018")
    return [Counter(re.findall(r"\d+", each)) for each in re.split(r"\n\s*\n", words.strip())]


@every_sheet
def test_a_translation_has_the_same_paragraphs_with_the_same_numbers(sheet: LetterSheet) -> None:
    for language in sheet.languages:
        if not read_by_an_office(sheet, language):
            continue
        for day in (BEFORE, AFTER):
            for full in (True, False):
                twins = made(sheet.id, "en", day, full=full)
                for version, letter in made(sheet.id, language, day, full=full).items():
                    where = f"{sheet.id}/{version}.{language} on {day}"
                    assert shape(letter) == shape(twins[version]), where
                    for block, twin in zip(letter.blocks, twins[version].blocks, strict=True):
                        assert numbers(block) == numbers(twin), f"{where}: {block}"


def shape(letter: Letter) -> list[tuple[str, int, Author]]:
    return [
        (type(block).__name__, len(block.items) if isinstance(block, ListBlock) else 1, block.author)
        for block in letter.blocks
    ]


def numbers(block: Block) -> Counter[str]:
    words = " ".join(block.items) if isinstance(block, ListBlock) else block.text
    return Counter(re.findall(r"\d+", words))


GUESSES = {
    "ru": re.compile(
        r"\bя (?:\w+ )?\w+(?:л|ла|лся|лась)\b|\b(?:рад|рада|признателен|признательна|благодарен|благодарна"
        r"|уверен|уверена|обеспокоен|обеспокоена|убеждён|убежден|убеждена|должен|должна|потрясён|потрясена)\b|\(а\)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\bje (?:suis|serais|me sens|reste) (?:\w+ment )?(?:\w+[éu]e?|reconnaissante?|inquiet|inquiète"
        r"|heureu\w+|certaine?)\b|\(e\)|·e\b",
        re.IGNORECASE,
    ),
}


@pytest.mark.parametrize("language", GUESSES)
def test_no_text_guesses_the_writers_gender(language: str) -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in every_text(language)}
    texts |= {Path(ask.id): ask.text.get(language, "") for ask in campaign().asks}
    assert len(texts) > len(TEN)
    for file, words in texts.items():
        found = GUESSES[language].search(" ".join(words.split()))
        assert found is None, f"{file.name}: {found}"


def every_text(language: str) -> Iterator[Path]:
    yield from sorted(LETTERS.glob(f"**/*.{language}.txt"))
    yield from sorted((ROOT / "templates" / "parts").glob(f"*.{language}.txt"))


@pytest.mark.parametrize("language", ["en", "fr", "ru", "kk"])
def test_no_text_names_a_relative_or_says_that_somebody_is_still_held(language: str) -> None:
    hidden = [
        name.split()[-1]
        for person in campaign().people
        if person.standing in {Standing.RELATIVE, Standing.MINOR}
        for name in person.names
    ]
    assert len(hidden) > 3
    held = re.compile(
        r"\b(?:is|are|remains?) (?:still |currently |now )*(?:being )?"
        r"(?:held|detained|imprisoned|in detention)\b"
        r"|\best (?:toujours|encore|actuellement) (?:détenue?|en détention|emprisonnée?)\b"
        r"|\b(?:до сих пор|всё ещё|по-прежнему) (?:находится|содержится|остаётся)\b"
        r"|\bәлі (?:де )?(?:қамауда|ұсталып)\b"
    )
    for file in every_text(language):
        words = " ".join(file.read_text(encoding="utf-8").split())
        for name in hidden:
            assert name not in words, file
        assert not held.search(words), file


CYRILLIC = re.compile("[А-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ]")


@pytest.mark.parametrize(
    ("language", "letters"), [("en", ""), ("fr", ""), ("ru", "ӘәІіҢңҒғҮүҰұҚқӨөҺһ"), ("kk", "")]
)
def test_a_text_is_written_in_the_letters_of_its_language(language: str, letters: str) -> None:
    for file in every_text(language):
        words = re.sub(
            r"\{[{%].*?[%}]\}|^Subject:|\bhttps?://\S+", "", file.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        if language in {"en", "fr"}:
            assert not CYRILLIC.search(words), file
        else:
            latin = set(re.findall(r"[A-Za-z]+", words))
            assert latin <= {"Facebook", "Instagram", "Telegram", "Amnesty", "International", "IMEI"}, file
            assert not set(letters) & set(words), file


def test_every_kind_of_office_that_a_letter_is_for_is_in_the_registry() -> None:
    for sheet in campaign().letters:
        for version in sheet.versions:
            assert [office for office in offices() if sheet.version_for(office) == version], version.id
