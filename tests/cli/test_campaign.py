"""`advocate campaign schema`: what an editor has to know of the files that people edit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Advocate

FILES = ("contacts", "campaign", "letter", "sender")


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_printed_as_it_is_shipped(advocate: Advocate, shipped: Path, name: str) -> None:
    """CONTRIBUTING says how to renew the shipped ones."""
    ran = advocate("campaign", "schema", name)
    assert (ran.code, ran.err) == (0, "")
    file = shipped / "templates" / "schemas" / f"{name}.schema.json"
    assert ran.out == file.read_text(encoding="utf-8")
    assert json.loads(ran.out)["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_no_other_schema_is_shipped(shipped: Path) -> None:
    found = {file.name for file in (shipped / "templates" / "schemas").iterdir()}
    assert found == {f"{name}.schema.json" for name in FILES}


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("contact", "(did you mean 'contacts'?)"),
        ("Letter", "(did you mean 'letter'?)"),
        ("xyz", "(there are: contacts, campaign, letter, sender)"),
    ],
)
def test_a_schema_that_is_not_there_is_told_with_the_nearest(
    advocate: Advocate, name: str, near: str
) -> None:
    ran = advocate("campaign", "schema", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"there is no schema {name!r} {near} [schema.unknown]\n"


def test_without_a_name_nothing_is_printed(advocate: Advocate) -> None:
    ran = advocate("campaign", "schema")
    assert (ran.code, ran.out) == (2, "")
    assert "FILE" in ran.err
