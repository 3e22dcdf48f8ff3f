"""A made-up campaign of any size with one letter of 300 words, written by one person to every office."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from made_up import COUNTRIES, KINDS, registry

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = "2026-11-22"
GROUPS = [f"group-{number}" for number in range(len(COUNTRIES))]
"""Together they are every office."""

WRITER = {
    "name": "Ada Byron",
    "street": "3 Mill Lane",
    "postcode": "10115",
    "city": "Berlin",
    "country": "DE",
    "email": "ada@example.org",
}
ASK = (
    "I ask you to have the nine lanterns lit again before the first of December, to publish the order that "
    "put them out together with its reasons, and to tell the people of both quays whom they may ask from "
    "now on."
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

My name is {{ sender.name }}, and I live in {{ sender.city }}. I am writing to you about the nine lanterns on
the old harbour wall, which have been dark since the spring, and about the people who have to find their way
there at night.

In {{ campaign.as_of }} the {{ campaign.publisher }} reported that the lanterns had been put out by an order
of the harbour office, which gave no reason. The report counted fourteen falls on the wet steps within six
weeks, two of them grave. Before that order, it said, nobody had fallen there in eleven years.

The fishermen of both quays wrote to the office in May. They offered to look after the lamps themselves, to
bring the oil and to trim the wicks, and asked for nothing but the keys. When no answer came they wrote again
in June, with the signatures of four hundred neighbours. Neither letter has been answered.

I know that a harbour has many things to pay for, and that an old wall is not the first of them. But a light
on the water is a promise to everybody who is out there. The rules of the coast, which your country helped to
write, say that a light once shown must not be put out without notice to those who rely on it.

{{ ask }}

I should be grateful for an answer in writing, to the address above. I shall gladly tell my neighbours what
you have decided, and I thank you for the time that you have given to this letter.
"""


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


def words(folder: Path, out: Path, form: str = "pdf") -> Sequence[str]:
    """Return the words of the command line that makes every letter of a campaign in a folder, in one form."""
    asked = ("--to", ",".join(GROUPS), "--lang", "en", "--date", DAY, "--as", form)
    writer = [word for name, value in WRITER.items() for word in (f"--{name}", value)]
    return ["generate", *asked, "--campaign", str(folder), "--out", str(out), *writer]


if __name__ == "__main__":
    campaign(Path(sys.argv[1]), int(sys.argv[2]))
