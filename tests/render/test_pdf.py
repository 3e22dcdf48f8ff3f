"""The printed page, read back with other libraries than the one that made it."""

from __future__ import annotations

import io
import re
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pdfplumber
import pikepdf
import pypdf
import pytest
from fontTools.cffLib import CFFFontSet
from hypothesis import given, settings
from hypothesis import strategies as st

from advocate.core.letter import Letter, ListBlock, Paragraph, Recipient, SenderBlock
from advocate.core.paper import Stationery, Window, paper_for
from advocate.core.problems import ProblemsError
from advocate.render.pdf import BODY_SIZES, LetterPress, PrintRun, Sheet
from advocate.render.press import Press
from advocate.sources.places import layouts
from tests.addresses import RAPPORTEUR

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYOUTS = layouts()
WINDOWS = (Window.DIN_5008_B, Window.US_10)
OPENING = (
    "In April 2018 the Open Dialog Foundation reported that the authorities of Kazakhstan had banned "
    "an opposition movement and had begun to prosecute people who had done no more than read, share or "
    "like what it published. None of them is said to have called for violence."
)
ENDING = "I would be grateful for a short reply that tells me what your office has been able to do."
ASKS = ("to cancel the decision that bans the movement;", "to end the prosecutions that rest on it.")


def a_letter(**changes: object) -> Letter:
    """Make a letter; `envelope`, `name` and `lines` change the recipient's and the sender's block."""
    recipient = Recipient(
        contact="sr-freedom-of-expression",
        title=RAPPORTEUR[0],
        institution="ohchr",
        institution_name="OHCHR",
        group="un",
        group_name="United Nations",
        holder=None,
        envelope=changes.pop("envelope", RAPPORTEUR),  # type: ignore[arg-type]  # keywords of many types
        posted=bool(changes.pop("posted", True)),
        country="CH",
        reaches=(),
    )
    sender = SenderBlock(
        name=str(changes.pop("name", "Marta Kowalska")),
        lines=changes.pop("lines", ("Lindenstraße 12", "10969 Berlin", "GERMANY")),  # type: ignore[arg-type]  # same
        email=str(changes.pop("email", "marta@example.org")),
        phone=str(changes.pop("phone", "+49 30 1234567")),
        country="DE",
    )
    letter = Letter(
        campaign="dck-2018",
        letter="lift-the-ban",
        version="mandate",
        language="en",
        date=date(2026, 11, 22),
        recipient=recipient,
        sender=sender,
        place_and_date="Berlin, 22 November 2026",
        subject="Kazakhstan: the ban on a movement",
        salutation="Dear Special Rapporteur,",
        blocks=(Paragraph(OPENING), Paragraph("I ask you"), ListBlock(ASKS), Paragraph(ENDING)),
        ask="to raise it",
        closing="Yours faithfully,",
    )
    return replace(letter, **changes)  # type: ignore[arg-type]  # keywords of many types


@cache
def the_press() -> LetterPress:
    return LetterPress(Press(LAYOUTS))


def on(window: Window) -> Stationery:
    return Stationery(window, paper_for(window))


def printed(window: Window = Window.DIN_5008_B, **changes: object) -> Sheet:
    return the_press().print(a_letter(**{"stationery": on(window), **changes}))


def codes(window: Window = Window.DIN_5008_B, **changes: object) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        printed(window, **changes)
    return [problem.code for problem in caught.value.problems]


def pages_of(sheet: Sheet) -> list[str]:
    """Return the text of each page, without the spaces that end lines."""
    pages = pypdf.PdfReader(io.BytesIO(sheet.pdf)).pages
    return ["\n".join(line.rstrip() for line in page.extract_text().splitlines()) for page in pages]


def squeezed(text: str) -> str:
    """Leave out what line breaking puts in or takes away: white space and hyphens."""
    return re.sub(r"[\s\u00ad\u2010-]", "", unicodedata.normalize("NFC", text))


def says(sheet: Sheet, *texts: str) -> bool:
    whole = squeezed("".join(pages_of(sheet)))
    return all(squeezed(text) in whole for text in texts)


def opened(sheet: Sheet) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(sheet.pdf))


