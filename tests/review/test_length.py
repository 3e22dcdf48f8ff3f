"""One page: the estimate is held against pages that were really printed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from pypdf import PdfReader

from advocate.cli.workshop import Wish, make_letters
from advocate.core.letter import Paragraph
from advocate.core.review import printed
from advocate.core.review.length import length_finding, overflow
from advocate.render.pdf import LetterPress
from advocate.render.press import Press
from advocate.sources.campaign import read_campaign
from advocate.sources.places import layouts
from advocate.sources.registry import read_registry
from tests.conftest import SENDER, TODAY
from tests.reviewed import FACTS

if TYPE_CHECKING:
    from pathlib import Path

    from advocate.core.letter import Letter
    from tests.conftest import Advocate

COUNTRIES = ("DE", "US")
LINE = 1.267
"""The distance from line to line, in units of the type's size."""
LINES_OFF = 2
"""How many lines the estimate may be off; the body of a page has some thirty of them."""


@cache
def press() -> LetterPress:
    return LetterPress(Press(layouts()))


def pages(letter: Letter) -> int:
    return press().print(letter).pages


def letters_of(shipped: Path, country: str) -> list[Letter]:
    """Return a letter of every shipped version in every language."""
    who = {"name": "Ada Byron", "city": "Berlin", "country": country, "occupation": "a teacher"}
    offices = read_registry(shipped / "contacts.yaml", "contacts.yaml").offices
    made: list[Letter] = []
    for sheet in read_campaign(shipped / "templates", "templates").letters:
        for language in sheet.languages:
            readers = {
                version.id: office.contact.id
                for office in offices
                if (version := sheet.version_for(office)) and language in version.languages
                if language in office.contact.forms_of_address
            }
            if readers:
                wish = Wish(None, [*readers.values()], [], sheet.id, language, TODAY, None, who, None)
                made += make_letters(wish).letters
    return made


@pytest.mark.no_cover
@pytest.mark.parametrize("country", COUNTRIES)
def test_the_estimate_agrees_with_every_shipped_letter_that_is_not_within_two_lines_of_the_foot(
    shipped: Path, country: str
) -> None:
    made = letters_of(shipped, country)
    assert len(made) >= 10
    for letter in made:
        sure = abs(overflow(letter)) > LINES_OFF * LINE
        assert not sure or bool(list(length_finding(letter))) == (pages(letter) > 1), letter.name


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("country", "language"),
    [
        *((country, language) for country in COUNTRIES for language in ("en", "fr", "ru", "kk")),
        *(("FR", "fr"), ("CH", "fr"), ("GB", "en")),
    ],
)
def test_the_estimate_is_off_by_two_lines_at_most(country: str, language: str) -> None:
    """The longest letter that still fits is estimated to end within two lines of the page's foot."""
    wish = Wish(None, ["wgad"], [], None, "en", TODAY, None, {"name": "Ada Byron", "country": country}, None)
    letter = replace(make_letters(wish).letters[0], language=language)
    words = " ".join([FACTS[language]] * 20).split()
    for size in (35, 70, 110):

        def of(count: int, size: int = size) -> Letter:
            blocks = [words[start : min(start + size, count)] for start in range(0, count, size)]
            return replace(letter, blocks=tuple(Paragraph(" ".join(block)) for block in blocks))

        fits, too_long = 100, 700
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            fits, too_long = (middle, too_long) if pages(of(middle)) == 1 else (fits, middle)
        assert abs(overflow(of(fits))) <= LINES_OFF * LINE, (size, fits)


def test_a_letter_of_a_page_and_a_half_is_called_too_long_before_it_is_printed(advocate: Advocate) -> None:
    note = "\n\n".join([FACTS["en"]] * 5)
    ran = advocate("preview", "--to", "wgad", "--format", "json", "--note", note, *SENDER)
    (found,) = [each for each in json.loads(ran.out)[0]["findings"] if each["code"] == "length.page"]
    assert found["weight"] == "warning"
    assert found["message"].startswith("too long for one page by about ")


def test_where_a_page_was_printed_its_true_number_is_told(advocate: Advocate, tmp_path: Path) -> None:
    note = "\n\n".join([FACTS["en"]] * 5)
    out = tmp_path / "letters"
    ran = advocate("generate", "--to", "ep-president", "--out", out, "--note", note, *SENDER)
    assert "1 of 1 letter: it is too long for one page" in ran.err
    assert len(PdfReader(out / "ep-president.lift-the-ban.en.pdf").pages) == 2
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    (found,) = [each for each in manifest["letters"][0]["findings"] if each["code"] == "length.page"]
    assert found["message"].startswith("printed, it takes 2 pages")
    assert "printed, it takes 2 pages" in (out / "index.html").read_text(encoding="utf-8").lower()


def test_a_page_that_turned_out_to_fit_takes_the_warning_back() -> None:
    wish = Wish(None, ["wgad"], [], None, "en", TODAY, None, {"name": "Ada Byron", "country": "DE"}, None)
    letter = make_letters(wish).letters[0]
    long = printed(letter, 2, 11.5)
    assert "length.page" in {finding.code for finding in long.findings}
    assert printed(long, 1, 11.5) == letter


def test_smaller_type_is_told(advocate: Advocate, tmp_path: Path) -> None:
    """One page is the aim, and smaller type the price; whoever pays it should know."""
    out = tmp_path / "letters"
    note = "I have read the report twice, and one page of it will not leave me. " * 5
    ran = advocate("generate", "--to", "ep-president", "--as", "pdf", "--note", note, "--out", out, *SENDER)
    assert ran.code == 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    (found,) = [each for each in manifest["letters"][0]["findings"] if each["code"] == "length.type"]
    assert re.fullmatch(r"set in 1[01](\.5)? pt to fit one page: .*", found["message"])


def test_large_print_takes_the_pages_it_needs_and_says_how_many(advocate: Advocate, tmp_path: Path) -> None:
    out = tmp_path / "letters"
    words = ("--to", "ep-president", "--as", "pdf", "--large-print", "--strict", *SENDER)
    assert advocate("generate", "--out", out, *words).code == 0
    with pdfplumber.open(out / "ep-president.lift-the-ban.en.pdf") as pdf:
        body = [char for char in pdf.pages[0].chars if round(char["size"], 1) == 16]
        assert len(body) > 400
        lefts = {round(line["x0"]) for line in pdf.pages[1].extract_text_lines()[:-1]}
        assert len(lefts) == 1
        pages = len(pdf.pages)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    (found,) = [each for each in manifest["letters"][0]["findings"] if each["code"].startswith("length")]
    assert (found["weight"], found["message"]) == ("note", f"in large print it takes {pages} pages")
