"""`advocate preview`: a finished letter in the terminal, before anything exists."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.holding_back import hold_back, marked, tell_way_on
from advocate.cli.options import FormatOption, ReportFormat, TrustFolderOption
from advocate.cli.plain import commands
from advocate.cli.saving import Saving
from advocate.cli.wishes import StrictOption, makes_letters
from advocate.cli.words import CHANNEL_WORDS
from advocate.cli.workshop import HELD_BACK, Wish, make_letters
from advocate.core.letter import ListBlock, Weight
from advocate.core.problems import Problem, ProblemsError
from advocate.core.registry import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advocate.cli.terminal import Terminal
    from advocate.cli.workshop import Work
    from advocate.core.campaign import LetterSheet
    from advocate.core.letter import Finding, Letter, Reach

FAILED = 1


class PreviewForm(StrEnum):
    """How a letter is previewed."""

    LETTER = "letter"
    PAGE = "page"
    TEXT = "text"
    EML = "eml"
    SUBMISSION = "submission"
    CALL = "call"


_WITHOUT_TWIN = (PreviewForm.PAGE, PreviewForm.EML, PreviewForm.SUBMISSION)
_AT_HEAD = {"risk.reach"}
"""What is told before the letter, since it is about more than its words."""

_WITH_PICTURE = (PreviewForm.LETTER, PreviewForm.PAGE)


def app() -> typer.Typer:
    """Return the command."""
    return commands(preview=preview)


@makes_letters
def preview(
    desk: Desk,
    wish: Wish,
    as_: Annotated[
        PreviewForm,
        typer.Option(
            "--as",
            help="In words, as the printed page (in terminals that show pictures), as plain text, as the "
            "e-mail draft, a submission or a call.",
        ),
    ] = PreviewForm.LETTER,
    png: Annotated[
        Path | None,
        typer.Option("--png", metavar="FILE", help="Write the printed page to FILE, as a picture."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Let --png replace a file.")] = False,
    trust_folder: TrustFolderOption = False,
    with_: Annotated[
        str | None,
        typer.Option("--with", metavar="xx", help="Show the same letter in another language beside it."),
    ] = None,
    strict: StrictOption = False,
    report: FormatOption = ReportFormat.TABLE,
) -> None:
    """Show the finished letter, with its envelope and what to know about it. Only --png writes anything."""
    _inspect(as_, png, with_)
    work = make_letters(replace(wish, twin=with_))
    saving = Saving(overwrite=overwrite, trusting=trust_folder)
    strictly = has_warnings(work.letters)
    # What shows a letter makes nothing; a form that is ready to be used is made.
    shows = as_ in _WITH_PICTURE and not png and report is ReportFormat.TABLE
    work = (
        marked(work, wish.accepted)
        if shows
        else hold_back(desk, work, wish.accepted, report=report, ask=False)
    )
    for missed in work.left_out:
        desk.terminal.tell(f"left out: {missed.contact}: {missed.why}")
    if report is ReportFormat.JSON:
        desk.terminal.write_json(_data(work, png, saving, twins=bool(with_)))
    elif png or as_ is PreviewForm.PAGE:
        _see(desk.terminal, work, png, saving, here=as_ is PreviewForm.PAGE)
    else:
        for made in work.letters if with_ else ():
            if made.recipient.contact not in work.twins:
                desk.terminal.tell(f"{made.recipient.contact}: {_why_alone(made, work.sheet, with_ or '')}")
        show_all(desk.terminal, work.letters, work.twins, as_)
    if work.held_back:
        tell_way_on(desk.terminal.aside(), work.held_back)
        raise typer.Exit(HELD_BACK)
    if strict and strictly:
        raise typer.Exit(FAILED)


def _inspect(form: PreviewForm, png: Path | None, twin: str | None) -> None:
    """Raise ProblemsError for wishes that do not go together, and for a picture's name that is none."""
    problems = []
    if twin and (form in _WITHOUT_TWIN or png):
        words = "--with goes with --as letter, text or call: what else is made of a letter is not for reading"
        problems.append(Problem("with.form", words))
    if png and form not in _WITH_PICTURE:
        problems.append(Problem("png.form", f"--png is the printed page: it goes with --as page, not {form}"))
    if png:
        from advocate.cli.seeing import name_problems

        problems += name_problems(png)
    if problems:
        raise ProblemsError(problems)


