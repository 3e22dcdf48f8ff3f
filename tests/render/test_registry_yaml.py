"""A registry written as YAML is the registry that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from advocate.render.registry_yaml import registry_text, yaml_text
from advocate.sources import yaml_nodes
from advocate.sources.registry import read_registry

if TYPE_CHECKING:
    from pathlib import Path


def test_the_shipped_registry_comes_back_as_it_was(tmp_path: Path, shipped: Path) -> None:
    registry = read_registry(shipped / "contacts.yaml", "contacts.yaml")
    file = tmp_path / "contacts.yaml"
    file.write_text(registry_text(registry), encoding="utf-8")
    assert read_registry(file, "contacts.yaml") == registry


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)))
def test_any_text_comes_back_as_it_was(texts: list[str]) -> None:
    """Whatever people type: colons, quotes, line separators, `NO`, `2018`, `- `."""
    written = [text.replace("\ufeff", "") or "x" for text in texts]
    builder = yaml_nodes._Builder("", "", with_marks=False)  # noqa: SLF001 - the reader without a file
    assert builder.read(yaml_text({"texts": list(written)})) == {"texts": written}
