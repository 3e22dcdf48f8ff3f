"""`advocate`, and `python -m advocate`."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from advocate.core.problems import Problem

INTERRUPTED, MISTAKEN = 130, 70
"""Exit codes: of whoever leaves, and of a mistake of the program (EX_SOFTWARE of sysexits.h)."""


def run() -> None:
    """Run the program and leave with its exit code."""
    # A command lives for a moment and leaves no garbage in cycles worth collecting; looking for it while
    # everything is imported takes a twentieth of the shortest commands' time (benchmarks/startup.py).
    gc.disable()
    _open_closed_streams()
    try:
        from advocate.cli.app import main  # noqa: PLC0415 - after the line above

        code = main()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as mistake:  # noqa: BLE001 - the last net: no traceback for a person, and none of their words
        code = MISTAKEN
        sys.stderr.write(f"{_told(mistake)}\n")
    sys.exit(code)


def _open_closed_streams() -> None:
    """Put the null device where a stream was closed before the start (`<&-`): Python has None there."""
    # In this order each gets the number that it ought to have.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open until the end


def _told(mistake: Exception) -> str:
    """Return where the program went wrong, and nothing of what it was working on."""
    place, step = "", mistake.__traceback__
    while step:
        file = Path(step.tb_frame.f_code.co_filename)
        if "advocate" in file.parts:
            place = f" at {file.parent.name}/{file.name}:{step.tb_lineno}"
        step = step.tb_next
    words = (
        f"this is a mistake of the program and not yours: please tell its makers of {type(mistake).__name__}"
        f"{place}, and what you were doing"
    )
    return str(Problem("program.mistake", words))


if __name__ == "__main__":
    run()
