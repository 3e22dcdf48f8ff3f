"""What the pages keep of ISO 14289-1 (PDF/UA-1) and ISO 19005 (PDF/A), and what they tell about their writer."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from advocate.core.letter import ListBlock, Paragraph
from advocate.core.paper import Stationery, Window, paper_for
from advocate.render.pdf import PAGE, page_data
from advocate.render.press import ARCHIVED, READABLE, Press
from tests.render.iso_14289 import CHECKS, violations
from tests.render.preflight import judged_by_preflight, needs_preflight
from tests.render.tagged_pdf import TaggedPdf
from tests.render.test_pdf import ASKS, ENDING, LAYOUTS, OPENING, RAPPORTEUR, a_letter, the_press

if TYPE_CHECKING:
    from collections.abc import Callable

    from advocate.core.letter import Letter

ENCLOSURES = ("Enclosures: the report of April 2018", "a list of names")
LISTS = (ListBlock(ASKS, ordered=True), ListBlock(ASKS))
TEXTS = {
    "en": OPENING,
    "fr": (
        "En avril 2018, la fondation « Dialogue ouvert » a rapporté que les autorités du Kazakhstan avaient interdit "
        "un mouvement d'opposition ; elle n'accuse aucun de ces manifestants d'avoir appelé à la violence."
    ),
    "ru": (
        "В апреле 2018 года фонд «Открытый Диалог» сообщил, что власти Казахстана запретили оппозиционное движение "
        "и начали преследовать людей, которые лишь читали и распространяли его материалы."
    ),
    "kk": (
        "2018 жылғы сәуірде «Ашық Диалог» қоры Қазақстан билігінің оппозициялық қозғалысқа тыйым салғанын және "
        "оның жарияланымдарын оқыған, бөліскен адамдарды қудалай бастағанын хабарлады: әңгіме бұл туралы."
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
A #link("https://example.org/")[link]. #quote(block: true)[Quoted.] #emph[Said] #strong[loud] $x^2$.
#set document(title: "Everything", date: none)
"""


def test_the_checks_have_nothing_against_pictures_tables_links_and_lists_within_lists() -> None:
    source = EVERYTHING.replace(b" $x^2$", b"")
    pdf = Press({"all.typ": source}).pdf("all.typ", {}, files={"picture.svg": PICTURE})
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        kinds = {element.kind for element in TaggedPdf(opened).elements}
    assert {"/Figure", "/Table", "/TH", "/Link", "/H2", "/L"} <= kinds
    assert violations(pdf) == []


# ---- The checks can fail ----------------------------------------------------------------------------------


Broken = "Callable[[pikepdf.Pdf], None]"
