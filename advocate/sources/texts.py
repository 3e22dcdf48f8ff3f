"""Reading the words of letters and the page layouts: the one place where Jinja is used.

A letter's text may hold placeholders, conditions on them and parts that several texts share, and nothing
else: no loops, calls or filters. That is all a letter needs, and a campaign from a stranger can do no harm
with it. A part is put in by this module, before anything is compiled: it comes from the folders of parts
and from nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean
from advocate.sources import yaml_nodes
from advocate.sources.nodes import is_id
from advocate.sources.shelf import CODE, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from jinja2 import Template

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

_CALL = "call"
"""The part that is no part of a letter: what to say on the telephone."""

_SAID_IN_CALLS = (*(word for word in PLACEHOLDERS if word != "note"), "brief")
"""The vocabulary of a call: the case in two sentences, and no paragraph of the writer's own."""

REMINDER = "reminder"
"""The part that is a letter of its own: what reminds an office of a letter that it has not answered."""

BY_THEMSELVES = (_CALL, REMINDER)
"""The parts that no text takes in: each is read for its own sake."""

SAID_IN_REMINDERS = (
    *PLACEHOLDERS,
    "brief",
    "first.date",
    "first.subject",
    "first.by_post",
    "first.by_email",
    "first.by_form",
    "first.by_phone",
    "reminded",
)
"""The vocabulary of a reminder: the letter it reminds of, how that went, and when it was reminded of last."""

