"""`advocate log forget`: letters erased from the log, so that nothing of them is left in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.log.finding import day_of
from advocate.cli.options import PlainOption
from advocate.cli.recording import letters_in_words
from advocate.core.ledger import Search, State
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from advocate.core.ledger import Entry

_OPEN = (State.SENDING, State.UNKNOWN)


def forget_letters(
    context: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="Everything, and the log itself.")] = False,
    before: Annotated[
        str | None,
        typer.Option("--before", metavar="DATE", help="What happened last before this day (YYYY-MM-DD)."),
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="WORD", help="Letters to this office, by its id.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
    plain: PlainOption = False,
) -> None:
    """Erase letters from the log for good. A letter that is forgotten could be sent twice."""
    from advocate.outbox.ledger import alone, aside_of, erase_log, files_of, open_ledger
    from advocate.sources import places

    desk = Desk.of(context)
    terminal, file = desk.terminal, places.ledger_file()
    if all_ == (before is not None or bool(to)):
        words = "which letters? Either --all, or --before DATE and --to OFFICE"
        raise ProblemsError([Problem("log.which", words)])
    day = day_of(desk, "--before", before)
    if not places.is_there(file.parent) or not files_of(file):
        terminal.say("the log is empty")
        return
    with alone(file):
        if all_:
            _be_sure(desk, _everything(file), yes=yes, plain=plain)
            erase_log(file)
            terminal.say(f"forgotten: the whole log; erased: {file.as_posix()}")
        else:
            with open_ledger(file) as ledger:
                contacts = _known(to, ledger.entries()) if to else None
                found = ledger.entries(Search(contacts=contacts, before=day))
                if not found:
                    terminal.say("no letter in the log is meant by this")
                    return
                _be_sure(desk, found, yes=yes, plain=plain)
                ledger.forget([entry.id for entry in found])
            terminal.say(f"forgotten: {letters_in_words(len(found))}")
            for aside in aside_of(file):
                terminal.tell(f"'--all' erases this, too, which may hold them still: {aside.as_posix()}")
    words = "Backups, copies and the disk itself may hold old versions still; no program can erase those."
    terminal.say(terminal.wrap(words))


def _everything(file: Path) -> Sequence[Entry] | None:
    """Return what stands in the log, None where it cannot be read: it is erased all the same."""
    from advocate.outbox.ledger import open_ledger
    from advocate.sources import places

    if not places.is_there(file):
        return None
    try:
        with open_ledger(file) as ledger:
            return ledger.entries()
    except ProblemsError as error:
        # What is not ours is not ours to erase.
        if {problem.code for problem in error.problems} != {"ledger.damaged"}:
            raise
        return None


def _known(words: Sequence[str], entries: Sequence[Entry]) -> frozenset[str]:
    """Return offices by their ids as they were logged, whatever registry there is today."""
    known = {entry.key.contact for entry in entries}
    problems = [
        Problem(
            "log.office", f"no letter to {word!r} is in the log{did_you_mean(word, known)}", Place("--to")
        )
        for word in words
        if word not in known
    ]
    if problems:
        raise ProblemsError(problems)
    return frozenset(words)


def _be_sure(desk: Desk, found: Sequence[Entry] | None, *, yes: bool, plain: bool) -> None:
    """Ask once; raise ProblemsError where the writer does not want it, or cannot be asked."""
    from advocate.cli.asking import answered, asking, leaving

    terminal = desk.terminal
    what = "the whole log" if found is None else letters_in_words(len(found))
    terminal.tell(f"to be forgotten: {what}; a letter that is forgotten could be sent twice")
    for entry in found or ():
        if entry.state in _OPEN:
            terminal.tell(f"nobody knows yet whether this one was sent: {entry.id}, to {entry.draft.office}")
    if yes:
        return
    if not (plain or answered()):
        words = "nothing was forgotten, since nobody can be asked here: add --yes"
        raise ProblemsError([Problem("log.not-sure", words)])
    ask = asking(terminal, plain=plain)
    with leaving("nothing was forgotten"):
        sure = ask.yes("Forget this for good?", default=False)
    if not sure:
        raise ProblemsError([Problem("log.not-sure", "nothing was forgotten")], exit_code=1)
