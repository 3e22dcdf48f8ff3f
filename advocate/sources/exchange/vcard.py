"""Reading vCards of the versions 3.0 (RFC 2426) and 4.0 (RFC 6350)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from vobject.base import VObjectError, textLineToContentLine

from advocate.core import columns
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources.exchange.complete import convention, day_in
from advocate.sources.exchange.entries import CODE, Entry, Found, mapping_in, text_in
from advocate.sources.exchange.lines import procedure_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advocate.core.columns import Tree, Way

_OWN = "X-ADVOCATE-"
_LABEL = "X-ABLABEL"
"""What labels another property of its group in address books; RFC 6350 has nothing for it."""

_VERSIONS = ("3.0", "4.0")

_PROPERTY = re.compile(
    r'(?:[\w-]+\.)?[\w-]+(?:;[\w-]+(?:=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)?)*:', re.ASCII
)
"""How a content line begins (RFC 6350, 3.3): what does not fit sends the library's own pattern into a
search without end."""

_IGNORED = frozenset(
    {"VERSION", "PRODID", "KIND", "UID", "FN", "N", "GENDER", "CATEGORIES", "RELATED", "REV", _LABEL}
)
"""Properties that say nothing an office has, or that are read together with others."""


@dataclass(frozen=True, slots=True)
class _Property:
    name: str
    value: str
    parameters: Mapping[str, list[str]]
    group: str | None
    place: Place

    def types(self) -> set[str]:
        """Return what kind of address it is, in small letters."""
        return {word.casefold() for each in self.parameters.get("TYPE", []) for word in each.split(",")}

    def parameter(self, name: str) -> str | None:
        """Return the first value of a parameter (RFC 6868), or None."""
        return next((_parameter(value) for value in self.parameters.get(name, [])), None)

    @property
    def text(self) -> str:
        return _text(self.value)


@dataclass(frozen=True)
class _Card:
    place: Place
    properties: list[_Property] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def first(self, name: str) -> _Property | None:
        return next((each for each in self.properties if each.name == name), None)

    @cached_property
    def groups(self) -> dict[str, dict[str, _Property]]:
        """The program's own properties of each group, and its label, by their names."""
        found: dict[str, dict[str, _Property]] = {}
        for each in self.properties:
            if each.group and (each.name.startswith(_OWN) or each.name == _LABEL):
                found.setdefault(each.group, {})[each.name.removeprefix(_OWN)] = each
        return found


def read_vcards(text: str, name: str) -> Found:
    """Return the offices of a file of vCards, one a card; raise ProblemsError where it is none."""
    notes: dict[str, Problem] = {}
    entries = tuple(_Reader(card, notes).entry() for card in _cards(text, name))
    return Found(name, entries, tuple(notes.values()))


