"""How letters are sent: once, in order, at their pace, and to the end of what was begun."""

from __future__ import annotations

import signal
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import Mark, State, Via
from advocate.core.mail import Secret, Stamp
from advocate.core.problems import Problem, ProblemsError
from advocate.outbox.ledger import open_ledger
from tests.sending.runs import SENDER, START, Desk, Even, desk_with, write
from tests.sending.servers import PASSWORD, Act, Does, Script

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sending.conftest import Serve

pytestmark = pytest.mark.loopback

ALL = ["office0@example.org", "office1@example.org", "office2@example.org"]


@pytest.mark.parametrize("implicit", [True, False])
def test_every_letter_arrives_once_and_is_known_as_sent(desk: Desk, serve: Serve, *, implicit: bool) -> None:
    server = serve(implicit=implicit)

    run = desk.send(server)

    assert [each.state for each in run.outcomes] == desk.states() == [State.SENT] * 3
    assert (server.arrived(), server.connections) == (ALL, 1)
    assert (run.left, run.stopped, run.interrupted) == ([], None, False)
    assert server.logins == [f"\0ada\0{PASSWORD}"]


def test_what_arrives_is_what_was_written_byte_for_byte(desk: Desk, serve: Serve) -> None:
    server = serve()

    run = desk.send(server)

    for number, (outcome, message) in enumerate(zip(run.outcomes, server.delivered, strict=True)):
        assert message.data == write(number, Stamp(START, outcome.message_id, message.recipients[0]))
        assert message.sender == f"MAIL FROM:<{SENDER}> SIZE={len(message.data)}"
        assert outcome.message_id == desk.ledger.entries()[number].message_id
    assert len({outcome.message_id for outcome in run.outcomes}) == 3


def test_a_message_is_named_by_chance_and_the_domain_of_its_sender(desk: Desk, serve: Serve) -> None:
    run = desk.send(serve())

    for outcome in run.outcomes:
        chance, at, domain = outcome.message_id.removeprefix("<").removesuffix(">").partition("@")
        assert len(bytes.fromhex(chance)) * 8 == 128
        assert at + domain == "@example.net"


def test_the_server_learns_nothing_of_this_machine(desk: Desk, serve: Serve) -> None:
    server = serve(implicit=False)

    desk.send(server)

    assert [line for line in server.heard if line.startswith("EHLO")] == ["EHLO [127.0.0.1]"] * 2
    verbs = {line.split(" ")[0] for line in server.heard}
    assert verbs == {"EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"}


def test_what_was_sent_is_not_sent_by_the_next_run(desk: Desk, serve: Serve) -> None:
    server = serve()
    desk.send(server)

    run = desk.send(server)

    assert [each.state for each in run.outcomes] == [None] * 3
    assert {each.reason for each in run.outcomes} == {"it has changed in the log since this run began"}
    assert server.arrived() == ALL


def test_a_copy_goes_to_the_writer_in_the_same_message(desk: Desk, serve: Serve) -> None:
    desk.letters = [replace(each, copy=SENDER) for each in desk.letters]
    server = serve()

    desk.send(server)

    assert [message.recipients for message in server.delivered] == [(each, SENDER) for each in ALL]
    assert not any(b"cc:" in message.data.lower() for message in server.delivered)


@pytest.mark.parametrize("answer", ["550 5.7.1 no copies", "450 4.2.1 no copies now"])
def test_a_copy_that_is_refused_keeps_no_letter_back(desk: Desk, serve: Serve, answer: str) -> None:
    desk.letters = [replace(each, copy=SENDER) for each in desk.letters[:1]]
    server = serve(Script(steps={"RCPT": ["250 ok", answer]}))

    run = desk.send(server)

    assert (server.delivered[0].recipients, desk.states()[0]) == ((ALL[0],), State.SENT)
    assert run.outcomes[0].reason == f"no copy to you was taken: {answer}"


