"""Letters handed over: the files of a folder, and what is said of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from advocate.cli.options import ReportFormat
from advocate.cli.preview import FAILED, has_warnings
from advocate.cli.words import CHANNEL_WORDS, FORM_WORDS
from advocate.core.forms import Form, ages_of_letter, file_name, forms_for
from advocate.core.letter import Weight
from advocate.core.outlook import CARRIERS
from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from advocate.cli.terminal import Terminal
    from advocate.cli.workshop import Work
    from advocate.core.letter import Letter
    from advocate.outbox.files import Written
    from advocate.render.pdf import PrintRun, Sheet

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over: the files by their names, the folder, what became of them, and what failed."""

    work: Work
    made: Mapping[str, bytes]
    out: Path
    written: Written
    problems: Sequence[Problem]


def hand_over(work: Work, out: Path, wanted: tuple[Form, ...], *, overwrite: bool) -> Handed:
    """Write letters into a folder, in the forms that are wanted; raise ProblemsError where nothing was."""
    from advocate.outbox import files

    _need_a_name(work)
    forms = {letter.name: forms_for(letter, wanted) for letter in work.letters}
    inputs = _inputs(work.letters, forms)
    files.inspect_folder(out)
    work, made, problems = _make(work, forms, inputs)
    return Handed(work, made, out, files.write_folder(out, made, inputs, overwrite=overwrite), problems)


def tell_handed(terminal: Terminal, handed: Handed, report: ReportFormat, *, strict: bool) -> None:
    """Say what was handed over; raise typer.Exit where something failed, or was strictly looked at."""
    work = handed.work
    if report is ReportFormat.JSON:
        terminal.write_json(_report(work, handed.made, handed.out, handed.written, handed.problems))
    else:
        _tell(terminal, work, handed.made, handed.out, handed.written)
    terminal.problems(handed.problems)
    if handed.problems or (strict and has_warnings(work.letters)):
        raise typer.Exit(FAILED)


def _need_a_name(work: Work) -> None:
    if not work.sender.name:
        words = (
            "a letter needs your name: add --name (and, as you like, --street --postcode --city --country"
            " --email), or a file with --sender FILE"
        )
        raise ProblemsError([Problem("sender.no-name", words)])


def _inputs(letters: Sequence[Letter], forms: Mapping[str, Sequence[Form]]) -> str:
    """Return a hash of everything the files are made from, so that a later run knows its own folder."""
    import json

    from advocate.outbox.files import digest
    from advocate.render.data import letter_data

    made_from = [[letter_data(letter), list(forms[letter.name])] for letter in letters]
    return digest(json.dumps(made_from, sort_keys=True, ensure_ascii=True).encode("ascii"))


def _make(
    work: Work, forms: Mapping[str, Sequence[Form]], inputs: str
) -> tuple[Work, dict[str, bytes], list[Problem]]:
    """Return every file of the folder, and the problems of the pages that could not be printed.

    The work comes back with what the printed pages say of the letters' length.
    """
    from advocate.core import review
    from advocate.sources.places import layouts
    from advocate.sources.texts import page_layout

    # The pages take longest and are made beside everything else.
    printed = [letter for letter in work.letters if Form.PDF in forms[letter.name]]
    run = _begin_printing(printed) if printed else None
    made: dict[str, bytes] = {}
    for letter in work.letters:
        for form in forms[letter.name]:
            written = _written(letter, form)
            if written is not None:
                made[file_name(letter, form)] = written
    fill = page_layout(layouts() / INDEX)
    problems: list[Problem] = []
    sheets: dict[str, Sheet] = {}
    for letter, sheet in zip(printed, run.sheets() if run else [], strict=True):
        if isinstance(sheet, ProblemsError):
            problems += sheet.problems
        else:
            made[file_name(letter, Form.PDF)] = sheet.pdf
            sheets[letter.name] = sheet
    counted = [
        review.printed(letter, sheets[letter.name].pages, sheets[letter.name].points)
        if letter.name in sheets
        else letter
        for letter in work.letters
    ]
    work = replace(work, letters=tuple(counted))
    return work, made | _guide(work, forms, made, inputs, fill), list(dict.fromkeys(problems))


