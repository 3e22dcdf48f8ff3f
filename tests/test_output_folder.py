"""The folder of the letters: whole files or none, nobody's work overwritten, nothing told of the writer."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import resource
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advocate.cli.app import main
from advocate.core.deceptive import first_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Advocate, Ran

ADA = ("--name", "Ada Byron", "--email", "ada@example.org", "--street", "3 Mill Lane", "--city", "Berlin")
STEM = "knb-chairman.lift-the-ban.en"
FILES = ["index.html", f"{STEM}.eml", f"{STEM}.pdf", f"{STEM}.txt", "manifest.json"]
"""What a run for one office with an e-mail and a postal address makes."""


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def generate(advocate: Advocate, *words: str, out: str | Path = "out", to: str = "knb-chairman") -> Ran:
    """Make the letters of the shipped campaign to one office, in the name of Ada."""
    return advocate("generate", "--to", to, "--out", out, *ADA, *words)


def contents(folder: str | Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(Path(folder).rglob("*"))
        if file.is_file()
    }


def times(folder: str | Path) -> dict[str, int]:
    """Return every file below a folder with the time of its last change."""
    return {file.name: file.stat().st_mtime_ns for file in Path(folder).rglob("*")}


def age(folder: str | Path) -> None:
    """Make every file look a day old, so that a change of times cannot hide in the clock's grain."""
    for file in Path(folder).rglob("*"):
        os.utime(file, (1_700_000_000, 1_700_000_000))


def refused(ran: Ran, line: str, code: int = 2) -> None:
    """Check that a run was refused with one line."""
    assert (ran.code, ran.out, ran.err) == (code, "", f"{line}\n")


# ── Folders that cannot be used ──────────────────────────────────────────────────────────────────────────


def test_a_file_is_no_folder(advocate: Advocate) -> None:
    Path("out").write_bytes(b"mine")
    refused(generate(advocate), "out: this is a file: name a folder [output.not-a-folder]")
    assert Path("out").read_bytes() == b"mine"


@pytest.mark.parametrize("out", ["/dev/null/letters", "/dev/null/a/b/c", "notes.txt/letters"])
def test_a_folder_below_a_file_cannot_be_made(advocate: Advocate, out: str) -> None:
    Path("notes.txt").write_bytes(b"mine")
    refused(generate(advocate, out=out), f"{out}: nothing can be written there [output.not-writable]")
    assert contents(".") == {"notes.txt": b"mine"}


@pytest.mark.parametrize("out", ["/proc/letters", "/proc/self/a/b"])
def test_a_folder_that_the_system_refuses_is_told_in_one_line(advocate: Advocate, out: str) -> None:
    ran = generate(advocate, out=out)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{out}: ")
    assert ran.err.count("\n") == 1
    assert not Path(out).exists()


def test_a_folder_that_may_not_be_written_is_told(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests may run as root, who may write anywhere; so the system's answer is stood in for."""
    Path("out").mkdir(mode=0o500)
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)
    refused(generate(advocate), "out: nothing can be written there [output.not-writable]")
    assert contents("out") == {}


def test_a_name_beyond_all_measure_is_told_in_one_line(advocate: Advocate) -> None:
    ran = generate(advocate, out="x" * 300)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1


def test_a_link_to_nowhere_is_told_in_one_line(advocate: Advocate) -> None:
    Path("out").symlink_to("nowhere")
    ran = generate(advocate)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("out: ")
    assert ran.err.count("\n") == 1
    assert Path("out").is_symlink()


def test_a_folder_in_the_place_of_a_letter_is_told_and_stays(advocate: Advocate) -> None:
    Path(f"out/{STEM}.txt/mine").mkdir(parents=True)
    ran = generate(advocate, "--overwrite")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("out: ")
    assert ran.err.count("\n") == 1
    assert Path(f"out/{STEM}.txt/mine").is_dir()


