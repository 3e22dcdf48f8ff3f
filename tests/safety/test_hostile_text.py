"""Hostile text in any field: readers refuse it with its code point, and forms make only text of it."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.cli.terminal import Terminal
from advocate.cli.workshop import Wish, make_letters
from advocate.core.dates import Freshness
from advocate.core.deceptive import first_mark
from advocate.core.letter import Paragraph, Reach
from advocate.core.mail import Stamp
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.core.registry import Channel
from advocate.core.sender import Sender
from advocate.outbox.wire import safe
from advocate.render import eml, text
from advocate.render.exchange.spreadsheet import guarded
from advocate.render.mailto import mail_link
from advocate.render.sender_yaml import sender_text
from advocate.sources import yaml_nodes
from advocate.sources.sender import detail, own_words, read_sender
from advocate.sources.texts import read_text
from tests.conftest import SENDER, TODAY, Advocate
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from advocate.core.letter import Letter

MARKS = {
    "\u202e": "U+202E, right-to-left override",
    "\u2067": "U+2067, right-to-left isolate",
    "\u200b": "U+200B, zero width space",
    "\u200f": "U+200F, right-to-left mark",
    "\u2062": "U+2062, invisible times",
    "\ufeff": "U+FEFF, zero width no-break space",
    "\u3164": "U+3164, hangul filler",
    "\U000e0041": "U+E0041, tag latin capital letter a",
    "\x1b": "U+001B",
    "\x9b": "U+009B",
    "\0": "U+0000",
}
DETAILS = ("name", "street", "postcode", "city", "region", "email", "phone", "occupation", "link")
STAMP = Stamp(
    datetime(2026, 11, 24, tzinfo=UTC), f"<{'0123456789abcdef' * 2}@example.org>", "office@example.net"
)
SOON = 10
"""Seconds of work in which the program must have answered, whatever it is given."""

ANY = st.text(st.characters(codec="utf-8"), max_size=30)
HOSTILE = st.one_of(
    ANY,
    st.sampled_from(
        [
            "x\r\nBcc: thief@example.org",
            "x\nBcc: thief@example.org",
            "x\rBcc: thief@example.org",
            "=?utf-8?q?x=0D=0ABcc:_thief@example.org?=",
            "x\x0bBcc: thief@example.org\x0c\x1c\x1d\x1e\x85\u2028Bcc: y@example.org",
            "a@example.org, thief@example.org",
            "&bcc=thief@example.org",
            "?to=thief@example.org#x",
            "\u202egro.elpmaxe@feiht",
            '"><script>alert(1)</script>',
            "a" * 3000,
            "ä" * 3000,
        ]
    ),
    st.builds("{}{}{}".format, ANY, st.sampled_from([*MARKS, "\r\n", "\n", "\r", "\u2028", "\x85"]), ANY),
)


@pytest.fixture
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own, where files can be named as a person would name them."""
    monkeypatch.chdir(tmp_path)


# ── What readers refuse ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("mark", MARKS, ids=ascii)
def test_a_mark_in_own_words_is_refused_with_its_line_and_column(advocate: Advocate, mark: str) -> None:
    words = f"I lived there.\n\nI met {mark}Ada."
    for given_, name in ((words, "--note"), ("@words.txt", "words.txt")):
        Path("words.txt").write_text(words, encoding="utf-8")
        ran = advocate("preview", "--to", "wgad", *SENDER, "--note", given_)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"{name}:3:7: ")
        assert f"({MARKS[mark]}) has no place in the text: '" in ran.err
        assert f"I met <U+{ord(mark):04X}>Ada.' [note.control-character]" in ran.err
        assert mark not in ran.err


@pytest.mark.parametrize("number", range(len(DETAILS)), ids=DETAILS)
def test_a_mark_in_what_the_writer_says_of_themselves_is_refused(advocate: Advocate, number: int) -> None:
    mark = [*MARKS][number]
    ran = advocate("preview", "--to", "wgad", *SENDER, f"--{DETAILS[number]}", f"ab{mark}c")
    assert ran.code == 2
    assert f"ab<U+{ord(mark):04X}>c' [sender.control-character]" in ran.err
    assert mark not in ran.err


def test_what_is_pasted_along_with_words_does_no_harm(advocate: Advocate) -> None:
    note = "I lived in As\u00adtana.\u2028I was\u2029happy\x85there.\r\nReally.\rYes."
    ran = advocate("preview", "--to", "wgad", *SENDER, "--note", note, "--as", "text")
    assert ran.code == 0
    assert "I lived in Astana." in ran.out
    assert first_mark(ran.out, line_ends=True) is None


