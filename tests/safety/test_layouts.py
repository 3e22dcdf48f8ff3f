"""Layouts of strangers: used only where they are trusted, and then they reach nothing and hide nothing."""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pdfplumber
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from advocate.core.hidden import hidden_in
from advocate.core.layouts import ForeignLayouts, package_in
from advocate.core.problems import ProblemsError
from advocate.render import guarded
from advocate.render.guarded import GuardedPress
from advocate.render.pdf import page_data
from advocate.render.press import Press
from tests.render.iso_14289 import violations
from tests.render.test_pdf import LAYOUTS, a_letter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.conftest import Advocate, Ran

ONE = ("--to", "wgad", "--name", "Ada Byron", "--country", "DE", "--city", "Berlin")
HEAD = "Friends of the Report · Letters for Kazakhstan"
DOCS = Path(__file__).parents[2] / "docs" / "layouts.md"
PLAIN = '#let d = json("data.json")\n#set document(title: d.subject, date: none)\n#set text(lang: "en")\n'
"""How a layout begins that has nothing against it."""

linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux can be told to refuse a process so much"
)


def letterhead() -> str:
    """Return the example of the manual, word for word."""
    found = re.search(r"```typst\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def brings(campaign: Path) -> Callable[..., Path]:
    """Give a campaign layouts of its own, by their names, and return the campaign's folder."""

    def bring(**files: str) -> Path:
        folder = campaign / "templates" / "layouts"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name.replace("_", ".")).write_text(text, "utf-8")
        return campaign

    return bring


@pytest.fixture
def made(advocate: Advocate, tmp_path: Path) -> Callable[..., tuple[Ran, Path]]:
    """Make a page for one office, and return what was said and the folder of the letters."""

    def make(campaign: Path, *words: str, out: str = "letters") -> tuple[Ran, Path]:
        folder = tmp_path / out
        start = ("--campaign", campaign, "generate", *ONE, "--as", "pdf", "--no-log", "--out", folder)
        return advocate(*start, *words), folder

    return make


def words_on(pdf: Path) -> str:
    with pdfplumber.open(pdf) as file:
        return "\n".join(page.extract_text() for page in file.pages)


def the_page(folder: Path) -> Path:
    [page] = folder.glob("*.pdf")
    return page


def told(ran: Ran, code: str) -> str:
    """Return the only line that bears a code."""
    [line] = [line for line in ran.err.splitlines() if line.endswith(f"[{code}]")]
    return line


# Who uses them


def test_layouts_of_another_campaign_are_not_used_unasked_and_one_line_tells_of_them(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]], tmp_path: Path
) -> None:
    usual, before = made(brings(), out="before")
    ran, after = made(brings(page_typ=letterhead()), out="after")
    assert (usual.code, ran.code) == (0, 0)
    line = told(ran, "layouts.not-trusted")
    assert "--trust-layouts" in line
    assert "seen or unseen" in line
    assert "layouts." not in usual.err
    assert the_page(after).read_bytes() == the_page(before).read_bytes()
    assert str(tmp_path) in line.partition(": ")[0]


def test_a_copy_of_the_shipped_layouts_is_nothing_to_tell_of(
    campaign: Path, shipped: Path, made: Callable[..., tuple[Ran, Path]]
) -> None:
    shutil.copytree(shipped / "templates" / "layouts", campaign / "templates" / "layouts")
    ran, _ = made(campaign)
    assert ran.code == 0
    assert "layouts." not in ran.err


def test_trust_where_there_is_nothing_to_trust_is_answered(
    campaign: Path, made: Callable[..., tuple[Ran, Path]]
) -> None:
    ran, _ = made(campaign, "--trust-layouts")
    assert ran.code == 0
    told(ran, "layouts.none")


def test_a_letterhead_of_the_campaign_stands_on_the_page_of_who_trusts_it(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]]
) -> None:
    ran, folder = made(brings(page_typ=letterhead()), "--trust-layouts")
    assert ran.code == 0, ran.err
    assert "layouts." not in ran.err
    page = the_page(folder)
    words = words_on(page)
    assert HEAD in words
    assert "Ada Byron" in words
    assert violations(page.read_bytes()) == []
    with pikepdf.open(page) as pdf:
        assert pdf.docinfo.keys() == {"/Title", "/Creator"}
        assert len(pdf.pages) == 1


