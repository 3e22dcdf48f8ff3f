"""What time is: a clock that somebody else holds, so that every rule about time can be tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date, datetime


class Clock(Protocol):
    """The time, and waiting for it."""

    def today(self) -> date:
        """Return the writer's own calendar day."""

    def now(self) -> datetime:
        """Return the time in UTC; it may jump, as clocks that are set do."""

    def running(self) -> float:
        """Return seconds of a clock that never jumps back, from a beginning that means nothing."""

    def sleep(self, seconds: float) -> None:
        """Wait."""

    def chance(self) -> float:
        """Return a number from 0 up to 1 that nobody can foresee."""
