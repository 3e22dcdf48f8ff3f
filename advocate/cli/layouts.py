"""Whose layouts the pages are set in: the shipped ones, or those of another campaign that is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from advocate.render.presses import AnyLayouts
    from advocate.sources.places import CampaignFolder


@dataclass(frozen=True, slots=True)
class LayoutChoice:
    """A campaign's folder, and whether the writer trusts its layouts."""

    folder: CampaignFolder
    trusted: bool
    tell: Callable[[Iterable[Problem]], None] | None = None

    def read(self) -> AnyLayouts:
        """Return the layouts to set pages in; tell where a campaign's own are not used, or there are none.

        Raises ProblemsError where the campaign's own are trusted and cannot be used.
        """
        from advocate.sources.places import layouts

        if self.folder.shipped and not self.trusted:
            return layouts()
        from advocate.sources.layouts import has_own, read_layouts

        own = read_layouts(self.folder) if self.trusted else None
        if own:
            return own
        place = Place(self.folder.shown(self.folder.templates / "layouts"))
        if self.trusted:
            words = "this campaign has no page layouts of its own: the pages are the usual ones"
            self._tell(Problem("layouts.none", words, place))
        elif has_own(self.folder):
            words = (
                "this campaign has page layouts of its own, which are not used: --trust-layouts uses them,"
                " and then its makers decide what stands on your pages, seen or unseen"
            )
            self._tell(Problem("layouts.not-trusted", words, place))
        return layouts()

    def _tell(self, note: Problem) -> None:
        if self.tell:
            self.tell([note])