def test_the_letterhead_is_seen_in_the_picture_of_the_page(
    advocate: Advocate, brings: Callable[..., Path], tmp_path: Path
) -> None:
    campaign = brings(page_typ=letterhead())
    blue = {}
    for words in ((), ("--trust-layouts",)):
        file = tmp_path / f"page{len(words)}.png"
        ran = advocate("--campaign", campaign, "preview", *ONE, "--png", file, *words)
        assert ran.code == 0, ran.err
        head = Image.open(file).convert("RGB").crop((0, 0, 1191, 160)).tobytes()
        blue[len(words)] = sum(
            1 for red, light in zip(head[::3], head[2::3], strict=True) if light - red > 40
        )
    assert blue[0] == 0
    assert blue[1] > 300


def test_print_runs_envelopes_and_labels_are_set_in_them_too(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]], shipped: Path
) -> None:
    folder = shipped / "templates" / "layouts"
    mark = '#set page(header: text(lang: "en")[MARKED])\n'
    files = {
        name.replace(".", "_"): mark + (folder / name).read_text("utf-8")
        for name in ("envelopes.typ", "labels.typ")
    }
    run = (
        (folder / "print-run.typ")
        .read_text("utf-8")
        .replace("#for it in d.letters", f"{mark}#for it in d.letters")
    )
    campaign = brings(**files, **{"print-run_typ": run})
    ran, made_in = made(
        campaign, "--trust-layouts", "--merge", "--envelopes", "c5", "--labels", "l7160", "--to", "droi-chair"
    )
    assert ran.code == 0, ran.err
    for name in ("print-run.pdf", "envelopes-c5.pdf", "labels-l7160.pdf"):
        assert "MARKED" in words_on(made_in / name), name


def test_letters_that_are_asked_for_and_reminders_are_set_in_them_too(
    advocate: Advocate, brings: Callable[..., Path], tmp_path: Path
) -> None:
    campaign = brings(page_typ=letterhead())
    start = ("--campaign", campaign)
    words = ("--as", "pdf", "--trust-layouts")
    autumn = date(2026, 9, 1)
    ran = advocate(*start, "write", "--no-input", *ONE, *words, "--out", tmp_path / "letters", today=autumn)
    assert ran.code == 0, ran.err
    assert HEAD in words_on(the_page(tmp_path / "letters"))
    assert advocate("log", "mark", "wgad", "sent", "--via", "post", today=autumn).code == 0
    ran = advocate(*start, "log", "follow-up", *ONE, *words, "--out", tmp_path / "reminders")
    assert ran.code == 0, ran.err
    assert HEAD in words_on(the_page(tmp_path / "reminders"))


def test_the_pages_that_a_browser_opens_are_never_a_stranger_s(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]]
) -> None:
    script = "<script>alert(1)</script>"
    theirs = dict.fromkeys(("index_html", "letter_html"), script)
    ran, folder = made(brings(page_typ=letterhead(), **theirs), "--trust-layouts", "--as", "pdf,html")
    assert ran.code == 0, ran.err
    pages = [page.read_text("utf-8") for page in folder.glob("*.html")]
    assert len(pages) == 2
    assert all("alert(1)" not in page for page in pages)


def test_a_folder_of_letters_in_one_layout_is_not_taken_for_one_in_another(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]]
) -> None:
    campaign = brings(page_typ=letterhead())
    made_from = []
    for words in ((), ("--trust-layouts", "--overwrite"), ("--trust-layouts",)):
        ran, folder = made(campaign, *words)
        assert ran.code == 0, ran.err
        made_from.append(json.loads((folder / "manifest.json").read_text("utf-8"))["inputs"])
    assert made_from[0] != made_from[1] == made_from[2]


# What they cannot reach

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
READERS = {
    "read": '#read("{}")',
    "image": '#image("{}")',
    "include": '#include "{}"',
    "import": '#import "{}": *',
    "bibliography": '#bibliography("{}")',
    "plugin": '#plugin("{}")',
    "csv": '#csv("{}")',
    "json": '#json("{}")',
    "xml": '#xml("{}")',
    "yaml": '#yaml("{}")',
    "toml": '#toml("{}")',
    "cbor": '#cbor("{}")',
    "raw": '#raw(read("{}"))',
    "syntax": '#set raw(syntaxes: "{}")\n`x`',
    "theme": '#set raw(theme: "{}")\n```rust x```',
    "attach": '#pdf.attach("{}")',
    "eval": '#eval("read(\\"{}\\")", mode: "code")',
}


