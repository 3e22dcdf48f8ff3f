"""The whole log can be taken elsewhere."""

from __future__ import annotations

import csv
import io
import json
import stat
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SENDER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate


@pytest.fixture
def letter(advocate: Advocate, tmp_path: Path) -> None:
    to = ("--to", "prosecutor-general", "--as", "txt", "--out", tmp_path / "one")
    assert advocate("generate", *to, *SENDER, "--name", "=cmd|'/c calc'!A1").code == 0
    assert advocate("log", "mark", "1", "posted", "--note", "+1 stamp").code == 0


@pytest.mark.usefixtures("letter")
def test_a_spreadsheet_gets_a_row_for_each_letter_and_runs_none_of_them(advocate: Advocate) -> None:
    ran = advocate("log", "export")
    assert ran.code == 0
    [row] = csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff")))
    assert (row["id"], row["contact"], row["state"], row["via"]) == (
        "1",
        "prosecutor-general",
        "sent",
        "post",
    )
    assert row["sender"].startswith("'=")
    assert row["note"] == "'+1 stamp"


@pytest.mark.usefixtures("letter")
def test_a_script_gets_everything_that_happened(advocate: Advocate) -> None:
    [record] = json.loads(advocate("log", "export", "--format", "json").out)
    assert [(event["state"], event["by"]) for event in record["events"]] == [
        ("drafted", "program"),
        ("sent", "writer"),
    ]
    assert record["note"] == "+1 stamp"
    assert record["at"].endswith("Z")


@pytest.mark.usefixtures("letter")
def test_a_file_is_private_and_replaced_only_where_that_is_said(advocate: Advocate, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    assert advocate("log", "export", "--out", file).code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert "[output.exists]" in advocate("log", "export", "--out", file).err
    assert advocate("log", "export", "--out", file, "--overwrite").code == 0


def test_an_empty_log_is_exported_empty_and_makes_no_file(advocate: Advocate, home: Path) -> None:
    assert json.loads(advocate("log", "export", "--format", "json").out) == []
    assert list(home.iterdir()) == []
