"""One run at a time: whoever sends holds a lock, which the system gives back when the process dies."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from advocate.core.problems import Problem, ProblemsError
from advocate.outbox.ledger.faults import told
from advocate.outbox.ledger.opening import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def alone(ledger: Path) -> Iterator[None]:
    """Hold the lock on sending beside a ledger; raise ProblemsError (exit code 1) where another run has it.

    The lock is the operating system's, so that one whose process was killed is free again.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - it is slow to load, and only sending needs it

    with told(ledger):
        make_folder(ledger.parent)
    lock = FileLock(ledger.with_name(f"{ledger.name}.lock"), mode=0o600)
    with told(ledger):
        try:
            lock.acquire(blocking=False)
        except Timeout:
            words = "another run is sending letters: wait until it has ended, or stop it with Ctrl-C"
            raise ProblemsError([Problem("send.busy", words)], exit_code=1) from None
    try:
        yield
    finally:
        lock.release()
