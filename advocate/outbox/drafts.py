"""Letters put into the writer's own Drafts folder, to be read, changed and sent from there.

A draft that nobody has touched is replaced when its letter changes; one that somebody has changed, sent or
deleted is theirs. Whether a run that was cut short has put a draft there is found by looking.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from advocate.core.ledger import Departure, State, Via
from advocate.core.mail import Harm, Outcome, Stamp, TroubleError
from advocate.core.problems import ProblemsError
from advocate.outbox.interrupts import Interrupts
from advocate.outbox.sending import Run, until_it_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from advocate.core.clock import Clock
    from advocate.core.ledger import Entry
    from advocate.core.mail import Outgoing
    from advocate.outbox.ledger import Ledger
    from advocate.outbox.mailbox import Mailbox
    from advocate.outbox.sending import Progress

_RECONNECTS = 2
"""How often in a row a connection that broke is made anew for the same letter."""

_BEGUN = frozenset({State.SENDING, State.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Lying:
    """A draft in a mailbox: where, and hashes of it as it was given and as the server then had it.

    A server may write a message anew, so what it has is what a later look is compared with. `found` is empty
    where somebody may have changed it.
    """

    mailbox: str
    folder: str
    validity: int
    uid: int
    message_id: str
    given: str
    found: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A draft on its way into a folder: which one, and the UID that its next message will have.

    While that is still the next one, nothing has come into the folder, and no draft can have been sent or
    deleted there meanwhile.
    """

    folder: str
    validity: int
    following: int | None


