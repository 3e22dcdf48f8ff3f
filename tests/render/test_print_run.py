"""Many letters in one file for the printer, read back with other libraries than the one that made it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pdfplumber
import pikepdf
import pytest

from advocate.core.letter import Letter, Paragraph, Recipient, SenderBlock
from advocate.core.paper import Paper, Signature, Stationery, Window
from advocate.render.pdf import LetterPress, used_pages
from advocate.render.press import Press
from advocate.render.print_run import Cover, Merged, MergedRun, Part
from advocate.sources.places import layouts
from advocate.sources.wording import CldrWording
from tests.render.iso_14289 import violations

if TYPE_CHECKING:
    from typing import Any

    from pdfplumber.page import Page

OPENING = (
    "In April 2018 the Open Dialog Foundation reported that the authorities of Kazakhstan had banned "
    "an opposition movement and had begun to prosecute people who had done no more than read, share or "
    "like what it published. None of them is said to have called for violence."
)
RUSSIAN = "В апреле 2018 года Фонд «Открытый Диалог» сообщил о преследовании людей, которые лишь читали. " * 3
KAZAKH = "2018 жылғы сәуірде «Ашық Диалог» қоры адамдардың қудалануы туралы хабарлады. " * 3
# So many of these paragraphs fit one page; do so in smaller type only; never do.
FITS, TIGHT, NEVER = 3, 8, 12


def a_letter(contact: str, *, paragraphs: int = FITS, text: str = OPENING, **changes: object) -> Letter:
    """Make a letter; `country`, `posted`, `title` and `envelope` are the office's."""
    title = str(changes.pop("title", f"Office {contact}"))
    country = str(changes.pop("country", "KZ"))
    recipient = Recipient(
        contact=contact,
        title=title,
        institution="ministry",
        institution_name="Ministry of Justice",
        group="land",
        group_name="Land",
        holder=None,
        envelope=changes.pop("envelope", (title, "Mangilik El 8", "010000 Astana", "KAZAKHSTAN")),  # type: ignore[arg-type]  # keywords of many types
        posted=bool(changes.pop("posted", True)),
        country=country,
        reaches=(),
    )
    sender = SenderBlock(
        name="Marta Kowalska",
        lines=("Lindenstraße 12", "10969 Berlin", "GERMANY"),
        email="marta@example.org",
        phone="+49 30 1234567",
        country=str(changes.pop("from_country", "DE")),
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
        subject=f"To {contact}: the ban on a movement",
        salutation="Dear Minister,",
        blocks=(Paragraph(text),) * paragraphs,
        ask="to raise it",
        closing="Yours faithfully,",
    )
    return replace(letter, **changes)  # type: ignore[arg-type]  # keywords of many types


COVER = Cover("The persecution", "22 November 2026", "Germany", CldrWording("en").country)

MIXED = (
    a_letter("one"),
    a_letter("tight", paragraphs=TIGHT),
    a_letter("long", paragraphs=NEVER),
    a_letter("russian", language="ru", text=RUSSIAN),
    a_letter("long-russian", language="ru", text=RUSSIAN, paragraphs=NEVER),
    a_letter("kazakh", language="kk", text=KAZAKH),
)


def run_of(*letters: Letter, cover: Cover = COVER, most: int = 100, workers: int = 2) -> Merged:
    return MergedRun(letters, layouts(), cover, most=most, workers=workers).merged()


@cache
def part_of(*letters: Letter) -> Part:
    """Print letters into one file, all of which can be printed."""
    merged = run_of(*letters)
    assert not merged.failed
    (part,) = merged.parts
    return part


def large(letter: Letter) -> Letter:
    return replace(letter, stationery=replace(letter.stationery, large_print=True))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


@cache
def pages_of(pdf: bytes) -> list[Page]:
    return list(pdfplumber.open(io.BytesIO(pdf)).pages)


