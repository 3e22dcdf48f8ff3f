"""PDF/UA-1 (ISO 14289-1:2014) in checks, one a clause: what of it a machine can decide about our pages.

Written from the requirements in the words of veraPDF's open validation profile, clause by clause
(https://github.com/veraPDF/veraPDF-validation-profiles/wiki/PDFUA-Part-1-rules), and numbered with the
failure conditions of the Matterhorn Protocol (https://taggedpdfschool.pdfa.org/api/db/md/matterhorn).

What needs a person is left to people: whether a heading is one, whether the words in place of a picture say
what it shows, whether colours differ enough. What our pages never hold is not judged, but not allowed at all:
encryption, form fields, optional content, embedded files, notes and pages of other files.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pikepdf

from tests.render.iso_14289_fonts import clause_7_21_fonts
from tests.render.tagged_pdf import STANDARD_TYPES, Element, Leaf, TaggedPdf, types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.render.tagged_pdf import Owner

DC: Final = "{http://purl.org/dc/elements/1.1/}"
PDF_UA: Final = "{http://www.aiim.org/pdfua/ns/id/}"

# RFC 3066, 2.1, which ISO 32000-1, 14.9.2 refers to.
LANGUAGE_TAG: Final = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")

# Which types may stand right below and right above which (ISO 32000-1, tables 333, 336 and 337).
BELOW: Final = {
    "/L": {"/L", "/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/TOC": {"/TOC", "/TOCI", "/Caption"},
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
}
ABOVE: Final = {
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/TOCI": {"/TOC"},
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/TFoot": {"/Table"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
}
# ISO 32000-1, table 347.
ORDERED: Final = {"/Decimal", "/UpperRoman", "/LowerRoman", "/UpperAlpha", "/LowerAlpha"}
# What begins on a line of its own, so that its end is the end of a word (ISO 32000-1, 14.8.4.3 and 14.8.4.2).
BLOCKS: Final = STANDARD_TYPES - types(
    "Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP"
)


def violations(pdf: bytes) -> list[str]:
    """Return what in a PDF is against ISO 14289-1: clause, Matterhorn number, place, and what is wrong."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tagged = TaggedPdf(opened)
        return [f"{clause}: {found}" for clause, check in CHECKS.items() for found in check(tagged)]


def clause_5_identification(tagged: TaggedPdf) -> Iterator[str]:
    """Say where the file does not name the part of the standard it keeps."""
    if _described(tagged, f"{PDF_UA}part") != ["1"]:
        yield "06-002 the metadata do not say pdfuaid:part 1"


def clause_7_1_the_document_says_what_it_is(tagged: TaggedPdf) -> Iterator[str]:
    """Say what the document does not tell of itself: tags, metadata, title."""
    root = tagged.pdf.Root
    info = root.get("/MarkInfo", pikepdf.Dictionary())
    if not info.get("/Marked", False):
        yield "the document does not say that it is tagged (MarkInfo/Marked)"
    if info.get("/Suspects", False):
        yield "01-007 the tags are called suspect"
    metadata = root.get("/Metadata")
    if (
        metadata is None
        or str(metadata.get("/Type")) != "/Metadata"
        or str(metadata.get("/Subtype")) != "/XML"
    ):
        yield "06-001 no XMP metadata stream"
    if not any(title.strip() for title in _described(tagged, f"{DC}title")):
        yield "06-003 no dc:title in the metadata"
    shown = root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle")
    if shown is None:
        yield "07-001 nothing says that the title is to be shown"
    elif not shown:
        yield "07-002 the title is not to be shown"


def clause_7_1_everything_is_tagged_or_an_artifact(tagged: TaggedPdf) -> Iterator[str]:
    """Say what is painted and neither tagged nor an artifact, or both."""
    for thing in tagged.painted:
        artifacts = [place for place, mark in enumerate(thing.marks) if mark.tag == "/Artifact"]
        numbers = [place for place, mark in enumerate(thing.marks) if mark.number is not None]
        at = f"page {thing.page}, {thing.operator}"
        if not artifacts and not numbers:
            yield f"01-005 {at}: neither tagged nor an artifact"
        elif artifacts and numbers and min(numbers) < max(artifacts):
            yield f"01-003 {at}: an artifact within tagged content"
        elif artifacts and numbers:
            yield f"01-004 {at}: tagged content within an artifact"


