"""`advocate campaign check`: everything that is wrong or doubtful in a campaign, in one go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.contacts.check import FAILED, WORDS
from advocate.cli.desk import Desk
from advocate.cli.letter_texts import check_reminders, read_all, reminder_languages
from advocate.cli.options import CampaignOption, FormatOption, ReportFormat
from advocate.cli.pinned import look_at_pin
from advocate.core.letter import Weight
from advocate.core.problems import Place, Problem, trying

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping
    from datetime import date as date_

    from advocate.core.campaign import Campaign
    from advocate.core.check import Remark
    from advocate.core.registry import Registry
    from advocate.sources.places import CampaignFolder
    from advocate.sources.yaml_nodes import Document


@dataclass(frozen=True, slots=True)
class _Fault:
    """Something found in a campaign, with its weight."""

    weight: Weight
    problem: Problem


def check_campaign(
    context: typer.Context,
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
    """Find everything that is wrong in a campaign: offices, case sheet, letters, translations, people named.

    What 'contacts check' finds in the registry is among it. Nothing is asked of the network.
    """
    from advocate.sources.places import campaign_folder

    desk = Desk.of(context)
    day = desk.day(date)
    look_at_pin(desk.terminal, campaign or desk.campaign)
    folder = campaign_folder(campaign or desk.campaign)
    faults = sorted(dict.fromkeys(_faults(folder, day)), key=_errors_first)
    if report is ReportFormat.JSON:
        desk.terminal.write_json([_data(fault) for fault in faults])
    else:
        for weight, problem in ((fault.weight, fault.problem) for fault in faults):
            words = f"{WORDS[weight]}: {problem.message}"
            desk.terminal.say(str(Problem(problem.code, words, problem.place)))
    counts = Counter(fault.weight for fault in faults)
    desk.terminal.tell(_summary(counts, day))
    if counts[Weight.PROBLEM] or (strict and counts[Weight.WARNING]):
        raise typer.Exit(FAILED)


def _faults(folder: CampaignFolder, day: date_) -> Iterator[_Fault]:
    from advocate.sources.campaign import look_through

    troubles: list[Problem] = []
    registry = yield from _in_registry(folder, day, troubles)
    case, found = look_through(folder.templates, folder.shown(folder.templates))
    troubles += found
    languages = sorted({language for sheet in case.letters for language in sheet.languages})
    for sheet in case.letters:
        read_all(troubles, folder, (sheet,), sheet.languages)
    trying(troubles, check_reminders, folder, case.letters)
    yield from (_Fault(Weight.PROBLEM, problem) for problem in troubles)
    if not found:
        yield from _in_case(folder, case, registry, day)
        yield from _without_reminder(folder, case, languages)
    yield from _names(folder, case)


def _in_registry(
    folder: CampaignFolder, day: date_, troubles: list[Problem]
) -> Generator[_Fault, None, Registry | None]:
    """Yield what is found in the registry, and return it; what cannot be read joins the troubles."""
    from advocate.core.check import check
    from advocate.sources.judge import LibraryJudge
    from advocate.sources.registry import read_registry_document

    read = trying(troubles, read_registry_document, folder.registry, folder.shown(folder.registry))
    if read is None:
        return None
    registry, document = read
    for remark in check(registry, LibraryJudge(), day):
        yield _placed(remark, document.place(remark.path))
    return registry


def _in_case(
    folder: CampaignFolder, case: Campaign, registry: Registry | None, day: date_
) -> Iterator[_Fault]:
    from advocate.core.check.case import case_remarks, office_remarks_of
    from advocate.core.risk import untold_risks
    from advocate.sources.stray import stray_files

    sheets = _Sheets(folder, {})
    remarks = [*case_remarks(case, day), *(office_remarks_of(case, registry) if registry else ())]
    yield from (_placed(remark, sheets.place(remark)) for remark in remarks)
    untold = untold_risks(case, registry.institutions) if registry else ()
    yield from (_Fault(Weight.PROBLEM, problem) for problem in untold)
    yield from (_Fault(Weight.WARNING, problem) for problem in stray_files(folder, case.letters))


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The sheets of a campaign, read as documents where something is found in them."""

    folder: CampaignFolder
    read: dict[str, Document]

    def place(self, remark: Remark) -> Place:
        """Return where a remark's way leads: into a letter's sheet, or the case sheet."""
        from advocate.sources import yaml_nodes

        path, file = remark.path, self.folder.templates / "campaign.yaml"
        if path[0] == "letters":
            file, path = self.folder.templates / "letters" / str(path[1]) / "letter.yaml", path[2:]
        name = self.folder.shown(file)
        if name not in self.read:
            self.read[name] = yaml_nodes.load(file, name, "campaign")
        return self.read[name].place(path)


def _without_reminder(folder: CampaignFolder, case: Campaign, languages: Iterable[str]) -> Iterator[_Fault]:
    from advocate.cli.letter_texts import reminder_file

    written = {code for sheet in case.letters for code in reminder_languages(folder, sheet)}
    for language in languages:
        if language not in written:
            words = f"nobody has written a reminder in {language!r}; docs/following-up.md tells how"
            place = Place(reminder_file(folder, language))
            yield _Fault(Weight.NOTE, Problem("campaign.no-reminder", words, place))


def _names(folder: CampaignFolder, case: Campaign) -> Iterator[_Fault]:
    from advocate.core.refused import naming_problem
    from advocate.core.standing import why_stopped
    from advocate.sources.people_named import places_of_names

    stopped = {sheet.id for sheet in case.letters if why_stopped(case, sheet)}
    homes = {folder.shown(folder.templates / "letters" / letter) for letter in stopped}
    for person, place in places_of_names(folder, case.people):
        if any(place.file.startswith(f"{home}/") for home in homes) and person.wish:
            # Nobody sends it any more, for this very reason.
            continue
        found = naming_problem(person, "this text", "take the name out")
        yield _Fault(Weight.PROBLEM, Problem(found.code, found.message, place))


def _placed(remark: Remark, place: Place) -> _Fault:
    return _Fault(remark.weight, Problem(remark.code, remark.message, place))


def _errors_first(fault: _Fault) -> tuple[int, str, int, int, str]:
    place = fault.problem.place or Place("")
    weight = list(WORDS).index(fault.weight)
    return weight, place.file, place.line or 0, place.column or 0, fault.problem.code


def _data(fault: _Fault) -> dict[str, object]:
    place = fault.problem.place or Place("")
    return {
        "code": fault.problem.code,
        "weight": WORDS[fault.weight],
        "message": fault.problem.message,
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }


def _summary(counts: Mapping[Weight, int], day: date_) -> str:
    told = (f"{counts[weight]} {word}{'' if counts[weight] == 1 else 's'}" for weight, word in WORDS.items())
    return f"campaign checked on {day.isoformat()}: {', '.join(told)}"
