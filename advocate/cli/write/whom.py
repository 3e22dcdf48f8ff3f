"""To whom, which letter, in which language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from advocate.cli.asking.questions import BackError, Choice
from advocate.cli.words import CHANNEL_WORDS, KIND_WORDS
from advocate.cli.write.path import WHOM, Step
from advocate.core import outlook
from advocate.core.address import holder_on, retired_on
from advocate.core.campaign import Review
from advocate.core.choose import choose
from advocate.core.registry import in_language
from advocate.core.risk import countries_at_risk
from advocate.core.standing import why_stopped
from advocate.core.tongue import COMMON

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from advocate.cli.write.path import Room
    from advocate.core.answers import Answers
    from advocate.core.campaign import LetterSheet
    from advocate.core.registry import Office
    from advocate.core.sender import Sender

MOST = 40
"""Offices that one can still choose from in one list; of more, institutions or groups are shown."""


@dataclass(slots=True)
class Whom(Step):
    """The offices, ticked by institution."""

    room: Room
    fixed: bool
    name: str = WHOM

    def settled(self, answers: Answers) -> bool:
        """Return whether every office that was chosen can be written to."""
        usable = {office.contact.id for office in _usable(self.room)}
        return bool(answers.to) and set(answers.to or ()) <= usable

    def ask(self, answers: Answers) -> Answers:
        """Ask for offices."""
        choices = _choices(self.room, self.room.writer(answers))
        offices, day = self.room.registry.offices, self.room.day
        meant = partial(_meant, offices, day=day)
        taken = self.room.ask.several("To whom will you write?", choices, answers.to or (), meant)
        chosen = choose(offices, taken, day=day)
        self.room.ask.say(f"{_count(len(chosen), 'office')} chosen.")
        return replace(answers, to=tuple(office.contact.id for office in chosen))


@dataclass(slots=True)
class Which(Step):
    """The letter, among those that fit the chosen offices."""

    room: Room
    fixed: bool
    name: str = "letter"

    def open(self, answers: Answers) -> bool:
        """Return whether there is a choice."""
        return not self.fixed and len(self._fitting(answers)) > 1

    def settled(self, answers: Answers) -> bool:
        """Return whether the letter that was chosen fits any of the offices; a flag is held to it later."""
        return self.fixed or answers.letter in {sheet.id for sheet in self._fitting(answers)}

    def ask(self, answers: Answers) -> Answers:
        """Ask for a letter."""
        fitting, offices, ask = self._fitting(answers), self.room.offices(answers), self.room.ask
        if not fitting:
            ask.say("no letter of this campaign is meant for these offices: choose others")
            raise BackError
        if len(fitting) == 1:
            ask.say(f"One letter fits: {in_language(fitting[0].title, 'en')}. It {fitting[0].summary}.")
            return replace(answers, letter=fitting[0].id)
        choices = [
            Choice(
                sheet.id,
                in_language(sheet.title, "en"),
                (
                    f"It {sheet.summary}.",
                    f"for {_share(len(_of(sheet, offices)), len(offices))}; facts of {sheet.as_of}",
                ),
            )
            for sheet in fitting
        ]
        default = self.room.campaign.default_letter
        chosen = ask.one("Which letter?", choices, answers.letter or default)
        return replace(answers, letter=chosen)

    def _fitting(self, answers: Answers) -> list[LetterSheet]:
        offices = self.room.offices(answers)
        sheets = self.room.campaign.letters
        return [
            sheet
            for sheet in sheets
            if _of(sheet, offices) and why_stopped(self.room.campaign, sheet) is None
        ]


@dataclass(slots=True)
class Language(Step):
    """The language, among those that the letter is written in and the offices can be addressed in."""

    room: Room
    fixed: bool
    name: str = "language"

    def open(self, answers: Answers) -> bool:
        """Return whether there is a choice."""
        return not self.fixed and len(self._known(answers)) > 1

    def settled(self, answers: Answers) -> bool:
        """Return whether any of the letters can be written in it; a flag is held to it later."""
        return self.fixed or answers.language in self._known(answers)

    def ask(self, answers: Answers) -> Answers:
        """Ask for a language."""
        known, offices = self._known(answers), self.room.offices(answers)
        usual = next((code for code in (self.room.saved.language, COMMON) if code in known), None)
        if len(known) < 2:  # noqa: PLR2004 - one language or none is no choice
            return replace(answers, language=usual or next(iter(known), COMMON))
        reviews = self.room.sheet(answers).reviews
        choices = []
        for code, number in known.items():
            words = self.room.wording.language_name(code)
            reads = sum(1 for office in offices if code in office.languages.codes)
            more = (
                [f"{reads} of them work in it" if len(offices) > 1 else "the office works in it"]
                if reads
                else []
            )
            if reviews.get(code, Review.NOT_REVIEWED) is Review.NOT_REVIEWED:
                more.append("not yet reviewed by a native reader")
            choices.append(
                Choice(
                    code, f"{words}: for {_share(number, len(offices))}", ("; ".join(more),) if more else ()
                )
            )
        chosen = self.room.ask.one("In which language?", choices, answers.language or usual)
        return replace(answers, language=chosen)

    def _known(self, answers: Answers) -> dict[str, int]:
        """Return the languages of the letter, each with the number of offices that can have it."""
        if answers.letter is None:
            return {}
        sheet, known = self.room.sheet(answers), dict[str, int]()
        for office in _of(sheet, self.room.offices(answers)):
            version = sheet.version_for(office)
            for code in version.languages if version else ():
                if code in office.contact.forms_of_address:
                    known[code] = known.get(code, 0) + 1
        return {code: known[code] for code in sheet.languages if code in known}


def _usable(room: Room) -> list[Office]:
    return [office for office in room.registry.offices if not retired_on(office, room.day)]


def _of(sheet: LetterSheet, offices: Sequence[Office]) -> list[Office]:
    return [office for office in offices if sheet.version_for(office)]


def _choices(room: Room, writer: Sender) -> list[Choice]:
    """Return the offices to choose from; where they are too many, institutions, or groups."""
    offices = _usable(room)
    if len(offices) <= MOST:
        return [_office(office, room, writer) for office in offices]
    institutions = [
        Choice(
            id_,
            f"{in_language(held[0].institution.name, 'en')}: {_count(len(held), 'office')}",
            _danger(held, room, writer),
            _group(held),
        )
        for id_, held in (
            (id_, list(each)) for id_, each in groupby(offices, lambda office: office.institution.id)
        )
    ]
    if len(institutions) <= MOST:
        return institutions
    return [
        Choice(
            id_,
            f"{in_language(held[0].group.name, 'en')}: {_count(len(held), 'office')}",
            _danger(held, room, writer),
        )
        for id_, held in ((id_, list(each)) for id_, each in groupby(offices, lambda office: office.group.id))
    ]


def _danger(offices: Sequence[Office], room: Room, writer: Sender) -> tuple[str, ...]:
    """Return a line that says of which states the writer should beware, none where there is no such state."""
    codes = dict.fromkeys(code for office in offices for code in countries_at_risk(office, writer))
    if not codes:
        return ()
    names = " and ".join(room.wording.country(code) for code in codes)
    return (f"danger: a signed letter can harm you or people close to you ({names})",)


def _office(office: Office, room: Room, writer: Sender) -> Choice:
    holder = holder_on(office.contact, room.day)
    title = in_language((holder and holder.role) or office.contact.title, "en")
    who = f"{title}, {holder.name}" if holder else title
    ways = ", ".join(_ways(office, room))
    short = outlook.in_short(office, room.day) if ways else ""
    return Choice(
        office.contact.id,
        f"{who} ({office.contact.id})",
        (
            f"why: {KIND_WORDS[office.contact.kind]}",
            f"by: {ways or 'no way to reach it is known'}",
            *((f"-> {short}",) if short else ()),
            *_danger([office], room, writer),
        ),
        (*_group([office]), in_language(office.institution.name, "en")),
    )


def _group(held: Sequence[Office]) -> tuple[str, ...]:
    return (in_language(held[0].group.name, "en").upper(),)


def _ways(office: Office, room: Room) -> Iterator[str]:
    known = outlook.ages_of(office, room.day)
    return (f"{words} ({known[way].freshness})" for way, words in CHANNEL_WORDS.items() if way in known)


def _meant(offices: Sequence[Office], words: Sequence[str], *, day: date) -> tuple[str, ...]:
    """Return the offices that some words mean, in the words of `--to`."""
    return tuple(office.contact.id for office in choose(offices, words, day=day))


def _share(number: int, whole: int) -> str:
    if whole == 1:
        return "this office"
    return f"all {whole} offices" if number == whole else f"{number} of {whole} offices"


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"
