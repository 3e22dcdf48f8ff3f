"""The parts that letters share: files that stand in the campaign, or nearer in a letter's own folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.sources.text_file import LARGEST_TEXT, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CODE = "letter"

PARTS = "parts"
"""The folder of what texts share: one beside the letters, and one in a letter's own folder."""


class Shelf:
    """The folders of parts that a letter's texts may use, the nearest first; what was read is kept."""

    def __init__(self, folders: Sequence[tuple[Path, str]]) -> None:
        """Take each folder with its name for a person."""
        self._folders = folders
        self._read: dict[tuple[str, str], tuple[str, str] | None] = {}

    def find(self, part: str, language: str) -> tuple[str, str] | None:
        """Return the words of a part and the name of its file, or None where there is no such part.

        Raises ProblemsError where its file cannot be read.
        """
        if (part, language) not in self._read:
            self._read[part, language] = self._look(f"{part}.{language}.txt")
        return self._read[part, language]

    def parts(self, language: str) -> list[str]:
        """Return the names of all parts in a language."""
        ending = f".{language}.txt"
        files = (file for folder, _ in self._folders for file in folder.glob(f"*{ending}"))
        return sorted({file.name.removesuffix(ending) for file in files})

    def _look(self, file: str) -> tuple[str, str] | None:
        for folder, name in self._folders:
            if (folder / file).is_file():
                shown = f"{name}/{file}"
                return lines_of(folder / file, shown, CODE, LARGEST_TEXT), shown
        return None

    def languages(self, part: str) -> tuple[str, ...]:
        """Return the languages that a part is written in, English first."""
        files = (file for folder, _ in self._folders for file in folder.glob(f"{part}.*.txt"))
        found = {file.name.removeprefix(f"{part}.").removesuffix(".txt") for file in files}
        return tuple(sorted(found, key=lambda language: (language != "en", language)))
