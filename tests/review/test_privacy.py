"""What a writer may not have meant to give away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.reviewed import lanterns, review_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate


@pytest.mark.parametrize(
    "number",
    [
        *("+49 30 1234567", "+7 (701) 123-45-67", "8 (701) 123-45-67", "8 701 123 45 67", "06 12 34 56 78"),
        *("(202) 224-3121", "202-224-3121", "0301234567", "+33.3.88.00.00.00", "850101300123"),
        "+49 (0)30 / 123 45 67",
    ],
)
def test_a_telephone_or_identity_number_is_found(advocate: Advocate, tmp_path: Path, number: str) -> None:
    found = review_of(advocate, lanterns(tmp_path), f"You can reach me: {number}. I hope you do.")
    assert found.of("privacy") == {"privacy.phone"}
    assert number in found.words["privacy.phone"]


@pytest.mark.parametrize(
    "note",
    [
        "It was on 21.03.2018 and on 2018-03-22, or 01/04/2018.",
        "From 2017-2018 and 1991/92 until 2018 – 2019 I lived there.",
        "The channel has 182 000 readers, and 1.200.000 in all.",
        "Articles 9, 19, 21 and 22 of the Covenant, and article 405 of the Code.",
        "See https://en.odfoundation.eu/a/8606123456,report/ for it.",
        "I am 42, I have 3 children and walked 12 kilometres in 2018.",
        "Resolution 2018/2645(RSP) says so.",
    ],
)
def test_dates_years_amounts_and_articles_are_no_numbers_of_anybody(
    advocate: Advocate, tmp_path: Path, note: str
) -> None:
    assert not review_of(advocate, lanterns(tmp_path), note).of("privacy")


@pytest.mark.parametrize(
    "street",
    [
        *("12 Baker Street", "221b Old Baker Street", "12, rue de l’Église", "12 bis rue Haute"),
        *("Lindenstraße 12", "Am-Alten-Platz 3", "ул. Абая, 12", "улице Кенесары д. 31", "Абай көшесі, 12"),
    ],
)
def test_a_street_with_its_number_is_found(advocate: Advocate, tmp_path: Path, street: str) -> None:
    found = review_of(advocate, lanterns(tmp_path), f"She lives in {street} with her mother.")
    assert found.of("privacy") == {"privacy.street"}


@pytest.mark.parametrize(
    "note",
    [
        "On 21 March street protests began.",
        "People walked down the street with 12 balloons.",
        "In 2018 we walked along Mangilik El.",
        "On 21 and 22 March they stood in the Square.",
        "В 2018 году люди вышли на улицу с шарами.",
        "Le 21 mars, dans la rue, 12 personnes marchaient.",
    ],
)
def test_a_street_without_an_address_raises_no_alarm(advocate: Advocate, tmp_path: Path, note: str) -> None:
    assert not review_of(advocate, lanterns(tmp_path), note).of("privacy")


def test_the_writers_own_street_is_known(advocate: Advocate, tmp_path: Path) -> None:
    folder, street = lanterns(tmp_path), ("--street", "Hauptstück 7a")
    assert "privacy.street" in review_of(advocate, folder, "I live at hauptstück 7a.", *street).codes
    assert "privacy.street" not in review_of(advocate, folder, "I live far away.", *street).codes


def test_the_e_mail_addresses_of_others_are_found_but_not_the_offices_and_the_writers_own(
    advocate: Advocate, tmp_path: Path
) -> None:
    folder = lanterns(tmp_path)
    found = review_of(advocate, folder, "Ask serik@example.net about it.")
    assert "serik@example.net" in found.words["privacy.email"]
    note = "I wrote to office@ministry.example from ada@example.net."
    assert not review_of(advocate, folder, note, "--email", "ada@example.net").of("privacy")


@pytest.mark.parametrize("mark", ["1", "A", "a", "12 Main Main ", "1-", ".)"])
def test_a_very_long_row_of_anything_is_looked_through_at_once(
    advocate: Advocate, tmp_path: Path, mark: str
) -> None:
    began = time.monotonic()
    assert review_of(advocate, lanterns(tmp_path), mark * (40_000 // len(mark))).codes
    # A search that began anew at every mark would take minutes.
    assert time.monotonic() - began < 20


def test_a_street_of_one_letter_is_no_word_of_the_paragraph(advocate: Advocate, tmp_path: Path) -> None:
    found = review_of(advocate, lanterns(tmp_path), "A day in May is a good day.", "--street", "A")
    assert found.of("privacy") == set()


def test_the_writers_own_street_is_found_however_it_is_spaced(advocate: Advocate, tmp_path: Path) -> None:
    found = review_of(
        advocate, lanterns(tmp_path), "I live at seven  gables HOUSE.", "--street", "Seven Gables House"
    )
    assert found.of("privacy") == {"privacy.street"}
