"""YAML files as plain lists, mappings and strings, and the place of every one of them.

The parser is read event by event: its composer crashes on input that is nested deeply enough, and it
resolves `NO` to false. Here depth is bounded, and every scalar stays the string that was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from sys import intern
from typing import TYPE_CHECKING, Any

import yaml

from advocate.core.deceptive import first_mark
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources.marks import refuse_line_ends
from advocate.sources.text_file import LARGEST, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Data = dict[str, "Data"] | list["Data"] | str | None
"""What a document is made of; None stands for a value that was left empty."""

Path_ = tuple[str | int, ...]
"""The way to a value: keys and positions, from the outside in."""

_Collection = dict[str, Data] | list[Data] | None
"""A mapping or list that is being read, or none around the outermost."""

DEEPEST = 50

_MOST_EVENTS = 2_000_000
"""Beginnings and ends of values in a file: ten thousand offices have 1.4 million (benchmarks/registry.py)."""

MOST_PROBLEMS = 500
"""More than anybody mends before they look again."""

_TOO_DEEP = f"nested more than {DEEPEST} levels deep"
_PARSERS_LIMIT = "exceeded maximum nesting depth"
_NO_CHARACTER = "found invalid Unicode character escape code"

# PyYAML without its C parser still works, only more slowly.
_LOADER = getattr(yaml, "CLoader", yaml.Loader)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands in a text: lines and columns from 0, the end being behind its last character.

    `key` is where the key before it begins, None in a list; `flow` says that it stands in braces or brackets.
    """

    begin: tuple[int, int]
    end: tuple[int, int]
    key: tuple[int, int] | None
    flow: bool


@dataclass(frozen=True)
class Document:
    """A YAML file as it was read."""

    name: str
    text: str
    data: Data
    problems: tuple[Problem, ...] = field(default=())

    def place(self, path: Path_, *, key: bool = False) -> Place:
        """Return where a value stands, or its key; the nearest enclosing place where it does not."""
        while path:
            mark = self._marks.get((path, key)) or self._marks.get((path, False))
            if mark:
                return Place(self.name, *mark)
            path = path[:-1]
        return Place(self.name, *self._marks.get(((), False), (1, 1)))

    @cached_property
    def spans(self) -> dict[Path_, Span]:
        """Where every value begins and ends; for one who edits the text."""
        return _spans(self.text)

    @cached_property
    def _marks(self) -> dict[tuple[Path_, bool], tuple[int, int]]:
        # Only a file with problems needs places, so they are looked for in a reading of their own.
        builder = _Builder(self.name, "", with_marks=True)
        builder.read(self.text)
        return builder.marks


def load(file: Path, name: str, code: str, most: int = LARGEST) -> Document:
    """Return the document in a file. `name` is what people call it; `code` begins the codes of its problems.

    `most` is how many bytes the file may have.

    Duplicate keys and other mistakes that leave the rest readable stand in `problems`; what cannot be read
    at all raises ProblemsError.
    """
    return document_of(text_of(file, name, code, most), name, code)


def document_of(text: str, name: str, code: str) -> Document:
    """Return the document that a text is; as `load`, of which this is the second half."""
    refuse_line_ends(text, name, code)
    builder = _Builder(name, code, with_marks=False)
    data = builder.read(text)
    if data is None and not builder.problems:
        raise ProblemsError([Problem(f"{code}.empty", "the file is empty", Place(name, 1, 1))])
    return Document(name, text, data, tuple(builder.problems))


