"""Wrong input: every mistake is one line with its place and a code, the exit code is 2, nothing is written.

The campaign below stands in the current folder (`--campaign .`); most tests change one thing in it, and the
line and the column they expect can be counted in it.
"""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import time
from email.header import decode_header, make_header
from email.utils import parseaddr
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from tests.conftest import Advocate, Ran

REGISTRY = """\
sources:
  - id: gazette
    title: The Gazette
    url: https://gazette.example/
groups:
  - id: land
    name: {en: Land}
institutions:
  - id: ministry
    name: {en: Ministry of Justice}
    group: land
    country: KZ
contacts:
  - id: minister
    institution: ministry
    kind: target-authority
    title: {en: Minister of Justice}
    forms_of_address:
      en:
        salutation: "Dear Minister,"
        closing: "Yours sincerely,"
        source: convention
    holders:
      - name: Jane Roe
        family_name: Roe
        source: gazette
        checked: 2026-05
    contact_details:
      - type: email
        value: minister@justice.example
        source: gazette
        checked: 2026-05
      - type: address
        value: 1 Hill Street
        country: KZ
        source: gazette
        checked: 2026-05
"""

CASE = """\
id: lanterns
title: {en: The lanterns}
source:
  title: {en: A report}
  publisher: {en: A foundation}
  url: https://report.example/
as_of: 2026-04
default_letter: plea
asks:
  - id: light-them
    text: {en: Please light the lanterns.}
people:
  - name: John Doe
    standing: named-in-report
    may_say: that the report names him
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

TEXT = """\
Subject: Please light the lanterns

My name is {{ sender.name }}.

{{ note }}

{{ ask }}
"""

CONTACTS = "contacts.yaml"
CAMPAIGN = "templates/campaign.yaml"
LETTER = "templates/letters/plea/letter.yaml"
WORDS = "templates/letters/plea/authority.en.txt"
FILES = {CONTACTS: REGISTRY, CAMPAIGN: CASE, LETTER: SHEET, WORDS: TEXT}
NO_PLACE, NOTHING, STRANGE = (
    "has no place in the text",
    "a character that stands for nothing",
    "sender.control-character",
)
CODES = {CONTACTS: "registry", CAMPAIGN: "campaign", LETTER: "letter", WORDS: "letter"}
YAML_FILES = (CONTACTS, CAMPAIGN, LETTER)
KINDS = (
    "target-authority, ombudsman, european-leader, parliament, intergovernmental, un-mandate,"
    " foreign-government"
)
SOON = 10
"""Seconds in which the program must have answered whatever it is given."""

ONLY_A_NOTE = (
    "note: 1 of 1 letter: no word of your own; copies are put aside, so say in --note\n"
    "  why you write [own-words.none]\n"
)
"""What is said of a letter that is in order and has no words of its writer's."""


