"""The letter as plain text: for the terminal, for a form's text box, for a screen reader."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from advocate.core.running import body, list_lines, message, signature

if TYPE_CHECKING:
    from advocate.core.letter import Letter

__all__ = ("body", "form_message", "list_lines", "message", "sheet", "signature")


def form_message(letter: Letter) -> str:
    """Return the text for the office's web form: the message, within the form's limit where that can be."""
    fitted = letter.form_text
    return message(replace(letter, blocks=fitted.blocks) if fitted else letter)


def sheet(letter: Letter) -> str:
    """Return the whole letter as it stands on paper: writer, recipient, date, subject, body."""
    head, envelope = "\n".join(letter.sender.head), "\n".join(letter.recipient.envelope)
    parts = (head, envelope, letter.place_and_date, letter.subject)
    return "\n\n".join(chain(filter(None, parts), (body(letter),)))
