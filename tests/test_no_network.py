"""Nothing leaves the writer's machine: no command opens, binds or looks up anything on a network.

But `send --really`, whose tests talk to servers of their own on this machine (`loopback`).

The audit hook of conftest.py listens during every test, in this process and in those that it starts; these
prove that it bites, take every command past it once, and run every command where there is no network at all.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import typer
from typer.main import get_group

from advocate.cli.app import application
from advocate.cli.plain import LazyGroup, PlainGroup
from tests.asking import Person, typed
from tests.guarded import NETWORK, ROOT, TOLD, search_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Advocate

SENDER = ("--name", "Ada Byron", "--city", "Berlin", "--country", "DE", "--email", "ada@example.org")


def test_the_guard_stops_whoever_opens_a_socket() -> None:
    with pytest.raises(RuntimeError, match="touched the network"):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def test_the_guard_stops_whoever_looks_up_a_name() -> None:
    with pytest.raises(RuntimeError, match="touched the network"):
        socket.getaddrinfo("localhost", 80)


def test_the_guard_stops_even_the_check_where_it_was_told_to_ask(advocate: Advocate) -> None:
    with pytest.raises(RuntimeError, match="touched the network"):
        advocate("contacts", "check", "--dns", "--resolver", "127.0.0.1:9")


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("import socket; socket.socket()", "socket.__new__"),
        ("import socket; socket.getaddrinfo('localhost', 80)", "socket.getaddrinfo"),
        ("import socket; socket.gethostname()", "socket.gethostname"),
        ("import _socket, socket\ntry: _socket.socket(2)\nexcept BaseException: pass", "socket.__new__"),
    ],
)
def test_the_guard_stops_a_process_that_a_test_starts(
    does: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOLD, str(tmp_path / "touched"))
    ran = subprocess.run([sys.executable, "-c", does], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (99, f"a process touched the network: {told}\n")
    assert (tmp_path / "touched").read_text(encoding="utf-8") == f"{told}\n"


@pytest.mark.loopback
def test_a_process_of_a_test_that_may_talk_to_itself_may_talk_to_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOLD, str(tmp_path / "touched"))
    does = "import socket; there = socket.socket(type=2); there.sendto(b'', (%r, 9)); print('sent')"
    near, far = (
        subprocess.run([sys.executable, "-c", does % each], capture_output=True, text=True, check=False)
        for each in ("127.0.0.1", "192.0.2.1")
    )
    assert (near.returncode, near.stdout) == (0, "sent\n")
    assert (far.returncode, far.stdout) == (99, "")


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
    typed(monkeypatch, "DE", "2", "n", "ep-president", "", "", "1", "1")
    flags = ("--letter", "lift-the-ban", "--lang", "en", "--out", str(tmp_path / "letters"))
    assert advocate("sender", "set", "--name", "Ada Byron", "--no-input").code == 0
    ran = advocate("write", "--plain", *flags)
    assert ran.code == 0, ran.err
    assert advocate("sender", "show").code == advocate("sender", "forget", "--yes").code == 0


def test_questions_at_a_terminal_touch_no_network(home: Path) -> None:
    flags = ("--letter", "lift-the-ban", "--lang", "en", "--name", "Ada", "--note", "", "--out", "letters")
    person = Person(home, "write", *flags)
    person.answers("Which country are you in?", "")
    person.answers("Do you or your family live", "")
    person.answers("To whom will you write?", "t")
    person.sees("space ticks")
    person.presses(" \r")
    person.answers("What now?", "1")
    assert person.ends() == 0, person.seen
    assert (home / "letters" / "index.html").is_file()


# ── Where there is no network at all ─────────────────────────────────────────────────────────────────────

WANTED = "ADVOCATE_REAL_SERVERS"
"""The variable with which it is a failure that this system can take no network away."""

# It says where it is before it runs anything, and what each command left.
EVERY = """\
import contextlib, io, json, os, socket, sys
from advocate.cli.app import main

def reachable():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
        for address in ("127.0.0.1", "192.0.2.1"):
            try:
                here.connect((address, 9))
                yield address
            except OSError:
                pass

