"""Whom the writer names: relatives and minors never, private people only with their consent.

Relatives are where pressure is put, and what protects a witness covers their family and friends (OHCHR,
Manual on Human Rights Monitoring, chapter 14). The case sheet says who is a relative, a minor, or somebody
whom letters may name. Anybody else is known only by what stands before the name: "my friend", "my sister".
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from advocate.core.campaign import Standing
from advocate.core.letter import Author, Finding, Weight
from advocate.core.review.background import own_words, quoted, text_by
from advocate.core.sender import told_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.campaign import Person
    from advocate.core.letter import Letter
    from advocate.core.review.background import Background

_NEVER: Final = {
    Standing.RELATIVE: (
        "people.relative",
        "a relative of somebody in this case: leave the name out, for relatives are put under pressure",
    ),
    Standing.MINOR: ("people.minor", "a child: leave the name out, and whatever would tell who it is"),
}

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
_STEM: Final = 5  # letters in which two forms of a name agree
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def people_findings(letter: Letter, background: Background) -> Iterator[Finding]:
    """Yield a problem for each relative and minor in the writer's own words, a warning for private people."""
    own = own_words(letter, background)
    if not own:
        return
    people = background.campaign.people
    nameable = {
        word.casefold()
        for person in people
        if person.standing not in _NEVER
        for name in person.names
        for word in _parts(_bare(name))
    }
    for person in people:
        if person.standing in _NEVER and is_named(person, own, nameable):
            code, why = _NEVER[person.standing]
            yield Finding(code, Weight.PROBLEM, why, person.name)
    close = list(_close_names(own, background))
    public = _public_words(letter, background) if close else frozenset()
    for kin, name in close:
        if name.casefold()[:_STEM] in public:
            continue
        yield Finding(
            "people.private",
            Weight.WARNING,
            "you name somebody close to you: have they agreed to stand in a letter to an authority?"
            " If not, leave the name out",
            quoted(f"{kin} {name}"),
        )


def is_named(person: Person, text: str, nameable: set[str] | frozenset[str] = frozenset()) -> bool:
    """Return whether a text names a person: in any spelling, in any case of Russian or Kazakh.

    The family name alone is enough, unless somebody whom letters may name has it too (`nameable`, in small
    letters). A given name alone is not: many have it.
    """
    plain = _bare(text)
    # Names are broken by a hyphen at the end of a line, and run together in what is read by a machine.
    written = (plain, re.sub(r"-\s*", "", plain), _BETWEEN.sub(" ", plain))
    patterns = "|".join(f"(?:{pattern})" for pattern in _patterns(person, nameable))
    return bool(patterns) and any(re.search(patterns, text, re.IGNORECASE) for text in dict.fromkeys(written))


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


def _close_names(own: str, background: Background) -> Iterator[tuple[str, str]]:
    """Yield `friend` and `Aigul`: a word for somebody close, and the capitalised one right behind it."""
    kin = background.lexicon.kin
    for one, other in pairwise(_WORD.finditer(own)):
        plain = one[0].casefold()
        if plain not in kin.words and not plain.startswith(kin.stems):
            continue
        between = own[one.end() : other.start()].strip(" ")
        after = own[other.end() :].lstrip(" ")[:1]
        # Behind a comma only what another comma closes is a name: "my sister, Aigul, …".
        joined = not between or (between == "," and after in {",", ".", ";", ""})
        name = other[0]
        if joined and name[0].isupper() and not name.isupper():
            yield one[0], name


def _public_words(letter: Letter, background: Background) -> frozenset[str]:
    """Return how the capitalised words begin that the letter says anyway: of countries and offices."""
    recipient, campaign = letter.recipient, text_by(letter, Author.CAMPAIGN)
    link = told_in(background.sender.link, letter.language)
    if link:
        campaign = campaign.replace(link, " ")
    texts = [
        campaign,
        letter.subject,
        recipient.title,
        recipient.institution_name,
        recipient.group_name,
        *recipient.envelope,
        *(name for person in background.campaign.people for name in person.names),
    ]
    return frozenset(
        word.casefold()[:_STEM] for text in texts for word in _WORD.findall(text) if word[0].isupper()
    )
