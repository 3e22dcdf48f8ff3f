"""Letters that left: for tests of what comes after."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from advocate.cli.workshop import Wish, make_letters
from advocate.core.ledger import Departure, Mark, State, Via, draft_of
from advocate.core.running import message
from advocate.outbox.ledger import open_ledger
from advocate.sources.places import ledger_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from advocate.core.ledger import Entry
    from advocate.outbox.ledger import Ledger

ADA = {"name": "Ada Byron", "city": "Berlin", "country": "DE", "email": "ada@example.net"}
OCTOBER = date(2026, 10, 3)
"""Seven weeks before the day of the tests (22 November 2026), and a day."""


@dataclass(frozen=True)
class Sent:
    """The writer's log, and how it fills; most methods return the number of an entry."""

    campaign: Path | None = None

    def drafted(
        self,
        to: str,
        letter: str | None = None,
        language: str = "en",
        *,
        day: date = OCTOBER,
        name: str = ADA["name"],
    ) -> int:
        """Write down a letter to one office, as `generate` makes it."""
        wish = Wish(self.campaign, [to], [], letter, language, day, None, {**ADA, "name": name})
        [made] = make_letters(wish).letters
        draft = draft_of(made, sha256(message(made).encode()).hexdigest())
        with _ledger() as ledger:
            return ledger.record([draft], Via.FILES, _noon(day))[0].id

    def left(  # noqa: PLR0913 - a letter that left has as many sides
        self,
        to: str,
        letter: str | None = None,
        language: str = "en",
        *,
        day: date = OCTOBER,
        name: str = ADA["name"],
        via: Via = Via.POST,
        on: date | None = None,
    ) -> int:
        """Write down a letter that left on the day that it bears, or `on` another."""
        number = self.drafted(to, letter, language, day=day, name=name)
        return self.mark(number, State.SENT, via, on or day)

    def mark(self, number: int, state: State, via: Via | None = None, on: date = OCTOBER) -> int:
        """Write down what its writer says of a letter."""
        with _ledger() as ledger:
            if state is State.HANDED_OVER:
                departure = Departure(Via.DRAFTS, _noon(on), "<1@example.net>", "office@example.org")
                assert ledger.begin(number, {State.DRAFTED}, departure)
                assert ledger.settle(number, state, _noon(on))
            else:
                ledger.mark(number, Mark(state, via, on), _noon(on))
        return number

    def cut_short(self, number: int, on: date) -> int:
        """Begin to send a letter, and never learn what became of it."""
        departure = Departure(Via.SMTP, _noon(on), "<1@example.net>", "office@example.org")
        with _ledger() as ledger:
            assert ledger.begin(number, {State.DRAFTED}, departure)
            ledger.abandoned(_noon(on))
        return number

    def put_into_drafts(self, number: int, on: date) -> int:
        """Put a letter into the Drafts folder of its writer's mailbox."""
        departure = Departure(Via.DRAFTS, _noon(on), "<1@example.net>", "office@example.org")
        with _ledger() as ledger:
            assert ledger.begin(number, {State.DRAFTED}, departure)
            ledger.settle(number, State.HANDED_OVER, _noon(on))
        return number

    def reminded(self, first: int, number: int = 1, *, on: date, state: State = State.SENT) -> int:
        """Write down a reminder of a letter, and what became of it."""
        with _ledger() as ledger:
            entry = ledger.numbered(first)
            assert entry
            draft = replace(entry.draft, key=replace(entry.key, reminder=number), date=on, subject="Reminder")
            made = ledger.record([draft], Via.FILES, _noon(on))[0].id
        return made if state is State.DRAFTED else self.mark(made, state, Via.POST, on)

    def again(self, first: int, *, on: date) -> int:
        """Write down that the same letter was sent once more, on purpose."""
        with _ledger() as ledger:
            entry = ledger.numbered(first)
            assert entry
            draft = replace(entry.draft, key=replace(entry.key, edition=entry.key.edition + 1), date=on)
            made = ledger.record([draft], Via.FILES, _noon(on))[0].id
        return self.mark(made, State.SENT, Via.POST, on)

    def entries(self) -> Sequence[Entry]:
        """Return everything that stands in the log."""
        with _ledger() as ledger:
            return ledger.entries()


@contextmanager
def _ledger() -> Iterator[Ledger]:
    ledger = open_ledger(ledger_file())
    try:
        yield ledger
    finally:
        ledger.close()


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
