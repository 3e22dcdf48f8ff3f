"""The review: what the writer should know about a finished letter before it leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advocate.core import anonymity, call, form_limit
from advocate.core.letter import Finding, Weight
from advocate.core.review import length
from advocate.core.review.asks import ask_findings
from advocate.core.review.background import Background
from advocate.core.review.background import own_words as own_words_in
from advocate.core.review.language import language_findings
from advocate.core.review.office import office_findings
from advocate.core.review.own_words import compared, own_word_findings
from advocate.core.review.people import people_findings
from advocate.core.review.privacy import privacy_findings
from advocate.core.review.reminder import reminder_findings
from advocate.core.review.tone import LONGEST_SUBJECT, tone_findings
from advocate.core.review.window import window_finding
from advocate.core.standing import standing_findings

if TYPE_CHECKING:
    from advocate.core.letter import Letter

_GRAVITY = {weight: place for place, weight in enumerate(Weight)}

__all__ = ["LONGEST_SUBJECT", "Background", "compared", "findings", "printed"]


def findings(letter: Letter, background: Background) -> tuple[Finding, ...]:
    """Return what was found, the gravest first, in the words of the program's own language."""
    when, held = background.telling.when, background.withholding
    found = (
        *people_findings(letter, background),
        *anonymity.own_words_finding(own_words_in(letter, background), held),
        *anonymity.findings(letter, background.office, background.sender, held),
        *office_findings(letter, background),
        *standing_findings(background.campaign, background.sheet, letter.date, when),
        *reminder_findings(letter),
        *length.length_finding(letter),
        *ask_findings(letter, background),
        *tone_findings(letter, background),
        *privacy_findings(letter, background),
        *language_findings(letter, background),
        *own_word_findings(letter),
        *form_limit.findings(letter),
        *call.findings(letter),
    )
    return tuple(sorted(found, key=lambda finding: _GRAVITY[finding.weight], reverse=True))


def printed(letter: Letter, pages: int, points: float) -> Letter:
    """Return the letter with what is to be said of its printed pages: their number, type and window.

    `points` is the size of the body type that it was printed in.
    """
    letter = length.printed(letter, pages, points)
    found = [finding for finding in window_finding(letter) if finding not in letter.findings]
    return replace(letter, findings=(*letter.findings, *found))
