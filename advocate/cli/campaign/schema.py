"""`advocate campaign schema`: what an editor has to know of a campaign's files."""

from __future__ import annotations

from typing import Annotated

import typer

from advocate.cli.desk import Desk


def print_schema(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Which file: contacts, campaign, letter or sender.")
    ],
) -> None:
    """Print the JSON Schema of a file, for your editor.

    With it an editor shows what each key is for, offers the keys and words there are, and marks a slip while
    you type. The shipped files name theirs in the first line.
    """
    from advocate.sources.schema import schema

    Desk.of(context).terminal.write_json(schema(file))
