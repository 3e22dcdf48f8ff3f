"""Envelopes, read back from the finished file: where a post looks for an address, and nowhere else."""

from __future__ import annotations

import io

import pdfplumber
import pikepdf
import pytest

from advocate.core.sheets import Envelope
from advocate.render.press import Press
from advocate.render.sheets import AddressSheet, print_envelopes
from advocate.sources.places import layouts
from tests import addresses
from tests.addresses import INCH, an_address, the_press, words_of

SIZES = {
    Envelope.DL: (220.0, 110.0),
    Envelope.C5: (229.0, 162.0),
    Envelope.C6: (162.0, 114.0),
    Envelope.US_10: (9.5 * INCH, 4.125 * INCH),
}
ROUNDING = 0.01


def fields(width: float, height: float) -> dict[str, tuple[float, float, float, float]]:
    """Return where each post looks for the address of an envelope: left, top, right, bottom in mm."""
    return {
        "Deutsche Post": (15, 40, width - 15, height - 15),
        "Canada, Letter Mail Regulations, 11(2)": (15, 35, width - 15, height - 19),
        "USPS, DMM 202.2.1": (INCH / 2, height - 2.75 * INCH, width - INCH / 2, height - 0.625 * INCH),
        "bpost": (width - 140, 40 if height >= 110 else 20, width - 15, height - 15),
        "Swiss Post, stamp": (0, 38, width, height),
        "Swiss Post, code": (0, 0, width, height - 15),
    }


def printed(envelope: Envelope, *items: object) -> AddressSheet:
    return print_envelopes(the_press(), items, envelope)  # type: ignore[arg-type]  # made by an_address


@pytest.mark.parametrize("envelope", Envelope)
def test_each_envelope_is_a_page_of_its_true_size_read_along_the_longer_side(envelope: Envelope) -> None:
    pdf = printed(envelope, an_address(), an_address(*addresses.CHAIR)).pdf
    assert addresses.sizes_of(pdf) == [pytest.approx(SIZES[envelope], abs=ROUNDING)] * 2


@pytest.mark.parametrize("envelope", Envelope)
@pytest.mark.parametrize(
    "lines", [addresses.SHORT, addresses.RAPPORTEUR, addresses.CHAIR, addresses.KAZAKH], ids=lambda it: it[0]
)
def test_the_address_stands_where_every_post_looks_for_it(envelope: Envelope, lines: tuple[str, ...]) -> None:
    width, height = SIZES[envelope]
    words = words_of(printed(envelope, an_address(*lines)).pdf)
    assert " ".join(word.text for word in words) == " ".join(lines)
    for post, (left, top, right, bottom) in fields(width, height).items():
        for word in words:
            assert word.left >= left - ROUNDING, (post, word)
            assert word.top >= top - ROUNDING, (post, word)
            assert word.right <= right + ROUNDING, (post, word)
            assert word.bottom <= bottom + ROUNDING, (post, word)
    assert max(word.right for word in words) - min(word.left for word in words) <= 100


@pytest.mark.parametrize("envelope", Envelope)
def test_the_return_address_stands_small_at_the_top_left_and_clear_of_the_address(envelope: Envelope) -> None:
    width, _ = SIZES[envelope]
    item = an_address(*addresses.CHAIR, sender=addresses.SENDER)
    words = words_of(printed(envelope, item).pdf)
    count = len(" ".join(addresses.SENDER).split())
    sender, address = words[:count], words[count:]
    assert " ".join(word.text for word in sender) == " ".join(addresses.SENDER)
    assert max(word.bottom for word in sender) <= 28
    assert max(word.right for word in sender) <= width - 75
    assert min(word.top for word in address) - max(word.bottom for word in sender) >= 12
    assert max(word.size for word in sender) <= min(word.size for word in address)


def test_the_country_is_the_last_line_of_the_address() -> None:
    words = words_of(printed(Envelope.DL, an_address(*addresses.RAPPORTEUR)).pdf)
    assert words[-1].text == "SWITZERLAND"
    assert words[-1].top > max(word.top for word in words[:-1])
    assert words[-1].left == pytest.approx(words[0].left, abs=0.5)


