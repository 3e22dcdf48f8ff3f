"""What is written is the writer's alone, and goes nowhere but where they said."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advocate.cli.app import main
from advocate.outbox import files
from advocate.outbox.ledger import alone, open_ledger
from tests.asking import typed
from tests.conftest import SENDER, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Advocate, Ran

LETTER = ("--to", "knb-chairman", "--letter", "lift-the-ban", "--lang", "en", *SENDER)
STEM = "knb-chairman.lift-the-ban.en"
STRANGER = 65534
"""The number of nobody, who is somebody else."""

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def letters(advocate: Advocate) -> Callable[..., Ran]:
    """Make the letter to one office, as a text and a draft."""

    def make(*words: str, out: str | Path = "out") -> Ran:
        return advocate("generate", *LETTER, "--as", "txt,eml", "--no-log", "--out", out, *words)

    return make


def refused(ran: Ran, line: str) -> None:
    """Check that a run was refused with one line."""
    assert (ran.code, ran.out, ran.err) == (2, "", f"{line}\n")


def inside(folder: str | Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in Path(folder).rglob("*"))


# ── Rights ───────────────────────────────────────────────────────────────────────────────────────────────


def wider_than_the_writer(folder: Path) -> dict[str, str]:
    """Return what below a folder others may do anything with."""
    return {
        str(each): oct(each.lstat().st_mode)
        for each in [folder, *folder.rglob("*")]
        if each.lstat().st_mode & 0o777 != (0o700 if each.is_dir() else 0o600)
    }


@pytest.fixture(params=[0o000, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Let the system take no right away, or all that others could have."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_whatever_is_written_is_the_writers_alone(
    advocate: Advocate, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(home)
    said = ("--source", "https://www.knb.kz/contacts", "--checked", "2026-11-20")
    every = ("--to", "knb-chairman", "--envelopes", "dl", "--labels", "l7163")
    seen = []

    def works(*words: str) -> None:
        ran = advocate(*words)
        assert ran.code == 0, ran.err
        seen.append(wider_than_the_writer(home))

    works("sender", "set", "--no-input", *SENDER)
    works("contacts", "set", "knb-chairman", "--email", "office@knb.kz", *said)
    works("generate", *every, "--as", "eml,pdf,txt,html,submission,call", "--out", "new/deep/made")
    works("generate", *every, "--as", "pdf", "--merge", "--out", "new/merged")
    works("preview", "--to", "knb-chairman", "--png", "new/pictures/page.png")
    works("log", "export", "--out", "new/logs/log.csv")
    Path("list.json").write_text(
        advocate("contacts", "list", "--format", "popolo", "--to", "eu").out, "utf-8"
    )
    works("contacts", "import", "list.json", "--out", "new/lists/contacts.yaml")
    typed(monkeypatch, "1", "lift-the-ban", "Because.")
    assert advocate("write", "--plain", "--lang", "en").code == 130
    works("log", "off")
    ledger = home / "ledger.sqlite3"
    with alone(ledger), open_ledger(ledger) as opened:
        assert opened.entries()
        assert {"ledger.sqlite3-wal", "ledger.sqlite3-shm", "ledger.sqlite3.lock"} < set(inside(home))
        seen.append(wider_than_the_writer(home))
    assert {"sender.yaml", "no-log", "overlay/kazakhstan-dck-2018.yaml"} < set(inside(home))
    assert {"unfinished/kazakhstan-dck-2018.json"} < set(inside(home))
    assert len(inside("new")) > 15
    assert [each for each in seen if each] == []
    assert wider_than_the_writer(Path("new")) == {}


def test_what_others_could_read_is_replaced_by_what_they_cannot(
    advocate: Advocate, letters: Callable[..., Ran], home: Path
) -> None:
    assert letters().code == advocate("sender", "set", "--no-input", "--name", "Ada").code == 0
    for file in (*Path("out").iterdir(), home / "sender.yaml"):
        file.write_bytes(b"name: Old\n")
        file.chmod(0o666)
    assert letters("--overwrite").code == 0
    assert advocate("sender", "set", "--no-input", "--name", "Eve").code == 0
    for file in (*Path("out").iterdir(), home / "sender.yaml"):
        assert file.stat().st_mode & 0o777 == 0o600, file


def test_what_was_written_through_one_name_is_not_written_through_another(
    letters: Callable[..., Ran],
) -> None:
    """A second name of a file (a hard link) keeps what it had."""
    Path("precious").write_bytes(b"mine")
    Path("out").mkdir()
    os.link("precious", f"out/{STEM}.txt")
    assert letters("--overwrite").code == 0
    assert Path("precious").read_bytes() == b"mine"
    assert Path(f"out/{STEM}.txt").read_bytes() != b"mine"


# ── Links ────────────────────────────────────────────────────────────────────────────────────────────────

THROUGH = "this is a symbolic link: nothing is written through it"


@pytest.mark.parametrize("trusting", [(), ("--trust-folder",)])
def test_no_letter_goes_through_a_link_to_a_folder(
    letters: Callable[..., Ran], trusting: tuple[str, ...]
) -> None:
    Path("elsewhere").mkdir()
    Path("out").symlink_to("elsewhere")
    refused(letters("--overwrite", *trusting), f"out: {THROUGH} [output.link]")
    assert inside("elsewhere") == []


@pytest.mark.parametrize("name", ["index.html", f"{STEM}.eml", "manifest.json"])
def test_no_letter_goes_through_a_link_to_a_file(letters: Callable[..., Ran], name: str) -> None:
    Path("precious").write_bytes(b"mine")
    assert letters().code == 0
    Path("out", name).unlink()
    Path("out", name).symlink_to("../precious")
    before = inside("out")
    refused(letters("--overwrite"), f"out/{name}: {THROUGH} [output.link]")
    assert (Path("precious").read_bytes(), inside("out")) == (b"mine", before)


def test_the_name_of_an_unfinished_file_leads_nowhere_else(letters: Callable[..., Ran]) -> None:
    Path("precious").write_bytes(b"mine")
    Path("out").mkdir()
    Path(f"out/.advocate-unfinished-{STEM}.txt").symlink_to("../precious")
    assert letters().code == 0
    assert Path("precious").read_bytes() == b"mine"
    assert not Path(f"out/{STEM}.txt").is_symlink()


@pytest.mark.parametrize(
    "words",
    [
        ("preview", *LETTER, "--overwrite", "--png"),
        ("log", "export", "--overwrite", "--out"),
    ],
    ids=" ".join,
)
def test_no_single_file_goes_through_a_link(advocate: Advocate, words: tuple[str, ...]) -> None:
    Path("precious").write_bytes(b"mine")
    Path("file.png").symlink_to("precious")
    refused(advocate(*words, "file.png"), f"file.png: {THROUGH} [output.link]")
    assert Path("precious").read_bytes() == b"mine"


def test_a_link_of_the_writers_own_on_the_way_is_followed(
    advocate: Advocate, letters: Callable[..., Ran]
) -> None:
    Path("disk/documents").mkdir(parents=True)
    Path("documents").symlink_to("disk/documents")
    assert letters(out="documents/../documents/out").code == 0
    assert advocate("log", "export", "--out", "documents/log.csv").code == 0
    assert f"out/{STEM}.txt" in inside("disk/documents")
    assert "log.csv" in inside("disk/documents")


@needs_root
def test_a_link_of_somebody_else_on_the_way_is_not_followed(letters: Callable[..., Ran]) -> None:
    Path("precious").mkdir()
    Path("way").symlink_to("precious")
    os.chown("way", STRANGER, STRANGER, follow_symlinks=False)
    line = f"{Path('way').absolute()}: this symbolic link is somebody else's: nothing is written through it"
    for trusting in ((), ("--trust-folder",)):
        refused(letters(*trusting, out="way/out"), f"{line} [output.link]")
    assert inside("precious") == []


@pytest.mark.parametrize("links", [("a", "b"), ("b", "a")])
def test_links_in_a_circle_are_told_in_one_line(letters: Callable[..., Ran], links: tuple[str, str]) -> None:
    Path(links[0]).symlink_to(links[1])
    Path(links[1]).symlink_to(links[0])
    refused(letters(out="a/out"), "a/out: nothing can be written there [output.not-writable]")


OWN = {
    "sender.yaml": (("sender", "set", "--no-input", "--name", "Ada"), "sender.link"),
    "no-log": (("log", "off"), "ledger.link"),
    "overlay": (("contacts", "retire", "ombudsman", "--reason", "Merged."), "overlay.link"),
    "overlay/kazakhstan-dck-2018.yaml": (
        ("contacts", "retire", "ombudsman", "--reason", "Merged."),
        "overlay.link",
    ),
    "ledger.sqlite3": (("generate", *LETTER, "--as", "txt", "--out", "out"), "ledger.link"),
    "ledger.sqlite3-wal": (("generate", *LETTER, "--as", "txt", "--out", "out"), "ledger.link"),
}


@pytest.mark.parametrize("name", OWN)
def test_nothing_of_the_writers_own_goes_through_a_link(advocate: Advocate, home: Path, name: str) -> None:
    words, code = OWN[name]
    precious = Path("precious").absolute()
    if name == "overlay":
        precious.mkdir()
    else:
        precious.write_bytes(b"name: Eve\n")
        (home / name).parent.mkdir(exist_ok=True)
    (home / name).symlink_to(precious)
    before = b"" if precious.is_dir() else precious.read_bytes()
    ran = advocate(*words)
    # Letters are made where only the log fails, and it is told.
    assert f"{home / name}: {THROUGH} [{code}]\n" in ran.err
    assert inside(precious) == [] if precious.is_dir() else precious.read_bytes() == before


def test_the_writers_folder_is_no_link(
    advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("precious").mkdir()
    Path("own").symlink_to("precious")
    monkeypatch.setenv("ADVOCATE_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("VISUAL", "true")
    for words, code in (
        (("sender", "set", "--no-input", "--name", "Ada"), "sender.link"),
        (("preview", *LETTER, "--edit"), "edit.link"),
        (("log", "off"), "ledger.link"),
    ):
        ran = advocate(*words)
        assert ran.code == 2
        assert ran.err.splitlines()[-1] == f"{tmp_path / 'own'}: {THROUGH} [{code}]"
    assert inside("precious") == []


def test_the_lock_on_sending_is_no_link(home: Path, advocate: Advocate) -> None:
    assert advocate("generate", *LETTER, "--as", "txt", "--out", "out").code == 0
    Path("precious").write_bytes(b"mine")
    (home / "ledger.sqlite3.lock").symlink_to(Path("precious").absolute())
    ran = advocate("log", "forget", "--all", "--yes")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert Path("precious").read_bytes() == b"mine"
    assert (home / "ledger.sqlite3").exists()


# ── Other people's folders ───────────────────────────────────────────────────────────────────────────────


@needs_root
@pytest.mark.parametrize("out", ["theirs", "theirs/new", "theirs/new/and/deep"])
def test_somebody_elses_folder_takes_no_letter_unless_the_writer_says_so(
    letters: Callable[..., Ran], out: str
) -> None:
    Path("theirs").mkdir()
    os.chown("theirs", STRANGER, STRANGER)
    shown = "theirs" if out == "theirs" else Path("theirs").absolute()
    words = "this folder is somebody else's: name one of your own, or add --trust-folder"
    refused(letters(out=out), f"{shown}: {words} [output.not-yours]")
    assert inside("theirs") == []
    assert letters("--trust-folder", out=out).code == 0
    assert f"{STEM}.txt" in inside(out)


@pytest.mark.parametrize("out", ["open", "open/new"])
def test_a_folder_in_which_everybody_may_replace_letters_takes_none(
    letters: Callable[..., Ran], out: str
) -> None:
    Path("open").mkdir()
    Path("open").chmod(0o777)
    ran = letters(out=out)
    assert ran.code == 2
    assert ran.err.endswith(
        "everybody may write into this folder, and replace what is yours: name one of your own, or add"
        " --trust-folder [output.shared]\n"
    )
    assert inside("open") == []
    assert letters("--trust-folder", out=out).code == 0


@pytest.mark.parametrize("out", ["tmp", "tmp/new"])
def test_a_folder_for_everybodys_temporary_files_takes_letters(letters: Callable[..., Ran], out: str) -> None:
    Path("tmp").mkdir()
    Path("tmp").chmod(0o1777)
    assert letters(out=out).code == 0


def test_a_single_file_may_go_to_where_temporary_files_go(advocate: Advocate) -> None:
    Path("tmp").mkdir()
    Path("tmp").chmod(0o1777)
    assert advocate("log", "export", "--out", "tmp/log.csv").code == 0
    Path("tmp").chmod(0o777)
    ran = advocate("log", "export", "--out", "tmp/again.csv")
    assert (ran.code, ran.err.endswith(" [output.shared]\n"), inside("tmp")) == (2, True, ["log.csv"])
    assert advocate("log", "export", "--trust-folder", "--out", "tmp/again.csv").code == 0


@pytest.mark.parametrize("mode", [0o777, 0o1777], ids=oct)
def test_the_writers_own_files_go_to_no_folder_of_everybodys(
    advocate: Advocate, home: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    (home / "mine").touch()
    home.chmod(mode)
    for words, code in (
        (("sender", "set", "--no-input", "--name", "Ada"), "sender.shared"),
        (("generate", *LETTER, "--as", "txt", "--out", "out"), "ledger.shared"),
        (("preview", *LETTER, "--edit"), "edit.shared"),
    ):
        ran = advocate(*words)
        assert (
            f"{home}: everybody may write into this folder, and replace what is yours:"
            f" ADVOCATE_HOME names another folder for your own files [{code}]\n"
        ) in ran.err
    assert inside(home) == ["mine"]


@needs_root
def test_the_writers_own_files_go_to_nobody_elses_folder_or_file(advocate: Advocate, home: Path) -> None:
    assert advocate("generate", *LETTER, "--as", "txt", "--out", "out").code == 0
    os.chown(home / "ledger.sqlite3", STRANGER, STRANGER)
    ran = advocate("generate", *LETTER, "--as", "txt", "--out", "out")
    words = "this log is somebody else's file: ADVOCATE_HOME names another folder for your own files"
    assert f"{home / 'ledger.sqlite3'}: {words} [ledger.not-yours]\n" in ran.err
    os.chown(home, STRANGER, STRANGER)
    before = inside(home)
    words = "this folder is somebody else's: ADVOCATE_HOME names another folder for your own files"
    ran = advocate("sender", "set", "--no-input", "--name", "Ada")
    assert (ran.code, ran.err) == (
        2,
        f"{home}: {words} [sender.not-yours]\n",
    )
    assert inside(home) == before


# ── Somebody who is quicker ──────────────────────────────────────────────────────────────────────────────


def test_a_folder_that_becomes_a_link_after_it_was_looked_at_takes_no_letter(
    letters: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("precious").mkdir()
    Path("out").mkdir()
    look = files.inspect_folder

    def look_and_be_too_slow(folder: Path, *, trusting: bool) -> None:
        look(folder, trusting=trusting)
        Path("out").rmdir()
        Path("out").symlink_to("precious")

    monkeypatch.setattr(files, "inspect_folder", look_and_be_too_slow)
    refused(letters(), f"out: {THROUGH} [output.link]")
    assert inside("precious") == []


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="this system opens no folders")
def test_what_is_put_into_an_open_folder_goes_there_whatever_becomes_of_its_name(
    letters: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("precious").mkdir()
    put = files._put  # noqa: SLF001 - the moment in between has no other name
    moved: list[Path] = []

    def put_after_a_swap(*words: object) -> None:
        if not moved:
            moved.append(Path("out").rename("moved"))
            Path("out").symlink_to("precious")
        put(*words)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(files, "_put", put_after_a_swap)
    assert letters().code == 0
    assert inside("precious") == []
    assert inside("moved") == ["index.html", f"{STEM}.eml", f"{STEM}.txt", "manifest.json"]


def test_two_runs_into_one_folder_wait_for_each_other(
    letters: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    put = files._put  # noqa: SLF001 - as above
    others: list[int] = []

    def put_while_another_runs(*words: object) -> None:
        if not others:
            others.append(0)
            monkeypatch.setattr(files, "PATIENCE", 0.1)
            others.append(main(["generate", *LETTER, "--as", "txt", "--no-log", "--out", "out"], today=TODAY))
        put(*words)  # type: ignore[arg-type]  # as above

    monkeypatch.setattr(files, "_put", put_while_another_runs)
    ran = letters()
    assert (ran.code, others) == (0, [0, 2])
    words = "another run is writing into this folder: wait until it has ended"
    assert ran.err.splitlines()[0] == f"out: {words} [output.busy]"
