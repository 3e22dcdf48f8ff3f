"""Reading a document's values one by one: every mistake is noted with its place, and the reading goes on.

What is missing or of the wrong shape is a problem, and an empty stand-in keeps the reading alive; whoever
began it looks at the problems at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advocate.core.dates import PartialDate
from advocate.core.problems import Problem, ProblemsError, did_you_mean
from advocate.core.registry import Gendered
from advocate.sources.nodes import Node, is_count, is_country, is_id, is_language
from advocate.sources.yaml_nodes import MOST_PROBLEMS, Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advocate.core.registry import Words
    from advocate.sources.nodes import Choice, Read
    from advocate.sources.yaml_nodes import Data, Path_

_UNKNOWN = PartialDate(1)
_SHAPES = {dict: "a mapping (key: value)", list: "a list", str: "text", type(None): "nothing"}


class _Missing:
    """Stands for a value that is not there, and about which nothing more is to be said."""


_MISSING = _Missing()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that is being read, and what was found wrong with it so far."""

    document: Document
    code: str
    problems: list[Problem]
    dates: dict[str, PartialDate] = field(default_factory=dict)
    """The dates read so far by what was written: most stand in a file many times."""

    @classmethod
    def of_nothing(cls) -> Reading:
        """Return the reading of a file that cannot be read: everything that is asked is a stand-in."""
        return cls(Document("", "", None), "", [])

    def root(self) -> Node:
        """Return the outermost mapping."""
        return WrittenNode(self, None, (), self.document.data if self.code else _MISSING)

    def note(self, slug: str, words: str, path: Path_, *, key: bool = False) -> None:
        """Keep a problem with the place it is found at.

        Raises ProblemsError where there are too many: a file that somebody made for this is not read on.
        """
        self.problems.append(Problem(f"{self.code}.{slug}", words, self.document.place(path, key=key)))
        if len(self.problems) >= MOST_PROBLEMS:
            raise ProblemsError(self.problems)


