"""Reading the words of letters and the page layouts: the one place where Jinja is used.

A letter's text may hold placeholders, conditions on them and parts that several texts share, and nothing
else: no loops, calls or filters. That is all a letter needs, and a campaign from a stranger can do no harm
with it: `sources.braces` looks at it before Jinja does, what Jinja made of it is held against the
vocabulary, and what is filled in are texts, of which there can be no more than `LARGEST_TEXT` characters. A
part is put in by this module, before anything is compiled: it comes from the folders of parts and from
nowhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean
from advocate.core.vocabulary import PLACEHOLDERS, RECORDS, SAID_IN_CALLS, SAID_IN_REMINDERS
from advocate.sources.braces import MOST, Written, not_allowed, not_understood, too_deep
from advocate.sources.nodes import is_id
from advocate.sources.shelf import CODE, Shelf
from advocate.sources.text_file import LARGEST_TEXT, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from jinja2 import Template

_CALL = "call"
"""The part that is no part of a letter: what to say on the telephone."""

REMINDER = "reminder"
"""The part that is a letter of its own: what reminds an office of a letter that it has not answered."""

BY_THEMSELVES = (_CALL, REMINDER)
"""The parts that no text takes in: each is read for its own sake."""

_ALLOWED = (
    nodes.Template,
    nodes.Include,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.Name,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Operand,
    nodes.Const,
)

_NOT_IN_PARTS = ("ask", "note")
"""What a reader of the letter's text itself must see there."""


