"""`advocate contacts show`: all that is known of one office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption, DateOption, FormatOption, ReportFormat
from advocate.cli.pinned import look_at_pin
from advocate.cli.words import CHANNEL_WORDS
from advocate.cli.workshop import read_offices
from advocate.core import address, outlook
from advocate.core.anonymity import UNSIGNED_WORDS
from advocate.core.dates import freshness
from advocate.core.problems import Problem, ProblemsError, did_you_mean
from advocate.core.registry import CONVENTION, Channel, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from advocate.cli.terminal import Terminal
    from advocate.core.registry import ContactDetail, FormOfAddress, Holder, Office, Registry
    from advocate.sources.wording import CldrWording


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
    look_at_pin(desk.terminal, campaign or desk.campaign)
    registry = read_offices(campaign or desk.campaign, desk.terminal.problems)
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


def _show(terminal: Terminal, office: Office, registry: Registry, day: date) -> None:
    _head(terminal, office, day)
    terminal.heading("Holders")
    _holders(terminal, office, day)
    terminal.heading("Contact details")
    _details(terminal, office, day)
    terminal.heading("Forms of address")
    for language, form in office.contact.forms_of_address.items():
        terminal.say(terminal.wrap(f"{language}: {'; '.join(_form_words(form))}", "  ", "    "))
    for line in office.contact.short:
        words = f"where there is too little room: {line.short}, for {line.line} ({_by(line.source)})"
        terminal.say(terminal.wrap(words, "  ", "    "))
    terminal.say()
    terminal.heading("Sources")
    for source in registry.sources:
        if source.id in address.sources_of(office):
            terminal.say(terminal.wrap(f"{source.id}: {source.title}", "  ", "    "))
            terminal.say(f"    {source.url}")


def _head(terminal: Terminal, office: Office, day: date) -> None:
    contact, institution = office.contact, office.institution
    terminal.heading(in_language(contact.title, "en"))
    terminal.say(
        terminal.wrap(f"{in_language(institution.name, 'en')}, {in_language(office.group.name, 'en')}")
    )
    for language, title in contact.title.items():
        if language != "en":
            body = in_language(institution.name, language)
            terminal.say(terminal.wrap(f"{language}: {title} ({body})"))
    ids = f"id {contact.id}, institution {institution.id}, group {office.group.id}, kind {contact.kind}"
    ids += ", local" if office.local else ""
    terminal.say(terminal.wrap(ids))
    for line in _standing(office, day):
        terminal.say(terminal.wrap(line))
    if contact.note:
        terminal.say()
        terminal.say(terminal.wrap(contact.note))
    terminal.say()


def _holders(terminal: Terminal, office: Office, day: date) -> None:
    now = address.holder_on(office.contact, day)
    for holder in office.contact.holders:
        terminal.say(terminal.wrap(_holder_words(holder, day, vouched=holder is now), "  ", "    "))
    if now is None:
        terminal.say(f"  A letter of {day.isoformat()} is addressed to the office.")
    terminal.say()


def _details(terminal: Terminal, office: Office, day: date) -> None:
    from advocate.sources.wording import CldrWording

    usable = address.details_on(office, day)
    wording = CldrWording("en")
    for detail in (*office.contact.contact_details, *office.institution.contact_details):
        words = _detail_words(detail, wording, day, usable=detail in usable)
        terminal.say(terminal.wrap(words, "  ", "    "))
    if not usable:
        terminal.say("  No way to reach this office is known.")
    terminal.say()


def _standing(office: Office, day: date) -> Iterator[str]:
    """Yield what an office acts on, what it reads, and what the age of its entry means for a letter."""
    accepts, languages, retired = office.contact.accepts, office.languages, office.contact.retired
    if retired:
        yield f"retired since {retired.date}: {retired.reason} ({_by(retired.source)})"
    note = f": {accepts.note}" if accepts.note else ""
    yield f"acts on a {accepts.what}{note} ({_by(accepts.source)})"
    if office.anonymity:
        treated = UNSIGNED_WORDS[office.anonymity.unsigned]
        said = f". {office.anonymity.note}" if office.anonymity.note else ""
        yield f"letters without name or address: {treated} ({_by(office.anonymity.source)}){said}"
    if office.procedure:
        form = f", {office.procedure.form}" if office.procedure.form else ""
        yield f"procedure: {in_language(office.procedure.name, 'en')}{form} ({_by(office.procedure.source)})"
    if languages.codes:
        yield f"reads {', '.join(languages.codes)} ({_by(languages.source)})"
    if office.institution.reach:
        from advocate.sources.wording import CldrWording

        names = " and ".join(map(CldrWording("en").country, office.institution.reach))
        yield (
            f"its state can get hold of people in and from {names}, and of their relatives: letters of"
            " writers with such ties are held back"
        )
    follows = outlook.in_short(office, day)
    if follows:
        yield f"so: {follows}"


def _by(source: str) -> str:
    return "by convention" if source == CONVENTION else f"as in {source}"


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
            yield f"{part} {' / '.join(texts)} ({_by(source)})"


def _holder_words(holder: Holder, day: date, *, vouched: bool) -> str:
    role = f", {in_language(holder.role, 'en')}" if holder.role else ""
    began = f", from {holder.start_date}" if holder.start_date else ""
    ended = f", until {holder.end_date}" if holder.end_date else ""
    limit = f", not to be relied on after {holder.valid_until}" if holder.valid_until else ""
    local = "; local" if holder.local else ""
    seen = f"{local}; {freshness(holder.checked, day)}, checked {holder.checked} ({holder.source})"
    named = [f"{language}: {name.name}" for language, name in holder.names.items()]
    names = f"; {', '.join(named)}" if named else ""
    note = f". {holder.note}" if holder.note else ""
    use = "; named in letters" if vouched else ""
    return f"{holder.name}{role}{began}{ended}{limit}{seen}{names}{use}{note}"


def _detail_words(detail: ContactDetail, wording: CldrWording, day: date, *, usable: bool) -> str:
    dialled = detail.type in {Channel.PHONE, Channel.FAX}
    value = detail.value or f"printed as {detail.printed}, which cannot be right"
    shown = wording.phone(value) if dialled and detail.value else ", ".join(value.splitlines())
    country = f", {wording.country(detail.country)}" if detail.country else ""
    label = f" ({detail.label})" if detail.label else ""
    whose = f", {detail.holder}'s own" if detail.holder else ""
    limit = f", not to be relied on after {detail.valid_until}" if detail.valid_until else ""
    local = "; local" if detail.local else ""
    age = f"{local}; {freshness(detail.checked, day)}, checked {detail.checked} ({detail.source})"
    use = "" if usable else "; not used"
    takes = f", takes {detail.limit:,} characters" if detail.limit else ""
    caution = f". Caution: {detail.caution}" if detail.caution else ""
    note = f". {detail.note}" if detail.note else ""
    return (
        f"{CHANNEL_WORDS[detail.type]}{label}: {shown}{country}{whose}{takes}{limit}{age}{use}{caution}{note}"
    )