class _Builder:
    """Turns events into data; a mapping waits for a key, then for its value.

    A registry of ten thousand offices is more than a million events (benchmarks/registry.py), so what is
    done for each of them is little.
    """

    def __init__(self, name: str, code: str, *, with_marks: bool) -> None:
        self.name = name
        self.code = code
        self.problems: list[Problem] = []
        self.marks: dict[tuple[Path_, bool], tuple[int, int]] = {}
        self._with_marks = with_marks
        self._top: _Collection = None
        self._key: str | None = None
        self._outer: list[_Collection] = []
        self._path: list[str | int] = []
        self._root: Data = None
        self._documents = 0

    def read(self, text: str) -> Data:
        """Return the one document of a text."""
        takes: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
            yaml.DocumentEndEvent: _pass_over,
            yaml.StreamStartEvent: _pass_over,
        }
        try:
            # yaml.parse asks twice for every event, and looks whether it is there.
            loader = _LOADER(text)
            for _ in repeat(None, _MOST_EVENTS):
                event = loader.get_event()
                if (kind := type(event)) is yaml.StreamEndEvent:
                    return self._root
                takes[kind](event)
        except yaml.YAMLError as error:
            self.problems.append(self._syntax(error, text))
            raise ProblemsError(self.problems) from None
        message = f"more than {_MOST_EVENTS // 2} values: that is too many"
        raise ProblemsError([*self.problems, Problem("yaml.too-many", message, Place(self.name))])

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        value: str = event.value
        if event.tag is not None or event.anchor is not None:
            self._refuse_tag(event)
        # An escape can say any mark; and what belongs to a line may not belong to one value of it.
        if not value.isprintable() and (strange := first_mark(value, line_ends=True)):
            self._report(f"{self.code}.control-character", strange.words, event)
        top = self._top
        if self._key is None and isinstance(top, dict):
            if value in top:
                self._report("yaml.duplicate-key", f"the key {value!r} stands here a second time", event)
            # There are few keys, each of which stands in many mappings.
            self._key = intern(value)
            if self._with_marks:
                self.marks.setdefault(((*self._path, value), True), _mark(event))
        else:
            # The C parser gives a plain scalar the style "", the other one None.
            self._put(value if value or event.style else None, event)

    def _mapping(self, event: yaml.MappingStartEvent) -> None:
        self._open({}, event)

    def _sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._open([], event)

    def _open(self, new: dict[str, Data] | list[Data], event: yaml.CollectionStartEvent) -> None:
        if len(self._outer) >= DEEPEST:
            self._report("yaml.too-deep", _TOO_DEEP, event)
            raise ProblemsError(self.problems)
        if self._key is None and isinstance(self._top, dict):
            self._report("yaml.key", "a key must be a plain word", event)
            raise ProblemsError(self.problems)
        self._refuse_tag(event)
        step = self._put(new, event)
        self._outer.append(self._top)
        self._top = new
        if step is not None:
            self._path.append(step)

    def _close(self, _: yaml.CollectionEndEvent) -> None:
        self._top = self._outer.pop()
        if self._path:
            self._path.pop()

    def _put(self, value: Data, event: yaml.Event) -> str | int | None:
        """Put a value where it belongs and return the step that leads to it, None for the outermost."""
        step: str | int | None = None
        top = self._top
        if isinstance(top, dict):
            step = self._key or ""
            self._key = None
            top.setdefault(step, value)
        elif isinstance(top, list):
            step = len(top)
            top.append(value)
        elif self._documents <= 1:
            self._root = value
        if self._with_marks:
            path = tuple(self._path) if step is None else (*self._path, step)
            self.marks.setdefault((path, False), _mark(event))
        return step

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._report("yaml.second-document", "a second document begins here: only one is read", event)

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._report("yaml.alias", f"an alias (*{event.anchor}) is not allowed: write the value out", event)
        raise ProblemsError(self.problems)

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._report("yaml.anchor", f"an anchor (&{event.anchor}) is not allowed", event)
        if event.tag not in {None, "!"}:
            self._report("yaml.tag", f"a tag ({event.tag}) is not allowed", event)

    def _report(self, code: str, message: str, event: yaml.Event) -> None:
        self.problems.append(Problem(code, message, Place(self.name, *_mark(event))))
        if len(self.problems) >= MOST_PROBLEMS:
            raise ProblemsError(self.problems)

    def _syntax(self, error: yaml.YAMLError, text: str) -> Problem:
        mark = None
        if isinstance(error, yaml.MarkedYAMLError):
            mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        if isinstance(error, yaml.MarkedYAMLError) and error.problem == _PARSERS_LIMIT:
            # A parser with a limit of its own, a thousand levels, comes to it before it tells of any bracket.
            return Problem("yaml.too-deep", _TOO_DEEP, Place(self.name, line + 1, column + 1))
        if isinstance(error, yaml.MarkedYAMLError) and error.problem == _NO_CHARACTER:
            message = (
                "an escape with no character behind it (half of a pair, U+D800 to U+DFFF) has no place here"
            )
            return Problem(f"{self.code}.control-character", message, Place(self.name, line + 1, column + 1))
        lines = text.splitlines() or [""]
        words = lines[min(line, len(lines) - 1)]
        indent = words[: len(words) - len(words.lstrip())]
        if "\t" in indent:
            place = Place(self.name, line + 1, indent.index("\t") + 1)
            return Problem("yaml.tab", "a tab character: indent with spaces", place)
        message = "this is not YAML: look for a missing colon, quote or bracket here or just above"
        return Problem("yaml.syntax", message, Place(self.name, line + 1, column + 1))


def _pass_over(_: yaml.Event) -> None:
    """Take nothing from an event."""


def _mark(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


@dataclass(slots=True)
class _Open:
    """A mapping or a list whose end has not been reached."""

    path: Path_
    mapping: bool
    flow: bool
    begin: tuple[int, int]
    own_key: tuple[int, int] | None
    end: tuple[int, int]
    step: str | None = None
    key: tuple[int, int] | None = None
    items: int = 0


def _spans(text: str) -> dict[Path_, Span]:
    """Return the span of every value of a text that has been read before without a problem.

    A block ends with the last value in it: where the parser ends one is behind the blank lines that follow.
    """
    spans: dict[Path_, Span] = {}
    stack: list[_Open] = []
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionEndEvent):
            done = stack.pop()
            end = _end(event) if done.flow else done.end
            spans[done.path] = Span(done.begin, end, done.own_key, done.flow)
            if stack:
                stack[-1].end = end
            continue
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            continue
        top = stack[-1] if stack else None
        if top and top.mapping and top.step is None and isinstance(event, yaml.ScalarEvent):
            top.step, top.key = event.value, _begin(event)
            continue
        path, key = _next_path(top)
        if isinstance(event, yaml.ScalarEvent):
            flow = event.style not in {"|", ">"}
            spans[path] = Span(_begin(event), _end(event), key, flow)
            if top:
                top.end = _end(event)
        else:
            mapping = isinstance(event, yaml.MappingStartEvent)
            begin = _begin(event)
            stack.append(_Open(path, mapping, bool(event.flow_style), begin, key, _end(event)))
    return spans


def _next_path(top: _Open | None) -> tuple[Path_, tuple[int, int] | None]:
    """Return the way to the value that comes next, and where its key begins."""
    if top is None:
        return (), None
    if top.mapping:
        path, key = (*top.path, top.step or ""), top.key
        top.step = top.key = None
        return path, key
    top.items += 1
    return (*top.path, top.items - 1), None


def _begin(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _end(event: yaml.Event) -> tuple[int, int]:
    mark = event.end_mark
    return (mark.line, mark.column) if mark else (0, 0)
