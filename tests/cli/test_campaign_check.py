"""`advocate campaign check`: everything that is wrong in a campaign, in one go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SENDER
from tests.reviewed import lanterns

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

SHEET = "templates/letters/plea/letter.yaml"
CASE = "templates/campaign.yaml"
TEXT_KK = "templates/letters/plea/authority.kk.txt"
ASK_KK = "ru: Прошу зажечь фонари."


def put(folder: Path, file: str, old: str, new: str) -> None:
    """Change words in a file of a campaign."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def whole(folder: Path) -> Path:
    """Return a campaign in which there is nothing to be said but notes."""
    lanterns(folder, reviews="en: original, fr: reviewed, ru: reviewed, kk: not-reviewed")
    # Domains of examples are no domains of anybody's.
    put(folder, "contacts.yaml", "domains: [ministry.example, justice.example]", "domains: [ministry.zz]")
    put(folder, "contacts.yaml", "office@ministry.example", "office@ministry.zz")
    put(folder, CASE, ASK_KK, f"{ASK_KK}, kk: Шамдарды жағыңыз.")
    put(folder, CASE, "{en: The lanterns}", "{en: The lanterns, fr: X, ru: X, kk: X}")
    put(folder, CASE, "{en: A report}", "{en: A report, fr: X, ru: X, kk: X}")
    put(folder, CASE, "{en: A foundation}", "{en: A foundation, fr: X, ru: X, kk: X}")
    put(folder, SHEET, "{en: A plea}", "{en: A plea, fr: X, ru: X, kk: X}")
    return folder


def found_in(advocate: Advocate, folder: Path, *words: str) -> list[dict[str, str]]:
    """Return what is found, without what the registry alone is to blame for."""
    ran = advocate("campaign", "check", "--campaign", folder, "--format", "json", *words)
    assert ran.code in {0, 1}, ran.err
    return [each for each in json.loads(ran.out) if not each["code"].startswith("check.")]


def test_the_shipped_campaign_has_no_errors(advocate: Advocate) -> None:
    ran = advocate("campaign", "check")
    assert ran.code == 0
    assert "campaign checked on 2026-11-22: 0 errors" in ran.err
    assert "\ncontacts.yaml:" in ran.out
    assert "templates/letters/magnitsky/letter.yaml:35:10: note: no native reader" in ran.out


def test_a_campaign_in_order_has_notes_at_most(advocate: Advocate, tmp_path: Path) -> None:
    folder = whole(tmp_path)
    found = found_in(advocate, folder)
    assert {each["weight"] for each in found} == {"note"}
    assert {each["code"] for each in found} == {"campaign.not-reviewed", "campaign.no-reminder"}
    assert advocate("campaign", "check", "--campaign", folder).code == 0


@pytest.mark.parametrize(
    ("slip", "found", "place"),
    [
        ((CASE, ", kk: Шамдарды жағыңыз.", ""), "error campaign.ask-language", "campaign.yaml:8"),
        ((CASE, "asks:\n", "asks:\n  - {id: two, text: {en: A}}\n"), "warning campaign.unused-ask", ":7"),
        ((CASE, "people:", "review_by: 2026-10\npeople:"), "warning campaign.review-due", ":9"),
        ((CASE, "{en: A report, fr: X,", "{en: A report,"), "warning campaign.no-words", ":3"),
        ((SHEET, "{en: A plea, fr: X,", "{en: A plea,"), "warning campaign.no-words", "letter.yaml:1"),
        ((SHEET, ", ru: reviewed", ""), "warning campaign.no-review", "letter.yaml:7"),
        ((SHEET, "kinds: [target-authority]", "kinds: [ombudsman]"), "note campaign.no-office", ":6"),
        ((SHEET, "ask: light-them", "ask: light-them, groups: [lnd]"), "error letter.unknown-group", ":6"),
        ((SHEET, "ask: light-them", "ask: light-it"), "error letter.unknown-ask", "letter.yaml:6"),
        ((SHEET, "status: active", "status: open"), "error letter.unknown-word", "letter.yaml:4"),
        ((CASE, "standing: relative", "standing: kin"), "error campaign.unknown-word", "campaign.yaml:"),
        ((TEXT_KK, "{{ ask }}", "{{ asc }}"), "error letter.unknown-placeholder", "authority.kk.txt:"),
        (("templates/letters/plea/authority.fr.txt", "{{ ask }}", "."), "error letter.no-ask", "fr.txt"),
        (("contacts.yaml", "group: land", "group: sea"), "error registry.unknown-group", "contacts.yaml:"),
        (("contacts.yaml", "groups:", "groups: ["), "error yaml.syntax", "contacts.yaml:"),
    ],
)  # fmt: skip
def test_each_slip_is_told_with_its_place(
    advocate: Advocate, tmp_path: Path, slip: tuple[str, str, str], found: str, place: str
) -> None:
    folder = whole(tmp_path)
    weight, code = found.split()
    put(folder, *slip)
    told = [each for each in found_in(advocate, folder) if each["code"] == code]
    assert told, code
    assert told[0]["weight"] == weight
    assert place in f"{told[0]['file']}:{told[0]['line']}:{told[0]['column']}"
    ran = advocate("campaign", "check", "--campaign", folder)
    assert ran.code == (1 if weight == "error" else 0)


