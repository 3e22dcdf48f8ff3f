"""Letters that could put their writer in danger: told why, and made only where the writer says yes."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from advocate.cli.options import ReportFormat
from advocate.cli.workshop import HELD_BACK
from advocate.core.letter import Finding, Weight
from advocate.core.problems import Problem, ProblemsError
from advocate.core.registry import in_language
from advocate.core.risk import by_country, held_back

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from advocate.cli.desk import Desk
    from advocate.cli.terminal import Terminal
    from advocate.cli.workshop import Work
    from advocate.core.campaign import Campaign, Risk
    from advocate.core.letter import Letter
    from advocate.core.risk import Concerned
    from advocate.sources.wording import CldrWording

_ENOUGH = 12
_UNTOLD = (
    "This campaign does not say what the law of {} does with a signed letter: ask somebody who knows, before"
    " you sign one."
)


def hold_back(
    desk: Desk,
    work: Work,
    accepted: Collection[str],
    *,
    report: ReportFormat = ReportFormat.TABLE,
    ask: bool = True,
) -> Work:
    """Return the work without the letters that could harm the writer; tell which, and why.

    Whoever sits in front of it is asked, where `ask` allows that, and by an explicit yes the letters stay.
    Raises ProblemsError, with the exit code of what is held back, where no letter is left.
    """
    to = {letter.recipient.contact for letter in work.letters}
    held = stopped(
        desk,
        [each for contact, each in work.at_risk.items() if contact in to],
        work.campaign,
        accepted,
        ask=ask and report is ReportFormat.TABLE,
    )
    if not held:
        return work
    left = work.without(held)
    if not left.letters:
        if report is ReportFormat.JSON:
            desk.terminal.write_json({"letters": [], "held_back": held_back_data(held)})
        raise ProblemsError([nothing_left(held)], exit_code=HELD_BACK)
    return left


def stopped(
    desk: Desk, concerned: Sequence[Concerned], campaign: Campaign, accepted: Collection[str], *, ask: bool
) -> tuple[Concerned, ...]:
    """Return the offices whose letters are held back; tell of them, and ask where `ask` allows that."""
    held = held_back(concerned, accepted)
    if not held:
        return ()
    tell_risk(desk.terminal.aside(), held, campaign, accepted)
    return () if ask and can_be_asked() and _agreed(desk, held) else held


def nothing_left(held: Iterable[Concerned]) -> Problem:
    """Return that every letter is held back, and what makes them anyway."""
    words = f"every letter is held back, so nothing was made; --accept-risk {_codes(held)} makes them anyway"
    return Problem("risk.held-back", words)


def _codes(held: Iterable[Concerned]) -> str:
    return ",".join(by_country(held))


def can_be_asked() -> bool:
    """Return whether somebody sits in front of this terminal and sees the question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def question(held: Collection[Concerned]) -> str:
    """Return the question whether these letters are made in spite of the danger."""
    return f"Make {'this letter' if len(held) == 1 else f'these {len(held)} letters'} anyway?"


def _agreed(desk: Desk, held: Collection[Concerned]) -> bool:
    from advocate.cli.asking import asking, leaving
    from advocate.cli.asking.questions import BackError

    with leaving("nothing was made"):
        try:
            return asking(desk.terminal, plain=False).yes(question(held), default=False)
        except BackError:
            return False


def tell_risk(
    talk: Terminal, held: Iterable[Concerned], campaign: Campaign, accepted: Collection[str] = ()
) -> None:
    """Say for each country which letters are concerned, why, and what else helps."""
    from advocate.sources.wording import CldrWording

    wording = CldrWording("en")
    known = {risk.country: risk for risk in campaign.risks}
    for code, offices in by_country(held).items():
        if code in accepted:
            continue
        country = wording.country(code)
        count = len(offices)
        letters = (
            f"1 letter is held back for your safety: it goes to an office of {country}"
            if count == 1
            else f"{count} letters are held back for your safety: they go to offices of {country}"
        )
        names = ", ".join(each.contact for each in offices[:_ENOUGH])
        more = f" and {count - _ENOUGH} more" if count > _ENOUGH else ""
        head = f"{letters}, a state that can get hold of you or of people close to you ({names}{more})"
        talk.say(talk.wrap(head, hanging="  "))
        risk = known.get(code)
        for fact in _facts(risk, wording) if risk else (_UNTOLD.format(country),):
            talk.say(talk.wrap(fact, "  - ", "    "))
        if risk:
            talk.say(talk.wrap(f"What else helps: {in_language(risk.instead, 'en')}", "  ", "    "))


def _facts(risk: Risk, wording: CldrWording) -> Iterator[str]:
    for fact in risk.why:
        yield f"{in_language(fact.says, 'en')} ({fact.title}, {wording.when(fact.date)}: {fact.url})"


def tell_way_on(talk: Terminal, held: Collection[Concerned]) -> None:
    """Say at the end what was held back, since the reason is far above by then, and what makes it anyway."""
    letters = "1 letter was" if len(held) == 1 else f"{len(held)} letters were"
    words = (
        f"{letters} held back for your safety; the reason stands above, and --accept-risk"
        f" {_codes(held)} makes {'it' if len(held) == 1 else 'them'} anyway"
    )
    talk.say(talk.wrap(words, hanging="  "))


def held_back_data(held: Iterable[Concerned]) -> list[dict[str, object]]:
    """Return the offices whose letters are held back, for scripts."""
    return [{"contact": each.contact, "countries": list(each.countries)} for each in held]


def marked(work: Work, accepted: Collection[str]) -> Work:
    """Return the work with a finding at each letter that could put its writer in danger.

    It says something about the writer, so it is shown to them, and stands in nothing that is made.
    """
    from advocate.sources.wording import CldrWording

    wording = CldrWording("en")
    held = {each.contact: each for each in held_back(work.at_risk.values(), accepted)}

    def mark(letter: Letter) -> Letter:
        each = held.get(letter.recipient.contact)
        if each is None:
            return letter
        names = " and ".join(wording.country(code) for code in each.countries)
        words = (
            f"this office belongs to a state that can get hold of you, or of people close to you ({names}):"
            f" the letter is held back, and made only with --accept-risk {','.join(each.countries)}"
        )
        return replace(letter, findings=(Finding("risk.reach", Weight.PROBLEM, words), *letter.findings))

    return replace(work, letters=tuple(map(mark, work.letters)))
