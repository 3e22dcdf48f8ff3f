"""The command: a dry run unless it is asked for more, and then one question."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.log.finding import MOST_DIGITS
from advocate.cli.log.follow_up import AfterOption, letters_to_remind_of, tell_unsure
from advocate.cli.options import FormatOption, PlainOption, ReportFormat
from advocate.cli.send.account import (
    CaFileOption,
    FolderOption,
    PasswordCommandOption,
    SecurityOption,
    ServerOption,
    TokenCommandOption,
    UserOption,
    flags,
    settings_for,
)
from advocate.cli.send.pacing import OfficeHoursOption, PerHourOption
from advocate.cli.send.run import SERVICE_OF, Terms, plan_for, run
from advocate.cli.wishes import sends_letters
from advocate.cli.workshop import HELD_BACK, Wish
from advocate.core.anonymity import Withheld
from advocate.core.dispatch import Wanted
from advocate.core.follow_up import SIX_WEEKS, left_by
from advocate.core.ledger import Via
from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advocate.core.follow_up import Due
    from advocate.core.ledger import Entry
    from advocate.outbox.ledger import Ledger


@sends_letters
def send(
    desk: Desk,
    wish: Wish,
    via: Annotated[
        str,
        typer.Option(
            "--via",
            metavar="WAY",
            help="smtp: send from your mail account. drafts: put them into your Drafts folder, to be sent by"
            " you.",
        ),
    ],
    really: Annotated[
        bool, typer.Option("--really", help="Do it; without this you only see what would be done.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", help="At most so many letters in this run.")
    ] = 5,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before it begins.")] = False,
    per_hour: PerHourOption = 20,
    office_hours: OfficeHoursOption = False,
    copy_to_me: Annotated[
        bool, typer.Option("--copy-to-me", help="Send each letter to your own address, too.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also what has been sent before, or has failed.")
    ] = False,
    resend: Annotated[
        list[str] | None,
        typer.Option(
            "--resend",
            metavar="ID",
            help="Send again what may have been sent already, by its number in the log. Repeat it, or use"
            " commas.",
        ),
    ] = None,
    follow_up: Annotated[
        bool,
        typer.Option(
            "--follow-up",
            help="Send reminders of letters that have no answer; 'advocate log follow-up' names them.",
        ),
    ] = False,
    after: AfterOption = SIX_WEEKS,
    server: ServerOption = None,
    security: SecurityOption = None,
    user: UserOption = None,
    password_command: PasswordCommandOption = None,
    token_command: TokenCommandOption = None,
    ca_file: CaFileOption = None,
    folder: FolderOption = None,
    no_log: Annotated[bool, typer.Option("--no-log", hidden=True)] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Send nothing while the review warns of anything: exit 3.")
    ] = False,
    unpinned_ok: Annotated[
        bool,
        typer.Option("--unpinned-ok", help="Send though the campaign is not the one that you have pinned."),
    ] = False,
    plain: PlainOption = False,
    report: FormatOption = ReportFormat.TABLE,
) -> None:
    """Send letters from your own mail account, or put them into its Drafts folder.

    Without --really nothing is sent and no server is asked: you see what would go, and who is left out and
    why. With it you are asked once more. Each letter goes to one address, and none goes twice: the log
    remembers.
    """
    if wish.withheld is Withheld.NAME:
        words = (
            "an e-mail tells the address of the account it leaves from, so none is sent without a name:"
            " 'advocate generate --anonymous' makes letters to post"
        )
        raise ProblemsError([Problem("send.anonymous", words, Place("--anonymous"))])
    astray = {"--copy-to-me": copy_to_me, "--office-hours": office_hours} if via == Via.DRAFTS else {}
    astray |= {"--folder": bool(folder)} if via == Via.SMTP else {}
    _inspect(via, limit, per_hour, [flag for flag, given in astray.items() if given], no_log=no_log)
    if really and not (wish.as_pinned or unpinned_ok):
        words = (
            "nothing was sent, since this campaign is not the one that you have pinned: pin it anew once you"
            " know why it has changed, or add --unpinned-ok"
        )
        raise ProblemsError([Problem("send.not-pinned", words)], exit_code=HELD_BACK)
    given = flags(server, security, user, password_command, token_command, ca_file, folder)
    way = Via(via)
    terms = Terms(
        *(way, really, yes, plain, per_hour, office_hours, copy_to_me, again, strict, report),
        settings_for(SERVICE_OF[way], given, lambda aside: desk.terminal.problems([aside])),
    )
    numbers = _numbers(resend or ())
    with ExitStack() as open_:
        ledger = _ledger(open_, desk, really=really)
        wanted = Wanted(way, again, frozenset(numbers))
        if follow_up and not numbers:
            due = _to_remind_of(desk, wish, after, report)
            if not due:
                return
        else:
            wish, due = _named(numbers, ledger, wish)
        code = run(desk, terms, plan_for(desk, terms, wish, ledger, wanted, limit, due), ledger)
    if code:
        raise typer.Exit(code)


def _inspect(via: str, limit: int, per_hour: int, astray: Sequence[str], *, no_log: bool) -> None:
    """Raise ProblemsError with everything that is wrong in the options; `astray` go with another way."""
    from advocate.sources import places

    problems = []
    if via not in SERVICE_OF:
        words = f"{via!r} is no way to send: smtp sends, drafts puts the letters into your Drafts folder"
        problems.append(Problem("send.via", words, Place("--via")))
    for flag in astray:
        other = Via.SMTP if via == Via.DRAFTS else Via.DRAFTS
        problems.append(Problem("send.via", f"this goes with --via {other}", Place(flag)))
    if limit < 1:
        problems.append(Problem("send.limit", "at least one letter, or none by leaving it", Place("--limit")))
    if per_hour < 0:
        problems.append(Problem("send.per-hour", "a number from 0 on is wanted", Place("--per-hour")))
    if no_log:
        words = "without the log a letter could be sent twice, so nothing is sent without it"
        problems.append(Problem("send.needs-log", words, Place("--no-log")))
    elif places.log_is_off():
        words = (
            "the log is off, and without it a letter could be sent twice: 'advocate log on' turns it on,"
            " and 'advocate generate' makes letters that you can send yourself"
        )
        problems.append(Problem("send.needs-log", words))
    if problems:
        raise ProblemsError(problems)


def _ledger(open_: ExitStack, desk: Desk, *, really: bool) -> Ledger | None:
    """Return the open ledger, None where a dry run finds none.

    With `--really` no other run can send from here on, so what another one left unfinished is known to be.
    """
    from advocate.outbox.ledger import alone, open_ledger
    from advocate.sources import places

    file = places.ledger_file()
    if not really:
        if not places.is_there(file):
            return None
        ledger = open_ledger(file)
        open_.callback(ledger.close)
        return ledger
    open_.enter_context(alone(file))
    ledger = open_ledger(file)
    open_.callback(ledger.close)
    # Opening reads the beginning only; what is destroyed further on may be that a letter has left.
    ledger.check()
    ledger.abandoned(desk.clock.now())
    return ledger


def _numbers(words: Sequence[str]) -> tuple[int, ...]:
    parts = [part.strip() for word in words for part in word.split(",")]
    for part in parts:
        if not (part.isascii() and part.isdecimal() and len(part) <= MOST_DIGITS):
            told = f"{part!r} is no number of the log: 'advocate log' shows them"
            raise ProblemsError([Problem("send.resend", told, Place("--resend"))])
    return tuple(int(part) for part in parts)


def _to_remind_of(desk: Desk, wish: Wish, after: str, report: ReportFormat) -> Sequence[Due]:
    """Return the letters that have waited so long for an answer; say so where there is none."""
    found = letters_to_remind_of(desk, wish, after)
    tell_unsure(desk.terminal, found.unsure)
    if not found.due:
        terminal = desk.terminal
        if report is ReportFormat.JSON:
            terminal.write_json({"letters": []})
        else:
            day = left_by(after, desk.today)
            terminal.say(f"No letter that left on {day} or before waits for an answer.")
    return found.due


def _named(numbers: Sequence[int], ledger: Ledger | None, wish: Wish) -> tuple[Wish, Sequence[Due]]:
    """Return the wish for the letters that are named, with `--resend` by their numbers.

    With it go the letters that these are reminders of, where they are any. Raises ProblemsError where nobody
    is named, and where a number is of no letter that may have been sent.
    """
    if not numbers:
        if not wish.to:
            words = "whom is the letter for? Add --to WORD; 'advocate contacts list' shows the offices"
            raise ProblemsError([Problem("to.missing", words)])
        return wish, ()
    entries = _in_doubt(numbers, ledger)
    reminders = [entry for entry in entries if entry.key.reminder]
    letters = sorted({entry.key.letter for entry in entries})
    if len(reminders) < len(entries) and (reminders or len(letters) > 1):
        words = f"these are different letters ({', '.join(letters)}): resend those of one letter at a time"
        raise ProblemsError([Problem("send.resend", words, Place("--resend"))])
    if reminders and ledger:
        return wish, _of_reminders(reminders, ledger)
    return replace(wish, to=[entry.key.contact for entry in entries], letter=wish.letter or letters[0]), ()


def _in_doubt(numbers: Sequence[int], ledger: Ledger | None) -> Sequence[Entry]:
    """Return the entries of letters that may have been sent; raise ProblemsError for every other number."""
    from advocate.core.ledger import State

    entries: list[Entry] = []
    problems = []
    for number in numbers:
        entry = ledger.numbered(number) if ledger else None
        if entry and entry.state in {State.UNKNOWN, State.SENDING}:
            entries.append(entry)
            continue
        state = f"is {entry.state}" if entry else "is not in your log"
        words = f"letter {number} {state}: --resend is for what may have been sent ('advocate log' shows it)"
        problems.append(Problem("send.resend", words, Place("--resend")))
    if problems:
        raise ProblemsError(problems)
    return entries


def _of_reminders(reminders: Sequence[Entry], ledger: Ledger) -> Sequence[Due]:
    from advocate.core.follow_up import reminded_of

    everything = ledger.entries()
    due = [(entry, reminded_of(entry, everything)) for entry in reminders]
    problems = [
        Problem("send.resend", f"the letter that {entry.id} reminds of is not in your log", Place("--resend"))
        for entry, found in due
        if found is None
    ]
    if problems:
        raise ProblemsError(problems)
    return [found for _, found in due if found]
