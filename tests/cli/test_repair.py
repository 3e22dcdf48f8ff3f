"""`advocate contacts set`, `add`, `retire`, `drop` and `overlay`: the writer's own corrections."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from advocate.core.problems import ProblemsError
from advocate.outbox.own_files import rewrite
from tests.conftest import SENDER

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate

PAGE = ("--source", "https://www.knb.example/contacts")
MAIL = ("contacts", "set", "knb-chairman", "--email", "chair@knb.kz", *PAGE)


@pytest.fixture
def overlay(home: Path) -> Path:
    """Return where the corrections to the shipped campaign stand."""
    return home / "overlay" / "kazakhstan-dck-2018.yaml"


@pytest.fixture(autouse=True)
def untouched(shipped: Path) -> object:
    """See to it that no test changes the campaign's own file."""
    before = (shipped / "contacts.yaml").read_bytes()
    yield None
    assert (shipped / "contacts.yaml").read_bytes() == before


def channels(advocate: Advocate, id_: str, type_: str = "email") -> list[tuple[str, bool]]:
    ran = advocate("contacts", "show", id_, "--format", "json")
    assert ran.code == 0, ran.err
    return [(c["value"], c["local"]) for c in json.loads(ran.out)["channels"] if c["type"] == type_]


def test_a_correction_says_what_it_did_and_how_to_take_it_back(
    advocate: Advocate, overlay: Path, snapshot_txt: SnapshotAssertion
) -> None:
    ran = advocate(*MAIL, "--source-title", "The chairman's office")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.replace(overlay.as_posix(), "OVERLAY") == snapshot_txt


def test_a_correction_wins_and_is_marked_as_local(advocate: Advocate) -> None:
    assert channels(advocate, "knb-chairman") == [("press@knb.kz", False)]
    advocate(*MAIL)
    assert channels(advocate, "knb-chairman") == [("chair@knb.kz", True)]
    listed = json.loads(advocate("contacts", "list", "--format", "json").out)
    assert [office["id"] for office in listed if office["local"]] == ["knb-chairman"]
    assert "local" in advocate("contacts", "list", "--to", "knb-chairman").out
    shown = advocate("contacts", "show", "knb-chairman").out
    assert "e-mail: chair@knb.kz; local; fresh, checked 2026-11-22 (knb-example-2026-11)" in " ".join(
        shown.split()
    )
    assert "press@knb.kz" not in shown


def test_letters_go_to_the_corrected_address(advocate: Advocate, tmp_path: Path) -> None:
    advocate(*MAIL)
    draft = advocate("preview", "--to", "knb-chairman", "--as", "eml", *SENDER).out
    assert "\nTo: chair@knb.kz" in draft.replace("\r", "")
    out = tmp_path / "letters"
    assert advocate("generate", "--to", "knb-chairman", "--out", out, *SENDER).code == 0
    drafts = [file.read_text(encoding="utf-8") for file in out.glob("*.eml")]
    assert len(drafts) == 1
    assert "press@knb.kz" not in drafts[0]


def test_the_file_of_corrections_is_private_and_can_be_read_by_people(
    advocate: Advocate, overlay: Path, snapshot_txt: SnapshotAssertion
) -> None:
    advocate(*MAIL)
    advocate(
        "contacts",
        "retire",
        "ombudsman",
        "--reason",
        "the e-mail came back",
        "--email",
        "ombudsman-kz@mail.ru",
    )
    assert overlay.stat().st_mode & 0o777 == 0o600
    assert overlay.parent.stat().st_mode & 0o777 == 0o700
    assert overlay.read_text(encoding="utf-8") == snapshot_txt
    assert [file.name for file in overlay.parent.iterdir()] == [overlay.name]


def test_without_a_source_it_is_asked_for(advocate: Advocate, home: Path) -> None:
    ran = advocate("contacts", "set", "knb-chairman", "--email", "chair@knb.kz")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "who says so?" in ran.err
    assert ran.err.endswith("[overlay.no-source]\n")
    assert list(home.iterdir()) == []


