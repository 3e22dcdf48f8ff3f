"""Ways to break a sound tagged PDF, each with the words in which `iso_14289.py` has to say so."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Name, String

from tests.render.tagged_pdf import TaggedPdf, unicode_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Break = Callable[[pikepdf.Pdf], object]
    Way = Callable[[pikepdf.Pdf], pikepdf.Object]
    Lines = list[ContentStreamInstruction | ContentStreamInlineImage]


YES, NO = True, False


def broken(pdf: bytes, how: Break) -> bytes:
    """Return a PDF with something broken in it; where `how` returns a way to encrypt it, encrypted so."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        encryption = how(opened)
        opened.save(saved, encryption=encryption if isinstance(encryption, pikepdf.Encryption) else False)
    return saved.getvalue()


def without(key: str, of: Way) -> Break:
    """Return a way to take an entry away."""

    def take(pdf: pikepdf.Pdf) -> None:
        del of(pdf)[key]

    return take


def with_entry(key: str, value: object, of: Way) -> Break:
    """Return a way to set an entry."""

    def put(pdf: pikepdf.Pdf) -> None:
        of(pdf)[key] = value

    return put


def root(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return the catalogue."""
    return pdf.Root


def page(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return the first page."""
    return pdf.pages[0].obj


def font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return the first font of the first page."""
    return next(iter(dict(page(pdf).Resources.Font.items()).values()))


def within_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return the font of the glyphs in the first font."""
    return font(pdf).DescendantFonts[0]


def first(kind: str, place: int = 0) -> Way:
    """Return a way to an element of a type."""

    def find(pdf: pikepdf.Pdf) -> pikepdf.Object:
        return [it for it in TaggedPdf(pdf).elements if it.kind == kind][place].dictionary

    return find


def renamed(kind: str, to: str, place: int = 0) -> Break:
    """Return a way to give an element another type."""
    return with_entry("/S", Name(to), first(kind, place))


def all_renamed(**names: str) -> Break:
    """Return a way to give all elements of some types other types."""

    def rename(pdf: pikepdf.Pdf) -> None:
        for element in TaggedPdf(pdf).elements:
            if element.kind[1:] in names:
                element.dictionary.S = Name(f"/{names[element.kind[1:]]}")

    return rename


def rewritten(stream: Way, old: bytes, new: bytes) -> Break:
    """Return a way to write something else in a stream, once, where it is found."""

    def rewrite(pdf: pikepdf.Pdf) -> None:
        data = stream(pdf).read_bytes()
        assert old in data, old
        stream(pdf).write(data.replace(old, new, 1))

    return rewrite


def contents(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return the content of the first page."""
    return page(pdf).Contents


def drawn(
    lines: Callable[[Lines], Lines],
) -> Break:
    """Return a way to draw the first page otherwise."""

    def draw(pdf: pikepdf.Pdf) -> None:
        made = lines(list(pikepdf.parse_content_stream(page(pdf))))
        contents(pdf).write(pikepdf.unparse_content_stream(made))

    return draw


def line(operator: str, *operands: pikepdf.Object | int) -> ContentStreamInstruction:
    """Return an instruction of a content stream."""
    return ContentStreamInstruction(list(operands), pikepdf.Operator(operator))


def _first_mark_gone(lines: Lines) -> Lines:
    begin = next(place for place, it in enumerate(lines) if _is_marked(it))
    end = next(place for place in range(begin, len(lines)) if str(lines[place].operator) == "EMC")
    return [*lines[:begin], *lines[begin + 1 : end], *lines[end + 1 :]]


def _decoration_in_text(
    lines: Lines,
) -> Lines:
    begin = next(place for place, it in enumerate(lines) if _is_marked(it)) + 1
    inside = [line("BMC", Name.Artifact), line("re", 0, 0, 9, 9), line("f"), line("EMC")]
    return [*lines[:begin], *inside, *lines[begin:]]


def _text_in_decoration(
    lines: Lines,
) -> Lines:
    begin = next(place for place, it in enumerate(lines) if _is_marked(it))
    end = next(place for place in range(begin, len(lines)) if str(lines[place].operator) == "EMC") + 1
    return [*lines[:begin], line("BMC", Name.Artifact), *lines[begin:end], line("EMC"), *lines[end:]]


def _is_marked(it: object) -> bool:
    return (
        isinstance(it, ContentStreamInstruction)
        and str(it.operator) == "BDC"
        and isinstance(it.operands[1], Dictionary)
        and "/MCID" in it.operands[1]
    )


def showing(code: int) -> Break:
    """Return a way to show a glyph in the first text of the first page."""

    def show(lines: Lines) -> Lines:
        at = next(place for place, it in enumerate(lines) if str(it.operator) in {"Tj", "TJ"})
        return [*lines[:at], line("Tj", String(code.to_bytes(2))), *lines[at:]]

    return drawn(show)


def lines_run_together(pdf: pikepdf.Pdf) -> None:
    """Take the spaces from the ends of lines."""
    codes = {name: unicode_of(face) for name, face in dict(page(pdf).Resources.Font.items()).items()}
    space = {name: code for name, known in codes.items() for code, text in known.items() if text == " "}
    face = ""

    def cut(lines: Lines) -> Lines:
        nonlocal face
        made: Lines = []
        for it in lines:
            operands = list(it.operands)
            face = str(operands[0]) if str(it.operator) == "Tf" else face
            if str(it.operator) in {"Tj", "TJ"}:
                parts = list(operands[0]) if isinstance(operands[0], Array) else operands
                last = max(place for place, part in enumerate(parts) if isinstance(part, String))
                text = bytes(parts[last])
                parts[last] = String(text.removesuffix(space.get(face, 0).to_bytes(2)))
                made.append(line("TJ", Array(parts)))
            else:
                made.append(it)
        return made

    drawn(cut)(pdf)


def of_marks(change: Callable[[list[object]], list[object]]) -> Break:
    """Return a way to let the first paragraph point at other marks."""

    def point(pdf: pikepdf.Pdf) -> None:
        paragraph = first("/P")(pdf)
        paragraph.K = Array(change(list(paragraph.K)))

    return point


def annotated(**entries: object) -> Break:
    """Return a way to lay an annotation on the first page."""

    def annotate(pdf: pikepdf.Pdf) -> None:
        box = Array([0, 0, 9, 9])
        keys = {f"/{key}": value for key, value in entries.items()}
        page(pdf).Annots = Array([pdf.make_indirect(Dictionary({"/Type": Name.Annot, "/Rect": box, **keys}))])

    return annotate


def annotated_without_an_order(pdf: pikepdf.Pdf) -> None:
    """Lay an annotation on a page that does not say in which order the keyboard gets there."""
    annotated(Subtype=Name.Link)(pdf)
    del page(pdf)["/Tabs"]


def with_types_in_a_circle(pdf: pikepdf.Pdf) -> None:
    """Map two types to each other."""
    renamed("/P", "/Left")(pdf)
    _tree(pdf).RoleMap = Dictionary(Left=Name.Right, Right=Name.Left)


def in_a_form(times: int, **entries: object) -> Break:
    """Return a way to draw the first page by a form XObject."""

    def draw(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(contents(pdf).read_bytes())
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, page(pdf).MediaBox
        form.Resources = page(pdf).Resources
        for key, value in entries.items():
            form[f"/{key}"] = value
        page(pdf).Resources = Dictionary(XObject=Dictionary(F=form))
        page(pdf).Contents = pdf.make_stream(b"/F Do " * times)

    return draw


def of_two_headings_without_levels(pdf: pikepdf.Pdf) -> None:
    """Call the heading and a paragraph headings without levels."""
    renamed("/H1", "/H")(pdf)
    renamed("/P", "/H")(pdf)


def with_another_parent(pdf: pikepdf.Pdf) -> None:
    """Let a paragraph name another paragraph as its parent."""
    first("/P")(pdf).P = first("/P", 1)(pdf)


def with_an_attachment(pdf: pikepdf.Pdf) -> None:
    """Embed a file."""
    pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(pdf, b"A note", filename="note.txt")


def _view(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.ViewerPreferences


def _link(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return page(pdf).Annots[0]


def _metadata(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.Metadata


def _tree(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.StructTreeRoot


def descriptor(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return what is said of the glyphs in the first font, and their program."""
    return within_font(pdf).FontDescriptor


def _unicode(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return font(pdf).ToUnicode


BROKEN_LETTERS: Final[dict[str, tuple[Break, str]]] = {
    "no PDF/UA identifier": (rewritten(_metadata, b"<pdfuaid:part>1", b"<pdfuaid:part>7"), "06-002"),
    "not tagged": (
        with_entry("/Marked", NO, lambda pdf: pdf.Root.MarkInfo),
        "does not say that it is tagged",
    ),
    "tags suspect": (with_entry("/Suspects", YES, lambda pdf: pdf.Root.MarkInfo), "01-007"),
    "no metadata": (without("/Metadata", root), "06-001"),
    "no title": (rewritten(_metadata, b"dc:title>", b"dc:titel>"), "06-003"),
    "title not to be shown": (with_entry("/DisplayDocTitle", NO, _view), "07-002"),
    "nothing said about the title": (without("/DisplayDocTitle", _view), "07-001"),
    "text without a tag": (drawn(_first_mark_gone), "01-005"),
    "decoration within text": (drawn(_decoration_in_text), "01-003"),
    "text within decoration": (drawn(_text_in_decoration), "01-004"),
    "no tree": (without("/StructTreeRoot", root), "no structure tree"),
    "no parent": (without("/P", first("/P")), "has no parent entry"),
    "another parent": (with_another_parent, "names another parent"),
    "a mark left out of the tree": (of_marks(lambda kids: kids[:-1]), "is not in the tree"),
    "a mark twice in the tree": (of_marks(lambda kids: [*kids, kids[0]]), "is in the tree 2 times"),
    "a mark that is not there": (of_marks(lambda kids: [*kids, 999]), "which is not there"),
    "no parent tree": (without("/ParentTree", _tree), "no parent tree"),
    "no way from page to tree": (without("/StructParents", page), "has marks and no StructParents"),
    "a wrong way from page to tree": (with_entry("/StructParents", 5, page), "the parent tree does not lead"),
    "an unknown type": (renamed("/P", "/Greeting"), "02-001"),
    "types mapped in a circle": (with_types_in_a_circle, "02-001"),
    "a standard type mapped": (with_entry("/RoleMap", Dictionary(P=Name.Div), _tree), "02-004"),
    "no language": (without("/Lang", root), "11-001"),
    "no language tag": (with_entry("/Lang", String("English, please"), root), "is no language tag"),
    "an item outside a list": (renamed("/L", "/Sect"), "09-005"),
    "a list of paragraphs": (renamed("/LI", "/P"), "09-005"),
    "lines run together": (lines_run_together, "nothing parts"),
    "a picture without words": (renamed("/P", "/Figure"), "13-004"),
    "a first heading of the second level": (renamed("/H1", "/H2"), "14-002"),
    "a level left out": (renamed("/P", "/H3", -1), "14-003"),
    "two headings without levels": (of_two_headings_without_levels, "14-006"),
    "headings with and without levels": (renamed("/P", "/H"), "14-007"),
    "header cells that head nothing": (all_renamed(L="Table", LI="TR", Lbl="TH", LBody="TD"), "15-003"),
    "an ordered list that does not say so": (without("/A", first("/L")), "16-001"),
    "an item without a body": (renamed("/LBody", "/Lbl"), "an item without a body"),
    "a formula without words": (renamed("/P", "/Formula"), "17-002"),
    "encryption": (lambda _: pikepdf.Encryption(owner="a", user=""), "the file is encrypted"),
    "layers": (with_entry("/OCProperties", Dictionary(), root), "/OCProperties"),
    "a form to fill in": (with_entry("/AcroForm", Dictionary(), root), "/AcroForm"),
    "a file within": (with_an_attachment, "files are embedded"),
    "a note": (renamed("/P", "/Note"), "there is a note"),
    "marks drawn twice": (in_a_form(2), "30-002"),
    "a page of another file": (in_a_form(1, Ref=Dictionary()), "30-001"),
    "a link outside the tree": (annotated(Subtype=Name.Link, Contents=String("x")), "28-011"),
    "a link without words": (annotated(Subtype=Name.Link), "28-012"),
    "a stamp": (annotated(Subtype=Name.Stamp), "28-006"),
    "annotations beside the tree": (annotated_without_an_order, "28-008"),
    "no map to Unicode": (without("/ToUnicode", font), "31-027"),
    "a character without text": (rewritten(_unicode, b"<0001>", b"<7001>"), "10-001"),
    "a character for no text": (rewritten(_unicode, b"<0020>", b"<FEFF>"), "31-028"),
    "no font program": (without("/FontFile3", descriptor), "31-009"),
    "another kind of font program": (
        with_entry("/Subtype", Name.OpenType, lambda pdf: descriptor(pdf).FontFile3),
        "which is not judged here",
    ),
    "another kind of font": (with_entry("/Subtype", Name.Type3, font), "which is not judged here"),
    "another encoding": (with_entry("/Encoding", Name("/GBK-EUC-H"), font), "31-006"),
    "glyphs of other widths": (with_entry("/W", Array([1, Array([1, 2, 3])]), within_font), "31-016"),
    "the glyph for missing letters": (showing(0), "31-030"),
    "a glyph that is not there": (showing(9999), "31-011"),
    "a wrong list of glyphs": (
        lambda pdf: descriptor(pdf).CIDSet.write(b"\x80"),
        "31-014",
    ),
}
"""What breaks a letter, by what is wrong with it then: how it is done, and what is found."""

BROKEN_REPORTS: Final[dict[str, tuple[Break, str]]] = {
    "a picture without words": (without("/Alt", first("/Figure")), "13-004"),
    "header cells that head nothing": (without("/A", first("/TH")), "15-003"),
    "a row outside a table": (renamed("/Table", "/Sect"), "09-004"),
    "a table without a body": (all_renamed(TBody="TFoot"), "09-004"),
    "a link that is not called one": (all_renamed(Link="Span"), "28-011"),
    "a link without words": (without("/Contents", _link), "28-012"),
    "another order for the keyboard": (with_entry("/Tabs", Name.R, page), "28-009"),
}
"""The same for a page with pictures, tables and links."""
