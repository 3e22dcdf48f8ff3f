"""`advocate contacts check`: what is wrong in a registry, each with its place and a stable code.

The registry below is sound. Each test makes one slip in it and looks at what is said about that. Its domains
end in `.zz`, which ISO 3166 keeps for users and which so belongs to nobody; `.example` is itself a finding.
Its telephone numbers are those that the Federal Network Agency of Germany keeps free for stories.
"""

from __future__ import annotations

import json
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Advocate, Ran

SOUND = """\
sources:
  - {id: gazette-2026, title: The Gazette, url: "https://gazette.zz/1", date: 2026-01}
  - {id: almanac, title: The Almanac, url: "https://almanac.zz/"}
groups:
  - id: land
    name: {en: The Land}
  - id: isles
    name: {en: The Isles}
institutions:
  - id: ministry
    name: {en: Ministry of Lanterns}
    group: land
    country: DE
    domains: [lanterns.zz, lanterns.gov.zz]
    addresses: [ministry@post-office.zz]
    contact_details:
      - {type: phone, value: "+493023125000", source: gazette-2026, checked: 2026-02}
  - id: senate
    name: {en: Senate of the Isles}
    group: isles
    country: AT
    domains: [senate.zz]
procedures:
  - id: petition
    name: {en: Petition}
    fields:
      - {id: facts, label: {en: Facts}, source: gazette-2026}
    source: gazette-2026
    languages: [en]
    form: https://petitions.senate.zz/new
contacts:
  - id: minister
    institution: ministry
    kind: target-authority
    title: {en: Minister of Lanterns}
    forms_of_address:
      en: {salutation: "Dear Minister,", closing: "Yours sincerely,", source: convention}
      ru:
        salutation: {neutral: "Здравствуйте,", female: "Уважаемая", male: "Уважаемый"}
        style_named: "{dative}"
        closing: "С уважением,"
        source: convention
    holders:
      - name: Ivan Petrov
        family_name: Petrov
        start_date: 2019
        end_date: 2023-06-30
        source: almanac
        checked: 2022
      - name: Jane Roe
        family_name: Roe
        gender: female
        names:
          ru: {name: Джейн Роу, family_name: Роу, dative: Джейн Роу}
        start_date: 2023-06-30
        source: gazette-2026
        checked: 2026-02-10
        note: "Her first day is in source almanac."
    contact_details:
      - {type: email, value: minister@lanterns.gov.zz, source: gazette-2026, checked: 2026-02}
      - {type: email, value: ministry@post-office.zz, source: gazette-2026, checked: 2026-02}
      - {type: form, value: "https://www.lanterns.zz/write", source: gazette-2026, checked: 2026-02}
      - type: address
        value: |-
          Lampengasse 1
          10115 Berlin
        country: DE
        source: gazette-2026
        checked: 2026-02
  - id: senate-president
    institution: senate
    kind: parliament
    title: {en: President of the Senate}
    accepts: {what: submission, procedure: petition, source: convention}
    forms_of_address:
      en: {salutation: "Dear President,", closing: "Yours sincerely,", source: convention}
    contact_details:
      - {type: email, value: president@senate.zz, source: gazette-2026, checked: 2026-02}
"""

LATER = date(2026, 11, 22)


class Registry:
    """A campaign's registry that a test makes slips in."""

    def __init__(self, folder: Path, advocate: Advocate) -> None:
        """Begin with the sound registry, in a folder of the test's own."""
        self.folder = folder
        self.text = SOUND
        self._advocate = advocate

    def change(self, old: str, new: str) -> None:
        """Write other words where some stand."""
        assert self.text.count(old) == 1, old
        self.text = self.text.replace(old, new)

    def place(self, words: str) -> str:
        """Return `line:column` of words in the registry."""
        before = self.text[: self.text.index(words)]
        return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"

    def check(self, *options: str) -> Ran:
        """Run the check."""
        (self.folder / "contacts.yaml").write_text(self.text, encoding="utf-8")
        return self._advocate("contacts", "check", "--campaign", self.folder, *options, today=LATER)


@pytest.fixture
def registry(tmp_path: Path, advocate: Advocate) -> Registry:
    return Registry(tmp_path, advocate)


def test_a_sound_registry_has_nothing_to_say_and_says_so(registry: Registry) -> None:
    ran = registry.check("--strict")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "2 contacts checked on 2026-11-22: 0 errors, 0 warnings, 0 notes\n"