def spoilt(words: str, at: int, mark: str) -> tuple[str, int, int]:
    """Return a text with a mark put in, and the line and column it is at then."""
    before = words[:at]
    return before + mark + words[at:], before.count("\n") + 1, at - before.rfind("\n")


PARTS = sorted(
    file
    for folder in ("contacts.yaml", "templates/campaign.yaml", "templates/letters/lift-the-ban")
    for file in ([Path(folder)] if folder.endswith("yaml") else Path(folder).glob("*.en.txt"))
)


@given(st.data())
def test_a_mark_anywhere_in_a_campaign_is_refused_with_its_place(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(PARTS))
    words = file.read_text(encoding="utf-8")[:3000]
    mark = data.draw(st.sampled_from([*MARKS, "\u2028", "\x85"]))
    made, line, column = spoilt(words, data.draw(st.integers(1, len(words))), mark)
    target = a_folder() / "spoilt.txt"
    target.write_bytes(made.encode())
    read = (
        (lambda: read_text(target, "x", "en"))
        if file.suffix == ".txt"
        else (lambda: yaml_nodes.load(target, "x", "registry"))
    )
    with pytest.raises(ProblemsError) as caught:
        read()
    first = caught.value.problems[0]
    assert first.code.endswith(".control-character")
    assert f"(U+{ord(mark):04X}" in first.message
    assert first.place == Place("x", line, column)


@pytest.mark.parametrize(
    "escape", [r"\u202e", r"\u200B", r"\U000E0041", r"\r", r"\N", r"\L", r"\P", r"\e", r"\ud800"]
)
def test_an_escape_hides_no_mark(escape: str) -> None:
    try:
        problems = yaml_nodes.document_of(f'name: "ab{escape}c"\n', "x.yaml", "registry").problems
    except ProblemsError as error:
        problems = error.problems
    assert "registry.control-character" in {problem.code for problem in problems}


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "a.json",
            (
                '{"posts": [{"id": "p", "label": "Chair \\u202eB", "organization_id": "o"}],'
                ' "organizations": [{"id": "o", "name": "Senate"}]}'
            ),
        ),
        ("a.csv", "holder,email\nAda \u202eB,a@x.zz\n"),
        ("a.vcf", "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada \u202eB\r\nEMAIL:a@x.zz\r\nEND:VCARD\r\n"),
    ],
)
def test_an_import_with_a_mark_is_refused(advocate: Advocate, name: str, words: str) -> None:
    Path(name).write_text(words, encoding="utf-8", newline="")
    said = ("--institution", "Senate", "--country", "FR", "--kind", "parliament", "--checked", "2026")
    ran = advocate("contacts", "import", name, *said, "--source", "https://lists.zz/")
    assert ran.code != 0
    assert "<U+202E>" in ran.err
    assert "[import.control-character]" in ran.err


@pytest.mark.parametrize(
    "id_", ["con", "nul", "com1", "x" * 81, "../../x", "a/b", "c:", "-x", "x.", "x ", ".x"]
)
def test_no_id_makes_a_file_that_some_system_cannot_have(
    advocate: Advocate, tmp_path: Path, id_: str
) -> None:
    campaign = SmallCampaign().write(tmp_path)
    contacts = campaign / "contacts.yaml"
    contacts.write_text(contacts.read_text("utf-8").replace("- id: minister\n", f'- id: "{id_}"\n'), "utf-8")
    ran = advocate("--campaign", campaign, "generate", *SENDER, "--to", "all", "--out", tmp_path / "out")
    assert ran.code == 2
    assert "[registry.form]" in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["con", "a b", "x\u202ey", "\x1b[2J", "x" * 200, "Über"], ids=ascii)
def test_a_letter_is_named_as_its_folder_only_where_any_system_can_have_that(
    advocate: Advocate, tmp_path: Path, name: str
) -> None:
    campaign = SmallCampaign().write(tmp_path)
    (campaign / "templates" / "letters" / "plea").rename(campaign / "templates" / "letters" / name)
    ran = advocate("--campaign", campaign, "letters", "list")
    assert ran.code == 2
    assert "small letters, digits and hyphens" in ran.err
    assert first_mark(ran.err, line_ends=True) is None


