"""Reading what the review knows of a language: the word lists in `advocate/data`."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.core.lexicon import Entries, Lexicon, Tone, ToneWords, looked_for
from advocate.core.problems import ProblemsError
from advocate.sources import yaml_nodes
from advocate.sources.reading import Reading

if TYPE_CHECKING:
    from advocate.sources.nodes import Node

CODE = "lexicon"


def read_lexicon(language: str) -> Lexicon:
    """Return the words of a language; an empty lexicon where there is none of it.

    They come with the program and not with a campaign. Raises ProblemsError with every mistake in the list.
    """
    name = f"lexicon.{language}.yaml"
    file = Path(str(files("advocate"))) / "data" / name
    if not file.is_file():
        return Lexicon()
    document = yaml_nodes.load(file, name, CODE)
    reading = Reading(document, CODE, list(document.problems))
    lexicon = lexicon_of(reading.root())
    if reading.problems:
        raise ProblemsError(reading.problems)
    return lexicon


def lexicon_of(root: Node) -> Lexicon:
    """Return the words that a node holds."""
    with root:
        return Lexicon(
            tone=tuple(_tone(node) for node in root.each("tone")),
            asks=root.part("asks", _entries_of),
            orders=root.part("orders", _entries_of),
            courtesies=root.part("courtesies", _entries_of),
            kin=root.part("kin", _entries_of),
            abbreviations=_listed(root, "abbreviations"),
            everyday=frozenset(_listed(root, "everyday")),
            letters=root.maybe_line("letters") or "",
        )


def _tone(node: Node) -> ToneWords:
    with node:
        return ToneWords(node.choice("kind", Tone), node.line("reason"), _entries(node))


def _entries_of(node: Node) -> Entries:
    with node:
        return _entries(node)


def _entries(node: Node) -> Entries:
    return Entries(_listed(node, "words"), _listed(node, "stems"))


def _listed(node: Node, key: str) -> tuple[str, ...]:
    """Return words that stand in one text with commas between them.

    A list would be read item by item, and hundreds of items would take longer than all else in a letter.
    """
    text = node.maybe_line(key) or ""
    return tuple(filter(None, (word.strip() for word in looked_for(text).split(","))))
