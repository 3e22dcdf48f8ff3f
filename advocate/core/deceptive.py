"""Marks that could deceive a reader: what nobody sees, what turns the writing around, what means nothing.

The one table for all who read people's text. It holds Unicode's controls, surrogates, private use and
noncharacters (The Unicode Standard, chapter 23), its Default_Ignorable_Code_Point
(DerivedCoreProperties.txt), the marks of direction (UAX #9, section 2), what stands for notes and objects
(U+FFF9 to U+FFFC), and more than four marks on one letter (UTS #39, section 5.4). Some of them belong to
writing: joiners in Persian or Hindi (UAX #31, section 3.1.1), a mark of direction beside Arabic or Hebrew,
and what an emoji is made of (UTS #51, section 1.4). Those are let through where they belong, and nowhere
else.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_MARKS = 4
"""Combining marks on one letter: no language that is written with them takes more (UTS #39, section 5.4)."""

_AROUND = 16
"""Characters that are shown on either side of a mark."""

_LINE_ENDS = "\r\x85\u2028\u2029"
_PLAIN = frozenset("\t\n" + "".join(map(chr, range(0x20, 0x7F))))

_TURNING = ((0x061C, 0x061C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069))
_UNSEEN = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F)),
    *((0x200B, 0x200D), (0x2060, 0x2065), (0x206A, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F)),
    *((0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFC), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A)),
    (0xE0000, 0xE0FFF),
)
_PILING = (
    *((0x0300, 0x034E), (0x0350, 0x036F), (0x0483, 0x0489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF)),
    *((0x20D0, 0x20FF), (0xFE20, 0xFE2F)),
)
"""Marks on letters of Europe, and on signs of all kinds; other scripts have their own ways to build some."""


class _Kind(StrEnum):
    """What is wrong with a mark, in words for `str.format`."""

    CONTROL = "a control character ({code}) has no place in the text"
    TURNING = "a mark that turns the writing around ({code}) has no place in the text"
    UNSEEN = "a mark that nobody sees ({code}) has no place in the text"
    NOTHING = "a character that stands for nothing ({code}) has no place in the text"
    PILING = f"more than {MOST_MARKS} marks on one letter ({{code}}) have no place in the text"
    PLAIN = ""


_HARMLESS = (_Kind.PLAIN, _Kind.PILING)


@lru_cache(maxsize=4096)
def _kind(mark: str) -> _Kind:
    number, category = ord(mark), unicodedata.category(mark)
    if category == "Cc" or mark in _LINE_ENDS:
        return _Kind.CONTROL
    for ranges, kind in ((_TURNING, _Kind.TURNING), (_UNSEEN, _Kind.UNSEEN), (_PILING, _Kind.PILING)):
        if any(first <= number <= last for first, last in ranges):
            return kind
    # Noncharacters: The Unicode Standard, section 23.7.
    nothing = category in {"Cs", "Co"} or number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF  # noqa: PLR2004
    return _Kind.NOTHING if nothing else _Kind.PLAIN


_DIRECTION = "\u061c\u200e\u200f"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters that are written from right to left (UAX #9, table 4: R and AL)."""

_JOINED = (
    "[\u0600-\u061b\u061d-\u0dff\u0f00-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\u1a20-\u1aaf\u1b00-\u1cff"
    "\ua840-\ua8ff\ua930-\uaaff\uabc0-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff]"
)
"""Scripts in which a joiner decides how a letter looks: Arabic, those of India, Khmer, Mongolian and kin."""

_NO_SPACES = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff\u1950-\u19df\ua9e0-\ua9ff\uaa60-\uaadf]"
"""Scripts without spaces between words, where an unseen one says where a line may end (UAX #14, class SA)."""

_MONGOLIAN = "[\u1800-\u180a\u1810-\u18af]"
_FLAGS = tuple(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in part) + "\U000e007f"
    for part in ("gbeng", "gbsct", "gbwls")
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


def code_point(mark: str) -> str:
    """Return a character by its number, as `<U+202E>`."""
    return f"<U+{ord(mark):04X}>"


def shown(text: str, how: Callable[[str], str] = code_point) -> str:
    """Return a text in which every such mark, and every line end but LF, is shown: as `<U+202E>`, say.

    So nothing in it moves a terminal's cursor, hides, or turns round what stands beside it.
    """
    parts, end = [], 0
    for found in _strange(text, line_ends=True):
        parts += [text[end : found.start()], *map(how, found[0])]
        end = found.end()
    return "".join((*parts, text[end:])) if parts else text


def _strange(text: str, *, line_ends: bool) -> Iterator[re.Match[str]]:
    # A text of millions of characters has a few hundred different ones.
    present = {mark: _kind(mark) for mark in set(text) - _PLAIN}
    within = "" if line_ends else _LINE_ENDS
    single = [mark for mark, kind in present.items() if kind not in _HARMLESS and mark not in within]
    piling = [mark for mark, kind in present.items() if kind is _Kind.PILING]
    patterns = [f"[{''.join(map(re.escape, single))}]"] * bool(single)
    patterns += [f"[{''.join(piling)}]{{{MOST_MARKS + 1},}}"] * bool(piling)
    if not patterns:
        return
    line_end, right_to_left = -1, False
    for found in re.finditer("|".join(patterns), text):
        at = found.start()
        if found[0] not in _DIRECTION:
            if len(found[0]) > 1 or not _belongs(found[0], text, at):
                yield found
            continue
        if at >= line_end:
            line_start = text.rfind("\n", 0, at) + 1
            line_end = text.find("\n", at) % (len(text) + 1)
            right_to_left = bool(re.compile(_RIGHT_TO_LEFT).search(text, line_start, line_end))
        if not right_to_left:
            yield found


def _belongs(mark: str, text: str, at: int) -> bool:
    """Return whether a mark belongs to the letters or signs beside it."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    belongs = False
    if not before:
        belongs = False
    elif mark in "\u200c\u200d":
        belongs = bool(re.match(_JOINED, before)) or (
            mark == "\u200d" and _is_emoji(before) and _is_emoji(after)
        )
    elif mark == "\u200b":
        belongs = bool(re.match(_NO_SPACES, before))
    elif "\u180b" <= mark <= "\u180f":
        belongs = bool(re.match(_MONGOLIAN, before))
    elif "\ufe00" <= mark <= "\ufe0f" or "\U000e0100" <= mark <= "\U000e01ef":
        belongs = _takes_variant(before, mark)
    elif "\U000e0020" <= mark <= "\U000e007f":
        belongs = _in_a_flag(text, at)
    return belongs


def _in_a_flag(text: str, at: int) -> bool:
    start = text.rfind(_FLAGS[0][0], max(0, at - len(_FLAGS[0]) + 1), at)
    return start >= 0 and text.startswith(_FLAGS, start)


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
    what = _kind(mark).value.format(code=code)
    start, end = max(0, found.start() - _AROUND), min(found.end(), found.start() + MOST_MARKS + 1)
    around = shown(" ".join(text[start : end + _AROUND].split(" ")))
    line = " ".join(part for part in around.split("\n"))
    return f"{what}: '{'…' if start else ''}{line}{'…' if end + _AROUND < len(text) else ''}'"