# ── A folder that holds something already ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "other",
    [
        ("--name", "Eve"),
        ("--date", "2026-01-01"),
        ("--letter", "ardak-ashim"),
        ("--note", "Another note."),
        ("--as", "txt"),
        ("--phone", "+49 30 1234567"),
    ],
)
def test_letters_of_another_run_are_refused_and_stay(advocate: Advocate, other: tuple[str, ...]) -> None:
    assert generate(advocate).code == 0
    age("out")
    before, then = contents("out"), times("out")
    ran = generate(advocate, *other)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("out: the folder already holds other letters (")
    assert ran.err.endswith("): name another folder, or add --overwrite [output.not-empty]\n")
    assert ran.err.count("\n") == 1
    assert contents("out") == before
    assert times("out") == then


@pytest.mark.parametrize("name", FILES)
def test_one_file_by_the_name_of_a_letter_is_enough_to_refuse(advocate: Advocate, name: str) -> None:
    Path("out").mkdir()
    Path("out", name).write_bytes(b"mine")
    refused(
        generate(advocate),
        f"out: the folder already holds other letters ({name}): name another folder, or add --overwrite"
        " [output.not-empty]",
    )
    assert contents("out") == {name: b"mine"}


def test_a_link_by_the_name_of_a_letter_is_not_followed(advocate: Advocate) -> None:
    Path("precious").write_bytes(b"mine")
    Path("out").mkdir()
    Path(f"out/{STEM}.txt").symlink_to(Path("precious").resolve())
    line = f"out/{STEM}.txt: this is a symbolic link: nothing is written through it [output.link]"
    refused(generate(advocate), line)
    refused(generate(advocate, "--overwrite"), line)
    assert [file.name for file in Path("out").iterdir()] == [f"{STEM}.txt"]
    assert Path("precious").read_bytes() == b"mine"


def test_unrelated_files_are_no_hindrance_and_stay(advocate: Advocate) -> None:
    mine = {"notes.txt": b"mine", ".hidden": b"mine", "folder/index.html": b"mine", "letter.eml": b"mine"}
    for name, words in mine.items():
        Path("out", name).parent.mkdir(parents=True, exist_ok=True)
        Path("out", name).write_bytes(words)
    for options in ((), ("--overwrite",), ("--overwrite", "--letter", "ardak-ashim")):
        assert generate(advocate, *options).code == 0
        made = contents("out")
        assert {name: made[name] for name in mine} == mine


def test_overwriting_gives_what_a_new_folder_would(advocate: Advocate) -> None:
    assert generate(advocate, to="kazakhstan").code == 0
    assert generate(advocate, "--overwrite", "--letter", "ardak-ashim").code == 0
    assert generate(advocate, "--letter", "ardak-ashim", out="new").code == 0
    assert contents("out") == contents("new")


def test_overwriting_keeps_what_was_changed_by_hand_and_is_not_made_again(advocate: Advocate) -> None:
    assert generate(advocate).code == 0
    Path(f"out/{STEM}.txt").write_bytes(b"my own words")
    assert generate(advocate, "--overwrite", "--letter", "ardak-ashim").code == 0
    made = contents("out")
    assert made.pop(f"{STEM}.txt") == b"my own words"
    assert sorted(made) == sorted(name.replace("lift-the-ban", "ardak-ashim") for name in FILES)


