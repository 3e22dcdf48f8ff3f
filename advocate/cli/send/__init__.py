"""`advocate send`: letters out of the door, one by one, each at most once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.cli.plain import commands

if TYPE_CHECKING:
    import typer


def app() -> typer.Typer:
    """Return the command."""
    from advocate.cli.send.command import send

    return commands(send=send)
