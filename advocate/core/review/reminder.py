"""What the writer of a reminder has to know: it says that no answer has come, and only they know that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.letter import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.letter import Letter


def reminder_findings(letter: Letter) -> Iterator[Finding]:
    """Yield a note about a reminder, nothing about a first letter, or one that nobody could answer."""
    if letter.reminder and not letter.sender.withheld:
        yield Finding(
            "reminder.answer",
            Weight.NOTE,
            "a reminder says that no answer has come: where one has, do not send it, and mark the first"
            " letter as answered",
        )
