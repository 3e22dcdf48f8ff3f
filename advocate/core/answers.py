"""What somebody has answered so far on the way to a letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advocate.core.anonymity import Withheld

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one writer for one letter; None where a question has not been answered yet.

    `own` are the answers to the questions about the writer's own words, by the question, while they are being
    asked, and `note` what became of them. `details` are what the writer told of themselves, `signed` whether
    they have been asked for all of it, and `withheld` what of it the letters keep to themselves.
    """

    to: tuple[str, ...] | None = None
    letter: str | None = None
    language: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    signed: bool = False
    withheld: Withheld = Withheld.NOTHING
