"""What is told while letters are sent: which is next, when, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.ledger import State

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from advocate.cli.terminal import Terminal
    from advocate.core.clock import Clock
    from advocate.core.mail import Account, Outcome, Outgoing

_MINUTE, _HOUR = 60, 3600
_LONG = 90
"""Seconds from which on a wait is told in minutes."""


@dataclass(frozen=True, slots=True)
class Watching:
    """Tells a person, a line each, on standard error; where nobody reads any more it is silent."""

    terminal: Terminal
    clock: Clock
    account: Account

    def connecting(self) -> None:
        """Tell that a connection is being made."""
        self._tell(f"connecting to {self.account.server}:{self.account.port}")

    def waiting(self, outgoing: Outgoing, until: datetime) -> None:
        """Tell which letter is next, and when."""
        self._tell(f"next: {name_of(outgoing)} {self._when(until)}; Ctrl-C stops between letters")

    def sending(self, outgoing: Outgoing) -> None:
        """Tell that a letter is being sent."""
        self._tell(f"sending: {name_of(outgoing)} ({outgoing.to})")

    def finishing(self, outgoing: Outgoing) -> None:
        """Tell that the run will stop once this letter, which is on its way, is finished."""
        self._tell(
            f"stopping once {name_of(outgoing)} is done; Ctrl-C again stops at once, and then nobody knows"
            " whether it arrived"
        )

    def deferred(self, outgoing: Outgoing, reason: str, until: datetime) -> None:
        """Tell that the server wants this letter later, and when it will be tried again."""
        self._tell(f"later: {name_of(outgoing)} {self._when(until)} ({reason})")

    def settled(self, outcome: Outcome) -> None:
        """Tell what became of a letter."""
        because = f": {outcome.reason}" if outcome.reason else ""
        self._tell(f"{word_of(outcome.state)}: {name_of(outcome.outgoing)}{because}")

    def _when(self, until: datetime) -> str:
        here, now = until.astimezone(), self.clock.now().astimezone()
        day = "" if here.date() == now.date() else f"on {here:%Y-%m-%d} "
        return f"{day}at {here:%H:%M}, in {in_words(here - now)}"

    def _tell(self, words: str) -> None:
        try:
            self.terminal.tell(words)
            self.terminal.err.flush()
        except (OSError, ValueError):
            # A closed terminal ends no letter that is on its way.
            return


def name_of(outgoing: Outgoing) -> str:
    """Return the office of a letter, as it is called on the command line."""
    return outgoing.entry.key.contact


def word_of(state: State | None) -> str:
    """Return in a word what became of a letter in a run."""
    return {None: "not sent", State.UNKNOWN: "not known", State.HANDED_OVER: "put into Drafts"}.get(
        state, str(state)
    )


def in_words(wait: timedelta) -> str:
    """Return how long a wait is, as exactly as it matters."""
    seconds = max(0, round(wait.total_seconds()))
    if seconds < _LONG:
        return f"{seconds} s"
    minutes = round(seconds / _MINUTE)
    hours, rest = divmod(minutes, _MINUTE)
    return f"{hours} h {rest} min" if hours else f"{minutes} min"
