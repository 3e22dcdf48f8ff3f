"""Whom a letter could put in danger: writers whom the state that it goes to can get hold of.

An institution says whose people its state can reach (`reach`), and a writer in which country they are and
which they are tied to. Where both name the same one, a signed letter is no small thing: Amnesty's groups do
not write on their own country, so that nobody is put in danger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from advocate.core.campaign import Campaign
    from advocate.core.registry import Institution, Office
    from advocate.core.sender import Sender


@dataclass(frozen=True, slots=True)
class Concerned:
    """An office through which states can get hold of the writer: its id, its title, and their countries."""

    contact: str
    office: str
    countries: tuple[str, ...]


def countries_at_risk(office: Office, sender: Sender) -> tuple[str, ...]:
    """Return the countries (ISO 3166-1 alpha-2) that can get hold of a writer through an office.

    The writer's country counts, and the ties that they have told. Of a writer who has told neither nothing
    is known.
    """
    known = {sender.country, *(sender.ties or ())}
    return tuple(dict.fromkeys(code for code in office.institution.reach if code in known))


def countries_of_risk(institutions: Iterable[Institution]) -> tuple[str, ...]:
    """Return every country whose people any of the institutions can reach, each once, in their order."""
    return tuple(dict.fromkeys(code for institution in institutions for code in institution.reach))


def held_back(concerned: Iterable[Concerned], accepted: Collection[str]) -> tuple[Concerned, ...]:
    """Return those to whom no letter is made: where any of the countries has not been accepted."""
    return tuple(each for each in concerned if not set(each.countries) <= set(accepted))


def by_country(concerned: Iterable[Concerned]) -> dict[str, tuple[Concerned, ...]]:
    """Return for every country that can reach the writer the offices concerned, in their order."""
    found: dict[str, tuple[Concerned, ...]] = {}
    for each in concerned:
        for code in each.countries:
            found[code] = (*found.get(code, ()), each)
    return found


def acceptance_problems(accepted: Sequence[str], known: Sequence[str]) -> tuple[Problem, ...]:
    """Return what is wrong with accepted countries, where `known` are the campaign's countries of risk."""
    there = f"those that are: {', '.join(known)}" if known else "it has none"
    return tuple(
        Problem("risk.unknown", f"--accept-risk: {code!r} is no country of risk in this campaign ({there})")
        for code in dict.fromkeys(accepted)
        if code not in known
    )


def untold_risks(campaign: Campaign, institutions: Iterable[Institution]) -> tuple[Problem, ...]:
    """Return a problem for every country that institutions reach and the case sheet tells no risk of."""
    told = {risk.country for risk in campaign.risks}
    return tuple(
        Problem(
            "campaign.risk-missing",
            f"institutions reach people of {code!r}, and 'risks' in campaign.yaml does not say what a signed"
            " letter can mean there",
        )
        for code in countries_of_risk(institutions)
        if code not in told
    )
