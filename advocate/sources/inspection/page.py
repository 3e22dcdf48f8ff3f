"""Web pages: what they fetch when they are opened, what they run, and what stands in them unseen."""

from __future__ import annotations

import base64
import binascii
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from advocate.core.traces import Telling
from advocate.core.traces.fields import Field, kind_of
from advocate.sources.inspection.found import Found

if TYPE_CHECKING:
    from advocate.sources.inspection.found import Within

_FETCHED: Final = frozenset(
    {
        "src",
        "srcset",
        "poster",
        "background",
        "data",
        "icon",
        "manifest",
        "imagesrcset",
        "xlink:href",
        "classid",
    }
)
"""Attributes whose addresses a browser fetches unasked (HTML, 4.8; SVG 2, 12)."""
_HREF_FETCHED: Final = frozenset({"link", "image", "use", "feimage"})
_NOT_FETCHED: Final = frozenset({"canonical", "author", "license", "alternate", "next", "prev"})
_AWAY: Final = re.compile(r"\s*(?:https?:|ftp:|wss?:|//|\\\\)", re.IGNORECASE)
IN_STYLE_AWAY: Final = re.compile(
    r"""(?:@import\s*(?:url\()?|url\()\s*['"]?\s*((?:https?:|ftp:|//)[^'")\s]+)""", re.IGNORECASE
)
DATA_ADDRESS: Final = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),([^\s\"')]*)", re.IGNORECASE)
_MARKED_LINK: Final = re.compile(
    r"[?&](?:utm_\w+|fbclid|gclid|mc_eid|mkt_tok|igshid|yclid|_hsenc)=", re.IGNORECASE
)
_OFFICE: Final = re.compile(r"<o:(\w{1,40})>([^<]{1,200})</o:\w{1,40}>")
"""What Word writes of a document into a page that is saved with it."""
_TOLD_META: Final = frozenset(
    {"viewport", "color-scheme", "referrer", "theme-color", "robots", "format-detection"}
)
_HOME: Final = "whoever opens the file fetches this: its server learns their internet address, and when"
_RUNS: Final = "a script runs when the file is opened"
_MOST_DATA: Final = 50


def read_html(data: bytes, within: Within) -> Found:
    """Return what a web page carries; `within` inspects pictures that stand in it as `data:` addresses."""
    text = _text(data)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    found = reader.found
    found.text("the words", "\n".join(reader.words), seen=True)
    for name, value in _OFFICE.findall(text):
        found.named("Word", name, value)
    if reader.links:
        found.tell(
            "links",
            f"{reader.links} to other pages or addresses",
            "only followed when clicked",
            Telling.PLAIN,
        )
    for at, (kind, packed, content) in enumerate(reader.data[:_MOST_DATA], start=1):
        name = f"data.{kind.rpartition('/')[2] or 'txt'}"
        within.open(found, f"data {at} ({kind or 'text'})", name, bytes_of_data(content, packed=packed))
    return found


def _text(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def bytes_of_data(content: str, *, packed: bool) -> bytes:
    """Return the content of a `data:` address (RFC 2397)."""
    raw = unquote_to_bytes(content)
    if not packed:
        return raw
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return raw


def _is_fetched(tag: str, name: str, given: dict[str, str]) -> bool:
    """Return whether a browser fetches the address in an attribute unasked."""
    if tag == "link" and given.get("rel", "").lower() in _NOT_FETCHED:
        return False
    return name in _FETCHED or (name == "href" and tag in _HREF_FETCHED)


class _Reader(HTMLParser):
    """Takes a page apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Found()
        self.words: list[str] = []
        self.links = 0
        self.data: list[tuple[str, bool, str]] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = tag if tag in {"script", "style"} else ""
        if tag == "meta":
            self._meta(given)
        if tag == "script":
            self.found.tell("script", given.get("src", "in the file"), _RUNS, Telling.TELLS)
        if tag == "base" and "href" in given:
            self.found.tell("base", given["href"], "where all short addresses lead", Telling.TELLS)
        if tag == "a" and "href" in given:
            self.links += 1
        for name, value in given.items():
            self._attribute(tag, name, value, given)

    handle_startendtag = handle_starttag

    def _attribute(self, tag: str, name: str, value: str, given: dict[str, str]) -> None:
        where = f"{tag} {name}"
        if _is_fetched(tag, name, given):
            addresses = value.split(",") if name.endswith("srcset") else [value]
            for address in addresses:
                if _AWAY.match(address):
                    self._away(where, address.strip(), tag, given)
        else:
            self._other(where, name, value)
        for kind, coding, content in DATA_ADDRESS.findall(value):
            self.data.append((kind.lower(), ";base64" in coding.lower(), content))
        if name not in {"class", "id"} and not value.startswith("data:"):
            self.found.text(where, value, seen=name in {"href", "alt", "title", "content", "value"})

    def _other(self, where: str, name: str, value: str) -> None:
        if name == "style":
            self._style(where, value)
        elif name.startswith("on") and len(name) > len("on"):
            self.found.tell(where, value, _RUNS, Telling.TELLS)
        elif name == "ping":
            self.found.tell(where, value, "is told of every click on the link", Telling.IDENTIFIES)
        elif name in {"action", "formaction"} and _AWAY.match(value):
            self.found.tell(where, value, "gets what is typed into the form", Telling.TELLS)
        elif name == "href" and _MARKED_LINK.search(value):
            self.found.tell(
                where, value, "the link says through which mailing or person it came", Telling.TELLS
            )

    def _away(self, where: str, address: str, tag: str, given: dict[str, str]) -> None:
        tiny = tag == "img" and {given.get("width"), given.get("height")} <= {"0", "1"}
        hidden = "none" in given.get("style", "") or "hidden" in given
        tells = (
            f"a picture that nobody sees, put there to be told who opens the file: {_HOME}"
            if tiny or hidden
            else _HOME
        )
        self.found.tell(where, address, tells, Telling.IDENTIFIES)

    def _meta(self, given: dict[str, str]) -> None:
        name = (given.get("name") or given.get("property") or given.get("http-equiv") or "").lower()
        value = given.get("content", "")
        if name == "refresh" and "url" in value.lower():
            self.found.tell("meta refresh", value, f"leads elsewhere by itself: {_HOME}", Telling.IDENTIFIES)
        elif name and name not in _TOLD_META and name not in {"content-security-policy", "content-type"}:
            kind = kind_of(name.rpartition(".")[2])
            self.found.named("meta", name, value, Field.PROGRAM if name == "progid" else kind)
        elif name:
            self.found.tell(f"meta {name}", value, "how the page is to be shown", Telling.PLAIN)

    def _style(self, where: str, text: str) -> None:
        for address in IN_STYLE_AWAY.findall(text):
            self.found.tell(where, address, _HOME, Telling.IDENTIFIES)
        for kind, coding, content in DATA_ADDRESS.findall(text):
            self.data.append((kind.lower(), ";base64" in coding.lower(), content))

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self._style("style", data)
            self.found.text("style", data)
        elif self._inside == "script":
            self.found.text("script", data)
        else:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_comment(self, data: str) -> None:
        if data.strip():
            self.found.tell("comment", data, "words that no browser shows", Telling.TELLS)
            self.found.text("comment", data)

    def handle_pi(self, data: str) -> None:
        self.found.tell("instruction", data, "for the program that made it", Telling.TELLS)

    def unknown_decl(self, data: str) -> None:
        self.found.tell("declaration", data, "for the program that made it", Telling.TELLS)