@pytest.fixture(autouse=True)
def _in_a_campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that holds the campaign above."""
    monkeypatch.chdir(tmp_path)
    for name, words in FILES.items():
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(words.encode())


def change(name: str, old: str, new: str) -> None:
    """Change the one place in a file that reads `old`."""
    words = Path(name).read_bytes().decode()
    assert words.count(old) == 1, f"{name} holds {old!r} {words.count(old)} times"
    Path(name).write_bytes(words.replace(old, new).encode())


def generate(advocate: Advocate, *words: str) -> Ran:
    """Make letters to every office of the campaign, in the name of Ada unless the words say otherwise."""
    name = () if "--name" in words or "--sender" in words else ("--name", "Ada")
    to = () if "--to" in words else ("--to", "all")
    return advocate("generate", "--campaign", ".", "--out", "out", "--no-log", *to, *name, *words)


def drafted(file: str) -> EmailMessage:
    """Read an e-mail draft back."""
    return email.message_from_bytes(Path(file).read_bytes(), policy=email.policy.default)


def writer_in(draft: EmailMessage) -> tuple[str, str]:
    """Return name and address of From, read by the old reader: the new one parts long names before 3.13."""
    old = email.message_from_bytes(draft.as_bytes(policy=email.policy.SMTP))
    name, address = parseaddr("".join(str(old["From"]).splitlines()))
    return str(make_header(decode_header(name))), address


def refused(ran: Ran) -> list[str]:
    """Return the lines of a refusal, which must have left nothing behind but them."""
    assert (ran.code, ran.out) == (2, ""), ran
    assert not Path("out").exists()
    assert ran.err.endswith("\n")
    return ran.err.splitlines()


# ── The registry, the case sheet and the sheet of a letter ──────────────────────────────────────────────

IN_THE_REGISTRY = {
    "unknown key, near one": (
        "        value: minister@justice.example\n",
        "        valeu: minister@justice.example\n",
        [
            "29:9: a contact detail needs a 'value', or what was 'printed' [registry.no-value]",
            "30:9: unknown key 'valeu' (did you mean 'value'?) [registry.unknown-key]",
        ],
    ),
    "unknown key, near none": (
        "    group: land\n",
        "    group: land\n    xylophone: land\n",
        [
            (
                "12:5: unknown key 'xylophone' (known here: id, name, group, country, languages, anonymity,"
                " domains, addresses, reach, contact_details) [registry.unknown-key]"
            )
        ],
    ),
    "unknown key at the top": (
        "contacts:\n  - id",
        "contakts: []\ncontacts:\n  - id",
        ["13:1: unknown key 'contakts' (did you mean 'contacts'?) [registry.unknown-key]"],
    ),
    "unknown key in a flow mapping": (
        "    title: {en: Minister of Justice}\n    forms_of_address:\n      en:\n        salutation",
        (
            "    title: {en: Minister of Justice}\n    forms_of_address:\n      en:\n        greeting: hi\n"
            "        salutation"
        ),
        [
            (
                "20:9: unknown key 'greeting' (known here: source, salutation, closing, style, style_named,"
                " salutation_named) [registry.unknown-key]"
            )
        ],
    ),
    "duplicate key": (
        "    country: KZ\ncontacts:",
        "    country: KZ\n    country: NO\ncontacts:",
        ["13:5: the key 'country' stands here a second time [yaml.duplicate-key]"],
    ),
    "duplicate key in a flow mapping": (
        "name: {en: Land}",
        "name: {en: Land, en: Country}",
        ["7:22: the key 'en' stands here a second time [yaml.duplicate-key]"],
    ),
    "unknown key twice": (
        "    group: land\n",
        "    group: land\n    grop: land\n    grop: land\n",
        [
            "12:5: unknown key 'grop' (did you mean 'group'?) [registry.unknown-key]",
            "13:5: the key 'grop' stands here a second time [yaml.duplicate-key]",
        ],
    ),
    "missing key": (
        "    url: https://gazette.example/\n",
        "",
        ["2:5: the key 'url' is missing [registry.missing-key]"],
    ),
    "list for mapping": (
        "    name: {en: Land}\n",
        "    name: [Land]\n",
        ["7:11: name: a mapping (key: value) is wanted here, not a list [registry.wrong-type]"],
    ),
    "text for mapping": (
        "    name: {en: Land}\n",
        "    name: Land\n",
        ["7:11: name: a mapping (key: value) is wanted here, not text [registry.wrong-type]"],
    ),
    "mapping for text": (
        "    title: The Gazette\n",
        "    title: {en: The Gazette}\n",
        ["3:12: title: text is wanted here, not a mapping (key: value) [registry.wrong-type]"],
    ),
    "mapping for text where fields are looked for": (
        'salutation: "Dear Minister,"',
        "salutation: [Dear Minister]",
        ["20:21: salutation: text is wanted here, not a list [registry.wrong-type]"],
    ),
    "text for list": (
        "    country: KZ\ncontacts:",
        "    country: KZ\n    domains: justice.example\ncontacts:",
        ["13:14: domains: a list is wanted here, not text [registry.wrong-type]"],
    ),
    "list for text": (
        "    title: The Gazette\n",
        "    title:\n      - The Gazette\n",
        ["4:7: title: text is wanted here, not a list [registry.wrong-type]"],
    ),
    "list for a word": (
        "    kind: target-authority\n",
        "    kind: [target-authority]\n",
        ["16:11: kind: text is wanted here, not a list [registry.wrong-type]"],
    ),
    "nothing for text": (
        "    url: https://gazette.example/\n",
        "    url:\n",
        ["4:9: 'url' is empty [registry.empty-value]"],
    ),
    "nothing for a word": (
        "    kind: target-authority\n",
        "    kind:\n",
        ["16:10: 'kind' is empty [registry.empty-value]"],
    ),
    "empty text": (
        "    title: The Gazette\n",
        "    title: ''\n",
        ["3:12: 'title' is empty [registry.empty-value]"],
    ),
    "two lines for one": (
        "    title: The Gazette\n",
        '    title: "The\\nGazette"\n',
        ["3:12: one line is wanted here, not several [registry.lines]"],
    ),
    "id with a capital": (
        "  - id: land\n    name: {en: Land}\n",
        "  - id: land\n    name: {en: Land}\n  - id: The Sea\n    name: {en: Sea}\n",
        ["8:9: 'The Sea' does not have the form that 'id' wants [registry.form]"],
    ),
    "unknown institution": (
        "    institution: ministry\n",
        "    institution: ministri\n",
        [
            (
                "15:18: there is no institution 'ministri' (did you mean 'ministry'?)"
                " [registry.unknown-institution]"
            )
        ],
    ),
    "unknown group": (
        "    group: land\n",
        "    group: lande\n",
        ["11:12: there is no group 'lande' (did you mean 'land'?) [registry.unknown-group]"],
    ),
    "unknown source of a holder": (
        "        family_name: Roe\n        source: gazette\n",
        "        family_name: Roe\n        source: gazete\n",
        ["26:17: there is no source 'gazete' (did you mean 'gazette'?) [registry.unknown-source]"],
    ),
    "unknown source of a detail": (
        "        value: 1 Hill Street\n        country: KZ\n        source: gazette\n",
        "        value: 1 Hill Street\n        country: KZ\n        source: hearsay\n",
        ["36:17: there is no source 'hearsay' [registry.unknown-source]"],
    ),
    "unknown source of a form of address": (
        "        source: convention\n",
        "        source: conventoin\n",
        ["22:17: there is no source 'conventoin' [registry.unknown-source]"],
    ),
    "unknown holder of a detail": (
        "        value: minister@justice.example\n",
        "        value: minister@justice.example\n        holder: Jane Row\n",
        ["31:17: there is no holder 'Jane Row' (did you mean 'Jane Roe'?) [registry.unknown-holder]"],
    ),
    "unknown kind": (
        "    kind: target-authority\n",
        "    kind: target-autority\n",
        [
            (
                f"16:11: 'target-autority' is not one of {KINDS} (did you mean 'target-authority'?)"
                " [registry.unknown-word]"
            )
        ],
    ),
    "unknown type of channel": (
        "      - type: email\n",
        "      - type: e-mail\n",
        [
            (
                "29:15: 'e-mail' is not one of email, address, phone, form, fax (did you mean 'email'?)"
                " [registry.unknown-word]"
            )
        ],
    ),
    "duplicate id within a kind": (
        "  - id: land\n    name: {en: Land}\n",
        "  - id: land\n    name: {en: Land}\n  - id: land\n    name: {en: Land}\n",
        ["8:9: the id 'land' is already taken [registry.duplicate-id]"],
    ),
    "duplicate id across kinds": (
        "  - id: minister\n",
        "  - id: ministry\n",
        ["14:9: the id 'ministry' is already taken [registry.duplicate-id]"],
    ),
    "duplicate id of a source": (
        "groups:\n",
        "  - {id: gazette, title: Another, url: 'https://another.example/'}\ngroups:\n",
        ["5:10: the id 'gazette' is already taken [registry.duplicate-id]"],
    ),
    "reserved id": (
        "  - id: minister\n",
        "  - id: all\n",
        ["14:9: the id 'all' is already taken [registry.duplicate-id]"],
    ),
    "no English words": (
        "title: {en: Minister of Justice}",
        "title: {ru: Министр юстиции}",
        ["17:12: 'title' needs its English words (en) [registry.no-english]"],
    ),
    "no English form of address": (
        "      en:\n        salutation",
        "      ru:\n        salutation",
        ["19:7: 'forms_of_address' needs its English words (en) [registry.no-english]"],
    ),
    "unknown field in a salutation": (
        'salutation: "Dear Minister,"',
        'salutation: "Dear Minister,"\n        salutation_named: "Dear {surname},"',
        [
            (
                "21:27: {surname} is not known here: those known are {name} {family_name} {given_name}"
                " {patronymic_name} {dative} {title} {style} [registry.unknown-field]"
            ),
        ],
    ),
    "not an e-mail address": (
        "value: minister@justice.example",
        "value: minister at justice.example",
        ["30:16: 'minister at justice.example' is not an e-mail address [registry.email]"],
    ),
    "no country of an address": (
        "        value: 1 Hill Street\n        country: KZ\n",
        "        value: 1 Hill Street\n",
        ["33:9: an address needs its 'country', such as KZ [registry.no-country]"],
    ),
    "a limit of what is no form": (
        "        value: 1 Hill Street\n",
        "        value: 1 Hill Street\n        limit: 2000\n",
        ["35:16: only a web form has a 'limit' of characters [registry.limit]"],
    ),
    "a limit that is no number": (
        "        value: 1 Hill Street\n",
        "        value: 1 Hill Street\n        limit: short\n",
        [
            "35:16: 'short' is not a whole number such as 2000 [registry.number]",
            "35:16: only a web form has a 'limit' of characters [registry.limit]",
        ],
    ),
}

IN_THE_CASE_SHEET = {
    "unknown key": (
        "default_letter: plea\n",
        "defualt_letter: plea\n",
        [
            "1:1: the key 'default_letter' is missing [campaign.missing-key]",
            "8:1: unknown key 'defualt_letter' (did you mean 'default_letter'?) [campaign.unknown-key]",
        ],
    ),
    "duplicate key": (
        "as_of: 2026-04\n",
        "as_of: 2026-04\nas_of: 2026-05\n",
        ["8:1: the key 'as_of' stands here a second time [yaml.duplicate-key]"],
    ),
    "unknown standing": (
        "    standing: named-in-report\n",
        "    standing: named-in-raport\n",
        [
            (
                "14:15: 'named-in-raport' is not one of public-office, named-in-report, relative, minor,"
                " private"
                " (did you mean 'named-in-report'?) [campaign.unknown-word]"
            )
        ],
    ),
    "mapping for a list": (
        "  - id: light-them\n    text: {en: Please light the lanterns.}\n",
        "  light-them: Please light the lanterns.\n",
        ["10:3: asks: a list is wanted here, not a mapping (key: value) [campaign.wrong-type]"],
    ),
    "unknown default letter": (
        "default_letter: plea\n",
        "default_letter: pleo\n",
        ["8:17: there is no letter 'pleo' (did you mean 'plea'?) [campaign.unknown-letter]"],
    ),
    "duplicate ask": (
        "people:\n",
        "  - {id: light-them, text: {en: Again.}}\npeople:\n",
        ["12:10: the id 'light-them' is already taken [campaign.duplicate-id]"],
    ),
    "bad date": (
        "as_of: 2026-04\n",
        "as_of: April 2026\n",
        ["7:8: 'April 2026' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD [campaign.date]"],
    ),
    "no English words": (
        "    text: {en: Please light the lanterns.}\n",
        "    text: {fr: Allumez les lanternes.}\n",
        ["11:11: 'text' needs its English words (en) [campaign.no-english]"],
    ),
}

IN_THE_SHEET = {
    "unknown key": (
        "summary: asks for light\n",
        "summary: asks for light\nsumary: asks\n",
        ["3:1: unknown key 'sumary' (did you mean 'summary'?) [letter.unknown-key]"],
    ),
    "unknown key in a version": (
        "{kinds: [target-authority], ask: light-them}",
        "{kinds: [target-authority], ask: light-them, aks: light-them}",
        ["6:59: unknown key 'aks' (did you mean 'ask'?) [letter.unknown-key]"],
    ),
    "unknown kind": (
        "[target-authority]",
        "[ombudsman, target-autority]",
        [
            (
                f"6:34: 'target-autority' is not one of {KINDS} (did you mean 'target-authority'?)"
                " [letter.unknown-word]"
            )
        ],
    ),
    "kind with two versions": (
        "[target-authority]",
        "[target-authority, target-authority]",
        ["6:41: the kind 'target-authority' already has the version 'authority' [letter.two-versions]"],
    ),
    "unknown ask": (
        "ask: light-them",
        "ask: light-then",
        ["6:47: the case sheet has no ask 'light-then' (did you mean 'light-them'?) [letter.unknown-ask]"],
    ),
    "unknown status": (
        "status: active\n",
        "status: activ\n",
        [
            (
                "4:9: 'activ' is not one of active, historical, ended, stop (did you mean 'active'?)"
                " [letter.unknown-word]"
            )
        ],
    ),
    "unknown state of review": (
        "{en: original}",
        "{en: orignal}",
        [
            (
                "7:15: 'orignal' is not one of original, reviewed, not-reviewed (did you mean 'original'?)"
                " [letter.unknown-word]"
            )
        ],
    ),
    "missing key": (
        "status: active\n",
        "",
        ["1:1: the key 'status' is missing [letter.missing-key]"],
    ),
    "bad date": (
        "as_of: 2026-04\n",
        "as_of: 2026-13\n",
        ["3:8: '2026-13' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD [letter.date]"],
    ),
}

CHANGES = [
    pytest.param(name, *change_, id=f"{Path(name).name}: {mistake}")
    for name, changes in (
        (CONTACTS, IN_THE_REGISTRY),
        (CAMPAIGN, IN_THE_CASE_SHEET),
        (LETTER, IN_THE_SHEET),
    )
    for mistake, change_ in changes.items()
]


def test_the_campaign_without_a_mistake_makes_a_letter(advocate: Advocate) -> None:
    ran = generate(advocate, "--country", "DE")
    assert (ran.code, ran.err) == (0, ONLY_A_NOTE)
    assert sorted(file.name for file in Path("out").iterdir()) == [
        "index.html",
        "manifest.json",
        "minister.plea.en.eml",
        "minister.plea.en.pdf",
        "minister.plea.en.txt",
    ]


@pytest.mark.parametrize(("name", "old", "new", "expected"), CHANGES)
def test_a_mistake_in_a_file_is_told_with_its_place(
    advocate: Advocate, name: str, old: str, new: str, expected: list[str]
) -> None:
    change(name, old, new)
    assert refused(generate(advocate)) == [f"{name}:{line}" for line in expected]


@pytest.mark.parametrize(
    "written",
    [
        "2018-13",
        "2018-02-30",
        "18-04-2018",
        "2018/04",
        "2018-4",
        "2018-04-",
        "0000",
        "20180410",
        "\uff12\uff10\uff11\uff18",
    ],
)
def test_a_bad_date_in_the_registry_is_told(advocate: Advocate, written: str) -> None:
    change(CONTACTS, "        family_name: Roe\n", f"        family_name: Roe\n        end_date: {written}\n")
    words = f"{written!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"
    assert refused(generate(advocate)) == [f"contacts.yaml:26:19: {words} [registry.date]"]


def test_an_empty_date_in_quotes_is_told(advocate: Advocate) -> None:
    change(CONTACTS, "        family_name: Roe\n", "        family_name: Roe\n        end_date: ''\n")
    assert refused(generate(advocate)) == ["contacts.yaml:26:19: 'end_date' is empty [registry.empty-value]"]


def test_an_empty_date_where_one_is_needed_is_told(advocate: Advocate) -> None:
    change(CAMPAIGN, "as_of: 2026-04\n", "as_of:\n")
    assert refused(generate(advocate)) == [
        "templates/campaign.yaml:7:7: 'as_of' is empty [campaign.empty-value]"
    ]


def test_a_date_in_the_last_year_there_is_does_no_harm(advocate: Advocate) -> None:
    change(
        CONTACTS,
        "        family_name: Roe\n        source: gazette\n        checked: 2026-05\n",
        ("        family_name: Roe\n        source: gazette\n        checked: 9999\n"),
    )
    ran = generate(advocate, "--date", "9999-12-31")
    assert ran.code in {0, 2}


def test_a_language_code_in_capitals_is_told_at_the_key(advocate: Advocate) -> None:
    change(CONTACTS, "name: {en: Land}", "name: {en: Land, RU: Страна}")
    [line] = refused(generate(advocate))
    assert re.fullmatch(r"contacts\.yaml:7:22: 'RU' .* \[registry\.form\]", line)
    assert "that 'RU' wants" not in line, "a key is not what wants the form"


@pytest.mark.parametrize("key", ["salutation", "closing"])
def test_a_field_that_is_never_filled_is_told(advocate: Advocate, key: str) -> None:
    before = {"salutation": '"Dear Minister,"', "closing": '"Yours sincerely,"'}[key]
    change(CONTACTS, f"{key}: {before}", f'{key}: "Dear {{family_name}},"')
    column = len(f"        {key}: ") + 1
    [line] = refused(generate(advocate))
    assert line.startswith(f"contacts.yaml:{ {'salutation': 20, 'closing': 21}[key] }:{column}: ")
    assert line.endswith(" [registry.unknown-field]")


@pytest.mark.parametrize("escape", [r"\0", r"\x07", r"\e", r"\x7f", r"\uFDFA\0"])
def test_a_control_character_behind_an_escape_is_told(advocate: Advocate, escape: str) -> None:
    change(CONTACTS, "title: {en: Minister of Justice}", f'title: {{en: "Minister{escape}"}}')
    [line] = refused(generate(advocate))
    assert line.startswith("contacts.yaml:17:17: ")
    assert "control character" in line


# ── Files that cannot be read as what they should be ─────────────────────────────────────────────────────


@pytest.mark.parametrize("name", YAML_FILES)
@pytest.mark.parametrize("words", ["", "\n", "  \n \n", "# nothing yet\n", "---\n", "\ufeff"])
def test_a_file_with_nothing_in_it_is_told(advocate: Advocate, name: str, words: str) -> None:
    Path(name).write_bytes(words.encode())
    assert refused(generate(advocate)) == [f"{name}:1:1: the file is empty [{CODES[name]}.empty]"]


@pytest.mark.parametrize("name", YAML_FILES)
@pytest.mark.parametrize(
    ("words", "found"), [("- a\n- b\n", "a list"), ("just words\n", "text"), ("~\n", "text")]
)
def test_a_file_of_the_wrong_shape_is_told(advocate: Advocate, name: str, words: str, found: str) -> None:
    Path(name).write_bytes(words.encode())
    line = f"{name}:1:1: the file: a mapping (key: value) is wanted here, not {found}"
    assert refused(generate(advocate)) == [f"{line} [{CODES[name]}.wrong-type]"]


@pytest.mark.parametrize("name", [CONTACTS, CAMPAIGN, WORDS])
def test_a_missing_file_is_told(advocate: Advocate, name: str) -> None:
    Path(name).unlink()
    assert refused(generate(advocate)) == [f"{name}: there is no such file [{CODES[name]}.missing]"]


def test_a_missing_sheet_is_told_where_the_letter_is_named(advocate: Advocate) -> None:
    Path(LETTER).unlink()
    assert refused(generate(advocate)) == [
        "templates/campaign.yaml:8:17: there is no letter 'plea' [campaign.unknown-letter]"
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_place_of_a_file_is_told(advocate: Advocate, name: str) -> None:
    Path(name).unlink()
    Path(name).mkdir()
    expected = f"{name}: cannot be read: is a directory [{CODES[name]}.unreadable]"
    assert expected in refused(generate(advocate))


@pytest.mark.parametrize("name", FILES)
def test_a_latin_1_byte_is_told_with_its_place(advocate: Advocate, name: str) -> None:
    """The column counts characters, as editors do: two stand before the byte, in three bytes."""
    Path(name).write_bytes(Path(name).read_bytes() + "# ä".encode() + b"\xe9\n")
    last = FILES[name].count("\n") + 1
    words = "not UTF-8 text: save the file as UTF-8"
    assert refused(generate(advocate)) == [f"{name}:{last}:4: {words} [{CODES[name]}.not-utf-8]"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_utf_16_is_told(advocate: Advocate, name: str) -> None:
    Path(name).write_bytes(FILES[name].encode("utf-16"))
    words = "not UTF-8 text: save the file as UTF-8"
    assert refused(generate(advocate)) == [f"{name}:1:1: {words} [{CODES[name]}.not-utf-8]"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("control", ["\0", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x9b"])
def test_a_control_character_is_told_with_its_place(advocate: Advocate, name: str, control: str) -> None:
    Path(name).write_bytes((FILES[name] + f"# ä{control}\n").encode())
    last = FILES[name].count("\n") + 1
    words = f"a control character (U+{ord(control):04X}) has no place in the text: '…"
    [line] = refused(generate(advocate))
    assert line.startswith(f"{name}:{last}:4: {words}")
    assert line.endswith(f"# ä<U+{ord(control):04X}> ' [{CODES[name]}.control-character]")


@pytest.mark.parametrize("name", YAML_FILES)
@pytest.mark.parametrize("nobody", ["\ufffe", "\uffff"])
def test_a_code_point_that_is_no_character_is_told(advocate: Advocate, name: str, nobody: str) -> None:
    """YAML allows neither (1.2.2, section 5.1), and no letter wants one."""
    Path(name).write_bytes((FILES[name] + f"# {nobody}\n").encode())
    [line] = refused(generate(advocate))
    assert line.startswith(f"{name}:{FILES[name].count(chr(10)) + 1}:3: ")


def test_a_byte_order_mark_is_no_problem(advocate: Advocate) -> None:
    for name, words in FILES.items():
        Path(name).write_bytes(b"\xef\xbb\xbf" + words.encode())
    assert generate(advocate).code == 0


def test_line_ends_of_windows_are_no_problem_and_make_no_difference(advocate: Advocate) -> None:
    assert generate(advocate).code == 0
    Path("out").rename("before")
    for name, words in FILES.items():
        Path(name).write_bytes(words.replace("\n", "\r\n").encode())
    assert generate(advocate).code == 0
    for file in Path("before").iterdir():
        assert (Path("out") / file.name).read_bytes() == file.read_bytes(), file.name


def test_with_line_ends_of_windows_places_are_the_same(advocate: Advocate) -> None:
    change(CONTACTS, "kind: target-authority", "kund: target-authority")
    Path(CONTACTS).write_bytes(Path(CONTACTS).read_bytes().replace(b"\n", b"\r\n"))
    assert refused(generate(advocate)) == [
        "contacts.yaml:14:5: the key 'kind' is missing [registry.missing-key]",
        "contacts.yaml:16:5: unknown key 'kund' (did you mean 'kind'?) [registry.unknown-key]",
    ]


@pytest.mark.parametrize("name", YAML_FILES)
@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("a:\n\tb: c\n", "2:1"),
        ("a:\n  b: c\n\td: e\n", "3:1"),
        ("a:\n  - b: c\n  \t- d: e\n", "3:3"),
    ],
)
def test_a_tab_in_the_indent_is_told(advocate: Advocate, name: str, words: str, place: str) -> None:
    Path(name).write_bytes(words.encode())
    assert refused(generate(advocate)) == [f"{name}:{place}: a tab character: indent with spaces [yaml.tab]"]


@pytest.mark.parametrize("name", YAML_FILES)
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a: &x b\n", "1:4: an anchor (&x) is not allowed [yaml.anchor]"),
        ("a: &x b\nc: *x\n", "2:4: an alias (*x) is not allowed: write the value out [yaml.alias]"),
        ("a: &x [*x]\n", "1:8: an alias (*x) is not allowed: write the value out [yaml.alias]"),
        ("a: !!int 1\n", "1:4: a tag (tag:yaml.org,2002:int) is not allowed [yaml.tag]"),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            "1:4: a tag (tag:yaml.org,2002:python/object/apply:os.system) is not allowed [yaml.tag]",
        ),
        ("a: b\n---\nc: d\n", "2:1: a second document begins here: only one is read [yaml.second-document]"),
        ("? [a, b]\n: c\n", "1:3: a key must be a plain word [yaml.key]"),
        ("a: b\n? {c: d}\n: e\n", "2:3: a key must be a plain word [yaml.key]"),
    ],
)
def test_yaml_beyond_lists_mappings_and_text_is_told(
    advocate: Advocate, name: str, words: str, expected: str
) -> None:
    Path(name).write_bytes(words.encode())
    assert f"{name}:{expected}" in refused(generate(advocate))


@pytest.mark.parametrize("name", YAML_FILES)
@pytest.mark.parametrize(
    ("words", "place"), [("a: [b\nc: d\n", "2:2"), ("a: b: c\n", "1:5"), ("a: 'b\n", "2:1"), ("%\n", "1:2")]
)
def test_what_is_not_yaml_is_told_in_one_line(advocate: Advocate, name: str, words: str, place: str) -> None:
    Path(name).write_bytes(words.encode())
    message = "this is not YAML: look for a missing colon, quote or bracket here or just above"
    assert refused(generate(advocate)) == [f"{name}:{place}: {message} [yaml.syntax]"]


@pytest.mark.parametrize("name", YAML_FILES)
def test_fifty_levels_are_deep_enough(advocate: Advocate, name: str) -> None:
    Path(name).write_bytes(b"[" * 50 + b"]" * 50)
    line = "the file: a mapping (key: value) is wanted here, not a list"
    assert refused(generate(advocate)) == [f"{name}:1:1: {line} [{CODES[name]}.wrong-type]"]


@pytest.mark.parametrize("name", YAML_FILES)
@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("[" * 51 + "]" * 51, "1:51"),
        ("[" * 100_000, "1:(51|1001)"),
        ("- " * 100_000, "1:101"),
        ("{a: " * 51, "1:201"),
    ],
    ids=["51 brackets", "100,000 open brackets", "100,000 dashes", "51 open braces"],
)
def test_deep_nesting_is_told_at_once_in_one_line(
    advocate: Advocate, name: str, words: str, place: str
) -> None:
    Path(name).write_bytes(words.encode())
    start = time.perf_counter()
    lines = refused(generate(advocate))
    assert time.perf_counter() - start < SOON
    # PyYAML 6.0.4 has a limit of its own, and looks ahead for brackets.
    (line,) = lines
    assert re.fullmatch(
        f"{re.escape(name)}:{place}: nested more than 50 levels deep \\[yaml.too-deep\\]", line
    )


@pytest.mark.parametrize("name", YAML_FILES)
@pytest.mark.parametrize("mark", ["{", "? ", "[{", "'", '"', "&a ", "!!a ", "a: ", "%", "|"])
def test_a_hundred_thousand_of_any_mark_are_told_at_once(advocate: Advocate, name: str, mark: str) -> None:
    Path(name).write_bytes(mark.encode() * 100_000)
    start = time.perf_counter()
    lines = refused(generate(advocate))
    assert time.perf_counter() - start < SOON
    assert lines
    assert all(line.startswith((f"{name}:1:", f"{name}:2:1")) for line in lines)


def test_a_value_of_a_million_letters_is_read(advocate: Advocate) -> None:
    change(CONTACTS, "    title: The Gazette\n", f"    title: {'x' * 1_000_000}\n")
    start = time.perf_counter()
    assert generate(advocate).code == 0
    assert time.perf_counter() - start < SOON


def test_a_wrong_word_of_a_million_letters_is_told_at_once(advocate: Advocate) -> None:
    change(CONTACTS, "    kind: target-authority\n", f"    kind: {'ab' * 500_000}\n")
    start = time.perf_counter()
    [line] = refused(generate(advocate))
    assert time.perf_counter() - start < SOON
    assert line.startswith("contacts.yaml:16:11: ")


@pytest.mark.parametrize(
    ("name", "most", "told"),
    [
        (CONTACTS, 20_000_000, "20 MB"),
        (CAMPAIGN, 1_000_000, "1 MB"),
        (LETTER, 1_000_000, "1 MB"),
        (WORDS, 100_000, "100 kB"),
    ],
)
def test_a_file_that_is_too_large_is_told(advocate: Advocate, name: str, most: int, told: str) -> None:
    # Without any blocks on the disk.
    os.truncate(name, most + 1)
    assert refused(generate(advocate)) == [f"{name}: larger than {told} [{CODES[name]}.too-large]"]


def test_unquoted_words_stay_what_was_written(advocate: Advocate) -> None:
    """`NO` is Norway; `yes`, `null`, `1.0` and a day are text."""
    change(CONTACTS, "    group: land\n    country: KZ\n", "    group: land\n    country: NO\n")
    change(CONTACTS, "title: {en: Minister of Justice}", "title: {en: null}")
    change(CONTACTS, "value: 1 Hill Street\n        country: KZ", "value: 1.0\n        country: NO")
    change(
        CONTACTS,
        "      - name: Jane Roe\n        family_name: Roe\n",
        ("      - name: 2018-04-01\n        family_name: yes\n"),
    )
    ran = generate(advocate, "--as", "txt", "--date", "2026-06-01", "--country", "DE")
    assert (ran.code, ran.err) == (0, ONLY_A_NOTE)
    text = Path("out/minister.plea.en.txt").read_text("utf-8")
    assert "\n2018-04-01\nnull\n1.0\nNORWAY\n" in text


# ── The words of a letter ────────────────────────────────────────────────────────────────────────────────


def test_an_unknown_placeholder_is_told_with_the_nearest(advocate: Advocate) -> None:
    change(WORDS, "{{ sender.name }}", "{{ sender.nmae }}")
    assert refused(generate(advocate)) == [
        (
            f"{WORDS}:3:15: unknown placeholder 'sender.nmae' (did you mean 'sender.name'?)"
            " [letter.unknown-placeholder]"
        )
    ]


def test_an_unknown_placeholder_near_none_is_told_with_where_to_look(advocate: Advocate) -> None:
    change(WORDS, "{{ sender.name }}", "{{ xyzzy }}")
    assert refused(generate(advocate)) == [
        (
            f"{WORDS}:3:15: unknown placeholder 'xyzzy'; 'advocate letters show' lists those there are"
            " [letter.unknown-placeholder]"
        )
    ]


def test_two_unknown_placeholders_are_told_at_once(advocate: Advocate) -> None:
    change(WORDS, "{{ note }}", "{{ noet }} {{ sender.nam }}")
    assert refused(generate(advocate)) == [
        f"{WORDS}:5:4: unknown placeholder 'noet' (did you mean 'note'?) [letter.unknown-placeholder]",
        (
            f"{WORDS}:5:15: unknown placeholder 'sender.nam' (did you mean 'sender.name'?)"
            " [letter.unknown-placeholder]"
        ),
    ]


def test_an_unknown_placeholder_in_a_condition_is_told(advocate: Advocate) -> None:
    change(WORDS, "{{ note }}", "{% if noet %}It is cold.{% endif %}")
    assert refused(generate(advocate)) == [
        f"{WORDS}:5:7: unknown placeholder 'noet' (did you mean 'note'?) [letter.unknown-placeholder]"
    ]


def test_an_unknown_placeholder_behind_a_condition_is_told(advocate: Advocate) -> None:
    change(WORDS, "{{ note }}", "{% if note %}\n\n{{ noet }}{% endif %}")
    assert refused(generate(advocate)) == [
        f"{WORDS}:7:4: unknown placeholder 'noet' (did you mean 'note'?) [letter.unknown-placeholder]"
    ]


def test_an_unknown_placeholder_in_the_subject_is_told(advocate: Advocate) -> None:
    change(WORDS, "Please light", "{{ office.titel }}: light")
    assert refused(generate(advocate)) == [
        (
            f"{WORDS}:1:13: unknown placeholder 'office.titel' (did you mean 'office.title'?)"
            " [letter.unknown-placeholder]"
        )
    ]


def test_the_same_unknown_placeholder_is_told_at_each_of_its_places(advocate: Advocate) -> None:
    change(WORDS, "{{ note }}", "{{ noet }}\n\n{{ noet }}")
    words = "unknown placeholder 'noet' (did you mean 'note'?) [letter.unknown-placeholder]"
    assert refused(generate(advocate)) == [f"{WORDS}:5:4: {words}", f"{WORDS}:7:4: {words}"]


def test_an_unknown_placeholder_is_not_mistaken_for_the_same_word_in_the_text(advocate: Advocate) -> None:
    change(WORDS, "{{ note }}", "No noet here: {{ noet }}")
    assert refused(generate(advocate)) == [
        f"{WORDS}:5:18: unknown placeholder 'noet' (did you mean 'note'?) [letter.unknown-placeholder]"
    ]


def test_an_unknown_placeholder_is_not_mistaken_for_the_beginning_of_another(advocate: Advocate) -> None:
    change(WORDS, "{{ sender.name }}", "{{ sender.name }}, {{ sender.nam }}")
    assert refused(generate(advocate)) == [
        (
            f"{WORDS}:3:34: unknown placeholder 'sender.nam' (did you mean 'sender.name'?)"
            " [letter.unknown-placeholder]"
        )
    ]


def test_an_unknown_placeholder_with_room_around_its_dot_is_found(advocate: Advocate) -> None:
    change(WORDS, "{{ sender.name }}", "{{sender . nmae}}")
    [line] = refused(generate(advocate))
    assert line.startswith(f"{WORDS}:3:14: unknown placeholder 'sender.nmae'")


@pytest.mark.parametrize(
    "placeholder",
    [
        "sender",
        "office",
        "sender._name",
        "sender.__class__",
        "sender.name.upper",
        "sender.name.foo",
        "sender.name._x",
        "sender.name.__class__",
        "ask.__class__",
        "self",
        "range",
        "cycler",
        "namespace",
    ],
)
def test_what_is_not_in_the_vocabulary_is_refused(advocate: Advocate, placeholder: str) -> None:
    change(WORDS, "{{ note }}", f"{{{{ {placeholder} }}}}")
    [line] = refused(generate(advocate))
    assert line.startswith(f"{WORDS}:5:4: unknown placeholder {placeholder!r}")
    assert line.endswith(" [letter.unknown-placeholder]")


@pytest.mark.parametrize(
    "code",
    [
        "{% for letter in note %}x{% endfor %}",
        "{{ note() }}",
        "{{ note.format(1) }}",
        "{{ note|upper }}",
        "{{ note|attr('__class__') }}",
        "{{ note['__class__'] }}",
        "{{ note[0] }}",
        "{{ 7 * 7 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ note ~ ask }}",
        "{{ [note] }}",
        "{% if note is string %}x{% endif %}",
        "{% set note = 1 %}",
        "{% import 'campaign.yaml' as note %}",
        "{% extends 'campaign.yaml' %}",
        "{% macro note() %}{% endmacro %}",
        "{% block note %}{% endblock %}",
        "{% raw %}{{ note }}{% endraw %}{{ note() }}",
        "{{ note if ask else date }}",
    ],
)
def test_code_in_a_letter_is_refused(advocate: Advocate, code: str) -> None:
    change(WORDS, "{{ note }}", code)
    words = "only placeholders such as {{ sender.name }}, {% if … %} and {% include … %} are allowed"
    lines = [line for line in refused(generate(advocate)) if line.endswith(f" {words} [letter.not-allowed]")]
    assert len(lines) == 1
    assert lines[0].startswith(f"{WORDS}:5:")


@pytest.mark.parametrize(
    "code", ["{{ note() }}", "{{ note|upper }}", "{% import 'x' as y %}", "{%- block x %}{% endblock %}"]
)
def test_code_in_a_letter_is_told_where_its_braces_open(advocate: Advocate, code: str) -> None:
    change(WORDS, "{{ note }}", f"See: {code}")
    assert [line.split(": ")[0] for line in refused(generate(advocate))] == [f"{WORDS}:5:6"]


SYNTAX = "a placeholder or condition is not closed or not understood: look at {{ … }} and {% … %} here"


@pytest.mark.parametrize(
    "code", ["{{ }}", "{{ note }", "{% wenn %}", "{{ note note }}", "{% if %}x{% endif %}", "{# x"]
)
def test_braces_that_are_not_understood_are_told(advocate: Advocate, code: str) -> None:
    change(WORDS, "{{ note }}", code)
    assert refused(generate(advocate)) == [f"{WORDS}:5:1: {SYNTAX} [letter.syntax]"]


@pytest.mark.parametrize("code", ["{{ note", "{% if note %}x", "{{ note }\n\n}"])
def test_braces_that_are_not_closed_are_told_on_the_line_where_they_open(
    advocate: Advocate, code: str
) -> None:
    change(WORDS, "{{ note }}", code)
    assert [line.split(": ")[0] for line in refused(generate(advocate))] == [f"{WORDS}:5:1"]


@pytest.mark.parametrize("code", ["{{ }}", "{% wenn %}", "{{ note note }}"])
def test_braces_that_are_not_understood_are_told_where_they_open(advocate: Advocate, code: str) -> None:
    change(WORDS, "{{ note }}", f"See: {code}")
    assert refused(generate(advocate)) == [f"{WORDS}:5:6: {SYNTAX} [letter.syntax]"]


@pytest.mark.parametrize(
    "deep",
    [
        "{{ " + "(" * 90_000,
        "{{ " + "(" * 5_000 + "note" + ")" * 5_000 + " }}",
        "{% if note %}" * 4_000 + "{% endif %}" * 4_000,
        "{% if " + "not " * 5_000 + "note %}{% endif %}",
        "{% if " + "note or " * 5_000 + "note %}{% endif %}",
        "{{ note" + ".a" * 5_000 + " }}",
    ],
    ids=["90,000 open parentheses", "parentheses", "conditions", "not", "or", "dots"],
)
def test_deep_nesting_in_a_letter_is_told_at_once(advocate: Advocate, deep: str) -> None:
    change(WORDS, "{{ note }}", deep)
    start = time.perf_counter()
    lines = refused(generate(advocate))
    assert time.perf_counter() - start < SOON
    assert lines
    assert all(line.startswith(f"{WORDS}:5:") for line in lines)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Please\n\n{{ ask }}\n",
            ["1:1: the first line must be the subject: 'Subject: …' [letter.no-subject]"],
        ),
        (
            "Subject:\n\n{{ ask }}\n",
            ["1:1: the first line must be the subject: 'Subject: …' [letter.no-subject]"],
        ),
        (
            "\nSubject: Light\n\n{{ ask }}\n",
            ["1:1: the first line must be the subject: 'Subject: …' [letter.no-subject]"],
        ),
        (
            "Subject: Light\n{{ ask }}\n",
            ["2:1: an empty line must part the subject from the text [letter.no-empty-line]"],
        ),
        (
            "Subject: Light\n\nHello.\n",
            [" the text never says {{ ask }}: it asks for nothing [letter.no-ask]"],
        ),
        (
            "Subject: Light\n",
            [
                " the text never says {{ ask }}: it asks for nothing [letter.no-ask]",
                "1:1: there is no text below the subject [letter.no-text]",
            ],
        ),
        (
            "",
            [
                " the text never says {{ ask }}: it asks for nothing [letter.no-ask]",
                "1:1: the first line must be the subject: 'Subject: …' [letter.no-subject]",
                "1:1: there is no text below the subject [letter.no-text]",
            ],
        ),
    ],
    ids=["no subject", "empty subject", "subject below", "no empty line", "no ask", "no text", "nothing"],
)
def test_a_letter_without_one_of_its_parts_is_told(
    advocate: Advocate, words: str, expected: list[str]
) -> None:
    Path(WORDS).write_bytes(words.encode())
    assert refused(generate(advocate)) == [f"{WORDS}:{line}" for line in expected]


@pytest.mark.parametrize("words", ["{% if ask %}Please.{% endif %}", "{# {{ ask }} #}Please."])
def test_a_letter_that_names_its_ask_without_saying_it_is_told(advocate: Advocate, words: str) -> None:
    change(WORDS, "{{ ask }}", words)
    [line] = refused(generate(advocate))
    assert line.endswith("the text never says {{ ask }}: it asks for nothing [letter.no-ask]")


@pytest.mark.parametrize("words", ["Before {{ note }} after", "{{ note }}\nKeep this line."])
def test_no_words_of_a_letter_are_lost_beside_the_note(advocate: Advocate, words: str) -> None:
    """Either the text is refused, since the note stands alone, or everything in it comes out."""
    change(WORDS, "{{ note }}", words)
    ran = generate(advocate, "--note", "My own words.", "--as", "txt")
    if ran.code == 2:
        assert refused(ran)
        return
    text = Path("out/minister.plea.en.txt").read_text("utf-8")
    for kept in words.replace("{{ note }}", "\n").split("\n"):
        assert kept.strip() in text


def test_a_note_in_the_subject_leaves_no_mark_behind(advocate: Advocate) -> None:
    change(WORDS, "Please light", "{{ note }} Light")
    ran = generate(advocate, "--note", "My own words.", "--as", "txt")
    if ran.code == 2:
        assert refused(ran)
        return
    assert "\ue000" not in Path("out/minister.plea.en.txt").read_text("utf-8")


def test_a_language_that_nobody_knows_is_told(advocate: Advocate) -> None:
    """`qq` is no language: its dates and countries cannot be put into words."""
    Path(WORDS).with_name("authority.qq.txt").write_bytes(TEXT.encode())
    lines = refused(generate(advocate, "--lang", "qq"))
    assert len(lines) == 1


# ── The writer ───────────────────────────────────────────────────────────────────────────────────────────

SENDER_KEYS = "name, street, postcode, city, region, country, email, phone, occupation, link, language, ties"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("nmae: Ada\n", ["1:1: unknown key 'nmae' (did you mean 'name'?) [sender.unknown-key]"]),
        (
            "name: Ada\nfavourite: blue\n",
            [f"2:1: unknown key 'favourite' (known here: {SENDER_KEYS}) [sender.unknown-key]"],
        ),
        ("name: Ada\nname: Eve\n", ["2:1: the key 'name' stands here a second time [yaml.duplicate-key]"]),
        ("name: [Ada]\n", ["1:7: name: text is wanted here, not a list or mapping [sender.wrong-type]"]),
        (
            "name:\n  first: Ada\n",
            ["2:3: name: text is wanted here, not a list or mapping [sender.wrong-type]"],
        ),
        (
            "- name: Ada\n",
            [
                (
                    "1:1: a mapping is wanted here, with keys such as name, street, postcode, city"
                    " [sender.wrong-type]"
                )
            ],
        ),
        (
            "Ada\n",
            [
                (
                    "1:1: a mapping is wanted here, with keys such as name, street, postcode, city"
                    " [sender.wrong-type]"
                )
            ],
        ),
        (
            "name: |-\n  Ada\n  Eve\n",
            ["1:7: name: one line is wanted, without line breaks [sender.line-break]"],
        ),
        (
            'name: "A\\0"\n',
            [f"1:7: a control character (U+0000) {NO_PLACE}: 'A<U+0000>' [{STRANGE}]"],
        ),
        (
            f"name: {'x' * 101}\n",
            ["1:7: name: 101 characters are too many (at most 100) [sender.too-long]"],
        ),
        (
            "name: Ada\ncountry: UK\n",
            ["2:10: 'UK' is not a country code (ISO 3166) (did you mean 'GB'?) [sender.country]"],
        ),
        (
            "name: Ada\ncountry: Germany\n",
            [
                (
                    "2:10: 'Germany' is not a country code (ISO 3166): two letters are wanted, such as"
                    " DE, FR or KZ"
                    " [sender.country]"
                )
            ],
        ),
        *(
            (
                f"name: Ada\nlanguage: {language}\n",
                [
                    (
                        f"2:11: {language!r} is not a language code (ISO 639-1): two letters are wanted, such"
                        " as en or fr [sender.language]"
                    )
                ],
            )
            for language in ("german", "deu", "qq", "e1")
        ),
        (
            "name: Ada\noccupation: [a teacher]\nlink:\n  english: I grew up there.\n",
            [
                (
                    "2:13: occupation: text is wanted here, or texts by language such as {en: …, fr: …}"
                    " [sender.wrong-type]"
                ),
                (
                    "4:3: 'english' is not a language code (ISO 639-1): two letters are wanted, such as en or"
                    " fr [sender.language]"
                ),
            ],
        ),
        (
            "occupation:\n  en: [a teacher]\n",
            ["2:7: occupation: text is wanted here, not a list or mapping [sender.wrong-type]"],
        ),
        ("name: Ada\nemail: ada\n", ["2:8: 'ada' is not an e-mail address [sender.email]"]),
        ("", ["1:1: the file is empty [sender.empty]"]),
        ("# me\n", ["1:1: the file is empty [sender.empty]"]),
        ("name:\n\tAda\n", ["2:1: a tab character: indent with spaces [yaml.tab]"]),
        ("[" * 51, ["1:51: nested more than 50 levels deep [yaml.too-deep]"]),
        (
            "nmae: Ada\nemail: ada\ncountry: XX\n",
            [
                "1:1: unknown key 'nmae' (did you mean 'name'?) [sender.unknown-key]",
                "2:8: 'ada' is not an e-mail address [sender.email]",
                (
                    "3:10: 'XX' is not a country code (ISO 3166): two letters are wanted, such as DE, FR"
                    " or KZ"
                    " [sender.country]"
                ),
            ],
        ),
    ],
)
def test_a_mistake_in_the_sender_file_is_told_with_its_place(
    advocate: Advocate, words: str, expected: list[str]
) -> None:
    Path("me.yaml").write_bytes(words.encode())
    assert refused(generate(advocate, "--sender", "me.yaml")) == [f"me.yaml:{line}" for line in expected]


def test_a_latin_1_byte_in_the_sender_file_is_told(advocate: Advocate) -> None:
    Path("me.yaml").write_bytes(b"name: Ad\xe9le\n")
    assert refused(generate(advocate, "--sender", "me.yaml")) == [
        "me.yaml:1:9: not UTF-8 text: save the file as UTF-8 [sender.not-utf-8]"
    ]


def test_a_sender_file_that_is_not_there_is_told(advocate: Advocate) -> None:
    assert refused(generate(advocate, "--sender", "me.yaml")) == [
        "me.yaml: there is no such file [sender.missing]"
    ]


def test_a_folder_in_place_of_the_sender_file_is_told(advocate: Advocate) -> None:
    assert refused(generate(advocate, "--sender", "templates")) == [
        "templates: cannot be read: is a directory [sender.unreadable]"
    ]


def test_unquoted_words_in_the_sender_file_stay_what_was_written(advocate: Advocate) -> None:
    """`NO` is Norway, and so may a street be called `yes` and a town `null`."""
    Path("me.yaml").write_bytes(
        b"name: 2018-04-01\nstreet: yes\npostcode: 0123\ncity: null\ncountry: NO\nregion:\n"
    )
    ran = generate(advocate, "--sender", "me.yaml", "--as", "txt")
    assert (ran.code, ran.err) == (0, ONLY_A_NOTE)
    text = Path("out/minister.plea.en.txt").read_text("utf-8")
    assert text.startswith("2018-04-01\nyes\n0123 null\nNorway\n")


def test_without_a_name_one_line_says_what_is_missing(advocate: Advocate) -> None:
    ran = advocate("generate", "--campaign", ".", "--out", "out", "--to", "all")
    [line] = refused(ran)
    assert line.startswith("a letter needs your name: add --name ")
    assert line.endswith(" [sender.no-name]")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("x" * 300, "--name: name: 300 characters are too many (at most 100) [sender.too-long]"),
        ("Ada\nByron", "--name: name: one line is wanted, without line breaks [sender.line-break]"),
        ("Ada\rByron", "--name: name: one line is wanted, without line breaks [sender.line-break]"),
        (
            "Ada\r\nBcc: eve@evil.example",
            "--name: name: one line is wanted, without line breaks [sender.line-break]",
        ),
        ("Ada\u2028Byron", "--name: name: one line is wanted, without line breaks [sender.line-break]"),
        ("Ada\u2029Byron", "--name: name: one line is wanted, without line breaks [sender.line-break]"),
        ("Ada\x85Byron", "--name: name: one line is wanted, without line breaks [sender.line-break]"),
        (
            "Ada\0Byron",
            f"--name: name: a control character (U+0000) {NO_PLACE}: 'Ada<U+0000>Byron' [{STRANGE}]",
        ),
        (
            "Ada\x1b[31m",
            f"--name: name: a control character (U+001B) {NO_PLACE}: 'Ada<U+001B>[31m' [{STRANGE}]",
        ),
        (
            "Ada\udcff",
            f"--name: name: {NOTHING} (U+DCFF) {NO_PLACE}: 'Ada<U+DCFF>' [{STRANGE}]",
        ),
        (
            "Ada\ue000note\ue000",
            f"--name: name: {NOTHING} (U+E000) {NO_PLACE}: 'Ada<U+E000>note<U+E000>' [{STRANGE}]",
        ),
    ],
    ids=ascii,
)
def test_a_name_that_cannot_stand_in_a_letter_is_refused(
    advocate: Advocate, name: str, expected: str
) -> None:
    assert refused(generate(advocate, "--name", name)) == [expected]


@pytest.mark.parametrize(
    "key", ["street", "postcode", "city", "region", "country", "email", "phone", "occupation", "link"]
)
@pytest.mark.parametrize("hostile", ["a\nBcc: eve@evil.example", "a\0b", "x" * 101])
def test_no_detail_of_the_writer_may_break_its_line(advocate: Advocate, key: str, hostile: str) -> None:
    [line] = refused(generate(advocate, f"--{key}", hostile))
    assert line.startswith(f"--{key}: ")


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_a_name_of_nothing_is_no_name(advocate: Advocate, name: str) -> None:
    [line] = refused(generate(advocate, "--name", name))
    assert line.endswith("[sender.no-name]")


def test_a_name_in_kazakh_cyrillic_works_in_every_form(advocate: Advocate, campaign: Path) -> None:
    name = "Әсел Құрманғалиева"
    ran = advocate(
        "generate", "--campaign", campaign, "--out", "out", "--to", "prosecutor-general", "--name", name,
        "--email", "asel@example.org", "--as", "eml,pdf,txt,html",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    stem = "out/prosecutor-general.lift-the-ban.en"
    assert f"\n{name}\n" in Path(f"{stem}.txt").read_text("utf-8")
    assert name in Path(f"{stem}.html").read_text("utf-8")
    assert name in pypdf.PdfReader(f"{stem}.pdf").pages[0].extract_text()
    draft = drafted(f"{stem}.eml")
    assert writer_in(draft) == (name, "asel@example.org")
    assert f"\r\n{name}\r\n" in draft.get_content()


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("أسيل", [f"{character}' (U+{ord(character):04X} ARABIC LETTER" for character in "أسيل"]),
        ("Ada 🎈", ["🎈' (U+1F388 BALLOON)"]),
        ("Ada 👩\u200d🏭", ["👩' (U+1F469 WOMAN)", "🏭' (U+1F3ED FACTORY)"]),
    ],
    ids=["Arabic", "emoji", "joined emoji"],
)
def test_a_name_that_no_font_draws_works_everywhere_but_on_paper(
    advocate: Advocate, campaign: Path, name: str, named: list[str]
) -> None:
    ran = advocate(
        "generate", "--campaign", campaign, "--out", "out", "--to", "prosecutor-general,wgad", "--name", name,
        "--email", "ada@example.org",
    )  # fmt: skip
    assert ran.code == 1
    lines = [line for line in ran.err.splitlines() if line.endswith("[pdf.undrawable]")]
    assert len(lines) == len(named)
    for words in named:
        assert any(words in line for line in lines), words
    files = sorted(file.name for file in Path("out").iterdir())
    assert files == [
        "index.html",
        "manifest.json",
        *(f"prosecutor-general.lift-the-ban.en.{form}" for form in ("eml", "txt")),
        *(f"wgad.lift-the-ban.en.{form}" for form in ("eml", "submission.txt", "txt")),
    ]
    for office in ("prosecutor-general", "wgad"):
        assert f"\n{name}\n" in Path(f"out/{office}.lift-the-ban.en.txt").read_text("utf-8")
        draft = drafted(f"out/{office}.lift-the-ban.en.eml")
        assert writer_in(draft) == (name, "ada@example.org")
        assert draft.defects == []
    assert ".pdf" not in Path("out/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        'Byron, "Ada" <eve@evil.example>',
        "Ada (Countess); Byron",
        "Ä" * 100,
        "Александра-Мария Константинопольская, Её «Сиятельство» (графиня), 1-я, из города Санкт-Петербурга",
        'a\\b"c',
        "@",
        "Ada \u05e9\u05dc\u05d5\u05dd\u200f Byron",
    ],
    ids=ascii,
)
def test_a_hostile_name_comes_back_from_the_draft_as_it_was_given(advocate: Advocate, name: str) -> None:
    assert generate(advocate, "--name", name, "--email", "ada@example.org", "--as", "eml,txt,html").code == 0
    draft = drafted("out/minister.plea.en.eml")
    assert writer_in(draft) == (name, "ada@example.org")
    assert draft["Bcc"] is None
    assert draft.defects == []
    assert all(header.defects == () for header in draft.values())


@pytest.mark.parametrize("breaks", ["=0A", "=0D=0A", "=0D"])
def test_a_name_that_looks_encoded_makes_no_header(advocate: Advocate, breaks: str) -> None:
    """`=?utf-8?q?…?=` is how a header writes what is not ASCII (RFC 2047); here it hides a line break."""
    name = f"=?utf-8?q?Eve{breaks}Bcc:_eve@evil.example?="
    ran = generate(advocate, "--name", name, "--email", "ada@example.org", "--as", "eml")
    if ran.code == 2:
        assert refused(ran)
        return
    raw = Path("out/minister.plea.en.eml").read_bytes()
    assert not re.search(rb"^Bcc:", raw.replace(b"\r", b"\n"), re.MULTILINE)


@pytest.mark.parametrize("breaks", ["=0A", "=0D=0A", "=0D"])
def test_a_subject_that_looks_encoded_makes_no_header(advocate: Advocate, breaks: str) -> None:
    """A campaign may come from a stranger; nobody but the office must get a copy of the letter."""
    change(WORDS, "Please light the lanterns\n", f"=?utf-8?q?Light{breaks}Bcc:_eve@evil.example?=\n")
    ran = generate(advocate, "--as", "eml")
    if ran.code == 2:
        assert refused(ran)
        return
    raw = Path("out/minister.plea.en.eml").read_bytes()
    assert not re.search(rb"^Bcc:", raw.replace(b"\r", b"\n"), re.MULTILINE)


@pytest.mark.parametrize(
    "address",
    ["a@b.example,eve@evil.example", "=?utf-8?q?a=2C_eve?=@evil.example", "a@b.example>\rBcc: x@y.z"],
)
def test_no_address_of_the_registry_is_more_than_one(advocate: Advocate, address: str) -> None:
    change(CONTACTS, "value: minister@justice.example", f"value: {json.dumps(address)}")
    ran = generate(advocate, "--as", "eml")
    if ran.code == 2:
        assert refused(ran)
        return
    draft = drafted("out/minister.plea.en.eml")
    assert [one.addr_spec for one in draft["To"].addresses] == [address]


@pytest.mark.parametrize("given", ["ada@bücher.example", "әсел@example.org", "a" * 60 + "@example.org"])
def test_an_e_mail_address_stands_in_the_draft_so_that_it_can_be_answered(
    advocate: Advocate, given: str
) -> None:
    """A header holds ASCII only (RFC 5322), or UTF-8 as it is (RFC 6532); an encoded word is neither."""
    ran = generate(advocate, "--email", given, "--as", "eml")
    if ran.code == 2:
        assert refused(ran)
        return
    raw = Path("out/minister.plea.en.eml").read_bytes()
    draft = email.message_from_bytes(raw, policy=email.policy.default)
    header = next(line for line in raw.split(b"\r\n") if line.startswith(b"From:"))
    assert b"=?" not in header
    host, _, domain = draft["From"].addresses[0].addr_spec.partition("@")
    assert f"{host}@{domain.encode('ascii').decode('idna')}" == given


HOSTILE_NOTE = """\
{{ 7*7 }} {% for x in y %} {# gone? #} <script>alert(1)</script> & &amp; #panic() $x$ _a_ *b* `c` @ref //d

Bcc: eve@evil.example

X-Note: http://evil.example"""


def test_a_hostile_note_comes_out_literally_in_every_form(advocate: Advocate) -> None:
    assert generate(advocate, "--note", HOSTILE_NOTE, "--as", "eml,pdf,txt,html").code == 0
    parts = [part for part in HOSTILE_NOTE.split("\n") if part]
    stem = "out/minister.plea.en"
    text = Path(f"{stem}.txt").read_text("utf-8")
    draft = email.message_from_bytes(Path(f"{stem}.eml").read_bytes(), policy=email.policy.default)
    page = Path(f"{stem}.html").read_text("utf-8")
    paper = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(f"{stem}.pdf").pages)
    for part in parts:
        assert part in text
        assert part in draft.get_content()
        assert "".join(part.split()) in paper
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &amp;amp;" in page
    assert "<script>alert" not in Path("out/index.html").read_text("utf-8")
    assert set(draft.keys()) == {
        "To",
        "Subject",
        "X-Unsent",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-Language",
    }
    assert draft["Bcc"] is None


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "a\0b",
            f"--note:1:2: a control character (U+0000) {NO_PLACE}: 'a<U+0000>b' [note.control-character]",
        ),
        (
            "a\n\ue000note",
            f"--note:2:1: {NOTHING} (U+E000) {NO_PLACE}: 'a <U+E000>note' [note.control-character]",
        ),
        ("@none.txt", "none.txt: there is no such file [note.missing]"),
        ("@templates", "templates: cannot be read: is a directory [note.unreadable]"),
        ("@latin.txt", "latin.txt:2:3: not UTF-8 text: save the file as UTF-8 [note.not-utf-8]"),
    ],
)
def test_a_note_that_cannot_be_used_is_told(advocate: Advocate, note: str, expected: str) -> None:
    Path("latin.txt").write_bytes(b"a\nb \xe9\n")
    assert refused(generate(advocate, "--note", note)) == [expected]


