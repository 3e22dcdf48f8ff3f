"""Files with one trace each, made by the libraries and in the ways that people's programs make them."""

from __future__ import annotations

import base64
import io
import json
import struct
import zlib
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, PngImagePlugin, TiffImagePlugin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ALMATY: dict[int, object] = {1: "N", 2: (43.0, 14.0, 20.0), 3: "E", 4: (76.0, 53.0, 22.0)}
USER, HOST = "gulnara77", "notebook-gulnara"
HOME = f"/home/{USER}"


def mail(*headers: str, body: str = "Dear Sir") -> bytes:
    """Return an e-mail with these headers besides the usual ones."""
    head = ("From: Ada <ada@example.net>", "To: press@example.org", "Subject: A letter", *headers)
    return "\r\n".join((*head, "", body, "")).encode()


def parts(message: EmailMessage | None = None) -> EmailMessage:
    """Return an e-mail to which something can be attached."""
    message = message or EmailMessage()
    message["From"], message["To"], message["Subject"] = "ada@example.net", "press@example.org", "A letter"
    message.set_content("Dear Sir")
    return message


def pdf(change: Callable[[pikepdf.Pdf], object] | None = None, **saving: Any) -> bytes:  # noqa: ANN401 - what libraries take
    """Return a PDF of one page, changed."""
    made = pikepdf.new()
    made.add_blank_page()
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **saving)
    return out.getvalue()


def info(**fields: str) -> bytes:
    """Return a PDF with these in its information."""

    def change(made: pikepdf.Pdf) -> None:
        for name, value in fields.items():
            made.docinfo[f"/{name}"] = value

    return pdf(change)


def xmp(fields: str) -> bytes:
    """Return an XMP packet."""
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">'
        f'<rdf:Description rdf:about="">{fields}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def with_xmp(fields: str) -> bytes:
    """Return a PDF with an XMP packet that holds these fields."""

    def change(made: pikepdf.Pdf) -> None:
        made.Root.Metadata = made.make_stream(xmp(fields), Type=Name.Metadata, Subtype=Name.XML)

    return pdf(change)


def on_page(**keys: Any) -> bytes:  # noqa: ANN401 - what libraries take
    """Return a PDF whose page has these keys."""

    def change(made: pikepdf.Pdf) -> None:
        for name, value in keys.items():
            made.pages[0].obj[f"/{name}"] = (
                made.make_indirect(value) if isinstance(value, Dictionary) else value
            )

    return pdf(change)


def annotation(**keys: Any) -> bytes:  # noqa: ANN401 - what libraries take
    """Return a PDF with a note on its page."""
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), **keys)
    return on_page(Annots=Array([note]))


def in_root(**keys: Any) -> bytes:  # noqa: ANN401 - what libraries take
    """Return a PDF with one more object."""
    return pdf(lambda made: setattr(made.Root, "More", made.make_indirect(Dictionary(**keys))))


def acting(**keys: Any) -> bytes:  # noqa: ANN401 - what libraries take
    """Return a PDF that does something when it is opened."""
    return pdf(lambda made: setattr(made.Root, "OpenAction", Dictionary(**keys)))


def layered() -> bytes:
    """Return a PDF with a layer."""

    def change(made: pikepdf.Pdf) -> None:
        layer = made.make_indirect(Dictionary(Type=Name.OCG, Name="names"))
        made.Root.OCProperties = Dictionary(OCGs=Array([layer]))

    return pdf(change)


def filled_in() -> bytes:
    """Return a PDF with a form in which somebody has typed."""

    def change(made: pikepdf.Pdf) -> None:
        box = Array([0, 0, 9, 9])
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=box, T="name", V="Gulnara")
        made.pages[0].obj.Annots = Array([made.make_indirect(field)])
        made.Root.AcroForm = Dictionary(Fields=made.pages[0].obj.Annots)

    return pdf(change)


def with_picture() -> bytes:
    """Return a PDF with a photograph as the camera made it."""

    def change(made: pikepdf.Pdf) -> None:
        photograph = made.make_stream(
            jpeg(gps=ALMATY), Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, BitsPerComponent=8
        )
        photograph.Filter, photograph.ColorSpace = Name.DCTDecode, Name.DeviceRGB
        made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=photograph))

    return pdf(change)


