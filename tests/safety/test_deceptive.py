"""Marks that could deceive a reader are found wherever they stand, and what belongs to writing is let be."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.core.deceptive import first_mark, shown

SEEN_FORMATS = {
    # They enclose figures or stand before them, and are drawn (The Unicode Standard, sections 9.2 and 11.4).
    *range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)
}  # fmt: skip
WRITING = {
    "joiners in Persian": "خانه\u200cها",
    "joiners in Hindi": "क्\u200dष",
    "a mark of direction in Hebrew": "שלום\u200f!",
    "a mark of direction in Arabic": "\u200eOSCE\u200e هي منظمة",
    "a family": "👨\u200d👩\u200d👧",
    "a rainbow flag": "🏳\ufe0f\u200d🌈",
    "a skin": "👩🏽\u200d⚖\ufe0f",
    "a heart": "❤\ufe0f",
    "a key": "3\ufe0f\u20e3",
    "the flag of Scotland": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "Khmer without spaces": "ភាសា\u200bខ្មែរ",
    "a name in Japanese": "葛\U000e0100飾",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ\u180b",
    "spaces in French": "Êtes-vous là\u202f?\u00a0«\u00a0Oui\u00a0»",
    "marks on letters": unicodedata.normalize("NFD", "Việt Nam, Ärger, ё, й"),
    "Kazakh": "Қазақстан Республикасы, ңғүұқөһі",
    "a tab and lines": "a\tb\nc",
}
DECEIT = {
    "U+202E": "Astana\u202emoc.live",
    "U+2066": "a\u2066b",
    "U+200E": "knb\u200e.kz",
    "U+200B": "un\u200bseen",
    "U+200D": "a\u200db",
    "U+200C": "paypa\u200cl",
    "U+00AD": "soft\u00adhyphen",
    "U+034F": "a\u034fb",
    "U+2060": "a\u2060b",
    "U+2063": "a\u2063b",
    "U+FEFF": "a\ufeffb",
    "U+180E": "a\u180eb",
    "U+115F": "a\u115fb",
    "U+3164": "\u3164",
    "U+FFA0": "\uffa0",
    "U+17B4": "a\u17b4",
    "U+FE0F": "a\ufe0f",
    "U+FE00": "1\ufe00",
    "U+FFF9": "a\ufff9b\ufffac\ufffb",
    "U+FFFC": "\ufffc",
    "U+E0041": "a\U000e0041",
    "U+E007F": "\U0001f3f4\U000e007f",
    "U+E000": "\ue000",
    "U+FDD0": "\ufdd0",
    "U+1FFFF": "\U0001ffff",
    "U+10FFFF": "\U0010ffff",
    "U+DC80": "a\udc80",
    "U+0000": "a\0",
    "U+001B": "\x1b[2J",
    "U+009B": "\x9b2J",
    "U+007F": "\x7f",
    "U+0301": "e" + "\u0301" * 5,
}
SOON = 3
"""Seconds of work for such a text: on an idle machine it is half of one."""


@pytest.mark.parametrize("text", WRITING.values(), ids=WRITING.keys())
def test_what_belongs_to_writing_is_let_be(text: str) -> None:
    assert first_mark(text, line_ends=True) is None
    assert shown(text) == text


@pytest.mark.parametrize(("code", "text"), DECEIT.items(), ids=DECEIT.keys())
def test_what_could_deceive_is_told_with_its_code_point_in_its_place(code: str, text: str) -> None:
    found = first_mark(text)
    assert found
    assert f"({code}" in found.words
    assert f"<{code}>" in found.words.partition(": '")[2]
    assert shown(text).startswith(f"{text[: found.position]}<{code}>")


@pytest.mark.parametrize("end", ["\r", "\x85", "\u2028", "\u2029"])
def test_a_line_end_that_only_some_programs_know_is_one_where_that_is_asked(end: str) -> None:
    assert first_mark(f"a{end}b") is None
    found = first_mark(f"a{end}b", line_ends=True)
    assert found
    assert found.position == 1
    assert shown(f"a{end}b") == f"a<U+{ord(end):04X}>b"


def test_no_control_format_or_half_of_a_character_stands_unseen_in_latin_text() -> None:
    """The table is held against Unicode's own categories, of every character that Python knows."""
    told = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    missed = [
        f"U+{number:04X}"
        for number in range(0x110000)
        if unicodedata.category(chr(number)) in told
        and number not in {*map(ord, "\t\n"), *SEEN_FORMATS}
        and first_mark(f"a{chr(number)}b", line_ends=True) is None
    ]
    assert not missed


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_shown_holds_no_mark_any_more_and_says_every_other_character(text: str) -> None:
    found = shown(text)
    assert first_mark(found, line_ends=True) is None
    assert not [mark for mark in found if unicodedata.category(mark) in {"Cc", "Cs"} and mark not in "\t\n"]
    if first_mark(text, line_ends=True) is None:
        assert found == text


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "\u202e" * 100_000,
        "א\u200f" * 100_000,
        "\u200e" * 100_000 + "א" * 100_000,
        "a\u0301" * 100_000,
        "\u0301" * 100_000,
        "\U0001f3f4\U000e0067" * 100_000,
        "👨\u200d" * 100_000,
    ],
    ids=["plain", "turned", "hebrew", "far", "accents", "pile", "flags", "people"],
)
def test_a_long_text_takes_no_time_worth_speaking_of(text: str) -> None:
    before = time.process_time()
    first_mark(text, line_ends=True)
    shown(text)
    assert time.process_time() - before < SOON
