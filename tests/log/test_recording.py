"""What is made stands in the log, unless its writer does without."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SENDER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

LETTER = ("--to", "prosecutor-general", *SENDER)
BEGUN = "A log of your letters has begun"


def test_what_is_made_stands_in_the_log_as_drafted(advocate: Advocate, tmp_path: Path, home: Path) -> None:
    ran = advocate("generate", *LETTER, "--as", "eml", "--out", tmp_path / "one")
    assert ran.code == 0
    assert BEGUN in ran.err
    assert stat.S_IMODE((home / "ledger.sqlite3").stat().st_mode) == 0o600
    shown = advocate("log")
    assert shown.code == 0
    assert "prosecutor-general" in shown.out
    assert "drafted" in shown.out


def test_the_same_letter_made_again_stands_there_once(advocate: Advocate, tmp_path: Path) -> None:
    for folder, more in (("one", ()), ("two", ("--note", "A line of mine.")), ("three", ("--lang", "ru"))):
        ran = advocate("generate", *LETTER, *more, "--as", "txt", "--out", tmp_path / folder)
        assert ran.code == 0
        assert (BEGUN in ran.err) == (folder == "one")
    assert advocate("log", "--format", "json").out.count('"id"') == 1


def test_letters_have_the_numbers_one_after_the_other(advocate: Advocate, tmp_path: Path) -> None:
    for office in ("prosecutor-general", "prosecutor-general", "ombudsman,prosecutor-general"):
        to = ("--to", office, *SENDER, "--as", "txt", "--out", tmp_path / "letters", "--overwrite")
        assert advocate("generate", *to).code == 0
    records = json.loads(advocate("log", "--format", "json").out)
    assert sorted((record["id"], record["contact"]) for record in records) == [
        (1, "prosecutor-general"),
        (2, "ombudsman"),
    ]


def test_another_writer_has_a_letter_of_their_own(advocate: Advocate, tmp_path: Path) -> None:
    advocate("generate", *LETTER, "--as", "txt", "--out", tmp_path / "one")
    to = ("--to", "prosecutor-general", "--as", "txt")
    advocate("generate", *to, "--name", "ADA  byron", "--out", tmp_path / "two")
    advocate("generate", *to, "--name", "Charles Babbage", "--out", tmp_path / "three")
    shown = advocate("log").out
    assert shown.count("drafted") == 2
    assert "signed by Charles Babbage" in shown


def test_without_a_log_not_even_its_file_is_made(advocate: Advocate, tmp_path: Path, home: Path) -> None:
    ran = advocate("generate", *LETTER, "--no-log", "--as", "txt", "--out", tmp_path / "one")
    assert (ran.code, BEGUN in ran.err) == (0, False)
    assert list(home.iterdir()) == []
    shown = advocate("log")
    assert (shown.code, shown.out) == (0, "")
    assert "the log is empty" in shown.err
    assert list(home.iterdir()) == []


def test_a_log_that_is_off_stays_empty(advocate: Advocate, tmp_path: Path, home: Path) -> None:
    assert advocate("log", "off").code == 0
    ran = advocate("generate", *LETTER, "--as", "txt", "--out", tmp_path / "one")
    assert (ran.code, BEGUN in ran.err) == (0, False)
    assert not (home / "ledger.sqlite3").exists()
    assert advocate("log", "on").code == 0
    assert BEGUN in advocate("generate", *LETTER, "--as", "txt", "--out", tmp_path / "two").err


def test_a_preview_leaves_nothing_in_the_log(advocate: Advocate, home: Path) -> None:
    assert advocate("preview", *LETTER).code == 0
    assert list(home.iterdir()) == []


def test_a_letter_that_has_left_is_made_once_more_and_that_is_said(
    advocate: Advocate, tmp_path: Path
) -> None:
    advocate("generate", *LETTER, "--as", "txt", "--out", tmp_path / "one")
    advocate("log", "mark", "1", "posted", "--date", "2026-11-20")
    ran = advocate("generate", *LETTER, "--as", "txt", "--out", tmp_path / "two")
    assert ran.code == 0
    assert (tmp_path / "two" / "prosecutor-general.case-dck.en.txt").exists() or list(
        (tmp_path / "two").glob("*.txt")
    )
    told = " ".join(ran.err.split())
    assert "the log has this letter already: sent by post, 2026-11-20 (number 1)" in told
    assert "sent by post" in advocate("log").out


@pytest.mark.parametrize("content", [b"no log at all, but some text", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_log_that_cannot_be_read_takes_no_letter_back(
    advocate: Advocate, tmp_path: Path, home: Path, content: bytes
) -> None:
    (home / "ledger.sqlite3").write_bytes(content)
    ran = advocate("generate", *LETTER, "--as", "txt", "--out", tmp_path / "one")
    assert ran.code == 0
    assert list((tmp_path / "one").glob("*.txt"))
    assert "[ledger." in ran.err
    assert "the log does not have them" in ran.err
    assert (home / "ledger.sqlite3").read_bytes() == content


def test_what_the_log_refuses_is_a_warning_that_counts_only_where_warnings_do(
    advocate: Advocate, tmp_path: Path, home: Path
) -> None:
    (home / "ledger.sqlite3").write_bytes(b"no log at all, but some text")
    to = ("--to", "ep-president", *SENDER, "--note", "I teach at a school.", "--as", "txt")
    with_it = advocate("generate", *to, "--strict", "--out", tmp_path / "one")
    assert with_it.code == 1
    assert "warning: " in with_it.err
    assert list((tmp_path / "one").glob("*.txt"))
    without = advocate("generate", *to, "--strict", "--no-log", "--out", tmp_path / "two")
    assert without.code == 0, without.err


def test_the_first_run_says_where_the_log_is_after_all_else(
    advocate: Advocate, tmp_path: Path, home: Path
) -> None:
    ran = advocate("generate", *LETTER, "--as", "txt", "--out", tmp_path / "one", "--format", "json")
    assert ran.err.splitlines()[-1] == f"  {(home / 'ledger.sqlite3').as_posix()}"
