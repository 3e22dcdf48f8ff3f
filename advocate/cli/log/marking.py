"""`advocate log mark` and `undo`: what happened to letters outside of the program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.log.bounced import came_back_from, resume, stop
from advocate.cli.log.finding import day_of, numbered, settled
from advocate.cli.options import CampaignOption
from advocate.cli.recording import has_log, opened, state_words, when
from advocate.core.ledger import Mark, State, Via
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advocate.core.ledger import Entry, Undone
    from advocate.outbox.ledger import Ledger

POSTED = "posted"
_LONGEST_NOTE = 200
"""Characters that a line for oneself may have, since every list shows it."""

SAID = (State.SENT.value, POSTED, State.ANSWERED.value, State.BOUNCED.value, State.FAILED.value)
"""What can be said of a letter; `posted` is sent by post."""

_NOTHING = "nothing is marked that could be taken back"
_OUTSIDE = (Via.EMAIL, Via.POST, Via.FORM, Via.PHONE)


def mark_letters(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ID… STATE",
            help="The numbers that 'advocate log' shows (or an office that has one letter), and what became"
            f" of these letters: {', '.join(SAID)}.",
        ),
    ],
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="YYYY-MM-DD", help="On which day; today if you do not say."),
    ] = None,
    via: Annotated[
        str | None, typer.Option("--via", metavar="WAY", help=f"How it went: {', '.join(_OUTSIDE)}.")
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="A line for yourself.")] = "",
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="ADDRESS", help="Which e-mail address a letter came back from."),
    ] = None,
    campaign: CampaignOption = None,
) -> None:
    """Say what happened to letters outside of the program: sent, posted, answered, come back, not sent.

    One that came back also says in your own contacts that its e-mail address is dead.
    """
    desk = Desk.of(context).at(campaign)
    mark = _mark(desk, words, date, via, note)
    if not has_log():
        raise ProblemsError([Problem("log.unknown", "the log is empty: no letter can be marked")])
    with opened() as ledger:
        settled(desk, ledger)
        entries = numbered(ledger, words[:-1])
        back = mark.state is State.BOUNCED
        addresses = came_back_from(desk, entries, address) if back else {}
        marks = {entry.id: replace(mark, address=addresses.get(entry.id, "")) for entry in entries}
        ledger.mark_all(marks, desk.clock.now())
        try:
            for entry in entries:
                if entry.id in addresses:
                    stop(desk, entry, addresses[entry.id])
        except ProblemsError:
            # Both or nothing: a mark without the dead address would let the next letter go there.
            ledger.undo()
            raise
        now = [ledger.numbered(entry.id) or entry for entry in entries]
    for entry in now:
        _say(desk, entry)
        if entry.id in addresses:
            desk.terminal.say(f"  {entry.address} is used no more for {entry.key.contact}")
    desk.terminal.tell("'advocate log undo' takes this back")


def undo_mark(context: typer.Context, campaign: CampaignOption = None) -> None:
    """Take back the last thing that you said with 'log mark'; once more takes back the one before."""
    desk = Desk.of(context).at(campaign)
    if not has_log():
        desk.terminal.tell(_NOTHING)
        return
    problems: list[Problem] = []
    with opened() as ledger:
        undone = ledger.undo()
        again = {each.now.id for each in undone if _resumed(desk, ledger, each, problems)}
    if not undone:
        desk.terminal.tell(_NOTHING)
    for each in undone:
        said = f"{state_words(each.marked)}, {when(each.marked)}"
        desk.terminal.say(f"taken back: {each.marked.id}  {each.marked.key.contact}: {said}")
        _say(desk, each.now)
        if each.now.id in again:
            desk.terminal.say(f"  {each.marked.address} is used again for {each.marked.key.contact}")
    if problems:
        raise ProblemsError(problems, exit_code=1)


def _resumed(desk: Desk, ledger: Ledger, each: Undone, problems: list[Problem]) -> bool:
    """Return whether the address of a mark that was taken back is used again; add why not, if it should."""
    if each.marked.state is not State.BOUNCED or each.now.state is State.BOUNCED:
        return False
    try:
        return resume(desk, ledger, each.marked)
    except ProblemsError as error:
        problems += [
            replace(problem, message=f"{each.marked.address} stays out of use: {problem.message}")
            for problem in error.problems
        ]
        return False


def _say(desk: Desk, entry: Entry) -> None:
    key = entry.key
    words = f"{entry.id}  {key.contact}, {key.letter}: {state_words(entry)}, {when(entry)}"
    desk.terminal.say(desk.terminal.wrap(words, hanging="  "))


def _mark(desk: Desk, words: Sequence[str], day: str | None, via: str | None, note: str) -> Mark:
    """Return what is said of letters; raise ProblemsError with everything that cannot be meant."""
    problems: list[Problem] = []
    *letters, said = words
    if said not in SAID:
        hint = did_you_mean(said, SAID) or f"; say one of {', '.join(SAID)}"
        problems.append(Problem("log.mark", f"{said!r} is nothing that becomes of a letter{hint}"))
    if not letters:
        problems.append(Problem("log.which", "which letter? Name its number: 'advocate log' shows it"))
    problems += _strange_way(via, said)
    on = None
    try:
        on = day_of(desk, "--date", day)
    except ProblemsError as error:
        problems += error.problems
    if on and on > desk.today:
        problems.append(Problem("log.future", f"{on} has not come yet", Place("--date")))
    if len(note) > _LONGEST_NOTE or not note.isprintable():
        words_ = f"a note is one line of plain text, of {_LONGEST_NOTE} characters at most"
        problems.append(Problem("log.note", words_, Place("--note")))
    if problems:
        raise ProblemsError(problems)
    if on is None and desk.today != desk.clock.now().date():
        # The log's own time is UTC; the writer's day is what they mean.
        on = desk.today
    if said == POSTED:
        return Mark(State.SENT, Via.POST, on, note)
    return Mark(State(said), Via(via) if via else None, on, note)


def _strange_way(via: str | None, said: str) -> Iterator[Problem]:
    """Yield why a letter cannot have gone by a way, if so."""
    ways = [way.value for way in _OUTSIDE]
    if via is None:
        return
    if via not in ways:
        hint = did_you_mean(via, ways) or f"; there are: {', '.join(ways)}"
        yield Problem("log.way", f"no letter goes by {via!r}{hint}")
    elif said not in {State.SENT.value, POSTED}:
        yield Problem("log.way", f"--via says how a letter left, and {said!r} does not mean that")
    elif said == POSTED and via != Via.POST.value:
        yield Problem("log.way", f"'posted' is by post, and not by {via}: say 'sent'")
