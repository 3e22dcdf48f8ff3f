"""`advocate contacts set` and `retire`: a correction that wins over the campaign's registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.contacts import facts as said
from advocate.cli.contacts.amending import detail_words, say_how_to_undo, source_words, study, undo
from advocate.cli.contacts.facts import Facts
from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption
from advocate.core import address
from advocate.core.amend import Correction, corrected, killed, retired, source_for, with_source
from advocate.core.compare import undeclared
from advocate.core.overlay import OWN
from advocate.core.problems import Problem, ProblemsError
from advocate.core.registry import Contact, Retirement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from advocate.cli.terminal import Terminal
    from advocate.core.amend import Book
    from advocate.core.overlay import Overlay
    from advocate.core.registry import ContactDetail, Holder, Institution, Registry

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The id of an office or an institution.")]


def set_contact(
    context: typer.Context,
    contact: IdArgument,
    email: said.EmailOption = None,
    phone: said.PhoneOption = None,
    fax: said.FaxOption = None,
    form: said.FormOption = None,
    address_: said.AddressOption = None,
    country: said.CountryOption = None,
    instead_of: Annotated[
        list[str] | None,
        typer.Option("--instead-of", metavar="VALUE", help="Replace only this value. Repeat it at will."),
    ] = None,
    also: Annotated[
        bool, typer.Option("--also", help="Replace nothing: the values known so far stay in use.")
    ] = False,
    label: said.LabelOption = None,
    for_holder: said.ForHolderOption = None,
    holder: said.HolderOption = None,
    family_name: said.FamilyNameOption = None,
    gender: said.GenderOption = None,
    start_date: said.StartDateOption = None,
    end_date: said.EndDateOption = None,
    source: said.SourceOption = None,
    source_title: said.SourceTitleOption = None,
    checked: said.CheckedOption = None,
    campaign: CampaignOption = None,
) -> None:
    """Mend how an office is reached, or who holds it, for yourself: the campaign's own file stays as it is.

    A new value replaces those of its type that can be used today; --instead-of names the one it replaces.
    """
    desk = Desk.of(context)
    given = Facts(
        *(email, phone, fax, form, address_, country, label, for_holder),
        *(holder, family_name, gender, start_date, end_date, source, source_title, checked),
    )
    _need_something(given)
    asked, seen = said.asked_source(source), given.checked_on(desk.today)
    here = study(desk, campaign)
    details: tuple[ContactDetail, ...] = ()
    holders: tuple[Holder, ...] = ()
    gone: tuple[ContactDetail, ...] = ()

    def change(book: Book) -> Overlay:
        nonlocal details, holders, gone
        body = book.body(contact)
        id_, page = source_for(asked, source_title, seen, book.merged)
        details = given.details(id_, seen, said.usual_country(body))
        holders = given.holders(id_, seen, _holders(body, given))
        values = tuple(value for old in instead_of or () for value in _as_kept(old, body))
        correction = Correction(contact, details, holders, values, beside=also)
        overlay, gone = corrected(book, correction)
        return with_source(overlay, page)

    registry = here.amend(desk, change)
    terminal = desk.terminal
    for detail in details:
        terminal.say(f"{contact}: {detail_words(detail)}; {source_words(detail.source, detail.checked)}")
        for old in gone:
            if old.type is detail.type:
                terminal.say(f"  instead of {detail_words(old)}")
    for each in holders:
        ended = f", until {each.end_date}" if each.end_date else ""
        terminal.say(f"{contact}: held by {each.name}{ended}; {source_words(each.source, each.checked)}")
    _warn(terminal, registry, contact, details, holders, desk.today)
    say_how_to_undo(terminal, here.file, _undoing(contact, details, holders))


def retire_contact(
    context: typer.Context,
    contact: IdArgument,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why nobody should write there any more.")
    ] = None,
    email: said.EmailOption = None,
    phone: said.PhoneOption = None,
    fax: said.FaxOption = None,
    form: said.FormOption = None,
    address_: said.AddressOption = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="Since when; today unless you say otherwise.")
    ] = None,
    source: said.SourceOption = None,
    source_title: said.SourceTitleOption = None,
    campaign: CampaignOption = None,
) -> None:
    """Leave an office out of all your letters, or only one of its addresses or numbers.

    Without --source it is what you know yourself, such as an e-mail that came back.
    """
    desk = Desk.of(context)
    if not reason:
        words = "why? Add --reason, such as --reason 'the e-mail came back'"
        raise ProblemsError([Problem("overlay.no-reason", words)])
    today = said.today_as(desk.today)
    since = said.partial_date("--date", date) or today
    values = said.values(email=email, phone=phone, fax=fax, form=form, address=address_)
    here = study(desk, campaign)

    def change(book: Book) -> Overlay:
        id_, page = source_for(source or OWN, source_title, today, book.merged)
        why = Retirement(since, reason, id_)
        overlay = killed(book, contact, values, why) if values else retired(book, contact, why)
        return with_source(overlay, page)

    here.amend(desk, change)
    for _, value in values:
        desk.terminal.say(f"{contact}: {', '.join(value.splitlines())} is used no more: {reason}")
    if not values:
        desk.terminal.say(f"{contact}: written to no more since {since}: {reason}")
    what = "" if values else " retired"
    say_how_to_undo(
        desk.terminal,
        here.file,
        [f"{undo(contact)} {_word(type_, value)}" for type_, value in values] or [f"{undo(contact)}{what}"],
    )


def _word(type_: object, value: str) -> str:
    import shlex

    return str(type_) if "\n" in value else shlex.quote(value)


def _need_something(given: Facts) -> None:
    if not given.values and given.holder is None:
        words = "what is to be set? Add --email, --phone, --fax, --form, --address or --holder"
        raise ProblemsError([Problem("overlay.nothing-given", words)])


def _holders(body: Contact | Institution, given: Facts) -> tuple[Holder, ...]:
    if isinstance(body, Contact):
        return body.holders
    if given.holder is not None:
        words = f"{body.id!r} is an institution: name one of its offices for --holder"
        raise ProblemsError([Problem("overlay.institution", words)])
    return ()


def _as_kept(value: str, body: Contact | Institution) -> tuple[str, ...]:
    """Return a value as the registry has it, however it was typed."""
    forms = {kept for name in ("email", "phone", "address") for _, kept in said.values(**{name: value})}
    known = {detail.value for detail in body.contact_details}
    return tuple(sorted(form for form in forms if form in known)) or (value,)


def _warn(
    terminal: Terminal,
    registry: Registry,
    contact: str,
    details: Iterable[ContactDetail],
    holders: Iterable[Holder],
    day: date,
) -> None:
    """Say what is odd about a correction that was kept all the same."""
    offices = [office for office in registry.offices if contact in {office.contact.id, office.institution.id}]
    if not offices:
        return
    institution = offices[0].institution
    for detail in details:
        if undeclared(institution, detail):
            declared = ", ".join((*institution.domains, *institution.addresses))
            words = f"{detail.value!r} is outside what {institution.id} declares as its own ({declared})"
            terminal.tell(f"warning: {Problem('overlay.undeclared-domain', words)}")
    for holder in holders:
        now = address.holder_on(offices[0].contact, day)
        if holder.end_date is None and (now is None or now.name != holder.name):
            words = f"letters of today still name {now.name if now else 'nobody'}: see the dates"
            terminal.tell(f"warning: {Problem('overlay.not-named', words)}")


def _undoing(contact: str, details: Iterable[ContactDetail], holders: Iterable[Holder]) -> list[str]:
    import shlex

    return [
        *(undo(contact, detail) for detail in details),
        *(f"{undo(contact)} {shlex.quote(holder.name)}" for holder in holders),
    ]
