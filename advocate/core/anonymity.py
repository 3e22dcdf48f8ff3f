"""Letters that tell less of their writer: what is left out of them, and what that costs at each office.

A letter without a name leaves out every detail of its writer but the country, what they do and their link
with the case: those are words of the letter, and they can be taken away one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from advocate.core.letter import Finding, Weight
from advocate.core.registry import CONVENTION, Channel, Unsigned
from advocate.core.sender import told_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advocate.core.letter import Letter
    from advocate.core.registry import Office
    from advocate.core.sender import Sender


class Withheld(StrEnum):
    """What a letter keeps to itself of its writer."""

    NOTHING = "nothing"
    ADDRESS = "address"
    """Street, postcode, town and region."""
    NAME = "name"
    """The name, and by what else they could be reached or found: address, e-mail, telephone, signature."""


@dataclass(frozen=True, slots=True)
class Withholding:
    """What a letter keeps to itself, and the details themselves, by which its words are searched for them."""

    what: Withheld = Withheld.NOTHING
    details: tuple[str, ...] = field(default=(), repr=False)


UNSIGNED_WORDS: Final[Mapping[Unsigned, str]] = {
    Unsigned.NOT_CONSIDERED: "not considered",
    Unsigned.CONFIDENTIAL: "not considered, but whoever tells their name is kept confidential",
    Unsigned.READ: "read",
}
"""What an office does with letters without name or address, in words."""

_WITHHELD_WORDS: Final = {
    "en": "Name withheld",
    "fr": "Nom non communiqué",
    "ru": "Имя не указано",
    "kk": "Аты-жөні көрсетілмеген",
}
"""What stands in the place of a name, by convention."""

_NOBODY: Final = "N. N."
"""The same in any other language: nomen nescio, by convention."""

_ADDRESS: Final = ("street", "postcode", "city", "region")
_REACHED_BY: Final = ("name", *_ADDRESS, "email", "phone")
_SHORTEST: Final = 3
"""Characters of a detail that is looked for in the writer's own words; fewer are in any text."""


def withheld_words(language: str) -> str:
    """Return what stands in the place of the name of whoever does not tell it."""
    return _WITHHELD_WORDS.get(language.partition("-")[0], _NOBODY)


def without(sender: Sender, what: Withheld) -> Sender:
    """Return the writer without what is to be withheld."""
    match what:
        case Withheld.NOTHING:
            return sender
        case Withheld.ADDRESS:
            return replace(sender, **dict.fromkeys(_ADDRESS, ""))  # type: ignore[arg-type]  # texts all
        case Withheld.NAME:
            return replace(sender, **dict.fromkeys(_REACHED_BY, ""))  # type: ignore[arg-type]  # texts all


def withholding(sender: Sender, what: Withheld) -> Withholding:
    """Return what is withheld of a writer, with each detail and each word of the name."""
    left = without(sender, what)
    lost = [getattr(sender, key) for key in _REACHED_BY if getattr(sender, key) != getattr(left, key)]
    named = sender.name.split() if sender.name in lost else []
    return Withholding(what, tuple(dict.fromkeys((*lost, *named))))


def findings(letter: Letter, office: Office, sender: Sender, held: Withholding) -> Iterator[Finding]:
    """Yield what it costs at an office to tell less, and what of the writer the letter tells all the same.

    `sender` is the writer as the letter knows them. Nothing is yielded where nothing is withheld.
    """
    if held.what is Withheld.NOTHING:
        return
    yield _cost(office) if held.what is Withheld.NAME else _cost_of_address(office)
    if held.what is Withheld.NAME:
        yield from _still_told(letter, sender)


def own_words_finding(words: str, held: Withholding) -> Iterator[Finding]:
    """Yield a problem where the writer's own words tell what the letter is to withhold.

    Names are looked for as they were typed: other forms of them, as Russian has, are not seen.
    """
    told: list[str] = []
    for detail in held.details:
        pattern = rf"(?<!\w){re.escape(detail)}(?!\w)"
        known = len(detail) < _SHORTEST or any(detail in other for other in told)
        if not known and re.search(pattern, words, re.IGNORECASE):
            told.append(detail)
    if told:
        yield Finding(
            "anonymity.own-words",
            Weight.PROBLEM,
            "your own words tell what this letter is to withhold: leave it out of them",
            ", ".join(told),
        )


def _cost(office: Office) -> Finding:
    said = office.anonymity
    if said is None:
        words = "nobody has written what this office does with a letter without a name; it cannot answer one"
        return Finding("anonymity.unknown", Weight.NOTE, words)
    by = _by(office)
    if said.unsigned is Unsigned.READ:
        words = said.note or "this office reads letters without a name"
        return Finding("anonymity.read", Weight.NOTE, f"without your name: {words}{by}")
    told = f": {said.note}" if said.note else ""
    words = f"without your name this letter is {UNSIGNED_WORDS[said.unsigned]}{told}{by}"
    if said.unsigned is Unsigned.CONFIDENTIAL:
        return Finding("anonymity.confidential", Weight.WARNING, words)
    return Finding("anonymity.not-considered", Weight.WARNING, words)


def _cost_of_address(office: Office) -> Finding:
    said = office.anonymity
    if said is None or said.unsigned is Unsigned.READ:
        told = f": {said.note}{_by(office)}" if said and said.note and said.source != CONVENTION else ""
        words = f"without your address no answer can come by post{told}"
        return Finding("anonymity.no-address", Weight.NOTE, words)
    kept = ", and keeps it confidential" if said.unsigned is Unsigned.CONFIDENTIAL else ""
    told = f": {said.note}" if said.note else ""
    words = (
        f"this office asks for your address{kept}; without it the letter may be put aside{told}{_by(office)}"
    )
    return Finding("anonymity.address-wanted", Weight.WARNING, words)


def _by(office: Office) -> str:
    source = office.anonymity_source
    return f" ({source.title}, {source.url})" if source else ""


def _still_told(letter: Letter, sender: Sender) -> Iterator[Finding]:
    told = {"what you do": sender.occupation, "your link with the case": sender.link}
    left = [words for words, said in told.items() if told_in(said, letter.language)]
    if left:
        words = f"the letter still says {' and '.join(left)}, by which you may be known: take it away if so"
        yield Finding("anonymity.told", Weight.WARNING, words)
    if letter.recipient.reaches_by(Channel.EMAIL):
        yield Finding(
            "anonymity.email",
            Weight.NOTE,
            "an e-mail tells the address and mostly the name of the account it is sent from, whatever the"
            " letter leaves out: post the letter, or use an account that tells nothing of you",
        )
