"""Programs that are started, tracebacks, warnings and completion: none of them says who writes, or what."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer
from typer.main import get_group

from advocate.cli.app import application
from advocate.cli.plain import LazyGroup, PlainGroup
from tests.guarded import ROOT, search_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Advocate

WRITER = {
    "name": "Qwertina Zyxw",
    "street": "77 Plughxyzzy Lane",
    "postcode": "98765",
    "city": "Xanaduville",
    "country": "NO",
    "email": "qwertina@example.net",
    "phone": "+4722334455",
    "occupation": "a glassblowerqq",
}
WORDS = "My aunt Plugh was there."
PERSONAL = (
    "Qwertina",
    "Zyxw",
    "Plughxyzzy",
    "98765",
    "Xanaduville",
    "22334455",
    "glassblowerqq",
    "aunt Plugh",
)
LETTER = ("--to", "knb-chairman", "--letter", "lift-the-ban", "--lang", "en", "--note", "@note.txt")
PATIENCE = 60.0

needs_proc = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="this system has no /proc")


@pytest.fixture(autouse=True)
def _a_writer_who_has_told_everything(
    advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    flags = (word for key, value in WRITER.items() for word in (f"--{key}", value))
    assert advocate("sender", "set", "--no-input", "--language", "en", *flags).code == 0
    Path("note.txt").write_text(WORDS, encoding="utf-8")


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": search_path(ROOT), **more}


def python(source: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python with a source, and words for the program in it."""
    return subprocess.run(
        [sys.executable, "-c", source, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=environment(**more),
    )


def tells(text: str) -> list[str]:
    """Return what a text says of the writer."""
    return [word for word in PERSONAL if word in text]


# ── Programs that are started ────────────────────────────────────────────────────────────────────────────

# It says which programs are started, and with what.
WATCHED = """\
import os, sys

def watch(event, words):
    if event in {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"}:
        os.write(2, f"started: {event} {words[1] if len(words) > 1 else ''}\\n".encode())

sys.addaudithook(watch)
from advocate.__main__ import run
run()
"""


def test_making_letters_starts_no_program_at_all() -> None:
    words = ("--as", "eml,pdf,txt,html", "--envelopes", "dl", "--labels", "l7163", "--out", "out")
    ran = python(WATCHED, "generate", *LETTER, "--to", "eu", *words)
    assert ran.returncode == 0, ran.stderr
    assert "started: " not in ran.stderr
    assert len(list(Path("out").glob("*.pdf"))) > 4


@needs_proc
def test_the_editor_is_told_where_the_words_are_and_nothing_else(home: Path) -> None:
    script = Path("editor").absolute()
    seen = "tr '\\0' '\\n' </proc/$$/cmdline >cmdline; tr '\\0' '\\n' </proc/$$/environ >environ"
    script.write_text(f"#!/bin/sh\n{seen}\n: >ready\nwhile [ ! -e enough ]; do sleep 0.05; done\n", "utf-8")
    script.chmod(0o700)
    run = subprocess.Popen(
        [sys.executable, "-m", "advocate", "preview", *LETTER, "--edit"],
        env=environment(VISUAL=f"{script} -n"),
        stdout=subprocess.DEVNULL,
    )
    end = time.monotonic() + PATIENCE
    while not Path("ready").exists():
        assert run.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    everybody_sees = [line for _, line in command_lines(run.pid)]
    Path("enough").touch()
    assert run.wait() == 0
    assert len(everybody_sees) >= 2
    assert [tells(line) for line in everybody_sees] == [[]] * len(everybody_sees)
    words = Path("cmdline").read_text("utf-8").splitlines()
    file = Path(words.pop())
    assert (words, file.parent.parent, file.name) == (["/bin/sh", str(script), "-n"], home, "own-words.txt")
    added = {line.partition("=")[0] for line in Path("environ").read_text("utf-8").splitlines()}
    assert added - os.environ.keys() <= {"VISUAL", "PWD", "OLDPWD", "_", "SHLVL"}


def command_lines(parent: int) -> Iterator[tuple[int, str]]:
    """Yield a process and all below it, each with what every user of the machine can read of it."""
    below: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            above = int((folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
        below.setdefault(above, []).append(int(folder.name))
    waiting = [parent]
    while waiting:
        number = waiting.pop()
        waiting += below.get(number, [])
        try:
            line = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ")
        except OSError:
            continue  # it has ended in between
        yield number, line.decode(errors="replace")


@needs_proc
def test_the_command_for_a_password_is_told_nothing() -> None:
    script = Path("pass").absolute()
    seen = "tr '\\0' '\\n' </proc/$$/cmdline >cmdline; tr '\\0' '\\n' </proc/$$/environ >environ"
    script.write_text(f"#!/bin/sh\n{seen}\nexit 1\n", encoding="utf-8")
    script.chmod(0o700)
    ran = python(
        WATCHED,
        *("send", "--to", "knb-chairman", "--letter", "lift-the-ban", "--lang", "en", "--note", "@note.txt"),
        *("--via", "smtp", "--server", "smtp.example.net", "--user", "ada", "--really", "--yes"),
        *("--password-command", f"{script} show mail"),
    )
    assert "[password.command]" in ran.stderr
    started = [line for line in ran.stderr.splitlines() if line.startswith("started: ")]
    assert started == [f"started: subprocess.Popen ['{script}', 'show', 'mail']"]
    assert Path("cmdline").read_text("utf-8").splitlines() == ["/bin/sh", str(script), "show", "mail"]
    assert tells(Path("environ").read_text("utf-8")) == []


# ── Tracebacks ───────────────────────────────────────────────────────────────────────────────────────────

FAILS = """\
import advocate.{module} as module

def fail(*words, **named):
    raise {error}

{where} = fail
from advocate.__main__ import run
run()
"""


@pytest.mark.parametrize(
    ("module", "where", "error", "settings"),
    [
        ("cli.workshop", "module.make_letters", "KeyError(words)", {}),
        ("outbox.files", "module.write_folder", "RuntimeError(repr(words))", {}),
        # In a thread of its own, where Python would tell what it knows.
        ("render.press", "module.Press.pdf", "TypeError(repr(words))", {}),
        ("render.press", "module.Press.pdf", "MemoryError(repr(words))", {"PYTHONDEVMODE": "1"}),
        ("render.eml", "module.draft", "ValueError(words[0])", {"PYTHONFAULTHANDLER": "1"}),
    ],
)
def test_a_mistake_anywhere_says_nothing_of_the_writer(
    module: str, where: str, error: str, settings: dict[str, str]
) -> None:
    source = FAILS.format(module=module, where=where, error=error)
    ran = python(source, "generate", *LETTER, "--as", "eml,pdf", "--no-log", "--out", "out", **settings)
    assert ran.returncode == 70, ran.stderr
    # Behind it the engine may say, as the process ends, that a thread of it was still at work.
    assert [line for line in ran.stderr.splitlines() if line.endswith("[program.mistake]")]
    assert "Traceback" not in ran.stderr
    assert tells(ran.stdout + ran.stderr) == []
    assert str(Path.cwd()) not in ran.stderr


@pytest.mark.parametrize(
    ("module", "where"), [("render.press", "module.Press.pdf"), ("render.eml", "module.draft")]
)
def test_an_interruption_at_work_says_nothing_of_the_writer(module: str, where: str) -> None:
    source = FAILS.format(module=module, where=where, error="KeyboardInterrupt(repr(words))")
    ran = python(source, "generate", *LETTER, "--as", "eml,pdf", "--no-log", "--out", "out")
    assert ran.returncode == 130
    assert "Traceback" not in ran.stderr
    assert tells(ran.stdout + ran.stderr) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends no process by a signal")
def test_a_crash_of_the_machines_own_code_names_places_and_no_values() -> None:
    source = (
        "import advocate.render.eml as module, os, signal\n"
        "module.draft = lambda *words: os.kill(os.getpid(), signal.SIGSEGV)\n"
        "from advocate.__main__ import run\nrun()\n"
    )
    words = ("generate", *LETTER, "--as", "eml", "--no-log", "--out", "out")
    ran = python(source, *words, PYTHONFAULTHANDLER="1")
    assert ran.returncode == -signal.SIGSEGV
    assert "Segmentation fault" in ran.stderr
    assert tells(ran.stderr) == []
    assert not Path("out").exists()


def test_no_warning_of_python_says_anything_of_the_writer() -> None:
    run = "from advocate.__main__ import run\nrun()\n"
    every = ("generate", *LETTER, "--as", "eml,pdf,txt,html,submission,call", "--merge", "--out", "out")
    ran = python(run, *every, PYTHONDEVMODE="1", PYTHONWARNINGS="default", PYTHONASYNCIODEBUG="1")
    assert ran.returncode == 0, ran.stderr
    assert "Warning" not in ran.stderr
    assert tells(ran.stderr) == []


def test_a_reader_who_has_seen_enough_is_told_nothing_of_the_writer() -> None:
    line = f'"{sys.executable}" -m advocate preview --to all --note @note.txt | head -n 1'
    ran = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, text=True, check=False, env=environment()
    )
    assert ran.stdout.count("\n") == 1
    assert "Traceback" not in ran.stderr
    assert "BrokenPipe" not in ran.stderr
    assert tells(ran.stderr) == []


def groups(group: object) -> Iterator[typer.core.TyperGroup]:
    if isinstance(group, LazyGroup | PlainGroup):
        yield group
        context = typer.Context(group)
        for name in group.list_commands(context):
            yield from groups(group.get_command(context, name))


def test_no_command_has_a_traceback_that_shows_values() -> None:
    found = list(groups(get_group(application())))
    assert len(found) > 5
    assert not any(getattr(group, "pretty_exceptions_show_locals", False) for group in found)
    assert application().pretty_exceptions_enable is False


# ── Completion ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [("--show-completion",), ("--install-completion",)], ids=" ".join)
def test_there_is_no_completion_that_would_be_written_into_the_shells_files(
    advocate: Advocate, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    before = sorted(tmp_path.rglob("*"))
    ran = advocate(*words)
    assert ran.code == 2
    assert "No such option" in ran.err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
@pytest.mark.parametrize("asked", ["complete_{}", "{}_complete", "source_{}", "{}_source"])
def test_a_shell_that_asks_for_completion_learns_nothing_of_the_writer(
    advocate: Advocate, shell: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_ADVOCATE_COMPLETE", asked.format(shell))
    monkeypatch.setenv("COMP_WORDS", "advocate sender show ")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "advocate sender show ")
    monkeypatch.setenv("COMP_CWORD", "3")
    ran = advocate("sender", "show")
    assert ran.code != 70
    assert tells(ran.out + ran.err) == []
