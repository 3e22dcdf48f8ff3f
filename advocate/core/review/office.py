"""Whether the letter can reach its office, and whom it will find there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core import address, outlook
from advocate.core.check.domains import lies_in, plain_address, spelt
from advocate.core.dates import Freshness, PartialDate, freshness
from advocate.core.letter import Finding, Weight
from advocate.core.registry import Accepts, Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advocate.core.letter import Letter
    from advocate.core.registry import Office
    from advocate.core.review.background import Background
    from advocate.core.wording import Wording


def office_findings(letter: Letter, background: Background) -> Iterator[Finding]:
    """Yield what is known of the office: what it acts on, how old its addresses are, who holds it."""
    office, wording = background.office, background.telling
    yield from _blanks(letter)
    yield from _acceptance(letter, office)
    yield from _turned(letter, office)
    yield from _channels(letter, wording.when)
    yield from _holder(letter, office, wording.when)
    yield from _language(letter, office, wording)


def _blanks(letter: Letter) -> Iterator[Finding]:
    if letter.sender.name.startswith("["):
        yield Finding(
            "sender.blank",
            Weight.WARNING,
            "the blanks in square brackets are yours to fill: give --name and what else you wish to say",
        )


def _turned(letter: Letter, office: Office) -> Iterator[Finding]:
    """Yield each address that is not the institution's by what its campaign declares: letters may be turned.

    Where nothing is declared there is nothing to compare with; the check of the registry fails then. What the
    writers found themselves is theirs to judge.
    """
    institution = office.institution
    domains = frozenset(map(spelt, institution.domains))
    addresses = frozenset(map(plain_address, institution.addresses))
    if not (domains or addresses):
        return
    given = (*office.contact.contact_details, *institution.contact_details)
    own = {detail.value for detail in given if detail.local}
    for reach in letter.recipient.reaches:
        if reach.type not in {Channel.EMAIL, Channel.FORM} or reach.value in own:
            continue
        if not lies_in(reach.value, domains, addresses):
            declared = ", ".join((*institution.domains, *institution.addresses))
            yield Finding(
                "channel.outside-domains",
                Weight.PROBLEM,
                f"{reach.shown} is not the institution's own, which declares {declared}: look for it on its"
                " own website before you write",
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
    entries = ((reach.type, PartialDate.parse(reach.checked)) for reach in reaches)
    for age, words in outlook.warnings(outlook.ages(entries, letter.date), when):
        weight = Weight.WARNING if age.freshness is Freshness.STALE else Weight.NOTE
        yield Finding(f"channel.{age.freshness}-{age.channel}", weight, words)


def _acceptance(letter: Letter, office: Office) -> Iterator[Finding]:
    accepts, submission = office.contact.accepts, letter.submission
    if accepts.what is Accepts.SUBMISSION and submission:
        where = f"; the form: {submission.form}" if submission.form else ""
        yield Finding(
            "accepts.submission",
            Weight.WARNING,
            f"{accepts.note or 'this office acts on submissions, and a letter alone starts nothing'}"
            f" ('--as submission' writes the text for one{where})",
        )
    elif accepts.what is Accepts.FORM:
        forms = [reach.value for reach in letter.recipient.reaches_by(Channel.FORM)]
        where = f": {forms[0]}" if forms else ""
        yield Finding(
            "accepts.form",
            Weight.NOTE,
            f"{accepts.note or 'this office wants its web form to be used'}{where}",
        )
    elif accepts.note:
        yield Finding("accepts.letter", Weight.NOTE, accepts.note)


def _holder(letter: Letter, office: Office, when: Callable[[PartialDate], str]) -> Iterator[Finding]:
    holders = office.contact.holders
    holder = address.holder_on(office.contact, letter.date)
    if holder is None and holders:
        seen = [known for known in holders if known.checked.first_day <= letter.date] or holders
        last = max(seen, key=lambda known: known.checked.first_day)
        yield Finding(
            "holder.unknown",
            Weight.NOTE,
            f"addressed to the office: the last holder known is {last.name}"
            f" (last checked: {when(last.checked)})",
        )
    elif holder and freshness(holder.checked, letter.date) is not Freshness.FRESH:
        yield Finding(
            "holder.ageing",
            Weight.NOTE,
            f"{holder.name} was last seen in this office long ago (last checked: {when(holder.checked)});"
            " look whether that is still so",
        )
    if holder and not letter.recipient.named:
        yield Finding(
            "holder.unnamed",
            Weight.NOTE,
            f"{holder.name} holds this office; the letter does not say so, since nobody has written the name"
            " as this language needs it",
        )


def _language(letter: Letter, office: Office, wording: Wording) -> Iterator[Finding]:
    codes = office.languages.codes
    if codes and letter.language not in codes:
        named = [wording.language_name(code) for code in codes]
        several = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
        yield Finding(
            "language.foreign",
            Weight.NOTE,
            f"this office works in {several}; a letter in {wording.language_name(letter.language)} may wait"
            " for a translator",
        )
