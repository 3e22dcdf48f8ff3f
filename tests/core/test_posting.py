"""In which order letters are posted, and how far they travel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advocate.core.letter import Letter, Recipient, SenderBlock
from advocate.core.posting import EUROPE, Sheets, Zone, office_name, posting_order, sheets_of, zone_of
from advocate.sources.wording import CldrWording, is_country

MINISTER = Recipient(
    contact="minister",
    title="Minister of Justice",
    institution="ministry",
    institution_name="Ministry of Justice",
    group="land",
    group_name="Land",
    holder=None,
    envelope=("Minister of Justice", "Mangilik El 8", "010000 Astana", "KAZAKHSTAN"),
    posted=True,
    country="KZ",
    reaches=(),
)


def a_letter(**recipient: object) -> Letter:
    return Letter(
        campaign="c",
        letter="l",
        version="v",
        language="en",
        date=date(2026, 11, 22),
        recipient=replace(MINISTER, **recipient),  # type: ignore[arg-type]  # keywords of many types
        sender=SenderBlock("A", (), "", "", "DE"),
        place_and_date="",
        subject="S",
        salutation="",
        blocks=(),
        ask="",
        closing="",
    )


def posted(*letters: Letter) -> list[tuple[str, str]]:
    ordered = posting_order(letters, CldrWording("en").country)
    return [(letter.recipient.country, letter.recipient.title) for letter in ordered]


def test_letters_are_posted_by_the_name_of_the_country_and_not_by_its_code() -> None:
    # Germany sorts before Switzerland, DE before CH does not.
    assert posted(a_letter(country="CH"), a_letter(country="DE"), a_letter(country="AT")) == [
        ("AT", "Minister of Justice"),
        ("DE", "Minister of Justice"),
        ("CH", "Minister of Justice"),
    ]


def test_within_a_country_letters_are_posted_by_institution_and_then_by_office() -> None:
    first = a_letter(institution_name="Akimat", title="Mayor")
    second = a_letter(institution_name="ministry of Justice", title="Deputy")
    assert posted(a_letter(), second, first) == [
        ("KZ", "Mayor"),
        ("KZ", "Deputy"),
        ("KZ", "Minister of Justice"),
    ]


def test_an_accent_does_not_send_a_name_to_the_end() -> None:
    names = [a_letter(title=title) for title in ("Fiscal", "Église", "Eau")]
    assert [title for _, title in posted(*names)] == ["Eau", "Église", "Fiscal"]


def test_a_letter_without_a_postal_address_comes_last() -> None:
    assert posted(a_letter(country="AT", posted=False), a_letter()) == [
        ("KZ", "Minister of Justice"),
        ("AT", "Minister of Justice"),
    ]


def test_the_order_does_not_depend_on_the_order_given() -> None:
    letters = [a_letter(contact=contact, country=country) for contact in "ba" for country in ("KZ", "AT")]
    ordered = posting_order(letters, CldrWording("en").country)
    assert posting_order(reversed(letters), CldrWording("en").country) == ordered
    assert [letter.recipient.contact for letter in ordered] == ["a", "b", "a", "b"]


@pytest.mark.parametrize(
    ("recipient", "sender", "zone"),
    [
        ("DE", "DE", Zone.DOMESTIC),
        ("KZ", "KZ", Zone.DOMESTIC),
        ("FR", "DE", Zone.EUROPE),
        ("RU", "DE", Zone.EUROPE),
        ("FR", "US", Zone.EUROPE),
        ("KZ", "DE", Zone.WORLD),
        ("TR", "DE", Zone.WORLD),
        ("US", "CA", Zone.WORLD),
        ("KZ", "", None),
        ("", "DE", None),
    ],
)
def test_a_letter_travels_at_home_in_europe_or_through_the_world(
    recipient: str, sender: str, zone: Zone | None
) -> None:
    assert zone_of(a_letter(country=recipient).recipient, sender) == zone


def test_a_letter_that_is_not_posted_has_no_zone() -> None:
    assert zone_of(a_letter(posted=False).recipient, "DE") is None


def test_europe_has_as_many_countries_as_the_standard_and_kosovo() -> None:
    # UN M49: 10 in the East, 16 in the North, 16 in the South, 9 in the West.
    assert len(EUROPE) == 10 + 16 + 16 + 9 + 1
    assert all(is_country(code) for code in EUROPE)


def test_each_letter_begins_on_a_new_sheet() -> None:
    assert sheets_of([1, 1, 2, 3]) == Sheets(one_sided=7, two_sided=5)


def test_an_office_is_named_with_its_institution_once() -> None:
    assert office_name(MINISTER) == "Minister of Justice, Ministry of Justice"
    assert office_name(replace(MINISTER, institution_name="Justice")) == "Minister of Justice"
