"""What the age of an entry means for a letter: which way is safer, and what to look up first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core import address
from advocate.core.dates import Freshness, PartialDate, freshness
from advocate.core.registry import Accepts, Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from advocate.core.registry import Office

CARRIERS = (Channel.EMAIL, Channel.ADDRESS, Channel.FORM)
"""The channels that bring a letter; a telephone or a fax number does not by itself."""

_SHORT = {Channel.EMAIL: "the e-mail", Channel.ADDRESS: "the postal address", Channel.FORM: "the web form"}
_LONG = _SHORT | {Channel.EMAIL: "the e-mail address"}
_SAFER = {Channel.EMAIL: "e-mail", Channel.ADDRESS: "post", Channel.FORM: "the web form"}
_LOOK_UP = {
    Channel.EMAIL: "look it up before you rely on it",
    Channel.ADDRESS: "look it up before you post",
    Channel.FORM: "it may have moved: look for it on the office's own website",
}


@dataclass(frozen=True, slots=True)
class Age:
    """How fresh the newest entry of a channel is, and when it was checked."""

    channel: Channel
    freshness: Freshness
    checked: PartialDate


def ages(entries: Iterable[tuple[Channel, PartialDate]], day: date) -> Mapping[Channel, Age]:
    """Return for each channel that has entries the age of its newest one on a day."""
    newest: dict[Channel, PartialDate] = {}
    for channel, checked in entries:
        if channel not in newest or checked.first_day > newest[channel].first_day:
            newest[channel] = checked
    return {channel: Age(channel, freshness(checked, day), checked) for channel, checked in newest.items()}


def ages_of(office: Office, day: date) -> Mapping[Channel, Age]:
    """Return the same for what can be used of an office on a day."""
    return ages(((detail.type, detail.checked) for detail in address.details_on(office, day)), day)


def preferred(known: Iterable[Channel], stale: Iterable[Channel]) -> frozenset[Channel]:
    """Return the carriers to use: those that are not stale, or all where all are, so that none is lost."""
    carriers = [channel for channel in CARRIERS if channel in set(known)]
    return frozenset(channel for channel in carriers if channel not in set(stale)) or frozenset(carriers)


def stale(known: Mapping[Channel, Age]) -> frozenset[Channel]:
    """Return the channels whose newest entry is stale."""
    return frozenset(channel for channel, age in known.items() if age.freshness is Freshness.STALE)


def advice(known: Mapping[Channel, Age], channel: Channel) -> str:
    """Return what follows from a carrier's age: a safer way, a second one, or to look it up."""
    if known[channel].freshness is not Freshness.STALE:
        return "it is probably still right"
    safer = [other for other in CARRIERS if other in known and other not in stale(known)]
    if safer:
        return f"{_SAFER[safer[0]]} is safer"
    if channel is Channel.EMAIL and Channel.ADDRESS in known:
        return "send the paper letter as well"
    return _LOOK_UP[channel]


def warnings(known: Mapping[Channel, Age], when: Callable[[PartialDate], str]) -> Iterator[tuple[Age, str]]:
    """Yield every carrier that is not fresh with a sentence about it; `when` puts its date into words."""
    for channel in CARRIERS:
        age = known.get(channel)
        if age and age.freshness is not Freshness.FRESH:
            doubt = "may be out of date" if age.freshness is Freshness.STALE else "is ageing"
            yield (
                age,
                f"{_LONG[channel]} {doubt} (last seen: {when(age.checked)}); {advice(known, channel)}",
            )


def in_short(office: Office, day: date) -> str:
    """Return in one line what the state of an entry means for a letter, empty where all is well."""
    known, contact = ages_of(office, day), office.contact
    parts = []
    if contact.holders and address.holder_on(contact, day) is None:
        parts.append("addressed to the office")
    old = [channel for channel in CARRIERS if channel in stale(known)]
    if old and len(old) == len([channel for channel in CARRIERS if channel in known]):
        last = max((known[channel].checked for channel in old), key=lambda checked: checked.first_day)
        both = ", and send both letters" if {Channel.EMAIL, Channel.ADDRESS} <= set(old) else ""
        parts.append(f"nothing was seen after {last}: look it up before you rely on it{both}")
    else:
        parts += [
            f"{_SHORT[channel]} was last seen in {known[channel].checked}, {advice(known, channel)}"
            for channel in old
        ]
    if not known:
        parts.append("no way to reach it is known")
    if contact.accepts.what is Accepts.SUBMISSION:
        parts.append("it acts on submissions only")
    return "; ".join(parts)