def test_an_office_that_is_refused_leaves_no_copy_behind(desk: Desk, serve: Serve) -> None:
    desk.letters = [replace(each, copy=SENDER) for each in desk.letters]
    server = serve(Script(steps={"RCPT": ["550 5.1.1 unknown"]}))

    desk.send(server)

    assert [message.recipients for message in server.delivered] == [(each, SENDER) for each in ALL[1:]]


def test_a_server_that_only_knows_the_older_login_is_logged_in_to(desk: Desk, serve: Serve) -> None:
    server = serve(Script(offers=("AUTH LOGIN",)))

    desk.send(server)

    assert (server.logins, server.arrived()) == ([f"ada {PASSWORD}"], ALL)


def test_a_token_logs_in_where_the_server_takes_one(desk: Desk, serve: Serve) -> None:
    desk.secret = Secret.TOKEN
    server = serve(Script(offers=("AUTH PLAIN XOAUTH2",)))

    desk.send(server)

    assert (server.logins, server.arrived()) == ([f"user=ada\x01auth=Bearer {PASSWORD}\x01\x01"], ALL)


def test_a_refused_token_is_told_by_what_the_server_says_last(desk: Desk, serve: Serve) -> None:
    desk.secret = Secret.TOKEN
    server = serve(Script(offers=("AUTH XOAUTH2",), always={"AUTH": "334 eyJzdGF0dXMiOiI0MDAifQ=="}))

    run = desk.send(server)

    assert str(run.stopped) == "the login was refused: 535 5.7.8 no [send.login]"


def test_a_server_without_a_known_login_is_told(desk: Desk, serve: Serve) -> None:
    run = desk.send(serve(Script(offers=("AUTH GSSAPI",))))

    assert run.stopped is not None
    assert run.stopped.message.endswith("has no way to log in by password (it has GSSAPI)")


@pytest.mark.parametrize("offers", [("AUTH PLAIN", "SMTPUTF8", "8BITMIME"), ("AUTH PLAIN",)])
def test_an_address_beyond_ascii_goes_where_the_server_takes_it(
    desk: Desk, serve: Serve, offers: tuple[str, ...]
) -> None:
    desk.letters[1] = replace(desk.letters[1], to="приёмная@example.org")
    server = serve(Script(offers=offers))

    run = desk.send(server)

    if "SMTPUTF8" in offers:
        assert server.arrived() == [ALL[0], "приёмная@example.org", ALL[2]]
        assert [message.sender.endswith("SMTPUTF8 BODY=8BITMIME") for message in server.delivered] == [
            *(False, True, False)
        ]
    else:
        assert (server.arrived(), desk.states()[1]) == ([ALL[0], ALL[2]], State.FAILED)
        words = "your mail server takes no address with letters like those of 'приёмная@example.org'"
        assert run.outcomes[1].reason == words


def test_a_letter_that_cannot_be_written_stays_and_the_others_go(desk: Desk, serve: Serve) -> None:
    def fail(_: Stamp) -> bytes:
        raise ProblemsError([Problem("eml.letters", "'=?' cannot stand in an e-mail")])

    desk.letters[1] = replace(desk.letters[1], write=fail)
    server = serve()

    run = desk.send(server)

    assert desk.states() == [State.SENT, State.DRAFTED, State.SENT]
    assert run.outcomes[1].reason == "'=?' cannot stand in an e-mail"
    assert server.arrived() == [ALL[0], ALL[2]]


@pytest.mark.parametrize("says_so", [True, False])
def test_a_server_that_hangs_up_after_ten_letters_is_called_again(
    tmp_path: Path, ca_file: str, serve: Serve, *, says_so: bool
) -> None:
    desk = desk_with(tmp_path, ca_file, 25)
    answers: list[Does] = [*["250 ok"] * 10, "421 4.7.0 enough for now"]
    script = Script(steps={"MAIL": answers}) if says_so else Script(letters_a_connection=10)
    server = serve(script)

    desk.send(server)

    assert server.arrived() == [f"office{number}@example.org" for number in range(25)]
    assert (server.connections, desk.clock.waits) == (2 if says_so else 3, [])
    assert set(desk.states()) == {State.SENT}
    assert not any(entry.note for entry in desk.ledger.entries())
    desk.ledger.close()


