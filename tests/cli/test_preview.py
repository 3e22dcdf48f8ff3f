"""`advocate preview`: the letter before anything exists."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SENDER

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate


def test_a_preview_shows_envelope_letter_and_findings(
    advocate: Advocate, snapshot_txt: SnapshotAssertion
) -> None:
    ran = advocate(
        "preview", "--to", "prosecutor-general", *SENDER, "--note", "I lived in Almaty as a child."
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == snapshot_txt


def test_a_preview_without_a_writer_shows_plain_blanks(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "prosecutor-general")
    assert ran.code == 0
    assert "My name is [your name]." in ran.out
    assert "[sender.blank]" in ran.out


def test_a_preview_as_text_is_the_text_file(
    advocate: Advocate, snapshot_txt: SnapshotAssertion, tmp_path: Path
) -> None:
    ran = advocate("preview", "--to", "wgad", "--letter", "ardak-ashim", "--as", "text", *SENDER)
    assert ran.out == snapshot_txt
    advocate("generate", "--to", "wgad", "--letter", "ardak-ashim", "--out", tmp_path / "out", *SENDER)
    assert (tmp_path / "out" / "wgad.ardak-ashim.en.txt").read_text(encoding="utf-8") == ran.out


def test_a_preview_as_draft_is_the_draft(
    advocate: Advocate, snapshot_eml: SnapshotAssertion, tmp_path: Path
) -> None:
    ran = advocate("preview", "--to", "ombudsman", "--as", "eml", *SENDER)
    advocate("generate", "--to", "ombudsman", "--out", tmp_path / "out", *SENDER)
    draft = (tmp_path / "out" / "ombudsman.lift-the-ban.en.eml").read_bytes()
    assert draft == snapshot_eml
    assert draft == ran.out.replace("\n", "\r\n").encode("ascii")


def test_an_office_without_e_mail_has_no_draft_to_preview(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "commission-president", "--as", "eml")
    assert ran.out == ""
    assert ran.err == "commission-president: no e-mail address of this office is known\n"


def test_scripts_get_everything_that_is_in_a_letter(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "canada", "--format", "json", *SENDER)
    letters = json.loads(ran.out)
    assert [letter["recipient"]["contact"] for letter in letters] == [
        "canada-prime-minister",
        "canada-house-of-commons",
    ]
    assert letters[0]["place_and_date"] == "Berlin, 22 November 2026"
    assert letters[0]["recipient"]["envelope"][-1] == "CANADA"
    assert letters[0]["sender"]["lines"] == ["Lindenstraße 12", "10115 Berlin", "Germany"]


def test_strict_makes_warnings_count(advocate: Advocate) -> None:
    assert advocate("preview", "--to", "prosecutor-general", "--strict", *SENDER).code == 1
    assert advocate("preview", "--to", "commission-president", "--strict", *SENDER).code == 0


def test_own_words_may_come_from_a_file(advocate: Advocate, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("First thought.\n\n- one\n- two\n", encoding="utf-8")
    ran = advocate("preview", "--to", "wgad", "--format", "json", "--note", f"@{note}", *SENDER)
    own = [block for block in json.loads(ran.out)[0]["blocks"] if block["author"] == "writer"]
    assert own == [
        {"type": "paragraph", "text": "First thought.", "author": "writer"},
        {"type": "list", "items": ["one", "two"], "ordered": False, "author": "writer"},
    ]


def test_the_writer_may_stand_in_a_file_and_flags_win(advocate: Advocate, tmp_path: Path) -> None:
    sender = tmp_path / "me.yaml"
    sender.write_text("name: Kari Nordmann\ncountry: NO\ncity: Oslo\n", encoding="utf-8")
    ran = advocate("preview", "--to", "wgad", "--sender", sender, "--city", "Bergen", "--format", "json")
    letter = json.loads(ran.out)[0]
    assert letter["sender"]["name"] == "Kari Nordmann"
    assert letter["place_and_date"].startswith("Bergen, ")
    assert letter["sender"]["country"] == "NO"


def test_the_saved_profile_is_used_where_no_file_is_named(advocate: Advocate, home: Path) -> None:
    (home / "sender.yaml").write_text("name: Kari Nordmann\n", encoding="utf-8")
    assert "My name is Kari Nordmann." in advocate("preview", "--to", "wgad").out


@pytest.mark.parametrize(
    ("country", "town", "lines"),
    [
        ("DE", ("10115", "Berlin", ""), ["10115 Berlin", "Germany"]),
        ("GB", ("LS1 1AA", "Leeds", ""), ["Leeds", "LS1 1AA", "United Kingdom"]),
        ("US", ("02108", "Boston", "MA"), ["Boston, MA 02108", "United States"]),
        ("CA", ("K1A 0A6", "Ottawa", "ON"), ["Ottawa ON K1A 0A6", "Canada"]),
        ("US", ("02108", "Boston", ""), ["Boston, 02108", "United States"]),
        ("", ("10115", "Berlin", ""), ["10115 Berlin"]),
    ],
)
def test_the_writers_town_stands_as_their_country_writes_it(
    advocate: Advocate, country: str, town: tuple[str, str, str], lines: list[str]
) -> None:
    flags = ["--name", "A", "--postcode", town[0], "--city", town[1], "--region", town[2]]
    words = [*flags, *(["--country", country] if country else [])]
    ran = advocate("preview", "--to", "wgad", "--format", "json", *words)
    assert json.loads(ran.out)[0]["sender"]["lines"] == lines


def test_a_letter_inside_one_country_has_no_country_on_it(advocate: Advocate) -> None:
    words = ["--name", "A", "--city", "Basel", "--country", "CH"]
    ran = advocate("preview", "--to", "wgad", "--format", "json", *words)
    letter = json.loads(ran.out)[0]
    assert letter["recipient"]["envelope"][-1].endswith("Geneva 10")
    assert letter["sender"]["lines"] == ["Basel"]
    assert "I live in Basel. " in letter["blocks"][0]["text"]


def test_a_doubt_about_an_address_is_told_with_every_letter_that_uses_it(advocate: Advocate) -> None:
    assert "[channel.caution]" in advocate("preview", "--to", "wgad", "--name", "A").out
    assert "[channel.caution]" not in advocate("preview", "--to", "ombudsman", "--name", "A").out