DATA = {"subject": "The subject", "archived": None}


def a_press(layouts: Mapping[str, str]) -> GuardedPress:
    """Return a press for a stranger's layouts, by their names."""
    files = {name: text.encode() for name, text in layouts.items()}
    return GuardedPress(ForeignLayouts(files, frozenset(files), "theirs"))


def fates(layouts: Mapping[str, str]) -> dict[str, str]:
    """Return for each layout that is not made why it is not; all are set in one process."""
    press = a_press(layouts)
    refused = {}
    for name in (name for name in layouts if name.endswith(".typ")):
        try:
            press.pdf(name, DATA)
        except ProblemsError as error:
            refused[name] = str(error)
    return refused


def refused(layout: str, **files: str) -> str:
    """Return why nothing is made of a layout."""
    others = {name.replace("_", "."): text for name, text in files.items()}
    return fates({"page.typ": layout, **others})["page.typ"]


def test_a_layout_that_has_nothing_against_it_is_set() -> None:
    assert a_press({"page.typ": f"{PLAIN}= Heading\nwords"}).pdf("page.typ", DATA).startswith(b"%PDF")


def test_a_layout_reads_no_file_of_this_machine(brings: Callable[..., Path], tmp_path: Path) -> None:
    secret = tmp_path / "secret.typ"
    secret.write_text("the-secret", "utf-8")
    own = brings() / "templates" / "layouts" / "own.txt"
    own.write_text("the-secret", "utf-8")
    paths = ("/etc/passwd", secret.as_posix(), "../../../secret.typ", "../../contacts.yaml", "own.txt")
    layouts = {
        f"{reader}-{number}.typ": PLAIN + READERS[reader].replace("{}", path)
        for reader in READERS
        for number, path in enumerate(paths)
    }
    said = fates(layouts)
    assert said.keys() == layouts.keys()
    for name, words in said.items():
        assert re.match(
            rf"theirs/{name}:\d+:\d+: the page could not be made .*\[layouts\.failed\]$", words
        ), words
        assert "the-secret" not in words
        assert "root:" not in words
        assert "searched" not in words


def test_a_picture_in_a_picture_is_not_read_either(tmp_path: Path) -> None:
    picture = tmp_path / "x.png"
    Image.new("RGB", (1, 1)).save(picture)
    places = (
        picture.as_posix(),
        picture.as_uri(),
        "x.png",
        "../../../../../../../../../" + picture.as_posix(),
    )
    files = {}
    for number, place in enumerate(places):
        inner = f'<image href="{place}" width="9" height="9"/>'
        files[f"x{number}.svg"] = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inner}</svg>'
        )
        files[f"page{number}.typ"] = f'{PLAIN}#image("x{number}.svg", alt: "x")'
    said = fates(files)
    assert len(said) == len(places)
    assert all("failed to load linked image" in words for words in said.values())


@pytest.mark.parametrize("what", ["file", "folder", "templates"])
def test_layouts_behind_a_symbolic_link_are_refused(
    what: str, brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]], tmp_path: Path
) -> None:
    campaign = brings(page_typ=letterhead())
    templates = campaign / "templates"
    real = {
        "file": templates / "layouts" / "page.typ",
        "folder": templates / "layouts",
        "templates": templates,
    }[what]
    elsewhere = tmp_path / "elsewhere"
    real.rename(elsewhere)
    real.symlink_to(elsewhere)
    ran, folder = made(campaign, "--trust-layouts")
    assert ran.code == 2
    # Whatever is read of a campaign, the case sheet first, is refused behind a link that leads out of it.
    assert "is not followed" in told(ran, "campaign.outside")
    assert not folder.exists()


