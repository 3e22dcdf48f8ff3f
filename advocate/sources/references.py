"""What one part of a registry says of another: whether it is there, and whether it can be so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from advocate.core import registry as core
from advocate.core.address import NAME_FIELDS
from advocate.core.problems import Problem, did_you_mean
from advocate.core.registry import CONVENTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advocate.sources.yaml_nodes import Data, Document, Path_

_NAMED = ("salutation_named", "style_named")
"""The parts of a form of address that may hold the holder's names in braces."""

_Ids = dict[str, None]
"""Ids in the order of the file, to be looked up in no time."""


_MOST_LOOKED = 100
"""Unknown words for each of which the nearest known one is looked for."""


class References:
    """Checks what one part of the file says of another.

    It walks the data as written, not the model, so that a slip in one place does not hide those in others.
    """

    def __init__(self, document: Document, code: str) -> None:
        """Take a document; what its parts may refer to is what it holds."""
        self._document = document
        self.code = code
        self._data = _strings(document.data)
        self._looked = 0
        self._sources = self._ids("sources")
        self._groups = self._ids("groups")
        self._institutions = self._ids("institutions")
        self._procedures = self._ids("procedures")

    def problems(self) -> list[Problem]:
        """Return every problem found, in no order."""
        return [
            *self._repeated(),
            *self._institution_problems(),
            *self._contact_problems(),
            *self._procedure_problems(),
        ]

    def _ids(self, part: str) -> _Ids:
        return dict.fromkeys(entry for _, entry in self._entries(part, "id"))

    def _entries(self, part: str, key: str) -> Iterator[tuple[Path_, str]]:
        for place, item in enumerate(_sequence(self._data.get(part))):
            value = _strings(item).get(key)
            if isinstance(value, str):
                yield (part, place, key), value

    def _problem(self, slug: str, words: str, path: Path_) -> Problem:
        return Problem(f"{self.code}.{slug}", words, self._document.place(path))

    def _unknown(self, what: str, word: str, known: Iterable[str], path: Path_) -> Problem:
        # To look among thousands of ids takes long: where this many words are wrong, they have one slip.
        self._looked += 1
        near = did_you_mean(word, known) if self._looked <= _MOST_LOOKED else ""
        return self._problem(f"unknown-{what}", f"there is no {what} {word!r}{near}", path)

    def _repeated(self) -> Iterator[Problem]:
        seen = Counter[str]()
        for part in ("groups", "institutions", "contacts"):
            for path, word in self._entries(part, "id"):
                seen[word] += 1
                if seen[word] > 1 or word == "all":
                    yield self._problem("duplicate-id", f"the id {word!r} is already taken", path)
        for part in ("sources", "procedures"):
            seen.clear()
            for path, word in self._entries(part, "id"):
                seen[word] += 1
                if seen[word] > 1 or word == CONVENTION:
                    yield self._problem("duplicate-id", f"the id {word!r} is already taken", path)

    def _institution_problems(self) -> Iterator[Problem]:
        for path, word in self._entries("institutions", "group"):
            if word not in self._groups:
                yield self._unknown("group", word, self._groups, path)
        for place, item in enumerate(_sequence(self._data.get("institutions"))):
            institution, path = _strings(item), ("institutions", place)
            yield from self._usual_source_problem(institution, path, "languages")
            yield from self._usual_source_problem(institution, path, "anonymity")
            yield from self._detail_problems(institution, path, [])

    def _procedure_problems(self) -> Iterator[Problem]:
        for place, item in enumerate(_sequence(self._data.get("procedures"))):
            procedure, path = _strings(item), ("procedures", place)
            yield from self._source_problem(procedure, path)
            seen = Counter[str]()
            for number, entry in enumerate(_sequence(procedure.get("fields"))):
                wanted, here = _strings(entry), (*path, "fields", number)
                yield from self._source_problem(wanted, here)
                name = wanted.get("id")
                if isinstance(name, str):
                    seen[name] += 1
                    if seen[name] > 1:
                        yield self._problem(
                            "duplicate-id", f"the id {name!r} is already taken", (*here, "id")
                        )
            address = procedure.get("form")
            if isinstance(address, str) and not _is_web_address(address):
                words = f"{address!r} is not a web address (https://…)"
                yield self._problem("form", words, (*path, "form"))

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
            for number, line in enumerate(_sequence(contact.get("short"))):
                if _strings(line).get("source") != CONVENTION:
                    yield from self._source_problem(_strings(line), (*path, "short", number))
            yield from self._usual_source_problem(contact, path, "languages")
            yield from self._usual_source_problem(contact, path, "accepts")
            yield from self._usual_source_problem(contact, path, "anonymity")
            yield from self._source_problem(_strings(contact.get("retired")), (*path, "retired"))
            yield from self._acceptance_problems(_strings(contact.get("accepts")), (*path, "accepts"))
            yield from self._detail_problems(contact, path, names)

    def _source_problem(self, item: dict[str, Data], path: Path_) -> Iterator[Problem]:
        word = item.get("source")
        if isinstance(word, str) and word not in self._sources:
            yield self._unknown("source", word, self._sources, (*path, "source"))

    def _usual_source_problem(self, item: dict[str, Data], path: Path_, key: str) -> Iterator[Problem]:
        """Yield a problem for a source that is neither known nor convention."""
        if _strings(item.get(key)).get("source") != CONVENTION:
            yield from self._source_problem(_strings(item.get(key)), (*path, key))

    def _acceptance_problems(self, accepts: dict[str, Data], path: Path_) -> Iterator[Problem]:
        procedure, what = accepts.get("procedure"), accepts.get("what")
        if isinstance(procedure, str) and procedure not in self._procedures:
            yield self._unknown("procedure", procedure, self._procedures, (*path, "procedure"))
        if what == core.Accepts.SUBMISSION and "procedure" not in accepts:
            words = "an office that acts on submissions needs the 'procedure' that has their fields"
            yield self._problem("no-procedure", words, path)

    def _form_problems(self, contact: dict[str, Data], path: Path_) -> Iterator[Problem]:
        for language, form in _strings(contact.get("forms_of_address")).items():
            here = (*path, "forms_of_address", language)
            source = _strings(form).get("source")
            named = _strings(source) or {"": source}
            for part, word in named.items():
                if isinstance(word, str) and word != CONVENTION and word not in self._sources:
                    at = (*here, "source", part) if part else (*here, "source")
                    yield self._unknown("source", word, self._sources, at)
            for key, value in _strings(form).items():
                for step, words in _texts(value):
                    if "{" in words:
                        yield from self._field_problems(key, words, (*here, key, *step))

    def _field_problems(self, key: str, words: str, path: Path_) -> Iterator[Problem]:
        unknown = _fields(words) - (set(NAME_FIELDS) if key in _NAMED else set())
        if unknown:
            known = "those known are " + " ".join(f"{{{name}}}" for name in NAME_FIELDS)
            told = known if key in _NAMED else f"names stand in {' and '.join(_NAMED)}"
            yield self._problem("unknown-field", f"{{{min(unknown)}}} is not known here: {told}", path)

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
            if "limit" in detail and detail.get("type") != core.Channel.FORM:
                words = "only a web form has a 'limit' of characters"
                yield self._problem("limit", words, (*here, "limit"))
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
        if type_ == "form" and not _is_web_address(value):
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


def _is_web_address(value: str) -> bool:
    return value.startswith(("http://", "https://")) and _WORD.isdisjoint(value)


def _is_e164(value: str) -> bool:
    # ITU-T E.164, 6.2: a country code and at most fifteen digits in all; none begins with 0.
    digits = value.removeprefix("+")
    plain = digits.isascii() and digits.isdigit() and not digits.startswith("0")
    return value != digits and plain and _SHORTEST <= len(digits) <= _LONGEST


_SHORTEST, _LONGEST = 7, 15


def _fields(words: str) -> set[str]:
    """Return the names in braces."""
    return {part.partition("}")[0] for part in words.split("{")[1:]}


def _texts(data: Data) -> Iterator[tuple[Path_, str]]:
    """Yield a text, or those of a mapping, each with the step to it."""
    if isinstance(data, str):
        yield (), data
    for key, value in _strings(data).items():
        if isinstance(value, str):
            yield (key,), value


def _strings(data: Data) -> dict[str, Data]:
    return data if isinstance(data, dict) else {}


def _sequence(data: Data) -> list[Data]:
    return data if isinstance(data, list) else []
