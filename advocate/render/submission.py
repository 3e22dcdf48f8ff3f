"""What an office that acts on submissions wants to be told, as a text to fill in and to paste."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.core.letter import Letter

_WIDTH = 78
_WORDS = {
    "en": ("To: ", "Form: ", "Languages: ", "Before you send it: ", "to be filled in"),
    # In French a space that does not break stands before a colon.
    "fr": ("À\xa0: ", "Formulaire\xa0: ", "Langues\xa0: ", "Avant l\u2019envoi\xa0: ", "à remplir"),
}


def submission_text(letter: Letter) -> str | None:
    """Return the text of a submission, or None for an office that acts on letters.

    It has every field of the procedure in its order, each with what is known, or a blank in square brackets;
    lines of help stand in round ones. Labels are in the letter's language where the procedure has them.
    """
    submission = letter.submission
    if submission is None:
        return None
    to, form, languages, before, blank = _WORDS.get(letter.language, _WORDS["en"])
    head = [f"{to}{letter.recipient.title}"]
    head += [f"{form}{submission.form}"] if submission.form else []
    head += [f"{languages}{', '.join(submission.languages)}"] if submission.languages else []
    parts = [submission.name, "\n".join(head)]
    if submission.conditions:
        parts.append(_filled(f"{before}{submission.conditions}"))
    for number, field in enumerate(submission.fields, start=1):
        lines = [_filled(f"{number}. {field.label}")]
        lines += [_filled(f"({field.help})", "   ")] if field.help else []
        lines.append(_filled(field.answer or f"[{blank}]", "   "))
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _filled(words: str, indent: str = "") -> str:
    return textwrap.fill(
        words,
        width=_WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
