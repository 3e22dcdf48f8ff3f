"""How fast letters leave: so many an hour, at uneven distances, and while somebody is at work to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

HOUR = timedelta(hours=1)
OPENS, CLOSES = time(9), time(17)
"""Office hours, on the clock of the office."""

_SATURDAY = 5
_LOOK_AHEAD = 8
"""Days in which every office opens at least once, whatever the day of the week is, and wherever it lies."""


def gap(per_hour: int, chance: float) -> timedelta:
    """Return how long to wait between two letters: from half to one and a half times the even share.

    `chance` is a number from 0 up to 1. Without a limit (0 an hour) there is no pause.
    """
    return HOUR / per_hour * (0.5 + chance) if per_hour else timedelta()


def earliest(sent: Iterable[datetime], now: datetime, per_hour: int, pause: timedelta) -> datetime:
    """Return when the next letter may leave: now, or later.

    That is so long after the last one as `pause` says, and never so soon that more than `per_hour` leave in
    any hour. What was sent in the future by a clock that has been put back since counts as sent now.
    """
    if not per_hour:
        return now
    times = sorted(min(each, now) for each in sent)
    bounds = [now, *(each + pause for each in times[-1:])]
    if len(times) >= per_hour:
        bounds.append(times[-per_hour] + HOUR)
    return max(bounds)


@dataclass(frozen=True, slots=True)
class Hours:
    """The office hours of a country: Monday to Friday from nine to five by the clocks in its `zones`.

    Where it has several, it is not known which one the office's clock shows: then only an hour counts in
    which all of them are at work. Where there is no such hour, one of them is enough, and `vague` tells.
    Without any zone every hour will do.
    """

    zones: Sequence[tzinfo]

    def vague(self, at: datetime) -> bool:
        """Return whether its zones have no working hour in common in the days after a time."""
        return bool(self.zones) and self._opening(at, everywhere=True) is None

    def opening(self, at: datetime) -> datetime:
        """Return the first time from `at` on at which the office is at work, in UTC."""
        if not self.zones:
            return at
        return self._opening(at, everywhere=True) or self._opening(at, everywhere=False) or at

    def _opening(self, at: datetime, *, everywhere: bool) -> datetime | None:
        starts = (
            datetime.combine(at.astimezone(zone).date() + timedelta(days=day), OPENS, zone).astimezone(UTC)
            for zone in self.zones
            for day in range(_LOOK_AHEAD)
        )
        enough = all if everywhere else any
        # A stretch that all share begins now or when the last of them opens.
        for start in sorted({at.astimezone(UTC), *starts}):
            if start >= at and enough(_at_work(start, zone) for zone in self.zones):
                return start
        return None


def _at_work(at: datetime, zone: tzinfo) -> bool:
    there = at.astimezone(zone)
    return there.weekday() < _SATURDAY and OPENS <= there.time() < CLOSES
