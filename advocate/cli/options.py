"""The options that most commands share, with the words that explain them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

CampaignOption = Annotated[
    Path | None,
    typer.Option(
        "--campaign", metavar="DIR", help="Another campaign: a folder with contacts.yaml and templates."
    ),
]
ToOption = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        metavar="WORD",
        help="Whom: an office, an institution, a group or 'all'. Repeat it, or use commas.",
    ),
]
ExceptOption = Annotated[
    list[str] | None,
    typer.Option("--except", metavar="WORD", help="Whom to leave out, in the same words as --to."),
]
DateOption = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="YYYY-MM-DD", help="The date on the letter; today unless you say otherwise."
    ),
]


FormsOption = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="FORMS",
        help="auto (what suits each office best), or any of eml,pdf,txt,html,submission,call.",
    ),
]
OverwriteOption = Annotated[
    bool, typer.Option("--overwrite", help="Replace the letters that the folder already holds.")
]

TrustFolderOption = Annotated[
    bool,
    typer.Option(
        "--trust-folder",
        help="Write even where others can: somebody else's folder, or one that everybody may write into.",
    ),
]

PlainOption = Annotated[
    bool,
    typer.Option(
        "--plain", help="Ask line by line: for screen readers, simple terminals, and answers from a pipe."
    ),
]
NoInputOption = Annotated[bool, typer.Option("--no-input", help="Ask nothing: take only what flags say.")]


class ReportFormat(StrEnum):
    """The shape of a report."""

    TABLE = "table"
    JSON = "json"


class ListFormat(StrEnum):
    """The shape of a list of offices."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    VCARD = "vcard"
    POPOLO = "popolo"


ListFormatOption = Annotated[
    ListFormat,
    typer.Option(
        "--format",
        help="The shape of the list: for people, for scripts, for spreadsheets (csv), for address books "
        "(vcard), for other registries (popolo).",
    ),
]

FormatOption = Annotated[
    ReportFormat, typer.Option("--format", help="The shape of the report: for people, or for scripts.")
]
