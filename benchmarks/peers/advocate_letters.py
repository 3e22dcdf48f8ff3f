"""The letters as advocate prints them: its print run over finished letters, its own way to write files."""

import pickle
import sys
from importlib.metadata import version
from pathlib import Path

from advocate.core.problems import ProblemsError
from advocate.outbox.files import write_file
from advocate.render.pdf import PrintRun
from advocate.sources.places import layouts


def main(folder: str, count: str, out: str) -> None:
    """Print the first so many letters and write each as it comes."""
    with Path(folder, "letters.pickle").open("rb") as stream:
        letters = (pickle.load(stream) for _ in range(int(count)))  # noqa: S301 - finished.py has written it
        for number, sheet in enumerate(PrintRun(letters, layouts()).sheets()):
            if isinstance(sheet, ProblemsError):
                raise sheet
            write_file(Path(out, f"{number:05}.pdf"), sheet.pdf, overwrite=False)


if __name__ == "__main__":
    if sys.argv[1:] == ["--version"]:
        print(f"advocate {version('advocate-letters')}")
    else:
        main(*sys.argv[1:])
