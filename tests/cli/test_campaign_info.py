"""`advocate campaign info`: what a campaign is, and sums that everybody else gets too."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from advocate.sources.fingerprint import fingerprint
from advocate.sources.places import CampaignFolder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate


def sums_by_hand(folder: Path) -> dict[str, str]:
    """Return the three sums, made as docs/campaigns.md tells."""
    files = sorted(
        path.relative_to(folder).as_posix()
        for path in (folder / "contacts.yaml", *(folder / "templates").rglob("*"))
        if path.is_file()
    )
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in files]

    def over(chosen: list[str]) -> str:
        return hashlib.sha256("".join(chosen).encode()).hexdigest()

    return {
        "campaign": over(lines),
        "registry": lines[0].split(" ")[0],
        "templates": over(lines[1:]),
    }


def test_the_sums_are_those_that_anybody_can_make(advocate: Advocate, campaign: Path) -> None:
    ran = advocate("campaign", "info", "--campaign", campaign, "--format", "json")
    assert json.loads(ran.out)["sha256"] == sums_by_hand(campaign)
    short = advocate("campaign", "info", "--campaign", campaign, "--sha256")
    assert (short.code, short.out) == (0, f"{sums_by_hand(campaign)['campaign']}\n")


def test_the_page_tells_how_to_make_them(shipped: Path) -> None:
    page = (shipped / "docs" / "campaigns.md").read_text(encoding="utf-8")
    assert "LC_ALL=C sort" in page
    assert "sha256sum | sha256sum" in page


def test_a_person_is_told_what_the_campaign_is(advocate: Advocate) -> None:
    ran = advocate("campaign", "info")
    told = " ".join(ran.out.split())
    assert ran.code == 0, ran.err
    assert told.startswith(
        "The persecution of DCK activists in Kazakhstan id kazakhstan-dck-2018 source Open Dialog"
    )
    assert "facts of 2018-04, historical" in told
    assert "to be reviewed by 2027-01" in told
    assert "languages en, fr, kk, ru" in told
    assert "offices 26, of 19 institutions" in told
    assert "folder shipped with this program" in told
    assert "pinned no; 'advocate campaign pin' does it" in told
    assert len(re.findall(r"\b[0-9a-f]{64}\b", told)) == 3


def test_the_folder_is_named_as_it_was_typed(
    advocate: Advocate, campaign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(campaign.parent)
    assert "folder         campaign\n" in advocate("campaign", "info", "--campaign", "campaign").out


def test_a_wheel_and_a_checkout_have_the_same_sum(campaign: Path, tmp_path: Path) -> None:
    bundled = tmp_path / "site" / "advocate" / "_bundled"
    shutil.copytree(campaign, bundled)
    inside = fingerprint(CampaignFolder(bundled, shipped=True))
    assert inside == fingerprint(CampaignFolder(campaign, shipped=False))


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini", "authority.en.txt~", ".x.swp"])
def test_what_machines_leave_in_a_folder_does_not_count(campaign: Path, name: str) -> None:
    before = fingerprint(CampaignFolder(campaign, shipped=False))
    (campaign / "templates" / "letters" / "lift-the-ban" / name).write_bytes(b"x")
    (campaign / "templates" / name).write_bytes(b"x")
    assert fingerprint(CampaignFolder(campaign, shipped=False)) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (
            (folder / "templates" / "letters" / ".hidden").mkdir()
            or (folder / "templates" / "letters" / ".hidden" / "letter.yaml").write_bytes(b"x")
        ),
        lambda folder: (folder / "templates" / "parts" / "reply.en.txt").rename(
            folder / "templates" / "parts" / "reply.xx.txt"
        ),
        lambda folder: (folder / "templates" / "campaign.yaml").write_bytes(
            (folder / "templates" / "campaign.yaml").read_bytes().replace(b"\n", b"\r\n")
        ),
    ],
)
def test_whatever_a_reader_could_read_counts(campaign: Path, change: object) -> None:
    before = fingerprint(CampaignFolder(campaign, shipped=False)).whole
    assert callable(change)
    change(campaign)
    assert fingerprint(CampaignFolder(campaign, shipped=False)).whole != before


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links for administrators only")
def test_a_link_to_a_folder_is_refused_since_it_could_change_unseen(
    advocate: Advocate, campaign: Path
) -> None:
    letters = campaign / "templates" / "letters"
    (letters / "more").symlink_to(next(letters.iterdir()))
    ran = advocate("campaign", "pin", campaign)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "templates/letters/more: this link leads to a folder" in ran.err
    assert "[campaign.link]" in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among files")
def test_a_pipe_among_the_files_is_refused_and_not_waited_for(advocate: Advocate, campaign: Path) -> None:
    os.mkfifo(campaign / "templates" / "pipe")
    ran = advocate("campaign", "info", "--sha256", "--campaign", campaign)
    assert ran.code == 2
    assert "templates/pipe: this is no file that can be read [campaign.not-a-file]" in ran.err


def test_a_name_that_could_forge_the_list_is_refused(advocate: Advocate, campaign: Path) -> None:
    try:
        (campaign / "templates" / f"a\n{'0' * 64}  b").write_bytes(b"x")
    except OSError:
        pytest.skip("this system has no such names")
    ran = advocate("campaign", "info", "--sha256", "--campaign", campaign)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "[campaign.file-name]" in ran.err


def test_two_names_that_are_one_to_the_eye_are_refused(advocate: Advocate, campaign: Path) -> None:
    for name in ("\u00e9.txt", "e\u0301.txt"):
        (campaign / "templates" / name).write_bytes(name.encode())
    if len(list((campaign / "templates").glob("*.txt"))) == 1:
        pytest.skip("this system takes both for one")
    ran = advocate("campaign", "info", "--sha256", "--campaign", campaign)
    assert (ran.code, ran.out) == (2, "")
    assert "[campaign.file-name]" in ran.err


def test_a_folder_that_is_none_is_told(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("campaign", "info", "--campaign", tmp_path / "nowhere")
    assert ran.code == 2
    assert "[campaign.missing]" in ran.err
