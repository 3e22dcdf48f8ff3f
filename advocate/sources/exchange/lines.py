"""What several formats carry as text in a field of their own: sources, and the fields of a procedure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from advocate.core.problems import Problem
from advocate.sources.exchange.entries import CODE
from advocate.sources.exchange.json_text import tree_in

if TYPE_CHECKING:
    from advocate.core.columns import Tree
    from advocate.core.problems import Place

_FIELDS = ("id", "date", "url", "title")


def source_lines(text: str, place: Place) -> tuple[tuple[dict[str, Tree], ...], list[Problem]]:
    """Return the sources that lines name (`id | date | web address | title`), and what is wrong."""
    sources: list[dict[str, Tree]] = []
    problems: list[Problem] = []
    for line in text.split("\n"):
        parts = line.split(" | ", len(_FIELDS) - 1)
        if len(parts) == len(_FIELDS):
            sources.append({key: part for key, part in zip(_FIELDS, parts, strict=True) if part})
        elif line.strip():
            words = "a source is written: id | date | web address | title"
            problems.append(Problem(f"{CODE}.source", words, place))
    return tuple(sources), problems


def procedure_in(text: str, place: Place) -> tuple[dict[str, Tree] | None, list[Problem]]:
    """Return the procedure that a JSON text holds, or None and what is wrong with it."""
    try:
        found = tree_in(json.loads(text))
    except (ValueError, RecursionError):
        found = ""
    if isinstance(found, dict):
        return found, []
    return None, [Problem(f"{CODE}.procedure", "a procedure is written as JSON, as it was exported", place)]
