"""`advocate contacts`: the offices one can write to."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import (
    CampaignOption,
    DateOption,
    ExceptOption,
    FormatOption,
    ReportFormat,
    ToOption,
)
from advocate.cli.plain import commands
from advocate.cli.words import CHANNEL_WORDS
from advocate.core import address
from advocate.core.choose import choose, search
from advocate.core.dates import freshness
from advocate.core.problems import Problem, ProblemsError, did_you_mean
from advocate.core.registry import CONVENTION, Channel, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from advocate.cli.terminal import Terminal
    from advocate.core.registry import ContactDetail, FormOfAddress, Holder, Office, Registry
    from advocate.sources.wording import CldrWording

ROOM_FOR_COLUMNS = 130
"""Columns of a terminal from which on each office gets one row with a column for everything."""


def app() -> typer.Typer:
    """Return the commands about contacts."""
    return commands("The offices you can write to.", list=list_contacts, show=show_contact)


def list_contacts(
    context: typer.Context,
    to: ToOption = None,
    without: ExceptOption = None,
    channel: Annotated[
        Channel | None, typer.Option("--channel", help="Only offices that can be reached in this way.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--lang", metavar="xx", help="Only offices that can be addressed in this language."),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option("--search", metavar="TEXT", help="Only offices with this in a name or title."),
    ] = None,
    date: DateOption = None,
    report: FormatOption = ReportFormat.TABLE,
    campaign: CampaignOption = None,
) -> None:
    """List the offices by group and institution: who holds them, how they are reached, how fresh that is."""
    desk = Desk.of(context)
    day = desk.day(date)
    registry = _registry(campaign or desk.campaign)
    offices = choose(registry.offices, to or ["all"], without or [], day=day)
    if text:
        offices = search(offices, text)
    if language:
        offices = tuple(office for office in offices if language in office.contact.forms_of_address)
    if channel:
        offices = tuple(
            office for office in offices if address.of_type(address.details_on(office, day), channel)
        )
    if report is ReportFormat.JSON:
        from advocate.render.offices import office_data

        desk.terminal.write_json([office_data(office, day) for office in offices])
        return
    if not offices:
        desk.terminal.tell("no office fits")
        return
    _table(desk.terminal, offices, day)


def show_contact(
    context: typer.Context,
    contact: Annotated[str, typer.Argument(metavar="ID", help="The id of an office.")],
    date: DateOption = None,
    report: FormatOption = ReportFormat.TABLE,
    campaign: CampaignOption = None,
) -> None:
    """Show all that is known of an office: every holder, address and number, with its source."""
    desk = Desk.of(context)
    day = desk.day(date)
    registry = _registry(campaign or desk.campaign)
    office = next((office for office in registry.offices if office.contact.id == contact), None)
    if office is None:
        near = did_you_mean(contact, [office.contact.id for office in registry.offices])
        words = f"no office is called {contact!r}{near or '; advocate contacts list shows them all'}"
        raise ProblemsError([Problem("contacts.unknown", words)])
    if report is ReportFormat.JSON:
        from advocate.render.offices import office_in_full

        desk.terminal.write_json(office_in_full(office, registry, day))
        return
    _show(desk.terminal, office, registry, day)


def _registry(campaign: Path | None) -> Registry:
    from advocate.sources.places import campaign_folder
    from advocate.sources.registry import read_registry

    folder = campaign_folder(campaign)
    return read_registry(folder.registry, folder.shown(folder.registry))


def _table(terminal: Terminal, offices: Sequence[Office], day: date) -> None:
    wide = terminal.width >= ROOM_FOR_COLUMNS
    first = max(len(office.contact.id) for office in offices) + 3
    for _, members in groupby(offices, key=lambda office: office.group.id):
        group = list(members)
        terminal.heading(in_language(group[0].group.name, "en").upper())
        for _, held in groupby(group, key=lambda office: office.institution.id):
            institution = list(held)
            terminal.heading(in_language(institution[0].institution.name, "en"))
            rows = [_cells(office, day) for office in institution]
            if wide:
                terminal.grid(rows, (first, 40, 20, 40))
            else:
                terminal.grid([(first, "\n".join(rest)) for first, *rest in rows], (first, 40))
            terminal.say()
    count = f"{len(offices)} offices" if len(offices) > 1 else "1 office"
    terminal.tell(f"{count} on {day.isoformat()}; 'advocate contacts show ID' tells all of one")


def _cells(office: Office, day: date) -> tuple[str, str, str, str]:
    """Return what a row says: id, title, holder, and each way of reaching the office with its age."""
    holder = address.holder_on(office.contact, day)
    title = in_language((holder and holder.role) or office.contact.title, "en")
    ways = "; ".join(_ways(office, day)) or "no channel known"
    return office.contact.id, title, holder.name if holder else "(the office)", ways


def _ways(office: Office, day: date) -> Iterator[str]:
    details = address.details_on(office, day)
    for channel, words in CHANNEL_WORDS.items():
        known = address.of_type(details, channel)
        if known:
            newest = max(known, key=lambda detail: detail.checked.first_day)
            several = f" ({len(known)})" if len(known) > 1 else ""
            yield f"{words}{several}: {freshness(newest.checked, day)}, {newest.checked}"


def _show(terminal: Terminal, office: Office, registry: Registry, day: date) -> None:
    from advocate.sources.wording import CldrWording

    contact, institution = office.contact, office.institution
    terminal.heading(in_language(contact.title, "en"))
    terminal.say(
        terminal.wrap(f"{in_language(institution.name, 'en')}, {in_language(office.group.name, 'en')}")
    )
    ids = f"id {contact.id}, institution {institution.id}, group {office.group.id}, kind {contact.kind}"
    terminal.say(terminal.wrap(ids))
    if contact.note:
        terminal.say()
        terminal.say(terminal.wrap(contact.note))
    terminal.say()
    terminal.heading("Holders")
    now = address.holder_on(contact, day)
    for holder in contact.holders:
        terminal.say(terminal.wrap(_holder_words(holder, vouched=holder is now), "  ", "    "))
    if now is None:
        terminal.say(f"  A letter of {day.isoformat()} is addressed to the office.")
    terminal.say()
    terminal.heading("Contact details")
    usable = address.details_on(office, day)
    wording = CldrWording("en")
    for detail in (*contact.contact_details, *institution.contact_details):
        words = _detail_words(detail, wording, day, usable=detail in usable)
        terminal.say(terminal.wrap(words, "  ", "    "))
    if not usable:
        terminal.say("  No way to reach this office is known.")
    terminal.say()
    terminal.heading("Forms of address")
    for language, form in contact.forms_of_address.items():
        terminal.say(terminal.wrap(f"{language}: {'; '.join(_form_words(form))}", "  ", "    "))
    terminal.say()
    terminal.heading("Sources")
    for source in registry.sources:
        if source.id in address.sources_of(office):
            terminal.say(terminal.wrap(f"{source.id}: {source.title}", "  ", "    "))
            terminal.say(f"    {source.url}")


def _form_words(form: FormOfAddress) -> Iterator[str]:
    """Yield each part of a form of address with who says so."""
    parts = (
        ("style", (form.style, form.style_named), form.style_source),
        ("salutation", (form.salutation, form.salutation_named), form.salutation_source),
        ("closing", (form.closing,), form.closing_source),
    )
    for part, given, source in parts:
        texts = [
            text.replace("\n", ", ")
            for words in given
            if words
            for text in (words.neutral, words.female, words.male)
            if text
        ]
        if texts:
            sourced = "by convention" if source == CONVENTION else f"as in {source}"
            yield f"{part} {' / '.join(texts)} ({sourced})"


def _holder_words(holder: Holder, *, vouched: bool) -> str:
    role = f", {in_language(holder.role, 'en')}" if holder.role else ""
    began = f", from {holder.start_date}" if holder.start_date else ""
    ended = f", until {holder.end_date}" if holder.end_date else ""
    limit = f", not to be relied on after {holder.valid_until}" if holder.valid_until else ""
    seen = f"; checked {holder.checked} ({holder.source})"
    note = f". {holder.note}" if holder.note else ""
    return f"{holder.name}{role}{began}{ended}{limit}{seen}{'; named in letters' if vouched else ''}{note}"


def _detail_words(detail: ContactDetail, wording: CldrWording, day: date, *, usable: bool) -> str:
    dialled = detail.type in {Channel.PHONE, Channel.FAX}
    value = detail.value or f"printed as {detail.printed}, which cannot be right"
    shown = wording.phone(value) if dialled and detail.value else ", ".join(value.splitlines())
    country = f", {wording.country(detail.country)}" if detail.country else ""
    label = f" ({detail.label})" if detail.label else ""
    whose = f", {detail.holder}'s own" if detail.holder else ""
    limit = f", not to be relied on after {detail.valid_until}" if detail.valid_until else ""
    age = f"; {freshness(detail.checked, day)}, checked {detail.checked} ({detail.source})"
    use = "" if usable else "; not used"
    caution = f". Caution: {detail.caution}" if detail.caution else ""
    note = f". {detail.note}" if detail.note else ""
    return f"{CHANNEL_WORDS[detail.type]}{label}: {shown}{country}{whose}{limit}{age}{use}{caution}{note}"
