"""JSON as plain data with places: every scalar a text, nothing twice, nothing too deep."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources.exchange.entries import CODE, pruned
from advocate.sources.yaml_nodes import DEEPEST, Document

if TYPE_CHECKING:
    from advocate.core.columns import Tree
    from advocate.sources.yaml_nodes import Data, Path_


@dataclass(frozen=True)
class JsonDocument(Document):
    """A JSON file as it was read; a place in it is a JSON pointer (RFC 6901) behind the file's name."""

    def place(self, path: Path_, *, key: bool = False) -> Place:
        """Return where a value stands."""
        del key
        steps = [str(step).replace("~", "~0").replace("/", "~1") for step in path]
        return Place(f"{self.name}:/{'/'.join(steps)}" if steps else self.name)


def json_document(text: str, name: str) -> JsonDocument:
    """Return the document of a JSON text, without what is null or empty.

    Raises ProblemsError where it is no JSON (RFC 8259), repeats a key, or goes too deep.
    """
    whole = Place(name)

    def refused(words: str) -> ProblemsError:
        return ProblemsError([Problem(f"{CODE}.json", words, whole)])

    def with_its_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
            words = f"the key {twice!r} stands twice in one object"
            raise refused(words)
        return found

    def no_constant(word: str) -> NoReturn:
        words = f"{word} is no value of JSON (RFC 8259, section 6)"
        raise refused(words)

    deep = ProblemsError([Problem(f"{CODE}.too-deep", f"nested more than {DEEPEST} levels deep", whole)])
    try:
        data = json.loads(
            text, object_pairs_hook=with_its_keys, parse_int=str, parse_float=str, parse_constant=no_constant
        )
    except json.JSONDecodeError as error:
        words = "this is not JSON: look for a missing comma, quote or bracket here or just above"
        place = Place(name, error.lineno, error.colno)
        raise ProblemsError([Problem(f"{CODE}.json", words, place)]) from None
    except RecursionError:
        raise deep from None
    if _depth(data) > DEEPEST:
        raise deep
    return JsonDocument(name, "", pruned(_data(data)))


def tree_in(data: object) -> Tree:
    """Return decoded JSON as an entry's plain data; what is no text becomes one."""
    if isinstance(data, dict):
        return {str(key): tree_in(value) for key, value in data.items()}
    return [tree_in(value) for value in data] if isinstance(data, list) else str(data)


def _depth(data: object) -> int:
    depth, level = 0, [data]
    while level:
        depth += 1
        level = [
            inner
            for item in level
            if isinstance(item, (dict, list))
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return depth


def _data(data: object) -> Data:
    """Return decoded JSON in the shape that YAML files are read in."""
    if isinstance(data, dict):
        return {key: _data(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_data(value) for value in data]
    if isinstance(data, bool):
        return "true" if data else "false"
    return data if isinstance(data, str) else None
