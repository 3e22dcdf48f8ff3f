"""What the program makes gives away neither its machine nor when or where its writer sat.

Everything is made once, by a process in Almaty's time, on a machine and by a user with names that would be
noticed; then `inspect` looks at it, and so do programs that are not ours.
"""

from __future__ import annotations

import csv
import email
import email.policy
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock
from PIL import Image

from advocate.cli.workshop import Wish, make_letters
from advocate.core.mail import Stamp
from advocate.render import eml
from tests.conftest import SENDER, TODAY, Advocate
from tests.safety.dirty import HOST, USER

ROOT = Path(__file__).parents[2]
CITY = "Almaty"

# A name of its own for the machine, where the system lets a process have one; else only HOSTNAME says it.
_UNSHARE = ("unshare", "--uts", "--map-root-user")
_NAMED = 'hostname "$1" && shift && exec "$@"'


@dataclass(frozen=True)
class Made:
    """The files that were made, and the home of who made them."""

    folder: Path
    home: Path

    def files(self, *endings: str) -> list[Path]:
        """Return those with one of some endings, or all."""
        found = [file for file in sorted(self.folder.rglob("*")) if file.is_file()]
        return [file for file in found if not endings or file.suffix in endings]


def _machine() -> tuple[str, ...]:
    words = (*_UNSHARE, "sh", "-c", _NAMED, "sh", HOST)
    if not shutil.which("unshare"):
        return ()
    return words if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0 else ()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Make every form that there is, once for all processes that test."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    home = shared / "own-outputs" / USER
    home.parent.mkdir(exist_ok=True)
    with FileLock(shared / "own-outputs.lock"):
        if not (home / "inspected.json").exists():
            _make(home)
    return Made(home / "out", home)


def _make(home: Path) -> None:
    out = home / "out"
    out.mkdir(parents=True)
    scan = home / "signature.png"
    Image.new("L", (300, 80), 255).save(scan, exif=_exif(), dpi=(300, 300))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ADVOCATE", "XDG"))}
    environment = {
        **kept,
        "TZ": f"Asia/{CITY}",
        "HOME": str(home),
        "USER": USER,
        "LOGNAME": USER,
        "HOSTNAME": HOST,
        "PYTHONPATH": str(ROOT),
    }

    def run(*words: str | Path, to: str = "") -> None:
        command = [*_machine(), sys.executable, "-m", "advocate", *map(str, words)]
        ran = subprocess.run(command, cwd=out, env=environment, capture_output=True, check=False, timeout=120)
        assert ran.returncode == 0, ran.stderr
        if to:
            (out / to).write_bytes(ran.stdout)
            (out / to).chmod(0o600)

    every = ("generate", "--to", "all", *SENDER)
    run(*every, "--as", "eml,pdf,txt,html,submission,call", "--out", "forms", "--signature", scan)
    run(*every, "--as", "pdf", "--archive", "--out", "archive", "--no-log", "--envelopes", "dl")
    run(*every, "--as", "pdf", "--merge", "--out", "merged", "--no-log", "--labels", "l7163")
    run("preview", "--to", "ep-president", *SENDER, "--png", out / "page.png")
    run("log", "export", to="log.csv")
    run("log", "export", "--format", "json", to="log.json")
    for form, name in {
        "json": "list.json",
        "csv": "list.csv",
        "vcard": "list.vcf",
        "popolo": "popolo.json",
    }.items():
        run("contacts", "list", "--format", form, to=name)
    run("inspect", out, "--format", "json", to="../inspected.json")


def _exif() -> Image.Exif:
    """Return what a telephone writes into a photograph of a signature."""
    tags = Image.Exif()
    tags[0x0110], tags[0x013B] = "Telephone of Gulnara", "Gulnara"
    tags.get_ifd(0x8825).update({1: "N", 2: (43.0, 14.0, 20.0), 3: "E", 4: (76.0, 53.0, 22.0)})
    return tags


def test_every_form_is_there(made: Made) -> None:
    endings = {file.suffix for file in made.files()}
    assert endings == {".eml", ".pdf", ".txt", ".html", ".json", ".png", ".csv", ".vcf"}
    names = {file.name for file in made.files()}
    assert {"index.html", "manifest.json", "print-run.pdf", "envelopes-dl.pdf", "labels-l7163.pdf"} <= names
    assert any(name.endswith(".submission.txt") for name in names)
    assert any(name.endswith(".call.txt") for name in names)


def test_inspect_finds_nothing_that_identifies(made: Made) -> None:
    """`inspect` ended in 0 when everything was made; what it has seen is every file."""
    found = json.loads((made.home / "inspected.json").read_bytes())
    assert {Path(each["file"]) for each in found} == set(made.files())
    assert not any(each["identifies"] for each in found)
    weights = {trace["weight"] for each in found for trace in each["traces"]}
    assert weights == {"tells", "visible", "plain"}