def test_what_one_knows_oneself_has_a_source_of_its_own(advocate: Advocate) -> None:
    assert advocate("contacts", "set", "knb-chairman", "--email", "chair@knb.kz", "--source", "me").code == 0
    assert channels(advocate, "knb-chairman") == [("chair@knb.kz", True)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--email", "new@ohchr.org"], ["new@ohchr.org"]),
        (["--email", "new@ohchr.org", "--also"], ["new@ohchr.org", "hrc-wg-ad@un.org"]),
        (["--email", "new@ohchr.org", "--instead-of", "hrc-wg-ad@un.org"], ["new@ohchr.org"]),
        (["--email", "hrc-wg-ad@un.org"], ["hrc-wg-ad@un.org"]),
        (["--phone", "+41229179006"], ["hrc-wg-ad@un.org"]),
    ],
    ids=" ".join,
)
def test_a_new_value_replaces_what_it_is_meant_to(
    advocate: Advocate, words: list[str], expected: list[str]
) -> None:
    assert [value for value, _ in channels(advocate, "wgad")][:1] == ["hrc-wg-ad@un.org"]
    before = [value for value, _ in channels(advocate, "wgad")]
    ran = advocate("contacts", "set", "wgad", *words, *PAGE)
    assert ran.code == 0, ran.err
    kept = (
        before[1:] if words[-1] in {"--also", "+41229179006", "hrc-wg-ad@un.org"} and len(words) > 2 else []
    )
    assert [value for value, _ in channels(advocate, "wgad")] == [*expected, *kept]


def test_a_label_says_which_number_is_replaced(advocate: Advocate) -> None:
    brussels = ("contacts", "set", "osce-pa", "--phone", "+4533378041", *PAGE)
    ran = advocate(*brussels, "--label", "headquarters")
    assert ran.code == 0, ran.err
    assert "instead of phone (headquarters): +4533378040" in ran.out
    assert ("+4533378041", True) in channels(advocate, "oscepa-president", "phone")
    assert ("+4533378040", False) not in channels(advocate, "oscepa-president", "phone")


def test_a_number_may_be_typed_as_people_write_it(advocate: Advocate) -> None:
    advocate("contacts", "set", "wgad", "--phone", "00 41 22-917.90 06", *PAGE)
    assert channels(advocate, "wgad", "phone") == [("+41229179006", True)]


def test_an_address_keeps_its_lines_and_its_country(advocate: Advocate) -> None:
    ran = advocate("contacts", "set", "knb-chairman", "--address", r"1 New Street \n 010000 Astana", *PAGE)
    assert ran.code == 0, ran.err
    assert channels(advocate, "knb-chairman", "address")[0] == ("1 New Street\n010000 Astana", True)
    assert "KAZAKHSTAN" in advocate("preview", "--to", "knb-chairman", *SENDER).out
    assert "drop knb-chairman address" in ran.out
    assert advocate("contacts", "drop", "knb-chairman", "address").code == 0
    assert not any(local for _, local in channels(advocate, "knb-chairman", "address"))


def test_several_options_are_one_change(advocate: Advocate, overlay: Path) -> None:
    ran = advocate(*MAIL, "--phone", "+77172123456", "--holder", "Ada Byron", "--family-name", "Byron")
    assert ran.code == 0, ran.err
    assert overlay.read_text(encoding="utf-8").count("- id: knb-chairman") == 1
    assert "Ada Byron" in advocate("preview", "--to", "knb-chairman", *SENDER).out
    bad = advocate("contacts", "set", "wgad", "--email", "a@b.example", "--phone", "12", *PAGE)
    assert bad.code == 2
    assert "[overlay.phone]" in bad.err
    assert "wgad" not in overlay.read_text(encoding="utf-8")


