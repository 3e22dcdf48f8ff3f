"""What the tests of envelopes and labels share: addresses, a press, and readers of the finished file."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

import pdfplumber
import pikepdf

from advocate.core.sheets import Addressed
from advocate.render.press import Press
from advocate.sources.places import layouts

MM = 72 / 25.4
"""Points to the millimetre."""

INCH = 25.4
"""Millimetres to the inch."""

SHORT = ("The Ombudsman", "010000 Astana", "KAZAKHSTAN")
RAPPORTEUR = (
    "Special Rapporteur on the promotion and protection of the right to freedom of opinion and expression",
    "OHCHR",
    "Palais des Nations",
    "CH-1211 Geneva 10",
    "SWITZERLAND",
)
CHAIR = (
    "Mr Antonio Panzeri",
    "Chair of the Subcommittee on Human Rights",
    "European Parliament",
    "Bât. Altiero Spinelli",
    "Rue Wiertz 60",
    "1047 Brussels",
    "BELGIUM",
)
KAZAKH = ("Бас прокурорға", "Мәңгілік Ел даңғылы, 14", "010000 Астана", "KAZAKHSTAN")
ENDLESS = tuple(f"Line {number} of an address with very many long lines" for number in range(24))
SENDER = ("Ada Byron", "Lindenstraße 12", "10115 Berlin", "Germany")


@dataclass(frozen=True)
class Word:
    """A word of a page, its box in millimetres from the left and from above, and its type in points."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@cache
def the_press() -> Press:
    """Return one press for all tests."""
    return Press(layouts())


def an_address(
    *lines: str,
    contact: str = "ombudsman",
    language: str = "en",
    short: tuple[str, ...] = (),
    sender: tuple[str, ...] = (),
) -> Addressed:
    """Make an address."""
    return Addressed(contact, language, lines or SHORT, short, sender)


def words_of(pdf: bytes | None) -> list[Word]:
    """Return every word of a file in the order in which a page is read."""
    assert pdf
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [
            Word(
                page=number,
                text=word["text"],
                left=word["x0"] / MM,
                top=word["top"] / MM,
                right=word["x1"] / MM,
                bottom=word["bottom"] / MM,
                size=round(word["size"], 2),
            )
            for number, page in enumerate(opened.pages)
            for word in page.extract_words(extra_attrs=["size"], use_text_flow=True)
        ]


def sizes_of(pdf: bytes | None) -> list[tuple[float, float]]:
    """Return the width and height of every page in millimetres."""
    assert pdf
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [(float(page.width) / MM, float(page.height) / MM) for page in opened.pages]


def paragraphs_of(pdf: bytes | None) -> list[tuple[str, str]]:
    """Return tag and language of every element of the structure, in the order in which it is read aloud."""
    assert pdf

    def below(element: object, language: str) -> list[tuple[str, str]]:
        if not isinstance(element, pikepdf.Dictionary):
            return []
        language = str(element.get("/Lang", language))
        inner = element.get("/K")
        children = list(inner) if isinstance(inner, pikepdf.Array) else [inner]
        found = [item for child in children for item in below(child, language)]
        tag = str(element.get("/S", ""))
        return [(tag, language), *found] if tag not in {"", "/Document"} else found

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return below(opened.Root.StructTreeRoot, str(opened.Root.Lang))


def untagged_of(pdf: bytes | None) -> list[str]:
    """Return the painting operators that stand in no marked content."""
    assert pdf
    found: list[str] = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
                if depth == 0 and operator in {"Tj", "TJ", "'", '"', "S", "f", "f*", "B", "Do", "sh"}:
                    found.append(operator)
    return found


def is_silent(pdf: bytes | None) -> bool:
    """Return whether a file says nothing of itself but its title, language, engine and ids."""
    assert pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        keys = set(opened.docinfo.keys())
        with opened.open_metadata() as metadata:
            names = {name.rpartition("}")[2] for name in metadata}
    said = {
        *("title", "language", "format", "CreatorTool", "DocumentID", "InstanceID", "RenditionClass"),
        *("part", "NPages", "PDFVersion"),
    }
    return keys == {"/Title", "/Creator"} and names <= said


def begins(words: list[Word], *, page: int = 0) -> list[Word]:
    """Return the words of the first line of a page."""
    on_page = [word for word in words if word.page == page]
    return list(takewhile(lambda word: abs(word.top - on_page[0].top) < 1, on_page))
