"""Letters handed over: the files of a folder, and what is said of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from advocate.cli.options import ReportFormat
from advocate.cli.preview import FAILED, has_warnings
from advocate.cli.printing import Printed, begin_printing, check_merge, tell_runs
from advocate.cli.sheets import SHEET_NAMES, MadeSheets, SheetWish, check_wish, make_sheets, tell_sheets
from advocate.cli.words import CHANNEL_WORDS, FORM_WORDS
from advocate.cli.workshop import HELD_BACK, need_a_name
from advocate.core.forms import Form, ages_of_letter, file_name, forms_for
from advocate.core.layouts import ForeignLayouts
from advocate.core.letter import Weight
from advocate.core.outlook import CARRIERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from advocate.cli.recording import Recorded
    from advocate.cli.terminal import Terminal
    from advocate.cli.workshop import Work
    from advocate.core.letter import Letter
    from advocate.core.problems import Problem
    from advocate.outbox.files import Written
    from advocate.render.presses import AnyLayouts

INDEX = "index.html"
NO_SHEETS = SheetWish()


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over: the files by their names, the folder, what became of them, and what failed."""

    work: Work
    made: Mapping[str, bytes]
    out: Path
    written: Written
    problems: Sequence[Problem]
    sheets: MadeSheets
    printed: Printed

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The letters of which there is something."""
        return tuple(letter for letter in self.work.letters if _forms_made(letter, self))


def hand_over(
    work: Work,
    out: Path,
    wanted: tuple[Form, ...],
    *,
    overwrite: bool,
    trusting: bool = False,
    merge: bool = False,
    sheets: SheetWish = NO_SHEETS,
) -> Handed:
    """Write letters into a folder, in the forms that are wanted; raise ProblemsError where nothing was.

    With `trusting` the folder may be somebody else's. With `merge` the pages come as a print run; `sheets`
    are the envelopes and labels that are wanted too.
    """
    from advocate.outbox import files
    from advocate.sources.places import layouts
    from advocate.sources.texts import page_layout

    need_a_name(work.sender, work.withheld)
    forms = {letter.name: forms_for(letter, wanted) for letter in work.letters}
    on_paper = [letter for letter in work.letters if Form.PDF in forms[letter.name]]
    check_wish(sheets, on_paper)
    if merge:
        check_merge(on_paper)
    page_layouts = work.layouts.read() if on_paper else layouts()
    inputs = _inputs(work.letters, wanted, page_layouts, merge=merge)
    # What a folder says it was made from tells nothing of letters that are held back; the run that makes them
    # all the same completes it nevertheless.
    known = {inputs, *(_inputs(others, wanted, page_layouts, merge=merge) for others in work.other_runs)}
    files.inspect_folder(out, trusting=trusting)
    earlier = {} if overwrite else files.made_earlier(out, known, SHEET_NAMES)
    # The pages take longest and are made beside everything else.
    pages = begin_printing(work, on_paper, page_layouts, merge=merge)
    made = _written_forms(work.letters, forms)
    fill = page_layout(layouts() / INDEX)
    printed = pages()
    made |= printed.files
    work = replace(work, letters=tuple(_counted(letter, printed) for letter in work.letters))
    posted = [
        letter for letter in work.letters if letter.name in printed.lengths or not letter.recipient.posted
    ]
    added = make_sheets(replace(sheets, earlier=earlier), posted, work.sender, page_layouts)
    made |= {**added.files, **_guide(work, forms, made, inputs, printed, added.hashes, fill)}
    written = files.write_folder(out, made, known, overwrite=overwrite, trusting=trusting)
    problems = list(dict.fromkeys([*printed.problems, *added.problems]))
    return Handed(work, made, out, written, problems, added, printed)


def tell_handed(
    terminal: Terminal, handed: Handed, report: ReportFormat, recorded: Recorded, *, strict: bool
) -> None:
    """Say what was handed over and logged; raise typer.Exit where it failed, or was strictly looked at."""
    work = handed.work
    if report is ReportFormat.JSON:
        terminal.write_json(_report(handed))
    else:
        _tell(terminal, handed)
    recorded.tell(terminal)
    terminal.problems(handed.problems)
    if work.held_back:
        from advocate.cli.holding_back import tell_way_on

        tell_way_on(terminal.aside(), work.held_back)
        raise typer.Exit(HELD_BACK)
    if handed.problems or (strict and (recorded.problems or has_warnings(work.letters))):
        raise typer.Exit(FAILED)


def _inputs(letters: Sequence[Letter], wanted: tuple[Form, ...], layouts: AnyLayouts, *, merge: bool) -> str:
    """Return a hash of everything the files are made from, so that a later run knows its own folder.

    A print run is another form of the pages, and so are pages in a stranger's layouts: no folder holds both.
    """
    import json

    from advocate.outbox.files import digest
    from advocate.render.data import letter_data

    made_from: list[object] = [[letter_data(letter), list(forms_for(letter, wanted))] for letter in letters]
    made_from += ["merge"] if merge else []
    if isinstance(layouts, ForeignLayouts):
        made_from.append({name: digest(data) for name, data in layouts.files.items()})
    return digest(json.dumps(made_from, sort_keys=True, ensure_ascii=True).encode("ascii"))


def _written_forms(letters: Iterable[Letter], forms: Mapping[str, Sequence[Form]]) -> dict[str, bytes]:
    """Return the files of letters that are not printed."""
    written = {
        file_name(letter, form): _written(letter, form) for letter in letters for form in forms[letter.name]
    }
    return {name: data for name, data in written.items() if data is not None}


def _counted(letter: Letter, printed: Printed) -> Letter:
    """Return a letter with what its printed pages say of its length."""
    from advocate.core import review

    length = printed.lengths.get(letter.name)
    return review.printed(letter, length.pages, length.points) if length else letter


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
    printed: Printed,
    sheets: Mapping[str, str],
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
        [Handover(letter, files[letter.name], printed.spots.get(letter.name)) for letter in work.letters],
        campaign=in_language(work.campaign.title, "en"),
        sheets={name: SHEET_NAMES[name] for name in sheets},
        runs=printed.runs,
        fill=fill,
    )
    hashes = {
        letter: {form: {"name": name, "sha256": digest(made[name])} for form, name in names.items()}
        for letter, names in files.items()
    }
    index = page.encode("utf-8")
    entry = {"name": INDEX, "sha256": digest(index)}
    sheets = {**sheets, **{run.name: digest(made[run.name]) for run in printed.runs}}
    manifest = manifest_data(work.letters, hashes, entry, inputs, sheets)
    return {INDEX: index, MANIFEST: f"{json.dumps(manifest, ensure_ascii=False, indent=2)}\n".encode()}


def _report(handed: Handed) -> dict[str, object]:
    from advocate.cli.holding_back import held_back_data
    from advocate.render.data import findings_data, problems_data, spot_data

    work, made, written = handed.work, handed.made, handed.written
    return {
        "folder": handed.out.as_posix(),
        "letter": ", ".join(work.kinds),
        "letters": [
            {
                "contact": letter.recipient.contact,
                "files": [file_name(letter, form) for form in Form if file_name(letter, form) in made],
                "findings": findings_data(letter.findings),
                "print_run": spot_data(handed.printed.spots.get(letter.name)),
            }
            for letter in work.letters
        ],
        "print_run": [{"file": run.name, "pages": run.pages} for run in handed.printed.runs],
        "sheets": list(handed.sheets.files),
        "left_out": [{"contact": missed.contact, "why": missed.why} for missed in work.left_out],
        "held_back": held_back_data(work.held_back),
        "written": list(written.written),
        "unchanged": list(written.unchanged),
        "kept": list(written.kept),
        "problems": problems_data(handed.problems),
    }


def _tell(terminal: Terminal, handed: Handed) -> None:
    work, out, written = handed.work, handed.out, handed.written
    first = work.letters[0]
    letters = f"{len(work.letters)} letters" if len(work.letters) > 1 else "1 letter"
    head = f"{letters} ({', '.join(work.kinds)}, dated {first.date.isoformat()}) in {out.as_posix()}:"
    terminal.say(terminal.wrap(head))
    room = max(len(letter.recipient.contact) for letter in work.letters)
    for letter in work.letters:
        forms = _forms_made(letter, handed)
        aged = f" ({age})" if (age := _ages(letter)) else ""
        words = f"{letter.recipient.contact:{room}}  {', '.join(forms)}{aged}{_cost(letter)}"
        terminal.say(terminal.wrap(words, "  ", " " * (room + 4)))
    tell_runs(terminal, handed.printed)
    tell_sheets(terminal, handed.sheets)
    if written.unchanged and not written.written:
        terminal.say("Everything was there already; nothing has changed.")
    for name in written.kept:
        terminal.tell(f"kept as you changed it: {name} (--overwrite replaces it)")
    for letter in work.letters:
        if not _forms_made(letter, handed):
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
        if code not in _TOLD_ONCE and (weight is not Weight.NOTE or code in _NOTES_IN_SHORT):
            words = f"{weight}: {count} of {letters}: {_IN_SHORT.get(code, 'see the page')} [{code}]"
            terminal.tell(terminal.wrap(words, hanging="  "))


def _forms_made(letter: Letter, handed: Handed) -> list[str]:
    """Return in words what there is of a letter."""
    spot = handed.printed.spots.get(letter.name)
    return [
        f"page {spot.page} of {spot.file}" if spot and form is Form.PDF else words
        for form, words in FORM_WORDS.items()
        if file_name(letter, form) in handed.made or (spot and form is Form.PDF)
    ]


def _ages(letter: Letter) -> str:
    """Return how fresh each way that brings a letter is: `e-mail stale, post fresh`."""
    known = ages_of_letter(letter)
    return ", ".join(f"{CHANNEL_WORDS[way]} {known[way].freshness}" for way in CARRIERS if way in known)


def _cost(letter: Letter) -> str:
    """Return in short what it costs at the office that the letter tells less of its writer."""
    told = next((_COSTS[finding.code] for finding in letter.findings if finding.code in _COSTS), "")
    return f"; {told}" if told else ""


_COSTS = {
    "anonymity.not-considered": "not considered without a name",
    "anonymity.confidential": "not considered without a name, which is kept confidential there",
    "anonymity.read": "read without a name, as far as is known",
    "anonymity.unknown": "nobody has written what it does with a letter without a name",
    "anonymity.address-wanted": "it asks for your address",
    "anonymity.no-address": "no answer by post",
}
"""What an office does with a letter that tells less, beside its name."""

_TOLD_ONCE = {
    "anonymity.told",
    "status.historical",
    "status.ended",
    "facts.old",
    "facts.review-due",
    "page.window",
    "reminder.answer",
}
"""What is true of every letter of a run alike, or of every printed one."""

_NOTES_IN_SHORT = {"holder.unknown", "own-words.none"}
"""The notes that are told with the number of letters; the others stand on the page."""

_IN_SHORT = {
    "anonymity.address-wanted": "the office asks for your address; the page says what follows without it",
    "anonymity.confidential": "the office wants your name, and keeps it confidential; the page says more",
    "anonymity.not-considered": "the office does not consider letters without a name; the page says more",
    "anonymity.own-words": "your paragraph tells what the letter is to withhold; leave it out",
    "ask.missing": "it asks for nothing; its text has lost the request",
    "ask.other": "a request of your own stands in it; the page says which",
    "length.page": "it is too long for one page; shorten your own paragraph",
    "likeness.campaign": "your paragraph repeats the campaign's text; say it in your own words",
    "own-words.none": "no word of your own; copies are put aside, so say in --note why you write",
    "people.minor": "it names a child of the case; leave the name out",
    "people.private": "it names somebody private, or close to you; have they agreed?",
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
    "channel.outside-domains": "an address is not the institution's own; look for it on its own website",
    "channel.stale-email": "the e-mail address is old; the page says what is safer",
    "channel.stale-address": "the postal address is old; look it up before you post",
    "form.limit": "the web form takes less than the letter has; the page says what goes in",
    "holder.unknown": "addressed to the office, since nobody can be vouched for as its holder",
    "channel.stale-form": "the web form's address is old, and it may have moved",
    "subject.long": "the subject is too long and would be cut off",
}
