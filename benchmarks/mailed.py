"""What the ways to make and to send e-mails are given: offices, a table, a template, and finished messages.

It runs as a process of its own, as `finished.py` does and for the same reason.
"""

from __future__ import annotations

import csv
import json
import pickle
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from lanterns import DAY, GROUPS, TEXT, WRITER, campaign

from advocate.cli.workshop import Wish, make_letters
from advocate.core import compose as composing
from advocate.core.compose import Order, unreviewed
from advocate.core.forms import Form, file_name
from advocate.core.registry import Channel
from advocate.core.running import signature

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advocate.core.letter import Letter
    from advocate.core.registry import Office

FEW = 8
"""Offices of the small campaign, from which a process learns what is the same for all letters."""

SERVER = "[smtp_server]\nhost = localhost\nport = 25\n"


def main(folder: Path, count: int) -> None:
    """Write everything into a folder."""
    from advocate.render import eml

    campaign(folder / "small", FEW)
    asked = {"to": GROUPS[:1], "day": DAY, "writer": WRITER}
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    campaign(folder / "large", count)
    wish = Wish(folder / "large", GROUPS, (), "plea", "en", date.fromisoformat(DAY), None, WRITER)
    offices, letters = _composed(wish)
    drafts = {file_name(letter, Form.EML): draft for letter in letters if (draft := eml.draft(letter))}
    _keep(folder / "offices.pickle", [offices])
    _keep(folder / "letters.pickle", letters)
    _keep(folder / "drafts.pickle", drafts.items())
    _write_merge(folder / "mailmerge", letters)


def _composed(wish: Wish) -> tuple[tuple[Office, ...], tuple[Letter, ...]]:
    """Return the offices that letters are written to, and the letters; their review is left out."""
    offices: list[Office] = []

    def keep(office: Office, order: Order) -> Letter:
        offices.append(office)
        return unreviewed(office, order)

    with patch.object(composing, "compose", keep):
        letters = make_letters(wish).letters
    return tuple(offices), letters


def _keep(file: Path, things: Iterable[object]) -> None:
    """Write things one after another, so that a process reads no more of them than it needs."""
    with file.open("wb") as stream:
        for thing in things:
            pickle.dump(thing, stream, pickle.HIGHEST_PROTOCOL)


def _write_merge(folder: Path, letters: tuple[Letter, ...]) -> None:
    """Write the same letter for mailmerge: what a text leaves open is a column of its table."""
    folder.mkdir()
    subject, _, body = re.sub(r"\{\{ (?:\w+\.)?(\w+) \}\}", r"{{\1}}", TEXT).partition("\n")
    head = f"TO: {{{{email}}}}\n{subject}\nFROM: {{{{name}}}} <{WRITER['email']}>\n"
    words = f"{head}\n{{{{salutation}}}}\n{body}\n{{{{closing}}}}\n{{{{name}}}}\n{{{{signature}}}}\n"
    (folder / "mailmerge_template.txt").write_text(words, encoding="utf-8")
    (folder / "mailmerge_server.conf").write_text(SERVER, encoding="utf-8")
    with (folder / "mailmerge_database.csv").open("w", encoding="utf-8", newline="") as stream:
        columns = ("email", "salutation", "closing", "name", "city", "signature", "as_of", "publisher", "ask")
        table = csv.writer(stream)
        table.writerow(columns)
        for letter in letters:
            email = letter.recipient.reaches_by(Channel.EMAIL)[0].value
            same = (letter.sender.name, WRITER["city"], signature(letter).strip())
            case = ("April 2026", "Society of Pilots", letter.ask)
            table.writerow((email, letter.salutation, letter.closing, *same, *case))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
