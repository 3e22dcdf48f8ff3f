"""`advocate log mark` and `undo`: what happened to letters outside of the program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.log.finding import day_of, numbered, settled
from advocate.cli.options import CampaignOption
from advocate.cli.recording import opened, state_words, when
from advocate.core.ledger import Mark, State, Via
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advocate.core.ledger import Entry

POSTED = "posted"
SAID = (State.SENT.value, POSTED, State.ANSWERED.value, State.BOUNCED.value, State.FAILED.value)
"""What can be said of a letter; `posted` is sent by post."""

_OUTSIDE = (Via.EMAIL, Via.POST, Via.FORM, Via.PHONE)
_BACK = "the e-mail came back"


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
    with opened() as ledger:
        settled(desk, ledger)
        entries = numbered(ledger, words[:-1])
        back = mark.state is State.BOUNCED
        addresses = {entry.id: _came_back_from(desk, entry, address) for entry in entries} if back else {}
        marks = {entry.id: replace(mark, address=addresses.get(entry.id, "")) for entry in entries}
        ledger.mark_all(marks, desk.clock.now())
        try:
            for entry in entries if back else ():
                _die(desk, entry, addresses[entry.id])
        except ProblemsError:
            # Both or nothing: a mark without the dead address would let the next letter go there.
            ledger.undo()
            raise
        now = [ledger.numbered(entry.id) or entry for entry in entries]
    for entry in now:
        _say(desk, entry)
        if entry.state is State.BOUNCED:
            desk.terminal.say(f"  {entry.address} is used no more for {entry.key.contact}")
    desk.terminal.tell("'advocate log undo' takes this back")


def undo_mark(context: typer.Context, campaign: CampaignOption = None) -> None:
    """Take back the last thing that you said with 'log mark'; once more takes back the one before."""
    desk = Desk.of(context).at(campaign)
    with opened() as ledger:
        undone = ledger.undo()
    if not undone:
        desk.terminal.tell("nothing is marked that could be taken back")
        return
    for each in undone:
        said = f"{state_words(each.marked)}, {when(each.marked)}"
        desk.terminal.say(f"taken back: {each.marked.id}  {each.marked.key.contact}: {said}")
        _say(desk, each.now)
        if each.marked.state is State.BOUNCED and each.now.state is not State.BOUNCED:
            _alive(desk, each.marked)


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
    if "\n" in note or not note.isprintable():
        problems.append(Problem("log.note", "a note is one line of plain text", Place("--note")))
    if problems:
        raise ProblemsError(problems)
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


def _came_back_from(desk: Desk, entry: Entry, address: str | None) -> str:
    """Return the address from which a letter came back; raise ProblemsError where nobody knows which."""
    known = _emails(desk, entry.key.contact)
    if address and address not in known:
        words = f"{entry.key.contact!r} has no address {address!r}{did_you_mean(address, known)}"
        raise ProblemsError([Problem("log.address", words, Place("--address"))])
    which = address or entry.address or (known[0] if len(known) == 1 else "")
    if not which:
        there = ", ".join(known) or "no e-mail address of it is known"
        words = f"from which address did letter {entry.id} come back? Add --address ({there})"
        raise ProblemsError([Problem("log.address", words)])
    return which


def _emails(desk: Desk, contact: str) -> Sequence[str]:
    from advocate.cli.contacts.amending import study
    from advocate.core.registry import Channel

    details = study(desk, None).read(desk).body(contact).contact_details
    return [each.value for each in details if each.type is Channel.EMAIL and each.value]


def _die(desk: Desk, entry: Entry, address: str) -> None:
    """Write into the writer's own contacts that an e-mail address is dead, unless they know it no more."""
    from advocate.cli.contacts.amending import study
    from advocate.cli.contacts.facts import today_as
    from advocate.core.amend import killed
    from advocate.core.overlay import OWN
    from advocate.core.registry import Channel, Retirement

    contact = entry.key.contact
    if address in _emails(desk, contact):
        why = Retirement(today_as(desk.today), _BACK, OWN)
        study(desk, None).amend(desk, lambda book: killed(book, contact, [(Channel.EMAIL, address)], why))


def _alive(desk: Desk, entry: Entry) -> None:
    """Take back from the writer's own contacts that an address is dead, where this letter had said so."""
    from advocate.cli.contacts.amending import study
    from advocate.core.amend import dropped

    here = study(desk, None)
    change = here.read(desk).overlay.change_of(entry.key.contact)
    if any(each.value == entry.address and each.reason == _BACK for each in change.dead):
        here.amend(desk, lambda book: dropped(book.overlay, entry.key.contact, entry.address))
        desk.terminal.say(f"  {entry.address} is used again for {entry.key.contact}")