interfaces = [name for _, name in socket.if_nameindex()]
ran = []
for words in json.load(sys.stdin):
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    ran.append([code, err.getvalue(), len(out.buffer.getvalue())])
json.dump([interfaces, list(reachable()), ran], sys.stdout)
"""


def alone() -> list[str]:
    """Return the words that run a program without any network, not even its own; skip where nothing can."""
    unshare = shutil.which("unshare")
    words = [unshare, *([] if os.geteuid() == 0 else ["--map-root-user"]), "--net"] if unshare else []
    why = "util-linux's unshare is not installed"
    if words:
        tried = subprocess.run([*words, "true"], capture_output=True, text=True, check=False)
        if tried.returncode == 0:
            return words
        why = f"this system makes no network namespace: {tried.stderr.strip()}"
    if os.environ.get(WANTED):
        pytest.fail(f"{WANTED} is set, and {why}")
    pytest.skip(why)


def every_command(group: object, *path: str) -> Iterator[str]:
    """Yield the name of each command that there is."""
    if isinstance(group, LazyGroup | PlainGroup):
        context = typer.Context(group)
        for name in group.list_commands(context):
            yield from every_command(group.get_command(context, name), *path, name)
    else:
        yield " ".join(path)


SAID = ("--source", "https://www.knb.kz/contacts", "--checked", "2026-11-20")
SIGNED = ("--to", "wgad", "--letter", "lift-the-ban", "--lang", "en", "--note", "It matters to me.")
ACCOUNT = ("--via", "smtp", "--server", "smtp.example.net", "--user", "ada", "--password-command", "echo x")

# What is run in this order, each with what it ends in; at least once every command that there is.
RUNS = (
    ("sender set", ("--no-input", *SENDER), 0),
    ("sender show", (), 0),
    ("contacts list", (), 0),
    ("contacts list", ("--format", "popolo", "--to", "eu"), 0),
    ("contacts show", ("wgad",), 0),
    ("contacts check", (), 0),
    ("contacts set", ("knb-chairman", "--email", "office@knb.kz", *SAID), 0),
    (
        "contacts add",
        (
            *("mayor", "--institution", "town", "--institution-name", "Town", "--kind", "foreign-government"),
            *("--title", "Mayor", "--group", "towns", "--group-name", "Towns", "--country", "DE"),
            *("--domain", "town.example", "--email", "mayor@town.example", "--source", "me"),
            *("--checked", "2026-11-20"),
        ),
        0,
    ),
    ("contacts retire", ("ombudsman", "--reason", "It was merged."), 0),
    ("contacts overlay", (), 0),
    ("contacts propose", ("knb-chairman",), 0),
    ("contacts drop", ("ombudsman",), 0),
    ("contacts diff", ("REGISTRY",), 0),
    ("contacts import", ("LIST", "--out", "imported.yaml"), 0),
    ("letters list", (), 0),
    ("letters show", ("lift-the-ban",), 0),
    ("campaign schema", ("contacts",), 0),
    ("campaign info", (), 0),
    ("campaign check", (), 0),
    ("campaign pin", (), 0),
    ("campaign unpin", (), 0),
    ("preview", SIGNED, 0),
    ("preview", (*SIGNED, "--png", "page.png"), 0),
    ("preview", (*SIGNED, "--edit"), 0),
    ("write", (*SIGNED, "--no-input", "--out", "written"), 0),
    ("generate", ("--to", "eu,wgad", "--as", "eml,pdf,txt,html", "--envelopes", "dl", "--out", "made"), 0),
    ("generate", ("--to", "wgad,knb-chairman", "--as", "pdf", "--merge", "--out", "merged"), 0),
    ("inspect", ("made",), 0),
    ("send", ("--to", "knb-chairman", *ACCOUNT), 0),
    ("log list", (), 0),
    ("log mark", ("wgad", "sent"), 0),
    ("log undo", (), 0),
    ("log follow-up", (), 0),
    ("log export", ("--out", "log.csv"), 0),
    ("log repair", (), 0),
    ("log off", (), 0),
    ("log on", (), 0),
    ("log forget", ("--all", "--yes"), 0),
    ("sender forget", ("--yes",), 0),
)


def test_every_command_is_run_where_there_is_no_network() -> None:
    assert {command for command, _, _ in RUNS} == set(every_command(get_group(application())))


def test_every_command_but_sending_does_its_work_where_there_is_no_network(
    home: Path, shipped: Path, advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = alone()
    (tmp_path / "eu.json").write_text(
        advocate("contacts", "list", "--to", "eu", "--format", "popolo").out, encoding="utf-8"
    )
    files = {"REGISTRY": str(shipped / "contacts.yaml"), "LIST": str(tmp_path / "eu.json")}
    runs = [[*command.split(), *(files.get(word, word) for word in rest)] for command, rest, _ in RUNS]
    ran = without_a_network(words, runs, tmp_path, monkeypatch)
    for (command, _, expected), (code, err, _) in zip(RUNS, ran, strict=True):
        assert code == expected, f"{command}: {err}"
    for folder in ("written", "made", "merged"):
        assert {"manifest.json", "index.html"} < {file.name for file in (tmp_path / folder).iterdir()}
    assert list((tmp_path / "made").glob("*.pdf"))
    assert sorted(file.suffix for file in home.rglob("*") if file.is_file()) == [".lock", ".yaml"]


def test_sending_where_there_is_no_network_is_told_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = ["send", "--to", "knb-chairman", *ACCOUNT, *SENDER, "--really", "--yes"]
    [(code, err, _)] = without_a_network(alone(), [really], tmp_path, monkeypatch)
    assert code == 1
    told = err.splitlines()[-1]
    assert told.startswith("smtp.example.net:465 cannot be reached: ")
    assert told.endswith(" [send.unreachable]")
    assert "Traceback" not in err


def without_a_network(
    words: list[str], runs: list[list[str]], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[int, str, int]]:
    """Run commands one after the other in a process that has no network; return what each left."""
    monkeypatch.setenv("VISUAL", "true")
    # Nothing is there to be touched, so nobody has to watch: whoever asks for it gets the system's answer.
    monkeypatch.setenv(NETWORK, "any")
    done = subprocess.run(
        [*words, sys.executable, "-c", EVERY],
        input=json.dumps(runs),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": search_path(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    interfaces, reachable, ran = json.loads(done.stdout)
    assert (interfaces, reachable) == (["lo"], [])
    return [(code, err, size) for code, err, size in ran]
