"""How every correction is kept: the overlay read, changed, read back and written while nobody else can."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from advocate.cli.pinned import look_at_pin
from advocate.cli.words import CHANNEL_WORDS
from advocate.core.amend import Book
from advocate.core.overlay import Overlay, merge
from advocate.core.problems import Problem, ProblemsError
from advocate.core.registry import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from advocate.cli.desk import Desk
    from advocate.cli.terminal import Terminal
    from advocate.core.registry import ContactDetail, Registry
    from advocate.sources.places import CampaignFolder


@dataclass(frozen=True, slots=True)
class Study:
    """The campaign that corrections are made to, and where they are kept."""

    folder: CampaignFolder
    shipped: Registry
    file: Path

    def read(self, desk: Desk, *, fitting: bool = False) -> Book:
        """Return the registry with the corrections as they are now; what does not fit it is told.

        Only what is `fitting` may be wanted; else that other part is kept as well.
        """
        from advocate.sources.overlay import read_overlay

        read = read_overlay(self.file, self.file.as_posix(), self.shipped)
        desk.terminal.problems(read.asides)
        overlay = read.fitting if fitting else read.whole
        return Book(self.shipped, overlay, merge(self.shipped, read.fitting), desk.today)

    def amend(self, desk: Desk, change: Callable[[Book], Overlay]) -> Registry:
        """Keep what `change` makes of the overlay, and return the registry that comes of it.

        Raises ProblemsError with nothing written.

        Whatever is kept has been read back first, so that no correction can make the registry unreadable.
        """
        from advocate.outbox.own_files import rewrite
        from advocate.render.overlay_yaml import overlay_text

        registry = self.shipped

        def anew() -> bytes | None:
            nonlocal registry
            book = self.read(desk)
            made = change(book)
            if made == Overlay():
                return None
            text = overlay_text(made)
            registry = merge(self.shipped, self._read_back(text, made, book.overlay))
            return text.encode()

        rewrite(self.file, anew, code="overlay")
        return registry

    def _read_back(self, text: str, made: Overlay, before: Overlay) -> Overlay:
        """Return what of a written overlay fits the campaign; whatever is new in it has to."""
        from advocate.render.overlay_yaml import overlay_text
        from advocate.sources.overlay import NOT_USED, overlay_in

        try:
            again = overlay_in(text, "", self.shipped)
        except ProblemsError as error:
            # The places are those of a file that nobody will see.
            raise ProblemsError([replace(each, place=None) for each in error.problems]) from None
        old = overlay_in(overlay_text(before), "", self.shipped).asides if before != Overlay() else ()
        known = {each.message for each in old}
        new = [each for each in again.asides if each.message not in known]
        if new:
            raise ProblemsError([Problem(each.code, each.message.partition(NOT_USED)[0]) for each in new])
        if again.whole != made:
            message = "a correction does not read back as it was made"
            raise RuntimeError(message)
        return again.fitting


def study(desk: Desk, campaign: Path | None) -> Study:
    """Return where corrections to a campaign are made; raise ProblemsError where it cannot be read."""
    from advocate.sources import places
    from advocate.sources.campaign import read_id
    from advocate.sources.registry import read_registry

    look_at_pin(desk.terminal, campaign or desk.campaign)
    folder = places.campaign_folder(campaign or desk.campaign)
    shipped = read_registry(folder.registry, folder.shown(folder.registry))
    id_ = read_id(folder.templates, folder.shown(folder.templates))
    if id_ is None:
        words = "this campaign has no templates/campaign.yaml, and so no id to keep corrections under"
        raise ProblemsError([Problem("overlay.no-campaign", words)])
    return Study(folder, shipped, places.overlay_file(id_))


def detail_words(detail: ContactDetail) -> str:
    """Return a detail in one line: its type, value, what it belongs to."""
    value = ", ".join((detail.value or detail.printed or "").splitlines())
    country = f", {detail.country}" if detail.country else ""
    label = f" ({detail.label})" if detail.label else ""
    whose = f", {detail.holder}'s own" if detail.holder else ""
    return f"{CHANNEL_WORDS[detail.type]}{label}: {value}{country}{whose}"


def source_words(source: str, checked: object) -> str:
    """Return who says a thing, and when they were seen to."""
    return f"local, checked {checked} ({source})"


def say_how_to_undo(terminal: Terminal, file: Path, commands: Iterable[str]) -> None:
    """Say where a correction is kept, and how it is taken back."""
    terminal.say(f"kept in {file.as_posix()}; the campaign's own file is as it was")
    for command in commands:
        terminal.say(f"take it back: {command}")


def undo(id_: str, detail: ContactDetail | None = None) -> str:
    """Return the command that takes an entry back, or one value of it."""
    if detail is None:
        return f"advocate contacts drop {id_}"
    what = detail.type.value if detail.type is Channel.ADDRESS else shlex.quote(detail.value or "")
    return f"advocate contacts drop {id_} {what}"
