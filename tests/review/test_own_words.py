"""How much of a letter is the writer's own, and how like others it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from advocate.cli.workshop import Wish, make_letters
from advocate.core.review import compared
from tests.conftest import SENDER, TODAY
from tests.reviewed import FACTS, lanterns, review_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

ASK = "Please light the lanterns."
OWN = (
    "When I was nine, my grandfather let me turn the handle of the lamp. He said that a light is a promise to"
    " somebody whom you will never meet. I have been a nurse for twenty years, and I know what a lit window"
    " means at night. Last winter the power failed in our street, and people whom I had never seen brought"
    " candles. My daughter asked me why anybody would be punished for that, and I had no answer for her."
)


def test_a_letter_without_own_words_says_so(advocate: Advocate, tmp_path: Path) -> None:
    found = review_of(advocate, lanterns(tmp_path))
    assert found.of("own-words") == {"own-words.none"}
    assert found.weights["own-words.none"] == "note"
    assert "--note" in found.words["own-words.none"]
    assert not found.of("likeness")


def test_the_share_of_own_words_is_counted(advocate: Advocate, tmp_path: Path) -> None:
    found = review_of(advocate, lanterns(tmp_path), "- one two\n- three four")
    campaign = len(FACTS["en"].split()) + len(ASK.split())
    share = round(4 / (campaign + 4) * 100)
    assert found.words["own-words.share"].startswith(
        f": {share} % of the words are your own (4 of {campaign + 4})"
    )


def test_a_letter_that_is_mostly_the_campaigns_is_told_both_figures(
    advocate: Advocate, tmp_path: Path
) -> None:
    found = review_of(advocate, lanterns(tmp_path), "I believe in light. It is good.")
    assert found.weights["likeness.campaign"] == "note"
    assert "71 % by whole sentences" in found.words["likeness.campaign"]
    assert " % by its passages" in found.words["likeness.campaign"]


def test_a_letter_that_is_mostly_ones_own_is_not_called_a_copy(advocate: Advocate, tmp_path: Path) -> None:
    note = f"{OWN} I have told this story to nobody else. It is why I write. I hope you read it."
    found = review_of(
        advocate, lanterns(tmp_path), f"{note}\n\nWe were poor. We had light. Nobody was afraid."
    )
    assert not found.of("likeness")


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_paragraph_copied_from_the_campaign_is_a_warning(
    advocate: Advocate, tmp_path: Path, count: int
) -> None:
    copied = ". ".join(FACTS["en"].split(". ")[:count]).rstrip(".") + "."
    found = review_of(advocate, lanterns(tmp_path), copied.upper().capitalize())
    assert found.weights["likeness.campaign"] == "warning"
    assert "your paragraph repeats the campaign's text" in found.words["likeness.campaign"]


def test_letters_of_one_run_that_say_the_same_are_told(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "ep-president,afet-chair", "--format", "json", *SENDER)
    for letter in json.loads(ran.out):
        (found,) = [each for each in letter["findings"] if each["code"] == "likeness.own-letters"]
        assert found["weight"] == "note"
        assert "(100 % by its passages, 100 % by whole sentences)" in found["message"] or (
            "another of your letters" in found["message"]
        )
    alone = advocate("preview", "--to", "ep-president", *SENDER)
    assert "likeness.own-letters" not in alone.out


def test_an_earlier_letter_of_the_writers_is_compared_too() -> None:
    wish = Wish(None, ["wgad"], [], None, "en", TODAY, None, {"name": "Ada Byron"}, OWN)
    (letter,) = make_letters(wish).letters
    said = "\n".join(block.text for block in letter.blocks if hasattr(block, "text"))
    (again,) = compared([letter], [said])
    assert [finding.code for finding in again.findings[-1:]] == ["likeness.own-letters"]
    assert compared([letter], ["I wrote something else entirely, years ago."]) == (letter,)


def test_no_words_for_words_are_offered(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "wgad", "--note", OWN, *SENDER)
    findings = ran.out.partition("What to know before you send it")[2]
    assert "synonym" not in findings
    assert not [line for line in findings.splitlines() if "instead of “" in line]


@pytest.mark.parametrize("note", ["* * *", "—", ". . .", "\U0001f600"], ids=ascii)
def test_marks_alone_are_no_words_of_ones_own(advocate: Advocate, tmp_path: Path, note: str) -> None:
    assert "own-words.none" in review_of(advocate, lanterns(tmp_path), note).codes