def test_what_is_no_file_no_text_too_large_too_many_or_named_as_ours_is_refused(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]]
) -> None:
    campaign = brings(page_typ=letterhead(), data_json="{}", main_typ="x")
    folder = campaign / "templates" / "layouts"
    os.mkfifo(folder / "pipe.typ")
    (folder / "latin.typ").write_bytes(b"one\ncaf\xe9")
    (folder / "large.svg").write_bytes(b"x" * 1_000_001)
    ran, _ = made(campaign, "--trust-layouts")
    assert ran.code == 2
    for name, words in {
        "pipe.typ": "no regular file [layouts.file]",
        "latin.typ:2": "not UTF-8 text [layouts.file]",
        "large.svg": "too large",
        "main.typ": "name it otherwise [layouts.name]",
    }.items():
        assert re.search(rf"{re.escape(name)}: .*{re.escape(words)}", ran.err), name
    for number in range(33):
        (folder / f"n{number}.typ").write_text("")
    ran, _ = made(campaign, "--trust-layouts")
    assert "at most 32" in told(ran, "layouts.many")


# Packages


def test_the_name_of_a_package_in_a_layout_is_refused_with_its_place(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]]
) -> None:
    campaign = brings(page_typ='// ä\n  #import "@preview/cetz:0.3.0": *\n')
    ran, _ = made(campaign, "--trust-layouts")
    assert ran.code == 2
    assert "page.typ:2:12: " in told(ran, "layouts.package")


DYNAMIC = {
    "pieces": '#import "@pre" + "view/cetz:0.3.0" as x',
    "include": '#include "@" + "preview/cetz:0.3.0"',
    "eval": '#eval("import \\"@pre" + "view/cetz:0.3.0\\" as x", mode: "code")',
    "escape": '#import "\\u{40}preview/cetz:0.3.0" as x',
    "local": '#import "@" + "local/mine:1.0.0" as x',
}


def test_a_package_whose_name_is_put_together_is_neither_read_nor_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "typst" / "packages" / "local" / "mine" / "1.0.0"
    package.mkdir(parents=True)
    (package / "typst.toml").write_text('[package]\nname = "mine"\nversion = "1.0.0"\nentrypoint = "a.typ"\n')
    (package / "a.typ").write_text("#let a = 1")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert not any(package_in(source) for source in DYNAMIC.values())
    layouts = {f"{way}.typ": PLAIN + source for way, source in DYNAMIC.items()}
    # It is there, and would be read by who did not shut it out.
    Press({"local.typ": layouts["local.typ"].encode()}).pdf("local.typ", DATA)
    said = fates(layouts)
    assert said.keys() == layouts.keys()
    assert all(words.endswith("[layouts.package]") for words in said.values())


def test_no_shipped_layout_names_a_package(shipped: Path) -> None:
    layouts = [*(shipped / "templates" / "layouts").glob("*.typ")]
    assert len(layouts) > 5
    assert [file.name for file in layouts if package_in(file.read_text("utf-8"))] == []


