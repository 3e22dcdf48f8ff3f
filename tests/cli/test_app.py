"""The command line as a whole: what it says without a command, when it is cut short, and into a pipe."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from advocate.cli import preview, workshop

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate


def test_without_a_command_it_shows_what_there_is(advocate: Advocate) -> None:
    ran = advocate()
    assert all(word in ran.out + ran.err for word in ("contacts", "letters", "write", "preview", "generate"))


@pytest.mark.parametrize("command", ["contacts", "letters", "write", "preview", "generate", "sender"])
def test_every_command_explains_itself_and_every_option(advocate: Advocate, command: str) -> None:
    ran = advocate(command, "--help")
    assert ran.code == 0
    assert "completion" not in ran.out
    assert not re.findall(r"^  --[a-z-]+(?: [A-Za-z-]+)?\s*$\n\s*$", ran.out, flags=re.MULTILINE)


def test_the_version_is_that_of_the_distribution(advocate: Advocate) -> None:
    assert advocate("--version").out == f"advocate {version('advocate-letters')}\n"


def test_an_unknown_command_is_told(advocate: Advocate) -> None:
    ran = advocate("contact", "list")
    assert ran.code == 2
    assert "contact" in ran.err


@pytest.mark.parametrize("command", [["preview"], ["generate", "--out", "x"]])
def test_a_letter_to_nobody_is_asked_whom_it_is_for(advocate: Advocate, command: list[str]) -> None:
    ran = advocate(*command)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "whom is the letter for? Add --to WORD; 'advocate contacts list' shows the offices [to.missing]\n"
    )


def test_nobody_left_is_told(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "un", "--except", "ohchr")
    assert (ran.code, ran.err) == (2, "nobody is left to write to: see --to and --except [to.nobody]\n")


def test_an_office_that_is_not_there_is_told_with_the_nearest(advocate: Advocate) -> None:
    ran = advocate("contacts", "show", "omudsman")
    words = "no office is called 'omudsman' (did you mean 'ombudsman'?) [contacts.unknown]\n"
    assert (ran.code, ran.out, ran.err) == (2, "", words)


def test_an_office_without_a_channel_is_shown_as_such(advocate: Advocate) -> None:
    ran = advocate("contacts", "show", "pace-president")
    assert "No way to reach this office is known." in ran.out


def test_a_command_that_is_cut_short_says_so(advocate: Advocate, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: workshop.Wish) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(preview, "make_letters", stop)
    ran = advocate("preview", "--to", "wgad")
    words = "interrupted: what was finished is kept; the same command goes on from there\n"
    assert (ran.code, ran.out, ran.err) == (130, "", words)


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    command = f"{sys.executable} -m advocate preview --to all | head -n 1"
    ran = subprocess.run(  # noqa: S602 - the pipe is the point
        command, shell=True, capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("Prosecutor General")
    assert ran.stderr == ""


def test_several_letters_are_parted_by_a_line_and_lists_keep_their_marks(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "canada", "--name", "A", "--note", "- one\n- two")
    assert ran.out.count("=" * 80) == 1
    assert "  - one\n  - two\n" in ran.out


def _on_a_terminal(words: list[str], **settings: str) -> str:
    """Run the program on a pseudo-terminal and return what a person would see."""
    master, slave = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "COLUMNS"}}
    with subprocess.Popen(
        [sys.executable, "-m", "advocate", *words],
        stdin=slave,
        stdout=slave,
        stderr=subprocess.DEVNULL,
        env={**environment, "TERM": "xterm", **settings},
    ) as process:
        os.close(slave)
        seen = b""
        while True:
            try:
                part = os.read(master, 4096)
            except OSError:
                break
            if not part:
                break
            seen += part
    os.close(master)
    assert process.returncode == 0
    return seen.decode()


def test_headings_are_bold_on_a_terminal_unless_plain_text_is_wanted(home: Path) -> None:
    assert home.is_dir()
    assert "\x1b[1mWhat has become of Ardak Ashim?\x1b[0m" in _on_a_terminal(
        ["letters", "show", "ardak-ashim"]
    )
    for plain in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in _on_a_terminal(["letters", "show", "ardak-ashim"], **plain)
