"""A look at the finished letters, and the folder that they go to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.cli.asking.questions import Choice, LeftError
from advocate.cli.holding_back import nothing_left
from advocate.cli.preview import PreviewForm, show_all
from advocate.cli.workshop import HELD_BACK, make_letters
from advocate.cli.write.path import ElsewhereError, Step
from advocate.core.problems import Problem, ProblemsError
from advocate.core.registry import Kind
from advocate.core.risk import held_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from advocate.cli.handover import Handed
    from advocate.cli.workshop import Wish, Work
    from advocate.cli.write.path import Room
    from advocate.cli.write.risk import Consent
    from advocate.core.answers import Answers
    from advocate.core.forms import Form

SAVE, NEXT, TWIN, LEAVE = "save", "next", "beside", "leave"
FOLDER = "letters"
"""The folder for the letters that is offered."""


@dataclass(slots=True)
class Look(Step):
    """The finished letters with what the review found, one at a time."""

    room: Room
    others: tuple[Step, ...]
    wish: Callable[[Answers], Wish]
    consent: Consent
    name: str = "look"

    def settled(self, answers: Answers) -> bool:  # noqa: ARG002 - of a Step
        """Return False: whatever has changed is looked at again."""
        return False

    def ask(self, answers: Answers) -> Answers:
        """Show the letters until one says to save them, to change an answer, or to leave."""
        if not self.consent.settled(answers):
            answers = self.consent.ask(answers)
        work = self.made(answers)
        self._think_twice(answers, work)
        for missed in work.left_out:
            self.room.ask.say(f"left out: {missed.contact}: {missed.why}")
        number, beside = 0, False
        self._show(work, number, beside=beside)
        while True:
            chosen = self.room.ask.one("What now?", self._ways(answers, work, number), SAVE)
            if chosen == SAVE:
                return answers
            if chosen == LEAVE:
                raise LeftError
            if chosen not in {NEXT, TWIN}:
                raise ElsewhereError(chosen)
            number = (number + 1) % len(work.letters) if chosen == NEXT else number
            beside = beside or chosen == TWIN
            self._show(work, number, beside=beside)

    def _show(self, work: Work, number: int, *, beside: bool) -> None:
        talk = self.room.ask.talk
        talk.say()
        if len(work.letters) > 1:
            talk.heading(f"Letter {number + 1} of {len(work.letters)}")
        show_all(talk, (work.letters[number],), work.twins if beside else {}, PreviewForm.LETTER)

    def made(self, answers: Answers) -> Work:
        """Return the finished letters without those held back; raise ProblemsError where there are none."""
        wish = self.wish(answers)
        work = make_letters(wish)
        held = held_back(work.at_risk.values(), wish.accepted)
        work = work.without(held) if held else work
        if not work.letters:
            raise ProblemsError([nothing_left(held)], exit_code=HELD_BACK)
        return work

    def _think_twice(self, answers: Answers, work: Work) -> None:
        """Warn whoever would write to an authority under which they live, where no risk was told of it.

        Amnesty's groups do not write on their own country, so that nobody is put in danger by a letter.
        """
        home = work.sender.country
        offices = self.room.offices(answers)
        authorities = [office for office in offices if office.contact.kind is Kind.TARGET_AUTHORITY]
        unwarned = [office for office in authorities if home not in office.institution.reach]
        if home and any(office.institution.country == home for office in unwarned):
            self.room.ask.say()
            self.room.ask.say(
                "Think twice: you would sign a letter to an authority of the country you live in, and such a"
                " letter is no secret. Others can write it from abroad."
            )

    def _ways(self, answers: Answers, work: Work, number: int) -> list[Choice]:
        count = len(work.letters)
        ways = [Choice(SAVE, "save the letter" if count == 1 else f"save all {count} letters")]
        if count > 1:
            ways.append(Choice(NEXT, f"read letter {(number + 1) % count + 1} of {count}"))
        if work.letters[number].recipient.contact in work.twins:
            ways.append(Choice(TWIN, "read it beside the same letter in English"))
        ways += [
            Choice(step.name, _CHANGES[step.name])
            for step in self.others
            if step.name in _CHANGES and step.open(answers)
        ]
        return [*ways, Choice(LEAVE, "leave; your answers are kept")]


@dataclass(slots=True)
class Save(Step):
    """The folder, and the letters in it."""

    room: Room
    look: Look
    out: Path | None
    wanted: tuple[Form, ...]
    overwrite: bool
    trusting: bool
    name: str = "out"
    handed: Handed | None = None

    def settled(self, answers: Answers) -> bool:  # noqa: ARG002 - of a Step
        """Return whether the letters are there."""
        return self.handed is not None

    def ask(self, answers: Answers) -> Answers:
        """Ask for a folder, unless a flag has named one, and write the letters."""
        from advocate.cli.handover import hand_over

        overwrite = self.overwrite
        out = self.out
        while True:
            folder = out or self._folder()
            try:
                letters = self.look.made(answers)
                self.handed = hand_over(
                    letters, folder, self.wanted, overwrite=overwrite, trusting=self.trusting
                )
            except ProblemsError as error:
                if self.out:
                    raise
                taken = [problem for problem in error.problems if problem.code == "output.not-empty"]
                for problem in error.problems:
                    self.room.ask.say(problem.message)
                question = "Replace the letters that are there?"
                overwrite = bool(taken) and self.room.ask.yes(question, default=False)
                out = folder if overwrite else None
            else:
                return answers

    def done(self) -> Handed:
        """Return what was handed over."""
        if self.handed is None:
            message = "the letters were not saved"
            raise RuntimeError(message)
        return self.handed

    def _folder(self) -> Path:
        return Path(self.room.ask.text("In which folder?", FOLDER, _folder) or FOLDER)


def _folder(typed: str) -> str:
    """Return the path of a folder that was typed; raise ProblemsError where it can be none."""
    try:
        if "\0" in typed:
            raise RuntimeError  # noqa: TRY301 - one kind for whatever is no path
        return str(Path(typed).expanduser()) if typed else ""
    except RuntimeError:
        words = "this cannot be the path of a folder: type another, such as letters"
        raise ProblemsError([Problem("output.no-path", words)]) from None


_CHANGES = {
    "ties": "say again what ties you have",
    "note": "change your own words",
    "sender": "change who signs",
    "to": "write to other offices",
    "letter": "choose another letter",
    "language": "choose another language",
}