# ---- What it says ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("window", WINDOWS)
def test_everything_the_letter_says_is_read_back_from_the_page(window: Window) -> None:
    letter = a_letter(enclosures=("Enclosure: the report of April 2018",), stationery=on(window))
    sheet = the_press().print(letter)
    assert says(sheet, letter.subject, letter.salutation, OPENING, *ASKS, ENDING, letter.closing)
    assert says(sheet, letter.sender.name, *letter.sender.lines, letter.sender.email, letter.sender.phone)
    assert says(sheet, *letter.recipient.envelope, letter.place_and_date, *letter.enclosures)


def test_the_parts_come_in_the_order_in_which_a_letter_is_read() -> None:
    letter = a_letter()
    text = squeezed(pages_of(printed())[0])
    parts = (
        letter.sender.name,
        letter.recipient.envelope[0],
        letter.place_and_date,
        letter.subject,
        letter.salutation,
        OPENING,
        ASKS[0],
        ENDING,
        letter.closing,
    )
    places = [text.index(squeezed(part)) for part in parts]
    assert places == sorted(places)
    assert text.endswith(squeezed(letter.sender.name))


def test_items_of_an_ordered_list_are_numbered_and_of_others_are_not() -> None:
    assert says(printed(blocks=(ListBlock(ASKS, ordered=True),)), f"1.{ASKS[0]}", f"2.{ASKS[1]}")
    assert not says(printed(blocks=(ListBlock(ASKS),)), f"1.{ASKS[0]}")


def test_what_the_writer_left_out_leaves_no_empty_line() -> None:
    text = pages_of(printed(email="", phone="", lines=("10969 Berlin",)))[0]
    assert text.startswith("Marta Kowalska\n10969 Berlin\nSpecial Rapporteur")


def test_a_letter_without_a_postal_address_is_printed_with_the_title_and_institution() -> None:
    assert says(
        printed(posted=False, envelope=("The Chair", "Council of Europe")), "The ChairCouncil of Europe"
    )


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x")',
        '#read("data.json")',
        "$x^2$",
        "*bold* _italic_ `raw`",
        "<label> @reference",
        "= heading",
        "- item",
        r"back\slash \u{41} \ ",
        "// comment /* comment */",
        "https://example.org/#fragment",
        "\"straight\" and 'single' -- dashes --- and ~ ...",
    ],
)
def test_what_looks_like_markup_comes_out_as_it_was_typed(text: str) -> None:
    sheet = printed(
        subject=text, salutation=text, blocks=(Paragraph(text), ListBlock((text,))), name=f"A {text}"
    )
    whole = squeezed("".join(pages_of(sheet)))
    assert whole.count(squeezed(text)) == 6
    assert not any("/Annots" in page for page in opened(sheet).pages)


# ---- The file -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "ru", "kk"])
def test_the_file_names_its_language_and_shows_its_title(language: str) -> None:
    with opened(printed(language=language)) as pdf:
        assert str(pdf.Root.Lang) == language
        assert str(pdf.docinfo["/Title"]) == a_letter().subject
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_the_file_holds_nothing_hidden_but_title_language_engine_and_ids() -> None:
    with opened(printed()) as pdf:
        assert set(pdf.docinfo.keys()) == {"/Title", "/Creator"}
        assert re.fullmatch(r"Typst [\d.]+", str(pdf.docinfo["/Creator"]))
        metadata = ET.fromstring(pdf.Root.Metadata.read_bytes())  # noqa: S314  # this program just wrote it
        assert set(pdf.trailer.keys()) == {"/Info", "/Root", "/Size", "/ID"}
        assert set(pdf.Root.keys()) == {
            "/Type",
            "/Pages",
            "/Metadata",
            "/Lang",
            "/StructTreeRoot",
            "/MarkInfo",
            "/ViewerPreferences",
            "/Outlines",
        }
    (description,) = metadata.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description")
    found = {child.tag.rpartition("}")[2]: "".join(child.itertext()) for child in description}
    assert set(found) == {
        "title",
        "language",
        "format",
        "CreatorTool",
        "NPages",
        "InstanceID",
        "DocumentID",
        "RenditionClass",
        "PDFVersion",
        "part",
    }
    assert (found["title"], found["language"], found["part"]) == (a_letter().subject, "en", "1")
    assert found["InstanceID"] == found["DocumentID"]
    assert len(description.attrib) == 1


