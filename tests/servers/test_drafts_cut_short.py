"""`send --via drafts` when something breaks on the way: no draft is lost, and none is there twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import Mark, State, Via
from advocate.core.mail import Harm, TroubleError
from advocate.core.problems import Problem, ProblemsError
from advocate.outbox.drafts import Hold
from advocate.outbox.ledger import Ledger, open_ledger
from advocate.outbox.mailbox import Mailbox
from advocate.sources.places import ledger_file
from tests.conftest import SENDER
from tests.send.conftest import NOON
from tests.servers import real
from tests.servers.test_drafts import ELSE, ONE, flat, read, states

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran
    from tests.servers.conftest import Box

pytestmark = pytest.mark.loopback


def test_ctrl_c_ends_the_run_once_the_draft_under_way_is_there(
    puts: Callable[..., Ran], box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Mailbox.put

    def put(self: Mailbox, message: bytes, message_id: str) -> int:
        os.kill(os.getpid(), signal.SIGINT)
        return whole(self, message, message_id)

    monkeypatch.setattr(Mailbox, "put", put)
    ran = puts("--to", "knb-chairman,ombudsman", "--lang", "en")
    assert ran.code == 130
    assert "not tried: ombudsman" in ran.out
    assert len(box.drafts()) == 1
    assert states() == ["handed-over drafts", "drafted drafts"]


def test_where_the_connection_keeps_breaking_it_is_told_and_the_next_run_looks(
    puts: Callable[..., Ran], box: Box
) -> None:
    whole = Mailbox.put

    def put(self: Mailbox, message: bytes, message_id: str) -> int:
        whole(self, message, message_id)
        return breaks()

    def breaks(*_: object) -> int:
        raise TroubleError(Harm.LINE, "send.lost", "the server hung up")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Mailbox, "put", put)
        patch.setattr(Mailbox, "newest", breaks)
        ran = puts(*ONE)
    assert ran.code == 1
    assert ran.err.count("connecting") == 3
    assert "the same command again looks for it" in flat(ran)
    assert states() == ["unknown drafts"]
    assert "it was there already" in flat(puts(*ONE))
    assert len(box.drafts()) == 1
    assert states() == ["handed-over drafts"]


@pytest.mark.parametrize("arrives", [True, False])
def test_a_connection_that_breaks_is_made_anew_and_a_draft_is_there_once(
    puts: Callable[..., Ran], box: Box, monkeypatch: pytest.MonkeyPatch, *, arrives: bool
) -> None:
    whole = Mailbox.put
    breaks = [True]

    def put(self: Mailbox, message: bytes, message_id: str) -> int:
        if breaks and arrives:
            whole(self, message, message_id)
        if breaks:
            breaks.pop()
            self.client.shutdown()
        return whole(self, message, message_id)

    monkeypatch.setattr(Mailbox, "put", put)
    ran = puts(*ONE)
    assert ran.code == 0, ran.err
    assert ran.err.count("connecting") == 2
    assert len(box.drafts()) == 1
    assert states() == ["handed-over drafts"]


def test_a_draft_that_was_put_there_while_its_row_was_lost_is_told(
    puts: Callable[..., Ran], box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Mailbox.put

    def put(self: Mailbox, message: bytes, message_id: str) -> int:
        with open_ledger(ledger_file()) as ledger:
            ledger.forget([entry.id for entry in ledger.entries()])
        return whole(self, message, message_id)

    monkeypatch.setattr(Mailbox, "put", put)
    ran = puts(*ONE)
    assert "it lies there, but its row in the log has changed meanwhile" in flat(ran)
    assert len(box.drafts()) == 1
    assert states() == []


def test_a_letter_that_was_marked_meanwhile_is_not_put_there(
    puts: Callable[..., Ran], box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Ledger.begin

    def begin(self: Ledger, id_: int, *more: object) -> bool:
        self.mark(id_, Mark(State.SENT, Via.POST), NOON)
        return whole(self, id_, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Ledger, "begin", begin)
    ran = puts(*ONE)
    assert "it has changed in the log since this run began" in flat(ran)
    assert box.drafts() == {}
    assert states() == ["sent post"]


KILLED = """
import os, signal, sys
from advocate.cli.app import main
from advocate.outbox.mailbox import Mailbox
from advocate.sources.places import ledger_file

moment, *words = sys.argv[1:]
name = "remove" if moment == "removed" else "put"
whole = getattr(Mailbox, name)