def _arrivals(desk: Desk, serve: Serve) -> list[float]:
    times: list[float] = []

    def note() -> str:
        times.append(desk.clock.passed)
        return "250 ok"

    server = serve(Script(always={"MAIL": note}))
    desk.send(server)
    assert server.arrived() == ALL
    return times


@pytest.mark.parametrize(
    "jumps", [[], [-3600], [7200], [-86400 * 400], [86400 * 400], [7200, -7200, 7200, -7200]]
)
def test_letters_keep_their_distance_whatever_the_clock_does(
    desk: Desk, serve: Serve, jumps: list[float]
) -> None:
    desk.pace = Even(180)
    desk.clock.jumps = jumps

    assert _arrivals(desk, serve) == [0, 180, 360]


def test_what_earlier_runs_sent_counts_for_the_pace(desk: Desk, serve: Serve) -> None:
    desk.pace = Even(180)
    desk.earlier = [START - timedelta(seconds=100)]

    assert _arrivals(desk, serve) == [80, 260, 440]


def test_what_was_sent_in_the_future_by_a_wrong_clock_keeps_nothing_back_for_long(
    desk: Desk, serve: Serve
) -> None:
    desk.pace = Even(180)
    desk.earlier = [START + timedelta(days=30)]

    assert _arrivals(desk, serve) == [180, 360, 540]


def test_an_office_that_is_closed_is_passed_over_until_it_opens(desk: Desk, serve: Serve) -> None:
    desk.pace = Even(60, {ALL[0]: START + timedelta(hours=3)})
    server = serve()

    desk.send(server)

    assert server.arrived() == [ALL[1], ALL[2], ALL[0]]
    assert desk.clock.passed == 3 * 3600
    assert [each for each in desk.watching.events if "waiting" in each] == [
        *(f"waiting {ALL[2]} 09:01:00", f"waiting {ALL[0]} 12:00:00")
    ]


def test_no_connection_is_held_open_over_a_long_pause(desk: Desk, serve: Serve) -> None:
    desk.pace = Even(180)
    server = serve()

    desk.send(server)

    assert (server.connections, server.heard.count("QUIT")) == (3, 3)


def _press_ctrl_c() -> None:
    _signal(signal.SIGINT)


def _signal(kind: signal.Signals) -> None:
    main = threading.main_thread().ident
    assert main is not None
    signal.pthread_kill(main, kind)
    time.sleep(0.05)


def _interrupting(answer: Callable[[], str]) -> Callable[[], str]:
    def interrupt() -> str:
        _press_ctrl_c()
        return answer()

    return interrupt


def test_ctrl_c_lets_the_letter_under_way_arrive_first(desk: Desk, serve: Serve) -> None:
    server = serve(Script(steps={"dot": [_interrupting(lambda: "250 queued")]}))

    run = desk.send(server)

    assert (run.interrupted, [each.state for each in run.outcomes]) == (True, [State.SENT])
    assert (server.arrived(), len(run.left)) == (ALL[:1], 2)
    assert desk.states() == [State.SENT, State.DRAFTED, State.DRAFTED]
    assert f"finishing {ALL[0]}" in desk.watching.events


def test_ctrl_c_before_the_text_ends_at_once(desk: Desk, serve: Serve) -> None:
    server = serve(Script(steps={"RCPT": [_interrupting(lambda: "250 ok")]}))

    run = desk.send(server)

    assert (run.interrupted, server.delivered, len(run.left)) == (True, [], 3)
    assert desk.states() == [State.DRAFTED] * 3


def test_ctrl_c_while_waiting_ends_at_once(desk: Desk, serve: Serve) -> None:
    desk.pace = Even(180)
    desk.clock.while_asleep = _press_ctrl_c
    server = serve()

    run = desk.send(server)

    assert (run.interrupted, server.arrived(), len(run.left)) == (True, ALL[:1], 2)


