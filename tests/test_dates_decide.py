"""Dates decide: who is written to by name, and what is used, on the date of the letter.

The registry below has one office; tests change its holders and its contact details, and look at the letter
that a date gives. A date of reduced precision is read against the claim: a term that began in 2023 is sure
only from the last day of that year, and one that ended in 2023 only until its first.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.core.dates import Freshness, PartialDate, freshness, years_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import Advocate

REGISTRY = """\
sources:
  - {id: gazette, title: The Gazette, url: https://gazette.example/}
groups:
  - {id: land, name: {en: Land}}
institutions:
  - {id: ministry, name: {en: Ministry of Justice}, group: land, country: KZ}
contacts:
  - id: minister
    institution: ministry
    kind: target-authority
    title: {en: Minister of Justice}
    forms_of_address:
      en:
        salutation: "Dear Minister,"
        salutation_named: "Dear Minister {family_name},"
        style_named: "Her Excellency {name}\\n{style}"
        closing: "Yours sincerely,"
        source: convention
    holders:
HOLDERS    contact_details:
DETAILS"""

CASE = """\
id: lanterns
title: {en: The lanterns}
source: {title: {en: A report}, publisher: {en: A foundation}, url: https://report.example/}
as_of: 2026-04
default_letter: plea
asks:
  - {id: light-them, text: {en: Please light the lanterns.}}
people: []
"""

SHEET = """\
title: {en: A plea}
summary: asks for light
as_of: 2026-04
status: active
versions:
  authority: {kinds: [target-authority], ask: light-them}
reviews: {en: original}
"""

ROE = "{name: Jane Roe, family_name: Roe, source: gazette"
DOE = "{name: John Doe, family_name: Doe, source: gazette"
STREET = "{type: address, value: 1 Hill Street, country: KZ, source: gazette, checked: 2020}"
ROOM = "{type: address, value: Room 7, country: KZ, holder: Jane Roe, source: gazette, checked: 2020}"
MAILBOX = "{type: email, value: roe@justice.example, holder: Jane Roe, source: gazette, checked: 2020}"


class Registry:
    """A campaign with one office, in the current folder."""

    def __init__(self, advocate: Advocate) -> None:
        """Write the files of the campaign that never change."""
        self._advocate = advocate
        for name, words in {
            "templates/campaign.yaml": CASE,
            "templates/letters/plea/letter.yaml": SHEET,
            "templates/letters/plea/authority.en.txt": "Subject: Light\n\n{{ ask }}\n",
        }.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(words, "utf-8")

    def write(self, holders: Sequence[str], details: Sequence[str] = (STREET,)) -> Registry:
        """Write the registry with these holders and contact details."""
        words = REGISTRY
        for part, entries in (("HOLDERS", holders), ("DETAILS", details)):
            words = words.replace(part, "".join(f"      - {entry}\n" for entry in entries))
        empty = r"^    (holders|contact_details):\n(?!      )"
        Path("contacts.yaml").write_text(re.sub(empty, "", words, flags=re.MULTILINE), "utf-8")
        return self

    def letter(self, day: str) -> dict[str, Any]:
        """Return the letter of a day as data."""
        ran = self._advocate(
            *("preview", "--campaign", ".", "--to", "all", "--name", "Ada", "--format", "json", "--date", day)
        )
        assert ran.code == 0, ran.err
        [letter] = json.loads(ran.out)
        assert isinstance(letter, dict)
        return letter

    def holder(self, day: str) -> str | None:
        """Return who is written to by name on a day; check that all of the letter agrees."""
        letter = self.letter(day)
        holder = letter["recipient"]["holder"]
        envelope, salutation = letter["recipient"]["envelope"], letter["salutation"]
        if holder is None:
            assert envelope[0] == "Minister of Justice"
            assert salutation == "Dear Minister,"
            return None
        assert envelope[:2] == [f"Her Excellency {holder}", "Minister of Justice"]
        assert salutation == f"Dear Minister {holder.split()[-1]},"
        return str(holder)

    def reaches(self, day: str) -> list[str]:
        """Return the addresses and numbers that can be used on a day, best first."""
        return [reach["value"] for reach in self.letter(day)["recipient"]["reaches"]]


@pytest.fixture
def registry(advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Make a campaign with one office, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Registry(advocate)


# ── The shipped registry ─────────────────────────────────────────────────────────────────────────────────

TO = ("--to", "prosecutor-general,ep-president", "--name", "Ada Byron")
TAJANI = {
    "mailbox": "antonio.tajani@europarl.europa.eu",
    "room": "Bât. Paul-Henri Spaak 09B011",
    "Brussels": "+32 2 284 55 03",
    "Strasbourg": "+33 3 88 17 55 03",
}


def letters(advocate: Advocate, *words: str) -> dict[str, dict[str, Any]]:
    """Return the letters of the shipped campaign as data, by office."""
    ran = advocate("preview", *TO, "--format", "json", *words)
    assert ran.code == 0, ran.err
    return {letter["recipient"]["contact"]: letter for letter in json.loads(ran.out)}


def everything(folder: Path) -> str:
    """Return every text in a folder; drafts are asked for as text instead."""
    return "".join(
        file.read_text("utf-8") for file in sorted(folder.iterdir()) if file.suffix not in {".pdf", ".eml"}
    )


def digits(words: str) -> str:
    """Return only the digits of a number."""
    return re.sub(r"\D", "", words)


def test_in_april_2018_the_prosecutor_general_is_written_to_by_name(advocate: Advocate) -> None:
    letter = letters(advocate, "--date", "2018-04-10")["prosecutor-general"]
    assert letter["recipient"]["holder"] == "K.P. Kozhamzharov"
    assert letter["recipient"]["envelope"] == [
        "K.P. Kozhamzharov",
        "Prosecutor General of the Republic of Kazakhstan",
        "14 Mangilik Yel",
        "010000 Astana",
        "KAZAKHSTAN",
    ]
    assert letter["salutation"] == "Dear Prosecutor General Kozhamzharov,"
    assert letter["place_and_date"] == "10 April 2018"
    assert "holder.unknown" not in [finding["code"] for finding in letter["findings"]]


def test_in_april_2018_the_president_of_the_parliament_is_written_to_in_his_room(advocate: Advocate) -> None:
    letter = letters(advocate, "--date", "2018-04-10")["ep-president"]
    assert letter["recipient"]["holder"] == "Antonio Tajani"
    assert letter["recipient"]["envelope"] == [
        "Antonio Tajani",
        "President of the European Parliament",
        "European Parliament",
        TAJANI["room"],
        "Rue Wiertz 60",
        "1047 Brussels",
        "BELGIUM",
    ]
    assert letter["salutation"] == "Dear President Tajani,"
    shown = [reach["shown"] for reach in letter["recipient"]["reaches"] if reach["personal"]]
    assert {TAJANI["mailbox"], TAJANI["Brussels"], TAJANI["Strasbourg"]} < set(shown)
    assert "Metsola" not in json.dumps(letter)
    assert "+33388175686" not in json.dumps(letter), "her direct line"


def test_in_april_2018_the_files_name_both(advocate: Advocate, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert advocate("generate", *TO, "--out", out, "--date", "2018-04-10").code == 0
    eml = (out / "ep-president.lift-the-ban.en.eml").read_bytes()
    assert b"\r\nTo: antonio.tajani@europarl.europa.eu\r\n" in b"\r\n" + eml
    page = (out / "index.html").read_text("utf-8")
    for words in ("K.P. Kozhamzharov", "Antonio Tajani", TAJANI["room"], TAJANI["mailbox"]):
        assert words in page
    text = (out / "prosecutor-general.lift-the-ban.en.txt").read_text("utf-8")
    assert "\nDear Prosecutor General Kozhamzharov,\n" in text


def test_today_the_prosecutor_generals_letter_goes_to_the_office(advocate: Advocate) -> None:
    letter = letters(advocate)["prosecutor-general"]
    assert letter["date"] == "2026-11-22"
    assert letter["recipient"]["holder"] is None
    assert letter["recipient"]["envelope"][0] == "Prosecutor General of the Republic of Kazakhstan"
    assert letter["salutation"] == "Dear Prosecutor General,"
    [finding] = [finding for finding in letter["findings"] if finding["code"] == "holder.unknown"]
    assert "Berik Asylov" in finding["message"]
    assert "August 2025" in finding["message"]
    del letter["findings"]
    assert "Asylov" not in json.dumps(letter)
    assert "Kozhamzharov" not in json.dumps(letter)


def test_today_the_president_of_the_parliament_is_another(advocate: Advocate) -> None:
    letter = letters(advocate)["ep-president"]
    assert letter["recipient"]["holder"] == "Roberta Metsola"
    assert letter["salutation"] == "Dear President Metsola,"


@pytest.mark.parametrize("day", ["2026-11-22", "2020-01-01"])
def test_when_tajani_is_gone_so_are_his_mailbox_and_telephones(
    advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    """The office has the same room today, by another source that writes it another way."""
    monkeypatch.chdir(tmp_path)
    out = Path("out")
    ran = advocate("generate", *TO, "--out", out, "--date", day, "--as", "txt,html,pdf,eml")
    assert ran.code == 0, ran.err
    assert not (out / "ep-president.lift-the-ban.en.eml").exists()
    data = json.dumps(letters(advocate, "--date", day)["ep-president"], ensure_ascii=False)
    shown = ran.out + ran.err + everything(out)
    assert "tajani" not in shown.replace("the last holder known is Antonio Tajani", "").casefold()
    for number in (TAJANI["Brussels"], TAJANI["Strasbourg"]):
        assert number not in data
        assert digits(number) not in digits(shown)
    assert TAJANI["mailbox"] not in data
    assert TAJANI["room"] not in data + shown
    assert ("09B011" in data) == ("09B011" in shown) == (day == "2026-11-22")


@pytest.mark.parametrize("day", ["2018-04-10", "2020-01-01", "2026-11-22"])
def test_list_and_show_name_the_same_holder_as_the_letter(advocate: Advocate, day: str) -> None:
    for contact, letter in letters(advocate, "--date", day).items():
        ran = advocate("contacts", "list", "--to", contact, "--date", day, "--format", "json")
        [listed] = json.loads(ran.out)
        assert listed["holder"] == letter["recipient"]["holder"]


# ── How long a holder is vouched for ─────────────────────────────────────────────────────────────────────

BEGINS = {"2023-05-10": "2023-05-10", "2023-05": "2023-05-31", "2023": "2023-12-31", "2024-02": "2024-02-29"}
"""The first day on which a `start_date` is sure."""

ENDS = {"2023-05-10": "2023-05-10", "2023-05": "2023-05-01", "2023": "2023-01-01", "2024-02-29": "2024-02-29"}
"""The last day on which something is sure that ends then."""

AGES = {
    "2023-05-10": "2024-05-10",
    "2023-05": "2024-05-01",
    "2023": "2024-01-01",
    "2023-02-28": "2024-02-28",
    "2024-02-29": "2025-03-01",
}
"""The last day on which a fact is at most a year old."""


def beside(day: str, days: int) -> str:
    """Return the day some days later."""
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


@pytest.mark.parametrize(("start", "first"), BEGINS.items())
def test_a_holder_is_named_from_the_day_on_which_the_term_has_surely_begun(
    registry: Registry, start: str, first: str
) -> None:
    registry.write([f"{ROE}, checked: 2024-06, start_date: {start}}}"])
    assert [registry.holder(beside(first, days)) for days in (-1, 0, 1)] == [None, "Jane Roe", "Jane Roe"]


@pytest.mark.parametrize(("end", "last"), ENDS.items())
def test_a_holder_is_named_until_the_day_on_which_the_term_may_have_ended(
    registry: Registry, end: str, last: str
) -> None:
    registry.write([f"{ROE}, checked: 2020, start_date: 2020, end_date: {end}}}"])
    assert [registry.holder(beside(last, days)) for days in (-1, 0, 1)] == ["Jane Roe", "Jane Roe", None]


@pytest.mark.parametrize(("until", "last"), ENDS.items())
def test_a_holder_is_named_until_the_entry_is_no_longer_valid(
    registry: Registry, until: str, last: str
) -> None:
    registry.write([f"{ROE}, checked: {until[:4]}, start_date: 2020, valid_until: {until}}}"])
    assert [registry.holder(beside(last, days)) for days in (-1, 0, 1)] == ["Jane Roe", "Jane Roe", None]


@pytest.mark.parametrize(("checked", "last"), AGES.items())
def test_a_holder_without_an_end_is_named_for_a_year_after_the_last_check(
    registry: Registry, checked: str, last: str
) -> None:
    registry.write([f"{ROE}, checked: {checked}, start_date: 2020}}"])
    assert [registry.holder(beside(last, days)) for days in (-1, 0, 1)] == ["Jane Roe", "Jane Roe", None]


@pytest.mark.parametrize(
    ("checked", "first"), [("2023-05-10", "2023-05-10"), ("2023-05", "2023-05-01"), ("2023", "2023-01-01")]
)
def test_a_holder_without_a_beginning_is_named_from_the_day_of_the_check(
    registry: Registry, checked: str, first: str
) -> None:
    registry.write([f"{ROE}, checked: {checked}}}"])
    assert [registry.holder(beside(first, days)) for days in (-1, 0, 1)] == [None, "Jane Roe", "Jane Roe"]


def test_a_check_does_not_lengthen_a_term_that_has_ended(registry: Registry) -> None:
    registry.write([f"{ROE}, checked: 2023-06, start_date: 2020, end_date: 2023-05-10}}"])
    assert registry.holder("2023-05-11") is None


def test_an_end_vouches_for_more_than_a_year_after_the_check(registry: Registry) -> None:
    registry.write([f"{ROE}, checked: 2020-01, start_date: 2019, end_date: 2023-05-10}}"])
    assert registry.holder("2023-05-10") == "Jane Roe"


@pytest.mark.parametrize(
    ("start", "gone_on", "named_on"),
    [("2023-05-10", "2023-05-10", "2023-05-10"), ("2023-05", "2023-05-01", "2023-05-31")],
)
@pytest.mark.parametrize("doe_first", [False, True])
def test_a_holder_without_an_end_ends_where_the_next_begins(
    registry: Registry, start: str, gone_on: str, named_on: str, *, doe_first: bool
) -> None:
    """Between the first and the last day that `start` can mean, nobody is named."""
    holders = [
        f"{ROE}, checked: 2023-01, start_date: 2020}}",
        f"{DOE}, checked: 2023-06, start_date: {start}}}",
    ]
    registry.write(holders[::-1] if doe_first else holders)
    assert registry.holder(beside(gone_on, -1)) == "Jane Roe"
    assert registry.holder(gone_on) == ("John Doe" if gone_on == named_on else None)
    assert registry.holder(named_on) == "John Doe"
    assert registry.holder(beside(named_on, 1)) == "John Doe"


def test_a_holder_ends_where_a_next_without_a_beginning_was_first_seen(registry: Registry) -> None:
    registry.write([f"{ROE}, checked: 2023-01}}", f"{DOE}, checked: 2023-05-10}}"])
    assert registry.holder("2023-05-09") == "Jane Roe"
    assert registry.holder("2023-05-10") == "John Doe"


def test_nobody_is_named_in_a_gap_between_two_terms(registry: Registry) -> None:
    registry.write(
        [
            f"{ROE}, checked: 2023-01, start_date: 2020, end_date: 2023-02-01}}",
            f"{DOE}, checked: 2023-06, start_date: 2023-04-01}}",
        ]
    )
    days = ("2023-02-01", "2023-02-02", "2023-03-31", "2023-04-01")
    assert [registry.holder(day) for day in days] == ["Jane Roe", None, None, "John Doe"]


def test_a_holder_who_came_back_is_named_in_both_terms(registry: Registry) -> None:
    registry.write(
        [
            f"{ROE}, checked: 2020, start_date: 2019-01-01, end_date: 2020-01-31}}",
            f"{DOE}, checked: 2020, start_date: 2020-02-01, end_date: 2022-01-31}}",
            f"{ROE}, checked: 2022, start_date: 2022-02-01, end_date: 2023-01-31}}",
        ],
        [STREET, MAILBOX],
    )
    for day, name in {"2020-01-31": "Jane Roe", "2021-06-01": "John Doe", "2022-02-01": "Jane Roe"}.items():
        assert registry.holder(day) == name
        assert ("roe@justice.example" in registry.reaches(day)) == (name == "Jane Roe")


@pytest.mark.parametrize("day", ["2024-02-29", "2028-02-29"])
def test_a_letter_can_be_written_on_29_february(registry: Registry, day: str) -> None:
    registry.write([f"{ROE}, checked: {day}}}"])
    assert registry.holder(day) == "Jane Roe"
    assert registry.letter(day)["place_and_date"] == f"29 February {day[:4]}"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_letter_can_be_written_on_the_first_and_the_last_day_there_is(registry: Registry, day: str) -> None:
    registry.write([f"{ROE}, checked: 2023}}"])
    assert registry.holder(day) is None


@pytest.mark.parametrize("checked", ["9996", "9997", "9998", "9999-12-31"])
def test_a_check_at_the_end_of_time_does_no_harm(registry: Registry, checked: str) -> None:
    """A slip of the pen in a year must not end in a traceback."""
    registry.write([f"{ROE}, checked: {checked}}}"], [STREET.replace("checked: 2020", f"checked: {checked}")])
    assert registry.holder("2026-11-22") is None
    assert registry.letter("9999-12-31")


# ── What belongs to a holder goes with them; what is past its date is not used ───────────────────────────


def test_a_detail_of_a_holder_goes_with_them(registry: Registry) -> None:
    registry.write(
        [f"{ROE}, checked: 2020, start_date: 2020, end_date: 2023-05-10}}"], [STREET, ROOM, MAILBOX]
    )
    assert registry.reaches("2023-05-10") == ["Room 7", "roe@justice.example", "1 Hill Street"]
    assert registry.letter("2023-05-10")["recipient"]["envelope"][2:] == ["Room 7", "KAZAKHSTAN"]
    assert registry.reaches("2023-05-11") == ["1 Hill Street"]
    assert registry.letter("2023-05-11")["recipient"]["envelope"][1:] == ["1 Hill Street", "KAZAKHSTAN"]


def test_a_detail_of_a_holder_does_not_pass_to_the_next(registry: Registry) -> None:
    registry.write([f"{ROE}, checked: 2023-01}}", f"{DOE}, checked: 2023-05-10}}"], [ROOM, MAILBOX, STREET])
    assert registry.reaches("2023-05-09") == ["Room 7", "roe@justice.example", "1 Hill Street"]
    assert registry.reaches("2023-05-10") == ["1 Hill Street"]


@pytest.mark.parametrize(("until", "last"), ENDS.items())
def test_a_detail_is_used_until_it_is_no_longer_valid(registry: Registry, until: str, last: str) -> None:
    registry.write([], [STREET.replace("}", f", valid_until: {until}}}")])
    assert [bool(registry.reaches(beside(last, days))) for days in (-1, 0, 1)] == [True, True, False]
    assert registry.letter(last)["recipient"]["posted"]
    assert not registry.letter(beside(last, 1))["recipient"]["posted"]


@pytest.mark.parametrize(
    ("checked", "fresh_until", "ageing_until"),
    [
        ("2020-05-10", "2021-05-10", "2023-05-10"),
        ("2020-05", "2021-05-01", "2023-05-01"),
        ("2020", "2021-01-01", "2023-01-01"),
        ("2020-02-29", "2021-03-01", "2023-03-01"),
    ],
)
def test_a_detail_ages_a_year_and_three_years_after_its_check(
    registry: Registry, checked: str, fresh_until: str, ageing_until: str
) -> None:
    registry.write([], [STREET.replace("checked: 2020", f"checked: {checked}")])
    days = (fresh_until, beside(fresh_until, 1), ageing_until, beside(ageing_until, 1))
    letters_ = [registry.letter(day) for day in days]
    assert [letter["recipient"]["reaches"][0]["freshness"] for letter in letters_] == [
        "fresh",
        "ageing",
        "ageing",
        "stale",
    ]
    stale = [[f["code"] for f in letter["findings"]].count("channel.stale-address") for letter in letters_]
    assert stale == [0, 0, 0, 1]


def test_what_a_source_prints_and_cannot_be_right_is_never_used(registry: Registry) -> None:
    printed = "{type: phone, printed: '12-34', source: gazette, checked: 2020}"
    registry.write([], [printed])
    letter = registry.letter("2020-06-01")
    assert letter["recipient"]["reaches"] == []
    assert "12-34" not in json.dumps(letter)


# ── An office that cannot be reached ─────────────────────────────────────────────────────────────────────


class _Headings(HTMLParser):
    """The office headings of a page, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "h4":
            self._open = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "h4"

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] += data


def test_an_office_without_any_channel_gets_the_text_and_says_so(
    advocate: Advocate, registry: Registry
) -> None:
    registry.write([f"{ROE}, checked: 2026-05}}"], [])
    ran = advocate("generate", "--campaign", ".", "--to", "all", "--name", "Ada", "--out", "out")
    assert ran.code == 0
    assert ran.err.startswith("warning: 1 of 1 letter: no way to reach the office is known [channel.none]\n")
    assert sorted(file.name for file in Path("out").iterdir()) == [
        "index.html",
        "manifest.json",
        "minister.plea.en.txt",
    ]
    text = Path("out/minister.plea.en.txt").read_text("utf-8")
    assert "\nHer Excellency Jane Roe\nMinister of Justice\n\n22 November 2026\n" in text
    assert "channel.none" in Path("out/index.html").read_text("utf-8")


def test_without_any_channel_strict_fails(advocate: Advocate, registry: Registry) -> None:
    registry.write([], [])
    words = ("generate", "--campaign", ".", "--to", "all", "--name", "Ada", "--out", "out", "--strict")
    assert advocate(*words).code == 1


def test_a_detail_that_vanishes_with_its_holder_may_leave_no_channel(registry: Registry) -> None:
    registry.write([f"{ROE}, checked: 2020, end_date: 2020-06-01}}"], [MAILBOX])
    codes = [
        [finding["code"] for finding in registry.letter(day)["findings"]]
        for day in ("2020-06-01", "2020-06-02")
    ]
    assert "channel.none" not in codes[0]
    assert "channel.none" in codes[1]


def test_an_office_without_any_channel_stands_last_on_the_page(
    advocate: Advocate, campaign: Path, tmp_path: Path
) -> None:
    """The first office of the shipped registry loses all it has; everybody else's order stays."""
    words = ("generate", "--campaign", campaign, "--to", "all", "--name", "Ada", "--as", "txt")
    assert advocate(*words, "--out", tmp_path / "before").code == 0
    file = campaign / "contacts.yaml"
    registry = file.read_text("utf-8")
    start = registry.index("    contact_details:\n", registry.index("  - id: prosecutor-general\n"))
    end = registry.index("    note:", start)
    file.write_text(registry[:start] + registry[end:], "utf-8")
    assert advocate(*words, "--out", tmp_path / "after").code == 0

    def offices(folder: str) -> list[str]:
        page = _Headings()
        page.feed((tmp_path / folder / "index.html").read_text("utf-8"))
        return [" ".join(heading.split()) for heading in page.found]

    def is_office(heading: str) -> bool:
        return "Prosecutor General" in heading

    before, after = offices("before"), offices("after")
    assert len(before) == len(after) == 26
    assert is_office(before[0])
    unreachable = [
        "Prosecutor General" if is_office(heading) else re.sub(r"^\W*\d+\W+", "", heading)
        for heading in after
    ]
    reports = json.loads((tmp_path / "after" / "manifest.json").read_bytes())["letters"]
    without = [
        entry["contact"]
        for entry in reports
        if "channel.none" in [finding["code"] for finding in entry["findings"]]
    ]
    assert "prosecutor-general" in without
    assert "Prosecutor General" in unreachable[-len(without) :]


# ── Dates of reduced precision ───────────────────────────────────────────────────────────────────────────

DAYS = st.dates()


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """Draw a date known to the year, the month or the day."""
    day = draw(DAYS)
    parts: tuple[int | None, ...] = (day.month, day.day)[: draw(st.integers(0, 2))]
    return PartialDate(day.year, *parts)


@given(partial_dates())
def test_a_date_is_read_from_what_it_is_written_as(when: PartialDate) -> None:
    assert PartialDate.parse(str(when)) == when


@given(partial_dates())
def test_a_date_begins_before_it_ends(when: PartialDate) -> None:
    assert when.first_day <= when.last_day
    assert (when.first_day == when.last_day) == (when.day is not None)
    assert PartialDate.parse(when.first_day.isoformat()).first_day == when.first_day
    for day in (when.first_day, when.last_day):
        assert day.isoformat().startswith(str(when))


@given(partial_dates())
def test_no_day_of_a_date_lies_outside_its_first_and_last(when: PartialDate) -> None:
    if when.last_day < date.max:
        assert not (when.last_day + timedelta(1)).isoformat().startswith(str(when))
    if when.first_day > date.min:
        assert not (when.first_day - timedelta(1)).isoformat().startswith(str(when))


@given(st.text(st.sampled_from("0123456789-"), max_size=12) | st.text(max_size=12))
def test_what_is_read_as_a_date_is_written_the_same_again(words: str) -> None:
    try:
        when = PartialDate.parse(words)
    except ValueError:
        return
    assert str(when) == words
    assert re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", words)


@pytest.mark.parametrize(
    "words",
    [
        *("", "-", "2018-", "2018-4", "2018-04-1", "2018-13", "2018-00", "2018-04-00", "2018-02-29", "0000"),
        *("18-04-2018", "2018/04", "2018.04", "20180401", "2018-W15", "2018-04-01T00:00", "2018-04-01-01"),
        *(
            " 2018",
            "2018\n",
            "-2018",
            "+2018",
            "\uff12\uff10\uff11\uff18",
            "2018-\uff104",
            "٢٠١٨",
            "2018-+4",
            "2_18",
            "1e10",
        ),
    ],
)
def test_anything_else_is_no_date(words: str) -> None:
    try:
        read = PartialDate.parse(words)
    except ValueError:
        return
    pytest.fail(f"{words!r} was read as {read}")


@given(DAYS, st.integers(0, 10))
def test_the_same_day_of_a_later_year_is_at_most_a_day_off(day: date, years: int) -> None:
    if day.year + years > date.max.year:
        return
    later = years_after(day, years)
    assert later.year == day.year + years
    same = (later.month, later.day) == (day.month, day.day)
    assert same or ((day.month, day.day) == (2, 29) and (later.month, later.day) == (3, 1))


@given(partial_dates(), DAYS, DAYS)
def test_nothing_grows_younger(checked: PartialDate, one: date, other: date) -> None:
    if checked.year > date.max.year - 3:
        return
    order = list(Freshness)
    first, second = sorted((one, other))
    assert order.index(freshness(checked, first)) <= order.index(freshness(checked, second))
    assert freshness(checked, checked.first_day) is Freshness.FRESH


@given(partial_dates(), DAYS)
def test_the_age_of_any_date_can_be_told_on_any_day(checked: PartialDate, day: date) -> None:
    assert freshness(checked, day) in Freshness
