"""The addresses from which letters came back: used no more, and used again where that is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.cli.contacts.amending import study
from advocate.core.bounce import addresses_of, resumed, stopped
from advocate.core.ledger import Search, State, Via
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advocate.cli.contacts.amending import Study
    from advocate.cli.desk import Desk
    from advocate.core.amend import Book
    from advocate.core.ledger import Entry
    from advocate.core.overlay import Overlay
    from advocate.outbox.ledger import Ledger

_BY_HAND = frozenset({Via.POST, Via.FORM, Via.PHONE})
"""The ways on which no e-mail can come back."""


def came_back_from(desk: Desk, entries: Sequence[Entry], given: str | None) -> Mapping[int, str]:
    """Return the e-mail addresses from which letters came back, by number; none for one that went otherwise.

    Raises ProblemsError where nobody knows which address it was, or where another campaign holds it.
    """
    found: dict[int, str] = {}
    problems: list[Problem] = []
    for entry in entries:
        if given is None and entry.via in _BY_HAND:
            continue
        known = _known(desk, entry)
        which = given or entry.address or (known[0] if len(known) == 1 else "")
        if not which:
            there = ", ".join(known) or "no e-mail address of it is known"
            words = f"from which address did letter {entry.id} come back? Add --address ({there})"
            problems.append(Problem("log.address", words))
        elif given and given not in {*known, entry.address}:
            words = f"{entry.key.contact!r} has no address {given!r}{did_you_mean(given, known)}"
            problems.append(Problem("log.address", words, Place("--address")))
        else:
            found[entry.id] = which
    if problems:
        raise ProblemsError(problems)
    return found


def stop(desk: Desk, entry: Entry, address: str) -> None:
    """Write into the writer's own contacts that an address is used no more, and say so."""
    here = _at_home(desk, entry)
    if address in _known(desk, entry):
        _amend(desk, here, lambda book: stopped(book, entry.key.contact, address))


def resume(desk: Desk, ledger: Ledger, entry: Entry) -> bool:
    """Let the address of a letter that has not come back after all be used again; return whether it is.

    It stays out of use where another letter has come back from it.
    """
    key = entry.key
    search = Search(
        contacts=frozenset({key.contact}), states=frozenset({State.BOUNCED}), campaign=key.campaign
    )
    if not entry.address or any(other.address == entry.address for other in ledger.entries(search)):
        return False
    return _amend(desk, _at_home(desk, entry), lambda book: resumed(book, key.contact, entry.address))


def _known(desk: Desk, entry: Entry) -> Sequence[str]:
    """Return the e-mail addresses of a letter's office, none where the campaign has it no more."""
    book = _at_home(desk, entry).read(desk)
    if all(entry.key.contact != office.contact.id for office in book.merged.offices):
        return ()
    return addresses_of(book, entry.key.contact)


def _at_home(desk: Desk, entry: Entry) -> Study:
    """Return where the corrections of a letter's campaign are kept; raise ProblemsError for another one."""
    from advocate.sources.places import overlay_file

    here = study(desk, None)
    if here.file != overlay_file(entry.key.campaign):
        words = (
            f"letter {entry.id} is of the campaign {entry.key.campaign!r}, whose addresses are elsewhere:"
            " add --campaign with its folder"
        )
        raise ProblemsError([Problem("log.campaign", words)])
    return here


def _amend(desk: Desk, here: Study, change: Callable[[Book], Overlay]) -> bool:
    """Keep a change of the writer's corrections; return whether it was one."""
    book = here.read(desk)
    if change(book) == book.overlay:
        return False
    here.amend(desk, change)
    return True
