"""`generate --envelopes` and `--labels`: for whom, in which order, and what becomes of the folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.addresses import sizes_of, words_of

if TYPE_CHECKING:
    from tests.conftest import Advocate, Ran

ADA = ("--name", "Ada Byron", "--email", "ada@example.org", "--street", "3 Mill Lane", "--city", "Berlin")
ABROAD = (*ADA, "--postcode", "10115", "--country", "DE")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def generate(
    advocate: Advocate, *words: str, to: str = "knb-chairman", sender: tuple[str, ...] = ABROAD
) -> Ran:
    return advocate("generate", "--to", to, "--out", "out", *sender, *words)


def text_of(name: str) -> str:
    return " ".join(word.text for word in words_of(Path("out", name).read_bytes()))


def sheets() -> list[str]:
    """Return the names of the envelopes and labels that the manifest knows."""
    return [entry["name"] for entry in json.loads(Path("out/manifest.json").read_bytes())["sheets"]]


def test_envelopes_and_labels_lie_beside_the_letters_and_the_page_leads_to_them(advocate: Advocate) -> None:
    ran = generate(advocate, "--envelopes", "dl", "--labels", "L7163")
    assert ran.code == 0
    assert "Envelopes DL: 1 address in envelopes-dl.pdf" in ran.out
    assert "Labels L7163: 1 address in labels-l7163.pdf" in ran.out
    assert sheets() == ["envelopes-dl.pdf", "labels-l7163.pdf"]
    page = Path("out/index.html").read_text(encoding="utf-8")
    for name in sheets():
        assert f'href="./{name}"' in page
        assert Path("out", name).stat().st_mode & 0o777 == 0o600
        assert text_of(name).endswith("KAZAKHSTAN")
    assert Path("out/knb-chairman.lift-the-ban.en.pdf").exists()


def test_without_these_options_nobody_hears_of_envelopes(advocate: Advocate) -> None:
    ran = generate(advocate)
    assert "nvelope" not in ran.out + ran.err
    assert sheets() == []
    assert "For the letters on paper" not in Path("out/index.html").read_text(encoding="utf-8")


def test_they_come_in_posting_order_by_country_and_then_office(advocate: Advocate) -> None:
    generate(
        advocate, "--envelopes", "c6", to="us-secretary-of-state,wgad,ombudsman,knb-chairman,ep-president"
    )
    pages = Path("out/envelopes-c6.pdf").read_bytes()
    last: dict[int, str] = {word.page: word.text for word in words_of(pages)}
    countries = [last[page] for page in range(len(last))]
    assert countries == ["BELGIUM", "KAZAKHSTAN", "KAZAKHSTAN", "SWITZERLAND", "STATES"]


def test_the_writers_own_country_stands_on_no_envelope(advocate: Advocate) -> None:
    home = (*ADA, "--postcode", "1000", "--country", "BE")
    generate(advocate, "--labels", "l7160", to="ep-president", sender=home)
    assert text_of("labels-l7160.pdf").endswith("1047 Brussels")


def test_the_return_address_is_the_writers_and_they_are_told_and_may_leave_it_off(advocate: Advocate) -> None:
    told = "Your own address stands on the envelopes; --no-return-address leaves it out."
    assert told in generate(advocate, "--envelopes", "dl").out
    assert text_of("envelopes-dl.pdf").startswith("Ada Byron 3 Mill Lane 10115 Berlin Germany")
    assert "ada@example.org" not in text_of("envelopes-dl.pdf")
    assert told not in generate(advocate, "--envelopes", "dl", "--no-return-address").out
    assert "Ada" not in text_of("envelopes-dl.pdf")


def test_a_name_without_a_street_is_no_return_address(advocate: Advocate) -> None:
    ran = generate(advocate, "--envelopes", "us10", sender=("--name", "Ada Byron", "--city", "Berlin"))
    assert "--no-return-address" not in ran.out
    assert "Ada" not in text_of("envelopes-us10.pdf")


def test_labels_never_show_the_writer(advocate: Advocate) -> None:
    generate(advocate, "--labels", "5160")
    assert "Ada" not in text_of("labels-5160.pdf")
    assert sizes_of(Path("out/labels-5160.pdf").read_bytes()) == [pytest.approx((215.9, 279.4), abs=0.01)]


def test_an_office_without_a_postal_address_is_named(advocate: Advocate) -> None:
    ran = generate(advocate, "--labels", "l7160", to="knb-chairman,pace-president")
    assert ran.code == 0
    assert "no envelope or label: pace-president has no known postal address" in ran.err
    assert "Labels L7160: 1 address in labels-l7160.pdf" in ran.out


@pytest.mark.parametrize("words", [("--to", "pace-president"), ("--to", "knb-chairman", "--as", "eml")])
def test_where_nobody_gets_a_letter_on_paper_nothing_is_made(
    advocate: Advocate, words: tuple[str, ...]
) -> None:
    ran = advocate("generate", *words, "--out", "out", *ABROAD, "--envelopes", "dl")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "--envelopes: none of these letters is printed for an office with a known postal address; "
        "add --as pdf, or write to other offices [sheets.nobody]\n"
    )
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("words", "way"),
    [
        (
            ("--labels", "l7163", "--labels-from", "15"),
            "from 1 to 14",
        ),
        (
            ("--labels", "5160", "--labels-from", "0"),
            "from 1 to 30",
        ),
        (
            ("--labels-from", "2"),
            "add --labels l7163, l7160, 5160",
        ),
    ],
)
def test_a_label_that_is_on_no_sheet_is_refused_before_anything_is_made(
    advocate: Advocate, words: tuple[str, ...], way: str
) -> None:
    ran = generate(advocate, *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"{way} [labels.from]\n")
    assert not Path("out").exists()


@pytest.mark.parametrize("words", [("--envelopes", "c7"), ("--labels", "l1"), ("--labels-from", "two")])
def test_a_size_that_nobody_knows_is_a_slip(advocate: Advocate, words: tuple[str, ...]) -> None:
    ran = generate(advocate, *words)
    assert ran.code == 2
    assert repr(words[1]) in ran.err


def test_a_report_for_scripts_names_the_files(advocate: Advocate) -> None:
    ran = generate(advocate, "--envelopes", "dl", "--format", "json")
    assert json.loads(ran.out)["sheets"] == ["envelopes-dl.pdf"]


# ---- The folder -----------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(advocate: Advocate) -> None:
    generate(advocate, "--envelopes", "dl")
    before = {file.name: file.read_bytes() for file in Path("out").iterdir()}
    ran = generate(advocate, "--envelopes", "dl")
    assert "Everything was there already; nothing has changed." in ran.out
    assert {file.name: file.read_bytes() for file in Path("out").iterdir()} == before


def test_labels_for_the_same_letters_are_added_to_their_folder_and_envelopes_stay(advocate: Advocate) -> None:
    generate(advocate, "--envelopes", "dl")
    assert generate(advocate, "--labels", "l7160").code == 0
    assert sheets() == ["envelopes-dl.pdf", "labels-l7160.pdf"]
    page = Path("out/index.html").read_text(encoding="utf-8")
    assert all(f'href="./{name}"' in page for name in sheets())
    ran = generate(advocate)
    assert "Everything was there already; nothing has changed." in ran.out
    assert sheets() == ["envelopes-dl.pdf", "labels-l7160.pdf"]


def test_another_first_label_or_no_return_address_replaces_the_file_it_had_made(advocate: Advocate) -> None:
    generate(advocate, "--labels", "l7160", "--envelopes", "dl")
    before = [Path("out", name).read_bytes() for name in sheets()]
    ran = generate(
        advocate, "--labels", "l7160", "--labels-from", "3", "--envelopes", "dl", "--no-return-address"
    )
    assert ran.code == 0
    assert "kept as you changed it" not in ran.err
    assert all(Path("out", name).read_bytes() != old for name, old in zip(sheets(), before, strict=True))


def test_a_file_that_somebody_changed_or_put_there_is_kept_until_overwritten(advocate: Advocate) -> None:
    generate(advocate, "--labels", "l7160")
    for name in ("labels-l7160.pdf", "envelopes-dl.pdf"):
        Path("out", name).write_bytes(b"mine")
    ran = generate(advocate, "--labels", "l7160", "--envelopes", "dl")
    for name in ("labels-l7160.pdf", "envelopes-dl.pdf"):
        assert f"kept as you changed it: {name} (--overwrite replaces it)" in ran.err
        assert Path("out", name).read_bytes() == b"mine"
    generate(advocate, "--labels", "l7160", "--envelopes", "dl", "--overwrite")
    assert text_of("envelopes-dl.pdf").endswith("KAZAKHSTAN")


def test_other_letters_are_refused_a_folder_as_ever_and_overwriting_takes_old_sheets_away(
    advocate: Advocate,
) -> None:
    generate(advocate, "--labels", "l7160")
    assert "output.not-empty" in generate(advocate, "--labels", "l7160", "--note", "I ask as a teacher.").err
    generate(advocate, "--note", "I ask as a teacher.", "--overwrite")
    assert not Path("out/labels-l7160.pdf").exists()


def test_sheets_that_a_manifest_only_claims_are_linked_nowhere(advocate: Advocate) -> None:
    generate(advocate)
    manifest = json.loads(Path("out/manifest.json").read_bytes())
    for name in ("../secret.pdf", "labels-l7163.pdf", "knb.pdf", 7):
        manifest["sheets"].append({"name": name, "sha256": "0" * 64})
    manifest["sheets"].append("labels-5160.pdf")
    Path("out/manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert generate(advocate).code == 0
    assert sheets() == []