ERRORS = [
    # E-mail addresses that cannot be, and stand-ins
    ("value: minister@lanterns.gov.zz", "value: min..ister@lanterns.gov.zz", "two periods", "email"),
    ("value: minister@lanterns.gov.zz", "value: minister@lanterns.example", "only stands", "placeholder"),
    ("value: minister@lanterns.gov.zz", "value: name@example.com", "only stands", "placeholder"),
    ("value: minister@lanterns.gov.zz", "value: name@mail.example.org", "only stands", "placeholder"),
    ("value: minister@lanterns.gov.zz", "value: a@b.test", "only stands", "placeholder"),
    ("value: minister@lanterns.gov.zz", "value: a@b.invalid", "only stands", "placeholder"),
    ("value: minister@lanterns.gov.zz", "value: name@domain.com", "only stands", "placeholder"),
    ("value: minister@lanterns.gov.zz", "value: TODO@lanterns.zz", "only stands", "placeholder"),
    ('value: "https://www.lanterns.zz/write"', "value: https://example.net/", "only stands", "placeholder"),
    ("value: |-\n          Lampengasse 1", "value: |-\n          [street]", "only stands", "placeholder"),
    ('value: "+493023125000"', 'value: "+12025550123"', "only stands", "placeholder"),
    ("name: Jane Roe", "name: TODO", "only stands", "placeholder"),
    ("form: https://petitions.senate.zz/new", "form: https://form.test/", "only stands", "placeholder"),
    ("ministry@post-office.zz]", "ministry@post-office.example]", "only stands", "placeholder"),
    # Outside what the institution declares
    (
        "value: minister@lanterns.gov.zz",
        "value: minister@light.zz",
        "not the institution's: 'ministry' declares lanterns.gov.zz, lanterns.zz and ministry@post-office.zz",
        "outside-domains",
    ),
    (
        "value: minister@lanterns.gov.zz",
        "value: minister@senate.zz",
        "it is in the domain of 'senate'",
        "outside-domains",
    ),
    ("value: minister@lanterns.gov.zz", "value: minister@mail.ru", "shared provider", "outside-domains"),
    ("value: ministry@post-office.zz", "value: another@post-office.zz", "not the", "outside-domains"),
    ("value: president@senate.zz", "value: president@notsenate.zz", "not the", "outside-domains"),
    ('value: "https://www.lanterns.zz/write"', "value: https://write.zz/", "not the", "outside-domains"),
    (
        'value: "https://www.lanterns.zz/write"',
        'value: "https://www.lanterns.zz@evil.zz/write"',
        "not the",
        "outside-domains",
    ),
    (
        'value: "https://www.lanterns.zz/write"',
        'value: "https://evil.zz\\\\.lanterns.zz/"',
        "not the",
        "outside-domains",
    ),
    (
        "form: https://petitions.senate.zz/new",
        "form: https://petitions.zz/",
        "'senate' decl",
        "outside-domains",
    ),
    # Domains that are declared
    ("lanterns.zz, lanterns.gov.zz]", "lanterns.zz, lanterns.gov.zz, mail.ru]", "anybody", "shared-domain"),
    ("lanterns.zz, lanterns.gov.zz]", "lanterns.zz, lanterns.gov.zz, gmail.com]", "anybody", "shared-domain"),
    ("lanterns.zz, lanterns.gov.zz]", "lanterns.zz, lanterns.gov.zz, yandex.kz]", "anybody", "shared-domain"),
    ("lanterns.zz, lanterns.gov.zz]", "lanterns.zz, lanterns.gov.zz, zz]", "is not a domain", "domain"),
    ("lanterns.zz, lanterns.gov.zz]", "lanterns.zz, lanterns.gov.zz, a/b.zz]", "is not a domain", "domain"),
    ("lanterns.zz, lanterns.gov.zz]", "lanterns.zz, lanterns.gov.zz, s\u0435nate.zz]", "looks", "look-alike"),
    ("ministry@post-office.zz]", "ministry@s\u0435nate.zz]", "looks the same", "look-alike"),
    # Look-alikes
    ("value: president@senate.zz", "value: president@sentae.zz", "'senate.zz'", "look-alike"),
    ("value: president@senate.zz", "value: president@senat.zz", "'senate.zz'", "look-alike"),
    ("value: president@senate.zz", "value: president@sennate.zz", "'senate.zz'", "look-alike"),
    ("value: president@senate.zz", "value: president@sanate.zz", "'senate.zz'", "look-alike"),
    ("value: president@senate.zz", "value: president@mail.sanate.zz", "'senate.zz'", "look-alike"),
    ("value: president@senate.zz", "value: president@lantems.zz", "looks the same as", "look-alike"),
    ("value: president@senate.zz", "value: president@1anterns.zz", "looks the same as", "look-alike"),
    ("value: president@senate.zz", "value: president@lanterns-gov.zz", "which 'ministry'", "look-alike"),
    ("value: president@senate.zz", "value: president@senate.zz.evil.zz", "'senate.zz'", "look-alike"),
    ("value: president@senate.zz", "value: president@s\u0435nate.zz", "(xn--snate-zwe.zz)", "look-alike"),
    ("value: president@senate.zz", "value: president@s\u0435nate.zz", "Cyrillic and Latin", "mixed-scripts"),
    (
        "value: president@senate.zz",
        "value: pr\u0435sident@senate.zz",
        "U+0435 cyrillic small",
        "mixed-scripts",
    ),
    ("value: president@senate.zz", "value: president@xn--snate-zwe.zz", "Cyrillic", "mixed-scripts"),
    ("value: president@senate.zz", "value: pr\u0435sident@senate.zz", "Cyrillic and Latin", "mixed-scripts"),
    # Numbers and countries
    ('value: "+493023125000"', 'value: "+322584230"', "too short", "phone"),
    ('value: "+493023125000"', 'value: "+32258423090123"', "too long", "phone"),
    ('value: "+493023125000"', 'value: "+49023125000"', "abroad it is +4923125000", "phone"),
    ('value: "+493023125000"', 'value: "+99930231250"', "no country has", "phone"),
    ('value: "+493023125000"', 'value: "+4930231250001234"', "E.164", None),
    ("country: AT", "country: ZZ", "is no country's code", "country"),
    ("country: DE\n        source", "country: UK\n        source", "is no country's code", "country"),
    # Dates
    ("checked: 2026-02-10", "checked: 2027-02-10", "still to come", "dates"),
    ('"https://gazette.zz/1", date: 2026-01', '"https://gazette.zz/1", date: 2027', "been printed", "dates"),
    ("end_date: 2023-06-30", "end_date: 2018", "before it began on 2019", "dates"),
    ("start_date: 2023-06-30\n", "start_date: 2023-06-30\n        valid_until: 2023-05\n", "before", "dates"),
    ("end_date: 2023-06-30", "end_date: 2023-07-01", "Ivan Petrov and Jane Roe held", "overlap"),
    ("start_date: 2023-06-30", "start_date: 2021", "from 2019 until 2023-06-30, and from 2021 on", "overlap"),
]


