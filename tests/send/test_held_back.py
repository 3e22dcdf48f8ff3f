"""Letters that could put their writer in danger stay, and the others leave."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Advocate, Ran
    from tests.send.conftest import PostOffice

pytestmark = pytest.mark.loopback


@pytest.fixture
def campaign_of_two(campaign: Path) -> tuple[str, ...]:
    """Return the words for a campaign in which another office than Kazakhstan's has an e-mail address."""
    file = campaign / "contacts.yaml"
    words = file.read_text(encoding="utf-8")
    before, head, rest = words.partition("  - id: afet-chair\n")
    details = "    contact_details:\n"
    assert head
    assert details in rest
    email = "      - {type: email, value: afet@example.org, source: report-2018, checked: 2026-11}\n"
    file.write_text(before + head + rest.replace(details, details + email, 1), encoding="utf-8")
    return ("--campaign", str(campaign))


def logged(advocate: Advocate) -> set[str]:
    ran = advocate("log", "--format", "json")
    return {entry["contact"] for entry in json.loads(ran.out)}


def test_only_what_does_no_harm_leaves_and_is_logged(
    really: Callable[..., Ran], post_office: PostOffice, advocate: Advocate, campaign_of_two: tuple[str, ...]
) -> None:
    ran = really(*campaign_of_two, "--to", "ombudsman,afet-chair", "--ties", "KZ")
    assert ran.code == 3, ran.err
    assert [each.to for each in post_office.delivered] == [["afet@example.org"]]
    assert logged(advocate) == {"afet-chair"}
    assert "1 letter is held back for your safety" in ran.err
    again = really(*campaign_of_two, "--to", "ombudsman,afet-chair", "--ties", "KZ", "--format", "json")
    assert again.code == 3
    told = json.loads(again.out)
    assert told["letters"] == []
    assert told["held_back"] == [{"contact": "ombudsman", "countries": ["KZ"]}]
    assert len(post_office.delivered) == 1
    accepted = really(*campaign_of_two, "--to", "ombudsman", "--ties", "KZ", "--accept-risk", "KZ")
    assert accepted.code == 0, accepted.err
    assert len(post_office.delivered) == 2
    assert all(b"KZ" not in each.data for each in post_office.delivered)