def test_a_second_ctrl_c_waits_for_nothing_and_says_what_to_look_for(desk: Desk, serve: Serve) -> None:
    def twice() -> str:
        _press_ctrl_c()
        _press_ctrl_c()
        return "250 queued"

    server = serve(Script(steps={"dot": [twice]}))

    run = desk.send(server)

    assert run.interrupted
    entry = desk.ledger.entries()[0]
    assert (run.outcomes[0].state, run.outcomes[0].message_id) == (State.UNKNOWN, entry.message_id)
    assert desk.states() == [State.UNKNOWN, State.DRAFTED, State.DRAFTED]


def test_a_second_ctrl_c_before_the_text_leaves_the_letter_as_it_was(desk: Desk, serve: Serve) -> None:
    def twice() -> str:
        _press_ctrl_c()
        _press_ctrl_c()
        return "354 go ahead"

    run = desk.send(serve(Script(steps={"DATA": [twice]})))

    assert (run.interrupted, run.outcomes, len(run.left)) == (True, [], 3)
    assert desk.states() == [State.DRAFTED] * 3


def test_ctrl_c_is_the_programs_own_again_after_a_run(desk: Desk, serve: Serve) -> None:
    before = signal.getsignal(signal.SIGINT)

    desk.send(serve())

    assert signal.getsignal(signal.SIGINT) is before


def test_what_the_writer_had_ignored_stays_ignored(desk: Desk, serve: Serve) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        server = serve(Script(steps={"dot": [_hang_up_the_terminal]}))

        run = desk.send(server)
    finally:
        signal.signal(signal.SIGHUP, before)

    assert (run.interrupted, server.arrived()) == (False, ALL)


def _hang_up_the_terminal() -> str:
    _signal(signal.SIGHUP)
    return "250 queued"


def test_a_connection_never_shows_its_password(desk: Desk, serve: Serve) -> None:
    with closing(desk.session(serve().where)) as session:
        assert session.secrets[0] == PASSWORD
        assert PASSWORD not in repr(session)
        assert not any(secret in repr(session) for secret in session.secrets)


def test_a_letter_nobody_knows_about_is_the_same_message_when_it_is_sent_again(
    desk: Desk, serve: Serve
) -> None:
    server = serve(Script(steps={"dot": [Act.KEEP_AND_RESET]}))
    desk.send(server)
    desk.choose(State.UNKNOWN)

    run = desk.send(server)

    assert server.arrived() == [*ALL, ALL[0]]
    assert run.outcomes[0].message_id.encode() in server.delivered[0].data
    assert desk.states() == [State.SENT] * 3


def test_a_letter_nobody_knows_about_stays_so_where_it_cannot_be_sent_again(desk: Desk, serve: Serve) -> None:
    server = serve(Script(steps={"dot": [Act.KEEP_AND_RESET]}))
    first = desk.send(server).outcomes[0].message_id
    desk.choose(State.UNKNOWN)
    server.script.always["DATA"] = "451 4.3.0 not now"

    desk.send(server)

    entry = desk.ledger.entries()[0]
    assert (entry.state, entry.message_id) == (State.UNKNOWN, first)