def _cards(text: str, name: str) -> Iterator[_Card]:
    card: _Card | None = None
    for line, words in _unfolded(text):
        place = Place(name, line)
        if not words.strip():
            continue
        found = _property(words, place)
        if isinstance(found, Problem):
            if card is None:
                raise ProblemsError(
                    [Problem(f"{CODE}.vcard", "this is no vCard: BEGIN:VCARD is missing", place)]
                )
            card.problems.append(found)
        elif found.name == "BEGIN":
            if card:
                raise ProblemsError([Problem(f"{CODE}.vcard", "a card begins inside another", place)])
            card = _Card(place)
        elif card is None:
            raise ProblemsError([Problem(f"{CODE}.vcard", "this is no vCard: BEGIN:VCARD is missing", place)])
        elif found.name == "END":
            yield card
            card = None
        else:
            card.properties.append(found)
    if card:
        raise ProblemsError([Problem(f"{CODE}.vcard", "this card has no end (END:VCARD)", card.place)])


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield every content line with the line it begins on (RFC 6350, 3.2).

    The library does this as well, but counts other lines and takes the square of a long text's time.
    """
    line = 1
    lines = re.sub("\r\n?", "\n", text)
    for found in re.finditer("[^\n]*(?:\n[ \t][^\n]*)*\n?", lines):
        yield line, re.sub("\n[ \t]", "", found[0].rstrip("\n"))
        line += found[0].count("\n")


def _property(words: str, place: Place) -> _Property | Problem:
    wrong = Problem(f"{CODE}.vcard-line", "this is no line of a vCard: NAME:value is wanted", place)
    if not _PROPERTY.match(words):
        return wrong
    try:
        found = textLineToContentLine(words)
    except (VObjectError, ValueError, LookupError):
        return wrong
    return _Property(found.name, found.value, found.params, found.group, place)


class _Reader:
    """Reads one card; what is not taken over is noted once in a file."""

    def __init__(self, card: _Card, notes: dict[str, Problem]) -> None:
        self._card = card
        self._notes = notes
        self._problems = [*card.problems]
        self._places: dict[Way, Place] = {}
        self._sources: list[dict[str, Tree]] = []
        self._source: str | None = None
        self._own = card.first(f"{_OWN}ID") is not None

    def entry(self) -> Entry:
        """Return the office of the card."""
        version = self._card.first("VERSION")
        if version is None or version.value.strip() not in _VERSIONS:
            place = version.place if version else self._card.place
            said = version.value if version else "nothing"
            words = f"a card of the version {said}: only 3.0 and 4.0 can be read"
            self._problems.append(Problem(f"{CODE}.vcard-version", words, place))
        office, procedure = self._columns()
        contact, institution = mapping_in(office, "contact"), mapping_in(office, "institution")
        for each in self._card.properties:
            if each.name == f"{_OWN}TYPE" and each.group:
                # What is only known as printed has no property but the program's own.
                self._put(each, {"type": each.text}, contact, institution)
            elif not each.name.startswith(_OWN):
                self._take(each, contact, institution)
        if not self._own:
            self._person(contact, institution)
        rev = self._card.first("REV")
        return Entry(
            own=self._own,
            office=office,
            place=self._card.place,
            places=self._places,
            sources=tuple(self._sources),
            procedure=procedure,
            source=self._source,
            checked=day_in(rev.value) if rev else None,
            problems=tuple(self._problems),
        )

    def _columns(self) -> tuple[dict[str, Tree], dict[str, Tree] | None]:
        """Return what the program's own properties say, apart from those of other properties."""
        texts: dict[str, str] = {}
        places: dict[str, Place] = {}
        procedure: dict[str, Tree] | None = None
        for each in self._card.properties:
            if not each.name.startswith(_OWN) or each.group:
                continue
            column = each.name.removeprefix(_OWN).replace("-", "_").casefold()
            if column == "procedure":
                procedure, wrong = procedure_in(each.text, each.place)
                self._problems += wrong
            elif columns.is_column(column):
                texts[column] = each.text
                places[column] = each.place
            else:
                words = f"{each.name} is nothing that an office has"
                self._problems.append(Problem(f"{CODE}.vcard-line", words, each.place))
        row = columns.row(texts)
        self._places |= {way: places[column] for way, column in row.names.items()}
        return row.office, procedure

    def _take(self, each: _Property, contact: dict[str, Tree], institution: dict[str, Tree]) -> None:
        match each.name:
            case "TITLE" | "ROLE":
                if not (each.name == "ROLE" and self._card.first("TITLE")):
                    self._words(each, contact, "contact", "title", each.text)
            case "ORG":
                self._words(each, institution, "institution", "name", _components(each.value)[0][0])
            case "NOTE":
                self._set(contact, "contact", "note", each.text, each.place)
            case "EMAIL" | "TEL" | "ADR" | "CONTACT-URI":
                self._detail(each, contact, institution)
            case "URL" if self._own:
                self._detail(each, contact, institution)
            case "SOURCE":
                self._source_of(each)
            case "LANG":
                self._language(each, contact)
            case _ if each.name not in _IGNORED:
                words = f"{each.name} is not taken over"
                note = Problem(f"{CODE}.unknown-property", words, each.place)
                self._notes.setdefault(each.name, note)

    def _words(self, each: _Property, owner: dict[str, Tree], part: str, key: str, text: str) -> None:
        language = (each.parameter("LANGUAGE") or "en").partition("-")[0].casefold()
        named = mapping_in(owner, key)
        # A card in one language says its words without an English one beside them.
        if not self._own and not named:
            language = "en"
        if text and language not in named:
            named[language] = text
            self._places[part, key, language] = each.place

    def _set(self, owner: dict[str, Tree], part: str, key: str, text: str, place: Place) -> None:
        if text and key not in owner:
            owner[key] = text
            self._places[part, key] = place

    def _detail(self, each: _Property, contact: dict[str, Tree], institution: dict[str, Tree]) -> None:
        type_, value, country = _way_of(each)
        detail: dict[str, Tree] = {"type": type_}
        if value:
            detail["value"] = value
        if country:
            detail["country"] = country
        self._put(each, detail, contact, institution)

    def _put(
        self,
        each: _Property,
        detail: dict[str, Tree],
        contact: dict[str, Tree],
        institution: dict[str, Tree],
    ) -> None:
        beside = self._card.groups.get(each.group or "", {})
        for name, other in beside.items():
            if name == _LABEL:
                detail["label"] = re.sub(r"^_\$!<(.*)>!\$_$", r"\1", other.text)
            elif name not in {"OF", "TYPE"}:
                detail[name.replace("-", "_").casefold()] = other.text
        of = beside.get("OF")
        part, owner = (
            ("institution", institution)
            if of is not None and of.text == "institution"
            else ("contact", contact)
        )
        details = owner.setdefault("contact_details", [])
        if isinstance(details, list):
            for key in detail:
                said = beside.get(key.replace("_", "-").upper(), each)
                self._places[part, "contact_details", len(details), key] = said.place
            self._places[part, "contact_details", len(details)] = each.place
            details.append(detail)

    def _source_of(self, each: _Property) -> None:
        beside = self._card.groups.get(each.group or "", {})
        if "ID" not in beside:
            self._source = self._source or each.value
            return
        source: dict[str, Tree] = {"id": beside["ID"].text, "url": each.value}
        for key in ("title", "date"):
            if key.upper() in beside:
                source[key] = beside[key.upper()].text
        self._sources.append(source)

    def _language(self, each: _Property, contact: dict[str, Tree]) -> None:
        names = (f"{_OWN}LANGUAGES", f"{_OWN}INSTITUTION-LANGUAGES")
        if any(self._card.first(name) is not None for name in names):
            return
        languages = mapping_in(contact, "languages")
        languages.setdefault("source", "convention")
        codes = languages.setdefault("codes", [])
        if isinstance(codes, list):
            codes.append(each.value.strip().partition("-")[0].casefold())
            self._places["contact", "languages"] = each.place

    def _person(self, contact: dict[str, Tree], institution: dict[str, Tree]) -> None:
        """Take the person or the body that a card of somebody else's is about."""
        named, kind = self._card.first("FN"), self._card.first("KIND")
        if named is None:
            return
        about = kind.value.strip().casefold() if kind else "individual"
        organization = text_in(institution, "name", "en")
        if about in {"org", "group"} or named.text == organization:
            if not organization:
                self._words(named, institution, "institution", "name", named.text)
            elif named.text != organization and not contact.get("title"):
                self._words(named, contact, "contact", "title", named.text)
                # A body is nobody to whom one says "Dear".
                contact.setdefault("forms_of_address", {"en": convention(None)})
            return
        holder: dict[str, Tree] = {"name": named.text}
        parts = self._card.first("N")
        family = _components(parts.value)[0] if parts else []
        if family and family[0]:
            holder["family_name"] = " ".join(family)
        gender = self._card.first("GENDER")
        if gender:
            holder["gender"] = gender.value.partition(";")[0]
        contact["holders"] = [holder]
        self._places["contact", "holders", 0] = named.place


