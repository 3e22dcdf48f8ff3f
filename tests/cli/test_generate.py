"""`advocate generate`: letters on disk."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pikepdf
import pytest

from advocate.core.forms import Form
from tests.conftest import SENDER

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate


def test_it_says_what_it_made_and_that_nothing_was_sent(
    advocate: Advocate,
    home: Path,
    tmp_path: Path,
    snapshot_txt: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = advocate("generate", "--to", "eu", "--out", "letters", *SENDER)
    assert ran.code == 0
    assert f"{ran.out}---\n{ran.err}".replace(home.as_posix(), "HOME") == snapshot_txt


def test_every_office_gets_every_form_it_can_take(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("generate", "--to", "all", "--out", tmp_path / "out", "--format", "json", *SENDER)
    report = json.loads(ran.out)
    made = {
        letter["contact"]: {name.rpartition(".")[2] for name in letter["files"]}
        for letter in report["letters"]
    }
    assert len(made) == 26
    assert made["prosecutor-general"] == {"eml", "pdf", "txt"}
    assert made["commission-president"] == {"pdf", "txt"}
    assert made["coe-secretary-general"] == {"txt"}
    assert made["pace-president"] == {"txt"}
    on_disk = {file.name for file in (tmp_path / "out").iterdir()}
    named = {name for letter in report["letters"] for name in letter["files"]}
    assert on_disk == named | {"index.html", "manifest.json"}
    assert set(report["written"]) == on_disk


@pytest.mark.parametrize("form", sorted(set(Form) - {Form.SUBMISSION, Form.CALL}))
def test_one_form_can_be_asked_for(advocate: Advocate, tmp_path: Path, form: Form) -> None:
    ran = advocate("generate", "--to", "wgad", "--as", form.value, "--out", tmp_path / "out", *SENDER)
    assert ran.code == 0
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert names == {f"wgad.lift-the-ban.en.{form}", "index.html", "manifest.json"}


def test_an_e_mail_alone_for_an_office_without_one_is_no_file_but_still_a_letter(
    advocate: Advocate, tmp_path: Path
) -> None:
    ran = advocate("generate", "--to", "coe", "--as", "eml", "--out", tmp_path / "out", *SENDER)
    assert ran.code == 0
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"index.html", "manifest.json"}


def test_without_a_name_it_asks_for_what_it_needs_in_one_sentence(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("generate", "--to", "eu", "--out", tmp_path / "out")
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert "--name" in ran.err
    assert ran.err.endswith("[sender.no-name]\n")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("country", "width", "height"), [("DE", 595, 842), ("US", 612, 792), ("CA", 612, 792), ("KZ", 595, 842)]
)
def test_the_paper_is_that_of_the_writers_country(
    advocate: Advocate, tmp_path: Path, country: str, width: int, height: int
) -> None:
    words = ["--as", "pdf", "--name", "Ada Byron", "--country", country]
    advocate("generate", "--to", "wgad", "--out", tmp_path / "out", *words)
    with pikepdf.open(tmp_path / "out" / "wgad.lift-the-ban.en.pdf") as pdf:
        box = [round(float(side)) for side in pdf.pages[0].mediabox]
    assert box == [0, 0, width, height]


def test_the_manifest_says_which_letter_stands_in_which_file(
    advocate: Advocate, tmp_path: Path, snapshot_json: SnapshotAssertion
) -> None:
    advocate("generate", "--to", "wgad,pace-president", "--as", "txt", "--out", tmp_path / "out", *SENDER)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == snapshot_json


def test_a_letter_without_a_version_for_an_office_leaves_it_out_and_says_so(
    advocate: Advocate, campaign: Path, tmp_path: Path
) -> None:
    sheet = campaign / "templates" / "letters" / "lift-the-ban" / "letter.yaml"
    lines = sheet.read_text(encoding="utf-8").splitlines(keepends=True)
    sheet.write_text("".join(line for line in lines if "un-mandate" not in line), encoding="utf-8")
    words = ["--campaign", campaign, "generate", "--to", "un", "--out", tmp_path / "out", *SENDER]
    ran = advocate(*words)
    assert ran.code == 0
    assert "left out: wgad: this letter has no version for it" in ran.err
    assert not (tmp_path / "out" / "wgad.lift-the-ban.en.txt").exists()
    ran = advocate("--campaign", campaign, "preview", "--to", "wgad")
    assert (ran.code, ran.err) == (
        2,
        "the letter 'lift-the-ban' is not meant for any of these offices [letter.not-for]\n",
    )


def test_a_letter_that_its_campaign_has_stopped_is_not_made(
    advocate: Advocate, campaign: Path, tmp_path: Path
) -> None:
    sheet = campaign / "templates" / "letters" / "lift-the-ban" / "letter.yaml"
    outcome = "outcome: {date: 2019, source: https://news.example/, text: {en: Writing does harm now.}}"
    words = re.sub(r"(?m)^outcome:\n(?: .*\n)+", f"{outcome}\n", sheet.read_text(encoding="utf-8"))
    sheet.write_text(words.replace("status: historical", "status: stop"), encoding="utf-8")
    ran = advocate("--campaign", campaign, "generate", "--to", "un", "--out", tmp_path / "out", *SENDER)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "the letter 'lift-the-ban' is stopped since 2019: Writing does harm now."
        " (source: https://news.example/) [letter.stopped]\n"
    )
    assert not (tmp_path / "out").exists()
    assert advocate("--campaign", campaign, "preview", "--to", "un").code == 3
