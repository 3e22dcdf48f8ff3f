"""One target under the fuzzer: `one.py TARGET CORPUS… [options of libFuzzer]`; `run.py` starts it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["advocate", "yaml", "jinja2"]):
    from advocate.core.problems import ProblemsError
    from tests.fuzz.targets import TARGETS, told


def main() -> None:
    """Feed the target until libFuzzer has had enough."""
    target = TARGETS[sys.argv[1]]
    with tempfile.TemporaryDirectory(prefix="advocate-fuzz-") as made:
        folder = Path(made)

        def test_one(data: bytes) -> None:
            try:
                target(data, folder)
            except ProblemsError as error:
                told(error)

        atheris.Setup([sys.argv[0], *sys.argv[2:]], test_one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