@pytest.mark.parametrize(("old", "new", "words", "slug"), ERRORS)
def test_what_would_send_a_letter_astray_is_an_error_with_its_place(
    registry: Registry, old: str, new: str, words: str, slug: str | None
) -> None:
    registry.change(old, new)
    ran = registry.check()
    if slug is None:
        # The reader refuses it already, as for every command.
        assert ran.code == 2
        assert words in ran.err
        return
    assert ran.code == 1, ran.out
    told = [line for line in ran.out.splitlines() if line.endswith(f"[check.{slug}]")]
    assert len(told) == 1, ran.out
    assert ": error: " in told[0]
    assert words in told[0]
    assert told[0].startswith(f"{registry.folder.as_posix()}/contacts.yaml:")


WARNINGS = [
    ("domains: [senate.zz]", "domains: [senate.zz, lantrens.zz]", "is it meant?", "look-alike"),
    ("domains: [senate.zz]", "domains: [senate.zz, senate.zz.isles.zz]", "is it meant?", "look-alike"),
    ("value: minister@lanterns.gov.zz", "value: минист@lanterns.gov.zz", "not every mail", "email-letters"),
    ('value: "+493023125000"', 'printed: "+49(0)30"', "'+49(0)30', which cannot be right", "printed"),
    ("10115 Berlin", "1011 Berlin", "no line has a postcode of DE", "address"),
    ("10115 Berlin", "10115", "no town stands with the postcode", "address"),
    ("checked: 2022\n", "checked: 2022\n        note: source x-1\n", "'x-1'", "unknown-source"),
    ('"https://almanac.zz/"', "almanac of 2025", "is not a web address", "source-address"),
    ("almanac\n        checked: 2022", "gazette-2026\n        checked: 2022", "is of 2026-01", "dates"),
    ("value: ministry@post-office.zz", "value: Minister@LANTERNS.gov.zz", "a second time", "duplicate"),
    ("email, value: president@senate.zz", 'phone, value: "+493023125000"', "'ministry' too", "duplicate"),
    ("lanterns.zz, lanterns.gov.zz]", "lanterns.zz, lanterns.gov.zz, Lanterns.zz]", "second", "duplicate"),
    ("what: submission, procedure: petition", "what: letter", "no contact acts on", "orphan"),
    ("  - id: isles\n", "  - id: moon\n    name: {en: The Moon}\n  - id: isles\n", "group 'moon'", "orphan"),
    (", dative: Джейн Роу}", "}", "wants {dative}, and Jane Roe has none", "no-name-part"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words", "slug"), WARNINGS)
def test_what_is_doubtful_is_a_warning(registry: Registry, old: str, new: str, words: str, slug: str) -> None:
    registry.change(old, new)
    ran = registry.check()
    assert ran.code == 0, ran.out
    told = [line for line in ran.out.splitlines() if line.endswith(f"[check.{slug}]")]
    assert len(told) == 1, ran.out
    assert ": warning: " in told[0]
    assert words in told[0]
    assert registry.check("--strict").code == 1


def test_errors_come_first_and_then_what_stands_first_in_the_file(registry: Registry) -> None:
    registry.change("domains: [senate.zz]", "domains: [senate.zz, lantrens.zz]")
    registry.change("value: president@senate.zz", "value: president@elsewhere.zz")
    registry.change("value: minister@lanterns.gov.zz", "value: minister@elsewhere.zz")
    registry.change("        gender: female\n", "")
    ran = registry.check()
    file = f"{registry.folder.as_posix()}/contacts.yaml"
    assert [line.partition(": ")[0] for line in ran.out.splitlines()] == [
        f"{file}:{registry.place(words)}"
        for words in ("minister@elsewhere", "president@elsewhere", "lantrens", "name: Jane Roe")
    ]
    assert ran.err == "2 contacts checked on 2026-11-22: 2 errors, 1 warning, 1 note\n"


def test_scripts_get_every_remark_with_its_place_and_its_office(registry: Registry) -> None:
    registry.change("value: president@senate.zz", "value: president@sentae.zz")
    registry.change("domains: [senate.zz]", "domains: [senate.zz, lantrens.zz]")
    ran = registry.check("--format", "json")
    assert ran.code == 1
    first, second = json.loads(ran.out)
    line, column = registry.place("president@sentae.zz").split(":")
    assert first == {
        "code": "check.look-alike",
        "weight": "error",
        "message": "'sentae.zz' is easily taken for 'senate.zz', which 'senate' declares",
        "file": f"{registry.folder.as_posix()}/contacts.yaml",
        "line": int(line),
        "column": int(column),
        "contact": "senate-president",
    }
    assert (second["weight"], second["contact"]) == ("warning", None)


def test_scripts_get_an_empty_list_where_nothing_is_wrong(registry: Registry) -> None:
    assert json.loads(registry.check("--format", "json").out) == []


def test_what_the_reader_refuses_is_told_in_full_as_by_every_command(registry: Registry) -> None:
    registry.change("value: minister@lanterns.gov.zz", 'value: "[email protected]"')
    registry.change("value: president@senate.zz", "value: name@domain")
    ran = registry.check()
    assert (ran.code, ran.out) == (2, "")
    assert [line.rpartition(" ")[2] for line in ran.err.splitlines()] == ["[registry.email]"] * 2


def codes(ran: Ran) -> list[str]:
    return [line.rpartition("[")[2].removesuffix("]") for line in ran.out.splitlines()]


def test_what_is_old_is_told_by_its_age(registry: Registry) -> None:
    ran = registry.check("--date", "2027-03-01")
    assert set(codes(ran)) == {"check.ageing"}
    assert "Jane Roe was last seen on 2026-02-10, more than a year ago" in ran.out
    ran = registry.check("--date", "2030-03-01")
    assert set(codes(ran)) == {"check.stale"}
    assert ran.code == 0
    assert len(codes(ran)) == 7, "one holder, five details of offices, one of an institution"


def test_an_office_that_is_written_to_no_more_may_be_old_and_out_of_reach(registry: Registry) -> None:
    gone = "    retired: {date: 2026-03, reason: The Senate was dissolved., source: gazette-2026}\n"
    registry.change("    kind: parliament\n", f"    kind: parliament\n{gone}")
    assert "president" not in registry.check("--date", "2030-03-01", "--format", "json").out
    assert registry.check().out == ""


def test_a_number_abroad_is_worth_a_note_unless_it_is_a_persons_own(registry: Registry) -> None:
    own = '{type: phone, value: "+493023125001", source: gazette-2026, checked: 2026-02}'
    last = "      - {type: email, value: president@senate.zz, source: gazette-2026, checked: 2026-02}\n"
    registry.change(last, f"{last}      - {own}\n")
    ran = registry.check()
    assert ran.code == 0
    assert codes(ran) == ["check.phone-country"]
    assert "is a number in DE, and the institution is in AT" in ran.out
    holder = "    holders:\n      - {name: Sam Poe, family_name: Poe, source: almanac, checked: 2026-05}\n"
    registry.change(own, own.replace("source", "holder: Sam Poe, source"))
    registry.change("    contact_details:\n" + last, f"{holder}    contact_details:\n{last}")
    assert registry.check().out == ""


def test_a_number_that_is_free_to_call_belongs_to_no_country(registry: Registry) -> None:
    registry.change('"+493023125000"', '"+80012345678"')
    assert registry.check().out == ""


def test_an_office_that_cannot_be_reached_is_a_warning(registry: Registry) -> None:
    registry.change(
        "accepts: {what: submission, procedure: petition, source: convention}", "note: None is known."
    )
    registry.change(
        "type: email, value: president@senate.zz", 'type: email, printed: "president(at)senate.zz"'
    )
    assert codes(registry.check()) == ["check.orphan", "check.no-channel", "check.printed"]


def test_a_name_that_a_language_lacks_is_worth_a_note(registry: Registry) -> None:
    registry.change(
        "        names:\n          ru: {name: Джейн Роу, family_name: Роу, dative: Джейн Роу}\n", ""
    )
    assert codes(registry.check()) == ["check.no-name-part", "check.no-name"]
    registry.change('        style_named: "{dative}"\n', "")
    assert codes(registry.check()) == ["check.no-name"]


def test_whoever_left_the_office_need_not_be_named(registry: Registry) -> None:
    registry.change("start_date: 2023-06-30", "start_date: 2023-06-30\n        end_date: 2026-05")
    registry.change(", dative: Джейн Роу}", "}")
    registry.change("        gender: female\n", "")
    assert registry.check().out == ""


def test_what_nothing_refers_to_is_told(registry: Registry) -> None:
    registry.change(
        "  - id: senate\n",
        """\
  - id: lonely
    name: {en: Nobody's Office}
    group: land
    country: DE
  - id: senate
""",
    )
    registry.change("procedure: petition, source: convention", "procedure: petition, source: gazette-2026")
    registry.change(
        "  - {id: almanac,", '  - {id: atlas, title: The Atlas, url: "https://atlas.zz"}\n  - {id: almanac,'
    )
    ran = registry.check()
    assert codes(ran) == ["check.orphan", "check.orphan"]
    assert "'atlas'" in ran.out
    assert "'lonely'" in ran.out


@pytest.mark.parametrize(
    "note",
    [
        "Her first day is in source atlas.",
        "Also sources almanac, atlas and gazette-2026.",
        "(sources gazette-2026 and atlas, both undated)",
    ],
)
def test_a_source_that_a_note_names_is_used(registry: Registry, note: str) -> None:
    registry.change(
        "  - {id: almanac,", '  - {id: atlas, title: The Atlas, url: "https://atlas.zz"}\n  - {id: almanac,'
    )
    registry.change("Her first day is in source almanac.", note)
    assert registry.check().out == ""


def test_the_same_office_or_term_twice_is_a_warning(registry: Registry) -> None:
    registry.text += """\
  - id: another-president
    institution: senate
    kind: parliament
    title: {en: president of the  Senate}
    forms_of_address:
      en: {salutation: "Dear President,", closing: "Yours sincerely,", source: convention}
    holders:
      - {name: Sam Poe, family_name: Poe, source: almanac, checked: 2026-05}
      - {name: Sam Poe, family_name: Poe, source: almanac, checked: 2026-05}
    contact_details:
      - {type: email, value: office@senate.zz, source: gazette-2026, checked: 2026-02}
"""
    assert codes(registry.check()) == ["check.duplicate", "check.duplicate"]


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        # The day of a handover may be printed of both, and a year or a month is no certain day.
        ("start_date: 2019, end_date: 2023-06-30", "start_date: 2023-06-30", False),
        ("start_date: 2019, end_date: 2023", "start_date: 2023-06-30", False),
        ("start_date: 2019, end_date: 2023-06-30", "start_date: 2023", False),
        ("start_date: 2019", "start_date: 2023", False),
        ("end_date: 2023-06-30", "start_date: 2020-01-01", False),
        ("end_date: 2024", "end_date: 2025", False),
        ("start_date: 2019", "start_date: 2019", False),
        ("start_date: 2019, end_date: 2019", "start_date: 2018, end_date: 2024", False),
        ("start_date: 2019, end_date: 2024", "start_date: 2023-12-31", True),
        ("start_date: 2019, end_date: 2025", "start_date: 2020, end_date: 2021-05", True),
        ("start_date: 2020, end_date: 2021-05", "start_date: 2019, end_date: 2025", True),
        ("end_date: 2024-05-01", "start_date: 2019, end_date: 2025", True),
        ("start_date: 2019-05-01", "start_date: 2019-05-01", True),
    ],
)
def test_only_terms_that_surely_overlap_are_an_error(
    registry: Registry,
    first: str,
    second: str,
    overlap: bool,  # noqa: FBT001 - what is expected
) -> None:
    start = registry.text.index("      - name: Ivan Petrov")
    end = registry.text.index("    contact_details:\n      - {type: email, value: minister@")
    named = (
        "gender: male, names: {ru: {name: A, family_name: A, dative: A}}, source: almanac, checked: 2026-05"
    )
    holders = [
        f"      - {{name: {name}, family_name: {name}, {named}, {words}}}\n"
        for name, words in (("A", first), ("B", second))
    ]
    registry.text = registry.text[:start] + "".join(holders) + registry.text[end:]
    ran = registry.check()
    assert codes(ran) == ["check.overlap"] * overlap
    assert ran.code == int(overlap)