def _written(letter: Letter, form: Form) -> bytes | None:
    """Return a letter in one of its written forms; None for one it has not, and for the printed page."""
    from advocate.render import call, eml, submission, text

    match form:
        case Form.EML:
            return eml.draft(letter)
        case Form.TXT:
            return text.sheet(letter).encode("utf-8")
        case Form.HTML:
            return _page(letter)
        case Form.SUBMISSION:
            words = submission.submission_text(letter)
            return words.encode("utf-8") if words else None
        case Form.CALL:
            words = call.call_text(letter)
            return words.encode("utf-8") if words else None
        case Form.PDF:
            return None


def _begin_printing(letters: Sequence[Letter]) -> PrintRun:
    from advocate.render.pdf import PrintRun
    from advocate.sources.places import layout_sources

    return PrintRun(letters, layout_sources())


def _page(letter: Letter) -> bytes:
    from advocate.render.page import letter_page
    from advocate.sources.places import layouts
    from advocate.sources.texts import page_layout

    return letter_page(letter, fill=page_layout(layouts() / "letter.html")).encode("utf-8")


def _guide(
    work: Work,
    forms: Mapping[str, Sequence[Form]],
    made: Mapping[str, bytes],
    inputs: str,
    fill: Callable[[Mapping[str, object]], str],
) -> dict[str, bytes]:
    """Return the page that leads through the letters, and the manifest."""
    import json

    from advocate.core.registry import in_language
    from advocate.outbox.files import MANIFEST, digest
    from advocate.render.data import manifest_data
    from advocate.render.page import Handover, index_page

    files = {
        letter.name: {
            form.value: file_name(letter, form)
            for form in forms[letter.name]
            if file_name(letter, form) in made
        }
        for letter in work.letters
    }
    page = index_page(
        [Handover(letter, files[letter.name]) for letter in work.letters],
        campaign=in_language(work.campaign.title, "en"),
        fill=fill,
    )
    hashes = {
        letter: {form: {"name": name, "sha256": digest(made[name])} for form, name in names.items()}
        for letter, names in files.items()
    }
    index = page.encode("utf-8")
    entry = {"name": INDEX, "sha256": digest(index)}
    manifest = manifest_data(work.letters, hashes, entry, inputs)
    return {INDEX: index, MANIFEST: f"{json.dumps(manifest, ensure_ascii=False, indent=2)}\n".encode()}


def _report(
    work: Work, made: Mapping[str, bytes], out: Path, written: Written, problems: Sequence[Problem]
) -> dict[str, object]:
    from advocate.render.data import findings_data, problems_data

    return {
        "folder": out.as_posix(),
        "letter": work.sheet.id,
        "letters": [
            {
                "contact": letter.recipient.contact,
                "files": [file_name(letter, form) for form in Form if file_name(letter, form) in made],
                "findings": findings_data(letter.findings),
            }
            for letter in work.letters
        ],
        "left_out": [{"contact": missed.contact, "why": missed.why} for missed in work.left_out],
        "written": list(written.written),
        "unchanged": list(written.unchanged),
        "kept": list(written.kept),
        "problems": problems_data(problems),
    }


