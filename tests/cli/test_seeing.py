"""`advocate preview`: the printed page as a picture, in a file and in a terminal."""

from __future__ import annotations

import base64
import fcntl
import io
import json
import os
import re
import signal
import stat
import struct
import termios
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import pdfplumber
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from advocate.cli.picture import Means, Screen, screen
from advocate.cli.terminal import Terminal
from advocate.render.sixels import sixels
from tests.asking import Person
from tests.conftest import SENDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.conftest import Advocate

LETTER = ("preview", "--to", "wgad", "--letter", "ardak-ashim", "--date", "2026-11-22", *SENDER)
PAGE = (*LETTER, "--as", "page")
NOWHERE_ELSE = dict.fromkeys(
    ("NO_COLOR", "TMUX", "STY", "ZELLIJ", "KITTY_WINDOW_ID", "TERM_PROGRAM", "LC_TERMINAL"), ""
)
"""Surroundings in which nothing tells which terminal this is, wherever the tests run."""

ATTRIBUTES = "\x1b[c"
"""What a terminal is asked (DEC's primary device attributes)."""

SIXELS, NO_SIXELS = "\x1b[?63;1;2;4;6;9;15;22c", "\x1b[?64;1;2;6;14;24;41c"
"""What xterm as a VT340 says of itself, and a terminal with a 4 in many of its numbers."""

WAYS = "open the PDF that 'advocate generate' makes, or add --png page.png and type: "
ASK_KITTY = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
"""The question whether kitty's protocol is there, as its makers give it."""

HOW = f"no picture can be shown here: {WAYS}"
WITHOUT_TWIN = (
    "--with goes with --as letter, text or call: what else is made of a letter is not for reading [with.form]"
)

# Says at the end whether the terminal is again as it was: keys are shown, and lines are lines.
LOOK_AT_THE_END = """\
import atexit, sys, termios
def mode():
    return termios.tcgetattr(0)[3] & (termios.ECHO | termios.ICANON)
def look(before=mode()):
    sys.stdout.write("\\nas it was\\n" if before and mode() == before else "\\nchanged\\n")
atexit.register(look)
"""


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("I lived in Almaty as a child.", ["page.png"]),
        ("I ask you to look at this once more. " * 80, ["page.png", "page.2.png"]),
    ],
)
def test_a_picture_is_the_page_as_printed(
    advocate: Advocate, tmp_path: Path, note: str, names: list[str]
) -> None:
    ran = advocate(*LETTER, "--note", note, "--png", tmp_path / "page.png")
    assert (ran.code, ran.out.splitlines()) == (0, [f"{tmp_path.as_posix()}/{name}" for name in names])
    advocate("generate", *LETTER[1:], "--note", note, "--as", "pdf", "--out", tmp_path / "out")
    with pdfplumber.open(tmp_path / "out" / "wgad.ardak-ashim.en.pdf") as pdf:
        sheets = [page.to_image(resolution=144).original.convert("L") for page in pdf.pages]
    for printed, name in zip(sheets, names, strict=True):
        picture = Image.open(io.BytesIO((tmp_path / name).read_bytes())).convert("L")
        assert picture.size == printed.size == (1191, 1684)
        assert ink(picture) == pytest.approx(ink(printed), abs=1)
        # Two engines smooth the edges of letters differently, so squares of four pixels are compared; the
        # same page, half a millimetre away, differs more than twice as much.
        same = difference(picture, printed)
        assert difference(picture, ImageChops.offset(printed, 3, 0)) > 2 * same
        assert difference(picture, ImageChops.offset(printed, 0, 3)) > 2 * same


def ink(page: Image.Image) -> tuple[int, ...]:
    """Return the box around all that is printed."""
    box = ImageOps.invert(page).point(lambda value: 255 if value > 64 else 0).getbbox()
    assert box
    return box


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how much two pages differ, of 255, where letters are blurred."""
    blurred = [
        page.resize((page.width // 4, page.height // 4), Image.Resampling.BOX) for page in (one, other)
    ]
    return ImageStat.Stat(ImageChops.difference(*blurred)).mean[0]


def test_a_picture_holds_pixels_and_nothing_else_and_is_the_same_every_time(
    advocate: Advocate, tmp_path: Path
) -> None:
    for name in ("one.png", "two.PNG"):
        assert advocate(*LETTER, "--png", tmp_path / name).code == 0
    one, two = ((tmp_path / name).read_bytes() for name in ("one.png", "two.PNG"))
    assert one == two
    assert {kind for kind, _ in chunks(one)} == {b"IHDR", b"IDAT", b"IEND"}
    assert stat.S_IMODE((tmp_path / "one.png").stat().st_mode) == 0o600


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG: text, a time and camera data would each be one of their own."""
    place = 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += 12 + length