def test_a_note_from_a_file_without_a_name_is_told(advocate: Advocate) -> None:
    [line] = refused(generate(advocate, "--note", "@"))
    assert not line.startswith(":")
    assert re.search(r" \[note\.[a-z-]+\]$", line)


# ── The words on the command line ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ("--to", "ministr"),
            "no office, institution or group is called 'ministr' (did you mean 'ministry'?) [to.unknown]",
        ),
        (
            ("--to", "xyzzy"),
            (
                "no office, institution or group is called 'xyzzy'; 'advocate contacts list' shows them all"
                " [to.unknown]"
            ),
        ),
        (
            ("--except", "lond"),
            "no office, institution or group is called 'lond' (did you mean 'land'?) [to.unknown]",
        ),
        (("--except", "all"), "nobody is left to write to: see --to and --except [to.nobody]"),
        (("--to", ","), "nobody is left to write to: see --to and --except [to.nobody]"),
        (("--letter", "plae"), "there is no letter 'plae' (did you mean 'plea'?) [letter.unknown]"),
        (("--letter", "xyzzy"), "there is no letter 'xyzzy' (there are: plea) [letter.unknown]"),
        (("--letter", "../plea"), "there is no letter '../plea' (did you mean 'plea'?) [letter.unknown]"),
        (("--lang", "fr"), "the letter 'plea' is not there in 'fr' (there is: en) [letter.no-language]"),
        (
            ("--lang", "../en"),
            "the letter 'plea' is not there in '../en' (there is: en) [letter.no-language]",
        ),
        (
            ("--as", "pfd"),
            (
                "there is no form 'pfd' (did you mean 'pdf'?); there are: auto, eml, pdf, txt, html,"
                " submission, call [as.unknown]"
            ),
        ),
        (("--as", ""), "name a form: auto, eml, pdf, txt, html, submission, call [as.unknown]"),
        *(
            (
                ("--date", given),
                f"--date: {given!r} is not a date: write YYYY-MM-DD, such as 2026-11-22 [date.form]",
            )
            for given in ("tomorrow", "2026-13-01", "2027-02-29", "18-04-2018", "2018-04", "", "2018-W15-2")
        ),
        (
            ("--country", "UK"),
            "--country: 'UK' is not a country code (ISO 3166) (did you mean 'GB'?) [sender.country]",
        ),
        (
            ("--country", "EU"),
            (
                "--country: 'EU' is not a country code (ISO 3166): two letters are wanted, such as"
                " DE, FR or KZ"
                " [sender.country]"
            ),
        ),
        (("--email", "ada"), "--email: 'ada' is not an e-mail address [sender.email]"),
        (("--email", "a b@c.org"), "--email: 'a b@c.org' is not an e-mail address [sender.email]"),
        (
            ("--email", "a@b.org, c@d.org"),
            "--email: 'a@b.org, c@d.org' is not an e-mail address [sender.email]",
        ),
    ],
)
def test_a_wrong_word_on_the_command_line_is_told(
    advocate: Advocate, words: tuple[str, ...], expected: str
) -> None:
    assert refused(generate(advocate, *words)) == [expected]


