"""`advocate contacts`: the offices one can write to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.cli.plain import lazy_commands

if TYPE_CHECKING:
    import typer

_HERE = "advocate.cli.contacts"


def app() -> typer.Typer:
    """Return the commands about contacts."""
    return lazy_commands(
        "The offices you can write to.",
        {
            "list": f"{_HERE}.listing:list_contacts",
            "show": f"{_HERE}.show:show_contact",
            "import": f"{_HERE}.exchange:import_contacts",
            "check": f"{_HERE}.check:check_contacts",
            "set": f"{_HERE}.repair:set_contact",
            "add": f"{_HERE}.add:add_contact",
            "retire": f"{_HERE}.repair:retire_contact",
            "drop": f"{_HERE}.drop:drop_contact",
            "overlay": f"{_HERE}.drop:show_overlay",
            "diff": f"{_HERE}.compare:diff_contacts",
            "propose": f"{_HERE}.propose:propose_contacts",
        },
    )