def _way_of(each: _Property) -> tuple[str, str, str | None]:
    """Return the type and the value of a contact detail, and the country of a postal one."""
    match each.name:
        case "EMAIL":
            return "email", each.text.removeprefix("mailto:"), None
        case "TEL":
            type_ = "fax" if "fax" in each.types() else "phone"
            return type_, each.text.removeprefix("tel:"), None
        case "ADR":
            return "address", *_postal(each)
    return "form", each.value.strip(), None


def _postal(each: _Property) -> tuple[str, str | None]:
    """Return the lines of a postal address, from its label or else from its parts, and its country."""
    parts = [*_components(each.value), *([[""]] * 7)]
    box, extended, street, town, region, code, country = (
        [word for word in part if word] for part in parts[:7]
    )
    label = each.parameter("LABEL")
    said = each.parameter("CC") or next(iter(country), None)
    if label:
        lines = re.sub(r"\\(.)", lambda mark: "\n" if mark[1] in "nN" else mark[1], label)
        return lines, said
    last = " ".join(word for word in (*code, *town, *region) if word)
    return "\n".join((*box, *extended, *street, *([last] if last else []))), said


def _text(value: str) -> str:
    """Return a text value without its escapes (RFC 6350, 3.4)."""
    return re.sub(r"\\(.)", lambda mark: "\n" if mark[1] in "nN" else mark[1], value, flags=re.DOTALL)


def _components(value: str) -> list[list[str]]:
    """Return the components of a structured value, each with its values."""
    components: list[list[str]] = [[""]]
    for mark in re.findall(r"\\.|.", value, re.DOTALL):
        if mark == ";":
            components.append([""])
        elif mark == ",":
            components[-1].append("")
        else:
            components[-1][-1] += _text(mark)
    return components


def _parameter(value: str) -> str:
    """Return a parameter's text (RFC 6868)."""
    marks = {"n": "\n", "^": "^", "'": '"'}
    return re.sub(r"\^(.)", lambda mark: marks.get(mark[1], mark[0]), value)