def test_every_unknown_word_is_told_at_once(advocate: Advocate) -> None:
    lines = refused(generate(advocate, "--to", "ministar,lant", "--except", "minstry"))
    assert [re.search(r"called '(\w+)' \(did you mean '(\w+)", line) is not None for line in lines] == [
        True
    ] * 3


def test_a_word_in_capitals_finds_its_nearest(advocate: Advocate) -> None:
    [line] = refused(generate(advocate, "--to", "MINISTER"))
    assert "did you mean 'minister'" in line


def test_a_country_in_small_letters_is_no_problem(advocate: Advocate) -> None:
    assert generate(advocate, "--country", "no", "--as", "txt").code == 0


@pytest.mark.parametrize("command", [("contacts", "list"), ("letters", "list"), ("preview", "--to", "all")])
def test_a_campaign_folder_that_is_not_there_is_told(advocate: Advocate, command: tuple[str, ...]) -> None:
    ran = advocate(*command, "--campaign", "nowhere")
    words = "there is no such folder: a campaign is a folder with contacts.yaml and templates"
    assert (ran.code, ran.out, ran.err) == (2, "", f"nowhere: {words} [campaign.missing]\n")


def test_a_campaign_that_is_a_file_is_told(advocate: Advocate) -> None:
    assert advocate("contacts", "list", "--campaign", CONTACTS).code == 2


