"""The writer's own words, and who they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from advocate.cli.asking.questions import EDIT, BackError, Choice
from advocate.cli.details import ask_details
from advocate.cli.own_words import ENGLISH, in_editor, joined, questions_in
from advocate.cli.write.path import Step
from advocate.core.anonymity import Withheld
from advocate.core.problems import ProblemsError
from advocate.core.refused import own_words_refused
from advocate.core.sender import Sender, with_details

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advocate.cli.write.path import Room
    from advocate.core.answers import Answers
    from advocate.core.problems import Problem


SAME, CHANGE, NO_ADDRESS, ANONYMOUS = "same", "change", "no-address", "anonymous"
_WITHHELD = {SAME: Withheld.NOTHING, NO_ADDRESS: Withheld.ADDRESS, ANONYMOUS: Withheld.NAME}


@dataclass(slots=True)
class OwnWords(Step):
    """The writer's own words, led to by questions or typed in an editor."""

    room: Room
    fixed: bool
    name: str = "note"

    def settled(self, answers: Answers) -> bool:
        """Return whether they were asked for, and name nobody who has asked not to be named."""
        return answers.note is not None and not self._refused(answers.note)

    def ask(self, answers: Answers) -> Answers:
        """Ask what leads to them."""
        from advocate.outbox.editor import editor

        ask = self.room.ask
        questions = questions_in(answers.language or ENGLISH, self.room.sheet(answers).about)
        ask.say()
        ask.say(
            "Now your own words. Staff set copies aside, and read letters that a person has written. What you"
            " type becomes a paragraph of your own, as you type it. An empty line ends an answer; an empty"
            f" answer is fine.{f' {EDIT} alone opens your editor.' if editor() else ''}"
        )
        own = dict(answers.own)
        keys, number = list(questions), 0
        while number < len(keys):
            try:
                own[keys[number]] = self._answer(answers, own, keys[number], questions[keys[number]])
            except ProblemsError as error:
                for problem in error.problems:
                    ask.say(problem.message)
            except BackError:
                if number == 0:
                    raise
                number -= 1
            else:
                number += 1
        note = joined(own)
        count = len(note.split())
        if count:
            ask.say(f"{count} words of your own." if count > 1 else "One word of your own.")
        return replace(answers, own=own, note=note)

    def _answer(self, answers: Answers, own: Mapping[str, str], key: str, question: str) -> str:
        """Return the answer to one question; every line of it is kept as soon as it is typed."""
        from advocate.outbox.editor import editor
        from advocate.sources.sender import own_words

        def keep(so_far: str) -> None:
            self.room.keep(replace(answers, own={**own, key: so_far}, note=None))

        edit = partial(in_editor, questions={key: question}) if editor() else None
        words = own_words(self.room.ask.passage(question, own.get(key, ""), keep, edit))
        if problems := self._refused(words):
            raise ProblemsError(problems)
        return words

    def _refused(self, words: str) -> tuple[Problem, ...]:
        """Return why no letter would be made with these words, nothing where one would."""
        return tuple(own_words_refused(self.room.campaign, words, Sender()))


@dataclass(slots=True)
class Signature(Step):
    """Who signs."""

    room: Room
    fixed: bool
    name: str = "sender"

    def settled(self, answers: Answers) -> bool:
        """Return whether it was asked for."""
        named = bool(with_details(self.room.saved, answers.details).name)
        return self.fixed or (answers.signed and (named or answers.withheld is Withheld.NAME))

    def ask(self, answers: Answers) -> Answers:
        """Ask who signs, or whether it is who always does; and whether to keep that for later."""
        saved, ask = self.room.saved, self.room.ask
        if answers.language and not with_details(saved, answers.details).language:
            # Whoever writes their own words in a language writes in it.
            answers = replace(answers, details={**answers.details, "language": answers.language})
        known = with_details(saved, answers.details)
        chosen = ask.one("Who signs?", _ways_to_sign(known), SAME) if known.name else CHANGE
        if chosen != CHANGE:
            return replace(answers, signed=True, withheld=_WITHHELD[chosen])
        ask.say("Only your name is needed; Enter passes a question over, < goes one step back.")
        if not known.name:
            ask.say("A letter can go without it, too: leave with Ctrl-C, and go on with --anonymous.")
        for key, typed in ask_details(ask, known, {}):
            answers = replace(answers, details={**answers.details, key: typed}, signed=False)
            self.room.keep(answers)
        if with_details(saved, answers.details) != saved:
            self._offer_to_keep(answers)
        return replace(answers, signed=True, withheld=Withheld.NOTHING)

    def _offer_to_keep(self, answers: Answers) -> None:
        from advocate.cli.sender import keep, kept_ties
        from advocate.sources.places import sender_file

        file = sender_file()
        question = f"Keep these details for your next letters, in {file.as_posix()}?"
        if self.room.wish.sender_file is None and self.room.ask.yes(question, default=False):
            # Whether the ties are kept was a question of its own.
            keep(file, replace(with_details(self.room.saved, answers.details), ties=kept_ties(file)))
            self.room.ask.say("kept, readable by you alone; 'advocate sender forget' erases them")


def _ways_to_sign(sender: Sender) -> tuple[Choice, ...]:
    town = " ".join(filter(None, (sender.postcode, sender.city)))
    whole = ", ".join(
        filter(None, (sender.name, sender.street, town, sender.country, sender.email, sender.phone))
    )
    ways = [Choice(SAME, whole), Choice(CHANGE, "change these details for this letter")]
    if sender.street or town:
        ways.append(Choice(NO_ADDRESS, "the same, but leave out the address"))
    return (*ways, Choice(ANONYMOUS, "nobody: leave out my name, and all by which I could be reached"))
