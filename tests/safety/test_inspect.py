"""Before a file is given to anybody, `inspect` says what it carries besides its words."""

from __future__ import annotations

import io
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from advocate.core.traces import Machine
from advocate.core.traces.times import PLACES
from advocate.sources.inspection import bench, surroundings
from advocate.sources.inspection.bench import Bench
from advocate.sources.inspection.worker import serve
from tests.safety.dirty import FILES, HOME, HOST, USER, info, jpeg, mail, page, pdf, png, with_attachment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

CITIES = {
    "Almaty": "Asia/Almaty",
    "Tashkent": "Asia/Tashkent",
    "Karachi": "Asia/Karachi",
    "Bishkek": "Asia/Bishkek",
    "Moscow": "Europe/Moscow",
    "Minsk": "Europe/Minsk",
    "Istanbul": "Europe/Istanbul",
    "Tbilisi": "Asia/Tbilisi",
    "Dubai": "Asia/Dubai",
    "Samara": "Europe/Samara",
    "Kabul": "Asia/Kabul",
    "India": "Asia/Kolkata",
    "Omsk": "Asia/Omsk",
    "Bangkok": "Asia/Bangkok",
    "China": "Asia/Shanghai",
    "Tokyo": "Asia/Tokyo",
    "Seoul": "Asia/Seoul",
    "Vladivostok": "Asia/Vladivostok",
    "Lima": "America/Lima",
    "São Paulo": "America/Sao_Paulo",
    "Lagos": "Africa/Lagos",
    "Johannesburg": "Africa/Johannesburg",
    "Mexico City": "America/Mexico_City",
    "Arizona": "America/Phoenix",
}


