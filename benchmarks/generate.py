"""How long `advocate generate --to all` takes, against compiling the same pages with typst alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from pairs import Contest, environment, main, module

from advocate.cli.app import main as advocate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Job = Mapping[str, Any]
    """The arguments of one compilation."""

AIM = 1.5
"""What is wanted. Not reached: see benchmarks/README.md, which also says where the time goes."""

LIMIT = 6.0
"""What may not be passed, until the aim is reached: about half as much again as was measured last."""

WORDS = (
    "generate",
    *("--to", "all", "--date", "2026-11-22"),
    *("--name", "Ada Byron", "--street", "3 Mill Lane", "--postcode", "10115", "--city", "Berlin"),
    *("--country", "DE", "--email", "ada@example.org"),
)

# No less can make these pages: typst, its fonts read once, one compiler that keeps what it has learnt.
FLOOR = """\
import json
import sys

import typst

with open("pages.json", encoding="utf-8") as file:
    plan = json.load(file)
layouts = {name: words.encode() for name, words in plan["layouts"].items()}
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
compiler = typst.Compiler(font_paths=fonts, root=plan["root"])
for page in plan["pages"]:
    files = {**layouts, "data.json": page["data"].encode()}
    pdf = compiler.compile(input=files, format="pdf", pdf_standards=plan["standards"])
    with open(f"{sys.argv[1]}/{page['name']}", "wb") as file:
        file.write(pdf)
"""


def contest(folder: Path) -> Contest:
    """Lay out the floor's material in a folder, and return the two programs."""
    pages = _prepare(folder)

    def made(name: str, number: int) -> Path:
        return folder / f"{name}-{number}"

    def subject(number: int) -> Sequence[str]:
        return module("advocate", *WORDS, "--out", made("advocate", number))

    def floor(number: int) -> Sequence[str]:
        made("floor", number).mkdir()
        return module("floor", made("floor", number))

    return Contest(
        title=(
            f"advocate generate --to all, against compiling its {pages} pages with "
            f"typst {version('typst')}, Python {python_version()}"
        ),
        subject=subject,
        floor=floor,
        limit=LIMIT,
        aim=AIM,
        folder=folder,
    )


def _prepare(folder: Path) -> int:
    """Keep what advocate hands to typst for each page that it writes, prove the floor right, and count pages.

    Only the compilation that a page came from is kept: trying smaller type until a letter fits is advocate's
    own cost.
    """
    compiled, letters = _record(folder / "letters")
    manifest = json.loads((letters / "manifest.json").read_bytes())
    names = [
        files["pdf"]["name"] for files in (each["files"] for each in manifest["letters"]) if "pdf" in files
    ]
    jobs = [compiled[(letters / name).read_bytes()] for name in names]
    sources = [job["input"] for job in jobs]
    plan = {
        "standards": jobs[0]["pdf_standards"],
        "root": jobs[0]["root"],
        "layouts": {name: words.decode() for name, words in sources[0].items() if name != "data.json"},
        "pages": [
            {"name": name, "data": source["data.json"].decode()}
            for name, source in zip(names, sources, strict=True)
        ],
    }
    (folder / "pages.json").write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    (folder / "floor.py").write_text(FLOOR, encoding="utf-8")
    _prove(folder, letters, names)
    return len(names)


def _record(letters: Path) -> tuple[Mapping[bytes, Job], Path]:
    """Let advocate make its letters, and return by its result each job that typst was given."""
    typst = import_module("typst")
    compiled: dict[bytes, Job] = {}

    def recorder(genuine: Callable[..., Any]) -> Callable[..., SimpleNamespace]:
        def new(**settings: object) -> SimpleNamespace:
            compiler = genuine(**settings)

            def compile_and_keep(**job: object) -> bytes:
                pdf: bytes = compiler.compile(**job)
                compiled[pdf] = {**job, "root": str(settings["root"])}
                return pdf

            return SimpleNamespace(compile=compile_and_keep)

        return new

    with (
        patch.dict(os.environ, environment(letters.parent)),
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        patch.object(typst, "Compiler", recorder(typst.Compiler)),
        redirect_stdout(nowhere),
        redirect_stderr(nowhere),
    ):
        code = advocate([*WORDS, "--out", str(letters)])
    if code:
        sys.exit(f"advocate generate ended with exit code {code}")
    return compiled, letters


def _prove(folder: Path, letters: Path, names: Sequence[str]) -> None:
    """Let the floor make its pages once; they have to be advocate's, byte by byte."""
    proof = folder / "proof"
    proof.mkdir()
    subprocess.run(  # noqa: S603 - the floor above
        module("floor", proof), cwd=folder, env=environment(folder), check=True
    )
    for name in names:
        if (proof / name).read_bytes() != (letters / name).read_bytes():
            sys.exit(f"the floor does not make the same page: {name}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="advocate-benchmark-") as made:
        sys.exit(main(contest, Path(made), __doc__ or ""))
