"""Parts: words that several texts of a campaign share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

TEXT = 'Subject: The lanterns\n\n{% include "opening" %}\nGo on.\n\n{% include "facts" %}\n\n{{ ask }}\n'


def written(
    folder: Path, text: str = TEXT, *, own: dict[str, str] | None = None, shared: dict[str, str] | None = None
) -> Path:
    """Return a campaign with this English text, and with these parts of the letter and of the campaign."""
    root = SmallCampaign(texts={"en": text}).write(folder)
    for place, parts in (("templates/letters/plea/parts", own), ("templates/parts", shared)):
        (root / place).mkdir(parents=True)
        for name, words in (parts or {}).items():
            (root / place / f"{name}.en.txt").write_text(words, encoding="utf-8")
    return root


def body(advocate: Advocate, folder: Path) -> str:
    """Return the letter from its subject on."""
    ran = advocate("preview", "--campaign", folder, "--to", "all", "--name", "Ada", "--as", "text")
    assert ran.code == 0, ran.err
    return ran.out.split("Dear Minister,\n\n")[1].split("\n\nYours")[0]


def problems(advocate: Advocate, folder: Path) -> list[str]:
    """Return what is wrong with it, from the file's place in the campaign on."""
    ran = advocate("preview", "--campaign", folder, "--to", "all")
    assert (ran.code, ran.out) == (2, "")
    return [line.split("templates/")[1] for line in ran.err.splitlines()]


def test_a_part_stands_where_a_text_names_it(advocate: Advocate, tmp_path: Path) -> None:
    opening = "I am {{ sender.name }}{% if sender.city %} of {{ sender.city }}{% endif %}.\n"
    folder = written(tmp_path, own={"facts": "One.\n\nTwo.\n"}, shared={"opening": opening})
    assert body(advocate, folder) == "I am Ada. Go on.\n\nOne.\n\nTwo.\n\nPlease light the lanterns."


def test_a_letters_own_part_goes_before_that_of_the_campaign(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path, own={"facts": "Ours.", "opening": "Own."}, shared={"facts": "Theirs."})
    assert body(advocate, folder) == "Own. Go on.\n\nOurs.\n\nPlease light the lanterns."


def test_a_part_that_is_not_there_is_told_with_the_nearest(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path, own={"fact": "One."}, shared={"opening": "Hello."})
    assert problems(advocate, folder) == [
        (
            "letters/plea/authority.en.txt:6:1: there is no part 'facts' in 'en' (did you mean 'fact'?)"
            " [letter.unknown-part]"
        )
    ]


@pytest.mark.parametrize(
    "name", ['"../../secret"', '"/etc/passwd"', '"a.b"', "note", "['a', 'b']", "'a' ~ 'b'", "7"]
)
def test_a_part_is_named_by_an_id_and_by_nothing_else(advocate: Advocate, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.en.txt").write_text("secret", encoding="utf-8")
    folder = written(tmp_path / "c", TEXT.replace('"facts"', name), shared={"opening": "Hello."})
    told = problems(advocate, folder)
    assert told[-1].startswith("letters/plea/authority.en.txt:6:1: ")
    assert {line.rsplit(" ", 1)[1] for line in told} <= {"[letter.part-name]", "[letter.not-allowed]"}


def test_every_mistake_of_a_part_is_told_in_its_own_file(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        own={"facts": "One {{ sendr.name }}.\n\n{{ ask }} {{ note }}\n{{ 7 * 7 }}\n"},
        shared={"opening": 'Hello.\n{% include "facts" %}\n'},
    )
    assert sorted(problems(advocate, folder)) == [
        (
            "letters/plea/parts/facts.en.txt:1:8: unknown placeholder 'sendr.name'"
            " (did you mean 'sender.name'?) [letter.unknown-placeholder]"
        ),
        (
            "letters/plea/parts/facts.en.txt:3:14: {{ note }} stands in the letter's own text and in no part"
            " of it [letter.not-in-part]"
        ),
        (
            "letters/plea/parts/facts.en.txt:3:4: {{ ask }} stands in the letter's own text and in no part"
            " of it [letter.not-in-part]"
        ),
        (
            "letters/plea/parts/facts.en.txt:4:1: only placeholders such as {{ sender.name }}, {% if … %} and"
            " {% include … %} are allowed [letter.not-allowed]"
        ),
        "parts/opening.en.txt:2:1: a part cannot take in another part [letter.part-in-part]",
    ]


def test_a_part_that_is_torn_or_no_text_is_told(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path, own={"facts": "One {{ note"}, shared={"opening": "Hello."})
    (folder / "templates" / "parts" / "opening.en.txt").write_bytes(b"\xff\xfe")
    codes = {line.rsplit(" ", 1)[1] for line in problems(advocate, folder)}
    assert codes == {"[letter.not-utf-8]", "[letter.syntax]"}


def test_a_part_with_a_subject_is_told(advocate: Advocate, tmp_path: Path) -> None:
    folder = written(tmp_path, own={"facts": "Facts."}, shared={"opening": "Subject: Hello\n\nHello.\n"})
    told = "a part has no subject: the letter's own text has it [letter.subject-in-part]"
    assert problems(advocate, folder) == [f"parts/opening.en.txt:1:1: {told}"]


def test_ones_own_words_stand_once_whatever_a_text_asks_for(advocate: Advocate, tmp_path: Path) -> None:
    text = "Subject: The lanterns\n\n{{ note }}\n\n{{ ask }}\n\n{{ note }}\n"
    folder = written(tmp_path, text)
    words = (
        "--campaign",
        folder,
        "--to",
        "all",
        "--name",
        "Ada",
        "--note",
        "I saw them lit.",
        "--as",
        "text",
    )
    assert advocate("preview", *words).out.count("I saw them lit.") == 1