def test_a_holder_who_has_left_is_mended_by_name(advocate: Advocate) -> None:
    ran = advocate(
        "contacts", "set", "ep-president", "--holder", "Roberta Metsola", "--end-date", "2026-10", *PAGE
    )
    assert ran.code == 0, ran.err
    office = json.loads(advocate("contacts", "show", "ep-president", "--format", "json").out)
    assert office["holder"] is None
    assert [h["family_name"] for h in office["holders"]] == ["Tajani", "Metsola"]
    assert [h["start_date"] for h in office["holders"] if h["local"]] == ["2022-01"]


def test_a_holder_who_is_not_named_yet_is_told(advocate: Advocate) -> None:
    words = ("--holder", "Ada Byron", "--family-name", "Byron", "--start-date", "2027", *PAGE)
    ran = advocate("contacts", "set", "ep-president", *words)
    assert ran.code == 0
    assert "letters of today still name Roberta Metsola" in ran.err
    assert ran.err.endswith("[overlay.not-named]\n")


def test_an_address_outside_the_declared_domains_is_told_but_kept(advocate: Advocate) -> None:
    ran = advocate("contacts", "set", "knb-chairman", "--email", "chair@knb-kz.example", *PAGE)
    assert ran.code == 0
    assert ran.err.startswith(
        "warning: 'chair@knb-kz.example' is outside what kz-national-security-committee"
    )
    assert ran.err.count("\n") == 1
    assert channels(advocate, "knb-chairman") == [("chair@knb-kz.example", True)]
    assert advocate("contacts", "set", "knb-chairman", "--email", "chair@mail.knb.kz", *PAGE).err == ""


@pytest.mark.parametrize("what", [[], ["chair@knb.kz"], ["email"]])
def test_dropping_a_correction_leaves_no_trace(advocate: Advocate, home: Path, what: list[str]) -> None:
    before = advocate("contacts", "show", "knb-chairman").out
    advocate(*MAIL)
    ran = advocate("contacts", "drop", "knb-chairman", *what)
    assert (ran.code, ran.err) == (0, "")
    assert "taken back: e-mail: chair@knb.kz" in ran.out
    assert advocate("contacts", "show", "knb-chairman").out == before
    assert list(home.iterdir()) == []


def test_a_second_correction_takes_the_place_of_the_first(advocate: Advocate) -> None:
    advocate(*MAIL)
    advocate("contacts", "set", "knb-chairman", "--email", "office@knb.kz", *PAGE)
    assert channels(advocate, "knb-chairman") == [("office@knb.kz", True)]
    advocate("contacts", "drop", "knb-chairman", "office@knb.kz")
    assert channels(advocate, "knb-chairman") == [("press@knb.kz", False)]


def test_a_retired_office_gets_no_letters(advocate: Advocate) -> None:
    ran = advocate(
        "contacts", "retire", "minister-of-justice", "--reason", "merged", "--date", "2026-07", *PAGE
    )
    assert ran.code == 0, ran.err
    assert "drop minister-of-justice retired" in ran.out
    assert "minister-of-justice" not in advocate("contacts", "list").out
    assert (
        "written to no more since 2026-07: merged" in advocate("preview", "--to", "minister-of-justice").err
    )
    assert "retired since 2026-07: merged" in advocate("contacts", "show", "minister-of-justice").out
    assert advocate("contacts", "drop", "minister-of-justice", "retired").code == 0
    assert "minister-of-justice" in advocate("contacts", "list").out


def test_a_retired_value_is_not_used_and_comes_back_when_asked(advocate: Advocate) -> None:
    words = ("contacts", "retire", "knb-chairman", "--email", "press@knb.kz", "--reason", "it came back")
    assert advocate(*words).code == 0
    assert channels(advocate, "knb-chairman") == []
    # What was retired for its own sake stays so when a later correction is taken back.
    advocate(*MAIL)
    advocate("contacts", "drop", "knb-chairman", "chair@knb.kz")
    assert channels(advocate, "knb-chairman") == []
    advocate("contacts", "drop", "knb-chairman", "press@knb.kz")
    assert channels(advocate, "knb-chairman") == [("press@knb.kz", False)]