def cover_text(part: Part) -> str:
    pages = pages_of(part.pdf)[: part.placed[0].page - 1]
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def words_of(page: Page) -> list[tuple[object, ...]]:
    """Return the words of a page with their places, in points, and their type.

    A hyphen at the end of a line is read as one or as a soft one, by what else stands in the file.
    """
    return [
        (
            word["text"].replace("\u00ad", "-"),
            *(round(word[key], 2) for key in ("x0", "top", "x1", "bottom", "size")),
            # The name begins with letters that stand for the characters taken of it (ISO 32000-1, 9.6.4).
            word["fontname"].partition("+")[2],
        )
        for word in page.extract_words(extra_attrs=["size", "fontname"])
    ]


def drawn_of(page: Page) -> list[tuple[float, ...]]:
    return [tuple(round(line[key], 2) for key in ("x0", "top", "x1", "bottom")) for line in page.lines]


# ---- The letters ----------------------------------------------------------------------------------------


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "letters",
    [
        pytest.param(MIXED, id="A4"),
        pytest.param(tuple(map(large, (MIXED[2], MIXED[0]))), id="large print"),
        pytest.param(
            tuple(
                replace(letter, stationery=Stationery(Window.US_10, Paper.US_LETTER)) for letter in MIXED[:3]
            ),
            id="US Letter",
        ),
    ],
)
def test_a_letter_looks_as_it_does_in_a_file_of_its_own(letters: tuple[Letter, ...]) -> None:
    part = part_of(*letters)
    pages = pages_of(part.pdf)
    press = LetterPress(Press(layouts()))
    for spot in part.placed:
        alone = press.print(spot.letter)
        assert (spot.pages, spot.points) == (alone.pages, alone.points)
        ours = pages[spot.page - 1 : spot.page - 1 + spot.pages]
        theirs = pages_of(alone.pdf)
        assert [words_of(page) for page in ours] == [words_of(page) for page in theirs]
        assert [drawn_of(page) for page in ours] == [drawn_of(page) for page in theirs]


def test_type_gets_smaller_only_where_that_saves_a_page() -> None:
    found = {spot.letter.recipient.contact: (spot.pages, spot.points) for spot in part_of(*MIXED).placed}
    assert found["one"] == (1, 11.5)
    assert found["tight"][0] == 1
    assert found["tight"][1] < found["one"][1]
    assert found["long"] == (2, 11.5)


def test_every_letter_begins_on_a_sheet_of_its_own_and_what_lies_between_is_empty() -> None:
    part = part_of(*MIXED)
    assert all(spot.page % 2 == 1 for spot in part.placed)
    taken = {page for spot in part.placed for page in range(spot.page, spot.page + spot.pages)}
    covered = set(range(1, len(cover_pages(part)) + 1))
    with opened(part.pdf) as pdf:
        assert part.pages == len(pdf.pages) == max(taken)
        for number, page in enumerate(pdf.pages, start=1):
            has_content = bool(page.Contents.read_bytes().strip())
            assert has_content == (number in taken | covered), number


def test_the_pages_that_are_used_are_told_from_the_finished_file() -> None:
    part = part_of(*MIXED)
    with opened(part.pdf) as pdf:
        assert used_pages(part.pdf) == [bool(page.Contents.read_bytes().strip()) for page in pdf.pages]


@pytest.mark.parametrize("number", [1, 2, 23, 30])
@pytest.mark.parametrize("long", [0, -1])
def test_one_long_letter_among_short_ones_is_found_wherever_it_stands(number: int, long: int) -> None:
    letters = [a_letter(f"o{place}") for place in range(number)]
    letters[long] = a_letter("long", paragraphs=NEVER)
    placed = part_of(*letters).placed
    assert [spot.pages for spot in placed] == [2 if letter is letters[long] else 1 for letter in letters]


def cover_pages(part: Part) -> list[Page]:
    return [page for page in pages_of(part.pdf)[: part.placed[0].page - 1] if page.extract_text()]


