"""Letters that are not made because of whom they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from advocate.core.campaign import PersonWish, Standing
from advocate.core.naming import NEVER_NAMED, named_in
from advocate.core.problems import Problem
from advocate.core.standing import wished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.campaign import Campaign, Person
    from advocate.core.compose import LetterText, Order
    from advocate.core.registry import Words
    from advocate.core.sender import Sender

WHO: Final = {
    Standing.RELATIVE: "a relative of somebody in this case",
    Standing.MINOR: "a child",
    Standing.PRIVATE: "somebody private",
}
"""What somebody is whom no text of a campaign names."""


def own_words_refused(campaign: Campaign, note: str, sender: Sender) -> Iterator[Problem]:
    """Yield why no letter is made with the writer's own words: they name somebody who has asked not to be."""
    own = "\n".join((note, *sender.occupation.values(), *sender.link.values()))
    for person in named_in(own, campaign.people) if own.strip() else ():
        if person.wish:
            words = f"no letter is made with this name in your own words{wished(person)}: leave it out"
            yield _asked(person, words)


def text_refused(order: Order) -> Iterator[Problem]:
    """Yield why no letter is made from a text of a campaign: it names somebody whom letters never name."""
    for person in named_in("\n".join(_campaign_words(order)), order.campaign.people):
        which = f"the letter {order.sheet.id!r} ({order.version.id}, {order.text.language})"
        yield naming_problem(person, which, "no such letter is made; 'advocate campaign check' says where")


def naming_problem(person: Person, where: str, then: str) -> Problem:
    """Return what is wrong where a text of a campaign names a person; `then` is what follows from it."""
    if person.wish and person.standing not in NEVER_NAMED:
        return _asked(person, f"{where} names somebody who is not to be named{wished(person)}: {then}")
    return Problem("people.named", f"{where} names {person.name}, {WHO[person.standing]}: {then}")


def _asked(person: Person, words: str) -> Problem:
    if person.wish is PersonWish.DO_NOT_NAME:
        return Problem("people.do-not-name", words)
    return Problem("people.stop-writing", words)


def _campaign_words(order: Order) -> Iterator[str]:
    """Yield all that a campaign says in a letter, on the telephone, and in a submission."""
    campaign, sheet, language = order.campaign, order.sheet, order.text.language
    texts: tuple[LetterText | None, ...] = (order.text, order.call)
    yield from (text.said for text in texts if text)
    asks = (ask.text for ask in campaign.asks if ask.id == order.version.ask)
    outcome = sheet.outcome
    told: list[Words | None] = [campaign.title, campaign.source.title, campaign.source.publisher, *asks]
    told += [sheet.title, sheet.brief, *sheet.facts.values()]
    told += [outcome.text, outcome.brief] if outcome else []
    for words in told:
        # What is not there in the letter's language is said in English.
        yield from ((words or {}).get(code, "") for code in dict.fromkeys((language, "en")))
