"""Letters on disk: whole or not at all, and never over somebody's work unless asked."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

MANIFEST = "manifest.json"
_ENOUGH = 3
_UNFINISHED = ".advocate-unfinished-"
# Where lines end otherwise, a file takes its bytes as they are only when it is told so.
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a folder's files: names, in the order given."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def inspect_folder(folder: Path) -> None:
    """Raise ProblemsError where nothing can be written; nothing is, so that a refusal leaves no trace."""
    shown = Place(folder.as_posix())
    try:
        if folder.exists() and not folder.is_dir():
            raise ProblemsError([Problem("output.not-a-folder", "this is a file: name a folder", shown)])
        writable = _can_be_written(folder)
    except OSError:
        writable = False
    if not writable:
        raise ProblemsError([Problem("output.not-writable", "nothing can be written there", shown)])


def made_earlier(folder: Path, inputs: str, names: Collection[str]) -> dict[str, str]:
    """Return those of some files that a run with the same `inputs` made in a folder and that are still there.

    They come with the SHA-256 that its manifest gives. Where nobody can look, there are none.
    """
    if _inputs(folder) != inputs:
        return {}
    found = {name: sha256 for name, sha256 in _hashes(folder).items() if name in names}
    return {name: sha256 for name, sha256 in found.items() if os.path.lexists(folder / name)}


def write_folder(folder: Path, files: Mapping[str, bytes], inputs: str, *, overwrite: bool) -> Written:
    """Write files into a folder, the manifest last, each readable by its owner only.

    A folder may be new, hold nothing of the same name, or hold what a run with the same `inputs` made, even
    one cut short; any other is refused without `overwrite`. A file that is already there as it should be is
    left alone; one that somebody has changed since, or put there, is kept, unless `overwrite` says otherwise.
    Each file is put in place by one renaming, so an interruption leaves no half file. Raises ProblemsError
    for a folder that is refused, with nothing changed, and where the disk does not take the files (exit code
    1 once some are there).
    """
    before = {} if overwrite else _hashes(folder)
    guarded = set() if overwrite else set(files) - {MANIFEST}
    written, unchanged, kept = [], [], []
    try:
        there: dict[str, bytes | None] = {}
        if _holds_anything(folder):
            if not overwrite and _inputs(folder) != inputs:
                _refuse_others(folder, files)
            there = {name: _read(folder / name) for name in files}
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(folder)
        if overwrite:
            _remove_superseded(folder, set(files))
        for name in sorted(files, key=lambda name: (name == MANIFEST, name)):
            found = there.get(name)
            if found == files[name]:
                unchanged.append(name)
            elif found is not None and name in guarded and digest(found) != before.get(name):
                kept.append(name)
            else:
                _put(folder, name, files[name])
                written.append(name)
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
        problem = Problem("output.failed", f"cannot be written: {reason}", Place(folder.as_posix()))
        raise ProblemsError([problem], exit_code=1 if written else 2) from None
    return Written(tuple(written), tuple(unchanged), tuple(kept))


def write_file(file: Path, data: bytes, *, overwrite: bool) -> None:
    """Write one file, readable by its owner only, by one renaming.

    Raises ProblemsError where there is one already and nobody said `overwrite`, and where the disk does not
    take it; then nothing has changed.
    """
    write_files({file: data}, overwrite=overwrite)


def write_files(files: Mapping[Path, bytes], *, overwrite: bool) -> None:
    """Write files, each readable by its owner only and by one renaming.

    Raises ProblemsError with every one that is there already, where nobody said `overwrite`, and nothing has
    changed; and with the first that the disk does not take (exit code 1 once others are there).
    """
    problems = [problem for file in files if (problem := _refused(file, overwrite=overwrite))]
    if problems:
        raise ProblemsError(problems)
    for written, (file, data) in enumerate(files.items()):
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _put(file.parent, file.name, data)
        except OSError as error:
            raise ProblemsError([_failed(file, error)], exit_code=1 if written else 2) from None


def _refused(file: Path, *, overwrite: bool) -> Problem | None:
    """Return why a file must not be written, if so."""
    shown = Place(file.as_posix())
    try:
        if file.is_dir():
            return Problem("output.folder", "this is a folder: name a file", shown)
        if os.path.lexists(file) and not overwrite:
            words = "there is such a file already: name another, or add --overwrite"
            return Problem("output.exists", words, shown)
    except OSError as error:
        return _failed(file, error)
    return None


def _failed(file: Path, error: OSError) -> Problem:
    reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
    return Problem("output.failed", f"cannot be written: {reason}", Place(file.as_posix()))


def _refuse_others(folder: Path, files: Mapping[str, bytes]) -> None:
    """Raise ProblemsError where a folder holds other letters than these; equal ones are a run cut short."""
    there = [name for name in files if os.path.lexists(folder / name)]
    finished = os.path.lexists(folder / MANIFEST)
    found = [name for name in sorted(there) if finished or _read(folder / name) != files[name]]
    if found:
        more = "" if len(found) <= _ENOUGH else ", …"
        message = (
            f"the folder already holds other letters ({', '.join(found[:_ENOUGH])}{more}):"
            " name another folder, or add --overwrite"
        )
        raise ProblemsError([Problem("output.not-empty", message, Place(folder.as_posix()))])


def _put(folder: Path, name: str, data: bytes) -> None:
    # Paths as plain words, and the system's own calls: with Python's files it takes twice as long.
    place = os.fspath(folder)
    unfinished = f"{place}/{_UNFINISHED}{name}"
    try:
        handle = os.open(unfinished, _NEW_FILE, 0o600)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
        finally:
            os.close(handle)
        os.replace(unfinished, f"{place}/{name}")  # noqa: PTH105 - no path is made of it
    except BaseException:
        (folder / f"{_UNFINISHED}{name}").unlink(missing_ok=True)
        raise


def _sweep(folder: Path) -> None:
    """Remove what a killed run left behind."""
    for unfinished in folder.glob(f"{_UNFINISHED}*"):
        unfinished.unlink(missing_ok=True)


def _remove_superseded(folder: Path, names: set[str]) -> None:
    """Remove files of an earlier run that this one does not make again, but none that somebody changed."""
    for name, sha256 in _hashes(folder).items():
        there = _read(folder / name) if name not in names else None
        if there is not None and digest(there) == sha256:
            (folder / name).unlink()


def _holds_anything(folder: Path) -> bool:
    """Return whether there is a file in a folder: in most there is none, and no name has to be looked for."""
    return folder.exists() and any(folder.iterdir())


def _can_be_written(folder: Path) -> bool:
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError as error:
        if error.errno == errno.ENOENT:
            return None
        raise


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
