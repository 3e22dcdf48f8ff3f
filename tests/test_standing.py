"""Where a case stands: what is stopped, what has ended, what is history, and what is due."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.small_campaign import CASE, SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

OUTCOME = 'outcome: {date: 2026-05-03, source: "https://news.example/", text: {en: The lanterns were lit.}}\n'


def written(folder: Path, *, case: str = "", sheet: str = "status: active\n") -> Path:
    """Return a campaign whose case sheet and letter end with these lines."""
    root = SmallCampaign().write(folder)
    (root / "templates" / "campaign.yaml").write_text(CASE + case, encoding="utf-8")
    letter = root / "templates" / "letters" / "plea" / "letter.yaml"
    words = letter.read_text(encoding="utf-8").replace("status: active\n", sheet)
    letter.write_text(words, encoding="utf-8")
    return root


def test_a_stopped_campaign_makes_no_letter_and_says_why(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path, case=f"status: stop\n{OUTCOME}")
    ran = advocate("preview", "--campaign", folder, "--to", "all")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "the campaign 'lanterns' is stopped since 2026-05-03: The lanterns were lit."
        " (source: https://news.example/) [letter.stopped]\n"
    )


@pytest.mark.parametrize("status", ["stop", "ended"])
def test_what_is_over_has_to_say_why(advocate: Advocate, tmp_path: Path, status: str) -> None:
    for_nothing = {"case": f"status: {status}\n", "sheet": f"status: {status}\n"}
    ran = advocate("preview", "--campaign", written(tmp_path, **for_nothing), "--to", "all")
    assert ran.code == 2
    assert [line.rsplit(" ", 1)[1] for line in ran.err.splitlines()] == [
        "[campaign.no-outcome]",
        "[letter.no-outcome]",
    ]


def test_a_case_that_has_ended_warns_and_says_how(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path, sheet=f"status: ended\n{OUTCOME}")
    ran = advocate("preview", "--campaign", folder, "--to", "all", "--strict")
    assert ran.code == 1
    said = " ".join(ran.out.split())
    assert "this case has ended: The lanterns were lit. Write only if" in said
    assert "[status.ended]" in said


@pytest.mark.parametrize("where", ["case", "sheet"])
def test_a_historical_case_says_so_every_time_in_one_line(
    advocate: Advocate, tmp_path: Path, where: str
) -> None:
    folder = written(tmp_path / "c", **{where: "status: historical\n"})
    words = "a historical case: the facts are those of April 2026"
    ran = advocate("preview", "--campaign", folder, "--to", "all", today=date(2026, 4, 10))
    assert words in " ".join(ran.out.split())
    ran = advocate(
        "generate", "--campaign", folder, "--to", "all", "--name", "Ada", "--out", tmp_path / "out"
    )
    assert " ".join(ran.err.split()).count(words) == 1


def test_old_facts_of_a_case_that_goes_on_are_told(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path)
    assert "facts.old" not in advocate("preview", "--campaign", folder, "--to", "all").out
    later = advocate("preview", "--campaign", folder, "--to", "all", today=date(2027, 6, 1))
    assert "[facts.old]" in later.out


def test_a_case_sheet_that_was_to_be_looked_over_says_so_from_the_next_day_on(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = written(tmp_path, case="review_by: 2027-01\n")

    def told(day: date) -> bool:
        return "facts.review-due" in advocate("preview", "--campaign", folder, "--to", "all", today=day).out

    assert not told(date(2027, 1, 31))
    assert told(date(2027, 2, 1))