def test_overwriting_replaces_what_was_changed_by_hand_and_is_made_again(advocate: Advocate) -> None:
    assert generate(advocate).code == 0
    before = contents("out")
    for name in FILES:
        Path("out", name).write_bytes(b"my own words")
    assert generate(advocate, "--overwrite").code == 0
    assert contents("out") == before


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "null",
        "1e999",
        "[" * 100_000,
        '{"inputs": 1, "letters": 1}',
        '{"letters": [1, {"files": 1}, {"files": {"txt": 1}}, {"files": {"txt": {"name": 1, "sha256": 1}}}]}',
        '{"letters": [{"files": {"txt": {"name": "../precious", "sha256": "SHA"}}}]}',
        '{"letters": [{"files": {"txt": {"name": "..\\\\precious", "sha256": "SHA"}}}]}',
        '{"letters": [{"files": {"txt": {"name": "PATH", "sha256": "SHA"}}}]}',
        '{"letters": [{"files": {"txt": {"name": "..", "sha256": "SHA"}}}]}',
        '{"letters": [{"files": {"txt": {"name": "", "sha256": "SHA"}}}]}',
        '{"letters": [{"files": {"txt": {"name": "a\\u0000b", "sha256": "SHA"}}}]}',
        '{"letters": [{"files": {"txt": {"name": "\\ud800", "sha256": "SHA"}}}]}',
    ],
)
def test_a_forged_manifest_does_no_harm(advocate: Advocate, manifest: str) -> None:
    """Files of an earlier run are removed by the names in its manifest; none outside the folder is."""
    Path("precious").write_bytes(b"mine")
    sha256 = hashlib.sha256(b"mine").hexdigest()
    Path("out").mkdir()
    words = manifest.replace("SHA", sha256).replace("PATH", Path("precious").resolve().as_posix())
    Path("out/manifest.json").write_text(words, "utf-8")
    assert generate(advocate).code == 2
    ran = generate(advocate, "--overwrite")
    if ran.code == 2:
        assert (ran.out, ran.err.count("\n")) == ("", 1)
    else:
        assert (ran.code, sorted(contents("out"))) == (0, FILES)
    assert Path("precious").read_bytes() == b"mine"


# ── The same again ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [(), ("--overwrite",)])
def test_the_same_again_changes_nothing(advocate: Advocate, words: tuple[str, ...]) -> None:
    assert generate(advocate).code == 0
    age("out")
    before, then = contents("out"), times("out")
    ran = generate(advocate, *words)
    assert ran.code == 0
    assert "nothing has changed" in ran.out
    assert contents("out") == before
    assert times("out") == then


@pytest.mark.parametrize("name", FILES[:-1])
def test_a_file_that_was_deleted_is_made_again_and_no_other(advocate: Advocate, name: str) -> None:
    assert generate(advocate).code == 0
    age("out")
    before, then = contents("out"), times("out")
    Path("out", name).unlink()
    assert generate(advocate).code == 0
    assert contents("out") == before
    after = times("out")
    assert [file for file in FILES if after[file] != then[file]] == [name]


def test_without_the_manifest_the_same_again_is_no_danger_to_an_edited_letter(advocate: Advocate) -> None:
    assert generate(advocate).code == 0
    Path("out/manifest.json").unlink()
    Path(f"out/{STEM}.txt").write_bytes(b"my own words")
    generate(advocate)
    assert Path(f"out/{STEM}.txt").read_bytes() == b"my own words"


@pytest.mark.parametrize("name", FILES[:-1])
def test_a_file_that_the_writer_edited_is_kept_and_said(advocate: Advocate, name: str) -> None:
    assert generate(advocate).code == 0
    Path("out", name).write_bytes(b"my own words")
    for _ in range(2):
        ran = generate(advocate)
        assert ran.code == 0
        assert Path("out", name).read_bytes() == b"my own words"
        assert f"kept as you changed it: {name} (--overwrite replaces it)" in ran.err.splitlines()


def test_what_was_kept_stands_in_the_report(advocate: Advocate) -> None:
    assert generate(advocate).code == 0
    Path(f"out/{STEM}.txt").write_bytes(b"my own words")
    Path(f"out/{STEM}.eml").unlink()
    report = json.loads(generate(advocate, "--format", "json").out)
    assert report["kept"] == [f"{STEM}.txt"]
    assert report["written"] == [f"{STEM}.eml"]
    assert sorted(report["unchanged"]) == ["index.html", f"{STEM}.pdf", "manifest.json"]
    assert report["problems"] == []


# ── Interruptions and full disks ─────────────────────────────────────────────────────────────────────────


