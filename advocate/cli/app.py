"""The command line: its commands, and the one place where problems become words and exit codes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.clock import SystemClock
from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption
from advocate.cli.plain import lazy_commands
from advocate.cli.terminal import Terminal
from advocate.core.problems import ProblemsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from advocate.core.clock import Clock

INTERRUPTED = 130
_CUT_SHORT = "interrupted: what was finished is kept; the same command goes on from there"
_COMMANDS = (
    *("contacts", "letters", "write", "preview", "generate", "send", "log", "sender", "campaign"),
    "inspect",
)


def main(argv: Sequence[str] | None = None, *, today: date | None = None, clock: Clock | None = None) -> int:
    """Run the program with the given words and return its exit code.

    Only a mistake of the program itself gets out as an exception. `today` stands in for the calendar, `clock`
    for the whole clock of this machine.
    """
    terminal = Terminal.standard()
    desk = Desk(terminal, clock or SystemClock(today))
    words = None if argv is None else list(argv)
    try:
        return _run(words, desk)
    except ProblemsError as error:
        terminal.problems(error.problems)
        return error.exit_code


def _run(words: Sequence[str] | None, desk: Desk) -> int:
    try:
        application()(args=words, prog_name="advocate", obj=desk)
    except SystemExit as stop:
        # Typer turns Ctrl-C, and a reader who has seen enough, into exits of its own.
        if stop.code == INTERRUPTED:
            desk.terminal.tell(_CUT_SHORT)
        if stop.code == 0:
            desk.terminal.finish()
        return stop.code if isinstance(stop.code, int) else 0
    desk.terminal.finish()
    return 0


def application() -> typer.Typer:
    """Return the program with its commands."""
    app = lazy_commands(None, {name: f"advocate.cli.{name}:app" for name in _COMMANDS})
    app.callback(context_settings={"help_option_names": ["-h", "--help"]})(_start)
    return app


def _show_version(asked: bool) -> None:  # noqa: FBT001 - the shape of an option's callback is Typer's
    if asked:
        from importlib.metadata import version

        typer.echo(f"advocate {version('advocate-letters')}")
        raise typer.Exit


def _start(
    context: typer.Context,
    campaign: CampaignOption = None,
    version: Annotated[  # noqa: ARG001 - its callback has already answered
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Write appeal letters that an official's staff will read.

    Everything happens on your own machine, and nothing leaves it but by 'send --really', which asks you
    first. (Besides, 'contacts check --dns' asks a name server about domains.)
    """
    from advocate.sources.places import leftovers

    left = leftovers()
    if left:
        from advocate.outbox.unfinished import sweep

        sweep(left)
    context.obj = replace(Desk.of(context), campaign=campaign)