def clause_7_1_the_tree_holds_every_mark_once(tagged: TaggedPdf) -> Iterator[str]:
    """Say where tree and marks do not agree (ISO 32000-1, 14.7)."""
    if not tagged.roots:
        yield "no structure tree"
        return
    for element in tagged.elements:
        if "/P" not in element.dictionary:
            yield f"{_name(element)} has no parent entry"
        elif element.parent and element.dictionary.P.objgen != element.parent.dictionary.objgen:
            yield f"{_name(element)} names another parent than the element that holds it"
    held: Counter[tuple[Owner | None, int | None]] = Counter(
        (leaf.owner, leaf.number) for leaf in _marked_leaves(tagged)
    )
    painted: set[tuple[Owner | None, int | None]] = {
        (thing.owner, thing.number) for thing in tagged.painted if thing.number is not None
    }
    for place in sorted(painted - {*held}, key=str):
        yield f"{_mark(*place)} is not in the tree"
    for place in sorted({*held} - painted, key=str):
        yield f"the tree points at {_mark(*place)}, which is not there"
    for place, times in held.items():
        if times > 1:
            yield f"{_mark(*place)} is in the tree {times} times"
    yield from _parent_tree(tagged)


def _parent_tree(tagged: TaggedPdf) -> Iterator[str]:
    """Say where the way from a mark back to its element is lost (ISO 32000-1, 14.7.4.4)."""
    tree = tagged.pdf.Root.StructTreeRoot.get("/ParentTree")
    if tree is None:
        yield "no parent tree"
        return
    parents = dict(pikepdf.NumberTree(tree).items())
    for element in tagged.elements:
        for leaf in element.leaves:
            if leaf.owner is None or leaf.number is None:
                continue
            owner = tagged.pdf.get_object(leaf.owner)
            key = owner.get("/StructParents")
            if key is None:
                yield f"object {_number(leaf.owner)} has marks and no StructParents"
                continue
            found = list(parents.get(int(key), ()))
            if leaf.number >= len(found) or found[leaf.number].objgen != element.dictionary.objgen:
                yield f"the parent tree does not lead from mark {leaf.number} back to {_name(element)}"


def clause_7_1_every_type_is_a_standard_one(tagged: TaggedPdf) -> Iterator[str]:
    """Say which types are not known to every reader."""
    for element in tagged.elements:
        if element.standard is None:
            yield f"02-001 {_name(element)} is mapped to no standard type, or in a circle"
    root = tagged.pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    for kind in root.get("/RoleMap", pikepdf.Dictionary()):
        if kind in STANDARD_TYPES:
            yield f"02-004 the standard type {kind} is mapped to another"


def clause_7_2_the_language_is_known(tagged: TaggedPdf) -> Iterator[str]:
    """Say where the natural language is not known."""
    root = tagged.pdf.Root
    if not str(root.get("/Lang", "")):
        yield "11-001 to 11-006 the document names no language"
    named = [("the document", root), *((_name(element), element.dictionary) for element in tagged.elements)]
    for name, dictionary in named:
        if "/Lang" in dictionary and not LANGUAGE_TAG.fullmatch(str(dictionary.Lang)):
            yield f"{name} names a language that is no language tag: {dictionary.Lang}"


def clause_7_2_lists_and_tables_are_built_of_their_parts(tagged: TaggedPdf) -> Iterator[str]:
    """Say where elements are not built as ISO 32000-1 builds them."""
    for element in tagged.elements:
        kind = element.standard or ""
        number = "09-005" if kind.startswith("/L") else "09-006" if kind.startswith("/TOC") else "09-004"
        below = [kid.standard or "" for kid in element.elements]
        if kind in BELOW and (wrong := set(below) - BELOW[kind]):
            yield f"{number} {_name(element)} holds {', '.join(sorted(wrong))}"
        if kind in BELOW and element.leaves:
            yield f"{number} {_name(element)} holds content that is in none of its parts"
        if kind in ABOVE and (element.parent is None or element.parent.standard not in ABOVE[kind]):
            yield f"{number} {_name(element)} stands outside {' and '.join(sorted(ABOVE[kind]))}"
        if "/Caption" in below[1:-1] or below.count("/Caption") > 1:
            yield f"{number} {_name(element)} has a caption in its middle, or two"
        if kind == "/Table" and (
            below.count("/THead") > 1
            or below.count("/TFoot") > 1
            or ({"/THead", "/TFoot"} & set(below) and "/TBody" not in below)
        ):
            yield f"09-004 {_name(element)} has a head or foot twice, or without a body"


