"""`advocate letters`, as a person and as a script use it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from advocate.core.vocabulary import PLACEHOLDERS

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate


def test_the_list_tells_what_each_letter_asks(advocate: Advocate, snapshot_txt: SnapshotAssertion) -> None:
    ran = advocate("letters", "list")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == snapshot_txt


def test_one_letter_is_shown_with_its_asks_and_placeholders(
    advocate: Advocate, snapshot_txt: SnapshotAssertion
) -> None:
    ran = advocate("letters", "show", "lift-the-ban")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == snapshot_txt


def test_scripts_get_the_letters(advocate: Advocate) -> None:
    found = json.loads(advocate("letters", "list", "--format", "json").out)
    assert [letter["id"] for letter in found] == sorted(letter["id"] for letter in found)
    assert len(found) == 10
    assert [letter["id"] for letter in found if letter["default"]] == ["lift-the-ban"]
    one = json.loads(advocate("letters", "show", "ardak-ashim", "--format", "json").out)
    assert one["status"] == "historical"
    assert set(one["placeholders"]) <= set(PLACEHOLDERS)
    assert {"ask", "note", "sender.name"} <= set(one["placeholders"])
    sources = [each for each in one["statements"] if each["basis"] == "source"]
    assert {each["words"] for each in sources} == {one["outcome"]["source"]}
    assert {each["section"] for each in one["statements"] if each["basis"] == "report"} <= {"5", "6", "8"}