@contextmanager
def stopped_at(number: int, stop: Callable[[], BaseException]) -> Iterator[list[int]]:
    """Raise instead of putting the `number`-th file in its place."""
    calls = [0]
    real = os.replace

    def replace(source: str, target: str, **folders: int) -> None:
        calls[0] += 1
        if calls[0] == number:
            raise stop()
        real(source, target, **folders)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", replace)
        yield calls


@pytest.mark.parametrize("number", range(1, len(FILES) + 1))
def test_an_interrupted_run_leaves_whole_files_and_the_next_completes_it(
    advocate: Advocate, number: int
) -> None:
    assert generate(advocate, out="whole").code == 0
    whole = contents("whole")
    with stopped_at(number, KeyboardInterrupt) as calls:
        ran = generate(advocate)
    assert calls == [number]
    assert ran.code == 130
    left = contents("out")
    assert len(left) == number - 1
    assert left.items() <= whole.items()
    ran = generate(advocate)
    assert ran.code == 0, ran.err
    assert contents("out") == whole


def test_an_interrupted_run_says_so(advocate: Advocate) -> None:
    with stopped_at(2, KeyboardInterrupt):
        ran = generate(advocate)
    assert (ran.code, ran.out, ran.err) == (
        130,
        "",
        "interrupted: what was finished is kept; the same command goes on from there\n",
    )


@pytest.mark.parametrize("number", range(1, len(FILES) + 1))
def test_an_interrupted_overwriting_leaves_whole_files_and_the_next_completes_it(
    advocate: Advocate, number: int
) -> None:
    assert generate(advocate, "--name", "Eve").code == 0
    assert generate(advocate, out="whole").code == 0
    before, whole = contents("out"), contents("whole")
    with stopped_at(number, KeyboardInterrupt):
        assert generate(advocate, "--overwrite").code == 130
    left = contents("out")
    assert all(words in {before[name], whole[name]} for name, words in left.items())
    assert generate(advocate, "--overwrite").code == 0
    assert contents("out") == whole


def test_what_a_killed_run_left_behind_is_swept_away(advocate: Advocate) -> None:
    class Killed(BaseException):
        """A run that ends before it can clean up."""

    with pytest.MonkeyPatch.context() as patch, stopped_at(2, Killed):
        patch.setattr(os, "unlink", lambda *_arguments, **_keywords: None)
        with pytest.raises(Killed):
            generate(advocate)
    assert len(contents("out")) == 2
    assert generate(advocate, "--overwrite").code == 0
    assert sorted(contents("out")) == FILES


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_full_disk_is_told_in_one_line_and_leaves_whole_files(advocate: Advocate, number: int) -> None:
    assert generate(advocate, out="whole").code == 0
    with stopped_at(number, lambda: OSError(errno.ENOSPC, "No space left on device")):
        ran = generate(advocate)
    line = "out: cannot be written: no space left on device [output.failed]"
    refused(ran, line, code=2 if number == 1 else 1)
    assert contents("out").items() <= contents("whole").items()


def test_a_disk_that_takes_half_a_file_keeps_none_of_it(advocate: Advocate) -> None:
    """The system itself stops the writing here: no file of this process may be larger than 1,000 bytes."""
    assert generate(advocate, out="whole").code == 0
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        ran = generate(advocate)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    refused(ran, "out: cannot be written: file too large [output.failed]")
    assert contents("out").items() <= contents("whole").items()


# ── What stands in the folder ────────────────────────────────────────────────────────────────────────────


def test_only_the_writer_can_read_the_letters(advocate: Advocate) -> None:
    before = os.umask(0)
    try:
        assert generate(advocate, out="new/out").code == 0
    finally:
        os.umask(before)
    assert Path("new/out").stat().st_mode & 0o777 == 0o700
    for file in Path("new/out").iterdir():
        assert file.stat().st_mode & 0o777 == 0o600, file


