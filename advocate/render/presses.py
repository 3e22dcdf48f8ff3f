"""Which press sets which layouts: the program's own in this process, a stranger's in one that is guarded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from advocate.core.layouts import ForeignLayouts
from advocate.render.press import READABLE, Layouts, Press

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advocate.render.press import Fonts

AnyLayouts = Layouts | ForeignLayouts
"""Layouts of the program's own, or a stranger's."""


class AnyPress(Protocol):
    """What sets pages: a press in this process, or a guarded one."""

    def pdf(
        self,
        main: str,
        data: Mapping[str, object],
        *,
        standards: Sequence[str] = READABLE,
        files: Mapping[str, bytes] | None = None,
    ) -> bytes:
        """Return what a layout makes of some data, as `Press.pdf` does."""

    def pictures(
        self, main: str, data: Mapping[str, object], ppi: float, files: Mapping[str, bytes] | None = None
    ) -> list[bytes]:
        """Return the same pages as PNG pictures, as `Press.pictures` does."""

    def undrawable(self, text: str) -> list[str]:
        """Return each character of a text that no font draws, once."""

    def forget(self) -> None:
        """Let go of what was set so far."""


def press_for(layouts: AnyLayouts, fonts: Fonts | None = None) -> AnyPress:
    """Return a press for layouts: guarded for a stranger's, in this process for others."""
    if not isinstance(layouts, ForeignLayouts):
        return Press(layouts, fonts)
    from advocate.render.guarded import GuardedPress  # noqa: PLC0415 - few need it, and start-up counts

    return GuardedPress(layouts)
