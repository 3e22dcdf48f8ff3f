"""The README keeps its word: its commands run, and print what it says they print."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate


@pytest.fixture(scope="module")
def readme(request: pytest.FixtureRequest) -> str:
    return (request.config.rootpath / "README.md").read_text(encoding="utf-8")


def commands(text: str) -> list[list[str]]:
    """Return the words of every `advocate` command in the shell blocks of a text."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    parts = [part for block in blocks for line in block.splitlines() for part in line.split(" && ")]
    split = [shlex.split(part, comments=True) for part in parts]
    return [words[1:] for words in split if words and words[0].rpartition("/")[2] == "advocate"]


def test_the_first_command_prints_what_the_readme_shows(
    readme: str, advocate: Advocate, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = re.search(r"<!-- output of the last command -->\n```text\n(.*?)```", readme, flags=re.DOTALL)
    assert shown
    ran = advocate(*commands(readme)[0])
    assert ran.code == 0
    # Where the log is kept depends on the machine; the README has a Debian's.
    err = ran.err.replace(home.as_posix(), "~/.local/state/advocate")
    assert ran.out + err == shown[1]


def test_every_command_runs_after_those_above_it_in_one_folder(
    readme: str, advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(commands(readme)) >= 6
    for words in commands(readme):
        ran = advocate(*words)
        assert ran.code == 0, (words, ran.err)
        assert ran.out


def test_the_sender_file_of_the_readme_works(readme: str, advocate: Advocate, tmp_path: Path) -> None:
    block = re.search(r"```yaml\n(name: .*?)```", readme, flags=re.DOTALL)
    assert block
    (tmp_path / "me.yaml").write_text(block[1], encoding="utf-8")
    ran = advocate("preview", "--to", "wgad", "--sender", tmp_path / "me.yaml")
    assert ran.code == 0
    assert "ada@example.net" in ran.out


def test_every_file_that_the_docs_link_to_is_there(request: pytest.FixtureRequest) -> None:
    root = request.config.rootpath
    for page in (*root.glob("*.md"), *root.glob("docs/*.md"), *root.glob("benchmarks/*.md")):
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
