"""Reading `contacts.yaml`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from advocate.core import registry as core
from advocate.core.problems import Problem, ProblemsError, did_you_mean
from advocate.sources import yaml_nodes
from advocate.sources.nodes import Node, Reading, is_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advocate.sources.yaml_nodes import Data, Document, Path_

CODE = "registry"
_NAMED = ("salutation_named", "name_line")
"""The parts of a form of address that may hold the holder's names in braces."""

CONVENTION = "convention"
"""The source of a form of address that is usual and that no source prints."""


def read_registry(file: Path, name: str) -> core.Registry:
    """Return the registry in a file; `name` is what problems call it.

    Raises ProblemsError with every mistake in it: shape, references, repeated ids and unusable values.
    """
    document = yaml_nodes.load(file, name, CODE)
    reading = Reading(document, CODE, list(document.problems))
    with reading.root() as root:
        registry = core.Registry(
            sources=tuple(_source(node) for node in root.each("sources")),
            groups=tuple(_group(node) for node in root.each("groups")),
            institutions=tuple(_institution(node) for node in root.each("institutions")),
            contacts=tuple(_contact(node) for node in root.each("contacts")),
        )
    problems = [*reading.problems, *_References(document).problems()]
    if problems:
        raise ProblemsError(problems)
    return registry


def _source(node: Node) -> core.Source:
    with node:
        return core.Source(
            id=node.id("id"), title=node.line("title"), url=node.line("url"), date=node.maybe_date("date")
        )


def _group(node: Node) -> core.Group:
    with node:
        return core.Group(id=node.id("id"), name=node.words("name"))


def _institution(node: Node) -> core.Institution:
    with node:
        return core.Institution(
            id=node.id("id"),
            name=node.words("name"),
            group=node.id("group"),
            country=node.country("country"),
            domains=node.lines("domains"),
            addresses=node.lines("addresses"),
            contact_details=tuple(_detail(detail) for detail in node.maybe_each("contact_details")),
        )


def _contact(node: Node) -> core.Contact:
    with node:
        return core.Contact(
            id=node.id("id"),
            institution=node.id("institution"),
            kind=node.choice("kind", core.Kind),
            title=node.words("title"),
            forms_of_address={
                language: _form(form) for language, form in node.named("forms_of_address", is_language)
            },
            holders=tuple(_holder(holder) for holder in node.maybe_each("holders")),
            contact_details=tuple(_detail(detail) for detail in node.maybe_each("contact_details")),
            note=node.maybe_text("note"),
        )


def _form(node: Node) -> core.FormOfAddress:
    with node:
        return core.FormOfAddress(
            salutation=node.line("salutation"),
            closing=node.line("closing"),
            source=node.id("source"),
            salutation_named=node.maybe_line("salutation_named"),
            name_line=node.maybe_line("name_line") or "{name}",
        )


def _holder(node: Node) -> core.Holder:
    with node:
        return core.Holder(
            name=node.line("name"),
            family_name=node.line("family_name"),
            source=node.id("source"),
            checked=node.date("checked"),
            role=node.maybe_line("role"),
            start_date=node.maybe_date("start_date"),
            end_date=node.maybe_date("end_date"),
            valid_until=node.maybe_date("valid_until"),
            note=node.maybe_text("note"),
        )


def _detail(node: Node) -> core.ContactDetail:
    with node:
        return core.ContactDetail(
            type=node.choice("type", core.Channel),
            source=node.id("source"),
            checked=node.date("checked"),
            value=node.maybe_text("value"),
            printed=node.maybe_text("printed"),
            country=node.maybe_country("country"),
            label=node.maybe_line("label"),
            holder=node.maybe_line("holder"),
            valid_until=node.maybe_date("valid_until"),
            caution=node.maybe_line("caution"),
            note=node.maybe_text("note"),
        )


