"""Offices as vCard 4.0 (RFC 6350): one card an office, of the kind `org`.

What vCard has no property for stands in `X-ADVOCATE-…` properties, named after the columns of
`core.columns`; what belongs to one property shares its group (`item1.EMAIL`, `item1.X-ADVOCATE-CHECKED`).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from advocate.core import columns
from advocate.core.address import holder_on
from advocate.render.exchange.records import entry, office_entry, sources_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from advocate.core.columns import Tree
    from advocate.core.registry import Office, Source

OWN = "X-ADVOCATE-"
_OCTETS = 75


def vcard_text(
    offices: Sequence[Office], sources: Sequence[Source], day: date, country_name: Callable[[str], str]
) -> str:
    """Return the offices as vCards with CRLF line ends, folded at 75 octets (RFC 6350, 3.2).

    `RELATED` names who holds an office on the day; every holder known, with dates, stands in
    `X-ADVOCATE-HOLDER-1` and so on. `country_name` gives the English name of a country.
    """
    return "".join(
        f"{_folded(line)}\r\n"
        for office in offices
        for line in _Card(country_name).lines(office, sources_in(office, sources), day)
    )


class _Card:
    def __init__(self, country_name: Callable[[str], str]) -> None:
        self._country_name = country_name
        self._items = 0

    def lines(self, office: Office, sources: Sequence[Source], day: date) -> Iterator[str]:
        """Yield the content lines of an office, not folded."""
        tree = office_entry(office)
        contact, institution = _mapping(tree["contact"]), _mapping(tree["institution"])
        yield "BEGIN:VCARD"
        yield "VERSION:4.0"
        yield "KIND:org"
        # The same office has the same UID in every export (RFC 6350, 6.7.6; RFC 9562, 5.5).
        yield f"UID:urn:uuid:{uuid5(NAMESPACE_URL, f'advocate:{office.contact.id}')}"
        yield _line(f"{OWN}ID", office.contact.id)
        yield _line("FN", office.contact.title["en"])
        yield from _in_languages("TITLE", contact.pop("title"))
        yield from _in_languages("ORG", institution.pop("name"))
        yield _line("CATEGORIES", office.group.name["en"])
        holder = holder_on(office.contact, day)
        if holder:
            yield f"RELATED;TYPE=agent;VALUE=text:{_escaped(holder.name)}"
        yield from self._details(contact, "")
        yield from self._details(institution, "institution")
        yield from _languages(contact, institution)
        note = contact.pop("note", None)
        if isinstance(note, str):
            yield _line("NOTE", note)
        del contact["id"]
        rest = columns.flat(tree)
        for name in columns.in_order(set(rest)):
            yield _line(f"{OWN}{name.upper().replace('_', '-')}", rest[name])
        if office.procedure:
            yield _line(f"{OWN}PROCEDURE", json.dumps(entry(office.procedure), ensure_ascii=False))
        for source in sources:
            yield from self._source(source)
        yield "END:VCARD"

    def _item(self) -> str:
        self._items += 1
        return f"item{self._items}"

    def _details(self, owner: dict[str, Tree], whose: str) -> Iterator[str]:
        """Yield a property for each contact detail, the most useful first, and what else is known of it."""
        details = owner.pop("contact_details", [])
        counted: dict[str, int] = {}
        for detail in details if isinstance(details, list) else ():
            rest = _mapping(detail)
            item, type_ = self._item(), str(rest.pop("type"))
            value = rest.pop("value", None)
            counted[type_] = counted.get(type_, 0) + bool(value)
            if isinstance(value, str):
                yield f"{item}.{self._property(type_, value, min(counted[type_], 100), rest)}"
            else:
                rest["type"] = type_
            label = rest.pop("label", None)
            if isinstance(label, str):
                # No property of RFC 6350 labels another; address books show this one.
                yield _line(f"{item}.X-ABLABEL", label)
            if whose:
                rest["of"] = whose
            for name, text in rest.items():
                yield _line(f"{item}.{OWN}{name.upper().replace('_', '-')}", str(text))

    def _property(self, type_: str, value: str, preference: int, rest: dict[str, Tree]) -> str:
        # PREF ends at 100 (RFC 6350, 5.3).
        match type_:
            case "email":
                return f"EMAIL;TYPE=work;PREF={preference}:{_escaped(value)}"
            case "phone" | "fax":
                kind = "voice" if type_ == "phone" else "fax"
                return f'TEL;VALUE=uri;TYPE="work,{kind}";PREF={preference}:tel:{value}'
            case "address":
                country = str(rest.pop("country"))
                parts = _components(value, self._country_name(country))
                # CC is RFC 8605's; a LABEL is RFC 6350's (6.3.1), its line breaks are RFC 6868's.
                label = f'LABEL="{_parameter(value)}"'
                return f"ADR;CC={country};PREF={preference};{label}:{parts}"
        return f"URL;TYPE=work;PREF={preference}:{value}"

    def _source(self, source: Source) -> Iterator[str]:
        item = self._item()
        yield f"{item}.SOURCE:{source.url}"
        yield _line(f"{item}.{OWN}ID", source.id)
        yield _line(f"{item}.{OWN}TITLE", source.title)
        if source.date:
            yield _line(f"{item}.{OWN}DATE", str(source.date))


def _in_languages(name: str, words: Tree) -> Iterator[str]:
    """Yield a property in English, then in other languages as alternatives of it (RFC 6350, 5.4)."""
    texts = _mapping(words)
    several = ";ALTID=1" if len(texts) > 1 else ""
    for language in sorted(texts, key=lambda code: code != "en"):
        tag = f";LANGUAGE={language}" if several else ""
        yield f"{name}{several}{tag}:{_escaped(str(texts[language]))}"


def _languages(contact: dict[str, Tree], institution: dict[str, Tree]) -> Iterator[str]:
    """Yield the languages that the office reads, and who says so: its own, or its institution's."""
    own = _mapping(contact.get("languages", {}))
    read = own or _mapping(institution.get("languages", {}))
    codes = read.get("codes")
    for preference, code in enumerate(codes if isinstance(codes, list) else (), 1):
        yield f"LANG;PREF={min(preference, 100)}:{code}"


