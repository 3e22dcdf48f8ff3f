"""What a run of sending does when all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advocate.core.ledger import State

if TYPE_CHECKING:
    from tests.sending.conftest import Serve
    from tests.sending.runs import Desk

pytestmark = pytest.mark.loopback


@pytest.mark.parametrize("implicit", [True, False])
def test_every_letter_arrives_once_and_is_known_as_sent(desk: Desk, serve: Serve, *, implicit: bool) -> None:
    server = serve(implicit=implicit)

    run = desk.send(server)

    assert [each.state for each in run.outcomes] == [State.SENT] * 3
    assert desk.states() == [State.SENT] * 3
    assert server.arrived() == ["office0@example.org", "office1@example.org", "office2@example.org"]
    assert (run.left, run.stopped, run.interrupted) == ([], None, False)
