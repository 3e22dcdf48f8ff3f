"""No process that a test starts touches a network: where Python finds the guard, and this checkout."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
GUARD = Path(__file__).parent / "guard"

NETWORK, TOLD = "ADVOCATE_TEST_NETWORK", "ADVOCATE_TEST_TOUCHED"
"""What a process may touch (none, near, any), and the file in which it says what it did."""


def search_path(*first: Path) -> str:
    """Return a PYTHONPATH with the guard on it, after other folders."""
    return os.pathsep.join(map(str, (*first, GUARD)))
