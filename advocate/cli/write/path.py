"""The way through the questions: one step after another, one back, and on from where somebody has left."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from advocate.cli.asking.questions import BackError
from advocate.core.risk import countries_at_risk
from advocate.core.sender import with_details

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from advocate.cli.asking.questions import Asking
    from advocate.cli.desk import Desk
    from advocate.cli.workshop import Wish
    from advocate.core.answers import Answers
    from advocate.core.campaign import Campaign, LetterSheet
    from advocate.core.registry import Office, Registry
    from advocate.core.sender import Sender
    from advocate.sources.wording import CldrWording


WHOM = "to"
"""The name of the step that chooses offices."""


class ElsewhereError(Exception):
    """Somebody wants to answer an earlier question again."""

    def __init__(self, step: str) -> None:
        """Name the step to go to."""
        super().__init__(step)
        self.step = step


@dataclass(frozen=True, slots=True)
class Room:
    """What the steps work with: the case, the offices, what the flags say, and whoever is asked."""

    desk: Desk
    ask: Asking
    campaign: Campaign
    registry: Registry
    wish: Wish
    saved: Sender
    wording: CldrWording
    unfinished: Path
    keep: Callable[[Answers], None]

    @property
    def day(self) -> date:
        """The date on the letters."""
        return self.wish.day

    def offices(self, answers: Answers) -> tuple[Office, ...]:
        """Return the offices that were chosen and are not held back, in the order of the registry."""
        writer = self.writer(answers)
        return tuple(
            office
            for office in self.chosen(answers)
            if all(answers.risks.get(code, True) for code in countries_at_risk(office, writer))
        )

    def chosen(self, answers: Answers) -> tuple[Office, ...]:
        """Return every office that was chosen, in the order of the registry."""
        chosen = set(answers.to or ())
        return tuple(office for office in self.registry.offices if office.contact.id in chosen)

    def writer(self, answers: Answers) -> Sender:
        """Return the writer as they have told of themselves so far."""
        told = with_details(self.saved, answers.details)
        return told if answers.ties is None else replace(told, ties=answers.ties)

    def sheet(self, answers: Answers) -> LetterSheet:
        """Return the letter that was chosen."""
        return next(sheet for sheet in self.campaign.letters if sheet.id == answers.letter)


class Step(ABC):
    """One question, or a few that belong together."""

    name: str
    fixed: bool = False
    """Whether a flag has answered it."""

    def open(self, answers: Answers) -> bool:  # noqa: ARG002 - for the steps that it depends on
        """Return whether there is anything to ask."""
        return not self.fixed

    @abstractmethod
    def settled(self, answers: Answers) -> bool:
        """Return whether its answer is there, and still fits the answers before it."""

    @abstractmethod
    def ask(self, answers: Answers) -> Answers:
        """Return the answers with its own; where it is not open, with the only one there is."""


def walk(steps: Sequence[Step], answers: Answers, room: Room) -> Answers:
    """Ask every step that is not settled, keep each answer, and return them all.

    Raises LeftError where somebody leaves; what was answered is kept then.
    """
    numbers: Mapping[str, int] = {step.name: number for number, step in enumerate(steps)}
    number, again = 0, False
    while number < len(steps):
        step = steps[number]
        if again or not step.settled(answers):
            try:
                answers = step.ask(answers)
            except BackError:
                before = [each for each in range(number) if steps[each].open(answers)]
                if before:
                    number, again = before[-1], True
                else:
                    room.ask.say("this is the first question")
                continue
            except ElsewhereError as other:
                number, again = numbers[other.step], True
                continue
            room.keep(answers)
        again = False
        number += 1
    return answers
