"""Letters that tell less of their writer: what is left out of them, and what that costs at each office."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from advocate.core.letter import Author, Finding, Weight
from advocate.core.registry import Channel, Unsigned
from advocate.core.sender import Sender, told_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advocate.core.letter import Letter
    from advocate.core.registry import Office

UNSIGNED_WORDS: Final[Mapping[Unsigned, str]] = {
    Unsigned.NOT_CONSIDERED: "not considered",
    Unsigned.CONFIDENTIAL: "not considered, but whoever tells their name is kept confidential",
    Unsigned.READ: "read",
}
"""What an office does with letters without name or address, in words."""

_WITHHELD_WORDS: Final = {
    "en": "Name withheld",
    "fr": "Nom non communiqué",
    "ru": "Имя не указано",
    "kk": "Аты-жөні көрсетілмеген",
}
"""What stands in the place of a name, by convention."""

_NOBODY: Final = "N. N."
"""The same in any other language: nomen nescio, as registers everywhere write it."""
