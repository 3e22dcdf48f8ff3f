"""One registry from the offices of somebody's file: what they share is joined, what they lack filled in."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.deceptive import first_mark
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources.exchange.complete import Completion
from advocate.sources.exchange.domains import domains_of
from advocate.sources.exchange.entries import CODE, Placed, Spot
from advocate.sources.registry import registry_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from advocate.core.columns import Tree, Way
    from advocate.core.registry import Registry
    from advocate.sources.exchange.entries import Entry, Found, Given
    from advocate.sources.yaml_nodes import Data, Path_

_PARTS = ("sources", "groups", "institutions", "procedures", "contacts")
_PART_OF = {"contact": "contacts", "institution": "institutions", "group": "groups"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why some offices cannot be taken over; `entries` are their numbers, none where all are meant."""

    problem: Problem
    entries: frozenset[int]


@dataclass(frozen=True)
class Draft:
    """A registry made from a file, if it is one, and what keeps offices from being taken over."""

    registry: Registry | None
    faults: tuple[Fault, ...]
    notes: tuple[Problem, ...]
    document: Placed
    owners: Mapping[Path_, frozenset[int]]

    def fault(self, code: str, message: str, path: Path_) -> Fault:
        """Return what a check has to say of a part of the registry, with the place it came from."""
        found = self.document.place(path)
        place = Place(found.file, found.line, found.column)
        return Fault(Problem(code, message, place), self.owners.get(path[:2], frozenset()))


def assemble(
    found: Found, entries: Mapping[int, Entry], given: Given, is_shared: Callable[[str], bool]
) -> Draft:
    """Return the registry that some offices of a file make; each has its number among all of them.

    `is_shared` knows the domains of mail providers. What offices share
    must be the same in all of them. Institutions of somebody else's file declare the domains that it uses.
    """
    assembly = _Assembly(found, [*entries.values()], given, is_shared)
    for number, entry in entries.items():
        assembly.add(number, entry)
    return assembly.draft()


