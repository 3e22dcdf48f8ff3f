"""Where the texts of a campaign name people whom letters never name: file, line and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advocate.core.naming import is_nameable, is_named, nameable_words
from advocate.core.problems import Place, ProblemsError
from advocate.sources import yaml_nodes
from advocate.sources.text_file import LARGEST_TEXT, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from advocate.core.campaign import Person
    from advocate.sources.places import CampaignFolder
    from advocate.sources.yaml_nodes import Data, Path_

CODE = "campaign"
_PEOPLE = "people"
"""The part of a case sheet in which the names have to stand."""

_WORD = re.compile(r"\w+")


def places_of_names(folder: CampaignFolder, people: Iterable[Person]) -> Iterator[tuple[Person, Place]]:
    """Yield each place where a campaign's texts and sheets name somebody they must not, file by file.

    A file that cannot be read is passed over: whoever reads it for its own sake tells of it.
    """
    everybody = tuple(people)
    nameable = nameable_words(everybody)
    never = [person for person in everybody if not is_nameable(person)]
    if not never:
        return
    for file in sorted(folder.templates.rglob("*.txt")):
        yield from _in_text(file, folder.shown(file), never, nameable)
    for file in (folder.templates / "campaign.yaml", *sorted(folder.templates.glob("letters/*/letter.yaml"))):
        yield from _in_sheet(file, folder.shown(file), never, nameable)


def _in_text(
    file: Path, name: str, never: Iterable[Person], nameable: frozenset[str]
) -> Iterator[tuple[Person, Place]]:
    try:
        text = lines_of(file, name, CODE, LARGEST_TEXT)
    except ProblemsError:
        return
    for person in never:
        if is_named(person, text, nameable):
            for line, column in _lines(text.split("\n"), person, nameable):
                yield person, Place(name, line, column)


def _lines(lines: list[str], person: Person, nameable: frozenset[str]) -> list[tuple[int, int]]:
    """Return every line that names a person, with the column; of a name that is broken, the first of two."""
    hit = [number for number, line in enumerate(lines) if is_named(person, line, nameable)]
    found = [(number + 1, _column(lines[number], person, nameable)) for number in hit]
    for number in range(len(lines) - 1):
        both = f"{lines[number]}\n{lines[number + 1]}"
        if not {number, number + 1} & set(hit) and is_named(person, both, nameable):
            found.append((number + 1, _column(both, person, nameable)))
    return sorted(found) or [(1, 1)]


def _column(line: str, person: Person, nameable: frozenset[str]) -> int:
    """Return the column, from 1, of the word that the name in a line begins with."""
    starts = [word.start() for word in _WORD.finditer(line)]
    ends = [word.end() for word in _WORD.finditer(line)]
    end = next((end for end in ends if is_named(person, line[:end], nameable)), len(line))
    return next((start for start in reversed(starts) if is_named(person, line[start:end], nameable)), 0) + 1


def _in_sheet(
    file: Path, name: str, never: Iterable[Person], nameable: frozenset[str]
) -> Iterator[tuple[Person, Place]]:
    try:
        document = yaml_nodes.load(file, name, CODE)
    except ProblemsError:
        return
    for way, words in _scalars(document.data, ()):
        if way[:1] != (_PEOPLE,):
            yield from (
                (person, document.place(way)) for person in never if is_named(person, words, nameable)
            )


def _scalars(data: Data, way: Path_) -> Iterator[tuple[Path_, str]]:
    """Yield every text of a document with the way to it."""
    if isinstance(data, str):
        yield way, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _scalars(value, (*way, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _scalars(value, (*way, number))
