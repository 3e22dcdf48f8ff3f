"""Typst inside this process: pages from the layouts, as PDF or pictures; the one owner of the engine.

The same data give the same bytes. A layout sees its data, the other layouts and the files it is given, and
nothing else of the disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import typst

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FONTS: Final = ("Libertinus Serif", "New Computer Modern")
"""The only typefaces of a page; the second draws what the first lacks, such as ₸ and ₽."""

READABLE: Final = ("ua-1",)
"""The standard of every file: PDF/UA-1 (ISO 14289-1), for readers who listen."""

ARCHIVED: Final = ("a-2a", "ua-1")
"""The standards of a file to be kept: PDF/A-2a (ISO 19005-2) besides."""

_FORGETTING: Final = 3
"""How many empty jobs follow a large one.

Measured with parts of 100 letters in two threads: 450 MB without, 230 MB with two, 170 MB with five; with
more a part loses what it still needs.
"""

Layouts = Path | Mapping[str, bytes]
"""The layouts of pages: the folder that they are in, or the sources of some by their names."""

Fonts = typst.Fonts
"""Typefaces that presses share."""

Made = TypeVar("Made")

_PROBE: Final = b"""\
#let d = json("data.json")
#set text(font: d.fonts, fallback: false)
#par(d.text)
#par(text(weight: "semibold", d.text))
#set document(title: "probe", date: none)
"""


class PressError(Exception):
    """A page that could not be made; the message is the layout's or the engine's.

    `file`, `line` and `column` say where in the layouts it went wrong, as far as that is known.
    """

    def __init__(self, message: str, file: str = "", line: int = 0, column: int = 0) -> None:
        """Hold what went wrong, and where: lines and columns count from 1, and 0 is not known."""
        super().__init__(message)
        self.file, self.line, self.column = file, line, column


class Press:
    """Sets pages in the layouts given by name; for one thread at a time.

    It keeps one Typst compiler, whose memory makes the second page cheaper than the first, and gives all jobs
    the same few virtual file names: a compiler can only ever know 65,535 (typst issue 7434).
    """

    def __init__(
        self,
        layouts: Layouts,
        fonts: Fonts | None = None,
        *,
        root: Path | None = None,
        today: int | None = None,
    ) -> None:
        """Make a press for some layouts; presses may share `fonts` (see `embedded_fonts`).

        Of layouts in a folder the engine keeps what it has read. Given as bytes they are read anew for each
        page, which takes up to 1.7 times as long. They may read any file below `root`, which is the engine's
        own folder where none is given: it holds nothing of the writer's. Packages are looked for there too,
        and else where Typst keeps them. `today` is the day that a layout is told, in seconds since 1970.
        """
        self._today = today
        self._packages = root
        self._root = layouts if isinstance(layouts, Path) else root or Path(typst.__file__).parent
        self._sources = {} if isinstance(layouts, Path) else dict(layouts)
        self._fonts = fonts or embedded_fonts()
        self._compiler = self._new_compiler()
        self._mains: dict[str, bytes] = {}
        self._drawn: set[str] = set()

    def pdf(
        self,
        main: str,
        data: Mapping[str, object],
        *,
        standards: Sequence[str] = READABLE,
        files: Mapping[str, bytes] | None = None,
    ) -> bytes:
        """Return what the layout `main` makes of some data, as a PDF after standards that Typst names.

        `files` are further files that the layout may read, by names that are the same for every job. Raises
        PressError where there is no page.
        """
        given = self._files(main, data, files)
        return self._pdf(given, standards)

    def pictures(
        self, main: str, data: Mapping[str, object], ppi: float, files: Mapping[str, bytes] | None = None
    ) -> list[bytes]:
        """Return the same pages as PNG pictures, in `ppi` pixels to the inch; raise PressError likewise."""
        given = self._files(main, data, files)
        made = self._guarded(
            lambda: self._compiler.compile(
                input=given,  # type: ignore[type-var]  # see _pdf
                format="png",
                ppi=ppi,
                timestamp=self._today,
            )
        )
        return [made] if isinstance(made, bytes) else [picture for picture in made or () if picture]

    def query(
        self, main: str, data: Mapping[str, object], label: str, files: Mapping[str, bytes] | None = None
    ) -> list[object]:
        """Return the values of the layout's metadata that bear a label; raise PressError likewise."""
        # Files in memory are forgotten after a job, so a query needs a compiler of its own.
        compiler = typst.Compiler(
            self._files(main, data, files),  # type: ignore[type-var]  # the stub forgets virtual files
            font_paths=self._fonts,
            root=self._root,
        )
        try:
            found = compiler.query(f"<{label}>", field="value")
        except typst.TypstError as error:
            raise _press_error(error) from error
        values = json.loads(found)
        return values if isinstance(values, list) else [values]

    def undrawable(self, text: str) -> list[str]:
        """Return each character of a text that no font draws, once."""
        new = sorted(set(text) - self._drawn)
        lacking = self._undrawn(new)
        self._drawn.update(set(new) - set(lacking))
        return lacking

    def forget(self) -> None:
        """Let go of what was set so far; the engine would keep it for ten jobs more (typst-py, evict)."""
        for _ in range(_FORGETTING):
            self._pdf({"main.typ": b"", "data.json": b"{}"}, ())

    def _undrawn(self, characters: Sequence[str]) -> list[str]:
        """Return the characters that no font draws, by halving."""
        if not characters:
            return []
        probe = {"main.typ": _PROBE, "data.json": _json({"fonts": FONTS, "text": " ".join(characters)})}
        try:
            self._pdf(probe, READABLE)
        except PressError:
            if len(characters) == 1:
                return [*characters]
            middle = len(characters) // 2
            return self._undrawn(characters[:middle]) + self._undrawn(characters[middle:])
        return []

    def _pdf(self, files: Mapping[str, bytes], standards: Sequence[str]) -> bytes:
        made = self._guarded(
            lambda: self._compiler.compile(
                input=files,  # type: ignore[type-var]  # the stub forgets virtual files; the README has them
                format="pdf",
                timestamp=self._today,
                pdf_standards=list(standards),  # type: ignore[arg-type]  # the stub lists what Typst knows
            )
        )
        if not isinstance(made, bytes):
            raise TypeError(type(made))
        return made

    def _files(
        self, main: str, data: Mapping[str, object], files: Mapping[str, bytes] | None
    ) -> dict[str, bytes]:
        return {
            **self._sources,
            "main.typ": self._source(main),
            "data.json": _json({"fonts": FONTS, **data}),
            **(files or {}),
        }

    def _source(self, main: str) -> bytes:
        if main in self._sources:
            return self._sources[main]
        if main not in self._mains:
            self._mains[main] = (self._root / main).read_bytes()
        return self._mains[main]

    def _guarded(self, compile_: Callable[[], Made]) -> Made:
        try:
            return compile_()
        except typst.TypstError as error:
            raise _press_error(error) from error
        except BaseException as error:
            # A panic of Typst's comes as a class that has no public name and is no Exception.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            self._compiler = self._new_compiler()
            raise PressError(str(error)) from error

    def _new_compiler(self) -> typst.Compiler:
        return typst.Compiler(
            font_paths=self._fonts,
            root=self._root,
            package_path=self._packages,
            package_cache_path=self._packages,
        )


# How the engine writes where something went wrong, below its words: `┌─ folder/letter.typ:12:3`.
_WHERE: Final = re.compile(r"┌─ (?:.*[/\\])?([^/\\]+):(\d+):(\d+)$", re.MULTILINE)


def _press_error(error: typst.TypstError) -> PressError:
    """Return what the engine says of a page, and where its first words point."""
    found = _WHERE.search(error.diagnostic)
    if not found:
        return PressError(error.message)
    # The engine counts lines from 1 and columns from 0.
    return PressError(error.message, found[1], int(found[2]), int(found[3]) + 1)


def embedded_fonts() -> Fonts:
    """Return the fonts that Typst brings along, and no others: a page is the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _json(data: Mapping[str, object]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