def test_the_same_letter_gives_the_same_bytes_whatever_was_printed_before() -> None:
    first = printed()
    printed(subject="Another letter in between")
    assert printed() == first
    assert LetterPress(Press(LAYOUTS)).print(a_letter()) == first


def elements(pdf: pikepdf.Pdf) -> Counter[str]:
    found: Counter[str] = Counter()
    waiting: list[pikepdf.Object] = [pdf.Root.StructTreeRoot.K]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            waiting.extend(list(item))
        elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
            found[str(item.S)] += 1
            if "/K" in item:
                waiting.append(item.K)
    return found


def test_headings_paragraphs_and_lists_are_tagged_as_what_they_are() -> None:
    with opened(printed()) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        found = elements(pdf)
    assert found["/H1"] == 1
    assert found["/L"] == 1
    assert found["/LI"] == found["/LBody"] == len(ASKS)
    # Sender, address, date, salutation, three paragraphs, closing and name; what is in a list has its own.
    assert found["/P"] >= 9


@dataclass(frozen=True)
class Shown:
    """An operator that paints, the font it paints with, and how deep in marked content it stands."""

    operator: str
    depth: int
    tag: str
    font: str
    codes: tuple[int, ...]


PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"}


def painted(page: pikepdf.Page) -> Iterator[Shown]:
    tags: list[str] = []
    font = ""
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            tags.append(str(instruction.operands[0]))
        elif operator == "EMC":
            tags.pop()
        elif operator == "Tf":
            font = str(instruction.operands[0])
        elif operator in PAINTING:
            parts = instruction.operands[0] if operator == "TJ" else instruction.operands
            text = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            numbers = tuple(int.from_bytes(text[at : at + 2]) for at in range(0, len(text), 2))
            yield Shown(operator, len(tags), tags[-1] if tags else "", font, numbers)
    assert not tags


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("paragraphs", [1, 14])
def test_nothing_is_painted_outside_marked_content(window: Window, paragraphs: int) -> None:
    with opened(printed(window, blocks=(Paragraph(OPENING),) * paragraphs)) as pdf:
        shown = [mark for page in pdf.pages for mark in painted(page)]
        assert len(pdf.pages) == (1 if paragraphs == 1 else 2)
    assert shown
    assert all(mark.depth == 1 for mark in shown)
    text = [mark for mark in shown if mark.codes and mark.tag != "/Artifact"]
    assert len(text) > 10
    assert all(mark.tag == "/Artifact" for mark in shown if mark.operator == "S")


# ---- One page, or two -------------------------------------------------------------------------------------


def test_a_letter_that_fits_is_set_in_the_largest_type() -> None:
    sheet = printed()
    assert (sheet.pages, sheet.points) == (1, BODY_SIZES[0])


def test_a_longer_letter_is_set_smaller_before_it_takes_a_second_page() -> None:
    sheets = [printed(blocks=(Paragraph(OPENING),) * number) for number in range(1, 16)]
    one_page = [sheet.points for sheet in sheets if sheet.pages == 1]
    assert one_page == sorted(one_page, reverse=True)
    assert one_page[-1] < BODY_SIZES[0]
    assert [sheet.pages for sheet in sheets] == sorted(sheet.pages for sheet in sheets)
    assert sheets[-1].pages == 2
    assert sheets[-1].points == BODY_SIZES[0]


def test_pages_are_numbered_only_where_there_are_two() -> None:
    first, second = pages_of(printed(blocks=(Paragraph(OPENING),) * 14))
    assert first.rstrip().endswith("1 / 2")
    assert second.rstrip().endswith("2 / 2")
    assert "1 / 1" not in pages_of(printed())[0]


@pytest.mark.parametrize("window", WINDOWS)
def test_no_line_of_a_paragraph_and_no_closing_is_left_alone_on_a_page(window: Window) -> None:
    for words in range(0, 60, 4):
        blocks = [Paragraph(f"{number}: {OPENING}") for number in range(11)]
        blocks.append(Paragraph("Last words " + "again " * words + "of the writer."))
        pages = pages_of(printed(window, blocks=tuple(blocks)))
        assert len(pages) == 2
        top = pages[1].splitlines()
        assert top.index("Yours faithfully,") >= 1
        assert "of the writer." in pages[1]
        begun = re.match(r"(\d+: |Last words)", top[0])
        assert begun or not re.match(r"(\d+: |Last words|Yours)", top[1])