def traced(campaign: Path | None, tmp_path: Path, *words: str) -> list[str]:
    """Return what a run asked of the system about the network, and about other programs."""
    log = tmp_path / "trace"
    start = ["--campaign", str(campaign)] if campaign else []
    command = [sys.executable, "-m", "advocate", *start, "generate", *ONE, "--as", "pdf", "--no-log", *words]
    subprocess.run(
        [
            "strace",
            "-f",
            "-qq",
            "-e",
            "trace=network,execve",
            "-o",
            log,
            *command,
            "--out",
            tmp_path / "traced",
        ],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return [line for line in log.read_text("utf-8").splitlines() if re.match(r"\d+ +\w+\(", line)]


@linux
@pytest.mark.skipif(not shutil.which("strace"), reason="strace shows what is asked of the system")
def test_the_system_is_never_asked_for_the_network_by_our_layouts_and_refuses_it_to_a_stranger_s(
    brings: Callable[..., Path], tmp_path: Path
) -> None:
    ours = traced(None, tmp_path)
    assert (tmp_path / "traced").exists()
    assert [line for line in ours if "execve(" not in line] == []
    assert len([line for line in ours if "execve(" in line]) == 1
    shutil.rmtree(tmp_path / "traced")
    good = traced(brings(page_typ=letterhead()), tmp_path, "--trust-layouts")
    assert (tmp_path / "traced").exists()
    assert [line for line in good if "execve(" not in line] == []
    processes = [line for line in good if "execve(" in line]
    assert len(processes) == 2
    assert "Ada" not in "".join(processes[1:])
    hostile = traced(brings(page_typ=PLAIN + DYNAMIC["pieces"]), tmp_path, "--trust-layouts")
    asked = [line for line in hostile if "execve(" not in line]
    assert asked
    assert [line for line in asked if "EPERM" not in line] == []


@linux
def test_behind_the_walls_the_system_refuses_files_network_and_programs() -> None:
    tried = """
import os, socket, json
from advocate.render import walls
open("/dev/null").close()
shut = walls.shut()
said = [shut]
for what in (
    lambda: open("/etc/passwd"), lambda: os.open("/dev/null", os.O_WRONLY), lambda: os.mkdir("/tmp/never"),
    lambda: socket.socket(), lambda: socket.socketpair(), lambda: os.execv("/bin/true", ["true"]),
    lambda: os.unlink("/tmp/never"), lambda: os.kill(os.getppid(), 0), lambda: os.rename("/tmp/a", "/tmp/b"),
):
    try:
        what()
        said.append("done")
    except OSError as error:
        said.append(error.errno)
print(json.dumps(said))
"""
    root = str(Path(__file__).parents[2])
    ran = subprocess.run([sys.executable, "-c", tried], cwd=root, capture_output=True, check=True, text=True)
    assert json.loads(ran.stdout) == [True, *[1] * 9]


# How much they can take

GREEDY = {
    "loops": "#for a in range(100000) { for b in range(100000) { } }",
    "numbers": "#let a = range(1000000000)",
    "letters": '#("a" * 4000000000)',
    "pages": "#for i in range(10000000) { pagebreak() }",
    "growing": "#let a = (1,)\n#for i in range(60) { a = a + a }",
    "pictures": f"""#image(bytes("{SVG}" + "<path d='M0 0L9 9'/>" * 30000000 + "</svg>"), alt: "x")""",
}


@pytest.mark.parametrize("way", GREEDY)
def test_a_layout_that_takes_too_much_is_stopped_with_one_line(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded, "PATIENCE", 1.5)
    monkeypatch.setattr(guarded, "EACH", 0.2)
    begun = time.monotonic()
    words = refused(PLAIN + GREEDY[way])
    assert "[layouts.stopped]" in words
    assert words.startswith("theirs: ")
    assert "\n" not in words
    assert time.monotonic() - begun < 10


def test_what_the_engine_itself_bounds_is_told_with_its_place() -> None:
    endless = ("#while true { }", "#let f(x) = f(x + 1)\n#f(1)", "#let n = 1\n#while n > 0 { n += 1 }")
    said = fates({f"{number}.typ": PLAIN + layout for number, layout in enumerate(endless)})
    assert len(said) == len(endless)
    for words in said.values():
        assert re.match(r"theirs/\d\.typ:\d+:\d+: .*\[layouts\.failed\]$", words)


def test_what_was_stopped_once_is_not_tried_for_every_letter(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded, "PATIENCE", 1.5)
    monkeypatch.setattr(guarded, "EACH", 0.2)
    begun = time.monotonic()
    ran, folder = made(brings(page_typ=PLAIN + GREEDY["loops"]), "--trust-layouts", "--to", "all")
    assert ran.code == 1
    told(ran, "layouts.stopped")
    assert time.monotonic() - begun < 15
    assert not [*folder.glob("*.pdf")]


def test_a_file_that_is_too_large_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "LARGEST", 3000)
    monkeypatch.setattr(guarded, "LARGE", 10)
    assert "[layouts.stopped]" in refused(f"{PLAIN}= Heading\n#lorem(1000)")


def test_a_picture_that_is_too_large_is_not_shown() -> None:
    press = a_press({"page.typ": f"{PLAIN}#set page(width: 3000pt, height: 3000pt)\nx"})
    with pytest.raises(ProblemsError, match="no page to print"):
        press.pictures("page.typ", DATA, 144)


