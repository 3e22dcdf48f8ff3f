"""`advocate log`: what became of each letter, by office and date."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import groupby
from operator import attrgetter
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
from advocate.cli.recording import became, has_log, opened
from advocate.cli.terminal import fitted
from advocate.core.ledger import Record, Search, State, Via, sender_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advocate.cli.terminal import Terminal
    from advocate.core.ledger import Line


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
    search = Search(
        states=states_of(state or ()),
        words=tuple((text or "").split()),
        since=day_of(desk, "--since", since),
        before=day_of(desk, "--before", before),
    )
    terminal = desk.terminal
    lines: Sequence[Line] = ()
    records: Sequence[Record] = ()
    any_at_all = False
    if has_log():
        with opened() as ledger:
            settled(desk, ledger)
            if to:
                search = replace(search, contacts=contacts_of(desk, to, ledger.contacts()))
            if report is ReportFormat.JSON:
                records = ledger.records(search)
            else:
                lines = ledger.lines(search)
                any_at_all = bool(lines or ledger.contacts())
    if report is ReportFormat.JSON:
        terminal.write_records(Record._fields, records)
    elif lines:
        terminal.write("".join(_shown(terminal, lines)))
        _tell_unknown(terminal, lines)
    elif any_at_all:
        terminal.tell("no letter in the log is like that; 'advocate log' shows them all")
    else:
        terminal.tell("the log is empty: what you make with 'generate', 'write' or 'send' will stand here")


def _shown(terminal: Terminal, lines: Sequence[Line]) -> Iterator[str]:
    """Yield a list: a heading for each office, under the name it had last, and its letters under it."""
    room = len(str(max(line.id for line in lines)))
    alone = len({sender_key(name) for name in {line.sender for line in lines}}) == 1
    width, hanging = terminal.width, " " * (room + 16)
    # Of very many letters there are few sorts.
    which, what = cache(_which), cache(became)
    for contact, letters in groupby(lines, attrgetter("contact")):
        group = list(letters)
        head = f"{group[-1].office} ({contact})"
        yield f"{fitted(head, '  ', width)}\n"
        for line in group:
            id_, _, _, letter, reminder, edition, language, sender, state, via, note, _, day = line
            words = (
                f"  {id_:>{room}}  {day}  {which(letter, reminder, edition, language)}: {what(state, via)}"
            )
            if note:
                words += f" ({note})"
            if not alone:
                words += f"; signed by {sender}" if sender else "; without a name"
            yield f"{words}\n" if len(words) <= width else f"{fitted(words, hanging, width)}\n"


def _which(letter: str, reminder: int, edition: int, language: str) -> str:
    which = f"{letter}, reminder {reminder}" if reminder else letter
    again = f", once more ({edition})" if edition > 1 else ""
    return f"{which}{again} ({language})"


def _tell_unknown(terminal: Terminal, lines: Sequence[Line]) -> None:
    """Say of letters that may have left how their writer finds out."""
    for line in lines:
        if line.state != State.UNKNOWN:
            continue
        if line.via == Via.DRAFTS:
            words = f"{line.id} may lie in your Drafts folder: 'advocate send --via drafts' finds out."
        else:
            words = (
                f"{line.id} may have been sent: look for {line.message_id} in your sent mail. It is there?"
                f" 'advocate log mark {line.id} sent'. It is not?"
                f" 'advocate send --via smtp --resend {line.id}'."
            )
        terminal.tell(terminal.wrap(words, hanging="  "))
