"""`--signature`: a picture of the writer's signature on the page, and nothing of what else its file holds."""

from __future__ import annotations

import json
import os
import struct
import zlib
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import pdfplumber
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.core.paper import Signature, Stationery
from advocate.core.problems import ProblemsError
from advocate.render.pdf import page_files
from advocate.render.press import Press
from advocate.sources.signature import read_signature
from tests.asking import typed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.conftest import Advocate, Ran

MILLIMETRE = 72 / 25.4
MAGIC = b"\x89PNG\r\n\x1a\n"
SECRET = b"C:\\Users\\Marta Kowalska\\hidden"
STROKE = '<path d="M10 80 C 60 10, 120 10, 180 70" fill="none" stroke="#102060" stroke-width="4"/>'
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width: int, height: int, depth: int = 8, colour: int = 0, interlaced: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))


def png(width: int, height: int, *before: bytes, after: bytes = b"", behind: bytes = b"") -> bytes:
    """Make a grey picture with a dark bar across; `before` and `after` are chunks around its pixels."""
    row = b"\0" + b"\xff" * (width // 4) + b"\x20" * (width - width // 4)
    pixels = chunk(b"IDAT", zlib.compress(row * height))
    return MAGIC + header(width, height) + b"".join(before) + pixels + after + chunk(b"IEND", b"") + behind


def svg(inside: str = STROKE, head: str = 'viewBox="0 0 200 100"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{inside}</svg>'.encode()


def made(advocate: Advocate, folder: Path, picture: bytes | None, *options: str) -> Ran:
    """Make a letter to the Working Group with a picture of a signature, or with none."""
    folder.mkdir(exist_ok=True)
    signed: tuple[str | Path, ...] = ()
    if picture is not None:
        (folder / "mine").write_bytes(picture)
        signed = ("--signature", folder / "mine")
    return advocate(
        *("generate", "--to", "wgad", "--out", folder / "out", "--name", "Marta Kowalska", "--country", "DE"),
        *("--date", "2026-11-22", "--as", "pdf,eml,txt,html", *signed, *options),
    )


def page(folder: Path, language: str = "en") -> Path:
    return folder / "out" / f"wgad.lift-the-ban.{language}.pdf"


def places(file: Path) -> list[tuple[str, float, float]]:
    """Return every line of the letter with where it stands."""
    with pdfplumber.open(file) as pdf:
        return [
            (line["text"], round(line["x0"], 2), round(line["top"] + 1000 * number, 2))
            for number, sheet in enumerate(pdf.pages)
            for line in sheet.extract_text_lines()
        ]


def figures(file: Path) -> list[tuple[str, tuple[float, float]]]:
    """Return what is said of every figure, with its width and height in mm."""
    found: list[tuple[str, tuple[float, float]]] = []

    def walk(element: object) -> None:
        if not isinstance(element, pikepdf.Dictionary):
            return
        if element.get("/S") == "/Figure":
            left, bottom, right, top = (float(side) for side in element["/A"][0]["/BBox"])
            size = ((right - left) / MILLIMETRE, (top - bottom) / MILLIMETRE)
            found.append((str(element["/Alt"]), size))
        kids = element.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            walk(kid)

    with pikepdf.open(file) as pdf:
        walk(pdf.Root["/StructTreeRoot"])
    return found


# ---- On the page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("picture", "options"),
    [
        (png(800, 300), ()),
        (png(800, 300), ("--archive",)),
        (svg(), ("--large-print",)),
        (svg(), ("--country", "US")),
    ],
    ids=["png", "png, archive", "svg, large print", "svg, US Letter"],
)
def test_a_signature_stands_in_the_room_to_sign_and_moves_nothing(
    advocate: Advocate, tmp_path: Path, picture: bytes, options: tuple[str, ...]
) -> None:
    assert made(advocate, tmp_path / "plain", None, *options).code == 0
    ran = made(advocate, tmp_path / "signed", picture, *options)
    assert ran.code == 0, ran.err
    assert places(page(tmp_path / "signed")) == places(page(tmp_path / "plain"))
    with pdfplumber.open(page(tmp_path / "signed")) as pdf:
        last = pdf.pages[-1]
        painted = [*last.images, *(each for each in last.curves if each["x0"] > 20 * MILLIMETRE)]
        lines = last.extract_text_lines()
    (closing, name) = lines[-3:-1] if lines[-1]["text"].endswith(f"/ {len(pdf.pages)}") else lines[-2:]
    assert (closing["text"], name["text"]) == ("Yours sincerely,", "Marta Kowalska")
    assert len(painted) == 1
    assert closing["bottom"] <= painted[0]["top"] < painted[0]["bottom"] <= name["top"]


@pytest.mark.parametrize(
    ("width", "height", "limit"), [(300, 300, "height"), (800, 300, "height"), (3000, 300, "width")]
)
def test_it_is_as_large_as_the_room_lets_it_and_keeps_its_shape(
    advocate: Advocate, tmp_path: Path, width: int, height: int, limit: str
) -> None:
    made(advocate, tmp_path, png(width, height), "--large-print")
    ((_, (wide, high)),) = figures(page(tmp_path))
    assert wide / high == pytest.approx(width / height, rel=0.01)
    assert (high if limit == "height" else wide) == pytest.approx(18 if limit == "height" else 60, abs=0.05)
    assert wide < 60.05
    assert high < 18.05


@pytest.mark.parametrize(
    ("language", "office", "words"),
    [
        ("en", "wgad", "Signature of Marta Kowalska"),
        ("fr", "wgad", "Signature\u00a0: Marta Kowalska"),
        ("ru", "wgad", "Подпись: Marta Kowalska"),
        ("kk", "ombudsman", "Қолтаңба: Marta Kowalska"),
    ],
)
def test_who_does_not_see_it_is_told_whose_signature_it_is(
    advocate: Advocate, tmp_path: Path, language: str, office: str, words: str
) -> None:
    made(advocate, tmp_path, png(80, 30), "--lang", language, "--to", office)
    told = figures(tmp_path / "out" / f"{office}.lift-the-ban.{language}.pdf")
    assert [alt for alt, _ in told] == [words]


def test_without_a_signature_there_is_no_figure(advocate: Advocate, tmp_path: Path) -> None:
    made(advocate, tmp_path, None)
    assert figures(page(tmp_path)) == []


def test_only_the_page_is_signed(advocate: Advocate, tmp_path: Path) -> None:
    made(advocate, tmp_path / "plain", None)
    made(advocate, tmp_path / "signed", png(800, 300))
    for name in ("eml", "txt", "html"):
        file = f"wgad.lift-the-ban.en.{name}"
        plain, signed = (tmp_path / folder / "out" / file for folder in ("plain", "signed"))
        assert plain.read_bytes() == signed.read_bytes()
    manifests = [
        json.loads((tmp_path / each / "out/manifest.json").read_text()) for each in ("plain", "signed")
    ]
    assert manifests[0]["inputs"] != manifests[1]["inputs"]
    assert "signature" not in json.dumps(manifests[1])


def test_a_folder_with_another_signature_is_another_folder(advocate: Advocate, tmp_path: Path) -> None:
    assert made(advocate, tmp_path, png(800, 300)).code == 0
    before = page(tmp_path).read_bytes()
    assert made(advocate, tmp_path, png(800, 300)).code == 0
    assert page(tmp_path).read_bytes() == before
    ran = made(advocate, tmp_path, png(800, 301))
    assert ran.code == 2
    assert "[output.not-empty]" in ran.err


# ---- What else the file holds ------------------------------------------------------------------------------


def everything_in(file: Path) -> bytes:
    """Return a PDF's bytes, and all its streams unpacked."""
    with pikepdf.open(file) as pdf:
        streams = [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        listed = [repr(each).encode() for each in pdf.objects if not isinstance(each, pikepdf.Stream)]
    return b"\n".join([file.read_bytes(), *streams, *listed])


FULL_PNG = png(
    *(400, 150),
    chunk(b"gAMA", struct.pack(">I", 45455)),
    chunk(b"iCCP", b"Kowalska\0\0" + zlib.compress(SECRET)),
    chunk(b"tEXt", b"Author\0" + SECRET),
    chunk(b"zTXt", b"Comment\0\0" + zlib.compress(SECRET)),
    chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET),
    chunk(b"eXIf", b"MM\0*" + SECRET),
    chunk(b"tIME", struct.pack(">HBBBBB", 2026, 11, 3, 14, 15, 9)),
    after=chunk(b"prVt", SECRET),
    behind=SECRET,
)
FULL_SVG = (
    b'<?xml version="1.0" standalone="no"?><!-- ' + SECRET + b" -->"
    b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    b' xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" viewBox="0 0 200 100"'
    b' sodipodi:docname="' + SECRET + b'" data-name="' + SECRET + b'">'
    b"<title>" + SECRET + b"</title><desc>" + SECRET + b"</desc>"
    b'<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    + SECRET
    + b"</rdf:RDF></metadata>"
    b"<style>/* " + SECRET + b" */ .pen{stroke:#000;fill:none}</style>"
    b'<sodipodi:namedview inkscape:export-filename="' + SECRET + b'"/>'
    b'<g inkscape:label="'
    + SECRET
    + b'" style="-inkscape-font:\''
    + SECRET.replace(b"\\", b"/")
    + b"';opacity:1\">"
    b'<path class="pen" d="M10 80 L180 70"/>' + SECRET + b"</g></svg>"
)


@pytest.mark.parametrize("picture", [FULL_PNG, FULL_SVG], ids=["png", "svg"])
def test_nothing_but_the_picture_comes_into_the_pdf(
    advocate: Advocate, tmp_path: Path, picture: bytes
) -> None:
    ran = made(advocate, tmp_path, picture)
    assert ran.code == 0, ran.err
    assert len(figures(page(tmp_path))) == 1
    found = everything_in(page(tmp_path))
    assert b"hidden" not in found
    assert b"Users" not in found
    assert b"2026-11-03" not in found


@pytest.mark.parametrize("picture", [FULL_PNG, FULL_SVG], ids=["png", "svg"])
def test_what_is_kept_of_the_file_is_the_picture_alone(tmp_path: Path, picture: bytes) -> None:
    (tmp_path / "mine").write_bytes(picture)
    kept = read_signature(tmp_path / "mine", "mine")
    assert b"hidden" not in kept.data
    if kept.kind == "png":
        assert kept.data == png(400, 150)
    else:
        assert kept.data == (
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200.0 100.0">'
            b"<style>  .pen{stroke:#000;fill:none}</style>"
            b'<g style="opacity:1"><path class="pen" d="M10 80 L180 70"></path></g></svg>'
        )


# ---- What is refused ---------------------------------------------------------------------------------------

BOMB = MAGIC + header(4000, 1000) + chunk(b"IDAT", zlib.compress(b"\0" * 50_000_000)) + chunk(b"IEND", b"")
SHORT = MAGIC + header(40, 10) + chunk(b"IDAT", zlib.compress(b"\0" * 200)) + chunk(b"IEND", b"")
CLIP = '<defs><clipPath id="c"><rect width="9" height="9"/></clipPath></defs>'

REFUSED = {
    "nothing": (b"", "the file is empty", "empty"),
    "a JPEG": (b"\xff\xd8\xff\xe0 JFIF", "a JPEG picture: save it as PNG", "type"),
    "a PDF": (b"%PDF-1.7", "a PDF", "type"),
    "an SVGZ": (b"\x1f\x8b\x08", "save it as a plain SVG", "type"),
    "a photograph of a telephone": (b"\0\0\0\x18ftypheic", "save it as PNG", "type"),
    "words": (b"Marta Kowalska", "neither a PNG nor an SVG", "type"),
    "too much": (png(10, 10, behind=b"x" * 1_000_000), "larger than 1 MB", "too-large"),
    "too wide": (MAGIC + header(4001, 1), "4,001 by 1 pixels", "size"),
    "too many pixels": (MAGIC + header(4000, 1001), "4,000,000 in all", "size"),
    "no pixels": (MAGIC + header(0, 10) + chunk(b"IEND", b""), "damaged", "png"),
    "cut off": (png(40, 10)[:-14], "cut off", "png"),
    "a wrong checksum": (png(40, 10).replace(b"IDAT", b"IDAt"), "damaged", "png"),
    "a bomb": (BOMB, "damaged", "png"),
    "too few rows": (SHORT, "damaged", "png"),
    "rows of an unknown filter": (
        MAGIC + header(1, 1) + chunk(b"IDAT", zlib.compress(b"\x05\0")) + chunk(b"IEND", b""),
        "damaged",
        "png",
    ),
    "a chunk nobody knows": (png(40, 10, chunk(b"CgBI", b"\0\0\0\0")), "not in the standard", "png"),
    "no palette": (MAGIC + header(1, 1, 8, 3) + png(1, 1)[33:], "damaged", "png"),
    "a page of HTML": (b"<!DOCTYPE html><html><body/></html>", "no SVG", "svg"),
    "an SVG of no namespace": (b'<svg viewBox="0 0 1 1"/>', "no SVG", "svg"),
    "an SVG that is cut off": (svg()[:-8], "no well-formed XML", "svg"),
    "an unknown encoding": (b"<?xml version='1.0' encoding='klingon'?>" + svg(), "save it anew", "svg"),
    "no size": (svg(head=""), "does not say how large it is", "size"),
    "no width": (svg(head='viewBox="0 0 0 100"'), "cannot be 0 by 100 large", "size"),
    "nothing drawn": (svg("<g/>"), "draws nothing", "svg"),
    "an entity": (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "<!ENTITY", "svg"),
    "laughs": (
        b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + svg("&b;"),
        "save it as a plain SVG",
        "svg",
    ),
    "a script": (svg(f"<script>alert(1)</script>{STROKE}"), "a script has no place", "svg"),
    "what runs": (svg(f'<g onload="alert(1)">{STROKE}</g>'), "onload", "svg"),
    "another document": (svg(f"<foreignObject/>{STROKE}"), "<foreignObject> has no place", "svg"),
    "a picture inside": (svg(f'<image href="x.png"/>{STROKE}'), "save that picture as PNG", "svg"),
    "letters": (svg(f"<text>Marta</text>{STROKE}"), "turn them into paths", "svg"),
    "a use": (svg(f'<use href="#a"/>{STROKE}'), "<use> has no place", "svg"),
    "a link": (svg(f'<g href="#a">{STROKE}</g>'), "href", "svg"),
    "a picture in a picture": (svg(f'<svg viewBox="0 0 9 9">{STROKE}</svg>'), "<svg> has no place", "svg"),
    "a gradient": (svg('<path d="M0 0h9" stroke="url(#g)"/>'), "one plain colour", "svg"),
    "a fill from elsewhere": (svg('<path d="M0 0h9" fill="URL(http://a.zz/x)"/>'), "plain colour", "svg"),
    "a clip from elsewhere": (svg('<path d="M0 0" clip-path="url(a.svg#c)"/>'), "outside the file", "svg"),
    "a mask": (svg('<path d="M0 0" style="mask:url(#m)"/>'), "masks", "svg"),
    "a style sheet that loads": (svg(f"<style>@import 'a.css';</style>{STROKE}"), "style sheet", "svg"),
    "a style sheet with a clip": (svg(f"<style>g{{clip-path:url(#c)}}</style>{CLIP}"), "style sheet", "svg"),
    "a clip in a clip": (
        svg(CLIP.replace("<rect", '<rect clip-path="url(#c)"')),
        "clips within clips",
        "svg",
    ),
    "many clips": (svg(CLIP + '<path d="M0 0" clip-path="url(#c)"/>' * 17), "many of them", "svg"),
    "deep groups": (svg("<g>" * 65 + STROKE + "</g>" * 65), "64 groups in each other", "svg"),
    "many shapes": (svg('<path d="M0 0"/>' * 5001), "more than 5,000 shapes", "svg"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_plain_picture_is_refused_in_one_line_and_nothing_is_written(
    advocate: Advocate, tmp_path: Path, kind: str
) -> None:
    picture, words, slug = REFUSED[kind]
    ran = made(advocate, tmp_path, picture)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert ran.err.startswith(f"{tmp_path}/mine:")
    assert words in ran.err
    assert ran.err.endswith(f"[signature.{slug}]\n")
    assert not (tmp_path / "out").exists()


def test_a_place_in_an_svg_is_told(advocate: Advocate, tmp_path: Path) -> None:
    ran = made(advocate, tmp_path, svg(f"\n  {STROKE}\n  <script/>"))
    assert f"{tmp_path}/mine:3:3: a script" in ran.err


def test_a_file_that_is_none_is_refused(advocate: Advocate, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for file, slug in ((tmp_path / "nowhere", "missing"), (tmp_path, "unreadable"), (pipe, "unreadable")):
        ran = advocate("preview", "--to", "wgad", "--signature", file)
        assert ran.code == 2
        assert f"{file}: " in ran.err
        assert f"[signature.{slug}]" in ran.err


def test_it_is_told_together_with_all_else_that_is_wrong(advocate: Advocate, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"x")
    ran = advocate("preview", "--to", "nobody-here", "--signature", tmp_path / "mine", "--note", "@nowhere")
    assert [code in ran.err for code in ("[signature.type]", "[to.unknown]", "[note.missing]")] == [True] * 3


def test_write_looks_at_it_before_the_first_question(
    advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").write_bytes(b"x")
    typed(monkeypatch)
    ran = advocate("write", "--signature", tmp_path / "mine")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert ran.err.endswith("[signature.type]\n")


def test_write_signs_too(advocate: Advocate, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(svg())
    ran = advocate(
        *("write", "--no-input", "--to", "wgad", "--name", "Marta Kowalska", "--out", tmp_path / "out"),
        *("--signature", tmp_path / "mine", "--as", "pdf"),
    )
    assert ran.code == 0, ran.err
    assert len(figures(page(tmp_path))) == 1


# ---- Files from anywhere -----------------------------------------------------------------------------------

SMALL = b"""\
#set page(width: 80mm, height: 40mm)
#image("signature.svg", height: 18mm, alt: "Signature")
#set document(title: "Signature", date: none)
"""


@cache
def the_press() -> Press:
    return Press({"small.typ": SMALL})


def taken(tmp: Path, data: bytes) -> Signature | None:
    """Return a picture that is taken, having printed it; or None where it is refused in one line."""
    (tmp / "any").write_bytes(data)
    try:
        signature = read_signature(tmp / "any", "any")
    except ProblemsError as error:
        (problem,) = error.problems
        assert problem.code.startswith("signature.")
        assert "\n" not in str(problem)
        return None
    assert the_press().pdf("small.typ", {}, files=page_files(Stationery(signature=signature)))
    return signature


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anywhere")


@given(st.binary(max_size=300), st.sampled_from([b"", MAGIC, b"<", b"<svg ", b"\xff\xfe", b"\xfe\xff<"]))
def test_any_bytes_are_refused_in_one_line(anywhere: Path, data: bytes, start: bytes) -> None:
    assert taken(anywhere, start + data) is None


def passes(width: int, height: int, interlaced: int) -> Iterable[tuple[int, int]]:
    if not interlaced:
        return [(width, height)]
    grid = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    sizes = [(len(range(x, width, across)), len(range(y, height, down))) for x, y, across, down in grid]
    return [(wide, high) for wide, high in sizes if wide and high]


@st.composite
def pictures(draw: st.DrawFn) -> bytes:
    """PNG files of every kind, with any pixels."""
    kinds = [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8)]
    colour, depth = draw(st.sampled_from([*kinds, (4, 8), (4, 16), (6, 8), (6, 16)]))
    width, height, interlaced = draw(st.integers(1, 20)), draw(st.integers(1, 20)), draw(st.integers(0, 1))
    rows = b""
    for wide, high in passes(width, height, interlaced):
        size = (wide * depth * CHANNELS[colour] + 7) // 8
        for _ in range(high):
            rows += bytes([draw(st.integers(0, 4))]) + draw(st.binary(min_size=size, max_size=size))
    colours = draw(st.integers(1, 2**depth)) if colour == 3 else 0
    palette = chunk(b"PLTE", bytes(range(3)) * colours) if colours else b""
    clear = {0: b"\0\1", 2: b"\0\1" * 3, 3: b"\x80"}.get(colour, b"")
    transparent = chunk(b"tRNS", clear) if clear and draw(st.booleans()) else b""
    packed = zlib.compress(rows)
    cut = draw(st.integers(0, len(packed)))
    pixels = chunk(b"IDAT", packed[:cut]) + chunk(b"IDAT", packed[cut:])
    head = header(width, height, depth, colour, interlaced)
    return MAGIC + head + palette + transparent + pixels + chunk(b"IEND", b"")


@given(pictures())
def test_every_kind_of_png_is_taken_and_printed(anywhere: Path, picture: bytes) -> None:
    signature = taken(anywhere, picture)
    assert signature is not None
    again = taken(anywhere, signature.data)
    assert again == signature


@given(pictures(), st.data())
def test_a_png_that_is_cut_off_or_changed_is_refused_or_printed(
    anywhere: Path, picture: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(8, len(picture) - 1))
    assert taken(anywhere, picture[:at]) is None
    taken(anywhere, picture[:at] + data.draw(st.binary(max_size=8)) + picture[at + 1 :])


@given(pictures(), st.data())
def test_a_png_with_a_changed_chunk_and_a_right_checksum_is_refused_or_printed(
    anywhere: Path, picture: bytes, data: st.DataObject
) -> None:
    chunks: list[tuple[bytes, bytes]] = []
    at = 8
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        chunks.append((picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]))
        at += 12 + length
    number = data.draw(st.integers(0, len(chunks) - 1))
    kind, body = chunks[number]
    place = data.draw(st.integers(0, len(body)))
    body = body[:place] + data.draw(st.binary(max_size=4)) + body[place + data.draw(st.integers(0, 4)) :]
    chunks[number] = (data.draw(st.sampled_from([kind, b"PLTE", b"tRNS", b"IDAT", b"IHDR", b"IEND"])), body)
    if data.draw(st.booleans()):
        chunks = data.draw(st.permutations(chunks))
    taken(anywhere, MAGIC + b"".join(chunk(*each) for each in chunks))


NUMBERS = st.sampled_from(["0", "1", "-1", "1e9", "1e38", "1e-38", "NaN", "1e999", "9" * 60, "50%", "", "x"])
PARTS = st.sampled_from(
    ["d", "width", "height", "x", "r", "rx", "cx", "points", "stroke-width", "opacity", "fill"]
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "g", "defs"]
            ),
            st.dictionaries(PARTS, st.one_of(NUMBERS, st.text(max_size=12)), max_size=4),
            st.sampled_from(
                ["", "scale(0)", "matrix(1 2 3 4 5 6)", "rotate(1e38)", "skewX(90)", "translate("]
            ),
        ),
        max_size=8,
    ),
    st.lists(NUMBERS, min_size=4, max_size=4),
)
def test_odd_shapes_are_refused_or_printed(
    anywhere: Path, shapes: list[tuple[str, dict[str, str], str]], box: list[str]
) -> None:
    inside = STROKE
    for name, looks, transform in shapes:
        given_ = "".join(f" {key}={quoteattr(value)}" for key, value in looks.items())
        inside += f'<{name} stroke="red" transform="{transform}"{given_}/>'
    taken(anywhere, svg(inside))
    taken(anywhere, svg(inside, head=f'viewBox="{" ".join(box)}"'))
    taken(anywhere, svg(inside, head=f'width="{box[0]}" height="{box[1]}"'))


@given(st.data())
def test_an_svg_that_is_changed_anywhere_is_refused_or_printed(anywhere: Path, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(FULL_SVG)))
    there = data.draw(st.sampled_from([b"", b"<", b">", b"&", b'"', b"\0", b"\xff", b"<g>", b"]]>", b"<!--"]))
    taken(anywhere, FULL_SVG[:at] + there + FULL_SVG[at + data.draw(st.integers(0, 9)) :])
