"""`preview --with`: a letter and its twin in another language, so that nobody signs what they cannot read."""

from __future__ import annotations

import io
import json
from collections import Counter
from typing import TYPE_CHECKING
from unicodedata import combining

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from advocate.cli.side_by_side import Side, show
from advocate.cli.terminal import Terminal
from advocate.core.deceptive import shown
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate, Ran

TEXTS = {
    "en": """\
Subject: The lanterns

My name is {{ sender.name }}.

The report says that the lanterns of a whole street were put out, and that nobody has said why.

- the long street
- the short one

{{ note }}

{{ ask }}
""",
    "ru": """\
Subject: Фонари

Меня зовут {{ sender.name }}.

В докладе сказано, что на целой улице погасили фонари и что никто не сказал почему.

- длинная улица
- короткая

{{ note }}

{{ ask }}
""",
}
WRITER = ("--name", "Ada Byron", "--city", "Berlin", "--country", "DE")
OWN = ("--note", "My own street is dark too.")


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a terminal that shows columns."""
    monkeypatch.setenv("TERM", "xterm")


def write(tmp_path: Path, **texts: str) -> Path:
    return SmallCampaign(texts={**TEXTS, **texts}).write(tmp_path / "campaign")


def preview(advocate: Advocate, folder: Path, *words: str) -> Ran:
    return advocate("preview", "--campaign", folder, "--to", "minister", *WRITER, *words)


def test_a_letter_and_its_twin_stand_side_by_side_paragraph_by_paragraph(
    advocate: Advocate, tmp_path: Path, snapshot_txt: SnapshotAssertion
) -> None:
    ran = preview(advocate, write(tmp_path), "--lang", "ru", "--with", "en", *OWN)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == snapshot_txt


def test_in_a_narrow_terminal_one_stands_under_the_other(
    advocate: Advocate, tmp_path: Path, snapshot_txt: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ran = preview(advocate, write(tmp_path), "--lang", "ru", "--with", "en", "--as", "text", *OWN)
    assert ran.out == snapshot_txt
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "dumb")
    dumb = preview(advocate, write(tmp_path / "b"), "--lang", "ru", "--with", "en", "--as", "text", *OWN)
    assert "Russian:\n" in dumb.out
    assert " | " not in dumb.out


def test_each_paragraph_begins_beside_its_own(advocate: Advocate, tmp_path: Path) -> None:
    ran = preview(advocate, write(tmp_path), "--lang", "ru", "--with", "en", "--as", "text", *OWN)
    both = [line.split(" | ") for line in ran.out.splitlines() if " | " in line]
    beside = {left.strip(): right for left, right in both}
    assert beside["Russian"] == "English"
    assert beside["Фонари"] == "The lanterns"
    assert beside["Уважаемый Министр!"] == "Dear Minister,"
    assert beside["- короткая"] == "- the short one"
    assert beside["My own street is dark too."] == "My own street is dark too."
    assert beside["Прошу зажечь фонари."] == "Please light the lanterns."
    assert beside["С уважением,"] == "Yours sincerely,"


def test_scripts_get_both_and_the_findings_of_the_letter_alone(advocate: Advocate, tmp_path: Path) -> None:
    folder = write(tmp_path)
    made = json.loads(preview(advocate, folder, "--lang", "ru", "--with", "en", "--format", "json").out)[0]
    alone = json.loads(preview(advocate, folder, "--lang", "ru", "--format", "json").out)[0]
    twin = made.pop("with")
    assert made == alone
    assert (twin["language"], twin["subject"], twin["findings"]) == ("en", "The lanterns", [])
    assert twin["recipient"]["contact"] == made["recipient"]["contact"]
    assert twin["date"] == made["date"]
    assert "with" not in alone


def test_a_twin_adds_no_finding_and_hides_none(advocate: Advocate, tmp_path: Path) -> None:
    folder = write(tmp_path)
    heading = "What to know before you send it\n"
    with_twin = preview(advocate, folder, "--lang", "ru", "--with", "en").out.partition(heading)[2]
    assert with_twin
    assert with_twin == preview(advocate, folder, "--lang", "ru").out.partition(heading)[2]


def test_paragraphs_that_do_not_match_stand_one_after_the_other(advocate: Advocate, tmp_path: Path) -> None:
    folder = write(tmp_path, en=TEXTS["en"].replace("and that nobody", "\n\nAnd nobody"))
    ran = preview(advocate, folder, "--lang", "ru", "--with", "en", "--as", "text")
    assert ran.err.startswith(
        "minister: the two do not have the same paragraphs, so one stands after the other\n"
    )
    russian, _, english = ran.out.partition("\nEnglish:\n")
    assert russian.startswith("Russian:\n")
    assert "Прошу зажечь фонари." in russian
    assert "Please light the lanterns." not in russian
    assert "Please light the lanterns." in english


def test_a_language_that_the_letter_is_not_in_is_told_with_those_there_are(
    advocate: Advocate, tmp_path: Path
) -> None:
    for wanted in ("fr", "xx", "../en"):
        ran = preview(advocate, write(tmp_path / wanted.strip("./")), "--lang", "ru", "--with", wanted)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            f"the letter 'plea' is not there in {wanted!r} (there is: en, ru) [letter.no-language]\n"
        )


def test_a_letter_in_that_language_already_stands_alone(advocate: Advocate, tmp_path: Path) -> None:
    folder = write(tmp_path)
    ran = preview(advocate, folder, "--with", "en", "--lang", "en")
    assert ran.err == "minister: the letter is in 'en' already\n"
    assert ran.out == preview(advocate, folder, "--lang", "en").out


def test_a_twin_greets_in_english_where_nobody_has_written_how_its_language_does(
    advocate: Advocate, tmp_path: Path
) -> None:
    german = "Subject: Die Laternen\n\nIch heiße {{ sender.name }}.\n\n- eins\n- zwei\n\n{{ ask }}\n"
    english = german.replace("Die Laternen", "The lanterns")
    folder = write(tmp_path, en=english, de=german)
    twin = json.loads(preview(advocate, folder, "--with", "de", "--lang", "en", "--format", "json").out)[0][
        "with"
    ]
    assert (twin["subject"], twin["salutation"]) == ("Die Laternen", "Dear Minister,")


@pytest.mark.parametrize("form", ["eml", "submission"])
def test_what_is_not_for_reading_has_no_twin(advocate: Advocate, tmp_path: Path, form: str) -> None:
    ran = preview(advocate, write(tmp_path), "--with", "en", "--lang", "ru", "--as", form)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("[with.form]\n")


# People write in every script: wide characters, marks that join the letter before them, words without end.
WORDS = st.text(
    st.one_of(
        st.sampled_from("aé字漢ひ한🙂\u0301\u0306\u200d\u05d0\u0627ЯӘ 　\u00a0-—’"),
        st.characters(exclude_categories=["Cc", "Cs", "Co"]),
    ),
    max_size=120,
)
PARTS = st.lists(st.tuples(st.tuples(WORDS), st.tuples(WORDS)), min_size=1, max_size=4)


@given(PARTS, st.integers(40, 200), st.booleans())
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(
    written: list[tuple[tuple[str], tuple[str]]],
    width: int,
    matching: bool,  # noqa: FBT001
) -> None:
    left = Side("Kazakh", tuple(one for one, _ in written))
    right = Side("English", tuple(other for _, other in written))
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        patch.setenv("TERM", "xterm")
        show(Terminal(out, out), left, right, matching=matching)
    lines = out.getvalue().removesuffix("\n").split("\n")
    assert all(cell_len(line) <= width for line in lines)
    drawn = Counter("".join(lines))
    written_by_people = "".join("".join(part) for part in (*left.parts, *right.parts))
    # What nobody would see is shown by its number, and so is what is piled on one letter.
    seen = (
        mark for mark in "".join(written_by_people.split()) if shown(mark) == mark and not combining(mark)
    )
    assert Counter(seen) <= drawn
