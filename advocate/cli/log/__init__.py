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
            "follow-up": f"{_HERE}.follow_up:follow_up",
        },
    )
