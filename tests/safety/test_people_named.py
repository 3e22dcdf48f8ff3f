"""Relatives, children and private people stand in no text of a campaign, and wishes are heeded."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SENDER
from tests.reviewed import lanterns, review_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

PRIVATE = "  - {name: Dana Oskarova, standing: private, may_say: nothing, also: [Дана Оскарова]}\n"
STOP = "wish: stop-writing, since: 2021-03, source: her lawyer to the keepers"
UNNAMED = "wish: do-not-name, since: 2021-03, source: her lawyer to the keepers"


def asking(folder: Path, *words: str) -> tuple[str | Path, ...]:
    """Return a preview of the letter in a folder."""
    return ("preview", "--campaign", folder, "--to", "minister", *SENDER, *words)


def put(folder: Path, file: str, old: str, new: str) -> None:
    """Change words in a file of a campaign."""
    path = folder / "templates" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add_person(folder: Path, line: str) -> None:
    """Add somebody to the case sheet."""
    put(folder, "campaign.yaml", "people:\n", f"people:\n{line}")


def wishing(folder: Path, wish: str, more: str = "") -> Path:
    """Let Ardak Ashim wish for something."""
    put(folder, "campaign.yaml", "may_say: her own case,", f"may_say: her own case, {wish},{more}")
    return folder


def errors(advocate: Advocate, folder: Path) -> list[str]:
    """Return the errors about people that `campaign check` finds."""
    ran = advocate("campaign", "check", "--campaign", folder)
    found = [line for line in ran.out.splitlines() if ": error: " in line and "[people." in line]
    assert ran.code == 1 or not found
    return found


AUTHORITY = "letters/plea/authority.en.txt"


@pytest.mark.parametrize(
    ("slip", "place"),
    [
        ((AUTHORITY, "Subject: The lanterns", "Subject: Aynura Ashimova"), "authority.en.txt:1:17"),
        ((AUTHORITY, "the harbour town", "Timur Sabitov’s town"), "authority.en.txt:3:64"),
        ((AUTHORITY, "the harbour town", "Ashim\u00f3va’s town"), "authority.en.txt:3:58"),
        ((AUTHORITY, "harbour town", "town of Botagoz Jarde-\nmali"), "authority.en.txt:3:"),
        (("letters/plea/authority.ru.txt", "по приказу", "Айнурой Ашимовой по приказу"), "ru.txt:3:"),
        (("letters/plea/authority.kk.txt", "қор", "Әшімоваларға қор"), "kk.txt:3:"),
        (("letters/plea/letter.yaml", "A plea", "For Aynura Ashimova"), "letter.yaml:1:13"),
        (("letters/plea/letter.yaml", "asks for light", "asks for Timur Sabitov"), "letter.yaml:2:10"),
        (("campaign.yaml", "Please light", "Jardemali please light"), "campaign.yaml:8:16"),
        (("campaign.yaml", "The lanterns", "The Ashimova lanterns"), "campaign.yaml:2:13"),
        ((AUTHORITY, "the harbour town", "Oskarova’s town"), "authority.en.txt:3:58"),
    ],
)
def test_a_text_that_names_somebody_it_must_not_is_an_error_with_its_place(
    advocate: Advocate, tmp_path: Path, slip: tuple[str, str, str], place: str
) -> None:
    folder = lanterns(tmp_path)
    file, old, new = slip
    add_person(folder, PRIVATE)
    assert errors(advocate, folder) == []
    put(folder, file, old, new)
    found = errors(advocate, folder)
    assert len(found) == 1
    assert place in found[0]
    assert "take the name out [people.named]" in found[0]


@pytest.mark.parametrize("command", ["preview", "generate", "write", "send"])
def test_no_letter_is_made_from_such_a_text(advocate: Advocate, tmp_path: Path, command: str) -> None:
    folder = lanterns(tmp_path / "campaign")
    put(folder, AUTHORITY, "the harbour town", "Aynura Ashimova’s town")
    more = {
        "preview": (),
        "generate": ("--out", tmp_path / "out"),
        "write": ("--no-input", "--out", tmp_path / "out"),
        "send": ("--via", "smtp"),
    }
    ran = advocate(command, *asking(folder)[1:], *more[command])
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "names Aynura Ashimova, a relative of somebody in this case" in ran.err
    assert ran.err.endswith("[people.named]\n")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (AUTHORITY, "Subject: The lanterns", "Subject: Aynura Ashimova"),
        (AUTHORITY, "{{ note }}", "{% if outcome %}Aynura Ashimova{% endif %}\n\n{{ note }}"),
        ("campaign.yaml", "Please light", "Jardemali please light"),
        ("letters/plea/letter.yaml", "A plea", "For Aynura Ashimova"),
    ],
)
def test_a_name_is_found_wherever_it_comes_into_the_letter(
    advocate: Advocate, tmp_path: Path, file: str, old: str, new: str
) -> None:
    folder = lanterns(tmp_path)
    put(folder, file, old, new)
    ran = advocate(*asking(folder))
    assert (ran.code, ran.out) == (3, "")
    assert "[people.named]" in ran.err


def test_a_writer_or_holder_with_the_same_name_is_no_relative(advocate: Advocate, tmp_path: Path) -> None:
    folder = lanterns(tmp_path)
    contacts = folder / "contacts.yaml"
    holder = "{name: Aynura Ashimova, family_name: Ashimova, source: gazette, checked: 2026-10}"
    text = contacts.read_text(encoding="utf-8").replace("holders: []", f"holders: [{holder}]")
    contacts.write_text(text, encoding="utf-8")
    ran = advocate(*asking(folder)[:-2], "--name", "Botagoz Jardemali")
    assert ran.code == 0, ran.err
    assert "Dear Minister Ashimova," in ran.out
    assert "Botagoz Jardemali" in ran.out


def test_a_part_that_texts_take_in_is_looked_at_too(advocate: Advocate, tmp_path: Path) -> None:
    folder = lanterns(tmp_path)
    (folder / "templates" / "parts").mkdir()
    (folder / "templates" / "parts" / "extra.en.txt").write_text("Ask Aynura Ashimova.\n", encoding="utf-8")
    assert "parts/extra.en.txt:1:12" in errors(advocate, folder)[0]
    assert advocate(*asking(folder)).code == 0
    put(folder, AUTHORITY, "{{ note }}", '{% include "extra" %}\n\n{{ note }}')
    assert advocate(*asking(folder)).code == 3


def test_a_private_person_in_the_writers_own_words_is_asked_after(advocate: Advocate, tmp_path: Path) -> None:
    folder = lanterns(tmp_path)
    add_person(folder, PRIVATE)
    found = review_of(advocate, folder, "I met Dana Oskarova there.")
    assert found.weights["people.private"] == "warning"
    assert "have they agreed" in found.words["people.private"]


@pytest.mark.parametrize("note", ["Ardak Ashim wrote it.", "I think of Ashim.", "Я думаю об Ардак Ашим."])
def test_who_has_asked_not_to_be_named_is_named_in_no_letter(
    advocate: Advocate, tmp_path: Path, note: str
) -> None:
    folder = wishing(lanterns(tmp_path), UNNAMED)
    assert advocate(*asking(folder, "--note", "I care.")).code == 0
    ran = advocate(*asking(folder, "--note", note))
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert (
        "since 2021-03: Ardak Ashim has asked not to be named (source: her lawyer to the keepers)" in ran.err
    )
    assert ran.err.endswith("[people.do-not-name]\n")


def test_a_campaign_that_still_names_them_makes_no_letter_and_fails_its_check(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = wishing(lanterns(tmp_path), UNNAMED)
    put(folder, AUTHORITY, "the harbour town", "Ardak Ashim’s town")
    ran = advocate(*asking(folder))
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert ran.err.endswith("[people.do-not-name]\n")
    assert "authority.en.txt:3:64" in errors(advocate, folder)[0]


@pytest.mark.parametrize("how", ["listed", "named in the sheet"])
def test_letters_about_somebody_who_wants_no_more_are_stopped_everywhere(
    advocate: Advocate, tmp_path: Path, how: str
) -> None:
    folder = wishing(lanterns(tmp_path), STOP, " letters: [plea]," if how == "listed" else "")
    if how != "listed":
        put(folder, "letters/plea/letter.yaml", "A plea", "A plea for Ardak Ashim")
    why = (
        "the letter 'plea' is stopped since 2021-03: Ardak Ashim has asked that nobody write about them"
        " (source: her lawyer to the keepers)"
    )
    for command in (
        ("preview",),
        ("generate", "--out", tmp_path / "out"),
        ("write", "--no-input", "--out", tmp_path / "out"),
        ("send", "--via", "smtp"),
    ):
        ran = advocate(*command, *asking(folder)[1:])
        assert (ran.code, ran.out) == (3, "")
        assert ran.err == f"{why} [letter.stopped]\n"
    assert not (tmp_path / "out").exists()
    listed = advocate("letters", "list", "--campaign", folder, "--format", "json")
    assert json.loads(listed.out)[0]["stopped"] == why
    for words in (("list",), ("show", "plea")):
        told = " ".join(advocate("letters", *words, "--campaign", folder).out.split())
        assert "Ardak Ashim has asked that nobody write about them" in told
    # Nobody can send it, so the names in it hurt nobody.
    put(folder, AUTHORITY, "the harbour town", "Ardak Ashim’s town")
    assert errors(advocate, folder) == []


def test_somebody_who_wants_no_more_is_not_named_in_other_letters_either(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = wishing(lanterns(tmp_path), STOP)
    ran = advocate(*asking(folder, "--note", "I think of Ardak Ashim."))
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert ran.err.endswith("[people.stop-writing]\n")


def test_a_reminder_of_an_earlier_letter_is_stopped_too(advocate: Advocate, tmp_path: Path) -> None:
    folder = lanterns(tmp_path / "campaign")
    parts = folder / "templates" / "parts"
    parts.mkdir()
    (parts / "reminder.en.txt").write_text(
        "Subject: My letter of {{ first.date }}\n\nI wrote.\n\n{{ ask }}\n", encoding="utf-8"
    )
    long_ago = date(2026, 9, 1)
    made = advocate("generate", *asking(folder)[1:], "--out", tmp_path / "out", today=long_ago)
    assert made.code == 0, made.err
    assert advocate("log", "mark", "1", "sent", today=long_ago).code == 0
    wishing(folder, STOP, " letters: [plea],")
    words = ("log", "follow-up", "--campaign", folder, *SENDER, "--out", tmp_path / "reminders")
    ran = advocate(*words)
    assert ran.code == 3
    assert "Ardak Ashim has asked that nobody write about them" in ran.err
    assert not (tmp_path / "reminders").exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("wish: do-not-name", "campaign.missing-key"),
        ("wish: do-not-name, since: 2021-03", "campaign.missing-key"),
        ("wish: do-not-name, source: her lawyer", "campaign.missing-key"),
        ("since: 2021-03", "campaign.no-wish"),
        ("source: her lawyer", "campaign.no-wish"),
        ("wish: silence, since: 2021, source: she", "campaign.unknown-word"),
        ("letters: [pleas]", "campaign.unknown-letter"),
    ],
)
def test_a_wish_says_since_when_and_who_says_so(
    advocate: Advocate, tmp_path: Path, said: str, code: str
) -> None:
    folder = wishing(lanterns(tmp_path), said)
    ran = advocate("letters", "list", "--campaign", folder)
    assert ran.code == 2
    assert f"[{code}]" in ran.err
    assert "campaign.yaml:" in ran.err


def test_the_shipped_campaign_names_nobody_it_must_not(advocate: Advocate, shipped: Path) -> None:
    assert errors(advocate, shipped) == []
