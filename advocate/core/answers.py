"""What somebody has answered so far on the way to a letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advocate.core.anonymity import Withheld

if TYPE_CHECKING:
    from collections.abc import Mapping


UNKEPT = ("ties", "asked", "risks")
"""What is not kept with the answers of a letter that is not finished: it says in which danger somebody is."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one writer for one letter; None where a question has not been answered yet.

    `own` are the answers to the questions about the writer's own words, by the question, while they are being
    asked, and `note` what became of them. `details` are what the writer told of themselves, `signed` whether
    they have been asked for all of it, and `withheld` what of it the letters keep to themselves.

    `ties` are the countries that they are tied to, where they have said so (`asked` whether they were asked),
    and `risks` says for each country that can get hold of them whether they want the letters all the same.
    """

    to: tuple[str, ...] | None = None
    letter: str | None = None
    language: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    signed: bool = False
    ties: tuple[str, ...] | None = None
    asked: bool = False
    risks: Mapping[str, bool] = field(default_factory=dict)
    withheld: Withheld = Withheld.NOTHING
