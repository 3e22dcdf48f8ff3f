"""The choice of paper and window by the writer's country."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advocate.core.paper import Paper, Window, envelopes_of, paper_for, paper_of, window_of

LAYOUT = Path(__file__).parents[2] / "templates" / "layouts" / "windows.typ"


@pytest.mark.parametrize(
    ("country", "window", "paper"),
    [
        ("DE", "din-5008-b", "a4"),
        ("AT", "din-5008-b", "a4"),
        ("FR", "nf-z-11-001", "a4"),
        ("CH", "sn-010130", "a4"),
        ("GB", "uk-dl", "a4"),
        ("US", "us-10", "us-letter"),
        ("CA", "us-10", "us-letter"),
    ],
)
def test_a_country_with_a_source_gets_its_own_window_and_nothing_is_said(
    country: str, window: str, paper: str
) -> None:
    choice = window_of(country)
    assert (choice.window.value, choice.paper.value, choice.reason) == (window, paper, "")


@pytest.mark.parametrize("country", ["PL", "KZ", "LI", "IE", "MC", "AU"])
def test_a_country_without_a_source_gets_din_5008_b_on_a4_and_is_told(country: str) -> None:
    choice = window_of(country)
    assert (choice.window, choice.paper) == (Window.DIN_5008_B, Paper.A4)
    assert f"({country})" in choice.reason
    assert "A4" in choice.reason
    assert "--window" in choice.reason


@pytest.mark.parametrize("country", ["MX", "PH", "PR", "CL"])
def test_a_country_of_us_letter_without_a_source_gets_the_envelope_that_fits_its_paper(country: str) -> None:
    choice = window_of(country)
    assert (choice.window, choice.paper) == (Window.US_10, Paper.US_LETTER)
    assert f"({country})" in choice.reason
    assert "US Letter" in choice.reason


def test_a_writer_without_a_country_gets_din_5008_b_on_a4_and_is_told() -> None:
    choice = window_of("")
    assert (choice.window, choice.paper) == (Window.DIN_5008_B, Paper.A4)
    assert choice.reason.startswith("your details name no country")


def test_a_reason_is_one_line_that_names_the_envelopes_to_take() -> None:
    for country in ("", "PL", "MX"):
        choice = window_of(country)
        assert choice.reason.isprintable()
        assert envelopes_of(choice.window) in choice.reason
        assert not choice.reason.endswith(".")


def test_a_window_brings_its_paper_and_a_plain_letter_takes_that_of_the_country() -> None:
    assert paper_for(Window.US_10, "DE") is Paper.US_LETTER
    assert paper_for(Window.NF_Z_11_001, "US") is Paper.A4
    assert paper_for(Window.NONE, "US") is Paper.US_LETTER
    assert paper_for(Window.NONE, "") is Paper.A4


@pytest.mark.parametrize("country", ["DE", "AT", "FR", "CH", "GB", "US", "CA", "PL", "MX", ""])
def test_the_paper_of_a_choice_is_the_paper_of_its_window_and_of_the_country(country: str) -> None:
    choice = window_of(country)
    assert choice.paper is paper_for(choice.window, country) is paper_of(country)


def test_every_window_has_its_measures_and_a_source_in_the_layouts() -> None:
    source = LAYOUT.read_text(encoding="utf-8")
    entries = re.split(r'^  "([a-z0-9-]+)": \($', source.partition("#let windows")[2], flags=re.MULTILINE)
    names = entries[1::2]
    assert sorted(names) == sorted(window.value for window in Window)
    comments = dict(zip(names, entries[0::2], strict=False))
    for window in Window:
        # The comment above an entry is what comes before its name.
        assert window is Window.NONE or "http" in comments[window.value], window
