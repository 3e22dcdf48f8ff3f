"""What the file of a page may not carry besides the page: whatever no reader of it sees."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What the engine writes about a file stands in it as it is, in XML whose texts are escaped (XMP, ISO
# 16684-1), and so do the objects of links and attached files (ISO 32000-1, 12.6.4.7 and 7.11.4).
_TITLE = re.compile(rb"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.DOTALL)
_SAID = {
    "an author": re.compile(rb"<dc:creator>.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.DOTALL),
    "keywords": re.compile(rb"<pdf:Keywords>(.*?)</pdf:Keywords>", re.DOTALL),
    "a description": re.compile(rb"<dc:description>.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.DOTALL),
}
_DATE = re.compile(rb"<xmp:(?:Create|Modify)Date>(.*?)</xmp:")
_LINK = re.compile(rb"/S/URI/URI(?:\((.*?)\)>>)?", re.DOTALL)
_ATTACHED = re.compile(rb"/Type/EmbeddedFile\b")


def hidden_in(pdf: bytes, title: str, day: Sequence[int] | None) -> Iterator[str]:
    """Yield in words what a page's file carries that no reader of the page sees.

    A page has the title that it was given, and no other words about itself, no date but `day` (year, month
    and day), no link to elsewhere, and no attached file. `pdf` is a file as Typst writes it.
    """
    found = _TITLE.search(pdf)
    given = _text(found[1]) if found else ""
    if given != title:
        yield f"another title than the letter's ({given!r})"
    for what, pattern in _SAID.items():
        if said := pattern.search(pdf):
            yield f"{what} ({_text(said[1])!r})"
    wanted = "-".join(f"{number:02}" for number in day) if day else None
    dates = {_text(date)[:10] for date in _DATE.findall(pdf)}
    for date in sorted(dates - {wanted}):
        yield f"a date ({date})"
    if link := _LINK.search(pdf):
        yield f"a link ({_text(link[1] or b'')!r})"
    if _ATTACHED.search(pdf):
        yield "an attached file"


def _text(words: bytes) -> str:
    return unescape(words.decode("utf-8", "replace"))
