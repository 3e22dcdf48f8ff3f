"""`log forget` and `log off` as their owner meets them: by office, by day, and what nobody knows yet."""

from __future__ import annotations

import json
import shutil
import signal
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import Departure, State, Via
from advocate.outbox.ledger import alone, open_ledger
from advocate.sources.places import ledger_file
from tests.asking import Person, typed
from tests.conftest import SENDER
from tests.log.conftest import COMMISSIONER, MINISTER, PROSECUTOR

if TYPE_CHECKING:
    from tests.conftest import Advocate

ROOT = Path(__file__).parents[2]
DEPARTURE = Departure(Via.SMTP, datetime(2026, 11, 22, tzinfo=UTC), "<1@example.net>", "office@example.org")


def offices(advocate: Advocate) -> list[str]:
    return [record["contact"] for record in json.loads(advocate("log", "--format", "json").out)]


def in_doubt(number: int) -> None:
    """Let a run have been cut short while it sent a letter."""
    with open_ledger(ledger_file()) as ledger:
        assert ledger.begin(number, {State.DRAFTED}, DEPARTURE)
        assert ledger.settle(number, State.UNKNOWN, DEPARTURE.at)


@pytest.mark.usefixtures("letters")
def test_who_says_yes_at_the_terminal_forgets_and_who_says_no_or_leaves_does_not(
    advocate: Advocate, home: Path
) -> None:
    question = "Forget this for good?"
    person = Person(home, "log", "forget", "--to", MINISTER, "--plain")
    person.answers(question, "n")
    assert person.ends() == 1
    assert "nothing was forgotten" in person.seen
    person = Person(home, "log", "forget", "--to", MINISTER, "--plain")
    person.sees(question)
    person.is_asked()
    person.is_sent(signal.SIGINT)
    assert person.ends() != 0
    assert "nothing was forgotten" in person.seen
    assert len(offices(advocate)) == 3
    person = Person(home, "log", "forget", "--to", MINISTER)
    person.answers(question, "y")
    assert person.ends() == 0
    assert "forgotten: 1 letter" in person.seen
    assert sorted(offices(advocate)) == sorted([PROSECUTOR, COMMISSIONER])