@pytest.mark.parametrize(("language", "even"), [("en", True), ("fr", True), ("ru", True), ("kk", False)])
def test_lines_end_evenly_only_in_languages_with_hyphenation(language: str, *, even: bool) -> None:
    for blocks in (
        (Paragraph(OPENING),),
        (Paragraph(OPENING), ListBlock(ASKS)),
        (Paragraph(OPENING), Paragraph("x")),
    ):
        with pdfplumber.open(io.BytesIO(printed(language=language, blocks=blocks).pdf)) as pdf:
            lines = pdf.pages[0].extract_text_lines()
        first = next(number for number, line in enumerate(lines) if line["text"].startswith("In April"))
        last = next(number for number, line in enumerate(lines) if line["text"].endswith("for violence."))
        ends = [line["x1"] * 25.4 / 72 for line in lines[first:last]]
        # Punctuation at the end of a line hangs a little into the margin.
        assert all(189.9 < end < 191.5 for end in ends) == even


# ---- Characters -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("🙂", "'🙂' (U+1F642 SLIGHTLY SMILING FACE)"),
        ("م", "'م' (U+0645 ARABIC LETTER MEEM)"),
        ("漢", "'漢' (U+6F22 CJK UNIFIED IDEOGRAPH-6F22)"),
        ("\a", "an invisible character (U+0007)"),
    ],
)
@pytest.mark.parametrize("part", ["subject", "name", "salutation"])
def test_a_character_that_no_font_draws_is_a_problem_that_names_it(
    part: str, character: str, shown: str
) -> None:
    changes: dict[str, object] = {part: f"Aida {character}"}
    with pytest.raises(ProblemsError) as caught:
        printed(Window.DIN_5008_B, **changes)
    (problem,) = caught.value.problems
    assert problem.code == "pdf.undrawable"
    assert shown in problem.message


def test_every_character_that_no_font_draws_is_named_once_and_the_press_prints_on() -> None:
    assert codes(subject="🙂 and 漢", blocks=(Paragraph("🙂🙂 م"),)) == ["pdf.undrawable"] * 3
    assert printed().pages == 1


def test_an_undrawable_character_and_a_long_address_are_reported_together() -> None:
    assert codes(subject="漢", envelope=("W" * 60,)) == ["pdf.undrawable", "pdf.address-too-long"]


@pytest.mark.parametrize(
    "name",
    [
        "Әсел Құрманғазықызы Өмірзақова-Ұлы Іңкәр Һүрия",
        "Ёлкина Щукина Ъыьэюя",
        "Zoë Œuvré-L\u2019Hôpital ÿ",
        "Ελευθέριος Βενιζέλος ΐ ς",
        "Stanisława Żółć Gęśla Jaźń",
        "Đặng Thị Ğülşen Øystein Þóra",
        "5 000 ₸ и 300 ₽ \u2013 20 € № 7",
        "office affliction fjord",
    ],
)
def test_names_in_kazakh_russian_french_greek_and_polish_are_drawn_with_real_letters(name: str) -> None:
    sheet = printed(name=name, blocks=(Paragraph(name),), language="kk")
    assert says(sheet, name)
    with opened(sheet) as pdf:
        used: dict[str, set[int]] = {}
        for mark in painted(pdf.pages[0]):
            used.setdefault(mark.font, set()).update(mark.codes)
        fonts = pdf.pages[0].Resources.Font
        for font, numbers in used.items():
            if not numbers:
                continue
            (descendant,) = fonts[font].DescendantFonts
            program = CFFFontSet()
            program.decompile(io.BytesIO(descendant.FontDescriptor.FontFile3.read_bytes()), None)
            glyphs = program[0].CharStrings
            assert 0 not in numbers
            assert "/ToUnicode" in fonts[font]
            assert {f"cid{number:05}" for number in numbers} <= set(glyphs.keys())


