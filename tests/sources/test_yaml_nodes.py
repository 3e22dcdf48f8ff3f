"""YAML as plain lists, mappings and text, and the place of every one of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advocate.core.deceptive import first_mark
from advocate.core.problems import Place, ProblemsError
from advocate.sources.yaml_nodes import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advocate.sources.yaml_nodes import Data, Document, Path_

    Read = Callable[[str], Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a text as the file `it.yaml`."""

    def read_(words: str) -> Document:
        file = tmp_path / "it.yaml"
        file.write_bytes(words.encode())
        return load(file, "it.yaml", "it")

    return read_


def place(line: int, column: int) -> Place:
    """Return a place in the file."""
    return Place("it.yaml", line, column)


# ── What it reads ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "data"),
    [
        ("a: b\n", {"a": "b"}),
        ("a: b", {"a": "b"}),
        ("- a\n- b\n", ["a", "b"]),
        ("a:\n- b\n- c\n", {"a": ["b", "c"]}),
        ("a:\n  - b: c\n    d: e\n  - f\n", {"a": [{"b": "c", "d": "e"}, "f"]}),
        ("- - a\n  - b\n- []\n- {}\n", [["a", "b"], [], {}]),
        ("{a: b, c: [d, {e: f}]}\n", {"a": "b", "c": ["d", {"e": "f"}]}),
        ("[a: b, c]\n", [{"a": "b"}, "c"]),
        ("a: |\n  b\n  c\nd: |-\n  e\n", {"a": "b\nc\n", "d": "e"}),
        ("a: >-\n  b\n  c\n\n  d\n", {"a": "b c\nd"}),
        ("a: b\n  c\n", {"a": "b c"}),
        ("'a b': \"c\\td\"\n", {"a b": "c\td"}),
        ("? a\n: b\n", {"a": "b"}),
        ("1: 2\n", {"1": "2"}),
        ("word\n", "word"),
        ("--- # one\na: b\n...\n", {"a": "b"}),
        ("%YAML 1.2\n---\na: b\n", {"a": "b"}),
        ("a: ! b\n", {"a": "b"}),
        ("<<: {a: b}\n", {"<<": {"a": "b"}}),
        ("'': a\n", {"": "a"}),
        ("a: b # c\n", {"a": "b"}),
        ("a: b#c\n", {"a": "b#c"}),
        ("a: 'b''c'\n", {"a": "b'c"}),
        ('a: ""\n', {"a": ""}),
        ("a: ''\n", {"a": ""}),
    ],
)
def test_yaml_becomes_lists_mappings_and_text(read: Read, words: str, data: Data) -> None:
    document = read(words)
    assert document.data == data
    assert document.problems == ()


@pytest.mark.parametrize(
    "word",
    [
        "NO",
        "no",
        "yes",
        "on",
        "true",
        "~",
        "null",
        "1",
        "1.0",
        "1e3",
        "0x1F",
        "0o17",
        "1_000",
        "2018-04-01",
        "2018-04-01T10:00:00Z",
        "12:30:45",
        ".inf",
        ".nan",
        "=",
        "+1",
        "=a",
    ],
)
def test_an_unquoted_word_stays_what_was_written(read: Read, word: str) -> None:
    assert read(f"a: {word}\n{word}: [{word}]\n").data == {"a": word, word: [word]}


@pytest.mark.parametrize(
    ("words", "data"),
    [
        ("a:\n", {"a": None}),
        ("a:\nb: c\n", {"a": None, "b": "c"}),
        ("a: # nothing\nb: c\n", {"a": None, "b": "c"}),
        ("-\n- b\n", [None, "b"]),
        ("{a: , b}\n", {"a": None, "b": None}),
        ("? a\n", {"a": None}),
    ],
)
def test_a_value_left_empty_is_none(read: Read, words: str, data: Data) -> None:
    assert read(words).data == data


@pytest.mark.parametrize(
    "words", ["", " ", "\n\n", "# a\n", "---\n", "---\n# a\n...\n", "\ufeff", "%YAML 1.2\n---\n"]
)
def test_a_file_with_nothing_in_it_is_a_problem(read: Read, words: str) -> None:
    with pytest.raises(ProblemsError, match=r"^it\.yaml:1:1: the file is empty \[it\.empty\]$"):
        read(words)


