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
    nodes.Getattr,
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

    Raises ProblemsError for every unknown placeholder, a missing subject line, a missing ask, and anything
    but placeholders and conditions.
    """
    words = yaml_nodes.text_of(file, name, CODE).replace("\r\n", "\n")
    problems = list(_shape_problems(words, name))
    environment = _environment(autoescape=False)
    try:
        tree = environment.parse(words)
    except TemplateSyntaxError as error:
        message = (
            "a placeholder or condition is not closed or not understood: look at {{ … }} and {% … %} here"
        )
        problems.append(Problem(f"{CODE}.syntax", message, Place(name, error.lineno, 1)))
        raise ProblemsError(problems) from None
    used = list(_placeholders(tree))
    problems += _placeholder_problems(tree, used, words, name)
    if "ask" not in [word for word, _ in used]:
        problems.append(
            Problem(f"{CODE}.no-ask", "the text never says {{ ask }}: it asks for nothing", Place(name))
        )
    if problems:
        raise ProblemsError(problems)
    code = environment.compile(tree, name)
    template = environment.template_class.from_code(environment, code, environment.make_globals(None))
    return Text(language, tuple(dict.fromkeys(word for word, _ in used)), template)


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


def _placeholders(tree: nodes.Node) -> Iterator[tuple[str, int]]:
    """Yield every dotted name that a text uses, with its line."""
    if isinstance(tree, nodes.Getattr) and isinstance(tree.node, nodes.Name):
        yield f"{tree.node.name}.{tree.attr}", tree.lineno
        return
    if isinstance(tree, nodes.Name):
        yield tree.name, tree.lineno
    for child in tree.iter_child_nodes():
        yield from _placeholders(child)


def _placeholder_problems(
    tree: nodes.Template, used: list[tuple[str, int]], words: str, name: str
) -> Iterator[Problem]:
    lines = words.split("\n")
    for word in dict.fromkeys(word for word, _ in used if word not in PLACEHOLDERS):
        near = did_you_mean(word, PLACEHOLDERS) or "; 'advocate letters show' lists those there are"
        for place in _places(word, [line for other, line in used if other == word], lines, name):
            yield Problem(f"{CODE}.unknown-placeholder", f"unknown placeholder {word!r}{near}", place)
    for node in _nodes(tree):
        if not isinstance(node, _ALLOWED):
            message = "only placeholders such as {{ sender.name }} and {% if … %} are allowed in a letter"
            yield Problem(f"{CODE}.not-allowed", message, Place(name, node.lineno, 1))


def _places(word: str, at: list[int], lines: list[str], name: str) -> Iterator[Place]:
    # Jinja knows the line of a placeholder, and of a block the line of its first word; never the column.
    pattern = re.compile(r"\s*\.\s*".join(re.escape(part) for part in word.split(".")))
    for line in sorted(set(at)):
        for number in range(line, len(lines) + 1):
            found = pattern.search(lines[number - 1])
            if found:
                yield Place(name, number, found.start() + 1)
                break
        else:
            yield Place(name, line, 1)


def _nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _nodes(child)
