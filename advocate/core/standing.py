"""Where a case stands: whether letters are still to be written, and what their writer has to know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.campaign import PersonWish, Status
from advocate.core.dates import Freshness, freshness
from advocate.core.letter import Finding, Weight
from advocate.core.naming import is_named, nameable_words
from advocate.core.registry import in_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from advocate.core.campaign import Campaign, LetterSheet, Outcome, Person
    from advocate.core.dates import PartialDate


def why_stopped(campaign: Campaign, sheet: LetterSheet) -> str | None:
    """Return in one line why no letter may be made, or None where letters may be made."""
    if campaign.status is Status.STOP:
        return f"the campaign {campaign.id!r} is stopped{_because(campaign.outcome)}"
    if sheet.status is Status.STOP:
        return f"the letter {sheet.id!r} is stopped{_because(sheet.outcome)}"
    for person in campaign.people:
        if person.wish is PersonWish.STOP_WRITING and is_about(campaign, sheet, person):
            return f"the letter {sheet.id!r} is stopped{wished(person)}"
    return None


def wished(person: Person) -> str:
    """Return what somebody has asked, since when and who says so, to stand behind what follows from it."""
    what = "not to be named" if person.wish is PersonWish.DO_NOT_NAME else "that nobody write about them"
    return f" since {person.since}: {person.name} has asked {what} (source: {person.source})"


def is_about(campaign: Campaign, sheet: LetterSheet, person: Person) -> bool:
    """Return whether a letter is about a person: the case sheet says so, or its sheet or asks name them."""
    return sheet.id in person.letters or is_named(
        person, "\n".join(words_of(campaign, sheet)), nameable_words(campaign.people)
    )


def words_of(campaign: Campaign, sheet: LetterSheet) -> Iterator[str]:
    """Yield everything that a letter's sheet says, and the asks that it makes, in every language."""
    asked = {version.ask for version in sheet.versions}
    several = [sheet.title, sheet.brief, *sheet.facts.values()]
    several += [sheet.outcome.text, sheet.outcome.brief] if sheet.outcome else []
    several += [ask.text for ask in campaign.asks if ask.id in asked]
    for words in several:
        yield from (words or {}).values()
    yield sheet.summary
    yield from (statement.says for statement in sheet.statements)


def _because(outcome: Outcome | None) -> str:
    if outcome is None:
        return ": its campaign asks that nobody send it any more"
    words = " ".join(in_language(outcome.text, "en").split())
    return f" since {outcome.date}: {words} (source: {outcome.source})"


def why_ended(campaign: Campaign, sheet: LetterSheet) -> str | None:
    """Return in one line that a campaign or case has ended, and how; None where both go on."""
    if campaign.status is Status.ENDED:
        return f"the campaign {campaign.id!r} has ended{_because(campaign.outcome)}"
    if sheet.status is Status.ENDED:
        return f"the case of the letter {sheet.id!r} has ended{_because(sheet.outcome)}"
    return None


def standing_findings(
    campaign: Campaign, sheet: LetterSheet, day: date, when: Callable[[PartialDate], str]
) -> Iterator[Finding]:
    """Yield what the writer has to know of the case, each in one line; `when` says a date in words."""
    for what, told in (("campaign", campaign), ("case", sheet)):
        if told.status is Status.ENDED:
            outcome = told.outcome
            why = f": {' '.join(in_language(outcome.text, 'en').split())}" if outcome else ""
            yield Finding(
                "status.ended",
                Weight.WARNING,
                f"this {what} has ended{why} Write only if you have a reason of today",
            )
    if Status.HISTORICAL in {campaign.status, sheet.status}:
        yield Finding(
            "status.historical",
            Weight.NOTE,
            f"a historical case: the facts are those of {when(sheet.as_of)}, and the letter says so;"
            " find out what has changed since",
        )
    elif freshness(sheet.as_of, day) is not Freshness.FRESH:
        yield Finding(
            "facts.old",
            Weight.NOTE,
            f"the facts are those of {when(sheet.as_of)}, and the letter says so;"
            " find out what has changed since",
        )
    if campaign.review_by and campaign.review_by.last_day < day:
        yield Finding(
            "facts.review-due",
            Weight.NOTE,
            f"whoever keeps this campaign meant to look it over by {when(campaign.review_by)}:"
            " ask whether it still stands",
        )
