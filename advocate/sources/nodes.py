"""Reading a document's values one by one: every mistake is noted with its place, and the reading goes on.

A reader asks a node for what it needs, in the shape it needs it. What is missing or of the wrong shape is
a problem, and an empty stand-in keeps the reading alive; whoever began it looks at the problems at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

from advocate.core.dates import PartialDate
from advocate.core.problems import Problem, did_you_mean
from advocate.core.registry import Gendered
from advocate.sources.yaml_nodes import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from enum import StrEnum

    from advocate.core.registry import Words
    from advocate.sources.yaml_nodes import Data, Path_

Choice = TypeVar("Choice", bound="StrEnum")
Read = TypeVar("Read")

_UNKNOWN = PartialDate(1)
_SHAPES = {dict: "a mapping (key: value)", list: "a list", str: "text", type(None): "nothing"}


class _Missing:
    """Stands for a value that is not there, and about which nothing more is to be said."""


_MISSING = _Missing()


def is_id(word: str) -> bool:
    """Return whether a word is an id: small letters and digits, parted by single hyphens."""
    return word.isascii() and word == word.lower() and all(part.isalnum() for part in word.split("-"))


def is_language(word: str) -> bool:
    """Return whether a word is a language code of two or three small letters (ISO 639)."""
    return word.isascii() and word.isalpha() and word.islower() and len(word) in {2, 3}


def is_country(word: str) -> bool:
    """Return whether a word has the form of a country code: two capitals (ISO 3166-1 alpha-2)."""
    return word.isascii() and word.isalpha() and word.isupper() and len(word) == len("KZ")


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that is being read, and what was found wrong with it so far."""

    document: Document
    code: str
    problems: list[Problem]

    def root(self) -> Node:
        """Return the outermost mapping."""
        return Node(self, (), self.document.data)

    def note(self, slug: str, words: str, path: Path_, *, key: bool = False) -> None:
        """Keep a problem with the place it is found at."""
        self.problems.append(Problem(f"{self.code}.{slug}", words, self.document.place(path, key=key)))


