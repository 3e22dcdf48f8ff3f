"""Rows of the ledger's tables, and the entries that they stand for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from advocate.core.ledger import (
    Draft,
    Entry,
    Event,
    LetterKey,
    Line,
    Record,
    Standing,
    State,
    Via,
    folded,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Plain = TypeVar("Plain", Line, Record, Standing)

SAME = "campaign = ? AND contact = ? AND letter = ? AND sender_key = ? AND reminder = ?"
KEY = "campaign, contact, letter, sender_key, reminder, edition"
DRAFT = f"{KEY}, office, sender, language, date, subject, sha256"
LINE = "id, contact, office, letter, reminder, edition, language, sender, state, via, note, message_id"
RECORD = (
    "id, campaign, contact, office, letter, reminder, edition, sender, language, date, subject, sha256,"
    " state, via, at, day, address, message_id, note"
)
STANDING = f"id, {KEY}, office, sender, language, subject, state, via"
NOW = "state, via, at, message_id, address, day, note, hold"

_STATES = {state.value: state for state in State}
_VIAS = {via.value: via for via in Via}
_day = lru_cache(1000)(date.fromisoformat)
_WORDS = {"state": frozenset(_STATES), "via": frozenset(_VIAS)}
_NUMBERS = frozenset({"id", "reminder", "edition"})
_AT_ONCE = 500


def key_values(key: LetterKey) -> tuple[str | int, ...]:
    """Return what stands in the columns of KEY."""
    return (key.campaign, key.contact, key.letter, key.sender, key.reminder, key.edition)


def draft_values(draft: Draft) -> tuple[str | int, ...]:
    """Return what stands in the columns of DRAFT."""
    return (
        *key_values(draft.key),
        *(draft.office, draft.sender, draft.language, draft.date.isoformat(), draft.subject, draft.sha256),
    )


def words_of(draft: Draft) -> str:
    """Return what a search for words looks in."""
    key = draft.key
    return folded(f"{draft.office}\n{draft.subject}\n{key.contact}\n{key.letter}\n{key.campaign}")


def stamp(at: datetime) -> str:
    """Return a time as it is kept: UTC, to the second, so that its order is that of its letters."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def entry(row: Sequence[object]) -> Entry:
    """Return the entry of a row of `id`, DRAFT and NOW; raise ValueError where nobody wrote such a row."""
    if not (isinstance(row[0], int) and isinstance(row[5], int) and isinstance(row[6], int)):
        message = "a number was expected"
        raise ValueError(message)  # noqa: TRY004 - a value that is wrong, whatever its type
    number, campaign, contact, letter, sender_key, reminder, edition, office, sender, language, day, *rest = (
        row
    )
    subject, sha256, state, via, at, message_id, address, marked_day, note, _ = rest
    texts = (campaign, contact, letter, sender_key, office, sender, language, subject, sha256, note)
    if not all(isinstance(text, str) for text in texts) or state not in _STATES or via not in _VIAS:
        message = "a text, a state or a way was expected"
        raise ValueError(message)
    key = LetterKey(campaign, contact, letter, sender_key, reminder, edition)  # type: ignore[arg-type]
    return Entry(
        number,  # type: ignore[arg-type]
        Draft(key, office, sender, language, _day(str(day)), subject, sha256),  # type: ignore[arg-type]
        _STATES[str(state)],
        _VIAS[str(via)],
        datetime.fromisoformat(str(at)),
        str(message_id),
        str(address),
        _day(str(marked_day)) if marked_day else None,
        str(note),
    )


def plain(kind: type[Plain], rows: Iterable[Sequence[object]]) -> list[Plain]:
    """Return very many rows as they are; raise ValueError where nobody wrote such a row."""
    made: list[Plain] = []
    rows = iter(rows)
    while some := list(islice(rows, _AT_ONCE)):
        # By columns it takes a tenth of what a look at each row would.
        for name, column in zip(kind._fields, zip(*some, strict=True), strict=True):
            _check(name, column)
        made += map(partial(tuple.__new__, kind), some)
    return made


def _check(name: str, column: Sequence[object]) -> None:
    if name in _WORDS:
        is_good = _WORDS[name] >= set(column)
    else:
        types = set(map(type, column))
        is_good = types <= ({int} if name in _NUMBERS else {str, type(None)} if name == "day" else {str})
    if not is_good:
        message = f"another {name} was expected"
        raise ValueError(message)


def event(row: Sequence[object]) -> Event:
    """Return the event of a row of `marked` and NOW; raise ValueError where nobody wrote such a row."""
    marked, state, via, at, message_id, address, marked_day, note, _ = row
    return Event(
        State(str(state)),
        Via(str(via)),
        datetime.fromisoformat(str(at)),
        marked=bool(marked),
        message_id=str(message_id),
        address=str(address),
        day=_day(str(marked_day)) if marked_day else None,
        note=str(note),
    )
