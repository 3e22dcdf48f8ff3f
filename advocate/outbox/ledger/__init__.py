"""The ledger: one SQLite file that knows what became of every letter."""

from advocate.outbox.ledger.alone import alone
from advocate.outbox.ledger.opening import open_ledger
from advocate.outbox.ledger.store import Ledger

__all__ = ["Ledger", "alone", "open_ledger"]
