"""The review: what the writer should know about a finished letter before it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.campaign import Status
from advocate.core.dates import Freshness, PartialDate, freshness
from advocate.core.letter import Finding, Weight
from advocate.core.registry import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advocate.core.campaign import LetterSheet
    from advocate.core.letter import Letter
    from advocate.core.registry import Office

LONGEST_SUBJECT = 78
"""Characters in a subject (RFC 5322, section 2.1.1: lines should not pass 78)."""


def findings(
    letter: Letter, office: Office, sheet: LetterSheet, when: Callable[[PartialDate], str]
) -> tuple[Finding, ...]:
    """Return what was found, the gravest first."""
    found = (
        *_blanks(letter),
        *_channels(letter, when),
        *_holder(letter, office, when),
        *_facts(letter, sheet, when),
        *_subject(letter),
    )
    return tuple(sorted(found, key=lambda finding: list(Weight).index(finding.weight), reverse=True))


def _blanks(letter: Letter) -> Iterator[Finding]:
    if letter.sender.name.startswith("["):
        yield Finding(
            "sender.blank",
            Weight.WARNING,
            "the blanks in square brackets are yours to fill: give --name and what else you wish to say",
        )


def _channels(letter: Letter, when: Callable[[PartialDate], str]) -> Iterator[Finding]:
    reaches = letter.recipient.reaches
    if not reaches:
        yield Finding(
            "channel.none",
            Weight.WARNING,
            "no address, e-mail, form or telephone number of this office is known: look for one on its own"
            " website, and tell us",
        )
    for reach in reaches:
        if reach.caution:
            yield Finding("channel.caution", Weight.WARNING, f"{reach.shown}: {reach.caution}")
    stale = {
        channel: when(PartialDate.parse(letter.recipient.reaches_by(channel)[0].checked))
        for channel in (Channel.EMAIL, Channel.ADDRESS)
        if letter.recipient.reaches_by(channel)
        and all(reach.freshness is Freshness.STALE for reach in letter.recipient.reaches_by(channel))
    }
    if Channel.EMAIL in stale:
        advice = "look it up before you rely on it"
        if letter.recipient.posted:
            advice = "send the paper letter as well" if Channel.ADDRESS in stale else "post is safer"
        yield Finding(
            "channel.stale-email",
            Weight.WARNING,
            f"the e-mail address may be out of date (last seen: {stale[Channel.EMAIL]}); {advice}",
        )
    if Channel.ADDRESS in stale:
        yield Finding(
            "channel.stale-address",
            Weight.WARNING,
            f"the postal address may be out of date (last seen: {stale[Channel.ADDRESS]});"
            " look it up before you post",
        )


def _holder(letter: Letter, office: Office, when: Callable[[PartialDate], str]) -> Iterator[Finding]:
    if office.contact.holders and letter.recipient.holder is None:
        holders = office.contact.holders
        seen = [holder for holder in holders if holder.checked.first_day <= letter.date] or holders
        last = max(seen, key=lambda holder: holder.checked.first_day)
        yield Finding(
            "holder.unknown",
            Weight.NOTE,
            f"addressed to the office: the last holder known is {last.name}"
            f" (last checked: {when(last.checked)})",
        )


def _facts(letter: Letter, sheet: LetterSheet, when: Callable[[PartialDate], str]) -> Iterator[Finding]:
    if sheet.status is Status.HISTORICAL or freshness(sheet.as_of, letter.date) is not Freshness.FRESH:
        yield Finding(
            "facts.old",
            Weight.NOTE,
            f"the facts are those of {when(sheet.as_of)}, and the letter says so;"
            " find out what has changed since",
        )


def _subject(letter: Letter) -> Iterator[Finding]:
    if len(letter.subject) > LONGEST_SUBJECT:
        yield Finding(
            "subject.long",
            Weight.WARNING,
            f"the subject has {len(letter.subject)} characters: beyond {LONGEST_SUBJECT} it is cut off",
        )
