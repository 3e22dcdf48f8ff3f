"""Nothing leaves the writer's machine: no command opens, binds or looks up anything on a network.

But `send --really`, whose tests talk to servers of their own on this machine (`loopback`).

The audit hook of conftest.py listens during every test; these prove that it bites, and take every command
past it once, inside this process and as a process of its own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.asking import Person, typed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

SENDER = ("--name", "Ada Byron", "--city", "Berlin", "--country", "DE", "--email", "ada@example.org")
TOUCHED = 99

# Whoever touches the network is stopped at once and cannot hide it by catching an exception.
GUARDED = f"""\
import os, sys

def guard(event, arguments):
    if event.startswith("socket."):
        os.write(2, event.encode())
        os._exit({TOUCHED})

sys.addaudithook(guard)
"""
GUARDED_ADVOCATE = f"{GUARDED}\nfrom advocate.__main__ import run\nrun()\n"


def test_the_guard_stops_whoever_opens_a_socket() -> None:
    with pytest.raises(RuntimeError, match="touched the network"):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def test_the_guard_stops_whoever_looks_up_a_name() -> None:
    with pytest.raises(RuntimeError, match="touched the network"):
        socket.getaddrinfo("localhost", 80)


def test_the_guard_stops_even_the_check_where_it_was_told_to_ask(advocate: Advocate) -> None:
    with pytest.raises(RuntimeError, match="touched the network"):
        advocate("contacts", "check", "--dns", "--resolver", "127.0.0.1:9")


@pytest.mark.loopback
def test_a_test_that_may_talk_to_itself_may_talk_to_nobody_else() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as near:
        near.bind(("127.0.0.1", 0))
        with pytest.raises(RuntimeError, match="touched the network"):
            near.sendto(b"", ("192.0.2.1", 9))
    with pytest.raises(RuntimeError, match="touched the network"):
        socket.getaddrinfo("localhost", 80)


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("--version",),
        ("contacts", "list"),
        ("contacts", "list", "--format", "json"),
        ("contacts", "show", "wgad"),
        ("contacts", "show", "wgad", "--format", "json"),
        ("contacts", "check"),
        ("contacts", "list", "--format", "csv"),
        ("contacts", "list", "--format", "vcard"),
        ("contacts", "list", "--format", "popolo"),
        ("contacts", "overlay", "--format", "json"),
        ("campaign", "schema", "contacts"),
        ("inspect", "docs", "README.md"),
        ("letters", "list"),
        ("letters", "list", "--format", "json"),
        ("letters", "show", "lift-the-ban"),
        ("letters", "show", "lift-the-ban", "--format", "json"),
        ("preview", "--to", "all"),
        ("preview", "--to", "all", "--format", "json"),
        ("preview", "--to", "all", "--as", "text"),
        ("preview", "--to", "wgad", "--as", "eml", *SENDER),
        ("preview", "--to", "wgad", "--as", "submission", *SENDER),
        ("send", "--to", "all", "--via", "smtp", "--server", "smtp.example.net", *SENDER),
        ("send", "--to", "all", "--via", "drafts", "--server", "imap.example.net", *SENDER),
    ],
    ids=" ".join,
)
def test_looking_at_offices_and_letters_touches_no_network(
    words: tuple[str, ...], advocate: Advocate
) -> None:
    ran = advocate(*words)
    assert ran.code == 0, ran.err
    assert ran.out


def test_mending_comparing_and_importing_contacts_touches_no_network(
    advocate: Advocate, shipped: Path, tmp_path: Path
) -> None:
    said = ("--source", "https://www.knb.kz/contacts", "--checked", "2026-11-20")
    assert advocate("contacts", "set", "knb-chairman", "--email", "office@knb.kz", *said).code == 0
    assert advocate("contacts", "retire", "ombudsman", "--reason", "It was merged.").code == 0
    assert advocate("contacts", "propose", "knb-chairman").code == 0
    assert advocate("contacts", "drop", "ombudsman").code == 0
    assert advocate("contacts", "diff", shipped / "contacts.yaml").code == 0
    listed = advocate("contacts", "list", "--to", "eu", "--format", "popolo")
    (tmp_path / "eu.json").write_text(listed.out, encoding="utf-8")
    ran = advocate("contacts", "import", tmp_path / "eu.json", "--out", tmp_path / "contacts.yaml")
    assert ran.code == 0, ran.err


@pytest.mark.parametrize("forms", ["auto", "eml", "pdf", "txt", "html", "eml,pdf,txt,html"])
def test_making_letters_touches_no_network(forms: str, advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("generate", "--to", "all", "--as", forms, "--out", tmp_path / "letters", *SENDER)
    assert ran.code == 0, ran.err
    assert (tmp_path / "letters" / "index.html").is_file()


def test_a_letter_step_by_step_touches_no_network(
    advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "ep-president", "", "", "1", "1")
    flags = ("--letter", "lift-the-ban", "--lang", "en", "--out", str(tmp_path / "letters"))
    assert advocate("sender", "set", "--name", "Ada Byron", "--no-input").code == 0
    ran = advocate("write", "--plain", *flags)
    assert ran.code == 0, ran.err
    assert advocate("sender", "show").code == advocate("sender", "forget", "--yes").code == 0


# asyncio wakes itself through a pair of sockets that no other program sees.
GUARDED_FAR = f"""\
import os, sys

def guard(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        os.write(2, event.encode())
        os._exit({TOUCHED})

sys.addaudithook(guard)
"""


def test_questions_at_a_terminal_touch_no_network(home: Path) -> None:
    flags = ("--letter", "lift-the-ban", "--lang", "en", "--name", "Ada", "--note", "", "--out", "letters")
    person = Person(home, "write", *flags, before=GUARDED_FAR)
    person.answers("To whom will you write?", "t")
    person.sees("space ticks")
    person.presses(" \r")
    person.answers("What now?", "1")
    assert person.ends() == 0, person.seen
    assert (home / "letters" / "index.html").is_file()


def alone() -> list[str]:
    """Return the words that run a program without any network, not even its own, where the system can."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    words = [unshare, "--net"] if os.geteuid() == 0 else [unshare, "--map-root-user", "--net"]
    tried = subprocess.run([*words, "true"], capture_output=True, check=False)
    return words if tried.returncode == 0 else []


def run_guarded(source: str, *words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a source as a process of its own, under the guard."""
    return subprocess.run(
        [*alone(), sys.executable, "-c", source, *words],
        cwd=home,
        env={**os.environ, "ADVOCATE_HOME": str(home)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_the_guard_of_a_process_of_its_own_bites_too(home: Path) -> None:
    ran = run_guarded(f"{GUARDED}\nimport socket\nsocket.socket()\n", home=home)
    assert ran.returncode == TOUCHED, ran.stderr
    assert ran.stderr == "socket.__new__"


def test_all_letters_are_made_by_a_process_without_a_network(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    ran = run_guarded(GUARDED_ADVOCATE, "generate", "--to", "all", "--out", str(folder), *SENDER, home=home)
    assert ran.returncode == 0, ran.stderr
    assert {"manifest.json", "index.html"} < {file.name for file in folder.iterdir()}
