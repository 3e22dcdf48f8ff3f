"""What happened outside of the program is said with a mark, and a mark can be taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SENDER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

MINISTER = "minister-of-internal-affairs"


def states(advocate: Advocate) -> dict[int, str]:
    return {record["id"]: record["state"] for record in json.loads(advocate("log", "--format", "json").out)}


@pytest.mark.usefixtures("letters")
def test_several_letters_are_marked_at_once_and_taken_back_at_once(advocate: Advocate) -> None:
    assert advocate("log", "mark", "1,2", "posted").code == 0
    assert states(advocate) == {1: "sent", 2: "sent", 3: "drafted"}
    ran = advocate("log", "undo")
    assert ran.code == 0
    assert ran.out.count("taken back") == 2
    assert set(states(advocate).values()) == {"drafted"}
    assert "nothing is marked" in advocate("log", "undo").err


@pytest.mark.usefixtures("letters")
def test_marks_are_taken_back_one_after_the_other(advocate: Advocate) -> None:
    advocate("log", "mark", "1", "sent", "--via", "form", "--date", "2026-11-01")
    advocate("log", "mark", "1", "answered")
    advocate("log", "undo")
    assert states(advocate)[1] == "sent"
    assert "sent by web form" in advocate("log").out
    advocate("log", "undo")
    assert states(advocate)[1] == "drafted"


@pytest.mark.usefixtures("letters")
def test_an_office_with_one_letter_can_be_named_instead_of_its_number(advocate: Advocate) -> None:
    assert advocate("log", "mark", MINISTER, "answered").code == 0
    assert states(advocate)[2] == "answered"


@pytest.mark.usefixtures("letters")
def test_an_office_with_several_letters_is_asked_which(advocate: Advocate, tmp_path: Path) -> None:
    to = ("--to", MINISTER, "--as", "txt", "--out", tmp_path / "other", "--name", "Charles Babbage")
    advocate("generate", *to)
    ran = advocate("log", "mark", MINISTER, "sent")
    assert ran.code == 2
    assert "2 (" in ran.err
    assert "4 (" in ran.err
    assert "[log.several]" in ran.err


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("1", "answerd"), "log.mark"),
        (("sent",), "log.which"),
        (("7", "sent"), "log.unknown"),
        (("99999999999999999999", "sent"), "log.unknown"),
        (("nobody", "sent"), "log.unknown"),
        (("1", "sent", "--via", "pigeon"), "log.way"),
        (("1", "answered", "--via", "post"), "log.way"),
        (("1", "posted", "--via", "email"), "log.way"),
        (("1", "sent", "--date", "2026-11-23"), "log.future"),
        (("1", "sent", "--date", "soon"), "date.form"),
        (("1", "sent", "--note", "two\nlines"), "log.note"),
        (("1", "sent", "--note", "a" * 201), "log.note"),
    ],
)
def test_what_cannot_be_said_of_a_letter_changes_nothing(
    advocate: Advocate, words: tuple[str, ...], code: str
) -> None:
    ran = advocate("log", "mark", *words)
    assert (ran.code, ran.out) == (2, "")
    assert f"[{code}]" in ran.err
    assert "Traceback" not in ran.err
    assert set(states(advocate).values()) == {"drafted"}


@pytest.mark.usefixtures("letters")
def test_an_answer_is_not_unsaid_by_another_mark(advocate: Advocate) -> None:
    advocate("log", "mark", "1", "answered")
    ran = advocate("log", "mark", "1", "failed")
    assert ran.code == 2
    assert "[ledger.move]" in ran.err
    assert states(advocate)[1] == "answered"


@pytest.mark.usefixtures("letters")
def test_an_address_from_which_a_letter_came_back_is_used_no_more_until_that_is_taken_back(
    advocate: Advocate, home: Path
) -> None:
    shown = ("preview", "--to", MINISTER, *SENDER, "--as", "eml")
    [to] = [line for line in advocate(*shown).out.splitlines() if line.startswith("To: ")]
    address = to.removeprefix("To: ")
    ran = advocate("log", "mark", "2", "bounced")
    assert ran.code == 0
    assert f"{address} is used no more for {MINISTER}" in ran.out
    assert to not in advocate(*shown).out
    assert "the e-mail came back" in advocate("contacts", "overlay").out
    back = advocate("log", "undo")
    assert f"{address} is used again for {MINISTER}" in back.out
    assert to in advocate(*shown).out
    assert not list(home.glob("overlay/*"))


@pytest.mark.usefixtures("letters")
def test_where_nobody_knows_which_address_it_came_back_from_that_is_asked(advocate: Advocate) -> None:
    ran = advocate("log", "mark", "1", "bounced")
    assert ran.code == 2
    assert "[log.address]" in ran.err
    assert "Gp-rk@prokuror.kz" in ran.err
    ran = advocate("log", "mark", "1", "bounced", "--address", "Gp-rk@prokuror.kz")
    assert ran.code == 0, ran.err
    drafts = advocate("preview", "--to", "prosecutor-general", *SENDER, "--as", "eml").out
    assert "To: procuror@nursat.kz\n" in drafts


@pytest.mark.usefixtures("letters")
def test_a_mark_without_a_date_is_of_the_writers_own_day(advocate: Advocate) -> None:
    assert advocate("log", "mark", "1", "posted").code == 0
    assert "1  2026-11-22  lift-the-ban (en): sent by post" in advocate("log").out
