"""Ctrl-C while something must not be cut in two."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_KINDS = ("SIGINT", "SIGTERM", "SIGHUP")
"""What ends a program: Ctrl-C, the system, the window that is closed (Windows has no such signal)."""


@dataclass(slots=True)
class Interrupts:
    """Signals that ask the program to end: each raises KeyboardInterrupt, but not while something is held.

    Then the first one waits until it is let go, and a second one does not.
    """

    asked: bool = False
    _holding: Callable[[], None] | None = field(default=None, repr=False)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Listen to signals, where this is the thread that gets them."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        kinds = [getattr(signal, name) for name in _KINDS if hasattr(signal, name)]
        before = {kind: signal.signal(kind, self._heard) for kind in kinds}
        try:
            yield
        finally:
            for kind, handler in before.items():
                signal.signal(kind, handler)

    @contextmanager
    def held(self, tell: Callable[[], None]) -> Iterator[None]:
        """Let what happens now end first; `tell` is called where somebody asks to end meanwhile."""
        self._holding = tell
        try:
            yield
        finally:
            self._holding = None
        if self.asked:
            raise KeyboardInterrupt

    def _heard(self, _kind: int, _frame: FrameType | None) -> None:
        first, self.asked = not self.asked, True
        if not first or self._holding is None:
            raise KeyboardInterrupt
        self._holding()
