"""What pages keep of ISO 14289-1 (PDF/UA-1) and ISO 19005 (PDF/A), and what they tell of their writer."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from functools import cache
from typing import TYPE_CHECKING

import pikepdf
import pytest

from advocate.core.letter import ListBlock, Paragraph
from advocate.core.paper import Stationery, Window, paper_for
from advocate.render.pdf import PAGE, page_data
from advocate.render.press import Press
from tests.addresses import RAPPORTEUR
from tests.guarded import ROOT, search_path
from tests.render.broken_pdfs import BROKEN_LETTERS, BROKEN_REPORTS, broken, descriptor, without
from tests.render.iso_14289 import CHECKS, violations
from tests.render.preflight import judged_by_preflight, needs_preflight
from tests.render.tagged_pdf import TaggedPdf
from tests.render.test_pdf import ASKS, ENDING, LAYOUTS, OPENING, a_letter, the_press

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advocate.core.letter import Letter
    from tests.render.broken_pdfs import Break

ENCLOSURES = ("Enclosures: the report of April 2018", "a list of names")
LISTS = (ListBlock(ASKS, ordered=True), ListBlock(ASKS))
TEXTS = {
    "en": OPENING,
    "fr": (
        "En avril 2018, la fondation « Dialogue ouvert » a rapporté que les autorités du Kazakhstan avaient "
        "interdit un mouvement d'opposition ; elle n'accuse aucun de ces membres d'avoir appelé à la haine."
    ),
    "ru": (
        "В апреле 2018 года фонд «Открытый Диалог» сообщил, что власти Казахстана запретили оппозиционное "
        "движение и начали преследовать людей, которые лишь читали и распространяли его материалы."
    ),
    "kk": (
        "2018 жылғы сәуірде «Ашық Диалог» қоры Қазақстан билігінің оппозициялық қозғалысқа тыйым салғанын "
        "және оның жарияланымдарын оқыған, бөліскен адамдарды қудалай бастағанын хабарлады: әңгіме сол."
    ),
}
# With the standard's own date for a letter to be kept; a1b is what Preflight judges, of the same page.
A_1B = ("a-1b",)


def of_language(language: str, paragraphs: int = 1, **stationery: object) -> Letter:
    """Return a letter with lists and enclosures, of one page or, of fourteen paragraphs, of two."""
    window = Window.DIN_5008_B
    return a_letter(
        language=language,
        blocks=(*(Paragraph(TEXTS[language]),) * paragraphs, *LISTS, Paragraph(ENDING)),
        enclosures=ENCLOSURES,
        stationery=Stationery(window, paper_for(window), **stationery),  # type: ignore[arg-type]  # of many types
    )


@cache
def bytes_of(letter: Letter) -> bytes:
    return the_press().print(letter).pdf


# ---- PDF/UA-1 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("archive", [False, True])
@pytest.mark.parametrize("language", TEXTS)
def test_a_letter_keeps_the_clauses_of_iso_14289_1(language: str, *, archive: bool) -> None:
    assert violations(bytes_of(of_language(language, archive=archive))) == []


@pytest.mark.parametrize("language", TEXTS)
def test_a_letter_of_two_pages_keeps_them_too(language: str) -> None:
    pdf = bytes_of(of_language(language, 16))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 2
    assert violations(pdf) == []


@pytest.mark.parametrize("window", Window)
def test_so_does_a_letter_for_every_window_in_large_print(window: Window) -> None:
    stationery = Stationery(window, paper_for(window), large_print=True)
    assert violations(bytes_of(a_letter(stationery=stationery, enclosures=ENCLOSURES))) == []


def test_the_tree_is_read_in_the_order_of_a_letter_and_part_by_part() -> None:
    letter = a_letter(enclosures=ENCLOSURES)
    with pikepdf.open(io.BytesIO(bytes_of(letter))) as pdf:
        tagged = TaggedPdf(pdf)
        read = [(it.kind, tagged.text_of(it).replace("\u00ad", "")) for it in tagged.elements if it.leaves]
    sender = letter.sender
    assert read == [
        ("/P", " ".join((sender.name, *sender.lines, sender.email, sender.phone))),
        ("/P", " ".join(RAPPORTEUR)),
        ("/P", letter.place_and_date),
        ("/H1", letter.subject),
        ("/P", letter.salutation),
        ("/P", OPENING),
        ("/P", "I ask you"),
        *(part for ask in ASKS for part in (("/Lbl", "•"), ("/LBody", ask))),
        ("/P", ENDING),
        ("/P", letter.closing),
        ("/P", sender.name),
        ("/P", " ".join(ENCLOSURES)),
    ]


def test_page_numbers_and_marks_are_decoration_and_nothing_else_is() -> None:
    with pikepdf.open(io.BytesIO(bytes_of(of_language("en", 16)))) as pdf:
        decoration = [thing for thing in TaggedPdf(pdf).painted if thing.is_artifact]
    # Folds at two places, the punch mark, and a number on either page.
    assert [thing.operator for thing in decoration].count("S") == 3
    assert len([thing for thing in decoration if thing.codes]) == 2


PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="9" height="9"/></svg>'
EVERYTHING = b"""\
#set text(lang: "en")
= First
== Second
#figure(image("picture.svg", alt: "A square"), caption: [A caption])
#table(columns: 2, table.header[Letters][Stamps], [1], [2])
+ One
+ Two
  - Deeper
