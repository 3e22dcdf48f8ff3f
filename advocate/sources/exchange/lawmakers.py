"""Reading lists of lawmakers of the United States: those of the Congress, and those of the states.

The formats are those of unitedstates/congress-legislators (`legislators-current.yaml`) and of
openstates/people (one YAML file a person). Neither says when a fact was seen, or where that one is from.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from advocate.core.problems import Problem, ProblemsError
from advocate.core.registry import Kind
from advocate.sources import wording
from advocate.sources.exchange.complete import convention
from advocate.sources.exchange.entries import CODE, Entry, Found, pruned
from advocate.sources.reading import Reading, WrittenNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advocate.core.columns import Tree, Way
    from advocate.core.problems import Place
    from advocate.sources.yaml_nodes import Document, Path_

_CHAMBERS = {
    "sen": ("us-senate", "United States Senate", "Senator"),
    "rep": ("us-house", "United States House of Representatives", "Representative"),
}
_USA: dict[str, Tree] = {"id": "usa", "name": {"en": "United States of America"}}
_TOWN = re.compile(r"[;,]?\s+(?=Washington,?\s+DC\b)")
"""Where the town begins in an address that the Congress's list writes on one line."""

_AT_LARGE = "0"
_STATE = re.compile(r"ocd-jurisdiction/country:us/(?:state|territory|district):([a-z]{2})/")
_HOUSES = {"upper": "upper chamber", "lower": "lower chamber", "legislature": "legislature"}
_OFFICES = {
    "governor": "Governor",
    "lt_governor": "Lieutenant Governor",
    "attorney general": "Attorney General",
    "secretary of state": "Secretary of State",
    "chief election officer": "Chief Election Officer",
}
"""Types of a role that are offices outside the chambers (openstates/people, schema.md)."""


class _Person:
    """What is read of one person, with every place and every mistake."""

    def __init__(self, document: Document, path: Path_) -> None:
        self.document = document
        self.problems: list[Problem] = []
        data = document.data
        for step in path:
            data = data[step] if isinstance(data, list) and isinstance(step, int) else data
        self.node = WrittenNode(Reading(document, CODE, self.problems), None, path, data)
        self.place = document.place(path)
        self.places: dict[Way, Place] = {}
        self.details: list[Tree] = []
        self._path = path

    def at(self, *steps: str | int) -> Place:
        """Return where a part of the person's entry stands."""
        return self.document.place((*self._path, *steps))

    def add(self, type_: str, value: str | None, *steps: str | int, **more: str | None) -> None:
        """Add a contact detail, if there is one, with where it stands."""
        if value:
            way: Way = ("contact", "contact_details", len(self.details))
            self.places[way] = self.places[*way, "value"] = self.at(*steps)
            kept = {key: word for key, word in more.items() if word}
            self.details.append({"type": type_, "value": value, **kept})

    def entry(
        self,
        contact: dict[str, Tree],
        institution: dict[str, Tree],
        group: dict[str, Tree],
        source: str | None,
    ) -> Entry:
        """Return the office that the person holds."""
        whole = contact | ({"contact_details": self.details} if self.details else {})
        return Entry(
            office={"contact": whole, "institution": institution | {"country": "US"}, "group": group},
            place=self.place,
            places=self.places,
            source=source,
            problems=tuple(self.problems),
        )


def read_congress(document: Document, day: str) -> Found:
    """Return the seats in a list of the Congress's members, each with who holds it.

    A term's end that is still to come on the day is only planned. Raises ProblemsError where the document is
    no such list.
    """
    document = replace(document, data=pruned(document.data))
    if not isinstance(document.data, list):
        words = "this is no list of legislators: it begins with a hyphen and 'id:'"
        raise ProblemsError([Problem(f"{CODE}.legislators", words, document.place(()))])
    return Found(
        document.name,
        tuple(_seat(_Person(document, (number,)), day) for number in range(len(document.data))),
        problems=document.problems,
    )


def _seat(person: _Person, day: str) -> Entry:
    first, last, whole = person.node.part(
        "name", lambda name: (name.line("first"), name.line("last"), name.maybe_line("official_full"))
    )
    gender = person.node.maybe("bio", lambda bio: bio.maybe_line("gender"))
    terms = [*person.node.each("terms")]
    if not terms:
        person.problems.append(Problem(f"{CODE}.no-term", "no term is listed here", person.at("terms")))
        return person.entry({}, {"id": "us-congress"}, dict(_USA), None)
    term, number = terms[-1], len(terms) - 1
    type_ = term.line("type")
    if type_ not in _CHAMBERS:
        words = f"{type_!r} is neither sen nor rep"
        person.problems.append(Problem(f"{CODE}.unknown-word", words, person.at("terms", number, "type")))
    chamber, chamber_name, called = _CHAMBERS.get(type_, _CHAMBERS["rep"])
    state = term.line("state")
    where = wording.region_called("US", state) or state
    if chamber == "us-senate":
        seat = term.maybe_line("class") or ""
        title = f"United States Senator for {where}"
    else:
        seat = term.maybe_line("district") or ""
        at = f"{where}, at large" if seat == _AT_LARGE else f"{where}, district {seat}"
        title = f"Member of the {chamber_name} for {at}"
    holder: dict[str, Tree] = {
        "name": whole or f"{first} {last}",
        "family_name": last,
    }
    if gender:
        holder["gender"] = gender
    _add_term(holder, term.maybe_line("start"), term.maybe_line("end"), day)
    address = term.maybe_line("address")
    person.add("address", _TOWN.sub("\n", address) if address else None, "terms", number, "address")
    person.add("phone", term.maybe_line("phone"), "terms", number, "phone")
    person.add("fax", term.maybe_line("fax"), "terms", number, "fax")
    person.add("form", term.maybe_line("contact_form"), "terms", number, "contact_form")
    _belong(person.details, str(holder["name"]))
    contact: dict[str, Tree] = {
        "id": "-".join(filter(None, (chamber, state.casefold(), seat.casefold()))),
        "kind": Kind.PARLIAMENT.value,
        "title": {"en": title},
        "forms_of_address": {"en": convention(called, f"Dear {called} {{family_name}},")},
        "holders": [holder],
    }
    person.places["contact", "holders", 0] = person.at("terms", number)
    person.places["contact", "holders", 0, "name"] = person.at("name")
    return person.entry(contact, {"id": chamber, "name": {"en": chamber_name}}, dict(_USA), None)


