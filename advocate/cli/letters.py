"""`advocate letters`: what a campaign has to say."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.letter_texts import check_reminders, read_texts, reminder_languages
from advocate.cli.options import CampaignOption, FormatOption, ReportFormat
from advocate.cli.pinned import look_at_pin
from advocate.cli.plain import commands
from advocate.core.campaign import Basis, Review
from advocate.core.problems import Problem, ProblemsError, trying
from advocate.core.registry import in_language
from advocate.core.standing import why_stopped

if TYPE_CHECKING:
    from advocate.core.campaign import Campaign, LetterSheet
    from advocate.sources.places import CampaignFolder
    from advocate.sources.texts import Text


def app() -> typer.Typer:
    """Return the commands about letters."""
    return commands("The letters you can send.", list=list_letters, show=show_letter)


def list_letters(
    context: typer.Context, report: FormatOption = ReportFormat.TABLE, campaign: CampaignOption = None
) -> None:
    """List the letters: what each asks, in which languages, and how old its facts are."""
    from advocate.render.data import sheet_data

    desk = Desk.of(context)
    folder, case = _campaign(desk.at(campaign))
    _check(folder, case.letters)
    if report is ReportFormat.JSON:
        desk.terminal.write_json([sheet_data(sheet, case) for sheet in case.letters])
        return
    desk.terminal.heading(in_language(case.title, "en"))
    desk.terminal.say()
    rows = []
    for sheet in case.letters:
        default = " (the default)" if sheet.id == case.default_letter else ""
        facts = f"in {', '.join(sheet.languages)}; facts of {sheet.as_of}, {sheet.status}"
        stopped = why_stopped(case, sheet)
        words = f"{in_language(sheet.title, 'en')}{default}\n{sheet.summary}\n{facts}"
        rows.append((sheet.id, f"{words}\n{stopped}" if stopped else words))
    # Two columns before an id and one behind it; whoever writes has to type it whole.
    widest = max((len(sheet.id) for sheet in case.letters), default=0)
    desk.terminal.grid(rows, (max(20, widest + 3), 40))


def show_letter(
    context: typer.Context,
    letter: Annotated[str, typer.Argument(metavar="ID", help="The id of a letter.")],
    report: FormatOption = ReportFormat.TABLE,
    campaign: CampaignOption = None,
) -> None:
    """Show a letter: for whom it has which version, what it asks of them, and the placeholders it needs."""
    from advocate.render.data import sheet_data
    from advocate.sources.campaign import letter_called

    desk = Desk.of(context)
    folder, case = _campaign(desk.at(campaign))
    sheet = letter_called(case, letter)
    texts = _check(folder, (sheet,))
    placeholders = sorted({word for text in texts for word in text.placeholders})
    asks = {ask.id: in_language(ask.text, "en") for ask in case.asks}
    if report is ReportFormat.JSON:
        versions = [{"id": version.id, "ask_text": asks[version.ask]} for version in sheet.versions]
        data = sheet_data(sheet, case) | {
            "placeholders": placeholders,
            "reminder": list(reminder_languages(folder, sheet)),
            "asks": versions,
            "statements": [asdict(statement) for statement in sheet.statements],
        }
        desk.terminal.write_json(data)
        return
    terminal = desk.terminal
    terminal.heading(in_language(sheet.title, "en"))
    terminal.say(terminal.wrap(f"It {sheet.summary}."))
    terminal.say(f"Facts of {sheet.as_of}, {sheet.status}; languages: {', '.join(sheet.languages)}.")
    waiting = [language for language, review in sheet.reviews.items() if review is Review.NOT_REVIEWED]
    if waiting:
        terminal.say(terminal.wrap(f"No native reader has looked at it yet in: {', '.join(waiting)}."))
    reminder = reminder_languages(folder, sheet)
    unread = [code for code in reminder if case.reviews.get(code, Review.NOT_REVIEWED) is Review.NOT_REVIEWED]
    words = f"Reminder of it, where no answer comes: {', '.join(reminder) or 'none'}"
    terminal.say(
        terminal.wrap(f"{words}; no native reader yet in: {', '.join(unread)}." if unread else f"{words}.")
    )
    stopped = why_stopped(case, sheet)
    if stopped:
        terminal.say(terminal.wrap(f"It is not sent: {stopped}"))
    if sheet.outcome:
        terminal.say(terminal.wrap(f"Since then: {in_language(sheet.outcome.text, 'en')}"))
        terminal.say(f"  {sheet.outcome.source}")
    for version in sheet.versions:
        terminal.say()
        groups = f" of {', '.join(version.groups)}" if version.groups else ""
        languages = f" (in {', '.join(version.languages)})"
        terminal.heading(f"{version.id}: for {', '.join(version.kinds)}{groups}{languages}")
        terminal.say(terminal.wrap(asks[version.ask], "  "))
    if sheet.statements:
        found = Counter(statement.basis for statement in sheet.statements)
        counted = ", ".join(f"{basis} {found[basis]}" for basis in Basis if found[basis])
        terminal.say()
        terminal.heading("What its statements rest on")
        terminal.say(terminal.wrap(f"{counted}; '--format json' lists each with its place", "  "))
    terminal.say()
    terminal.heading("Placeholders")
    terminal.say(terminal.wrap(", ".join(placeholders), "  "))


def _campaign(desk: Desk) -> tuple[CampaignFolder, Campaign]:
    from advocate.sources.campaign import read_campaign
    from advocate.sources.places import campaign_folder

    look_at_pin(desk.terminal, desk.campaign)
    folder = campaign_folder(desk.campaign)
    return folder, read_campaign(folder.templates, folder.shown(folder.templates))


def _check(folder: CampaignFolder, sheets: tuple[LetterSheet, ...]) -> list[Text]:
    """Return every text of some letters; raise ProblemsError with what is wrong in any of them."""
    texts: list[Text] = []
    problems: list[Problem] = []
    for sheet in sheets:
        try:
            texts += read_texts(folder, sheet, sheet.languages or ("en",)).values()
        except ProblemsError as error:
            problems += error.problems
    trying(problems, check_reminders, folder, sheets)
    if problems:
        raise ProblemsError(problems)
    return texts
