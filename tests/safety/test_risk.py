"""Whoever a state can get hold of knows it before the letter exists; nobody else notices anything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.core.registry import Contact, Group, Institution, Kind, Office
from advocate.core.risk import Concerned, by_country, countries_at_risk, held_back, untold_risks
from advocate.core.sender import Sender, ties_in, ties_text
from advocate.sources.campaign import read_campaign
from advocate.sources.registry import read_registry
from tests.asking import Person, typed
from tests.conftest import SENDER
from tests.sent import Sent

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate, Ran

KAZAKH = {
    *("prosecutor-general", "minister-of-internal-affairs", "knb-chairman", "presidential-administration"),
    *("ombudsman", "minister-of-information", "minister-of-justice"),
}
"""The offices of the shipped registry whose state can get hold of people."""

BOTH = ("--to", "ombudsman,ep-president")
ADA = ("--name", "Ada Byron")
TXT = ("--as", "txt")
EGOV = "https://egov.kz/cms/en/articles/podacha_zayavlenia"
HRW = "https://www.hrw.org/video-photos/video/2021/07/06/arrested-peaceful-social-media-posts-kazakhstan"
KIBHR = "https://bureau.kz/?p=61406"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def one_line(text: str) -> str:
    """Return a text without the line breaks of its terminal."""
    return " ".join(text.split())


def made_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.exists() else {}


def offices_in(folder: Path) -> set[str]:
    return {name.partition(".")[0] for name in made_in(folder) if name.endswith(".txt")}


def in_the_log(advocate: Advocate) -> set[str]:
    return {entry["contact"] for entry in json.loads(advocate("log", "--format", "json").out)}


def rewritten(file: Path, old: str, new: str) -> None:
    words = file.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new), encoding="utf-8")


def without_risks(campaign: Path) -> Path:
    """Take out of a case sheet what it says of risks, and return the campaign."""
    sheet = campaign / "templates" / "campaign.yaml"
    words = sheet.read_text(encoding="utf-8")
    before, _, rest = words.partition("risks:\n")
    assert rest
    after = rest.partition("\npeople:\n")[2]
    sheet.write_text(f"{before}people:\n{after}", encoding="utf-8")
    return campaign


# ── Letters that are made ────────────────────────────────────────────────────────────────────────────────


def test_exactly_the_letters_concerned_are_held_back_and_it_is_said_why(
    advocate: Advocate, tmp_path: Path
) -> None:
    ran = advocate("generate", "--to", "kazakhstan,eu", "--out", "out", *TXT, *ADA, "--ties", "KZ")
    assert ran.code == 3
    assert offices_in(tmp_path / "out").isdisjoint(KAZAKH)
    assert "ep-president" in offices_in(tmp_path / "out")
    assert in_the_log(advocate) == offices_in(tmp_path / "out")
    told = one_line(ran.err)
    assert (
        "7 letters are held back for your safety: they go to offices of Kazakhstan, a state that can" in told
    )
    for contact in KAZAKH:
        assert contact in told
    for url in (EGOV, HRW, KIBHR):
        assert told.count(url) == 1
    assert "31 March 2021" in told
    assert "7 July 2021" in told
    assert "August 2025" in told
    assert "What else helps: letters to the EU" in told
    assert told.endswith("the reason stands above, and --accept-risk KZ makes them anyway")


@pytest.mark.parametrize(
    "words",
    [("--country", "KZ"), ("--ties", "kz"), ("--ties", "DE, KZ"), ("--ties", "FR", "--ties", "KZ")],
    ids=["country", "ties", "several", "repeated"],
)
def test_the_country_and_every_tie_count(advocate: Advocate, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert advocate("generate", *BOTH, "--out", "out", *TXT, *ADA, *words).code == 3
    assert offices_in(tmp_path / "out") == {"ep-president"}


@pytest.mark.parametrize("words", [(), ("--country", "DE"), ("--ties", "none"), ("--ties", "FR,KG")])
def test_others_notice_nothing(advocate: Advocate, tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = advocate("generate", *BOTH, "--out", "out", *TXT, *ADA, *words)
    assert ran.code == 0
    assert offices_in(tmp_path / "out") == {"ep-president", "ombudsman"}
    assert "held back" not in ran.out + ran.err
    assert "risk" not in ran.out + ran.err


@pytest.mark.parametrize("ties", ["[KZ]", "KZ", "KG, kz", "\n- KG\n- KZ"])
def test_ties_stand_in_a_file(advocate: Advocate, tmp_path: Path, ties: str) -> None:
    (tmp_path / "me.yaml").write_text(f"name: Ada\nties: {ties}\n", encoding="utf-8")
    assert advocate("generate", *BOTH, "--out", "out", *TXT, "--sender", "me.yaml").code == 3
    assert offices_in(tmp_path / "out") == {"ep-president"}


@pytest.mark.parametrize("ties", ["none", "[]"])
def test_no_ties_can_be_told_too_and_a_flag_wins_over_the_file(
    advocate: Advocate, tmp_path: Path, ties: str
) -> None:
    (tmp_path / "me.yaml").write_text(f"name: Ada\nties: {ties}\n", encoding="utf-8")
    assert advocate("generate", *BOTH, "--out", "out", *TXT, "--sender", "me.yaml").code == 0
    assert advocate("preview", *BOTH, "--as", "eml", "--sender", "me.yaml", "--ties", "KZ").code == 3


@pytest.mark.parametrize(
    ("ties", "told"),
    [
        ("UK", "did you mean 'GB'?"),
        ("Kazakhstan", "two letters such as KZ are wanted"),
        ("KZ none", "'NONE'"),
    ],
)
def test_ties_that_are_no_countries_are_told(advocate: Advocate, ties: str, told: str) -> None:
    ran = advocate("generate", *BOTH, "--out", "out", *ADA, "--ties", ties)
    assert ran.code == 2
    assert told in ran.err
    assert "[sender.ties]" in ran.err


def test_a_second_run_that_accepts_completes_the_folder(advocate: Advocate, tmp_path: Path) -> None:
    words = ("generate", *BOTH, "--out", "out", *TXT, *SENDER, "--ties", "KZ")
    assert advocate(*words).code == 3
    first = made_in(tmp_path / "out")
    ran = advocate(*words, "--accept-risk", "KZ")
    assert ran.code == 0, ran.err
    assert offices_in(tmp_path / "out") == {"ep-president", "ombudsman"}
    again = made_in(tmp_path / "out")
    assert all(again[name] == data for name, data in first.items() if name.endswith(".txt"))
    # And whoever forgets to say it once more loses nothing.
    assert advocate(*words).code == 3
    assert offices_in(tmp_path / "out") == {"ep-president", "ombudsman"}


def test_nothing_that_is_made_knows_the_ties(advocate: Advocate, tmp_path: Path) -> None:
    made = (
        "generate",
        "--to",
        "kazakhstan,un,eu",
        *SENDER,
        "--as",
        "txt,html,eml,call,submission",
        "--no-log",
    )
    assert advocate(*made, "--out", "plain").code == 0
    tied = ("--ties", "KZ,TM", "--accept-risk", "KZ")
    assert advocate(*made, "--out", "tied", *tied).code == 0
    assert made_in(tmp_path / "plain") == made_in(tmp_path / "tied")
    assert len(made_in(tmp_path / "tied")) > 50
    sent = ("send", "--to", "kazakhstan", "--via", "smtp", *SENDER)
    for report in ("table", "json"):
        assert advocate(*sent, "--format", report) == advocate(*sent, "--format", report, *tied)


def test_a_folder_is_the_same_byte_for_byte_whether_letters_were_held_back_or_never_asked_for(
    advocate: Advocate, tmp_path: Path
) -> None:
    made = ("generate", *SENDER, "--as", "txt,html", "--no-log")
    tied = advocate(*made, "--to", "un-high-commissioner,ombudsman", "--out", "tied", "--ties", "KZ")
    assert tied.code == 3
    assert advocate(*made, "--to", "un-high-commissioner", "--out", "alone").code == 0
    assert made_in(tmp_path / "tied") == made_in(tmp_path / "alone")
    # Together they are alike, and that is told.
    assert advocate(*made, "--to", "un-high-commissioner,ombudsman", "--out", "both").code == 0
    assert made_in(tmp_path / "both")["manifest.json"].count(b"likeness.own-letters") == 2


def test_what_is_made_beside_held_back_letters_does_not_say_so(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("generate", *BOTH, "--out", "out", *SENDER, *TXT, "--ties", "KZ,TM")
    assert ran.code == 3
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert [letter["contact"] for letter in manifest["letters"]] == ["ep-president"]
    for data in made_in(tmp_path / "out").values():
        for word in (b"ombudsman", b"risk", b"held", b'"ties', b'"KZ"', b'"TM"', b"Turkmen"):
            assert word not in data
    assert b"TM" not in advocate("log", "--format", "json").out.encode()


def test_where_every_letter_is_held_back_nothing_is_written(advocate: Advocate, tmp_path: Path) -> None:
    words = ("generate", "--to", "ombudsman", "--out", "out", *ADA, "--ties", "KZ")
    ran = advocate(*words)
    assert (ran.code, ran.out) == (3, "")
    assert "every letter is held back, so nothing was made" in one_line(ran.err)
    assert not (tmp_path / "out").exists()
    assert advocate("log").out == "The log is empty.\n" or not in_the_log(advocate)
    ran = advocate(*words, "--format", "json")
    assert ran.code == 3
    assert json.loads(ran.out) == {
        "letters": [],
        "held_back": [{"contact": "ombudsman", "countries": ["KZ"]}],
    }


def test_scripts_are_told_which_letters_were_held_back(advocate: Advocate) -> None:
    words = ("generate", *BOTH, "--out", "out", *ADA, *TXT, "--format", "json")
    ran = advocate(*words, "--ties", "KZ")
    assert ran.code == 3
    told = json.loads(ran.out)
    assert told["held_back"] == [{"contact": "ombudsman", "countries": ["KZ"]}]
    assert [letter["contact"] for letter in told["letters"]] == ["ep-president"]


def test_only_a_country_of_risk_can_be_accepted(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("generate", *BOTH, "--out", "out", *ADA, "--ties", "KZ", "--accept-risk", "ru,KG")
    assert ran.code == 2
    assert "--accept-risk: 'RU' is no country of risk in this campaign (those that are: KZ)" in ran.err
    assert "'KG'" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_letter_that_is_not_meant_for_an_office_is_not_held_back(
    advocate: Advocate, tmp_path: Path
) -> None:
    without = ("--letter", "magnitsky", "--to", "ombudsman,ep-president")
    ran = advocate("generate", *without, "--out", "out", *TXT, *ADA, "--ties", "KZ")
    assert ran.code == 0, ran.err
    assert "held back" not in ran.err
    assert offices_in(tmp_path / "out") == {"ep-president"}


# ── Previews ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_preview_makes_nothing_and_says_it_at_its_head(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "ombudsman", *ADA, "--ties", "KZ")
    assert ran.code == 0
    title, _, rest = one_line(ran.out).partition(" (ombudsman) ")
    assert "Commissioner" in title
    assert rest.startswith("problem: this office belongs to a state that can get hold of you")
    assert ran.out.count("[risk.reach]") == 1
    assert "Dear" in ran.out
    plain = advocate("preview", "--to", "ombudsman", *ADA)
    strictly = advocate("preview", "--to", "ombudsman", *ADA, "--ties", "KZ", "--strict")
    assert strictly.code == advocate("preview", "--to", "ombudsman", *ADA, "--strict").code
    accepted = advocate("preview", "--to", "ombudsman", *ADA, "--ties", "KZ", "--accept-risk", "KZ")
    assert accepted == plain


@pytest.mark.parametrize("form", ["eml", "text", "call", "submission"])
def test_a_form_that_is_ready_for_use_is_held_back_like_a_file(advocate: Advocate, form: str) -> None:
    ran = advocate("preview", "--to", "ombudsman", *ADA, "--ties", "KZ", "--as", form)
    assert (ran.code, ran.out) == (3, "")
    assert "--accept-risk KZ" in ran.err


def test_so_are_a_picture_and_a_letter_for_scripts(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("preview", *BOTH, *ADA, "--ties", "KZ", "--format", "json")
    assert ran.code == 3
    assert [letter["recipient"]["contact"] for letter in json.loads(ran.out)] == ["ep-president"]
    ran = advocate("preview", "--to", "ombudsman", *ADA, "--ties", "KZ", "--png", "page.png")
    assert ran.code == 3
    assert not list(tmp_path.iterdir())


# ── Sending ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("more", [(), ("--yes",)], ids=["plain", "yes-is-no-acceptance"])
def test_sending_holds_back_the_same_letters(advocate: Advocate, more: tuple[str, ...]) -> None:
    words = ("send", "--to", "ombudsman,afet-chair,oscepa-president", "--via", "smtp", *SENDER, *more)
    ran = advocate(*words, "--ties", "KZ", "--format", "json")
    assert ran.code == 3
    told = json.loads(ran.out)
    assert told["held_back"] == [{"contact": "ombudsman", "countries": ["KZ"]}]
    assert "ombudsman" not in {letter["contact"] for letter in told["letters"]}
    assert advocate(*words, "--ties", "KZ", "--accept-risk", "KZ").code == 0
    table = advocate(*words, "--ties", "KZ")
    assert "ombudsman: held back for your safety" in one_line(table.out)


def test_an_office_that_no_e_mail_goes_to_is_not_held_back(advocate: Advocate) -> None:
    ran = advocate("send", "--to", "minister-of-justice", "--via", "smtp", *SENDER, "--ties", "KZ")
    assert ran.code == 0
    assert "held back" not in ran.err


# ── Reminders ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reminder_is_held_back_as_its_letter_would_be(advocate: Advocate, tmp_path: Path) -> None:
    Sent().left("ombudsman", "lift-the-ban")
    Sent().left("ep-president", "lift-the-ban")
    words = ("log", "follow-up", "--out", "out", *TXT, *SENDER, "--ties", "KZ")
    ran = advocate(*words)
    assert ran.code == 3
    assert offices_in(tmp_path / "out") == {"ep-president"}
    assert "1 letter is held back for your safety" in ran.err
    assert advocate(*words, "--accept-risk", "KZ").code == 0
    assert offices_in(tmp_path / "out") == {"ep-president", "ombudsman"}
    sent = ("send", "--follow-up", "--via", "smtp", *SENDER, "--ties", "KZ", "--format", "json")
    ran = advocate(*sent)
    assert ran.code == 3
    assert json.loads(ran.out)["held_back"] == [{"contact": "ombudsman", "countries": ["KZ"]}]
    assert json.loads(ran.out)["letters"] == []


# ── A person at a terminal ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("answer", "code"), [("", 3), ("y", 0)])
def test_whoever_sits_in_front_of_it_is_asked_and_no_is_the_answer_of_enter(
    home: Path, answer: str, code: int
) -> None:
    person = Person(home, "generate", *BOTH, "--out", "out", *TXT, *ADA, "--ties", "KZ")
    person.answers("Make this letter anyway? (y/N)", answer)
    assert person.ends() == code, person.seen
    assert ("ombudsman" in offices_in(home / "out")) is (code == 0)
    assert "ep-president" in offices_in(home / "out")


# ── Asked step by step ───────────────────────────────────────────────────────────────────────────────────

WRITE = ("write", "--plain", "--letter", "lift-the-ban", "--lang", "en", "--note", "I care.", "--out", "out")


def writes(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, *answers: str, more: tuple[str, ...] = ()
) -> Ran:
    typed(monkeypatch, *answers)
    return advocate(*WRITE, *ADA, *more)


def test_write_asks_first_and_says_why_it_asks(advocate: Advocate, monkeypatch: pytest.MonkeyPatch) -> None:
    told = one_line(writes(advocate, monkeypatch, "DE", "2", "n").err)
    reason, _, rest = told.partition("Which country are you in?")
    assert "Some of these offices belong to Kazakhstan." in reason
    assert "with your name under it can harm you or your family" in reason
    assert "Do you or your family live in Kazakhstan, come from there, or mean to go there?" in rest
    assert "Keep this answer for your next letters" in rest
    assert rest.partition("To whom will you write?")[2]
    assert "danger:" not in told


def test_offices_in_question_are_marked_and_yes_makes_their_letters(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran = writes(advocate, monkeypatch, "", "1", "n", "ombudsman,ep-president", "y", "1")
    assert ran.code == 0, ran.err
    marked = "danger: a signed letter can harm you or people close to you (Kazakhstan)"
    assert one_line(ran.err).count(marked) == len(KAZAKH)
    assert EGOV in one_line(ran.err)
    assert offices_in(tmp_path / "out") == {"ep-president", "ombudsman"}


def test_no_leaves_them_out_and_makes_the_others(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran = writes(advocate, monkeypatch, "KZ", "n", "ombudsman,ep-president", "", "1")
    assert ran.code == 3, ran.err
    assert "live in Kazakhstan, come from there" not in one_line(ran.err)
    assert offices_in(tmp_path / "out") == {"ep-president"}
    assert "1 letter was held back for your safety" in ran.err


def test_where_none_is_left_other_offices_can_be_chosen(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran = writes(advocate, monkeypatch, "", "yes", "1", "n", "ombudsman", "n", "ep-president", "1")
    assert ran.code == 0, ran.err
    assert "then no letter is left: choose other offices" in ran.err
    assert offices_in(tmp_path / "out") == {"ep-president"}


def test_a_flag_for_the_offices_ends_where_all_are_held_back(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    flags = ("--to", "ombudsman", "--ties", "KZ")
    ran = writes(advocate, monkeypatch, "n", more=flags)
    assert ran.code == 3
    assert "every letter is held back, so nothing was made" in one_line(ran.err)
    assert not (tmp_path / "out").exists()
    ran = advocate(*WRITE, *ADA, *flags, "--no-input")
    assert ran.code == 3
    assert advocate(*WRITE, *ADA, *flags, "--no-input", "--accept-risk", "KZ").code == 0


def test_a_country_told_later_is_asked_about_before_the_letters_are_shown(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch
) -> None:
    details = ("Ada", "", "", "", "", "KZ", "", "", "", "", "")
    typed(monkeypatch, "", "3", "ombudsman", *details, "n", "n")
    told = one_line(advocate(*WRITE).err)
    assert told.count("Make this letter anyway?") == 1
    assert (
        told.index("Which country are you in?")
        < told.index("Telephone")
        < told.index("is held back for your safety")
    )
    assert "then no letter is left: choose other offices" in told
    assert told.count("To whom will you write?") == 2


def test_several_countries_are_chosen_from_a_list(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, campaign: Path
) -> None:
    rewritten(campaign / "contacts.yaml", "    reach: [KZ]\n", "    reach: [KZ, KG]\n")
    more = ("--campaign", str(campaign), "--afresh")
    told = one_line(writes(advocate, monkeypatch, "", "1,3", "2,1", "n", "ombudsman", "n", more=more).err)
    assert "live in Kazakhstan or Kyrgyzstan, come from there" in told
    assert "choose countries, or one of the last two" in told
    assert "close to you (Kazakhstan and Kyrgyzstan)" in told
    assert "This campaign does not say what the law of Kyrgyzstan does" in told
    assert EGOV in told
    told = one_line(writes(advocate, monkeypatch, "KG", "", "n", "ombudsman", "n", more=more).err)
    assert "close to you (Kyrgyzstan)" in told
    assert EGOV not in told
    told = one_line(writes(advocate, monkeypatch, "", "3", "n", "ombudsman", "1", more=more).err)
    assert "held back" not in told


def test_rather_not_say_holds_nothing_back(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran = writes(advocate, monkeypatch, "", "", "ombudsman", "1")
    assert ran.code == 0, ran.err
    assert offices_in(tmp_path / "out") == {"ombudsman"}


def test_the_answer_is_kept_only_where_that_is_wanted(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    writes(advocate, monkeypatch, "DE", "1", "n", "ombudsman,ep-president", "y")
    [unfinished] = (home / "unfinished").iterdir()
    kept = unfinished.read_text(encoding="utf-8")
    assert "ombudsman" in kept
    assert not {"ties", "asked", "risks"} & set(json.loads(kept))
    assert "KZ" not in kept
    assert not (home / "sender.yaml").exists()
    writes(advocate, monkeypatch, "DE", "1", "y", more=("--afresh",))
    assert (home / "sender.yaml").read_text(encoding="utf-8").endswith("\nties:\n  - KZ\n")
    told = writes(advocate, monkeypatch, more=("--afresh",)).err
    assert "Which country are you in?" not in told
    assert "danger: " in told


def test_ties_that_are_kept_stay_when_other_details_are_kept(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    details = ("Ada", "", "", "", "", "DE", "", "", "", "", "")
    typed(monkeypatch, "", "2", "y", "ep-president", *details, "y", "1")
    assert advocate(*WRITE).code == 0
    assert "ties: []" in (home / "sender.yaml").read_text(encoding="utf-8")
    assert "name: Ada" in (home / "sender.yaml").read_text(encoding="utf-8")


def test_a_campaign_without_countries_of_risk_asks_nothing(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, campaign: Path
) -> None:
    rewritten(campaign / "contacts.yaml", "    reach: [KZ]\n", "")
    told = writes(advocate, monkeypatch, "ombudsman", more=("--campaign", str(campaign))).err
    assert "your safety" not in told
    typed(monkeypatch, "Ada", *[""] * 10)
    ran = advocate("--campaign", campaign, "sender", "set", "--plain")
    assert ran.code == 0, ran.err
    assert "your safety" not in ran.err


def test_offices_by_flag_that_can_do_no_harm_ask_nothing(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = writes(advocate, monkeypatch, more=("--to", "eu,un")).err
    assert "your safety" not in told


# ── What is kept of the writer ───────────────────────────────────────────────────────────────────────────


def set_sender(advocate: Advocate, monkeypatch: pytest.MonkeyPatch, *answers: str) -> Ran:
    typed(monkeypatch, "Ada", *[""] * 10, *answers)
    return advocate("sender", "set", "--plain")


def test_ties_are_asked_for_with_the_reason_and_kept_where_that_is_wanted(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    profile = home / "sender.yaml"
    ran = set_sender(advocate, monkeypatch, "1", "n")
    assert ran.code == 0, ran.err
    assert "with your name under it can harm you or your family" in one_line(ran.err)
    assert "KZ" not in profile.read_text(encoding="utf-8")
    assert set_sender(advocate, monkeypatch, "1", "y").code == 0
    assert profile.read_text(encoding="utf-8").endswith("\nname: Ada\nties:\n  - KZ\n")
    assert "ties         KZ" in advocate("sender", "show").out
    assert json.loads(advocate("sender", "show", "--format", "json").out)["sender"]["ties"] == ["KZ"]
    # Enter leaves it as it is, and another answer that is not to be kept takes it away.
    assert set_sender(advocate, monkeypatch, "").code == 0
    assert "KZ" in profile.read_text(encoding="utf-8")
    assert set_sender(advocate, monkeypatch, "3").code == 0
    assert "ties" not in profile.read_text(encoding="utf-8")


def test_flags_keep_ties_and_take_them_away(advocate: Advocate, home: Path) -> None:
    profile = home / "sender.yaml"
    assert advocate("sender", "set", "--name", "Ada", "--ties", "kz,kg", "--no-input").code == 0
    assert "ties:\n  - KZ\n  - KG\n" in profile.read_text(encoding="utf-8")
    assert advocate("generate", *BOTH, "--out", "out", *TXT).code == 3
    assert advocate("sender", "set", "--ties", "none", "--no-input").code == 0
    assert "ties         none" in advocate("sender", "show").out
    assert advocate("sender", "set", "--ties", "", "--no-input").code == 0
    assert "ties" not in profile.read_text(encoding="utf-8")


def test_one_step_back_from_the_ties_mends_the_detail_before(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    ran = set_sender(advocate, monkeypatch, "b", "I grew up in Almaty.", "2", "y")
    assert ran.code == 0, ran.err
    kept = (home / "sender.yaml").read_text(encoding="utf-8")
    assert kept.endswith("\nname: Ada\nlink: I grew up in Almaty.\nties: []\n")


def test_a_campaign_that_cannot_be_read_keeps_nobody_from_telling_who_they_are(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, campaign: Path
) -> None:
    (campaign / "contacts.yaml").write_text("no registry", encoding="utf-8")
    typed(monkeypatch, "Ada", *[""] * 10)
    ran = advocate("--campaign", campaign, "sender", "set", "--plain")
    assert ran.code == 0, ran.err
    assert "nothing is asked of your ties" in ran.err


# ── Campaigns ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_campaign_that_says_nothing_of_a_risk_holds_back_all_the_same(
    advocate: Advocate, campaign: Path
) -> None:
    words = ("--campaign", without_risks(campaign), *BOTH, "--out", "out", *TXT, *ADA, "--ties", "KZ")
    ran = advocate("generate", *words)
    assert ran.code == 3
    assert "This campaign does not say what the law of Kazakhstan does" in one_line(ran.err)


def test_a_country_of_risk_of_which_nothing_is_told_is_a_problem(shipped: Path, campaign: Path) -> None:
    registry = read_registry(shipped / "contacts.yaml", "contacts.yaml")
    assert untold_risks(read_campaign(shipped / "templates", "templates"), registry.institutions) == ()
    bare = read_campaign(without_risks(campaign) / "templates", "templates")
    [problem] = untold_risks(bare, registry.institutions)
    assert problem.code == "campaign.risk-missing"
    assert "'KZ'" in problem.message


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  - country: KZ\n    why:\n", "  - country: KZ\n    why: []\n    x:\n", "campaign.risk-facts"),
        ("risks:\n", "risks:\n  - {country: KZ, why: [], instead: {en: x}}\n", "campaign.duplicate-id"),
        ("  - country: KZ\n", "  - country: kz\n", "campaign.form"),
        ("        date: 2025-08\n    instead", "        date: soon\n    instead", "campaign.date"),
        (f"          url: {KIBHR}\n", "", "campaign.missing-key"),
    ],
)
def test_a_slip_in_what_is_told_of_a_risk_is_told(
    advocate: Advocate, campaign: Path, old: str, new: str, code: str
) -> None:
    rewritten(campaign / "templates" / "campaign.yaml", old, new)
    ran = advocate("letters", "list", "--campaign", campaign)
    assert ran.code == 2
    assert f"[{code}]" in ran.err


def test_more_than_three_facts_are_not_read_in_a_hurry(advocate: Advocate, campaign: Path) -> None:
    fact = '      - {says: {en: x}, source: {title: y, url: "https://z.example/"}, date: 2020}\n'
    rewritten(campaign / "templates" / "campaign.yaml", "    instead:\n", f"{fact}    instead:\n")
    assert "[campaign.risk-facts]" in advocate("letters", "list", "--campaign", campaign).err


def test_an_institution_says_whose_people_its_state_can_reach(advocate: Advocate, campaign: Path) -> None:
    shown = one_line(advocate("contacts", "show", "ombudsman").out)
    assert "its state can get hold of people in and from Kazakhstan, and of their relatives" in shown
    assert "get hold of" not in advocate("contacts", "show", "ep-president").out
    assert json.loads(advocate("contacts", "show", "ombudsman", "--format", "json").out)["reach"] == ["KZ"]
    rewritten(campaign / "contacts.yaml", "    reach: [KZ]\n", "")
    told = advocate("contacts", "diff", campaign).out
    assert "kz-ombudsman-office" in told
    assert "reach" in told
    group = "    group: kazakhstan\n"
    rewritten(campaign / "contacts.yaml", group, f"{group}    reach: [Kazakhstan]\n")
    ran = advocate("contacts", "list", "--campaign", campaign)
    assert ran.code == 2
    assert "'Kazakhstan' is not a country code such as KZ [registry.form]" in ran.err


def test_exactly_the_kazakh_offices_of_the_shipped_registry_can_do_harm(shipped: Path) -> None:
    registry = read_registry(shipped / "contacts.yaml", "contacts.yaml")
    reaching = {office.contact.id for office in registry.offices if office.institution.reach}
    assert (
        reaching
        == KAZAKH
        == {office.contact.id for office in registry.offices if office.institution.country == "KZ"}
    )


# ── The rule itself ──────────────────────────────────────────────────────────────────────────────────────

CODES = st.sampled_from(["KZ", "KG", "DE", "RU", "TM"])
SOME = st.lists(CODES, max_size=4).map(tuple)


def office(reach: tuple[str, ...]) -> Office:
    institution = Institution("body", {"en": "Body"}, "group", "KZ", reach=reach)
    contact = Contact("chair", "body", Kind.TARGET_AUTHORITY, {"en": "Chair"}, {})
    return Office(contact, institution, Group("group", {"en": "Group"}))


@given(SOME, st.one_of(st.just(""), CODES), st.one_of(st.none(), SOME))
def test_a_writer_is_at_risk_where_a_state_reaches_their_country_or_a_tie(
    reach: tuple[str, ...], country: str, ties: tuple[str, ...] | None
) -> None:
    found = countries_at_risk(office(reach), Sender(country=country, ties=ties))
    assert set(found) == set(reach) & {country, *(ties or ())}
    assert len(found) == len(set(found))
    if ties is None:
        assert set(found) <= {country}


@given(st.lists(st.tuples(st.uuids().map(str), SOME.filter(bool))), SOME)
def test_a_letter_goes_on_only_where_every_one_of_its_countries_is_accepted(
    offices: list[tuple[str, tuple[str, ...]]], accepted: tuple[str, ...]
) -> None:
    concerned = [Concerned(contact, "Chair", countries) for contact, countries in offices]
    held = held_back(concerned, accepted)
    assert all(set(each.countries) - set(accepted) for each in held)
    assert all(set(each.countries) <= set(accepted) for each in concerned if each not in held)
    assert {each for its in by_country(held).values() for each in its} == set(held)
    everywhere = {code for each in concerned for code in each.countries}
    assert held_back(concerned, everywhere) == ()


@given(st.one_of(st.none(), st.lists(CODES, unique=True).map(tuple)))
def test_ties_are_read_as_they_are_written(ties: tuple[str, ...] | None) -> None:
    assert ties_in(ties_text(ties)) == ties