def test_a_byte_order_mark_is_not_part_of_the_text(read: Read) -> None:
    document = read("\ufeffa: b\n")
    assert document.data == {"a": "b"}
    assert document.place(("a",), key=True) == place(1, 1)
    assert document.place(("a",)) == place(1, 4)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system_are_line_ends(read: Read, end: str) -> None:
    document = read("a: |\n  b\n  c\nd:\n  - e\n".replace("\n", end))
    assert document.data == {"a": "b\nc\n", "d": ["e"]}
    assert document.place(("d", 0)) == place(5, 5)


# ── Where it stands ──────────────────────────────────────────────────────────────────────────────────────

BLOCK = """\
# a comment
name: Ada
empty:
towns:
  - Berlin
  - 'Oslo'
  -   "Tromsø"
homes:
- street: Mill Lane
  note: |
    one
    two
- {street: Hill, number: [1, 22]}
"äöü": {ж: x}
last:   >-
  folded
"""

PLACES: dict[Path_, tuple[int, int]] = {
    (): (2, 1),
    ("name",): (2, 7),
    ("towns",): (5, 3),
    ("towns", 0): (5, 5),
    ("towns", 1): (6, 5),
    ("towns", 2): (7, 7),
    ("homes",): (9, 1),
    ("homes", 0): (9, 3),
    ("homes", 0, "street"): (9, 11),
    ("homes", 0, "note"): (10, 9),
    ("homes", 1): (13, 3),
    ("homes", 1, "street"): (13, 12),
    ("homes", 1, "number"): (13, 26),
    ("homes", 1, "number", 0): (13, 27),
    ("homes", 1, "number", 1): (13, 30),
    ("äöü",): (14, 8),
    ("äöü", "ж"): (14, 12),
    ("last",): (15, 9),
}

KEYS: dict[Path_, tuple[int, int]] = {
    ("name",): (2, 1),
    ("empty",): (3, 1),
    ("towns",): (4, 1),
    ("homes",): (8, 1),
    ("homes", 0, "street"): (9, 3),
    ("homes", 0, "note"): (10, 3),
    ("homes", 1, "street"): (13, 4),
    ("homes", 1, "number"): (13, 18),
    ("äöü",): (14, 1),
    ("äöü", "ж"): (14, 9),
    ("last",): (15, 1),
}


@pytest.mark.parametrize(("path", "expected"), PLACES.items(), ids=str)
def test_a_value_has_its_place(read: Read, path: Path_, expected: tuple[int, int]) -> None:
    assert read(BLOCK).place(path) == place(*expected)


@pytest.mark.parametrize(("path", "expected"), KEYS.items(), ids=str)
def test_a_key_has_its_place(read: Read, path: Path_, expected: tuple[int, int]) -> None:
    assert read(BLOCK).place(path, key=True) == place(*expected)


def test_an_empty_value_stands_on_the_line_of_its_key(read: Read) -> None:
    assert read(BLOCK).place(("empty",)) == place(3, 7)


def test_an_item_of_a_list_has_no_key_and_so_its_own_place(read: Read) -> None:
    assert read(BLOCK).place(("towns", 1), key=True) == place(6, 5)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("nobody",), (2, 1)),
        (("towns", 9), (5, 3)),
        (("homes", 0, "postcode"), (9, 3)),
        (("homes", 0, "postcode", 3, "deeper"), (9, 3)),
        (("name", "first"), (2, 7)),
        (("homes", 1, "number", 2), (13, 26)),
    ],
    ids=str,
)
def test_what_is_not_there_has_the_place_of_what_would_hold_it(
    read: Read, path: Path_, expected: tuple[int, int]
) -> None:
    assert read(BLOCK).place(path) == place(*expected)


