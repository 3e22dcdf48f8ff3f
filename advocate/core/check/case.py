"""What is wrong or doubtful in a case sheet and the sheets of its letters, beside the offices they are for.

The way of a remark leads through `campaign.yaml`; where it begins with `letters` and a letter's id, the rest
leads through that letter's sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.campaign import Review
from advocate.core.check.remark import Remark
from advocate.core.check.walk import names
from advocate.core.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from advocate.core.campaign import Campaign, LetterSheet, Version
    from advocate.core.check.remark import Way
    from advocate.core.registry import Office, Registry, Words


def case_remarks(campaign: Campaign, day: date) -> Iterator[Remark]:
    """Yield what a campaign lacks or has too much of, whoever its offices are."""
    yield from _unused_asks(campaign)
    yield from _shared_words(campaign)
    if campaign.review_by and campaign.review_by.last_day < day:
        words = (
            f"somebody meant to look this campaign over by {campaign.review_by}: see whether it still stands"
        )
        yield Remark.warning("campaign.review-due", words, ("review_by",))
    for sheet in campaign.letters:
        yield from _asks_in_languages(campaign, sheet)
        yield from _sheet_in_languages(sheet)
        yield from _reviews(sheet)


def office_remarks_of(campaign: Campaign, registry: Registry) -> Iterator[Remark]:
    """Yield where letters are for offices that the registry does not have, and offices without a letter."""
    offices = registry.offices
    groups = sorted({office.group.id for office in offices})
    for sheet in campaign.letters:
        for version in sheet.versions:
            way = ("letters", sheet.id, "versions", version.id)
            for number, group in enumerate(version.groups):
                if group not in groups:
                    words = (
                        f"version {version.id!r}: there is no group {group!r}{did_you_mean(group, groups)}"
                    )
                    yield Remark.error("letter.unknown-group", words, (*way, "groups", number))
            if not _has_an_office(version, sheet, offices):
                words = f"version {version.id!r} is for no office of this registry"
                yield Remark.note("campaign.no-office", words, way)


def _has_an_office(version: Version, sheet: LetterSheet, offices: Iterable[Office]) -> bool:
    return any(sheet.version_for(office) is version for office in offices)


def _unused_asks(campaign: Campaign) -> Iterator[Remark]:
    used = {version.ask for sheet in campaign.letters for version in sheet.versions}
    for number, ask in enumerate(campaign.asks):
        if ask.id not in used:
            yield Remark.warning(
                "campaign.unused-ask", f"no letter makes the ask {ask.id!r}", ("asks", number, "id")
            )


def _shared_words(campaign: Campaign) -> Iterator[Remark]:
    """Yield which words of the case sheet would stand in English in a letter of another language."""
    languages = sorted({language for sheet in campaign.letters for language in sheet.languages})
    told: Sequence[tuple[str, Words, Way]] = (
        ("title", campaign.title, ("title",)),
        ("source's title", campaign.source.title, ("source", "title")),
        ("source's publisher", campaign.source.publisher, ("source", "publisher")),
    )
    for what, words, way in told:
        missing = [language for language in languages if language not in words]
        if missing:
            said = f"the {what} is not there in {names(missing)}: letters in it have it in English"
            yield Remark.warning("campaign.no-words", said, way)


def _asks_in_languages(campaign: Campaign, sheet: LetterSheet) -> Iterator[Remark]:
    numbers = {ask.id: number for number, ask in enumerate(campaign.asks)}
    for version in sheet.versions:
        number = numbers.get(version.ask)
        if number is None:
            continue
        missing = [code for code in version.languages if code not in campaign.asks[number].text]
        if missing:
            words = (
                f"the ask {version.ask!r} is not there in {names(missing)}, and {sheet.id!r} ({version.id})"
                " would ask in English"
            )
            yield Remark.error("campaign.ask-language", words, ("asks", number, "text"))


def _sheet_in_languages(sheet: LetterSheet) -> Iterator[Remark]:
    here: Way = ("letters", sheet.id)
    for version in sheet.versions:
        missing = [code for code in sheet.languages if code not in version.languages]
        if missing:
            words = f"version {version.id!r} is not there in {names(missing)}"
            yield Remark.note("campaign.no-translation", words, (*here, "versions", version.id))
    told: list[tuple[str, Words, Way]] = [("title", sheet.title, ("title",))]
    if sheet.outcome:
        told.append(("outcome", sheet.outcome.text, ("outcome", "text")))
    for what, said_in, way in told:
        missing = [code for code in sheet.languages if code not in said_in]
        if missing:
            said = f"the {what} is not there in {names(missing)}: it is said in English there"
            yield Remark.warning("campaign.no-words", said, (*here, *way))
    # A procedure has languages of its own, and seldom all of a letter's.
    untold = [code for code in sheet.languages if any(code not in fact for fact in sheet.facts.values())]
    if untold:
        said = f"not all facts are there in {names(untold)}: submissions say them in English"
        yield Remark.note("campaign.no-facts", said, (*here, "facts"))


def _reviews(sheet: LetterSheet) -> Iterator[Remark]:
    here: Way = ("letters", sheet.id, "reviews")
    for language in sheet.languages:
        if language not in sheet.reviews:
            words = f"nothing is said of who has read the words in {language!r}"
            yield Remark.warning("campaign.no-review", words, here)
    unread = [code for code in sheet.languages if sheet.reviews.get(code) is Review.NOT_REVIEWED]
    if unread:
        words = f"no native reader has looked at it yet in {names(unread)}"
        yield Remark.note("campaign.not-reviewed", words, here)
