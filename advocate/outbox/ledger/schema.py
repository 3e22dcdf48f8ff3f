"""The tables of the ledger, and how an older file becomes one of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

APPLICATION = 0x6164766F
"""What says in the file's header whose it is: `advo` (https://www.sqlite.org/fileformat2.html#application_id)."""

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
            words TEXT NOT NULL,
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
where it stands. `marked` is 0 for what the program did, else the number of the act in which the writer marked
one letter or several. `hold` is where a draft lies in a mailbox; `words` is what a search looks in.
"""


def migrate(connection: sqlite3.Connection, migrations: Sequence[Sequence[str]]) -> None:
    """Bring a file to the version of today, one version at a time, each of them whole or not at all."""
    while _version(connection) < len(migrations):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have done it while this one waited.
            version = _version(connection)
            if version < len(migrations):
                for statement in migrations[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
