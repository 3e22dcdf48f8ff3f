"""`advocate sender`: the writer's own details, kept for their letters and erased when they say so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.details import DETAILS, NO_NAME, ask_details, needs_language
from advocate.cli.options import FormatOption, NoInputOption, PlainOption, ReportFormat
from advocate.cli.plain import commands
from advocate.cli.wishes import (
    CityOption,
    CountryOption,
    EmailOption,
    LinkOption,
    NameOption,
    OccupationOption,
    PhoneOption,
    PostcodeOption,
    RegionOption,
    StreetOption,
    TiesOption,
    joined_ties,
)
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.core.sender import Sender, ties_text, with_details

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from advocate.cli.asking.questions import Asking

CODE = "sender"


def app() -> typer.Typer:
    """Return the commands about the writer."""
    return commands(
        "Your own details, kept on this machine for your letters.",
        set=set_sender,
        show=show_sender,
        forget=forget_sender,
    )


def set_sender(
    context: typer.Context,
    name: NameOption = None,
    street: StreetOption = None,
    postcode: PostcodeOption = None,
    city: CityOption = None,
    region: RegionOption = None,
    country: CountryOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="xx", help="The language you write in, such as fr; letters follow it."
        ),
    ] = None,
    occupation: OccupationOption = None,
    link: LinkOption = None,
    ties: TiesOption = None,
    plain: PlainOption = False,
    no_input: NoInputOption = False,
) -> None:
    """Tell who you are, once: asked step by step, or by flags. Only the name is needed.

    A flag answers its question, and an empty one ("") takes a detail away. Nothing leaves this machine but
    the letters that you send yourself.
    """
    from advocate.cli.asking import answered
    from advocate.sources import places

    desk = Desk.of(context)
    file = places.sender_file()
    before = _kept(file) or Sender()
    flags = {
        "name": name,
        "street": street,
        "postcode": postcode,
        "city": city,
        "region": region,
        "country": country,
        "email": email,
        "phone": phone,
        "language": language,
        "occupation": occupation,
        "link": link,
        "ties": joined_ties(ties),
    }
    typed = _checked({key: value for key, value in flags.items() if value is not None})
    if not no_input and (plain or answered()):
        typed |= _ask(desk, before, typed, file, plain=plain)
    unclear = needs_language(before, typed)
    if unclear:
        words = f"{unclear[0]} is kept in several languages: say with --language in which these words are"
        raise ProblemsError([Problem("sender.which-language", words)])
    sender = with_details(before, typed)
    if not sender.name:
        words = f"{NO_NAME.message}: add --name (and, as you like, --{' --'.join(list(DETAILS)[1:])})"
        raise ProblemsError([Problem(NO_NAME.code, words)])
    keep(file, sender)
    desk.terminal.say(f"kept in {file.as_posix()}, readable by you alone")
    shown = "'advocate sender show' shows it, 'advocate sender forget' erases it"
    desk.terminal.say(desk.terminal.wrap(shown))


def show_sender(context: typer.Context, report: FormatOption = ReportFormat.TABLE) -> None:
    """Show what is kept about you, and where."""
    from advocate.render.sender_yaml import sender_data
    from advocate.sources import places

    terminal = Desk.of(context).terminal
    file = places.sender_file()
    sender = _kept(file)
    if report is ReportFormat.JSON:
        terminal.write_json({"file": file.as_posix(), "sender": sender_data(sender) if sender else None})
        return
    if sender is None:
        words = "nothing is kept about you; 'advocate sender set' keeps your details for your letters"
        terminal.say(terminal.wrap(words))
        return
    rows = []
    for key, value in sender_data(sender).items():
        by_language = value.items() if isinstance(value, dict) else ()
        text = ties_text(sender.ties) if key == "ties" else str(value)
        rows.append((key, "\n".join(f"{code}: {words}" for code, words in by_language) or text))
    terminal.grid(rows, (14, 40))
    terminal.say(f"kept in {file.as_posix()}")


def forget_sender(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
    plain: PlainOption = False,
) -> None:
    """Erase your details, and the answers of letters that you have not finished."""
    from advocate.cli.asking import answered, asking, leaving
    from advocate.outbox.own_files import erase, rewrite
    from advocate.sources import places

    terminal = Desk.of(context).terminal
    kept = [file for file in (places.sender_file(), *places.unfinished_files()) if places.is_there(file)]
    leftovers = places.leftovers()
    if not kept and not leftovers:
        terminal.say("nothing is kept about you")
        return
    for file in (*kept, *leftovers):
        terminal.tell(f"kept: {file.as_posix()}")
    if not yes:
        if not (plain or answered()):
            words = "nothing was erased, since nobody can be asked here: add --yes"
            raise ProblemsError([Problem("sender.not-sure", words)])
        ask = asking(terminal, plain=plain)
        with leaving("nothing was erased"):
            sure = ask.yes("Erase all of this?", default=False)
        if not sure:
            terminal.say("nothing was erased")
            return
    for left in leftovers:
        erase(left, CODE)
        terminal.say(f"erased: {left.as_posix()}")
    for file in kept:
        rewrite(file, lambda: None, code=CODE)
        terminal.say(f"erased: {file.as_posix()}")
    words = (
        "Backups, copies and the disk itself may hold old versions still; no program can erase those. Letters"
        " that you have made are where you put them, and carry your name."
    )
    terminal.say(terminal.wrap(words))


def keep(file: Path, sender: Sender) -> None:
    """Keep the writer's details; raise ProblemsError where that cannot be done."""
    from advocate.outbox.own_files import rewrite
    from advocate.render.sender_yaml import sender_text

    rewrite(file, sender_text(sender).encode, code=CODE)


