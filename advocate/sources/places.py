"""Where things are: the shipped campaign, another one, and the writer's own folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from advocate.core.problems import Place, Problem, ProblemsError

_UNFINISHED = ".advocate-unfinished-"
_MOMENTARY = (_UNFINISHED, "words-")


@dataclass(frozen=True, slots=True)
class CampaignFolder:
    """A folder with a registry and letters; `shown` is how a person would name a file in it."""

    root: Path
    shipped: bool

    @property
    def registry(self) -> Path:
        """The registry's file."""
        return self.root / "contacts.yaml"

    @property
    def templates(self) -> Path:
        """The folder of the case sheet and the letters."""
        return self.root / "templates"

    def shown(self, path: Path) -> str:
        """Return a file's name for a person: relative to the campaign for the shipped one, else as given."""
        return path.relative_to(self.root).as_posix() if self.shipped else path.as_posix()


def campaign_folder(given: Path | None) -> CampaignFolder:
    """Return the campaign to work with: the given folder, or the shipped one.

    Raises ProblemsError where the folder is not there.
    """
    if given is None:
        return CampaignFolder(shipped(), shipped=True)
    try:
        found = given.is_dir()
    except OSError:
        found = False
    if not found:
        message = "there is no such folder: a campaign is a folder with contacts.yaml and templates"
        raise ProblemsError([Problem("campaign.missing", message, Place(given.as_posix()))])
    return CampaignFolder(given, shipped=False)


def shipped() -> Path:
    """Return the folder of the shipped campaign: inside a wheel, or the checkout this package stands in.

    An editable install holds a copy made when it was installed; that copy is never looked at, because
    `_bundled` then lies beside the metadata and not inside the package that is imported.
    """
    package = Path(str(files("advocate")))
    bundled = package / "_bundled"
    return bundled if bundled.is_dir() else package.parent


def layouts() -> Path:
    """Return the folder of the page layouts; those of other people's campaigns are never used."""
    return shipped() / "templates" / "layouts"


def own_folder() -> Path:
    """Return the writer's own folder, which may not be there yet."""
    home = os.environ.get("ADVOCATE_HOME")
    if home:
        return Path(home)
    from platformdirs import user_config_path  # noqa: PLC0415 - not needed where ADVOCATE_HOME is set

    return user_config_path("advocate", appauthor=False)


def state_folder() -> Path:
    """Return the folder of what is not finished yet; with ADVOCATE_HOME it is the same as the other."""
    if os.environ.get("ADVOCATE_HOME"):
        return own_folder()
    from platformdirs import user_state_path  # noqa: PLC0415 - not needed where ADVOCATE_HOME is set

    return user_state_path("advocate", appauthor=False)


def ledger_file() -> Path:
    """Return where the log of what became of letters is kept, whether it is there or not."""
    return state_folder() / "ledger.sqlite3"


def no_log_file() -> Path:
    """Return the file that stands where the writer does without a log."""
    return state_folder() / "no-log"


def log_is_off() -> bool:
    """Return whether the writer does without a log."""
    return is_there(no_log_file())


def mail_file() -> Path:
    """Return where the writer's mail accounts are kept, whether the file is there or not."""
    return own_folder() / "mail.yaml"


def unfinished_folder() -> Path:
    """Return the folder of the answers of letters that are not finished yet."""
    return state_folder() / "unfinished"


def unfinished_file(campaign: str) -> Path:
    """Return where the answers for a letter of a campaign are kept until it is finished, by its id."""
    return unfinished_folder() / f"{campaign}.json"


def unfinished_files() -> tuple[Path, ...]:
    """Return the files of all letters that are not finished yet."""
    folder = unfinished_folder()
    return tuple(sorted(folder.glob("*.json"))) if is_there(folder) else ()


def leftovers() -> tuple[Path, ...]:
    """Return what is in the writer's folders for a moment only: unfinished files, folders of an editor.

    A run that lives may still need it. Asked at every start, so it lists names and no more; where nobody can
    look there is nothing to be seen.
    """
    found: list[Path] = []
    for folder in dict.fromkeys((own_folder(), state_folder())):
        for each in _listed(folder):
            if each.name.startswith(_MOMENTARY):
                found.append(Path(each.path))
            elif each.is_dir(follow_symlinks=False):
                found += (Path(below.path) for below in _listed(each) if below.name.startswith(_UNFINISHED))
    return tuple(sorted(found))


def _listed(folder: Path | os.DirEntry[str]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except (OSError, ValueError):
        return []


def sender_file() -> Path:
    """Return where the writer's profile is kept, whether it is there or not."""
    return own_folder() / "sender.yaml"


def saved_sender() -> Path | None:
    """Return the writer's saved profile, or None where there is none."""
    profile = sender_file()
    return profile if is_there(profile) else None


def overlay_file(campaign: str) -> Path:
    """Return where the writer's own corrections to a campaign stand, by the campaign's id."""
    return own_folder() / "overlay" / f"{campaign}.yaml"


def has_overlays() -> bool:
    """Return whether the writer may have corrections; asked at every start, so it reads nothing.

    Raises ProblemsError where nobody can look.
    """
    return is_there(own_folder() / "overlay")


def is_there(own: Path) -> bool:
    """Return whether one of the writer's own files or folders is there.

    Raises ProblemsError where nobody can look: then nothing is known, and least of all that nothing is there.
    """
    try:
        own.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
        words = f"cannot be looked at: {reason}; ADVOCATE_HOME names another folder for your own files"
        raise ProblemsError([Problem("home.unreadable", words, Place(own.as_posix()))]) from None
    return True
