"""The ledger: one SQLite file that knows what became of every letter."""

from advocate.outbox.ledger.alone import alone
from advocate.outbox.ledger.store import Ledger, open_ledger

__all__ = ["Ledger", "alone", "open_ledger"]
