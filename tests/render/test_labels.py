"""Sheets of address labels, read back from the finished file: each address inside its own label."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf
import pytest

from advocate.core.sheets import LABELS_ON, Labels
from advocate.render.press import Press
from advocate.render.sheets import AddressSheet, print_labels
from advocate.sources.places import layouts
from tests import addresses
from tests.addresses import INCH, Word, an_address, the_press, words_of

SPARE = 2.0
ROUNDING = 0.001


@dataclass(frozen=True)
class Grid:
    """A sheet of labels as published, in mm."""

    paper: tuple[float, float]
    across: int
    down: int
    label: tuple[float, float]
    pitch: tuple[float, float]
    first: tuple[float, float]

    def label_at(self, number: int) -> tuple[float, float, float, float]:
        """Return the edges of a label, counted from 0 along the rows: left, top, right, bottom."""
        row, column = divmod(number, self.across)
        left, top = self.first[0] + column * self.pitch[0], self.first[1] + row * self.pitch[1]
        return left, top, left + self.label[0], top + self.label[1]


A4 = (210.0, 297.0)
LETTER = (8.5 * INCH, 11 * INCH)
L7160 = Grid(A4, 3, 7, (63.5, 38.1), (66.04, 38.1), (7.2, 15.15))
L7163 = Grid(A4, 2, 7, (99.06, 38.1), (101.6, 38.1), (4.67, 15.15))
US_5160 = Grid(LETTER, 3, 10, (2.625 * INCH, INCH), (2.78125 * INCH, INCH), (0.15625 * INCH, INCH / 2))
# Another description of the same sheet.
US_5160_TOO = Grid(LETTER, 3, 10, (2.625 * INCH, INCH), (2.75 * INCH, INCH), (0.1875 * INCH, INCH / 2))
GRIDS = {Labels.L7160: (L7160,), Labels.L7163: (L7163,), Labels.US_5160: (US_5160, US_5160_TOO)}
LONG = (
    "Chair of the General Committee on Democracy, Human Rights and Humanitarian Questions",
    *addresses.CHAIR[2:],
)


def printed(labels: Labels, *items: object, first: int = 1) -> AddressSheet:
    return print_labels(the_press(), items, labels, first)  # type: ignore[arg-type]  # made by an_address


def inside(grids: tuple[Grid, ...], number: int, word: Word) -> bool:
    """Return whether a word keeps from the edges of a label, counted from 0, in every description."""
    return all(
        word.left >= left + SPARE - ROUNDING
        and word.top >= top + SPARE - ROUNDING
        and word.right <= right - SPARE + ROUNDING
        and word.bottom <= bottom - SPARE + ROUNDING
        for left, top, right, bottom in (grid.label_at(number) for grid in grids)
    )


@pytest.mark.parametrize(("labels", "grids"), GRIDS.items())
@pytest.mark.parametrize("lines", [addresses.CHAIR, LONG], ids=lambda it: it[0])
def test_every_address_stands_inside_its_own_label_with_two_millimetres_to_spare(
    labels: Labels, grids: tuple[Grid, ...], lines: tuple[str, ...]
) -> None:
    count = grids[0].across * grids[0].down
    sheet = printed(labels, *[an_address(f"#{number}", *lines) for number in range(count + 2)])
    assert addresses.sizes_of(sheet.pdf) == [pytest.approx(grids[0].paper, abs=0.01)] * 2
    place = -1
    for word in words_of(sheet.pdf):
        if word.text == f"#{place + 1}":
            place += 1
        assert word.page == place // count
        assert inside(grids, place % count, word), (place, word)
    assert place == count + 1
    assert sheet.problems == ()


@pytest.mark.parametrize(("labels", "grids"), GRIDS.items())
def test_a_sheet_holds_as_many_labels_as_the_program_says(labels: Labels, grids: tuple[Grid, ...]) -> None:
    assert LABELS_ON[labels] == grids[0].across * grids[0].down


@pytest.mark.parametrize(("labels", "grids"), GRIDS.items())
def test_a_sheet_that_was_begun_is_filled_from_its_first_free_label(
    labels: Labels, grids: tuple[Grid, ...]
) -> None:
    count = grids[0].across * grids[0].down
    for first in (1, 2, grids[0].across + 1, count):
        words = words_of(printed(labels, an_address("one"), an_address("two"), first=first).pdf)
        assert inside(grids, first - 1, words[0])
        assert words[0].page == 0
        assert inside(grids, first % count, words[1])
        assert words[1].page == (1 if first == count else 0)


@pytest.mark.parametrize("labels", Labels)
def test_an_address_is_set_smaller_down_to_eight_points_and_then_short_lines_share_one(
    labels: Labels,
) -> None:
    assert {word.size for word in words_of(printed(labels, an_address()).pdf)} == {11}
    words = words_of(printed(labels, an_address(*addresses.RAPPORTEUR, "Room 1", "Corridor 2")).pdf)
    assert min(word.size for word in words) >= 8
    lines = tuple(f"Line {number}" for number in range(12))
    shared = words_of(printed(labels, an_address(*lines, "1000 Town", "BELGIUM")).pdf)
    assert "1," in [word.text for word in shared] or labels is not Labels.US_5160
    assert shared[-1].top > shared[-2].top


@pytest.mark.parametrize("labels", Labels)
def test_the_short_forms_of_an_office_are_taken_before_lines_are_joined_and_only_then(labels: Labels) -> None:
    long = ("W " * 120, *addresses.CHAIR[1:])
    taken = words_of(printed(labels, an_address(*long, short=addresses.SHORT)).pdf)
    assert " ".join(word.text for word in taken) == " ".join(addresses.SHORT)
    left = words_of(printed(labels, an_address(*addresses.CHAIR, short=addresses.SHORT)).pdf)
    assert " ".join(word.text for word in left) == " ".join(addresses.CHAIR)


@pytest.mark.parametrize("labels", Labels)
def test_an_address_without_room_is_a_problem_that_names_the_office_and_leaves_no_gap(labels: Labels) -> None:
    items = [
        an_address("First"),
        an_address("W" * 90, "BELGIUM", contact="wide"),
        an_address(*addresses.ENDLESS, contact="endless"),
        an_address("Last"),
    ]
    sheet = printed(labels, *items)
    assert [(problem.code, problem.message.partition(":")[0]) for problem in sheet.problems] == [
        ("labels.address-too-long", "wide"),
        ("labels.address-too-long", "endless"),
    ]
    assert [word.text for word in words_of(sheet.pdf)] == ["First", "Last"]
    assert sheet.count == 2


def test_labels_are_tagged_in_their_languages_and_say_nothing_of_their_writer() -> None:
    pdf = printed(Labels.L7163, an_address(), an_address(*addresses.KAZAKH, language="kk")).pdf
    assert addresses.paragraphs_of(pdf) == [("/P", "en"), ("/P", "kk")]
    assert addresses.untagged_of(pdf) == []
    assert addresses.is_silent(pdf)
    with pikepdf.open(io.BytesIO(pdf or b"")) as opened:
        assert str(opened.docinfo["/Title"]) == "Labels L7163"
        assert str(opened.Root.Lang) == "en"
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)


def test_the_same_addresses_give_the_same_bytes_on_another_press() -> None:
    items = [an_address(*addresses.CHAIR), an_address(*addresses.KAZAKH, language="kk")]
    first = printed(Labels.US_5160, *items)
    printed(Labels.L7160, an_address())
    assert printed(Labels.US_5160, *items) == first
    assert print_labels(Press(layouts()), items, Labels.US_5160) == first
