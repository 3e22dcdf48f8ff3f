"""Letters that are made, before they are compared with each other.

What is found by comparing tells of every letter there is. So it is found anew where some are held back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from advocate.core.letter import Letter


@dataclass(frozen=True, slots=True)
class Composed:
    """Letters that have not been compared, and by their names the texts of those that were made earlier."""

    letters: tuple[Letter, ...] = ()
    earlier: Mapping[str, str] = field(default_factory=dict)

    def compared(self, without: Container[str] = ()) -> tuple[Letter, ...]:
        """Return the letters, but for those to some offices, as they are to be read beside each other."""
        from advocate.core import review

        kept = [letter for letter in self.letters if letter.recipient.contact not in without]
        return review.compared(kept, self.earlier)