def test_a_campaign_folder_with_a_name_beyond_all_measure_is_told(advocate: Advocate) -> None:
    ran = advocate("contacts", "list", "--campaign", "x" * 300)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1


def test_an_empty_campaign_folder_is_told_by_what_it_lacks(advocate: Advocate) -> None:
    Path("empty").mkdir()
    ran = advocate("preview", "--to", "all", "--campaign", "empty")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "empty/contacts.yaml: there is no such file [registry.missing]",
        "empty/templates/campaign.yaml: there is no such file [campaign.missing]",
    ]


# ── Many at once ─────────────────────────────────────────────────────────────────────────────────────────


def test_mistakes_in_several_files_are_all_told_sorted_and_each_once(advocate: Advocate) -> None:
    change(CONTACTS, "    country: KZ\ncontacts:", "    country: Kazakhstan\ncontacts:")
    change(
        CONTACTS,
        "        family_name: Roe\n        source: gazette\n        checked: 2026-05\n",
        ("        family_name: Roe\n        source: gazete\n        checked: 2026-5\n"),
    )
    change(CONTACTS, "      - type: email", "      - tipe: email")
    change(CAMPAIGN, "as_of: 2026-04", "as_of: soon")
    change(LETTER, "status: active", "status: activ")
    Path("me.yaml").write_bytes(b"name: Ada\nemial: ada@example.org\n")
    lines = refused(generate(advocate, "--sender", "me.yaml", "--phone", "1\n2", "--note", "@none.txt"))
    assert lines == [
        "--phone: phone: one line is wanted, without line breaks [sender.line-break]",
        "contacts.yaml:12:14: 'Kazakhstan' does not have the form that 'country' wants [registry.form]",
        (
            "contacts.yaml:26:17: there is no source 'gazete' (did you mean 'gazette'?)"
            " [registry.unknown-source]"
        ),
        "contacts.yaml:27:18: '2026-5' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD [registry.date]",
        "contacts.yaml:29:9: the key 'type' is missing [registry.missing-key]",
        "contacts.yaml:29:9: unknown key 'tipe' (did you mean 'type'?) [registry.unknown-key]",
        "me.yaml:2:1: unknown key 'emial' (did you mean 'email'?) [sender.unknown-key]",
        "none.txt: there is no such file [note.missing]",
        (
            "templates/campaign.yaml:7:8: 'soon' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"
            " [campaign.date]"
        ),
        (
            "templates/letters/plea/letter.yaml:4:9: 'activ' is not one of active, historical, ended, stop"
            " (did you mean 'active'?) [letter.unknown-word]"
        ),
    ]