_ALLOWED = (
    nodes.Template,
    nodes.Include,
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

_NOT_IN_PARTS = ("ask", "note")
"""What a reader of the letter's text itself must see there."""


@dataclass(frozen=True)
class Text:
    """A letter's words in one version and language, ready to be filled."""

    language: str
    placeholders: tuple[str, ...]
    said: str
    """The campaign's own words in it, those of its parts too, without what the placeholders bring."""
    weighs: frozenset[str]
    """The placeholders by which it decides what to say: those that do more than stand where they are."""
    _template: Template

    def fill(self, values: Mapping[str, object]) -> str:
        """Return the words with every placeholder filled: subject line, an empty line, the body."""
        return self._template.render(values)


def read_text(file: Path, name: str, language: str, shelf: Shelf | None = None) -> Text:
    """Return the text in a file; `name` is what problems call it.

    Raises ProblemsError for every unknown placeholder or part, a missing subject line, a missing ask, own
    words that do not stand alone, and anything but placeholders, conditions and parts.
    """
    words = yaml_nodes.lines_of(file, name, CODE)
    return _letter(words, name, language, shelf or Shelf(()), PLACEHOLDERS)


def read_reminder(shelf: Shelf, language: str) -> Text | None:
    """Return the reminder of a letter in a language, or None where nobody has written it.

    It is a whole letter, and says `{{ first.date }}`, so that its reader can find the first. Raises
    ProblemsError with everything that is wrong in it, as for any letter.
    """
    found = shelf.find(REMINDER, language)
    if found is None:
        return None
    words, name = found
    text = _letter(words, name, language, shelf, SAID_IN_REMINDERS)
    if "first.date" not in text.placeholders:
        message = "the text never says {{ first.date }}: nobody would know which letter it reminds of"
        raise ProblemsError([Problem(f"{CODE}.no-first", message, Place(name))])
    return text


def _letter(words: str, name: str, language: str, shelf: Shelf, vocabulary: Sequence[str]) -> Text:
    problems = list(_shape_problems(words, name))
    environment = _environment(autoescape=False)
    tree: nodes.Template | None = None
    try:
        tree = _parse(environment, words, name, problems, vocabulary)
        if tree:
            problems += _ask_problems(tree, name)
            parts = _Parts(environment, shelf, language, words, name)
            tree = parts.visit(tree)
            problems += parts.problems
        if tree and not problems:
            template = _compiled(environment, tree, name)
    except RecursionError:
        problems.append(_too_deep(words, name))
    if tree is None or problems:
        raise ProblemsError(problems)
    return _text(language, tree, template)


def read_call(shelf: Shelf, language: str) -> Text | None:
    """Return what to say on the telephone in a language, or None where nobody has written it.

    It has no subject, says `{{ brief }}` and `{{ ask }}`, and takes in no parts. Raises ProblemsError with
    everything that is wrong in it.
    """
    found = shelf.find(_CALL, language)
    if found is None:
        return None
    words, name = found
    environment = _environment(autoescape=False)
    problems: list[Problem] = []
    tree = _parse(environment, words, name, problems, _SAID_IN_CALLS)
    if tree:
        problems += _ask_problems(tree, name)
        if "brief" not in _dotted_names(tree):
            message = "the text never says {{ brief }}: nobody would know what the call is about"
            problems.append(Problem(f"{CODE}.no-brief", message, Place(name)))
        for inner in tree.find_all(nodes.Include):
            message = "a part cannot take in another part"
            problems.append(Problem(f"{CODE}.part-in-part", message, _opening(words, inner.lineno, name)))
    if tree is None or problems:
        raise ProblemsError(problems)
    return _text(language, tree, _compiled(environment, tree, name))


def _text(language: str, tree: nodes.Template, template: Template) -> Text:
    names = tuple(dict.fromkeys(_dotted_names(tree)))
    return Text(language, names, _said(tree), _weighed(tree), template)


def _said(tree: nodes.Template) -> str:
    """Return all words of a text that stand in it, whatever their conditions."""
    pieces = (node for node in _nodes(tree) if isinstance(node, (nodes.TemplateData, nodes.Const)))
    return "".join(node.data if isinstance(node, nodes.TemplateData) else str(node.value) for node in pieces)


def _compiled(environment: ImmutableSandboxedEnvironment, tree: nodes.Template, name: str) -> Template:
    code = environment.compile(tree, name)
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


class _Parts(NodeTransformer):
    """Puts the parts that a text names in their places, and notes what is wrong with them."""

    def __init__(
        self, environment: ImmutableSandboxedEnvironment, shelf: Shelf, language: str, words: str, name: str
    ) -> None:
        self.problems: list[Problem] = []
        self._environment = environment
        self._shelf = shelf
        self._language = language
        self._words = words
        self._name = name

    def visit_Include(self, node: nodes.Include) -> list[nodes.Node]:  # noqa: N802 - Jinja's name for it
        """Return the nodes of the part; none where there is something wrong with it."""
        named = node.template.value if isinstance(node.template, nodes.Const) else None
        place = _opening(self._words, node.lineno, self._name)
        if not isinstance(named, str) or not is_id(named):
            message = "a part is named by small letters, digits and hyphens, in quotes"
            self.problems.append(Problem(f"{CODE}.part-name", message, place))
            return []
        try:
            found = self._shelf.find(named, self._language)
        except ProblemsError as error:
            self.problems += error.problems
            return []
        if found is None:
            known = self._shelf.parts(self._language)
            near = did_you_mean(named, known) or (f" (there are: {', '.join(known)})" if known else "")
            message = f"there is no part {named!r} in {self._language!r}{near}"
            self.problems.append(Problem(f"{CODE}.unknown-part", message, place))
            return []
        words, shown = found
        tree = _parse(self._environment, words, shown, self.problems)
        if tree is None:
            return []
        if words.startswith("Subject:"):
            message = "a part has no subject: the letter's own text has it"
            self.problems.append(Problem(f"{CODE}.subject-in-part", message, Place(shown, 1, 1)))
        for word in dict.fromkeys(_dotted_names(tree)):
            if word in _NOT_IN_PARTS:
                message = f"{{{{ {word} }}}} stands in the letter's own text and in no part of it"
                where = next(_mentions(word, words, shown))
                self.problems.append(Problem(f"{CODE}.not-in-part", message, where))
        for inner in tree.find_all(nodes.Include):
            message = "a part cannot take in another part"
            where = _opening(words, inner.lineno, shown)
            self.problems.append(Problem(f"{CODE}.part-in-part", message, where))
        # The line end that a part's file ends with is not Jinja's to drop: an empty line may follow it.
        return [*tree.body, nodes.Output([nodes.TemplateData("\n")], lineno=node.lineno)]


def _parse(
    environment: ImmutableSandboxedEnvironment,
    words: str,
    name: str,
    problems: list[Problem],
    vocabulary: Sequence[str] = PLACEHOLDERS,
) -> nodes.Template | None:
    """Return the tree of a text or part, None where it is none; what is wrong in it joins the problems."""
    try:
        tree = environment.parse(words)
        problems += _tree_problems(tree, words, name, vocabulary)
    except TemplateSyntaxError as error:
        message = (
            "a placeholder or condition is not closed or not understood: look at {{ … }} and {% … %} here"
        )
        problems.append(Problem(f"{CODE}.syntax", message, _opening(words, error.lineno, name)))
        return None
    except RecursionError:
        problems.append(_too_deep(words, name))
        return None
    return tree


def _too_deep(words: str, name: str) -> Problem:
    message = "placeholders or conditions are nested too deeply"
    longest = max(words.split("\n"), key=len)
    return Problem(f"{CODE}.too-deep", message, _place(words, words.index(longest), name))


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


def _tree_problems(
    tree: nodes.Template, words: str, name: str, vocabulary: Sequence[str]
) -> Iterator[Problem]:
    unknown = [word for word in dict.fromkeys(_dotted_names(tree)) if word not in vocabulary]
    for word in unknown:
        near = did_you_mean(word, vocabulary) or "; 'advocate letters show' lists those there are"
        for place in _mentions(word, words, name):
            yield Problem(f"{CODE}.unknown-placeholder", f"unknown placeholder {word!r}{near}", place)
    strange = [node for node in _nodes(tree) if not isinstance(node, _ALLOWED)]
    for place in dict.fromkeys(_opening(words, node.lineno, name) for node in strange):
        message = "only placeholders such as {{ sender.name }}, {% if … %} and {% include … %} are allowed"
        yield Problem(f"{CODE}.not-allowed", message, place)


def _ask_problems(tree: nodes.Template, name: str) -> Iterator[Problem]:
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


def _weighed(tree: nodes.Template) -> frozenset[str]:
    """Return the names that do not stand alone in braces."""
    alone = {child for output in tree.find_all(nodes.Output) for child in output.nodes if _dotted(child)}
    return frozenset(_names_but(tree, alone))


def _names_but(tree: nodes.Node, left_out: set[nodes.Expr]) -> Iterator[str]:
    for child in tree.iter_child_nodes():
        if child in left_out:
            continue
        dotted = _dotted(child)
        if dotted:
            yield dotted
        else:
            yield from _names_but(child, left_out)


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