_TOWN = re.compile(r"(?P<code>(?=\S*\d)[A-Z0-9-]{3,10}) (?P<town>[^\W\d].*)")
_CODE_LAST = re.compile(r"(?P<town>[^\W\d].*?),? (?P<region>[A-Z]{2})? *(?P<code>\d{5}(-\d{4})?)")


def _components(lines: str, country: str) -> str:
    """Return the seven components of a postal address, as far as its lines tell them apart.

    The town and its code are looked for in the last line; what stands above is the street.
    """
    above = lines.split("\n")
    town = region = code = ""
    found = _TOWN.fullmatch(above[-1]) or _CODE_LAST.fullmatch(above[-1])
    if found and len(above) > 1:
        parts = found.groupdict()
        town, region, code = parts["town"], parts.get("region") or "", parts["code"]
        above.pop()
    street = ",".join(_escaped(line) for line in above)
    return ";".join(("", "", street, _escaped(town), _escaped(region), _escaped(code), _escaped(country)))


def _line(name: str, text: str) -> str:
    return f"{name}:{_escaped(text)}"


def _escaped(text: str) -> str:
    """Return a text as a value (RFC 6350, 3.4); any line break is its one escape."""
    escaped = re.sub(r"([\\,;])", r"\\\1", text)
    return re.sub("\r\n|\r|\n", r"\\n", escaped)


def _parameter(text: str) -> str:
    """Return a text as a quoted parameter (RFC 6868); a backslash is doubled, as some readers undo it."""
    escaped = text.replace("^", "^^").replace('"', "^'").replace("\\", "\\\\")
    return re.sub("\r\n|\r|\n", "^n", escaped)


def _folded(line: str) -> str:
    """Return a content line folded so that no line has more than 75 octets and no character is cut."""
    if len(line) <= _OCTETS and line.isascii():
        return line
    lines: list[str] = []
    room, here = _OCTETS, ""
    for character in line:
        octets = len(character.encode())
        if octets > room:
            lines.append(here)
            # The space that begins a continuation counts.
            room, here = _OCTETS - 1, ""
        here += character
        room -= octets
    return "\r\n ".join([*lines, here])


def _mapping(tree: Tree | Mapping[str, Tree]) -> dict[str, Tree]:
    return tree if isinstance(tree, dict) else {}
