"""`advocate contacts`, as a person and as a script use it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate


OSCE = ["oscepa-president", "oscepa-human-rights-chair"]
MEMBERS = ["ep-president", "afet-chair", "droi-chair"]


def test_the_list_is_well_laid_out_at_80_columns(advocate: Advocate, snapshot_txt: SnapshotAssertion) -> None:
    ran = advocate("contacts", "list")
    assert ran.code == 0
    assert max(len(line) for line in ran.out.splitlines()) <= 80
    assert ran.out == snapshot_txt


def test_the_list_is_well_laid_out_at_200_columns(
    advocate: Advocate, snapshot_txt: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    ran = advocate("contacts", "list")
    assert ran.code == 0
    assert max(len(line) for line in ran.out.splitlines()) <= 200
    assert ran.out == snapshot_txt


def test_the_list_stays_within_a_narrow_terminal(advocate: Advocate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ran = advocate("contacts", "list", "--to", "kazakhstan")
    assert max(len(line) for line in ran.out.splitlines()) <= 60


def test_scripts_get_every_office_with_what_can_be_used_on_the_day(advocate: Advocate) -> None:
    ran = advocate("contacts", "list", "--format", "json")
    found = {office["id"]: office for office in json.loads(ran.out)}
    assert len(found) == 26
    assert ran.err == ""
    assert found["prosecutor-general"]["holder"] is None
    assert found["prosecutor-general"]["freshness"] == "stale"
    assert [way["type"] for way in found["prosecutor-general"]["channels"]] == ["address", "email", "email"]
    assert found["pace-president"]["channels"] == []
    assert found["pace-president"]["freshness"] is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--to", "canada"], ["canada-prime-minister", "canada-house-of-commons"]),
        (["--to", "us-house,osce", "--to", "wgad"], [*OSCE, "wgad", "us-house-of-representatives"]),
        (["--to", "council-of-europe"], ["coe-secretary-general"]),
        (["--to", "coe", "--except", "pace"], ["coe-secretary-general"]),
        (["--to", "canada,usa", "--except", "usa", "--except", "canada-pmo"], ["canada-house-of-commons"]),
        (["--search", "TAJANI"], ["ep-president"]),
        (["--lang", "en", "--to", "usa"], ["us-secretary-of-state", "us-house-of-representatives"]),
        (["--lang", "qq"], []),
        (["--search", "human rights", "--to", "eu"], ["droi-chair", "eusr-human-rights"]),
        (["--channel", "form", "--to", "usa"], ["us-secretary-of-state", "us-house-of-representatives"]),
        (["--channel", "email", "--to", "eu"], []),
        (["--channel", "email", "--to", "eu", "--date", "2018-04-10"], MEMBERS),
    ],
)
def test_the_list_can_be_narrowed(advocate: Advocate, words: list[str], expected: list[str]) -> None:
    ran = advocate("contacts", "list", "--format", "json", *words)
    assert ran.code == 0
    assert [office["id"] for office in json.loads(ran.out)] == expected


def test_an_empty_list_says_so(advocate: Advocate) -> None:
    ran = advocate("contacts", "list", "--search", "no such office")
    assert (ran.code, ran.out, ran.err) == (0, "", "no office fits\n")


def test_one_office_is_shown_with_every_source(advocate: Advocate, snapshot_txt: SnapshotAssertion) -> None:
    ran = advocate("contacts", "show", "ep-president")
    assert ran.code == 0
    assert ran.out == snapshot_txt


def test_scripts_get_one_office_in_full(advocate: Advocate) -> None:
    found = json.loads(advocate("contacts", "show", "eusr-human-rights", "--format", "json").out)
    assert [detail["printed"] for detail in found["contact_details"]] == ["+32(0)2 584 230"]
    assert found["channels"] == []
    assert {holder["source"] for holder in found["holders"]} <= {source["id"] for source in found["sources"]}
    assert "lost" in found["note"]


@pytest.mark.parametrize("place", ["before", "after"])
def test_another_campaign_is_named_before_or_after_the_command(
    advocate: Advocate, campaign: Path, place: str
) -> None:
    registry = campaign / "contacts.yaml"
    words = registry.read_text(encoding="utf-8")
    registry.write_text(words.replace("press@knb.kz", "press@knb.example"), encoding="utf-8")
    option = ["--campaign", campaign]
    command = ["contacts", "list", "--to", "knb-chairman", "--format", "json"]
    ran = advocate(*option, *command) if place == "before" else advocate(*command, *option)
    assert "press@knb.example" in ran.out