def cut(*arguments):
    if moment != "begun":
        whole(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(Mailbox, name, cut)
main(words)
"""


def killed(moment: str, box: Box, *words: str) -> None:
    """Run the program until it is killed: once it has begun, put a draft there, or removed an earlier one."""
    line = ("send", "--really", "--yes", "--via", "drafts", *SENDER, *box.account(), *words)
    ran = subprocess.run([sys.executable, "-c", KILLED, moment, *line], check=False, capture_output=True)
    assert ran.returncode == -9, ran.stderr


class CutShort(BaseException):
    """The end of everything, for a run in the tests' own process."""


def cut_short(moment: str, puts: Callable[..., Ran], *words: str) -> None:
    """Do in this process what `killed` does, which is much quicker."""
    with pytest.MonkeyPatch.context() as patch:
        name = "remove" if moment == "removed" else "put"
        whole = getattr(Mailbox, name)

        def cut(*arguments: object) -> None:
            if moment != "begun":
                whole(*arguments)
            raise CutShort

        patch.setattr(Mailbox, name, cut)
        with pytest.raises(CutShort):
            puts(*words)


@pytest.mark.parametrize("moment", ["begun", "put"])
def test_a_run_that_was_killed_leaves_no_draft_behind_and_none_twice(
    moment: str, puts: Callable[..., Ran], box: Box
) -> None:
    killed(moment, box, *ONE)
    assert states() == ["sending drafts"]
    assert len(box.drafts()) == (moment == "put")
    ran = puts(*ONE)
    assert ran.code == 0, ran.err
    assert ("it was there already" in flat(ran)) == (moment == "put")
    assert len(box.drafts()) == 1
    assert states() == ["handed-over drafts"]
    assert "in the place of the earlier" in flat(puts(*ELSE))
    assert len(box.drafts()) == 1


@pytest.mark.parametrize("moment", ["begun", "put", "removed"])
def test_a_run_that_was_killed_while_it_replaced_a_draft_is_finished_by_the_next(
    moment: str, puts: Callable[..., Ran], box: Box
) -> None:
    puts(*ONE)
    cut_short(moment, puts, *ELSE)
    ran = puts(*ELSE)
    assert ran.code == 0, ran.err
    (draft,) = box.drafts().values()
    assert "I have been to Shymkent" in read(draft).get_content()
    assert states() == ["handed-over drafts"]


def test_where_a_run_was_killed_and_others_came_to_the_folder_its_draft_is_not_put_there_by_itself(
    puts: Callable[..., Ran], box: Box
) -> None:
    cut_short("put", puts, *ONE)
    box.remove(*box.drafts())
    ran = puts(*ONE)
    assert ran.code == 1
    assert "it never got there, or you have sent or deleted it" in flat(ran)
    assert states() == ["unknown drafts"]
    assert box.drafts() == {}
    assert puts(*ONE, "--again").code == 0
    assert len(box.drafts()) == 1


def test_a_log_that_cannot_be_written_stops_the_run_and_the_next_one_finds_the_draft(
    puts: Callable[..., Ran], box: Box
) -> None:
    whole = Ledger.settle

    def settle(self: Ledger, id_: int, state: State, *rest: object, **more: object) -> None:
        if state is State.HANDED_OVER:
            raise ProblemsError([Problem("ledger.failed", "the log cannot be used: disk full")], exit_code=1)
        whole(self, id_, state, *rest, **more)  # type: ignore[arg-type]  # handed on as they came

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "settle", settle)
        ran = puts("--to", "knb-chairman,ombudsman", "--lang", "en")
    assert ran.code == 1
    assert "disk full [ledger.failed]" in flat(ran)
    assert len(box.drafts()) == 1
    assert states() == ["sending drafts", "drafted drafts"]
    assert puts("--to", "knb-chairman,ombudsman", "--lang", "en").code == 0
    assert len(box.drafts()) == 2


def test_where_what_was_put_there_cannot_be_read_the_next_run_looks(
    puts: Callable[..., Ran], box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Mailbox.text
    refusing = [True]

    def text(self: Mailbox, uid: int) -> bytes | None:
        if refusing:
            refusing.pop()
            raise TroubleError(Harm.LETTER, "drafts.refused", "the server does not do it: not now")
        return whole(self, uid)

    monkeypatch.setattr(Mailbox, "text", text)
    ran = puts(*ONE)
    assert ran.code == 1
    assert "the same command again looks for it" in flat(ran)
    assert states() == ["unknown drafts"]
    assert "it was there already" in flat(puts(*ONE))
    assert len(box.drafts()) == 1


def test_an_earlier_draft_that_cannot_be_removed_stays_and_is_told(
    puts: Callable[..., Ran], box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    def remove(self: Mailbox, uid: int) -> bool:
        raise TroubleError(
            Harm.LETTER, "drafts.refused", f"the server does not remove {uid} of {self.folder}"
        )

    puts(*ONE)
    monkeypatch.setattr(Mailbox, "remove", remove)
    ran = puts(*ELSE)
    assert ran.code == 0
    assert "the earlier draft stays beside it: the server does not remove 1 of Entwürfe" in flat(ran)
    assert len(box.drafts()) == 2


def test_an_earlier_draft_that_was_changed_while_it_was_being_replaced_stays(
    puts: Callable[..., Ran], box: Box
) -> None:
    puts(*ONE)
    ((uid, text),) = box.drafts().items()
    cut_short("put", puts, *ELSE)
    box.drafts()
    box.client.append(real.DRAFTS, text.replace(b"Subject: ", b"Subject: Urgent: ", 1), [b"\\Draft"])
    box.remove(uid)
    ran = puts(*ELSE)
    assert ran.code == 0
    assert "the earlier draft stays beside it, since you have changed it" in flat(ran)
    assert len(box.drafts()) == 2


def test_what_the_log_kept_and_nobody_understands_counts_as_nothing() -> None:
    for kept in ("", "no json", "[]", '{"lying": {"folder": "Drafts"}}', '{"expected": 7}'):
        assert Hold.read(kept) == Hold()
