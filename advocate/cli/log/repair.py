"""`advocate log repair`: a damaged log, kept aside, and what can be read of it saved."""

from __future__ import annotations

import typer  # noqa: TC002 - typer reads the annotations

from advocate.cli.desk import Desk
from advocate.cli.recording import letters_in_words


def repair_log(context: typer.Context) -> None:
    """Save what can be read of a damaged log; the damaged file is kept aside."""
    from advocate.core.problems import ProblemsError
    from advocate.outbox.ledger import alone, files_of, open_ledger, repair_ledger
    from advocate.sources import places

    desk = Desk.of(context)
    terminal, file = desk.terminal, places.ledger_file()
    if not (places.is_there(file.parent) and files_of(file)):
        terminal.say("there is no log")
        return
    with alone(file):
        try:
            with open_ledger(file) as ledger:
                ledger.check()
        except ProblemsError as error:
            if {problem.code for problem in error.problems} != {"ledger.damaged"}:
                raise
        else:
            terminal.say("the log is whole: there is nothing to repair")
            return
        done = repair_ledger(file, desk.clock.now())
    lines = [
        f"saved: {letters_in_words(done.saved)}",
        f"the damaged file is kept as {file.with_name(done.aside).as_posix()}",
    ]
    if done.partly:
        lines.append(
            f"saved in part: {letters_in_words(done.partly)}: whom to and how far it came, but not the words"
        )
    if done.lost:
        lost = letters_in_words(done.lost)
        lines.append(f"lost: {lost}; do not send anew before you have looked into your mailbox")
    if done.doubtful:
        lines.append(
            f"in doubt: {letters_in_words(done.doubtful)}, now 'unknown', for what was written last is lost:"
            " say 'advocate log mark ID sent' or 'failed' of each"
        )
    lines.append(
        "compare with your mailbox before you send: of what was destroyed altogether nothing is left here"
    )
    for line in lines:
        terminal.say(terminal.wrap(line))
