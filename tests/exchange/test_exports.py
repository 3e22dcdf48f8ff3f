"""`advocate contacts list` in the formats that other programs read."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import vobject

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate

SAMPLES = Path(__file__).parent / "samples"
DAY = ("--date", "2026-03-01")


@pytest.fixture
def isles(tmp_path: Path) -> Path:
    """Return a campaign whose three offices use every part of a registry."""
    folder = tmp_path / "isles"
    folder.mkdir()
    shutil.copy(SAMPLES / "contacts.yaml", folder)
    return folder


def exported(advocate: Advocate, isles: Path, form: str, *words: str) -> str:
    ran = advocate("contacts", "list", "--campaign", isles, "--format", form, *DAY, *words)
    assert ran.code == 0
    return ran.out


@pytest.mark.parametrize("form", ["csv", "vcard", "popolo"])
def test_three_offices_are_written_as_a_reviewer_reads_them(
    advocate: Advocate, isles: Path, form: str, snapshot_txt: SnapshotAssertion
) -> None:
    # A golden file cannot show what ends its lines; the tests below do.
    assert exported(advocate, isles, form).replace("\r\n", "\n") == snapshot_txt


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def cards(text: str) -> list[Any]:
    return list(vobject.readComponents(text))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ["minister", "press-office", "registrar"]),
        (("--to", "isles"), ["minister", "press-office"]),
        (("--to", "ministry", "--except", "minister"), ["press-office"]),
        (("--lang", "ru"), ["minister"]),
        (("--search", "registrar"), ["registrar"]),
        (("--channel", "form"), ["press-office"]),
        (("--date", "2027-06-01"), ["minister", "registrar"]),
        (("--search", "nobody"), []),
    ],
)
def test_every_format_holds_the_offices_that_were_asked_for(
    advocate: Advocate, isles: Path, words: tuple[str, ...], expected: list[str]
) -> None:
    rows = table(exported(advocate, isles, "csv", *words))
    assert [row["id"] for row in rows] == expected
    found = cards(exported(advocate, isles, "vcard", *words))
    assert [card.contents["x-advocate-id"][0].value for card in found] == expected
    posts = json.loads(exported(advocate, isles, "popolo", *words))["posts"]
    assert [post["id"] for post in posts] == expected


def test_a_table_opens_in_a_spreadsheet_and_runs_nothing_there(advocate: Advocate, isles: Path) -> None:
    text = exported(advocate, isles, "csv")
    assert text.startswith("\ufeffid,group,")
    assert text.endswith("\r\n")
    minister = table(text)[0]
    assert minister["holder_2_note"] == "'=1+1 is not run"
    assert minister["phone_printed"] == "'+33(0)1 99"
    assert minister["address"] == "1 rue des Lanternes\n75001 Paris"
    assert all(
        cell[:1] not in tuple("=+-@\t\r") for row in csv.reader(io.StringIO(text)) for cell in row if cell
    )


def test_a_table_names_only_whom_the_registry_vouches_for_on_the_day(advocate: Advocate, isles: Path) -> None:
    def holder(*words: str) -> str:
        return table(exported(advocate, isles, "csv", *words))[0]["holder"]

    assert holder("--date", "2020-01-01") == "Boris Lampin"
    assert holder("--date", "2026-03-01") == "Ada Byron"
    assert holder("--date", "2029-01-01") == ""


def test_a_table_is_as_wide_as_what_is_known(advocate: Advocate, isles: Path) -> None:
    header = table(exported(advocate, isles, "csv", "--to", "registrar"))[0]
    assert "email_2" not in header
    assert "retired" not in header
    assert not any(name.startswith("holder_") for name in header)


def test_a_card_is_read_by_a_library_that_did_not_write_it(advocate: Advocate, isles: Path) -> None:
    minister = cards(exported(advocate, isles, "vcard"))[0]
    assert minister.contents["version"][0].value == "4.0"
    assert minister.contents["kind"][0].value == "org"
    assert minister.contents["fn"][0].value == "Minister of Lanterns"
    assert minister.contents["org"][0].value == ["Ministry of Lanterns; Isles, Inner"]
    first, second = minister.contents["email"]
    assert (first.value, first.params["PREF"]) == ("minister@lanterns.gov.zz", ["1"])
    assert (second.value, second.params["PREF"]) == ("a.byron@lanterns.zz", ["2"])
    assert minister.contents["note"][0].value.splitlines()[1] == "The second line."
    address = minister.contents["adr"][0]
    assert (address.value.street, address.value.city) == ("1 rue des Lanternes", "Paris")
    assert (address.value.code, address.value.country) == ("75001", "France")
    assert address.params["LABEL"] == ["1 rue des Lanternes^n75001 Paris"]
    assert [language.value for language in minister.contents["lang"]] == ["fr", "ru"]
    assert minister.contents["tel"][0].value == "tel:+33199001234"
    # The library cuts a web address at its first comma, as if it were a list of texts.
    press = cards(exported(advocate, isles, "vcard"))[1]
    assert press.contents["url"][0].value == "https://www.lanterns.zz/write?to=press"
    assert ":https://www.lanterns.zz/write?to=press,all;x\r\n" in exported(advocate, isles, "vcard")


def test_cards_are_folded_at_75_octets_and_cut_no_character(advocate: Advocate, isles: Path) -> None:
    raw = exported(advocate, isles, "vcard").encode()
    assert raw.endswith(b"END:VCARD\r\n")
    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) == 75
    assert all(line.decode() for line in lines[:-1])
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_an_office_has_the_same_uid_in_every_export(advocate: Advocate, isles: Path) -> None:
    def uids(*words: str) -> list[str]:
        return [card.contents["uid"][0].value for card in cards(exported(advocate, isles, "vcard", *words))]

    assert len(set(uids())) == 3
    assert uids("--to", "registrar", "--date", "2020-01-01") == uids()[2:]


def test_popolo_keeps_a_persons_own_mailbox_apart_from_the_offices(advocate: Advocate, isles: Path) -> None:
    found = json.loads(exported(advocate, isles, "popolo"))
    minister = found["posts"][0]
    assert [way["value"] for way in minister["contact_details"]] == [
        "1 rue des Lanternes\n75001 Paris",
        "minister@lanterns.gov.zz",
    ]
    own = found["memberships"][1]["contact_details"]
    assert [way["value"] for way in own] == ["a.byron@lanterns.zz"]
    assert all("value" in way for post in found["posts"] for way in post["contact_details"])
    assert found["organizations"][2]["parent_id"] == "isles"
    assert found["memberships"][0]["end_date"] == "2024-01-05"
    assert minister["contact_details"][0]["sources"][0]["url"] == "https://gazette.zz/2026"


@pytest.mark.parametrize("form", ["csv", "vcard", "popolo"])
def test_a_file_is_utf_8_whatever_the_console_is(form: str, isles: Path, home: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "ADVOCATE_HOME": str(home)}
    words = ("contacts", "list", "--campaign", str(isles), "--format", form)
    ran = subprocess.run(
        [sys.executable, "-m", "advocate", *words],
        env=environment,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert "Минист" in ran.stdout.decode("utf-8").replace("\r\n ", "")


def test_a_list_for_scripts_loads_nothing_of_the_exchange(home: Path) -> None:
    program = (
        "import sys; from advocate.cli.app import main; main(sys.argv[1:]);"
        "print(*(name for name in sys.modules if 'exchange' in name or name == 'vobject'), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "contacts", "list", "--format", "json"],
        cwd=home,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert ran.stderr.split() == []
