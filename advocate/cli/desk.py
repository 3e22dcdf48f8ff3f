"""What every command is given: a terminal, the campaign named before it, and a clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.cli.terminal import Terminal
from advocate.core.clock import Clock
from advocate.core.dates import PartialDate
from advocate.core.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    import typer


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a command works."""

    terminal: Terminal
    clock: Clock
    campaign: Path | None = None

    @property
    def today(self) -> date:
        """The writer's own calendar day."""
        return self.clock.today()

    @classmethod
    def of(cls, context: typer.Context) -> Desk:
        """Return the desk that `main` laid out."""
        desk = context.find_object(cls)
        if desk is None:
            message = "a command was run without its desk"
            raise RuntimeError(message)
        return desk

    def at(self, campaign: Path | None) -> Desk:
        """Return the desk with another campaign on it, where one is named."""
        return replace(self, campaign=campaign) if campaign else self

    def day(self, given: str | None) -> date:
        """Return the date on the letters; raise ProblemsError where it is not one."""
        if given is None:
            return self.today
        try:
            asked = PartialDate.parse(given)
        except ValueError:
            asked = None
        if asked is None or asked.day is None:
            message = f"{given!r} is not a date: write YYYY-MM-DD, such as {self.today.isoformat()}"
            raise ProblemsError([Problem("date.form", message, Place("--date"))])
        return asked.first_day
