"""`short`: what stands for a line of an office's address where the window of the envelope is too small."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pdfplumber
import pytest

from tests.small_campaign import FORMS, SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

OFFICE = """\
accepts: {what: letter, source: convention}
    short:
      - {line: Ministère de la Justice, short: Min. de la Justice, source: gazette}
      - {line: Министру юстиции, short: Минюст, source: convention}
      - {line: House of Ministries, short: Hse of Min., source: handbook}"""
POST = (
    '{type: address, value: "House of Ministries\\n010000 Astana", country: KZ, '
    "source: gazette, checked: 2026}"
)


@pytest.fixture
def lanterns(tmp_path: Path) -> Path:
    return SmallCampaign(office=OFFICE, details=POST).write(tmp_path / "lanterns")


def recipient(advocate: Advocate, folder: Path, *options: str) -> dict[str, object]:
    ran = advocate(
        *("preview", "--campaign", folder, "--to", "minister", "--format", "json", "--name", "Jane Roe"),
        *("--date", "2026-11-22", *options),
    )
    found: dict[str, object] = json.loads(ran.out)[0]["recipient"]
    return found


def test_a_letter_carries_the_short_block_beside_the_full_one(advocate: Advocate, lanterns: Path) -> None:
    found = recipient(advocate, lanterns, "--lang", "fr", "--country", "DE")
    assert found["envelope"] == [
        "Ministère de la Justice",
        "House of Ministries",
        "010000 Astana",
        "KAZAKHSTAN",
    ]
    assert found["envelope_short"] == ["Min. de la Justice", "Hse of Min.", "010000 Astana", "KAZAKHSTAN"]


def test_a_line_without_a_short_form_stays_as_it_is(advocate: Advocate, lanterns: Path) -> None:
    found = recipient(advocate, lanterns, "--lang", "en", "--country", "DE")
    assert found["envelope_short"] == ["Minister of Justice", "Hse of Min.", "010000 Astana", "KAZAKHSTAN"]


def test_without_short_forms_there_is_no_short_block(advocate: Advocate, tmp_path: Path) -> None:
    plain = SmallCampaign(details=POST).write(tmp_path / "plain")
    assert recipient(advocate, plain, "--lang", "en", "--country", "DE")["envelope_short"] == []


def test_the_text_of_a_letter_has_the_full_lines(advocate: Advocate, lanterns: Path) -> None:
    ran = advocate(
        *("preview", "--campaign", lanterns, "--to", "minister", "--as", "text", "--name", "Jane Roe"),
        *("--country", "DE", "--date", "2026-11-22"),
    )
    assert "House of Ministries" in ran.out
    assert "Hse of Min." not in ran.out


def test_an_office_is_shown_with_its_short_forms_and_their_sources(
    advocate: Advocate, lanterns: Path
) -> None:
    ran = advocate("contacts", "show", "minister", "--campaign", lanterns, "--date", "2026-11-22")
    shown = " ".join(ran.out.split())
    assert "Hse of Min., for House of Ministries (as in handbook)" in shown
    assert "Минюст, for Министру юстиции (by convention)" in shown
    assert "handbook: The Handbook" in shown
    ran = advocate(
        "contacts", "show", "minister", "--campaign", lanterns, "--date", "2026-11-22", "--format", "json"
    )
    short = json.loads(ran.out)["short"]
    assert short[2] == {"line": "House of Ministries", "short": "Hse of Min.", "source": "handbook"}


def test_a_short_form_needs_a_source_that_is_there(advocate: Advocate, lanterns: Path) -> None:
    file = lanterns / "contacts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("source: handbook}", "source: handbok}"))
    ran = advocate("contacts", "list", "--campaign", lanterns)
    assert ran.code == 2
    assert "there is no source 'handbok' (did you mean 'handbook'?) [registry.unknown-source]" in ran.err


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "line: House of Ministries, ",
            "line: House of Ministers, ",
            (
                "warning: no address block of the office has the line 'House of Ministers' "
                "(did you mean 'House of Ministries'?) [check.short-of-nothing]"
            ),
        ),
        (
            "line: Министру юстиции",
            "line: Justizminister",
            "warning: no address block of the office has the line 'Justizminister' [check.short-of-nothing]",
        ),
        (
            "short: Минюст",
            "short: Министру юстиции",
            (
                "warning: 'Министру юстиции' is not shorter than the line it stands for, 'Министру юстиции' "
                "[check.not-shorter]"
            ),
        ),
        (
            "{line: Министру юстиции, short: Минюст",
            "{line: House of Ministries, short: Hse.",
            (
                "warning: the line 'House of Ministries' has two short forms, and the last one is used "
                "[check.duplicate]"
            ),
        ),
    ],
)
def test_a_short_form_that_no_letter_can_use_is_found_with_its_place(
    advocate: Advocate, lanterns: Path, old: str, new: str, words: str
) -> None:
    file = lanterns / "contacts.yaml"
    sound = advocate("contacts", "check", "--campaign", lanterns, "--date", "2026-11-22")
    assert "short" not in sound.out
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    ran = advocate("contacts", "check", "--campaign", lanterns, "--date", "2026-11-22")
    told = [line for line in ran.out.splitlines() if line not in sound.out.splitlines()]
    assert len(told) == 1
    assert told[0].endswith(words)
    assert told[0].startswith(("contacts.yaml:", f"{file}:"))


# ---- On the page -------------------------------------------------------------------------------------------

LONG = "Office of the Minister of Lanterns, Lamps, Candles and all other Lights that burn on Public Ways"
STREETS = ("Palace of Lanterns and Lamps", "East Wing, Staircase B", "Third Floor, Room 3.14")
TOWN = "010000 Astana"


def page(advocate: Advocate, folder: Path, title: str, lines: tuple[str, ...], short: str) -> list[str] | str:
    """Return the lines that stand in the window of a No. 10 envelope, or why there is no page."""
    value = "\\n".join((*lines, TOWN))
    campaign = SmallCampaign(
        office=f"accepts: {{what: letter, source: convention}}\n    short: [{short}]",
        details=f'{{type: address, value: "{value}", country: KZ, source: gazette, checked: 2026}}',
        forms=FORMS.replace("      en:\n", f'      en:\n        style: "{title}"\n', 1),
    ).write(folder / "lanterns")
    ran = advocate(
        *("generate", "--campaign", campaign, "--to", "minister", "--as", "pdf", "--out", folder / "out"),
        *("--name", "Jane Roe", "--country", "US", "--date", "2026-11-22"),
    )
    if ran.code:
        return ran.err
    with pdfplumber.open(folder / "out" / "minister.plea.en.pdf") as pdf:
        sheet = pdf.pages[0]
        millimetre = 72 / 25.4
        window = sheet.crop((20 * millimetre, 60 * millimetre, 112 * millimetre, 90 * millimetre))
        return str(window.extract_text()).splitlines()


def test_a_block_that_fits_in_eight_points_keeps_its_full_lines(advocate: Advocate, tmp_path: Path) -> None:
    short = f"{{line: {STREETS[0]}, short: Pal., source: convention}}"
    found = page(advocate, tmp_path, "Minister of Lanterns", STREETS, short)
    assert found == ["Minister of Lanterns", *STREETS, TOWN, "KAZAKHSTAN"]


def test_where_it_does_not_fit_the_short_lines_stand_in_the_window(
    advocate: Advocate, tmp_path: Path
) -> None:
    short = f'{{line: "{LONG}", short: Minister of Lanterns, source: convention}}'
    lines = (*STREETS, "Lamp Street 5")
    found = page(advocate, tmp_path, LONG, lines, short)
    assert found == ["Minister of Lanterns", *lines, TOWN, "KAZAKHSTAN"]


def test_short_lines_that_have_no_room_either_share_one_line(advocate: Advocate, tmp_path: Path) -> None:
    short = f'{{line: "{LONG}", short: Minister of Lanterns, source: convention}}'
    lines = (*STREETS, "Lamp Street 5", "P.O. Box 1")
    found = page(advocate, tmp_path, LONG, lines, short)
    assert found == ["Minister of Lanterns", *STREETS, "Lamp Street 5, P.O. Box 1", TOWN, "KAZAKHSTAN"]


def test_where_nothing_helps_there_is_no_page_and_the_remedy_is_told(
    advocate: Advocate, tmp_path: Path
) -> None:
    found = page(advocate, tmp_path, "M" * 80, STREETS, "")
    assert isinstance(found, str)
    problem = " ".join(found.split())
    assert "a shorter form of its longest line (`short` in contacts.yaml)" in problem
    assert "[pdf.address-too-long]" in problem
    assert not (tmp_path / "out" / "minister.plea.en.pdf").exists()
