"""The writer's own details: told once, kept for them alone, shown, and erased."""

from __future__ import annotations

import json
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from tests.asking import Person, typed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

ASKED = 11
"""Questions about the writer."""


@pytest.fixture
def profile(home: Path) -> Path:
    """Return where the writer's details are kept."""
    return home / "sender.yaml"


def test_flags_are_kept_for_the_writer_alone(advocate: Advocate, profile: Path) -> None:
    ran = advocate(
        "sender", "set", "--name", "Ada Byron", "--country", "de", "--language", "EN", "--no-input"
    )
    assert (ran.code, ran.err) == (0, "")
    assert profile.as_posix() in ran.out
    lines = [line for line in profile.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines == ["", "name: Ada Byron", "country: DE", "language: en"]
    if sys.platform != "win32":
        assert stat.S_IMODE(profile.stat().st_mode) == 0o600


def test_what_is_kept_stands_in_letters(advocate: Advocate) -> None:
    advocate(
        "sender", "set", "--name", "Ada Byron", "--city", "Berlin", "--occupation", "a teacher", "--no-input"
    )
    shown = advocate("preview", "--to", "ep-president", "--as", "text").out
    assert "My name is Ada Byron. I am a teacher and live in Berlin." in shown


def test_without_a_terminal_only_flags_count_and_the_missing_name_is_told(
    advocate: Advocate, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "Ada")
    ran = advocate("sender", "set", "--city", "Berlin")
    assert ran.code == 2
    assert ran.err.startswith("a letter needs your name: add --name (and, as you like, --street --postcode")
    assert ran.err.endswith("[sender.no-name]\n")
    assert not profile.exists()


def test_every_unusable_flag_is_told_at_once_and_nothing_is_kept(advocate: Advocate, profile: Path) -> None:
    words = ("--name", "A\x00", "--country", "UK", "--email", "ada", "--language", "english")
    ran = advocate("sender", "set", *words, "--no-input")
    assert ran.code == 2
    assert [line.partition(":")[0] for line in ran.err.splitlines()] == [
        *("--country", "--email", "--language", "--name"),
    ]
    assert not profile.exists()


def test_each_detail_is_asked_for_and_all_but_the_name_may_be_passed_over(
    advocate: Advocate, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "Ada Byron", *[""] * ASKED)
    ran = advocate("sender", "set", "--plain")
    assert ran.code == 0, ran.err
    assert ran.err.count("\n> ") == ASKED + 1
    assert profile.read_text(encoding="utf-8").endswith("\nname: Ada Byron\n")


def test_an_answer_that_cannot_be_used_is_told_in_one_line_and_asked_again(
    advocate: Advocate, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags = ("--street=", "--postcode=", "--city=", "--region=", "--phone=", "--occupation=", "--link=")
    typed(monkeypatch, "", "Ada", "Germany", "de", "ada", "ada@example.net", "english", "en", "")
    ran = advocate("sender", "set", "--plain", *flags)
    assert ran.code == 0, ran.err
    assert "> a letter needs your name\n" in ran.err
    assert "'Germany' is not a country code (ISO 3166)" in ran.err
    assert "> 'ada' is not an e-mail address\n" in ran.err
    assert "'english' is not a language code (ISO 639-1)" in ran.err
    kept = profile.read_text(encoding="utf-8")
    assert kept.endswith("\nname: Ada\ncountry: DE\nemail: ada@example.net\nlanguage: en\n")


def test_what_was_told_before_is_shown_and_kept_changed_or_emptied(
    advocate: Advocate, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    advocate("sender", "set", "--name", "Ada", "--city", "Paris", "--phone", "123", "--no-input")
    typed(monkeypatch, "", "", "", "Berlin", "", "", "", "-", "", "", "", "")
    ran = advocate("sender", "set", "--plain")
    assert "Now: Paris (Enter keeps it, - empties it)" in ran.err
    assert profile.read_text(encoding="utf-8").endswith("\nname: Ada\ncity: Berlin\n")


def test_one_step_back_mends_the_answer_before(
    advocate: Advocate, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags = [f"--{key}=" for key in ("postcode", "city", "region", "country", "email", "phone", "language")]
    typed(monkeypatch, "<", "Eve", "<", "Ada", "Lindenstraße 12", "", "", "")
    ran = advocate("sender", "set", "--plain", *flags)
    assert ran.code == 0
    assert "this is the first question" in ran.err
    assert profile.read_text(encoding="utf-8").endswith("\nname: Ada\nstreet: Lindenstraße 12\n")


def test_an_empty_flag_takes_a_detail_away(advocate: Advocate, profile: Path) -> None:
    advocate("sender", "set", "--name", "Ada", "--phone", "123", "--no-input")
    advocate("sender", "set", "--phone", "", "--no-input")
    assert profile.read_text(encoding="utf-8").endswith("\nname: Ada\n")


def test_leaving_in_the_middle_changes_nothing(
    advocate: Advocate, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "Ada", "Lindenstraße 12")
    ran = advocate("sender", "set", "--plain")
    assert ran.code == 130
    assert ran.err.endswith("left: nothing was changed [asking.left]\n")
    assert not profile.exists()


def test_ctrl_c_at_a_terminal_changes_nothing(home: Path, profile: Path) -> None:
    person = Person(home, "sender", "set")
    person.answers("Your name", "Ada")
    person.sees("Street and number")
    person.is_asked()
    person.presses("\x03")
    assert person.ends() == 130
    assert "left: nothing was changed [asking.left]" in person.seen
    assert not profile.exists()


def test_a_line_that_is_there_can_be_edited_at_a_terminal(
    advocate: Advocate, home: Path, profile: Path
) -> None:
    advocate("sender", "set", "--name", "Ada Byro", "--no-input")
    flags = [f"--{key}=" for key in ("street", "postcode", "city", "region", "country", "email", "phone")]
    person = Person(home, "sender", "set", *flags, "--occupation=", "--link=")
    person.answers("Your name", "n")
    person.answers("language you write in", "english")
    person.answers("is not a language code", "\x15en")
    person.answers("live in Kazakhstan", "")
    assert person.ends() == 0, person.seen
    assert profile.read_text(encoding="utf-8").endswith("\nname: Ada Byron\nlanguage: en\n")


@pytest.mark.parametrize("way", [["--plain"], []], ids=["plain", "dumb"])
def test_a_terminal_that_can_do_little_is_asked_line_by_line(
    way: list[str], home: Path, profile: Path
) -> None:
    flags = [f"--{key}=" for key in ("street", "postcode", "city", "region", "country", "email", "phone")]
    settings = {} if way else {"TERM": "dumb"}
    person = Person(
        home, "sender", "set", *way, *flags, "--occupation=", "--link=", width=40, settings=settings
    )
    person.answers("Your name", "Ada")
    person.answers("language you write in", "english")
    person.answers("en or fr", "fr")
    person.answers("I would rather not say", "")
    assert person.ends() == 0, person.seen
    assert "\x1b" not in person.seen
    assert all(len(line) <= 40 for line in person.seen.splitlines() if profile.as_posix() not in line)
    assert profile.read_text(encoding="utf-8").endswith("\nname: Ada\nlanguage: fr\n")


def test_details_are_shown_with_the_file_that_they_are_kept_in(advocate: Advocate, profile: Path) -> None:
    advocate(
        "sender", "set", "--name", "Ada", "--language", "fr", "--occupation", "enseignante", "--no-input"
    )
    shown = advocate("sender", "show").out
    assert "  name         Ada\n" in shown
    assert shown.endswith(f"kept in {profile.as_posix()}\n")
    assert json.loads(advocate("sender", "show", "--format", "json").out) == {
        "file": profile.as_posix(),
        "sender": {"name": "Ada", "occupation": "enseignante", "language": "fr"},
    }


def test_nothing_kept_is_said(advocate: Advocate) -> None:
    assert advocate("sender", "show").out.startswith("nothing is kept about you")
    assert json.loads(advocate("sender", "show", "--format", "json").out)["sender"] is None
    assert advocate("sender", "forget").out == "nothing is kept about you\n"


def test_forgetting_asks_first_and_says_what_it_cannot_erase(
    advocate: Advocate, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    advocate("sender", "set", "--name", "Ada", "--no-input")
    typed(monkeypatch, "n")
    assert advocate("sender", "forget", "--plain").out == "nothing was erased\n"
    typed(monkeypatch, "maybe", "y")
    ran = advocate("sender", "forget", "--plain")
    assert "type y for yes or n for no" in ran.err
    assert ran.out.startswith(f"erased: {profile.as_posix()}\nBackups, copies and the disk itself")
    assert not profile.exists()


def test_forgetting_takes_the_answers_of_unfinished_letters_along(
    advocate: Advocate, home: Path, profile: Path
) -> None:
    advocate("sender", "set", "--name", "Ada", "--no-input")
    unfinished = home / "unfinished" / "lanterns.json"
    unfinished.parent.mkdir()
    unfinished.write_text("{}", encoding="utf-8")
    assert advocate("sender", "forget", "--yes").out.count("erased: ") == 2
    assert not profile.exists()
    assert not unfinished.exists()


def test_where_nobody_can_be_asked_nothing_is_erased_without_yes(
    advocate: Advocate, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    advocate("sender", "set", "--name", "Ada", "--no-input")
    typed(monkeypatch)
    ran = advocate("sender", "forget")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("add --yes [sender.not-sure]\n")
    assert profile.exists()


def test_a_file_that_cannot_be_read_is_told_and_can_be_forgotten(advocate: Advocate, profile: Path) -> None:
    profile.write_text("nmae: Ada\n", encoding="utf-8")
    for words in (("set", "--name", "Ada", "--no-input"), ("show",)):
        ran = advocate("sender", *words)
        assert ran.code == 2
        assert ran.err.endswith(":1:1: unknown key 'nmae' (did you mean 'name'?) [sender.unknown-key]\n")
    assert advocate("sender", "forget", "--yes").code == 0


# ── Words in the writer's own language ───────────────────────────────────────────────────────────────────


def test_words_in_several_languages_are_said_in_that_of_the_letter(advocate: Advocate, profile: Path) -> None:
    profile.write_text(
        "name: Ada\noccupation: {en: a teacher, fr: enseignante}\nlink: {en: I grew up in Almaty.}\n",
        encoding="utf-8",
    )
    shown = advocate("preview", "--to", "ep-president", "--as", "text").out
    assert "I am a teacher" in shown
    assert "I grew up in Almaty." in shown


def test_words_of_another_language_are_left_out_and_the_writer_is_told(
    advocate: Advocate, profile: Path
) -> None:
    profile.write_text("name: Ada\nlanguage: fr\noccupation: enseignante\n", encoding="utf-8")
    ran = advocate("preview", "--to", "ep-president", "--lang", "en", "--format", "json")
    [letter] = json.loads(ran.out)
    assert "enseignante" not in json.dumps(letter["blocks"])
    [told] = [each for each in letter["findings"] if each["code"] == "sender.untranslated"]
    assert told["weight"] == "note"
    assert "--occupation" in told["message"]


def test_a_flag_counts_for_the_letter_at_hand_whatever_its_language(
    advocate: Advocate, profile: Path
) -> None:
    profile.write_text("name: Ada\nlanguage: fr\noccupation: enseignante\n", encoding="utf-8")
    words = ("--lang", "en", "--occupation", "a teacher")
    ran = advocate("preview", "--to", "ep-president", *words, "--format", "json")
    [letter] = json.loads(ran.out)
    assert "I am a teacher" in json.dumps(letter["blocks"])
    assert "sender.untranslated" not in ran.out


def test_words_that_are_kept_by_language_are_changed_in_the_writers_own(
    advocate: Advocate, profile: Path
) -> None:
    profile.write_text("name: Ada\noccupation: {en: a teacher, fr: enseignante}\n", encoding="utf-8")
    ran = advocate("sender", "set", "--occupation", "professeure", "--no-input")
    assert ran.code == 2
    assert ran.err.endswith("[sender.which-language]\n")
    assert (
        advocate("sender", "set", "--occupation", "professeure", "--language", "fr", "--no-input").code == 0
    )
    shown = json.loads(advocate("sender", "show", "--format", "json").out)["sender"]
    assert shown["occupation"] == {"en": "a teacher", "fr": "professeure"}