def _locking(file: Path, answer: str, free: threading.Event) -> Callable[[], str]:
    """Return what locks the ledger as another process would, before it answers."""

    def lock() -> str:
        def hold(ready: threading.Event) -> None:
            with closing(sqlite3.connect(file, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                ready.set()
                free.wait(10)
                other.execute("ROLLBACK")

        ready = threading.Event()
        threading.Thread(target=hold, args=(ready,), daemon=True).start()
        ready.wait(10)
        return answer

    return lock


def test_nothing_leaves_while_the_ledger_cannot_be_written(desk: Desk, serve: Serve) -> None:
    free = threading.Event()
    desk.ledger.connection.execute("PRAGMA busy_timeout = 50")
    server = serve(Script(steps={"RCPT": ["250 ok", _locking(desk.ledger.file, "250 ok", free)]}))

    run = desk.send(server)
    free.set()

    assert run.stopped is not None
    assert run.stopped.code.startswith("ledger.")
    assert (server.arrived(), len(run.left)) == (ALL[:1], 2)
    assert desk.states() == [State.SENT, State.DRAFTED, State.DRAFTED]
    assert server.heard.count("DATA") == 1


def test_a_ledger_that_fails_after_a_letter_left_is_told_loudly_and_stops_the_run(
    desk: Desk, serve: Serve
) -> None:
    free = threading.Event()
    desk.ledger.connection.execute("PRAGMA busy_timeout = 50")
    server = serve(Script(steps={"dot": [_locking(desk.ledger.file, "250 queued", free)]}))

    run = desk.send(server)
    free.set()

    assert run.stopped is not None
    assert run.stopped.code == "send.not-written"
    entry = desk.ledger.entries()[0]
    assert f"the letter to {ALL[0]} was sent as {entry.message_id}" in run.stopped.message
    assert f"'advocate log mark {entry.id} sent'" in run.stopped.message
    assert (server.arrived(), len(run.left)) == (ALL[:1], 2)
    assert desk.states() == [State.SENDING, State.DRAFTED, State.DRAFTED]
    assert [each.state for each in desk.ledger.abandoned(START)] == [State.UNKNOWN]


@pytest.mark.parametrize("answer", ["250 ok", "451 later", Act.HANG_UP])
def test_a_letter_that_another_run_has_taken_is_taken_back_from_the_server_and_the_rest_goes(
    desk: Desk, serve: Serve, answer: Does
) -> None:
    first = desk.letters[0].entry.id

    def taken() -> str:
        with open_ledger(desk.ledger.file) as other:
            other.mark(first, Mark(State.SENT, Via.POST), START)
        return "250 ok"

    server = serve(Script(steps={"RCPT": [taken], "RSET": [answer]}))

    run = desk.send(server)

    assert [each.state for each in run.outcomes] == [None, State.SENT, State.SENT]
    assert (server.arrived(), run.stopped) == (ALL[1:], None)
    assert desk.states() == [State.SENT] * 3
    assert server.connections == (1 if answer == "250 ok" else 2)


def test_an_address_that_no_command_can_hold_fails_alone(desk: Desk, serve: Serve) -> None:
    desk.letters[0] = replace(desk.letters[0], to="office0@example.org>\r\nRCPT TO:<eve@example.org")
    server = serve()

    run = desk.send(server)

    assert [each.state for each in run.outcomes] == [State.FAILED, State.SENT, State.SENT]
    assert server.arrived() == ALL[1:]
    assert not [line for line in server.heard if "eve" in line]


def test_a_letter_whose_row_is_gone_when_it_has_left_is_told_loudly_and_stops_the_run(
    desk: Desk, serve: Serve
) -> None:
    first = desk.letters[0].entry.id

    def forgotten() -> str:
        with open_ledger(desk.ledger.file) as other:
            other.connection.execute("DELETE FROM letters WHERE id = ?", (first,))
        return "250 queued"

    server = serve(Script(steps={"dot": [forgotten]}))

    run = desk.send(server)

    assert run.stopped is not None
    assert run.stopped.code == "send.not-written"
    assert f"'advocate log mark {first} sent'" in run.stopped.message
    assert [each.state for each in run.outcomes] == [State.SENT]
    assert (server.arrived(), len(run.left)) == (ALL[:1], 2)
    assert desk.states() == [State.DRAFTED, State.DRAFTED]


def test_a_full_disk_sends_nothing_that_is_not_written_down(
    tmp_path: Path, ca_file: str, serve: Serve
) -> None:
    desk = desk_with(tmp_path, ca_file, 40)
    pages = desk.ledger.connection.execute("PRAGMA page_count").fetchone()[0]
    # SQLite then fails as it does on a full disk, with the same words.
    desk.ledger.connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    server = serve()

    run = desk.send(server)

    assert run.stopped is not None
    assert "full" in run.stopped.message
    assert 0 < len(server.delivered) < 40
    begun = [entry for entry in desk.ledger.entries() if entry.state is not State.DRAFTED]
    assert [entry.address for entry in begun] == server.arrived()
    assert {entry.state for entry in begun[:-1]} == {State.SENT}
    desk.ledger.close()
