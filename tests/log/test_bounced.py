"""The address from which a letter came back is used no more, and nothing else of the writer's changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import SENDER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

MINISTER, KNOWN, OWN = "minister-of-internal-affairs", "Kense@mvd.kz", "desk@example.org"

pytestmark = pytest.mark.usefixtures("letters")


def address_of(advocate: Advocate) -> str:
    drafted = advocate("preview", "--to", MINISTER, *SENDER, "--as", "eml").out
    return next((line.removeprefix("To: ") for line in drafted.splitlines() if line.startswith("To: ")), "")


def test_a_letter_that_went_by_post_says_nothing_of_an_email_address(advocate: Advocate) -> None:
    advocate("log", "mark", "2", "posted")
    ran = advocate("log", "mark", "2", "bounced")
    assert (ran.code, "used no more" in ran.out) == (0, False)
    assert "nothing is your own" in advocate("contacts", "overlay").err
    assert address_of(advocate) == KNOWN


def test_an_address_of_the_writers_own_comes_back_with_the_mark(advocate: Advocate) -> None:
    assert advocate("contacts", "set", MINISTER, "--email", OWN, "--source", "me").code == 0
    before = advocate("contacts", "overlay", "--format", "json").out
    assert address_of(advocate) == OWN
    assert f"{OWN} is used no more" in advocate("log", "mark", "2", "bounced").out
    assert address_of(advocate) != OWN
    assert f"{OWN} is used again" in advocate("log", "undo").out
    assert advocate("contacts", "overlay", "--format", "json").out == before
    assert address_of(advocate) == OWN


def test_an_address_stays_out_of_use_while_another_letter_has_come_back_from_it(
    advocate: Advocate, tmp_path: Path
) -> None:
    to = ("--to", MINISTER, "--name", "Charles Babbage", "--as", "txt", "--out", tmp_path / "other")
    assert advocate("generate", *to).code == 0
    assert advocate("log", "mark", "2", "bounced").code == 0
    assert advocate("log", "mark", "4", "bounced").code == 0
    assert "used again" not in advocate("log", "undo").out
    assert address_of(advocate) != KNOWN
    assert f"{KNOWN} is used again" in advocate("log", "undo").out
    assert address_of(advocate) == KNOWN


def test_a_letter_of_another_campaign_changes_nothing_in_this_one(
    advocate: Advocate, campaign: Path, tmp_path: Path
) -> None:
    sheet = campaign / "templates" / "campaign.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("id: kazakhstan-dck-2018", "id: another"))
    to = ("--to", MINISTER, *SENDER, "--as", "txt", "--out", tmp_path / "other")
    assert advocate("--campaign", campaign, "generate", *to).code == 0
    refused = advocate("log", "mark", "4", "bounced")
    assert refused.code == 2
    assert "[log.campaign]" in refused.err
    assert address_of(advocate) == KNOWN
    assert advocate("log", "mark", "4", "bounced", "--campaign", campaign).code == 0
    assert address_of(advocate) == KNOWN


def test_taking_a_mark_back_says_what_stays_where_the_campaign_cannot_be_read(
    advocate: Advocate, tmp_path: Path
) -> None:
    assert advocate("log", "mark", "2", "bounced").code == 0
    ran = advocate("--campaign", tmp_path / "gone", "log", "undo")
    assert ran.code == 1
    assert "taken back: 2" in ran.out
    assert f"{KNOWN} stays out of use" in ran.err


def test_nothing_is_marked_where_the_writers_own_contacts_cannot_be_written(
    advocate: Advocate, home: Path
) -> None:
    (home / "overlay").write_text("a file in the place of the folder")
    ran = advocate("log", "mark", "2", "bounced")
    assert ran.code in {1, 2}
    assert "Traceback" not in ran.err
    assert "came back" not in advocate("log").out


def test_a_mark_begins_no_log(advocate: Advocate, home: Path) -> None:
    (home / "ledger.sqlite3").unlink()
    assert advocate("log", "mark", "1", "sent").code == 2
    assert "nothing is marked" in advocate("log", "undo").err
    assert list(home.iterdir()) == []


def test_an_address_that_the_office_has_not_is_refused_and_the_nearest_one_named(advocate: Advocate) -> None:
    ran = advocate("log", "mark", "2", "bounced", "--address", "Kense@mvd.k")
    assert ran.code == 2
    assert "has no address 'Kense@mvd.k'" in " ".join(ran.err.split())
    assert KNOWN in ran.err
    assert "came back" not in advocate("log").out
    assert address_of(advocate) == KNOWN