def test_an_address_outside_its_domains_fails_the_check_of_the_campaign_too(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = whole(tmp_path)
    put(folder, "contacts.yaml", "office@ministry.zz", "office@minister.org")
    ran = advocate("campaign", "check", "--campaign", folder)
    assert ran.code == 1
    assert "[check.outside-domains]" in ran.out


def test_what_is_wrong_in_one_file_does_not_hide_what_is_in_others(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = whole(tmp_path)
    put(folder, "contacts.yaml", "groups:", "groups: [")
    put(folder, CASE, "as_of: 2026-04", "as_of: soon")
    put(folder, SHEET, "status: active", "status: open")
    put(folder, "templates/letters/plea/authority.ru.txt", "{{ ask }}", "{{ asc }}")
    files = {each["file"].rpartition("/")[2] for each in found_in(advocate, folder)}
    assert {"contacts.yaml", "campaign.yaml", "letter.yaml", "authority.ru.txt"} <= files


def test_texts_and_parts_that_nobody_uses_are_told(advocate: Advocate, tmp_path: Path) -> None:
    folder = whole(tmp_path)
    letter, parts = folder / "templates" / "letters" / "plea", folder / "templates" / "parts"
    (letter / "autority.en.txt").write_text("Subject: X\n\n{{ ask }}\n", encoding="utf-8")
    parts.mkdir()
    (parts / "used.en.txt").write_text("Words.\n", encoding="utf-8")
    (parts / "unused.en.txt").write_text("Words.\n", encoding="utf-8")
    put(folder, "templates/letters/plea/authority.en.txt", "{{ note }}", '{% include "used" %}\n\n{{ note }}')
    told = {each["code"]: each["file"].rpartition("/")[2] for each in found_in(advocate, folder)}
    assert told["campaign.stray-text"] == "autority.en.txt"
    assert told["campaign.unused-part"] == "unused.en.txt"


def test_warnings_count_with_strict(advocate: Advocate, tmp_path: Path) -> None:
    folder = whole(tmp_path)
    assert advocate("campaign", "check", "--strict", "--campaign", folder).code == 0
    put(folder, SHEET, ", ru: reviewed", "")
    assert advocate("campaign", "check", "--campaign", folder).code == 0
    assert advocate("campaign", "check", "--strict", "--campaign", folder).code == 1


@pytest.mark.parametrize(
    ("value", "weight"),
    [
        ("office@ministry.zz", None),
        ("office@mail.MINISTRY.zz", None),
        ("office@ministry.zz.evil.com", "problem"),
        ("office@minister.org", "problem"),
        ("office@ministr\u0443.zz", "problem"),
    ],
)
def test_a_letter_to_an_address_outside_the_domains_is_made_with_a_problem(
    advocate: Advocate, tmp_path: Path, value: str, weight: str | None
) -> None:
    folder = whole(tmp_path)
    put(folder, "contacts.yaml", "office@ministry.zz", value)
    ran = advocate("preview", "--campaign", folder, "--to", "minister", *SENDER, "--format", "json")
    findings = {each["code"]: each for each in json.loads(ran.out)[0]["findings"]}
    told = findings.get("channel.outside-domains")
    assert (told and told["weight"]) == weight
    if told:
        assert "which declares ministry.zz" in told["message"]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("https://www.ministry.zz/write", set()),
        ("https://ministry.zz@evil.com/", {"channel.outside-domains"}),
        ("https://evil.com/ministry.zz", {"channel.outside-domains"}),
        ("https://ministry.zz.evil.com/", {"channel.outside-domains"}),
        ("https://evil.com\\\\.ministry.zz/", {"channel.outside-domains"}),
        ("https://xn--mnistry-q4a.zz/", {"channel.outside-domains"}),
    ],
)
def test_a_form_outside_the_domains_is_a_problem_too(
    advocate: Advocate, tmp_path: Path, value: str, found: set[str]
) -> None:
    folder = whole(tmp_path)
    put(folder, "contacts.yaml", "email, value: office@ministry.zz", f'form, value: "{value}"')
    ran = advocate("preview", "--campaign", folder, "--to", "minister", *SENDER, "--format", "json")
    codes = {each["code"] for each in json.loads(ran.out)[0]["findings"]}
    assert codes & {"channel.outside-domains"} == found


def test_a_writers_own_correction_is_theirs_to_judge(advocate: Advocate, tmp_path: Path) -> None:
    folder = whole(tmp_path)
    ran = advocate(
        *("contacts", "set", "minister", "--email", "desk@elsewhere.zz", "--source", "me"),
        *("--campaign", folder),
    )
    assert ran.code == 0, ran.err
    assert "[overlay.undeclared-domain]" in ran.err
    made = advocate("preview", "--campaign", folder, "--to", "minister", *SENDER, "--format", "json")
    assert "channel.outside-domains" not in made.out