def test_a_folder_that_was_there_keeps_its_rights(advocate: Advocate) -> None:
    Path("out").mkdir()
    Path("out").chmod(0o755)
    assert generate(advocate).code == 0
    assert Path("out").stat().st_mode & 0o777 == 0o755


def test_file_names_say_office_and_letter_and_nothing_else(advocate: Advocate) -> None:
    assert generate(advocate, "--as", "eml,pdf,txt,html").code == 0
    assert sorted(contents("out")) == [
        "index.html",
        *(f"knb-chairman.lift-the-ban.en.{form}" for form in ("eml", "html", "pdf", "txt")),
        "manifest.json",
    ]


def test_the_manifest_holds_nothing_of_the_writer(advocate: Advocate) -> None:
    details = {
        "name": "Qwertina Zyxw",
        "street": "77 Plughxyzzy Lane",
        "postcode": "98765",
        "city": "Xanaduville",
        "region": "Qregion",
        "country": "NO",
        "email": "qwertina@example.org",
        "phone": "+47 22 33 44 55",
        "occupation": "a glassblowerqq",
        "link": "I once lived in Zzyzx.",
    }
    flags = [word for key, value in details.items() for word in (f"--{key}", value)]
    words = ("--out", "out", "--to", "all", "--as", "txt,eml", "--note", "My aunt Plugh was there.")
    assert advocate("generate", *words, *flags).code == 0
    manifest = Path("out/manifest.json").read_text("utf-8")
    for value in [*details.values(), "Norway", "Plugh", "2233", "Byron"]:
        if value != "NO":
            assert value not in manifest
    assert '"NO"' not in manifest
    data = json.loads(manifest)
    assert set(data) == {"manifest", "campaign", "letter", "date", "inputs", "page", "sheets", "letters"}
    for letter in data["letters"]:
        assert set(letter) == {
            "contact",
            "institution",
            "group",
            "version",
            "words",
            "language",
            "files",
            "findings",
        }


@pytest.mark.no_cover
def test_two_folders_get_the_same_bytes(advocate: Advocate) -> None:
    for out in ("one", "two/deep/down"):
        assert generate(advocate, "--as", "eml,pdf,txt,html", out=out, to="all").code == 0
    assert contents("one") == contents("two/deep/down")


WORD = st.text(
    st.characters(
        exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"),
    ),
    min_size=1,
    max_size=100,
).filter(lambda word: word.strip() and not first_mark(word))
"""Anything people type into one line, but for marks that could deceive, which are refused."""


@pytest.mark.no_cover
@given(
    sender=st.fixed_dictionaries(
        {"name": WORD},
        optional={
            "street": WORD,
            "city": WORD,
            "postcode": WORD,
            "region": WORD,
            "phone": WORD,
            "occupation": WORD,
            "link": WORD,
            "country": st.sampled_from(["DE", "US", "UA", "no", "JP", "GB"]),
            "email": st.sampled_from(["ada@example.org", "a.b+c@sub.example.org"]),
        },
    ),
    note=st.one_of(st.just(""), WORD.filter(lambda words: not words.strip().startswith("@"))),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_whoever_writes_the_same_input_gives_the_same_bytes_and_every_letter_its_own_file(
    sender: dict[str, str], note: str
) -> None:
    flags = [f"--{key}={value}" for key, value in sender.items()] + [f"--note={note}"]
    folder = Path(tempfile.mkdtemp())
    try:
        for out in ("one", "two"):
            words = ["generate", "--to", "all", "--as", "eml,txt", f"--out={folder / out}", *flags]
            assert main(words) == 0
        made = contents(folder / "one")
        assert made == contents(folder / "two")
        manifest = json.loads(made.pop("manifest.json"))
        del made["index.html"]
        names = [file["name"] for letter in manifest["letters"] for file in letter["files"].values()]
        assert sorted(names) == sorted(made)
        assert len({name.casefold() for name in names}) == len(names)
        assert len([name for name in names if name.endswith(".txt")]) == 26
    finally:
        shutil.rmtree(folder)
