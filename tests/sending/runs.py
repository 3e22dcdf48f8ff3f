"""Runs of sending for tests: a clock that nobody waits for, letters, and somebody who watches."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from advocate.core.ledger import Draft, LetterKey, State, Via
from advocate.core.mail import Account, Login, Outcome, Outgoing, Patience, Secret, Security, Stamp
from advocate.outbox.ledger import Ledger, open_ledger
from advocate.outbox.sending import Run, Terms, send_all
from advocate.outbox.smtp import Session, open_session
from tests.sending.servers import HOST, PASSWORD, Server, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SENDER = "ada@example.net"


@dataclass
class FakeClock:
    """A clock on which waiting takes no time; `jumps` are what somebody sets it by at each wait."""

    passed: float = 0.0
    set_by: float = 0.0
    waits: list[float] = field(default_factory=list)
    jumps: list[float] = field(default_factory=list)
    while_asleep: Callable[[], None] | None = None

    def today(self) -> date:
        """Return the day."""
        return START.date()

    def now(self) -> datetime:
        """Return what the clock shows."""
        return START + timedelta(seconds=self.passed + self.set_by)

    def running(self) -> float:
        """Return the seconds that have passed."""
        return 1000.0 + self.passed

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        assert seconds > 0
        self.waits.append(seconds)
        self.passed += seconds
        if self.while_asleep is not None:
            self.while_asleep()
        if self.jumps:
            self.set_by += self.jumps.pop(0)

    def chance(self) -> float:
        """Return what is in the middle."""
        return 0.5


@dataclass
class Even:
    """A pace: so many seconds between two letters, and offices that open at some time of day."""

    seconds: float = 0.0
    opens: dict[str, datetime] = field(default_factory=dict)

    def after(self, sent: Sequence[datetime], now: datetime) -> datetime:
        """Keep the distance to the last one."""
        return max(now, sent[-1] + timedelta(seconds=self.seconds)) if sent else now

    def open(self, outgoing: Outgoing, at: datetime) -> datetime:
        """Wait until the office opens."""
        return max(at, self.opens.get(outgoing.to, at))


@dataclass
class Watching:
    """Writes down what it is told."""

    events: list[str] = field(default_factory=list)

    def connecting(self) -> None:
        """Write down that a connection is made."""
        self.events.append("connecting")

    def waiting(self, outgoing: Outgoing, until: datetime) -> None:
        """Write down which letter is next."""
        self.events.append(f"waiting {outgoing.to} {until:%H:%M:%S}")

    def sending(self, outgoing: Outgoing) -> None:
        """Write down which letter is being sent."""
        self.events.append(f"sending {outgoing.to}")

    def finishing(self, outgoing: Outgoing) -> None:
        """Write down which letter is the last one."""
        self.events.append(f"finishing {outgoing.to}")

    def deferred(self, outgoing: Outgoing, reason: str, until: datetime) -> None:
        """Write down which letter waits, and why."""
        self.events.append(f"deferred {outgoing.to} {until:%H:%M} {reason}")

    def settled(self, outcome: Outcome) -> None:
        """Write down what became of a letter."""
        self.events.append(f"settled {outcome.outgoing.to} {outcome.state}")


@dataclass
class Desk:
    """A ledger, letters in it, and a server to send them to."""

    ledger: Ledger
    ca_file: str
    letters: list[Outgoing]
    clock: FakeClock = field(default_factory=FakeClock)
    pace: Even = field(default_factory=Even)
    watching: Watching = field(default_factory=Watching)
    patience: Patience = field(default_factory=partial(Patience.of, 10))
    secret: Secret = Secret.PASSWORD
    earlier: Sequence[datetime] = ()

    def account(self, where: Where) -> Account:
        """Return the account at a server."""
        security = Security.TLS if where.implicit else Security.STARTTLS
        return Account(HOST, where.port, security, "ada", self.ca_file)

    def session(self, where: Where) -> Session:
        """Return a connection that is logged in."""
        return open_session(self.account(where), Login(self.secret, lambda: PASSWORD), self.patience)

    def send(self, to: Server | Where) -> Run:
        """Send the letters."""
        where = to if isinstance(to, Where) else to.where
        terms = Terms(self.clock, self.pace, self.watching, self.earlier)
        return send_all(self.letters, self.ledger, partial(self.session, where), terms)

    def states(self) -> list[State]:
        """Return how every letter stands."""
        return [entry.state for entry in self.ledger.entries()]

    def choose(self, *states: State) -> None:
        """Take the letters that stand in some states, as a next run would."""
        entries = {entry.id: entry for entry in self.ledger.entries() if entry.state in states}
        known = [each for each in self.letters if each.entry.id in entries]
        self.letters = [replace(each, entry=entries[each.entry.id]) for each in known]


def desk_with(folder: Path, ca_file: str, count: int = 3, domain: str = "example.org") -> Desk:
    """Return a desk with letters that are drafted, each to an office of its own at a domain."""
    ledger = open_ledger(folder / "ledger.sqlite3")
    drafts = [draft(number) for number in range(count)]
    entries = ledger.record(drafts, Via.FILES, START)
    letters = [
        Outgoing(entry, SENDER, f"office{number}@{domain}", partial(write, number))
        for number, entry in enumerate(entries)
    ]
    return Desk(ledger, ca_file, letters)


def draft(number: int) -> Draft:
    """Return a letter to an office that does not exist."""
    key = LetterKey("kazakhstan-2018", f"office-{number}", "release", "ada byron")
    return Draft(key, f"Office {number}", "Ada Byron", "en", START.date(), f"Letter {number}", "0" * 64)


def write(number: int, stamp: Stamp) -> bytes:
    """Return the message of a letter; a line of it begins with a dot."""
    lines = (
        *(f"From: {SENDER}", f"To: {stamp.to}", f"Subject: Letter {number}"),
        *(f"Date: {stamp.at:%d %b %Y %H:%M:%S +0000}", f"Message-ID: {stamp.message_id}", ""),
        *("Dear reader,", ".hidden", ".", "..", "please answer."),
    )
    return "".join(f"{line}\r\n" for line in lines).encode()
