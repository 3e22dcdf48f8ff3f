"""`advocate contacts add`: an office that the campaign does not have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.contacts import facts as said
from advocate.cli.contacts.amending import detail_words, say_how_to_undo, source_words, study, undo
from advocate.cli.contacts.facts import Facts
from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption
from advocate.core.amend import source_for, with_source
from advocate.core.overlay import bodies
from advocate.core.problems import Problem, ProblemsError, did_you_mean
from advocate.core.registry import Contact, FormOfAddress, Gendered, Group, Institution, Kind

if TYPE_CHECKING:
    from advocate.core.amend import Book
    from advocate.core.overlay import Overlay

UNNAMED = ("Dear Sir or Madam,", "Yours faithfully,")
"""How a letter to nobody in particular begins and ends in English, by convention."""

ADDRESSED = "Yours sincerely,"
"""How one ends that addresses somebody by their office."""


def add_contact(
    context: typer.Context,
    contact: Annotated[str, typer.Argument(metavar="ID", help="The new id: small letters, digits, hyphens.")],
    institution: Annotated[
        str, typer.Option("--institution", metavar="ID", help="The institution it belongs to, known or new.")
    ],
    kind: Annotated[Kind, typer.Option("--kind", help="What sort of office it is.")],
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="Its title in English.")],
    institution_name: Annotated[
        str | None,
        typer.Option("--institution-name", metavar="TEXT", help="The name of a new institution, in English."),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="ID", help="The group of a new institution, known or new."),
    ] = None,
    group_name: Annotated[
        str | None, typer.Option("--group-name", metavar="TEXT", help="The name of a new group, in English.")
    ] = None,
    country: said.CountryOption = None,
    domain: Annotated[
        list[str] | None,
        typer.Option("--domain", metavar="DOMAIN", help="A domain of a new institution. Repeat it at will."),
    ] = None,
    salutation: Annotated[
        str | None,
        typer.Option("--salutation", metavar="TEXT", help=f"The salutation; '{UNNAMED[0]}' otherwise."),
    ] = None,
    closing: Annotated[
        str | None, typer.Option("--closing", metavar="TEXT", help="The closing, such as 'Yours sincerely,'.")
    ] = None,
    email: said.EmailOption = None,
    phone: said.PhoneOption = None,
    fax: said.FaxOption = None,
    form: said.FormOption = None,
    address_: said.AddressOption = None,
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
    """Add an office of your own, with its institution and group where these are new."""
    desk = Desk.of(context)
    given = Facts(
        *(email, phone, fax, form, address_, country, label, for_holder),
        *(holder, family_name, gender, start_date, end_date, source, source_title, checked),
    )
    seen = given.checked_on(desk.today)
    asked = said.asked_source(source) if given.values or holder else None
    english = FormOfAddress(
        salutation=Gendered(salutation or UNNAMED[0]),
        closing=Gendered(closing or (ADDRESSED if salutation else UNNAMED[1])),
    )
    here = study(desk, campaign)
    made = Contact(contact, institution, kind, {"en": title}, {"en": english})

    def change(book: Book) -> Overlay:
        nonlocal made
        id_, page = source_for(asked, source_title, seen, book.merged) if asked else ("", None)
        made = replace(
            made,
            contact_details=given.details(id_, seen, None),
            holders=given.holders(id_, seen, ()),
        )
        overlay = _with_institution(
            book, institution, institution_name, group, group_name, country, tuple(domain or ())
        )
        if contact in _taken(book) or contact == institution:
            words = f"{contact!r} is already there; 'advocate contacts set {contact}' mends it"
            raise ProblemsError([Problem("overlay.taken", words)])
        return with_source(replace(overlay, contacts=(*overlay.contacts, made)), page)

    here.amend(desk, change)
    terminal = desk.terminal
    terminal.say(f"{contact}: {title}, an office of {institution}; local")
    for detail in made.contact_details:
        terminal.say(f"{contact}: {detail_words(detail)}; {source_words(detail.source, detail.checked)}")
    for each in made.holders:
        terminal.say(f"{contact}: held by {each.name}; {source_words(each.source, each.checked)}")
    say_how_to_undo(terminal, here.file, [undo(contact)])


def _taken(book: Book) -> set[str]:
    return {*bodies(book.merged), *bodies(book.overlay), *(group.id for group in book.merged.groups)}


def _with_institution(
    book: Book,
    id_: str,
    name: str | None,
    group: str | None,
    group_name: str | None,
    country: str | None,
    domains: tuple[str, ...],
) -> Overlay:
    """Return the overlay with a new institution, and a new group, where the registry has none of the name."""
    institutions = [item.id for item in book.merged.institutions]
    if id_ in institutions:
        return book.overlay
    missing = [
        flag
        for flag, value in (("--institution-name", name), ("--group", group), ("--country", country))
        if value is None
    ]
    if name is None or group is None or country is None:
        near = did_you_mean(id_, institutions)
        words = f"there is no institution {id_!r} yet{near}: a new one needs {', '.join(missing)}"
        raise ProblemsError([Problem("overlay.new-institution", words)])
    groups = [item.id for item in book.merged.groups]
    added: tuple[Group, ...] = ()
    if group not in groups:
        if group_name is None:
            words = (
                f"there is no group {group!r} yet{did_you_mean(group, groups)}: a new one needs --group-name"
            )
            raise ProblemsError([Problem("overlay.new-group", words)])
        added = (Group(group, {"en": group_name}),)
    made = Institution(id_, {"en": name}, group, country, domains=domains)
    overlay = book.overlay
    return replace(overlay, groups=(*overlay.groups, *added), institutions=(*overlay.institutions, made))
