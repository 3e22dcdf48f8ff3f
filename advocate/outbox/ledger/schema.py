"""The tables of the ledger, and how an older file becomes one of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MIGRATIONS: Sequence[Sequence[str]] = (
    (
        """
        CREATE TABLE letters (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            campaign TEXT NOT NULL, contact TEXT NOT NULL, letter TEXT NOT NULL, sender_key TEXT NOT NULL,
            reminder INTEGER NOT NULL, edition INTEGER NOT NULL,
            office TEXT NOT NULL, sender TEXT NOT NULL, language TEXT NOT NULL, date TEXT NOT NULL,
            subject TEXT NOT NULL, sha256 TEXT NOT NULL,
            state TEXT NOT NULL, via TEXT NOT NULL, at TEXT NOT NULL, message_id TEXT NOT NULL,
            address TEXT NOT NULL, day TEXT, note TEXT NOT NULL, hold TEXT NOT NULL,
            UNIQUE (campaign, contact, letter, sender_key, reminder, edition)
        ) STRICT
        """,
        """
        CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            entry INTEGER NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
            marked INTEGER NOT NULL,
            state TEXT NOT NULL, via TEXT NOT NULL, at TEXT NOT NULL, message_id TEXT NOT NULL,
            address TEXT NOT NULL, day TEXT, note TEXT NOT NULL, hold TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX events_by_entry ON events (entry)",
        "CREATE INDEX letters_by_state ON letters (state, at)",
    ),
)
"""The statements that bring a file from one version to the next; the version is SQLite's `user_version`.

`letters` has every letter as it stands now, `events` everything that happened to it, of which the last is
where it stands; `marked` is what the writer said. `hold` is where a draft lies in a mailbox.
"""