A #link("https://example.org/")[link]. #quote(block: true)[Quoted.] #emph[Said] #strong[loud].
#set document(title: "Everything", date: none)
"""


@cache
def a_report() -> bytes:
    return Press({"all.typ": EVERYTHING}).pdf("all.typ", {}, files={"picture.svg": PICTURE})


def test_the_checks_have_nothing_against_pictures_tables_links_and_lists_within_lists() -> None:
    with pikepdf.open(io.BytesIO(a_report())) as opened:
        kinds = {element.kind for element in TaggedPdf(opened).elements}
    assert {"/Figure", "/Table", "/TH", "/Link", "/H2", "/L"} <= kinds
    assert violations(a_report()) == []


# ---- The checks can fail ----------------------------------------------------------------------------------


@cache
def found_in(kind: str, wrong: str) -> list[str]:
    sound, ways = BROKEN[kind]
    return violations(broken(sound(), ways[wrong][0]))


BROKEN: dict[str, tuple[Callable[[], bytes], dict[str, tuple[Break, str]]]] = {
    "letter": (lambda: bytes_of(of_language("en")), BROKEN_LETTERS),
    "report": (a_report, BROKEN_REPORTS),
}
CASES = [(kind, wrong) for kind, (_, ways) in BROKEN.items() for wrong in ways]


@pytest.mark.parametrize(("kind", "wrong"), CASES)
def test_what_is_broken_is_found_out(kind: str, wrong: str) -> None:
    said = BROKEN[kind][1][wrong][1]
    assert any(said in violation for violation in found_in(kind, wrong)), found_in(kind, wrong)


def test_there_is_no_check_that_nothing_fails() -> None:
    failed = {violation for case in CASES for violation in found_in(*case)}
    assert {violation.partition(": ")[0] for violation in failed} == set(CHECKS)


# ---- PDF/A ------------------------------------------------------------------------------------------------


@needs_preflight
def test_the_same_pages_are_valid_pdf_a_1b_to_apache_pdfbox_preflight(tmp_path: Path) -> None:
    letters = {language: of_language(language, archive=True) for language in TEXTS}
    letters["two"] = of_language("ru", 16, archive=True)
    letters["large"] = of_language("kk", archive=True, large_print=True)
    press = Press(LAYOUTS)
    pages = {
        f"{name}.pdf": press.pdf(PAGE, {**page_data(letter), "points": 11, "pages": 0}, standards=A_1B)
        for name, letter in letters.items()
    }
    others = {
        "without-a-font.pdf": broken(pages["en.pdf"], without("/FontFile3", descriptor)),
        "not-to-be-kept.pdf": bytes_of(of_language("en")),
    }
    found = judged_by_preflight({**pages, **others}, tmp_path)
    assert {name: found[name] for name in pages} == dict.fromkeys(pages, "")
    # The fonts of a page have to be in the file (3.1), and the metadata have to say PDF/A (7).
    assert re.search(r"^3\.1\.3 ", found["without-a-font.pdf"], re.MULTILINE)
    assert re.search(r"^7\.", found["not-to-be-kept.pdf"], re.MULTILINE)


def test_a_letter_to_be_kept_says_that_it_is_pdf_a_2a_and_pdf_ua_1() -> None:
    with pikepdf.open(io.BytesIO(bytes_of(of_language("kk", archive=True)))) as pdf:
        metadata = pdf.open_metadata()
        said = metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]
        assert said == ("2", "A", "1")
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


@pytest.mark.parametrize("archive", [False, True])
def test_qpdf_finds_no_fault_in_the_file(tmp_path: Path, *, archive: bool) -> None:
    (tmp_path / "letter.pdf").write_bytes(bytes_of(of_language("fr", archive=archive)))
    checked = subprocess.run(
        ["qpdf", "--check", tmp_path / "letter.pdf"], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


# ---- What the file tells ----------------------------------------------------------------------------------


@pytest.mark.parametrize("archive", [False, True])
def test_pikepdf_finds_title_language_engine_and_ids_and_dates_only_in_what_is_to_be_kept(
    *, archive: bool
) -> None:
    with pikepdf.open(io.BytesIO(bytes_of(of_language("fr", archive=archive)))) as pdf:
        assert set(pdf.trailer.keys()) == {"/Info", "/Root", "/Size", "/ID"}
        assert set(pdf.Root.keys()) == {
            *("/Type", "/Pages", "/Metadata", "/Lang", "/StructTreeRoot", "/MarkInfo", "/ViewerPreferences"),
            *("/Outlines", *(("/OutputIntents",) if archive else ())),
        }
        assert set(pdf.Root.Outlines.keys()) == {"/Type"}
        dates = {"/CreationDate", "/ModDate"} if archive else set()
        assert set(pdf.docinfo.keys()) == {"/Title", "/Creator"} | dates
        assert {str(pdf.docinfo[key]) for key in dates} <= {"D:20261122000000Z"}
        described = {name.rpartition("}")[2] for name in pdf.open_metadata()}
    assert described == {
        *(
            "title",
            "language",
            "format",
            "CreatorTool",
            "NPages",
            "InstanceID",
            "DocumentID",
            "RenditionClass",
        ),
        *("PDFVersion", "part"),
        *(("CreateDate", "ModifyDate", "History", "schemas", "conformance") if archive else ()),
    }


TOLD = {
    *("PDF:PDFVersion", "PDF:Linearized", "PDF:PageCount", "PDF:Language", "PDF:TaggedPDF"),
    *("PDF:Title", "PDF:Creator"),
    *("XMP-x:XMPToolkit", "XMP-dc:Title", "XMP-dc:Language", "XMP-dc:Format", "XMP-xmp:CreatorTool"),
    *("XMP-pdfuaid:Part", "XMP-xmpTPg:NPages", "XMP-xmpMM:InstanceID", "XMP-xmpMM:DocumentID"),
    *("XMP-xmpMM:RenditionClass", "XMP-pdf:PDFVersion"),
}
DATES = {"PDF:CreateDate", "PDF:ModifyDate", "XMP-xmp:CreateDate", "XMP-xmp:ModifyDate"}
OF_PDF_A = {"XMP-xmpMM:History", "XMP-pdfaExtension:Schemas", "XMP-pdfaid:Part", "XMP-pdfaid:Conformance"}
MIDNIGHT = "2026:11:22 00:00:00Z"

needs_exiftool = pytest.mark.skipif(
    shutil.which("exiftool") is None and not os.environ.get("CI"),
    reason="needs Debian's libimage-exiftool-perl",
)


def told(letter: Letter) -> dict[str, object]:
    """Return what exiftool reads in a letter, but for what it says of itself and of the file on the disk."""
    ran = subprocess.run(
        ["exiftool", "-json", "-G1", "-struct", "-"], input=bytes_of(letter), capture_output=True, check=True
    )
    (found,) = json.loads(ran.stdout)
    beside = {"SourceFile", "ExifTool", "System", "File"}
    return {key: value for key, value in found.items() if key.partition(":")[0] not in beside}


@needs_exiftool
def test_exiftool_finds_title_language_engine_and_ids_and_nothing_else() -> None:
    letter = of_language("ru")
    found = told(letter)
    assert set(found) == TOLD
    assert found["PDF:Title"] == found["XMP-dc:Title"] == letter.subject
    assert (found["PDF:Language"], found["XMP-dc:Language"]) == ("ru", ["ru"])
    assert found["PDF:Creator"] == found["XMP-xmp:CreatorTool"]
    assert re.fullmatch(r"Typst [\d.]+", str(found["PDF:Creator"]))
    assert found["XMP-xmpMM:InstanceID"] == found["XMP-xmpMM:DocumentID"]


@needs_exiftool
def test_of_a_letter_to_be_kept_it_finds_the_letters_own_date_besides_and_no_hour() -> None:
    found = told(of_language("ru", archive=True))
    assert set(found) == TOLD | DATES | OF_PDF_A
    assert {found[key] for key in DATES} == {MIDNIGHT}
    history = found["XMP-xmpMM:History"]
    assert isinstance(history, list)
    assert {step["When"] for step in history} == {MIDNIGHT}
    assert {key for step in history for key in step} == {"Action", "When", "InstanceID", "SoftwareAgent"}
    assert {step.get("SoftwareAgent") for step in history} == {None, found["PDF:Creator"]}


def test_ids_come_from_the_content_and_from_nothing_else() -> None:
    def ids(letter: Letter) -> tuple[bytes, ...]:
        with pikepdf.open(io.BytesIO(bytes_of(letter))) as pdf:
            return tuple(bytes(it) for it in pdf.trailer.ID)

    assert len({*ids(a_letter()), *ids(a_letter(stationery=Stationery()))}) == 1
    assert not set(ids(a_letter())) & set(ids(a_letter(subject="Another")))


def uncompressed(pdf: Path) -> bytes:
    """Return a PDF with all its streams laid open."""
    ran = subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", pdf, "-"], capture_output=True, check=True
    )
    return ran.stdout


@pytest.mark.parametrize("archive", [False, True])
def test_a_letter_tells_nothing_of_who_made_it_where_and_when(tmp_path: Path, *, archive: bool) -> None:
    made = []
    for zone, user in (("Asia/Almaty", "zhanar-q"), ("America/Los_Angeles", "mallory-w")):
        folder = tmp_path / f"desk-of-{user}"
        folder.mkdir()
        there = {"TZ": zone, "USER": user, "LOGNAME": user, "HOME": str(folder), "ADVOCATE_HOME": str(folder)}
        ran = subprocess.run(
            [
                *(
                    sys.executable,
                    "-m",
                    "advocate",
                    "generate",
                    "--to",
                    "sr-freedom-of-expression",
                    "--out",
                    "letters",
                ),
                *("--name", "Ada Byron", "--city", "Berlin", "--country", "DE", "--date", "2026-11-22"),
                *(("--archive",) if archive else ()),
            ],
            cwd=folder,
            env={**os.environ, **there, "PYTHONPATH": search_path(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        (pdf,) = (folder / "letters").glob("*.pdf")
        made.append(pdf)
    first, second = made
    assert first.read_bytes() == second.read_bytes()
    laid_open = uncompressed(first)
    for hint in ("zhanar", "desk-of", str(tmp_path), "Almaty", "+0500", os.uname().nodename, sys.prefix):
        assert hint.encode() not in laid_open, hint
    # A letter has its own date in words; as a date of the file it has none, or that one.
    dates = {found.decode() for found in re.findall(rb"D:\d+[^)]*|\d{4}-\d\d-\d\d(?:T[^<]*)?", laid_open)}
    assert dates == ({"D:20261122000000Z", "2026-11-22T00:00:00Z"} if archive else set())
    if (today := time.strftime("%Y%m%d")) != "20261122":
        assert today.encode() not in laid_open
