"""Whether a campaign from somebody else is only what it seems: files in its own folder, and not too many."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST_FILES = 20_000
"""Files and folders of a campaign: letters for years, each in every language that there is."""

_MOST_BYTES = 50_000_000
"""Bytes of all its files but the registry; the shipped one has 0.3 million."""

_DEEPEST = 5
"""Folders inside each other: nothing is read below `templates/letters/<letter>/parts/`."""


def foreign(root: Path) -> list[Problem]:
    """Return what a campaign's folder holds that is not its own, or why there is too much in it.

    A link in it leads to a file of the same campaign: else a campaign could make a letter of any file that
    its reader may read.
    """
    own = os.path.realpath(root)
    size = 0
    for files, entry in enumerate(_entries(root, 0), 1):
        if entry.is_symlink() and not _is_inside(os.path.realpath(entry.path), own):
            message = (
                "a link that leads out of the campaign's folder is not followed: put the file itself here"
            )
            return [Problem("campaign.outside", message, Place(entry.path.replace(os.sep, "/")))]
        size += 0 if entry.name == "contacts.yaml" else entry.stat(follow_symlinks=False).st_size
        if files > _MOST_FILES or size > _MOST_BYTES:
            message = f"more than {_MOST_FILES} files, or {_MOST_BYTES // 10**6} MB: this is no campaign"
            return [Problem("campaign.too-large", message, Place(root.as_posix()))]
    return []


def _entries(folder: Path | str, depth: int) -> Iterator[os.DirEntry[str]]:
    """Yield what may be read of a campaign, through links to folders as well, as reading goes."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        # Whoever reads it tells why.
        return
    for entry in entries:
        if depth or entry.name in {"contacts.yaml", "templates"}:
            yield entry
            if depth < _DEEPEST and entry.is_dir():
                yield from _entries(entry.path, depth + 1)


def _is_inside(path: str, folder: str) -> bool:
    try:
        return os.path.commonpath((path, folder)) == folder
    except ValueError:
        # Two drives have nothing in common.
        return False
