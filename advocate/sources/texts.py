"""Reading the words of letters and the page layouts: the one place where Jinja is used.

A letter's text may hold placeholders and conditions on them, and nothing else: no loops, calls, filters or
includes. That is all a letter needs, and a campaign from a stranger can do no harm with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean
from advocate.sources import yaml_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from jinja2 import Template

CODE = "letter"

PLACEHOLDERS: tuple[str, ...] = (
    "office.title",
    "office.institution",
    "office.group",
    "sender.name",
    "sender.city",
    "sender.country",
    "sender.occupation",
    "sender.link",
    "campaign.title",
    "campaign.source",
    "campaign.publisher",
    "campaign.url",
    "campaign.as_of",
    "ask",
    "outcome",
    "date",
    "note",
)
"""The closed vocabulary of a letter's text; `core.compose` gives each of them its value."""

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.Name,
    nodes.Getattr,  # of a name, so that it stands in the vocabulary as a whole
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
)


@dataclass(frozen=True)
class Text:
    """A letter's words in one version and language, ready to be filled."""

    language: str
    placeholders: tuple[str, ...]
    _template: Template

    def fill(self, values: Mapping[str, object]) -> str:
        """Return the words with every placeholder filled: subject line, an empty line, the body."""
        return self._template.render(values)


def read_text(file: Path, name: str, language: str) -> Text:
    """Return the text in a file; `name` is what problems call it.

    Raises ProblemsError for every unknown placeholder, a missing subject line, a missing ask, own words that
    do not stand alone, and anything but placeholders and conditions.
    """
    words = yaml_nodes.text_of(file, name, CODE).replace("\r\n", "\n")
    problems = list(_shape_problems(words, name))
    environment = _environment(autoescape=False)
    try:
        tree = environment.parse(words)
        problems += _tree_problems(tree, words, name)
        if not problems:
            code = environment.compile(tree, name)
    except TemplateSyntaxError as error:
        message = (
            "a placeholder or condition is not closed or not understood: look at {{ … }} and {% … %} here"
        )
        problems.append(Problem(f"{CODE}.syntax", message, _opening(words, error.lineno, name)))
    except RecursionError:
        message = "placeholders or conditions are nested too deeply"
        longest = max(words.split("\n"), key=len)
        problems.append(Problem(f"{CODE}.too-deep", message, _place(words, words.index(longest), name)))
    if problems:
        raise ProblemsError(problems)
    template = environment.template_class.from_code(environment, code, environment.make_globals(None))
    return Text(language, tuple(dict.fromkeys(_dotted_names(tree))), template)


def page_layout(file: Path) -> Callable[[Mapping[str, object]], str]:
    """Return a function that fills a page layout (HTML, everything escaped) with values."""
    template = _environment(autoescape=True).from_string(file.read_text(encoding="utf-8"))
    return template.render


def _environment(*, autoescape: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=autoescape, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    if not autoescape:
        environment.globals.clear()
        environment.filters.clear()
    return environment


def _shape_problems(words: str, name: str) -> Iterator[Problem]:
    first, _, rest = words.partition("\n")
    if not first.startswith("Subject:") or not first.removeprefix("Subject:").strip():
        message = "the first line must be the subject: 'Subject: …'"
        yield Problem(f"{CODE}.no-subject", message, Place(name, 1, 1))
    elif rest.split("\n", 1)[0].strip():
        message = "an empty line must part the subject from the text"
        yield Problem(f"{CODE}.no-empty-line", message, Place(name, 2, 1))
    if not rest.strip():
        yield Problem(f"{CODE}.no-text", "there is no text below the subject", Place(name, 1, 1))
    for paragraph in _PARAGRAPH.finditer(words):
        note = _NOTE.search(paragraph[0])
        if note and note[0] != paragraph[0].strip():
            message = "{{ note }} must stand alone, with an empty line above and below it"
            yield Problem(
                f"{CODE}.note-not-alone", message, _place(words, paragraph.start() + note.start(), name)
            )


def _tree_problems(tree: nodes.Template, words: str, name: str) -> Iterator[Problem]:
    unknown = [word for word in dict.fromkeys(_dotted_names(tree)) if word not in PLACEHOLDERS]
    for word in unknown:
        near = did_you_mean(word, PLACEHOLDERS) or "; 'advocate letters show' lists those there are"
        for place in _mentions(word, words, name):
            yield Problem(f"{CODE}.unknown-placeholder", f"unknown placeholder {word!r}{near}", place)
    strange = [node for node in _nodes(tree) if not isinstance(node, _ALLOWED)]
    for place in dict.fromkeys(_opening(words, node.lineno, name) for node in strange):
        message = "only placeholders such as {{ sender.name }} and {% if … %} are allowed in a letter"
        yield Problem(f"{CODE}.not-allowed", message, place)
    said = [word for node in tree.body if isinstance(node, nodes.Output) for word in _dotted_names(node)]
    if "ask" not in said:
        message = "the text never says {{ ask }}: it asks for nothing"
        if "ask" in [word for node in tree.find_all(nodes.Output) for word in _dotted_names(node)]:
            message = "the text says {{ ask }} only under a condition: else it asks for nothing"
        yield Problem(f"{CODE}.no-ask", message, Place(name))


_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_NOTE = re.compile(r"\{\{-?\s*note\s*-?\}\}")
_BRACES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CONDITION = re.compile(r"\{%-?\s*(if|endif)\b")


def _dotted_names(tree: nodes.Node) -> Iterator[str]:
    """Yield every name that a text uses, as `sender.name`, in order."""
    dotted = _dotted(tree)
    if dotted:
        yield dotted
        return
    for child in tree.iter_child_nodes():
        yield from _dotted_names(child)


def _dotted(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        before = _dotted(node.node)
        return before and f"{before}.{node.attr}"
    return None


def _nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _nodes(child)


def _mentions(word: str, words: str, name: str) -> Iterator[Place]:
    """Yield every place inside braces where a name stands: Jinja itself knows lines and no columns."""
    dotted = r"\s*\.\s*".join(re.escape(part) for part in word.split("."))
    pattern = re.compile(rf"(?<![\w.]){dotted}(?![\w.])")
    for braces in _BRACES.finditer(words):
        for found in pattern.finditer(braces[0]):
            yield _place(words, braces.start() + found.start(), name)


def _opening(words: str, line: int, name: str) -> Place:
    """Return where what Jinja refuses begins: braces or a condition never closed, else braces on its line."""
    closed = _BRACES.sub(lambda braces: " " * len(braces[0]), words)
    torn = re.search(r"\{[{%#]", closed)
    if torn:
        return _place(words, torn.start(), name)
    begun: list[int] = []
    for condition in _CONDITION.finditer(words):
        if condition[1] == "if":
            begun.append(condition.start())
        elif begun:
            begun.pop()
    if begun:
        return _place(words, begun[-1], name)
    for braces in _BRACES.finditer(words):
        if words.count("\n", 0, braces.end()) + 1 >= line:
            return _place(words, braces.start(), name)
    return Place(name, line, 1)


def _place(words: str, position: int, name: str) -> Place:
    before = words[:position]
    return Place(name, before.count("\n") + 1, position - before.rfind("\n"))
