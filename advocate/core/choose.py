"""Choosing whom to write to: words for offices, institutions, groups or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.problems import Problem, ProblemsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advocate.core.registry import Office

EVERY_OFFICE = "all"


def choose(offices: Sequence[Office], to: Iterable[str], without: Iterable[str] = ()) -> tuple[Office, ...]:
    """Return the offices that the words name, less the excepted ones, each once and in registry order.

    A word is the id of a contact, an institution or a group, or `all`; several may stand in one word,
    separated by commas. Raises ProblemsError that names every unknown word with the nearest known ones.
    """
    wanted, unwanted = _words(to), _words(without)
    known = {word for office in offices for word in _names(office)} | {EVERY_OFFICE}
    problems = [_unknown(word, known) for word in (*wanted, *unwanted) if word not in known]
    if problems:
        raise ProblemsError(problems)
    return tuple(
        office for office in offices if _names(office) & set(wanted) and not _names(office) & set(unwanted)
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
    parts += [holder.name for holder in office.contact.holders]
    return "\n".join(parts).casefold()


def _unknown(word: str, known: Iterable[str]) -> Problem:
    near = did_you_mean(word, known) or "; 'advocate contacts list' shows them all"
    return Problem("to.unknown", f"no office, institution or group is called {word!r}{near}")
