"""The address in the window: every envelope, measured in the finished page.

The figures here come from the standards and from those who describe them, as `windows.typ` cites them; they
are not read from that file.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import pdfplumber
import pytest

from advocate.core.letter import Paragraph
from advocate.core.paper import Paper, Stationery, Window, paper_for
from advocate.render.pdf import BODY_SIZES
from tests.addresses import CHAIR as SEVEN_LINES
from tests.addresses import RAPPORTEUR
from tests.render.test_pdf import (
    ASKS,
    ENDING,
    OPENING,
    a_letter,
    codes,
    pages_of,
    printed,
    says,
    squeezed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.render.pdf import Sheet

POINTS_PER_MM = 72 / 25.4
INCH = 25.4
SPARE = 2.0
"""What keeps free inside the window on each side, in mm."""
ROUNDING = 0.001


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet, in mm from its upper left corner, and what is written in it."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def grown(self, by: float) -> Box:
        """Return it with its edges moved outwards."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by, self.text)

    def holds(self, other: Box) -> bool:
        """Return whether another lies inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def touches(self, other: Box) -> bool:
        """Return whether another lies inside in part."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Envelope:
    """An envelope and its window, in mm as published; `right` stands for `left` where it is given so."""

    width: float
    height: float
    window: tuple[float, float]
    """Width and height."""
    below: float
    left: float | None = None
    right: float | None = None
    folds: tuple[float, ...] = ()
    """Where the sheet is folded for it, if not at the marks that all share."""


@dataclass(frozen=True)
class Post:
    """A sheet, where it is folded and punched, and the envelopes that it goes into."""

    envelopes: tuple[Envelope, ...]
    folds: tuple[float, ...]
    punch: float | None = None
    size: tuple[float, float] = (210, 297)

    def views(self) -> Iterator[Box]:
        """Yield what the window shows of the sheet at each end of the sheet's play in each envelope."""
        for envelope in self.envelopes:
            folds = envelope.folds or self.folds
            parts = [low - high for high, low in zip((0, *folds), (*folds, self.size[1]), strict=True)]
            left = envelope.left
            if left is None:
                assert envelope.right is not None
                left = envelope.width - envelope.right - envelope.window[0]
            for aside in (0, envelope.width - self.size[0]):
                for up in (0, envelope.height - max(parts)):
                    # The first fold lies `up` above the envelope's lower edge.
                    bottom = folds[0] - (envelope.below - up)
                    yield Box(
                        left - aside,
                        bottom - envelope.window[1],
                        left - aside + envelope.window[0],
                        bottom,
                    )

    def always(self) -> Box:
        """Return what is seen however the sheet lies."""
        views = list(self.views())
        return Box(
            max(view.left for view in views),
            max(view.top for view in views),
            min(view.right for view in views),
            min(view.bottom for view in views),
        )

    def ever(self) -> Box:
        """Return what can come to be seen."""
        views = list(self.views())
        return Box(
            min(view.left for view in views),
            min(view.top for view in views),
            max(view.right for view in views),
            max(view.bottom for view in views),
        )


