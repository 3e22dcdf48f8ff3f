"""From a case to finished letters, step by step: by typed lines, with mistakes, back, away and on again."""

from __future__ import annotations

import json
import re
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from tests.asking import Person, typed
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate, Ran

WHY = "My sister lives in Almaty."
MEET = "I think of you every day."
DETAILS = ("Ada Byron", "", "", "Berlin", "", "de", "", "", "", "a teacher", "")
"""What somebody answers who gives their name, town, country and occupation."""

TO_THE_END = ("ep-president", "lift-the-ban", WHY, "", MEET, "", *DETAILS, "n", "1", "out")
"""Every answer of a whole path: to whom, which letter, own words, who signs, save, where."""

PATH = ("write", "--plain", "--lang", "en", "--ties", "none")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, without an editor."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)


@pytest.fixture
def unfinished(home: Path) -> Path:
    """Return where the answers are kept until the letters are saved."""
    return home / "unfinished" / "kazakhstan-dck-2018.json"


@pytest.fixture
def answering(advocate: Advocate, monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Run the program and answer it line by line."""
    return Answering(advocate, monkeypatch)


class Answering:
    """Somebody whose answers come from a pipe."""

    def __init__(self, advocate: Advocate, monkeypatch: pytest.MonkeyPatch) -> None:
        """Keep what runs the program."""
        self._advocate = advocate
        self._monkeypatch = monkeypatch

    def __call__(self, *words: str, answers: tuple[str, ...] = ()) -> Ran:
        """Run the program with some words and these answers."""
        typed(self._monkeypatch, *answers)
        return self._advocate(*words)


def one_line(text: str) -> str:
    """Return a text without the line breaks of its terminal."""
    return " ".join(text.split())


# ── The whole path ───────────────────────────────────────────────────────────────────────────────────────


def test_typed_answers_lead_to_the_letters_that_flags_would_make(
    answering: Answering, advocate: Advocate, tmp_path: Path
) -> None:
    ran = answering(*PATH, answers=TO_THE_END)
    assert ran.code == 0, ran.err
    assert ran.out.startswith("1 letter (lift-the-ban, dated 2026-11-22) in out:\n")
    assert "Nothing has been sent." in ran.out
    flags = ("--to", "ep-president", "--name", "Ada Byron", "--city", "Berlin", "--country", "DE")
    words = ("--occupation", "a teacher", "--note", f"{WHY}\n\n{MEET}", "--lang", "en")
    assert advocate("generate", "--out", "flags", *flags, *words).code == 0
    made, wanted = (
        {file.name: file.read_bytes() for file in (tmp_path / out).iterdir()} for out in ("out", "flags")
    )
    assert made == wanted


def test_the_case_is_told_first_and_that_it_is_history(answering: Answering) -> None:
    told = one_line(answering(*PATH).err)
    assert told.startswith("The persecution of DCK activists in Kazakhstan")
    assert "https://en.odfoundation.eu/a/8606," in told.partition("To whom")[0]
    assert told.count("A historical case: the facts are those of April 2018, and every letter says so.") == 1
    assert "Ctrl-C leaves at any point. Your answers are kept in" in told


def test_offices_are_shown_by_institution_with_why_by_which_way_and_how_fresh(answering: Answering) -> None:
    told = one_line(answering(*PATH).err)
    told = told.partition("EUROPEAN UNION")[2].partition("European Commission")[0]
    assert told.startswith(" European Parliament ")
    assert (
        "President of the European Parliament, Roberta Metsola (ep-president) why: it can raise the case"
        in told
    )
    assert "by: post (fresh), phone (ageing)" in told


def test_the_finished_letter_is_shown_with_what_the_review_found(answering: Answering) -> None:
    told = answering(*PATH, answers=TO_THE_END).err
    told = told.partition("Keep these details")[2]
    assert "  My name is Ada Byron." in told
    assert f"  {WHY}\n\n  {MEET}\n" in told
    assert "What to know before you send it\n" in told
    assert "[status.historical]" in told


def test_the_report_for_scripts_stands_alone_on_standard_output(answering: Answering) -> None:
    ran = answering(*PATH, "--format", "json", answers=TO_THE_END)
    assert json.loads(ran.out)["letter"] == "lift-the-ban"


def test_only_letters_that_fit_the_offices_are_offered(answering: Answering) -> None:
    told = answering(*PATH, answers=("us-secretary-of-state", "b", "ep-president")).err
    first, second = told.split("Which letter?")[1:]
    assert "(this office" not in first
    assert "for this office" in second
    assert "Lift the ban" in second


def test_an_organiser_can_count_words_that_nobody_can_read(answering: Answering, tmp_path: Path) -> None:
    answering(*PATH, answers=TO_THE_END)
    manifest = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    [letter] = json.loads(manifest)["letters"]
    assert letter["words"]["own"] == len(f"{WHY} {MEET}".split())
    assert letter["words"]["campaign"] > 100
    assert "Almaty" not in manifest
    assert "Ada" not in manifest


# ── Flags are answers ────────────────────────────────────────────────────────────────────────────────────


def test_what_a_flag_says_is_not_asked(answering: Answering) -> None:
    flags = (
        "--to",
        "ep-president",
        "--letter",
        "lift-the-ban",
        "--note",
        WHY,
        "--name",
        "Ada",
        "--out",
        "out",
    )
    ran = answering(*PATH, *flags, answers=("1",))
    assert ran.code == 0, ran.err
    assert ran.err.count("\n> ") == 1
    assert "What now?" in ran.err


def test_with_every_answer_given_nothing_is_asked_at_all(answering: Answering, tmp_path: Path) -> None:
    ran = answering("write", "--no-input", "--to", "ep-president", "--name", "Ada", "--out", "out")
    assert (ran.code, "> " in ran.err) == (0, False), ran.err
    assert (tmp_path / "out" / "ep-president.lift-the-ban.en.txt").is_file()


def test_where_nobody_is_asked_all_that_is_missing_is_told_at_once(answering: Answering) -> None:
    ran = answering("write", "--no-input")
    assert (ran.code, ran.out) == (2, "")
    assert (
        ran.err
        == "nobody is asked with --no-input, so this is missing: --to, --name, --out [write.missing]\n"
    )


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (("--to", "europe"), "to.unknown"),
        (("--to", "un", "--except", "un"), "to.nobody"),
        (("--letter", "lift"), "letter.unknown"),
        (("--as", "docx"), "as.unknown"),
        (("--country", "UK"), "sender.country"),
        (("--note", "@missing.txt"), "note.missing"),
        (("--resume", "--afresh"), "write.resume-or-afresh"),
    ],
)
def test_a_flag_that_cannot_be_used_is_told_before_anything_is_asked(
    flags: tuple[str, ...], code: str, answering: Answering
) -> None:
    ran = answering(*PATH, *flags)
    assert (ran.code, ran.out) == (2, "")
    assert f"[{code}]\n" in ran.err
    assert "> " not in ran.err


def test_a_stopped_letter_is_held_back_before_anything_is_asked(answering: Answering, tmp_path: Path) -> None:
    campaign = SmallCampaign().write(tmp_path / "campaign")
    sheet = campaign / "templates" / "letters" / "plea" / "letter.yaml"
    told = "outcome: {date: 2026-05, source: 'https://report.example/', text: {en: They ask for silence.}}\n"
    stopped = sheet.read_text(encoding="utf-8").replace("status: active", "status: stop")
    sheet.write_text(stopped + told, encoding="utf-8")
    ran = answering("write", "--plain", "--campaign", str(campaign))
    assert ran.code == 3
    assert "They ask for silence." in ran.err
    assert "> " not in ran.err


# ── Mistakes, and one step back ──────────────────────────────────────────────────────────────────────────


def test_an_answer_that_is_none_is_told_with_what_is_and_asked_again(answering: Answering) -> None:
    answers = ("", "99", "europe", "3-1", "ep-president", "no", "0", *TO_THE_END[1:-2], "x", *TO_THE_END[-2:])
    ran = answering(*PATH, answers=answers)
    assert ran.code == 0, ran.err
    told = one_line(ran.err)
    assert "nothing is chosen yet: type at least one number" in told
    assert "there is no number 99: they go from 1 to 26" in told
    assert "no office, institution or group is called 'europe'" in told
    assert "there is no number 3-1" in told
    assert told.count("or b for one step back") == 3


def test_numbers_ranges_and_words_can_be_mixed(answering: Answering, unfinished: Path) -> None:
    answering(*PATH, answers=("2-3, 1 wgad,coe",))
    chosen = json.loads(unfinished.read_text(encoding="utf-8"))["to"]
    assert chosen == [
        *("prosecutor-general", "minister-of-internal-affairs", "knb-chairman"),
        *("coe-secretary-general", "pace-president", "wgad"),
    ]


def test_everybody_can_be_chosen(answering: Answering, unfinished: Path) -> None:
    answering(*PATH, answers=("all",))
    assert len(json.loads(unfinished.read_text(encoding="utf-8"))["to"]) == 26


def test_one_step_back_shows_the_answer_that_was_given(answering: Answering) -> None:
    answers = ("b", "wgad", "b", "ep-president", "lift-the-ban", "<", "", *TO_THE_END[2:])
    ran = answering(*PATH, answers=answers)
    assert ran.code == 0, ran.err
    assert "this is the first question" in ran.err
    assert "Enter alone: 22\n" in ran.err
    assert ran.out.splitlines()[1].startswith("  ep-president  ")


def test_after_a_look_any_answer_can_be_changed(answering: Answering) -> None:
    change = ("note", "-", "Nobody should be afraid of a balloon.", "")
    more = ("to", "ep-president, afet-chair")
    ran = answering(*PATH, answers=(*TO_THE_END[:-2], *change, *more, "next", "save", "out"))
    assert ran.code == 0, ran.err
    told = one_line(ran.err)
    assert f"So far: {WHY} Enter alone keeps it, - empties it, anything else goes on with it." in told
    assert "Letter 2 of 2" in told
    assert f"  {MEET} Nobody should be afraid of a balloon.\n" in ran.err.rpartition("Letter 2 of 2")[2]
    assert ran.out.startswith("2 letters (lift-the-ban, ")


def test_a_folder_with_other_letters_is_refused_and_another_one_asked_for(
    answering: Answering, advocate: Advocate, tmp_path: Path
) -> None:
    advocate("generate", "--to", "ep-president", "--name", "Eve", "--out", "out")
    ran = answering(*PATH, answers=(*TO_THE_END, "n", "other"))
    assert ran.code == 0, ran.err
    assert "the folder already holds other letters" in one_line(ran.err)
    assert (tmp_path / "other" / "index.html").is_file()


def test_other_letters_are_replaced_where_the_answer_is_yes(
    answering: Answering, advocate: Advocate, tmp_path: Path
) -> None:
    advocate("generate", "--to", "ep-president", "--name", "Eve", "--out", "out")
    assert answering(*PATH, answers=(*TO_THE_END, "y")).code == 0
    text = (tmp_path / "out" / "ep-president.lift-the-ban.en.txt").read_text(encoding="utf-8")
    assert "Eve" not in text
    assert WHY in text


# ── Leaving, and going on ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.no_cover
@pytest.mark.parametrize("given", range(len(TO_THE_END)))
def test_one_can_leave_at_any_point_and_go_on_from_there(
    given: int, answering: Answering, tmp_path: Path, unfinished: Path
) -> None:
    left = answering(*PATH, answers=TO_THE_END[:given])
    assert (left.code, left.out) == (130, "")
    if given:
        assert f"left: your answers are kept in {unfinished.as_posix()}" in left.err
    rest = _rest_of(TO_THE_END, given, unfinished)
    ran = answering(*PATH, "--resume", answers=rest)
    assert ran.code == 0, (ran.err, rest)
    assert (tmp_path / "out" / "ep-president.lift-the-ban.en.txt").is_file()
    assert not unfinished.exists()


def _rest_of(whole: tuple[str, ...], given: int, unfinished: Path) -> tuple[str, ...]:
    """Return what is still to be answered; the questions within one step are begun again."""
    if given == 0:
        return whole
    kept = json.loads(unfinished.read_text(encoding="utf-8"))
    if kept["letter"] is None:
        return whole[1:]
    if kept["note"] is None:
        # Enter keeps what was typed; a sentence cut short is gone on with.
        first = ("",) if kept["own"].get("why") else (WHY, "")
        second = ("",) if kept["own"].get("what") else (MEET, "")
        return (*first, *second, *whole[6:])
    if not kept["signed"]:
        details = kept["details"]
        return (
            *(("2",) if details.get("name") else ()),
            *("" if value in details.values() else value for value in (*DETAILS[:5], "de", *DETAILS[6:])),
            *whole[-3:],
        )
    return whole[-2:]


def test_answers_are_kept_for_the_writer_alone_and_gone_when_the_letters_are_saved(
    answering: Answering, home: Path, unfinished: Path
) -> None:
    answering(*PATH, answers=TO_THE_END[:8])
    if sys.platform != "win32":
        assert stat.S_IMODE(unfinished.stat().st_mode) == 0o600
        assert stat.S_IMODE(unfinished.parent.stat().st_mode) == 0o700
    assert answering(*PATH, "--afresh", answers=TO_THE_END).code == 0
    assert list(home.rglob("*.json")) == []


def test_own_words_are_kept_line_by_line(answering: Answering, unfinished: Path) -> None:
    answering(*PATH, answers=(*TO_THE_END[:2], "My sister lives there.", "She is a"))
    assert json.loads(unfinished.read_text(encoding="utf-8"))["own"] == {
        "why": "My sister lives there.\nShe is a"
    }
    ran = answering(*PATH, "--resume", answers=("nurse.", "", "", *TO_THE_END[6:]))
    assert "  My sister lives there. She is a nurse.\n" in ran.err
    assert ran.code == 0


def test_whoever_comes_back_is_asked_whether_to_go_on(answering: Answering, unfinished: Path) -> None:
    answering(*PATH, answers=TO_THE_END[:4])
    told = one_line(answering(*PATH).err)
    assert "You have begun a letter: 1 office, the letter lift-the-ban, 5 words of your own." in told
    assert told.endswith("left: nothing has changed [asking.left]")
    ran = answering(*PATH, answers=("n", *TO_THE_END))
    assert ran.code == 0
    assert not unfinished.exists()


def test_going_on_with_nothing_is_a_new_letter(answering: Answering) -> None:
    ran = answering(*PATH, "--resume", answers=TO_THE_END)
    assert ran.code == 0
    assert "there is nothing to go on with, so this is a new letter" in ran.err


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"to": 1}', '{"details": {"nmae": "x"}}', "[" * 100_000])
def test_answers_that_cannot_be_read_are_told_and_can_be_begun_anew(
    kept: str, answering: Answering, unfinished: Path
) -> None:
    unfinished.parent.mkdir()
    unfinished.write_text(kept, encoding="utf-8")
    ran = answering(*PATH)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("[unfinished.unreadable]\n")
    assert answering(*PATH, "--afresh", answers=TO_THE_END).code == 0


def test_an_office_that_is_there_no_more_is_asked_for_again(answering: Answering, unfinished: Path) -> None:
    answering(*PATH, answers=TO_THE_END[:2])
    kept = json.loads(unfinished.read_text(encoding="utf-8"))
    unfinished.write_text(json.dumps({**kept, "to": ["gone"]}), encoding="utf-8")
    ran = answering(*PATH, "--resume", answers=("ep-president", *TO_THE_END[2:]))
    assert ran.code == 0, ran.err


def test_a_choice_to_leave_keeps_the_answers(answering: Answering, unfinished: Path) -> None:
    ran = answering(*PATH, answers=(*TO_THE_END[:-2], "leave"))
    assert ran.code == 130
    assert unfinished.exists()


# ── Own words ────────────────────────────────────────────────────────────────────────────────────────────


def test_own_words_may_stay_out(answering: Answering, tmp_path: Path) -> None:
    answers = (*TO_THE_END[:2], "", "", *TO_THE_END[6:])
    assert answering(*PATH, answers=answers).code == 0
    [letter] = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["letters"]
    assert letter["words"]["own"] == 0


def test_own_words_that_begin_with_an_at_are_words(answering: Answering, tmp_path: Path) -> None:
    answers = (*TO_THE_END[:2], "@ home we speak of it.", "", "", *TO_THE_END[6:])
    assert answering(*PATH, answers=answers).code == 0
    assert "@ home" in (tmp_path / "out" / "ep-president.lift-the-ban.en.txt").read_text(encoding="utf-8")


def test_words_that_cannot_stand_in_a_letter_are_told_and_asked_for_again(answering: Answering) -> None:
    answers = (*TO_THE_END[:2], "\x1b[31mred", "", *TO_THE_END[2:])
    ran = answering(*PATH, answers=answers)
    assert ran.code == 0
    assert "a control character (U+001B) has no place in the text" in ran.err


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name an editor that notes what it was given, and adds a line; return its notes."""
    script, notes = tmp_path / "editor.py", tmp_path / "notes.json"
    script.write_text(
        "import json, os, pathlib, stat, sys\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "old = file.read_text(encoding='utf-8')\n"
        "mode = stat.S_IMODE(file.stat().st_mode)\n"
        f"pathlib.Path({str(notes)!r}).write_text(json.dumps([str(file), old, mode]), encoding='utf-8')\n"
        "pathlib.Path(str(file) + '~').write_text('a backup', encoding='utf-8')\n"
        "file.write_text(old + 'Typed in an editor.\\n', encoding='utf-8')\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("EDITOR", f"'{sys.executable}' '{script}'")
    return notes


def test_an_editor_can_be_used_for_an_answer(answering: Answering, editor: Path, home: Path) -> None:
    answers = (*TO_THE_END[:2], "e", "", *TO_THE_END[6:])
    ran = answering(*PATH, "--no-log", answers=answers)
    assert ran.code == 0, ran.err
    assert "  Typed in an editor.\n" in ran.err
    file, text, mode = json.loads(editor.read_text(encoding="utf-8"))
    assert "# Why does this matter to you?\n" in text
    assert file.startswith(str(home))
    assert sys.platform == "win32" or mode == 0o600
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("editor")
def test_the_flag_opens_the_editor_for_any_command(advocate: Advocate, home: Path) -> None:
    shown = advocate("preview", "--to", "ep-president", "--name", "Ada", "--note", WHY, "--edit")
    assert f"  {WHY} Typed in an editor.\n" in shown.out
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("command", ["false", "no-such-editor", "'"])
def test_an_editor_that_fails_is_told(
    command: str, advocate: Advocate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", command)
    ran = advocate("preview", "--to", "ep-president", "--edit")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("[edit.failed]\n")


def test_without_an_editor_the_flag_says_what_to_do(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "ep-president", "--edit")
    assert ran.err.startswith("which editor is yours? Set VISUAL or EDITOR")
    assert ran.err.endswith("[edit.no-editor]\n")


# ── Languages, and one person or many ────────────────────────────────────────────────────────────────────

TEXT = "Subject: The lanterns\n\n{{ note }}\n\n{{ ask }}\n"


def test_the_questions_are_put_in_the_language_of_the_letter(answering: Answering, tmp_path: Path) -> None:
    campaign = SmallCampaign(texts={"en": TEXT, "fr": TEXT}).write(tmp_path / "campaign")
    words = ("write", "--plain", "--campaign", str(campaign), "--name", "Ada", "--out", "out")
    ran = answering(*words, answers=("minister", "fr", "Parce que.", "", "", "beside", "1"))
    assert ran.code == 0, ran.err
    told = one_line(ran.err)
    assert "1 English: for this office 2 French: for this office not yet reviewed by a native reader" in told
    assert "read it beside the same letter in English" in told
    assert re.search(r"^French +\| English$", ran.err, flags=re.MULTILINE)
    assert "Pourquoi cela compte-t-il pour vous ? (Why does this matter to you?)" in told
    assert "Parce que." in (tmp_path / "out" / "minister.plea.fr.txt").read_text(encoding="utf-8")


def test_the_writers_own_language_is_offered_first(
    answering: Answering, advocate: Advocate, tmp_path: Path
) -> None:
    advocate("sender", "set", "--name", "Ada", "--language", "fr", "--no-input")
    campaign = SmallCampaign(texts={"en": TEXT, "fr": TEXT}).write(tmp_path / "campaign")
    words = ("write", "--plain", "--campaign", str(campaign), "--out", "out")
    ran = answering(*words, answers=("minister", "", "", "", "1", "1"))
    assert ran.code == 0, ran.err
    assert (tmp_path / "out" / "minister.plea.fr.txt").is_file()


@pytest.mark.parametrize(
    ("about", "question"),
    [
        ("", "What would you tell the people concerned if you met?"),
        ("about: matter\n", "What would you tell the people concerned if you met?"),
        ("about: person\n", "What would you tell this person if you met?"),
    ],
)
def test_a_letter_about_one_person_asks_what_you_would_tell_them(
    about: str, question: str, answering: Answering, tmp_path: Path
) -> None:
    campaign = SmallCampaign(texts={"en": TEXT}, sheet=about).write(tmp_path / "campaign")
    told = answering("write", "--plain", "--campaign", str(campaign), answers=("minister", "")).err
    assert question in told


# ── Who signs ────────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_is_known_signs_with_one_answer(answering: Answering, advocate: Advocate) -> None:
    advocate("sender", "set", "--name", "Ada Byron", "--city", "Berlin", "--no-input")
    ran = answering(*PATH, answers=(*TO_THE_END[:6], "", "1", "out"))
    assert ran.code == 0, ran.err
    assert "1  Ada Byron, Berlin\n" in ran.err


def test_details_for_one_letter_leave_those_that_are_kept_as_they_are(
    answering: Answering, advocate: Advocate, home: Path, tmp_path: Path
) -> None:
    advocate("sender", "set", "--name", "Ada Byron", "--city", "Berlin", "--no-input")
    change = ("2", "", "", "", "Paris", *[""] * 7, "n")
    ran = answering(*PATH, answers=(*TO_THE_END[:6], *change, "1", "out"))
    assert ran.code == 0, ran.err
    assert "Paris" in (tmp_path / "out" / "ep-president.lift-the-ban.en.txt").read_text(encoding="utf-8")
    assert "Berlin" in (home / "sender.yaml").read_text(encoding="utf-8")


def test_details_can_be_kept_for_later(answering: Answering, advocate: Advocate) -> None:
    answers = (*TO_THE_END[:-3], "y", *TO_THE_END[-2:])
    assert answering(*PATH, answers=answers).code == 0
    kept = json.loads(advocate("sender", "show", "--format", "json").out)["sender"]
    told = {"name": "Ada Byron", "city": "Berlin", "country": "DE", "occupation": "a teacher"}
    assert kept == told | {"language": "en"}


def test_whoever_lives_under_an_authority_of_which_no_risk_is_told_is_asked_to_think_twice(
    answering: Answering, campaign: Path
) -> None:
    registry = campaign / "contacts.yaml"
    words = registry.read_text(encoding="utf-8").replace("    reach: [KZ]\n", "")
    registry.write_text(words, encoding="utf-8")
    flags = ("--name", "Ada", "--country", "KZ", "--letter", "lift-the-ban", "--note", WHY)
    path = (*PATH, "--campaign", str(campaign))
    told = one_line(answering(*path, *flags, answers=("prosecutor-general",)).err)
    assert "Think twice: you would sign a letter to an authority of the country you live in" in told
    told = one_line(answering(*path, "--afresh", *flags, answers=("ep-president",)).err)
    assert "Think twice" not in told


# ── A person at a terminal ───────────────────────────────────────────────────────────────────────────────

ASKED = (
    ("To whom will you write?", "ep-president"),
    ("Which letter?", "lift-the-ban"),
    ("Why does this matter to you?", f"{WHY}\r"),
    ("What would you tell", f"{MEET}\r"),
    ("Your name", "Ada Byron"),
    ("Street and number", ""),
    ("Postcode", ""),
    ("Town", "Berlin"),
    ("State or region", ""),
    ("Country", "DE"),
    ("E-mail", ""),
    ("Telephone", ""),
    ("language you write in", ""),
    ("What you do", "a teacher"),
    ("What links you", ""),
    ("Keep these details", "n"),
    ("What now?", "1"),
    ("In which folder?", ""),
)
LETTER = "letters/ep-president.lift-the-ban.en.txt"


@pytest.mark.parametrize("plain", [("--plain",), ()], ids=["plain", "prompts"])
def test_typed_answers_are_enough_at_a_terminal(plain: tuple[str, ...], home: Path) -> None:
    person = Person(home, "write", "--lang", "en", "--ties", "none", *plain)
    for question, answer in ASKED:
        person.answers(question, answer)
    assert person.ends() == 0, person.seen
    letter = (home / LETTER).read_text(encoding="utf-8")
    assert "My name is Ada Byron. I am a teacher and live in Berlin" in letter
    assert f"\n{WHY}\n\n{MEET}\n" in letter
    assert not (home / "unfinished").exists()


@pytest.mark.parametrize("plain", [("--plain",), ()], ids=["plain", "prompts"])
@pytest.mark.parametrize(("keys", "at"), [("\x03", 3), ("\x04", 7)], ids=["ctrl-c", "ctrl-d"])
def test_whoever_leaves_in_the_middle_goes_on_from_there(
    keys: str, at: int, plain: tuple[str, ...], home: Path
) -> None:
    person = Person(home, "write", "--lang", "en", "--ties", "none", *plain)
    for question, answer in ASKED[:at]:
        person.answers(question, answer)
    person.sees(ASKED[at][0])
    person.is_asked()
    person.presses(keys)
    assert person.ends() == 130, person.seen
    assert "your answers are kept in" in " ".join(person.seen.split())
    again = Person(home, "write", "--lang", "en", "--ties", "none", *plain)
    again.answers("Go on where you left?", "y")
    rest = (("Why does", ""), *ASKED[3:]) if at == 3 else (("Who signs?", "2"), ("Your name", ""), *ASKED[5:])
    for question, answer in rest:
        again.answers(question, answer)
    assert again.ends() == 0, again.seen
    letter = (home / LETTER).read_text(encoding="utf-8")
    assert "My name is Ada Byron. I am a teacher" in letter
    assert f"\n{WHY}\n\n{MEET}\n" in letter


def test_a_narrow_terminal_that_can_do_nothing_is_enough_and_mistakes_are_mended(home: Path) -> None:
    person = Person(home, "write", "--lang", "en", "--ties", "none", width=40, settings={"TERM": "dumb"})
    person.answers("To whom will you write?", "nobody")
    person.answers("called 'nobody'", "ep-president")
    person.answers("Which letter?", "77")
    person.answers("type a number", "b")
    for question, answer in ASKED[:9]:
        person.answers(question, answer)
    person.answers("Country", "Germany")
    person.answers("is not a country code", "de")
    for question, answer in ASKED[10:]:
        person.answers(question, answer)
    assert person.ends() == 0, person.seen
    assert "\x1b" not in person.seen
    wide = [line for line in person.seen.splitlines() if len(line) > 40]
    assert [line for line in wide if "/" not in line] == []


def test_arrow_keys_are_there_for_whoever_likes_them(home: Path) -> None:
    person = Person(home, *PATH[:1], *PATH[2:], "--letter", "lift-the-ban", "--name", "Ada", "--note", WHY)
    person.answers("To whom will you write?", "t")
    person.sees("space ticks")
    person.presses("\x1b[B \x1b[B \r")
    person.sees("2 offices chosen.")
    person.answers("What now?", "t")
    person.sees("Enter takes one")
    person.presses("\r")
    person.answers("In which folder?", "")
    assert person.ends() == 0, person.seen
    manifest = json.loads((home / "letters" / "manifest.json").read_text(encoding="utf-8"))
    assert [letter["contact"] for letter in manifest["letters"]] == [
        "minister-of-internal-affairs",
        "knb-chairman",
    ]
