"""What is asked of the ledger's tables, in SQLite's words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from advocate.core.ledger import LEFT, State, folded

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from advocate.core.ledger import Search

DAY = "COALESCE(day, substr(at, 1, 10))"
"""The day of what happened last: the one that the writer named, else that of the ledger (UTC)."""

BY_OFFICE = f"ORDER BY contact, {DAY}, id"
"""The order of a list."""

SET = "SELECT value FROM json_each(?)"
"""The values of a parameter that holds several, as JSON."""

_ONE = "campaign, contact, letter, sender_key"


def places(values: Collection[object]) -> str:
    """Return a parameter for each value."""
    return ", ".join("?" * len(values))


def where(search: Search) -> tuple[str, Sequence[object]]:
    """Return a search as a condition, and its values."""
    conditions: list[str] = []
    values: list[object] = []
    sets: tuple[tuple[str, Collection[object] | None], ...] = (
        ("id", search.ids),
        ("contact", search.contacts),
        ("state", search.states),
    )
    for column, wanted in sets:
        if wanted is not None:
            conditions.append(f"{column} IN ({SET})")
            values.append(json.dumps(list(wanted)))
    texts = (
        ("campaign = ?", search.campaign),
        ("letter = ?", search.letter),
        *(("instr(words, ?)", folded(word)) for word in search.words),
        (f"{DAY} >= ?", search.since and search.since.isoformat()),
        (f"{DAY} < ?", search.before and search.before.isoformat()),
    )
    for condition, text in texts:
        if text is not None:
            conditions.append(condition)
            values.append(text)
    return (f"WHERE {' AND '.join(conditions)}" if conditions else "", values)


def waiting(left_by: date) -> tuple[str, Sequence[object]]:
    """Return what picks every entry of each letter of which what left last did so by then, and stayed so.

    One letter is all its editions and reminders; the columns beside max() are those of the row that left last
    (https://www.sqlite.org/lang_select.html, “Bare columns in an aggregate query”).
    """
    condition = (
        f"WHERE ({_ONE}) IN (SELECT {_ONE} FROM (SELECT {_ONE}, state, {DAY} AS left_on, max(id)"
        f" FROM letters WHERE state IN ({places(LEFT)}) GROUP BY {_ONE})"
        " WHERE state = ? AND left_on <= ?) ORDER BY id"
    )
    return condition, (*sorted(LEFT), State.SENT, left_by.isoformat())