NEW = ("contacts", "add", "oslo-mayor", "--kind", "foreign-government", "--title", "Mayor of Oslo")
CITY = ("--institution", "oslo-city", "--institution-name", "City of Oslo", "--country", "NO")


def test_an_office_of_ones_own_is_written_to_like_any_other(
    advocate: Advocate, overlay: Path, home: Path
) -> None:
    group = ("--group", "norway", "--group-name", "Norway")
    reached = (
        "--address",
        r"City Hall\n0037 Oslo",
        "--email",
        "mayor@oslo.example",
        "--domain",
        "oslo.example",
    )
    ran = advocate(*NEW, *CITY, *group, *reached, *PAGE)
    assert (ran.code, ran.err) == (0, "")
    letter = advocate("preview", "--to", "norway", *SENDER).out
    assert "Dear Sir or Madam," in letter
    assert "Yours faithfully," in letter
    assert "0037 Oslo" in letter
    assert advocate("contacts", "set", "oslo-mayor", "--email", "office@oslo.example", *PAGE).err == ""
    assert channels(advocate, "oslo-mayor") == [("office@oslo.example", True)]
    assert "changes" not in overlay.read_text(encoding="utf-8").split("\n\n", 1)[1]
    advocate("contacts", "retire", "oslo-mayor", "--reason", "abolished")
    assert "oslo-mayor" not in advocate("contacts", "list").out
    assert "goes with them" not in advocate("contacts", "drop", "oslo-city").out
    assert advocate("contacts", "drop", "oslo-mayor").code == 0
    assert list(home.iterdir()) == []


def test_an_own_office_may_belong_to_an_institution_of_the_campaign(advocate: Advocate) -> None:
    words = ("contacts", "add", "ep-vice", "--institution", "european-parliament", "--kind", "parliament")
    ran = advocate(*words, "--title", "Vice-President", "--salutation", "Dear Vice-President,")
    assert (ran.code, ran.err) == (0, "")
    letter = advocate("preview", "--to", "ep-vice", *SENDER).out
    assert "Dear Vice-President," in letter
    assert "Yours sincerely," in letter