def artist() -> bytes:
    """Return an EXIF block that names an artist."""
    tags = Image.Exif()
    tags[0x013B] = "Gulnara"
    return tags.tobytes().removeprefix(b"Exif\0\0")


def attached(name: str, data: bytes) -> bytes:
    """Return a PDF with a file in it."""

    def change(made: pikepdf.Pdf) -> None:
        made.attachments[name] = pikepdf.AttachedFileSpec(made, data, filename=name)

    return pdf(change)


def orphan() -> bytes:
    """Return a PDF with an object that nothing leads to any more, which holds somebody's path."""
    data = pdf()
    at = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    body = data[:at]
    number = int(data[at:].split(b"\n")[1].split()[1])
    hidden = f"{number} 0 obj\n<< /Old ({HOME}/draft.odt) >>\nendobj\n".encode()
    rows = data[at:].split(b"trailer")[0].split(b"\n", 2)[2]
    table = b"xref\n0 %d\n%s%010d 00000 n \ntrailer" % (number + 1, rows, len(body))
    rest = (
        data[at:]
        .split(b"trailer")[1]
        .split(b"startxref")[0]
        .replace(b"/Size %d" % number, b"/Size %d" % (number + 1))
    )
    return b"%s%s%s%sstartxref\n%d\n%%%%EOF\n" % (body, hidden, table, rest, len(body) + len(hidden))


def revised() -> bytes:
    """Return a PDF that was saved by adding to it; what it said at first is still there."""
    data = info(Author="Gulnara")
    root = data.split(b"/Root ")[1].split(b" R")[0]
    size = data.split(b"/Size ")[1].split()[0].rstrip(b">")
    before = int(data.split(b"startxref")[1].split()[0])
    trailer = b"trailer << /Root %s R /Size %s /Prev %d >>" % (root, size, before)
    return data + b"xref\n0 0\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(data))


def jpeg(
    exif: Mapping[int, object] | None = None, gps: Mapping[int, object] | None = None, **saving: object
) -> bytes:
    """Return a small JPEG with these EXIF tags."""
    tags = Image.Exif()
    for tag, value in (exif or {}).items():
        tags[tag] = value
    if gps:
        tags.get_ifd(0x8825).update(gps)
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", **({"exif": tags} if exif or gps else {}), **saving)
    return out.getvalue()


def camera(tags: dict[int, object]) -> bytes:
    """Return a small JPEG with tags of the camera's own part of EXIF."""
    exif = Image.Exif()
    exif.get_ifd(0x8769).update(tags)
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def thumbnail() -> bytes:
    """Return a JPEG with a small copy of itself in its EXIF (CIPA DC-008, 4.5.5: the second directory)."""
    small = jpeg()
    first = struct.pack("<2sHIHHHIII", b"II", 42, 8, 1, 0x0112, 3, 1, 1, 26)
    entries = struct.pack("<HHHII", 2, 0x0201, 4, 1, 56) + struct.pack("<HHII", 0x0202, 4, 1, len(small))
    body = b"Exif\0\0" + first + entries + struct.pack("<I", 0) + small
    plain = jpeg()
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + plain[2:]


def segment(marker: int, body: bytes) -> bytes:
    """Return a JPEG with one more segment."""
    plain = jpeg()
    return plain[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body + plain[2:]


def png(*, texts: dict[str, str] | None = None, **saving: Any) -> bytes:  # noqa: ANN401 - what libraries take
    """Return a small PNG with these texts."""
    notes = PngImagePlugin.PngInfo()
    for name, value in (texts or {}).items():
        notes.add_itxt(name, value, zip=True)
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG", pnginfo=notes, **saving)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a PNG with one more chunk before its end."""
    made = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    plain = png()
    return plain[:-12] + made + plain[-12:]


def webp() -> bytes:
    """Return a WebP with EXIF."""
    tags = Image.Exif()
    tags[0x013B] = "Gulnara"
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "WEBP", exif=tags)
    return out.getvalue()


def tiff() -> bytes:
    """Return a TIFF with an artist."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[315] = "Gulnara"
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "TIFF", tiffinfo=tags)
    return out.getvalue()


def gif() -> bytes:
    """Return a GIF with a comment."""
    out = io.BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF", comment=b"made on notebook-gulnara")
    return out.getvalue()


def with_attachment(data: bytes, maintype: str, subtype: str, name: str, **parameters: str) -> bytes:
    """Return an e-mail with a file."""
    message = parts()
    message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    for part in message.iter_attachments():
        for key, value in parameters.items():
            part.set_param(key.replace("_", "-"), value, header="Content-Disposition")
    return message.as_bytes()


def page(inside: str) -> bytes:
    """Return a web page with this in its body."""
    return f"<!DOCTYPE html><html><head><title>A letter</title></head><body>{inside}</body></html>".encode()


def svg(inside: str, attributes: str = "") -> bytes:
    """Return a drawing."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
        f' xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" {attributes}>{inside}</svg>'
    ).encode()


