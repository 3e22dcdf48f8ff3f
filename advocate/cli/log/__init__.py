"""`advocate log`: what became of your letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.cli.plain import lazy_commands

if TYPE_CHECKING:
    import typer

_HERE = "advocate.cli.log"


def app() -> typer.Typer:
    """Return the commands about the log."""
    return lazy_commands(
        "What became of your letters.",
        {
            "list": f"{_HERE}.listing:list_log",
            "mark": f"{_HERE}.marking:mark_letters",
            "undo": f"{_HERE}.marking:undo_mark",
            "follow-up": f"{_HERE}.follow_up:follow_up",
            "export": f"{_HERE}.export:export_log",
            "forget": f"{_HERE}.forget:forget_letters",
            "repair": f"{_HERE}.repair:repair_log",
            "off": f"{_HERE}.switch:log_off",
            "on": f"{_HERE}.switch:log_on",
        },
        usual="list",
    )
