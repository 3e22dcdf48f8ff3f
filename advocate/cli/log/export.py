"""`advocate log export`: the whole log, for a spreadsheet or a script."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.log.finding import settled
from advocate.cli.options import TrustFolderOption
from advocate.cli.recording import letters_in_words, opened


class ExportFormat(StrEnum):
    """The shape of an exported log."""

    CSV = "csv"
    JSON = "json"


def export_log(
    context: typer.Context,
    format_: Annotated[
        ExportFormat,
        typer.Option(
            "--format", help="csv has a row for each letter; json everything that happened to it, too."
        ),
    ] = ExportFormat.CSV,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Into this file, readable by you only.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file.")] = False,
    trust_folder: TrustFolderOption = False,
) -> None:
    """Write out the whole log: every letter, and with json all that happened to it."""
    from advocate.outbox.files import write_file
    from advocate.render import log
    from advocate.sources import places

    desk = Desk.of(context)
    histories: list[log.History] = []
    if places.is_there(places.ledger_file()):
        with opened() as ledger:
            settled(desk, ledger)
            histories = [log.History(entry, ledger.events(entry.id)) for entry in ledger.entries()]
    made = log.csv_text(histories) if format_ is ExportFormat.CSV else log.json_text(histories)
    if out:
        write_file(out, made.encode(), overwrite=overwrite, trusting=trust_folder)
        desk.terminal.tell(f"{letters_in_words(len(histories))} in {out.as_posix()}")
    else:
        desk.terminal.write_bytes(made.encode())
