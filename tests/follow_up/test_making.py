"""`advocate log follow-up --out DIR`: the reminders of letters that have no answer."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import State, Via
from tests.sent import Sent
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate, Ran

REMINDER = """\
Subject: Again: {{ first.subject }}

I wrote on {{ first.date }}{% if first.by_post %} by post{% endif %}.

{% if reminded %}
I reminded you on {{ reminded }}.
{% endif %}

{{ note }}

{{ ask }}
"""
HOLDER = "{name: Ann Lee, family_name: Lee, source: gazette, checked: 2026-09-01}"
ADA = ("--name", "Ada Byron")
FOUR = {
    "en": ("pace-president", "social-media", Via.POST),
    "fr": ("wgad", "citizenship", Via.EMAIL),
    "ru": ("ombudsman", "ardak-ashim", Via.SMTP),
    "kk": ("ombudsman", "lift-the-ban", Via.POST),
}


def written(folder: Path, reminder: str | None = REMINDER, **parts: str) -> Path:
    """Return a campaign with one office, one letter in English and a reminder of it."""
    root = SmallCampaign(**parts).write(folder)  # type: ignore[arg-type]
    (root / "templates" / "parts").mkdir()
    if reminder:
        (root / "templates" / "parts" / "reminder.en.txt").write_text(reminder, encoding="utf-8")
    return root


def follow_up(advocate: Advocate, folder: Path, *words: str | Path, **day: date) -> Ran:
    """Make the reminders of a campaign, as texts."""
    places = ("--campaign", folder, "--out", folder / "out")
    return advocate("log", "follow-up", *places, "--as", "txt", *ADA, *words, **day)


def body(folder: Path, name: str = "minister.plea.reminder-1.en.txt") -> str:
    """Return a reminder from its subject to its closing."""
    text = (folder / "out" / name).read_text(encoding="utf-8")
    return text[text.index("Again") :].partition("\n\nYours")[0].replace("\n\nDear Minister,", "")


@pytest.mark.parametrize("language", FOUR)
def test_a_reminder_is_written_as_its_language_would(
    advocate: Advocate, tmp_path: Path, snapshot_txt: SnapshotAssertion, language: str
) -> None:
    to, letter, via = FOUR[language]
    Sent().left(to, letter, language, via=via)
    words = ("--note", "I teach history.", "--city", "Berlin", "--country", "DE", "--as", "txt,pdf")
    ran = advocate("log", "follow-up", "--out", tmp_path / "out", *ADA, *words)
    assert ran.code == 0, ran.err
    assert (tmp_path / "out" / f"{to}.{letter}.reminder-1.{language}.pdf").is_file()
    made = tmp_path / "out" / f"{to}.{letter}.reminder-1.{language}.txt"
    assert made.read_text(encoding="utf-8") == snapshot_txt


def test_a_reminder_refers_to_the_letter_by_its_subject_its_date_and_how_it_went(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = written(tmp_path)
    Sent(folder).left("minister", on=date(2026, 10, 5))
    ran = follow_up(advocate, folder, "--note", "I still wait.")
    assert ran.code == 0, ran.err
    assert body(folder) == (
        "Again: The lanterns\n\nI wrote on 3 October 2026 by post.\n\nI still wait.\n\n"
        "Please light the lanterns."
    )


@pytest.mark.parametrize(
    ("via", "day"), [(Via.POST, 3), (Via.FILES, 3), (Via.EMAIL, 5), (Via.SMTP, 5), (Via.FORM, 5)]
)
def test_paper_is_found_by_the_date_on_it_and_a_message_by_the_day_on_which_it_left(
    advocate: Advocate, tmp_path: Path, via: Via, day: int
) -> None:
    folder = written(tmp_path)
    Sent(folder).left("minister", via=via, on=date(2026, 10, 5))
    follow_up(advocate, folder)
    assert f"I wrote on {day} October 2026" in body(folder)


def test_a_second_reminder_refers_to_the_first_letter_and_to_the_reminder(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = written(tmp_path)
    sent = Sent(folder)
    sent.reminded(sent.left("minister", day=date(2026, 6, 1)), on=date(2026, 8, 1))
    assert follow_up(advocate, folder).code == 0
    assert body(folder, "minister.plea.reminder-2.en.txt") == (
        "Again: The lanterns\n\nI wrote on 1 June 2026 by post.\n\nI reminded you on 1 August 2026.\n\n"
        "Please light the lanterns."
    )


def test_after_a_second_first_letter_its_reminder_has_a_number_of_its_own(
    advocate: Advocate, tmp_path: Path
) -> None:
    """A reminder of the earlier letter has left under the number 1, and a letter is never two letters."""
    folder = written(tmp_path)
    sent = Sent(folder)
    first = sent.left("minister", day=date(2026, 1, 10))
    sent.reminded(first, on=date(2026, 3, 1))
    sent.again(first, on=date(2026, 6, 1))
    assert follow_up(advocate, folder).code == 0
    made = body(folder, "minister.plea.reminder-2.en.txt")
    assert "I wrote on 1 June 2026" in made
    assert "reminded" not in made


def test_once_the_letter_is_answered_no_reminder_is_made(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path)
    sent = Sent(folder)
    sent.mark(sent.left("minister"), State.ANSWERED, on=date(2026, 11, 1))
    ran = follow_up(advocate, folder)
    assert (ran.code, ran.out) == (0, "No letter that left on 2026-10-11 or before waits for an answer.\n")
    assert not (folder / "out").exists()


def test_the_same_reminder_made_twice_is_one(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path)
    sent = Sent(folder)
    sent.reminded(sent.left("minister"), on=date(2026, 11, 20), state=State.DRAFTED)
    follow_up(advocate, folder)
    again = follow_up(advocate, folder)
    assert "Everything was there already; nothing has changed." in again.out
    assert [file.name for file in (folder / "out").glob("*.txt")] == ["minister.plea.reminder-1.en.txt"]


def test_a_reminder_that_lies_in_the_writers_drafts_is_not_made_again(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = written(tmp_path)
    sent = Sent(folder)
    day = date(2026, 11, 20)
    reminder = sent.reminded(sent.left("minister"), on=day, state=State.DRAFTED)
    sent.put_into_drafts(reminder, day)
    ran = follow_up(advocate, folder)
    assert (ran.code, ran.out) == (2, "")
    assert f"minister: its reminder, {reminder}, lies in your Drafts folder [reminder.none]" in ran.err


def test_a_reminder_goes_to_the_office_as_it_stands_today(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path, holders=HOLDER)
    Sent(folder).left("minister")
    file = folder / "contacts.yaml"
    words = file.read_text(encoding="utf-8").replace("Ann Lee", "Bo Ray")
    file.write_text(words, encoding="utf-8")
    assert follow_up(advocate, folder).code == 0
    made = (folder / "out" / "minister.plea.reminder-1.en.txt").read_text(encoding="utf-8")
    assert "Bo Ray" in made
    assert "Ann Lee" not in made


def test_the_reminder_of_somebody_elses_letter_is_not_made(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path)
    sent = Sent(folder)
    sent.left("minister", name="Bob Roy")
    ran = follow_up(advocate, folder)
    why = "its letter was signed by 'Bob Roy', who alone can remind of it (--name)"
    assert (ran.code, ran.err) == (2, f"no reminder can be made: minister: {why} [reminder.none]\n")
    sent.left("minister")
    ran = follow_up(advocate, folder, "--name", "  ADA   byron")
    assert ran.code == 0
    assert f"left out: minister: {why}\n" in ran.err


def test_a_reminder_needs_its_writers_name(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path)
    Sent(folder).left("minister")
    ran = advocate("log", "follow-up", "--campaign", folder, "--out", folder / "out")
    assert ran.code == 2
    assert ran.err.endswith("[sender.no-name]\n")


OUTCOME = "outcome: {date: 2026-11-01, source: 'https://news.example/', text: {en: All are free.}}\n"


@pytest.mark.parametrize(
    ("status", "code", "why"),
    [
        ("stop", 3, "the letter 'plea' is stopped since 2026-11-01: All are free."),
        ("ended", 2, "the case of the letter 'plea' has ended since 2026-11-01: All are free."),
    ],
)
def test_nobody_is_reminded_of_a_case_that_is_stopped_or_over(
    advocate: Advocate, tmp_path: Path, status: str, code: int, why: str
) -> None:
    folder = written(tmp_path)
    Sent(folder).left("minister")
    sheet = folder / "templates" / "letters" / "plea" / "letter.yaml"
    words = sheet.read_text(encoding="utf-8").replace("status: active", f"status: {status}")
    sheet.write_text(words + OUTCOME, encoding="utf-8")
    ran = follow_up(advocate, folder)
    told = f"no reminder can be made: minister: {why} (source: https://news.example/) [reminder.none]\n"
    assert (ran.code, ran.out, ran.err) == (code, "", told)
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("file", "change", "why"),
    [
        ("contacts.yaml", ("id: minister\n", "id: secretary\n"), "there is no such office any more"),
        (
            "templates/letters/plea/letter.yaml",
            ("target-authority", "ombudsman"),
            "this letter has no version for it",
        ),
    ],
)
def test_why_a_letter_can_no_longer_be_reminded_of_is_told(
    advocate: Advocate, tmp_path: Path, file: str, change: tuple[str, str], why: str
) -> None:
    folder = written(tmp_path)
    Sent(folder).left("minister")
    words = (folder / file).read_text(encoding="utf-8")
    assert change[0] in words
    (folder / file).write_text(words.replace(*change), encoding="utf-8")
    ran = follow_up(advocate, folder)
    assert (ran.code, ran.err) == (2, f"no reminder can be made: minister: {why} [reminder.none]\n")


def test_no_reminder_is_made_in_a_language_that_the_letter_or_its_office_lacks(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = written(tmp_path)
    (folder / "templates" / "letters" / "plea" / "authority.kk.txt").unlink()
    Sent(folder).left("minister")
    for language, why in (
        ("de", "nobody has written how it is addressed in German"),
        ("kk", "this letter is not there for it in Kazakh"),
    ):
        ran = follow_up(advocate, folder, "--lang", language)
        assert (ran.code, ran.err) == (2, f"no reminder can be made: minister: {why} [reminder.none]\n")


def test_a_letter_of_another_campaign_is_named_with_how_to_reach_it(
    advocate: Advocate, tmp_path: Path
) -> None:
    Sent(written(tmp_path / "ours")).left("minister")
    ran = advocate("log", "follow-up", "--out", tmp_path / "out", *ADA)
    why = "its letter is of the campaign 'lanterns': name its folder with --campaign"
    assert (ran.code, ran.err) == (2, f"no reminder can be made: minister: {why} [reminder.none]\n")


def test_a_letter_that_the_campaign_no_longer_has_is_told(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path)
    Sent(folder).left("minister")
    letters = folder / "templates" / "letters"
    (letters / "plea").rename(letters / "prayer")
    sheet = folder / "templates" / "campaign.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("plea", "prayer"), encoding="utf-8")
    ran = follow_up(advocate, folder)
    assert "minister: the campaign has no letter 'plea' any more [reminder.none]" in ran.err


def test_the_writer_is_told_once_what_only_they_can_know(advocate: Advocate, tmp_path: Path) -> None:
    for language in ("ru", "kk"):
        Sent().left("ombudsman", "lift-the-ban" if language == "kk" else "ardak-ashim", language)
    ran = advocate("log", "follow-up", "--out", tmp_path / "out", *ADA, "--as", "txt")
    assert ran.code == 0
    assert ran.err.count("[reminder.answer]") == 1
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    for letter in manifest["letters"]:
        assert letter["reminder"] == 1
        assert {"reminder.answer", "translation.not-reviewed"} <= {
            each["code"] for each in letter["findings"]
        }


def test_a_reminder_can_be_in_another_language_than_its_letter(advocate: Advocate, tmp_path: Path) -> None:
    Sent().left("ombudsman", "ardak-ashim", "en")
    words = ("--lang", "ru", "--as", "txt", "--date", "2026-11-30")
    assert advocate("log", "follow-up", "--out", tmp_path / "out", *ADA, *words).code == 0
    made = (tmp_path / "out" / "ombudsman.ardak-ashim.reminder-1.ru.txt").read_text(encoding="utf-8")
    assert "Повторное обращение: What has become of the blogger Ardak Ashim of Shymkent?" in made
    assert "30 ноября 2026" in made


def test_a_reminder_submits_nothing_again_and_says_nothing_on_the_telephone(
    advocate: Advocate, tmp_path: Path
) -> None:
    Sent().left("wgad", "zhumagulov-abishev", "en")
    assert advocate("log", "follow-up", "--out", tmp_path / "out", *ADA).code == 0
    names = [file.name for file in (tmp_path / "out").iterdir()]
    assert not [name for name in names if "submission" in name or "call" in name]
    assert "wgad.zhumagulov-abishev.reminder-1.en.eml" in names


# ── The texts of other campaigns ─────────────────────────────────────────────────────────────────────────


def test_a_campaign_without_a_reminder_is_told_which_file_is_missing(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = written(tmp_path, reminder=None)
    Sent(folder).left("minister")
    ran = follow_up(advocate, folder)
    words = "nobody has written a reminder in 'en'; docs/following-up.md tells how [reminder.missing]\n"
    assert ran.code == 2
    assert ran.err == f"{folder.as_posix()}/templates/parts/reminder.en.txt: {words}"
    assert not (folder / "out").exists()


def test_a_letters_own_reminder_goes_before_that_of_the_campaign(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path)
    own = folder / "templates" / "letters" / "plea" / "parts"
    own.mkdir()
    (own / "reminder.en.txt").write_text(REMINDER.replace("I wrote", "I pleaded"), encoding="utf-8")
    Sent(folder).left("minister")
    follow_up(advocate, folder)
    assert "I pleaded on 3 October 2026" in body(folder)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("first.by_post", "first.by_pigeon", "3:34: unknown placeholder 'first.by_pigeon' (did you mean"),
        ("{{ ask }}", "Please.", " the text never says {{ ask }}: it asks for nothing [letter.no-ask]"),
        ("{{ first.date }}", "a day", " the text never says {{ first.date }}: nobody would know which"),
        ("Subject: ", "", "1:1: the first line must be the subject: 'Subject: …' [letter.no-subject]"),
    ],
)
def test_what_is_wrong_in_a_reminder_is_told_with_its_place(
    advocate: Advocate, tmp_path: Path, old: str, new: str, told: str
) -> None:
    folder = written(tmp_path, REMINDER.replace(old, new))
    Sent(folder).left("minister")
    place = f"{folder.as_posix()}/templates/parts/reminder.en.txt:"
    for ran in (follow_up(advocate, folder), advocate("letters", "list", "--campaign", folder)):
        assert (ran.code, ran.out) == (2, "")
        assert f"{place}{told}" in ran.err


def test_what_only_a_reminder_can_say_is_unknown_in_a_letter(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path, texts={"en": "Subject: X\n\n{{ first.date }} {{ reminded }}\n\n{{ ask }}\n"})  # type: ignore[arg-type]
    ran = advocate("preview", "--campaign", folder, "--to", "all")
    assert ran.err.count("[letter.unknown-placeholder]") == 2


def test_a_letter_shows_in_which_languages_it_can_be_reminded_of(advocate: Advocate, tmp_path: Path) -> None:
    words = "Reminder of it, where no answer comes: "
    shown = " ".join(advocate("letters", "show", "magnitsky").out.split())
    assert f"{words}en, fr, kk, ru; no native reader yet in: fr, kk, ru. " in shown
    folder = written(tmp_path, reminder=None)
    assert f"{words}none.\n" in advocate("letters", "show", "plea", "--campaign", folder).out
    data = advocate("letters", "show", "magnitsky", "--format", "json").out
    assert json.loads(data)["reminder"] == ["en", "fr", "kk", "ru"]
