"""`advocate generate --merge`: all pages in one file for the printer."""

from __future__ import annotations

import io
import json
import re
import stat
from typing import TYPE_CHECKING

import pdfplumber
import pikepdf
import pytest

from advocate.outbox.files import digest
from tests.conftest import SENDER

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.conftest import Advocate, Ran

RUN = "print-run.pdf"
# Five that are printed, in Switzerland and Belgium, and one without a postal address.
SEVERAL = "un,ep-president,eusr-human-rights"


def merged(advocate: Advocate, out: Path, *words: str | Path, to: str = SEVERAL) -> Ran:
    return advocate("generate", "--to", to, "--merge", "--out", out, *words, *SENDER)


def names(out: Path) -> set[str]:
    return {file.name for file in out.iterdir()}


def manifest(out: Path) -> dict[str, Any]:
    found = json.loads((out / "manifest.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def bookmarks(file: Path) -> list[str]:
    with pikepdf.open(file) as pdf, pdf.open_outline() as outline:
        return [str(item.title) for item in outline.root]


def test_the_pages_come_in_one_file_and_everything_else_as_before(advocate: Advocate, tmp_path: Path) -> None:
    alone, together = tmp_path / "alone", tmp_path / "together"
    advocate("generate", "--to", SEVERAL, "--out", alone, *SENDER)
    ran = merged(advocate, together)
    assert ran.code == 0
    pages = {name for name in names(alone) if name.endswith(".pdf")}
    assert pages
    assert names(together) == names(alone) - pages | {RUN}
    for name in names(alone) - pages - {"index.html", "manifest.json"}:
        assert (together / name).read_bytes() == (alone / name).read_bytes()
    assert f"{RUN}: {len(pages)} letters on {len(pages) + 1} sheets" in " ".join(ran.out.split())
    assert len(bookmarks(together / RUN)) == len(pages) + 1


def test_the_letters_stand_in_posting_order(advocate: Advocate, tmp_path: Path) -> None:
    merged(advocate, tmp_path, to="us-secretary-of-state,knb-chairman,ep-president,wgad,afet-chair")
    assert [re.split(",| of ", title)[0] for title in bookmarks(tmp_path / RUN)] == [
        "Cover sheet",
        # Belgium, Kazakhstan, Switzerland, the United States.
        "Chair",
        "President",
        "Chairman",
        "United Nations Working Group on Arbitrary Detention",
        "Secretary",
    ]


def test_the_folders_page_and_the_report_lead_to_the_page_of_each_letter(
    advocate: Advocate, tmp_path: Path
) -> None:
    report = json.loads(merged(advocate, tmp_path, "--format", "json").out)
    index = (tmp_path / "index.html").read_text("utf-8")
    assert report["print_run"] == [{"file": RUN, "pages": len(pikepdf.open(tmp_path / RUN).pages)}]
    found = {letter["contact"]: letter["print_run"] for letter in report["letters"]}
    printed = {contact: spot for contact, spot in found.items() if spot}
    assert 1 < len(printed) < len(found)
    for spot in printed.values():
        assert spot["file"] == RUN
        assert f'href="./{RUN}#page={spot["page"]}"' in index
    assert f'href="./{RUN}"' in index
    assert index.count("</a>, page ") == len(printed)


def test_every_letter_stands_where_the_report_says(advocate: Advocate, tmp_path: Path) -> None:
    report = json.loads(merged(advocate, tmp_path, "--format", "json", "--note", "I am a teacher.").out)
    texts = {letter["contact"]: letter for letter in report["letters"]}
    with pdfplumber.open(tmp_path / RUN) as pdf:
        for contact, letter in texts.items():
            if letter["print_run"]:
                (txt,) = (name for name in letter["files"] if name.endswith(".en.txt"))
                sheet = (tmp_path / txt).read_text("utf-8")
                printed = squeezed(pdf.pages[letter["print_run"]["page"] - 1].extract_text())
                salutation = next(line for line in sheet.splitlines() if line.startswith("Dear"))
                assert squeezed(salutation) in printed, contact


def squeezed(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


def test_a_second_run_changes_nothing_and_keeps_what_somebody_changed(
    advocate: Advocate, tmp_path: Path
) -> None:
    merged(advocate, tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    again = json.loads(merged(advocate, tmp_path, "--format", "json").out)
    assert again["written"] == []
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before
    (tmp_path / RUN).write_bytes(before[RUN] + b"% mine\n")
    kept = json.loads(merged(advocate, tmp_path, "--format", "json").out)
    assert (kept["written"], kept["kept"]) == ([], [RUN])
    (tmp_path / RUN).unlink()
    made_again = json.loads(merged(advocate, tmp_path, "--format", "json").out)
    assert made_again["written"] == [RUN]
    assert (tmp_path / RUN).read_bytes() == before[RUN]


def test_the_manifest_knows_the_print_run(advocate: Advocate, tmp_path: Path) -> None:
    merged(advocate, tmp_path)
    (entry,) = manifest(tmp_path)["sheets"]
    assert entry == {"name": RUN, "sha256": digest((tmp_path / RUN).read_bytes())}
    assert not any("pdf" in letter["files"] for letter in manifest(tmp_path)["letters"])


def test_a_folder_holds_either_single_pages_or_a_print_run(advocate: Advocate, tmp_path: Path) -> None:
    advocate("generate", "--to", "wgad,ep-president", "--out", tmp_path, *SENDER)
    refused = merged(advocate, tmp_path, to="wgad,ep-president")
    assert refused.code == 2
    assert "[output.not-empty]" in refused.err
    assert RUN not in names(tmp_path)
    assert merged(advocate, tmp_path, "--overwrite", to="wgad,ep-president").code == 0
    assert [name for name in names(tmp_path) if name.endswith(".pdf")] == [RUN]


def test_pages_alone_can_be_asked_for(advocate: Advocate, tmp_path: Path) -> None:
    ran = merged(advocate, tmp_path, "--as", "pdf", to="wgad,eusr-human-rights")
    assert ran.code == 0
    assert names(tmp_path) == {RUN, "index.html", "manifest.json"}
    # An office without a postal address gets its page too, at the end.
    assert "no file:" not in ran.err
    assert len(bookmarks(tmp_path / RUN)) == 3
    assert "eusr-human-rights" in ran.out.split("page 5 of")[0]


@pytest.mark.parametrize("words", [("--as", "eml"), ("--to", "pace-president")])
def test_without_a_page_to_print_there_is_nothing_to_merge(
    advocate: Advocate, tmp_path: Path, words: tuple[str, str]
) -> None:
    to = words[1] if words[0] == "--to" else "wgad"
    ran = merged(advocate, tmp_path / "out", *(words if words[0] == "--as" else ()), to=to)
    assert ran.code == 2
    assert ran.err == (
        "--merge: none of these letters is printed;"
        " leave it out, or ask for pages with --as pdf [merge.nothing]\n"
    )
    assert not (tmp_path / "out").exists()


def test_only_the_writer_can_read_it(advocate: Advocate, tmp_path: Path) -> None:
    merged(advocate, tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out" / RUN).stat().st_mode) == 0o600


def test_an_office_whose_page_cannot_be_made_is_told_and_the_others_are_printed(
    advocate: Advocate, campaign: Path, tmp_path: Path
) -> None:
    registry = campaign / "contacts.yaml"
    words = registry.read_text("utf-8")
    street = re.search(r"value: \|-?\n\s+(Rue de la Loi 200)", words) or re.search(
        "(Rue de la Loi 200)", words
    )
    assert street
    registry.write_text(words.replace(street[1], "Rue " + "de la Loi qui ne finit pas " * 20), "utf-8")
    ran = merged(advocate, tmp_path / "out", "--campaign", campaign, to="eu")
    assert ran.code == 1
    assert "commission-president.lift-the-ban.en: the recipient's address does not fit" in ran.err
    assert not any("European Commission" in title for title in bookmarks(tmp_path / "out" / RUN))
    assert any("European Council" in title for title in bookmarks(tmp_path / "out" / RUN))
    assert "commission-president.lift-the-ban.en.txt" in names(tmp_path / "out")


def test_what_nobody_can_print_leaves_the_other_forms(advocate: Advocate, tmp_path: Path) -> None:
    ran = merged(advocate, tmp_path, "--note", "Free them 🎈", to="wgad,ep-president")
    assert ran.code == 1
    assert "[pdf.undrawable]" in ran.err
    assert RUN not in names(tmp_path)
    assert "wgad.lift-the-ban.en.eml" in names(tmp_path)


def test_the_cover_knows_where_the_letters_are_posted(advocate: Advocate, tmp_path: Path) -> None:
    merged(advocate, tmp_path, to="wgad,ep-president,knb-chairman")
    with pdfplumber.open(io.BytesIO((tmp_path / RUN).read_bytes())) as pdf:
        text = " ".join(pdf.pages[0].extract_text().split())
    assert "3 letters, dated 22 November 2026" in text
    assert "Posted in Germany: domestic 0, Europe 2, world 1." in text
