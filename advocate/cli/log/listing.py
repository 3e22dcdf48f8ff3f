"""`advocate log`: what became of each letter, by office and date."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import typer  # noqa: TC002 - it reads the annotation itself

from advocate.cli.desk import Desk
from advocate.cli.log.finding import (
    BeforeOption,
    SearchOption,
    SinceOption,
    StateOption,
    contacts_of,
    day_of,
    settled,
    states_of,
)
from advocate.cli.options import CampaignOption, FormatOption, ReportFormat, ToOption
from advocate.cli.recording import opened, state_words, when
from advocate.core.ledger import Search, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advocate.cli.terminal import Terminal
    from advocate.core.ledger import Entry


def list_log(
    context: typer.Context,
    to: ToOption = None,
    state: StateOption = None,
    text: SearchOption = None,
    since: SinceOption = None,
    before: BeforeOption = None,
    report: FormatOption = ReportFormat.TABLE,
    campaign: CampaignOption = None,
) -> None:
    """List your letters by office and date: what became of each, and what to do about it."""
    desk = Desk.of(context).at(campaign)
    entries, any_at_all = _found(
        desk,
        to or (),
        Search(
            states=states_of(state or ()),
            words=tuple((text or "").split()),
            since=day_of(desk, "--since", since),
            before=day_of(desk, "--before", before),
            by_office=True,
        ),
    )
    terminal = desk.terminal
    if report is ReportFormat.JSON:
        from advocate.render.log import entry_data

        terminal.write_json([entry_data(entry) for entry in entries])
    elif entries:
        terminal.write("".join(f"{line}\n" for line in _lines(terminal, entries)))
        _tell_unknown(terminal, entries)
    elif any_at_all:
        terminal.tell("no letter in the log is like that; 'advocate log' shows them all")
    else:
        terminal.tell("the log is empty: what you make with 'generate', 'write' or 'send' will stand here")


def _found(desk: Desk, to: Sequence[str], search: Search) -> tuple[Sequence[Entry], bool]:
    """Return the letters that are looked for, and whether the log has any at all."""
    from dataclasses import replace

    from advocate.sources import places

    if not places.is_there(places.ledger_file()):
        return (), False
    with opened() as ledger:
        settled(desk, ledger)
        contacts = contacts_of(desk, to, ledger.contacts()) if to else None
        found = ledger.entries(replace(search, contacts=contacts))
        return found, bool(found) or bool(ledger.contacts())


def _lines(terminal: Terminal, entries: Sequence[Entry]) -> Iterator[str]:
    """Yield the lines of a list: a heading for each office, and its letters under it."""
    room = len(str(max(entry.id for entry in entries)))
    alone = len({entry.key.sender for entry in entries}) == 1
    for (contact, office), letters in groupby(entries, lambda entry: (entry.key.contact, entry.draft.office)):
        yield f"{office} ({contact})"
        for entry in letters:
            line = f"  {entry.id:>{room}}  {when(entry)}  {_which(entry)}: {state_words(entry)}"
            line += f" ({entry.note})" if entry.note else ""
            line += "" if alone else f"; signed by {entry.draft.sender}"
            # A line is wrapped only where it has to be: there may be very many.
            yield (
                line if len(line) <= terminal.width else terminal.wrap(line.strip(), "  ", " " * (room + 16))
            )


def _which(entry: Entry) -> str:
    key = entry.key
    which = f"{key.letter}, reminder {key.reminder}" if key.reminder else key.letter
    again = f", once more ({key.edition})" if key.edition > 1 else ""
    return f"{which}{again} ({entry.draft.language})"


def _tell_unknown(terminal: Terminal, entries: Sequence[Entry]) -> None:
    """Say of letters that may have left how their writer finds out."""
    for entry in entries:
        if entry.state is State.UNKNOWN and entry.message_id:
            words = (
                f"{entry.id} may have been sent: look for {entry.message_id} in your sent mail. It is there?"
                f" 'advocate log mark {entry.id} sent'. It is not? 'advocate send' takes --resend {entry.id}."
            )
            terminal.tell(terminal.wrap(words, hanging="  "))