def test_an_address_is_set_in_twelve_points_and_smaller_only_where_it_has_to_be() -> None:
    long = tuple(f"Line {number} of a long address" for number in range(14))
    assert {word.size for word in words_of(printed(Envelope.DL, an_address()).pdf)} == {12}
    sizes = {word.size for word in words_of(printed(Envelope.DL, an_address(*long)).pdf)}
    assert len(sizes) == 1
    assert 8 <= sizes.pop() < 12


def test_envelopes_come_in_the_order_given_and_say_nothing_else() -> None:
    items = [an_address(f"Office {number}", "1000 Town", "BELGIUM") for number in range(12)]
    sheet = printed(Envelope.C6, *items)
    assert sheet.count == 12
    assert [word.text for word in words_of(sheet.pdf) if word.text.isdecimal() and word.text != "1000"] == [
        str(number) for number in range(12)
    ]
    with pdfplumber.open(io.BytesIO(sheet.pdf or b"")) as pdf:
        assert not any(page.lines or page.rects or page.images for page in pdf.pages)


def test_an_address_without_room_is_a_problem_that_names_the_office_and_the_others_are_printed() -> None:
    items = [
        an_address("First", "BELGIUM"),
        an_address(*addresses.ENDLESS, contact="endless"),
        an_address("W" * 90, "BELGIUM", contact="wide"),
        an_address("Last", "BELGIUM"),
    ]
    sheet = printed(Envelope.US_10, *items)
    assert [(problem.code, problem.message.partition(":")[0]) for problem in sheet.problems] == [
        ("envelopes.address-too-long", "endless"),
        ("envelopes.address-too-long", "wide"),
    ]
    assert [word.text for word in words_of(sheet.pdf)] == ["First", "BELGIUM", "Last", "BELGIUM"]
    assert sheet.count == 2


def test_a_sender_without_room_is_one_problem_that_says_how_to_leave_it_off() -> None:
    long = tuple(f"Line {number}" for number in range(12))
    sheet = printed(Envelope.DL, an_address(sender=long), an_address(sender=long))
    (problem,) = sheet.problems
    assert problem.code == "envelopes.sender-too-long"
    assert "--no-return-address" in problem.message
    assert (sheet.pdf, sheet.count) == (None, 0)


def test_a_character_that_no_font_draws_is_a_problem_and_no_empty_box() -> None:
    sheet = printed(Envelope.DL, an_address("漢 Office", "BELGIUM"), an_address("Last", "BELGIUM"))
    assert [problem.code for problem in sheet.problems] == ["pdf.undrawable"]
    assert [word.text for word in words_of(sheet.pdf)] == ["Last", "BELGIUM"]


def test_without_addresses_there_is_no_file() -> None:
    assert printed(Envelope.DL) == AddressSheet(None, 0, ())


def test_every_word_is_tagged_and_each_block_is_a_paragraph_in_its_language() -> None:
    items = [
        an_address(*addresses.RAPPORTEUR, sender=addresses.SENDER),
        an_address(*addresses.KAZAKH, language="kk"),
    ]
    pdf = printed(Envelope.DL, *items).pdf
    assert addresses.paragraphs_of(pdf) == [("/P", "en"), ("/P", "en"), ("/P", "kk")]
    assert addresses.untagged_of(pdf) == []


def test_the_file_declares_its_standard_title_and_language_and_nothing_of_its_writer() -> None:
    pdf = printed(Envelope.C5, an_address(*addresses.KAZAKH, language="kk")).pdf
    assert addresses.is_silent(pdf)
    with pikepdf.open(io.BytesIO(pdf or b"")) as opened:
        assert str(opened.docinfo["/Title"]) == "Envelopes C5"
        assert str(opened.Root.Lang) == "en"
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(opened.Root.MarkInfo.Marked)
        with opened.open_metadata() as metadata:
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_the_same_addresses_give_the_same_bytes_whatever_was_printed_before() -> None:
    first = printed(Envelope.DL, an_address(sender=addresses.SENDER))
    printed(Envelope.C6, an_address(*addresses.CHAIR))
    assert printed(Envelope.DL, an_address(sender=addresses.SENDER)) == first
    fresh = print_envelopes(Press(layouts()), [an_address(sender=addresses.SENDER)], Envelope.DL)
    assert fresh == first