def test_several_letters_get_a_picture_each(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("preview", "--to", "canada", "--png", tmp_path / "new" / "page.png", *SENDER)
    offices = ["page.canada-prime-minister.png", "page.canada-house-of-commons.png"]
    assert (ran.code, ran.out.splitlines()) == (0, [f"{tmp_path.as_posix()}/new/{name}" for name in offices])
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == sorted(offices)
    one, other = ((tmp_path / "new" / name).read_bytes() for name in offices)
    assert one != other


def test_a_picture_is_on_the_paper_and_in_the_type_that_one_asks_for(
    advocate: Advocate, tmp_path: Path
) -> None:
    words = ("preview", "--to", "wgad", "--window", "us-10", "--large-print", *SENDER)
    ran = advocate(*words, "--png", tmp_path / "page.png")
    first, second, *_ = (Path(line) for line in ran.out.splitlines())
    assert (first.name, second.name) == ("page.png", "page.2.png")
    assert Image.open(io.BytesIO(first.read_bytes())).size == (1224, 1584)


def test_what_a_disk_does_not_take_is_told_and_what_it_took_is_whole(
    advocate: Advocate, tmp_path: Path
) -> None:
    # Two letters more in the office's name are too many for the disk.
    file = tmp_path / f"{'p' * 207}.png"
    ran = advocate("preview", "--to", "canada", "--png", file, *SENDER)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[-1].endswith(
        ".canada-house-of-commons.png: cannot be written: file name too long [output.failed]"
    )
    (there,) = tmp_path.iterdir()
    Image.open(io.BytesIO(there.read_bytes())).verify()


def test_no_picture_replaces_a_file_unasked(advocate: Advocate, tmp_path: Path) -> None:
    words = ("preview", "--to", "canada", "--png", tmp_path / "page.png", *SENDER)
    mine = tmp_path / "page.canada-house-of-commons.png"
    mine.write_text("mine")
    ran = advocate(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1] == (
        f"{mine.as_posix()}: there is such a file already: name another, or add --overwrite [output.exists]"
    )
    assert [file.name for file in tmp_path.iterdir()] == [mine.name]
    assert advocate(*words, "--overwrite").code == 0
    assert mine.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--png", "page.jpg"], "page.jpg: a picture is written as PNG: name it page.png [png.name]"),
        (["--png", "page"], "page: a picture is written as PNG: name it page.png [png.name]"),
        (["--png", "."], ".: a picture is written as PNG: name it page.png [png.name]"),
        (["--png", "is.png"], "is.png: this is a folder: name a file [output.folder]"),
        (
            ["--png", "a.png", "--as", "eml"],
            "--png is the printed page: it goes with --as page, not eml [png.form]",
        ),
        (["--png", "a.png", "--with", "fr"], WITHOUT_TWIN),
        (["--as", "page", "--with", "fr"], WITHOUT_TWIN),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_written(
    advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "is.png").mkdir()
    ran = advocate(*LETTER, *words)
    assert (ran.code, ran.out, ran.err) == (2, "", f"{told}\n")
    assert [file.name for file in tmp_path.iterdir()] == ["is.png"]


def test_a_page_that_cannot_be_printed_gives_no_picture(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate(*LETTER, "--note", "Peace \u2603\ufe0e \U0001f54a", "--png", tmp_path / "page.png")
    assert (ran.code, ran.out) == (2, "")
    assert "U+1F54A DOVE OF PEACE" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_scripts_are_told_where_the_pictures_are(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate(*LETTER, "--format", "json", "--png", tmp_path / "page.png")
    (letter,) = json.loads(ran.out)
    assert letter["pictures"] == [f"{tmp_path.as_posix()}/page.png"]
    assert (tmp_path / "page.png").exists()
    assert "\x1b" not in advocate(*PAGE, "--format", "json").out


def test_what_to_know_about_a_letter_is_told_beside_its_picture(advocate: Advocate, tmp_path: Path) -> None:
    assert "[accepts.submission]" in advocate(*LETTER, "--png", tmp_path / "page.png").err
    words = ("preview", "--to", "prosecutor-general", *SENDER, "--png", tmp_path / "other.png")
    assert advocate(*words, "--strict").code == 1


def test_through_a_pipe_no_page_is_shown_but_how_to_see_one_is_told(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("TERM", "xterm-kitty")
    for system, opening in (
        ("linux", "xdg-open page.png"),
        ("darwin", "open page.png"),
        ("win32", 'explorer "page.png"'),
    ):
        monkeypatch.setattr("sys.platform", system)
        ran = advocate(*PAGE)
        assert (ran.code, ran.out, ran.err) == (1, "", f"{HOW}{opening} [page.no-picture]\n")


def test_a_picture_that_cannot_be_shown_is_saved_where_one_says_so(
    advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.platform", "linux")
    ran = advocate(*PAGE, "--png", "my page.png")
    assert (ran.code, ran.out) == (0, "my page.png\n")
    assert ran.err.startswith("no picture can be shown here: type: xdg-open 'my page.png'\n")
    assert (tmp_path / "my page.png").exists()


def shown(
    home: Path, surroundings: Mapping[str, str] | None = None, *, width: int = 80, answer: str | None = None
) -> str:
    """Return all that a page is in a terminal, which answers, where it is asked, what it is."""
    person = Person(home, *PAGE, width=width, settings={**NOWHERE_ELSE, **(surroundings or {})})
    if answer is not None:
        person.sees(ATTRIBUTES)
        person.presses(answer)
    assert person.ends() == 0
    return person.seen


def saved(home: Path, advocate: Advocate) -> bytes:
    """Return the picture that --png writes of the same page."""
    assert advocate(*LETTER, "--png", home / "page.png").code == 0
    return (home / "page.png").read_bytes()


KITTY = re.compile(r"\x1b_G([^;]*);([A-Za-z0-9+/=]*)\x1b\\")


def test_kitty_gets_the_very_pictures_in_pieces(home: Path, advocate: Advocate) -> None:
    words = ("preview", "--to", "canada", "--date", "2026-11-22", *SENDER)
    advocate(*words, "--png", home / "page.png")
    person = Person(home, *words, "--as", "page", settings={**NOWHERE_ELSE, "TERM": "xterm-kitty"})
    assert person.ends() == 0
    assert ATTRIBUTES not in person.seen
    # A4 on 80 columns of characters twice as high as wide takes 80 * 297 / 210 / 2 rows.
    first, further, last = "a=T,f=100,q=2,c=80,r=57,m=1", "q=2,m=1", "q=2,m=0"
    rest = person.seen
    for office in ("canada-prime-minister", "canada-house-of-commons"):
        # Before a picture stands whose letter it is, after it what to know about it; within it nothing.
        before, began, rest = rest.partition(f"\x1b_G{first};")
        assert f"({office})\x1b[0m\r\n" in before
        pieces, _, rest = f"{began}{rest}".partition("\r\n")
        keys, data = zip(*KITTY.findall(pieces), strict=True)
        assert keys == (first, *[further] * (len(keys) - 2), last)
        assert KITTY.sub("", pieces) == ""
        assert {len(part) for part in data[:-1]} == {4096}
        assert base64.b64decode("".join(data)) == (home / f"page.{office}.png").read_bytes()
        assert rest.startswith(("note: ", "warning: "))


def test_iterm2_gets_the_very_picture_at_once(home: Path, advocate: Advocate) -> None:
    seen = shown(home, {"TERM_PROGRAM": "iTerm.app"})
    found = re.findall(r"\x1b\]1337;File=([^:]*):([A-Za-z0-9+/=]*)\x07", seen)
    png = saved(home, advocate)
    assert [keys for keys, _ in found] == [f"inline=1;size={len(png)};width=80;preserveAspectRatio=1"]
    assert base64.b64decode(found[0][1]) == png


def test_a_terminal_that_says_that_it_draws_sixels_gets_them(home: Path, advocate: Advocate) -> None:
    seen = shown(home, answer=SIXELS)
    page = Image.open(io.BytesIO(saved(home, advocate))).convert("RGB")
    drawn = from_sixels(seen)
    # 80 columns of ten pixels would make the page higher than xterm takes.
    assert drawn.size == (707, 1000)
    assert len(drawn.getcolors() or []) <= 16
    small = page.resize(drawn.size, Image.Resampling.LANCZOS)
    assert max(ImageStat.Stat(ImageChops.difference(small, drawn)).mean) < 2
    # The answer does not show: the heading comes right after the question.
    assert seen.startswith(f"{ATTRIBUTES}\x1b[1mUnited Nations Working Group")


def from_sixels(text: str) -> Image.Image:
    """Return the picture that a terminal draws from sixels, as chapter 14 of the VT340's manual has them."""
    (found,) = re.findall(r"\x1bP0;1;0q([^\x1b]*)\x1b\\", text)
    raster, *parts = re.findall(r'"[\d;]+|#[\d;]+|!\d+[?-~]|[?-~$-]', found)
    assert "".join([raster, *parts]) == found
    wide, high, width, height = (int(number) for number in raster[1:].split(";"))
    assert wide == high
    picture = Image.new("RGB", (width, height), "magenta")
    pixels = picture.load()
    assert pixels
    colours: dict[int, tuple[int, ...]] = {}
    colour = across = down = 0
    for part in parts:
        if part[0] == "#":
            colour, *defined = (int(number) for number in part[1:].split(";"))
            if defined:
                assert defined[0] == 2
                colours[colour] = tuple(round(part * 2.55) for part in defined[1:])
        elif part == "$":
            across = 0
        elif part == "-":
            across, down = 0, down + 6
        else:
            times = int(part[1:-1]) if part[0] == "!" else 1
            bits = ord(part[-1]) - ord("?")
            for place in range(across, across + times):
                for row in (row for row in range(6) if bits >> row & 1):
                    pixels[place, down + row] = colours[colour]
            across += times
    return picture


def test_the_blue_of_a_signature_is_still_blue_in_sixels() -> None:
    page = Image.linear_gradient("L").convert("RGB")
    page.paste((16, 32, 160), (100, 100, 130, 104))
    file = io.BytesIO()
    page.save(file, "png")
    red, _, blue = from_sixels(sixels(file.getvalue(), 256, 256)).getpixel((115, 102))  # type: ignore[misc]  # RGB
    assert blue - red > 100


YES = "\x1b_Gi=31;OK\x1b\\\x1b[?62c"
"""What kitty answers to the question whether its protocol is there, and to that of every terminal."""


@pytest.mark.parametrize(
    ("surroundings", "answer", "means", "asked"),
    [
        ({"TERM": "xterm-kitty"}, "", Means.KITTY, ""),
        ({"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}, "", Means.KITTY, ""),
        ({"TERM_PROGRAM": "WezTerm"}, "", Means.ITERM2, ""),
        ({"LC_TERMINAL": "iTerm2"}, "", Means.ITERM2, ""),
        ({}, SIXELS, Means.SIXEL, ATTRIBUTES),
        # A terminal that was started from kitty has its surroundings, so it is asked whether it is kitty.
        ({"KITTY_WINDOW_ID": "1"}, SIXELS, Means.SIXEL, f"{ASK_KITTY}{ATTRIBUTES}"),
        ({"KITTY_WINDOW_ID": "1"}, YES, Means.KITTY, f"{ASK_KITTY}{ATTRIBUTES}"),
        ({"TERM_PROGRAM": "ghostty"}, YES, Means.KITTY, f"{ASK_KITTY}{ATTRIBUTES}"),
        ({"KITTY_WINDOW_ID": "1"}, NO_SIXELS, None, f"{ASK_KITTY}{ATTRIBUTES}"),
        ({"TERM": "dumb"}, SIXELS, None, ""),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, SIXELS, None, ""),
        # What stands between a program and its terminal inherits the terminal's surroundings.
        ({"TMUX": "default,1,0", "TERM_PROGRAM": "iTerm.app"}, SIXELS, None, ""),
        ({"TERM": "screen.xterm-256color", "KITTY_WINDOW_ID": "1"}, SIXELS, None, ""),
        ({"STY": "1.pts", "LC_TERMINAL": "iTerm2"}, SIXELS, None, ""),
        ({"ZELLIJ": "0", "TERM_PROGRAM": "WezTerm"}, SIXELS, None, ""),
    ],
)
def test_how_a_terminal_shows_pictures_is_seen_or_asked(
    monkeypatch: pytest.MonkeyPatch,
    surroundings: dict[str, str],
    answer: str,
    means: Means | None,
    asked: str,
) -> None:
    for name, value in {"TERM": "xterm", **NOWHERE_ELSE, **surroundings}.items():
        monkeypatch.setenv(name, value)
    with a_terminal(columns=80, pixels=(720, 1000)) as (far, near):
        monkeypatch.setattr("sys.stdin", near)
        os.write(far, answer.encode())
        found = screen(Terminal(near, near))
        os.write(near.fileno(), b".")
        written = b""
        while not written.endswith(b"."):
            written += os.read(far, 1000)
    assert written.decode() == f"{asked}."
    assert found == (Screen(means, 80, (9, 20)) if means else None)


@pytest.mark.parametrize(
    ("columns", "pixels", "taken", "cell"),
    [
        (50, (450, 1000), 50, (9, 20)),
        (200, (1800, 900), 100, (9, 18)),
        (80, (0, 0), 80, (10, 20)),
        (0, (0, 0), 100, (10, 20)),
    ],
)
def test_a_page_is_as_wide_as_the_terminal_but_not_wider_than_can_be_read(
    monkeypatch: pytest.MonkeyPatch,
    columns: int,
    pixels: tuple[int, int],
    taken: int,
    cell: tuple[float, float],
) -> None:
    for name, value in {**NOWHERE_ELSE, "TERM": "xterm-kitty"}.items():
        monkeypatch.setenv(name, value)
    with a_terminal(columns, pixels) as (_, near):
        assert screen(Terminal(near, near)) == Screen(Means.KITTY, taken, cell)


@contextmanager
def a_terminal(columns: int, pixels: tuple[int, int]) -> Iterator[tuple[int, TextIO]]:
    """Yield both sides of a terminal of some size: that of the person, and that of the program."""
    far, near = os.openpty()
    fcntl.ioctl(near, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, *pixels))
    # An answer that is there before the question must not be shown by this terminal.
    mode = termios.tcgetattr(near)
    mode[3] &= ~termios.ECHO
    termios.tcsetattr(near, termios.TCSANOW, mode)
    with os.fdopen(near, "r+b", buffering=0) as raw, io.TextIOWrapper(raw, write_through=True) as stream:
        yield far, stream
    os.close(far)


@pytest.mark.parametrize("answer", [NO_SIXELS, ""])
def test_a_terminal_without_pictures_is_given_none_and_is_left_as_it_was(home: Path, answer: str) -> None:
    person = Person(home, *PAGE, settings=NOWHERE_ELSE, before=LOOK_AT_THE_END)
    person.sees(ATTRIBUTES)
    # An empty answer is a terminal that says nothing; it is waited for, but not for long.
    person.presses(answer)
    assert person.ends() == 1
    rest = person.seen.partition(ATTRIBUTES)[2].replace("\r\n", "\n")
    assert rest.startswith(HOW)
    assert rest.endswith("[page.no-picture]\n\nas it was\n")
    assert "\x1b" not in rest


def test_ctrl_c_while_the_terminal_is_asked_leaves_it_as_it_was(home: Path) -> None:
    person = Person(home, *PAGE, settings=NOWHERE_ELSE, before=LOOK_AT_THE_END)
    person.sees(ATTRIBUTES)
    person.is_sent(signal.SIGINT)
    assert person.ends() == 130
    assert "as it was" in person.seen


IN_THE_BACKGROUND = """\
import os
child = os.fork()
if child:
    os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
os.setpgid(0, 0)
"""


@pytest.mark.parametrize(
    ("surroundings", "before", "why"),
    [
        ({"TMUX": "default,1,0"}, "", "tmux lets no picture through"),
        ({}, IN_THE_BACKGROUND, "no picture can be shown here"),
        ({}, "import os\nos.dup2(os.open(os.devnull, os.O_RDONLY), 0)\n", "no picture can be shown here"),
    ],
)
def test_where_no_picture_belongs_nothing_but_words_is_written(
    home: Path, surroundings: dict[str, str], before: str, why: str
) -> None:
    person = Person(home, *PAGE, settings={**NOWHERE_ELSE, **surroundings}, before=before)
    assert person.ends() == 1
    assert person.seen.startswith(f"{why}: {WAYS}")
    assert "\x1b" not in person.seen
