"""An SVG picture with nothing beside its shapes (SVG 1.1, https://www.w3.org/TR/SVG11/).

The file is read as XML and written anew from lists of the elements and attributes that draw. What only
describes the picture (titles, metadata, comments, an editor's own elements and attributes) is left out
without a word. What could load, run or hide something, or would come out otherwise than it looks, is refused:
scripts, links, pictures and text inside, references to anything outside, declarations of entities.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from advocate.sources.signature.unfit import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn

_SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_HOLDERS = frozenset({"svg", "g", "defs", "clipPath", "style"})
_LEFT_OUT = frozenset(
    {"title", "desc", "metadata", "linearGradient", "radialGradient", "pattern", "filter", "marker", "mask"}
)
"""What only describes, and what drawing programs leave in `defs`: where a shape uses it, that is refused."""
_WHY = {
    "script": "a script has no place in a picture of a signature",
    "image": "a picture inside an SVG is not taken: save that picture as PNG",
    **dict.fromkeys(
        ("text", "tspan", "textPath", "tref", "flowRoot"),
        "letters are not taken as text, since the page has not their typeface: turn them into paths",
    ),
}

_PLACES = frozenset(
    {"cx", "cy", "d", "height", "points", "r", "rx", "ry", "width", "x", "x1", "x2", "y", "y1", "y2"}
    | {"class", "clipPathUnits", "id", "transform", "viewBox"}
)
_LOOKS = frozenset(
    {
        "clip-path",
        "clip-rule",
        "color",
        "display",
        "fill",
        "fill-opacity",
        "fill-rule",
        "opacity",
        "visibility",
    }
    | {"stroke", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width"}
)
_OTHERWISE = frozenset({"filter", "mask", "marker", "marker-start", "marker-mid", "marker-end"})

# A group's looks are those of each shape in it, and a clip is written once for every shape that it cuts: a
# small file could become a large page. Drawings of signatures are far below all of these.
_DEEPEST = 64
_MOST_SHAPES = 5_000
_MOST_CLIPPED = 16
_LONGEST_VALUE = 500
"""Characters of an attribute that is no outline."""
_LONGEST_STYLE = 10_000
_OUTLINES = frozenset({"d", "points"})

_OWN_URL = re.compile(r"""url\(\s*(['"]?)#[\w.:-]+\1\s*\)""")
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?"
_LENGTH = re.compile(rf"\s*({_NUMBER})(px|pt|pc|mm|cm|in)?\s*", re.ASCII)
_BOX = re.compile(rf"\s*({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*", re.ASCII)
_PIXELS = {None: 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
"""CSS Values 3, section 6.2: how many pixels a unit has."""
_SMALLEST, _LARGEST = 1e-3, 1e6
"""Sides, in the file's own units: beyond these, single-precision arithmetic cannot be relied on."""


def bare_svg(data: bytes) -> bytes:
    """Return an SVG file in UTF-8 with the shapes of another; raise Unfit where that one cannot be taken."""
    writer = _Writer()
    try:
        writer.parser.Parse(data, True)  # noqa: FBT003 - expat takes no name for it
    except expat.ExpatError as error:
        words = f"the SVG is no well-formed XML: {expat.ErrorString(error.code)}"
        refuse("svg", words, error.lineno, error.offset + 1)
    except (ValueError, LookupError):
        # An encoding that Python does not know, or that is no encoding of text.
        refuse("svg", "the SVG is not in UTF-8: save it anew")
    return writer.file()


class _Writer:
    """Writes the shapes of a file while expat reads it."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._out: list[str] = []
        self._open: list[str] = []
        self._skipped = 0
        self._style: list[str] | None = None
        self._shapes = 0
        self._clipped = 0

    def file(self) -> bytes:
        """Return the written file; raise Unfit where it draws nothing."""
        if not self._shapes:
            refuse("svg", "the SVG draws nothing: it has no path and no other shape")
        return "".join(self._out).encode("utf-8")

    def _refuse(self, words: str, slug: str = "svg") -> NoReturn:
        refuse(slug, words, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        # The name of the type alone is what potrace and Illustrator write; it is never looked up.
        if has_subset:
            self._refuse("declarations in the file (<!ENTITY …>) are not taken: save it as a plain SVG")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self._open and (space, local) != (_SVG, "svg"):
            self._refuse(f'no SVG: its first element is not <svg xmlns="{_SVG}">')
        if self._skipped or space != _SVG or local in _LEFT_OUT:
            self._skipped += 1
            return
        if local not in _SHAPES | _HOLDERS or (local == "svg" and self._open):
            words = f"<{local}> has no place in a picture of a signature: only lines and shapes are taken"
            self._refuse(_WHY.get(local, words))
        self._shapes += local in _SHAPES
        if len(self._open) == _DEEPEST or self._shapes > _MOST_SHAPES:
            many = f"more than {_MOST_SHAPES:,} shapes, or {_DEEPEST} groups in each other"
            words = f"{many}: trace it more coarsely"
            self._refuse(words)
        kept = self._kept(local, attributes)
        if local == "svg":
            kept = self._sized(kept)
        self._style = [] if local == "style" else None
        written = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        self._out.append(f'<svg xmlns="{_SVG}"{written}>' if local == "svg" else f"<{local}{written}>")
        self._open.append(local)

    def _end(self, _name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        local = self._open.pop()
        if self._style is not None:
            self._out.append(escape(self._sheet("".join(self._style))))
            self._style = None
        self._out.append(f"</{local}>")

    def _text(self, text: str) -> None:
        if self._style is not None and not self._skipped:
            self._style.append(text)

    def _kept(self, element: str, attributes: Mapping[str, str]) -> dict[str, str]:
        """Return the attributes of an element that draw."""
        kept: dict[str, str] = {}
        for key, value in attributes.items():
            if key.rpartition(" ")[2] == "href":
                self._refuse("links and references (href) are not taken: save it as a plain SVG")
            if key.lower().startswith("on"):
                self._refuse(f"what runs ({key}) has no place in a picture of a signature")
            if key == "style":
                looks = self._looks(element, value)
                if looks:
                    kept[key] = looks
            elif key in _PLACES:
                self._look_over(key, value)
                kept[key] = value
            elif self._is_look(element, key, value):
                kept[key] = value
        return kept

    def _looks(self, element: str, style: str) -> str:
        """Return what of a style attribute is about the looks of a shape."""
        given = (part.partition(":") for part in _without_comments(style).split(";"))
        pairs = [(key.strip().lower(), value.strip()) for key, _, value in given]
        return ";".join(f"{key}:{value}" for key, value in pairs if self._is_look(element, key, value))

    def _is_look(self, element: str, key: str, value: str) -> bool:
        """Return whether a property is kept; raise Unfit where without it the shape would look otherwise."""
        if key in _OTHERWISE and value != "none":
            self._refuse("masks, filters and arrowheads (markers) are not taken: draw it with plain shapes")
        if key not in _LOOKS or not value:
            return False
        if key == "clip-path" and value != "none":
            self._clipped += 1
            if self._clipped > _MOST_CLIPPED or "clipPath" in (element, *self._open):
                self._refuse("clips within clips, or many of them, are not taken: release them")
            if not _OWN_URL.fullmatch(value):
                self._refuse(_OUTSIDE)
        else:
            self._look_over(key, value)
        return True

    def _look_over(self, key: str, value: str) -> None:
        if len(value) > _LONGEST_VALUE and key not in _OUTLINES:
            self._refuse(f"the attribute {key} is too long: save it as a plain SVG")
        if key in _OUTLINES:
            return
        if "url(" in value.lower():
            self._refuse("gradients and patterns are not taken: give the strokes one plain colour")
        # A backslash spells letters by their numbers in CSS, and an @ begins what loads other files.
        if "\\" in value or "@" in value:
            self._refuse(_OUTSIDE)

    def _sheet(self, text: str) -> str:
        """Return a style sheet without its comments, where it refers to nothing."""
        sheet = _without_comments(text)
        if len(sheet) > _LONGEST_STYLE or any(mark in sheet.lower() for mark in ("\\", "@", "url")):
            self._refuse("a style sheet that refers to anything is not taken: save it as a plain SVG")
        return sheet

    def _sized(self, kept: dict[str, str]) -> dict[str, str]:
        """Return the outermost element's attributes with its size in `viewBox`: its shape is all we need."""
        sides = [_LENGTH.fullmatch(kept.pop(key, "")) for key in ("width", "height")]
        given = kept.pop("viewBox", None)
        box = _BOX.fullmatch(given or "")
        if box:
            corner, width, height = (box[1], box[2]), float(box[3]), float(box[4])
        elif given is None and all(sides):
            corner = ("0", "0")
            width, height = (float(side[1]) * _PIXELS[side[2]] for side in sides if side)
        else:
            words = "the SVG does not say how large it is, neither by viewBox nor by width and height"
            self._refuse(words, "size")
        farthest = max(abs(float(corner[0])), abs(float(corner[1])), width, height)
        if min(width, height) < _SMALLEST or farthest > _LARGEST:
            self._refuse(f"the SVG cannot be {width:g} by {height:g} large", "size")
        looks = {key: value for key, value in kept.items() if key not in {"x", "y"}}
        return {"viewBox": f"{corner[0]} {corner[1]} {width!r} {height!r}", **looks}


_OUTSIDE = "a reference to something outside the file is not taken: save it as a plain SVG"


def _without_comments(css: str) -> str:
    """Return CSS without its comments; one that does not end goes on to the end (CSS Syntax 3, 4.3.2)."""
    kept: list[str] = []
    rest = css
    while rest:
        before, _, rest = rest.partition("/*")
        kept.append(before)
        rest = rest.partition("*/")[2]
    return " ".join(kept)