class Node:
    """A mapping in a document, with the way to it."""

    def __init__(self, reading: Reading, path: Path_, value: Data | _Missing) -> None:
        """Take a value for a mapping; where it is none, that is noted once and the rest of it is silent."""
        self._reading = reading
        self._path = path
        self._asked: list[str] = []
        self._void = not isinstance(value, dict)
        self._data: dict[str, Data] = value if isinstance(value, dict) else {}
        if self._void and value is not _MISSING:
            self._wrong(str(path[-1]) if path else "the file", dict, value, path)

    @classmethod
    def nothing(cls) -> Node:
        """Return a mapping that is not there, of which everything that is asked is a stand-in."""
        return cls(Reading(Document("", "", None), "", []), (), _MISSING)

    def id(self, key: str) -> str:
        """Return a word of small letters, digits and hyphens."""
        return self._formed(key, self.line(key), is_id)

    def maybe_id(self, key: str) -> str | None:
        """Return an id, or None where the key is not there."""
        value = self.maybe_line(key)
        return value and self._formed(key, value, is_id)

    def line(self, key: str) -> str:
        """Return a text of one line."""
        return self._line(key, self._need(key)) or ""

    def maybe_line(self, key: str) -> str | None:
        """Return a text of one line, or None where the key is not there."""
        return self._line(key, self._maybe(key))

    def maybe_text(self, key: str) -> str | None:
        """Return a text of one or more lines, or None where the key is not there."""
        return self._text(key, self._maybe(key))

    def country(self, key: str) -> str:
        """Return a country code of two capitals."""
        return self._formed(key, self.line(key), is_country)

    def maybe_country(self, key: str) -> str | None:
        """Return a country code of two capitals, or None where the key is not there."""
        value = self.maybe_line(key)
        return value and self._formed(key, value, is_country)

    def date(self, key: str) -> PartialDate:
        """Return a date, perhaps of reduced precision."""
        return self._date(key, self.line(key)) or _UNKNOWN

    def maybe_date(self, key: str) -> PartialDate | None:
        """Return a date, or None where the key is not there."""
        return self._date(key, self.maybe_line(key) or "")

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """Return one of some words."""
        return self._choose(self.line(key), choices, (*self._path, key)) or next(iter(choices))

    def choices(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """Return several of some words."""
        found = (self._choose(word, choices, path) for path, word in self._words(key, self._need(key)))
        return tuple(word for word in found if word)

    def chosen(
        self, key: str, choices: type[Choice], is_name: Callable[[str], bool]
    ) -> Iterator[tuple[str, Choice]]:
        """Yield every entry of a mapping from names to some words."""
        path = (*self._path, key)
        for name, word in self._mapping(key, self._need(key)).items():
            self._check_name(name, is_name, path)
            text = self._text(name, word)
            choice = self._choose(text or "", choices, (*path, name))
            if choice:
                yield name, choice

    def maybe_choice(self, key: str, choices: type[Choice]) -> Choice | None:
        """Return one of some words, or None where the key is not there."""
        value = self.maybe_line(key)
        return self._choose(value, choices, (*self._path, key)) if value else None

    def languages(self, key: str) -> tuple[str, ...]:
        """Return a list of language codes that must be there."""
        found = []
        for path, word in self._words(key, self._need(key)):
            if is_language(word):
                found.append(word)
            else:
                self._reading.note("form", f"{word!r} is not a language code such as en", path)
        return tuple(found)

    def lines(self, key: str) -> tuple[str, ...]:
        """Return a list of texts of one line, empty where the key is not there."""
        return tuple(word for _, word in self._words(key, self._maybe(key)))

    def words(self, key: str) -> Words:
        """Return the same words in several languages, English among them."""
        return self._translated(key, self._need(key))

    def maybe_words(self, key: str) -> Words | None:
        """Return the same words in several languages, or None where the key is not there."""
        value = self._maybe(key)
        return None if value is _MISSING else self._translated(key, value)

    def words_by_name(self, key: str, is_name: Callable[[str], bool]) -> dict[str, Words]:
        """Return the words of every entry of a mapping by its name, none where the key is not there."""
        path = (*self._path, key)
        found: dict[str, Words] = {}
        value = self._maybe(key)
        node = Node(self._reading, path, {} if value is _MISSING else value)
        for name in node._data:
            self._check_name(name, is_name, path)
            found[name] = node.words(name)
        return found

    def gendered(self, key: str) -> Gendered:
        """Return a line that must be there, or a neutral one with others for a female and a male holder."""
        return self._gendered(key, self._need(key), whole=True, several=False) or Gendered("")

    def maybe_gendered(self, key: str, *, whole: bool = False, several: bool = False) -> Gendered | None:
        """Return the same, or None where the key is not there.

        A `whole` one needs its neutral words; `several` lines may stand in each.
        """
        return self._gendered(key, self._maybe(key), whole=whole, several=several)

    def id_by_part(self, key: str, parts: tuple[str, ...], usual: str) -> dict[str, str]:
        """Return one id for every part, or those of a mapping from parts to ids, else the usual one."""
        value = self._need(key)
        if not isinstance(value, dict):
            return dict.fromkeys(parts, self._formed(key, self._line(key, value) or "", is_id))
        with Node(self._reading, (*self._path, key), value) as node:
            return {part: node.maybe_id(part) or usual for part in parts}

    def child(self, key: str) -> Node:
        """Return a mapping that must be there."""
        return Node(self._reading, (*self._path, key), self._need(key))

    def maybe(self, key: str, read: Callable[[Node], Read]) -> Read | None:
        """Return what is read of a mapping, or None where the key is not there."""
        value = self._maybe(key)
        return None if value is _MISSING else read(Node(self._reading, (*self._path, key), value))

    def each(self, key: str) -> Iterator[Node]:
        """Yield every mapping of a list that must be there."""
        yield from self._nodes(key, self._need(key))

    def maybe_each(self, key: str) -> Iterator[Node]:
        """Yield every mapping of a list, none where the key is not there."""
        yield from self._nodes(key, self._maybe(key))

    def named(self, key: str, is_name: Callable[[str], bool]) -> Iterator[tuple[str, Node]]:
        """Yield every mapping of a mapping with its name."""
        path = (*self._path, key)
        for name, value in self._mapping(key, self._need(key)).items():
            self._check_name(name, is_name, path)
            yield name, Node(self._reading, (*path, name), value)

    def maybe_named(self, key: str, is_name: Callable[[str], bool]) -> Iterator[tuple[str, Node]]:
        """Yield the same, nothing where the key is not there."""
        path = (*self._path, key)
        for name, value in self._mapping(key, self._maybe(key)).items():
            self._check_name(name, is_name, path)
            yield name, Node(self._reading, (*path, name), value)

    def __enter__(self) -> Self:
        """Begin to ask for what the mapping should hold."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Note every key that nobody asked for: it is mostly a slip of the pen."""
        if kind:
            return
        for key in self._data:
            if key not in self._asked:
                near = did_you_mean(key, self._asked) or f" (known here: {', '.join(self._asked)})"
                self._reading.note("unknown-key", f"unknown key {key!r}{near}", (*self._path, key), key=True)

    def _check_name(self, name: str, is_name: Callable[[str], bool], path: Path_) -> None:
        if not is_name(name):
            words = f"{name!r} does not have the form that names have here"
            self._reading.note("form", words, (*path, name), key=True)

    def _need(self, key: str) -> Data | _Missing:
        value = self._maybe(key)
        if value is _MISSING and not self._void:
            self._reading.note("missing-key", f"the key {key!r} is missing", self._path)
        return value

    def _maybe(self, key: str) -> Data | _Missing:
        self._asked.append(key)
        return self._data.get(key, _MISSING)

    def _line(self, key: str, value: Data | _Missing) -> str | None:
        text = self._text(key, value)
        if text and ("\n" in text or "\r" in text):
            self._reading.note("lines", "one line is wanted here, not several", (*self._path, key))
            return None
        return text

    def _text(self, key: str, value: Data | _Missing) -> str | None:
        if value is _MISSING:
            return None
        if value is None or value == "":
            self._reading.note("empty-value", f"{key!r} is empty", (*self._path, key))
            return None
        if not isinstance(value, str):
            self._wrong(key, str, value, (*self._path, key))
            return None
        return value

    def _formed(self, key: str, value: str, is_right: Callable[[str], bool]) -> str:
        if value and not is_right(value):
            words = f"{value!r} does not have the form that {key!r} wants"
            self._reading.note("form", words, (*self._path, key))
        return value

    def _date(self, key: str, value: str) -> PartialDate | None:
        if not value:
            return None
        try:
            return PartialDate.parse(value)
        except ValueError:
            words = f"{value!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"
            self._reading.note("date", words, (*self._path, key))
            return None

    def _choose(self, value: str, choices: type[Choice], path: Path_) -> Choice | None:
        found = next((choice for choice in choices if choice.value == value), None)
        if value and found is None:
            known = [choice.value for choice in choices]
            words = f"{value!r} is not one of {', '.join(known)}{did_you_mean(value, known)}"
            self._reading.note("unknown-word", words, path)
        return found

    def _words(self, key: str, value: Data | _Missing) -> Iterator[tuple[Path_, str]]:
        path = (*self._path, key)
        for place, word in enumerate(self._list(key, value)):
            if isinstance(word, str) and word:
                yield (*path, place), word
            else:
                self._wrong(key, str, word, (*path, place))

    def _gendered(self, key: str, value: Data | _Missing, *, whole: bool, several: bool) -> Gendered | None:
        if isinstance(value, dict):
            with Node(self._reading, (*self._path, key), value) as node:
                read = node.maybe_text if several else node.maybe_line
                found = Gendered(read("neutral"), read("female"), read("male"))
            if whole and "neutral" not in value:
                words = f"{key!r} needs the words for a holder who is not known (neutral)"
                self._reading.note("missing-key", words, (*self._path, key))
            return found
        text = self._text(key, value) if several else self._line(key, value)
        return None if text is None else Gendered(text)

    def _translated(self, key: str, value: Data | _Missing) -> Words:
        path = (*self._path, key)
        translated = {}
        for language, words in self._mapping(key, value).items():
            self._check_name(language, is_language, path)
            if not isinstance(words, str) or not words:
                self._wrong(language, str, words, (*path, language))
            else:
                translated[language] = words
        if isinstance(value, dict) and "en" not in value:
            self._reading.note("no-english", f"{key!r} needs its English words (en)", path)
        return translated

    def _nodes(self, key: str, value: Data | _Missing) -> Iterator[Node]:
        path = (*self._path, key)
        for place, item in enumerate(self._list(key, value)):
            yield Node(self._reading, (*path, place), item)

    def _mapping(self, key: str, value: Data | _Missing) -> dict[str, Data]:
        if isinstance(value, dict):
            return value
        self._wrong(key, dict, value, (*self._path, key))
        return {}

    def _list(self, key: str, value: Data | _Missing) -> list[Data]:
        if isinstance(value, list):
            return value
        self._wrong(key, list, value, (*self._path, key))
        return []

    def _wrong(self, key: str, wanted: type, found: Data | _Missing, path: Path_) -> None:
        if not isinstance(found, _Missing):
            words = f"{key}: {_SHAPES[wanted]} is wanted here, not {_SHAPES[type(found)]}"
            self._reading.note("wrong-type", words, path)
