"""The log tells what became of letters, and what it is asked for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import Departure, State, Via
from advocate.outbox.ledger import alone, open_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate


@pytest.fixture
def three(letters: None, advocate: Advocate) -> None:  # noqa: ARG001 - it has made them
    """Of three letters the second was posted, the third was answered."""
    assert advocate("log", "mark", "2", "posted", "--date", "2026-11-02").code == 0
    assert advocate("log", "mark", "3", "answered", "--date", "2026-11-20", "--note", "a kind one").code == 0


def begin(home: Path, number: int) -> None:
    """Begin to send a letter, as a run does that is cut short then."""
    ledger = open_ledger(home / "ledger.sqlite3")
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert ledger.begin(number, {State.DRAFTED}, Departure(Via.SMTP, at, "<1f@example.net>", "a@example.org"))
    ledger.close()


@pytest.mark.usefixtures("three")
def test_no_line_is_wider_than_the_terminal(advocate: Advocate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    lines = advocate("log").out.splitlines()
    assert max(map(len, lines)) <= 50
    assert "Republic of Kazakhstan (prosecutor-general)" in " ".join(line.strip() for line in lines)


@pytest.mark.usefixtures("three")
def test_the_letters_stand_by_office_and_date(advocate: Advocate) -> None:
    shown = advocate("log").out.splitlines()
    heads = [line for line in shown if not line.startswith(" ")]
    assert len(heads) == 3
    ids = [head.rpartition("(")[2] for head in heads]
    assert ids == sorted(ids)
    assert any(line.startswith("  2  2026-11-02  ") and line.endswith(": sent by post") for line in shown)
    assert any(line.startswith("  3  2026-11-20  ") and "answered (a kind one)" in line for line in shown)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("--state", "sent"), {2}),
        (("--state", "sent,answered"), {2, 3}),
        (("--to", "prosecutor-general"), {1}),
        (("--to", "kazakhstan"), {1, 2}),
        (("--since", "2026-11-03"), {1, 3}),
        (("--before", "2026-11-03"), {2}),
        (("--search", "PROSECUTOR"), {1}),
        (("--search", "nobody-of-that-name"), set()),
        ((), {1, 2, 3}),
    ],
)
def test_only_what_is_asked_for_is_listed(
    advocate: Advocate, words: tuple[str, ...], numbers: set[int]
) -> None:
    ran = advocate("log", *words, "--format", "json")
    assert ran.code == 0
    assert {record["id"] for record in json.loads(ran.out)} == numbers
    table = advocate("log", "list", *words)
    assert table.code == 0
    assert bool(table.out) == bool(numbers)
    assert ("no letter in the log is like that" in table.err) == (not numbers)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("words", "code", "near"),
    [
        (("--state", "sended"), "log.state", "sending"),
        (("--to", "prosecutor-genera"), "log.unknown", "prosecutor-general"),
        (("--since", "yesterday"), "date.form", "YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_meant_is_told_with_the_nearest(
    advocate: Advocate, words: tuple[str, ...], code: str, near: str
) -> None:
    ran = advocate("log", *words)
    assert (ran.code, ran.out) == (2, "")
    assert f"[{code}]" in ran.err
    assert near in ran.err


@pytest.mark.usefixtures("three")
def test_a_run_that_was_cut_short_leaves_a_letter_of_which_nobody_knows(
    advocate: Advocate, home: Path
) -> None:
    begin(home, 1)
    ran = advocate("log")
    assert "may have been sent: nobody knows" in ran.out
    told = " ".join(ran.err.split())
    assert "look for <1f@example.net> in your sent mail" in told
    assert "'advocate log mark 1 sent'" in told
    assert "'advocate send --via smtp --resend 1'" in " ".join(told.split())


@pytest.mark.usefixtures("three")
def test_what_another_run_is_sending_is_left_to_it(advocate: Advocate, home: Path) -> None:
    begin(home, 1)
    with alone(home / "ledger.sqlite3"):
        assert "being sent at this moment" in advocate("log").out
        refused = advocate("log", "mark", "1", "sent")
        assert refused.code == 2
        assert "wait until that run has ended" in refused.err


@pytest.mark.usefixtures("three")
def test_the_log_can_be_read_where_its_campaign_is_gone(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("--campaign", tmp_path / "gone", "log", "--to", "prosecutor-general")
    assert ran.code == 0
    assert "prosecutor-general" in ran.out


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("text", ["plain", 'a "quote", a \\ and 100 %s', "50 % more", "Ж", ""])
def test_a_list_for_scripts_says_the_same_as_the_export(advocate: Advocate, text: str) -> None:
    assert advocate("log", "mark", "2", "answered", "--note", text).code == 0
    listed = json.loads(advocate("log", "--format", "json").out)
    exported = json.loads(advocate("log", "export", "--format", "json").out)
    for record in exported:
        del record["events"]
    assert sorted(listed, key=lambda record: record["id"]) == exported
    assert [list(record) for record in listed] == [list(record) for record in exported]
