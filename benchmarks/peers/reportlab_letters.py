"""The letters with ReportLab's Platypus: justified, hyphenated by Pyphen, one file each, two processes."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from plain import FONTS, HEIGHT, MARGIN, POINTS, WIDTH, Letter, share
from reportlab.lib.enums import TA_JUSTIFY, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

if TYPE_CHECKING:
    from pathlib import Path

MM = 72 / 25.4
BODY = ParagraphStyle(
    "body",
    fontName="Serif",
    fontSize=POINTS,
    leading=1.3 * POINTS,
    alignment=TA_JUSTIFY,
    spaceAfter=0.7 * POINTS,
    hyphenationLang="en_GB",
    uriWasteReduce=0,
    embeddedHyphenation=1,
)
LINES = ParagraphStyle("lines", fontName="Serif", fontSize=POINTS, leading=1.2 * POINTS)
RIGHT = ParagraphStyle("right", parent=LINES, alignment=TA_RIGHT)
HEAD = ParagraphStyle("head", parent=LINES, fontName="Serif-Bold", spaceAfter=POINTS)


def make(letters: list[tuple[int, Letter]], out: Path) -> None:
    """Write one file a letter."""
    pdfmetrics.registerFont(TTFont("Serif", str(FONTS["regular"])))
    pdfmetrics.registerFont(TTFont("Serif-Bold", str(FONTS["bold"])))
    for number, letter in letters:
        story = [
            Paragraph("<br/>".join(map(escape, letter["sender"])), LINES),
            Spacer(0, 12 * MM),
            Paragraph("<br/>".join(map(escape, letter["address"])), LINES),
            Spacer(0, 10 * MM),
            Paragraph(escape(letter["date"]), RIGHT),
            Spacer(0, 8 * MM),
            Paragraph(escape(letter["subject"]), HEAD),
            Paragraph(escape(letter["salutation"]), BODY),
            *(Paragraph(escape(paragraph), BODY) for paragraph in letter["paragraphs"]),
            Paragraph(escape(letter["closing"]), LINES),
            Spacer(0, 12 * MM),
            Paragraph(escape(letter["name"]), LINES),
        ]
        SimpleDocTemplate(
            str(out / f"{number:05}.pdf"),
            pagesize=(WIDTH * MM, HEIGHT * MM),
            leftMargin=MARGIN["left"] * MM,
            rightMargin=MARGIN["right"] * MM,
            topMargin=MARGIN["top"] * MM,
            bottomMargin=MARGIN["bottom"] * MM,
            title=letter["subject"],
            lang=letter["language"],
        ).build(story)


if __name__ == "__main__":
    share(make, f"ReportLab {version('reportlab')}")