def test_a_mistake_in_the_case_sheet_hides_none_in_the_words_of_a_letter(advocate: Advocate) -> None:
    change(CAMPAIGN, "as_of: 2026-04", "as_of: soon")
    change(WORDS, "{{ note }}", "{{ noet }}")
    assert [line.split(": ")[0] for line in refused(generate(advocate))] == [
        f"{CAMPAIGN}:7:8",
        f"{WORDS}:5:4",
    ]


def test_a_mistake_in_the_sheet_hides_none_in_the_words_of_a_letter(advocate: Advocate) -> None:
    change(LETTER, "status: active", "status: activ")
    change(WORDS, "{{ note }}", "{{ noet }}")
    assert [line.split(": ")[0] for line in refused(generate(advocate))] == [f"{WORDS}:5:4", f"{LETTER}:4:9"]


def test_a_case_sheet_without_any_ask_is_told(advocate: Advocate) -> None:
    change(CAMPAIGN, "asks:\n  - id: light-them\n    text: {en: Please light the lanterns.}\n", "asks: []\n")
    lines = refused(generate(advocate))
    assert f"{LETTER}:6:47: the case sheet has no ask 'light-them' [letter.unknown-ask]" in lines


def test_a_case_sheet_that_is_no_yaml_hides_no_mistake_in_the_sheet_of_a_letter(advocate: Advocate) -> None:
    Path(CAMPAIGN).write_bytes(b"a: b: c\n")
    change(LETTER, "status: active", "status: activ")
    assert [line.split(": ")[0] for line in refused(generate(advocate))] == [
        f"{CAMPAIGN}:1:5",
        f"{LETTER}:4:9",
    ]


