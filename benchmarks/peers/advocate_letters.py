"""The letters as advocate prints them: its print run over finished letters, and its own careful writing of files."""

import pickle
import sys
from importlib.metadata import version
from pathlib import Path

from advocate.core.paper import Paper
from advocate.core.problems import ProblemsError
from advocate.outbox.files import write_folder
from advocate.render.pdf import PrintRun
from advocate.sources.places import layouts


def main(folder: str, count: str, out: str) -> None:
    """Print the first so many letters and write them."""
    with Path(folder, "letters.pickle").open("rb") as stream:
        letters = [pickle.load(stream) for _ in range(int(count))]  # noqa: S301 - lanterns.py has written it
    run = PrintRun([(letter, Paper.A4.value) for letter in letters], (layouts() / "letter.typ").read_bytes())
    files = {}
    for number, sheet in enumerate(run.sheets()):
        if isinstance(sheet, ProblemsError):
            raise sheet
        files[f"{number:05}.pdf"] = sheet.pdf
    write_folder(Path(out), files, "", overwrite=False)


if __name__ == "__main__":
    if sys.argv[1:] == ["--version"]:
        print(f"advocate {version('advocate-letters')}")
    else:
        main(*sys.argv[1:])
