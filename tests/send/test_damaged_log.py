"""`send --really` with a log that cannot be relied on: nothing is sent before the writer decides."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import State, Via
from advocate.outbox.ledger import open_ledger
from advocate.sources.places import ledger_file
from tests.ledger.test_store import DEPARTURE, NOON, draft
from tests.send.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Advocate, Ran
    from tests.send.conftest import PostOffice

pytestmark = pytest.mark.loopback


@pytest.fixture
def really(sends: Callable[..., Ran], post_office: PostOffice) -> Callable[..., Ran]:
    """Really send, by the tests' own mail server, without a question."""
    say = f"printf '%s\\n' {PASSWORD}"

    def run(*words: str | Path) -> Ran:
        return sends("--really", "--yes", *post_office.account, "--password-command", say, *words)

    return run


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