def test_all_corrections_are_shown(
    advocate: Advocate, overlay: Path, snapshot_txt: SnapshotAssertion
) -> None:
    assert "nothing is your own" in advocate("contacts", "overlay").err
    advocate(*MAIL)
    advocate(*NEW, "--institution", "european-parliament", "--email", "x@europarl.europa.eu", *PAGE)
    advocate("contacts", "retire", "wgad", "--reason", "moved")
    ran = advocate("contacts", "overlay")
    assert ran.code == 0
    assert ran.out == snapshot_txt
    assert overlay.as_posix() in ran.err
    data = json.loads(advocate("contacts", "overlay", "--format", "json").out)
    assert [change["id"] for change in data["changes"]] == ["knb-chairman", "wgad"]
    assert [contact["id"] for contact in data["contacts"]] == ["oslo-mayor"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["set", "knb-chairmann", "--email", "a@knb.kz"], "did you mean 'knb-chairman'?) [contacts.unknown]"),
        (["set", "knb-chairman"], "[overlay.nothing-given]"),
        (["set", "knb-chairman", "--email", "nobody"], "'nobody' is not an e-mail address [overlay.email]"),
        (["set", "knb-chairman", "--email", "a@knb.kz\nBcc: b@knb.kz"], "[overlay.email]"),
        (["set", "knb-chairman", "--email", "{{x}}@knb.kz"], "[overlay.template]"),
        (
            ["set", "knb-chairman", "--email", "a\u202e@knb.kz"],
            "(U+202E, right-to-left override) has no place in the text",
        ),
        (["set", "knb-chairman", "--email", "a@knb.kz", "--label", "x\ny"], "[overlay.lines]"),
        (["set", "knb-chairman", "--email", "a@knb.kz", "--label", "\x1b[2J"], "[overlay.control-character]"),
        (["set", "knb-chairman", "--phone", "+33(0)388175503"], "(E.164) [overlay.phone]"),
        (["set", "knb-chairman", "--form", "javascript:x"], "[overlay.form]"),
        (["set", "us-secretary-of-state", "--address", "1 Street", "--country", "usa"], "[overlay.form]"),
        (["set", "droi-chair", "--holder", "Ada Byron"], "add --family-name [overlay.no-name]"),
        (["set", "european-parliament", "--holder", "Ada Byron"], "[overlay.institution]"),
        (["set", "wgad", "--email", "a@un.org", "--instead-of", "b@un.org"], "[overlay.unknown-value]"),
        (
            ["set", "knb-chairman", "--phone", "+77172123456", "--instead-of", "press@knb.kz"],
            "[overlay.other-type]",
        ),
        (
            ["set", "oscepa-president", "--phone", "+4533378041", "--instead-of", "+4533378040"],
            "set osce-pa …",
        ),
        (["set", "wgad", "--email", "a@un.org", "--checked", "2027"], "--checked: 2027 is still to come"),
        (["set", "wgad", "--email", "a@un.org", "--checked", "soon"], "--checked: 'soon' is not a date"),
        (["set", "wgad", "--email", "a@un.org", "--for-holder", "Ada"], "there is no holder 'Ada' [overlay"),
        (["set", "wgad", "--email", "a@un.org", "--source", "report-2081"], "(did you mean 'report-2018'?)"),
        (["retire", "wgad"], "why? Add --reason"),
        (["retire", "eu", "--reason", "x"], "[contacts.unknown]"),
        (["retire", "osce-pa", "--reason", "x"], "retire its offices one by one [overlay.institution]"),
        (["retire", "wgad", "--reason", "x", "--phone", "+4122917900"], "[overlay.unknown-value]"),
        (["retire", "knb-chairman", "--reason", "x", "--form", "press@knb.kz"], "[overlay.other-type]"),
        (["drop", "wgad"], "nothing about 'wgad' is your own"),
        ([*NEW[1:], *CITY], "a new one needs --group [overlay.new-institution]"),
        ([*NEW[1:], *CITY, "--group", "norway"], "a new one needs --group-name [overlay.new-group]"),
        ([*NEW[1:], *CITY, "--group", "eu", "--email", "a@b.example"], None),
        (["add", "wgad", *NEW[3:], "--institution", "ohchr"], "'advocate contacts set wgad' mends it"),
        (["add", "Not An Id", *NEW[3:], "--institution", "ohchr"], "[overlay.form]"),
    ],
    ids=lambda value: " ".join(value)[:50] if isinstance(value, list) else None,
)
def test_a_mistake_is_told_in_one_line_and_nothing_is_kept(
    advocate: Advocate, home: Path, words: list[str], told: str | None
) -> None:
    asked = words[0] in {"set", "add"} and "--source" not in words and told is not None
    ran = advocate("contacts", *words, *(PAGE if asked else ()))
    assert (ran.code, ran.out) == (2, "")
    assert (told or "[overlay.no-source]") in ran.err
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    assert list(home.iterdir()) == []


def test_a_value_that_is_not_the_writers_own_cannot_be_dropped(advocate: Advocate) -> None:
    advocate(*MAIL)
    ran = advocate("contacts", "drop", "knb-chairman", "other@knb.kz")
    assert ran.code == 2
    assert "[overlay.nothing]" in ran.err
    advocate(*NEW, *CITY, "--group", "eu")
    assert "drop these first" in advocate("contacts", "drop", "oslo-city").err


