"""The letters with docxtpl and LibreOffice as tagged PDF/UA: two offices at once, 25 letters a start."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, Listing
from plain import FONTS, HEIGHT, MARGIN, POINTS, WIDTH, Letter, share

PER_START = 25
TAGGED = json.dumps({"PDFUACompliance": {"type": "boolean", "value": "true"}})


def template(file: Path) -> None:
    """Write the template of a letter."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin, section.right_margin = Mm(MARGIN["left"]), Mm(MARGIN["right"])
    section.top_margin, section.bottom_margin = Mm(MARGIN["top"]), Mm(MARGIN["bottom"])
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Source Serif Pro", Pt(POINTS)
    normal.paragraph_format.space_after = Pt(0.7 * POINTS)
    normal.paragraph_format.line_spacing = Pt(1.3 * POINTS)
    document.settings.element.append(OxmlElement("w:autoHyphenation"))

    def line(
        words: str, above: float = 0, *, bold: bool = False, align: WD_ALIGN_PARAGRAPH | None = None
    ) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run(words).bold = bold
        paragraph.paragraph_format.space_before = Mm(above)
        paragraph.alignment = align

    line("{{ sender }}")
    line("{{ address }}", 12)
    line("{{ date }}", 10, align=WD_ALIGN_PARAGRAPH.RIGHT)
    line("{{ subject }}", 8, bold=True)
    line("{{ salutation }}")
    line("{%p for paragraph in paragraphs %}")
    line("{{ paragraph }}", align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    line("{%p endfor %}")
    line("{{ closing }}")
    line("{{ name }}", 12)
    document.save(file)


def make(letters: list[tuple[int, Letter]], out: Path) -> None:
    """Write one file a letter."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        template(folder / "template.docx")
        fonts = folder / "share" / "fonts"
        fonts.mkdir(parents=True)
        for file in FONTS.values():
            shutil.copy(file, fonts)
        for start in range(0, len(letters), PER_START):
            files = []
            for number, letter in letters[start : start + PER_START]:
                document = DocxTemplate(folder / "template.docx")
                lines = {name: Listing("\n".join(letter[name])) for name in ("sender", "address")}
                document.render({**letter, **lines}, autoescape=True)
                files.append(folder / f"{number:05}.docx")
                document.save(files[-1])
            subprocess.run(
                [
                    *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
                    *(
                        "--convert-to",
                        f"pdf:writer_pdf_Export:{TAGGED}",
                        "--outdir",
                        str(out),
                        *map(str, files),
                    ),
                ],
                env={**os.environ, "XDG_DATA_HOME": str(folder / "share")},
                stdout=subprocess.DEVNULL,
                check=True,
            )


def _version() -> str:
    if not shutil.which("soffice"):
        sys.exit("there is no soffice")
    office = subprocess.run(["soffice", "--version"], capture_output=True, check=True, text=True).stdout
    return f"{' '.join(office.split()[:2])}, docxtpl {version('docxtpl')}"


if __name__ == "__main__":
    share(make, _version())