def _data(work: Work, png: Path | None, saving: Saving, *, twins: bool) -> list[dict[str, object]]:
    """Return everything about the letters, for scripts; make their pictures, if wished, and name them."""
    from advocate.render.data import letter_data

    told = [letter_data(made) for made in work.letters]
    if twins:
        for data, made in zip(told, work.letters, strict=True):
            twin = work.twins.get(made.recipient.contact)
            data["with"] = letter_data(twin) if twin else None
    if png:
        from advocate.cli.seeing import named, pictures_of, save

        files = named(png, work.letters, pictures_of(work.letters, work.layouts.read()))
        save(files, saving)
        for data, its in zip(told, files, strict=True):
            data["pictures"] = [file.as_posix() for file in its]
    return told


def _see(terminal: Terminal, work: Work, png: Path | None, saving: Saving, *, here: bool) -> None:
    """Write the printed pages to files, show them here, or both; and tell what to know about each letter."""
    from advocate.cli.seeing import named, pictures_of, save, screen_for, show

    letters = work.letters
    pictures = pictures_of(letters, work.layouts.read())
    files = named(png, letters, pictures) if png else []
    save(files, saving)
    for file in (file for its in files for file in its):
        terminal.say(file.as_posix())
    screen = screen_for(terminal, [file for its in files for file in its]) if here else None
    for letter, pages in zip(letters, pictures, strict=True):
        if screen:
            show(terminal, screen, letter, pages)
        _tell_findings(terminal, letter)


def _why_alone(letter: Letter, sheet: LetterSheet, wanted: str) -> str:
    """Return why a letter is shown without a twin in the language that was wanted."""
    if letter.language == wanted:
        return f"the letter is in {wanted!r} already"
    version = next(version for version in sheet.versions if version.id == letter.version)
    return f"this letter is not there for it in {wanted!r} (there is: {', '.join(version.languages)})"


def has_warnings(letters: Sequence[Letter]) -> bool:
    """Return whether any letter has a finding that asks for a look."""
    return any(finding.weight is not Weight.NOTE for letter in letters for finding in letter.findings)


def show_all(
    terminal: Terminal, letters: Sequence[Letter], twins: Mapping[str, Letter], form: PreviewForm
) -> None:
    """Write letters as they will look in one form, beside their twins where there are any."""
    for number, letter in enumerate(letters):
        twin = twins.get(letter.recipient.contact)
        if number:
            terminal.say()
            terminal.say("=" * min(terminal.width, 80))
            terminal.say()
        if form is PreviewForm.LETTER:
            _show(terminal, letter, twin)
        elif _show_form(terminal, letter, twin, form):
            _tell_findings(terminal, letter)


def _tell_findings(terminal: Terminal, letter: Letter) -> None:
    """Tell what to know about a letter beside the result, which is the very text, or the very page."""
    for finding in letter.findings:
        words = f"{finding.weight}: {finding.told} [{finding.code}]"
        terminal.tell(terminal.wrap(words, hanging="  "))


def _show_form(terminal: Terminal, letter: Letter, twin: Letter | None, form: PreviewForm) -> bool:
    """Write one form of a letter and return True; or tell why there is none, and return False."""
    match form:
        case PreviewForm.EML:
            return _show_draft(terminal, letter)
        case PreviewForm.SUBMISSION:
            return _show_submission(terminal, letter)
        case PreviewForm.CALL:
            return _show_call(terminal, letter, twin)
        case _ if twin:
            _show_beside(terminal, letter, twin, whole=True)
        case _:
            from advocate.render.text import sheet

            terminal.write(sheet(letter))
    return True


def _show_draft(terminal: Terminal, letter: Letter) -> bool:
    from advocate.render.eml import draft

    made = draft(letter)
    if made is None:
        terminal.tell(f"{letter.recipient.contact}: no e-mail address of this office is known")
    else:
        terminal.write(made.decode("ascii").replace("\r\n", "\n"))
    return made is not None


