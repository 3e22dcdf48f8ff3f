"""What every exchange format is made from: an office as plain data, and the sources it rests on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advocate.core.registry import CONVENTION
from advocate.render.registry_yaml import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advocate.core.columns import Tree
    from advocate.core.registry import Office, Source


def entry(item: object) -> dict[str, Tree]:
    """Return a record of the registry as the registry's file writes it."""
    plain = record(item)
    return plain if isinstance(plain, dict) else {}


def office_entry(office: Office) -> dict[str, Tree]:
    """Return an office's `contact`, `institution` and `group`, each without the id of what it belongs to."""
    contact, institution = entry(office.contact), entry(office.institution)
    del contact["institution"], institution["group"]
    return {"contact": contact, "institution": institution, "group": entry(office.group)}


def sources_in(office: Office, sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return every source that something about an office names, in a note as well, its procedure included."""
    parts = (office.contact, office.institution, *([office.procedure] if office.procedure else []))
    named = {name for part in parts for name in _named(entry(part))} - {CONVENTION}
    return tuple(source for source in sources if source.id in named)


_ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")


def _named(tree: Tree) -> Iterator[str]:
    if isinstance(tree, list):
        for item in tree:
            yield from _named(item)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if key in {"note", "caution"} and isinstance(value, str):
                yield from _ID.findall(value)
            elif key != "source":
                yield from _named(value)
            elif isinstance(value, str):
                yield value
            else:
                # A form of address names a source for each of its parts.
                yield from (word for word in _values(value) if isinstance(word, str))


def _values(tree: Tree) -> list[Tree]:
    return list(tree.values()) if isinstance(tree, dict) else []