def test_pages_are_numbered_within_their_letter_and_only_where_it_has_two() -> None:
    part = part_of(*MIXED)
    pages = pages_of(part.pdf)
    for spot in part.placed:
        last_lines = [
            page.extract_text().splitlines()[-1] for page in pages[spot.page - 1 : spot.page - 1 + spot.pages]
        ]
        numbers = [f"{number} / {spot.pages}" for number in range(1, spot.pages + 1)]
        assert last_lines == numbers if spot.pages > 1 else last_lines == ["Marta Kowalska"]


def test_the_last_letter_is_not_followed_by_an_empty_page() -> None:
    assert part_of(MIXED[0]).pages == 3
    assert part_of(MIXED[2]).pages == 4


def test_the_bookmarks_name_the_cover_and_the_offices_and_lead_to_their_pages() -> None:
    part = part_of(*MIXED)
    with opened(part.pdf) as pdf, pdf.open_outline() as outline:
        found = [(str(item.title), page_of(pdf, item)) for item in outline.root]
        assert not any(item.children for item in outline.root)
    offices = [(f"{spot.letter.recipient.title}, Ministry of Justice", spot.page) for spot in part.placed]
    assert found == [("Cover sheet", 1), *offices]


def page_of(pdf: pikepdf.Pdf, item: pikepdf.OutlineItem) -> int:
    assert isinstance(item.destination, pikepdf.Array)
    target = item.destination[0].objgen
    return 1 + next(number for number, page in enumerate(pdf.pages) if page.obj.objgen == target)


# ---- For readers who listen -----------------------------------------------------------------------------


def elements(page: Page) -> list[dict[str, Any]]:
    """Return the elements of a page's structure, each before those inside it."""
    found: list[dict[str, Any]] = []
    waiting = list(page.structure_tree)
    while waiting:
        element = waiting.pop(0)
        found.append(element)
        waiting[:0] = element.get("children", [])
    return found


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param(MIXED, id="as usual"),
        pytest.param(
            tuple(replace(letter, stationery=Stationery(archive=True)) for letter in MIXED[:3]), id="archive"
        ),
    ],
)
def test_it_keeps_to_every_clause_of_iso_14289_that_is_looked_at(letters: tuple[Letter, ...]) -> None:
    assert violations(part_of(*letters).pdf) == []


def test_what_is_read_out_as_the_heading_of_a_letter_is_its_subject() -> None:
    part = part_of(*MIXED)
    pages = pages_of(part.pdf)
    for spot in part.placed:
        page = pages[spot.page - 1]
        (heading,) = (element for element in elements(page) if element["type"] == "H1")
        marks = set(heading["mcids"])
        assert "".join(char["text"] for char in page.chars if char["mcid"] in marks) == spot.letter.subject


def test_every_letter_says_its_language_and_the_file_that_of_its_cover() -> None:
    part = part_of(*MIXED)
    with opened(part.pdf) as pdf:
        assert str(pdf.Root.Lang) == "en"
    pages = pages_of(part.pdf)
    for spot in part.placed:
        blocks = [element for element in elements(pages[spot.page - 1]) if element["type"] in {"P", "H1"}]
        assert len(blocks) > 5
        assert {element.get("lang", "en") for element in blocks} == {spot.letter.language}


def test_the_file_names_itself_and_shows_that_name() -> None:
    with opened(part_of(*MIXED).pdf) as pdf:
        assert str(pdf.docinfo.Title) == "The persecution: print run"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


# ---- What the file tells --------------------------------------------------------------------------------


def test_the_same_letters_make_the_same_bytes_whoever_works() -> None:
    letters = (*MIXED, a_letter("another"))
    first = run_of(*letters, most=3, workers=1)
    again = run_of(*letters, most=3, workers=2)
    assert [part.pdf for part in first.parts] == [part.pdf for part in again.parts]


def test_the_file_tells_nothing_but_its_title_and_its_maker() -> None:
    with opened(part_of(*MIXED).pdf) as pdf:
        assert set(pdf.docinfo) == {"/Title", "/Creator"}
        assert str(pdf.docinfo.Creator).startswith("Typst")


