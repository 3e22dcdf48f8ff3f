"""A tagged PDF taken apart: what is painted under which marks, and the tree that gives these their meaning.

What is read here says nothing about right and wrong; `iso_14289.py` judges it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from pdfminer.cmapdb import CMapParser, FileUnicodeMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEXT: Final = frozenset({"Tj", "TJ", "'", '"'})
PATHS: Final = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"})
PICTURES: Final = frozenset({"Do", "INLINE IMAGE", "EI"})


def types(names: str) -> frozenset[str]:
    """Return structure types, as a PDF writes them."""
    return frozenset(f"/{name}" for name in names.split())


STANDARD_TYPES: Final = types(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private "
    "P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot "
    "Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form"
)
"""The structure types that every reader knows (ISO 32000-1, tables 333 to 338 and 340)."""

Owner = tuple[int, int]
"""A page or form XObject, by the number and generation of its object."""


@dataclass(frozen=True)
class Mark:
    """A marked-content sequence: its tag, its number where it has one, and its properties."""

    tag: str
    number: int | None
    properties: Mapping[str, pikepdf.Object]


@dataclass(frozen=True)
class Painted:
    """An operator that paints, the page on which it does, and the marks it stands in, outermost first.

    `owner` and `number` say to which numbered mark it belongs; `codes` are the characters shown in `font`.
    """

    page: int
    operator: str
    marks: tuple[Mark, ...]
    owner: Owner | None
    number: int | None
    font: pikepdf.Object | None = None
    codes: tuple[int, ...] = ()

    @property
    def is_artifact(self) -> bool:
        """Whether it is decoration, no matter how deep inside."""
        return any(mark.tag == "/Artifact" for mark in self.marks)


@dataclass(frozen=True)
class Leaf:
    """What an element of the tree points at: a numbered mark, or an object such as an annotation."""

    owner: Owner | None
    number: int | None
    target: Owner | None = None


@dataclass(frozen=True)
class Element:
    """A structure element, with its standard type after the role map (None where there is none)."""

    dictionary: pikepdf.Object
    kind: str
    standard: str | None
    parent: Element | None
    kids: list[Element | Leaf] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        """The elements right below, in order."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def leaves(self) -> list[Leaf]:
        """What it points at itself, in order."""
        return [kid for kid in self.kids if isinstance(kid, Leaf)]

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below, in the order of the tree."""
        yield self
        for kid in self.elements:
            yield from kid.walk()


@dataclass(frozen=True)
class TaggedPdf:
    """A PDF opened for judging; everything is read once, when it is asked for."""

    pdf: pikepdf.Pdf

    @cached_property
    def painted(self) -> list[Painted]:
        """Everything that is painted, page by page, in the order of the content."""
        return [
            thing
            for number, page in enumerate(self.pdf.pages, 1)
            for thing in _Painter(number).paint(page.obj, page.obj.get("/Resources"))
        ]

    @cached_property
    def forms(self) -> list[tuple[Owner, bool]]:
        """Every use of a form XObject on a page: which, and whether it holds numbered marks."""
        return [
            use
            for number, page in enumerate(self.pdf.pages, 1)
            for use in _Painter(number).forms(page.obj, page.obj.get("/Resources"))
        ]

    @cached_property
    def roots(self) -> list[Element]:
        """The elements at the top of the tree; none where there is no tree."""
        root = self.pdf.Root.get("/StructTreeRoot")
        return [] if root is None else [self._element(kid, None) for kid in _listed(root.get("/K"))]

    @cached_property
    def elements(self) -> list[Element]:
        """All elements, in the order in which they are read out."""
        return [element for root in self.roots for element in root.walk()]

    @cached_property
    def texts(self) -> dict[tuple[Owner | None, int | None], str]:
        """What is written under each numbered mark; replacement text counts for what it replaces."""
        found: dict[tuple[Owner | None, int | None], str] = {}
        replaced: set[int] = set()
        for thing in self.painted:
            if thing.number is None:
                continue
            place = (thing.owner, thing.number)
            instead = next((mark for mark in thing.marks if "/ActualText" in mark.properties), None)
            if instead is None:
                known = unicode_of(thing.font)
                text = "".join(known.get(code, "\ufffd") for code in thing.codes)
            else:
                text = "" if id(instead) in replaced else str(instead.properties["/ActualText"])
                replaced.add(id(instead))
            found[place] = found.get(place, "") + text
        return found

    def text_of(self, element: Element) -> str:
        """Return what is read out of an element and all below it, in the order of the tree."""
        return "".join(
            self.text_of(kid) if isinstance(kid, Element) else self.text_at(kid) for kid in element.kids
        )

    def text_at(self, leaf: Leaf) -> str:
        """Return what is written where an element points."""
        return self.texts.get((leaf.owner, leaf.number), "")

    def standard(self, kind: str) -> str | None:
        """Return the standard type that a type stands for; None where the role map leads nowhere."""
        roles = self.pdf.Root.StructTreeRoot.get("/RoleMap", pikepdf.Dictionary())
        seen: set[str] = set()
        while kind not in STANDARD_TYPES:
            if kind in seen or kind not in roles:
                return None
            seen.add(kind)
            kind = str(roles[kind])
        return kind

    def _element(self, dictionary: pikepdf.Object, parent: Element | None) -> Element:
        kind = str(dictionary.get("/S", ""))
        element = Element(dictionary, kind, self.standard(kind), parent)
        for kid in _listed(dictionary.get("/K")):
            if isinstance(kid, int):
                element.kids.append(Leaf(_owner(dictionary.get("/Pg")), int(kid)))
            elif str(kid.get("/Type", "")) == "/MCR":
                owner = kid.get("/Stm", kid.get("/Pg", dictionary.get("/Pg")))
                element.kids.append(Leaf(_owner(owner), int(kid.MCID)))
            elif str(kid.get("/Type", "")) == "/OBJR":
                element.kids.append(Leaf(None, None, _owner(kid.Obj)))
            else:
                element.kids.append(self._element(kid, element))
        return element


@dataclass
class _State:
    """Where in a content stream one is: the marks that are open, and the font."""

    owner: Owner
    resources: pikepdf.Object | None
    marks: list[tuple[Mark, Owner]]
    font: pikepdf.Object | None = None
    saved: list[pikepdf.Object | None] = field(default_factory=list)

    def follow(self, operator: str, operands: list[Any]) -> None:
        """Go on after an operator."""
        if operator in {"BDC", "BMC"}:
            self.marks.append((_mark(operands, self.resources), self.owner))
        elif operator == "EMC":
            self.marks.pop()
        elif operator == "q":
            self.saved.append(self.font)
        elif operator == "Q":
            self.font = self.saved.pop()
        elif operator == "Tf":
            self.font = _resource(self.resources, "/Font", operands[0])


@dataclass
class _Painter:
    page: int

    def paint(
        self,
        stream: pikepdf.Object,
        resources: pikepdf.Object | None,
        around: tuple[tuple[Mark, Owner], ...] = (),
    ) -> Iterator[Painted]:
        state = _State(stream.objgen, resources, list(around))
        for instruction in pikepdf.parse_content_stream(stream):
            operator, operands = str(instruction.operator), list(instruction.operands)
            state.follow(operator, operands)
            drawn = _resource(resources, "/XObject", operands[0]) if operator == "Do" else None
            if drawn is not None and str(drawn.get("/Subtype")) == "/Form":
                yield from self.paint(drawn, drawn.get("/Resources", resources), tuple(state.marks))
            elif operator in TEXT:
                yield self._painted(operator, state, _codes(operands, state.font))
            elif operator in PATHS | PICTURES:
                yield self._painted(operator, state)
        if len(state.marks) != len(around):
            message = f"page {self.page}: marked content is not closed"
            raise AssertionError(message)

    def forms(self, stream: pikepdf.Object, resources: pikepdf.Object | None) -> Iterator[tuple[Owner, bool]]:
        for instruction in pikepdf.parse_content_stream(stream, "Do"):
            drawn = _resource(resources, "/XObject", next(iter(instruction.operands)))
            if drawn is not None and str(drawn.get("/Subtype")) == "/Form":
                within = drawn.get("/Resources", resources)
                begun = [list(it.operands) for it in pikepdf.parse_content_stream(drawn, "BDC")]
                yield drawn.objgen, any(_mark(words, within).number is not None for words in begun)
                yield from self.forms(drawn, within)

    def _painted(self, operator: str, state: _State, codes: tuple[int, ...] = ()) -> Painted:
        numbered = [(mark.number, owner) for mark, owner in state.marks if mark.number is not None]
        number, owner = numbered[-1] if numbered else (None, None)
        marks = tuple(mark for mark, _ in state.marks)
        return Painted(self.page, operator, marks, owner, number, state.font if codes else None, codes)


def unicode_of(font: pikepdf.Object | None) -> dict[int, str]:
    """Return which text each character code of a font stands for, after its ToUnicode map."""
    if font is None or "/ToUnicode" not in font:
        return {}
    return _unicode_map(font.ToUnicode.read_bytes())


@cache
def _unicode_map(stream: bytes) -> dict[int, str]:
    known = FileUnicodeMap()
    CMapParser(known, io.BytesIO(stream)).run()
    return known.cid2unichr


def _mark(operands: list[pikepdf.Object], resources: pikepdf.Object | None) -> Mark:
    properties = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
    if isinstance(properties, pikepdf.Name):
        properties = _resource(resources, "/Properties", properties) or pikepdf.Dictionary()
    number = properties.get("/MCID")
    return Mark(str(operands[0]), None if number is None else int(number), dict(properties.items()))


def _codes(operands: list[pikepdf.Object], font: pikepdf.Object | None) -> tuple[int, ...]:
    parts = [part for it in operands for part in (list(it) if isinstance(it, pikepdf.Array) else [it])]
    text = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    size = 2 if font is not None and str(font.get("/Subtype")) == "/Type0" else 1
    return tuple(int.from_bytes(text[at : at + size]) for at in range(0, len(text), size))


def _resource(resources: pikepdf.Object | None, kind: str, name: pikepdf.Object) -> pikepdf.Object | None:
    found = None if resources is None else resources.get(kind)
    return None if found is None else found.get(str(name))


def _listed(kids: pikepdf.Object | None) -> list[Any]:
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _owner(of: pikepdf.Object | None) -> Owner | None:
    return None if of is None else of.objgen