class _References:
    """Checks what one part of the file says of another.

    It walks the data as written, not the model, so that a slip in one place does not hide those in others.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._data = _strings(document.data)
        self._sources = self._ids("sources")
        self._groups = self._ids("groups")
        self._institutions = self._ids("institutions")

    def problems(self) -> list[Problem]:
        """Return every problem found, in no order."""
        return [
            *self._repeated(),
            *self._institution_problems(),
            *self._contact_problems(),
        ]

    def _ids(self, part: str) -> list[str]:
        return [entry for _, entry in self._entries(part, "id")]

    def _entries(self, part: str, key: str) -> Iterator[tuple[Path_, str]]:
        for place, item in enumerate(_sequence(self._data.get(part))):
            value = _strings(item).get(key)
            if isinstance(value, str):
                yield (part, place, key), value

    def _problem(self, slug: str, words: str, path: Path_) -> Problem:
        return Problem(f"{CODE}.{slug}", words, self._document.place(path))

    def _unknown(self, what: str, word: str, known: list[str], path: Path_) -> Problem:
        return self._problem(
            f"unknown-{what}", f"there is no {what} {word!r}{did_you_mean(word, known)}", path
        )

    def _repeated(self) -> Iterator[Problem]:
        seen = Counter[str]()
        for part in ("groups", "institutions", "contacts"):
            for path, word in self._entries(part, "id"):
                seen[word] += 1
                if seen[word] > 1 or word == "all":
                    yield self._problem("duplicate-id", f"the id {word!r} is already taken", path)
        seen.clear()
        for path, word in self._entries("sources", "id"):
            seen[word] += 1
            if seen[word] > 1 or word == CONVENTION:
                yield self._problem("duplicate-id", f"the id {word!r} is already taken", path)

    def _institution_problems(self) -> Iterator[Problem]:
        for path, word in self._entries("institutions", "group"):
            if word not in self._groups:
                yield self._unknown("group", word, self._groups, path)
        for place, item in enumerate(_sequence(self._data.get("institutions"))):
            yield from self._detail_problems(_strings(item), ("institutions", place), [])

    def _contact_problems(self) -> Iterator[Problem]:
        for path, word in self._entries("contacts", "institution"):
            if word not in self._institutions:
                yield self._unknown("institution", word, self._institutions, path)
        for place, item in enumerate(_sequence(self._data.get("contacts"))):
            contact, path = _strings(item), ("contacts", place)
            holders = [_strings(holder) for holder in _sequence(contact.get("holders"))]
            names = [name for holder in holders if isinstance(name := holder.get("name"), str)]
            for number, holder in enumerate(holders):
                yield from self._source_problem(holder, (*path, "holders", number))
            yield from self._form_problems(contact, path)
            yield from self._detail_problems(contact, path, names)

    def _source_problem(self, item: dict[str, Data], path: Path_) -> Iterator[Problem]:
        word = item.get("source")
        if isinstance(word, str) and word not in self._sources:
            yield self._unknown("source", word, self._sources, (*path, "source"))

    def _form_problems(self, contact: dict[str, Data], path: Path_) -> Iterator[Problem]:
        forms = contact.get("forms_of_address")
        if isinstance(forms, dict) and "en" not in forms:
            words = "'forms_of_address' needs its English words (en)"
            yield self._problem("no-english", words, (*path, "forms_of_address"))
        for language, form in _strings(forms).items():
            here = (*path, "forms_of_address", language)
            if _strings(form).get("source") != CONVENTION:
                yield from self._source_problem(_strings(form), here)
            for key, value in _strings(form).items():
                named = {"name", "family_name"} if key in _NAMED else set[str]()
                unknown = _fields(value) - named if isinstance(value, str) else None
                if unknown:
                    known = "{name} and {family_name} are" if named else f"it is in {' and '.join(_NAMED)}"
                    words = f"{{{min(unknown)}}} is not known here: {known}"
                    yield self._problem("unknown-field", words, (*here, key))

    def _detail_problems(self, item: dict[str, Data], path: Path_, holders: list[str]) -> Iterator[Problem]:
        for number, entry in enumerate(_sequence(item.get("contact_details"))):
            detail, here = _strings(entry), (*path, "contact_details", number)
            yield from self._source_problem(detail, here)
            holder, value = detail.get("holder"), detail.get("value")
            if isinstance(holder, str) and holder not in holders:
                yield self._unknown("holder", holder, holders, (*here, "holder"))
            if not value and not detail.get("printed"):
                yield self._problem(
                    "no-value", "a contact detail needs a 'value', or what was 'printed'", here
                )
            if isinstance(value, str):
                yield from self._value_problems(str(detail.get("type")), value, detail, here)

    def _value_problems(
        self, type_: str, value: str, detail: dict[str, Data], here: Path_
    ) -> Iterator[Problem]:
        at = (*here, "value")
        if type_ == "email" and not _may_be_email(value):
            yield self._problem("email", f"{value!r} is not an e-mail address", at)
        if type_ in {"phone", "fax"} and not _is_e164(value):
            yield self._problem("phone", f"{value!r} is not a number in the form +32221234567 (E.164)", at)
        if type_ == "form" and not (value.startswith(("http://", "https://")) and _WORD.isdisjoint(value)):
            yield self._problem("form", f"{value!r} is not a web address (https://…)", at)
        if type_ == "address" and not detail.get("country"):
            yield self._problem("no-country", "an address needs its 'country', such as KZ", here)


_WORD = frozenset(" \t\r\n\"'<>")
"""Characters that end a web address in running text (RFC 3986, appendix C)."""

_SPECIALS = frozenset(' \t\r\n()<>[]:;@\\,"')
"""Characters that an address outside quotes cannot hold (RFC 5322, section 3.2.3)."""


def _may_be_email(value: str) -> bool:
    local, _, domain = value.rpartition("@")
    return bool(local) and "." in domain.strip(".") and _SPECIALS.isdisjoint(local + domain)


def _is_e164(value: str) -> bool:
    # ITU-T E.164, 6.2: a country code and at most fifteen digits in all; none begins with 0.
    digits = value.removeprefix("+")
    plain = digits.isascii() and digits.isdigit() and not digits.startswith("0")
    return value != digits and plain and _SHORTEST <= len(digits) <= _LONGEST


_SHORTEST, _LONGEST = 7, 15


def _fields(words: str) -> set[str]:
    """Return the names in braces."""
    return {part.partition("}")[0] for part in words.split("{")[1:]}


def _strings(data: Data) -> dict[str, Data]:
    return data if isinstance(data, dict) else {}


def _sequence(data: Data) -> list[Data]:
    return data if isinstance(data, list) else []
