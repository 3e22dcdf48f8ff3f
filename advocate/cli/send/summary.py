"""What would go, or goes, and what does not: shown before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.cli.recording import letters_in_words
from advocate.core.ledger import State
from advocate.core.letter import Weight
from advocate.core.risk import by_country

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advocate.cli.terminal import Terminal
    from advocate.cli.workshop import Work
    from advocate.core.dispatch import Leaving, Staying
    from advocate.core.letter import Finding, Letter
    from advocate.core.risk import Concerned

_OF_PAPER = frozenset(
    {"channel.stale-address", "channel.ageing-address", "channel.stale-form", "channel.ageing-form"}
    | {"form.limit", "page.window", "length.page", "call.long"}
)
"""What the review says of a letter's other ways: of no matter to an e-mail."""

_TOLD_WITH_NOTES = frozenset({"channel.ageing-email", "accepts.letter", "own-words.none"})
"""Notes that are worth a line before a letter leaves; the others are on the preview."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do: the letters that go now, those that wait for a later run, those that stay.

    `held_back` are the offices whose letters could put the writer in danger.
    """

    work: Work
    now: Sequence[Leaving]
    later: Sequence[Leaving]
    staying: Sequence[Staying]
    held_back: Sequence[Concerned] = ()

    @property
    def not_to(self) -> Iterator[tuple[str, str]]:
        """The offices that no letter goes to, each with the reason."""
        yield from ((each.letter.recipient.contact, each.why) for each in self.staying)
        yield from ((missed.contact, missed.why) for missed in self.work.left_out)


def findings_of(letter: Letter) -> tuple[Finding, ...]:
    """Return what the review says of a letter that goes by e-mail, the gravest first."""
    gravity = list(Weight)
    found = [finding for finding in letter.findings if finding.code not in _OF_PAPER]
    return tuple(sorted(found, key=lambda finding: -gravity.index(finding.weight)))


def has_warnings(going: Iterable[Leaving]) -> bool:
    """Return whether the review warns of anything in letters that go."""
    return any(finding.weight is not Weight.NOTE for each in going for finding in findings_of(each.letter))


def show_plan(terminal: Terminal, plan: Plan, verb: str, through: str) -> None:
    """Write what goes, with what the review says of it, and who is left out and why.

    `verb` says what happens to the letters, `through` by which way.
    """
    if plan.now:
        count = letters_in_words(len(plan.now))
        first = plan.now[0].letter
        head = f"{count} {verb} {through} ({', '.join(plan.work.kinds)}, dated {first.date.isoformat()}):"
        terminal.say(terminal.wrap(head))
    else:
        terminal.say("No letter goes.")
    alike = _alike(plan.now)
    for number, each in enumerate(plan.now, start=1):
        _show_one(terminal, number, each, alike)
    for finding in alike:
        terminal.say(terminal.wrap(f"Of every letter: {_told(finding)}", hanging="  "))
    if plan.later:
        names = ", ".join(each.letter.recipient.contact for each in plan.later)
        words = f"For a later run, by --limit: {letters_in_words(len(plan.later))} ({names})."
        terminal.say(terminal.wrap(words, hanging="  "))
    reasons: dict[str, list[str]] = {}
    for contact, why in plan.not_to:
        reasons.setdefault(why, []).append(contact)
    if plan.held_back:
        codes = ",".join(by_country(plan.held_back))
        why = f"held back for your safety, as said above; --accept-risk {codes} takes them in anyway"
        reasons[why] = [each.contact for each in plan.held_back]
    if reasons:
        terminal.say("Not to:")
    for why, contacts in reasons.items():
        terminal.say(terminal.wrap(f"{', '.join(contacts)}: {why}", "  ", "    "))
    grave = [each.letter for each in plan.now if _is_grave(each.letter)]
    if grave:
        names = ", ".join(letter.recipient.contact for letter in grave)
        words = f"Look again before these go, for they could hurt somebody: {names}."
        terminal.say(terminal.wrap(words, hanging="  "))


def _show_one(terminal: Terminal, number: int, each: Leaving, alike: Sequence[Finding]) -> None:
    letter = each.letter
    reminder = f", reminder {letter.reminder}" if letter.reminder else ""
    edition = f", sent before: this is number {each.edition}" if each.edition > 1 else ""
    doubt = each.entry is not None and each.entry.state in {State.UNKNOWN, State.FAILED}
    resent = f", tried before as number {each.entry.id} of your log" if each.entry and doubt else ""
    head = f"{letter.recipient.contact}  {each.to}  ({letter.language}{reminder}{edition or resent})"
    terminal.say(terminal.wrap(f"{number:>3}  {head}", "", "     "))
    terminal.say(terminal.wrap(letter.subject, "     ", "       "))
    shown = [finding for finding in findings_of(letter) if finding not in alike]
    quiet = [finding for finding in shown if _is_quiet(finding)]
    for finding in shown:
        if finding not in quiet:
            terminal.say(terminal.wrap(_told(finding), "     ", "       "))
    if quiet:
        notes = "1 note" if len(quiet) == 1 else f"{len(quiet)} notes"
        terminal.say(f"     {notes}: see 'advocate preview --to {letter.recipient.contact}'")


def _alike(going: Sequence[Leaving]) -> tuple[Finding, ...]:
    """Return the findings that every letter of several has, to be told once."""
    if len(going) < 2:  # noqa: PLR2004 - of a single letter all is its own
        return ()
    first, *others = (findings_of(each.letter) for each in going)
    return tuple(
        finding for finding in first if not _is_quiet(finding) and all(finding in other for other in others)
    )


def _is_quiet(finding: Finding) -> bool:
    return finding.weight is Weight.NOTE and finding.code not in _TOLD_WITH_NOTES


def _is_grave(letter: Letter) -> bool:
    return any(finding.weight is Weight.PROBLEM for finding in findings_of(letter))


def _told(finding: Finding) -> str:
    return f"{finding.weight}: {finding.told} [{finding.code}]"


def plan_data(plan: Plan, *, really: bool) -> dict[str, object]:
    """Return the same for scripts."""
    from advocate.cli.holding_back import held_back_data
    from advocate.render.data import findings_data

    return {
        "really": really,
        "letter": ", ".join(plan.work.kinds),
        "letters": [
            {
                "contact": each.letter.recipient.contact,
                "office": each.letter.recipient.title,
                "address": each.to,
                "subject": each.letter.subject,
                "language": each.letter.language,
                "letter": each.letter.letter,
                "reminder": each.letter.reminder,
                "edition": each.edition,
                "findings": findings_data(findings_of(each.letter)),
            }
            for each in plan.now
        ],
        "later": [each.letter.recipient.contact for each in plan.later],
        "held_back": held_back_data(plan.held_back),
        "not_to": [{"contact": contact, "why": why} for contact, why in plan.not_to],
    }