def clause_7_2_words_are_parted(tagged: TaggedPdf) -> Iterator[str]:
    """Say where words are parted by places on the page, not characters (ISO 32000-1, 14.8.2.5)."""
    for element in tagged.elements:
        if not any(isinstance(kid, Leaf) for kid in element.kids):
            continue
        pieces = [_piece(tagged, kid) for kid in element.kids]
        for before, after in pairwise(piece for piece in pieces if piece):
            # Before a hyphen at the end of a line the word goes on; in a link it does so without one.
            if before[-1].isalnum() and after[0].isalnum():
                yield f"{_name(element)}: nothing parts {before[-12:]!r} from {after[:12]!r}"


def _piece(tagged: TaggedPdf, kid: Element | Leaf) -> str:
    if isinstance(kid, Leaf):
        return (
            "" if kid.owner is None or kid.number is None else tagged.texts.get((kid.owner, kid.number), "")
        )
    text = tagged.text_of(kid)
    return f"\n{text}\n" if kid.standard in BLOCKS else text


def clause_7_3_pictures_are_told_in_words(tagged: TaggedPdf) -> Iterator[str]:
    """Say which pictures have no words in their place."""
    for element in tagged.elements:
        if element.standard == "/Figure" and not _said_instead(element):
            yield f"13-004 {_name(element)} has no text in its place"


def clause_7_4_headings_go_down_step_by_step(tagged: TaggedPdf) -> Iterator[str]:
    """Say where the levels of headings leave one out."""
    levels = [int(kind[2]) for it in tagged.elements if re.fullmatch(r"/H[1-6]", kind := it.standard or "")]
    plain = [element for element in tagged.elements if element.standard == "/H"]
    if levels and levels[0] != 1:
        yield f"14-002 the first heading is H{levels[0]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"14-003 H{after} follows H{before}"
    if levels and plain:
        yield "14-007 headings with and without levels"
    for element in tagged.elements:
        if [kid.standard for kid in element.elements].count("/H") > 1:
            yield f"14-006 {_name(element)} has two headings"


def clause_7_5_header_cells_say_what_they_head(tagged: TaggedPdf) -> Iterator[str]:
    """Say which header cells do not say what they head."""
    for table in (element for element in tagged.elements if element.standard == "/Table"):
        for cell in (element for element in table.walk() if element.standard == "/TH"):
            if not _attribute(cell, "/Scope") and not _attribute(cell, "/Headers"):
                yield f"15-003 {_name(cell)} has no scope"


def clause_7_6_lists_say_how_they_are_numbered(tagged: TaggedPdf) -> Iterator[str]:
    """Say which lists do not tell how they are numbered."""
    for element in (it for it in tagged.elements if it.standard == "/L"):
        labels = [it for item in element.elements for it in item.elements if it.standard == "/Lbl"]
        numbered = any(re.search(r"\w", tagged.text_of(label)) for label in labels)
        if numbered and _attribute(element, "/ListNumbering") not in ORDERED:
            yield f"16-001 {_name(element)} is in order and does not say how it is numbered"
        items = [item for item in element.elements if item.standard == "/LI"]
        if any("/LBody" not in {part.standard for part in item.elements} for item in items):
            yield f"{_name(element)} has an item without a body"


def clause_7_7_formulas_are_told_in_words(tagged: TaggedPdf) -> Iterator[str]:
    """Say which formulas have no words in their place."""
    for element in tagged.elements:
        if element.standard == "/Formula" and not _said_instead(element):
            yield f"17-002 {_name(element)} has no text in its place"


def clauses_7_9_to_7_16_and_7_20_what_no_letter_needs(tagged: TaggedPdf) -> Iterator[str]:
    """Say what is in the file that no letter needs."""
    root = tagged.pdf.Root
    if tagged.pdf.is_encrypted:
        yield "the file is encrypted"
    for key in ("/OCProperties", "/AcroForm"):
        if key in root:
            yield f"the document has {key}"
    if tagged.pdf.attachments:
        yield "files are embedded"
    if any(element.standard == "/Note" for element in tagged.elements):
        yield "there is a note"
    for owner, times in Counter(owner for owner, marked in tagged.forms if marked).items():
        if times > 1:
            yield f"30-002 object {_number(owner)} holds marks and is drawn {times} times"
    for owner, _ in tagged.forms:
        if "/Ref" in tagged.pdf.get_object(owner):
            yield f"30-001 object {_number(owner)} draws a page of another file"


