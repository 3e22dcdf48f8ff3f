"""The log of letters for spreadsheets (RFC 4180) and scripts."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.render.exchange.spreadsheet import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advocate.core.ledger import Entry, Event


@dataclass(frozen=True, slots=True)
class History:
    """A letter, and everything that happened to it, the oldest first."""

    entry: Entry
    events: Sequence[Event]


def entry_data(entry: Entry) -> dict[str, object]:
    """Return a letter as a record; times in UTC (RFC 3339), days as ISO 8601 has them."""
    key, draft = entry.key, entry.draft
    return {
        "id": entry.id,
        "campaign": key.campaign,
        "contact": key.contact,
        "office": draft.office,
        "letter": key.letter,
        "reminder": key.reminder,
        "edition": key.edition,
        "sender": draft.sender,
        "language": draft.language,
        "date": draft.date.isoformat(),
        "subject": draft.subject,
        "sha256": draft.sha256,
        "state": entry.state.value,
        "via": entry.via.value,
        "at": _utc(entry),
        "day": entry.day.isoformat() if entry.day else None,
        "address": entry.address,
        "message_id": entry.message_id,
        "note": entry.note,
    }


def csv_text(histories: Iterable[History]) -> str:
    """Return a row for each letter, with a byte order mark and CRLF line ends.

    A cell that a spreadsheet would run as a formula begins with an apostrophe (OWASP, CSV Injection).
    """
    rows = [entry_data(history.entry) for history in histories]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(
        [guarded("" if row[name] is None else str(row[name])) for name in _COLUMNS] for row in rows
    )
    return f"\ufeff{text.getvalue()}"


def json_text(histories: Iterable[History]) -> str:
    """Return every letter with its events."""
    data = [
        {**entry_data(history.entry), "events": [_event(event) for event in history.events]}
        for history in histories
    ]
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n"


def _event(event: Event) -> dict[str, object]:
    return {
        "state": event.state.value,
        "via": event.via.value,
        "at": _utc(event),
        "day": event.day.isoformat() if event.day else None,
        "by": "writer" if event.marked else "program",
        "address": event.address,
        "message_id": event.message_id,
        "note": event.note,
    }


def _utc(happened: Entry | Event) -> str:
    return happened.at.isoformat().replace("+00:00", "Z")


_COLUMNS = (
    *("id", "campaign", "contact", "office", "letter", "reminder", "edition", "sender", "language", "date"),
    *("subject", "sha256", "state", "via", "at", "day", "address", "message_id", "note"),
)
