"""The terminal: results go to standard output, everything else to standard error."""

from __future__ import annotations

import errno
import os
import sys
import textwrap
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from advocate.core.deceptive import shown
from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NARROWEST, WIDEST_TEXT = 40, 80
_RECORDS = 1000
"""How many are written at a time: a reader waits for the first."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Two streams and what they can show."""

    out: TextIO
    err: TextIO

    @classmethod
    def standard(cls) -> Terminal:
        """Return the terminal of this process; what its encoding cannot write becomes a question mark."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        return cls(sys.stdout, sys.stderr)

    def aside(self) -> Terminal:
        """Return a terminal whose results are talk, too: they go to standard error."""
        return Terminal(self.err, self.err)

    @property
    def width(self) -> int:
        """The columns there are: of the terminal, of COLUMNS, or 80."""
        given = os.environ.get("COLUMNS", "")
        if given.isdecimal() and int(given) > 0:
            return max(NARROWEST, int(given))
        try:
            return max(NARROWEST, os.get_terminal_size(self.out.fileno()).columns)
        except (OSError, ValueError):
            return 80

    def say(self, text: str = "") -> None:
        """Write a line of the result."""
        self.write(f"{text}\n")

    def write(self, text: str) -> None:
        """Write a result that has its own line ends; raise ProblemsError where it cannot be written.

        What could deceive a reader or move the cursor is shown by its code point, as `<U+001B>`.
        """
        self._put(shown(text))

    def write_exact(self, text: str) -> None:
        """Write a result for another program as it is; a person at a terminal is shown it as in `write`."""
        self._put(shown(text) if self.out.isatty() else text)

    def draw(self, picture: str) -> None:
        """Write a picture: sequences for the terminal, made by this program, which are no text."""
        self._put(f"{picture}\n")

    def _put(self, text: str) -> None:
        with _writing(self.out):
            self.out.write(text)

    def finish(self) -> None:
        """Let go of everything that was written; raise ProblemsError where that fails.

        A reader who has seen enough is no failure.
        """
        try:
            with _writing(self.out):
                self.out.flush()
        except BrokenPipeError:
            _forget(self.out)

    def write_bytes(self, data: bytes) -> None:
        """Write a file's content: its encoding and line ends are the format's, whatever the console's are."""
        with _writing(self.out):
            self.out.flush()
            self.out.buffer.write(data)
            self.out.buffer.flush()

    def write_json(self, data: object) -> None:
        """Write a result for scripts."""
        import json

        if isinstance(data, list):
            # A record a line: easy to read, to count and to compare, and the encoder's fast path.
            encode = json.JSONEncoder(ensure_ascii=False).encode
            before = "[\n"
            for item in data:
                self._put(before + shown(encode(item), _escaped))
                before = ",\n"
            self._put("\n]\n" if data else "[]\n")
        else:
            self._put(f"{shown(json.dumps(data, ensure_ascii=False, indent=2), _escaped)}\n")

    def write_records(self, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Write as `write_json` does, in half of its time, very many records with the same names."""
        import json
        from types import NoneType

        encode = json.JSONEncoder(ensure_ascii=False).encode
        before = "[\n"
        for start in range(0, len(rows), _RECORDS):
            columns = list(zip(*rows[start : start + _RECORDS], strict=True))
            cells: list[str] = []
            for at, name in enumerate(names):
                types, cell = set(map(type, columns[at])), "%s"
                if types == {str} and _needs_no_escape("".join(columns[at])):
                    cell = '"%s"'
                elif types <= {str, NoneType}:
                    known = {value: encode(value) for value in set(columns[at])}
                    columns[at] = tuple(map(known.__getitem__, columns[at]))
                elif types != {int}:
                    columns[at] = tuple(map(encode, columns[at]))
                cells.append(f"{encode(name)}: {cell}")
            record = f"{{{', '.join(cells)}}}"
            self._put(before + shown(",\n".join(map(record.__mod__, zip(*columns, strict=True))), _escaped))
            before = ",\n"
        self._put("\n]\n" if rows else "[]\n")

    def tell(self, text: str) -> None:
        """Write a line about the work, to standard error, as safe for a terminal as `write` makes it."""
        self.err.write(f"{shown(text)}\n")

    def problems(self, problems: Iterable[Problem]) -> None:
        """Write problems, one a line, to standard error."""
        for problem in problems:
            self.tell(str(problem))

    def wrap(self, text: str, indent: str = "", hanging: str | None = None) -> str:
        """Return text filled to the width, but never so wide that it is hard to read."""
        return textwrap.fill(
            text,
            width=min(self.width, WIDEST_TEXT),
            initial_indent=indent,
            subsequent_indent=indent if hanging is None else hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def heading(self, text: str) -> None:
        """Write a heading: bold where the terminal can show it."""
        for line in self.wrap(text).splitlines():
            self._put(f"\x1b[1m{shown(line)}\x1b[0m\n" if self.colour else f"{shown(line)}\n")

    @property
    def colour(self) -> bool:
        """Whether a person is watching who wants more than plain text (https://no-color.org)."""
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return not plain and self.out.isatty()

    def grid(self, rows: Iterable[Sequence[str]], shares: Sequence[int]) -> None:
        """Write rows in columns: the first as wide as `shares` says, the others by shares of the rest."""
        from rich.console import Console  # rich is loaded only where a table is shown
        from rich.table import Table
        from rich.text import Text

        first, *others = shares
        rest = self.width - first - 2
        grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
        grid.add_column(width=first, no_wrap=True)
        for share in others:
            grid.add_column(width=rest * share // sum(others) - 1, overflow="fold")
        for label, *cells in rows:
            grid.add_row(Text(f"  {label}"), *(Text(cell) for cell in cells))
        console = Console(
            file=self.out, width=self.width, color_system=None, highlight=False, emoji=False, markup=False
        )
        with console.capture() as written:
            console.print(grid)
        self.write("".join(f"{line.rstrip()}\n" for line in written.get().splitlines()))


def _escaped(mark: str) -> str:
    """Return a character as JSON escapes it (RFC 8259, section 7): the text is the same, and nothing acts."""
    import json

    return json.dumps(mark)[1:-1]


def _needs_no_escape(text: str) -> bool:
    """Return whether a text is surely the same within a JSON string (RFC 8259, section 7)."""
    return text.isprintable() and '"' not in text and "\\" not in text


def fitted(line: str, hanging: str, width: int) -> str:
    """Return a line wrapped where it is too long, with what its other lines begin with.

    It takes a tenth of the time that `Terminal.wrap` does, for lists of very many lines.
    """
    lines = []
    while len(line) > width:
        least = len(hanging) + 1
        end = line.rfind(" ", least, width + 1)
        if end < 0:
            end = line.find(" ", width)
        if end < 0:
            break
        lines.append(line[:end].rstrip())
        line = hanging + line[end:].lstrip()
    return "\n".join([*lines, line])


@contextmanager
def _writing(stream: TextIO) -> Iterator[None]:
    """Turn what a full disk says into one line; a reader who has seen enough (EPIPE) is Typer's to heed."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        _forget(stream)
        reason = os.strerror(error.errno).lower() if error.errno else "it refuses"
        words = f"the result cannot be written where it goes: {reason}"
        raise ProblemsError([Problem("result.failed", words)], exit_code=1) from None


def _forget(stream: TextIO) -> None:
    """Let what is still to be written to a stream go nowhere, so that it does not fail when Python ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def folded(lines: Iterable[str], width: int) -> list[str]:
    """Return lines wrapped by the cells that their characters take, a word cut only where it is too long."""
    from rich.console import Console
    from rich.text import Text

    console = Console(width=width, color_system=None)
    wrapped = (part for line in lines for part in Text(line).wrap(console, width, overflow="fold"))
    return [part.plain.rstrip() for part in wrapped]


def padded(text: str, width: int) -> str:
    """Return a line of exactly as many cells."""
    from rich.cells import set_cell_size

    return set_cell_size(text, width)
