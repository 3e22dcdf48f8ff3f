"""A web form that takes only so many characters gets a text within them, and the writer is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.core import form_limit
from tests.conftest import SENDER
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate, Ran

LETTER = """\
Subject: The lanterns

My name is {{ sender.name }}.

The report says that the lanterns were put out.

It says that the street was dark.

{% if outcome %}
{{ outcome }}

{% endif %}
Nobody should walk in the dark.

{{ note }}

{{ ask }}

The report is public: {{ campaign.url }}
"""
OUTCOME = """\
outcome: {date: 2026-05-01, source: https://news.example/, text: {en: In May two lanterns were lit again.}}
"""


def ways(limit: int | str) -> str:
    return (
        f'{{type: form, value: "https://land.example/write", limit: {limit}, source: gazette, checked: 2026}}'
    )


def written(advocate: Advocate, folder: Path, *words: str | Path) -> Ran:
    return advocate("preview", "--campaign", folder, "--to", "minister", "--name", "Ada Byron", *words)


def form_text(advocate: Advocate, folder: Path, *words: str) -> tuple[dict[str, object], list[str]]:
    """Return what goes into the form, and its paragraphs."""
    ran = written(advocate, folder, "--format", "json", *words)
    fitted = json.loads(ran.out)[0]["form_text"]
    return fitted, fitted["text"].rstrip("\n").split("\n\n")


def small(tmp_path: Path, limit: int, *, outcome: str = OUTCOME) -> Path:
    campaign = SmallCampaign(details=ways(limit), sheet=outcome, texts={"en": LETTER})
    return campaign.write(tmp_path / "campaign")


def test_a_request_with_no_break_spaces_is_never_left_out(advocate: Advocate, tmp_path: Path) -> None:
    request = "Répondez-moi\u00a0: «\u00a0allumerez-vous\u00a0» les lanternes\u00a0?"
    words = LETTER.replace("{% if outcome %}\n{{ outcome }}\n\n{% endif %}\n", "")
    folder = SmallCampaign(details=ways(300), texts={"en": words, "fr": words}).write(tmp_path / "campaign")
    case = folder / "templates" / "campaign.yaml"
    changed = case.read_text(encoding="utf-8").replace("Veuillez allumer les lanternes.", f'"{request}"')
    case.write_text(changed, encoding="utf-8")
    fitted, paragraphs = form_text(advocate, folder, "--lang", "fr")
    assert fitted["left_out"]
    assert request in paragraphs


def test_a_text_within_the_limit_goes_in_whole(advocate: Advocate, tmp_path: Path) -> None:
    folder = small(tmp_path, 2000)
    fitted, paragraphs = form_text(advocate, folder)
    assert (fitted["limit"], fitted["left_out"]) == (2000, 0)
    assert len(paragraphs) == 9
    shown = written(advocate, folder).out
    assert "form.limit" not in shown
    assert "The text for the web form" not in shown


def test_too_long_a_text_loses_the_last_paragraph_before_the_request_first(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = small(tmp_path, 300)
    fitted, paragraphs = form_text(advocate, folder)
    assert fitted["left_out"] == 1
    assert paragraphs == [
        "Dear Minister,",
        "My name is Ada Byron.",
        "The report says that the lanterns were put out.",
        "It says that the street was dark.",
        "In May two lanterns were lit again.",
        "Please light the lanterns.",
        "The report is public: https://report.example/",
        "Yours sincerely,\nAda Byron",
    ]
    whole = fitted["length"]
    assert f"takes 300 characters and the letter has {whole}: a paragraph is left" in " ".join(
        written(advocate, folder).out.split()
    )


def test_what_became_known_later_stays_as_long_as_what_it_follows(advocate: Advocate, tmp_path: Path) -> None:
    _, paragraphs = form_text(advocate, small(tmp_path / "a", 270))
    assert paragraphs[2:4] == [
        "The report says that the lanterns were put out.",
        "In May two lanterns were lit again.",
    ]
    fitted, paragraphs = form_text(advocate, small(tmp_path / "b", 200))
    assert fitted["left_out"] == 4
    assert paragraphs[1:3] == ["My name is Ada Byron.", "Please light the lanterns."]


def test_neither_the_request_nor_own_words_are_ever_left_out(advocate: Advocate, tmp_path: Path) -> None:
    folder = small(tmp_path, 240)
    fitted, paragraphs = form_text(advocate, folder, "--note", "My own street is dark too.")
    assert fitted["left_out"] == 4
    assert paragraphs[1:4] == [
        "My name is Ada Byron.",
        "My own street is dark too.",
        "Please light the lanterns.",
    ]


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (("--note", "My own street is dark too. " * 9), "it can only be shortened in your own words"),
        ((), "it does not fit without its request; send it another way"),
    ],
)
def test_what_cannot_fit_is_whole_and_told(
    advocate: Advocate, tmp_path: Path, own: tuple[str, ...], told: str
) -> None:
    folder = small(tmp_path, 100)
    fitted, paragraphs = form_text(advocate, folder, *own)
    assert fitted["left_out"] == 0
    assert len(paragraphs) == (10 if own else 9)
    ran = written(advocate, folder, *own)
    assert told in " ".join(ran.out.split())
    assert "The text for the web form" not in ran.out
    assert written(advocate, folder, *own, "--strict").code == 1


def test_the_preview_and_the_page_show_what_goes_in(advocate: Advocate, tmp_path: Path) -> None:
    folder = small(tmp_path, 300)
    shown = written(advocate, folder).out.partition(
        "The text for the web form, which takes 300 characters\n"
    )[2]
    assert shown.startswith("  Dear Minister,\n")
    assert "walk in the dark" not in shown
    out = tmp_path / "out"
    ran = advocate("generate", "--campaign", folder, "--to", "minister", "--name", "Ada Byron", "--out", out)
    assert "form.limit" in ran.err
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "the form takes no more than 300 characters" in page
    fitted = page.partition('id="form-1"')[2].partition("</div>")[0]
    assert "walk in the dark" not in fitted
    assert "Please light the lanterns." in fitted
    assert 'data-copies="form-1"' in page


def test_a_form_without_a_known_limit_takes_everything(advocate: Advocate, shipped: Path) -> None:
    ran = advocate(
        "preview",
        "--campaign",
        shipped,
        "--to",
        "us-house-of-representatives,us-secretary-of-state",
        "--format",
        "json",
        *SENDER,
    )
    assert [letter["form_text"] for letter in json.loads(ran.out)] == [None, None]


def test_the_form_of_an_office_that_acts_on_submissions_takes_no_letter(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = SmallCampaign(
        details=ways(100),
        office="accepts: {what: submission, procedure: complaint, source: gazette}",
        procedures="""\
procedures:
  - id: complaint
    name: {en: Complaint}
    source: gazette
    languages: [en]
    fields: [{id: victims, label: {en: Who}, source: gazette}]
""",
        texts={"en": LETTER},
    ).write(tmp_path / "campaign")
    made = json.loads(written(advocate, folder, "--format", "json").out)[0]
    assert made["form_text"] is None
    assert "form.limit" not in {finding["code"] for finding in made["findings"]}


def test_an_office_shows_what_its_form_takes(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("contacts", "show", "minister", "--campaign", small(tmp_path, 2000))
    assert "https://land.example/write, takes 2,000 characters" in " ".join(ran.out.split())


@given(st.text())
def test_a_form_counts_as_a_browser_hands_it_over(text: str) -> None:
    kept = "".join(letter for letter in text if not "\ud800" <= letter <= "\udfff")
    counted = sum(2 if letter == "\n" or letter > "\uffff" else 1 for letter in kept)
    assert form_limit.characters(kept) == counted
