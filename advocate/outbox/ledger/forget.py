"""Erasing the log altogether."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.outbox.ledger.faults import told
from advocate.outbox.ledger.opening import UNFINISHED, beside, repairs_of, sync
from advocate.outbox.ledger.repair import aside_of
from advocate.outbox.own_files import erase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def files_of(file: Path) -> Sequence[Path]:
    """Return every file that holds letters of the log, as far as they are there: the damaged ones, too.

    The log's own file is the first: without what was written last it would be whole, but older, and letters
    that were sent would look as if they were not.
    """
    unfinished = sorted(file.parent.glob(f"{UNFINISHED}*"))
    every = (file, *beside(file), *repairs_of(file), *aside_of(file), *unfinished)
    return [each for each in every if each.exists()]


def erase_log(file: Path) -> None:
    """Remove the log with all its letters; raise ProblemsError where the disk refuses.

    Only whoever holds the lock on sending may do it.
    """
    for each in files_of(file):
        erase(each, "ledger")
        with told(file):
            sync(file.parent)