@dataclass(frozen=True)
class Text:
    """A letter's words in one version and language, ready to be filled."""

    name: str
    language: str
    said: str
    """The campaign's own words in it, those of its parts too, without what the placeholders bring."""
    weighs: frozenset[str]
    """The placeholders by which it decides what to say: those that do more than stand where they are."""
    _template: Template
    _counts: Mapping[str, int]
    """How often each placeholder stands in it."""

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The placeholders in it, in order."""
        return tuple(self._counts)

    def fill(self, values: Mapping[str, object]) -> str:
        """Return the words with every placeholder filled: subject line, an empty line, the body.

        Raises ProblemsError where that could be more than `LARGEST_TEXT` characters; nothing is filled then.
        """
        most = len(self.said)
        for word, times in self._counts.items():
            top, _, attribute = word.partition(".")
            value = getattr(values[top], attribute) if attribute else values[top]
            most += times * len(value if isinstance(value, str) else str(value))
        if most > LARGEST_TEXT:
            message = f"filled in, the text would have up to {most} letters: {LARGEST_TEXT} are the most"
            raise ProblemsError([Problem(f"{CODE}.too-large", message, Place(self.name))])
        return self._template.render(values)


def read_text(file: Path, name: str, language: str, shelf: Shelf | None = None) -> Text:
    """Return the text in a file; `name` is what problems call it.

    Raises ProblemsError for every unknown placeholder or part, a missing subject line, a missing ask, own
    words that do not stand alone, and anything but placeholders, conditions and parts.
    """
    written = Written(lines_of(file, name, CODE, LARGEST_TEXT), name)
    return _letter(written, language, shelf or Shelf(()), PLACEHOLDERS)


def read_reminder(shelf: Shelf, language: str) -> Text | None:
    """Return the reminder of a letter in a language, or None where nobody has written it.

    It is a whole letter, and says `{{ first.date }}`, so that its reader can find the first. Raises
    ProblemsError with everything that is wrong in it, as for any letter.
    """
    found = shelf.find(REMINDER, language)
    if found is None:
        return None
    words, name = found
    text = _letter(Written(words, name), language, shelf, SAID_IN_REMINDERS)
    if "first.date" not in text.placeholders:
        message = "the text never says {{ first.date }}: nobody would know which letter it reminds of"
        raise ProblemsError([Problem(f"{CODE}.no-first", message, Place(name))])
    return text


def _letter(written: Written, language: str, shelf: Shelf, vocabulary: Sequence[str]) -> Text:
    problems = list(_shape_problems(written))
    environment = _Sandbox()
    tree = _parse(environment, written, problems, vocabulary)
    if tree and not written.problems:
        problems += _ask_problems(tree, written.name)
    if tree:
        parts = _Parts(environment, shelf, language, written)
        tree = parts.visit(tree)
        problems += parts.problems
    if tree is None or problems:
        raise ProblemsError(problems)
    return _text(environment, tree, written, language)


def _text(environment: _Sandbox, tree: nodes.Template, written: Written, language: str) -> Text:
    """Return the text that a tree is; raise ProblemsError where Python cannot follow it."""
    try:
        # A name of the campaign's choice would stand in the code (CVE-2024-56201).
        code = environment.compile(tree, "text")
    except _TOO_MUCH:
        raise ProblemsError([too_deep(written)]) from None
    template = environment.template_class.from_code(environment, code, environment.make_globals(None))
    names = Counter(_dotted_names(tree))
    return Text(written.name, language, _said(tree), _weighed(tree), template, names)


def read_call(shelf: Shelf, language: str) -> Text | None:
    """Return what to say on the telephone in a language, or None where nobody has written it.

    It has no subject, says `{{ brief }}` and `{{ ask }}`, and takes in no parts. Raises ProblemsError with
    everything that is wrong in it.
    """
    found = shelf.find(_CALL, language)
    if found is None:
        return None
    written = Written(*found)
    environment = _Sandbox()
    problems: list[Problem] = []
    tree = _parse(environment, written, problems, SAID_IN_CALLS)
    if tree and not written.problems:
        problems += _ask_problems(tree, written.name)
        if "brief" not in _dotted_names(tree):
            message = "the text never says {{ brief }}: nobody would know what the call is about"
            problems.append(Problem(f"{CODE}.no-brief", message, Place(written.name)))
    if tree:
        problems += _part_in_part(tree, written)
    if tree is None or problems:
        raise ProblemsError(problems)
    return _text(environment, tree, written, language)


def _said(tree: nodes.Template) -> str:
    """Return all words of a text that stand in it, whatever their conditions."""
    pieces = (node for node in _nodes(tree) if isinstance(node, nodes.TemplateData | nodes.Const))
    return "".join(node.data if isinstance(node, nodes.TemplateData) else str(node.value) for node in pieces)


def _part_in_part(tree: nodes.Template, written: Written) -> Iterator[Problem]:
    for inner in tree.find_all(nodes.Include):
        message = "a part cannot take in another part"
        yield Problem(f"{CODE}.part-in-part", message, written.on(inner.lineno))


class _Parts(NodeTransformer):
    """Puts the parts that a text names in their places, and notes what is wrong with them."""

    def __init__(self, environment: _Sandbox, shelf: Shelf, language: str, written: Written) -> None:
        self.problems: list[Problem] = []
        self._environment = environment
        self._shelf = shelf
        self._language = language
        self._written = written
        self._size = len(written.words)
        self._braces = len(written.braces)

    def visit_Include(self, node: nodes.Include) -> list[nodes.Node]:  # noqa: N802 - Jinja's name for it
        """Return the nodes of the part; none where there is something wrong with it."""
        named = node.template.value if isinstance(node.template, nodes.Const) else None
        place = self._written.on(node.lineno)
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
        part = Written(*found)
        self._size += len(part.words)
        self._braces += len(part.braces)
        if self._size > LARGEST_TEXT or self._braces > MOST:
            message = f"with its parts the text has more than {LARGEST_TEXT} letters, or {MOST} braces"
            self.problems.append(Problem(f"{CODE}.too-much", message, place))
            return []
        tree = _parse(self._environment, part, self.problems)
        if tree is None:
            return []
        if part.words.startswith("Subject:"):
            message = "a part has no subject: the letter's own text has it"
            self.problems.append(Problem(f"{CODE}.subject-in-part", message, Place(part.name, 1, 1)))
        for word in dict.fromkeys(_dotted_names(tree)):
            if word in _NOT_IN_PARTS:
                message = f"{{{{ {word} }}}} stands in the letter's own text and in no part of it"
                where = next(part.mentions(word))
                self.problems.append(Problem(f"{CODE}.not-in-part", message, where))
        self.problems += _part_in_part(tree, part)
        # The line end that a part's file ends with is not Jinja's to drop: an empty line may follow it.
        return [*tree.body, nodes.Output([nodes.TemplateData("\n")], lineno=node.lineno)]


def _parse(
    environment: _Sandbox,
    written: Written,
    problems: list[Problem],
    vocabulary: Sequence[str] = PLACEHOLDERS,
) -> nodes.Template | None:
    """Return the tree of a text or part, None where it is none; what is wrong in it joins the problems."""
    problems += written.problems
    if written.readable is None:
        return None
    try:
        tree = environment.parse(written.readable)
    except TemplateSyntaxError as error:
        # Where braces are left out, the others may not be whole any more.
        if not written.problems:
            problems.append(not_understood(written.opening(error.lineno)))
        return None
    except _TOO_MUCH:
        problems.append(too_deep(written))
        return None
    problems += _tree_problems(tree, written, vocabulary)
    return tree


def page_layout(file: Path) -> Callable[[Mapping[str, object]], str]:
    """Return a function that fills a page layout (HTML, everything escaped) with values."""
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(file.read_text(encoding="utf-8")).render


class _Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which nothing can be called, and nothing asked for but the fields of our records."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Return whether an attribute is a field of one of our records."""
        return attr in RECORDS.get(type(obj), ()) and isinstance(value, str | bool)

    def is_safe_callable(self, obj: object) -> bool:
        """Return that nothing is."""
        del obj
        return False


