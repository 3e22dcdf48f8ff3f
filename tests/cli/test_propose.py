"""`advocate contacts propose`: corrections as a patch for the campaign's file."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate

PAGE = ("--source", "https://www.knb.example/contacts", "--source-title", "KNB: contacts")
MAIL = ("contacts", "set", "knb-chairman", "--email", "chair@knb.kz", *PAGE)


def test_the_patch_says_what_it_does_and_who_says_so(
    advocate: Advocate, snapshot_txt: SnapshotAssertion
) -> None:
    advocate(*MAIL)
    advocate("contacts", "retire", "minister-of-justice", "--reason", "merged: see the decree", *PAGE)
    ran = advocate("contacts", "propose")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == snapshot_txt


def test_applied_it_is_what_the_writer_had(advocate: Advocate, campaign: Path, tmp_path: Path) -> None:
    using = ("--campaign", campaign)
    advocate(*using, *MAIL)
    advocate(*using, "contacts", "set", "wgad", "--holder", "Ada Byron", "--family-name", "Byron", *PAGE)
    advocate(*using, "contacts", "set", "osce-pa", "--phone", "+4533378041", *PAGE)
    office = (
        "--kind",
        "parliament",
        "--title",
        "Mayor",
        "--institution",
        "oslo",
        "--institution-name",
        "City of Oslo",
    )
    place = (
        "--group",
        "norway",
        "--group-name",
        "Norway",
        "--country",
        "NO",
        "--address",
        r"City Hall\n0037 Oslo",
    )
    assert advocate(*using, "contacts", "add", "oslo-mayor", *office, *place, *PAGE).code == 0
    before = (campaign / "contacts.yaml").read_bytes()
    ran = advocate(*using, "contacts", "propose")
    assert (ran.code, ran.err) == (0, "")
    assert (campaign / "contacts.yaml").read_bytes() == before
    patch = tmp_path / "my.patch"
    patch.write_text(ran.out, encoding="utf-8")
    subprocess.run(["git", "apply", patch], cwd=campaign, check=True, capture_output=True)
    shown = advocate(*using, "contacts", "list", "--format", "json").out
    for id_ in ("knb-chairman", "wgad", "osce-pa", "oslo-mayor"):
        advocate(*using, "contacts", "drop", id_)
    after = advocate(*using, "contacts", "list", "--format", "json").out
    assert after == shown.replace('"local": true', '"local": false')
    assert "Ada Byron" in after
    assert "nothing is your own" in advocate(*using, "contacts", "propose").err


def test_only_some_offices_can_be_proposed(advocate: Advocate) -> None:
    advocate(*MAIL)
    advocate("contacts", "set", "wgad", "--email", "a@un.org", *PAGE)
    ran = advocate("contacts", "propose", "wgad")
    assert ran.code == 0
    assert "a@un.org" in ran.out
    assert "chair@knb.kz" not in ran.out
    ran = advocate("contacts", "propose", "wgat")
    assert ran.code == 2
    assert "(did you mean 'wgad'?) [overlay.nothing]" in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["set", "wgad", "--email", "a@un.org", "--source", "me"], "only you say so of e-mail: a@un.org"),
        (
            ["set", "wgad", "--holder", "Ada Byron", "--family-name", "Byron", "--source", "me"],
            "only you say so of Ada Byron",
        ),
        (["retire", "wgad", "--reason", "gone"], "only you say that it is retired"),
        (
            ["retire", "wgad", "--reason", "it came back", "--email", "hrc-wg-ad@un.org"],
            "only you say that hrc-wg-ad@un.org is dead",
        ),
    ],
)
def test_what_only_the_writer_knows_is_refused_with_what_to_add(
    advocate: Advocate, words: list[str], told: str
) -> None:
    assert advocate("contacts", *words).code == 0
    ran = advocate("contacts", "propose")
    assert (ran.code, ran.out) == (2, "")
    assert f"wgad: {told}" in ran.err
    assert "--source URL [overlay.no-page]" in ran.err
    advocate(*MAIL)
    ran = advocate("contacts", "propose")
    assert ran.code == 1
    assert "+      - {type: email, value: chair@knb.kz" in ran.out
    assert "wgad" not in ran.out
    assert told in ran.err


def test_an_office_that_the_campaign_has_by_now_is_not_proposed_again(
    advocate: Advocate, campaign: Path
) -> None:
    using = ("--campaign", campaign)
    words = ("--kind", "parliament", "--title", "Vice-President", "--institution", "european-parliament")
    advocate(*using, "contacts", "add", "ep-vice", *words)
    ran = advocate(*using, "contacts", "propose")
    (campaign / "my.patch").write_text(ran.out, encoding="utf-8")
    subprocess.run(["git", "apply", "my.patch"], cwd=campaign, check=True, capture_output=True)
    ran = advocate(*using, "contacts", "propose")
    assert ran.code == 2
    assert "'advocate contacts drop ep-vice' uses its entry" in ran.err


def test_a_file_laid_out_otherwise_is_left_to_the_writer(advocate: Advocate, campaign: Path) -> None:
    using = ("--campaign", campaign)
    file = campaign / "contacts.yaml"
    text = file.read_text(encoding="utf-8")
    old = "      - {type: email, value: press@knb.kz, source: tirek-2018, checked: 2018}\n"
    start = text.index(old)
    end = text.index("    note:", start)
    file.write_text(f"{text[:start]}      [{old.strip()[2:]}]\n{text[end:]}", encoding="utf-8")
    assert advocate(*using, *MAIL).code == 0
    ran = advocate(*using, "contacts", "propose")
    assert (ran.code, ran.out) == (2, "")
    assert "change it by hand [overlay.layout]" in ran.err