def test_an_archive_file_names_the_date_of_its_letters() -> None:
    letters = [replace(letter, stationery=Stationery(archive=True)) for letter in MIXED]
    with opened(part_of(*letters).pdf) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith("D:20261122")
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


# ---- The cover ------------------------------------------------------------------------------------------


def test_the_cover_counts_letters_sheets_and_zones() -> None:
    part = part_of(
        a_letter("berlin", country="DE"),
        a_letter("paris", country="FR", paragraphs=NEVER),
        a_letter("astana"),
        a_letter("bishkek", country="KG"),
    )
    text = cover_text(part)
    assert "4 letters, dated 22 November 2026: The persecution." in text
    # Four letters and the cover on a sheet each; on one side, the long one needs two.
    assert "On both sides, turned at the long edge: 5 sheets with this cover" in text
    assert "On one side: 6 sheets with this cover" in text
    assert "By how far they go from your country (Germany): domestic 1, Europe 1, world 2." in text


def test_where_every_letter_has_one_page_the_odd_pages_are_all() -> None:
    assert "On one side: choose “odd pages only”, and it takes as many sheets." in cover_text(
        part_of(*MIXED[:2])
    )


def test_the_cover_lists_every_letter_with_its_page_its_sheets_and_its_zone() -> None:
    part = part_of(a_letter("paris", country="FR", paragraphs=NEVER), a_letter("astana"))
    (page,) = cover_pages(part)
    rows = page.extract_text().splitlines()
    begin = rows.index("Done Office Page Sheets")
    assert rows[begin + 1 :] == [
        "France: Europe",
        "Office paris, Ministry of Justice 3 1 or 2",
        "Kazakhstan: world",
        "Office astana, Ministry of Justice 5 1",
    ]
    # One box to tick for each letter, 3 mm wide.
    boxes = [rect for rect in page.rects if abs(rect["width"] - 3 * 72 / 25.4) < 0.1]
    assert len(boxes) == 2


def test_the_cover_says_nothing_of_the_writer() -> None:
    text = cover_text(part_of(*MIXED))
    assert not [
        word for word in ("Kowalska", "Linden", "10969", "Berlin", "example", "1234567") if word in text
    ]


def test_the_cover_says_how_to_fold_for_which_envelopes() -> None:
    text = cover_text(part_of(*MIXED))
    assert "A4 paper, at 100 %" in text
    assert (
        "For DL (220 × 110 mm) or C6/C5 (229 × 114 mm) window envelopes: at 105 and 210 mm from the top."
        in text
    )
    letters = [replace(letter, stationery=Stationery(Window.US_10, Paper.US_LETTER)) for letter in MIXED]
    text = cover_text(part_of(*letters))
    assert "US Letter paper, at 100 %" in text
    assert "For No. 10 (9½ × 4⅛ in) window envelopes: at 4 and 8 in from the top." in text


@pytest.mark.parametrize("window", Window)
def test_there_is_a_cover_for_every_window(window: Window) -> None:
    text = cover_text(part_of(replace(MIXED[0], stationery=Stationery(window))))
    assert ("without a window" in text) == (window == "none")


def test_a_writer_without_a_country_is_told_that_the_zones_are_not_known() -> None:
    (part,) = run_of(a_letter("astana", from_country=""), cover=replace(COVER, posted_in="")).parts
    text = cover_text(part)
    assert "Which letters go abroad is not known" in text
    assert "Kazakhstan: zone unknown" in text


def test_a_letter_without_a_postal_address_is_printed_and_said_not_to_be_posted() -> None:
    text = cover_text(part_of(a_letter("astana"), a_letter("nowhere", posted=False)))
    assert "No postal address is known for 1 letter, which comes last." in text
    assert "Kazakhstan: not posted Office nowhere" in text
    assert "domestic 0, Europe 0, world 1." in text


