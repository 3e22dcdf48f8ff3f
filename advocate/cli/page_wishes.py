"""The options about paper, for every command that makes letters: what a page is printed on, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.core.paper import Stationery, Window, paper_for, window_of

if TYPE_CHECKING:
    from collections.abc import Mapping

WindowOption = Annotated[
    Window | None,
    typer.Option(
        "--window",
        metavar="NAME",
        help="The window of your envelopes: "
        + ", ".join(Window)
        + ". Else that of your country, with the paper it takes.",
    ),
]
LargePrintOption = Annotated[bool, typer.Option("--large-print", help="Pages in 16 pt type, for tired eyes.")]
ArchiveOption = Annotated[
    bool, typer.Option("--archive", help="Pages to be kept: PDF/A-2a, which names the letter's own date.")
]

ABOUT_THE_PAGE: Mapping[str, object] = {
    "window": WindowOption,
    "large_print": LargePrintOption,
    "archive": ArchiveOption,
}
SWITCHES = frozenset({"large_print", "archive"})


@dataclass(frozen=True, slots=True)
class PageWish:
    """What the writer asked for about paper."""

    window: Window | None = None
    large_print: bool = False
    archive: bool = False

    def stationery(self, country: str) -> Stationery:
        """Return what a writer in a country prints on."""
        window = self.window or window_of(country)
        return Stationery(
            window=window,
            paper=paper_for(window),
            large_print=self.large_print,
            archive=self.archive,
        )
