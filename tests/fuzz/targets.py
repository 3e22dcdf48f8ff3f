"""What the fuzzer feeds: each target takes any bytes, and may say nothing but ProblemsError."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.body import read
from advocate.core.problems import ProblemsError
from advocate.core.vocabulary import (
    SAID_IN_CALLS,
    SAID_IN_REMINDERS,
    CampaignWords,
    FirstWords,
    OfficeWords,
    SenderWords,
)
from advocate.sources.campaign import look_through
from advocate.sources.registry import read_registry
from advocate.sources.shelf import Shelf
from advocate.sources.text_file import LARGEST_TEXT, text_of
from advocate.sources.texts import read_call, read_reminder, read_text
from advocate.sources.yaml_nodes import document_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advocate.sources.texts import Text

LETTER_SHEET = b"title: {en: A}\nsummary: a\nas_of: 2026\nstatus: active\nreviews: {en: original}\n"

VALUES: dict[str, object] = {
    "office": OfficeWords("Keeper", "Office of Lights\n\n- a", "{{ ask }}"),
    "sender": SenderWords("[your name]", "", "", "", "I am."),
    "campaign": CampaignWords("A", "B", "C", "https://report.example/", "April 2018"),
    "first": FirstWords("1 May 2026", "Light", by_post=True, by_email=False, by_form=False, by_phone=False),
    "ask": "Please answer.",
    "outcome": "",
    "date": "2 May 2026",
    "brief": "It is dark.",
    "note": "\ue000note\ue000",
    "reminded": "",
}


def yaml(data: bytes, folder: Path) -> None:
    """Read the bytes as YAML, with all its places, and as each kind of sheet."""
    file = folder / "contacts.yaml"
    file.write_bytes(data)
    document = document_of(text_of(file, "it", "it"), "it", "it")
    assert document.place(("contacts", 0, "id")).line
    if not document.problems:
        assert document.spans is not None
    for read_file in (_registry, _case, _letter_sheet):
        try:
            read_file(data, folder)
        except ProblemsError as error:
            told(error)


def _registry(_: bytes, folder: Path) -> None:
    read_registry(folder / "contacts.yaml", "it")


def _case(data: bytes, folder: Path) -> None:
    (folder / "campaign.yaml").write_bytes(data)
    look_through(folder, "it")


def _letter_sheet(data: bytes, folder: Path) -> None:
    (folder / "letters" / "a").mkdir(parents=True, exist_ok=True)
    (folder / "letters" / "a" / "letter.yaml").write_bytes(data)
    look_through(folder, "it")
    (folder / "letters" / "a" / "letter.yaml").write_bytes(LETTER_SHEET)


def blocks(data: bytes, folder: Path) -> None:
    """Read the bytes as a filled text, with a note between; no word is lost and none is made."""
    del folder
    words = data.decode("utf-8", "replace")
    text, _, note = words.partition("\x00")
    subject, found = read(text, note)
    assert "\n" not in subject
    said = [subject]
    for block in found:
        said += getattr(block, "items", None) or (getattr(block, "text", ""),)
    assert sum(map(len, said)) <= len(text) + len(note)


def texts(data: bytes, folder: Path) -> None:
    """Read the bytes as a letter, as its part, as a call and as a reminder, and fill them."""
    own, _, part = data.partition(b"\x00")
    parts = folder / "parts"
    parts.mkdir(exist_ok=True)
    for name, said in (("a", part), ("call", own), ("reminder", own)):
        (parts / f"{name}.en.txt").write_bytes(said)
    letter = folder / "letter.en.txt"
    letter.write_bytes(own)
    shelf = Shelf([(parts, "parts")])
    readers: tuple[Callable[[], Text | None], ...] = (
        lambda: read_text(letter, "it", "en", shelf),
        lambda: read_call(Shelf([(parts, "parts")]), "en"),
        lambda: read_reminder(Shelf([(parts, "parts")]), "en"),
    )
    for reader in readers:
        try:
            found = reader()
            assert found is not None
            assert set(found.placeholders) <= {*SAID_IN_REMINDERS, *SAID_IN_CALLS}
            filled = found.fill(VALUES)
            assert len(filled) <= LARGEST_TEXT
            assert (
                "built-in" not in filled.replace((own + part).decode("utf-8-sig"), "") or b"built-in" in data
            )
        except ProblemsError as error:
            told(error)


def told(error: ProblemsError) -> None:
    """Every problem is one line, and says where."""
    assert error.problems
    for problem in error.problems:
        assert "\n" not in str(problem)
        assert problem.place is not None


TARGETS: dict[str, Callable[[bytes, Path], None]] = {"yaml": yaml, "blocks": blocks, "texts": texts}
