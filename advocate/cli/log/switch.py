"""`advocate log off` and `on`: whether what becomes of letters is written down."""

from __future__ import annotations

import typer  # noqa: TC002 - typer reads the annotations

from advocate.cli.desk import Desk

CODE = "ledger"


def log_off(context: typer.Context) -> None:
    """Write nothing down from now on. What is in the log stays; nothing can be sent without it."""
    from advocate.outbox.own_files import rewrite
    from advocate.sources import places

    terminal = Desk.of(context).terminal
    rewrite(places.no_log_file(), lambda: b"", code=CODE)
    words = (
        "the log is off: letters that you make are not written down, and 'advocate send' sends nothing, since"
        " it could send a letter twice; 'advocate log on' turns it on"
    )
    terminal.say(terminal.wrap(words))
    if places.is_there(places.ledger_file()):
        terminal.say(terminal.wrap("what is logged stays until 'advocate log forget --all'"))


def log_on(context: typer.Context) -> None:
    """Write down again which letters you make and what becomes of them."""
    from advocate.outbox.own_files import rewrite
    from advocate.sources import places

    terminal = Desk.of(context).terminal
    if places.log_is_off():
        rewrite(places.no_log_file(), lambda: None, code=CODE)
    terminal.say(f"the log is on: {places.ledger_file().as_posix()}")