LINE = re.compile(r"(\S+):(\d+):(\d+): [^\n]+ \[[a-z]+\.[a-z0-9-]+\]")


PLACELESS = ("[letter.not-for]", "[to.nobody]", "[letter.missing]")


def spoiled(data: object) -> Iterator[object]:
    """Yield some data once for every part and every wrong thing that may stand in its place."""
    wrongs: tuple[object, ...] = (
        "word",
        "",
        "two\nlines",
        None,
        [],
        {},
        ["word"],
        {"word": "word"},
        [None],
        [[]],
    )
    if isinstance(data, dict):
        yield {**data, "word": "word"}
        yield {**data, "": {}}
        for key, value in data.items():
            yield {other: kept for other, kept in data.items() if other != key}
            yield {(f"{other}x" if other == key else other): kept for other, kept in data.items()}
            yield from ({**data, key: wrong} for wrong in (*wrongs, *spoiled(value)))
    elif isinstance(data, list):
        yield [*data, *data]
        for number, value in enumerate(data):
            yield from ([*data[:number], wrong, *data[number + 1 :]] for wrong in (*wrongs, *spoiled(value)))


@pytest.mark.no_cover
@pytest.mark.parametrize("name", YAML_FILES)
def test_whatever_stands_in_the_place_of_anything_is_told_with_a_place_in_the_file(
    advocate: Advocate, name: str
) -> None:
    written = yaml.load(FILES[name], yaml.BaseLoader)  # noqa: S506 - it makes nothing but text
    for data in spoiled(written):
        words = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
        Path(name).write_text(words, "utf-8")
        ran = advocate("preview", "--campaign", ".", "--to", "all", "--name", "Ada")
        assert ran.code in {0, 2}, words
        if ran.code == 2:
            lines = ran.err.splitlines()
            assert ran.out == ""
            assert lines
            assert len(set(lines)) == len(lines), words
            # That a letter is for nobody, or a text is not there, is told without a place in a file.
            found = [LINE.fullmatch(line) for line in lines if not line.endswith(PLACELESS)]
            assert all(found), (words, lines)
            ends = words.split("\n")
            for at in filter(None, found):
                assert at[1] in FILES
                if at[1] == name:
                    assert 1 <= int(at[2]) <= len(ends)
                    assert 1 <= int(at[3]) <= len(ends[int(at[2]) - 1]) + 1, (words, at[0])


