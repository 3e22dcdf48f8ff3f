"""The folder that a file is written into: the writer's own, held open, and reached by nobody else's links."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterator

UNFINISHED: Final = ".advocate-unfinished-"
"""How the names of files begin that are not whole yet."""

_ROOT = 0
_MOST_LINKS = 40
"""Links that Linux follows in one path, too (path_resolution(7))."""

# What Windows has not is left out there: it opens no folders, and who may write where is in access lists.
_HANDLES: Final = os.open in os.supports_dir_fd
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_BYTES: Final = getattr(os, "O_BINARY", 0)
_NO_WAIT: Final = getattr(os, "O_NONBLOCK", 0)
_FOLDER: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NO_LINK
# Linux passes through folders that may not be listed; others have to be able to read where they begin.
_PASSING: Final = getattr(os, "O_PATH", 0) | getattr(os, "O_DIRECTORY", 0) | _NO_LINK
_CAN_PASS: Final = hasattr(os, "O_PATH")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a folder has to be for files of one kind, and what a refusal says of another way.

    `code` begins the codes of problems. With `in_temporary` a folder may be one where everybody may write and
    nobody may remove what is another's (the sticky bit). `trusting` takes every folder, but follows no more
    links.
    """

    code: str
    instead: str
    in_temporary: bool = False
    trusting: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder held open: what is done to a name in it is done there, whatever becomes of the folder's name.

    Each method takes the name of a file, follows no link that has it, and raises OSError as the system does.
    """

    path: Path
    handle: int | None

    def create(self, name: str) -> int:
        """Make a new file, readable and writable by its owner only, and return it opened for both."""
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_LINK | _BYTES
        return os.open(self._named(name), flags, 0o600, dir_fd=self.handle)

    def open(self, name: str) -> int:
        """Return a file opened for reading, and for writing where that is allowed; to wait for none."""
        flags = _NO_LINK | _BYTES | _NO_WAIT
        try:
            return os.open(self._named(name), os.O_RDWR | flags, dir_fd=self.handle)
        except PermissionError:
            return os.open(self._named(name), os.O_RDONLY | flags, dir_fd=self.handle)

    def read(self, name: str) -> bytes | None:
        """Return what stands in a file, None where there is none."""
        try:
            handle = os.open(
                self._named(name), os.O_RDONLY | _NO_LINK | _BYTES | _NO_WAIT, dir_fd=self.handle
            )
        except FileNotFoundError:
            return None
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                # To read a pipe or a device may never end.
                raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
            return stream.read()

    def replace(self, old: str, new: str) -> None:
        """Give a file another name in one step, and so remove what had that name."""
        os.replace(self._named(old), self._named(new), src_dir_fd=self.handle, dst_dir_fd=self.handle)

    def unlink(self, name: str) -> None:
        """Remove a file; one that is not there is removed."""
        with suppress(FileNotFoundError):
            os.unlink(self._named(name), dir_fd=self.handle)

    def facts(self, name: str) -> os.stat_result | None:
        """Return what the system knows of a name itself, None where nothing has it."""
        try:
            return os.stat(self._named(name), dir_fd=self.handle, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def names(self) -> list[str]:
        """Return every name in the folder."""
        return os.listdir(self.path if self.handle is None else self.handle)  # noqa: PTH208 - as above

    def _named(self, name: str) -> str:
        return name if self.handle is not None else str(self.path / name)


@contextmanager
def opened(folder: Path, ground: Ground, *, through_link: bool = False) -> Iterator[Folder]:
    """Hold a folder open, made for its owner only where it is not there, and those above it.

    With `through_link` a link to the folder is as good as one on the way to it. Raises ProblemsError where
    the folder is refused, and OSError as the system does.
    """
    way = _way(folder, ground, through_link=through_link)
    if not _HANDLES:
        _made(way)
        yield Folder(way, None)
        return
    handle = _descended(way, folder, ground)
    try:
        yield Folder(way, handle)
    finally:
        os.close(handle)


def refuse(folder: Path, ground: Ground, *, through_link: bool = False) -> None:
    """Raise ProblemsError where `opened` would, and OSError as the system does; nothing is made."""
    way = _way(folder, ground, through_link=through_link)
    existing = way
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    facts = existing.stat()
    if not stat.S_ISDIR(facts.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    _refuse_foreign(facts, existing if existing != way else folder, ground)


def refuse_link(folder: Folder, name: str, shown: Path, code: str) -> None:
    """Raise ProblemsError where a name in a folder is a symbolic link."""
    facts = folder.facts(name)
    if facts and stat.S_ISLNK(facts.st_mode):
        raise _link(shown, code)


def _link(shown: Path, code: str) -> ProblemsError:
    words = "this is a symbolic link: nothing is written through it"
    return ProblemsError([Problem(f"{code}.link", words, Place(shown.as_posix()))])


def _way(folder: Path, ground: Ground, *, through_link: bool) -> Path:
    """Return the way to a folder without links, as far as it is there.

    A link of the writer's own, or of the system's (`/home` on some, `/tmp` on others), is followed; one that
    somebody else made could lead anywhere tomorrow, and is refused.
    """
    whole = folder.absolute()
    way = Path(whole.anchor)
    rest, followed = list(reversed(whole.parts[1:])), 0
    while rest:
        name = rest.pop()
        if name == "..":
            way = way.parent
            continue
        step = way / name
        facts = _facts(step)
        if facts is None or not stat.S_ISLNK(facts.st_mode):
            way = step
            continue
        if not rest and not through_link:
            raise _link(folder, ground.code)
        if os.name != "nt" and facts.st_uid not in {_ROOT, os.geteuid()}:
            words = "this symbolic link is somebody else's: nothing is written through it"
            raise ProblemsError([Problem(f"{ground.code}.link", words, Place(step.as_posix()))])
        followed += 1
        if followed > _MOST_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        target = step.readlink()
        way = Path(target.anchor) if target.anchor else way
        rest += reversed(target.parts[1:] if target.anchor else target.parts)
    return way


def _facts(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _descended(way: Path, folder: Path, ground: Ground) -> int:
    """Return a folder opened step by step, so that none of them can become a link in between."""
    start = Path(way.anchor)
    if not _CAN_PASS:
        start = next(each for each in (way, *way.parents) if each.exists())
    names = way.relative_to(start).parts
    handle = os.open(start, _PASSING if names and _CAN_PASS else _FOLDER)
    try:
        for number, name in enumerate(names, 1):
            flags = _PASSING if number < len(names) and _CAN_PASS else _FOLDER
            try:
                below = os.open(name, flags, dir_fd=handle)
            except FileNotFoundError:
                _refuse_foreign(os.fstat(handle), start.joinpath(*names[: number - 1]), ground)
                with suppress(FileExistsError):
                    os.mkdir(name, 0o700, dir_fd=handle)
                below = os.open(name, flags, dir_fd=handle)
            os.close(handle)
            handle = below
        _refuse_foreign(os.fstat(handle), folder, ground)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _made(way: Path) -> None:
    for each in reversed((way, *way.parents)):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)


def _refuse_foreign(facts: os.stat_result, folder: Path, ground: Ground) -> None:
    """Raise ProblemsError where a folder is another's, or everybody may replace what is in it."""
    if os.name == "nt" or ground.trusting:
        return
    is_shared = facts.st_mode & stat.S_IWOTH
    is_kept_apart = ground.in_temporary and facts.st_mode & stat.S_ISVTX
    if facts.st_uid not in {_ROOT, os.geteuid()}:
        words = f"this folder is somebody else's: {ground.instead}"
        raise ProblemsError([Problem(f"{ground.code}.not-yours", words, Place(folder.as_posix()))])
    if is_shared and not is_kept_apart:
        words = f"everybody may write into this folder, and replace what is yours: {ground.instead}"
        raise ProblemsError([Problem(f"{ground.code}.shared", words, Place(folder.as_posix()))])