# What Jinja and Python raise on what they cannot follow.
_TOO_MUCH = (RecursionError, MemoryError, OverflowError, SyntaxError, ValueError)


def _shape_problems(written: Written) -> Iterator[Problem]:
    name = written.name
    first, _, rest = written.words.partition("\n")
    if not first.startswith("Subject:") or not first.removeprefix("Subject:").strip():
        message = "the first line must be the subject: 'Subject: …'"
        yield Problem(f"{CODE}.no-subject", message, Place(name, 1, 1))
    elif rest.split("\n", 1)[0].strip():
        message = "an empty line must part the subject from the text"
        yield Problem(f"{CODE}.no-empty-line", message, Place(name, 2, 1))
    if not rest.strip():
        yield Problem(f"{CODE}.no-text", "there is no text below the subject", Place(name, 1, 1))
    for start, paragraph in _paragraphs(written.words):
        note = _NOTE.search(paragraph)
        if note and note[0] != paragraph.strip():
            message = "{{ note }} must stand alone, with an empty line above and below it"
            yield Problem(f"{CODE}.note-not-alone", message, written.place(start + note.start()))


def _paragraphs(words: str) -> Iterator[tuple[int, str]]:
    """Yield every paragraph with where it begins."""
    lines: list[str] = []
    at = 0
    for line in (*words.split("\n"), ""):
        if line.strip():
            lines.append(line)
        elif lines:
            paragraph = "\n".join(lines)
            yield at - len(paragraph) - 1, paragraph
            lines = []
        at += len(line) + 1


def _tree_problems(tree: nodes.Template, written: Written, vocabulary: Sequence[str]) -> Iterator[Problem]:
    unknown = [word for word in dict.fromkeys(_dotted_names(tree)) if word not in vocabulary]
    for word in unknown:
        near = did_you_mean(word, vocabulary) or "; 'advocate letters show' lists those there are"
        for place in written.mentions(word):
            yield Problem(f"{CODE}.unknown-placeholder", f"unknown placeholder {word!r}{near}", place)
    strange = (node.lineno for node in _nodes(tree) if not _is_allowed(node))
    yield from (not_allowed(place) for place in dict.fromkeys(written.on(line) for line in strange))


def _is_allowed(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Getattr):
        # An attribute of anything but a name would be one that Python gives to all values.
        return _dotted(node) is not None
    if isinstance(node, nodes.Compare):
        # A text is equal to another one or not; it is no number, and nothing is in a yes or no.
        return all(operand.op in {"eq", "ne"} for operand in node.ops)
    return isinstance(node, _ALLOWED)


def _ask_problems(tree: nodes.Template, name: str) -> Iterator[Problem]:
    said = [word for node in tree.body if isinstance(node, nodes.Output) for word in _dotted_names(node)]
    if "ask" not in said:
        message = "the text never says {{ ask }}: it asks for nothing"
        if "ask" in [word for node in tree.find_all(nodes.Output) for word in _dotted_names(node)]:
            message = "the text says {{ ask }} only under a condition: else it asks for nothing"
        yield Problem(f"{CODE}.no-ask", message, Place(name))


_NOTE = re.compile(r"\{\{-?\s*note\s*-?\}\}")


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