def clause_7_18_annotations_are_in_the_tree_and_told_in_words(tagged: TaggedPdf) -> Iterator[str]:
    """Say which annotations are out of the tree or without words."""
    holders = {leaf.target: element for element in tagged.elements for leaf in element.leaves if leaf.target}
    for place, page in enumerate(tagged.pdf.pages, 1):
        annotations = list(page.obj.get("/Annots", ()))
        if annotations and str(page.obj.get("/Tabs", "")) != "/S":
            yield f"28-008, 28-009 page {place} has annotations and does not follow the tree (Tabs)"
        for annotation in annotations:
            kind = str(annotation.get("/Subtype", ""))
            at = f"page {place}, {kind}"
            holder = holders.get(annotation.objgen)
            if kind == "/Link":
                if holder is None or holder.standard != "/Link":
                    yield f"28-011 {at}: not in a Link of the tree"
                if not str(annotation.get("/Contents", "")).strip():
                    yield f"28-012 {at}: not told in words (Contents)"
            else:
                yield f"28-006 {at}: an annotation that no letter needs"


CHECKS: Final[dict[str, Callable[[TaggedPdf], Iterator[str]]]] = {
    "5": clause_5_identification,
    "7.1, general": clause_7_1_the_document_says_what_it_is,
    "7.1, content": clause_7_1_everything_is_tagged_or_an_artifact,
    "7.1, structure tree": clause_7_1_the_tree_holds_every_mark_once,
    "7.1, types": clause_7_1_every_type_is_a_standard_one,
    "7.2, language": clause_7_2_the_language_is_known,
    "7.2, structure": clause_7_2_lists_and_tables_are_built_of_their_parts,
    "7.2, words": clause_7_2_words_are_parted,
    "7.3, graphics": clause_7_3_pictures_are_told_in_words,
    "7.4, headings": clause_7_4_headings_go_down_step_by_step,
    "7.5, tables": clause_7_5_header_cells_say_what_they_head,
    "7.6, lists": clause_7_6_lists_say_how_they_are_numbered,
    "7.7, mathematics": clause_7_7_formulas_are_told_in_words,
    "7.9 to 7.16 and 7.20": clauses_7_9_to_7_16_and_7_20_what_no_letter_needs,
    "7.18, annotations": clause_7_18_annotations_are_in_the_tree_and_told_in_words,
    "7.21, fonts": clause_7_21_fonts,
}
"""The checks, by the clause that each stands for."""


def _described(tagged: TaggedPdf, name: str) -> list[str]:
    """Return the values of a property in the metadata, written as an element or as an attribute."""
    stream = tagged.pdf.Root.get("/Metadata")
    if stream is None:
        return []
    tree = ET.fromstring(stream.read_bytes())  # noqa: S314 - these tests made it
    return [
        *("".join(found.itertext()) for found in tree.iter(name)),
        *(found.attrib[name] for found in tree.iter() if name in found.attrib),
    ]


def _marked_leaves(tagged: TaggedPdf) -> Iterator[Leaf]:
    for element in tagged.elements:
        yield from (leaf for leaf in element.leaves if leaf.number is not None)


def _said_instead(element: Element) -> str:
    return str(element.dictionary.get("/Alt", element.dictionary.get("/ActualText", ""))).strip()


def _attribute(element: Element, name: str) -> str:
    owners = element.dictionary.get("/A", pikepdf.Array())
    every: list[pikepdf.Object] = list(owners) if isinstance(owners, pikepdf.Array) else [owners]
    found = [owner[name] for owner in every if name in owner]
    return str(found[0]) if found else ""


def _name(element: Element) -> str:
    return f"{element.kind} (object {_number(element.dictionary.objgen)})"


def _mark(owner: Owner | None, number: int | None) -> str:
    return f"mark {number} of object {_number(owner)}"


def _number(owner: tuple[int, int] | None) -> int:
    return owner[0] if owner else 0
