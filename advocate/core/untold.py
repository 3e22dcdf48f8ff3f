"""What a letter leaves out, since its writer has said it in another language only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.letter import Finding, Weight
from advocate.core.sender import untold_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocate.core.sender import Sender
    from advocate.core.wording import Wording

_SAID = {"occupation": "what you do", "link": "your link with the country"}


def untold_findings(sender: Sender, language: str, wording: Wording) -> Iterator[Finding]:
    """Yield what the letter leaves out, since its writer has said it in another language only."""
    missing = untold_in(sender, language)
    if missing:
        what = " and ".join(_SAID[key] for key in missing)
        flags = " and ".join(f"--{key}" for key in missing)
        yield Finding(
            "sender.untranslated",
            Weight.NOTE,
            f"{what} you have told in another language only, so this letter leaves it out: say it in"
            f" {wording.language_name(language)} with {flags}, or in your sender file",
        )
