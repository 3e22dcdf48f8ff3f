"""Whether a text names somebody: in any spelling, in any case of Russian or Kazakh."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from advocate.core.campaign import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advocate.core.campaign import Person

NEVER_NAMED: Final = frozenset({Standing.RELATIVE, Standing.MINOR, Standing.PRIVATE})
"""The standings of those whom no text of a campaign names."""

_SHORTEST_ALONE: Final = 4  # letters of a family name that is looked for without the given name

# What Russian and Kazakh put behind a name.
_KAZAKH: Final = "[нтд][ыі]ң|[ғгқк][ае]|[нтд][ыі]|[нтд][ае]|[нтд][ае]н|нд[ае]|[мбп]ен"
_AFTER_CONSONANT: Final = rf"(?:а|у|ом|ем|ым|е|ой|ы|и|{_KAZAKH})?"
_FOR_VOWEL: Final = "(?:[аяйь]|[ыиеуюя]|[оеё][йю]|[её]м|ью|ых|ым|ыми)"
_LATIN: Final = "['’]?s?"
_ANY_ENDING: Final = r"\w{0,6}"
_LONG: Final = 7  # letters of a family name behind which Kazakh may put several endings

_SPACE: Final = r"[\s,]+(?:[^\W\d_]\.\s*)?"  # an initial may stand between two names
_BETWEEN: Final = re.compile(r"(?<=[^\W\d_])(?:_|(?=[A-ZА-ЯӘҒҚҢӨҰҮҺІ])(?<=[a-zа-яёәғқңөұүһі]))")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def is_nameable(person: Person) -> bool:
    """Return whether letters may name a person: neither their standing nor their own wish is against it."""
    return person.standing not in NEVER_NAMED and person.wish is None


def nameable_words(people: Iterable[Person]) -> frozenset[str]:
    """Return the words, in small letters, of the names that letters may name."""
    return frozenset(
        word.casefold()
        for person in people
        if is_nameable(person)
        for name in person.names
        for word in _parts(_bare(name))
    )


def named_in(text: str, people: Iterable[Person]) -> tuple[Person, ...]:
    """Return those of some people whom a text names though letters may not, in their order."""
    everybody = tuple(people)
    nameable = nameable_words(everybody)
    return tuple(each for each in everybody if not is_nameable(each) and is_named(each, text, nameable))


def is_named(person: Person, text: str, nameable: set[str] | frozenset[str] = frozenset()) -> bool:
    """Return whether a text names a person: in any spelling, in any case of Russian or Kazakh.

    The family name alone is enough, unless somebody whom letters may name has it too (`nameable`, in small
    letters). A given name alone is not: many have it.
    """
    plain = _bare(text)
    # Names are broken by a hyphen at the end of a line, and run together in what is read by a machine.
    written = (plain, re.sub(r"-\s*", "", plain), _BETWEEN.sub(" ", plain))
    if not _may_be_named(person, written):
        return False
    patterns = "|".join(f"(?:{pattern})" for pattern in _patterns(person, nameable))
    return bool(patterns) and any(re.search(patterns, text, re.IGNORECASE) for text in dict.fromkeys(written))


def _may_be_named(person: Person, written: Iterable[str]) -> bool:
    """Return whether a text has the beginning of a family name anywhere, without which it names nobody.

    Most texts have not, and to make the patterns takes a hundred times as long.
    """
    folded = [_folded(text) for text in written]
    families = {_folded(parts[-1])[:-1] for name in person.names if (parts := _parts(_bare(name)))}
    return any(family in text for family in families for text in folded)


def _folded(text: str) -> str:
    """Return a text in which letters are equal that are so to a pattern that ignores case."""
    return text.casefold().replace("ı", "i")


# The same text is searched for one person after the other.
@lru_cache(maxsize=8)
def _bare(text: str) -> str:
    """Return a text without what cannot be seen, accents on Latin letters, and stress on others."""
    bare = []
    for mark in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFKD", mark)
        if parts != mark and parts[0].isascii():
            bare.append(parts[0])
        elif unicodedata.category(mark) not in {"Cf", "Mn"}:
            bare.append(mark)
    return "".join(bare)


def _patterns(person: Person, nameable: set[str] | frozenset[str]) -> Iterator[str]:
    for name in person.names:
        parts = _parts(_bare(name))
        forms = [_inflected(part) for part in parts]
        if len(parts) > 1:
            for order in (forms, [forms[-1], *forms[:-1]]):
                yield rf"(?<!\w){_SPACE.join(order)}(?!\w)"
        if parts and len(parts[-1]) >= _SHORTEST_ALONE and parts[-1].casefold() not in nameable:
            yield rf"(?<!\w){forms[-1]}(?!\w)"
            if len(parts[-1]) >= _LONG and _is_cyrillic(parts[-1]):
                yield rf"(?<!\w){re.escape(parts[-1])}{_ANY_ENDING}(?!\w)"


def _parts(name: str) -> list[str]:
    """Return the words of a name; initials say too little."""
    return [word for word in _WORD.findall(name) if len(word) > 1]


def _inflected(word: str) -> str:
    """Return a pattern for a word of a name with the endings it may have."""
    if not _is_cyrillic(word):
        return re.escape(word) + _LATIN
    if word[-1].casefold() in "аяйь":
        return f"{re.escape(word[:-1])}(?:{_FOR_VOWEL}|{re.escape(word[-1])}(?:{_KAZAKH}))"
    return re.escape(word) + _AFTER_CONSONANT


def _is_cyrillic(word: str) -> bool:
    return bool(re.search("[а-яё]", word, re.IGNORECASE))
