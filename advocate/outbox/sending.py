"""A run that sends letters: in order, at a pace, each once, and every step written down before it counts.

A letter is in the ledger as `sending` before the first byte of it leaves, and as `sent` after the server has
taken it. What is between these two when everything ends is unknown, and nobody but the writer decides.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from advocate.core.ledger import Departure, State, Via
from advocate.core.mail import Harm, Outcome, Stamp, TroubleError
from advocate.core.problems import Problem, ProblemsError
from advocate.outbox.interrupts import Interrupts
from advocate.outbox.smtp import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from advocate.core.clock import Clock
    from advocate.core.mail import Outgoing, Trouble
    from advocate.outbox.ledger import Ledger
    from advocate.outbox.smtp import Session

RETRIES = (60.0, 300.0, 900.0)
"""Seconds until a letter, or a server, is tried again: three times, then it is left."""

_HELD = 60.0
"""Seconds that a connection is held open for the next letter: it keeps somebody else's place."""

_DOUBTS = 2
"""Letters in a row of which nobody knows whether they arrived, after which no other is risked."""

_GLANCE = 60.0
"""Seconds after which a wait looks at the time again: the machine may have slept, or its clock been set."""


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

    def connecting(self) -> None:
        """Tell that a connection is being made."""

    def waiting(self, outgoing: Outgoing, until: datetime) -> None:
        """Tell which letter is next, and when (UTC)."""

    def sending(self, outgoing: Outgoing) -> None:
        """Tell that a letter is being sent."""

    def finishing(self, outgoing: Outgoing) -> None:
        """Tell that the run will stop once this letter, which is on its way, is finished."""

    def deferred(self, outgoing: Outgoing, reason: str, until: datetime) -> None:
        """Tell that this letter cannot be sent now, and when it will be tried again (UTC)."""

    def settled(self, outcome: Outcome) -> None:
        """Tell what became of a letter."""