DIN_680 = (
    Envelope(220, 110, window=(90, 45), below=15, left=20),
    Envelope(229, 114, window=(90, 45), below=15, left=20),
)
POSTS = {
    Window.DIN_5008_B: Post(DIN_680, folds=(105, 210), punch=148.5),
    Window.DIN_5008_A: Post(DIN_680, folds=(87, 192), punch=148.5),
    Window.NF_Z_11_001: Post(
        (Envelope(220, 110, window=(100, 45), below=20, right=20),),
        folds=(99, 198),
    ),
    Window.SN_010130: Post(
        (
            Envelope(224, 114, window=(90, 40), below=30, right=15),
            Envelope(229, 114, window=(90, 40), below=30, right=17),
            Envelope(224, 114, window=(100, 45), below=21, right=12),
            Envelope(229, 114, window=(100, 45), below=21, right=12),
        ),
        folds=(105, 210),
    ),
    Window.UK_DL: Post(
        (
            # 53 mm from the top of 110 mm, and 39 mm high.
            Envelope(220, 110, window=(93, 39), below=110 - 53 - 39, left=20),
            Envelope(229, 162, window=(90, 45), below=60, left=20, folds=(148.5,)),
        ),
        folds=(105, 210),
        punch=148.5,
    ),
    Window.US_10: Post(
        (
            Envelope(9.5 * INCH, 4.125 * INCH, (4.5 * INCH, 1.125 * INCH), 0.5 * INCH, 0.875 * INCH),
            Envelope(9.5 * INCH, 4.125 * INCH, (4.5 * INCH, 1.125 * INCH), 0.625 * INCH, 0.875 * INCH),
        ),
        folds=(4 * INCH, 8 * INCH),
        size=(8.5 * INCH, 11 * INCH),
    ),
}
ENVELOPES = {
    "of one line": ("The Ombudsman",),
    "of two lines": ("The Ombudsman", "KAZAKHSTAN"),
    "of three lines": ("The Ombudsman", "010000 Astana", "KAZAKHSTAN"),
    "of four lines": ("The Ombudsman", "14 Mangilik El Street", "010000 Astana", "KAZAKHSTAN"),
    "with a long title": RAPPORTEUR,
    "with a long title and a name": ("Mr David Kaye", *RAPPORTEUR),
    "of six lines": (
        "Mr Kozhamzharov K.P.",
        "Prosecutor General",
        "House of Ministries, entrance 14",
        "14 Mangilik El Street",
        "010000 Astana",
        "KAZAKHSTAN",
    ),
    "of seven lines": SEVEN_LINES,
}
# So many lines that they reach down beside the window, and one so long that it would reach across to it.
LONG_SENDER = (
    *("Lindenstraße 12", "10969 Berlin", "GERMANY"),
    "c/o The Association of Friends of Letters, of a Word in Time, and of It",
)

every_window = pytest.mark.parametrize("window", POSTS)


@dataclass(frozen=True)
class Page:
    """What is drawn on a page: words, strokes, its width and height in mm, the sizes of its type in pt."""

    words: tuple[Box, ...]
    strokes: tuple[Box, ...]
    size: tuple[float, float]
    type_sizes: frozenset[float]


def read(sheet: Sheet, number: int = 0) -> Page:
    def box(item: dict[str, float], text: str = "") -> Box:
        left, top, right, bottom = (
            float(item[edge]) / POINTS_PER_MM for edge in ("x0", "top", "x1", "bottom")
        )
        return Box(left, top, right, bottom, text)

    with pdfplumber.open(io.BytesIO(sheet.pdf)) as pdf:
        page = pdf.pages[number]
        return Page(
            words=tuple(box(word, word["text"]) for word in page.extract_words()),
            strokes=tuple(box(line) for line in page.lines),
            size=(float(page.width) / POINTS_PER_MM, float(page.height) / POINTS_PER_MM),
            type_sizes=frozenset(round(char["size"], 2) for char in page.chars),
        )


@cache
def short_letter(window: Window, kind: str) -> Page:
    """Return a page with little but what stands above the text, and much of that."""
    return read(
        printed(
            window,
            envelope=ENVELOPES[kind],
            lines=LONG_SENDER,
            place_and_date="Y" * 20,
            blocks=(Paragraph("A short letter."),),
        )
    )


def in_the_window(window: Window, page: Page) -> list[Box]:
    """Return the words that could come to be seen, or that stand so near that they might."""
    near = POSTS[window].ever().grown(SPARE)
    return [word for word in page.words if near.touches(word)]


# ---- The window -----------------------------------------------------------------------------------------


@every_window
@pytest.mark.parametrize("kind", ENVELOPES)
def test_the_window_shows_the_whole_address_and_nothing_else_however_the_sheet_lies(
    window: Window, kind: str
) -> None:
    page = short_letter(window, kind)
    seen = in_the_window(window, page)
    shown = " ".join(word.text for word in seen).replace(",", "")
    assert shown == " ".join(ENVELOPES[kind]).replace(",", "")
    always = POSTS[window].always().grown(ROUNDING - SPARE)
    assert [word for word in seen if not always.holds(word)] == []
    near = POSTS[window].ever().grown(SPARE)
    assert not any(near.touches(stroke) for stroke in page.strokes)


@every_window
def test_nothing_but_the_address_comes_near_the_window_in_large_print_either(window: Window) -> None:
    stationery = Stationery(window, paper_for(window), large_print=True)
    sheet = printed(window, envelope=SEVEN_LINES, lines=LONG_SENDER, stationery=stationery)
    seen = in_the_window(window, read(sheet))
    assert " ".join(word.text for word in seen).replace(",", "") == " ".join(SEVEN_LINES)