def test_a_word_wider_than_the_page_is_a_problem_and_a_long_link_is_broken() -> None:
    assert codes(blocks=(Paragraph("x" * 200),)) == ["pdf.word-too-long"]
    link = "https://en.odfoundation.eu/a/8606,report-the-persecution-of-the-dck-activists-in-kazakhstan/and/so/on/and/on"
    assert says(printed(blocks=(Paragraph(f"See {link} please."),)), link)


def test_a_sender_whose_lines_have_no_room_is_a_problem() -> None:
    assert codes(lines=tuple(f"Line {number}" for number in range(12))) == ["pdf.sender-too-long"]


def test_anything_else_that_goes_wrong_is_a_problem_that_names_the_letter() -> None:
    with pytest.raises(ProblemsError) as caught:
        LetterPress(Press({"page.typ": b'#import "none.typ": letter'})).print(a_letter())
    (problem,) = caught.value.problems
    assert problem.code == "pdf.failed"
    assert a_letter().name in problem.message
    with pytest.raises(ProblemsError) as caught:
        LetterPress(Press({"page.typ": b'#read("/etc/passwd")'})).print(a_letter())
    assert [problem.code for problem in caught.value.problems] == ["pdf.failed"]


LATIN_GREEK_CYRILLIC = st.characters(
    categories=("Lu", "Ll"), min_codepoint=0x41, max_codepoint=0x4FF, exclude_characters="ŉ"
).filter(lambda letter: unicodedata.normalize("NFC", letter) == letter)
WORDS = st.text(LATIN_GREEK_CYRILLIC, min_size=1, max_size=14)
ENDS = st.sampled_from(["", "", ",", ".", ";", "!", "?", "-"])
SENTENCES = st.lists(st.tuples(WORDS, ENDS), min_size=1, max_size=20)


@settings(max_examples=25, deadline=None)
@given(SENTENCES, SENTENCES, st.sampled_from(["en", "fr", "ru", "kk"]))
def test_every_word_that_goes_into_a_letter_comes_back_from_the_page(
    subject: list[tuple[str, str]], body: list[tuple[str, str]], language: str
) -> None:
    texts = [" ".join("".join(word) for word in words) for words in (subject, body)]
    sheet = printed(subject=texts[0], blocks=(Paragraph(texts[1]),), language=language)
    assert says(sheet, *texts[0].split(), *texts[1].split())


# ---- Many letters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("number", [0, 1, 5, 24])
def test_many_letters_come_back_in_order_with_what_is_wrong_in_its_place(number: int, workers: int) -> None:
    letters = [
        a_letter(
            subject=f"Letter {place}" if place % 5 else f"Letter {place} 🙂",
            stationery=on(WINDOWS[place % 2]),
        )
        for place in range(number)
    ]
    results = list(PrintRun(letters, LAYOUTS, workers=workers).sheets())
    assert len(results) == number
    for place, result in enumerate(results):
        if place % 5:
            assert isinstance(result, Sheet)
            assert result == the_press().print(letters[place])
            assert says(result, f"Letter {place}")
        else:
            assert isinstance(result, ProblemsError)


def test_a_layout_that_stops_is_a_problem_that_names_the_letter() -> None:
    with pytest.raises(ProblemsError, match=r"pdf\.failed"):
        LetterPress(Press({"page.typ": b'#panic("no")'})).print(a_letter())


def test_printing_waits_for_its_reader_so_that_memory_does_not_grow_with_the_letters() -> None:
    taken = 0

    def letters() -> Iterator[Letter]:
        nonlocal taken
        for _ in range(2_000):
            taken += 1
            yield a_letter()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LetterPress, "print", lambda *_: Sheet(b"", 1, 11.5))
        sheets = PrintRun(letters(), LAYOUTS).sheets()
        next(sheets)
        time.sleep(0.3)  # time enough for all of them, were they not held back
        assert 200 < taken < 300
        assert len([*sheets]) == 1_999
    assert taken == 2_000


def test_a_failure_beside_the_work_is_raised_where_somebody_sees_it() -> None:
    class BrokenError(Exception):
        """What nobody expects."""

    def broken(*_: object, **__: object) -> None:
        raise BrokenError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LetterPress, "print", broken)
        with pytest.raises(BrokenError):
            list(PrintRun([a_letter()] * 20, LAYOUTS).sheets())