@dataclass(frozen=True, slots=True)
class Run:
    """What became of each letter of a run, which were left, and why it ended early where it did."""

    outcomes: Sequence[Outcome]
    left: Sequence[Outgoing]
    stopped: Problem | None = None
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What a run goes by; `earlier` are the times (UTC) at which letters left before it began."""

    clock: Clock
    pace: Pace
    progress: Progress
    earlier: Sequence[datetime] = ()


def send_all(
    letters: Sequence[Outgoing], ledger: Ledger, connect: Callable[[], Session], terms: Terms
) -> Run:
    """Send letters, each at most once, and return what became of them.

    Each is sent only while its entry stands in the ledger as it does in `letters`, so whoever chose them must
    hold the lock on sending (`alone`) from then on. Ctrl-C, SIGTERM and SIGHUP end the run after the letter
    that is on its way; a second one ends it at once. `connect` may raise ProblemsError, as `open_session`
    with a login does. Nothing is raised for what a server, the ledger or the writer does: the run tells.
    """
    course = _Course(ledger, connect, terms, [_Waiting(each) for each in letters])
    with course.interrupts.watched():
        try:
            stopped, interrupted = until_it_ends(course.go)
        finally:
            course.hang_up(politely=False)
    left = [each.outgoing for each in course.letters]
    return Run(course.outcomes, left, stopped, interrupted=interrupted)


def until_it_ends(go: Callable[[], None]) -> tuple[Problem | None, bool]:
    """Let a run go, and return what ended it early, if anything, and whether its writer did."""
    try:
        go()
    except KeyboardInterrupt:
        return None, True
    except TroubleError as error:
        return error.trouble.problem, False
    except ProblemsError as error:
        return error.problems[0], False
    return None, False


@dataclass(slots=True, eq=False)
class _Waiting:
    """A letter that has not been sent yet; `due` is a time of the clock that never jumps."""

    outgoing: Outgoing
    due: float = 0.0
    tries: int = 0
    message_id: str = ""

    def __post_init__(self) -> None:
        # A letter that is sent again because nobody knows whether it arrived stays the same message, so that
        # whoever gets it twice can see it.
        entry = self.outgoing.entry
        again = entry.message_id if entry.state is State.UNKNOWN else ""
        domain = self.outgoing.sender.rpartition("@")[2]
        self.message_id = again or f"<{secrets.token_hex(16)}@{domain}>"


@dataclass(slots=True)
class _Course:
    """A run under way. `free` is when the pace lets the next letter leave, by the clock that never jumps."""

    ledger: Ledger
    connect: Callable[[], Session]
    terms: Terms
    letters: list[_Waiting]
    outcomes: list[Outcome] = field(default_factory=list)
    interrupts: Interrupts = field(default_factory=Interrupts)
    session: Session | None = None
    sent: list[datetime] = field(default_factory=list)
    free: float = 0.0
    refusals: int = 0
    doubts: int = 0
    began: tuple[datetime, float] | None = None
    has_connected: bool = False
    told: tuple[_Waiting, datetime] | None = None

    def go(self) -> None:
        """Send what there is to send."""
        now = self.terms.clock.now()
        self.began = now, self.terms.clock.running()
        self.sent = [min(each, now) for each in self.terms.earlier]
        self._keep_pace()
        while self.letters:
            waiting, delay = self._next()
            if delay > 0:
                self._wait(waiting, delay)
            elif session := self._reach(waiting):
                self._try(waiting, session)
        self.hang_up(politely=True)

    def hang_up(self, *, politely: bool) -> None:
        """Let go of the server."""
        if self.session is not None:
            if politely:
                self.session.close()
            else:
                self.session.abort()
            self.session = None

    def _steady(self) -> datetime:
        """Return the time that has passed since the beginning, as if nobody ever set the clock."""
        assert self.began is not None  # noqa: S101 - `go` sets it first
        now, running = self.began
        return now + timedelta(seconds=self.terms.clock.running() - running)

    def _keep_pace(self) -> None:
        now = self._steady()
        pause = self.terms.pace.after(self.sent, now) - now
        self.free = self.terms.clock.running() + pause.total_seconds()

    def _next(self) -> tuple[_Waiting, float]:
        """Return the letter that can leave first, in the order given, and in how many seconds."""
        running, now = self.terms.clock.running(), self.terms.clock.now()
        first: tuple[_Waiting, float] | None = None
        soonest = max(0.0, self.free - running)
        for waiting in self.letters:
            delay = max(soonest, waiting.due - running)
            at = now + timedelta(seconds=delay)
            delay += (self.terms.pace.open(waiting.outgoing, at) - at).total_seconds()
            if first is None or delay < first[1]:
                first = waiting, delay
            if first[1] <= soonest:
                break
        assert first is not None  # noqa: S101 - there is a letter
        return first

    def _wait(self, waiting: _Waiting, delay: float) -> None:
        if delay > _HELD:
            self.hang_up(politely=True)
        until = self.terms.clock.now() + timedelta(seconds=delay)
        who, when = self.told or (None, until)
        if who is not waiting or abs(when - until) > timedelta(seconds=_GLANCE):
            self.told = waiting, until
            self.terms.progress.waiting(waiting.outgoing, until)
        self.terms.clock.sleep(min(delay, _GLANCE))

    def _reach(self, waiting: _Waiting) -> Session | None:
        """Return a connection, or None where the server wants to be asked again later."""
        if self.session is not None and self.session.is_open:
            return self.session
        self.terms.progress.connecting()
        try:
            self.session = self.connect()
        except TroubleError as error:
            trouble = error.trouble
            # A server that has never answered is more likely misspelt than asleep.
            hopeless = trouble.harm is Harm.RUN or (trouble.harm is Harm.LINE and not self.has_connected)
            if hopeless or self.refusals == len(RETRIES):
                raise
            self.free = max(self.free, self.terms.clock.running() + RETRIES[self.refusals])
            self.refusals += 1
            self._defer(waiting, trouble, self.free)
            return None
        self.has_connected, self.refusals = True, 0
        return self.session

    def _try(self, waiting: _Waiting, session: Session) -> None:
        outgoing, at = waiting.outgoing, self.terms.clock.now()
        self.terms.progress.sending(outgoing)
        reused = session.carried > 0
        try:
            stamp = Stamp(at, waiting.message_id, outgoing.to, session.speaks_utf8(outgoing))
            try:
                message = outgoing.write(stamp)
            except ProblemsError as error:
                self._leave(waiting, None, error.problems[0].message)
                return
            note = session.offer(outgoing, message)
        except TroubleError as error:
            # A server may hang up after some letters, or some minutes; that is no trouble.
            if not reused or session.is_open:
                with self._held(waiting):
                    self._suffer(waiting, error)
            return
        with self._held(waiting):
            self._hand_over(waiting, session, message, note)

    def _hand_over(self, waiting: _Waiting, session: Session, message: bytes, note: str) -> None:
        entry, to = waiting.outgoing.entry, waiting.outgoing.to
        departure = Departure(Via.SMTP, self.terms.clock.now(), waiting.message_id, to)
        try:
            if not self.ledger.begin(entry.id, {entry.state}, departure):
                session.drop()
                self._leave(waiting, None, "it has changed in the log since this run began")
                return
            session.hand_over(message)
            self._sent(waiting, note)
        except TroubleError as error:
            self._suffer(waiting, error)
        except KeyboardInterrupt:
            session.abort()
            self._cut_short(waiting, session.stage)
            raise

    def _sent(self, waiting: _Waiting, note: str) -> None:
        entry = waiting.outgoing.entry
        try:
            is_written = self.ledger.settle(entry.id, State.SENT, self.terms.clock.now(), note)
            reason = "" if is_written else "it has changed since this run began"
        except ProblemsError as error:
            reason = error.problems[0].message
        if reason:
            words = (
                f"the letter to {waiting.outgoing.to} was sent as {waiting.message_id}, but that could not be"
                f" written down in the log ({reason}): look at 'advocate log', and say"
                f" 'advocate log mark {entry.id} sent' as soon as it works again"
            )
            self._leave(waiting, State.SENT, words)
            raise ProblemsError([Problem("send.not-written", words)], exit_code=1)
        self.doubts = 0
        self._leave(waiting, State.SENT, note)

    def _suffer(self, waiting: _Waiting, error: TroubleError) -> None:
        """Write down what a trouble did to a letter, and go on, or raise it again where that is no use."""
        trouble, entry = error.trouble, waiting.outgoing.entry
        reason = trouble.problem.message
        state = _HARMED.get(trouble.harm)
        self.ledger.settle(entry.id, state or entry.state, self.terms.clock.now(), reason)
        if trouble.harm is Harm.RUN:
            raise error
        if state is None and waiting.tries < len(RETRIES):
            waiting.due = self.terms.clock.running() + RETRIES[waiting.tries]
            waiting.tries += 1
            self._defer(waiting, trouble, waiting.due)
            return
        self._leave(waiting, state, reason)
        if trouble.harm is Harm.UNKNOWN:
            self.doubts += 1
            if self.doubts == _DOUBTS:
                raise error

    def _cut_short(self, waiting: _Waiting, stage: Stage) -> None:
        """Write down how far a letter had come when the writer would wait no longer."""
        states = {
            Stage.HERE: waiting.outgoing.entry.state,
            Stage.LEAVING: State.UNKNOWN,
            Stage.TAKEN: State.SENT,
        }
        reason = "" if stage is Stage.TAKEN else "interrupted while it was being sent"
        self.ledger.settle(waiting.outgoing.entry.id, states[stage], self.terms.clock.now(), reason)
        if stage is not Stage.HERE and waiting in self.letters:
            self._leave(waiting, states[stage], reason)

    def _leave(self, waiting: _Waiting, state: State | None, reason: str) -> None:
        """Be done with a letter."""
        gone = state in {State.SENT, State.UNKNOWN}
        outcome = Outcome(waiting.outgoing, state, reason, waiting.message_id if gone else "")
        self.outcomes.append(outcome)
        self.letters.remove(waiting)
        if gone:
            self.sent.append(self._steady())
            self._keep_pace()
        self.terms.progress.settled(outcome)

    def _defer(self, waiting: _Waiting, trouble: Trouble, due: float) -> None:
        until = self.terms.clock.now() + timedelta(seconds=due - self.terms.clock.running())
        self.terms.progress.deferred(waiting.outgoing, trouble.problem.message, until)

    def _held(self, waiting: _Waiting) -> AbstractContextManager[None]:
        return self.interrupts.held(lambda: self.terms.progress.finishing(waiting.outgoing))


_HARMED = {Harm.LETTER: State.FAILED, Harm.UNKNOWN: State.UNKNOWN}
"""What becomes of a letter by trouble; after any other it stays as it was."""
