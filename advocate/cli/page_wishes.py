"""The options about paper, for every command that makes letters: what a page is printed on, and how."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.core.paper import Stationery, Window, WindowChoice, paper_for, window_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advocate.core.paper import Signature

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

SignatureOption = Annotated[
    Path | None,
    typer.Option(
        "--signature",
        metavar="FILE",
        help="A PNG or SVG picture of your signature, for the pages; what else is in the file is dropped.",
    ),
]

TrustLayoutsOption = Annotated[
    bool,
    typer.Option(
        "--trust-layouts",
        help="Use the page layouts of the campaign's makers: they decide what stands on your pages.",
    ),
]

ABOUT_THE_PAGE: Mapping[str, object] = {
    "window": WindowOption,
    "large_print": LargePrintOption,
    "archive": ArchiveOption,
    "signature": SignatureOption,
    "trust_layouts": TrustLayoutsOption,
}
SWITCHES = frozenset({"large_print", "archive", "trust_layouts"})


@dataclass(frozen=True, slots=True)
class PageWish:
    """What the writer asked for about paper."""

    window: Window | None = None
    large_print: bool = False
    archive: bool = False
    signature: Path | None = None
    trust_layouts: bool = False

    def read_signature(self) -> Signature | None:
        """Return the picture of the writer's signature, None where no file is named.

        Raises ProblemsError where the file cannot be used.
        """
        if self.signature is None:
            return None
        from advocate.sources.signature import read_signature

        return read_signature(self.signature, self.signature.as_posix())

    def stationery(self, country: str, signature: Signature | None = None) -> Stationery:
        """Return what a writer in a country prints on, with the picture that the signature's file holds."""
        choice = (
            WindowChoice(self.window, paper_for(self.window, country)) if self.window else window_of(country)
        )
        return Stationery(
            window=choice.window,
            paper=choice.paper,
            reason=choice.reason,
            large_print=self.large_print,
            archive=self.archive,
            signature=signature,
        )
