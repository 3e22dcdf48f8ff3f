"""Reading a campaign: `campaign.yaml`, and the sheet and the texts of each letter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advocate.core import campaign as core
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean
from advocate.core.registry import Kind
from advocate.sources import yaml_nodes
from advocate.sources.checked import Date, FileModel, Id, Language, Line, check

if TYPE_CHECKING:
    from pathlib import Path

    from advocate.sources.yaml_nodes import Document

CODE = "campaign"
LETTER_CODE = "letter"


class _CaseSource(FileModel):
    title: dict[Language, Line]
    publisher: dict[Language, Line]
    url: Line


class _Ask(FileModel):
    id: Id
    text: dict[Language, Line]


class _Person(FileModel):
    name: Line
    standing: core.Standing
    may_say: Line


class CampaignFile(FileModel):
    """The shape of `campaign.yaml`."""

    id: Id
    title: dict[Language, Line]
    source: _CaseSource
    as_of: Date
    default_letter: Id
    asks: list[_Ask]
    people: list[_Person]


class _Version(FileModel):
    kinds: list[Kind]
    ask: Id


class LetterFile(FileModel):
    """The shape of `letter.yaml`."""

    title: dict[Language, Line]
    summary: Line
    as_of: Date
    status: core.Status
    versions: dict[Id, _Version]
    reviews: dict[Language, core.Review]


def read_campaign(folder: Path, name: str) -> core.Campaign:
    """Return the campaign in a `templates` folder with the sheets of all its letters, in order of their ids.

    `name` is what problems call the folder. Raises ProblemsError with every mistake in every sheet.
    """
    case = f"{name}/campaign.yaml"
    document = yaml_nodes.load(folder / "campaign.yaml", case, CODE)
    read, problems = check(document, CampaignFile, CODE)
    letters: list[core.LetterSheet] = []
    for sheet in sorted((folder / "letters").glob("*/letter.yaml")):
        try:
            letters.append(_letter(sheet, f"{name}/letters/{sheet.parent.name}/letter.yaml", read))
        except ProblemsError as error:
            problems += error.problems
    if read:
        problems += _reference_problems(read, document, [letter.id for letter in letters], folder)
    if not read or problems:
        raise ProblemsError(problems)
    return core.Campaign(
        id=read.id,
        title=read.title,
        source=core.CaseSource(**dict(read.source)),
        as_of=read.as_of,
        default_letter=read.default_letter,
        asks=tuple(core.Ask(**dict(ask)) for ask in read.asks),
        people=tuple(core.Person(**dict(person)) for person in read.people),
        letters=tuple(letters),
    )


def _reference_problems(
    read: CampaignFile, document: Document, letters: list[str], folder: Path
) -> list[Problem]:
    problems = []
    if not (folder / "letters" / read.default_letter / "letter.yaml").is_file():
        words = f"there is no letter {read.default_letter!r}{did_you_mean(read.default_letter, letters)}"
        problems.append(Problem(f"{CODE}.unknown-letter", words, document.place(("default_letter",))))
    seen: set[str] = set()
    for number, ask in enumerate(read.asks):
        if ask.id in seen:
            place = document.place(("asks", number, "id"))
            problems.append(Problem(f"{CODE}.duplicate-id", f"the id {ask.id!r} is already taken", place))
        seen.add(ask.id)
    named = [
        (("title",), read.title),
        (("source", "title"), read.source.title),
        (("source", "publisher"), read.source.publisher),
        *((("asks", number, "text"), ask.text) for number, ask in enumerate(read.asks)),
    ]
    problems += [
        Problem(f"{CODE}.no-english", "the English words (en) are missing", document.place(path))
        for path, words in named
        if "en" not in words
    ]
    return problems


def _letter(file: Path, name: str, campaign: CampaignFile | None) -> core.LetterSheet:
    document = yaml_nodes.load(file, name, LETTER_CODE)
    read, problems = check(document, LetterFile, LETTER_CODE)
    if read:
        problems += _letter_problems(read, document, campaign)
    if not read or problems:
        raise ProblemsError(problems)
    versions = tuple(
        core.Version(name, tuple(version.kinds), version.ask) for name, version in read.versions.items()
    )
    sheet = core.LetterSheet(
        id=file.parent.name,
        title=read.title,
        summary=read.summary,
        as_of=read.as_of,
        status=read.status,
        versions=versions,
        reviews=read.reviews,
    )
    return replace(sheet, languages=_languages(file, sheet))


def _letter_problems(read: LetterFile, document: Document, campaign: CampaignFile | None) -> list[Problem]:
    problems = []
    asks = [ask.id for ask in campaign.asks] if campaign else []
    taken: dict[Kind, str] = {}
    for name, version in read.versions.items():
        if campaign and version.ask not in asks:
            words = f"the case sheet has no ask {version.ask!r}{did_you_mean(version.ask, asks)}"
            place = document.place(("versions", name, "ask"))
            problems.append(Problem(f"{LETTER_CODE}.unknown-ask", words, place))
        for number, kind in enumerate(version.kinds):
            if kind in taken:
                words = f"the kind {kind.value!r} already has the version {taken[kind]!r}"
                place = document.place(("versions", name, "kinds", number))
                problems.append(Problem(f"{LETTER_CODE}.two-versions", words, place))
            taken[kind] = name
    if "en" not in read.title:
        place = document.place(("title",))
        problems.append(Problem(f"{LETTER_CODE}.no-english", "the English words (en) are missing", place))
    return problems


def _languages(file: Path, sheet: core.LetterSheet) -> tuple[str, ...]:
    """Return the languages in which every version has a text, English first."""
    found = [
        {text.name.removeprefix(f"{version.id}.").removesuffix(".txt") for text in _texts(file, version.id)}
        for version in sheet.versions
    ]
    common = set.intersection(*found) if found else set()
    return tuple(sorted(common, key=lambda language: (language != "en", language)))


def _texts(file: Path, version: str) -> list[Path]:
    return sorted(file.parent.glob(f"{version}.*.txt"))


def letter_called(campaign: core.Campaign, letter: str) -> core.LetterSheet:
    """Return a campaign's letter by its id; raise ProblemsError that names the nearest ones."""
    found = next((sheet for sheet in campaign.letters if sheet.id == letter), None)
    if found:
        return found
    known = [sheet.id for sheet in campaign.letters]
    near = did_you_mean(letter, known) or f" (there are: {', '.join(known)})"
    raise ProblemsError([Problem("letter.unknown", f"there is no letter {letter!r}{near}", None)])


def missing_text(name: str, sheet: core.LetterSheet, version: str, language: str) -> Problem:
    """Return the problem of a text that should be there and is not."""
    place = Place(f"{name}/letters/{sheet.id}/{version}.{language}.txt")
    return Problem(f"{LETTER_CODE}.missing", "there is no such file", place)
