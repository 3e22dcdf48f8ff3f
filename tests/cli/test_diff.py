"""`advocate contacts diff`: what a new registry would change, the addresses first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from advocate.core.compare import Section, compare
from advocate.core.overlay import merge, without_marks
from advocate.core.registry import Channel
from advocate.sources.judge import LibraryJudge
from tests.corrections import overlays, registry

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from advocate.core.overlay import Overlay
    from tests.conftest import Advocate

REGISTRY = registry()
JUDGE = LibraryJudge()
CHANGES = {
    "press@knb.kz": "press@knb.kz.example",
    "domains: [knb.kz]": "domains: [knb.kz, knb.kz.example, kbn.kz]",
    "form: https://spsubmission.ohchr.org/": "form: https://spsubmission.ohchr.com/",
    "[ombudsman-kz@mail.ru, ": "[",
    '"+3222815650"': '"+3222815651"',
    "31/33 Kenesary Street": "31 Kenesary Street",
    "name: António Costa": "name: Antonio Costa",
    "start_date: 2022-01\n": "start_date: 2022-02\n",
    "title: {en: President of the European Council}": "title: {en: The President of the European Council}",
    "value: hrc-wg-ad@un.org": "value: hrc-wg-ad@un.\u043erg",
}


@pytest.fixture
def changed(campaign: Path) -> Path:
    """Return a campaign in which somebody has changed much, some of it for the worse."""
    file = campaign / "contacts.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in CHANGES.items():
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return campaign


def test_addresses_are_shouted_first(
    advocate: Advocate, changed: Path, snapshot_txt: SnapshotAssertion
) -> None:
    ran = advocate("contacts", "diff", changed)
    assert ran.code == 1
    assert ran.out.startswith("ADDRESSES THAT CHANGED\n")
    assert ran.out == snapshot_txt
    assert "in an address that letters go to" in ran.err


def test_entries_that_come_and_go_are_told(campaign: Path, advocate: Advocate, shipped: Path) -> None:
    file = campaign / "contacts.yaml"
    text = file.read_text(encoding="utf-8")
    start = text.index("  - id: canada-house-of-commons")
    file.write_text(text[:start], encoding="utf-8")
    gone = json.loads(advocate("contacts", "diff", campaign, "--format", "json").out)
    assert {each["id"] for each in gone} == {"canada-house-of-commons"}
    assert all(each["after"] is None for each in gone)
    come = json.loads(advocate("contacts", "diff", campaign, shipped, "--format", "json").out)
    assert [each["before"] for each in gone] == [each["after"] for each in come]


def test_equal_registries_have_no_differences(advocate: Advocate, campaign: Path, shipped: Path) -> None:
    for words in ([campaign], [campaign / "contacts.yaml"], [shipped, campaign / "contacts.yaml"]):
        assert advocate("contacts", "diff", *words) == type(advocate("--version"))(
            0, "", "the two are the same\n"
        )
    assert json.loads(advocate("contacts", "diff", campaign, "--format", "json").out) == []


def test_scripts_get_every_difference_with_its_section(
    advocate: Advocate, changed: Path, shipped: Path
) -> None:
    ran = advocate("contacts", "diff", shipped, changed, "--format", "json")
    assert ran.code == 1
    found = json.loads(ran.out)
    mail = next(each for each in found if each["id"] == "knb-chairman")
    assert mail == {
        "section": "addresses",
        "id": "knb-chairman",
        "what": "email",
        "before": "press@knb.kz",
        "after": "press@knb.kz.example",
        "notes": [
            "outside what was declared: knb.kz",
            "'knb.kz.example' is easily taken for 'knb.kz', which was declared",
        ],
    }
    order = [section.value for section in Section]
    assert [each["section"] for each in found] == sorted((each["section"] for each in found), key=order.index)
    back = json.loads(advocate("contacts", "diff", changed, shipped, "--format", "json").out)
    assert len(back) == len(found)


def test_the_writers_own_corrections_play_no_part(advocate: Advocate, campaign: Path) -> None:
    assert advocate("contacts", "set", "wgad", "--email", "a@un.org", "--source", "me").code == 0
    assert advocate("contacts", "diff", campaign).code == 0


@pytest.mark.parametrize("words", [["nowhere.yaml"], ["nowhere.yaml", "nowhere"], ["a", "b", "c"], []])
def test_trouble_is_told_with_exit_code_2(advocate: Advocate, words: list[str]) -> None:
    ran = advocate("contacts", "diff", *words)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert ran.err


def test_every_mistake_in_either_file_is_told(advocate: Advocate, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("contacts: x\n", encoding="utf-8")
    ran = advocate("contacts", "diff", tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert ran.code == 2
    assert {line.split(":")[0] for line in ran.err.splitlines()} == {
        (tmp_path / name).as_posix() for name in ("a.yaml", "b.yaml")
    }


def test_what_nobody_would_see_is_shown_and_refused(advocate: Advocate, campaign: Path) -> None:
    file = campaign / "contacts.yaml"
    text = file.read_text(encoding="utf-8").replace("press@knb.kz", "press@\u202eknb.kz")
    file.write_text(text, encoding="utf-8")
    ran = advocate("contacts", "diff", campaign)
    assert (ran.code, ran.out) == (2, "")
    assert "\u202e" not in ran.err
    assert "press@<U+202E>knb.kz" in ran.err


def test_a_registry_is_the_same_as_itself() -> None:
    assert compare(REGISTRY, REGISTRY, JUDGE) == ()


@pytest.mark.no_cover
@given(overlays(REGISTRY))
def test_no_change_goes_unseen_and_no_new_address_unshouted(overlay: Overlay) -> None:
    new = without_marks(merge(REGISTRY, overlay))
    found = compare(REGISTRY, new, JUDGE)
    assert bool(found) == (new != REGISTRY)
    shouted = " ".join(each.after or "" for each in found if each.section is Section.ADDRESSES)
    before = {d.value for c in REGISTRY.contacts for d in c.contact_details}
    for contact in new.contacts:
        for detail in contact.contact_details:
            if detail.type in {Channel.EMAIL, Channel.FORM} and detail.value not in before:
                assert detail.value
                assert detail.value in shouted
