"""What a reader of one kind of file hands back: traces, and texts that are looked through for a machine's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advocate.core.traces import Piece, Telling, Trace, shown
from advocate.core.traces.fields import Field, field_trace, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import NoReturn

DEEPEST = 4
"""How many files within files are opened: a picture in a page that is attached to an e-mail is at 2."""

_LARGEST_PIECE = 4_000_000
"""Characters of a text that are looked through; letters have thousands."""


class UnreadError(Exception):
    """A file that cannot be inspected: a slug for its code, and what is wrong, in words."""

    def __init__(self, slug: str, words: str) -> None:
        """Hold both."""
        super().__init__(words)
        self.slug = slug


def refuse(slug: str, words: str) -> NoReturn:
    """Raise UnreadError."""
    raise UnreadError(slug, words) from None


@dataclass(slots=True)
class Found:
    """Traces and texts as they come in while a file is read."""

    traces: list[Trace] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, where: str, what: object, tells: str, weight: Telling) -> None:
        """Take in one trace."""
        self.traces.append(Trace(where, shown(what), tells, weight))

    def miss(self, slug: str, words: str) -> None:
        """Take in what could not be inspected: a slug for its code, and why."""
        self.unread.append((slug, words))

    def named(self, where: str, name: str, value: object, kind: Field | None = None) -> None:
        """Take in a field that has a name, and look through its value."""
        if value in {None, ""}:
            return
        place = f"{where} {shown(name)}"
        self.traces.append(field_trace(place, value, kind or kind_of(name)))
        self.text(place, str(value))

    def text(self, where: str, text: str, *, seen: bool = False) -> None:
        """Take in a text that is looked through for what a machine leaves."""
        if text:
            self.pieces.append(Piece(where, text[:_LARGEST_PIECE], seen))

    def within(self, part: str, inner: Found) -> None:
        """Take in what was found in a file that is a part of this one."""
        self.traces += [
            Trace(f"{part}: {each.where}", each.what, each.tells, each.weight) for each in inner.traces
        ]
        self.pieces += [Piece(f"{part}: {each.where}", each.text, each.seen) for each in inner.pieces]
        self.unread += [(slug, f"{part}: {words}") for slug, words in inner.unread]

    def extend(self, traces: Iterable[Trace]) -> None:
        """Take in traces."""
        self.traces += traces


@dataclass(frozen=True, slots=True)
class Within:
    """How files within a file are inspected: by whatever reads their kind, and not without end."""

    look: Callable[[str, bytes, int], Found]
    depth: int

    def open(self, found: Found, part: str, name: str, data: bytes) -> None:
        """Take in what a file carries that is a part of another; what cannot be read is told, not raised."""
        if self.depth >= DEEPEST:
            found.miss("too-much", f"{part}: files in files in files; it was not opened")
            return
        try:
            found.within(part, self.look(name, data, self.depth + 1))
        except UnreadError as error:
            found.miss(error.slug, f"{part}: {error}")
