"""In which language a letter is written: the writer's own where the office reads it, else English."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate


def languages(advocate: Advocate, writer: str, *words: str | Path, folder: Path) -> dict[str, str]:
    """Return the language of the letter to each office, for a writer of this language."""
    sender = folder / "me.yaml"
    sender.write_text(f'name: Ada\nlanguage: "{writer}"\n', encoding="utf-8")
    ran = advocate("preview", "--sender", sender, "--format", "json", *words)
    assert ran.code == 0, ran.err
    return {letter["recipient"]["contact"]: letter["language"] for letter in json.loads(ran.out)}


@pytest.mark.parametrize(
    ("writer", "office", "language"),
    [
        ("fr", "ep-president", "fr"),
        ("fr", "canada-prime-minister", "fr"),
        ("fr", "prosecutor-general", "en"),  # it reads Kazakh and Russian
        ("ru", "prosecutor-general", "ru"),
        ("kk", "prosecutor-general", "kk"),
        ("kk", "ep-president", "en"),
        ("ru", "us-secretary-of-state", "en"),
        ("de", "ep-president", "en"),  # read there, and not written yet
        ("", "prosecutor-general", "en"),
    ],
)
def test_a_letter_is_in_the_writers_language_where_the_office_reads_it(
    advocate: Advocate, tmp_path: Path, writer: str, office: str, language: str
) -> None:
    assert languages(advocate, writer, "--to", office, folder=tmp_path) == {office: language}


def test_one_run_may_have_letters_in_two_languages(advocate: Advocate, tmp_path: Path) -> None:
    found = languages(
        advocate, "ru", "--to", "prosecutor-general,ep-president,us-secretary-of-state", folder=tmp_path
    )
    assert found == {"prosecutor-general": "ru", "ep-president": "en", "us-secretary-of-state": "en"}


def test_the_language_that_is_asked_for_wins(advocate: Advocate, tmp_path: Path) -> None:
    found = languages(advocate, "ru", "--to", "prosecutor-general", "--lang", "en", folder=tmp_path)
    assert found == {"prosecutor-general": "en"}


def test_an_office_whose_version_is_not_in_the_language_asked_for_is_left_out_and_told(
    advocate: Advocate, campaign: Path
) -> None:
    (campaign / "templates" / "letters" / "lift-the-ban" / "ombudsman.ru.txt").unlink()
    ran = advocate(
        "--campaign",
        campaign,
        "preview",
        "--to",
        "ombudsman,prosecutor-general",
        "--lang",
        "ru",
        "--name",
        "Ada",
    )
    assert ran.code == 0, ran.err
    assert ran.err == "left out: ombudsman: this letter is not there for it in Russian\n"


def test_a_letter_that_is_not_there_in_a_language_says_in_which_it_is(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "ombudsman", "--lang", "de")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "the letter 'lift-the-ban' is not there in 'de' (there is: en, fr, kk, ru) [letter.no-language]\n"
    )
