"""`advocate write`: from a case to finished letters, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.cli.plain import commands

if TYPE_CHECKING:
    import typer


def app() -> typer.Typer:
    """Return the command."""
    from advocate.cli.write.command import write

    return commands(write=write)
