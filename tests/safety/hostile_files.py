"""Files made to stop, to confuse or to use whoever opens them."""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING

from tests.safety.dirty import chunk, gif, info, jpeg, mail, page, pdf, png, segment, svg, tiff, webp, xmp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MEGA = 1_000_000
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9))
    + b"]>"
)


def raw_pdf(objects: Iterable[bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of objects that are numbered from 1; the first is its root."""
    data, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    size = len(places) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        b"%sxref\n0 %d\n0000000000 65535 f \n%s"
        b"trailer << /Root 1 0 R /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            data,
            size,
            table,
            size,
            trailer,
            len(data),
        )
    )


def stream(data: bytes, keys: bytes = b"/Filter /FlateDecode") -> bytes:
    """Return a stream with these keys."""
    return b"<< /Length %d %s >> stream\n%s\nendstream" % (len(data), keys, data)


def looping_tiff() -> bytes:
    """Return a TIFF whose second directory is its first."""
    head = b"II*\0\x08\0\0\0"
    return head + b"\x01\0" + b"\x00\x01\x03\0\x01\0\0\0\x08\0\0\0" + b"\x08\0\0\0"


def nested_mail(depth: int) -> bytes:
    """Return an e-mail whose parts stand in parts in parts."""
    lines = ["From: ada@example.net", "MIME-Version: 1.0"]
    for at in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{at}"', "", f"--b{at}"]
    return "\r\n".join([*lines, "Content-Type: text/plain", "", "x"]).encode()


ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [] /Count 0 >>"


@cache
def packed(size: int) -> bytes:
    """Return as few bytes as can be that unpack to so many."""
    return zlib.compress(bytes(size), 9)


def described(data: bytes) -> bytes:
    """Return a PDF with this as its description."""
    return raw_pdf([ROOT, PAGES, stream(data, b"/Type /Metadata /Subtype /XML")])


FILES: dict[str, Callable[[], bytes]] = {
    "streams that unpack to gigabytes.pdf": lambda: raw_pdf(
        [ROOT, PAGES, *[stream(packed(20 * MEGA))] * 100]
    ),
    "a stream that unpacks to one that unpacks.pdf": lambda: raw_pdf(
        [ROOT, PAGES, stream(zlib.compress(packed(20 * MEGA)), b"/Filter [/FlateDecode /FlateDecode]")]
    ),
    "objects that unpack to gigabytes.pdf": lambda: raw_pdf(
        [ROOT, PAGES, *[stream(packed(20 * MEGA), b"/Type /ObjStm /N 9 /First 9 /Filter /FlateDecode")] * 60]
    ),
    "a table before itself.pdf": lambda: pdf().replace(b"/Size", b"/Prev 9 /Size"),
    "pages in themselves.pdf": lambda: raw_pdf(
        [ROOT, b"<< /Type /Pages /Kids [2 0 R] /Count 9 /Parent 2 0 R >>"]
    ),
    "a length that is itself.pdf": lambda: raw_pdf(
        [ROOT, PAGES, b"<< /Length 3 0 R /Filter /FlateDecode >> stream\nx\nendstream"]
    ),
    "arrays without end.pdf": lambda: raw_pdf([ROOT, PAGES, b"[" * 100_000]),
    "names without end.pdf": lambda: raw_pdf([ROOT, PAGES, b"<< " + b"/A << " * 20_000]),
    "a million numbers.pdf": lambda: raw_pdf([ROOT, PAGES, b"[" + b"0 " * 200_000 + b"]"]),
    "a table of nothing.pdf": lambda: (
        b"%PDF-1.7\nxref\n0 99999999\ntrailer << /Size 99999999 /Root 1 0 R >>\nstartxref\n9\n%%EOF"
    ),
    "only a head.pdf": lambda: b"%PDF-1.7\n",
    "cut off.pdf": lambda: info(Author="x")[:-200],
    "laughs in its description.pdf": lambda: described(LAUGHS + b"<x>&j;</x>"),
    "laughs.svg": lambda: LAUGHS + svg("<text>&j;</text>"),
    "a file of the machine.svg": lambda: (
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("&x;")
    ),
    "groups without end.svg": lambda: svg("<g>" * 100_000),
    "no drawing.svg": lambda: b"<svg",
    "in no known encoding.svg": lambda: b'<?xml version="1.0" encoding="x-user"?><svg/>',
    "laughs in a picture.jpg": lambda: segment(
        0xE1, b"http://ns.adobe.com/xap/1.0/\0" + LAUGHS + b"<x>&j;</x>"
    ),
    "headers without end.eml": lambda: b"".join(b"X-%d: y\r\n" % at for at in range(20_000)) + b"\r\nx",
    "one header without end.eml": lambda: mail(f"X-Long: {'x' * MEGA}"),
    "parts in parts.eml": lambda: nested_mail(900),
    "thousands of parts.eml": lambda: mail(
        'Content-Type: multipart/mixed; boundary="x"', body="--x\r\n\r\n" * 2_000
    ),
    "words without end.eml": lambda: mail("Subject: " + "=?utf-8?b?w6k=?= " * 10_000),
    "brackets without end.json": lambda: b"[" * MEGA,
    "no json.json": lambda: b"{",
    "values without end.json": lambda: b"[" + b"0," * 300_000 + b"0]",
    "a text that unpacks to gigabytes.png": lambda: chunk(b"zTXt", b"Author\0\0" + packed(20 * MEGA)),
    "cut off.png": lambda: png()[:-20],
    "cut off.jpg": lambda: jpeg()[:300],
    "markers without end.jpg": lambda: b"\xff\xd8" + b"\xff\xff" * 500_000,
    "damaged notes.jpg": lambda: segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff"),
    "cut off.webp": lambda: webp()[:-20],
    "cut off.gif": lambda: gif()[:9],
    "a loop.tif": looping_tiff,
    "cut off.tif": lambda: tiff()[:-60],
    "comments without end.html": lambda: page("<!--" * 200_000),
    "tags without end.html": lambda: page("<a " * 200_000),
    "quotes without end.html": lambda: page('<a b="' * 60_000),
    "data in data.html": lambda: page('<img src="data:text/html,' * 20_000),
    "one word without end.txt": lambda: b"a" * 2 * MEGA,
    "paths without end.txt": lambda: b"/home/" * 200_000,
    "nothing.pdf": lambda: b"",
    "a database.pdf": lambda: b"SQLite format 3\0",
    "an archive.txt": lambda: b"PK\x03\x04",
    "a telephone's.jpg": lambda: b"\0\0\0\x18ftypheic",
    "zeros.txt": lambda: bytes(1000),
    "more than is read.txt": lambda: b"x" * 51 * MEGA,
    "an odd description.pdf": lambda: described(xmp("<x>")[:100]),
}
