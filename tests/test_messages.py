"""Every code that the program can print is explained."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SPEAKERS = {
    "Problem",
    "Finding",
    "error",
    "warning",
    "note",
    "report",
    "_problem",
    "_report",
    "refuse",
    "miss",
}
HARMFUL = {"TroubleError", "_Refusal"}
"""What says first whom a trouble harms, and then its code."""


def slugs() -> set[str]:
    """Return the last part of every code that stands in the source; parts made while running are left out."""
    found = set()
    for file in (ROOT / "advocate").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in SPEAKERS | HARMFUL:
                continue
            code = node.args[name in HARMFUL]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                found.add(code.value.rpartition(".")[2])
            elif isinstance(code, ast.JoinedStr) and isinstance(code.values[-1], ast.Constant):
                found.add(str(code.values[-1].value).rpartition(".")[2])
    return found


def explained() -> set[str]:
    page = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
    return {code.rpartition(".")[2] for code in re.findall(r"`([a-z.-]*\.[a-z0-9-]+)`", page)}


def test_every_code_is_explained() -> None:
    assert len(slugs()) > 40
    assert slugs() - explained() == set()


def test_nothing_is_explained_that_does_not_exist() -> None:
    made_while_running = {
        *("unknown-group", "unknown-institution", "unknown-source", "unknown-holder", "unknown-procedure"),
        *("stale-email", "stale-address", "stale-form", "ageing-email", "ageing-address", "ageing-form"),
        "unknown-office",
        *("insult", "threat", "party", "jargon", "relative", "minor", "page", "type"),
        *("address-too-long", "sender-too-long", "word-too-long"),
        *("png", "svg", "size", "full"),
    }
    assert explained() - slugs() - made_while_running <= {"yaml"}