UUID_OF_A_CARD = "c232ab00-9414-11ec-b3c8-9c6bdeced846"
UUID_BY_CHANCE = "919108f7-52d1-4320-9bac-f847db4148a8"

IDENTIFIES, TELLS, VISIBLE = "identifies", "tells", "visible"

FILES: dict[str, tuple[str, bytes, str, str, str]] = {
    # what it shows: the file's name, its bytes, the weight, and words of where it stands and of what it is
    "a Date with a zone": (
        "a.eml",
        mail("Date: Thu, 22 Nov 2018 10:30:00 +0500"),
        IDENTIFIES,
        "header Date",
        "+0500",
    ),
    "a Date in UTC": ("a.eml", mail("Date: Thu, 22 Nov 2018 05:30:00 +0000"), TELLS, "header Date", "+0000"),
    "a machine in a Message-ID": (
        "a.eml",
        mail("Message-ID: <5bf1.1@notebook>"),
        IDENTIFIES,
        "Message-ID",
        "notebook",
    ),
    "a home network in a Message-ID": (
        "a.eml",
        mail("Message-ID: <1@pc.fritz.box>"),
        IDENTIFIES,
        "Message-ID",
        "fritz",
    ),
    "an address in a Message-ID": (
        "a.eml",
        mail("Message-ID: <1@[192.168.0.7]>"),
        IDENTIFIES,
        "Message-ID",
        "192.168",
    ),
    "Python's Message-ID": (
        "a.eml",
        mail("Message-ID: <154286940000.4711.1234567890123456789@example.net>"),
        TELLS,
        "Message-ID",
        "4711",
    ),
    "a card in a Message-ID": (
        "a.eml",
        mail(f"Message-ID: <{UUID_OF_A_CARD}@example.net>"),
        IDENTIFIES,
        "Message-ID",
        "c232",
    ),
    "a plain Message-ID": ("a.eml", mail("Message-ID: <abc@example.net>"), TELLS, "Message-ID", "abc"),
    "who gave it to the server": (
        "a.eml",
        mail("Received: from notebook ([203.0.113.7]) by mx.example.net; Thu, 22 Nov 2018 10:30:00 +0500"),
        IDENTIFIES,
        "header Received",
        "203.0.113.7",
    ),
    "the writer's internet address": (
        "a.eml",
        mail("X-Originating-IP: [203.0.113.7]"),
        IDENTIFIES,
        "X-Originating-IP",
        "203",
    ),
    "a bare internet address in an unknown header": (
        "a.eml",
        mail("X-Foo-Bar: ada-laptop 10.2.3.4"),
        IDENTIFIES,
        "X-Foo-Bar",
        "10.2.3.4",
    ),
    "a bare address of version 6 in an unknown header": (
        "a.eml",
        mail("X-Foo-Bar: 2001:db8::7"),
        IDENTIFIES,
        "X-Foo-Bar",
        "2001:db8::7",
    ),
    "a time in an unknown header": ("a.eml", mail("X-Foo-Bar: 12:30:00"), TELLS, "X-Foo-Bar", "12:30"),
    "an id that names a machine": (
        "a.json",
        b'{"uuid": "1@adas-laptop.local"}',
        IDENTIFIES,
        "uuid",
        "adas-laptop",
    ),
    "an internet address in any header": (
        "a.eml",
        mail("X-Any: by [203.0.113.7]"),
        IDENTIFIES,
        "X-Any",
        "203.0.113.7",
    ),
    "a zone in any header": ("a.eml", mail("X-Any: Asia/Almaty"), IDENTIFIES, "X-Any", "Asia/Almaty"),
    "the mail program": (
        "a.eml",
        mail("User-Agent: Mozilla Thunderbird"),
        TELLS,
        "User-Agent",
        "Thunderbird",
    ),
    "another mail program": ("a.eml", mail("X-Mailer: Microsoft Outlook 16.0"), TELLS, "X-Mailer", "Outlook"),
    "a hidden copy": ("a.eml", mail("Bcc: friend@example.net"), IDENTIFIES, "header Bcc", "friend"),
    "the key of the writer": (
        "a.eml",
        mail("Autocrypt: addr=ada@example.net; keydata=AAAA"),
        IDENTIFIES,
        "Autocrypt",
        "ada",
    ),
    "Outlook's clock": ("a.eml", mail("Thread-Index: AdSBiVDg"), TELLS, "Thread-Index", "AdSB"),
    "which servers it passed": (
        "a.eml",
        mail("DKIM-Signature: v=1; d=example.net"),
        TELLS,
        "DKIM",
        "example.net",
    ),
    "an earlier e-mail": ("a.eml", mail("In-Reply-To: <1@example.net>"), TELLS, "In-Reply-To", "1@"),
    "a header of nobody knows whom": ("a.eml", mail("X-Something: yes"), TELLS, "X-Something", "yes"),
    "the sender": ("a.eml", mail(), VISIBLE, "header From", "ada@example.net"),
    "Outlook's way to part the parts": (
        "a.eml",
        mail(
            'Content-Type: multipart/mixed; boundary="----=_NextPart_000_0001_01D48234.9B1D7E60"',
            body="------=_NextPart_000_0001_01D48234.9B1D7E60\r\n\r\nx\r\n------=_NextPart_000_0001_01D48234.9B1D7E60--",
        ),
        TELLS,
        "boundary",
        "NextPart",
    ),
    "Python's way to part the parts": (
        "a.eml",
        with_attachment(b"x", "text", "csv", "x.csv"),
        TELLS,
        "boundary",
        "====",
    ),
    "words after the parts": (
        "a.eml",
        mail('Content-Type: multipart/mixed; boundary="x"', body="--x\r\n\r\na\r\n--x--\r\nunseen words"),
        TELLS,
        "after the parts",
        "unseen",
    ),
    "a Cyrillic charset": (
        "a.eml",
        mail('Content-Type: text/plain; charset="koi8-r"'),
        TELLS,
        "charset",
        "koi8-r",
    ),
    "an attachment's name": (
        "a.eml",
        with_attachment(b"x", "text", "csv", "my.csv"),
        VISIBLE,
        "filename",
        "my.csv",
    ),
    "an attachment's time": (
        "a.eml",
        with_attachment(b"x", "text", "csv", "x.csv", creation_date="Thu, 22 Nov 2018 10:30:00 +0500"),
        IDENTIFIES,
        "creation-date",
        "+0500",
    ),
    "a picture's place, attached": (
        "a.eml",
        with_attachment(jpeg(gps=ALMATY), "image", "jpeg", "x.jpg"),
        IDENTIFIES,
        "attachment x.jpg: EXIF GPS",
        "43.23889, 76.88944",
    ),
    "a path in an e-mail of HTML": (
        "a.eml",
        mail("Content-Type: text/html", body=f"<p><!-- {HOME}/letter.odt --></p>"),
        IDENTIFIES,
        "HTML: comment",
        f"{HOME}/letter.odt",
    ),
    "a PDF's author": ("a.pdf", info(Author="Gulnara"), IDENTIFIES, "information Author", "Gulnara"),
    "a PDF's program": ("a.pdf", info(Producer="LibreOffice 7.4"), TELLS, "Producer", "LibreOffice"),
    "a PDF's time with a zone": (
        "a.pdf",
        info(CreationDate="D:20181122103000+05'00'"),
        IDENTIFIES,
        "CreationDate",
        "+05",
    ),
    "a PDF's time": ("a.pdf", info(ModDate="D:20181122103000Z"), TELLS, "ModDate", "2018"),
    "a field of a company": ("a.pdf", info(Company="Gulnara & Co"), IDENTIFIES, "Company", "Gulnara"),
    "a PDF's id": ("a.pdf", pdf(), TELLS, "PDF ID", ""),
    "XMP's author": (
        "a.pdf",
        with_xmp("<dc:creator><rdf:Seq><rdf:li>Gulnara</rdf:li></rdf:Seq></dc:creator>"),
        IDENTIFIES,
        "XMP creator",
        "Gulnara",
    ),
    "XMP's time": (
        "a.pdf",
        with_xmp("<xmp:CreateDate>2018-11-22T10:30:00+05:00</xmp:CreateDate>"),
        IDENTIFIES,
        "CreateDate",
        "+05",
    ),
    "XMP's id of a card": (
        "a.pdf",
        with_xmp(f"<xmpMM:DocumentID>uuid:{UUID_OF_A_CARD}</xmpMM:DocumentID>"),
        IDENTIFIES,
        "DocumentID",
        "c232",
    ),
    "XMP's id by chance": (
        "a.pdf",
        with_xmp(f"<xmpMM:DocumentID>uuid:{UUID_BY_CHANCE}</xmpMM:DocumentID>"),
        TELLS,
        "DocumentID",
        "9191",
    ),
    "a file in a PDF": ("a.pdf", attached("notes.txt", b"my notes"), TELLS, "PDF attached file", "notes.txt"),
    "a place in a file in a PDF": (
        "a.pdf",
        attached("x.jpg", jpeg(gps=ALMATY)),
        IDENTIFIES,
        "file in the PDF: EXIF GPS",
        "43.2",
    ),
    "a script in a PDF": (
        "a.pdf",
        acting(S=Name.JavaScript, JS="app.alert(1)"),
        IDENTIFIES,
        "PDF JavaScript",
        "app.alert",
    ),
    "who noted something": (
        "a.pdf",
        annotation(T="Gulnara", Contents="look here"),
        IDENTIFIES,
        "PDF Text author",
        "Gulnara",
    ),
    "when something was noted": (
        "a.pdf",
        annotation(M="D:20181122103000+05'00'"),
        IDENTIFIES,
        "PDF Text M",
        "+05",
    ),
    "a thumbnail of a page": ("a.pdf", on_page(Thumb=Dictionary()), TELLS, "PDF thumbnail", ""),
    "a program's own notes": (
        "a.pdf",
        on_page(PieceInfo=Dictionary(Illustrator=Dictionary())),
        TELLS,
        "notes of programs",
        "Illustrator",
    ),
    "a font that is not in the file": (
        "a.pdf",
        on_page(
            Resources=Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font, BaseFont=Name("/KZ-Arial"))))
        ),
        TELLS,
        "PDF font",
        "KZ-Arial",
    ),
    "a layer": ("a.pdf", layered(), TELLS, "PDF layer", "names"),
    "who signed": (
        "a.pdf",
        in_root(Type=Name.Sig, Name="Gulnara"),
        IDENTIFIES,
        "PDF signature Name",
        "Gulnara",
    ),
    "what an earlier version said": (
        "a.pdf",
        revised(),
        IDENTIFIES,
        "earlier version 1: PDF information Author",
        "Gulnara",
    ),
    "that there is an earlier version": ("a.pdf", revised(), IDENTIFIES, "PDF earlier version", "1 of 1"),
    "an object that nothing leads to": (
        "a.pdf",
        orphan(),
        IDENTIFIES,
        "texts in the PDF",
        f"{HOME}/draft.odt",
    ),
    "what follows a PDF's end": ("a.pdf", pdf() + b"secret", IDENTIFIES, "after the end", "7 bytes"),
    "what stands before a PDF": ("a.pdf", b"secret\n" + pdf(), IDENTIFIES, "before the beginning", "7 bytes"),
    "a place in a picture in a PDF": (
        "a.pdf",
        with_picture(),
        IDENTIFIES,
        "picture in the PDF: EXIF GPS",
        "43.2",
    ),
    "a field that was filled in": ("a.pdf", filled_in(), TELLS, "PDF Widget value", "Gulnara"),
    "a file to be started": ("a.pdf", acting(S=Name.Launch, F="x.exe"), IDENTIFIES, "PDF Launch", "x.exe"),
    "when a page was changed": (
        "a.pdf",
        on_page(LastModified="D:20181122103000+05'00'"),
        IDENTIFIES,
        "LastModified",
        "+05",
    ),
    "a page's program": (
        "a.html",
        page("").replace(b"<title>", b'<meta name="generator" content="Word 16"><title>'),
        TELLS,
        "meta generator",
        "Word",
    ),
    "a page's author": (
        "a.html",
        page("").replace(b"<title>", b'<meta name="author" content="Gulnara"><title>'),
        IDENTIFIES,
        "meta author",
        "Gulnara",
    ),
    "a comment": ("a.html", page("<!-- draft for Gulnara -->"), TELLS, "comment", "draft"),
    "a path in a comment": (
        "a.html",
        page(f"<!-- saved from file://{HOME}/x.html -->"),
        IDENTIFIES,
        "comment",
        f"{HOME}/x.html",
    ),
    "Word's author": (
        "a.html",
        page("<!--[if gte mso 9]><xml><o:LastAuthor>Gulnara</o:LastAuthor></xml><![endif]-->"),
        IDENTIFIES,
        "Word LastAuthor",
        "Gulnara",
    ),
    "an e-mail address in a comment": (
        "a.html",
        page("<!-- ask gulnara@example.net -->"),
        IDENTIFIES,
        "comment",
        "gulnara@example.net",
    ),
    "a picture that counts readers": (
        "a.html",
        page('<img src="https://example.org/p.gif?u=7" width="1" height="1">'),
        IDENTIFIES,
        "img src",
        "example.org",
    ),
    "a font from elsewhere": (
        "a.html",
        page("<style>@import url(https://example.org/f.css)</style>"),
        IDENTIFIES,
        "style",
        "f.css",
    ),
    "a sheet of styles from elsewhere": (
        "a.html",
        page('<link rel="stylesheet" href="//example.org/s.css">'),
        IDENTIFIES,
        "link href",
        "s.css",
    ),
    "one of several pictures": (
        "a.html",
        page('<img srcset="a.png 1x, https://example.org/b.png 2x">'),
        IDENTIFIES,
        "srcset",
        "b.png",
    ),
    "a page that leads elsewhere": (
        "a.html",
        page('<meta http-equiv="refresh" content="0;url=https://example.org">'),
        IDENTIFIES,
        "refresh",
        "example",
    ),
    "a link that reports clicks": (
        "a.html",
        page('<a href="x" ping="https://example.org">x</a>'),
        IDENTIFIES,
        "a ping",
        "example",
    ),
    "a link with somebody's mark": (
        "a.html",
        page('<a href="https://example.org/?fbclid=1">x</a>'),
        TELLS,
        "a href",
        "fbclid",
    ),
    "a form": ("a.html", page('<form action="https://example.org"></form>'), TELLS, "form action", "example"),
    "a script": ("a.html", page("<script>var a</script>"), TELLS, "script", "in the file"),
    "a script of one element": ("a.html", page('<p onclick="x()">x</p>'), TELLS, "p onclick", "x()"),
    "a place in a picture in a page": (
        "a.html",
        page(f'<img src="data:image/jpeg;base64,{base64.b64encode(jpeg(gps=ALMATY)).decode()}">'),
        IDENTIFIES,
        "data 1 (image/jpeg): EXIF GPS",
        "43.2",
    ),
    "a time with a zone in JSON": (
        "a.json",
        json.dumps({"made_at": "2018-11-22T10:30:00+05:00"}).encode(),
        IDENTIFIES,
        "key made_at",
        "+05",
    ),
    "a time as a number in JSON": (
        "a.json",
        b'{"timestamp": 1542869400}',
        TELLS,
        "key timestamp",
        "1542869400",
    ),
    "a zone in JSON": ("a.json", b'{"timezone": "Asia/Almaty"}', IDENTIFIES, "key timezone", "Asia/Almaty"),
    "a login in JSON": (
        "a.json",
        b'{"run": {"username": "gulnara"}}',
        IDENTIFIES,
        "key run.username",
        "gulnara",
    ),
    "a path in JSON": ("a.json", json.dumps({"file": f"{HOME}/x"}).encode(), IDENTIFIES, "values", HOME),
    "a path of Windows in JSON": (
        "a.json",
        json.dumps({"file": "C:|Users|Gulnara|x".replace("|", "\\")}).encode(),
        IDENTIFIES,
        "values",
        "Gulnara",
    ),
    "an e-mail address in JSON": ("a.json", b'{"to": "press@example.org"}', VISIBLE, "the words", "press@"),
    "a place in JSON": ("a.json", b'{"latitude": 43.2}', IDENTIFIES, "key latitude", "43.2"),
    "the login in a text": ("a.txt", f"saved by {USER}".encode(), IDENTIFIES, "the words", USER),
    "the machine in a text": ("a.txt", f"saved on {HOST}.".encode(), IDENTIFIES, "the words", HOST),
    "the machine in UTF-16": ("a.txt", f"saved on {HOST}.".encode("utf-16"), IDENTIFIES, "the words", HOST),
    "a path that many have in a text": ("a.txt", b"see /opt/abc/x.pdf", TELLS, "the words", "/opt/abc/x.pdf"),
    "a time with a zone in a text": (
        "a.txt",
        b"at 2018-11-22 10:30:00 +0500",
        IDENTIFIES,
        "the words",
        "+0500",
    ),
    "a time in a text": ("a.txt", b"at 2018-11-22T10:30:00Z", TELLS, "the words", "2018-11-22T10:30:00Z"),
    "a card's program": (
        "a.vcf",
        b"BEGIN:VCARD\r\nPRODID:-//Apple//iPhone\r\nFN:Ada\r\nEND:VCARD\r\n",
        TELLS,
        "line PRODID",
        "iPhone",
    ),
    "a photograph's place": ("a.jpg", jpeg(gps=ALMATY), IDENTIFIES, "EXIF GPS", "43.23889, 76.88944"),
    "a place in the south and west": (
        "a.jpg",
        jpeg(gps={**ALMATY, 1: "S", 3: "W"}),
        IDENTIFIES,
        "EXIF GPS",
        "-43.23889, -76.88944",
    ),
    "half a place": ("a.jpg", jpeg(gps={1: "N"}), IDENTIFIES, "EXIF GPS", "GPSLatitudeRef"),
    "a camera's number": ("a.jpg", camera({0xA431: "SN12345"}), IDENTIFIES, "BodySerialNumber", "SN12345"),
    "a camera's owner": ("a.jpg", camera({0xA430: "Gulnara"}), IDENTIFIES, "CameraOwnerName", "Gulnara"),
    "a photograph's time with a zone": (
        "a.jpg",
        camera({0x9003: "2018:11:22 10:30:00", 0x9011: "+05:00"}),
        IDENTIFIES,
        "DateTimeOriginal",
        "+05:00",
    ),
    "a photograph's time": (
        "a.jpg",
        camera({0x9003: "2018:11:22 10:30:00"}),
        TELLS,
        "DateTimeOriginal",
        "2018",
    ),
    "a maker's notes": ("a.jpg", camera({0x927C: b"Canon"}), IDENTIFIES, "MakerNote", "bytes"),
    "a telephone's model": ("a.jpg", jpeg({0x0110: "iPhone 8"}), TELLS, "EXIF Model", "iPhone"),
    "a photographer": ("a.jpg", jpeg({0x013B: "Gulnara"}), IDENTIFIES, "EXIF Artist", "Gulnara"),
    "Windows' author": (
        "a.jpg",
        jpeg({0x9C9D: "Gulnara".encode("utf-16-le")}),
        IDENTIFIES,
        "XPAuthor",
        "Gulnara",
    ),
    "a small copy": ("a.jpg", thumbnail(), TELLS, "EXIF thumbnail", "bytes"),
    "a comment in a JPEG": ("a.jpg", jpeg(comment=b"by hand"), TELLS, "JPEG comment", "by hand"),
    "captions of an agency": (
        "a.jpg",
        segment(0xED, b"Photoshop 3.0\0Gulnara"),
        IDENTIFIES,
        "Photoshop",
        "bytes",
    ),
    "a signed record": ("a.jpg", segment(0xEB, b"JPc2pa"), IDENTIFIES, "C2PA", "bytes"),
    "more pictures in one": ("a.jpg", segment(0xE2, b"MPF\0"), TELLS, "JPEG MPF", "bytes"),
    "a program's segment": ("a.jpg", segment(0xEC, b"Ducky\0"), TELLS, "JPEG APP12", "Ducky"),
    "JFIF's small copy": ("a.jpg", segment(0xE0, b"JFXX\0\x10xx"), TELLS, "JPEG thumbnail", "bytes"),
    "XMP in a JPEG": (
        "a.jpg",
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp("<dc:creator>Gulnara</dc:creator>")),
        IDENTIFIES,
        "XMP creator",
        "Gulnara",
    ),
    "what follows a picture's end": ("a.jpg", jpeg() + b"PK secret", IDENTIFIES, "after the end", "9 bytes"),
    "a text in a PNG": ("a.png", png(texts={"Author": "Gulnara"}), IDENTIFIES, "PNG iTXt Author", "Gulnara"),
    "a time in a PNG": (
        "a.png",
        chunk(b"tIME", struct.pack(">HBBBBB", 2018, 11, 22, 5, 30, 0)),
        TELLS,
        "tIME",
        "2018-11-22",
    ),
    "EXIF in a PNG": ("a.png", chunk(b"eXIf", artist()), IDENTIFIES, "EXIF Artist", "Gulnara"),
    "XMP in a PNG": (
        "a.png",
        png(texts={"XML:com.adobe.xmp": xmp("<dc:creator>Gulnara</dc:creator>").decode()}),
        IDENTIFIES,
        "XMP creator",
        "Gulnara",
    ),
    "ImageMagick's notes": (
        "a.png",
        chunk(b"tEXt", b"Raw profile type exif\0abc"),
        IDENTIFIES,
        "PNG tEXt",
        "Raw profile",
    ),
    "a packed text": (
        "a.png",
        chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"Gulnara")),
        IDENTIFIES,
        "PNG zTXt Author",
        "Gulnara",
    ),
    "a profile of a screen": (
        "a.png",
        chunk(b"iCCP", b"my screen\0\0x"),
        TELLS,
        "colour profile",
        "my screen",
    ),
    "a chunk of one program": ("a.png", chunk(b"prVW", b"x"), TELLS, "PNG prVW", "bytes"),
    "a signed record in a PNG": ("a.png", chunk(b"caBX", b"x"), IDENTIFIES, "PNG caBX", "bytes"),
    "what follows a PNG's end": ("a.png", png() + b"secret", IDENTIFIES, "after the end", "6 bytes"),
    "EXIF in a WebP": ("a.webp", webp(), IDENTIFIES, "EXIF Artist", "Gulnara"),
    "an artist in a TIFF": ("a.tif", tiff(), IDENTIFIES, "EXIF Artist", "Gulnara"),
    "a machine in a GIF": ("a.gif", gif(), IDENTIFIES, "picture comment", HOST),
    "where a drawing was kept": (
        "a.svg",
        svg("", f'inkscape:export-filename="{HOME}/me.png"'),
        IDENTIFIES,
        "export-filename",
        HOME,
    ),
    "a drawing's file": (
        "a.svg",
        svg("", 'sodipodi:docname="gulnara.svg"'),
        IDENTIFIES,
        "docname",
        "gulnara.svg",
    ),
    "a drawing program": ("a.svg", svg(""), TELLS, "xmlns:inkscape", "inkscape"),
    "a comment in a drawing": ("a.svg", svg("<!-- by Gulnara -->"), TELLS, "comment", "Gulnara"),
    "who drew it": (
        "a.svg",
        svg("<metadata><creator>Gulnara</creator></metadata>"),
        IDENTIFIES,
        "SVG creator",
        "Gulnara",
    ),
    "a picture from elsewhere": (
        "a.svg",
        svg('<image xlink:href="https://example.org/x.png"/>'),
        IDENTIFIES,
        "image href",
        "example",
    ),
    "a style from elsewhere": (
        "a.svg",
        svg("<style>@import url(https://example.org/x)</style>"),
        IDENTIFIES,
        "style",
        "example",
    ),
    "a script in a drawing": ("a.svg", svg("<script>x()</script>"), TELLS, "script", "in the file"),
    "a script of one shape": ("a.svg", svg('<g onload="x()"/>'), TELLS, "g onload", "x()"),
    "a place in a picture in a drawing": (
        "a.svg",
        svg(f'<image href="data:image/jpeg;base64,{base64.b64encode(jpeg(gps=ALMATY)).decode()}"/>'),
        IDENTIFIES,
        "picture in image: EXIF GPS",
        "43.2",
    ),
    "LibreOffice's lock": (
        ".~lock.letter.odt#",
        b",gulnara,notebook,22.11.2018;",
        IDENTIFIES,
        "file name",
        "lock",
    ),
    "Vim's copy": (".letter.txt.swp", b"x", IDENTIFIES, "file name", "swp"),
    "a name that looks like another": ("a\u202egpj.txt", b"x", TELLS, "file name", "<U+202E>"),
    "a Mac's list": (".DS_Store", b"x", TELLS, "file name", "DS_Store"),
    "when a picture was taken, by its name": (
        "IMG_20181122_103000.txt",
        b"x",
        TELLS,
        "file name",
        "IMG_2018",
    ),
    "through what a picture came": ("WhatsApp Image.txt", b"x", TELLS, "file name", "WhatsApp"),
}
