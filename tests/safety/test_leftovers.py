"""What a killed run left on the disk is gone at the next start, and never while somebody needs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advocate.outbox.folders import Folder
from advocate.outbox.unfinished import hold, remove_left
from tests.guarded import ROOT, search_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Advocate

LETTER = ("--to", "knb-chairman", "--letter", "lift-the-ban", "--lang", "en", "--name", "Ada Byron")
PATIENCE = 60.0
PRIVATE = "Something private."

# The run ends at a call of the system, without a chance to clean up.
KILLED = """\
import os, signal, sys
import advocate.outbox.unfinished

calls = 0
real = os.{call}

def killed(*words, **named):
    global calls
    calls += 1
    if calls == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*words, **named)

os.{call} = killed
from advocate.__main__ import run
run()
"""


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "ADVOCATE_HOME": str(home), "PYTHONPATH": search_path(ROOT), **more}


def killed_at(home: Path, call: str, *words: str, number: int = 1) -> None:
    """Run the program and kill it when it calls the system for something."""
    source = KILLED.format(call=call, number=number)
    ran = subprocess.run(
        [sys.executable, "-c", source, *words], env=environment(home), capture_output=True, check=False
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr


def left(folder: Path) -> list[str]:
    """Return what in a folder is there for a moment only."""
    every = [*folder.rglob(".advocate-unfinished-*"), *folder.rglob("words-*")]
    return sorted(file.relative_to(folder).as_posix() for file in every)


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


# ── The writer's own files ───────────────────────────────────────────────────────────────────────────────


def test_half_a_file_of_a_killed_run_is_gone_at_the_next_start(advocate: Advocate, home: Path) -> None:
    assert advocate("sender", "set", "--no-input", "--name", "Ada").code == 0
    killed_at(home, "fsync", "sender", "set", "--no-input", "--name", "Eve")
    assert left(home) == [".advocate-unfinished-sender.yaml"]
    assert advocate("letters", "list").code == 0
    assert left(home) == []
    assert "Ada" in (home / "sender.yaml").read_text(encoding="utf-8")


def test_half_a_correction_of_a_killed_run_is_gone_at_the_next_start(advocate: Advocate, home: Path) -> None:
    killed_at(home, "fsync", "contacts", "retire", "ombudsman", "--reason", "It was merged.")
    assert left(home) == ["overlay/.advocate-unfinished-kazakhstan-dck-2018.yaml"]
    assert advocate("sender", "show").code == 0
    assert left(home) == []


def test_half_a_log_of_a_killed_run_is_gone_at_the_next_start(advocate: Advocate, home: Path) -> None:
    killed_at(home, "link", "generate", *LETTER, "--as", "txt", "--out", "out")
    assert left(home) != []
    assert all(name.startswith(".advocate-unfinished-ledger-") for name in left(home))
    assert advocate("log").code == 0
    assert left(home) == []


def test_what_a_killed_repair_made_of_the_log_is_gone_at_the_next_start(
    advocate: Advocate, home: Path
) -> None:
    assert advocate("generate", *LETTER, "--as", "txt", "--out", "out").code == 0
    log = home / "ledger.sqlite3"
    log.write_bytes(b"\0" * 100 + log.read_bytes()[100:])
    killed_at(home, "replace", "log", "repair")
    assert left(home) != []
    assert advocate("letters", "list").code == 0
    assert left(home) == []


# ── The editor ───────────────────────────────────────────────────────────────────────────────────────────


class Editing:
    """A run with an editor open, in which something private stands."""

    def __init__(self, home: Path, folder: Path) -> None:
        """Start it, and wait until the words are on the disk."""
        self.mark = folder / "editor-is"
        script = folder / "editor"
        script.write_text(
            f'#!/bin/sh\necho "{PRIVATE}" >> "$1"\ncp "$1" "$1.swp"\necho $$ > {self.mark}\n'
            f"mv {self.mark} {self.mark}-there\nexec sleep 100\n",
            encoding="utf-8",
        )
        script.chmod(0o700)
        self.run = subprocess.Popen(
            [sys.executable, "-m", "advocate", "preview", *LETTER, "--edit"],
            env=environment(home, VISUAL=str(script)),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        there = self.mark.with_name(f"{self.mark.name}-there")
        until(there.exists)
        self.editor = int(there.read_text(encoding="ascii"))

    def dies(self, number: int) -> None:
        """Kill one of both, and wait until it is gone."""
        os.kill(number, signal.SIGKILL)
        if number == self.run.pid:
            self.run.wait()
        else:
            # What nobody has waited for has no open files any more.
            until(lambda: not any(Path("/proc", str(number), "fd").glob("*")))


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system has no /proc")


@needs_proc
def test_words_in_an_editor_are_gone_at_the_next_start_after_both_were_killed(
    advocate: Advocate, home: Path, tmp_path: Path
) -> None:
    editing = Editing(home, tmp_path)
    private = [file for file in home.rglob("*") if file.is_file() and PRIVATE in file.read_text("utf-8")]
    assert len(private) == 2
    # While both live, others leave it alone.
    assert advocate("contacts", "show", "wgad").code == 0
    assert all(file.exists() for file in private)
    # The program is killed, and its writer is still typing.
    editing.dies(editing.run.pid)
    assert advocate("contacts", "show", "wgad").code == 0
    assert all(file.exists() for file in private)
    editing.dies(editing.editor)
    assert advocate("contacts", "show", "wgad").code == 0
    assert left(home) == []


# ── The folder of the letters ────────────────────────────────────────────────────────────────────────────


def test_half_a_letter_of_a_killed_run_is_gone_after_the_next_into_its_folder(
    advocate: Advocate, home: Path, tmp_path: Path
) -> None:
    words = ("generate", *LETTER, "--as", "txt,eml", "--no-log", "--date", "2026-11-22", "--out", "out")
    killed_at(home, "replace", *words, number=2)
    assert len(left(tmp_path)) == 1
    assert advocate(*words).code == 0
    assert left(tmp_path) == []


def test_half_a_picture_of_a_killed_run_is_in_nobodys_way(
    advocate: Advocate, home: Path, tmp_path: Path
) -> None:
    words = ("log", "export", "--out", "log.csv")
    killed_at(home, "replace", *words)
    assert left(tmp_path) == [".advocate-unfinished-log.csv"]
    assert advocate(*words).code == 0
    assert left(tmp_path) == []


# ── What is in use ───────────────────────────────────────────────────────────────────────────────────────


def test_what_another_run_holds_is_not_removed(home: Path, advocate: Advocate) -> None:
    folder = Folder(home, None)
    handle = folder.create(".advocate-unfinished-sender.yaml")
    assert hold(handle)
    assert advocate("letters", "list").code == 0
    assert left(home) == [".advocate-unfinished-sender.yaml"]
    assert not remove_left(folder, ".advocate-unfinished-sender.yaml")
    os.close(handle)
    assert advocate("letters", "list").code == 0
    assert left(home) == []


def test_only_names_of_the_programs_own_are_swept(home: Path, advocate: Advocate) -> None:
    kept = ["advocate-unfinished.txt", "my-words-of-old", "overlay/notes.yaml", "wordsmith/words-1/a.txt"]
    for name in kept:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(b"mine")
    Path("precious").mkdir()
    Path("precious/mine").write_bytes(b"mine")
    (home / "words-0123456789abcdef").symlink_to(Path("precious").absolute())
    assert advocate("letters", "list").code == 0
    assert all((home / name).exists() for name in kept)
    assert Path("precious/mine").exists()
    assert left(home) == ["wordsmith/words-1"]