def test_no_file_holds_the_machine_the_login_the_home_or_the_zone(made: Made) -> None:
    for file in made.files():
        raw = file.read_bytes()
        for word in (HOST, USER, str(made.home), f"Asia/{CITY}", "signature.png", "Telephone of"):
            for coding in ("utf-8", "utf-16-be", "utf-16-le"):
                assert word.encode(coding) not in raw, (file.name, word)


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_exiftool_finds_no_author_no_place_and_no_zone(made: Made) -> None:
    ran = subprocess.run(
        ["exiftool", "-json", "-a", "-G1", "-u", *made.files(".pdf", ".png", ".html", ".json")],
        capture_output=True,
        check=True,
        env={**os.environ, "TZ": "UTC"},
    )
    found = json.loads(ran.stdout)
    assert len(found) == len(made.files(".pdf", ".png", ".html", ".json"))
    for each in found:
        for name, value in each.items():
            group, _, field = name.partition(":")
            if group in {"SourceFile", "System", "ExifTool", "File"} or not field:
                continue
            assert not re.search(r"Author|Artist|Owner|Serial|GPS|Company|Make|^Model|Host|Comment", field), (
                name
            )
            assert not re.search(r"\d\d:\d\d[+-](?!00:00)\d\d:\d\d", str(value)), (name, value)
            assert HOST not in str(value)
            assert USER not in str(value)


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="pdfinfo is not installed")
def test_pdfinfo_tells_a_title_and_a_program_and_nothing_else_of_its_making(made: Made) -> None:
    for file in made.files(".pdf"):
        ran = subprocess.run(["pdfinfo", "-rawdates", file], capture_output=True, check=True)
        told = dict(line.split(":", 1) for line in ran.stdout.decode().splitlines())
        assert not {"Author", "Subject", "Keywords", "Producer"} & set(told), file.name
        assert told["Creator"].strip().startswith("Typst ")
        assert (told["JavaScript"].strip(), told["Encrypted"].strip()) == ("no", "no")
        for date in ("CreationDate", "ModDate"):
            assert told.get(date, "D:00000000000000Z").strip().endswith("000000Z"), (file.name, told)


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_no_attachment_no_earlier_version_and_no_name(made: Made) -> None:
    samples = [made.files(".pdf")[at] for at in (0, len(made.files(".pdf")) // 2)]
    samples += [file for file in made.files(".pdf") if file.name in {"print-run.pdf", "envelopes-dl.pdf"}]
    for file in samples:
        ran = subprocess.run(
            ["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", file, "-"],
            capture_output=True,
            check=True,
        )
        text = ran.stdout.decode()
        whole = json.loads(text)
        assert not whole["attachments"]
        assert not whole["acroform"]["hasacroform"]
        assert HOST not in text
        assert USER not in text
        assert not re.search(r"/(?:JavaScript|JS|EmbeddedFile|PieceInfo|Thumb|Launch)\b", text)
        assert file.read_bytes().count(b"startxref") == 1


def test_an_email_has_only_the_headers_that_it_needs(made: Made) -> None:
    allowed = {
        *("From", "To", "Subject", "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
        "Content-Language",
    }
    assert made.files(".eml")
    for file in made.files(".eml"):
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert set(message.keys()) == allowed
        assert message.get_content_type() == "text/plain"
        assert not message.is_multipart()
        assert not re.search(r"[+]0[56]", message.get_content())


def test_an_email_as_it_is_sent_tells_when_and_not_where(advocate: Advocate, tmp_path: Path) -> None:
    wish = Wish(
        None, ["wgad"], [], None, "en", TODAY, None, {"name": "Ada Byron", "email": "ada@example.net"}, None
    )
    [letter] = make_letters(wish).letters
    stamp = Stamp(
        datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC), f"<{'01234567' * 4}@example.net>", "x@example.org"
    )
    (tmp_path / "sent.eml").write_bytes(eml.message(letter, stamp))
    ran = advocate("inspect", tmp_path / "sent.eml")
    assert ran.code == 0
    assert "header Date: Tue, 24 Nov 2026 03:04:05 +0000" in " ".join(ran.out.split())


def test_times_in_tables_and_lists_are_in_utc(made: Made) -> None:
    with (made.folder / "log.csv").open(encoding="utf-8-sig", newline="") as table:
        assert all(row["at"].endswith("Z") for row in csv.DictReader(table))
    for file in made.files(".json", ".csv", ".txt", ".vcf", ".html"):
        text = file.read_text(encoding="utf-8-sig")
        assert not re.search(r"\d\d:\d\d(?::\d\d)?\s?[+]0[56]:?00", text), file.name
        assert "file://" not in text


def test_files_are_for_their_owner_alone(made: Made) -> None:
    if os.name == "posix":
        assert {file.stat().st_mode & 0o077 for file in made.files()} == {0}
