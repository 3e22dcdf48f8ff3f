"""The finished letters of the made-up campaign, as advocate and every other engine can read them.

It runs as a process of its own: on Linux, what a benchmark holds in memory when it starts a program counts as
the greatest memory of that program (getrusage(2): ru_maxrss outlives execve).
"""

from __future__ import annotations

import json
import pickle
import sys
from datetime import date
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from lanterns import DAY, GROUPS, WRITER, campaign

from advocate.cli.workshop import Wish, make_letters
from advocate.core.letter import Paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advocate.core.letter import Letter

    Job = Mapping[str, Any]
    """The arguments of one compilation."""

DATA = "data.json"
"""The virtual file in which a page's data stand."""


def write_letters(folder: Path) -> None:
    """Write the letters of a campaign beside it.

    `letters.pickle` holds one finished letter after another, for the program; a line of `letters.jsonl` the
    plain words of one, for engines that know nothing of it.
    """
    wish = Wish(folder, GROUPS, (), "plea", "en", date.fromisoformat(DAY), None, WRITER)
    with (
        (folder / "letters.pickle").open("wb") as pickles,
        (folder / "letters.jsonl").open("w", encoding="utf-8") as lines,
    ):
        for letter in make_letters(wish).letters:
            pickle.dump(letter, pickles)
            lines.write(f"{json.dumps(_plain(letter), ensure_ascii=False)}\n")


def _plain(letter: Letter) -> Mapping[str, object]:
    sender = letter.sender
    return {
        "language": letter.language,
        "sender": [line for line in (sender.name, *sender.lines, sender.email, sender.phone) if line],
        "address": letter.recipient.envelope,
        "date": letter.place_and_date,
        "subject": letter.subject,
        "salutation": letter.salutation,
        "paragraphs": [block.text for block in letter.blocks if isinstance(block, Paragraph)],
        "closing": letter.closing,
        "name": sender.name,
    }


def write_pages(folder: Path, count: int, out: Path) -> None:
    """Let advocate print its first letters, and keep what it handed to typst for each finished page.

    `job.json` holds what is the same for all, a line of `pages.jsonl` the data of one. Only the compilation
    that a page came from is kept: what else is tried for it is advocate's own cost.
    """
    typst = import_module("typst")
    advocate_letters = run_path(str(Path(__file__).parent / "peers" / "advocate_letters.py"))
    compiled: dict[bytes, Job] = {}
    roots: set[str] = set()
    genuine = typst.Compiler

    def recorder(**settings: object) -> SimpleNamespace:
        compiler = genuine(**settings)
        roots.add(str(settings["root"]))

        def compile_and_keep(**job: object) -> bytes:
            pdf: bytes = compiler.compile(**job)
            compiled[sha256(pdf).digest()] = job
            return pdf

        return SimpleNamespace(compile=compile_and_keep)

    out.mkdir()
    with patch.object(typst, "Compiler", recorder):
        advocate_letters["main"](str(folder), str(count), str(out))
    jobs = [compiled[sha256((out / f"{number:05}.pdf").read_bytes()).digest()] for number in range(count)]
    same = [_without_data(job) for job in jobs]
    if any(each != same[0] for each in same):
        sys.exit("the pages differ in more than their data")
    (root,) = roots
    (folder / "job.json").write_text(json.dumps({**same[0], "root": root}), encoding="utf-8")
    with (folder / "pages.jsonl").open("wb") as lines:
        lines.writelines(job["input"][DATA] + b"\n" for job in jobs)


def _without_data(job: Job) -> Mapping[str, object]:
    files = {name: source.decode() for name, source in job["input"].items() if name != DATA}
    return {"files": files, "settings": {name: given for name, given in job.items() if name != "input"}}


if __name__ == "__main__":
    where = Path(sys.argv[1])
    campaign(where, int(sys.argv[2]))
    write_letters(where)
    write_pages(where, int(sys.argv[3]), where / "recorded")
