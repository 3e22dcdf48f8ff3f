"""The words of a letter: its texts and what to say on the telephone, read from a campaign's folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.problems import Problem, ProblemsError, trying

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advocate.core.campaign import LetterSheet
    from advocate.sources.places import CampaignFolder
    from advocate.sources.shelf import Shelf
    from advocate.sources.texts import Text


@dataclass(frozen=True, slots=True)
class Texts:
    """A letter's texts by version and language, and what to say on the telephone by language."""

    letters: Mapping[tuple[str, str], Text]
    calls: Mapping[str, Text]

    def joined(self, others: Texts) -> Texts:
        """Return these and others."""
        return Texts({**self.letters, **others.letters}, {**self.calls, **others.calls})


def read_all(
    troubles: list[Problem], folder: CampaignFolder, sheets: Iterable[LetterSheet], languages: Sequence[str]
) -> Texts:
    """Return the texts of letters in some languages; what is wrong in them joins the troubles."""
    texts = Texts({}, {})
    for sheet in sheets:
        letters = trying(troubles, read_texts, folder, sheet, languages)
        calls = trying(troubles, read_calls, folder, sheet, languages)
        texts = texts.joined(Texts(letters or {}, calls or {}))
    return texts


def read_texts(
    folder: CampaignFolder, sheet: LetterSheet, languages: Sequence[str]
) -> dict[tuple[str, str], Text]:
    """Return a letter's texts by version and language, in those of some languages that each is written in.

    Raises ProblemsError with everything that is wrong in them, and where none is in the only language asked.
    """
    from advocate.sources.texts import read_text
    from advocate.sources.wording import is_language

    asked = [language for language in languages if language in sheet.languages and is_language(language)]
    if not asked and "en" not in languages:
        there = ", ".join(sheet.languages) or "none"
        words = f"the letter {sheet.id!r} is not there in {languages[0]!r} (there is: {there})"
        raise ProblemsError([Problem("letter.no-language", words)])
    home, shelf = folder.templates / "letters" / sheet.id, _shelf(folder, sheet)
    texts: dict[tuple[str, str], Text] = {}
    problems: list[Problem] = []
    for version in sheet.versions:
        # A version without any text is looked for in English, so that its missing file is told.
        for language in [code for code in asked if code in version.languages] or (
            [] if version.languages else ["en"]
        ):
            file = home / f"{version.id}.{language}.txt"
            try:
                texts[version.id, language] = read_text(file, folder.shown(file), language, shelf)
            except ProblemsError as error:
                problems += error.problems
    if problems:
        # A part is read for every text that takes it in.
        raise ProblemsError(list(dict.fromkeys(problems)))
    return texts


def read_calls(folder: CampaignFolder, sheet: LetterSheet, languages: Sequence[str]) -> dict[str, Text]:
    """Return what to say on the telephone in those of some languages that tell the letter's case shortly.

    Raises ProblemsError with everything that is wrong in it.
    """
    from advocate.sources.texts import read_call

    shelf = _shelf(folder, sheet)
    problems: list[Problem] = []
    calls = {
        language: trying(problems, read_call, shelf, language)
        for language in languages
        if language in (sheet.brief or {})
    }
    if problems:
        raise ProblemsError(problems)
    return {language: call for language, call in calls.items() if call}


def read_reminders(folder: CampaignFolder, sheet: LetterSheet, languages: Iterable[str]) -> dict[str, Text]:
    """Return what reminds of a letter, in those of some languages in which it is written.

    Raises ProblemsError with everything that is wrong in it.
    """
    from advocate.sources.texts import read_reminder

    shelf = _shelf(folder, sheet)
    problems: list[Problem] = []
    found = {language: trying(problems, read_reminder, shelf, language) for language in languages}
    if problems:
        raise ProblemsError(problems)
    return {language: text for language, text in found.items() if text}


def check_reminders(folder: CampaignFolder, sheets: Iterable[LetterSheet]) -> None:
    """Raise ProblemsError with everything that is wrong in what reminds of some letters.

    A file that several letters share is read once.
    """
    from advocate.sources.texts import REMINDER, read_reminder

    problems: list[Problem] = []
    checked: set[str] = set()
    for sheet in sheets:
        shelf = _shelf(folder, sheet)
        for language in shelf.languages(REMINDER):
            found = trying(problems, shelf.find, REMINDER, language)
            if found and found[1] not in checked:
                checked.add(found[1])
                trying(problems, read_reminder, shelf, language)
    if problems:
        raise ProblemsError(problems)


def reminder_languages(folder: CampaignFolder, sheet: LetterSheet) -> tuple[str, ...]:
    """Return the languages in which there is a reminder of a letter, English first."""
    from advocate.sources.texts import REMINDER

    return _shelf(folder, sheet).languages(REMINDER)


def reminder_file(folder: CampaignFolder, language: str) -> str:
    """Return the name of the file that a campaign's reminder in a language stands in."""
    from advocate.sources.shelf import PARTS
    from advocate.sources.texts import REMINDER

    return folder.shown(folder.templates / PARTS / f"{REMINDER}.{language}.txt")


def _shelf(folder: CampaignFolder, sheet: LetterSheet) -> Shelf:
    """Return the parts that a letter's texts may use: its own before those of the campaign."""
    from advocate.sources.shelf import PARTS, Shelf

    shelves = (folder.templates / "letters" / sheet.id / PARTS, folder.templates / PARTS)
    return Shelf([(shelf, folder.shown(shelf)) for shelf in shelves])
