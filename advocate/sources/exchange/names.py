"""Ids made from names."""

from __future__ import annotations

import re
import unicodedata

from advocate.sources.nodes import NO_FILE

_LONGEST = 60
"""Characters of an id that is made from a name: enough to know it by, and short enough to type."""

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "\u0131": "i", "þ": "th", "ð": "d"}
)
"""Latin letters that Unicode does not take apart into a plain one and a mark (NFKD)."""


def slug(name: str) -> str:
    """Return small ASCII letters and digits parted by hyphens, or an empty text where a name has none.

    Accents fall away. Other scripts are not spelled out: that differs from language to language.
    """
    folded = unicodedata.normalize("NFKD", name.casefold()).translate(_LETTERS)
    plain = "".join(mark for mark in folded if not unicodedata.combining(mark))
    if any(mark.isalpha() and not mark.isascii() for mark in plain):
        return ""
    words = re.findall("[a-z0-9]+", plain.replace("'", "").replace("\u2019", ""))
    made = ""
    for word in words:
        if made and len(made) + 1 + len(word) > _LONGEST:
            break
        made = f"{made}-{word}" if made else word[:_LONGEST]
    return made


class Ids:
    """The ids that are taken: an id that is made is never one of them."""

    def __init__(self, taken: set[str]) -> None:
        """Take the ids that a file gives itself."""
        self._taken = {*taken, *NO_FILE, "all", "convention"}

    def free(self, wanted: str) -> str:
        """Return an id that nobody has: the one wanted, or the same with the first free number."""
        found, number = wanted, 1
        while found in self._taken:
            number += 1
            found = f"{wanted}-{number}"
        self._taken.add(found)
        return found
