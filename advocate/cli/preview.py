"""`advocate preview`: a finished letter in the terminal, before anything exists."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import FormatOption, ReportFormat
from advocate.cli.plain import commands
from advocate.cli.wishes import StrictOption, makes_letters
from advocate.cli.words import CHANNEL_WORDS
from advocate.cli.workshop import Wish, make_letters
from advocate.core.letter import ListBlock, Weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advocate.cli.terminal import Terminal
    from advocate.core.letter import Finding, Letter, Reach

FAILED = 1


class PreviewForm(StrEnum):
    """How a letter is previewed."""

    LETTER = "letter"
    TEXT = "text"
    EML = "eml"
    SUBMISSION = "submission"


def app() -> typer.Typer:
    """Return the command."""
    return commands(preview=preview)


@makes_letters
def preview(
    desk: Desk,
    wish: Wish,
    as_: Annotated[
        PreviewForm,
        typer.Option("--as", help="As it will look, as plain text, as the e-mail draft, or as a submission."),
    ] = PreviewForm.LETTER,
    strict: StrictOption = False,
    report: FormatOption = ReportFormat.TABLE,
) -> None:
    """Show the finished letter, with its envelope and what to know about it. Nothing is written."""
    work = make_letters(wish)
    for missed in work.left_out:
        desk.terminal.tell(f"left out: {missed.contact}: {missed.why}")
    if report is ReportFormat.JSON:
        from advocate.render.data import letter_data

        desk.terminal.write_json([letter_data(made) for made in work.letters])
    else:
        _show_all(desk.terminal, work.letters, as_)
    if strict and has_warnings(work.letters):
        raise typer.Exit(FAILED)


def has_warnings(letters: Sequence[Letter]) -> bool:
    """Return whether any letter has a finding that asks for a look."""
    return any(finding.weight is not Weight.NOTE for letter in letters for finding in letter.findings)


def _show_all(terminal: Terminal, letters: Sequence[Letter], form: PreviewForm) -> None:
    for number, letter in enumerate(letters):
        if number:
            terminal.say()
            terminal.say("=" * min(terminal.width, 80))
            terminal.say()
        match form:
            case PreviewForm.LETTER:
                _show(terminal, letter)
            case PreviewForm.TEXT:
                from advocate.render.text import sheet

                terminal.write(sheet(letter))
            case PreviewForm.EML:
                _show_draft(terminal, letter)
            case PreviewForm.SUBMISSION:
                _show_submission(terminal, letter)


def _show_draft(terminal: Terminal, letter: Letter) -> None:
    from advocate.render.eml import draft

    made = draft(letter)
    if made is None:
        terminal.tell(f"{letter.recipient.contact}: no e-mail address of this office is known")
    else:
        terminal.write(made.decode("ascii").replace("\r\n", "\n"))


def _show_submission(terminal: Terminal, letter: Letter) -> None:
    from advocate.render.submission import submission_text

    wanted = submission_text(letter)
    if wanted is None:
        terminal.tell(f"{letter.recipient.contact}: this office acts on letters; there is nothing to submit")
    else:
        terminal.write(wanted)


def _show(terminal: Terminal, letter: Letter) -> None:
    terminal.heading(f"{letter.recipient.title} ({letter.recipient.contact})")
    for reach in letter.recipient.reaches:
        terminal.say(terminal.wrap(_reach(reach), "  ", "    "))
    terminal.say()
    _envelope(terminal, letter)
    terminal.say()
    writer = (letter.sender.name, *letter.sender.lines, letter.sender.email, letter.sender.phone)
    for line in filter(None, writer):
        terminal.say(f"  {line}")
    for part in (letter.place_and_date, letter.subject, letter.salutation):
        terminal.say()
        terminal.say(terminal.wrap(part, "  "))
    for block in letter.blocks:
        terminal.say()
        if isinstance(block, ListBlock):
            from advocate.render.text import list_lines

            for mark, item in list_lines(block):
                terminal.say(terminal.wrap(f"{mark} {item}", "  ", "    "))
        else:
            terminal.say(terminal.wrap(block.text, "  "))
    terminal.say()
    terminal.say(f"  {letter.closing}")
    terminal.say(f"  {letter.sender.name}")
    terminal.say()
    terminal.heading("What to know before you send it")
    findings(terminal, letter.findings)


def findings(terminal: Terminal, found: Sequence[Finding]) -> None:
    """Write findings, or that there are none."""
    for finding in found:
        terminal.say(terminal.wrap(f"{finding.weight}: {finding.told} [{finding.code}]", "  ", "    "))
    if not found:
        terminal.say("  nothing was found")


def _reach(reach: Reach) -> str:
    label = f" ({reach.label})" if reach.label else ""
    shown = ", ".join(reach.shown.splitlines())
    return f"{CHANNEL_WORDS[reach.type]}{label}: {shown}; {reach.freshness}, checked {reach.checked}"


def _envelope(terminal: Terminal, letter: Letter) -> None:
    """Draw what shows in the envelope's window."""
    width = min(max(len(line) for line in letter.recipient.envelope), terminal.width - 6, 74)
    lines = [part for line in letter.recipient.envelope for part in terminal.wrap(line).splitlines()]
    width = max(width, *(len(line) for line in lines))
    terminal.say(f"  +{'-' * (width + 2)}+")
    for line in lines:
        terminal.say(f"  | {line.ljust(width)} |")
    terminal.say(f"  +{'-' * (width + 2)}+")
    if not letter.recipient.posted:
        terminal.say("  (no postal address is known)")