def _tell(terminal: Terminal, work: Work, made: Mapping[str, bytes], out: Path, written: Written) -> None:
    first = work.letters[0]
    letters = f"{len(work.letters)} letters" if len(work.letters) > 1 else "1 letter"
    head = f"{letters} ({work.sheet.id}, dated {first.date.isoformat()}) in {out.as_posix()}:"
    terminal.say(terminal.wrap(head))
    room = max(len(letter.recipient.contact) for letter in work.letters)
    for letter in work.letters:
        forms = [words for form, words in FORM_WORDS.items() if file_name(letter, form) in made]
        aged = f" ({age})" if (age := _ages(letter)) else ""
        words = f"{letter.recipient.contact:{room}}  {', '.join(forms)}{aged}"
        terminal.say(terminal.wrap(words, "  ", " " * (room + 4)))
    if written.unchanged and not written.written:
        terminal.say("Everything was there already; nothing has changed.")
    for name in written.kept:
        terminal.tell(f"kept as you changed it: {name} (--overwrite replaces it)")
    for letter in work.letters:
        if not any(file_name(letter, form) in made for form in Form):
            terminal.tell(f"no file: {letter.recipient.contact} takes none of the forms that were asked for")
    for missed in work.left_out:
        terminal.tell(f"left out: {missed.contact}: {missed.why}")
    open_it = f"Now open {(out / INDEX).as_posix()}: it leads you through them. Nothing has been sent."
    terminal.say(terminal.wrap(open_it))
    found = [finding for letter in work.letters for finding in letter.findings]
    for finding in Counter(finding for finding in found if finding.code in _TOLD_ONCE):
        terminal.tell(terminal.wrap(f"{finding.weight}: {finding.message} [{finding.code}]", hanging="  "))
    by_code = Counter((finding.weight, finding.code) for finding in found)
    gravest_first = sorted(by_code.items(), key=lambda item: (-list(Weight).index(item[0][0]), item[0][1]))
    for (weight, code), count in gravest_first:
        if weight is not Weight.NOTE or code in _NOTES_IN_SHORT:
            words = f"{weight}: {count} of {letters}: {_IN_SHORT.get(code, 'see the page')} [{code}]"
            terminal.tell(terminal.wrap(words, hanging="  "))


def _ages(letter: Letter) -> str:
    """Return how fresh each way that brings a letter is: `e-mail stale, post fresh`."""
    known = ages_of_letter(letter)
    return ", ".join(f"{CHANNEL_WORDS[way]} {known[way].freshness}" for way in CARRIERS if way in known)


_TOLD_ONCE = {"status.historical", "status.ended", "facts.old", "facts.review-due"}
"""What is true of every letter of a run alike."""

_NOTES_IN_SHORT = {"holder.unknown", "own-words.none"}
"""The notes that are told with the number of letters; the others stand on the page."""

_IN_SHORT = {
    "ask.missing": "it asks for nothing; its text has lost the request",
    "ask.other": "a request of your own stands in it; the page says which",
    "length.page": "it is too long for one page; shorten your own paragraph",
    "likeness.campaign": "your paragraph repeats the campaign's text; say it in your own words",
    "own-words.none": "no word of your own; copies are put aside, so say in --note why you write",
    "people.minor": "it names a child of the case; leave the name out",
    "people.private": "it names somebody close to you; have they agreed?",
    "people.relative": "it names a relative of somebody in the case; leave the name out",
    "privacy.email": "an e-mail address stands in your paragraph; leave it out unless its owner agreed",
    "privacy.phone": "a telephone or other long number stands in your paragraph; leave it out",
    "privacy.street": "a street stands in your paragraph; leave it out",
    "subject.shouting": "the subject shouts, and would be taken for junk mail",
    "tone.capitals": "words in capitals read as shouting; write them small",
    "tone.insult": "an insult ends the reading; say what was done instead",
    "tone.jargon": "a lawyer's word stands in it; say it plainly",
    "tone.party": "it takes a side in politics; the page says where",
    "tone.threat": "it reads as a threat; ask, and say why",
    "call.long": "the call script takes more than a minute",
    "accepts.submission": "the office acts on submissions only; the text for one is there",
    "channel.caution": "there is a doubt about an address; the page says which",
    "channel.none": "no way to reach the office is known",
    "channel.stale-email": "the e-mail address is old; the page says what is safer",
    "channel.stale-address": "the postal address is old; look it up before you post",
    "form.limit": "the web form takes less than the letter has; the page says what goes in",
    "holder.unknown": "addressed to the office, since nobody can be vouched for as its holder",
    "channel.stale-form": "the web form's address is old, and it may have moved",
    "subject.long": "the subject is too long and would be cut off",
}