def test_the_play_of_the_sheet_is_what_was_worked_out_by_hand() -> None:
    """The arithmetic of `windows.typ`, so that a slip in the sum here would be seen, too."""
    by_hand: dict[Window, list[tuple[float, ...]]] = {
        Window.DIN_5008_B: [(20, 91, 54, 90), (1, 110, 45, 99)],
        Window.DIN_5008_A: [(20, 91, 36, 72), (1, 110, 27, 81)],
        Window.NF_Z_11_001: [(100, 190, 45, 79), (90, 200, 34, 90)],
        Window.SN_010130: [(122, 193, 48, 75), (98, 217, 35, 93)],
        Window.UK_DL: [(20, 91, 57, 87), (1, 113, 43.5, 102)],
        Window.US_10: [(22.2, 111.1, 63.5, 85.7), (-3.2, 136.5, 57.2, 92.1)],
    }
    for window, post in POSTS.items():
        for box, expected in zip((post.always(), post.ever()), by_hand[window], strict=True):
            assert (box.left, box.right, box.top, box.bottom) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize(
    ("window", "field"),
    [
        # DIN 5008: 85 x 45 mm, 20 mm from the left, under a letterhead of 45 or 27 mm.
        (Window.DIN_5008_B, Box(20, 45, 105, 90)),
        (Window.DIN_5008_A, Box(20, 27, 105, 72)),
        # NF Z 11-001 after KOMA-Script: 100 x 45 mm, 10 mm from the right, 35 mm from the top.
        (Window.NF_Z_11_001, Box(100, 35, 200, 80)),
        # SN 010130 after KOMA-Script: 90 x 45 mm, 8 mm from the right, 45 mm from the top.
        (Window.SN_010130, Box(112, 45, 202, 90)),
    ],
)
@pytest.mark.parametrize("kind", ENVELOPES)
def test_the_address_also_stays_in_the_field_of_the_standard(window: Window, field: Box, kind: str) -> None:
    seen = in_the_window(window, short_letter(window, kind))
    assert [word for word in seen if not field.holds(word)] == []


def test_a_usual_address_in_germany_begins_where_the_address_zone_does() -> None:
    """17.7 mm of the field are for notes."""
    for window, top in ((Window.DIN_5008_B, 62.7), (Window.DIN_5008_A, 44.7)):
        first = in_the_window(window, short_letter(window, "of four lines"))[0]
        assert first.top == pytest.approx(top, abs=1)
        assert first.left == pytest.approx(25, abs=0.5)


def test_a_usual_address_in_france_begins_eleven_centimetres_across() -> None:
    first = in_the_window(Window.NF_Z_11_001, short_letter(Window.NF_Z_11_001, "of four lines"))[0]
    assert first.left == pytest.approx(110, abs=0.5)


# ---- The sheet ------------------------------------------------------------------------------------------


@every_window
def test_the_marks_for_folding_and_punching_stand_where_the_standard_says(window: Window) -> None:
    post = POSTS[window]
    sheet = printed(window, blocks=(Paragraph(OPENING),) * 16)
    assert sheet.pages == 2
    page = read(sheet)
    assert page.size == pytest.approx(post.size, abs=0.01)
    lengths = {mark.top: mark.right - mark.left for mark in page.strokes}
    expected = dict.fromkeys(post.folds, 5.0) | ({post.punch: 7.0} if post.punch else {})
    assert sorted(lengths) == pytest.approx(sorted(expected), abs=0.01)
    in_order = [expected[place] for place in sorted(expected)]
    assert [lengths[place] for place in sorted(lengths)] == pytest.approx(in_order, abs=0.01)
    assert all(mark.right < 12 for mark in page.strokes)
    assert read(sheet, 1).strokes == ()


@pytest.mark.parametrize("paper", Paper)
def test_a_plain_letter_has_no_marks_and_its_address_at_the_left(paper: Paper) -> None:
    page = read(printed(stationery=Stationery(Window.NONE, paper), lines=LONG_SENDER))
    assert page.strokes == ()
    firsts = {word.text: word.left for word in reversed(page.words)}
    margin = 25 if paper is Paper.A4 else INCH
    for text in ("Marta", "Special", "Kazakhstan:", "Dear"):
        assert firsts[text] == pytest.approx(margin, abs=0.5)
    wide = 210 if paper is Paper.A4 else 8.5 * INCH
    assert page.size[0] == pytest.approx(wide, abs=0.01)


