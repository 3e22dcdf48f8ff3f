"""`send --via drafts` with a real mailbox (Dovecot): put there, replaced while untouched, else left alone."""

from __future__ import annotations

import email
import email.policy
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from advocate.outbox.ledger import open_ledger
from advocate.outbox.mailbox import Mailbox
from advocate.sources.places import ledger_file
from tests.conftest import SENDER
from tests.servers import real

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from tests.conftest import Advocate, Ran
    from tests.servers.conftest import Box

pytestmark = pytest.mark.loopback

ONE = ("--to", "knb-chairman", "--lang", "en")
ELSE = (*ONE, "--note", "It matters to me, since I have been to Shymkent.")


def read(text: bytes) -> EmailMessage:
    return email.message_from_bytes(text, policy=email.policy.default)


def flat(ran: Ran) -> str:
    return " ".join(f"{ran.out} {ran.err}".split())


def states() -> list[str]:
    ledger = open_ledger(ledger_file())
    found = [f"{entry.state} {entry.via}" for entry in ledger.entries()]
    ledger.close()
    return found


def test_a_draft_lies_in_the_folder_that_is_for_drafts_and_not_in_one_that_is_only_called_so(
    puts: Callable[..., Ran], box: Box, advocate: Advocate
) -> None:
    ran = puts("--to", "knb-chairman,ombudsman", "--lang", "ru")
    assert ran.code == 0, ran.err
    assert "put into Drafts: knb-chairman (number 1 of your log)" in ran.out
    assert box.drafts("Drafts") == {}
    drafts = box.drafts()
    assert [read(text)["to"] for text in drafts.values()] == ["press@knb.kz", "ombudsman-kz@mail.ru"]
    assert {flag for uid in drafts for flag in box.flags(uid) - {b"\\Recent"}} == {b"\\Draft", b"\\Seen"}
    shown = read(
        advocate("preview", "--to", "knb-chairman", "--lang", "ru", "--as", "eml", *SENDER).out.encode()
    )
    draft = read(next(iter(drafts.values())))
    assert draft.get_content().split() == shown.get_content().split()
    assert set(draft.keys()) == set(shown.keys()) - {"X-Unsent"} | {"Message-ID"}
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.net>", draft["message-id"])
    assert states() == ["handed-over drafts", "handed-over drafts"]


def test_it_works_by_starttls_too(sends: Callable[..., Ran], box: Box) -> None:
    ran = sends("--via", "drafts", *box.account("imap"), *ONE)
    assert ran.code == 0, ran.err
    assert len(box.drafts()) == 1


def test_a_draft_that_is_the_same_stays_as_it_is(puts: Callable[..., Ran], box: Box) -> None:
    puts(*ONE)
    before = box.drafts()
    ran = puts(*ONE)
    assert ran.code == 0, ran.err
    assert "its draft is there already, and is the same" in flat(ran)
    assert box.drafts() == before


def test_a_draft_that_nobody_has_touched_is_replaced_and_others_are_not(
    puts: Callable[..., Ran], box: Box
) -> None:
    puts("--to", "ombudsman", "--lang", "en")
    box.client.append(real.DRAFTS, b"Subject: mine\r\n\r\nto be deleted\r\n", [b"\\Deleted"])
    others = box.drafts()
    puts(*ONE)
    ran = puts(*ELSE)
    assert ran.code == 0, ran.err
    assert "in the place of the earlier draft" in flat(ran)
    now = box.drafts()
    # One that somebody else has marked as deleted is not expunged along with ours.
    assert now.items() >= others.items()
    (draft,) = (text for uid, text in now.items() if uid not in others)
    assert "I have been to Shymkent" in read(draft).get_content()


def test_without_uidplus_an_earlier_draft_is_only_marked_as_deleted(
    sends: Callable[..., Ran], box_of: Callable[..., Box]
) -> None:
    box = box_of(real.WITHOUT_UIDPLUS)
    assert not box.client.has_capability("UIDPLUS")
    box.client.create_folder("Own")
    account = ("--via", "drafts", *box.account(), "--folder", "Own")
    sends(*account, *ONE)
    ran = sends(*account, *ELSE)
    assert "the earlier draft is marked as deleted" in flat(ran)
    first, second = sorted(box.drafts("Own"))
    assert b"\\Deleted" in box.flags(first)
    assert b"\\Deleted" not in box.flags(second)
    again = sends(*account, *ELSE)
    assert "its draft is there already" in flat(again)


def test_a_draft_that_its_writer_has_changed_is_left_to_them(puts: Callable[..., Ran], box: Box) -> None:
    puts(*ONE)
    ((uid, text),) = box.drafts().items()
    changed = text.replace(b"Subject: ", b"Subject: Urgent: ", 1)
    # As mail programs save a draft: a new message, and the old one removed.
    box.client.append(real.DRAFTS, changed, [b"\\Draft"])
    box.remove(uid)
    for words in (ELSE, (*ELSE, "--again")):
        ran = puts(*words)
        assert "you have changed its draft, so it stays as you have it" in flat(ran)
        assert list(box.drafts().values()) == [changed]


