"""What a reader can ask of a mapping in a file, and the forms that single words have.

A reader is a function from a `Node` to a value of the core. It says what it needs, and in which shape, and
never looks at the file. So one reader serves two answers: `sources.reading` answers from a document and
notes every mistake in it; `sources.schema` only keeps what was asked, which is the shape of the file.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from enum import StrEnum

    from advocate.core.dates import PartialDate
    from advocate.core.registry import Gendered, Words

Choice = TypeVar("Choice", bound="StrEnum")
Read = TypeVar("Read")

ID = "[a-z0-9]+(-[a-z0-9]+)*"
"""An id: small letters and digits, parted by single hyphens."""

LANGUAGE = "[a-z]{2,3}"
"""A language code of two or three small letters (ISO 639)."""

COUNTRY = "[A-Z]{2}"
"""The form of a country code: two capitals (ISO 3166-1 alpha-2)."""

_ID, _LANGUAGE, _COUNTRY = (re.compile(form) for form in (ID, LANGUAGE, COUNTRY))


COUNT = "[1-9][0-9]{0,5}"
"""A number that counts something: whole, above zero, below a million."""

_COUNT = re.compile(COUNT)


def is_count(word: str) -> bool:
    """Return whether a word is a whole number above zero and below a million."""
    return _COUNT.fullmatch(word) is not None


LONGEST_ID = 80
"""Characters of an id: a file's name is made of two of them, and no file system takes more than 255 bytes."""

NO_FILE = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
"""Names that Windows takes for a device, even with a suffix (Naming Files, Paths, and Namespaces)."""


def is_id(word: str) -> bool:
    """Return whether a word is an id: one that a file can be named after on any system."""
    return len(word) <= LONGEST_ID and word not in NO_FILE and _ID.fullmatch(word) is not None


def is_language(word: str) -> bool:
    """Return whether a word has the form of a language code."""
    return _LANGUAGE.fullmatch(word) is not None


def is_country(word: str) -> bool:
    """Return whether a word has the form of a country code."""
    return _COUNTRY.fullmatch(word) is not None


class Node(ABC):
    """A mapping that a reader asks for what it should hold.

    The reading happens in a `with` block: at its end every key that nobody asked for is a mistake.
    """

    def __enter__(self) -> Self:
        """Begin to ask."""
        return self

    @abstractmethod
    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End it: what was not asked for by now is not wanted."""

    @abstractmethod
    def id(self, key: str) -> str:
        """Return a word of small letters, digits and hyphens."""

    @abstractmethod
    def maybe_id(self, key: str) -> str | None:
        """Return an id, or None where the key is not there."""

    @abstractmethod
    def line(self, key: str) -> str:
        """Return a text of one line."""

    @abstractmethod
    def maybe_line(self, key: str) -> str | None:
        """Return a text of one line, or None where the key is not there."""

    @abstractmethod
    def maybe_text(self, key: str) -> str | None:
        """Return a text of one or more lines, or None where the key is not there."""

    @abstractmethod
    def country(self, key: str) -> str:
        """Return a country code of two capitals."""

    @abstractmethod
    def maybe_country(self, key: str) -> str | None:
        """Return a country code of two capitals, or None where the key is not there."""

    @abstractmethod
    def date(self, key: str) -> PartialDate:
        """Return a date, perhaps of reduced precision."""

    @abstractmethod
    def maybe_date(self, key: str) -> PartialDate | None:
        """Return a date, or None where the key is not there."""

    @abstractmethod
    def maybe_count(self, key: str) -> int | None:
        """Return a whole number above zero, or None where the key is not there."""

    @abstractmethod
    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """Return one of some words."""

    @abstractmethod
    def maybe_choice(self, key: str, choices: type[Choice]) -> Choice | None:
        """Return one of some words, or None where the key is not there."""

    @abstractmethod
    def choices(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """Return several of some words."""

    @abstractmethod
    def chosen(
        self, key: str, choices: type[Choice], is_name: Callable[[str], bool]
    ) -> Iterator[tuple[str, Choice]]:
        """Yield every entry of a mapping from names to some words."""

    @abstractmethod
    def maybe_chosen(
        self, key: str, choices: type[Choice], is_name: Callable[[str], bool]
    ) -> Iterator[tuple[str, Choice]]:
        """Yield the same, nothing where the key is not there."""

    @abstractmethod
    def languages(self, key: str) -> tuple[str, ...]:
        """Return a list of language codes that must be there."""

    @abstractmethod
    def countries(self, key: str) -> tuple[str, ...]:
        """Return a list of country codes, empty where the key is not there."""

    @abstractmethod
    def lines(self, key: str) -> tuple[str, ...]:
        """Return a list of texts of one line, empty where the key is not there."""

    @abstractmethod
    def words(self, key: str) -> Words:
        """Return the same words in several languages, English among them."""

    @abstractmethod
    def maybe_words(self, key: str) -> Words | None:
        """Return the same words in several languages, or None where the key is not there."""

    @abstractmethod
    def words_by_name(self, key: str, is_name: Callable[[str], bool]) -> dict[str, Words]:
        """Return the words of every entry of a mapping by its name, none where the key is not there."""

    @abstractmethod
    def gendered(self, key: str) -> Gendered:
        """Return a line that must be there, or a neutral one with others for a female and a male holder."""

    @abstractmethod
    def maybe_gendered(self, key: str, *, whole: bool = False, several: bool = False) -> Gendered | None:
        """Return the same, or None where the key is not there.

        A `whole` one needs its neutral words; `several` lines may stand in each.
        """

    @abstractmethod
    def id_by_part(self, key: str, parts: tuple[str, ...], usual: str) -> dict[str, str]:
        """Return one id for every part, or those of a mapping from parts to ids, else the usual one."""

    @abstractmethod
    def part(self, key: str, read: Callable[[Node], Read]) -> Read:
        """Return what is read of a mapping that must be there."""

    @abstractmethod
    def maybe(self, key: str, read: Callable[[Node], Read]) -> Read | None:
        """Return the same, or None where the key is not there."""

    @abstractmethod
    def each(self, key: str) -> Iterator[Node]:
        """Yield every mapping of a list that must be there."""

    @abstractmethod
    def maybe_each(self, key: str) -> Iterator[Node]:
        """Yield every mapping of a list, none where the key is not there."""

    @abstractmethod
    def named(
        self, key: str, is_name: Callable[[str], bool], *, english: bool = False
    ) -> Iterator[tuple[str, Node]]:
        """Yield every mapping of a mapping with its name.

        An `english` one is by language, and needs the English entry.
        """

    @abstractmethod
    def maybe_named(self, key: str, is_name: Callable[[str], bool]) -> Iterator[tuple[str, Node]]:
        """Yield the same, nothing where the key is not there."""