# ── What forms make of what no reader lets through ───────────────────────────────────────────────────────


@cache
def a_folder() -> Path:
    """Return a folder for the files of properties, which a fixture would make once for each example."""
    return Path(tempfile.mkdtemp())


@cache
def a_letter() -> Letter:
    wish = Wish(None, ["wgad"], [], None, "en", TODAY, None, {"name": "Ada Byron"}, None)
    return make_letters(wish).letters[0]


def with_words(words: str, address: str = "office@example.org") -> Letter:
    letter = a_letter()
    reach = Reach(Channel.EMAIL, address, address, Freshness.FRESH, "2026")
    return replace(
        letter,
        subject=words,
        salutation=words,
        closing=words,
        blocks=(Paragraph(words),),
        sender=replace(letter.sender, name=words, lines=(words,), email="ada@example.net"),
        recipient=replace(letter.recipient, reaches=(reach,), envelope=(words,)),
    )


HEADERS = ["From", "To", "Subject", "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"]


@given(HOSTILE)
def test_no_word_makes_a_header_or_an_address(words: str) -> None:
    for stamp in (None, STAMP, replace(STAMP, utf8=True)):
        letter = with_words(words)
        try:
            mail = eml.message(letter, stamp) if stamp else eml.draft(letter)
        except ProblemsError as error:
            assert all(problem.code.startswith("eml.") for problem in error.problems)  # noqa: PT017
            continue
        assert mail
        head, _, body = mail.partition(b"\r\n\r\n")
        names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith(b" ")]
        assert len(names) == len(HEADERS) + 1 + (b"Date" in names)
        assert b"Bcc" not in names
        bare = mail.replace(b"\r\n", b"")
        assert not {b"\r", b"\n"} & {bare[at : at + 1] for at in range(len(bare))}
        assert max(map(len, mail.split(b"\r\n"))) <= 998
        # What reads by other line ends than CRLF sees no other line either.
        assert len(head.decode().splitlines()) == len(head.split(b"\r\n"))
        read = email.message_from_bytes(mail, policy=email.policy.default)
        assert len(read["To"].addresses) == 1
        assert read["To"].addresses[0].addr_spec in {"office@example.org", "office@example.net"}
        assert body


@given(HOSTILE)
def test_no_address_makes_a_second_one(address: str) -> None:
    try:
        mail = eml.draft(with_words("A plea", address))
    except ProblemsError as error:
        assert {problem.code for problem in error.problems} <= {"eml.address", "eml.letters"}  # noqa: PT017
        return
    read = email.message_from_bytes(mail or b"", policy=email.policy.default)
    assert len(read["To"].addresses) == 1
    assert sorted(read.keys()) == sorted([*HEADERS, "Content-Language"])


