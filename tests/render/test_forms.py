"""Every form says the same: what goes into a letter comes out of each of them."""

from __future__ import annotations

import email
import email.policy
import html
import io
import re
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from advocate.cli.workshop import Wish, make_letters
from advocate.core.dates import Freshness
from advocate.core.letter import Author, Letter, ListBlock, Paragraph, Reach
from advocate.core.problems import ProblemsError
from advocate.core.registry import Channel
from advocate.render import eml, text
from advocate.render.data import letter_data
from advocate.render.mailto import LONGEST_LINK, mail_link
from advocate.render.page import letter_page
from advocate.render.pdf import LetterPress
from advocate.render.press import Press
from advocate.sources.places import layouts
from advocate.sources.texts import page_layout
from tests.conftest import TODAY

if TYPE_CHECKING:
    from advocate.core.letter import Block

LAYOUTS = Path(__file__).parents[2] / "templates" / "layouts"

# What people type, in the scripts the page can draw; the wild rest has tests of its own.
LETTERS = st.characters(
    categories=("Lu", "Ll", "Nd"), min_codepoint=0x21, max_codepoint=0x4FF, exclude_characters="ĸŉ"
)
MARKS = st.sampled_from("-.,;:!?'\"()[]{}<>#$%&*/\\_@=+~^`|")
WORDS = st.lists(st.text(LETTERS | MARKS, min_size=1, max_size=12), min_size=1, max_size=12).map(" ".join)
ANY_LINE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Zl", "Zp")), min_size=1).map(
    lambda words: " ".join(unicodedata.normalize("NFC", words).split()) or "x"
)


@cache
def a_letter() -> Letter:
    wish = Wish(None, ["wgad"], [], None, "en", TODAY, None, {"name": "Ada Byron"}, None)
    return make_letters(wish).letters[0]


def letter_with(blocks: tuple[Block, ...], subject: str = "A question", **changes: object) -> Letter:
    return replace(a_letter(), subject=subject, blocks=blocks, **changes)  # type: ignore[arg-type]


BLOCKS = st.lists(
    st.builds(Paragraph, WORDS, st.sampled_from(Author))
    | st.builds(ListBlock, st.lists(WORDS, min_size=1, max_size=3).map(tuple), st.booleans()),
    min_size=1,
    max_size=4,
).map(tuple)


def said(letter: Letter) -> list[str]:
    """Return every run of words in a letter's body."""
    return [
        words
        for block in letter.blocks
        for words in (block.items if isinstance(block, ListBlock) else (block.text,))
    ]


@given(BLOCKS, ANY_LINE)
@example((Paragraph("Bcc: everybody@example.net"),), "Subject\u2019s — «кавычки» 🙂")
def test_a_draft_gives_back_subject_and_body(blocks: tuple[Block, ...], subject: str) -> None:
    letter = letter_with(blocks, subject)
    made = eml.draft(letter)
    assert made
    read = email.message_from_bytes(made, policy=email.policy.default)
    assert not read.defects
    assert read.get_content().replace("\r\n", "\n") == text.message(letter)
    assert re.sub(r"\s+", "", read["Subject"]) == re.sub(r"\s+", "", subject)
    assert set(read.keys()) == {
        *("To", "Subject", "X-Unsent", "Content-Type", "Content-Transfer-Encoding"),
        *("MIME-Version", "Content-Language"),
    }
    assert all(word in text.message(letter) for word in said(letter))


PLAIN_WORDS = st.text(st.sampled_from("abcXYZéßабвҚқәғ’«»—"), min_size=1, max_size=14)


