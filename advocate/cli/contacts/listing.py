"""`advocate contacts list`: the offices by group and institution."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import (
    CampaignOption,
    DateOption,
    ExceptOption,
    ListFormat,
    ListFormatOption,
    ToOption,
)
from advocate.cli.pinned import look_at_pin
from advocate.cli.words import CHANNEL_WORDS
from advocate.cli.workshop import read_offices
from advocate.core import address, outlook
from advocate.core.choose import choose, search
from advocate.core.dates import freshness
from advocate.core.registry import Channel, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from advocate.cli.terminal import Terminal
    from advocate.core.registry import Office

ROOM_FOR_COLUMNS = 130
"""Columns of a terminal from which on each office gets one row with a column for everything."""


def list_contacts(
    context: typer.Context,
    to: ToOption = None,
    without: ExceptOption = None,
    channel: Annotated[
        Channel | None, typer.Option("--channel", help="Only offices that can be reached in this way.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="xx",
            help="Only offices that can be addressed in this language, named in it.",
        ),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option("--search", metavar="TEXT", help="Only offices with this in a name or title."),
    ] = None,
    date: DateOption = None,
    report: ListFormatOption = ListFormat.TABLE,
    campaign: CampaignOption = None,
) -> None:
    """List the offices by group and institution: who holds them, how they are reached, how fresh that is."""
    desk = Desk.of(context)
    day = desk.day(date)
    look_at_pin(desk.terminal, campaign or desk.campaign)
    registry = read_offices(campaign or desk.campaign, desk.terminal.problems)
    offices = choose(registry.offices, to or ["all"], without or [], day=day)
    if text:
        offices = search(offices, text)
    if language:
        offices = tuple(office for office in offices if language in office.contact.forms_of_address)
    if channel:
        offices = tuple(
            office for office in offices if address.of_type(address.details_on(office, day), channel)
        )
    if report is ListFormat.JSON:
        from advocate.render.offices import office_data

        desk.terminal.write_json([office_data(office, day, language or "en") for office in offices])
        return
    if not offices:
        desk.terminal.tell("no office fits")
    if report is not ListFormat.TABLE:
        from advocate.cli.contacts.exchange import exported

        desk.terminal.write_bytes(exported(report, offices, registry.sources, day))
        return
    if not offices:
        return
    _table(desk.terminal, offices, day, language or "en")


def _table(terminal: Terminal, offices: Sequence[Office], day: date, language: str) -> None:
    wide = terminal.width >= ROOM_FOR_COLUMNS
    first = max(len(office.contact.id) for office in offices) + 3
    for _, members in groupby(offices, key=lambda office: office.group.id):
        group = list(members)
        terminal.heading(in_language(group[0].group.name, language).upper())
        for _, held in groupby(group, key=lambda office: office.institution.id):
            institution = list(held)
            terminal.heading(in_language(institution[0].institution.name, language))
            rows = [_cells(office, day, language) for office in institution]
            if wide:
                terminal.grid(rows, (first, 40, 26, 46))
            else:
                terminal.grid([(first, "\n".join(rest)) for first, *rest in rows], (first, 40))
            terminal.say()
    count = f"{len(offices)} offices" if len(offices) > 1 else "1 office"
    terminal.tell(f"{count} on {day.isoformat()}; 'advocate contacts show ID' tells all of one")


def _cells(office: Office, day: date, language: str) -> tuple[str, str, str, str]:
    """Return what a row says: id, title, holder, and each way of reaching the office with its age."""
    holder = address.holder_on(office.contact, day)
    title = in_language((holder and holder.role) or office.contact.title, language)
    ways = "; ".join(_ways(office, day)) or "no channel known"
    ways += "; local" if office.local else ""
    follows = outlook.in_short(office, day)
    shown = "(the office)"
    if holder:
        name = holder.names.get(language, holder).name
        shown = f"{name}: {freshness(holder.checked, day)}, {holder.checked}"
    return office.contact.id, title, shown, f"{ways}\n-> {follows}" if follows else ways


def _ways(office: Office, day: date) -> Iterator[str]:
    known = outlook.ages_of(office, day)
    details = address.details_on(office, day)
    for channel, words in CHANNEL_WORDS.items():
        if channel in known:
            count = len(address.of_type(details, channel))
            several = f" ({count})" if count > 1 else ""
            yield f"{words}{several}: {known[channel].freshness}, {known[channel].checked}"
