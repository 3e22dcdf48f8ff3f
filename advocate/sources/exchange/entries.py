"""What a reader makes of each office in somebody's file, before it is made complete."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advocate.core.problems import Place
from advocate.sources.yaml_nodes import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advocate.core.columns import Tree, Way
    from advocate.core.problems import Problem
    from advocate.core.registry import Kind, Source
    from advocate.sources.yaml_nodes import Data, Path_

CODE = "import"


@dataclass(frozen=True, slots=True)
class Entry:
    """An office as it stands in a file.

    `office` holds its `contact`, `institution` and `group` in the shape of the registry's file, perhaps with
    parts missing; `places` says where each part of it stands, `place` where it begins. `source` and `checked`
    serve the facts that have none of their own. `own` says that this program wrote it, so that nothing is
    missing.
    """

    office: dict[str, Tree]
    place: Place
    places: Mapping[Way, Place] = field(default_factory=dict)
    sources: tuple[dict[str, Tree], ...] = ()
    procedure: dict[str, Tree] | None = None
    source: str | None = None
    checked: str | None = None
    problems: tuple[Problem, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says of a file that does not say it itself."""

    source: Source | None = None
    checked: str | None = None
    institution: str | None = None
    group: str | None = None
    country: str | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The offices of a file, what of it is not taken over, and what is wrong outside of any office.

    `name` is what people call the file, `sources` are those that it names as a whole.
    """

    name: str
    entries: tuple[Entry, ...]
    notes: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: tuple[dict[str, Tree], ...] = ()


@dataclass(frozen=True, slots=True)
class Spot(Place):
    """A place in somebody's file, with the way to what was made of it."""

    way: Path_ = ()


@dataclass(frozen=True)
class Placed(Document):
    """A document that was made from another file, with places there."""

    places: Mapping[Path_, Place] = field(default_factory=dict)

    def place(self, path: Path_, *, key: bool = False) -> Place:
        """Return where a value came from; the nearest enclosing place where nobody knows."""
        del key
        way = path
        while way and way not in self.places:
            way = way[:-1]
        found = self.places.get(way, Place(self.name))
        return Spot(found.file, found.line, found.column, path)


def text_in(tree: Tree | None, *keys: str) -> str | None:
    """Return the text that stands under some keys, or None."""
    for key in keys:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree if isinstance(tree, str) and tree else None


def mapping_in(tree: dict[str, Tree], key: str) -> dict[str, Tree]:
    """Return the mapping under a key; where there is none, an empty one is put there."""
    found = tree.setdefault(key, {})
    return found if isinstance(found, dict) else {}


def pruned(data: Data) -> Data:
    """Return data without keys and items that were left empty: to most formats they say nothing."""
    if isinstance(data, dict):
        return {key: pruned(value) for key, value in data.items() if value not in (None, "", [], {})}
    if isinstance(data, list):
        # A list keeps its length, so that places in it stay what they are.
        return [pruned(value) for value in data]
    return data
