"""Whoever made a file cannot stop, use or fool whoever inspects it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from advocate.sources.inspection.bench import Bench
from tests.safety.dirty import info, jpeg
from tests.safety.hostile_files import FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Advocate

ROOT = Path(__file__).parents[2]
LONGEST = 10 + 2
"""Seconds for one file, and for starting anew after one that was stopped."""

NOTHING_WRONG = {
    "a table before itself.pdf",
    "pages in themselves.pdf",
    "objects that unpack to gigabytes.pdf",
    "a stream that unpacks to one that unpacks.pdf",
    "nothing.pdf",
    "one header without end.eml",
    "words without end.eml",
    "a text that unpacks to gigabytes.png",
    "damaged notes.jpg",
    "cut off.tif",
    "comments without end.html",
    "tags without end.html",
    "quotes without end.html",
    "data in data.html",
    "one word without end.txt",
    "paths without end.txt",
}
"""What is strange and yet read to its end, or as far as anything is looked through."""


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench() as one:
        yield one


@pytest.mark.parametrize("name", FILES)
def test_a_file_made_to_harm_ends_in_one_line(name: str, tmp_path: Path, bench: Bench) -> None:
    file = tmp_path / name
    file.write_bytes(FILES[name]())
    began = time.monotonic()
    _, unread = bench.inspect(file, name)
    assert time.monotonic() - began < LONGEST
    assert unread or name in NOTHING_WRONG
    assert all("\n" not in words and len(words) < 200 for _, words in unread)


def test_the_other_files_are_still_inspected(advocate: Advocate, tmp_path: Path) -> None:
    for name in ("laughs.svg", "only a head.pdf", "parts in parts.eml", "zeros.txt", "cut off.gif"):
        (tmp_path / name).write_bytes(FILES[name]())
    (tmp_path / "zz.pdf").write_bytes(info(Author="Gulnara"))
    before = _state(tmp_path)
    ran = advocate("inspect", tmp_path)
    assert ran.code == 1
    assert "Author: Gulnara" in ran.out
    lines = [line for line in ran.err.splitlines() if "[inspect." in line]
    assert [line.rpartition("/")[2].partition(":")[0] for line in lines] == [
        "cut off.gif",
        "laughs.svg",
        "only a head.pdf",
        "parts in parts.eml",
        "zeros.txt",
    ]
    assert "Traceback" not in ran.err
    assert _state(tmp_path) == before


def _state(folder: Path) -> dict[str, tuple[str, int, int]]:
    return {
        file.name: (
            hashlib.sha256(file.read_bytes()).hexdigest(),
            file.stat().st_mtime_ns,
            file.stat().st_mode,
        )
        for file in folder.iterdir()
    }


def test_what_takes_too_long_is_stopped_and_the_next_file_is_inspected(tmp_path: Path) -> None:
    slow, quick = tmp_path / "slow.pdf", tmp_path / "quick.jpg"
    slow.write_bytes(FILES["names without end.pdf"]())
    quick.write_bytes(jpeg({0x013B: "Gulnara"}))
    with Bench(seconds=5) as bench:
        bench.inspect(quick, "quick.jpg")
        bench._seconds = 0.01  # noqa: SLF001 - its process has started, so that only the file takes time
        _, unread = bench.inspect(slow, "slow.pdf")
        assert [slug for slug, _ in unread] == ["too-much"]
        bench._seconds = 9  # noqa: SLF001
        found, unread = bench.inspect(quick, "quick.jpg")
        assert found.identifies
        assert not unread


@pytest.mark.skipif(os.name != "posix", reason="pipes, modes and links of POSIX")
def test_nothing_waits_for_a_pipe_or_reads_a_device(advocate: Advocate, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.eml")
    ran = advocate("inspect", tmp_path / "pipe.eml", "/dev/zero", tmp_path / "none.pdf")
    assert ran.code == 2
    assert [line.rpartition("[")[2] for line in ran.err.splitlines()[:3]] == [
        "inspect.unreadable]",
        "inspect.unreadable]",
        "inspect.missing]",
    ]


def test_no_module_of_a_stranger_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(info(Author="Gulnara"))
    for name in ("pypdf.py", "json.py", "advocate.py"):
        (tmp_path / name).write_text("raise SystemExit(7)")
    start = (
        f"import sys; sys.path[:] = [{str(ROOT)!r}, *sys.path[1:]]; from advocate.__main__ import run; run()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", start, "inspect", "x.pdf", "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "ADVOCATE_HOME": str(tmp_path / "home")},
    )
    assert ran.returncode == 1, ran.stderr
    assert any(trace["what"] == "Gulnara" for trace in json.loads(ran.stdout)[0]["traces"])


def test_nothing_of_the_writer_stands_among_the_processes(
    advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []
    popen = subprocess.Popen

    def noted(command: list[str], **settings: Any) -> subprocess.Popen[str]:  # noqa: ANN401 - as the real one
        started.append(command)
        return popen(command, **settings)

    monkeypatch.setattr(subprocess, "Popen", noted)
    (tmp_path / "secret.txt").write_text("Dear Sir")
    assert advocate("inspect", tmp_path / "secret.txt").code == 0
    [command] = started
    assert command[0] == sys.executable
    assert str(tmp_path) not in " ".join(command[1:])
    assert str(ROOT) not in " ".join(command[1:])
    assert "secret" not in " ".join(command[1:])


ATTEMPTS = {
    "a socket": "import socket; socket.socket()",
    "a program": "import subprocess; subprocess.run(['true'])",
    "a shell": "import os; os.system('true')",
    "a new file": "open('x', 'w')",
    "a change": "import os; os.open('kept.txt', os.O_WRONLY)",
    "a removal": "import os; os.remove('kept.txt')",
}


@pytest.mark.parametrize("what", ATTEMPTS)
def test_the_process_that_opens_files_cannot_do(what: str, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "import socket, subprocess\n"
        "from advocate.sources.inspection.worker import shut_in\n"
        f"shut_in()\n{ATTEMPTS[what]}\n"
    )
    ran = subprocess.run(
        [sys.executable, "-B", "-c", code], cwd=tmp_path, capture_output=True, check=False, timeout=30
    )
    assert ran.returncode == 1
    assert b"PermissionError: a file that is inspected can" in ran.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["kept.txt"]
    assert (tmp_path / "kept.txt").read_text() == "kept"
