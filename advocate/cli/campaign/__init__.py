"""`advocate campaign`: what a campaign is made of, whether it is whole, and whether it is still the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.cli.plain import lazy_commands

if TYPE_CHECKING:
    import typer

_HERE = "advocate.cli.campaign"


def app() -> typer.Typer:
    """Return the commands about campaigns."""
    return lazy_commands(
        "What a campaign is made of, and whether it is still the one you know.",
        {
            "info": f"{_HERE}.info:show_info",
            "check": f"{_HERE}.check:check_campaign",
            "pin": f"{_HERE}.pinning:pin_campaign",
            "unpin": f"{_HERE}.pinning:unpin_campaign",
            "schema": f"{_HERE}.schema:print_schema",
        },
    )
