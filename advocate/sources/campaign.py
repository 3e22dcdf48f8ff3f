"""Reading a campaign: `campaign.yaml`, and the sheet and the texts of each letter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advocate.core import campaign as core
from advocate.core.problems import Problem, ProblemsError, did_you_mean
from advocate.core.registry import Kind
from advocate.sources import yaml_nodes
from advocate.sources.nodes import is_id, is_language
from advocate.sources.reading import Reading
from advocate.sources.text_file import LARGEST_SHEET

if TYPE_CHECKING:
    from pathlib import Path

    from advocate.sources.nodes import Node

CODE = "campaign"
LETTER_CODE = "letter"

MOST_FACTS = 3
"""What a risk may say: three lines, as they are shown before a letter is made."""


def read_campaign(folder: Path, name: str) -> core.Campaign:
    """Return the campaign in a `templates` folder with the sheets of all its letters, in order of their ids.

    `name` is what problems call the folder. Raises ProblemsError with every mistake in every sheet.
    """
    campaign, problems = look_through(folder, name)
    if problems:
        raise ProblemsError(problems)
    return campaign


def read_id(folder: Path, name: str) -> str | None:
    """Return the id of the campaign in a `templates` folder, None where there is no case sheet.

    Raises ProblemsError where the sheet cannot be read, or its id is none.
    """
    if not (folder / "campaign.yaml").exists():
        return None
    document = yaml_nodes.load(folder / "campaign.yaml", f"{name}/campaign.yaml", CODE, LARGEST_SHEET)
    reading = Reading(document, CODE, list(document.problems))
    id_ = reading.root().id("id")
    if reading.problems:
        raise ProblemsError(reading.problems)
    return id_


def look_through(folder: Path, name: str) -> tuple[core.Campaign, list[Problem]]:
    """Return what can be read of a campaign, and every problem in it.

    With problems the campaign is good for nothing but looking for more of them, in the texts of its letters.
    """
    case = f"{name}/campaign.yaml"
    try:
        document = yaml_nodes.load(folder / "campaign.yaml", case, CODE, LARGEST_SHEET)
        reading = Reading(document, CODE, list(document.problems))
        campaign = campaign_of(reading.root())
        _check_references(campaign, reading, folder)
    except ProblemsError as error:
        campaign, problems = campaign_of(Reading.of_nothing().root()), list(error.problems)
    else:
        problems = reading.problems
    asks = None if problems else [ask.id for ask in campaign.asks]
    letters: list[core.LetterSheet] = []
    for file in sorted((folder / "letters").glob("*/letter.yaml")):
        try:
            sheet, found = _letter(file, f"{name}/letters/{file.parent.name}/letter.yaml", asks)
        except ProblemsError as error:
            problems += error.problems
        else:
            letters.append(sheet)
            problems += found
    return replace(campaign, letters=tuple(letters)), problems


def campaign_of(root: Node) -> core.Campaign:
    """Return the campaign that a node holds, without its letters."""
    with root:
        return core.Campaign(
            id=root.id("id"),
            title=root.words("title"),
            source=root.part("source", _case_source),
            as_of=root.date("as_of"),
            default_letter=root.id("default_letter"),
            asks=tuple(_ask(node) for node in root.each("asks")),
            people=tuple(_person(node) for node in root.each("people")),
            status=root.maybe_choice("status", core.Status) or core.Status.ACTIVE,
            summary=root.maybe_words("summary"),
            outcome=root.maybe("outcome", _outcome),
            review_by=root.maybe_date("review_by"),
            reviews=dict(root.maybe_chosen("reviews", core.Review, is_language)),
            risks=tuple(_risk(node) for node in root.maybe_each("risks")),
        )


def _case_source(node: Node) -> core.CaseSource:
    with node:
        return core.CaseSource(
            title=node.words("title"), publisher=node.words("publisher"), url=node.line("url")
        )


def _ask(node: Node) -> core.Ask:
    with node:
        return core.Ask(id=node.id("id"), text=node.words("text"))


def _person(node: Node) -> core.Person:
    with node:
        return core.Person(
            name=node.line("name"),
            standing=node.choice("standing", core.Standing),
            may_say=node.line("may_say"),
            also=node.lines("also"),
            wish=node.maybe_choice("wish", core.PersonWish),
            since=node.maybe_date("since"),
            source=node.maybe_line("source"),
            letters=node.lines("letters"),
        )


def _risk(node: Node) -> core.Risk:
    with node:
        return core.Risk(
            country=node.country("country"),
            why=tuple(_risk_fact(fact) for fact in node.each("why")),
            instead=node.words("instead"),
        )


def _risk_fact(node: Node) -> core.RiskFact:
    with node:
        title, url = node.part("source", _page)
        return core.RiskFact(says=node.words("says"), title=title, url=url, date=node.date("date"))


def _page(node: Node) -> tuple[str, str]:
    with node:
        return node.line("title"), node.line("url")


def _check_risks(campaign: core.Campaign, reading: Reading) -> None:
    """Note a country with two risks, and one that says nothing or more than is read in a hurry."""
    seen: set[str] = set()
    for number, risk in enumerate(campaign.risks):
        if risk.country in seen:
            words = f"the risk of {risk.country!r} is told already"
            reading.note("duplicate-id", words, ("risks", number, "country"))
        seen.add(risk.country)
        if not 1 <= len(risk.why) <= MOST_FACTS:
            words = f"one to {MOST_FACTS} facts are wanted here, so that a writer reads them all"
            reading.note("risk-facts", words, ("risks", number, "why"))


def _check_references(campaign: core.Campaign, reading: Reading, folder: Path) -> None:
    letter = campaign.default_letter
    letters = [file.parent.name for file in (folder / "letters").glob("*/letter.yaml")]
    if letter and letter not in letters:
        words = f"there is no letter {letter!r}{did_you_mean(letter, letters)}"
        reading.note("unknown-letter", words, ("default_letter",))
    _check_outcome(campaign, reading)
    _check_people(campaign, reading, letters)
    _check_risks(campaign, reading)
    seen: set[str] = set()
    for number, ask in enumerate(campaign.asks):
        if ask.id in seen:
            reading.note("duplicate-id", f"the id {ask.id!r} is already taken", ("asks", number, "id"))
        seen.add(ask.id)


def _check_people(campaign: core.Campaign, reading: Reading, letters: list[str]) -> None:
    for number, person in enumerate(campaign.people):
        way = ("people", number)
        said = {"since": person.since, "source": person.source}
        for key, value in said.items():
            if person.wish and value is None:
                words = f"a wish needs its {key!r}: nobody can tell else whether it holds"
                reading.note("missing-key", words, (*way, "wish"))
            if value is not None and person.wish is None:
                reading.note("no-wish", f"{key!r} says when, or who says, what a 'wish' is", (*way, key))
        for place, letter in enumerate(person.letters):
            if letter not in letters:
                words = f"there is no letter {letter!r}{did_you_mean(letter, letters)}"
                reading.note("unknown-letter", words, (*way, "letters", place))


def _letter(file: Path, name: str, asks: list[str] | None) -> tuple[core.LetterSheet, list[Problem]]:
    document = yaml_nodes.load(file, name, LETTER_CODE, LARGEST_SHEET)
    reading = Reading(document, LETTER_CODE, list(document.problems))
    sheet = sheet_of(reading.root(), file.parent.name)
    if not is_id(sheet.id):
        words = f"{sheet.id!r}: the folder's name is the letter's id, so small letters, digits and hyphens"
        reading.note("form", words, ())
    _check_versions(sheet, reading, asks)
    _check_statements(sheet, reading)
    _check_outcome(sheet, reading)
    _check_facts(sheet, reading)
    versions = tuple(replace(version, languages=_languages(file, version)) for version in sheet.versions)
    return replace(sheet, versions=versions), reading.problems


def sheet_of(root: Node, letter: str) -> core.LetterSheet:
    """Return the sheet that a node holds of the letter with this id; its versions lack their languages."""
    with root:
        return core.LetterSheet(
            id=letter,
            title=root.words("title"),
            summary=root.line("summary"),
            as_of=root.date("as_of"),
            status=root.choice("status", core.Status),
            versions=tuple(_version(name, node) for name, node in root.named("versions", is_id)),
            reviews=dict(root.chosen("reviews", core.Review, is_language)),
            outcome=root.maybe("outcome", _outcome),
            brief=root.maybe_words("brief"),
            facts=root.words_by_name("facts", is_id),
            statements=tuple(_statement(node) for node in root.maybe_each("statements")),
            about=root.maybe_choice("about", core.About) or core.About.MATTER,
        )


def _version(name: str, node: Node) -> core.Version:
    with node:
        return core.Version(
            id=name,
            kinds=node.choices("kinds", Kind),
            ask=node.id("ask"),
            groups=node.lines("groups"),
        )


def _outcome(node: Node) -> core.Outcome:
    with node:
        return core.Outcome(
            date=node.date("date"),
            source=node.line("source"),
            text=node.words("text"),
            brief=node.maybe_words("brief"),
        )


def _statement(node: Node) -> core.Statement:
    with node:
        return core.Statement(
            says=node.line("says"),
            basis=node.choice("basis", core.Basis),
            words=node.maybe_line("words"),
            section=node.maybe_line("section"),
        )


def _check_statements(sheet: core.LetterSheet, reading: Reading) -> None:
    for number, statement in enumerate(sheet.statements):
        wanted = {"words": statement.words} if statement.basis is not core.Basis.VIEW else {}
        if statement.basis is core.Basis.REPORT:
            wanted["section"] = statement.section
        for key, value in wanted.items():
            if value is None:
                words = f"a statement that rests on the {statement.basis} needs its {key!r}"
                reading.note("missing-key", words, ("statements", number))


def _check_facts(sheet: core.LetterSheet, reading: Reading) -> None:
    """Note where a fact tells the outcome twice: nobody reads on, and it could grow without end."""
    for name, words in sheet.facts.items():
        for language, text in words.items():
            if text.count("{outcome}") > 1:
                told = "{outcome} stands here a second time: what became known is told once"
                reading.note("outcome-twice", told, ("facts", name, language))


def _check_outcome(told: core.LetterSheet | core.Campaign, reading: Reading) -> None:
    """Note where something is over or stopped, and nobody can learn why."""
    if told.status in {core.Status.ENDED, core.Status.STOP} and told.outcome is None:
        words = f"a status of {told.status.value!r} needs an 'outcome': its text, date and source say why"
        reading.note("no-outcome", words, ("status",))


def _check_versions(sheet: core.LetterSheet, reading: Reading, asks: list[str] | None) -> None:
    taken: dict[tuple[Kind, str], str] = {}
    for version in sheet.versions:
        if version.ask and asks is not None and version.ask not in asks:
            words = f"the case sheet has no ask {version.ask!r}{did_you_mean(version.ask, asks)}"
            reading.note("unknown-ask", words, ("versions", version.id, "ask"))
        for number, kind in enumerate(version.kinds):
            for group in version.groups or ("",):
                if (kind, group) in taken:
                    where = f" in {group!r}" if group else ""
                    words = f"the kind {kind.value!r}{where} already has the version {taken[kind, group]!r}"
                    reading.note("two-versions", words, ("versions", version.id, "kinds", number))
                taken[kind, group] = version.id


def _languages(file: Path, version: core.Version) -> tuple[str, ...]:
    """Return the languages in which a version has a text, English first."""
    texts = file.parent.glob(f"{version.id}.*.txt")
    found = (text.name.removeprefix(f"{version.id}.").removesuffix(".txt") for text in texts)
    return tuple(sorted(filter(is_language, found), key=lambda language: (language != "en", language)))


def letter_called(campaign: core.Campaign, letter: str) -> core.LetterSheet:
    """Return a campaign's letter by its id; raise ProblemsError that names the nearest ones."""
    found = next((sheet for sheet in campaign.letters if sheet.id == letter), None)
    if found:
        return found
    known = [sheet.id for sheet in campaign.letters]
    near = did_you_mean(letter, known) or f" (there are: {', '.join(known)})"
    raise ProblemsError([Problem("letter.unknown", f"there is no letter {letter!r}{near}", None)])
