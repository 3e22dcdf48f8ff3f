"""How old an entry is, in words, and what follows: which way is safer, which forms are made unasked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SENDER
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

# The tests write on 22 November 2026.
FRESH, AGEING, STALE = "2026-05", "2025-05", "2018"
WHERE = {
    "email": "value: minister@justice.example",
    "address": "value: 1 Hill Street, country: KZ",
    "form": 'value: "https://justice.example/write"',
    "phone": 'value: "+77172555555"',
}


def details(**checked: str) -> str:
    """Return one entry of each type with the date on which it was seen."""
    return ", ".join(
        f"{{type: {kind}, {WHERE[kind]}, source: gazette, checked: {day}}}" for kind, day in checked.items()
    )


def preview(advocate: Advocate, campaign: Path) -> dict[str, str]:
    """Return what the writer is told of the letter to the only office, by code."""
    ran = advocate("preview", "--campaign", campaign, "--to", "all", "--format", "json")
    found: list[dict[str, Any]] = json.loads(ran.out)[0]["findings"]
    return {finding["code"]: f"{finding['weight']}: {finding['message']}" for finding in found}


@pytest.mark.parametrize(
    ("known", "made"),
    [
        ({"email": FRESH, "address": FRESH}, {"eml", "pdf", "txt"}),
        ({"email": AGEING, "address": FRESH}, {"eml", "pdf", "txt"}),
        ({"email": STALE, "address": FRESH}, {"pdf", "txt"}),
        ({"email": FRESH, "address": STALE}, {"eml", "txt"}),
        ({"email": AGEING, "address": STALE}, {"eml", "txt"}),
        ({"email": STALE, "form": FRESH}, {"txt"}),
        ({"email": STALE, "address": STALE}, {"eml", "pdf", "txt"}),
        ({"email": STALE}, {"eml", "txt"}),
        ({"address": STALE}, {"pdf", "txt"}),
        ({"email": STALE, "phone": FRESH}, {"eml", "txt"}),
        ({}, {"txt"}),
    ],
)
def test_a_stale_channel_is_not_used_by_itself_where_there_is_a_better_one(
    advocate: Advocate, tmp_path: Path, known: dict[str, str], made: set[str]
) -> None:
    """The only way to an office is never dropped, however old it is; a telephone brings no letter."""
    campaign = SmallCampaign(details=details(**known)).write(tmp_path / "campaign")
    out = tmp_path / "out"
    ran = advocate("generate", "--campaign", campaign, "--to", "all", "--out", out, *SENDER)
    assert ran.code == 0
    assert {file.suffix[1:] for file in out.glob("minister.*")} == made


def test_a_stale_channel_is_used_where_the_writer_asks_for_it(advocate: Advocate, tmp_path: Path) -> None:
    campaign = SmallCampaign(details=details(email=STALE, address=FRESH)).write(tmp_path / "campaign")
    out = tmp_path / "out"
    advocate("generate", "--campaign", campaign, "--to", "all", "--as", "eml", "--out", out, *SENDER)
    assert [file.suffix for file in out.glob("minister.*")] == [".eml"]


def test_an_entry_that_is_checked_again_is_as_fresh_as_the_newest_check(
    advocate: Advocate, tmp_path: Path
) -> None:
    both = f"{details(email=STALE)}, {details(email=FRESH)}, {details(address=FRESH)}"
    campaign = SmallCampaign(details=both).write(tmp_path / "campaign")
    assert not any(code.startswith("channel.") for code in preview(advocate, campaign))


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (
            {"email": STALE, "address": FRESH},
            {
                "channel.stale-email": "warning: the e-mail address may be out of date (last seen: 2018);"
                " post is safer"
            },
        ),
        (
            {"email": FRESH, "address": STALE},
            {
                "channel.stale-address": "warning: the postal address may be out of date (last seen: 2018);"
                " e-mail is safer"
            },
        ),
        (
            {"email": STALE, "form": FRESH},
            {
                "channel.stale-email": "warning: the e-mail address may be out of date (last seen: 2018);"
                " the web form is safer"
            },
        ),
        (
            {"email": STALE},
            {
                "channel.stale-email": "warning: the e-mail address may be out of date (last seen: 2018);"
                " look it up before you rely on it"
            },
        ),
        (
            {"email": STALE, "address": STALE},
            {
                "channel.stale-email": "warning: the e-mail address may be out of date (last seen: 2018);"
                " send the paper letter as well",
                "channel.stale-address": "warning: the postal address may be out of date (last seen: 2018);"
                " look it up before you post",
            },
        ),
        (
            {"form": STALE},
            {
                "channel.stale-form": "warning: the web form may be out of date (last seen: 2018);"
                " it may have moved: look for it on the office's own website"
            },
        ),
        (
            {"email": AGEING},
            {
                "channel.ageing-email": "note: the e-mail address is ageing (last seen: May 2025);"
                " it is probably still right"
            },
        ),
        ({"email": FRESH}, {}),
    ],
)
def test_the_writer_is_told_what_follows_from_the_age_of_a_channel(
    advocate: Advocate, tmp_path: Path, known: dict[str, str], told: dict[str, str]
) -> None:
    campaign = SmallCampaign(details=details(**known)).write(tmp_path / "campaign")
    said = preview(advocate, campaign)
    assert {code: words for code, words in said.items() if code.startswith("channel.")} == told


@pytest.mark.parametrize(
    ("known", "follows"),
    [
        ({"email": STALE, "address": FRESH}, "the e-mail was last seen in 2018, post is safer"),
        ({"email": STALE}, "nothing was seen after 2018: look it up before you rely on it"),
        (
            {"email": "2019", "address": STALE},
            "nothing was seen after 2019: look it up before you rely on it, and send both letters",
        ),
        ({"phone": STALE}, ""),
        ({}, "no way to reach it is known"),
        ({"email": AGEING}, ""),
    ],
)
def test_the_list_says_in_words_what_follows(
    advocate: Advocate, tmp_path: Path, known: dict[str, str], follows: str
) -> None:
    campaign = SmallCampaign(details=details(**known)).write(tmp_path / "campaign")
    words = ("contacts", "list", "--campaign", campaign)
    (office,) = json.loads(advocate(*words, "--format", "json").out)
    assert office["follows"] == follows
    listed = " ".join(advocate(*words).out.split())
    shown = " ".join(advocate("contacts", "show", "minister", "--campaign", campaign).out.split())
    assert (f"-> {follows}" in listed) == bool(follows)
    assert (f"so: {follows}" in shown) == bool(follows)


def test_the_age_of_a_holder_stands_beside_the_name(advocate: Advocate, tmp_path: Path) -> None:
    holder = "{name: Jane Roe, family_name: Roe, end_date: 2030, source: gazette, checked: 2025-02}"
    campaign = SmallCampaign(holders=holder, details=details(email=FRESH)).write(tmp_path / "campaign")
    assert "Jane Roe: ageing, 2025-02" in advocate("contacts", "list", "--campaign", campaign).out
    shown = " ".join(advocate("contacts", "show", "minister", "--campaign", campaign).out.split())
    assert "Jane Roe, until 2030; ageing, checked 2025-02 (gazette); named in letters" in shown
    (office,) = json.loads(advocate("contacts", "list", "--campaign", campaign, "--format", "json").out)
    assert office["holder_freshness"] == "ageing"
    assert preview(advocate, campaign)["holder.ageing"].startswith(
        "note: Jane Roe was last seen in this office"
    )


def test_an_office_whose_holder_is_unknown_says_that_the_letter_goes_to_the_office(
    advocate: Advocate, tmp_path: Path
) -> None:
    holder = "{name: Jane Roe, family_name: Roe, source: gazette, checked: 2018-04}"
    known = details(email=STALE, address=FRESH)
    campaign = SmallCampaign(holders=holder, details=known).write(tmp_path / "campaign")
    (office,) = json.loads(advocate("contacts", "list", "--campaign", campaign, "--format", "json").out)
    expected = "addressed to the office; the e-mail was last seen in 2018, post is safer"
    assert office["follows"] == expected


def test_the_page_says_how_fresh_each_way_is_and_what_follows(advocate: Advocate, tmp_path: Path) -> None:
    known = details(email=STALE, address=FRESH, form=AGEING)
    campaign = SmallCampaign(details=known).write(tmp_path / "campaign")
    out = tmp_path / "out"
    advocate("generate", "--campaign", campaign, "--to", "all", "--out", out, *SENDER)
    page = " ".join((out / "index.html").read_text(encoding="utf-8").split())
    for words in (
        "Stale: last seen in 2018. It may no longer work: send the paper letter too.",
        "Fresh: last checked in May 2026.",
        "Ageing: last checked in May 2025.",
        "post is safer",
    ):
        assert words in page
