"""Whether the writer is in danger, and whether they want the letters nevertheless."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from advocate.cli.holding_back import nothing_left, question, tell_risk
from advocate.cli.ties import ask_ties, ask_where, tell_why
from advocate.cli.workshop import HELD_BACK, concerned
from advocate.cli.write.path import WHOM, ElsewhereError, Step
from advocate.core.problems import ProblemsError
from advocate.core.risk import by_country, countries_of_risk, held_back

if TYPE_CHECKING:
    from collections.abc import Collection

    from advocate.cli.write.path import Room
    from advocate.core.answers import Answers
    from advocate.core.risk import Concerned


@dataclass(slots=True)
class Ties(Step):
    """Where the writer is, and which countries they are tied to; asked only where a campaign has such."""

    room: Room
    fixed: bool
    name: str = "ties"

    def open(self, answers: Answers) -> bool:
        """Return whether any office that can be chosen belongs to a state that can get hold of people."""
        return not self.fixed and bool(self._countries(answers))

    def settled(self, answers: Answers) -> bool:
        """Return whether it was asked."""
        return answers.asked or not self.open(answers)

    def ask(self, answers: Answers) -> Answers:
        """Ask, say why, and offer to keep the answer."""
        room, ask = self.room, self.room.ask
        countries = self._countries(answers)
        tell_why(ask, countries, room.wording)
        where = room.saved.country or ask_where(ask)
        if countries == (where,):
            ties: tuple[str, ...] | None = (where,)
        else:
            ties = ask_ties(ask, countries, room.wording, answers.ties)
            if where in countries:
                ties = tuple(dict.fromkeys((where, *(ties or ()))))
        if ties is not None:
            self._offer_to_keep(ties)
        return replace(answers, ties=ties, asked=True, risks={})

    def _countries(self, answers: Answers) -> tuple[str, ...]:
        if self.room.wish.to:
            return countries_of_risk(office.institution for office in self.room.chosen(answers))
        return countries_of_risk(self.room.registry.institutions)

    def _offer_to_keep(self, ties: tuple[str, ...]) -> None:
        from advocate.cli.sender import keep_ties
        from advocate.sources.places import sender_file

        file = sender_file()
        question = f"Keep this answer for your next letters, in {file.as_posix()}?"
        if self.room.wish.sender_file is None and self.room.ask.yes(question, default=False):
            keep_ties(file, ties)
            self.room.ask.say("kept, readable by you alone; 'advocate sender forget' erases it")


@dataclass(slots=True)
class Consent(Step):
    """Whether letters that could do harm are to be made nevertheless; asked for each country once."""

    room: Room
    name: str = "risk"

    def open(self, answers: Answers) -> bool:
        """Return whether there is any such letter."""
        return bool(self._concerned(answers))

    def settled(self, answers: Answers) -> bool:
        """Return whether it was decided of every country."""
        return set(by_country(self._concerned(answers))) <= set(answers.risks)

    def ask(self, answers: Answers) -> Answers:
        """Tell why, and ask; raise ElsewhereError where no letter is left, so that others are chosen."""
        room = self.room
        risks = dict.fromkeys((code for code, yes in answers.risks.items() if yes), True)
        room.ask.say()
        tell_risk(room.ask.talk, self._concerned(answers), room.campaign, risks)
        undecided = self._undecided(answers, risks)
        yes = room.ask.yes(question(undecided), default=False)
        decided = replace(answers, risks={**risks, **dict.fromkeys(by_country(undecided), yes)})
        if not yes and not room.offices(decided):
            if room.wish.to:
                raise ProblemsError([nothing_left(undecided)], exit_code=HELD_BACK)
            room.ask.say("then no letter is left: choose other offices")
            raise ElsewhereError(WHOM)
        return decided

    def _concerned(self, answers: Answers) -> tuple[Concerned, ...]:
        found = concerned(self.room.chosen(answers), self.room.writer(answers))
        return held_back(found.values(), self.room.wish.accepted)

    def _undecided(self, answers: Answers, risks: Collection[str]) -> tuple[Concerned, ...]:
        return held_back(self._concerned(answers), tuple(risks))