def _show_submission(terminal: Terminal, letter: Letter) -> bool:
    from advocate.render.submission import submission_text

    wanted = submission_text(letter)
    if wanted is None:
        terminal.tell(f"{letter.recipient.contact}: this office acts on letters; there is nothing to submit")
    else:
        terminal.write(wanted)
    return wanted is not None


def _show_call(terminal: Terminal, letter: Letter, twin: Letter | None) -> bool:
    from advocate.render.call import call_text

    wanted = call_text(letter)
    if wanted is not None and twin and twin.call:
        _show_call_beside(terminal, letter, twin)
    elif wanted is not None:
        terminal.write(wanted)
    elif letter.recipient.reaches_by(Channel.PHONE):
        why = f"nobody has written what to say on the telephone in {letter.language!r} for this letter"
        terminal.tell(f"{letter.recipient.contact}: {why}")
    else:
        terminal.tell(f"{letter.recipient.contact}: no telephone number of this office is known")
    return wanted is not None


def _show_call_beside(terminal: Terminal, letter: Letter, twin: Letter) -> None:
    from advocate.cli.side_by_side import Side, show
    from advocate.core.twin import call_parts
    from advocate.render.call import head, length

    for line in head(letter).splitlines():
        terminal.say(terminal.wrap(line))
    terminal.say()
    left, right = (Side(_language(each), call_parts(each)) for each in (letter, twin))
    show(terminal, left, right, matching=len(left.parts) == len(right.parts))
    terminal.say()
    terminal.say(length(letter))


def _show_beside(terminal: Terminal, letter: Letter, twin: Letter, *, whole: bool = False) -> None:
    """Write a letter and its twin side by side."""
    from advocate.cli.side_by_side import Side, show
    from advocate.core.twin import match, parts

    matching = match(letter, twin)
    if not matching:
        words = "the two do not have the same paragraphs, so one stands after the other"
        terminal.tell(f"{letter.recipient.contact}: {words}")
    left, right = (Side(_language(each), parts(each, whole=whole)) for each in (letter, twin))
    show(terminal, left, right, matching=matching)


def _language(letter: Letter) -> str:
    """Return the English name of a letter's language."""
    from advocate.sources.wording import CldrWording

    return CldrWording("en").language_name(letter.language)


def _show(terminal: Terminal, letter: Letter, twin: Letter | None = None) -> None:
    terminal.heading(f"{letter.recipient.title} ({letter.recipient.contact})")
    first = [finding for finding in letter.findings if finding.code in _AT_HEAD]
    if first:
        findings(terminal, first)
    for reach in letter.recipient.reaches:
        terminal.say(terminal.wrap(_reach(reach), "  ", "    "))
    terminal.say()
    _envelope(terminal, letter)
    terminal.say()
    for line in letter.sender.head:
        terminal.say(f"  {line}")
    if twin:
        terminal.say()
        _show_beside(terminal, letter, twin)
    else:
        _show_words(terminal, letter)
    terminal.say()
    terminal.heading("What to know before you send it")
    findings(terminal, [finding for finding in letter.findings if finding not in first])
    _show_form_text(terminal, letter)


def _show_words(terminal: Terminal, letter: Letter) -> None:
    """Write a letter from its date to the name."""
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
    terminal.say(f"  {letter.sender.signed}")


def _show_form_text(terminal: Terminal, letter: Letter) -> None:
    """Write the shorter text that goes into the office's web form, where it is not the whole one."""
    if letter.form_text and letter.form_text.left_out:
        from advocate.render.text import form_message

        terminal.say()
        terminal.heading(f"The text for the web form, which takes {letter.form_text.limit:,} characters")
        for line in form_message(letter).splitlines():
            terminal.say(terminal.wrap(line, "  "))


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
    lines = [
        part
        for line in letter.recipient.envelope
        for part in textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    ]
    width = max(width, *(len(line) for line in lines))
    terminal.say(f"  +{'-' * (width + 2)}+")
    for line in lines:
        terminal.say(f"  | {line.ljust(width)} |")
    terminal.say(f"  +{'-' * (width + 2)}+")
    if not letter.recipient.posted:
        terminal.say("  (no postal address is known)")
