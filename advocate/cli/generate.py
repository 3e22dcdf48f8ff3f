"""`advocate generate`: letters on disk, with a page that leads through them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.handover import hand_over, tell_handed
from advocate.cli.holding_back import hold_back
from advocate.cli.options import FormatOption, FormsOption, OverwriteOption, ReportFormat, TrustFolderOption
from advocate.cli.plain import commands
from advocate.cli.printing import MergeOption
from advocate.cli.recording import NoLogOption, record_made
from advocate.cli.sheets import (
    EnvelopesOption,
    LabelsFromOption,
    LabelsOption,
    NoReturnAddressOption,
    SheetWish,
)
from advocate.cli.wishes import StrictOption, makes_letters
from advocate.cli.workshop import Wish, make_letters
from advocate.core.forms import read_forms


def app() -> typer.Typer:
    """Return the command."""
    return commands(generate=generate)


@makes_letters
def generate(
    desk: Desk,
    wish: Wish,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the letters.")],
    as_: FormsOption = "auto",
    merge: MergeOption = False,
    envelopes: EnvelopesOption = None,
    labels: LabelsOption = None,
    labels_from: LabelsFromOption = 1,
    no_return_address: NoReturnAddressOption = False,
    overwrite: OverwriteOption = False,
    trust_folder: TrustFolderOption = False,
    no_log: NoLogOption = False,
    strict: StrictOption = False,
    report: FormatOption = ReportFormat.TABLE,
) -> None:
    """Make letters: e-mail drafts, pages to print, texts, and a page that leads you through them."""
    sheets = SheetWish(envelopes, labels, labels_from, not no_return_address)
    forms = read_forms(as_)
    work = hold_back(desk, make_letters(wish), wish.accepted, report=report)
    handed = hand_over(
        work, out, forms, overwrite=overwrite, trusting=trust_folder, merge=merge, sheets=sheets
    )
    recorded = record_made(desk, handed.letters, wanted=not no_log)
    tell_handed(desk.terminal, handed, report, recorded, strict=strict)
