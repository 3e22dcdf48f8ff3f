"""A registry far larger than the shipped one; how long it takes is measured by benchmarks/registry.py."""

from __future__ import annotations

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Advocate

MADE_UP = Path(__file__).parents[1] / "benchmarks" / "made_up.py"
OFFICES = 240


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Return the folder of a registry as the benchmark makes it, but smaller."""
    spec = spec_from_file_location("made_up", MADE_UP)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    lines = [*module.registry(OFFICES)]
    assert lines == [*module.registry(OFFICES)]
    (tmp_path / "contacts.yaml").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_the_registry_of_the_benchmark_is_right_and_every_way_of_asking_for_all_gives_all(
    advocate: Advocate, large: Path
) -> None:
    command = ("contacts", "list", "--format", "json", "--campaign", large)
    plain = advocate(*command)
    assert (plain.code, plain.err) == (0, "")
    assert len(json.loads(plain.out)) == OFFICES
    groups = ",".join(f"group-{number}" for number in range(8))
    assert advocate(*command, "--search", "office-").out == plain.out
    assert advocate(*command, "--to", groups).out == plain.out


def test_where_very_many_words_are_wrong_all_are_told_and_the_first_hundred_with_the_nearest(
    advocate: Advocate, large: Path
) -> None:
    file = large / "contacts.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    institution: inst", "    institution: isnt"), encoding="utf-8")
    lines = advocate("contacts", "list", "--campaign", large).err.splitlines()
    assert len(lines) == OFFICES
    assert [("did you mean 'institution-" in line) for line in lines] == [True] * 100 + [False] * 140


def test_an_empty_list_and_one_of_a_single_office_are_json(advocate: Advocate, large: Path) -> None:
    command = ("contacts", "list", "--format", "json", "--campaign", large)
    assert advocate(*command, "--search", "nobody at all").out == "[]\n"
    assert [office["id"] for office in json.loads(advocate(*command, "--to", "office-7").out)] == ["office-7"]