@pytest.mark.parametrize("window", Window)
def test_the_parts_come_in_the_order_in_which_a_letter_is_read(window: Window) -> None:
    letter = a_letter(enclosures=("Enclosure: the report",))
    text = squeezed(pages_of(printed(window, enclosures=letter.enclosures))[0])
    parts = (
        *(letter.sender.name, *letter.sender.lines, letter.sender.email, letter.sender.phone),
        *letter.recipient.envelope,
        *(letter.place_and_date, letter.subject, letter.salutation, OPENING, *ASKS, ENDING),
        *(letter.closing, letter.sender.name, *letter.enclosures),
    )
    place = 0
    for part in parts:
        place = text.index(squeezed(part), place) + len(squeezed(part))


@pytest.mark.parametrize("window", Window)
@pytest.mark.parametrize("large", [False, True])
def test_no_word_stands_on_another_or_outside_the_margins(window: Window, *, large: bool) -> None:
    stationery = Stationery(window, paper_for(window), large_print=large)
    sheet = printed(
        window,
        stationery=stationery,
        envelope=SEVEN_LINES,
        lines=(*LONG_SENDER, "Sechste Zeile"),
        email="marta.kowalska.friends@letters.example.org",
        place_and_date="Frankfurt am Main, 22 November 2026",
        blocks=(Paragraph("A short letter."),),
    )
    words = read(sheet).words
    # Letters reach less far up and down than their boxes, so that lines may share half a millimetre.
    assert [(a.text, b.text) for a, b in combinations(words, 2) if a.grown(-0.5).touches(b)] == []
    wide = POSTS[window].size[0] if window in POSTS else 210
    assert all(19.5 < word.left < word.right < wide - 14 for word in words)


@pytest.mark.parametrize("window", Window)
def test_the_date_of_a_large_letter_stays_on_one_line(window: Window) -> None:
    stationery = Stationery(window, paper_for(window), large_print=True)
    page = read(printed(window, stationery=stationery, blocks=(Paragraph("A short letter."),)))
    of_date = [word for word in page.words if word.text in {"Berlin,", "22", "November", "2026"}]
    assert [word.text for word in of_date] == ["Berlin,", "22", "November", "2026"]
    assert len({round(word.bottom, 1) for word in of_date}) == 1


# ---- Long addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize("window", Window)
def test_an_address_that_has_no_room_is_a_problem_and_is_never_cut_off(window: Window) -> None:
    lines = tuple(f"Line {number} of an address with very many long lines" for number in range(20))
    assert codes(window, envelope=lines) == ["pdf.address-too-long"]
    assert codes(window, envelope=("W" * 60, "KAZAKHSTAN")) == ["pdf.address-too-long"]


def test_lines_of_an_address_share_a_line_before_there_is_no_room_for_it() -> None:
    sheet = printed(Window.US_10, envelope=("Mr Antonio Panzeri", RAPPORTEUR[0], *SEVEN_LINES[2:]))
    assert says(sheet, RAPPORTEUR[0], "Bât. Altiero Spinelli, Rue Wiertz 60", "1047 Brussels")
    assert "1047 Brussels\nBELGIUM\n" in pages_of(sheet)[0]
    assert "Rue Wiertz 60\n1047 Brussels" in pages_of(printed(Window.DIN_5008_B, envelope=SEVEN_LINES))[0]


def test_the_address_is_set_smaller_only_when_it_has_to_be() -> None:
    def sizes(*envelope: str) -> frozenset[float]:
        return read(printed(envelope=envelope, blocks=(Paragraph("x"),), name="x" * 50, lines=())).type_sizes

    assert sizes("X", "KAZAKHSTAN") >= {10.5}
    assert min(sizes("X", *RAPPORTEUR, "Room 1", "Room 2")) < 10.5


@every_window
@pytest.mark.parametrize("kind", ENVELOPES)
def test_no_type_is_smaller_than_eight_points(window: Window, kind: str) -> None:
    sizes = short_letter(window, kind).type_sizes
    assert min(sizes) >= 8
    assert BODY_SIZES[0] in sizes
