"""`advocate contacts overlay` and `drop`: what is the writer's own, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.contacts.amending import detail_words, source_words, study, undo
from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption, FormatOption, ReportFormat
from advocate.cli.words import CHANNEL_WORDS
from advocate.core.amend import dropped
from advocate.core.registry import in_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.amend import Book
    from advocate.core.overlay import Overlay
    from advocate.core.registry import ContactDetail, Holder, Retirement


def show_overlay(
    context: typer.Context, report: FormatOption = ReportFormat.TABLE, campaign: CampaignOption = None
) -> None:
    """Show what you have said yourself, office by office, and how to take it back."""
    desk = Desk.of(context)
    here = study(desk, campaign)
    overlay = here.read(desk).overlay
    if report is ReportFormat.JSON:
        desk.terminal.write_json(_data(overlay))
        return
    terminal = desk.terminal
    lines = _by_entry(overlay)
    if not lines:
        terminal.tell("nothing is your own: the campaign's contacts are used as they are")
        return
    for id_, said in lines.items():
        terminal.heading(id_)
        for line in said:
            terminal.say(terminal.wrap(line, "  ", "    "))
        terminal.say(f"  take it back: {undo(id_)}")
        terminal.say()
    terminal.tell(f"kept in {here.file.as_posix()}")


def drop_contact(
    context: typer.Context,
    contact: Annotated[str, typer.Argument(metavar="ID", help="The id of an office or an institution.")],
    value: Annotated[
        str | None,
        typer.Argument(
            metavar="[VALUE]",
            help="Only this: a value, a holder's name, or a sort (email, address, holder, retired …).",
        ),
    ] = None,
    campaign: CampaignOption = None,
) -> None:
    """Take back what you have said of an office, so that the campaign's own words count again."""
    desk = Desk.of(context)
    here = study(desk, campaign)
    lines: dict[str, list[str]] = {}

    def change(book: Book) -> Overlay:
        after = dropped(book.overlay, contact, value)
        left = _by_entry(after).get(contact, [])
        lines[contact] = [line for line in _by_entry(book.overlay).get(contact, []) if line not in left]
        return after

    here.amend(desk, change)
    for line in lines[contact]:
        desk.terminal.say(f"{contact}: taken back: {line}")


def _by_entry(overlay: Overlay) -> dict[str, list[str]]:
    """Return what an overlay says by the ids of what it says it of, a line each."""
    found: dict[str, list[str]] = {}
    for institution in overlay.institutions:
        lines = found.setdefault(institution.id, [])
        lines.append(f"a new institution: {in_language(institution.name, 'en')}")
        lines += [_detail(detail) for detail in institution.contact_details]
    for contact in overlay.contacts:
        lines = found.setdefault(contact.id, [])
        lines.append(f"a new office: {in_language(contact.title, 'en')} ({contact.institution})")
        lines += _lines(contact.contact_details, contact.holders, contact.retired)
    for change in overlay.changes:
        lines = found.setdefault(change.id, [])
        lines += _lines(change.contact_details, change.holders, change.retired)
        for dead in change.dead:
            shown = ", ".join(dead.value.splitlines())
            why = f": {dead.reason} ({dead.source})" if dead.reason else ""
            lines.append(f"{CHANNEL_WORDS[dead.type]}: {shown} is not used{why}")
    return found


def _lines(
    details: tuple[ContactDetail, ...], holders: tuple[Holder, ...], retired: Retirement | None
) -> Iterator[str]:
    for detail in details:
        yield _detail(detail)
    for holder in holders:
        ended = f", until {holder.end_date}" if holder.end_date else ""
        yield f"held by {holder.name}{ended}; {source_words(holder.source, holder.checked)}"
    if retired:
        yield f"written to no more since {retired.date}: {retired.reason} ({retired.source})"


def _detail(detail: ContactDetail) -> str:
    return f"{detail_words(detail)}; {source_words(detail.source, detail.checked)}"


def _data(overlay: Overlay) -> dict[str, object]:
    """Return an overlay as plain data, in the shape of its file."""
    from advocate.render.registry_yaml import record

    parts = ("sources", "groups", "institutions", "contacts", "changes")
    return {part: [record(item) for item in getattr(overlay, part)] for part in parts}