@dataclass(frozen=True, slots=True)
class Hold:
    """What the ledger keeps of a letter's drafts, as JSON."""

    lying: Lying | None = None
    expected: Expected | None = None

    @classmethod
    def read(cls, text: str) -> Hold:
        """Return what the ledger kept; what cannot be understood is nothing."""
        try:
            kept = json.loads(text or "{}")
            lying, expected = kept.get("lying"), kept.get("expected")
            return cls(Lying(**lying) if lying else None, Expected(**expected) if expected else None)
        except (ValueError, TypeError, AttributeError):
            return cls()

    def written(self) -> str:
        """Return it for the ledger."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Terms:
    """What a run goes by; `again` puts a letter there once more whose draft is not there any more."""

    clock: Clock
    progress: Progress
    again: bool = False


def put_drafts(
    letters: Sequence[Outgoing], ledger: Ledger, connect: Callable[[], Mailbox], terms: Terms
) -> Run:
    """Put letters into a folder of drafts, each at most once, and return what became of them.

    Whoever chose them must hold the lock on sending (`alone`) from then on. Ctrl-C, SIGTERM and SIGHUP end
    the run after the letter that is under way. Nothing is raised for what a server, the ledger or the writer
    does: the run tells.
    """
    course = _Course(ledger, connect, terms, list(letters))
    with course.interrupts.watched():
        # Whatever else ends it hangs up at once, too.
        interrupted = True
        try:
            stopped, interrupted = until_it_ends(course.go)
        finally:
            course.hang_up(politely=not interrupted)
    return Run(course.outcomes, course.letters, stopped, interrupted=interrupted)


@dataclass(slots=True)
class _Course:
    """A run under way."""

    ledger: Ledger
    connect: Callable[[], Mailbox]
    terms: Terms
    letters: list[Outgoing]
    outcomes: list[Outcome] = field(default_factory=list)
    interrupts: Interrupts = field(default_factory=Interrupts)
    mailbox: Mailbox | None = None

    def go(self) -> None:
        """Put there what there is."""
        while self.letters:
            outgoing = self.letters[0]
            mailbox = self._reach()
            with self.interrupts.held(lambda: self.terms.progress.finishing(self.letters[0])):
                self._leave(outgoing, self._try(outgoing, mailbox))

    def hang_up(self, *, politely: bool) -> None:
        """Let go of the server."""
        if self.mailbox is not None:
            if politely:
                self.mailbox.close()
            else:
                self.mailbox.abort()
            self.mailbox = None

    def _reach(self) -> Mailbox:
        if self.mailbox is None:
            self.terms.progress.connecting()
            self.mailbox = self.connect()
        return self.mailbox

    def _try(self, outgoing: Outgoing, mailbox: Mailbox) -> Outcome:
        """Put a letter there; where the connection breaks, connect anew and look how far it came."""
        for more in range(_RECONNECTS, -1, -1):
            one = _One(outgoing, self.ledger, mailbox, self.terms)
            try:
                return one.done()
            except ProblemsError as error:
                if error.problems[0].code.startswith("ledger."):
                    raise
                return Outcome(outgoing, None, error.problems[0].message)
            except TroubleError as error:
                if error.trouble.harm is Harm.LETTER:
                    return self._in_doubt(outgoing, error) or _not_put(outgoing, error)
                if error.trouble.harm is not Harm.LINE or not more:
                    self._stop_at(outgoing, error)
                    raise
                self.hang_up(politely=False)
            try:
                mailbox = self._reach()
            except (TroubleError, ProblemsError) as error:
                self._stop_at(outgoing, error)
                raise
        raise AssertionError  # pragma: no cover - the last turn returns or raises

    def _stop_at(self, outgoing: Outgoing, error: TroubleError | ProblemsError) -> None:
        if outcome := self._in_doubt(outgoing, error):
            self._leave(outgoing, outcome)

    def _in_doubt(self, outgoing: Outgoing, error: TroubleError | ProblemsError) -> Outcome | None:
        """Write down that nobody knows whether a draft is there, where that is so."""
        entry = self.ledger.numbered(outgoing.entry.id)
        if entry is None or entry.state is not State.SENDING:
            return None
        self.ledger.settle(entry.id, State.UNKNOWN, self.terms.clock.now(), str(error))
        reason = "whether it is in your Drafts folder is not known: the same command again looks for it"
        return Outcome(outgoing, State.UNKNOWN, reason, entry.message_id)

    def _leave(self, outgoing: Outgoing, outcome: Outcome) -> None:
        """Be done with a letter."""
        self.outcomes.append(outcome)
        self.letters.remove(outgoing)
        self.terms.progress.settled(outcome)


@dataclass(frozen=True, slots=True)
class _One:
    """One letter, and the folder in which it is or is to be."""

    outgoing: Outgoing
    ledger: Ledger
    mailbox: Mailbox
    terms: Terms

    def done(self) -> Outcome:
        """See to it that the letter is there, and return what became of it.

        Raises TroubleError and ProblemsError; of harm LETTER and as ProblemsError of the letter itself it has
        been written down that it is not there.
        """
        entry = self.ledger.numbered(self.outgoing.entry.id) or self.outgoing.entry
        hold = Hold.read(self.ledger.hold(entry.id))
        if entry.via is Via.DRAFTS and entry.state in _BEGUN:
            return self._found_out(entry, hold)
        if entry.state is State.HANDED_OVER:
            return self._seen_to(entry, hold.lying)
        return self._put(entry, hold.lying if self._is_here(hold.lying) else None)

    def _found_out(self, entry: Entry, hold: Hold) -> Outcome:
        """Look whether a draft is there that a run had begun to put there."""
        uid = self.mailbox.newest(entry.message_id)
        text = self.mailbox.text(uid) if uid is not None else None
        if uid is not None and text is not None:
            stamp = Stamp(None, entry.message_id, entry.address)
            given, found = _hash(self.outgoing.write(stamp)), _hash(text)
            lying = self._lying(uid, entry.message_id, given, found if found == given else "")
            note = self._without_earlier(hold.lying)
            return self._settled(entry, lying, "; ".join(filter(None, ["it was there already", note])))
        words = (
            f"it is not in {self.mailbox.folder!r}: it never got there, or you have sent or deleted it."
            f" 'advocate log mark {entry.id} sent' if you have sent it; --again puts it there"
        )
        if entry.state is State.SENDING:
            self.ledger.settle(entry.id, State.UNKNOWN, self.terms.clock.now(), words)
            entry = replace(entry, state=State.UNKNOWN)
        expected = hold.expected
        if self.terms.again or (expected and self._is_untouched(expected)):
            return self._seen_to(entry, hold.lying) if hold.lying else self._put(entry, None)
        return Outcome(self.outgoing, State.UNKNOWN, words, entry.message_id)

    def _is_untouched(self, expected: Expected) -> bool:
        """Return whether nothing at all has come into the folder since a draft was to come."""
        now = self.mailbox.spot
        return expected.following is not None and (
            expected.folder,
            expected.validity,
            expected.following,
        ) == (self.mailbox.folder, now.validity, now.following)

    def _seen_to(self, entry: Entry, lying: Lying | None) -> Outcome:
        """Look what became of a draft that was put there, and replace it where it is to be another."""
        is_here = self._is_here(lying)
        uid, text = self._looked_up(lying) if lying and is_here else (None, None)
        if lying is None or uid is None or text is None:
            if self.terms.again:
                return self._put(entry, None)
            words = (
                f"its draft is not in {self.mailbox.folder!r} any more:"
                f" 'advocate log mark {entry.id} sent' if you have sent it; --again puts it there once more"
            )
            if lying and not is_here:
                words = f"it lies in {lying.folder!r} of {lying.mailbox}; --again puts it here, too"
            return self._kept(entry, lying, words)
        if _hash(text) != lying.found:
            return self._kept(entry, lying, "you have changed its draft, so it stays as you have it")
        stamp = Stamp(None, lying.message_id, self.outgoing.to)
        if _hash(self.outgoing.write(stamp)) == lying.given:
            return self._kept(entry, replace(lying, uid=uid), "its draft is there already, and is the same")
        return self._put(entry, lying)

    def _put(self, entry: Entry, earlier: Lying | None) -> Outcome:
        """Put a draft there that nobody has put there, in the place of an earlier one where there is one."""
        message_id = f"<{secrets.token_hex(16)}@{self.outgoing.sender.rpartition('@')[2]}>"
        text = self.outgoing.write(Stamp(None, message_id, self.outgoing.to))
        departure = Departure(Via.DRAFTS, self.terms.clock.now(), message_id, self.outgoing.to)
        spot = self.mailbox.spot
        expected = Expected(self.mailbox.folder, spot.validity, spot.following)
        if not self.ledger.begin(entry.id, {entry.state}, departure, Hold(earlier, expected).written()):
            return Outcome(self.outgoing, None, "it has changed in the log since this run began")
        try:
            uid = self.mailbox.put(text, message_id)
        except TroubleError as error:
            self._refused(entry, earlier, error)
            raise
        kept = self.mailbox.text(uid)
        lying = self._lying(uid, message_id, _hash(text), _hash(kept) if kept is not None else "")
        note = self._without_earlier(earlier)
        return self._settled(entry, lying, note)

    def _refused(self, entry: Entry, earlier: Lying | None, error: TroubleError) -> None:
        """Write down that a draft is not there, where the server said so."""
        trouble = error.trouble
        if trouble.harm is Harm.LINE or trouble.problem.code == "drafts.vanished":
            return
        before = State.DRAFTED if entry.via is Via.DRAFTS and entry.state in _BEGUN else entry.state
        state = State.HANDED_OVER if earlier else before
        note, hold = trouble.problem.message, Hold(earlier).written()
        self.ledger.settle(entry.id, state, self.terms.clock.now(), note, hold)

    def _without_earlier(self, earlier: Lying | None) -> str:
        """Remove a draft that was replaced, if nobody has touched it; return what there is to say of it."""
        uid, text = self._looked_up(earlier) if earlier and self._is_here(earlier) else (None, None)
        if earlier is None or uid is None or text is None:
            return ""
        if _hash(text) != earlier.found:
            return "the earlier draft stays beside it, since you have changed it"
        try:
            if self.mailbox.remove(uid):
                return "in the place of the earlier draft"
        except TroubleError as error:
            if error.trouble.harm is not Harm.LETTER:
                raise
            return f"the earlier draft stays beside it: {error.trouble.problem.message}"
        return "the earlier draft is marked as deleted, and your mail program will clear it away"

    def _looked_up(self, lying: Lying) -> tuple[int | None, bytes | None]:
        """Return a draft's UID and bytes as they are now, None where it is not there any more."""
        if lying.validity == self.mailbox.spot.validity:
            text = self.mailbox.text(lying.uid)
            if text is not None:
                return lying.uid, text
        # The folder may have been numbered anew, and a program that saves a draft puts a new one there.
        uid = self.mailbox.newest(lying.message_id)
        return (uid, self.mailbox.text(uid)) if uid is not None else (None, None)

    def _is_here(self, lying: Lying | None) -> bool:
        here = _name(self.mailbox), self.mailbox.folder
        return lying is not None and (lying.mailbox, lying.folder) == here

    def _lying(self, uid: int, message_id: str, given: str, found: str) -> Lying:
        box = self.mailbox
        return Lying(_name(box), box.folder, box.spot.validity, uid, message_id, given, found)

    def _kept(self, entry: Entry, lying: Lying | None, words: str) -> Outcome:
        """Leave a draft as it is; it is written down where a run had begun to replace it."""
        if entry.state is not State.HANDED_OVER:
            self._settled(entry, lying, words)
        return Outcome(self.outgoing, State.HANDED_OVER, words)

    def _settled(self, entry: Entry, lying: Lying | None, note: str) -> Outcome:
        hold = Hold(lying).written()
        if not self.ledger.settle(entry.id, State.HANDED_OVER, self.terms.clock.now(), note, hold):
            words = "it lies there, but its row in the log has changed meanwhile and does not say so"
            note = "; ".join(filter(None, [note, words]))
        return Outcome(self.outgoing, State.HANDED_OVER, note, lying.message_id if lying else "")


def _not_put(outgoing: Outgoing, error: TroubleError) -> Outcome:
    return Outcome(outgoing, None, error.trouble.problem.message)


def _name(mailbox: Mailbox) -> str:
    return f"{mailbox.account.user} at {mailbox.account.server}"


def _hash(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
