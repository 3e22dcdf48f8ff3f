"""The shipped reminders: what they say, in four languages, of every letter there is."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advocate.cli.reminders import make_reminders
from advocate.cli.workshop import Wish, make_letters
from advocate.core.follow_up import Due
from advocate.core.ledger import Entry, State, Via, draft_of
from advocate.core.letter import Author, ListBlock
from advocate.core.vocabulary import PLACEHOLDERS, SAID_IN_REMINDERS
from advocate.sources.campaign import read_campaign
from advocate.sources.registry import read_registry
from advocate.sources.wording import CldrWording

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from advocate.core.letter import Letter

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "fr", "ru", "kk")
OCTOBER, TODAY = date(2026, 10, 3), date(2026, 11, 24)
BARE = {"name": "Ada Byron"}
FULL = {**BARE, "city": "Genf", "country": "CH", "occupation": "—", "link": "Ich—", "email": "a@example.net"}
SIXTY_WORDS = "word " * 60


def first_letters(letter: str, language: str, to: str) -> tuple[Letter, ...]:
    return make_letters(Wish(None, [to], [], letter, language, OCTOBER, None, BARE)).letters


def due(number: int, letter: Letter, via: Via, *, again: bool = False) -> Due:
    """Return a letter as one that left and has no answer, and has been reminded of once already or not."""
    at = datetime(2026, 10, 3, 12, tzinfo=UTC)
    entry = Entry(number, draft_of(letter, ""), State.SENT, via, at)
    if not again:
        return Due(entry, entry, 1)
    reminder = replace(entry.draft, key=replace(entry.key, reminder=1))
    return Due(entry, replace(entry, draft=reminder, at=datetime(2026, 11, 1, 12, tzinfo=UTC)), 2)


@cache
def every() -> dict[tuple[str, str], list[str]]:
    """Return an office for each version of every letter in each language, where there is one."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for sheet in read_campaign(ROOT / "templates", "templates").letters:
        for office in read_registry(ROOT / "contacts.yaml", "contacts.yaml").offices:
            version = sheet.version_for(office)
            if version:
                for language in set(version.languages) & set(office.contact.forms_of_address):
                    offices = found.setdefault((sheet.id, language), {})
                    offices.setdefault(version.id, office.contact.id)
    return {key: list(found[key].values()) for key in sorted(found)}


def reminders(letter: str, language: str) -> tuple[Letter, ...]:
    """Return the reminders of a letter in each version, from a bare writer and from one who tells all."""
    offices = every()[letter, language]
    firsts = [each for to in offices for each in first_letters(letter, language, to)]
    waiting = [due(number, each, Via.EMAIL) for number, each in enumerate(firsts)]
    made: list[Letter] = []
    for flags, note in ((BARE, ""), (FULL, SIXTY_WORDS)):
        work = make_reminders(Wish(None, [], [], None, None, TODAY, None, flags, note), waiting)
        assert work.left_out == ()
        made += work.letters
    return tuple(made)


@pytest.mark.parametrize(("letter", "language"), every())
def test_every_letter_can_be_reminded_of_on_one_page_with_one_request(letter: str, language: str) -> None:
    made = reminders(letter, language)
    assert made
    for each in made:
        said = [block.text for block in each.blocks if not isinstance(block, ListBlock)]
        whole = "\n".join([each.subject, *said])
        assert said.count(each.ask) == 1, each.name
        assert not re.search(r"[{}\[\]]|  |None|[ \t][,.;:?!]|\.\.|,,|\(\)", whole), whole
        assert "2018" in whole, whole
        assert sum(block.author is Author.WRITER for block in each.blocks) == (1 if each.sender.email else 0)
        codes = {finding.code for finding in each.findings}
        assert not codes & {"length.page", "ask.missing", "subject.long", "accepts.submission"}, each.name
        assert "reminder.answer" in codes


def test_how_a_letter_went_is_said_as_each_language_says_it(snapshot_txt: SnapshotAssertion) -> None:
    """The golden file is the first paragraph of reminders in four languages, for a person to read."""
    told: list[str] = []
    ways = (Via.POST, Via.EMAIL, Via.FORM, Via.PHONE, Via.FILES)
    for language in LANGUAGES:
        to = "wgad" if language == "fr" else "ombudsman"
        [letter] = first_letters("ardak-ashim", language, to)
        for via, again in itertools.product(ways, (False, True)):
            wish = Wish(None, [], [], None, None, TODAY, None, BARE)
            [made] = make_reminders(wish, [due(1, letter, via, again=again)]).letters
            [first, *_] = made.blocks
            assert not isinstance(first, ListBlock)
            told.append(f"{language}, {via}: {first.text}")
    assert len(set(told)) == len(LANGUAGES) * len(ways) * 2
    assert "\n".join(told) == snapshot_txt


def test_the_reminders_are_the_same_in_every_language_part_by_part() -> None:
    def parts(language: str) -> list[Counter[str]]:
        words = (ROOT / "templates" / "parts" / f"reminder.{language}.txt").read_text(encoding="utf-8")
        return [Counter(re.findall(r"\{[{%].*?[}%]\}", part)) for part in words.split("\n\n")]

    english = parts("en")
    assert len(english) == 6
    for language in LANGUAGES[1:]:
        found = parts(language)
        assert [set(part) for part in found] == [set(part) for part in english], language


@pytest.mark.parametrize(
    ("language", "country", "words"),
    [
        ("en", "DE", "1 March 2026"),
        ("en", "US", "March 1, 2026"),
        ("fr", "CH", "1er mars 2026"),
        ("ru", "DE", "1 марта 2026 года"),
        ("kk", "DE", "2026 жылғы 1 наурыздағы"),
    ],
)
def test_a_letter_is_told_by_its_date_as_each_language_does(language: str, country: str, words: str) -> None:
    assert CldrWording(language, country).letter_date(date(2026, 3, 1)) == words


def test_every_month_of_kazakh_has_the_ending_that_its_sounds_want() -> None:
    """Vowel harmony and assimilation: -дағы after back vowels, -дегі after front ones, т after к."""
    found = [CldrWording("kk").letter_date(date(2026, month, 3)).split()[-1] for month in range(1, 13)]
    assert found == [
        *("қаңтардағы", "ақпандағы", "наурыздағы", "сәуірдегі", "мамырдағы", "маусымдағы"),
        *("шілдедегі", "тамыздағы", "қыркүйектегі", "қазандағы", "қарашадағы", "желтоқсандағы"),
    ]


def test_every_month_of_russian_stands_in_the_genitive() -> None:
    found = [CldrWording("ru").letter_date(date(2026, month, 3)).split()[1] for month in range(1, 13)]
    assert found == [
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ]


def test_the_guide_names_every_word_that_only_a_reminder_has() -> None:
    page = (ROOT / "docs" / "following-up.md").read_text(encoding="utf-8")
    table = page[page.index("| placeholder |") :]
    named = re.findall(r"`([a-z_.]+)`", " ".join(line.split(" | ")[0] for line in table.splitlines()))
    assert {word for word in named if word in SAID_IN_REMINDERS} == set(SAID_IN_REMINDERS) - set(PLACEHOLDERS)