def test_a_draft_that_was_sent_or_deleted_is_put_there_again_only_by_again(
    puts: Callable[..., Ran], box: Box
) -> None:
    puts(*ONE)
    box.remove(*box.drafts())
    ran = puts(*ELSE)
    assert "its draft is not in 'Entwürfe' any more" in flat(ran)
    assert "'advocate log mark 1 sent' if you have sent it" in flat(ran)
    assert box.drafts() == {}
    assert puts(*ELSE, "--again").code == 0
    assert len(box.drafts()) == 1


def test_a_draft_is_found_by_its_message_id_where_the_folder_was_numbered_anew(
    puts: Callable[..., Ran], box: Box
) -> None:
    puts(*ONE)
    (text,) = box.drafts().values()
    box.client.unselect_folder()
    box.client.delete_folder(real.DRAFTS)
    box.client.create_folder(real.DRAFTS)
    box.client.append(real.DRAFTS, b"Subject: not ours\r\n\r\n\r\n")
    box.client.append(real.DRAFTS, text, [b"\\Draft"])
    ran = puts(*ELSE)
    assert "in the place of the earlier draft" in flat(ran)
    foreign, ours = box.drafts().values()
    assert foreign.startswith(b"Subject: not ours")
    assert "I have been to Shymkent" in read(ours).get_content()


def test_where_no_folder_is_told_to_be_for_drafts_none_is_guessed(
    sends: Callable[..., Ran], box_of: Callable[..., Box]
) -> None:
    box = box_of()
    box.client.create_folder("Drafts")
    ran = sends("--via", "drafts", *box.account(), *ONE)
    assert ran.code == 1
    assert "does not say which of your folders is the one for drafts (it has 'Drafts', 'INBOX')" in flat(ran)
    assert "--folder NAME [drafts.no-folder]" in flat(ran)
    assert box.drafts("Drafts") == {}
    assert states() == ["drafted drafts"]
    wrong = sends("--via", "drafts", *box.account(), "--folder", "Draft", *ONE)
    assert "there is no folder 'Draft' at" in flat(wrong)
    assert sends("--via", "drafts", *box.account(), "--folder", "Drafts", *ONE).code == 0
    assert len(box.drafts("Drafts")) == 1


def test_another_folder_can_be_named_in_any_script(puts: Callable[..., Ran], box: Box) -> None:
    box.client.create_folder("Хаттар & Briefe")
    assert puts("--folder", "Хаттар & Briefe", *ONE).code == 0
    assert len(box.drafts("Хаттар & Briefe")) == 1
    ran = puts(*ONE)
    assert "it lies in 'Хаттар & Briefe' of" in flat(ran)
    assert box.drafts() == {}


def test_a_full_mailbox_stops_the_run_in_one_line(
    sends: Callable[..., Ran], box_of: Callable[..., Box]
) -> None:
    box = box_of(real.FULL)
    box.client.create_folder(real.DRAFTS)
    ran = sends("--via", "drafts", *box.account(), *ONE)
    assert ran.code == 1
    assert "your mailbox is full: make room there first" in flat(ran)
    assert "[drafts.full]" in ran.err
    assert "Traceback" not in ran.err
    assert states() == ["drafted drafts"]


def test_a_folder_that_may_only_be_read_is_left_alone(puts: Callable[..., Ran], box: Box) -> None:
    (rules,) = (box.server.maildir(box.user)).glob(".Entw*")
    (rules / "dovecot-acl").write_text("owner lrs\n")
    ran = puts(*ONE)
    assert ran.code == 1
    assert "[drafts.read-only]" in ran.err
    assert states() == ["drafted drafts"]


def test_a_wrong_password_is_told_and_not_shown(sends: Callable[..., Ran], box: Box) -> None:
    box.password_file.write_text("not-the-password")
    ran = sends("--via", "drafts", *box.account(), *ONE)
    assert ran.code == 1
    assert "the login was refused" in flat(ran)
    assert "[send.login]" in ran.err
    assert "not-the-password" not in ran.out + ran.err
    assert states() == ["drafted drafts"]


def test_a_server_that_nobody_vouches_for_is_not_talked_to(sends: Callable[..., Ran], box: Box) -> None:
    words = list(box.account())
    at = words.index("--ca-file")
    ran = sends("--via", "drafts", *words[:at], *words[at + 2 :], *ONE)
    assert ran.code == 1
    assert "[send.certificate]" in ran.err
    assert box.drafts() == {}


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


KILLED = """
import os, signal, sys
from advocate.cli.app import main
from advocate.outbox.mailbox import Mailbox

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
