"""The writer: what they chose to say about themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

Told = Mapping[str, str]
"""Words of the writer by language, under `ANY` where they did not say in which; never an empty text."""

ANY = ""
"""The language of words that are meant for the letter at hand, whatever its language is."""

IN_LANGUAGES = ("occupation", "link")
"""The details that are words of a language."""

NO_TIES = "none"
"""What a writer says who has no ties, so that they are not asked again."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The writer's own details; only what they typed, and an empty string for what they did not.

    `language` is the one they write in (ISO 639-1): that of a letter where nothing else is asked for. `ties`
    are the countries (ISO 3166-1 alpha-2) where they or their family live, come from or will travel to; None
    where they did not say. They decide which letters are held back (`core.risk`), and stand in no letter.
    """

    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    occupation: Told = field(default_factory=dict)
    link: Told = field(default_factory=dict)
    language: str = ""
    ties: tuple[str, ...] | None = None


def ties_in(text: str) -> tuple[str, ...] | None:
    """Return the countries that a text names, such as `KZ, KG`: none for `none`, None for an empty text."""
    words = re.split(r"[,;\s]+", text.strip(" ,;"))
    if words == [""]:
        return None
    return (
        ()
        if [word.casefold() for word in words] == [NO_TIES]
        else tuple(dict.fromkeys(map(str.upper, words)))
    )


def ties_text(ties: tuple[str, ...] | None) -> str:
    """Return countries as the text that `ties_in` understands."""
    return "" if ties is None else ", ".join(ties) or NO_TIES


def told_in(words: Told, language: str) -> str:
    """Return what the writer says in a language; empty where they said nothing that fits it."""
    return words.get(language) or words.get(ANY, "")


def untold_in(sender: Sender, language: str) -> tuple[str, ...]:
    """Return the details that the writer has told, but not in this language: a letter leaves them out."""
    details: Mapping[str, Told] = {"occupation": sender.occupation, "link": sender.link}
    return tuple(key for key, words in details.items() if words and not told_in(words, language))


def with_details(sender: Sender, typed: Mapping[str, str]) -> Sender:
    """Return the writer with other details, each as it is kept; an empty one takes a detail away.

    Words of a language are taken to be in the writer's own.
    """
    apart = {*IN_LANGUAGES, "ties"}
    values: dict[str, str | Told | tuple[str, ...] | None] = {
        key: text for key, text in typed.items() if key not in apart
    }
    if "ties" in typed:
        values["ties"] = ties_in(typed["ties"])
    language = typed.get("language", sender.language)
    for key in IN_LANGUAGES:
        if key in typed:
            values[key] = _said(getattr(sender, key), language, typed[key])
    return replace(sender, **values)  # type: ignore[arg-type]  # texts and words by language, each under its key


def _said(before: Told, language: str, text: str) -> Told:
    # Without a language the words are for any letter, and then there is nothing to choose from.
    others = (
        {code: words for code, words in before.items() if code not in {ANY, language}} if language else {}
    )
    return others | ({language: text} if text else {})
