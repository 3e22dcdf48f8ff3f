"""A letter, a form or a submission: what an office acts on, and the text it wants."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SENDER
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.conftest import Advocate

PROCEDURES = """\
procedures:
  - id: complaints
    name: {en: Complaint to the Ministry, fr: Plainte au Ministère}
    source: handbook
    languages: [en, fr]
    form: https://justice.example/complain
    conditions: {en: Complaints without a name are not read.}
    fields:
      - {id: victim, label: {en: Who was wronged, fr: La victime}, source: handbook}
      - id: writer
        label: {en: Who writes}
        help: {en: Name and address; they are kept secret.}
        source: handbook
        fill: sender
      - {id: consent, label: {en: Whether the victim agrees}, source: handbook}
"""
ACCEPTS = "accepts: {what: submission, procedure: complaints, source: handbook, note: It reads no letters.}"
FACTS = "facts: {victim: {en: The lamplighter of Land}}\n"
STREET = "{type: address, value: 1 Hill Street, country: KZ, source: gazette, checked: 2026-05}"
FORM = '{type: form, value: "https://justice.example/write", source: gazette, checked: 2026-05}'


@pytest.fixture
def submitting(tmp_path: Path) -> Path:
    """Return a campaign whose office acts on submissions."""
    return SmallCampaign(details=STREET, office=ACCEPTS, procedures=PROCEDURES, sheet=FACTS).write(
        tmp_path / "campaign"
    )


def test_a_submission_has_exactly_the_fields_of_the_procedure_and_marks_its_blanks(
    advocate: Advocate, submitting: Path, snapshot_txt: SnapshotAssertion
) -> None:
    ran = advocate("preview", "--campaign", submitting, "--to", "minister", "--as", "submission", *SENDER)
    assert ran.code == 0
    assert ran.out == snapshot_txt


def test_without_a_writer_their_field_is_a_blank_too(advocate: Advocate, submitting: Path) -> None:
    ran = advocate("preview", "--campaign", submitting, "--to", "minister", "--as", "submission")
    assert ran.out.count("[to be filled in]") == 2


def test_a_submission_speaks_the_letters_language_where_the_procedure_does(
    advocate: Advocate, submitting: Path
) -> None:
    words = ("--lang", "fr", "--as", "submission", *SENDER)
    ran = advocate("preview", "--campaign", submitting, "--to", "minister", *words)
    assert ran.out.startswith(
        "Plainte au Ministère\n\nÀ\xa0: Ministère de la Justice\nFormulaire\xa0: https://"
    )
    assert "1. La victime" in ran.out
    assert "3. Whether the victim agrees\n   [à remplir]" in ran.out


def test_the_letter_is_made_all_the_same_and_the_writer_is_told(
    advocate: Advocate, submitting: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran = advocate("generate", "--campaign", submitting, "--to", "all", "--out", out, *SENDER)
    assert ran.code == 0
    made = {file.name for file in out.glob("minister.*")}
    assert made == {"minister.plea.en.pdf", "minister.plea.en.txt", "minister.plea.en.submission.txt"}
    assert "[accepts.submission]" in ran.err
    previewed = advocate("preview", "--campaign", submitting, "--to", "all", *SENDER).out
    told = " ".join(previewed.split())
    assert (
        "warning: It reads no letters. ('--as submission' writes the text for one; the form:"
        " https://justice.example/complain) [accepts.submission]"
    ) in told


def test_the_page_leads_to_the_form_and_to_the_text_for_it(
    advocate: Advocate, submitting: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    advocate("generate", "--campaign", submitting, "--to", "all", "--out", out, *SENDER)
    page = (out / "index.html").read_text(encoding="utf-8")
    assert 'href="https://justice.example/complain"' in page
    assert 'href="./minister.plea.en.submission.txt"' in page
    assert "Complaints without a name are not read." in page


def test_the_form_for_submissions_takes_no_letter(advocate: Advocate, tmp_path: Path) -> None:
    """It is fresh and the street stale: the letter goes by post, and only the submission into the form."""
    stale = STREET.replace("2026-05", "2018")
    campaign = SmallCampaign(details=f"{stale}, {FORM}", office=ACCEPTS, procedures=PROCEDURES).write(
        tmp_path / "campaign"
    )
    out = tmp_path / "out"
    assert advocate("generate", "--campaign", campaign, "--to", "all", "--out", out, *SENDER).code == 0
    assert (out / "minister.plea.en.pdf").exists()
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "Through the web form" not in page
    assert "As a submission" in page


def test_an_office_that_takes_letters_has_nothing_to_submit(advocate: Advocate, tmp_path: Path) -> None:
    campaign = SmallCampaign(details=STREET).write(tmp_path / "campaign")
    ran = advocate("preview", "--campaign", campaign, "--to", "all", "--as", "submission")
    assert ran.out == ""
    assert ran.err == "minister: this office acts on letters; there is nothing to submit\n"
    out = tmp_path / "out"
    words = ("--as", "submission", "--out", out, *SENDER)
    ran = advocate("generate", "--campaign", campaign, "--to", "all", *words)
    assert "no file: minister takes none of the forms that were asked for" in ran.err
    assert list(out.glob("minister.*")) == []


def test_an_office_that_wants_its_form_used_says_where_it_is(advocate: Advocate, tmp_path: Path) -> None:
    office = "accepts: {what: form, source: handbook}"
    campaign = SmallCampaign(details=FORM, office=office).write(tmp_path / "campaign")
    told = " ".join(advocate("preview", "--campaign", campaign, "--to", "all").out.split())
    assert "this office wants its web form to be used: https://justice.example/write [accepts.form]" in told


def test_an_office_says_in_list_and_show_what_it_acts_on(advocate: Advocate, submitting: Path) -> None:
    (office,) = json.loads(advocate("contacts", "list", "--campaign", submitting, "--format", "json").out)
    assert office["accepts"] == "submission"
    assert office["follows"] == "it acts on submissions only"
    shown = " ".join(advocate("contacts", "show", "minister", "--campaign", submitting).out.split())
    assert "acts on a submission: It reads no letters. (as in handbook)" in shown
    assert "procedure: Complaint to the Ministry, https://justice.example/complain (as in handbook)" in shown


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("procedure: complaints, ", "", "16:14: an office that acts on submissions needs the 'procedure'"),
        ("procedure: complaints", "procedure: complains", "there is no procedure 'complains' (did you mean"),
        ("what: submission", "what: parcel", "'parcel' is not one of letter, form, submission"),
        ("form: https://justice.example/complain", "form: nowhere", "'nowhere' is not a web address"),
        ("fill: sender", "fill: nobody", "'nobody' is not one of sender"),
        ("id: consent", "id: victim", "the id 'victim' is already taken"),
    ],
)
def test_a_slip_in_a_procedure_is_told_with_its_place(
    advocate: Advocate, submitting: Path, old: str, new: str, told: str
) -> None:
    file = submitting / "contacts.yaml"
    words = file.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new), encoding="utf-8")
    ran = advocate("contacts", "list", "--campaign", submitting)
    assert (ran.code, ran.out) == (2, "")
    assert told.partition(": ")[2] in ran.err if told[0].isdigit() else told in ran.err
    assert ran.err.startswith(f"{submitting.as_posix()}/contacts.yaml:")


def test_a_retired_office_is_written_to_no_more_from_its_day_on(advocate: Advocate, tmp_path: Path) -> None:
    office = "retired: {date: 2026-03, reason: it was merged into another, source: gazette}"
    campaign = SmallCampaign(details=STREET, office=office).write(tmp_path / "campaign")
    words = ("preview", "--campaign", campaign, "--to")
    ran = advocate(*words, "minister")
    assert (ran.code, ran.err) == (
        2,
        "minister is written to no more since 2026-03: it was merged into another [to.retired]\n",
    )
    assert advocate(*words, "all").err.endswith("[to.nobody]\n")
    assert advocate(*words, "minister", "--date", "2026-02-28").code == 0
    shown = " ".join(advocate("contacts", "show", "minister", "--campaign", campaign).out.split())
    assert "retired since 2026-03: it was merged into another (as in gazette)" in shown
