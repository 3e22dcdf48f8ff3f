"""The answers of a letter that is not finished yet, as the file that `sources.answers` reads."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from advocate.core.answers import UNKEPT

if TYPE_CHECKING:
    from advocate.core.answers import Answers


def answers_text(answers: Answers) -> str:
    """Return answers as the text of their file; bytes that were typed and are no text are left out."""
    kept = {key: value for key, value in asdict(answers).items() if key not in UNKEPT}
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    return f"{text.encode('utf-8', 'ignore').decode('utf-8')}\n"
