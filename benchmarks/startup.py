"""How long `advocate contacts list --format json` takes, against the shortest program made with Typer."""

from __future__ import annotations

import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from pairs import Contest, main, module

LIMIT = 1.4

# As short as Typer's own first example, and with one option. typer.run adds no options about completion, so
# nothing is in it that advocate does without.
FLOOR = '''\
import typer


def hello(name: str = typer.Option("you", help="Whom to greet.")) -> None:
    """Greet somebody."""
    print(f"Hello {name}")


if __name__ == "__main__":
    typer.run(hello)
'''


def contest(folder: Path) -> Contest:
    """Write the floor into a folder and return the two programs."""
    (folder / "floor.py").write_text(FLOOR, encoding="utf-8")
    return Contest(
        title=(
            "advocate contacts list --format json, against a minimal program with "
            f"Typer {version('typer')}, Python {python_version()}"
        ),
        subject=lambda _: module("advocate", "contacts", "list", "--format", "json"),
        floor=lambda _: module("floor", "--name", "Ada"),
        limit=LIMIT,
        folder=folder,
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="advocate-benchmark-") as made:
        sys.exit(main(contest, Path(made), __doc__ or ""))