def test_a_signed_letter_bears_its_signature_and_needs_no_pen() -> None:
    assert "sign it with a pen" in cover_text(part_of(*MIXED))
    stroke = b'<path d="M0 0 C20 40 40 0 60 20" stroke="black" fill="none"/>'
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">' + stroke + b"</svg>"
    signed = Stationery(signature=Signature("svg", picture))
    part = part_of(*(replace(letter, stationery=signed) for letter in MIXED[:2]))
    assert "sign it with a pen" not in cover_text(part)
    pages = pages_of(part.pdf)
    assert [len(pages[spot.page - 1].curves) for spot in part.placed] == [1, 1]


def test_a_long_list_takes_several_pages_and_the_letters_still_begin_on_an_odd_one() -> None:
    letters = [a_letter(f"office-{number:02}", paragraphs=1) for number in range(60)]
    part = part_of(*letters)
    pages = cover_pages(part)
    assert len(pages) > 1
    assert part.placed[0].page % 2 == 1
    assert [page.extract_text().splitlines()[-1] for page in pages] == [
        f"{number} / {len(pages)}" for number in range(1, len(pages) + 1)
    ]
    with opened(part.pdf) as pdf, pdf.open_outline() as outline:
        assert page_of(pdf, outline.root[-1]) == part.placed[-1].page == part.pages


def test_what_no_font_draws_is_left_off_the_cover_and_the_letter_is_printed() -> None:
    letter = a_letter("tokyo", title="東京", envelope=("The Office", "Tokyo", "JAPAN"), country="JP")
    (part,) = run_of(letter, cover=replace(COVER, campaign="東京")).parts
    assert "1 letter, dated 22 November 2026. Print" in cover_text(part)
    assert "Japan: world tokyo 3 1" in cover_text(part)


# ---- Several files, and letters that cannot be printed ---------------------------------------------------


def test_more_letters_than_a_file_holds_make_several_as_equal_as_can_be() -> None:
    letters = [a_letter(f"office-{number}", paragraphs=1) for number in range(7)]
    parts = run_of(*letters, most=3).parts
    assert [part.name for part in parts] == ["print-run-1.pdf", "print-run-2.pdf", "print-run-3.pdf"]
    assert [len(part.placed) for part in parts] == [2, 2, 3]
    assert [spot.letter for part in parts for spot in part.placed] == letters
    assert "This file is part 2 of 3. Each part has its own cover." in cover_text(parts[1])
    assert "3 letters" in cover_text(parts[2])
    with opened(parts[1].pdf) as pdf:
        assert str(pdf.docinfo.Title) == "The persecution: print run, part 2 of 3"


TOO_LONG = ("A street whose name does not end " * 20, "010000 Astana", "KAZAKHSTAN")


def test_a_letter_that_cannot_be_printed_is_told_as_for_a_file_of_its_own_and_does_not_stop_the_others() -> (
    None
):
    letters = [a_letter(f"office-{number}", paragraphs=1) for number in range(6)]
    letters[1] = a_letter("crowded", envelope=TOO_LONG)
    letters[4] = a_letter("emoji", text="Free them 🎈")
    letters[5] = a_letter("wordy", text="x" * 200)
    merged = run_of(*letters)
    assert [spot.letter.recipient.contact for spot in merged.parts[0].placed] == [
        "office-0",
        "office-2",
        "office-3",
    ]
    assert {name: [problem.code for problem in one.problems] for name, one in merged.failed.items()} == {
        "crowded.lift-the-ban.en": ["pdf.address-too-long"],
        "emoji.lift-the-ban.en": ["pdf.undrawable"],
        "wordy.lift-the-ban.en": ["pdf.word-too-long"],
    }
    assert "3 letters, dated" in cover_text(merged.parts[0])
    assert "crowded" not in cover_text(merged.parts[0])


def test_where_no_letter_can_be_printed_there_is_no_file() -> None:
    merged = run_of(a_letter("crowded", envelope=TOO_LONG), a_letter("emoji", text="🎈"))
    assert merged.parts == ()
    assert len(merged.failed) == 2


def test_no_letters_make_no_file() -> None:
    assert run_of() == Merged((), {})
