"""Choosing whom to write to: words for offices, institutions, groups or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.address import retired_on
from advocate.core.problems import Problem, ProblemsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from advocate.core.registry import Office

EVERY_OFFICE = "all"


def choose(
    offices: Sequence[Office], to: Iterable[str], without: Iterable[str] = (), *, day: date
) -> tuple[Office, ...]:
    """Return the offices that the words name, less the excepted ones, each once and in registry order.

    A word is the id of a contact, an institution or a group, or `all`; several may stand in one word,
    separated by commas. An office that is retired on the day is left out. Raises ProblemsError that names
    every unknown word with the nearest known ones, and every retired office that was asked for by its id.
    """
    wanted, unwanted = set(_words(to)), set(_words(without))
    known = {EVERY_OFFICE}
    for office in offices:
        known |= _names(office)
    problems = [_unknown(word, known) for word in (*_words(to), *_words(without)) if word not in known]
    retired = {office.contact.id: office for office in offices if retired_on(office, day)}
    problems += [_retired(retired[word]) for word in _words(to) if word in retired]
    if problems:
        raise ProblemsError(problems)
    return tuple(
        office
        for office in offices
        if not wanted.isdisjoint(_names(office))
        and unwanted.isdisjoint(_names(office))
        and office.contact.id not in retired
    )


def search(offices: Iterable[Office], text: str) -> tuple[Office, ...]:
    """Return the offices with `text` in an id, title, name of a body or name of a holder, in any case."""
    needle = text.casefold()
    return tuple(office for office in offices if needle in _haystack(office))


def _words(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for words in given for word in words.split(",") if word.strip())


def _names(office: Office) -> set[str]:
    return {office.contact.id, office.institution.id, office.group.id, EVERY_OFFICE}


def _haystack(office: Office) -> str:
    named = (office.contact, office.institution, office.group)
    parts = [item.id for item in named]
    parts += office.contact.title.values()
    parts += [words for item in named[1:] for words in item.name.values()]
    for holder in office.contact.holders:
        parts += [holder.name, *(name.name for name in holder.names.values())]
    return "\n".join(parts).casefold()


def _retired(office: Office) -> Problem:
    retired = office.contact.retired
    why = f" since {retired.date}: {retired.reason}" if retired else ""
    return Problem("to.retired", f"{office.contact.id} is written to no more{why}")


def _unknown(word: str, known: Iterable[str]) -> Problem:
    near = did_you_mean(word, known) or "; 'advocate contacts list' shows them all"
    return Problem("to.unknown", f"no office, institution or group is called {word!r}{near}")
