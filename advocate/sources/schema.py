"""JSON Schema of the files people edit, made from the readers of these files.

Each reader is run once over a node that only keeps what it is asked; what was asked is the shape of the file.
So a key, a word or a form has one place where it stands, and the schema cannot fall behind it.

The schemas are of draft 7 (https://json-schema.org/draft-07): YAML Language Server, which most editors use,
is written for it and below, and the later drafts have nothing that these files need.

A schema speaks of values as YAML 1.2 takes them (its core schema), while the readers take every scalar as the
text that was written. So a text may also be a number or a boolean, and a year or an id a number. It knows the
shape of a file: keys, types, words, the forms of single values. It cannot know what one part of a file says
of another: references, ids and kinds that are taken, e-mail addresses and numbers by their type, days that no
calendar has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.dates import PartialDate
from advocate.core.problems import Problem, ProblemsError, did_you_mean
from advocate.core.registry import Gendered
from advocate.core.sender import IN_LANGUAGES
from advocate.sources import campaign, registry, sender
from advocate.sources.nodes import COUNT, COUNTRY, ID, LANGUAGE, Node, is_id, is_language
from advocate.sources.tooltips import FILES, tooltip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from enum import StrEnum

    from advocate.core.registry import Words
    from advocate.sources.nodes import Choice, Read

Schema = dict[str, object]

DRAFT = "http://json-schema.org/draft-07/schema#"
NAMES = tuple(FILES)
"""The files that have a schema."""


def schema(name: str) -> Schema:
    """Return the schema of a file by its name; raise ProblemsError that names the nearest one."""
    if name not in NAMES:
        near = did_you_mean(name, NAMES) or f" (there are: {', '.join(NAMES)})"
        raise ProblemsError([Problem("schema.unknown", f"there is no schema {name!r}{near}")])
    root = DescribedNode(name, ())
    match name:
        case "contacts":
            registry.registry_of(root)
        case "campaign":
            campaign.campaign_of(root)
        case "letter":
            campaign.sheet_of(root, "")
        case _:
            return _opening(name) | _sender()
    return _opening(name) | root.schema()


def _opening(name: str) -> Schema:
    return {"$schema": DRAFT, "description": FILES[name]}


def _sender() -> Schema:
    properties = {
        key: _sentence("sender", (key,))
        | (_by_language(_DETAIL) if key in IN_LANGUAGES else _DETAILS.get(key, _DETAIL))
        for key in sender.KEYS
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _sentence(file: str, way: tuple[str, ...]) -> Schema:
    found = tooltip(file, way)
    return {"description": found} if found else {}


def _whole(pattern: str) -> str:
    return f"^{pattern}$"


_TOLD = "patternErrorMessage"
"""What an editor says of a text without the pattern, where it knows the key; validators pass it over."""

_FORMS: Mapping[Callable[[str], bool], str] = {is_id: ID, is_language: LANGUAGE}
"""The form that a function proves."""

_TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
_LINE: Schema = {
    "type": ["string", "number", "boolean"],
    "pattern": _whole(r"[^\r\n]+"),
    _TOLD: "one line is wanted here",
}
_ID: Schema = {
    "type": ["string", "integer"],
    "pattern": _whole(ID),
    "minimum": 0,
    _TOLD: "an id is wanted here: small letters and digits, parted by single hyphens",
}
_LANGUAGE: Schema = {
    "type": "string",
    "pattern": _whole(LANGUAGE),
    _TOLD: "a language code such as en is wanted here",
}
_COUNTRY: Schema = {
    "type": "string",
    "pattern": _whole(COUNTRY),
    _TOLD: "a country code such as KZ is wanted here",
}
_DATE: Schema = {
    # A year is a number where nobody writes quotes around it.
    "type": ["string", "integer"],
    "pattern": _whole("[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"),
    "minimum": 1000,
    "maximum": 9999,
    _TOLD: "a date is wanted here: YYYY, YYYY-MM or YYYY-MM-DD",
}
_COUNT: Schema = {
    # A number where nobody writes quotes around it.
    "type": ["string", "integer"],
    "pattern": _whole(COUNT),
    "minimum": 1,
    "maximum": 999_999,
    _TOLD: "a whole number such as 2000 is wanted here",
}
_WORDS: Schema = {
    "type": "object",
    "properties": {"en": _TEXT},
    "required": ["en"],
    "propertyNames": {"pattern": _whole(LANGUAGE)},
    "additionalProperties": _TEXT,
}
# A writer's detail may be left empty, and whitespace around it is taken away.
_DETAIL: Schema = {
    "type": ["string", "number", "boolean", "null"],
    "pattern": _whole(r"\s*[^\r\n]*\s*"),
    "maxLength": sender.LONGEST,
}
_DETAILS: dict[str, Schema] = {
    "country": {"type": ["string", "null"], "pattern": _whole(r"\s*([A-Za-z]{2})?\s*")},
    "language": {"type": ["string", "null"], "pattern": _whole(r"\s*([A-Za-z]{2})?\s*")},
    # One text or a list: what is said of items is said of lists alone, and a pattern of texts.
    "ties": {
        "type": ["array", "string", "null"],
        "items": {"type": "string", "pattern": _whole(r"\s*[A-Za-z]{2}\s*")},
        "pattern": _whole(r"[,;\s]*([A-Za-z]{2}([,;\s]+[A-Za-z]{2})*|[Nn][Oo][Nn][Ee])?[,;\s]*"),
    },
    "email": {
        "type": ["string", "null"],
        "pattern": _whole(r"\s*([^@\s]+@[^@\s]+)?\s*"),
        "maxLength": sender.LONGEST,
    },
}


def _word(choices: type[StrEnum]) -> Schema:
    return {"type": "string", "enum": [choice.value for choice in choices]}


def _by_language(one: Schema) -> Schema:
    return {
        "anyOf": [
            one,
            {
                "type": "object",
                "propertyNames": {"pattern": _whole("[a-z]{2}")},
                "additionalProperties": one,
            },
        ]
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _by_name(is_name: Callable[[str], bool], values: Schema) -> Schema:
    return {
        "type": "object",
        "propertyNames": {"pattern": _whole(_FORMS[is_name])},
        "additionalProperties": values,
    }


class DescribedNode(Node):
    """A mapping that is not there: it answers with stand-ins, and keeps what it was asked as its schema."""

    def __init__(self, file: str, way: tuple[str, ...]) -> None:
        """Begin without a key; `way` are the keys that lead here."""
        self._file = file
        self._way = way
        self._properties: dict[str, Schema] = {}
        self._required: list[str] = []

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Do nothing: nothing stands here that nobody asked for."""

    def schema(self) -> Schema:
        """Return the schema of a mapping that holds what was asked for, and nothing else."""
        whole: Schema = {"type": "object", "properties": self._properties}
        if self._required:
            whole["required"] = self._required
        return {**whole, "additionalProperties": False}

    def id(self, key: str) -> str:
        self._need(key, _ID)
        return key

    def maybe_id(self, key: str) -> str | None:
        self._maybe(key, _ID)
        return None

    def line(self, key: str) -> str:
        self._need(key, _LINE)
        return key

    def maybe_line(self, key: str) -> str | None:
        self._maybe(key, _LINE)
        return None

    def maybe_text(self, key: str) -> str | None:
        self._maybe(key, _TEXT)
        return None

    def country(self, key: str) -> str:
        self._need(key, _COUNTRY)
        return key

    def maybe_country(self, key: str) -> str | None:
        self._maybe(key, _COUNTRY)
        return None

    def date(self, key: str) -> PartialDate:
        self._need(key, _DATE)
        return PartialDate(1)

    def maybe_date(self, key: str) -> PartialDate | None:
        self._maybe(key, _DATE)
        return None

    def maybe_count(self, key: str) -> int | None:
        self._maybe(key, _COUNT)
        return None

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        self._need(key, _word(choices))
        return next(iter(choices))

    def maybe_choice(self, key: str, choices: type[Choice]) -> Choice | None:
        self._maybe(key, _word(choices))
        return None

    def choices(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        self._need(key, _list(_word(choices)))
        return ()

    def chosen(
        self, key: str, choices: type[Choice], is_name: Callable[[str], bool]
    ) -> Iterator[tuple[str, Choice]]:
        self._need(key, _by_name(is_name, _word(choices)))
        yield from ()

    def maybe_chosen(
        self, key: str, choices: type[Choice], is_name: Callable[[str], bool]
    ) -> Iterator[tuple[str, Choice]]:
        self._maybe(key, _by_name(is_name, _word(choices)))
        yield from ()

    def languages(self, key: str) -> tuple[str, ...]:
        self._need(key, _list(_LANGUAGE))
        return ()

    def countries(self, key: str) -> tuple[str, ...]:
        self._maybe(key, _list(_COUNTRY))
        return ()

    def lines(self, key: str) -> tuple[str, ...]:
        self._maybe(key, _list(_TEXT))
        return ()

    def words(self, key: str) -> Words:
        self._need(key, _WORDS)
        return {}

    def maybe_words(self, key: str) -> Words | None:
        self._maybe(key, _WORDS)
        return None

    def words_by_name(self, key: str, is_name: Callable[[str], bool]) -> dict[str, Words]:
        self._maybe(key, _by_name(is_name, _WORDS))
        return {}

    def gendered(self, key: str) -> Gendered:
        self._need(key, self._gendered(key, whole=True, several=False))
        return Gendered()

    def maybe_gendered(self, key: str, *, whole: bool = False, several: bool = False) -> Gendered | None:
        self._maybe(key, self._gendered(key, whole=whole, several=several))
        return None

    def id_by_part(self, key: str, parts: tuple[str, ...], usual: str) -> dict[str, str]:
        node = self._below(key)
        for part in parts:
            node.maybe_id(part)
        self._need(key, {"anyOf": [_ID, node.schema()]})
        return dict.fromkeys(parts, usual)

    def part(self, key: str, read: Callable[[Node], Read]) -> Read:
        node = self._below(key)
        answer = read(node)
        self._need(key, node.schema())
        return answer

    def maybe(self, key: str, read: Callable[[Node], Read]) -> Read | None:
        node = self._below(key)
        read(node)
        self._maybe(key, node.schema())
        return None

    def each(self, key: str) -> Iterator[Node]:
        node = self._below(key)
        yield node
        self._need(key, _list(node.schema()))

    def maybe_each(self, key: str) -> Iterator[Node]:
        node = self._below(key)
        yield node
        self._maybe(key, _list(node.schema()))

    def named(
        self, key: str, is_name: Callable[[str], bool], *, english: bool = False
    ) -> Iterator[tuple[str, Node]]:
        node = self._below(key)
        yield key, node
        needed: Schema = {"required": ["en"]} if english else {}
        self._need(key, _by_name(is_name, node.schema()) | needed)

    def maybe_named(self, key: str, is_name: Callable[[str], bool]) -> Iterator[tuple[str, Node]]:
        node = self._below(key)
        yield key, node
        self._maybe(key, _by_name(is_name, node.schema()))

    def _below(self, key: str) -> DescribedNode:
        return DescribedNode(self._file, (*self._way, key))

    def _need(self, key: str, value: Schema) -> None:
        self._required.append(key)
        self._maybe(key, value)

    def _maybe(self, key: str, value: Schema) -> None:
        self._properties[key] = _sentence(self._file, (*self._way, key)) | value

    def _gendered(self, key: str, *, whole: bool, several: bool) -> Schema:
        node = self._below(key)
        for gender in ("neutral", "female", "male"):
            if several:
                node.maybe_text(gender)
            else:
                node.maybe_line(gender)
        needed: Schema = {"required": ["neutral"]} if whole else {}
        return {"anyOf": [_TEXT if several else _LINE, node.schema() | needed]}
