"""PDF/UA-1 (ISO 14289-1:2014), clause 7.21: fonts, looked into as far as their single glyphs.

Pages are set in OpenType fonts with outlines in CFF, which a PDF holds as a Type 0 font over a CIDFontType0C
program. Of any other kind the check says that it cannot judge it, which is a violation as good as any.
"""

from __future__ import annotations

import io
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen

from tests.render.tagged_pdf import unicode_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.render.tagged_pdf import Owner, TaggedPdf

NOT_TEXT: Final = ("\0", "\ufeff", "\ufffe")


def clause_7_21_fonts(tagged: TaggedPdf) -> Iterator[str]:
    """Say what is wrong with the fonts of what is shown."""
    shown: defaultdict[Owner, set[int]] = defaultdict(set)
    for thing in tagged.painted:
        if thing.font is not None:
            shown[thing.font.objgen].update(thing.codes)
        elif thing.codes:
            yield f"31-009 page {thing.page}: text in no font"
    for owner, codes in shown.items():
        font = tagged.pdf.get_object(owner)
        name = f"{font.get('/BaseFont')} (object {owner[0]})"
        for found in (*_to_unicode(font, codes), *_program(font, codes)):
            number, what = found
            yield f"{number} {name}: {what}"


def _to_unicode(font: pikepdf.Object, codes: set[int]) -> Iterator[tuple[str, str]]:
    """Say which characters shown stand for no text (7.2 and 7.21.7)."""
    if "/ToUnicode" not in font:
        yield "31-027", "no map to Unicode"
        return
    known = unicode_of(font)
    if lacking := sorted(codes - set(known)):
        yield "10-001", f"the characters {lacking} stand for no text"
    for code, text in known.items():
        if any(letter in text for letter in NOT_TEXT):
            yield "31-028, 31-029", f"the character {code} stands for what is no text"


def _program(font: pikepdf.Object, codes: set[int]) -> Iterator[tuple[str, str]]:
    """Say what the embedded program lacks of the glyphs shown, or tells otherwise (7.21.3 to 7.21.8)."""
    descendants = list(font.get("/DescendantFonts", pikepdf.Array()))
    if str(font.get("/Subtype")) != "/Type0" or len(descendants) != 1:
        yield "7.21", f"a font of the kind {font.get('/Subtype')}, which is not judged here"
        return
    if str(font.get("/Encoding")) not in {"/Identity-H", "/Identity-V"}:
        yield "31-006", f"the encoding {font.get('/Encoding')}, which is not judged here"
        return
    (within,) = descendants
    program = within.get("/FontDescriptor", pikepdf.Dictionary()).get("/FontFile3")
    if program is None:
        yield "31-009", "the font program is not embedded"
    elif str(within.get("/Subtype")) != "/CIDFontType0" or str(program.get("/Subtype")) != "/CIDFontType0C":
        yield "7.21", f"a program of the kind {program.get('/Subtype')}, which is not judged here"
    else:
        yield from _glyphs(within, _widths_inside(program.read_bytes()), codes)


def _glyphs(font: pikepdf.Object, widths: dict[int, float], codes: set[int]) -> Iterator[tuple[str, str]]:
    if 0 in codes:
        yield "31-030", "the glyph for missing characters (.notdef) is shown"
    if lacking := sorted(codes - set(widths)):
        yield "31-011", f"the glyphs {lacking} are shown and not in the program"
    told, usual = _widths_told(font), float(font.get("/DW", 1000))
    for code in sorted(codes & set(widths)):
        # Matterhorn 31-016 lets the two differ by one thousandth of an em.
        if abs(told.get(code, usual) - widths[code]) > 1:
            yield "31-016", f"the glyph {code} is {widths[code]} wide, and said to be {told.get(code, usual)}"
    if "/CIDSet" in font.FontDescriptor:
        bits = font.FontDescriptor.CIDSet.read_bytes()
        listed = {place for place in range(len(bits) * 8) if bits[place // 8] >> (7 - place % 8) & 1}
        if listed != set(widths):
            yield "31-014, 31-015", "the list of glyphs (CIDSet) is not that of the program"


@cache
def _widths_inside(program: bytes) -> dict[int, float]:
    """Return how wide each glyph of a CFF program with CIDs is, in thousandths of an em."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(program), None)
    top = fonts[0]
    found: dict[int, float] = {}
    for name in top.charset:
        outline = top.CharStrings[name]
        outline.draw(NullPen())
        found[0 if name == ".notdef" else int(name.removeprefix("cid"))] = (
            outline.width * top.FontMatrix[0] * 1000
        )
    return found


def _widths_told(font: pikepdf.Object) -> dict[int, float]:
    """Return how wide the PDF says each glyph is (ISO 32000-1, 9.7.4.3)."""
    told: dict[int, float] = {}
    waiting = list(font.get("/W", pikepdf.Array()))
    while waiting:
        first, second = int(waiting.pop(0)), waiting.pop(0)
        if isinstance(second, pikepdf.Array):
            told.update({first + place: float(width) for place, width in enumerate(list(second))})
        else:
            width = float(waiting.pop(0))
            told.update(dict.fromkeys(range(first, int(second) + 1), width))
    return told
