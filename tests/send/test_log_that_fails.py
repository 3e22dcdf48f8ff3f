"""`send --really` with a log that is damaged, or cannot be written: what is not written down is not sent."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import State, Via
from advocate.outbox.ledger import open_ledger
from advocate.sources.places import ledger_file
from tests.conftest import SENDER
from tests.ledger.test_store import DEPARTURE, NOON, draft
from tests.send.conftest import SAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Advocate, Ran
    from tests.send.conftest import PostOffice

pytestmark = pytest.mark.loopback


_LIMITED = """
import resource, sys
from advocate.cli.app import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(main(sys.argv[2:]))
"""


def test_a_page_that_was_destroyed_far_from_the_beginning_stops_all_sending(
    really: Callable[..., Ran], post_office: PostOffice, advocate: Advocate
) -> None:
    file = ledger_file()
    with open_ledger(file) as ledger:
        ids = [entry.id for entry in ledger.record(map(draft, range(200)), Via.FILES, NOON)]
        assert ledger.begin(ids[0], {State.DRAFTED}, DEPARTURE)
    data = bytearray(file.read_bytes())
    page = data.index(b"Subject 00100") // 4096 * 4096
    data[page : page + 4096] = os.urandom(4096)
    file.write_bytes(data)
    open_ledger(file).close()
    before = file.read_bytes()
    ran = really("--to", "knb-chairman")
    assert ran.code == 1
    assert "[ledger.damaged]" in ran.err
    assert not post_office.logins
    assert not post_office.delivered
    assert file.read_bytes() == before
    assert "saved:" in advocate("log", "repair").out
    ran = really("--to", "knb-chairman")
    assert ran.code == 0, ran.err
    assert len(post_office.delivered) == 1


@pytest.mark.parametrize("room", [30_000, 70_000])
def test_a_disk_that_fills_while_letters_are_sent_sends_none_twice_and_loses_none(
    really: Callable[..., Ran], post_office: PostOffice, home: Path, room: int
) -> None:
    offices = ("knb-chairman", "ombudsman", "prosecutor-general", "minister-of-internal-affairs")
    to = ("--to", ",".join(offices), "--per-hour", "0")
    words = ("send", "--via", "smtp", "--really", "--yes", *SENDER, *to, *post_office.account)
    with open_ledger(ledger_file()) as ledger:
        ledger.record(map(draft, range(100)), Via.FILES, NOON)
        # No file may become larger than the one in which the next changes are to be written, and some more.
        limit = (home / "ledger.sqlite3-wal").stat().st_size + room
        ran = subprocess.run(
            [sys.executable, "-c", _LIMITED, str(limit), *words, "--password-command", SAY],
            env={**os.environ, "ADVOCATE_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 1
        assert "is it full, your quota used up" in " ".join(ran.stderr.split())
        left = {entry.address: entry.state for entry in ledger.entries()[100:] if entry.message_id}
    arrived = [delivered.to[0] for delivered in post_office.delivered]
    assert (len(arrived) > 0, len(arrived) < len(offices)) == (room > 40_000, True)
    assert set(left.values()) <= {State.SENT, State.SENDING}
    assert {to for to, state in left.items() if state is State.SENT} <= set(arrived) <= set(left)
    assert really(*to).code in {0, 1}
    arrived = [delivered.to[0] for delivered in post_office.delivered]
    assert len(arrived) == len(set(arrived))
    with open_ledger(ledger_file()) as ledger:
        found = {entry.address: entry.state for entry in ledger.entries()[100:]}
    assert set(found.values()) <= {State.SENT, State.UNKNOWN}
    assert len(found) == len(offices)
    assert {to for to, state in found.items() if state is State.SENT} <= set(arrived)
