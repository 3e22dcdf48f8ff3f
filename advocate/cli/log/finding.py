"""Which letters of the log are meant: by number, office, state, day, or a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.pinned import look_at_pin
from advocate.core.ledger import Search, State
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from advocate.cli.desk import Desk
    from advocate.core.ledger import Entry
    from advocate.outbox.ledger import Ledger

MOST_DIGITS = 18
"""Digits that a number of the log has at most; with one more it could exceed SQLite's greatest, 2^63 - 1."""

StateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--state", metavar="STATE", help=f"Only letters that are {', '.join(State)}. Repeat it at will."
    ),
]
SearchOption = Annotated[
    str | None,
    typer.Option("--search", metavar="TEXT", help="Only letters with these words in office, subject or id."),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Only what happened on this day or later.")
]
BeforeOption = Annotated[
    str | None, typer.Option("--before", metavar="YYYY-MM-DD", help="Only what happened before this day.")
]


def day_of(desk: Desk, flag: str, given: str | None) -> date | None:
    """Return the day that a flag names, None where it names none; raise ProblemsError where it is no day."""
    if given is None:
        return None
    try:
        return desk.day(given)
    except ProblemsError as error:
        raise ProblemsError(
            [Problem(each.code, each.message, Place(flag)) for each in error.problems]
        ) from None


def states_of(words: Iterable[str]) -> frozenset[State] | None:
    """Return the states that words name, None where there are none; raise ProblemsError for other words."""
    given = [word.strip().casefold().replace(" ", "-") for several in words for word in several.split(",")]
    known = [state.value for state in State]
    strange = [word for word in given if word not in known]
    if strange:
        raise ProblemsError(
            [
                Problem(
                    "log.state",
                    f"no letter is ever {word!r}{did_you_mean(word, known)}; there are: {', '.join(known)}",
                )
                for word in strange
            ]
        )
    return frozenset(State(word) for word in given) or None


def contacts_of(desk: Desk, words: Sequence[str], known: Iterable[str]) -> frozenset[str] | None:
    """Return the ids of the offices that words name, None where there are no words.

    The ids in the log are `known`; a word that is none of them may be an institution or a group of the
    campaign, where that can be read. Raises ProblemsError for a word that is neither.
    """
    from advocate.core.choose import EVERY_OFFICE, choose

    given = [word.strip() for several in words for word in several.split(",") if word.strip()]
    if not given or EVERY_OFFICE in given:
        return None
    logged = set(known)
    others = [word for word in given if word not in logged]
    found = {word for word in given if word in logged}
    if others:
        from advocate.cli.workshop import read_offices

        look_at_pin(desk.terminal, desk.campaign)
        try:
            offices = read_offices(desk.campaign, desk.terminal.problems).offices
            found |= {office.contact.id for office in choose(offices, others, day=desk.today)}
        except ProblemsError:
            unknown = [
                Problem("log.unknown", f"no letter to {word!r} is in the log{did_you_mean(word, logged)}")
                for word in others
            ]
            raise ProblemsError(unknown) from None
    return frozenset(found)


def settled(desk: Desk, ledger: Ledger) -> None:
    """Let letters that a run was sending when it was cut short be unknown, unless a run is sending now."""
    if not ledger.entries(Search(states=frozenset({State.SENDING}))):
        return
    from advocate.outbox.ledger import alone

    try:
        with alone(ledger.file):
            ledger.abandoned(desk.clock.now())
    except ProblemsError:
        # A run is sending them right now.
        return


def numbered(ledger: Ledger, words: Sequence[str]) -> list[Entry]:
    """Return the entries that words name: by their numbers, or by an office that has one letter only.

    Raises ProblemsError for every word that names none, or several.
    """
    found: list[Entry] = []
    problems: list[Problem] = []
    for word in (part.strip() for several in words for part in several.split(",")):
        if word.isascii() and word.isdecimal():
            entry = ledger.numbered(int(word)) if len(word) <= MOST_DIGITS else None
            here = [entry] if entry else []
        else:
            here = list(ledger.entries(Search(contacts=frozenset({word}))))
        if not here:
            words_ = f"the log has no letter {word!r}: 'advocate log' shows their numbers"
            problems.append(Problem("log.unknown", words_))
        elif len(here) > 1:
            several_ = ", ".join(f"{entry.id} ({entry.key.letter}, {entry.state})" for entry in here)
            problems.append(
                Problem("log.several", f"{word!r} has several letters, so name a number: {several_}")
            )
        else:
            found += here
    if problems:
        raise ProblemsError(problems)
    return list(dict.fromkeys(found))
