"""A made-up campaign of any size with one letter of 300 words, and its letters as every engine can read them."""

from __future__ import annotations

import json
import pickle
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import typst
from made_up import COUNTRIES, KINDS, registry
from peers import advocate_letters

from advocate.cli.workshop import Wish, make_letters
from advocate.core.letter import Paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advocate.core.letter import Letter

DATA = "data.json"
"""The virtual file in which a page's data stand."""

DAY = "2026-11-22"
WRITER = {
    "name": "Ada Byron",
    "street": "3 Mill Lane",
    "postcode": "10115",
    "city": "Berlin",
    "country": "DE",
    "email": "ada@example.org",
}
ASK = (
    "I ask you to have the nine lanterns lit again before the first of December, to publish the order that put them "
    "out together with its reasons, and to tell the people of both quays whom they may ask from now on."
)
CASE = f"""\
id: lanterns
title: {{en: The lanterns}}
source: {{title: {{en: A report}}, publisher: {{en: Society of Pilots}}, url: https://report.example/}}
as_of: 2026-04
default_letter: plea
asks:
  - {{id: light-them, text: {{en: "{ASK}"}}}}
people: []
"""
SHEET = f"""\
title: {{en: A plea}}
summary: asks for light
as_of: 2026-04
status: active
versions:
  all: {{kinds: [{", ".join(KINDS)}], ask: light-them}}
reviews: {{en: original}}
"""
TEXT = """\
Subject: Please have the lanterns on the harbour wall lit again

My name is {{ sender.name }}, and I live in {{ sender.city }}. I am writing to you about the nine lanterns on the old
harbour wall, which have been dark since the spring, and about the people who have to find their way there at night.

In {{ campaign.as_of }} the {{ campaign.publisher }} reported that the lanterns had been put out by an order of the
harbour office, which gave no reason. The report counted fourteen falls on the wet steps within six weeks, two of them
grave. Before that order, it said, nobody had fallen there in eleven years.

The fishermen of both quays wrote to the office in May. They offered to look after the lamps themselves, to bring the
oil and to trim the wicks, and asked for nothing but the keys. When no answer came they wrote again in June, with
the signatures of four hundred neighbours. Neither letter has been answered.

I know that a harbour has many things to pay for, and that an old wall is not the first of them. But a light on the
water is a promise to everybody who is out there. The rules of the coast, which your country helped to write, say that
a light once shown must not be put out without notice to those who rely on it.

{{ ask }}

I should be grateful for an answer in writing, to the address above. I shall gladly tell my neighbours what you have
decided, and I thank you for the time that you have given to this letter.
"""

Job = dict[str, Any]
"""The arguments of one compilation."""


def campaign(folder: Path, offices: int) -> Path:
    """Write a campaign with so many offices into a folder, and return the folder."""
    letters = folder / "templates" / "letters" / "plea"
    letters.mkdir(parents=True)
    with (folder / "contacts.yaml").open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in registry(offices))
    (folder / "templates" / "campaign.yaml").write_text(CASE, encoding="utf-8")
    (letters / "letter.yaml").write_text(SHEET, encoding="utf-8")
    (letters / "all.en.txt").write_text(TEXT, encoding="utf-8")
    return folder


def words(folder: Path | str, out: Path | str) -> Sequence[str]:
    """Return the words of the command line that makes every page of a campaign."""
    details = [word for name, value in WRITER.items() for word in (f"--{name}", value)]
    asked = ("generate", "--to", "all", "--lang", "en", "--date", DAY, "--as", "pdf")
    return [*asked, "--campaign", str(folder), "--out", str(out), *details]


def write_letters(folder: Path) -> None:
    """Write the letters of a campaign beside it.

    `letters.pickle` holds one finished letter after another, for the program; a line of `letters.jsonl` the plain
    words of one, for engines that know nothing of it.
    """
    groups = [f"group-{number}" for number in range(len(COUNTRIES))]
    wish = Wish(folder, groups, (), "plea", "en", date.fromisoformat(DAY), None, WRITER)
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

    `job.json` holds what is the same for all, a line of `pages.jsonl` the data of one. Only the compilation that a
    page came from is kept: what else is tried for it is advocate's own cost.
    """
    compiled: dict[bytes, Job] = {}
    genuine = typst.Compiler

    def recorder(**settings: object) -> SimpleNamespace:
        compiler = genuine(**settings)

        def compile_and_keep(**job: object) -> bytes:
            pdf: bytes = compiler.compile(**job)
            compiled[sha256(pdf).digest()] = job
            return pdf

        return SimpleNamespace(compile=compile_and_keep)

    with patch.object(typst, "Compiler", recorder):
        advocate_letters.main(str(folder), str(count), str(out))
    jobs = [compiled[sha256((out / f"{number:05}.pdf").read_bytes()).digest()] for number in range(count)]
    same = [_without_data(job) for job in jobs]
    if any(each != same[0] for each in same):
        sys.exit("the pages differ in more than their data")
    (folder / "job.json").write_text(json.dumps(same[0]), encoding="utf-8")
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