def kept_ties(file: Path) -> tuple[str, ...] | None:
    """Return the ties that are kept, None where none are; raise ProblemsError where that cannot be read."""
    kept = _kept(file)
    return kept.ties if kept else None


def keep_ties(file: Path, ties: tuple[str, ...]) -> None:
    """Keep the writer's ties beside what is kept already; raise ProblemsError where that cannot be done."""
    keep(file, replace(_kept(file) or Sender(), ties=ties))


def _kept(file: Path) -> Sender | None:
    from advocate.sources.places import is_there
    from advocate.sources.sender import read_sender

    return read_sender(file, file.as_posix(), {}) if is_there(file) else None


def _checked(flags: Mapping[str, str]) -> dict[str, str]:
    """Return flags as they are kept; raise ProblemsError with everything that is wrong in them."""
    from advocate.sources.sender import detail

    clean: dict[str, str] = {}
    problems: list[Problem] = []
    for key, value in flags.items():
        try:
            clean[key] = detail(key, value, Place(f"--{key}"))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return clean


def _ask(
    desk: Desk, before: Sender, given: Mapping[str, str], file: Path, *, plain: bool
) -> Mapping[str, str]:
    from advocate.cli.asking import asking, leaving
    from advocate.cli.asking.questions import BackError

    ask = asking(desk.terminal, plain=plain)
    ask.say(
        "Only your name is needed; Enter passes a question over, < goes one step back, Ctrl-C leaves. What"
        f" you tell is kept in {file.as_posix()}, readable by you alone, and shown in letters that you make."
    )
    typed: dict[str, str] = {}
    told: dict[str, str] | None = None
    with leaving("nothing was changed"):
        while True:
            try:
                # One by one: what was typed before a step back counts.
                for answer in ask_details(ask, before, given, told):
                    typed.update([answer])
            except BackError:
                ask.say("this is the first question")
                told = None
                if set(DETAILS) - set(given):
                    continue
            try:
                return {**typed, **_ask_ties(desk, ask, before, given)}
            except BackError:
                told = typed


def _ask_ties(desk: Desk, ask: Asking, before: Sender, given: Mapping[str, str]) -> Mapping[str, str]:
    """Ask which countries the writer is tied to, where the campaign has such; return what is to be kept."""
    from advocate.cli.ties import ask_ties, tell_why
    from advocate.cli.workshop import read_offices
    from advocate.core.risk import countries_of_risk
    from advocate.sources.wording import CldrWording

    if "ties" in given:
        return {}
    try:
        countries = countries_of_risk(read_offices(desk.campaign).institutions)
    except ProblemsError:
        # Who somebody is can be kept while a campaign is being mended.
        ask.say("the campaign cannot be read, so nothing is asked of your ties: --ties tells them")
        return {}
    if not countries:
        return {}
    wording = CldrWording("en")
    tell_why(ask, countries, wording)
    ties = ask_ties(ask, countries, wording, before.ties)
    if ties == before.ties:
        return {}
    if ties is None or not ask.yes("Keep this answer with your details?", default=False):
        return {"ties": ""} if before.ties is not None else {}
    return {"ties": ties_text(ties)}
