"""Letters on disk: whole or not at all, and never over somebody's work unless asked."""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem, ProblemsError
from advocate.outbox.folders import UNFINISHED, Folder, Ground, opened, refuse, refuse_link
from advocate.outbox.own_files import write_all
from advocate.outbox.unfinished import PATIENCE, begin, hold, remove_left

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

MANIFEST = "manifest.json"
_ENOUGH = 3
_PAUSE = 0.05
_GROUND = Ground("output", "name one of your own, or add --trust-folder", in_temporary=True)
_TRUSTED = replace(_GROUND, trusting=True)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a folder's files: names, in the order given."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def inspect_folder(folder: Path, *, trusting: bool = False) -> None:
    """Raise ProblemsError where nothing can be written; nothing is, so that a refusal leaves no trace.

    A symbolic link, somebody else's folder, and one in which everybody may replace what is written are
    refused; with `trusting` only the link is.
    """
    shown = Place(folder.as_posix())
    try:
        if not folder.is_symlink() and folder.exists() and not folder.is_dir():
            raise ProblemsError([Problem("output.not-a-folder", "this is a file: name a folder", shown)])
        refuse(folder, _TRUSTED if trusting else _GROUND)
        writable = _can_be_written(folder)
    except OSError:
        writable = False
    if not writable:
        raise ProblemsError([Problem("output.not-writable", "nothing can be written there", shown)])


def made_earlier(folder: Path, known: Collection[str], names: Collection[str]) -> dict[str, str]:
    """Return those of some files that a run with `known` inputs made in a folder and that are still there.

    They come with the SHA-256 that its manifest gives. Where nobody can look, there are none.
    """
    if _inputs(folder) not in known:
        return {}
    found = {name: sha256 for name, sha256 in _hashes(folder).items() if name in names}
    return {name: sha256 for name, sha256 in found.items() if os.path.lexists(folder / name)}


def write_folder(
    place: Path,
    files: Mapping[str, bytes],
    known: Collection[str],
    *,
    overwrite: bool,
    trusting: bool = False,
) -> Written:
    """Write files into a folder, the manifest last, each readable by its owner only.

    A folder may be new, hold nothing of the same name, or hold what a run with `known` inputs made, even
    one cut short; any other is refused without `overwrite`. A file that is already there as it should be is
    left alone; one that somebody has changed since, or put there, is kept, unless `overwrite` says otherwise.
    Each file is put in place by one renaming, so an interruption leaves no half file. Raises ProblemsError
    for a folder that is refused, by `inspect_folder` too, with nothing changed, and where the disk does not
    take the files (exit code 1 once some are there).
    """
    written: list[str] = []
    try:
        with opened(place, _TRUSTED if trusting else _GROUND) as folder:
            return _filled(folder, place, files, known, written, overwrite=overwrite)
    except OSError as error:
        raise ProblemsError([_failed(place, error)], exit_code=1 if written else 2) from None


def _filled(  # noqa: PLR0913 - what `write_folder` is given, and what it has opened
    folder: Folder,
    place: Path,
    files: Mapping[str, bytes],
    known: Collection[str],
    written: list[str],
    *,
    overwrite: bool,
) -> Written:
    """Write files into an open folder while no other run does; `written` grows with each."""
    before = {} if overwrite else _hashes(place)
    guarded = set() if overwrite else set(files) - {MANIFEST}
    unchanged, kept = [], []
    there: dict[str, bytes | None] = {}
    _be_alone(folder, place)
    if folder.names():
        for name in files:
            refuse_link(folder, name, place / name, "output")
        if not overwrite and _inputs(place) not in known:
            _refuse_others(folder, place, files)
        there = {name: folder.read(name) for name in files}
    _sweep(folder)
    if overwrite:
        _remove_superseded(folder, _hashes(place), set(files))
    for name in sorted(files, key=lambda name: (name == MANIFEST, name)):
        found = there.get(name)
        if found == files[name]:
            unchanged.append(name)
        elif found is not None and name in guarded and digest(found) != before.get(name):
            kept.append(name)
        else:
            _put(folder, name, files[name])
            written.append(name)
    return Written(tuple(written), tuple(unchanged), tuple(kept))


def write_file(file: Path, data: bytes, *, overwrite: bool, trusting: bool = False) -> None:
    """Write one file, readable by its owner only, by one renaming.

    Raises ProblemsError where there is one already and nobody said `overwrite`, where it is a link or its
    folder is somebody else's, and where the disk does not take it; then nothing has changed.
    """
    write_files({file: data}, overwrite=overwrite, trusting=trusting)


def write_files(files: Mapping[Path, bytes], *, overwrite: bool, trusting: bool = False) -> None:
    """Write files, each readable by its owner only and by one renaming.

    Raises ProblemsError with every one that is there already, where nobody said `overwrite`, or that is
    refused as `write_file` does, and nothing has changed; and with the first that the disk does not take
    (exit code 1 once others are there).
    """
    ground = _TRUSTED if trusting else _GROUND
    problems = [problem for file in files for problem in _refused(file, ground, overwrite=overwrite)]
    if problems:
        raise ProblemsError(problems)
    for written, (file, data) in enumerate(files.items()):
        try:
            with opened(file.parent, ground, through_link=True) as folder:
                refuse_link(folder, file.name, file, "output")
                _put_alone(folder, file, data)
        except OSError as error:
            raise ProblemsError([_failed(file, error)], exit_code=1 if written else 2) from None


