"""Whether the window that a page is made for is known to be that of the writer's envelopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.letter import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.letter import Letter


def window_finding(letter: Letter) -> Iterator[Finding]:
    """Yield a note where the window was neither asked for nor is described for the writer's country."""
    if letter.stationery.reason:
        yield Finding("page.window", Weight.NOTE, letter.stationery.reason)
