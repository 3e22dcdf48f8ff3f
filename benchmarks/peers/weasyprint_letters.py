"""The letters with WeasyPrint as tagged PDF/UA-1: one style sheet, one font configuration, two processes."""

from __future__ import annotations

from html import escape
from importlib.metadata import version
from typing import TYPE_CHECKING

from plain import FONTS, HEIGHT, MARGIN, POINTS, WIDTH, Letter, share
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

if TYPE_CHECKING:
    from pathlib import Path

STYLE = f"""
@font-face {{ font-family: Serif; src: url({FONTS["regular"].as_uri()}); font-weight: 400 }}
@font-face {{ font-family: Serif; src: url({FONTS["bold"].as_uri()}); font-weight: 700 }}
@page {{
  size: {WIDTH}mm {HEIGHT}mm;
  margin: {MARGIN["top"]}mm {MARGIN["right"]}mm {MARGIN["bottom"]}mm {MARGIN["left"]}mm;
}}
body {{ font: {POINTS}pt/1.3 Serif; margin: 0 }}
p {{ margin: 0 0 .7em; text-align: justify; hyphens: auto }}
p.lines {{ text-align: left; hyphens: manual; line-height: 1.2 }}
p.to {{ margin-top: 12mm }}
p.date {{ text-align: right; margin: 10mm 0 8mm }}
p.name {{ margin-top: 12mm }}
h1 {{ font-size: {POINTS}pt; margin: 0 0 1em }}
"""


def make(letters: list[tuple[int, Letter]], out: Path) -> None:
    """Write one file a letter."""
    fonts = FontConfiguration()
    style = CSS(string=STYLE, font_config=fonts)
    for number, letter in letters:
        page = (
            f'<html lang="{letter["language"]}"><title>{escape(letter["subject"])}</title>'
            f'<p class="lines">{"<br>".join(map(escape, letter["sender"]))}</p>'
            f'<p class="lines to">{"<br>".join(map(escape, letter["address"]))}</p>'
            f'<p class="date">{escape(letter["date"])}</p><h1>{escape(letter["subject"])}</h1>'
            f"<p>{escape(letter['salutation'])}</p>"
            f"{''.join(f'<p>{escape(paragraph)}</p>' for paragraph in letter['paragraphs'])}"
            f'<p class="lines">{escape(letter["closing"])}</p><p class="name">{escape(letter["name"])}</p>'
        )
        HTML(string=page).write_pdf(
            out / f"{number:05}.pdf", stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
        )


if __name__ == "__main__":
    share(make, f"WeasyPrint {version('weasyprint')}")