@given(st.lists(PLAIN_WORDS, min_size=1, max_size=16).map(" ".join))
@example("What has become of the blogger Ardak Ashim of Kazakhstan, and of her case?")
@example("Азаматтықтан айыру туралы заңдар бойынша кепілдік беруді сұраймын сөз ішінде")
def test_the_subject_of_a_draft_is_read_back_with_every_space(subject: str) -> None:
    made = eml.draft(letter_with((Paragraph("Words."),), subject))
    assert made
    assert email.message_from_bytes(made, policy=email.policy.default)["Subject"] == subject
    head = made.split(b"\r\n\r\n")[0]
    assert all(len(line) <= 78 for line in head.split(b"\r\n"))


@given(BLOCKS, ANY_LINE)
def test_a_mail_link_gives_back_subject_and_body(blocks: tuple[Block, ...], subject: str) -> None:
    letter = letter_with(blocks, subject)
    link = mail_link(letter)
    assert link
    parts = urlsplit(link.href)
    fields = dict(field.split("=", 1) for field in parts.query.split("&"))
    assert parts.scheme == "mailto"
    assert unquote(parts.path) == "hrc-wg-ad@un.org"
    assert unquote(fields["subject"]) == subject
    assert link.has_body == ("body" in fields)
    if link.has_body:
        assert len(link.href) <= LONGEST_LINK
        assert unquote(fields["body"]).replace("\r\n", "\n") == text.message(letter)


def test_a_russian_letter_never_fits_a_mail_link_and_an_english_one_may() -> None:
    english = mail_link(letter_with((Paragraph("Please answer. " * 40),)))
    russian = mail_link(letter_with((Paragraph("Прошу ответить. " * 40),)))
    assert english
    assert english.has_body
    assert russian
    assert not russian.has_body


@given(BLOCKS)
def test_a_web_page_gives_back_every_word_and_nothing_becomes_a_tag(blocks: tuple[Block, ...]) -> None:
    letter = letter_with(blocks)
    page = letter_page(letter, fill=page_layout(LAYOUTS / "letter.html"))
    shown = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
    for words in said(letter):
        assert " ".join(words.split()) in shown
    plain = letter_page(letter_with((Paragraph("x"),)), fill=page_layout(LAYOUTS / "letter.html"))
    assert page.count("<script") == plain.count("<script")


@cache
def press() -> LetterPress:
    return LetterPress(Press(layouts()))


@settings(max_examples=25)
@given(BLOCKS)
def test_a_printed_page_gives_back_every_word(blocks: tuple[Block, ...]) -> None:
    letter = letter_with(blocks)
    read = PdfReader(io.BytesIO(press().print(letter).pdf))
    found = re.sub(r"[\s-]+", "", "".join(page.extract_text() for page in read.pages))
    for words in said(letter):
        assert re.sub(r"[\s-]+", "", words) in found


@given(BLOCKS)
def test_the_data_give_back_every_word_and_whose_it_is(blocks: tuple[Block, ...]) -> None:
    data = letter_data(letter_with(blocks))
    found = data["blocks"]
    assert isinstance(found, list)
    assert [block["author"] for block in found] == [block.author.value for block in blocks]


@given(st.text(min_size=1))
def test_a_text_that_the_page_cannot_draw_is_a_problem_and_never_a_box(words: str) -> None:
    letter = letter_with((Paragraph(words),))
    try:
        sheet = press().print(letter)
    except ProblemsError as error:
        codes = {problem.code for problem in error.problems}
        assert codes <= {"pdf.undrawable", "pdf.word-too-long"}
    else:
        assert sheet.pages >= 1


def test_a_draft_to_an_address_that_cannot_be_one_is_a_problem() -> None:
    reach = Reach(Channel.EMAIL, "no address", "no address", Freshness.FRESH, "2026")
    letter = replace(a_letter(), recipient=replace(a_letter().recipient, reaches=(reach,)))
    with pytest.raises(ProblemsError, match=r"eml\.address"):
        eml.draft(letter)


def test_enclosures_stand_under_the_name_in_every_text() -> None:
    letter = replace(a_letter(), enclosures=("Enclosure: the report",))
    assert text.body(letter).endswith("Ada Byron\n\nEnclosure: the report\n")