def test_what_no_longer_fits_the_campaign_is_told_and_left_out(advocate: Advocate, overlay: Path) -> None:
    advocate(*MAIL)
    text = overlay.read_text(encoding="utf-8")
    text += (
        "  - {id: knb-chairmen, retired: {date: 2026, reason: gone, source: me}}\n"
        "  - id: wgad\n"
        "    contact_details: [{type: email, value: a@un.org, holder: Ada, source: me, checked: 2026}]\n"
        "  - {id: ombudsman, retired: {date: 2026, reason: gone, source: nobody}}\n"
        "contacts:\n"
        "  - {id: x, institution: y, kind: parliament, title: {en: X}, forms_of_address:"
        " {en: {salutation: A, closing: B, source: convention}}}\n"
        "institutions:\n  - {id: y, name: {en: Y}, group: gone, country: NO}\n"
    )
    overlay.write_text(text, encoding="utf-8")
    ran = advocate("contacts", "list", "--format", "json")
    assert ran.code == 0
    local = [office["id"] for office in json.loads(ran.out) if office["local"]]
    assert local == ["knb-chairman"]
    at = text[: text.index("knb-chairmen")].count("\n") + 1
    lines = ran.err.splitlines()
    assert len(lines) == 5
    assert lines == sorted(lines, key=lambda line: [int(part) for part in line.split(":")[1:3]])
    assert lines[0] == (
        f"{overlay.as_posix()}:{at}:10: there is no office 'knb-chairmen' (did you mean 'knb-chairman'?):"
        " this entry is not used ('advocate contacts drop knb-chairmen' removes it) [overlay.unknown-office]"
    )
    for command in (["preview", "--to", "wgad"], ["contacts", "show", "wgad"], ["contacts", "overlay"]):
        ran = advocate(*command)
        assert ran.code == 0
        assert ran.err.count("this entry is not used") == 5
    # Another correction keeps what does not fit, and dropping it is all it takes.
    assert advocate("contacts", "set", "ep-president", "--phone", "+3222845504", *PAGE).code == 0
    assert "knb-chairmen" in overlay.read_text(encoding="utf-8")
    for id_ in ("knb-chairmen", "wgad", "ombudsman", "x"):
        assert advocate("contacts", "drop", id_).code == 0
    assert advocate("contacts", "list").err.count("\n") == 1


