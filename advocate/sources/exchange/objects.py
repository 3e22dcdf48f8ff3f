"""Objects of a JSON file, and what is read of one office from several of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.core.columns import Tree, Way
    from advocate.core.problems import Place, Problem
    from advocate.sources.yaml_nodes import Data, Path_


@dataclass(frozen=True, slots=True)
class Item:
    """An object of the file, and the way to it."""

    data: dict[str, Data]
    path: Path_


class Details:
    """Contact details on their way into an order: those that say their place among all go there."""

    def __init__(self) -> None:
        """Begin with none."""
        self._placed: list[tuple[int, dict[str, Tree], Path_]] = []
        self._loose: list[tuple[dict[str, Tree], Path_]] = []

    def add(self, detail: dict[str, Tree], path: Path_) -> None:
        """Take one, with the way to it in the file."""
        place = detail.pop("place", None)
        if isinstance(place, str) and place.isascii() and place.isdecimal():
            self._placed.append((int(place[:9]), detail, path))
        else:
            self._loose.append((detail, path))

    def has(self, value: str) -> bool:
        """Return whether one with this value is there."""
        return any(detail.get("value") == value for detail, _ in self._loose)

    def in_order(self) -> list[tuple[dict[str, Tree], Path_]]:
        """Return all of them, each with the way to it."""
        details = [*self._loose]
        for place, detail, path in sorted(self._placed, key=lambda each: each[0]):
            details.insert(max(place - 1, 0), (detail, path))
        return details


@dataclass
class Taken:
    """What is read of one office so far."""

    places: dict[Way, Place] = field(default_factory=dict)
    sources: list[dict[str, Tree]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def word(item: Item, key: str) -> str | None:
    """Return the text under a key, or None."""
    value = item.data.get(key)
    return value if isinstance(value, str) else None


def tree_of(data: Data) -> Tree:
    """Return a file's data as an entry's; what is empty is an empty text."""
    if isinstance(data, dict):
        return {key: tree_of(value) for key, value in data.items()}
    return [tree_of(value) for value in data] if isinstance(data, list) else data or ""


def mapping_of(data: Data) -> dict[str, Tree]:
    """Return a file's data as an entry's mapping, an empty one where it is none."""
    found = tree_of(data)
    return found if isinstance(found, dict) else {}


def list_of(tree: Tree | None) -> list[Tree]:
    """Return a list, an empty one where there is none."""
    return tree if isinstance(tree, list) else []