def test_of_a_key_that_stands_twice_the_first_is_read_and_pointed_at(read: Read) -> None:
    document = read("a: b\nc: {d: e}\na: f\nc: {d: g, h: i}\n")
    assert document.data == {"a": "b", "c": {"d": "e"}}
    assert [(problem.code, problem.place) for problem in document.problems] == [
        ("yaml.duplicate-key", place(3, 1)),
        ("yaml.duplicate-key", place(4, 1)),
    ]
    assert document.place(("a",)) == place(1, 4)
    assert document.place(("c", "d")) == place(2, 8)
    assert document.place(("a",), key=True) == place(1, 1)
    assert document.place(("c",), key=True) == place(2, 1)
    assert document.place(("c", "d"), key=True) == place(2, 5)


def test_a_key_that_stands_three_times_is_told_twice(read: Read) -> None:
    document = read("a: b\na: c\na: d\n")
    assert [problem.place for problem in document.problems] == [place(2, 1), place(3, 1)]


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_no_data_hides_in_a_comment(read: Read, separator: str) -> None:
    """No editor ends a line, and so a comment, here; YAML 1.1 did, and 1.2 does not (1.2.2, section 5.4)."""
    try:
        document = read(f"# a{separator}b: c\nd: e\n")
    except ProblemsError:
        return
    assert document.data == {"d": "e"}
    assert document.place(("d",)) == place(2, 4)


def test_columns_count_characters_and_not_bytes(read: Read) -> None:
    assert read("{ж🎈: a, b: c}\n").place(("b",), key=True) == place(1, 9)


# ── Anything that can be written down ────────────────────────────────────────────────────────────────────

# Controls, and other marks that could deceive, have no place in a text, however they are written.
TEXT = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff\u2028\u2029")
WORDS = st.text(TEXT, max_size=12).filter(lambda words: first_mark(words) is None) | (
    st.sampled_from(
        ["NO", "null", "", "2018-04", "a: b", "- a", "#", "'", '"', "a\nb", " a ", "\t", "{", "*a", "&"]
    )
)
DATA: st.SearchStrategy[Data] = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(WORDS.filter(lambda key: len(key) < 9), inner, max_size=4)
    ),
    max_leaves=12,
)


class _Dumper(yaml.SafeDumper):
    """Writes what stands in two places twice, since aliases are not read."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def _loaded(words: str) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "it.yaml"
        file.write_bytes(words.encode())
        return load(file, "it.yaml", "it")


def _paths(data: Data, path: Path_ = ()) -> Iterator[tuple[Path_, Data]]:
    yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _paths(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _paths(value, (*path, number))


def _node_at(node: yaml.Node, path: Path_) -> tuple[yaml.Node | None, yaml.Node]:
    """Walk PyYAML's own tree to the key and the value at the end of a path."""
    key: yaml.Node | None = None
    for step in path:
        if isinstance(step, int):
            key, node = None, node.value[step]
        else:
            key, node = next((key, value) for key, value in node.value if key.value == step)
    return key, node


WAYS = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, True, False]),
        "default_style": st.sampled_from([None, "'", '"', "|", ">"]),
        "allow_unicode": st.booleans(),
        "width": st.sampled_from([20, 80]),
        "indent": st.integers(2, 6),
    }
)
"""The ways in which PyYAML can write the same data."""


@given(DATA, WAYS)
def test_whatever_is_written_down_is_read_back_and_has_its_place(data: Data, way: dict[str, Any]) -> None:
    words: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, **way)
    for tag in ("str", "map", "seq"):
        words = words.replace(f"!!{tag} ", "")
    document = _loaded(words)
    assert document.data == data
    assert document.problems == ()
    tree = yaml.compose(words, Loader=yaml.SafeLoader)
    assert tree is not None
    lines = words.split("\n")
    for path, value in _paths(data):
        key, node = _node_at(tree, path)
        for found, at_key in ((node, False), (key, True)):
            if found is None:
                continue
            there = document.place(path, key=at_key)
            mark = found.start_mark
            assert (there.file, there.line, there.column) == ("it.yaml", mark.line + 1, mark.column + 1)
        there = document.place(path)
        assert there.line is not None
        assert there.column is not None
        first = lines[there.line - 1][there.column - 1 :]
        if isinstance(value, str) and value:
            assert first[0] in {"'", '"', "|", ">", value[0]}
        elif isinstance(value, list) and value:
            assert first[0] in "[-"