def test_the_shipped_registry_has_no_errors(advocate: Advocate) -> None:
    ran = advocate("contacts", "check")
    assert ran.code == 0, ran.out
    assert ": error: " not in ran.out
    assert {"check.stale", "check.printed", "check.no-channel", "check.ageing"} <= set(codes(ran))
    assert "'+32(0)2 584 230', which cannot be right" in ran.out
    assert ran.out.startswith("contacts.yaml:")
    assert ran.err.startswith("26 contacts checked on 2026-11-22: 0 errors, ")


@pytest.mark.no_cover
def test_thousands_of_offices_are_checked_in_time_that_grows_with_their_number(
    registry: Registry, advocate: Advocate
) -> None:
    head, institution, group_rest = _cut(SOUND)

    def seconds(count: int) -> float:
        offices = [institution(number) for number in range(count)]
        text = head + "".join(part for part, _ in offices) + group_rest + "".join(part for _, part in offices)
        (registry.folder / "contacts.yaml").write_text(text, encoding="utf-8")
        begun = time.process_time()
        ran = advocate("contacts", "check", "--campaign", registry.folder, today=LATER)
        assert ran.err.startswith(f"{count + 2} contacts checked"), ran.err
        return time.process_time() - begun

    seconds(10)
    few, many = seconds(400), seconds(1600)
    assert many < 4 * few * 2


def _cut(text: str) -> tuple[str, Callable[[int], tuple[str, str]], str]:
    """Return the registry around a place for more institutions, and what makes one with its contact."""
    at = text.index("procedures:")

    def made(number: int) -> tuple[str, str]:
        name = f"office-{number:05}"
        words = f"name: {{en: Office {number}}}, group: land, country: DE, domains: [{name}.gov.zz]"
        institution = f"  - {{id: {name}, {words}}}\n"
        contact = f"""\
  - id: head-{number}
    institution: {name}
    kind: parliament
    title: {{en: Head of office {number}}}
    forms_of_address:
      en: {{salutation: "Dear Head,", closing: "Yours sincerely,", source: convention}}
    contact_details:
      - {{type: email, value: head@{name}.gov.zz, source: gazette-2026, checked: 2026-02}}
"""
        return institution, contact

    return text[:at], made, text[at:]