BREAKS = """\
changes:
  - id: wgad
    contact_details:
      - {type: email, value: "a@un.org\\r\\nBcc: b@un.org", source: me, checked: 2026}
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("changes: [\n", ":2:1: this is not YAML"),
        ("changes:\n  - {id: wgad, retierd: x}\n", ":2:16: unknown key 'retierd' (did you mean 'retired'?)"),
        ("changes:\n  - {id: wgad}\n  - {id: wgad}\n", ":3:10: the id 'wgad' is already taken"),
        ("changes: {}", ":1:10: changes: a list is wanted here"),
        (BREAKS, ":4:30: 'a@un.org\\r\\nBcc: b@un.org' is not an e-mail address"),
        ("changes:\n  - {id: wgad, dead: [{type: emial, value: x}]}\n", "(did you mean 'email'?)"),
        (
            'changes:\n  - {id: wgad, retired: {date: 2026, reason: "a\u202eb", source: me}}\n',
            "(U+202E, right-to-left override)",
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(
    advocate: Advocate, overlay: Path, text: str, told: str
) -> None:
    overlay.parent.mkdir()
    overlay.write_text(text, encoding="utf-8")
    for words in (["contacts", "list"], ["preview", "--to", "wgad"], list(MAIL), ["contacts", "propose"]):
        ran = advocate(*words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(overlay.as_posix())
        assert told in ran.err
    assert overlay.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n"])
def test_an_empty_file_of_corrections_says_nothing(advocate: Advocate, overlay: Path, text: str) -> None:
    overlay.parent.mkdir()
    overlay.write_text(text, encoding="utf-8")
    assert advocate("contacts", "list", "--format", "json").err == ""
    assert advocate(*MAIL).code == 0


def test_each_campaign_has_corrections_of_its_own(advocate: Advocate, campaign: Path, home: Path) -> None:
    case = campaign / "templates" / "campaign.yaml"
    case.write_text(
        case.read_text(encoding="utf-8").replace("id: kazakhstan-dck-2018", "id: another"), encoding="utf-8"
    )
    assert advocate("--campaign", campaign, *MAIL).code == 0
    assert [file.name for file in (home / "overlay").iterdir()] == ["another.yaml"]
    assert channels(advocate, "knb-chairman") == [("press@knb.kz", False)]
    case.unlink()
    assert advocate("contacts", "list", "--campaign", campaign).code == 0
    assert "[overlay.no-campaign]" in advocate(*MAIL, "--campaign", campaign).err
    case.write_text("id: ../../somewhere\n", encoding="utf-8")
    assert "[campaign.form]" in advocate(*MAIL, "--campaign", campaign).err


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_nothing_is_written_through_a_link(
    advocate: Advocate, overlay: Path, tmp_path: Path, linked: str
) -> None:
    target = tmp_path / "target"
    if linked == "file":
        overlay.parent.mkdir()
        target.write_text("# somebody's\n", encoding="utf-8")
        overlay.symlink_to(target)
    else:
        target.mkdir()
        overlay.parent.symlink_to(target)
    ran = advocate(*MAIL)
    assert ran.code == 2
    assert "[overlay.link]" in ran.err
    assert (
        target.read_text(encoding="utf-8") == "# somebody's\n"
        if linked == "file"
        else not any(target.iterdir())
    )


def test_runs_at_the_same_time_lose_nothing(home: Path, overlay: Path) -> None:
    offices = ["wgad", "knb-chairman", "ombudsman", "ep-president"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "advocate", "contacts", "set", office, "--email", "a@b.example", *PAGE],
            env={**os.environ, "ADVOCATE_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for office in offices
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0, 0]
    text = overlay.read_text(encoding="utf-8")
    assert all(f"- id: {office}" in text for office in offices)


def test_changes_follow_each_other_whatever_happens_between(overlay: Path) -> None:
    def add(line: bytes) -> None:
        def longer() -> bytes:
            return (overlay.read_bytes() if overlay.exists() else b"") + line

        rewrite(overlay, longer, code="overlay")

    threads = [threading.Thread(target=add, args=(b"%d\n" % number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(int, overlay.read_bytes().split())) == list(range(30))


def test_a_run_that_was_cut_short_is_in_nobodys_way(overlay: Path) -> None:
    overlay.parent.mkdir()
    left = overlay.with_name(f".advocate-unfinished-{overlay.name}")
    left.write_bytes(b"half of it")
    rewrite(overlay, lambda: b"x\n", patience=0.05, code="overlay")
    assert overlay.read_bytes() == b"x\n"
    assert list(overlay.parent.iterdir()) == [overlay]


def test_a_run_that_is_writing_at_this_moment_is_waited_for_and_told(overlay: Path) -> None:
    def meanwhile() -> bytes:
        with pytest.raises(ProblemsError, match=r"wait until it has ended \[overlay.busy\]"):
            rewrite(overlay, lambda: b"", patience=0.05, code="overlay")
        return b"x\n"

    rewrite(overlay, meanwhile, code="overlay")
    assert overlay.read_bytes() == b"x\n"


FULL = """\
import resource, sys
from advocate.cli.app import main
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the system sets no limit to a file")
def test_a_disk_that_is_full_leaves_the_old_file(advocate: Advocate, home: Path, overlay: Path) -> None:
    advocate(*MAIL)
    before = overlay.read_bytes()
    ran = subprocess.run(
        [sys.executable, "-c", FULL, "contacts", "set", "wgad", "--email", "a@b.example", *PAGE],
        env={**os.environ, "ADVOCATE_HOME": str(home)},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.endswith("cannot be written: file too large [overlay.failed]\n")
    assert overlay.read_bytes() == before
    assert [file.name for file in overlay.parent.iterdir()] == [overlay.name]
