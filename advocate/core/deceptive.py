"""Marks that could deceive a reader: what nobody sees, what turns the writing around, what means nothing.

The one table for all who read people's text. It holds Unicode's controls, surrogates, private use and
noncharacters (The Unicode Standard, chapter 23), its Default_Ignorable_Code_Point
(DerivedCoreProperties.txt), the marks of direction (UAX #9, section 2), what stands for notes and objects
(U+FFF9 to U+FFFC), and more than four marks on one letter (UTS #39, section 5.4). Some of them belong to writing: joiners in Persian or Hindi
(UAX #31, section 3.1.1), a mark of direction beside Arabic or Hebrew, what an emoji is made of (UTS #51,
section 1.4). Those are let through where they belong, and nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_MARKS = 4
"""Combining marks on one letter: no language that is written with them takes more (UTS #39, section 5.4)."""

_AROUND = 16
"""Characters that are shown on either side of a mark."""

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_LINE_ENDS = "\r\x85\u2028\u2029"
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_NO_TEXT = "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 15)
)
_PILE = re.compile(
    r"[\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
    rf"{{{MOST_MARKS + 1},}}"
)

# Of the two patterns each begins with a set of characters, which is what makes looking through megabytes quick.
_STRANGE = re.compile(f"[{_CONTROLS}{_TURNING}{_UNSEEN}{_NO_TEXT}]")
_STRANGE_OR_LINE_END = re.compile(f"[{_CONTROLS}{_LINE_ENDS}{_TURNING}{_UNSEEN}{_NO_TEXT}]")

_IS_CONTROL = re.compile(f"[{_CONTROLS}{_LINE_ENDS}]")
_TURNS = re.compile(f"[{_TURNING}]")
_IS_UNSEEN = re.compile(f"[{_UNSEEN}]")

_DIRECTION = "\u061c\u200e\u200f"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters that are written from right to left (UAX #9, table 4: R and AL)."""

_JOINED = re.compile(
    "[\u0600-\u061b\u061d-\u0dff\u0f00-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\u1a20-\u1aaf\u1b00-\u1cff"
    "\ua840-\ua8ff\ua930-\uaaff\uabc0-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff]"
)
"""Scripts in which a joiner decides about a letter's form: Arabic, those of India, Khmer, Mongolian and kin."""

_NO_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff\u1950-\u19df\ua9e0-\ua9ff\uaa60-\uaadf]"
)
"""Scripts without spaces between words, where an unseen one says where a line may end (UAX #14, class SA)."""

_MONGOLIAN = re.compile("[\u1800-\u180a\u1810-\u18af]")
_FLAGS = re.compile(
    "\U0001f3f4(?:{})\U000e007f".format(
        "|".join(
            "".join(chr(0xE0000 + ord(letter)) for letter in part) for part in ("gbeng", "gbsct", "gbwls")
        )
    )
)
"""The flags of England, Scotland and Wales, the only ones that are spelt in tags (UTS #51, ED-14a)."""

_KEYS = frozenset("#*0123456789")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that has no place in a text, and where it begins there, counted from 0."""

    position: int
    words: str
    """What it is, with its code point, and what stands around it."""


def marks(text: str, *, line_ends: bool = False) -> Iterator[Mark]:
    """Yield every mark that could deceive a reader of a text.

    With `line_ends`, what ends a line in one program and not in another (a bare CR, NEL, U+2028, U+2029) is
    one, too. A tab and a line feed never are.
    """
    return (Mark(found.start(), _words(found, text)) for found in _strange(text, line_ends=line_ends))


def first_mark(text: str, *, line_ends: bool = False) -> Mark | None:
    """Return the first mark that could deceive a reader of a text, or None; as `marks`."""
    return next(marks(text, line_ends=line_ends), None)


def shown(text: str) -> str:
    """Return a text in which every such mark is shown as `<U+202E>`, and so is every line end but LF.

    So nothing in it moves a terminal's cursor, hides, or turns round what stands beside it.
    """
    parts, end = [], 0
    for found in _strange(text, line_ends=True):
        parts += [text[end : found.start()], "".join(f"<U+{ord(mark):04X}>" for mark in found[0])]
        end = found.end()
    return "".join((*parts, text[end:])) if parts else text


def _strange(text: str, *, line_ends: bool) -> Iterator[re.Match[str]]:
    pattern = _STRANGE_OR_LINE_END if line_ends else _STRANGE
    line_end, right_to_left = -1, False
    for found in merge(pattern.finditer(text), _PILE.finditer(text), key=re.Match.start):
        at = found.start()
        if found[0] not in _DIRECTION:
            if len(found[0]) > 1 or not _belongs(found[0], text, at):
                yield found
            continue
        if at >= line_end:
            line_start = text.rfind("\n", 0, at) + 1
            line_end = text.find("\n", at) % (len(text) + 1)
            right_to_left = bool(_RIGHT_TO_LEFT.search(text, line_start, line_end))
        if not right_to_left:
            yield found


def _belongs(mark: str, text: str, at: int) -> bool:
    """Return whether a mark belongs to the letters or signs beside it."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    belongs = False
    if not before:
        belongs = False
    elif mark in "\u200c\u200d":
        belongs = bool(_JOINED.match(before)) or (mark == "\u200d" and _is_emoji(before) and _is_emoji(after))
    elif mark == "\u200b":
        belongs = bool(_NO_SPACES.match(before))
    elif "\u180b" <= mark <= "\u180f":
        belongs = bool(_MONGOLIAN.match(before))
    elif "\ufe00" <= mark <= "\ufe0f" or "\U000e0100" <= mark <= "\U000e01ef":
        belongs = _takes_variant(before, mark)
    elif "\U000e0020" <= mark <= "\U000e007f":
        belongs = any(
            flag.start() < at < flag.end() for flag in _FLAGS.finditer(text, max(0, at - 6), at + 7)
        )
    return belongs


def _is_emoji(mark: str) -> bool:
    return mark == "\ufe0f" or (mark > "\x7f" and unicodedata.category(mark) in {"So", "Sk"})


def _takes_variant(before: str, mark: str) -> bool:
    """Return whether a variation selector says something of what stands before it (Unicode, section 23.4)."""
    kind = unicodedata.category(before)
    if mark in "\ufe0e\ufe0f":
        return before in _KEYS or (not before.isascii() and (kind[0] == "S" or kind in {"Po", "Pd"}))
    return kind == "Lo" or (kind == "Sm" and mark == "\ufe00")


def _words(found: re.Match[str], text: str) -> str:
    mark = found[0][0]
    name = unicodedata.name(mark, "").lower()
    code = f"U+{ord(mark):04X}" + (f", {name}" if name else "")
    if len(found[0]) > 1:
        what = f"more than {MOST_MARKS} marks on one letter ({code}) have no place in the text"
    elif _IS_CONTROL.match(mark):
        what = f"a control character ({code}) has no place in the text"
    elif _TURNS.match(mark):
        what = f"a mark that turns the writing around ({code}) has no place in the text"
    elif _IS_UNSEEN.match(mark):
        what = f"a mark that nobody sees ({code}) has no place in the text"
    else:
        what = f"a character that stands for nothing ({code}) has no place in the text"
    start, end = max(0, found.start() - _AROUND), min(found.end(), found.start() + MOST_MARKS + 1)
    around = shown(" ".join(text[start : end + _AROUND].split(" ")))
    line = " ".join(part for part in around.split("\n"))
    return f"{what}: '{'…' if start else ''}{line}{'…' if end + _AROUND < len(text) else ''}'"
