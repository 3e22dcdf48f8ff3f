"""What letters leave in the log, and what the log knows of them already."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.core.ledger import LEFT, WAY_WORDS, State, Via, draft_of
from advocate.core.problems import ProblemsError
from advocate.core.running import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from advocate.cli.desk import Desk
    from advocate.cli.terminal import Terminal
    from advocate.core.ledger import Draft, Entry
    from advocate.core.letter import Letter
    from advocate.core.problems import Problem
    from advocate.outbox.ledger import Ledger

NoLogOption = Annotated[
    bool, typer.Option("--no-log", help="Leave nothing of this in the log of your letters.")
]

_STATES: Mapping[str, str] = {
    State.DRAFTED: "drafted",
    State.HANDED_OVER: "lies in your Drafts folder",
    State.SENDING: "being sent at this moment",
    State.SENT: "sent",
    State.FAILED: "could not be sent",
    State.UNKNOWN: "may have been sent: nobody knows",
    State.ANSWERED: "answered",
    State.BOUNCED: "came back",
}
_ENOUGH = 3
_TO_TELL = frozenset(State) - {State.DRAFTED}
_BEGUN = (
    "A log of your letters has begun, for your eyes only: 'advocate log' shows it, --no-log leaves letters"
    " out, 'advocate log off' does without, and 'advocate log forget' erases. It is kept in"
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is to be told of letters that were written into the log, and whether they could be.

    `begun` is the log's file where it was made for them; `problems` are those of the log, and take no letter
    back.
    """

    begun: Path | None = None
    notes: Sequence[str] = ()
    problems: Sequence[Problem] = ()

    def tell(self, terminal: Terminal) -> None:
        """Tell it, to standard error."""
        if self.begun:
            terminal.tell(terminal.wrap(_BEGUN))
            terminal.tell(f"  {_shown(self.begun)}")
        for note in self.notes:
            terminal.tell(terminal.wrap(note, hanging="  "))
        for problem in self.problems:
            terminal.tell(f"warning: {problem}")
        if self.problems:
            terminal.tell("the letters are there, but the log does not have them")


def _shown(file: Path) -> str:
    """Return a path as its owner says it: from `~` on, where it is theirs."""
    try:
        return f"~/{file.relative_to(file.home()).as_posix()}"
    except (ValueError, RuntimeError):
        return file.as_posix()


def record_made(desk: Desk, letters: Sequence[Letter], *, wanted: bool) -> Recorded:
    """Write letters that were made into the log; return what is to be told of it.

    A log that cannot be used takes no letter back: the files are there. It is a warning, so that only
    `--strict` makes a failure of it.
    """
    from advocate.sources import places

    if not (wanted and letters):
        return Recorded()
    try:
        if places.log_is_off():
            return Recorded()
        first = not has_log()
        with opened() as ledger:
            drafts = [drafted(letter) for letter in letters]
            entries = ledger.record(drafts, Via.FILES, desk.clock.now(), among=_TO_TELL)
    except ProblemsError as error:
        return Recorded(problems=error.problems)
    return Recorded(places.ledger_file() if first else None, tuple(_known(entries)))


def has_log() -> bool:
    """Return whether there is a log, which is begun by making letters only."""
    from advocate.sources import places

    return places.is_there(places.ledger_file())


@contextmanager
def opened() -> Iterator[Ledger]:
    """Open the log, and close it in the end; raise ProblemsError where it cannot be used."""
    from advocate.outbox.ledger import open_ledger
    from advocate.sources import places

    with open_ledger(places.ledger_file()) as ledger:
        yield ledger


def drafted(letter: Letter) -> Draft:
    """Return a letter as the log has it: with the hash of its words, and not the words."""
    from advocate.outbox.files import digest

    return draft_of(letter, digest(message(letter).encode()))


def when(entry: Entry) -> str:
    """Return the day on which a letter came to be what it is."""
    return (entry.day or entry.at.date()).isoformat()


def state_words(entry: Entry) -> str:
    """Return what became of a letter, in a few words: `sent by post`."""
    return became(entry.state, entry.via)


def became(state: str, via: str) -> str:
    """Return the same of the values of a State and a Via."""
    words = _STATES[state]
    return f"{words} {WAY_WORDS[Via(via)]}" if state == State.SENT and via != Via.FILES else words


def _known(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield of letters that were made once more what became of them before."""
    for entry in entries[:_ENOUGH]:
        yield (
            f"note: {entry.key.contact}: the log has this letter already:"
            f" {state_words(entry)}, {when(entry)} (number {entry.id})"
        )
    if len(entries) > _ENOUGH:
        left = sum(entry.state in LEFT for entry in entries)
        more = len(entries) - _ENOUGH
        yield f"note: so it is with {more} more ({left} of all have left): 'advocate log' shows them"


def letters_in_words(count: int) -> str:
    """Return how many letters, in words."""
    return "1 letter" if count == 1 else f"{count} letters"
