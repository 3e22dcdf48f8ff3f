"""The letters as advocate prints them with `--merge`: files for the printer, each with a cover sheet."""

import pickle
import sys
from importlib.metadata import version
from pathlib import Path

from advocate.outbox.files import write_file
from advocate.render.print_run import Cover, MergedRun
from advocate.sources.places import layouts


def main(folder: str, count: str, out: str) -> None:
    """Print the first so many letters and write the files."""
    with Path(folder, "letters.pickle").open("rb") as stream:
        letters = [pickle.load(stream) for _ in range(int(count))]  # noqa: S301 - finished.py has written it
    cover = Cover("The lanterns", "22 November 2026", "Germany", lambda code: code)
    merged = MergedRun(letters, layouts(), cover).merged()
    if merged.failed:
        raise SystemExit(str(merged.failed))
    for part in merged.parts:
        write_file(Path(out, part.name), part.pdf, overwrite=False)


if __name__ == "__main__":
    if sys.argv[1:] == ["--version"]:
        print(f"advocate {version('advocate-letters')}")
    else:
        main(*sys.argv[1:])