class WrittenNode(Node):
    """A mapping as it stands in a document; what is wrong in it is noted with its place."""

    def __init__(
        self, reading: Reading, above: WrittenNode | None, steps: Path_, value: Data | _Missing
    ) -> None:
        """Take a value for a mapping; where it is none, that is noted once and the rest of it is silent.

        `steps` lead to it from the mapping `above` it.
        """
        self._reading = reading
        self._above = above
        self._steps = steps
        self._asked: list[str] = []
        self._void = not isinstance(value, dict)
        self._data: dict[str, Data] = value if isinstance(value, dict) else {}
        if self._void and value is not _MISSING:
            self._wrong(str(steps[-1]) if steps else "the file", dict, value)

    def id(self, key: str) -> str:
        return self._formed(key, self.line(key), is_id)

    def maybe_id(self, key: str) -> str | None:
        value = self.maybe_line(key)
        return value and self._formed(key, value, is_id)

    def line(self, key: str) -> str:
        return self._line(key, self._need(key)) or ""

    def maybe_line(self, key: str) -> str | None:
        value = self._maybe(key)
        return None if value is _MISSING else self._line(key, value)

    def maybe_text(self, key: str) -> str | None:
        value = self._maybe(key)
        return None if value is _MISSING else self._text(key, value)

    def country(self, key: str) -> str:
        return self._formed(key, self.line(key), is_country)

    def maybe_country(self, key: str) -> str | None:
        value = self.maybe_line(key)
        return value and self._formed(key, value, is_country)

    def date(self, key: str) -> PartialDate:
        return self._date(key, self.line(key)) or _UNKNOWN

    def maybe_date(self, key: str) -> PartialDate | None:
        value = self.maybe_line(key)
        return self._date(key, value) if value else None

    def maybe_count(self, key: str) -> int | None:
        value = self.maybe_line(key)
        if value and not is_count(value):
            self._report("number", f"{value!r} is not a whole number such as 2000", key)
            return None
        return int(value) if value else None

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        return self._choose(self.line(key), choices, key) or next(iter(choices))

    def maybe_choice(self, key: str, choices: type[Choice]) -> Choice | None:
        value = self.maybe_line(key)
        return self._choose(value, choices, key) if value else None

    def choices(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        items = self._items(key, self._need(key))
        found = (self._choose(word, choices, key, place) for place, word in items)
        return tuple(word for word in found if word)

    def chosen(
        self, key: str, choices: type[Choice], is_name: Callable[[str], bool]
    ) -> Iterator[tuple[str, Choice]]:
        yield from self._chosen(key, self._need(key), choices, is_name)

    def maybe_chosen(
        self, key: str, choices: type[Choice], is_name: Callable[[str], bool]
    ) -> Iterator[tuple[str, Choice]]:
        yield from self._chosen(key, self._maybe(key), choices, is_name)

    def _chosen(
        self, key: str, value: Data | _Missing, choices: type[Choice], is_name: Callable[[str], bool]
    ) -> Iterator[tuple[str, Choice]]:
        for name, word in self._mapping(key, value).items():
            self._check_name(name, is_name, key)
            choice = self._choose(self._text(name, word, key) or "", choices, key, name)
            if choice:
                yield name, choice

    def languages(self, key: str) -> tuple[str, ...]:
        found = []
        for place, word in self._items(key, self._need(key)):
            if is_language(word):
                found.append(word)
            else:
                self._report("form", f"{word!r} is not a language code such as en", key, place)
        return tuple(found)

    def countries(self, key: str) -> tuple[str, ...]:
        found = []
        for place, word in self._items(key, self._maybe(key)):
            if is_country(word):
                found.append(word)
            else:
                self._report("form", f"{word!r} is not a country code such as KZ", key, place)
        return tuple(found)

    def lines(self, key: str) -> tuple[str, ...]:
        return tuple(word for _, word in self._items(key, self._maybe(key)))

    def words(self, key: str) -> Words:
        return self._translated(self._need(key), key)

    def maybe_words(self, key: str) -> Words | None:
        value = self._maybe(key)
        return None if value is _MISSING else self._translated(value, key)

    def words_by_name(self, key: str, is_name: Callable[[str], bool]) -> dict[str, Words]:
        found: dict[str, Words] = {}
        for name, words in self._mapping(key, self._maybe(key)).items():
            self._check_name(name, is_name, key)
            found[name] = self._translated(words, key, name)
        return found

    def gendered(self, key: str) -> Gendered:
        return self._gendered(key, self._need(key), whole=True, several=False) or Gendered("")

    def maybe_gendered(self, key: str, *, whole: bool = False, several: bool = False) -> Gendered | None:
        value = self._maybe(key)
        return None if value is _MISSING else self._gendered(key, value, whole=whole, several=several)

    def id_by_part(self, key: str, parts: tuple[str, ...], usual: str) -> dict[str, str]:
        value = self._need(key)
        if not isinstance(value, dict):
            return dict.fromkeys(parts, self._formed(key, self._line(key, value) or "", is_id))
        with self._node(value, key) as node:
            return {part: node.maybe_id(part) or usual for part in parts}

    def part(self, key: str, read: Callable[[Node], Read]) -> Read:
        return read(self._node(self._need(key), key))

    def maybe(self, key: str, read: Callable[[Node], Read]) -> Read | None:
        value = self._maybe(key)
        return None if value is _MISSING else read(self._node(value, key))

    def each(self, key: str) -> Iterator[Node]:
        return self._nodes(key, self._need(key))

    def maybe_each(self, key: str) -> Iterator[Node]:
        return self._nodes(key, self._maybe(key))

    def named(
        self, key: str, is_name: Callable[[str], bool], *, english: bool = False
    ) -> Iterator[tuple[str, Node]]:
        return self._named(key, is_name, self._need(key), english=english)

    def maybe_named(self, key: str, is_name: Callable[[str], bool]) -> Iterator[tuple[str, Node]]:
        return self._named(key, is_name, self._maybe(key))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Note every key that nobody asked for: it is mostly a slip of the pen."""
        if kind or self._data.keys() <= set(self._asked):
            return
        for key in self._data:
            if key not in self._asked:
                near = did_you_mean(key, self._asked) or f" (known here: {', '.join(self._asked)})"
                self._report("unknown-key", f"unknown key {key!r}{near}", key, is_key=True)

    def path(self) -> Path_:
        """Return the way to it; only a problem asks for that."""
        return (*self._above.path(), *self._steps) if self._above else self._steps

    def _report(self, slug: str, words: str, *steps: str | int, is_key: bool = False) -> None:
        self._reading.note(slug, words, (*self.path(), *steps), key=is_key)

    def _node(self, value: Data | _Missing, *steps: str | int) -> WrittenNode:
        return WrittenNode(self._reading, self, steps, value)

    def _need(self, key: str) -> Data | _Missing:
        self._asked.append(key)
        value = self._data.get(key, _MISSING)
        if value is _MISSING and not self._void:
            self._report("missing-key", f"the key {key!r} is missing")
        return value

    def _maybe(self, key: str) -> Data | _Missing:
        self._asked.append(key)
        return self._data.get(key, _MISSING)

    def _line(self, key: str, value: Data | _Missing) -> str | None:
        text = self._text(key, value)
        if text and ("\n" in text or "\r" in text):
            self._report("lines", "one line is wanted here, not several", key)
            return None
        return text

    def _text(self, key: str, value: Data | _Missing, *above: str) -> str | None:
        if isinstance(value, str) and value:
            return value
        if value is None or value == "":
            self._report("empty-value", f"{key!r} is empty", *above, key)
        else:
            self._wrong(key, str, value, *above, key)
        return None

    def _formed(self, key: str, value: str, is_right: Callable[[str], bool]) -> str:
        if value and not is_right(value):
            self._report("form", f"{value!r} does not have the form that {key!r} wants", key)
        return value

    def _check_name(self, name: str, is_name: Callable[[str], bool], *steps: str) -> None:
        if not is_name(name):
            words = f"{name!r} does not have the form that names have here"
            self._report("form", words, *steps, name, is_key=True)

    def _date(self, key: str, value: str) -> PartialDate | None:
        if not value:
            return None
        known = self._reading.dates.get(value)
        if known:
            return known
        try:
            return self._reading.dates.setdefault(value, PartialDate.parse(value))
        except ValueError:
            self._report("date", f"{value!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD", key)
            return None

    def _choose(self, value: str, choices: type[Choice], *steps: str | int) -> Choice | None:
        for choice in choices:
            if choice.value == value:
                return choice
        if value:
            known = [choice.value for choice in choices]
            words = f"{value!r} is not one of {', '.join(known)}{did_you_mean(value, known)}"
            self._report("unknown-word", words, *steps)
        return None

    def _items(self, key: str, value: Data | _Missing) -> Iterator[tuple[int, str]]:
        for place, word in enumerate(self._list(key, value)):
            if isinstance(word, str) and word:
                yield place, word
            else:
                self._wrong(key, str, word, key, place)

    def _gendered(self, key: str, value: Data | _Missing, *, whole: bool, several: bool) -> Gendered | None:
        if isinstance(value, dict):
            with self._node(value, key) as node:
                read = node.maybe_text if several else node.maybe_line
                found = Gendered(read("neutral"), read("female"), read("male"))
            if whole and "neutral" not in value:
                words = f"{key!r} needs the words for a holder who is not known (neutral)"
                self._report("missing-key", words, key)
            return found
        text = self._text(key, value) if several else self._line(key, value)
        return None if text is None else Gendered(text)

    def _translated(self, value: Data | _Missing, *steps: str) -> Words:
        translated = {}
        for language, words in self._mapping(steps[-1], value, *steps[:-1]).items():
            self._check_name(language, is_language, *steps)
            if isinstance(words, str) and words:
                translated[language] = words
            else:
                self._wrong(language, str, words, *steps, language)
        self._need_english(value, *steps)
        return translated

    def _need_english(self, value: Data | _Missing, *steps: str) -> None:
        if isinstance(value, dict) and "en" not in value:
            self._report("no-english", f"{steps[-1]!r} needs its English words (en)", *steps)

    def _nodes(self, key: str, value: Data | _Missing) -> Iterator[Node]:
        for place, item in enumerate(self._list(key, value)):
            yield self._node(item, key, place)

    def _named(
        self, key: str, is_name: Callable[[str], bool], value: Data | _Missing, *, english: bool = False
    ) -> Iterator[tuple[str, Node]]:
        if english:
            self._need_english(value, key)
        for name, item in self._mapping(key, value).items():
            self._check_name(name, is_name, key)
            yield name, self._node(item, key, name)

    def _mapping(self, key: str, value: Data | _Missing, *above: str) -> dict[str, Data]:
        if isinstance(value, dict):
            return value
        self._wrong(key, dict, value, *above, key)
        return {}

    def _list(self, key: str, value: Data | _Missing) -> list[Data]:
        if isinstance(value, list):
            return value
        self._wrong(key, list, value, key)
        return []

    def _wrong(self, key: str, wanted: type, found: Data | _Missing, *steps: str | int) -> None:
        if not isinstance(found, _Missing):
            words = f"{key}: {_SHAPES[wanted]} is wanted here, not {_SHAPES[type(found)]}"
            self._report("wrong-type", words, *steps)