def test_many_mistakes_in_the_shipped_registry_come_in_the_order_of_their_lines(
    advocate: Advocate, campaign: Path
) -> None:
    file = campaign / "contacts.yaml"
    words = file.read_text("utf-8")
    mistakes = words.count("    kind: ")
    assert mistakes == 26
    file.write_text(words.replace("    kind: ", "    kinb: "), "utf-8")
    ran = advocate("contacts", "list", "--campaign", campaign)
    assert (ran.code, ran.out) == (2, "")
    lines = ran.err.splitlines()
    assert len(lines) == len(set(lines)) == 2 * mistakes
    places = [tuple(map(int, line.split(":")[1:3])) for line in lines]
    assert all(before <= after for before, after in pairwise(places))
    at = [number for number, line in enumerate(words.splitlines(), 1) if line.startswith("    kind: ")]
    assert [line for line in lines if "unknown key" in line] == [
        f"{file}:{number}:5: unknown key 'kinb' (did you mean 'kind'?) [registry.unknown-key]"
        for number in at
    ]


@pytest.mark.parametrize(
    "command", [("contacts", "list"), ("contacts", "show", "minister"), ("preview", "--to", "all")]
)
def test_every_command_tells_the_same_of_a_broken_registry(
    advocate: Advocate, command: tuple[str, ...]
) -> None:
    change(CONTACTS, "    group: land\n", "    group: lande\n")
    ran = advocate(*command, "--campaign", ".")
    line = "contacts.yaml:11:12: there is no group 'lande' (did you mean 'land'?) [registry.unknown-group]"
    assert (ran.code, ran.out, ran.err) == (2, "", f"{line}\n")


@pytest.mark.parametrize(
    "command", [("letters", "list"), ("letters", "show", "plea"), ("preview", "--to", "all")]
)
def test_every_command_tells_the_same_of_a_broken_letter(
    advocate: Advocate, command: tuple[str, ...]
) -> None:
    change(WORDS, "{{ note }}", "{{ noet }}")
    ran = advocate(*command, "--campaign", ".")
    line = f"{WORDS}:5:4: unknown placeholder 'noet' (did you mean 'note'?) [letter.unknown-placeholder]"
    assert (ran.code, ran.out, ran.err) == (2, "", f"{line}\n")
