"""Envelopes and labels for the letters that are printed and posted: what was asked for, and the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.core.problems import Problem, ProblemsError
from advocate.core.sheets import Envelope, Labels, addressed, check_first_label, posted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advocate.cli.terminal import Terminal
    from advocate.core.letter import Letter
    from advocate.core.sender import Sender
    from advocate.render.presses import AnyLayouts
    from advocate.render.sheets import AddressSheet

EnvelopesOption = Annotated[
    Envelope | None,
    typer.Option(
        "--envelopes",
        metavar="SIZE",
        help=f"Envelopes without a window to print, one for each letter on paper: {', '.join(Envelope)}.",
    ),
]
LabelsOption = Annotated[
    Labels | None,
    typer.Option(
        "--labels",
        metavar="SHEET",
        help=f"Sheets of address labels, for the letters on paper: {', '.join(Labels)}.",
    ),
]
LabelsFromOption = Annotated[
    int,
    typer.Option(
        "--labels-from", metavar="N", help="The first label that is left on a sheet you have begun."
    ),
]
NoReturnAddressOption = Annotated[
    bool, typer.Option("--no-return-address", help="Leave your own address off the envelopes.")
]


@dataclass(frozen=True, slots=True)
class SheetWish:
    """What the writer asked for besides their letters; `first_label` counts from 1."""

    envelopes: Envelope | None = None
    labels: Labels | None = None
    first_label: int = 1
    return_address: bool = True
    earlier: Mapping[str, str] = field(default_factory=dict)
    """Such files that the folder holds already for these letters, with their SHA-256."""

    def __bool__(self) -> bool:
        """Return whether anything was asked for."""
        return self.envelopes is not None or self.labels is not None


@dataclass(frozen=True, slots=True)
class MadeSheets:
    """The files by their names, how many addresses each holds, and what could not be printed."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    """The SHA-256 of these files and of the earlier ones, by name."""
    problems: Sequence[Problem] = ()
    without_address: Sequence[str] = ()
    """The offices whose postal address is not known."""
    shows_writer: bool = False
    """Whether the writer's own address stands on the envelopes."""


SHEET_NAMES = {f"envelopes-{size}.pdf": f"Envelopes {size.upper()}" for size in Envelope} | {
    f"labels-{sheet}.pdf": f"Labels {sheet.upper()}" for sheet in Labels
}
"""Every file that can be made here, and what a person calls it."""


def check_wish(wish: SheetWish, printed: Sequence[Letter]) -> None:
    """Raise ProblemsError where nothing of what was asked for can be made."""
    check_first_label(wish.labels, wish.first_label)
    if wish and not posted(printed)[0]:
        asked = "--envelopes" if wish.envelopes else "--labels"
        words = (
            f"{asked}: none of these letters is printed for an office with a known postal address;"
            " add --as pdf, or write to other offices"
        )
        raise ProblemsError([Problem("sheets.nobody", words)])


def make_sheets(
    wish: SheetWish, letters: Sequence[Letter], sender: Sender, layouts: AnyLayouts
) -> MadeSheets:
    """Return the envelopes and labels for letters, in the order in which they are posted."""
    if not wish:
        return MadeSheets(hashes=wish.earlier)
    from advocate.core.posting import posting_order
    from advocate.outbox.files import digest
    from advocate.render.presses import press_for
    from advocate.render.sheets import print_envelopes, print_labels
    from advocate.sources.wording import CldrWording

    known, unknown = posted(letters)
    in_order = posting_order(known, CldrWording("en").country)
    shown = sender if wish.return_address else None
    press = press_for(layouts)
    made: dict[str, AddressSheet] = {}
    shows_writer = False
    if wish.envelopes:
        items = [addressed(letter, shown) for letter in in_order]
        shows_writer = any(item.sender for item in items)
        made[f"envelopes-{wish.envelopes}.pdf"] = print_envelopes(press, items, wish.envelopes)
    if wish.labels:
        items = [addressed(letter, None) for letter in in_order]
        made[f"labels-{wish.labels}.pdf"] = print_labels(press, items, wish.labels, wish.first_label)
    files = {name: sheet.pdf for name, sheet in made.items() if sheet.pdf}
    return MadeSheets(
        files=files,
        hashes={**wish.earlier, **{name: digest(data) for name, data in files.items()}},
        counts={name: sheet.count for name, sheet in made.items() if sheet.pdf},
        problems=[problem for sheet in made.values() for problem in sheet.problems],
        without_address=[letter.recipient.contact for letter in unknown],
        shows_writer=shows_writer,
    )


def tell_sheets(terminal: Terminal, made: MadeSheets) -> None:
    """Say which envelopes and labels there are, and whom they leave out."""
    for name, count in made.counts.items():
        addresses = "1 address" if count == 1 else f"{count} addresses"
        terminal.say(terminal.wrap(f"{SHEET_NAMES[name]}: {addresses} in {name}", hanging="  "))
    if made.shows_writer:
        words = "Your own address stands on the envelopes; --no-return-address leaves it out."
        terminal.say(terminal.wrap(words))
    for contact in made.without_address:
        terminal.tell(f"no envelope or label: {contact} has no known postal address")
