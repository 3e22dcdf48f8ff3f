"""How a text and a writer become a letter's parts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from advocate.cli.workshop import Wish, make_letters
from advocate.core.letter import Author, Letter, ListBlock, Paragraph
from tests.conftest import TODAY

if TYPE_CHECKING:
    from pathlib import Path


def letter(note: str = "", **flags: str) -> Letter:
    wish = Wish(None, ["wgad"], [], None, "en", TODAY, None, {"name": "Ada Byron", **flags}, note)
    return make_letters(wish).letters[0]


@pytest.mark.parametrize(
    ("flags", "opening"),
    [
        ({}, "My name is Ada Byron. I am writing"),
        ({"occupation": "a teacher"}, "My name is Ada Byron, and I am a teacher. I am writing"),
        ({"city": "Berlin"}, "My name is Ada Byron, and I live in Berlin. I am writing"),
        ({"city": "Berlin", "country": "DE"}, "My name is Ada Byron, and I live in Berlin, Germany. I am"),
        ({"country": "DE"}, "My name is Ada Byron. I am writing"),
        ({"link": "I grew up in Almaty."}, "My name is Ada Byron. I grew up in Almaty. I am writing"),
        ({"link": "I grew up in Almaty"}, "My name is Ada Byron. I grew up in Almaty. I am writing"),
        (
            {"occupation": "a nurse", "city": "Oslo", "country": "NO", "link": "My aunt is Kazakh."},
            "My name is Ada Byron. I am a nurse and live in Oslo, Norway. My aunt is Kazakh. I am writing",
        ),
    ],
)
def test_a_letter_reads_naturally_whatever_the_writer_leaves_out(flags: dict[str, str], opening: str) -> None:
    first = letter(**flags).blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.startswith(opening)


def test_the_no_break_spaces_of_a_french_text_stay_in_it() -> None:
    wish = Wish(None, ["ep-president"], [], None, "fr", TODAY, None, {"name": "Ada Byron"}, None)
    made = make_letters(wish).letters[0]
    assert "«\u00a0j’aime\u00a0»" in " ".join(b.text for b in made.blocks if isinstance(b, Paragraph))


@pytest.mark.parametrize(
    ("note", "blocks"),
    [
        ("One line.", [Paragraph("One line.", Author.WRITER)]),
        ("Two\nlines.", [Paragraph("Two lines.", Author.WRITER)]),
        ("- one\n- two\n  goes on", [ListBlock(("one", "two goes on"), author=Author.WRITER)]),
        ("1. one\n2. two", [ListBlock(("one", "two"), ordered=True, author=Author.WRITER)]),
        ("- one\n1. two", [Paragraph("- one 1. two", Author.WRITER)]),
        ("- one\nand more", [Paragraph("- one and more", Author.WRITER)]),
        ("-5 degrees", [Paragraph("-5 degrees", Author.WRITER)]),
        ("{{ ask }} {% if %}", [Paragraph("{{ ask }} {% if %}", Author.WRITER)]),
        ("   \n\n  ", []),
    ],
)
def test_own_words_become_paragraphs_and_lists_and_are_never_a_template(
    note: str, blocks: list[Paragraph | ListBlock]
) -> None:
    own = [block for block in letter(note).blocks if block.author is Author.WRITER]
    assert own == blocks


def test_own_words_stand_before_the_ask() -> None:
    blocks = letter("My own words.").blocks
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert texts.index("My own words.") == texts.index(letter().ask) - 1


def test_a_later_outcome_is_told_from_its_date_on() -> None:
    def told(day: date) -> str:
        wish = Wish(None, ["knb-chairman"], [], "ardak-ashim", "en", day, None, {"name": "Ada Byron"}, "")
        return " ".join(
            block.text for block in make_letters(wish).letters[0].blocks if isinstance(block, Paragraph)
        )

    outcome = "Amnesty International reported on 10 May 2018 that a court had released her"
    assert outcome not in told(date(2018, 5, 9))
    assert "The report ends there, and I hope that she has long been free." in told(date(2018, 5, 9))
    assert outcome in told(date(2018, 5, 10))
    assert "I hope that she has long been free" not in told(TODAY)


def test_the_same_input_makes_an_equal_letter() -> None:
    assert letter("Again.", city="Berlin") == letter("Again.", city="Berlin")


def test_dates_are_written_as_the_writers_country_writes_them() -> None:
    assert letter(city="Boston", country="US").place_and_date == "Boston, November 22, 2026"
    assert letter(city="Leeds", country="GB").place_and_date == "Leeds, 22 November 2026"
    assert letter().place_and_date == "22 November 2026"


def test_a_letter_holds_no_file_name_and_no_clock(tmp_path: Path) -> None:
    sender = tmp_path / "secret-name.yaml"
    sender.write_text("name: Ada Byron\n", encoding="utf-8")
    wish = Wish(None, ["wgad"], [], None, "en", TODAY, sender, {}, None)
    assert make_letters(wish).letters[0] == letter()
