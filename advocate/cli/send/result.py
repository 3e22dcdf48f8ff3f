"""What became of each letter of a run, and what is left to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.cli.recording import letters_in_words
from advocate.cli.send.progress import name_of, word_of
from advocate.cli.send.summary import plan_data
from advocate.core.dispatch import in_doubt_words
from advocate.core.ledger import State, Via

if TYPE_CHECKING:
    from advocate.cli.send.summary import Plan
    from advocate.cli.terminal import Terminal
    from advocate.core.ledger import Entry
    from advocate.core.mail import Outcome
    from advocate.outbox.ledger import Ledger
    from advocate.outbox.sending import Run

_DONE = frozenset({State.SENT, State.HANDED_OVER})


def all_done(done: Run) -> bool:
    """Return whether every letter of a run is where it was to go."""
    return not done.left and done.stopped is None and all(each.state in _DONE for each in done.outcomes)


def tell_result(terminal: Terminal, plan: Plan, ledger: Ledger, done: Run) -> None:
    """Write what became of each letter, what to do where that is not known, and where it stands."""
    for outcome in done.outcomes:
        entry = _now(ledger, outcome)
        because = f": {outcome.reason}" if outcome.reason else ""
        words = f"{word_of(outcome)}: {name_of(outcome.outgoing)} (number {entry.id} of your log){because}"
        terminal.say(terminal.wrap(words, hanging="  "))
        # Of a draft the reason says what to do.
        if outcome.state is State.UNKNOWN and entry.via is not Via.DRAFTS:
            terminal.say(terminal.wrap(_about_unknown(entry), "  "))
    untried = [name_of(each) for each in done.left]
    if untried:
        terminal.say(terminal.wrap(f"not tried: {', '.join(untried)}", hanging="  "))
    if plan.later:
        terminal.say(f"For the next run: {letters_in_words(len(plan.later))}.")
    terminal.say("What became of every letter stands in 'advocate log'.")


def result_data(plan: Plan, ledger: Ledger, done: Run) -> dict[str, object]:
    """Return the same for scripts."""
    return plan_data(plan, really=True) | {
        "outcomes": [_outcome_data(_now(ledger, outcome), outcome) for outcome in done.outcomes],
        "not_tried": [name_of(each) for each in done.left],
        "stopped": done.stopped.code if done.stopped else None,
        "interrupted": done.interrupted,
    }


def _outcome_data(entry: Entry, outcome: Outcome) -> dict[str, object]:
    return {
        "id": entry.id,
        "contact": entry.key.contact,
        "state": entry.state.value,
        "message_id": entry.message_id or None,
        "reason": outcome.reason or None,
    }


def _about_unknown(entry: Entry) -> str:
    return f"It may have arrived: {in_doubt_words(entry)}."


def _now(ledger: Ledger, outcome: Outcome) -> Entry:
    return ledger.numbered(outcome.outgoing.entry.id) or outcome.outgoing.entry
