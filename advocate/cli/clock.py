"""The clock of this machine: the only place that looks at it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The time of this machine; `day` stands in for its calendar."""

    day: date | None = None

    def today(self) -> date:
        """Return the writer's own calendar day."""
        return self.day or date.today()  # noqa: DTZ011, TID251 - the writer's own calendar day is meant

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the clock

    def running(self) -> float:
        """Return seconds of a clock that never jumps back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def chance(self) -> float:
        """Return a number from 0 up to 1 that nobody can foresee."""
        from random import SystemRandom

        return SystemRandom().random()
