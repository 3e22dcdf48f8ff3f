"""What goes wrong between the program and a mail server, at every step: nothing is lost, or goes twice."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import State
from advocate.core.mail import Patience, Secret
from tests.sending.servers import HOST, PASSWORD, Act, Does, Script, Where

if TYPE_CHECKING:
    from tests.sending.conftest import Serve
    from tests.sending.runs import Desk

pytestmark = pytest.mark.loopback

TO_REACH = ("banner", "first EHLO", "STARTTLS", "EHLO", "AUTH")
FOR_A_LETTER = ("MAIL", "RCPT", "DATA", "dot")
BEFORE_THE_TEXT = ("MAIL", "RCPT", "DATA")
SILENCE = Patience.of(0.4)
"""Seconds after which these tests take a server for silent."""

ALL = ["office0@example.org", "office1@example.org", "office2@example.org"]


def _starttls(step: str) -> dict[str, bool]:
    return {"implicit": step not in {"first EHLO", "STARTTLS"}}


@pytest.mark.parametrize("answer", ["451 4.3.0 not now", "421 4.3.2 closing"])
@pytest.mark.parametrize("step", TO_REACH)
def test_a_server_that_asks_to_come_later_is_asked_again(
    desk: Desk, serve: Serve, step: str, answer: str
) -> None:
    server = serve(Script(steps={step: [answer, answer]}), **_starttls(step))

    run = desk.send(server)

    assert (server.arrived(), run.stopped) == (ALL, None)
    assert desk.clock.passed == 60 + 300
    assert desk.states() == [State.SENT] * 3


@pytest.mark.parametrize("step", TO_REACH)
def test_a_server_that_never_has_time_is_left_after_four_tries(desk: Desk, serve: Serve, step: str) -> None:
    server = serve(Script(always={step: "451 4.3.0 not now"}), **_starttls(step))

    run = desk.send(server)

    assert run.stopped is not None
    assert str(run.stopped) == "the server asks to come later: 451 4.3.0 not now [send.later]"
    assert (server.delivered, run.outcomes, len(run.left)) == ([], [], 3)
    assert (server.connections, desk.clock.passed) == (4, 60 + 300 + 900)
    assert desk.states() == [State.DRAFTED] * 3


@pytest.mark.parametrize("answer", ["451 4.3.0 not now", "421 4.3.2 closing"])
@pytest.mark.parametrize("step", FOR_A_LETTER)
def test_a_letter_that_is_not_taken_now_waits_while_the_others_go(
    desk: Desk, serve: Serve, step: str, answer: str
) -> None:
    server = serve(Script(steps={step: [answer]}))

    run = desk.send(server)

    assert server.arrived() == [ALL[1], ALL[2], ALL[0]]
    assert desk.clock.passed == 60
    assert [each.state for each in run.outcomes] == desk.states() == [State.SENT] * 3
    assert f"deferred {ALL[0]} 09:01 the server asks to come later: {answer}" in desk.watching.events


@pytest.mark.parametrize("step", FOR_A_LETTER)
def test_a_letter_that_is_never_taken_stays_as_it_was(desk: Desk, serve: Serve, step: str) -> None:
    server = serve(Script(always={step: "450 4.2.1 not now"}))

    run = desk.send(server)

    assert [each.state for each in run.outcomes] == [None] * 3
    assert {each.reason for each in run.outcomes} == {"the server asks to come later: 450 4.2.1 not now"}
    assert (server.delivered, desk.states(), run.stopped) == ([], [State.DRAFTED] * 3, None)
    assert desk.clock.passed == 60 + 300 + 900
    assert server.heard.count("EHLO [127.0.0.1]") <= 4


@pytest.mark.parametrize("step", ["RCPT", "DATA", "dot"])
def test_a_letter_that_is_refused_is_marked_and_the_others_go(desk: Desk, serve: Serve, step: str) -> None:
    server = serve(Script(steps={step: ["250 ok" if step != "DATA" else "354 go", "550 5.1.1 no such user"]}))

    run = desk.send(server)

    assert server.arrived() == [ALL[0], ALL[2]]
    assert desk.states() == [State.SENT, State.FAILED, State.SENT]
    assert "550 5.1.1 no such user" in run.outcomes[1].reason
    assert desk.ledger.entries()[1].note == run.outcomes[1].reason
    assert server.connections == 1


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("banner", "send.unwanted"),
        ("first EHLO", "send.unwanted"),
        ("STARTTLS", "send.starttls"),
        ("EHLO", "send.unwanted"),
        ("AUTH", "send.login"),
        ("MAIL", "send.sender"),
    ],
)
def test_a_refusal_that_would_meet_every_letter_stops_the_run(
    desk: Desk, serve: Serve, step: str, code: str
) -> None:
    server = serve(Script(always={step: "550 5.7.1 go away"}), **_starttls(step))

    run = desk.send(server)

    assert run.stopped is not None
    assert run.stopped.code == code
    assert "550 5.7.1 go away" in run.stopped.message
    assert (server.delivered, desk.states(), len(run.left)) == ([], [State.DRAFTED] * 3, 3)
    assert (server.connections, desk.clock.waits) == (1, [])


@pytest.mark.parametrize("act", [Act.HANG, Act.HANG_UP, Act.RESET])
@pytest.mark.parametrize("step", TO_REACH)
def test_a_server_that_never_answered_is_left_at_once(desk: Desk, serve: Serve, step: str, act: Act) -> None:
    desk.patience = SILENCE
    server = serve(Script(always={step: act}), **_starttls(step))

    run = desk.send(server)

    assert run.stopped is not None
    assert run.stopped.code == ("send.silent" if act is Act.HANG else "send.lost")
    assert (server.delivered, desk.states(), desk.clock.waits) == ([], [State.DRAFTED] * 3, [])


@pytest.mark.parametrize("act", [Act.HANG, Act.HANG_UP, Act.RESET])
@pytest.mark.parametrize("step", TO_REACH)
def test_a_server_that_answered_before_is_asked_again(desk: Desk, serve: Serve, step: str, act: Act) -> None:
    well: dict[str, Does] = {"banner": "220 hello", "STARTTLS": "220 go", "AUTH": "235 welcome"}
    ehlo = "250-here\r\n250-AUTH PLAIN\r\n250 STARTTLS"
    desk.patience = SILENCE
    script = Script(steps={step: [well.get(step, ehlo), act]}, letters_a_connection=1)
    server = serve(script, **_starttls(step))

    run = desk.send(server)

    assert (server.arrived(), run.stopped) == (ALL, None)
    assert desk.clock.passed == 60


@pytest.mark.parametrize("act", [Act.HANG, Act.HANG_UP, Act.RESET])
@pytest.mark.parametrize("step", BEFORE_THE_TEXT)
def test_a_connection_lost_before_the_text_leaves_loses_nothing(
    desk: Desk, serve: Serve, step: str, act: Act
) -> None:
    desk.patience = SILENCE
    server = serve(Script(steps={step: [act]}))

    run = desk.send(server)

    assert sorted(server.arrived()) == ALL
    assert [each.state for each in run.outcomes] == desk.states() == [State.SENT] * 3
    assert desk.clock.passed == 60


@pytest.mark.parametrize(
    "act", [Act.HANG, Act.HANG_UP, Act.RESET, Act.KEEP_AND_HANG, Act.KEEP_AND_RESET, Act.BABBLE, "333 what?"]
)
def test_a_letter_whose_answer_never_came_is_unknown_and_never_goes_again(
    desk: Desk, serve: Serve, act: Does
) -> None:
    desk.patience = SILENCE
    server = serve(Script(steps={"dot": [act]}))

    run = desk.send(server)

    assert desk.states() == [State.UNKNOWN, State.SENT, State.SENT]
    first = desk.ledger.entries()[0]
    assert run.outcomes[0].message_id == first.message_id != ""
    assert run.outcomes[0].reason.startswith("whether the letter arrived is not known: ")
    kept = act in {Act.KEEP_AND_HANG, Act.KEEP_AND_RESET}
    assert server.arrived() == (ALL if kept else ALL[1:])
    assert not kept or first.message_id.encode() in server.delivered[0].data


def test_two_letters_in_a_row_whose_answer_never_came_are_enough(desk: Desk, serve: Serve) -> None:
    server = serve(Script(always={"dot": Act.KEEP_AND_RESET}))

    run = desk.send(server)

    assert run.stopped is not None
    assert run.stopped.code == "send.unknown"
    assert desk.states() == [State.UNKNOWN, State.UNKNOWN, State.DRAFTED]
    assert server.arrived() == ALL[:2]


@pytest.mark.parametrize("step", ["banner", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"])
def test_what_is_no_mail_server_is_sent_nothing(desk: Desk, serve: Serve, step: str) -> None:
    server = serve(Script(always={step: Act.BABBLE}))

    run = desk.send(server)

    assert run.stopped is not None
    assert run.stopped.code == "send.answer"
    assert (server.delivered, desk.states()) == ([], [State.DRAFTED] * 3)


def test_a_port_where_nobody_answers_is_told(desk: Desk) -> None:
    with socket.create_server((HOST, 0)) as listener:
        where = Where(listener.getsockname()[1])

    run = desk.send(where)

    told = f"nobody answers at 127.0.0.1:{where.port}: is the port right? [send.unreachable]"
    assert str(run.stopped) == told
    assert (desk.states(), desk.clock.waits) == ([State.DRAFTED] * 3, [])


@pytest.mark.parametrize("implicit", [True, False])
@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        ("self-signed", "is signed by nobody but itself"),
        ("stranger", "is signed by nobody whom this system trusts"),
        ("expired", "has expired"),
        ("other name", "is for another name"),
    ],
)
def test_a_server_that_cannot_prove_who_it_is_learns_nothing(
    desk: Desk, serve: Serve, certificate: str, words: str, *, implicit: bool
) -> None:
    server = serve(certificate=certificate, implicit=implicit)

    run = desk.send(server)

    assert run.stopped is not None
    assert run.stopped.code == "send.certificate"
    assert f"the certificate of 127.0.0.1:{server.where.port} {words}" in run.stopped.message
    assert server.heard == ([] if implicit else ["EHLO [127.0.0.1]", "STARTTLS"])
    assert (server.logins, server.delivered, desk.states()) == ([], [], [State.DRAFTED] * 3)


def test_a_server_without_encryption_learns_no_password(desk: Desk, serve: Serve) -> None:
    server = serve(Script(offers_starttls=False), implicit=False)

    run = desk.send(server)

    assert run.stopped is not None
    assert run.stopped.code == "send.starttls"
    assert (
        "offers no encryption (STARTTLS), so nothing was sent, not even your password" in run.stopped.message
    )
    assert (server.heard[:1], server.logins) == (["EHLO [127.0.0.1]"], [])
    assert desk.states() == [State.DRAFTED] * 3


def test_a_port_without_encryption_is_told_where_encryption_was_expected(desk: Desk, serve: Serve) -> None:
    server = serve(implicit=False)

    run = desk.send(Where(server.where.port, implicit=True))

    assert run.stopped is not None
    assert run.stopped.code == "send.tls"
    assert "does not speak TLS here" in run.stopped.message
    assert server.logins == []


def test_what_somebody_slips_in_before_encryption_is_not_believed(desk: Desk, serve: Serve) -> None:
    server = serve(Script(injected=b"250-mail.example.org\r\n250 SMTPUTF8\r\n"), implicit=False)

    session = desk.session(server.where)

    assert not session.connection.has_extn("smtputf8")
    assert session.connection.has_extn("auth")
    session.close()


@pytest.mark.parametrize("secret", list(Secret))
def test_a_refused_login_stops_at_once_and_marks_nothing(desk: Desk, serve: Serve, secret: Secret) -> None:
    echo = f"535 5.7.8 {PASSWORD} is wrong"
    script = Script(always={"AUTH": echo}, offers=("AUTH PLAIN LOGIN XOAUTH2",))
    server = serve(script)
    desk.secret = secret

    run = desk.send(server)

    assert run.stopped is not None
    assert str(run.stopped) == "the login was refused: 535 5.7.8 … is wrong [send.login]"
    assert (len(server.logins), server.connections) == (1, 1)
    assert desk.states() == [State.DRAFTED] * 3
    assert [entry.note for entry in desk.ledger.entries()] == [""] * 3


def test_the_limit_of_a_server_is_heeded_before_anything_is_sent(desk: Desk, serve: Serve) -> None:
    server = serve(Script(offers=("SIZE 100", "AUTH PLAIN")))

    run = desk.send(server)

    assert desk.states() == [State.FAILED] * 3
    assert "and your mail server takes 100 at most" in run.outcomes[0].reason
    assert not any(line.startswith("MAIL") for line in server.heard)


@pytest.mark.parametrize("step", ["MAIL", "dot"])
def test_a_letter_that_is_too_large_is_refused_and_the_others_go(desk: Desk, serve: Serve, step: str) -> None:
    server = serve(Script(steps={step: ["552 5.3.4 too big"]}))

    run = desk.send(server)

    assert desk.states() == [State.FAILED, State.SENT, State.SENT]
    assert "552 5.3.4 too big" in run.outcomes[0].reason
    assert server.arrived() == ALL[1:]