@given(HOSTILE, HOSTILE)
def test_a_mail_link_has_a_subject_and_a_text_and_nothing_else(words: str, address: str) -> None:
    link = mail_link(with_words(words, address))
    assert link
    parts = urlsplit(link.href)
    assert (parts.scheme, parts.netloc, parts.fragment) == ("mailto", "", "")
    assert unquote(parts.path) == address
    said = parse_qs(parts.query, strict_parsing=True, keep_blank_values=True)
    assert set(said) == {"subject", "body"} if link.has_body else {"subject"}
    assert said["subject"] == [words]
    assert link.href.isascii()
    assert link.href.isprintable()


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_nothing_acts_on_the_terminal(words: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    terminal = Terminal(out, err)
    terminal.say(words)
    terminal.write(words)
    terminal.heading(words)
    terminal.tell(words)
    terminal.grid([(words, words, words)], (10, 1, 1))
    terminal.problems([Problem("x.y", words, Place(words, 1, 1))])
    terminal.problems([Problem("x.y", safe(words.encode("utf-8", "replace"), ("secret",)))])
    assert first_mark(out.getvalue() + err.getvalue(), line_ends=True) is None
    assert len(err.getvalue().split("\n")) == words.count("\n") + 4


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_a_record_for_scripts_says_the_same_and_acts_on_no_terminal(words: str) -> None:
    for form in ("one", "list", "records"):
        out = io.StringIO()
        terminal = Terminal(out, out)
        if form == "records":
            terminal.write_records(["a"], [[words]])
        else:
            terminal.write_json({"a": words} if form == "one" else [{"a": words}])
        assert first_mark(out.getvalue(), line_ends=True) is None
        found = json.loads(out.getvalue())
        assert (found[0] if isinstance(found, list) else found) == {"a": words}


@given(st.dictionaries(st.sampled_from(DETAILS), HOSTILE))
def test_what_is_kept_of_a_writer_reads_back_as_it_was(said: dict[str, str]) -> None:
    kept = {}
    for key, words in said.items():
        try:
            kept[key] = detail(key, words)
        except ProblemsError:
            continue
    told = {
        key: ({"": value} if key in {"occupation", "link"} else value) for key, value in kept.items() if value
    }
    sender = Sender(**told)  # type: ignore[arg-type]  # texts, and words by language
    file = a_folder() / "sender.yaml"
    file.write_text(sender_text(sender), encoding="utf-8")
    if told:
        assert read_sender(file, "sender.yaml", {}) == sender


@given(HOSTILE)
def test_own_words_are_lines_and_nothing_that_nobody_sees(words: str) -> None:
    try:
        said = own_words(words)
    except ProblemsError:
        return
    assert first_mark(said, line_ends=True) is None
    assert own_words(said) == said
    assert text.message(with_words(said)).count("\r") == 0


CELL = st.text(st.sampled_from("=+-@;,\t\n\"'|a1 ＝"), max_size=12)


@given(st.lists(CELL, min_size=1, max_size=4))
def test_no_cell_is_run_whatever_separator_a_spreadsheet_was_told(cells: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(["id", *map(guarded, cells)])
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(written.getvalue(), newline=""), delimiter=separator):
            assert not [cell for cell in row if cell.lstrip("\t\r\n").startswith(("=", "+", "-", "@"))]


def test_words_full_of_markup_make_no_structure_in_any_file(advocate: Advocate, tmp_path: Path) -> None:
    note = "<script>alert(1)</script> https://evil.example/?bcc=x\n\n#panic(1) {{ 7*7 }} /Annots /JavaScript"
    ran = advocate(
        *("generate", "--to", "wgad", "--name", 'Ada "#read(1)" <b>B</b>', "--street", "=1+1;=2"),
        *(
            "--city",
            "x) endobj /OpenAction",
            "--email",
            "ada@example.net",
            "--note",
            note,
            "--out",
            tmp_path / "o",
        ),
    )
    assert ran.code == 0
    (mail,) = (email.message_from_bytes(file.read_bytes()) for file in (tmp_path / "o").glob("*.eml"))
    assert sorted(mail.keys()) == sorted([*HEADERS, "Content-Language"])
    (sheet,) = (tmp_path / "o").glob("wgad*.pdf")
    with pikepdf.open(sheet) as pdf:
        # Its name in older pikepdf is `check`.
        names = ("check_pdf_syntax", "check")
        assert not next(getattr(pdf, name) for name in names if hasattr(pdf, name))()
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
        assert not [page for page in pdf.pages if "/Annots" in page]
        assert str(pdf.docinfo["/Title"]) == mail["Subject"]
    for page in (tmp_path / "o").glob("*.html"):
        words = page.read_text("utf-8")
        assert "<script>alert" not in words
        assert "<b>B" not in words
    assert {file.name.split(".")[0] for file in (tmp_path / "o").iterdir()} <= {"wgad", "index", "manifest"}


# ── Very long texts ──────────────────────────────────────────────────────────────────────────────────────


LONG = {
    "a paragraph": "word " * 18_000,
    "a word": "x" * 90_000,
    "lines": "A line.\n" * 11_000,
    "paragraphs": "A part.\n\n" * 10_000,
}


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("words", LONG.values(), ids=LONG.keys())
def test_very_long_own_words_are_answered_soon_and_told_of(advocate: Advocate, words: str) -> None:
    Path("words.txt").write_text(words, encoding="utf-8")
    before = time.process_time()
    ran = advocate("preview", "--to", "wgad", *SENDER, "--note", "@words.txt")
    assert time.process_time() - before < SOON
    assert ran.code == 0
    assert "[length." in ran.out


def test_a_megabyte_of_own_words_is_refused_at_once(advocate: Advocate) -> None:
    before = time.process_time()
    ran = advocate("preview", "--to", "wgad", *SENDER, "--note", "x" * 1_000_000)
    assert time.process_time() - before < SOON
    words = "1,000,000 characters are too many for own words (at most 100,000)"
    assert (ran.code, ran.err) == (2, f"--note: {words} [note.too-long]\n")
