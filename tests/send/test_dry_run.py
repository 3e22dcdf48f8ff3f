"""`send` without `--really`: what would go, to whom not and why; nothing happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import Departure, Mark, State, Via
from advocate.outbox.ledger import open_ledger
from advocate.sources.places import ledger_file
from tests.conftest import SENDER
from tests.send.conftest import NOON

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Advocate, Ran


def everything_in(folder: Path) -> dict[str, bytes]:
    return {file.as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_dry_run_shows_each_letter_with_its_address_subject_and_language(sends: Callable[..., Ran]) -> None:
    ran = sends("--to", "knb-chairman,ombudsman", "--lang", "en")
    assert ran.code == 0, ran.err
    assert "2 letters would be sent" in ran.out
    assert "1  knb-chairman  press@knb.kz  (en)" in ran.out
    assert "2  ombudsman  ombudsman-kz@mail.ru  (en)" in ran.out
    assert "Please have the ban on Democratic Choice" in ran.out


def test_a_dry_run_says_how_to_really_send_and_leaves_nothing_behind(
    sends: Callable[..., Ran], home: Path
) -> None:
    ran = sends("--to", "knb-chairman")
    assert "Nothing was sent, and no server was asked. With --really and --server HOST" in " ".join(
        ran.err.split()
    )
    assert list(home.iterdir()) == []


def test_a_dry_run_with_an_account_names_the_server(sends: Callable[..., Ran]) -> None:
    ran = sends("--to", "knb-chairman", "--server", "smtp.example.net")
    assert "would be sent by smtp.example.net, from ada@example.net" in " ".join(ran.out.split())
    assert "--server HOST" not in ran.err


def test_a_letter_that_was_only_made_is_not_said_to_go_again(
    sends: Callable[..., Ran], advocate: Advocate, home: Path
) -> None:
    advocate("generate", "--to", "knb-chairman", "--out", home / "letters", "--name", "Ada Byron")
    ran = sends("--to", "knb-chairman")
    assert "1  knb-chairman  press@knb.kz  (en)" in ran.out
    assert "again" not in ran.out


def test_it_is_told_who_gets_no_letter_and_why(sends: Callable[..., Ran]) -> None:
    ran = sends("--to", "minister-of-justice,wgad,us-secretary-of-state,knb-chairman")
    words = " ".join(ran.out.split())
    assert "minister-of-justice: no e-mail address of it is known (but post)" in words
    assert "wgad: it acts on submissions only" in words
    assert "us-secretary-of-state: it wants its web form to be used: https://register.state.gov" in words


def test_what_the_review_says_of_an_old_address_stands_in_the_summary(sends: Callable[..., Ran]) -> None:
    ran = sends("--to", "knb-chairman")
    assert "[channel.stale-email]" in ran.out
    assert "[channel.stale-address]" not in ran.out


def test_what_every_letter_has_is_told_once(sends: Callable[..., Ran]) -> None:
    ran = sends("--to", "knb-chairman,ombudsman")
    assert ran.out.count("[channel.stale-email]") == 1
    assert "Of every letter: warning" in ran.out


def test_a_letter_that_could_hurt_somebody_is_pointed_out(sends: Callable[..., Ran]) -> None:
    ran = sends("--to", "knb-chairman", "--note", "Aynura Ashimova told me so.")
    assert "problem: " in ran.out
    assert "Look again before these go, for they could hurt somebody: knb-chairman." in " ".join(
        ran.out.split()
    )


def test_with_strict_a_warning_holds_everything_back(sends: Callable[..., Ran]) -> None:
    ran = sends("--to", "knb-chairman", "--strict")
    assert ran.code == 3
    assert "[send.warnings]" in ran.err


def test_more_letters_than_the_limit_are_named_for_a_later_run(sends: Callable[..., Ran]) -> None:
    ran = sends("--to", "knb-chairman,ombudsman,prosecutor-general", "--limit", "1")
    assert "1 letter would be sent" in ran.out
    assert "For a later run, by --limit: 2 letters (" in " ".join(ran.out.split())


def test_a_script_gets_the_same_as_json(sends: Callable[..., Ran]) -> None:
    ran = sends("--to", "knb-chairman,wgad", "--limit", "1", "--format", "json")
    told = json.loads(ran.out)
    assert told["really"] is False
    assert [(each["contact"], each["address"]) for each in told["letters"]] == [
        ("knb-chairman", "press@knb.kz")
    ]
    assert told["not_to"][0]["contact"] == "wgad"


def test_office_hours_say_of_which_country_they_are_vague(sends: Callable[..., Ran]) -> None:
    ran = sends("--to", "knb-chairman", "--office-hours")
    assert ran.code == 0
    assert "no working hour" not in ran.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--limit", "0"), "send.limit"),
        (("--per-hour", "-1"), "send.per-hour"),
        (("--no-log",), "send.needs-log"),
        (("--folder", "Drafts"), "send.via"),
        (("--resend", ","), "send.resend"),
        (("--resend", "x"), "send.resend"),
        (("--resend", "7"), "send.resend"),
        (("--resend", "9" * 19), "send.resend"),
        (("--resend", "9" * 5000), "send.resend"),
        (("--server", "no server"), "account.server"),
        (("--server", "smtp.example.net:"), "account.server"),
        (("--server", "smtp.example.net:70000"), "account.port"),
        (("--server", "smtp.example.net:2525"), "account.security"),
        (("--server", "smtp.example.net:465", "--security", "starttls"), "account.security"),
        (("--server", "smtp.example.net", "--ca-file", "/nowhere.pem"), "send.ca-file"),
    ],
)
def test_a_slip_is_told_in_one_line_before_anything_happens(
    words: tuple[str, ...], code: str, sends: Callable[..., Ran], home: Path
) -> None:
    ran = sends("--to", "knb-chairman", *words)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert f"[{code}]" in ran.err
    assert list(home.iterdir()) == []


def test_another_way_than_the_two_is_no_way(advocate: Advocate) -> None:
    ran = advocate("send", "--to", "knb-chairman", "--via", "pigeon", *SENDER)
    assert ran.code == 2
    assert "[send.via]" in ran.err


@pytest.mark.parametrize("words", [("--copy-to-me",), ("--office-hours",)])
def test_what_only_sending_knows_does_not_go_with_drafts(words: tuple[str, ...], advocate: Advocate) -> None:
    ran = advocate("send", "--to", "knb-chairman", "--via", "drafts", *words, *SENDER)
    assert ran.code == 2
    assert "[send.via]" in ran.err


def test_nobody_named_is_nobody_written_to(sends: Callable[..., Ran]) -> None:
    ran = sends()
    assert ran.code == 2
    assert "[to.missing]" in ran.err


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((), "your name (--name) and your e-mail address (--email)"),
        (("--name", "Ada Byron"), "needs your e-mail address (--email)"),
        (("--email", "ada@example.net"), "needs your name (--name)"),
    ],
)
def test_without_name_and_address_one_line_says_what_is_missing(
    given: tuple[str, ...], missing: str, advocate: Advocate
) -> None:
    ran = advocate("send", "--to", "knb-chairman", "--via", "smtp", *given)
    assert ran.code == 2
    assert missing in ran.err
    assert "[send.no-writer]" in ran.err


def test_with_the_log_turned_off_nothing_is_sent(sends: Callable[..., Ran], home: Path) -> None:
    (home / "no-log").touch()
    ran = sends("--to", "knb-chairman", "--really", "--yes")
    assert ran.code == 2
    assert "[send.needs-log]" in ran.err


def test_a_damaged_log_holds_everything_back(sends: Callable[..., Ran], home: Path) -> None:
    (home / "ledger.sqlite3").write_bytes(b"this is no log" * 100)
    before = everything_in(home)
    ran = sends("--to", "knb-chairman", "--really", "--yes", "--server", "127.0.0.1:9", "--security", "tls")
    assert ran.code == 1
    assert "ledger." in ran.err
    assert before.items() <= everything_in(home).items()


def test_a_really_without_a_server_says_where_providers_print_it(sends: Callable[..., Ran]) -> None:
    ran = sends("--to", "knb-chairman", "--really", "--yes")
    assert ran.code == 2
    assert "Your provider's help names it" in ran.err
    assert "[account.no-server]" in ran.err


def test_a_dry_run_loads_nothing_that_could_send_or_unlock(tmp_path: Path, home: Path) -> None:
    look = (
        "import sys\n"
        "from advocate.cli.app import main\n"
        "code = main(sys.argv[1:])\n"
        "print(*({'smtplib', 'imapclient', 'keyring', 'ssl'} & set(sys.modules)), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    words = ("send", "--to", "knb-chairman", "--via", "smtp", "--server", "smtp.example.net", *SENDER)
    ran = subprocess.run(
        [sys.executable, "-c", look, *words],
        cwd=tmp_path,
        env={**os.environ, "ADVOCATE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.splitlines()[-1] == ""


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.FAILED, "sending it failed on 2026-11-20 (no such user): --again tries once more"),
        (State.HANDED_OVER, "it lies in your Drafts folder since 2026-11-20: send it from there"),
        (State.ANSWERED, "it was answered on 2026-11-20; --again sends it once more"),
        (State.BOUNCED, "it came back on 2026-11-20 as undeliverable; --again sends it once more"),
        (State.SENT, "it was sent on 2026-11-20 by post; --again sends it once more"),
        (State.UNKNOWN, "it may lie in your Drafts folder: 'send --via drafts' finds out"),
    ],
)
def test_whatever_became_of_a_letter_is_why_it_is_left_out(
    sends: Callable[..., Ran], advocate: Advocate, tmp_path: Path, state: State, told: str
) -> None:
    to = ("--to", "knb-chairman")
    assert advocate("generate", *to, *SENDER, "--as", "txt", "--out", tmp_path / "made").code == 0
    with open_ledger(ledger_file()) as ledger:
        if state in {State.HANDED_OVER, State.UNKNOWN}:
            departure = Departure(Via.DRAFTS, NOON, "<1@example.net>", "press@knb.kz")
            assert ledger.begin(1, {State.DRAFTED}, departure)
            assert ledger.settle(1, state, NOON)
        else:
            note = "no such user" if state is State.FAILED else ""
            ledger.mark(1, Mark(state, Via.POST, NOON.date(), note), NOON)
    ran = sends(*to)
    assert told in " ".join(f"{ran.out} {ran.err}".split())
    assert "would be sent" not in ran.out
