"""What the review finds is shown wherever a letter is, and `--strict` makes it count."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from advocate.cli.workshop import Wish, make_letters
from advocate.core.deceptive import first_mark
from tests.reviewed import FACTS, lanterns, review_of

if TYPE_CHECKING:
    from pathlib import Path

    from advocate.core.letter import Finding
    from tests.conftest import Advocate

WRONG = {
    "ask.other": "I demand your resignation.",
    "length.page": "\n\n".join(
        ["We had a light, and nobody was afraid of the dark in those years. " * 9] * 6
    ),
    "likeness.campaign": FACTS["en"],
    "people.minor": "Timur Sabitov is nine.",
    "people.private": "My friend Serik was there.",
    "people.relative": "Aynura Ashimova was there.",
    "privacy.email": "Ask serik@example.net.",
    "privacy.phone": "Call +49 30 1234567.",
    "privacy.street": "I live in 12 Baker Street.",
    "tone.capitals": "This is DISGRACEFUL.",
    "tone.insult": "They are scum.",
    "tone.jargon": "Hereinafter I protest.",
    "tone.party": "It takes a regime change.",
    "tone.threat": "Do it, or else.",
}


def run(advocate: Advocate, folder: Path, note: str, *words: str) -> tuple[int, str]:
    ran = advocate(
        *("preview", "--campaign", folder, "--to", "minister", "--name", "Ada Byron", "--note", note, *words)
    )
    return ran.code, ran.out


def test_a_letter_in_order_passes_strict(advocate: Advocate, tmp_path: Path) -> None:
    assert run(advocate, lanterns(tmp_path), "I was born by the sea.", "--strict")[0] == 0


@pytest.mark.parametrize("code", WRONG)
def test_each_warning_fails_strict_and_is_shown_without_it(
    advocate: Advocate, tmp_path: Path, code: str
) -> None:
    folder = lanterns(tmp_path)
    assert review_of(advocate, folder, WRONG[code]).weights[code] in {"warning", "problem"}
    exit_code, shown = run(advocate, folder, WRONG[code])
    assert exit_code == 0
    assert f"[{code}]" in shown
    assert run(advocate, folder, WRONG[code], "--strict")[0] == 1


@pytest.mark.parametrize("form", ["letter", "text", "eml"])
def test_the_review_stands_beside_every_form_of_a_preview(
    advocate: Advocate, tmp_path: Path, form: str
) -> None:
    words = ("--campaign", lanterns(tmp_path), "--to", "minister", "--name", "Ada Byron", "--as", form)
    ran = advocate("preview", *words, "--note", "They are scum.")
    shown = ran.out if form == "letter" else ran.err
    assert "warning: “scum”: an insult ends the reading" in " ".join(shown.split())
    assert form == "letter" or "warning:" not in ran.out


def test_so_it_does_beside_a_submission_and_a_call_script(advocate: Advocate) -> None:
    for office, form in (("wgad", "submission"), ("us-house-of-representatives", "call")):
        ran = advocate("preview", "--to", office, "--as", form, "--name", "Ada", "--note", "They are scum.")
        assert not ran.out or "[tone.insult]" in ran.err


@pytest.mark.parametrize(
    ("subject", "code"), [("LIGHT THE LANTERNS", "subject.shouting"), ("Light " * 14, "subject.long")]
)
def test_so_does_each_warning_about_the_subject(
    advocate: Advocate, tmp_path: Path, subject: str, code: str
) -> None:
    folder = lanterns(tmp_path, subject=subject)
    assert code in review_of(advocate, folder).codes
    assert run(advocate, folder, "I was born by the sea.", "--strict")[0] == 1


@pytest.mark.parametrize("code", WRONG)
def test_every_finding_stands_in_the_manifest_on_the_page_and_in_the_summary(
    advocate: Advocate, tmp_path: Path, code: str
) -> None:
    folder, out = lanterns(tmp_path / "campaign"), tmp_path / "letters"
    words = ("--campaign", folder, "--to", "minister", "--name", "Ada Byron", "--as", "txt")
    ran = advocate("generate", *words, "--out", out, "--note", WRONG[code], "--strict")
    assert ran.code == 1
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert code in {finding["code"] for finding in manifest["letters"][0]["findings"]}
    assert f"<code>{code}</code>" in (out / "index.html").read_text(encoding="utf-8")
    assert f"[{code}]" in " ".join(ran.err.split())
    assert "see the page [" not in " ".join(ran.err.split())


def test_what_is_kept_beside_the_letters_quotes_nothing_that_the_writer_wrote(
    advocate: Advocate, tmp_path: Path
) -> None:
    note = " ".join(
        words for code, words in WRONG.items() if code not in {"length.page", "likeness.campaign"}
    )
    folder, out = lanterns(tmp_path / "campaign"), tmp_path / "letters"
    words = (
        "--campaign",
        folder,
        "--to",
        "minister",
        "--name",
        "Ada Byron",
        "--as",
        "txt",
        "--format",
        "json",
    )
    ran = advocate("generate", *words, "--out", out, "--note", note)
    kept = ran.out + ran.err + (out / "manifest.json").read_text(encoding="utf-8")
    for code in WRONG:
        assert code in {"length.page", "likeness.campaign"} or f'"{code}"' in kept, code
    for secret in ("Ashimova", "Sabitov", "Serik", "serik@", "1234567", "Baker", "scum", "resignation"):
        assert secret not in kept
        assert secret in (out / "index.html").read_text(encoding="utf-8")


def findings_for(folder: Path, note: str, language: str) -> tuple[Finding, ...]:
    wish = Wish(folder, ["minister"], [], None, language, date(2026, 11, 22), None, {"name": "Ada"}, None)
    return make_letters(replace(wish, note=note)).letters[0].findings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lanterns(tmp_path_factory.mktemp("lanterns"))


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co"), include_characters="\n\t"), max_size=200)
PIECES = st.sampled_from(
    [
        *(
            "my friend ",
            "Aynura Ashimova",
            "please ",
            "!!",
            "SHOUT ",
            "мой друг ",
            "+49 ",
            "12 ",
            "@",
            ".",
        ),
        *("http://", "Street", "“", "\u0301", "ß", "İ", "ё", "\u00ad", "I demand ", "- ", "1. ", "\n\n"),
    ]
)


@given(note=st.one_of(WORDS, st.lists(st.one_of(WORDS, PIECES), max_size=12).map("".join)))
def test_whatever_people_write_every_finding_is_one_plain_line(folder: Path, note: str) -> None:
    assume(not note.startswith("@") and not first_mark(note.replace("\u00ad", "")))
    for language in ("en", "ru"):
        for finding in findings_for(folder, note, language):
            assert finding.told.isprintable(), finding
            assert 20 < len(finding.told) < 300, finding
