"""The pace of a run: how many letters an hour, and at which hours of their offices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.core.ledger import Via
from advocate.core.pace import HOUR, Hours, earliest, gap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advocate.core.ledger import Entry
    from advocate.core.letter import Letter
    from advocate.core.mail import Outgoing

PerHourOption = Annotated[
    int,
    typer.Option(
        "--per-hour",
        metavar="N",
        help="At most so many letters in an hour, runs before this one counted; 0 for no pause at all.",
    ),
]
OfficeHoursOption = Annotated[
    bool,
    typer.Option(
        "--office-hours", help="Send only from Monday to Friday, nine to five by the clocks of the office."
    ),
]


@dataclass(frozen=True, slots=True)
class Pacing:
    """When letters may leave."""

    per_hour: int
    chance: Callable[[], float]
    hours: Mapping[str, Hours] = field(default_factory=dict)
    """By office, when it is at work, where that is heeded."""

    def after(self, sent: Sequence[datetime], now: datetime) -> datetime:
        """Return when the next letter may leave, after those that did at these times."""
        return earliest(sent, now, self.per_hour, gap(self.per_hour, self.chance()))

    def open(self, outgoing: Outgoing, at: datetime) -> datetime:
        """Return the first time from `at` on (UTC) at which a letter's office is at work, or `at` itself."""
        hours = self.hours.get(outgoing.entry.key.contact)
        return hours.opening(at) if hours else at


def left_lately(entries: Iterable[Entry], now: datetime) -> tuple[datetime, ...]:
    """Return when messages left in the last hour, of those in the ledger that went out by SMTP.

    A time that is still to come was written by a clock that has been put back, and counts as now.
    """
    return tuple(
        min(entry.at, now)
        for entry in entries
        if entry.message_id and entry.via is not Via.DRAFTS and now - entry.at < HOUR
    )


def office_hours(letters: Iterable[Letter]) -> Mapping[str, Hours]:
    """Return when each office is at work, by the zones of its country; none is known without a country.

    Raises ProblemsError where this system has no table of time zones.
    """
    from advocate.sources.wording import zones_of

    by_country: dict[str, Hours] = {}
    found: dict[str, Hours] = {}
    for letter in letters:
        country = letter.recipient.country
        if country not in by_country:
            # Zones with the same hours are one, so that little is to be looked at.
            by_country[country] = Hours(zones_of(country))
        found[letter.recipient.contact] = by_country[country]
    return found


def about_hours(letters: Iterable[Letter], hours: Mapping[str, Hours], now: datetime) -> Iterable[str]:
    """Yield what the writer should know of office hours: of whom none are known, and where they are vague."""
    unknown = [letter.recipient.contact for letter in letters if not hours[letter.recipient.contact].zones]
    if unknown:
        yield f"no office hours are known of {', '.join(unknown)}: no country is told, so any hour will do"
    vague = sorted(
        {
            letter.recipient.country
            for letter in letters
            if hours[letter.recipient.contact].vague(now.astimezone(UTC))
        }
    )
    if vague:
        yield (
            f"{', '.join(vague)}: its time zones have no working hour in common, so it is enough that one of"
            " them is at work"
        )
