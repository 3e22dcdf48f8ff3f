"""Letters as advocate sends them: its run, its ledger, one connection, and no pace."""

import gc
import pickle
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from advocate.cli.clock import SystemClock
from advocate.core.ledger import Entry, Via, draft_of
from advocate.core.letter import Letter
from advocate.core.mail import Account, Outcome, Outgoing, Security
from advocate.core.registry import Channel
from advocate.core.running import message
from advocate.outbox.ledger import alone, open_ledger
from advocate.outbox.sending import Terms, send_all
from advocate.outbox.smtp import open_session
from advocate.render import eml


class AtOnce:
    """No pace, and every office is open."""

    def after(self, _sent: Sequence[datetime], now: datetime) -> datetime:
        """Return now."""
        return now

    def open(self, _outgoing: Outgoing, at: datetime) -> datetime:
        """Return that time."""
        return at


class Unwatched:
    """Nobody watches."""

    def connecting(self) -> None:
        """Say nothing."""

    def waiting(self, outgoing: Outgoing, until: datetime) -> None:
        """Say nothing."""

    def sending(self, outgoing: Outgoing) -> None:
        """Say nothing."""

    def finishing(self, outgoing: Outgoing) -> None:
        """Say nothing."""

    def deferred(self, outgoing: Outgoing, reason: str, until: datetime) -> None:
        """Say nothing."""

    def settled(self, outcome: Outcome) -> None:
        """Say nothing."""


def main(folder: Path, count: int, out: Path, port: int) -> None:
    """Send the first so many letters to a server on this machine."""
    gc.disable()  # as in the program
    with (folder / "letters.pickle").open("rb") as stream:
        letters: list[Letter] = [pickle.load(stream) for _ in range(count)]  # noqa: S301 - mailed.py has written it
    out.mkdir()
    file = out / "ledger"
    account = Account("127.0.0.1", port, Security.TLS, "ada", str(folder / "sink.pem"))
    with alone(file):
        ledger = open_ledger(file)
        drafts = [draft_of(each, sha256(message(each).encode()).hexdigest()) for each in letters]
        entries = ledger.record(drafts, Via.SMTP, datetime.now(UTC))  # noqa: TID251 - no clock is tried here
        outgoing = [_outgoing(*each) for each in zip(entries, letters, strict=True)]
        run = send_all(
            outgoing, ledger, lambda: open_session(account, None), Terms(SystemClock(), AtOnce(), Unwatched())
        )
        ledger.close()
    if run.stopped or run.left:
        sys.exit(f"not all was sent: {run.stopped}")


def _outgoing(entry: Entry, letter: Letter) -> Outgoing:
    to = letter.recipient.reaches_by(Channel.EMAIL)[0].value
    return Outgoing(entry, letter.sender.email, to, partial(eml.message, letter))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
