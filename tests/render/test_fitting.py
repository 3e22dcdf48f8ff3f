"""What the layouts take for granted of their letters, held against the typeface itself."""

from __future__ import annotations

import unicodedata
from typing import cast

from advocate.render.press import Press
from advocate.sources.places import layouts

WIDTHS = b"""\
#import "letter.typ": width-at-most
#let d = json("data.json")
#set text(font: d.fonts, size: 100pt, fallback: false, ligatures: false, overhang: false)
#context [#metadata(d.letters.map(it => (
  it, width-at-most(it),
  calc.max(measure(text(it)).width, measure(text(weight: "semibold", it)).width) / 100pt,
))) <widths>]
"""
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "DIGIT")


def test_no_line_is_wider_than_the_layouts_reckon_it_at_most() -> None:
    sources = {file.name: file.read_bytes() for file in layouts().glob("*.typ")}
    press = Press({**sources, "widths.typ": WIDTHS})
    printable = [chr(code) for code in range(0x20, 0x590) if chr(code).isprintable()]
    letters = [one for one in printable if unicodedata.name(one, "").startswith(SCRIPTS) or ord(one) < 0x100]
    (answer,) = press.query("widths.typ", {"letters": press_can(press, letters)}, "widths")
    found = cast("list[tuple[str, float, float]]", answer)
    assert len(found) > 700
    assert [(letter, most, width) for letter, most, width in found if width > most] == []


def press_can(press: Press, letters: list[str]) -> list[str]:
    lacking = set(press.undrawable("".join(letters)))
    return [letter for letter in letters if letter not in lacking]
