"""What letters share is put together once, and no letter reads otherwise for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.core.body import MARKS, Frame, read
from advocate.core.vocabulary import OfficeWords
from advocate.sources.texts import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from advocate.core.compose import LetterText

TEXT = """\
Subject: A question to the {{ office.title }}

{{ office.title }} of {{ office.institution }}: good day.

{{ office.group }}

- {{ office.title }}
  and {{ office.group }}
- the second

1. {{ office.institution }}

{{ office.title }} and others
- {{ office.group }}

{{ note }}

{{ ask }}
"""

NAMES = st.one_of(
    st.text(max_size=12),
    st.lists(st.sampled_from(["- ", "1. ", "\n", "\n\n", "  ", "\t", "\u00a0", "\u2028", "A", "б", "."])).map(
        "".join
    ),
)


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> LetterText:
    return made(tmp_path_factory.mktemp("text"), TEXT)


def made(folder: Path, words: str) -> LetterText:
    file = folder / "to-all.en.txt"
    file.write_text(words, encoding="utf-8")
    return read_text(file, file.name, "en")


@given(NAMES, NAMES, NAMES)
def test_a_letter_from_the_shared_frame_is_the_one_that_is_filled_by_itself(
    text: LetterText, title: str, institution: str, group: str
) -> None:
    values = {"note": "", "ask": "Please answer."}
    frame = Frame.of(read(text.fill({**values, "office": MARKS}), ""))
    said = OfficeWords(title, institution, group)
    alone = read(text.fill({**values, "office": said}), "")
    assert frame.filled(said) in {None, alone}


def test_most_offices_are_named_in_the_shared_frame(text: LetterText) -> None:
    frame = Frame.of(read(text.fill({"note": "", "ask": "Please answer.", "office": MARKS}), ""))
    words = frame.filled(OfficeWords("Keeper", "Office of Lights", "North"))
    assert words is not None
    assert words[0] == "A question to the Keeper"


@pytest.mark.parametrize("title", ["x" * 2_000, "\ue000institution\ue000" * 10, "\ue000"])
def test_a_title_that_is_none_is_not_put_into_the_shared_frame(text: LetterText, title: str) -> None:
    """One mark in place of another, many times over, would grow without end."""
    frame = Frame.of(read(text.fill({"note": "", "ask": "Please answer.", "office": MARKS}), ""))
    assert frame.filled(OfficeWords(title, "\ue000group\ue000", "North")) is None


@pytest.mark.parametrize(
    ("words", "weighed"),
    [
        ("{{ office.title }}, {{ sender.name }}", set()),
        ("{% if sender.city %}{{ office.title }}{% endif %}", {"sender.city"}),
        ('{% if office.group == "EU" %}Good day{% endif %}', {"office.group"}),
        ('{{ office.title or "Sir" }}', {"office.title"}),
        (
            "{{ office.title }}{% if not (outcome and office.title) %}x{% endif %}",
            {"office.title", "outcome"},
        ),
    ],
)
def test_a_text_says_by_what_it_decides(tmp_path: Path, words: str, weighed: set[str]) -> None:
    text = made(tmp_path, f"Subject: Light\n\n{words}\n\n{{{{ ask }}}}\n")
    assert text.weighs == weighed