def children_of(process: int) -> list[int]:
    """Return the processes that were started by a process."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        found += [int(number) for number in (task / "children").read_text("ascii").split()]
    return found


@linux
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_the_process_of_a_layout_ends_with_the_program_and_shows_nobody_s_words(
    sign: signal.Signals, brings: Callable[..., Path], tmp_path: Path
) -> None:
    campaign = brings(page_typ=PLAIN + GREEDY["loops"])
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    words = [
        "--campaign",
        str(campaign),
        "preview",
        *ONE,
        "--trust-layouts",
        "--png",
        str(tmp_path / "x.png"),
    ]
    surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(scratch)}
    program = subprocess.Popen(
        [sys.executable, "-m", "advocate", *words], stderr=subprocess.PIPE, env=surroundings
    )
    deadline = time.monotonic() + 20
    child = 0
    while not child and time.monotonic() < deadline:
        time.sleep(0.05)
        child = next(iter(children_of(program.pid)), 0)
    assert child
    time.sleep(0.8)
    shown = Path(f"/proc/{child}/cmdline").read_bytes() + Path(f"/proc/{child}/environ").read_bytes()
    assert b"guarded_child.py" in shown
    assert b"Ada" not in shown
    assert str(tmp_path / "x.png").encode() not in shown
    assert not [*scratch.iterdir()]
    program.send_signal(sign)
    _, err = program.communicate(timeout=10)
    assert program.returncode == (130 if sign == signal.SIGINT else -9)
    assert b"Traceback" not in err
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()


def test_no_process_is_left_when_nobody_holds_its_press() -> None:
    press = a_press({"page.typ": f"{PLAIN}x"})
    press.pdf("page.typ", DATA)
    process = press._process  # noqa: SLF001 - nobody else knows it
    assert process
    assert process.poll() is None
    del press
    gc.collect()
    assert process.poll() is not None


def test_where_no_process_can_be_started_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert "[layouts.process]" in refused(f"{PLAIN}x")


# What they say of their faults


def test_a_mistake_in_a_layout_is_told_once_with_file_line_and_column(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]]
) -> None:
    campaign = brings(page_typ='#import "head.typ": head\n#head', head_typ="\n\n  #let head = unknown-thing")
    ran, _ = made(campaign, "--trust-layouts", "--to", "all")
    assert ran.code == 1
    line = told(ran, "layouts.failed")
    assert "/templates/layouts/head.typ:3:15: " in line
    assert "unknown variable: unknown-thing" in line
    assert "Traceback" not in ran.err


def test_words_of_a_layout_do_nothing_to_a_terminal() -> None:
    words = refused(f'{PLAIN}#panic("\\u{{1b}}[2J \\u{{202e}} two\\nlines " + "x" * 5000)')
    assert words.isprintable()
    assert len(words) < 700


def test_what_has_no_room_is_told_in_the_program_s_words(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]]
) -> None:
    ran, _ = made(brings(page_typ=f'{PLAIN}#panic("advocate: address-too-long")'), "--trust-layouts")
    assert ran.code == 1
    told(ran, "pdf.address-too-long")


LIES = {
    "a cover that grows": '"advocate: pages " + str(cover + 1) + " 1 1"',
    "too few": '"advocate: pages 1"',
    "too many": '"advocate: pages 1 2 3 4 5"',
    "none at all": '"advocate: pages " + "9" * 5000',
    "nobody": '"advocate: addresses "',
    "somebody else": '"advocate: addresses 99"',
    "a large number": '"advocate: addresses " + "9" * 5000',
    "no sender": '"advocate: addresses ; senders 99"',
}
"""What a layout may say when it stops, that is not so."""


def test_no_lie_of_a_layout_makes_the_program_stumble_or_go_round_in_circles(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]]
) -> None:
    for place, lie in enumerate(LIES.values()):
        cover = '#let cover = if d.at("cover", default: none) == none { 0 } else { d.cover.pages }'
        layout = f'#let d = json("data.json")\n{cover}\n#panic({lie})'
        run = "pages" in lie
        campaign = brings(**{"print-run_typ" if run else "labels_typ": layout})
        asked = ("--merge",) if run else ("--labels", "l7160")
        ran, _ = made(campaign, "--trust-layouts", "--to", "droi-chair", *asked, out=f"lie{place}")
        assert ran.code in {1, 2}, lie
        assert f"[{'pdf' if run else 'labels'}.failed]" in ran.err, lie
        for file in (campaign / "templates" / "layouts").iterdir():
            file.unlink()


# What they cannot hide

HIDDEN = {
    "author": ('#set document(author: "Ada Byron")', "an author ('Ada Byron')"),
    "keywords": ('#set document(keywords: ("a", "b"))', "keywords ('a, b')"),
    "description": ('#set document(description: "of Ada")', "a description ('of Ada')"),
    "title": ('#set document(title: "The subject, by Ada")', "another title than the letter's"),
    "date": ("#set document(date: auto)", "a date (1970-01-01)"),
    "day": ("#set document(date: datetime(year: 2026, month: 1, day: 2))", "a date (2026-01-02)"),
    "link": ('#link("https://example.org/?who=Ada(1)")[x]', "a link ('https://example.org/?who=Ada(1)')"),
    "mail": ('#link("mailto:a@example.org")[x]', "a link ('mailto:a@example.org')"),
    "attached": ('#pdf.attach("x.txt", bytes("Ada"), description: "x")', "an attached file"),
}


def test_what_no_reader_of_a_page_sees_is_found_and_the_page_not_made() -> None:
    said = fates(
        {f"{what}.typ": f"{PLAIN}{layout}\n= Heading\nwords" for what, (layout, _) in HIDDEN.items()}
    )
    assert {name.removesuffix(".typ") for name in said} == HIDDEN.keys()
    for what, (_, words) in HIDDEN.items():
        assert words in said[f"{what}.typ"]
        assert said[f"{what}.typ"].endswith("[layouts.hidden]")


def test_a_layout_is_not_told_who_writes_where_the_letter_does_not_say_it(
    brings: Callable[..., Path], made: Callable[..., tuple[Ran, Path]]
) -> None:
    campaign = brings(page_typ=f"{PLAIN}= Heading\n#repr(d)")
    signed, folder = made(campaign, "--trust-layouts", out="signed")
    assert signed.code == 0, signed.err
    assert "Ada" in words_on(the_page(folder))
    unsigned, folder = made(campaign, "--trust-layouts", "--anonymous", out="unsigned")
    assert unsigned.code == 0, unsigned.err
    words = words_on(the_page(folder))
    assert "Working Group" in words
    assert "Ada" not in words
    assert "Byron" not in words


def test_a_page_that_cannot_be_read_aloud_is_not_made() -> None:
    words = refused(f'{PLAIN}#image("x.svg")', x_svg=f"{SVG}</svg>")
    assert "missing alt text" in words
    assert words.endswith("[layouts.failed]")


def test_a_layout_is_not_told_what_day_it_is() -> None:
    line = refused(f'{PLAIN}#panic(datetime.today().display() + " " + datetime.today(offset: 5).display())')
    assert "1970-01-01 1970-01-01" in line


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30))
def test_any_subject_is_the_title_that_is_looked_for(subject: str) -> None:
    pdf = _HERE.pdf("page.typ", {**DATA, "subject": subject})
    assert [*hidden_in(pdf, subject, None)] == []


_HERE = Press({"page.typ": f"{PLAIN}= Heading\nwords".encode()})


def test_nothing_is_hidden_in_the_program_s_own_pages(
    made: Callable[..., tuple[Ran, Path]], brings: Callable[..., Path]
) -> None:
    copied = {
        file.name.replace(".", "_", 1): file.read_text("utf-8") + "\n" for file in LAYOUTS.glob("*.typ")
    }
    ran, folder = made(brings(**copied), "--trust-layouts", "--archive", "--to", "droi-chair")
    assert ran.code == 0, ran.err
    assert len([*folder.glob("*.pdf")]) == 2


# What the manual says


def test_the_manual_names_everything_that_a_page_is_told() -> None:
    told_of = set(re.findall(r"`([a-z-]+)`", DOCS.read_text("utf-8").partition("## What a page is told")[2]))
    assert {*page_data(a_letter()), "fonts", "points", "pages"} <= told_of


def test_the_limits_that_the_manual_names_are_those_of_the_program() -> None:
    from advocate.render import walls  # noqa: PLC0415 - Windows has none
    from advocate.sources import layouts  # noqa: PLC0415 - beside the other

    manual = DOCS.read_text("utf-8")
    assert f"{guarded.PATIENCE:.0f} seconds at once" in manual
    assert f"{guarded.EACH:.0f} seconds for each" in manual
    assert f"{walls.MEMORY // 2**20} MB of memory" in manual
    assert f"{guarded.LARGEST // 2**20} MB of file" in manual
    assert f"at most {layouts.MOST_FILES}" in manual
    assert layouts.LARGEST == 1_000_000
    assert "at most a megabyte" in manual
