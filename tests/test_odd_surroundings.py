"""Closed streams, full disks, folders that nobody can look into: one line for the person, no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.asking import Person, typed
from tests.guarded import ROOT, search_path

if TYPE_CHECKING:
    from tests.conftest import Advocate

LETTER = ("preview", "--to", "knb-chairman", "--name", "Ada Byron")
FULL = Path("/dev/full")


def in_a_shell(home: Path, line: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in which `advocate` is the program."""
    program = f'advocate() {{ "{sys.executable}" -m advocate "$@"; }}\n'
    environment = {**os.environ, "ADVOCATE_HOME": str(home), "PYTHONPATH": search_path(ROOT), **more}
    return subprocess.run(
        ["/bin/sh", "-c", f"{program}{line}"], capture_output=True, text=True, check=False, env=environment
    )


# ── Streams ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("advocate write <&-", 130),
        ("advocate sender set <&-", 2),
        ("advocate sender set --name Ada <&-", 0),
        ("advocate preview --to knb-chairman --name Ada >&-", 0),
        ("advocate preview --to nobody 2>&-", 2),
    ],
)
def test_a_stream_that_is_closed_from_the_start_is_no_mistake(home: Path, line: str, code: int) -> None:
    ran = in_a_shell(home, line)
    assert ran.returncode == code, ran.stderr
    assert "Traceback" not in ran.stderr
    assert "program.mistake" not in ran.stderr


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("how", ["", "--format json"])
def test_a_full_disk_behind_the_result_is_told_in_one_line(home: Path, how: str) -> None:
    ran = in_a_shell(home, f"advocate {' '.join(LETTER[:3])} --name Ada {how} >/dev/full")
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == (
        "the result cannot be written where it goes: no space left on device [result.failed]"
    )
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr


def test_a_mistake_of_the_program_is_told_in_one_line_without_the_writers_words(home: Path) -> None:
    broken = (
        "import advocate.cli.preview as module\n"
        "def fail(*_):\n"
        "    raise KeyError('Ada Byron, and what she wrote')\n"
        "module.show_all = fail\n"
        "from advocate.__main__ import run\n"
        "run()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", broken, *LETTER, "--note", "Something private."],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "ADVOCATE_HOME": str(home), "PYTHONPATH": search_path(ROOT)},
    )
    assert ran.returncode == 70
    assert len(ran.stderr.splitlines()) == 1
    assert "KeyError at cli/preview.py:" in ran.stderr
    assert ran.stderr.endswith("[program.mistake]\n")
    for private in ("Ada", "Byron", "private", str(ROOT)):
        assert private not in ran.stderr


# ── The writer's folder ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        LETTER,
        ("sender", "show"),
        ("sender", "set", "--name", "Ada", "--no-input"),
        ("sender", "forget", "--yes"),
        ("write", "--plain"),
        ("contacts", "list"),
    ],
    ids=" ".join,
)
def test_a_folder_that_nobody_can_look_into_is_told(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("ADVOCATE_HOME", str(tmp_path / ("x" * 300)))
    ran = advocate(*words)
    assert ran.code == 2
    assert "cannot be looked at: file name too long; ADVOCATE_HOME names another folder" in ran.err
    assert all(line.endswith("[home.unreadable]") for line in ran.err.splitlines())


def test_a_folder_that_takes_no_words_for_the_editor_is_told(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "home"
    in_the_way.write_text("a file", encoding="utf-8")
    monkeypatch.setenv("ADVOCATE_HOME", str(in_the_way))
    monkeypatch.setenv("VISUAL", "true")
    ran = advocate(*LETTER, "--edit")
    assert (ran.code, ran.err) == (
        2,
        f"{in_the_way}: your words cannot be kept for the editor: not a directory [edit.failed]\n",
    )


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_whatever_the_umask_is_the_writers_files_are_their_own(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, home: Path, mask: int
) -> None:
    before = os.umask(mask)
    try:
        assert advocate("sender", "set", "--no-input", "--name", "Ada").code == 0
        typed(monkeypatch, "1", "lift-the-ban", "Because.")
        assert advocate("write", "--plain", "--lang", "en", "--ties", "none").code == 130
    finally:
        os.umask(before)
    modes = {file: file.stat().st_mode & 0o777 for file in home.rglob("*")}
    assert len(modes) == 3
    assert all(mode == (0o700 if file.is_dir() else 0o600) for file, mode in modes.items())


# ── The editor ───────────────────────────────────────────────────────────────────────────────────────────


def an_editor(folder: Path, script: str) -> str:
    """Return the command of an editor that does what a shell script says with the file it is given."""
    file = folder / "editor"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o700)
    return str(file)


def test_a_mark_of_byte_order_does_not_turn_a_comment_into_words(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = (
        r"""{ printf '\357\273\277'; cat "$1"; printf 'My own words.\n'; } > "$1.new"; mv "$1.new" "$1" """
    )
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, script))
    ran = advocate(*LETTER, "--edit", "--as", "text")
    assert "\nMy own words.\n" in ran.out
    assert "as they will stand in the letter" not in ran.out


