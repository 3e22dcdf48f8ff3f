"""Files of a campaign that no letter uses: written for nothing, or under a name with a slip in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources.shelf import CODE, PARTS
from advocate.sources.text_file import LARGEST_TEXT, text_of
from advocate.sources.texts import BY_THEMSELVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from advocate.core.campaign import LetterSheet
    from advocate.sources.places import CampaignFolder

_TAKEN_IN = re.compile(r"""\{%-?\s*include\s+["']([a-z0-9-]+)["']""")


def stray_files(folder: CampaignFolder, sheets: Iterable[LetterSheet]) -> Iterator[Problem]:
    """Yield each text that no version of its letter has, and each part that no text takes in."""
    taken = set(BY_THEMSELVES) | _in_whole_parts(folder, folder.templates / PARTS)
    for sheet in sheets:
        home = folder.templates / "letters" / sheet.id
        used = {f"{version.id}.{code}.txt" for version in sheet.versions for code in version.languages}
        own = set(BY_THEMSELVES) | _in_whole_parts(folder, home / PARTS)
        for file in sorted(home.glob("*.txt")):
            if file.name not in used:
                words = f"no version of the letter {sheet.id!r} has this text"
                yield Problem("campaign.stray-text", words, Place(folder.shown(file)))
            own |= _parts_in(file, folder.shown(file))
        taken |= own
        yield from _unused(folder, home / PARTS, own)
    yield from _unused(folder, folder.templates / PARTS, taken)


def _unused(folder: CampaignFolder, parts: Path, taken: set[str]) -> Iterator[Problem]:
    for file in sorted(parts.glob("*.txt")):
        if file.name.split(".", 1)[0] not in taken:
            yield Problem("campaign.unused-part", "no text takes in this part", Place(folder.shown(file)))


def _in_whole_parts(folder: CampaignFolder, parts: Path) -> set[str]:
    """Return the parts that those take in which are texts of their own."""
    files = (file for whole in BY_THEMSELVES for file in sorted(parts.glob(f"{whole}.*.txt")))
    return {part for file in files for part in _parts_in(file, folder.shown(file))}


def _parts_in(file: Path, name: str) -> set[str]:
    try:
        return set(_TAKEN_IN.findall(text_of(file, name, CODE, LARGEST_TEXT)))
    except ProblemsError:
        return set()
