"""What a letter's text can name: small records of plain words, and nothing that could be called.

`core.compose` gives each of them its value.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """The office that is written to, in the language of the text."""

    title: str
    institution: str
    group: str


@dataclass(frozen=True, slots=True)
class SenderWords:
    """The writer, as far as they want to be known."""

    name: str
    city: str
    country: str
    occupation: str
    link: str


@dataclass(frozen=True, slots=True)
class CampaignWords:
    """The case's report."""

    title: str
    source: str
    publisher: str
    url: str
    as_of: str


@dataclass(frozen=True, slots=True)
class FirstWords:
    """The letter that a reminder is of, and how it went."""

    date: str
    subject: str
    by_post: bool
    by_email: bool
    by_form: bool
    by_phone: bool


RECORDS: dict[type, tuple[str, ...]] = {
    record: tuple(record.__annotations__) for record in (OfficeWords, SenderWords, CampaignWords, FirstWords)
}
"""The records, and which of their attributes a text may name."""


def _named(top: str, record: type) -> tuple[str, ...]:
    return tuple(f"{top}.{name}" for name in RECORDS[record])


PLACEHOLDERS = (
    *_named("office", OfficeWords),
    *_named("sender", SenderWords),
    *_named("campaign", CampaignWords),
    *("ask", "outcome", "date", "note"),
)
"""The closed vocabulary of a letter's text."""

SAID_IN_CALLS = (*(word for word in PLACEHOLDERS if word != "note"), "brief")
"""The vocabulary of a call: the case in two sentences, and no paragraph of the writer's own."""

SAID_IN_REMINDERS = (*PLACEHOLDERS, "brief", *_named("first", FirstWords), "reminded")
"""The vocabulary of a reminder: the letter it reminds of, how that went, and when it was reminded of last."""
