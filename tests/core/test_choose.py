"""Whom a word means."""

from __future__ import annotations

from pathlib import Path

import pytest

from advocate.core.choose import choose, search
from advocate.core.problems import ProblemsError
from advocate.sources.registry import read_registry
from tests.conftest import TODAY

OFFICES = read_registry(Path(__file__).parents[2] / "contacts.yaml", "contacts.yaml").offices


def ids(*to: str, without: tuple[str, ...] = ()) -> list[str]:
    return [office.contact.id for office in choose(OFFICES, to, without, day=TODAY)]


def test_an_office_named_twice_gets_one_letter() -> None:
    assert ids("wgad", "un", "ohchr,wgad") == [
        "un-high-commissioner",
        "sr-freedom-of-expression",
        "sr-freedom-of-assembly",
        "wgad",
    ]


def test_the_order_is_that_of_the_registry_and_not_of_the_words() -> None:
    assert ids("canada-pmo", "prosecutor-general") == ["prosecutor-general", "canada-prime-minister"]


def test_spaces_and_empty_words_do_not_matter() -> None:
    assert ids(" wgad , ,", "") == ["wgad"]


def test_all_less_all_is_nobody() -> None:
    assert ids("all", without=("all",)) == []


def test_every_unknown_word_is_named_with_the_nearest_known_one() -> None:
    with pytest.raises(ProblemsError) as caught:
        choose(OFFICES, ["prosecutor-genral", "EU"], ["nobody-at-all"], day=TODAY)
    opening = "no office, institution or group is called "
    said = [str(problem).removeprefix(opening) for problem in caught.value.problems]
    assert said == [
        "'prosecutor-genral' (did you mean 'prosecutor-general'?) [to.unknown]",
        "'EU' (did you mean 'eu'?) [to.unknown]",
        "'nobody-at-all'; 'advocate contacts list' shows them all [to.unknown]",
    ]


def test_a_search_finds_titles_institutions_groups_and_holders_in_any_case() -> None:
    assert [office.contact.id for office in search(OFFICES, "ARBITRARY")] == ["wgad"]
    assert len(search(OFFICES, "kazakhstan")) == 7
    assert [office.contact.id for office in search(OFFICES, "jagland")] == ["coe-secretary-general"]
    assert search(OFFICES, "xyzzy") == ()
