"""The ledger: one SQLite file that knows what became of every letter."""

from advocate.outbox.ledger.alone import alone
from advocate.outbox.ledger.forget import erase_log, files_of
from advocate.outbox.ledger.opening import open_ledger
from advocate.outbox.ledger.repair import aside_of, repair_ledger
from advocate.outbox.ledger.store import Ledger

__all__ = ["Ledger", "alone", "aside_of", "erase_log", "files_of", "open_ledger", "repair_ledger"]
