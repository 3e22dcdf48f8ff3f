"""SVG pictures: what drawing programs write into them, and what they fetch or run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from advocate.core.traces import Telling
from advocate.core.traces.fields import Field, kind_of
from advocate.sources.inspection.found import Found
from advocate.sources.inspection.page import DATA_ADDRESS, IN_STYLE_AWAY, bytes_of_data
from advocate.sources.inspection.xml_parts import xml_parts

if TYPE_CHECKING:
    from advocate.sources.inspection.found import Within
    from advocate.sources.inspection.xml_parts import XmlPart

_AWAY: Final = re.compile(r"(?:https?:|ftp:|//|file:)", re.IGNORECASE)
_HOME: Final = "whoever opens the picture fetches this: its server learns their internet address, and when"
_LOADERS: Final = frozenset({"image", "use", "feImage", "script", "style", "foreignObject", "iframe"})
_DESCRIBED: Final = frozenset(
    {"docname", "export-filename", "version", "creator", "title", "desc", "date", "author", "owner", "agent"}
    | {"rights", "publisher", "description", "generator", "CreatorTool"}
)


def read_svg(data: bytes, within: Within) -> Found:
    """Return what an SVG carries; raise UnreadError where it is damaged or declares entities."""
    found = Found()
    for part in xml_parts(data):
        if part.kind == "comment":
            found.tell("comment", part.value, "mostly which program made it", Telling.TELLS)
            found.text("comment", part.value)
        elif part.kind == "instruction" and part.name != "xml":
            found.tell(f"instruction {part.name}", part.value, "for the program that made it", Telling.TELLS)
        elif part.kind == "element" and part.name == "script":
            found.tell("script", "in the file", "a script runs when the picture is opened", Telling.TELLS)
        elif part.kind == "attribute":
            _attribute(found, part, within)
        elif part.kind == "text":
            _words(found, part)
    return found


def _words(found: Found, part: XmlPart) -> None:
    if part.name == "style":
        for address in IN_STYLE_AWAY.findall(part.value):
            found.tell("style", address, _HOME, Telling.IDENTIFIES)
    elif part.name in _DESCRIBED or kind_of(part.name) in {Field.DATE, Field.PERSON, Field.PROGRAM}:
        found.named(
            "SVG", part.name, part.value, Field.PERSON if part.name in {"creator", "publisher"} else None
        )
        return
    found.text(f"SVG {part.name}", part.value, seen=True)


def _attribute(found: Found, part: XmlPart, within: Within) -> None:
    element, _, name = part.name.partition("/")
    where = f"SVG {element} {name}"
    if name.startswith("xmlns"):
        if any(word in part.value for word in ("inkscape", "adobe", "sketch", "figma", "serif", "corel")):
            found.tell(f"SVG {name}", part.value, "which drawing program made it", Telling.TELLS)
        return
    if name in {"href", "src"} and element in _LOADERS and _AWAY.match(part.value):
        found.tell(where, part.value, _HOME, Telling.IDENTIFIES)
    elif name.startswith("on") and element != "on":
        found.tell(where, part.value, "a script runs when the picture is opened", Telling.TELLS)
    elif name in _DESCRIBED and not (element == "svg" and name == "version"):
        found.named(f"SVG {element}", name, part.value)
    elif name == "version" and part.value not in {"1.0", "1.1", "1.2", "2.0"}:
        found.tell(where, part.value, "which version of a drawing program", Telling.TELLS)
    for kind, coding, content in DATA_ADDRESS.findall(part.value):
        inner = bytes_of_data(content, packed=";base64" in coding.lower())
        within.open(found, f"picture in {element}", f"data.{kind.rpartition('/')[2]}", inner)
    if not part.value.startswith("data:"):
        found.text(where, part.value)
