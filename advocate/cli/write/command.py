"""The command: what the flags have answered, where somebody has left, and the letters in the end."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.asking import asking, leaving
from advocate.cli.asking.questions import BackError
from advocate.cli.desk import Desk
from advocate.cli.holding_back import hold_back
from advocate.cli.options import (
    FormatOption,
    NoInputOption,
    OverwriteOption,
    PlainOption,
    ReportFormat,
    TrustFolderOption,
)
from advocate.cli.own_words import joined
from advocate.cli.recording import NoLogOption, record_made
from advocate.cli.wishes import StrictOption, asks_for_letters
from advocate.cli.workshop import (
    HELD_BACK,
    Wish,
    everything_told,
    make_letters,
    own_words,
    read_offices,
    signature_wished,
)
from advocate.cli.write.path import Room, walk
from advocate.cli.write.risk import Consent, Ties
from advocate.cli.write.who import OwnWords, Signature
from advocate.cli.write.whom import Language, Which, Whom
from advocate.core.anonymity import Withheld
from advocate.core.answers import Answers
from advocate.core.campaign import Status
from advocate.core.choose import choose
from advocate.core.problems import Problem, ProblemsError
from advocate.core.registry import in_language
from advocate.core.sender import ties_text, with_details
from advocate.core.standing import why_stopped
from advocate.core.tongue import COMMON

if TYPE_CHECKING:
    from advocate.cli.asking.questions import Asking
    from advocate.cli.write.path import Step

CODE = "unfinished"


@asks_for_letters
def write(
    desk: Desk,
    wish: Wish,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder for the letters.")
    ] = None,
    as_: Annotated[
        str,
        typer.Option(
            "--as", metavar="FORMS", help="auto (what suits each office best), or as 'generate' takes them."
        ),
    ] = "auto",
    overwrite: OverwriteOption = False,
    trust_folder: TrustFolderOption = False,
    plain: PlainOption = False,
    no_input: NoInputOption = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where you left, without being asked.")
    ] = False,
    afresh: Annotated[bool, typer.Option("--afresh", help="Begin anew, and forget where you left.")] = False,
    no_log: NoLogOption = False,
    strict: StrictOption = False,
    report: FormatOption = ReportFormat.TABLE,
) -> None:
    """Write letters step by step: to whom, which letter, your own words, who you are, a look, and save.

    Every answer can be typed, and each can be given as a flag and is not asked then. You can leave at any
    point (Ctrl-C) and go on later from there.
    """
    from advocate.cli.handover import hand_over, tell_handed
    from advocate.cli.write.look import Look, Save
    from advocate.core.forms import read_forms
    from advocate.outbox.own_files import rewrite
    from advocate.sources.answers import read_answers

    if resume and afresh:
        words = "--resume goes on and --afresh begins anew: choose one of them"
        raise ProblemsError([Problem("write.resume-or-afresh", words)])
    wanted = read_forms(as_)
    room = _room(desk, wish, asking(desk.terminal, plain=plain or no_input))
    if no_input:
        answers = _answered(room, (read_answers(room.unfinished) if resume else None) or Answers())
        wish = _needed(room, answers, out)
        work = hold_back(desk, make_letters(wish), wish.accepted, report=report, ask=False)
        handed = hand_over(work, out or Path(), wanted, overwrite=overwrite, trusting=trust_folder)
    else:
        _tell_case(room)
        answers = _answered(room, _begun(room, resume=resume, afresh=afresh))
        consent = Consent(room)
        steps = _questions(room, consent)
        look = Look(room, tuple(steps), partial(_wish, room), consent)
        save = Save(room, look, out, wanted, overwrite=overwrite, trusting=trust_folder)
        kept = f"your answers are kept in {room.unfinished.as_posix()}; 'advocate write' goes on from there"
        with leaving(kept):
            walk([*steps, look, save], answers, room)
        handed = save.done()
    if resume or not no_input:
        rewrite(room.unfinished, lambda: None, code=CODE)
    recorded = record_made(desk, handed.letters, wanted=not no_log)
    tell_handed(desk.terminal, handed, report, recorded, strict=strict)


def _room(desk: Desk, wish: Wish, ask: Asking) -> Room:
    """Return what the steps work with; raise ProblemsError where it cannot be read, or is held back."""
    from advocate.outbox.own_files import rewrite
    from advocate.render.answers import answers_text
    from advocate.sources import places
    from advocate.sources.campaign import letter_called, read_campaign
    from advocate.sources.wording import CldrWording

    folder = places.campaign_folder(wish.campaign)
    campaign = read_campaign(folder.templates, folder.shown(folder.templates))
    stopped = [why_stopped(campaign, sheet) for sheet in campaign.letters]
    if wish.letter:
        stopped = [why_stopped(campaign, letter_called(campaign, wish.letter))]
    if stopped and all(stopped):
        raise ProblemsError([Problem("letter.stopped", why) for why in stopped if why], exit_code=HELD_BACK)
    unfinished = places.unfinished_file(campaign.id)
    # Nobody answers every question to hear at the end that their signature cannot be used.
    signature_wished(wish)
    return Room(
        desk=desk,
        ask=ask,
        campaign=campaign,
        registry=read_offices(wish.campaign, desk.terminal.problems),
        wish=wish,
        saved=everything_told(wish),
        wording=CldrWording("en", ""),
        unfinished=unfinished,
        keep=lambda answers: rewrite(unfinished, answers_text(answers).encode, code=CODE),
    )


def _questions(room: Room, consent: Consent) -> list[Step]:
    wish = room.wish
    named = bool(room.saved.name) and (wish.sender_file is not None or wish.flags.get("name") is not None)
    signed = named or wish.withheld is Withheld.NAME
    return [
        Ties(room, fixed=room.saved.ties is not None),
        Whom(room, fixed=bool(wish.to)),
        consent,
        Which(room, fixed=wish.letter is not None),
        Language(room, fixed=wish.language is not None),
        OwnWords(room, fixed=wish.note is not None or wish.own_words is not None),
        Signature(room, fixed=signed),
    ]


def _tell_case(room: Room) -> None:
    """Say what the case is, where it stands, and how one leaves."""
    campaign, ask = room.campaign, room.ask
    source = campaign.source
    ask.talk.heading(in_language(campaign.title, "en"))
    if campaign.summary:
        ask.say(in_language(campaign.summary, "en"))
    said_by = f"{in_language(source.publisher, 'en')}: {in_language(source.title, 'en')}"
    ask.say(f"{said_by} ({room.wording.when(campaign.as_of)}), {source.url}")
    if campaign.status is Status.HISTORICAL:
        ask.say(
            f"A historical case: the facts are those of {room.wording.when(campaign.as_of)}, and every letter"
            " says so. Find out what has changed since."
        )
    ask.say()
    ask.say(
        f"Ctrl-C leaves at any point. Your answers are kept in {room.unfinished.as_posix()}, readable by you"
        " alone, until the letters are saved. Nothing is sent."
    )


def _begun(room: Room, *, resume: bool, afresh: bool) -> Answers:
    """Return the answers to begin with: those of the last time, where somebody goes on from there."""
    from advocate.sources.answers import read_answers

    kept = None if afresh else read_answers(room.unfinished)
    if kept is None:
        if resume:
            room.ask.say("there is nothing to go on with, so this is a new letter")
        return Answers()
    told = [f"{len(kept.to)} offices" if len(kept.to) > 1 else "1 office"] if kept.to else []
    told += [f"the letter {kept.letter}"] if kept.letter else []
    words = len(joined(kept.own).split())
    told += [f"{words} words of your own"] if words else []
    told += ["your details"] if kept.details else []
    room.ask.say()
    room.ask.say(f"You have begun a letter: {', '.join(told) or 'nothing is answered yet'}.")
    with leaving("nothing has changed"):
        try:
            on = resume or room.ask.yes("Go on where you left?", default=True)
        except BackError:
            on = True
    return kept if on else Answers()


def _answered(room: Room, answers: Answers) -> Answers:
    """Return answers with what flags say in their place; raise ProblemsError where that cannot be used."""
    wish = room.wish
    if wish.to:
        chosen = choose(room.registry.offices, wish.to, wish.without, day=wish.day)
        if not chosen:
            words = "nobody is left to write to: see --to and --except"
            raise ProblemsError([Problem("to.nobody", words)])
        answers = replace(answers, to=tuple(office.contact.id for office in chosen))
    if wish.letter:
        answers = replace(answers, letter=wish.letter)
    if wish.language:
        answers = replace(answers, language=wish.language)
    if wish.note is not None or wish.own_words is not None:
        answers = replace(answers, note=own_words(wish), own={})
    return answers


def _wish(room: Room, answers: Answers) -> Wish:
    """Return what the answers and the flags together ask for."""
    ties = {} if answers.ties is None else {"ties": ties_text(answers.ties)}
    return replace(
        room.wish,
        to=answers.to or (),
        without=(),
        letter=answers.letter,
        language=answers.language,
        flags={**room.wish.flags, **answers.details, **ties},
        accept_risk=(*room.wish.accept_risk, *(code for code, yes in answers.risks.items() if yes)),
        twin=COMMON if answers.language not in {None, COMMON} else None,
        own_words=answers.note if answers.note is not None else joined(answers.own),
        withheld=_withheld(room, answers),
    )


def _withheld(room: Room, answers: Answers) -> Withheld:
    """Return what the letters keep to themselves: as a flag says it, or else as it was answered."""
    asked = room.wish.withheld
    return answers.withheld if asked is Withheld.NOTHING else asked


def _needed(room: Room, answers: Answers, out: Path | None) -> Wish:
    """Return what is asked for where nobody can be asked; raise ProblemsError with what is missing."""
    named = with_details(room.saved, answers.details).name or _withheld(room, answers) is Withheld.NAME
    flags = {"--to": answers.to, "--name": named, "--out": out}
    missing = [flag for flag, value in flags.items() if not value]
    if missing:
        words = f"nobody is asked with --no-input, so this is missing: {', '.join(missing)}"
        raise ProblemsError([Problem("write.missing", words)])
    return _wish(room, answers)