@pytest.mark.usefixtures("letters")
def test_without_a_terminal_nothing_is_forgotten_unless_it_is_said_twice(
    advocate: Advocate, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = advocate("log", "forget", "--all")
    assert (ran.code, "[log.not-sure]" in ran.err) == (2, True)
    typed(monkeypatch, "n")
    ran = advocate("log", "forget", "--all", "--plain")
    assert (ran.code, "[log.not-sure]" in ran.err) == (1, True)
    assert len(offices(advocate)) == 3
    typed(monkeypatch, "y")
    assert advocate("log", "forget", "--all", "--plain").code == 0
    assert not ledger_file().exists()
    assert advocate("log", "forget", "--all").out == "the log is empty\n"


@pytest.mark.usefixtures("letters")
def test_which_letters_are_meant_has_to_be_said_once_and_well(advocate: Advocate) -> None:
    for words in ((), ("--all", "--to", MINISTER), ("--all", "--before", "2026-11-22")):
        ran = advocate("log", "forget", *words, "--yes")
        assert (ran.code, "[log.which]" in ran.err) == (2, True), words
    ran = advocate("log", "forget", "--to", "minister-of-internal-affair", "--yes")
    assert (ran.code, "[log.office]" in ran.err, MINISTER in ran.err) == (2, True, True)
    assert advocate("log", "forget", "--before", "someday", "--yes").code == 2
    assert len(offices(advocate)) == 3


@pytest.mark.usefixtures("letters")
def test_only_what_happened_last_before_a_day_is_forgotten(advocate: Advocate) -> None:
    with open_ledger(ledger_file()) as ledger:
        made = min(entry.at.date() for entry in ledger.entries())
    day = made.replace(year=made.year - 1).isoformat()
    assert advocate("log", "mark", "1", "posted", "--date", day).code == 0
    ran = advocate("log", "forget", "--before", day, "--yes")
    assert "no letter in the log is meant by this" in ran.out
    ran = advocate("log", "forget", "--before", made.isoformat(), "--to", MINISTER, "--yes")
    assert "no letter in the log is meant by this" in ran.out
    ran = advocate("log", "forget", "--before", made.isoformat(), "--yes")
    assert "forgotten: 1 letter" in ran.out
    assert PROSECUTOR not in offices(advocate)
    assert len(offices(advocate)) == 2


def test_letters_of_a_campaign_whose_folder_is_gone_are_forgotten_all_the_same(
    advocate: Advocate, tmp_path: Path
) -> None:
    campaign = tmp_path / "campaign"
    campaign.mkdir()
    shutil.copy(ROOT / "contacts.yaml", campaign)
    shutil.copytree(ROOT / "templates", campaign / "templates")
    words = ("--campaign", campaign, "--to", MINISTER, *SENDER, "--as", "txt", "--out", tmp_path / "one")
    assert advocate("generate", *words).code == 0
    shutil.rmtree(campaign)
    assert offices(advocate) == [MINISTER]
    ran = advocate("log", "forget", "--to", MINISTER, "--yes")
    assert ran.code == 0, ran.err
    assert offices(advocate) == []


@pytest.mark.usefixtures("letters")
def test_letters_that_may_have_been_sent_are_named_before_they_are_forgotten(advocate: Advocate) -> None:
    in_doubt(2)
    ran = advocate("log", "forget", "--all")
    assert "nobody knows yet whether this one was sent: 2, to" in " ".join(ran.err.split())
    assert len(offices(advocate)) == 3


@pytest.mark.usefixtures("letters")
def test_nothing_is_forgotten_or_repaired_while_letters_are_sent(advocate: Advocate) -> None:
    with alone(ledger_file()):
        for words in (("forget", "--all", "--yes"), ("forget", "--to", MINISTER, "--yes"), ("repair",)):
            ran = advocate("log", *words)
            assert (ran.code, "[send.busy]" in ran.err) == (1, True), words
    assert len(offices(advocate)) == 3


@pytest.mark.usefixtures("letters")
def test_what_was_kept_aside_is_named_and_goes_with_everything_only(advocate: Advocate, home: Path) -> None:
    data = ledger_file().read_bytes()
    ledger_file().write_bytes(b"?" + data[1:])
    assert advocate("log", "repair").code == 0
    aside = home / "ledger.damaged-1.sqlite3"
    assert aside.as_posix() in advocate("log", "forget", "--to", MINISTER, "--yes").err
    assert aside.exists()
    # A log that nobody can read is erased all the same.
    ledger_file().write_bytes(b"?" + data[1:])
    ran = advocate("log", "forget", "--all", "--yes")
    assert ran.code == 0, ran.err
    assert "the whole log" in ran.err
    assert not [each for each in home.iterdir() if each.name.startswith("ledger") and each.suffix != ".lock"]


def test_what_is_not_the_log_is_neither_erased_nor_repaired(advocate: Advocate, home: Path) -> None:
    other = home / "mine.txt"
    other.write_text("mine", encoding="utf-8")
    (home / "ledger.sqlite3").symlink_to(other)
    for words in (("forget", "--all", "--yes"), ("repair",)):
        ran = advocate("log", *words)
        assert (ran.code, "[ledger.link]" in ran.err) == (1, True)
    assert other.read_text(encoding="utf-8") == "mine"


def test_where_there_is_no_log_none_is_made_to_be_repaired_or_turned_on(
    advocate: Advocate, home: Path
) -> None:
    assert advocate("log", "repair").out == "there is no log\n"
    assert advocate("log", "on").code == 0
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("letters")
def test_a_log_that_is_off_still_tells_what_may_have_been_sent_and_takes_a_word_on_it(
    advocate: Advocate,
) -> None:
    in_doubt(2)
    ran = advocate("log", "off")
    assert (ran.code, "what is logged stays" in ran.out) == (0, True)
    assert "2 may have been sent: look for <1@example.net>" in " ".join(advocate("log").err.split())
    ran = advocate("send", "--via", "smtp", "--to", MINISTER, *SENDER, "--resend", "2")
    assert (ran.code, "[send.needs-log]" in ran.err) == (2, True)
    assert advocate("log", "mark", "2", "sent").code == 0
    with open_ledger(ledger_file()) as ledger:
        assert [entry.state for entry in ledger.entries()] == [State.DRAFTED, State.SENT, State.DRAFTED]


@pytest.mark.usefixtures("letters")
def test_of_a_draft_that_nobody_knows_of_the_way_to_find_out_is_told(advocate: Advocate) -> None:
    with open_ledger(ledger_file()) as ledger:
        assert ledger.begin(1, {State.DRAFTED}, replace(DEPARTURE, via=Via.DRAFTS))
        assert ledger.settle(1, State.UNKNOWN, DEPARTURE.at)
    told = " ".join(advocate("log").err.split())
    assert "1 may lie in your Drafts folder: 'advocate send --via drafts' finds out" in told
    assert "--resend" not in told