@pytest.fixture
def noticed(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Let this machine have a name, and its user a login and a home, that are easily found again."""
    machine = Machine(HOST, USER, HOME)
    for module in (bench, surroundings):
        monkeypatch.setattr(module, "this_machine", lambda: machine)
    return machine


@pytest.fixture
def inspected_here(monkeypatch: pytest.MonkeyPatch, noticed: Machine) -> Machine:
    """Inspect without a second process, so that a hundred files take little time and lines are counted."""

    def ask(_bench: Bench, order: str) -> str:
        answers = io.StringIO()
        serve(io.StringIO(f"{order}\n"), answers)
        return answers.getvalue()

    monkeypatch.setattr(Bench, "_ask", ask)
    return noticed


@pytest.mark.usefixtures("inspected_here")
@pytest.mark.parametrize("what", FILES)
def test_it_finds(what: str, advocate: Advocate, tmp_path: Path) -> None:
    name, data, weight, where, value = FILES[what]
    file = tmp_path / name
    file.write_bytes(data)
    file.chmod(0o600)
    ran = advocate("inspect", file, "--format", "json")
    [found] = json.loads(ran.out)
    assert [
        trace
        for trace in found["traces"]
        if trace["weight"] == weight and where in trace["where"] and value in trace["what"] and trace["tells"]
    ], found["traces"]
    identifies = any(trace["weight"] == "identifies" for trace in found["traces"])
    assert ran.code == (1 if identifies else 0), ran.err
    assert found["identifies"] is identifies
    assert file.read_bytes() == data


@pytest.mark.usefixtures("inspected_here")
@pytest.mark.parametrize("text", ["Dear Sir", "See https://example.org/home/somebody/x and /home page."])
def test_a_plain_text_gives_nobody_away(text: str, advocate: Advocate, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(text)
    assert advocate("inspect", file).code == 0


@pytest.mark.usefixtures("inspected_here")
def test_it_says_in_words_what_weighs_most_first(advocate: Advocate, tmp_path: Path) -> None:
    file = tmp_path / "draft.eml"
    file.write_bytes(mail("Date: Thu, 22 Nov 2018 10:30:00 +0500", "User-Agent: Mozilla Thunderbird"))
    file.chmod(0o600)
    ran = advocate("inspect", file)
    assert ran.code == 1
    said = " ".join(ran.out.split())
    assert said.startswith(
        "Identifies: who, where, which machine, or what nobody was to see header Date: Thu, 22 Nov 2018 "
        "10:30:00 +0500 when, by a clock that is at UTC+05:00, as in Almaty (since March 2024)"
    )
    order = [said.index(word) for word in ("Identifies:", "Tells:", "Visible:", "Plain:")]
    assert order == sorted(order)
    assert "header From: Ada <ada@example.net> who writes" in said
    assert ran.err == "1 file inspected: 1 identifies, 2 tells, 3 visible, 1 plain\n"
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.usefixtures("inspected_here")
def test_a_folder_is_inspected_with_all_that_is_in_it(advocate: Advocate, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    (folder / "more").mkdir(parents=True)
    (folder / "a.pdf").write_bytes(info(Author="Gulnara"))
    for name in ("b.txt", "c.txt", "d.txt", "more/e.txt"):
        (folder / name).write_text("Dear Sir")
    ran = advocate("inspect", folder)
    assert ran.code == 1
    assert f"({folder}/a.pdf)" in " ".join(ran.out.split())
    assert "and 3 more files" in " ".join(ran.out.split())
    assert ran.err.startswith("5 files inspected: 1 identifies")


@pytest.mark.usefixtures("inspected_here")
def test_what_a_name_a_mode_and_a_time_tell_is_told(advocate: Advocate, tmp_path: Path) -> None:
    file = tmp_path / f"letter of {USER}.txt"
    file.write_text("Dear Sir")
    file.chmod(0o644)
    os.utime(file, (1_542_869_400, 1_542_869_400))
    ran = advocate("inspect", file)
    assert ran.code == 1
    assert f"file name: {USER}" in ran.out
    assert "file time: 2018-11-22 06:50:00 UTC" in ran.out
    assert "file mode: 0644" in ran.out


@pytest.mark.usefixtures("inspected_here")
def test_a_link_is_told_and_not_followed(advocate: Advocate, tmp_path: Path) -> None:
    outside = tmp_path / "secret.jpg"
    outside.write_bytes(jpeg({0x013B: "Gulnara"}))
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "x.jpg").symlink_to(outside)
    (folder / "y.jpg").symlink_to(f"{HOME}/me.jpg")
    (folder / "all").symlink_to(tmp_path, target_is_directory=True)
    ran = advocate("inspect", folder, "--format", "json")
    found = {entry["file"].rpartition("/")[2]: entry["traces"] for entry in json.loads(ran.out)}
    assert "symbolic link" in {trace["where"] for trace in found["x.jpg"] if trace["weight"] == "tells"}
    assert "Gulnara" not in ran.out
    assert any(trace["weight"] == "identifies" for trace in found["y.jpg"])
    assert set(found) == {"x.jpg", "y.jpg", "all"}


@pytest.mark.usefixtures("inspected_here")
def test_a_note_of_the_browser_beside_a_file_is_told(advocate: Advocate, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("Dear Sir")
    try:
        os.setxattr(file, "user.xdg.origin.url", b"https://example.org/x")
    except (AttributeError, OSError):
        pytest.skip("this file system keeps no notes")
    assert "user.xdg.origin.url: https://example.org/x" in " ".join(advocate("inspect", file).out.split())


def test_a_name_that_is_a_word_of_the_letter_gives_nobody_away(
    advocate: Advocate, tmp_path: Path, inspected_here: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert inspected_here.host == HOST
    home = HOME.replace(USER, "byron")
    monkeypatch.setattr(bench, "this_machine", lambda: Machine("paris", "byron", home))
    file = tmp_path / "x.txt"
    file.write_text("I live in Paris. Ada Byron")
    ran = advocate("inspect", file)
    assert ran.code == 0
    assert "look whether you wrote it yourself" in " ".join(ran.out.split())
    file.write_text(f"{home}/letter.odt")
    assert advocate("inspect", file).code == 1


@pytest.mark.usefixtures("inspected_here")
def test_what_a_terminal_would_obey_is_shown_by_its_number(advocate: Advocate, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(info(Title="a\x1b]0;b\u202ec"))
    ran = advocate("inspect", file)
    assert "a<U+001B>]0;b<U+202E>c" in ran.out
    assert ran.out.replace("\n", "").isprintable()


@pytest.mark.usefixtures("inspected_here")
def test_nothing_of_a_name_reaches_the_terminal_as_it_is(advocate: Advocate, tmp_path: Path) -> None:
    evil = "\x1b]0;evil\x07"
    for name, data in {
        f"a{evil}.txt": b"Dear Sir",
        "b.eml": with_attachment(png(texts={evil: evil}), "image", "png", f"{evil}.png"),
        "c.json": json.dumps({f"{evil} date": f"2018{evil}"}).encode(),
        "d.html": page(f'<img {evil}="x" src="http://{evil}">'),
        "e.eml": with_attachment(b"\0", "application", "x", f"{evil}.bin"),
    }.items():
        (tmp_path / name).write_bytes(data)
    ran = advocate("inspect", tmp_path)
    assert ran.code == 1
    assert "evil" in ran.out
    assert "evil" in ran.err
    assert "\x1b" not in ran.out + ran.err
    assert "\x07" not in ran.out + ran.err


@pytest.mark.usefixtures("inspected_here")
def test_what_is_too_much_to_list_is_counted(advocate: Advocate, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(info(**{f"Custom{number}": "x" for number in range(500)}))
    ran = advocate("inspect", file)
    assert "more of this kind" in ran.out


@pytest.mark.parametrize("place", CITIES)
def test_a_zone_is_where_the_database_says(place: str) -> None:
    zone = ZoneInfo(CITIES[place])
    offsets = set()
    for month in (1, 7):
        offset = datetime(2026, month, 1, tzinfo=UTC).astimezone(zone).utcoffset()
        assert offset is not None
        offsets.add(round(offset.total_seconds() / 60))
    named = {offset for offset, places in PLACES.items() if place in places}
    assert named & offsets, (place, offsets)


def test_until_when_almaty_was_an_hour_further() -> None:
    zone = ZoneInfo("Asia/Almaty")
    assert str(datetime(2024, 2, 1, tzinfo=zone)).endswith("+06:00")
    assert str(datetime(2024, 3, 2, tzinfo=zone)).endswith("+05:00")
    assert "until February 2024 Almaty" in PLACES[360]
    assert "since March 2024" in PLACES[300]


def test_what_is_encrypted_is_said_not_to_have_been_seen(advocate: Advocate, tmp_path: Path) -> None:
    import pikepdf  # noqa: PLC0415

    file = tmp_path / "x.pdf"
    file.write_bytes(pdf(encryption=pikepdf.Encryption(owner="a", user="b", R=4, aes=False, metadata=False)))
    ran = advocate("inspect", file)
    assert ran.code == 2
    assert f"{file}: the PDF is encrypted" in ran.err
    assert "[inspect.encrypted]" in ran.err


def test_a_text_of_an_office_program_does_not_pass_as_plain_text(advocate: Advocate, tmp_path: Path) -> None:
    file = tmp_path / "letter.rtf"
    file.write_bytes(rb"{\rtf1{\info{\author Ada Byron}{\operator ada}}hello}")
    ran = advocate("inspect", file)
    assert ran.code == 2
    assert "(RTF), which can name its author" in " ".join(f"{ran.out} {ran.err}".split())
