"""XML taken apart: every name, attribute, text and comment, with no entity and nothing outside ever read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from advocate.sources.inspection.found import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEEPEST: Final = 200
_MOST: Final = 200_000
_SPACE: Final = " "


@dataclass(frozen=True, slots=True)
class XmlPart:
    """A part of an XML text: its kind, its name or that of the element it stands in, and its value.

    `prefix` is what stood before the colon of that name.
    """

    kind: str
    name: str
    value: str
    prefix: str = ""


def xml_parts(data: bytes) -> list[XmlPart]:
    """Return the parts of an XML text; raise UnreadError where it is not well-formed or declares entities.

    Kinds are `element` (its value is empty), `attribute` (its name is `element/attribute`), `text`, `comment`
    and `instruction`. Names are as written behind the prefix: `dc:creator` is `creator`.
    """
    taker = _Taker()
    try:
        taker.parser.Parse(data, True)  # noqa: FBT003 - expat takes no name for it
    except expat.ExpatError as error:
        words = f"the XML in it is not well-formed: {expat.ErrorString(error.code)}"
        refuse("damaged", words)
    except (ValueError, LookupError):
        words = "the XML in it is in an encoding that nobody knows"
        refuse("damaged", words)
    return taker.parts


class _Taker:
    def __init__(self) -> None:
        self.parts: list[XmlPart] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._entity

    def _add(self, part: XmlPart) -> None:
        if len(self.parts) >= _MOST:
            words = f"the XML in it has more than {_MOST:,} parts"
            refuse("too-much", words)
        self.parts.append(part)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._flush()
        if len(self._open) >= _DEEPEST:
            words = f"the XML in it is nested more than {_DEEPEST} deep"
            refuse("too-much", words)
        short = _short(name)
        self._add(XmlPart("element", short, ""))
        self._open.append(name)
        for key, value in attributes.items():
            self._add(
                XmlPart("attribute", f"{short}/{key if key.startswith('xmlns') else _short(key)}", value)
            )

    def _end(self, _name: str) -> None:
        self._flush()
        self._open.pop()

    @property
    def _above(self) -> str:
        """The nearest element that is none of RDF's own, which only list and group."""
        mine = (name for name in reversed(self._open) if not name.startswith("rdf:"))
        return next(mine, "")

    def _flush(self) -> None:
        text = "".join(self._text).strip()
        self._text.clear()
        if text:
            self._add(XmlPart("text", _short(self._above), text, self._above.partition(":")[0]))

    def _comment(self, text: str) -> None:
        self._add(XmlPart("comment", "comment", text.strip()))

    def _instruction(self, target: str, text: str) -> None:
        self._add(XmlPart("instruction", target, text))

    def _entity(self, name: str, *_rest: object) -> None:
        words = f"the XML in it declares an entity ({name[:40]!r}): bombs are made of them"
        refuse("entities", words)


def _short(name: str) -> str:
    return name.rpartition(":")[2]
