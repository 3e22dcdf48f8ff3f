"""E-mail drafts as advocate makes them, from offices in memory to files in a folder."""

import gc
import json
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter

from advocate.cli.workshop import Wish, make_letters
from advocate.core import compose as composing
from advocate.core.compose import Order
from advocate.core.forms import Form, file_name
from advocate.core.letter import Letter
from advocate.core.registry import Office
from advocate.outbox.files import write_folder
from advocate.render import eml


def main(folder: Path, out: Path, *, reviewed: bool) -> None:
    """Make every letter and write it; how long each part took, in seconds, stands beside the folder."""
    gc.disable()  # as in the program
    took: dict[str, float] = {}

    @contextmanager
    def part(name: str) -> Iterator[None]:
        began = perf_counter()
        yield
        took[name] = perf_counter() - began

    with part("texts"):
        order = _order(folder)
    with part("offices"), (folder / "offices.pickle").open("rb") as stream:
        offices = pickle.load(stream)  # noqa: S301 - mailed.py has written it
    compose = composing.compose if reviewed else composing.unreviewed
    with part("letters"):
        letters = [compose(office, order) for office in offices]
    with part("messages"):
        drafts = {file_name(letter, Form.EML): eml.draft(letter) or b"" for letter in letters}
    with part("files"):
        write_folder(out, drafts, "", overwrite=False)
    out.with_suffix(".json").write_text(json.dumps(took), encoding="utf-8")


def _order(folder: Path) -> Order:
    """Return what is the same for all letters, as the program hands it on when it makes a few."""
    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    day = date.fromisoformat(asked["day"])
    kept: list[Order] = []
    genuine = composing.compose

    def keep(office: Office, order: Order) -> Letter:
        kept.append(order)
        return genuine(office, order)

    composing.compose = keep
    try:
        make_letters(Wish(folder / "small", asked["to"], (), "plea", "en", day, None, asked["writer"]))
    finally:
        composing.compose = genuine
    return kept[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), reviewed=sys.argv[3:] == ["reviewed"])