def test_words_that_are_not_in_utf_8_are_not_taken(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, r"""printf '\377\376' > "$1" """))
    ran = advocate(*LETTER, "--edit")
    assert ran.code == 2
    assert "left no plain text: let it save the file as UTF-8 [edit.failed]" in ran.err
    assert not list(home.glob("words-*"))


def test_ctrl_c_belongs_to_the_editor_while_it_is_open(home: Path, tmp_path: Path) -> None:
    script = """trap 'echo heard' INT; echo ready; sleep 2; sleep 1; echo 'My own words.' > "$1" """
    person = Person(home, *LETTER, "--edit", settings={"VISUAL": an_editor(tmp_path, script), **path()})
    person.sees("ready")
    person.presses("\x03")
    assert person.ends() == 0
    assert "My own words." in person.seen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_words_in_an_editor_are_removed_where_the_program_is_ended(
    home: Path, tmp_path: Path, number: signal.Signals
) -> None:
    script = "echo ready; sleep 60"
    person = Person(home, *LETTER, "--edit", settings={"VISUAL": an_editor(tmp_path, script), **path()})
    person.sees("ready")
    assert list(home.glob("words-*"))
    person.is_sent(number)
    assert person.ends() == 128 + number
    assert not list(home.glob("words-*"))


def path() -> dict[str, str]:
    """Return the setting with which a process finds the program of this checkout."""
    return {"PYTHONPATH": search_path(ROOT)}


# ── What is typed ────────────────────────────────────────────────────────────────────────────────────────


def test_bytes_that_are_no_text_are_told_and_asked_again(home: Path) -> None:
    ran = in_a_shell(
        home,
        r"printf '1\n\377\376 words\n\nGood words.\n\n'"
        " | advocate write --plain --ties none --lang en --letter lift-the-ban",
    )
    assert "a character that stands for nothing (U+DCFF) has no place in the text" in ran.stderr
    assert ran.returncode == 130
    assert "Traceback" not in ran.stderr
    assert "Good words." in next((home / "unfinished").glob("*.json")).read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["~nobody-is-called-so", "a\0b"])
def test_what_can_be_no_folder_is_told_and_asked_again(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: str
) -> None:
    monkeypatch.chdir(tmp_path)
    typed(monkeypatch, "save", folder, "out")
    ran = advocate(
        *("write", "--plain", "--ties", "none", *LETTER[1:]),
        *("--letter", "lift-the-ban", "--lang", "en", "--note", "My words."),
    )
    assert "this cannot be the path of a folder: type another, such as letters\n" in ran.err
    assert ran.code == 0, ran.err
    assert (tmp_path / "out" / "index.html").exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "A\u202eB",
            "a mark that turns the writing around (U+202E, right-to-left override) has no place in the text",
        ),
        ("\u200b\u2060", "a mark that nobody sees (U+200B, zero width space) has no place in the text"),
    ],
)
def test_a_name_that_turns_a_line_round_or_cannot_be_seen_is_none(
    advocate: Advocate, tmp_path: Path, name: str, told: str
) -> None:
    ran = advocate("generate", "--to", "knb-chairman", "--name", name, "--out", tmp_path / "out")
    assert ran.code == 2
    assert told in ran.err


def test_own_words_that_cannot_be_seen_are_none(advocate: Advocate) -> None:
    assert "[own-words.none]" in advocate(*LETTER, "--note", "\u00ad \u00a0\u00ad").out


def test_a_problem_stays_on_one_line_whatever_a_file_is_called(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate(*LETTER, "--sender", tmp_path / "a\nb\x1b[31m")
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    assert "\x1b" not in ran.err


def test_whoever_has_signed_without_a_name_that_is_still_there_is_asked_for_one(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    assert advocate("sender", "set", "--no-input", "--name", "Ada").code == 0
    typed(monkeypatch, "1", "lift-the-ban", "Because.", "", "", "same")
    assert advocate("write", "--plain", "--lang", "en", "--ties", "none").code == 130
    (home / "sender.yaml").unlink()
    typed(monkeypatch)
    assert "Your name, as you sign" in advocate("write", "--plain", "--resume", "--ties", "none").err


def test_a_folder_of_earlier_letters_that_cannot_be_looked_into_is_told(
    advocate: Advocate, tmp_path: Path
) -> None:
    ran = advocate(*LETTER, "--earlier", tmp_path / ("x" * 300))
    assert ran.code == 2
    assert ran.err.endswith("cannot be read: file name too long [earlier.unreadable]\n")
