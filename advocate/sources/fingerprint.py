"""The files of a campaign and their sums: what a pin remembers."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.core.pins import Fingerprint
from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.sources.places import CampaignFolder

CODE = "campaign"

_LEFT_BY_MACHINES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_BACKUPS = ("~", ".swp")
"""What file managers and editors leave in a folder. No reader of a campaign opens a file with such a name."""


def fingerprint(folder: CampaignFolder) -> Fingerprint:
    """Return the SHA-256 of every file of a campaign: the registry, and all that lies under `templates`.

    Names are those from the campaign's folder on, with `/` on every system and in Unicode's composed form;
    what file managers and editors leave there (`.DS_Store`, `Thumbs.db`, `desktop.ini`, `…~`, `….swp`) does
    not count. A file that is not there has no sum.

    Raises ProblemsError where a file cannot be read, is no file, or has a name that cannot be shown or told
    from another; and where a link leads to a folder, for what lies behind it could change while the campaign
    does not.
    """
    sums: dict[str, str] = {}
    for file in (folder.registry, *_walk(folder)):
        if file.exists() or file.is_symlink():
            name = unicodedata.normalize("NFC", file.relative_to(folder.root).as_posix())
            if not name.isprintable() or name in sums:
                words = "this name has characters that cannot be shown, or looks the same as another one"
                raise ProblemsError([Problem(f"{CODE}.file-name", words, _place(folder, file))])
            sums[name] = _sum(folder, file)
    return Fingerprint(sums)


def _walk(folder: CampaignFolder) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise ProblemsError([_unreadable(folder, Path(error.filename or folder.templates), error)])

    for here, folders, files in os.walk(folder.templates, onerror=fail):
        for name in folders:
            if (Path(here) / name).is_symlink():
                words = (
                    "this link leads to a folder, whose files could change unseen: put the folder itself here"
                )
                raise ProblemsError([Problem(f"{CODE}.link", words, _place(folder, Path(here) / name))])
        yield from (
            Path(here) / name
            for name in files
            if name not in _LEFT_BY_MACHINES and not name.endswith(_BACKUPS)
        )


def _sum(folder: CampaignFolder, file: Path) -> str:
    try:
        # To open a pipe may never end.
        if not file.is_file():
            words = "this is no file that can be read"
            raise ProblemsError([Problem(f"{CODE}.not-a-file", words, _place(folder, file))])
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ProblemsError([_unreadable(folder, file, error)]) from None


def _unreadable(folder: CampaignFolder, file: Path, error: OSError) -> Problem:
    reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
    return Problem(f"{CODE}.unreadable", f"cannot be read: {reason}", _place(folder, file))


def _place(folder: CampaignFolder, file: Path) -> Place:
    return Place(folder.shown(file))
