"""How much of a letter is the writer's own, and how like others it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SENDER
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


def test_an_earlier_letter_of_the_writers_is_compared_too(advocate: Advocate, tmp_path: Path) -> None:
    made = tmp_path / "made"
    words = ("--to", "afet-chair", "--note", OWN, *SENDER)
    assert advocate("generate", *words, "--out", made).code == 0
    others = ("--to", "droi-chair", "--note", OWN, *SENDER, "--earlier", made)
    told = " ".join(advocate("preview", *others).out.split())
    assert "your earlier letter afet-chair.lift-the-ban.en.txt says nearly the same (" in told
    assert "100 % by whole sentences" in told


def test_earlier_letters_of_one_name_in_two_folders_are_both_compared(
    advocate: Advocate, tmp_path: Path
) -> None:
    words = ("--to", "afet-chair", *SENDER)
    assert advocate("generate", *words, "--note", OWN, "--out", tmp_path / "may").code == 0
    (tmp_path / "june").mkdir()
    (tmp_path / "june" / "afet-chair.lift-the-ban.en.txt").write_text("Something else.", encoding="utf-8")
    others = ("--to", "droi-chair", *SENDER, "--note", OWN, "--earlier", tmp_path)
    told = " ".join(advocate("preview", *others).out.split())
    assert "your earlier letter may/afet-chair.lift-the-ban.en.txt says nearly the same" in told


def test_a_letter_that_is_made_again_is_not_compared_with_itself(advocate: Advocate, tmp_path: Path) -> None:
    words = ("--to", "afet-chair", "--note", OWN, *SENDER)
    assert advocate("generate", *words, "--out", tmp_path / "made").code == 0
    again = advocate("preview", *words, "--earlier", tmp_path / "made")
    assert (again.code, "likeness.own-letters" in again.out) == (0, False)


def test_an_earlier_letter_may_be_a_text_of_another_shape_and_another_content(
    advocate: Advocate, tmp_path: Path
) -> None:
    (tmp_path / "old.txt").write_text("I wrote something else entirely, years ago.", encoding="utf-8")
    (tmp_path / "old.call.txt").write_bytes(b"\xff no letter")
    ran = advocate("preview", "--to", "afet-chair", *SENDER, "--earlier", tmp_path)
    assert (ran.code, "likeness.own-letters" in ran.out) == (0, False)
    made = advocate("preview", "--to", "afet-chair", *SENDER, "--format", "json")
    body = [block["text"] for block in json.loads(made.out)[0]["blocks"]]
    (tmp_path / "old.txt").write_text(" ".join(body), encoding="utf-8")
    assert (
        "your earlier letter old.txt"
        in advocate("preview", "--to", "afet-chair", *SENDER, "--earlier", tmp_path).out
    )


def test_what_cannot_be_compared_is_told(advocate: Advocate, tmp_path: Path) -> None:
    words = ("preview", "--to", "afet-chair", *SENDER, "--earlier")
    ran = advocate(*words, tmp_path / "none")
    assert (ran.code, ran.err) == (2, f"{tmp_path}/none: there is no such folder [earlier.missing]\n")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_bytes(b"\xff")
    (tmp_path / "two.txt").write_bytes(b"\xfe")
    ran = advocate(*words, tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert [line.split(": ")[0] for line in ran.err.splitlines()] == [
        f"{tmp_path}/a/one.txt:1:1",
        f"{tmp_path}/two.txt:1:1",
    ]


def test_no_words_for_words_are_offered(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "wgad", "--note", OWN, *SENDER)
    findings = ran.out.partition("What to know before you send it")[2]
    assert "synonym" not in findings
    assert not [line for line in findings.splitlines() if "instead of “" in line]


@pytest.mark.parametrize("note", ["* * *", "—", ". . .", "\U0001f600"], ids=ascii)
def test_marks_alone_are_no_words_of_ones_own(advocate: Advocate, tmp_path: Path, note: str) -> None:
    assert "own-words.none" in review_of(advocate, lanterns(tmp_path), note).codes
