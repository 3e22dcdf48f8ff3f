"""Reading the writer's own corrections to a campaign."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from advocate.core.overlay import OWN, Change, Dead, Overlay
from advocate.core.problems import Problem, ProblemsError, did_you_mean
from advocate.core.registry import Channel
from advocate.sources import yaml_nodes
from advocate.sources.marks import refuse_marks
from advocate.sources.reading import Reading
from advocate.sources.references import References
from advocate.sources.registry import (
    read_contact,
    read_detail,
    read_group,
    read_holder,
    read_institution,
    read_retirement,
    read_source,
)
from advocate.sources.text_file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from advocate.core.registry import Contact, Institution, Registry
    from advocate.sources.nodes import Node
    from advocate.sources.yaml_nodes import Data, Document, Path_

CODE = "overlay"

NOT_USED = ": this entry is not used"
"""What follows, in words, from a reference to what is not there."""

_TEMPLATE = re.compile(r"\{[{%#]")
"""What would begin an instruction in the text of a letter."""


@dataclass(frozen=True, slots=True)
class ReadOverlay:
    """An overlay as its file has it, and what of it fits the campaign as this one is today.

    `asides` say what does not fit, with its place: it is left out, and nothing else suffers from it.
    """

    whole: Overlay
    fitting: Overlay
    asides: tuple[Problem, ...] = ()


def read_overlay(file: Path, name: str, base: Registry) -> ReadOverlay:
    """Return the overlay in a file, empty where there is none; `name` is what problems call it.

    Raises ProblemsError with every mistake that leaves the file unreadable: shape, unusable values, repeated
    ids. What refers to something that the campaign `base` does not have is told in `asides`.
    """
    try:
        text = text_of(file, name, CODE)
    except ProblemsError as error:
        if any(problem.code == f"{CODE}.missing" for problem in error.problems):
            return ReadOverlay(Overlay(), Overlay())
        raise
    return overlay_in(text, name, base)


def overlay_in(text: str, name: str, base: Registry) -> ReadOverlay:
    """Return the overlay that a text is; as `read_overlay`."""
    refuse_marks(text, name, CODE)
    try:
        document = yaml_nodes.document_of(text, name, CODE)
    except ProblemsError as error:
        if any(problem.code == f"{CODE}.empty" for problem in error.problems):
            return ReadOverlay(Overlay(), Overlay())
        raise
    reading = Reading(document, CODE, list(document.problems))
    with reading.root() as root:
        whole = Overlay(
            sources=tuple(read_source(node) for node in root.maybe_each("sources")),
            groups=tuple(read_group(node) for node in root.maybe_each("groups")),
            institutions=tuple(read_institution(node) for node in root.maybe_each("institutions")),
            contacts=tuple(read_contact(node) for node in root.maybe_each("contacts")),
            changes=tuple(_change(node) for node in root.maybe_each("changes")),
        )
    _refuse_traps(reading)
    unfit: set[Path_] = set()
    references = _OverlayReferences(document, base, unfit)
    problems = references.problems()
    # What refers to an entry that is left out is left out as well.
    while not references.unfit <= unfit:
        unfit |= references.unfit
        references = _OverlayReferences(document, base, unfit)
        problems = references.problems()
    asides = ProblemsError(references.asides).problems
    wrong = [*reading.problems, *(problem for problem in problems if problem not in references.asides)]
    if wrong:
        raise ProblemsError([*wrong, *asides])
    return ReadOverlay(whole, _fitting(whole, unfit), asides)


def _fitting(whole: Overlay, unfit: set[Path_]) -> Overlay:
    def fits(part: str, place: int) -> bool:
        return (part, place) not in unfit

    return replace(
        whole,
        institutions=tuple(item for n, item in enumerate(whole.institutions) if fits("institutions", n)),
        contacts=tuple(item for n, item in enumerate(whole.contacts) if fits("contacts", n)),
        changes=tuple(item for n, item in enumerate(whole.changes) if fits("changes", n)),
    )


def _change(node: Node) -> Change:
    with node:
        return Change(
            id=node.id("id"),
            dead=tuple(_dead(each) for each in node.maybe_each("dead")),
            contact_details=tuple(read_detail(detail) for detail in node.maybe_each("contact_details")),
            holders=tuple(read_holder(holder) for holder in node.maybe_each("holders")),
            retired=node.maybe("retired", read_retirement),
        )


def _dead(node: Node) -> Dead:
    with node:
        return Dead(
            type=node.choice("type", Channel),
            value=node.maybe_text("value") or node.line("value"),
            holder=node.maybe_line("holder"),
            date=node.maybe_date("date"),
            reason=node.maybe_line("reason"),
            source=node.maybe_id("source"),
        )


def _refuse_traps(reading: Reading) -> None:
    for path, text in _texts(reading.document.data, ()):
        if _TEMPLATE.search(text):
            reading.note("template", "words of a template ({{, {%) have no place here", path)


def _texts(data: Data, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _texts(value, (*path, place))


class _OverlayReferences(References):
    """Checks what the parts of an overlay say of each other and of the campaign.

    `unfit` are the entries that refer to what is not there; `asides` say so.
    """

    def __init__(self, document: Document, base: Registry, without: Iterable[Path_]) -> None:
        self._base = base
        self._without = frozenset(without)
        self.unfit: set[Path_] = set()
        self.asides: list[Problem] = []
        super().__init__(document, CODE)
        self._sources[OWN] = None
        self._bodies: dict[str, Contact | Institution] = {
            **{item.id: item for item in base.institutions},
            **{item.id: item for item in base.contacts},
        }

    def problems(self) -> list[Problem]:
        """Return every problem found, those among `asides` too."""
        return [*super().problems(), *self._change_problems()]

    def _ids(self, part: str) -> dict[str, None]:
        own = [word for path, word in self._entries(part, "id") if path[:2] not in self._without]
        return dict.fromkeys([*own, *(item.id for item in getattr(self._base, part))])

    def _unknown(self, what: str, word: str, known: Iterable[str], path: Path_) -> Problem:
        entry = path[:2]
        self.unfit.add(entry)
        part, id_ = entry[0], self._id_at(entry)
        how = f" ('advocate contacts drop {id_}' removes it)" if id_ and part != "institutions" else ""
        words = f"there is no {what} {word!r}{did_you_mean(word, known)}{NOT_USED}{how}"
        aside = self._problem(f"unknown-{what}", words, path)
        self.asides.append(aside)
        return aside

    def _id_at(self, entry: Path_) -> str | None:
        return next((word for path, word in self._entries(str(entry[0]), "id") if path[:2] == entry), None)

    def _change_problems(self) -> Iterator[Problem]:
        offices = [*self._ids("contacts"), *self._ids("institutions")]
        seen: set[str] = set()
        for path, id_ in self._entries("changes", "id"):
            if id_ in seen:
                yield self._problem("duplicate-id", f"the id {id_!r} is already taken", path)
            seen.add(id_)
            if id_ not in offices:
                yield self._unknown("office", id_, offices, path)
        for place, entry in enumerate(_sequence(self._data.get("changes"))):
            change, here = _mapping(entry), ("changes", place)
            body = self._bodies.get(str(change.get("id")))
            names = [holder.name for holder in getattr(body, "holders", ())]
            for part in ("holders", "dead"):
                for number, item in enumerate(_sequence(change.get(part))):
                    yield from self._source_problem(_mapping(item), (*here, part, number))
            for item in _sequence(change.get("holders")):
                name = _mapping(item).get("name")
                names += [name] if isinstance(name, str) else []
            yield from self._source_problem(_mapping(change.get("retired")), (*here, "retired"))
            yield from self._detail_problems(change, here, names)


def _mapping(data: Data) -> dict[str, Data]:
    return data if isinstance(data, dict) else {}


def _sequence(data: Data) -> list[Data]:
    return data if isinstance(data, list) else []