def read_people(name: str, documents: Iterable[Document], day: str) -> Found:
    """Return the offices of persons' files, one for each role that they have on the day.

    `name` is what people call the file, or the folder of them.
    """
    entries: list[Entry] = []
    notes: list[Problem] = []
    for document in documents:
        found, told = _roles(replace(document, data=pruned(document.data)), day)
        entries += found
        notes += told
    return Found(name, tuple(entries), tuple(notes))


def _roles(document: Document, day: str) -> tuple[list[Entry], list[Problem]]:
    """Return the offices that a person has on a day, or a note that there are none."""
    entries: list[Entry] = []
    first = _Person(document, ())
    roles = [*first.node.maybe_each("roles")]
    for number, role in enumerate(roles):
        end = role.maybe_line("end_date")
        if end is None or end >= day:
            # Only the first office of a person carries what is wrong in the file.
            entries.append(_role(_Person(document, ()), number, day))
    if entries or first.problems or document.problems:
        told = (*first.problems, *document.problems)
        if not entries:
            entries = [first.entry({}, {"id": "unknown"}, dict(_USA), None)]
        return [replace(entry, problems=(*entry.problems, *told)) for entry in entries], []
    words = "no role lasts to this day: the person is left out"
    return [], [Problem(f"{CODE}.no-role", words, document.place(("roles",), key=True))]


def _role(person: _Person, number: int, day: str) -> Entry:
    node = person.node
    role = [*node.each("roles")][number]
    type_, jurisdiction = role.line("type"), role.line("jurisdiction")
    state = _STATE.match(f"{jurisdiction}/")
    if not state:
        words = f"{jurisdiction!r} is not a state's jurisdiction (ocd-jurisdiction/country:us/state:…)"
        place = person.at("roles", number, "jurisdiction")
        person.problems.append(Problem(f"{CODE}.jurisdiction", words, place))
    code = state[1] if state else "us"
    where = wording.region_called("US", code.upper()) or code.upper()
    district = role.maybe_line("district")
    named = None
    if type_ in _HOUSES:
        body, body_name = f"us-{code}-{type_}", f"{where} {_HOUSES[type_]}"
        at = f", district {district}" if district else ""
        title = f"Member of the {body_name}{at}"
    elif type_ in _OFFICES:
        body, body_name = f"us-{code}-executive", f"Government of {where}"
        title, named = f"{_OFFICES[type_]} of {where}", f"Dear {_OFFICES[type_]} {{family_name}},"
    else:
        words = f"a role of the type {type_!r} is not known"
        person.problems.append(Problem(f"{CODE}.unknown-word", words, person.at("roles", number, "type")))
        body, body_name, title = f"us-{code}", where, type_
    holder: dict[str, Tree] = {"name": node.line("name")}
    for key in ("family_name", "gender"):
        text = node.maybe_line(key)
        if text:
            holder[key] = text
    _add_term(holder, role.maybe_line("start_date"), role.maybe_line("end_date"), day)
    _reach(person)
    _belong(person.details, str(holder["name"]))
    contact: dict[str, Tree] = {
        "id": "-".join(filter(None, (body, _plain(district or type_)))),
        "kind": (Kind.FOREIGN_GOVERNMENT if named else Kind.PARLIAMENT).value,
        "title": {"en": title},
        "forms_of_address": {"en": convention(title if named else "Member", named)},
        "holders": [holder],
    }
    person.places["contact", "holders", 0] = person.at("roles", number)
    person.places["contact", "holders", 0, "name"] = person.at("name")
    institution: dict[str, Tree] = {"id": body, "name": {"en": body_name}}
    group: dict[str, Tree] = {"id": f"us-{code}", "name": {"en": where}}
    sources = [source.maybe_line("url") for source in node.maybe_each("sources")]
    return person.entry(contact, institution, group, next(filter(None, sources), None))


def _reach(person: _Person) -> None:
    """Add a person's e-mail, and the address and numbers of each of their offices."""
    node = person.node
    person.add("email", node.maybe_line("email"), "email")
    for number, office in enumerate(node.maybe_each("offices")):
        label = office.maybe_line("classification")
        address = office.maybe_text("address")
        if address:
            # Lines are parted by semicolons in this format.
            lines = "\n".join(filter(None, (line.strip() for line in re.split("[;\n]", address))))
            person.add("address", lines, "offices", number, "address", label=label)
        person.add("phone", office.maybe_line("voice"), "offices", number, "voice", label=label)
        person.add("fax", office.maybe_line("fax"), "offices", number, "fax", label=label)


def _add_term(holder: dict[str, Tree], start: str | None, end: str | None, day: str) -> None:
    """Add when a term began and ended; an end still to come is planned, and not to be relied on after it."""
    if start:
        holder["start_date"] = start
    if end:
        holder["end_date" if end < day else "valid_until"] = end


def _belong(details: list[Tree], name: str) -> None:
    """Say of every contact detail that it is the person's: the next one in the seat has others."""
    for detail in details:
        if isinstance(detail, dict):
            detail["holder"] = name


def _plain(text: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", text.casefold()))
