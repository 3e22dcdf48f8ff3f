"""`advocate contacts check`: what is wrong or doubtful in a registry."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption, FormatOption, ReportFormat
from advocate.cli.pinned import look_at_pin
from advocate.core.check import check
from advocate.core.letter import Weight
from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date as date_

    from advocate.cli.terminal import Terminal
    from advocate.core.check import Remark
    from advocate.core.registry import Registry

FAILED = 1
"""The exit code of a registry that has errors."""

WORDS = {Weight.PROBLEM: "error", Weight.WARNING: "warning", Weight.NOTE: "note"}


def check_contacts(
    context: typer.Context,
    ask_dns: Annotated[
        bool,
        typer.Option("--dns", help="Also ask the network whether the domains of e-mail addresses take mail."),
    ] = False,
    resolver: Annotated[
        str | None,
        typer.Option(
            "--resolver",
            metavar="ADDRESS:PORT",
            help="With --dns: ask this name server, not the machine's own.",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings end in exit code 1, too.")] = False,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            help="The day that ages are counted to; today unless you say otherwise.",
        ),
    ] = None,
    report: FormatOption = ReportFormat.TABLE,
    campaign: CampaignOption = None,
) -> None:
    """Find what is wrong in the registry: addresses, numbers, look-alikes, dates, orphans, duplicates.

    Nothing is asked of the network unless you say --dns; then the names of the domains, and no more, go to a
    name server.
    """
    from advocate.sources.judge import LibraryJudge
    from advocate.sources.places import campaign_folder
    from advocate.sources.registry import read_registry_document

    desk = Desk.of(context)
    day = desk.day(date)
    look_at_pin(desk.terminal, campaign or desk.campaign)
    folder = campaign_folder(campaign or desk.campaign)
    if resolver is not None and not ask_dns:
        message = "a name server is asked only with --dns"
        raise ProblemsError([Problem("check.resolver", message, Place("--resolver"))])
    registry, document = read_registry_document(folder.registry, folder.shown(folder.registry))
    remarks = check(registry, LibraryJudge(), day)
    if ask_dns:
        remarks += _by_network(registry, resolver, desk.terminal)
    found = sorted(((remark, document.place(remark.path)) for remark in remarks), key=_errors_first)
    if report is ReportFormat.JSON:
        desk.terminal.write_json([_data(remark, place, registry) for remark, place in found])
    else:
        for remark, place in found:
            # A problem's line, with the weight before its words.
            words = f"{WORDS[remark.weight]}: {remark.message}"
            desk.terminal.say(str(Problem(remark.code, words, place)))
    counts = Counter(remark.weight for remark in remarks)
    desk.terminal.tell(_summary(counts, len(registry.contacts), day))
    if counts[Weight.PROBLEM] or (strict and counts[Weight.WARNING]):
        raise typer.Exit(FAILED)


def _by_network(registry: Registry, resolver: str | None, terminal: Terminal) -> tuple[Remark, ...]:
    from advocate.core.check.mail import mail_domains, mail_remarks
    from advocate.sources.mail_exchangers import NameServer, ask_about_mail

    server = None if resolver is None else NameServer.parse(resolver)
    domains = mail_domains(registry)
    terminal.tell(f"asking the network about {_number(len(domains), 'domain')}")
    return tuple(mail_remarks(registry, ask_about_mail(domains, server)))


def _errors_first(found: tuple[Remark, Place]) -> tuple[int, int, int, str]:
    remark, place = found
    return list(WORDS).index(remark.weight), place.line or 0, place.column or 0, remark.code


def _data(remark: Remark, place: Place, registry: Registry) -> dict[str, object]:
    part, number = (*remark.path, None, None)[:2]
    contact = registry.contacts[number].id if part == "contacts" and isinstance(number, int) else None
    return {
        "code": remark.code,
        "weight": WORDS[remark.weight],
        "message": remark.message,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "contact": contact,
    }


def _summary(counts: Mapping[Weight, int], contacts: int, day: date_) -> str:
    told = ", ".join(_number(counts[weight], word) for weight, word in WORDS.items())
    return f"{_number(contacts, 'contact')} checked on {day.isoformat()}: {told}"


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
