"""Envelopes and address labels that go with printed letters: which there are, and what stands on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advocate.core.letter import Letter
    from advocate.core.sender import Sender


class Envelope(StrEnum):
    """An envelope without a window, by the name `layouts/envelopes.typ` knows."""

    DL = "dl"
    C5 = "c5"
    C6 = "c6"
    US_10 = "us10"


class Labels(StrEnum):
    """A sheet of address labels by its maker's number, as `layouts/labels.typ` knows it."""

    L7163 = "l7163"
    L7160 = "l7160"
    US_5160 = "5160"


LABELS_ON: Final[Mapping[Labels, int]] = {Labels.L7163: 14, Labels.L7160: 21, Labels.US_5160: 30}
"""How many labels a sheet holds; the sources stand in `layouts/labels.typ`."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """What stands on an envelope or a label: the address, and the writer's own where there is room for it.

    `contact` is the id of the office, `language` that of the letter (ISO 639-1). `short` is the address in
    the office's short forms, for where there is too little room, and empty where it has none.
    """

    contact: str
    language: str
    address: tuple[str, ...]
    short: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()


def addressed(letter: Letter, sender: Sender | None) -> Addressed:
    """Return what stands on the envelope of a letter that is posted.

    The return address is the head of the letter without its e-mail and telephone. It is left out without a
    `sender`, and where they gave no street or no town: nobody could bring the letter back there.
    """
    given = sender is not None and sender.name and sender.street and sender.city
    return Addressed(
        contact=letter.recipient.contact,
        language=letter.language.partition("-")[0],
        address=letter.recipient.envelope,
        short=letter.recipient.envelope_short,
        sender=(letter.sender.name, *letter.sender.lines) if given else (),
    )


def posted(letters: Iterable[Letter]) -> tuple[tuple[Letter, ...], tuple[Letter, ...]]:
    """Return the letters that can be posted, and those whose office has no known postal address."""
    known: list[Letter] = []
    unknown: list[Letter] = []
    for letter in letters:
        (known if letter.recipient.posted else unknown).append(letter)
    return tuple(known), tuple(unknown)


def check_first_label(labels: Labels | None, first: int) -> None:
    """Raise ProblemsError where a sheet of labels has no label of that number, counted from 1."""
    if labels is None:
        if first != 1:
            words = "there are no labels to count: add --labels " + ", ".join(Labels)
            raise ProblemsError([Problem("labels.from", words)])
    elif not 1 <= first <= LABELS_ON[labels]:
        words = (
            f"--labels-from {first}: a sheet of {labels} holds {LABELS_ON[labels]} labels;"
            f" give the number of the first free one, from 1 to {LABELS_ON[labels]}"
        )
        raise ProblemsError([Problem("labels.from", words)])
