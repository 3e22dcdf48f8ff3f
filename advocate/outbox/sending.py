"""A run that sends letters: in order, at a pace, each once, and every step written down before it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from advocate.core.mail import Account, Outcome, Outgoing
    from advocate.core.problems import Problem


class Pace(Protocol):
    """When letters may leave."""

    def after(self, sent: Sequence[datetime], now: datetime) -> datetime:
        """Return when the next letter may leave, after those that did at these times.

        It is asked once after each letter. All of these are times of one clock that never jumps.
        """

    def open(self, outgoing: Outgoing, at: datetime) -> datetime:
        """Return the first time from `at` on (UTC) at which a letter's office is at work, or `at` itself."""


class Progress(Protocol):
    """Who watches a run. Nothing that it is told may end the run."""

    def connecting(self, account: Account) -> None:
        """Tell that a connection is being made."""

    def waiting(self, outgoing: Outgoing, until: datetime) -> None:
        """Tell which letter is next, and when (UTC)."""

    def sending(self, outgoing: Outgoing) -> None:
        """Tell that a letter is being sent."""

    def finishing(self, outgoing: Outgoing) -> None:
        """Tell that the run will stop once this letter, which is on its way, is finished."""

    def deferred(self, outgoing: Outgoing, reason: str, until: datetime) -> None:
        """Tell that the server wants this letter later, and when it will be tried again (UTC)."""

    def settled(self, outcome: Outcome) -> None:
        """Tell what became of a letter."""


@dataclass(frozen=True, slots=True)
class Run:
    """What became of each letter of a run, which were left, and why it ended early where it did."""

    outcomes: Sequence[Outcome]
    left: Sequence[Outgoing]
    stopped: Problem | None = None
    interrupted: bool = False