def _refused(file: Path, ground: Ground, *, overwrite: bool) -> list[Problem]:
    """Return why a file must not be written, if so."""
    shown = Place(file.as_posix())
    try:
        if file.is_symlink():
            words = "this is a symbolic link: nothing is written through it"
            return [Problem("output.link", words, shown)]
        if file.is_dir():
            return [Problem("output.folder", "this is a folder: name a file", shown)]
        if os.path.lexists(file) and not overwrite:
            words = "there is such a file already: name another, or add --overwrite"
            return [Problem("output.exists", words, shown)]
        refuse(file.parent, ground, through_link=True)
    except OSError as error:
        return [_failed(file, error)]
    except ProblemsError as error:
        return list(error.problems)
    return []


def _failed(file: Path, error: OSError) -> Problem:
    reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
    return Problem("output.failed", f"cannot be written: {reason}", Place(file.as_posix()))


def _refuse_others(folder: Folder, place: Path, files: Mapping[str, bytes]) -> None:
    """Raise ProblemsError where a folder holds other letters than these; equal ones are a run cut short."""
    there = [name for name in files if folder.facts(name)]
    finished = folder.facts(MANIFEST) is not None
    found = [name for name in sorted(there) if finished or folder.read(name) != files[name]]
    if found:
        more = "" if len(found) <= _ENOUGH else ", …"
        message = (
            f"the folder already holds other letters ({', '.join(found[:_ENOUGH])}{more}):"
            " name another folder, or add --overwrite"
        )
        raise ProblemsError([Problem("output.not-empty", message, Place(place.as_posix()))])


def _put(folder: Folder, name: str, data: bytes) -> None:
    unfinished = UNFINISHED + name
    try:
        handle = folder.create(unfinished)
        try:
            write_all(handle, data)
        finally:
            os.close(handle)
        folder.replace(unfinished, name)
    except BaseException:
        folder.unlink(unfinished)
        raise


def _put_alone(folder: Folder, file: Path, data: bytes) -> None:
    """Write a file into a folder in which other runs may be writing others."""
    unfinished = UNFINISHED + file.name
    handle = begin(folder, unfinished, file, "output")
    try:
        write_all(handle, data)
        if os.name == "nt":
            os.close(handle)
        folder.replace(unfinished, file.name)
    except BaseException:
        folder.unlink(unfinished)
        raise
    finally:
        if os.name != "nt":
            os.close(handle)


def _be_alone(folder: Folder, place: Path) -> None:
    """Wait until no other run writes into a folder; raise ProblemsError where that takes too long."""
    until = time.monotonic() + PATIENCE
    while folder.handle is not None and not hold(folder.handle):
        if time.monotonic() > until:
            words = "another run is writing into this folder: wait until it has ended"
            raise ProblemsError([Problem("output.busy", words, Place(place.as_posix()))])
        time.sleep(_PAUSE)


def _sweep(folder: Folder) -> None:
    """Remove what a killed run left behind."""
    for name in folder.names():
        if name.startswith(UNFINISHED):
            remove_left(folder, name)


def _remove_superseded(folder: Folder, hashes: Mapping[str, str], names: set[str]) -> None:
    """Remove files of an earlier run that this one does not make again, but none that somebody changed."""
    for name, sha256 in hashes.items():
        there = folder.read(name) if name not in names else None
        if there is not None and digest(there) == sha256:
            folder.unlink(name)


def _can_be_written(folder: Path) -> bool:
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


def _manifest(folder: Path) -> dict[str, object]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _inputs(folder: Path) -> str | None:
    found = _manifest(folder).get("inputs")
    return found if isinstance(found, str) else None


def _hashes(folder: Path) -> dict[str, str]:
    """Return the names and SHA-256 that a folder's manifest gives; only plain names inside the folder."""
    manifest = _manifest(folder)
    letters = manifest.get("letters")
    sheets = manifest.get("sheets")
    entries = [manifest.get("page"), *(sheets if isinstance(sheets, list) else [])]
    for letter in letters if isinstance(letters, list) else []:
        files = letter.get("files") if isinstance(letter, dict) else None
        entries += files.values() if isinstance(files, dict) else []
    hashes: dict[str, str] = {}
    for entry in entries:
        name, sha256 = (entry.get("name"), entry.get("sha256")) if isinstance(entry, dict) else (None, None)
        if isinstance(name, str) and isinstance(sha256, str) and _is_plain(name):
            hashes[name] = sha256
    return hashes


def _is_plain(name: str) -> bool:
    """Return whether a name from a manifest, which anybody may have written, stays inside its folder."""
    return name.isprintable() and not {"/", "\\", ":"} & set(name) and name.strip(".") != ""
