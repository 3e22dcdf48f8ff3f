"""`advocate`, and `python -m advocate`."""

from __future__ import annotations

import gc
import sys


def run() -> None:
    """Run the program and leave with its exit code."""
    # A command lives for a moment and leaves no garbage in cycles worth collecting; looking for it while
    # everything is imported takes a twentieth of the shortest commands' time (benchmarks/startup.py).
    gc.disable()
    from advocate.cli.app import main  # noqa: PLC0415 - after the line above

    sys.exit(main())


if __name__ == "__main__":
    run()