class _Assembly:
    def __init__(
        self, found: Found, entries: Sequence[Entry], given: Given, is_shared: Callable[[str], bool]
    ) -> None:
        self._is_shared = is_shared
        self._foreign: set[str] = set()
        self._notes: list[Problem] = []
        self._completion = Completion(entries, given)
        self._completion.know(found.sources)
        self._given = given
        self._name = found.name
        self._parts: dict[str, list[dict[str, Tree]]] = {part: [] for part in _PARTS}
        self._known: dict[tuple[str, str], int] = {}
        self._places: dict[Path_, Place] = {}
        self._owners: dict[Path_, set[int]] = {}
        self._faults: list[Fault] = []

    def add(self, number: int, entry: Entry) -> None:
        """Take one office; its mistakes are kept as faults."""
        office = deepcopy(entry.office)
        problems = [*entry.problems, *self._completion.complete(entry, office, number + 1)]
        if not entry.own:
            self._foreign.add(str(_mapping(office["institution"]).get("id")))
        if entry.procedure:
            problems += self._join("procedures", entry.procedure, number, entry, {})
        for part in ("group", "institution"):
            problems += self._join(_PART_OF[part], _mapping(office[part]), number, entry, _inner(entry, part))
        self._place("contacts", len(self._parts["contacts"]), number, entry, _inner(entry, "contact"))
        self._parts["contacts"].append(_mapping(office["contact"]))
        self._faults += [Fault(problem, frozenset({number})) for problem in problems]

    def draft(self) -> Draft:
        """Return what has come together."""
        used = set(_sources_in(self._parts))
        known = self._completion.sources
        source = self._given.source
        if source and source.id in used:
            item: dict[str, Tree] = {"id": source.id, "title": source.title, "url": source.url}
            known.setdefault(source.id, item | ({"date": str(source.date)} if source.date else {}))
        self._parts["sources"] = [*known.values()]
        self._declare_domains()
        if not self._parts["procedures"]:
            del self._parts["procedures"]
        data: Data = {part: [*_plain(items)] for part, items in self._parts.items()}
        document = Placed(self._name, "", data, (), self._places)
        owners = {path: frozenset(numbers) for path, numbers in self._owners.items()}
        faults = [*self._faults, *_strange(data, document, owners)]
        registry = None
        try:
            registry = registry_in(document, CODE)
        except ProblemsError as error:
            faults += [_fault(problem, owners) for problem in error.problems]
        return Draft(registry, tuple(faults), tuple(self._notes), document, owners)

    def _declare_domains(self) -> None:
        """Let an institution of a file that declares none declare the domains in which it is reached.

        From then on `contacts check` finds every address outside of them.
        """
        values: dict[str, list[str]] = {}
        for item in (*self._parts["institutions"], *self._parts["contacts"]):
            owner = str(item.get("institution") or item.get("id"))
            details = item.get("contact_details")
            for detail in details if isinstance(details, list) else ():
                value = _mapping(detail).get("value")
                if _mapping(detail).get("type") in {"email", "form"} and isinstance(value, str):
                    values.setdefault(owner, []).append(value)
        for item in self._parts["institutions"]:
            name = str(item["id"])
            if name not in self._foreign or name not in values or "domains" in item or "addresses" in item:
                continue
            domains, addresses = domains_of(values[name], self._is_shared)
            if domains:
                item["domains"] = [*domains]
                words = f"{name!r} is taken to own {', '.join(domains)}: make sure of that"
                self._notes.append(Problem(f"{CODE}.domains", words, Place(self._name)))
            if addresses:
                item["addresses"] = [*addresses]

    def _join(
        self, part: str, item: dict[str, Tree], number: int, entry: Entry, places: Mapping[Way, Place]
    ) -> Iterator[Problem]:
        """Add what offices share, once; what is said of it in one place adds to what another says."""
        key = (part, str(item.get("id")))
        if key not in self._known:
            self._known[key] = len(self._parts[part])
            self._parts[part].append(item)
            self._place(part, self._known[key], number, entry, places)
            return
        position = self._known[key]
        there = self._parts[part][position]
        self._owners[part, position].add(number)
        for name, value in item.items():
            if name not in there:
                there[name] = value
                for way, place in places.items():
                    if way[:1] == (name,):
                        self._places[part, position, *way] = place
            elif there[name] != value:
                first = self._places.get((part, position), entry.place)
                told = f"line {first.line}" if first.line else str(first)
                words = f"the {name} of {key[1]!r} is not what {told} says it is"
                yield Problem(f"{CODE}.conflict", words, places.get((name,), entry.place))

    def _place(
        self, part: str, position: int, number: int, entry: Entry, places: Mapping[Way, Place]
    ) -> None:
        self._owners.setdefault((part, position), set()).add(number)
        self._places[part, position] = entry.place
        for way, place in places.items():
            self._places[part, position, *way] = place


def _inner(entry: Entry, part: str) -> dict[Way, Place]:
    return {way[1:]: place for way, place in entry.places.items() if way[:1] == (part,)}


def _fault(problem: Problem, owners: Mapping[Path_, frozenset[int]]) -> Fault:
    place = problem.place
    way = place.way if isinstance(place, Spot) else ()
    plain = Place(place.file, place.line, place.column) if place else None
    return Fault(Problem(problem.code, problem.message, plain), owners.get(way[:2], frozenset()))


def _strange(data: Data, document: Placed, owners: Mapping[Path_, frozenset[int]]) -> Iterator[Fault]:
    """Yield a fault for every text with a mark that could deceive a reader."""
    for path, text in _texts(data, ()):
        found = first_mark(text, line_ends=True)
        if found:
            problem = Problem(f"{CODE}.control-character", found.words, document.place(path))
            yield _fault(problem, owners)


def _texts(data: Data, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(data, str):
        # Most texts are plain, and this is the quickest way to know it.
        if not data.isprintable():
            yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _texts(value, (*path, place))


def _sources_in(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "source":
                yield from _said(value)
            else:
                yield from _sources_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _sources_in(value)


def _said(source: object) -> Iterator[str]:
    if isinstance(source, str):
        yield source
    elif isinstance(source, dict):
        yield from (word for word in source.values() if isinstance(word, str))


def _plain(items: Iterable[dict[str, Tree]]) -> Iterator[Data]:
    """Yield entries as a document's data: both are texts, lists and mappings."""
    for item in items:
        yield _data(item)


def _data(tree: Tree) -> Data:
    if isinstance(tree, dict):
        return {key: _data(value) for key, value in tree.items()}
    return [_data(value) for value in tree] if isinstance(tree, list) else tree


def _mapping(tree: Tree) -> dict[str, Tree]:
    return tree if isinstance(tree, dict) else {}
