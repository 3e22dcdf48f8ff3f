"""A campaign's folder from strangers: no file of it is a way to another one, or something to wait for."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate, Ran

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")

SECRET = "Subject: My diary\n\nNobody knows. {{ ask }}\n"  # noqa: S105 - words that nobody may see
LETTER = "templates/letters/plea/authority.en.txt"


def preview(advocate: Advocate, folder: Path) -> Ran:
    return advocate("--campaign", folder, "preview", "--to", "all", "--name", "Ada")


@pytest.mark.parametrize(
    "place",
    ["contacts.yaml", "templates/campaign.yaml", "templates/letters/plea/letter.yaml", LETTER],
)
def test_a_file_that_leads_out_of_the_campaign_is_not_read(
    advocate: Advocate, tmp_path: Path, place: str
) -> None:
    root = SmallCampaign().write(tmp_path / "c")
    (tmp_path / "diary").write_text(SECRET, encoding="utf-8")
    (root / place).unlink()
    (root / place).symlink_to(tmp_path / "diary")
    ran = preview(advocate, root)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"{(root / place).as_posix()}: a link that leads out of the campaign's folder is not followed: put"
        " the file itself here [campaign.outside]\n"
    )


@pytest.mark.parametrize("linked", ["templates", "templates/letters", "templates/letters/plea"])
def test_a_folder_that_leads_out_of_the_campaign_is_not_read(
    advocate: Advocate, tmp_path: Path, linked: str
) -> None:
    root = SmallCampaign().write(tmp_path / "c")
    (root / linked).rename(tmp_path / "elsewhere")
    (root / linked).symlink_to("../" * (linked.count("/") + 1) + "elsewhere")
    ran = preview(advocate, root)
    assert ran.code == 2
    assert ran.err.endswith("[campaign.outside]\n")


def test_a_part_that_leads_out_of_the_campaign_by_way_of_a_link_inside_is_not_read(
    advocate: Advocate, tmp_path: Path
) -> None:
    root = SmallCampaign(texts={"en": 'Subject: A\n\n{% include "a" %}\n\n{{ ask }}\n'}).write(tmp_path / "c")
    (tmp_path / "diary").write_text("Nobody knows.", encoding="utf-8")
    (root / "beside").mkdir()
    (root / "beside" / "a.en.txt").symlink_to(tmp_path / "diary")
    (root / "templates" / "parts").symlink_to("../beside")
    ran = preview(advocate, root)
    assert ran.code == 2
    assert "Nobody knows" not in ran.out + ran.err
    assert ran.err.endswith("[campaign.outside]\n")


def test_a_link_inside_the_campaign_is_followed(advocate: Advocate, tmp_path: Path) -> None:
    root = SmallCampaign().write(tmp_path / "c")
    (root / LETTER).rename(root / "templates" / "words.txt")
    (root / LETTER).symlink_to("../../words.txt")
    assert preview(advocate, root).code == 0


def test_a_link_to_a_folder_above_is_no_way_round_and_round(advocate: Advocate, tmp_path: Path) -> None:
    root = SmallCampaign().write(tmp_path / "c")
    (root / "templates" / "letters" / "again").symlink_to("../letters")
    assert preview(advocate, root).code == 0


def test_a_campaign_that_is_given_by_a_link_is_read(advocate: Advocate, tmp_path: Path) -> None:
    SmallCampaign().write(tmp_path / "c")
    (tmp_path / "link").symlink_to("c")
    assert preview(advocate, tmp_path / "link").code == 0


@pytest.mark.parametrize("place", ["contacts.yaml", "templates/campaign.yaml", LETTER])
def test_a_pipe_in_a_files_place_is_told_and_not_waited_for(
    advocate: Advocate, tmp_path: Path, place: str
) -> None:
    root = SmallCampaign().write(tmp_path / "c")
    (root / place).unlink()
    os.mkfifo(root / place)
    ran = preview(advocate, root)
    assert ran.code == 2
    assert f"{(root / place).as_posix()}: this is no file but a pipe or a device [" in ran.err
    assert ".no-file]" in ran.err


@pytest.mark.parametrize("words", ["--note", "--sender"])
def test_a_device_in_a_files_place_is_told(advocate: Advocate, tmp_path: Path, words: str) -> None:
    root = SmallCampaign().write(tmp_path / "c")
    given = "@/dev/zero" if words == "--note" else "/dev/zero"
    ran = advocate("--campaign", root, "preview", "--to", "all", words, given)
    assert ran.code == 2
    assert "/dev/zero: this is no file but a pipe or a device [" in ran.err


@pytest.mark.parametrize("place", ["contacts.yaml", "templates/campaign.yaml", LETTER])
def test_a_folder_in_a_files_place_is_told(advocate: Advocate, tmp_path: Path, place: str) -> None:
    root = SmallCampaign().write(tmp_path / "c")
    (root / place).unlink()
    (root / place).mkdir()
    ran = preview(advocate, root)
    assert ran.code == 2
    assert f"{(root / place).as_posix()}: cannot be read: is a directory [" in ran.err


def test_a_campaign_of_too_many_files_is_told_at_once(advocate: Advocate, tmp_path: Path) -> None:
    root = SmallCampaign().write(tmp_path / "c")
    parts = root / "templates" / "parts"
    parts.mkdir()
    (parts / "a.en.txt").touch()
    for number in range(20_000):
        os.link(parts / "a.en.txt", parts / f"a-{number}.en.txt")
    ran = preview(advocate, root)
    assert ran.code == 2
    assert (
        ran.err
        == f"{root.as_posix()}: more than 20000 files, or 50 MB: this is no campaign [campaign.too-large]\n"
    )


def test_a_campaign_of_too_many_bytes_is_told(advocate: Advocate, tmp_path: Path) -> None:
    root = SmallCampaign().write(tmp_path / "c")
    with (root / "templates" / "large").open("wb") as stream:
        stream.truncate(50_000_001)
    ran = preview(advocate, root)
    assert ran.code == 2
    assert ran.err.endswith("[campaign.too-large]\n")


def test_a_fact_that_tells_the_outcome_twice_is_refused(advocate: Advocate, tmp_path: Path) -> None:
    root = SmallCampaign(sheet="facts:\n  what:\n    en: 'It is dark. {outcome} {outcome}'\n").write(
        tmp_path / "c"
    )
    ran = preview(advocate, root)
    assert ran.code == 2
    assert ran.err.endswith(
        "{outcome} stands here a second time: what became known is told once [letter.outcome-twice]\n"
    )
