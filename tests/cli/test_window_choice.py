"""The window of the writer's envelopes: by country, by `--window`, and said where it is a guess."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pdfplumber
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate, Ran

POINTS_PER_MM = 72 / 25.4
NAME = ("--name", "Ada Byron")
OFFICE = "wgad"


def generate(advocate: Advocate, out: Path, *words: str, to: str = OFFICE) -> Ran:
    return advocate("generate", "--to", to, "--as", "pdf", "--out", out, *NAME, *words)


def address_and_marks(out: Path) -> tuple[float, list[float]]:
    """Return how far across the address begins, and how far down the marks are, in mm."""
    with pdfplumber.open(out / f"{OFFICE}.lift-the-ban.en.pdf") as pdf:
        page = pdf.pages[0]
        (found,) = page.search("OHCHR")
        marks = sorted(round(line["top"] / POINTS_PER_MM, 1) for line in page.lines)
        return round(found["x0"] / POINTS_PER_MM), marks


@pytest.mark.parametrize(
    ("country", "across", "marks"),
    [
        ("DE", 25, [105, 148.5, 210]),
        ("FR", 110, [99, 198]),
        ("CH", 124, [105, 210]),
        ("GB", 25, [105, 148.5, 210]),
        ("US", 25, [101.6, 203.2]),
    ],
)
def test_the_address_stands_where_the_envelopes_of_the_country_show_it_and_nothing_is_said(
    advocate: Advocate, tmp_path: Path, country: str, across: int, marks: list[float]
) -> None:
    ran = generate(advocate, tmp_path / "out", "--country", country)
    assert ran.code == 0
    assert "[page.window]" not in ran.err
    assert address_and_marks(tmp_path / "out") == (across, marks)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "note: your details name no country, so the pages are A4"),
        (("--country", "KZ"), "of your country (KZ) is known here, so the pages are A4"),
        (("--country", "MX"), "of your country (MX) is known here, so the pages are US Letter"),
    ],
)
def test_a_guess_is_said_once_for_all_letters_of_a_run(
    advocate: Advocate, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    ran = generate(advocate, tmp_path / "out", *words, to="wgad,ep-president,sr-freedom-of-assembly")
    assert ran.code == 0
    assert ran.err.count("[page.window]") == 1
    assert told in " ".join(ran.err.split())
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    codes = [[found["code"] for found in letter["findings"]] for letter in manifest["letters"]]
    assert all(found.count("page.window") == 1 for found in codes)


def test_a_guess_is_not_said_of_letters_that_are_not_printed(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("generate", "--to", OFFICE, "--as", "txt,eml", "--out", tmp_path / "out", *NAME)
    assert ran.code == 0
    assert "[page.window]" not in ran.err


def test_a_guess_is_no_reason_to_fail_a_strict_run(advocate: Advocate, tmp_path: Path) -> None:
    assert generate(advocate, tmp_path / "out", "--strict", to="ep-president").code == 0


def test_who_names_the_window_gets_it_and_hears_nothing(advocate: Advocate, tmp_path: Path) -> None:
    ran = generate(advocate, tmp_path / "fr", "--country", "PL", "--window", "nf-z-11-001")
    assert "[page.window]" not in ran.err
    assert address_and_marks(tmp_path / "fr") == (110, [99, 198])
    generate(advocate, tmp_path / "a", "--window", "din-5008-a")
    assert address_and_marks(tmp_path / "a") == (25, [87, 148.5, 192])


@pytest.mark.parametrize(("country", "width"), [("PL", 210), ("US", 215.9)])
def test_a_plain_letter_is_on_the_paper_of_the_country_and_without_marks(
    advocate: Advocate, tmp_path: Path, country: str, width: float
) -> None:
    ran = generate(advocate, tmp_path / "out", "--country", country, "--window", "none")
    assert ran.code == 0
    assert "[page.window]" not in ran.err
    assert address_and_marks(tmp_path / "out") == (25, [])
    with pdfplumber.open(tmp_path / "out" / f"{OFFICE}.lift-the-ban.en.pdf") as pdf:
        assert float(pdf.pages[0].width) / POINTS_PER_MM == pytest.approx(width, abs=0.1)


def test_a_window_that_nobody_knows_is_refused_with_those_that_there_are(
    advocate: Advocate, tmp_path: Path
) -> None:
    ran = generate(advocate, tmp_path / "out", "--window", "din-5008")
    assert ran.code == 2
    assert "din-5008-b" in ran.err
    assert not (tmp_path / "out").exists()
