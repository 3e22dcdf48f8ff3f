"""Reading Popolo JSON (https://www.popoloproject.com/specs/): posts, or memberships where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.core.problems import Problem, ProblemsError
from advocate.sources.exchange.entries import CODE, Entry, Found, text_in
from advocate.sources.exchange.json_text import json_document
from advocate.sources.exchange.objects import Details, Item, Taken, list_of, mapping_of, tree_of, word
from advocate.sources.nodes import is_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advocate.core.columns import Tree, Way
    from advocate.sources.yaml_nodes import Data, Document, Path_

_EXTENSION = "x_advocate"
_TYPES = {
    **dict.fromkeys(("voice", "phone", "tel", "telephone", "cell", "mobile"), "phone"),
    **dict.fromkeys(("form", "contact_form"), "form"),
    **{type_: type_ for type_ in ("email", "address", "fax")},
}
"""The types of contact details (Popolo has vCard's) that an office can have."""

_DETAIL = ("label", "value", "note", "valid_until")
_NAME = ("name", "family_name", "given_name", "patronymic_name")
_PARTS = ("organizations", "posts", "persons", "memberships")
_MEMBER = frozenset({"", "member", "mp", "representative"})
"""Roles that say no more than that a person belongs to a body."""


def read_popolo(text: str, name: str) -> Found:
    """Return the offices of a Popolo file: its posts, and the memberships that have none.

    Raises ProblemsError where the text is no such file.
    """
    document = json_document(text, name)
    data = document.data
    if not isinstance(data, dict) or not any(part in data for part in _PARTS):
        words = f"this is no Popolo file: it has none of {', '.join(_PARTS)}"
        raise ProblemsError([Problem(f"{CODE}.popolo", words, document.place(()))])
    return _Reader(document, data).found()


class _Reader:
    def __init__(self, document: Document, data: dict[str, Data]) -> None:
        self._document = document
        self._problems: list[Problem] = []
        self._notes: dict[str, Problem] = {}
        self._own = mapping_of(data.get(_EXTENSION))
        self._organizations = self._by_id(self._items(data, "organizations", ()))
        self._posts = [*self._items(data, "posts", ())]
        self._persons = self._by_id(self._items(data, "persons", ()))
        memberships = [*self._items(data, "memberships", ())]
        for person in self._persons.values():
            for each in self._items(person.data, "memberships", person.path):
                each.data.setdefault("person_id", person.data.get("id"))
                memberships.append(each)
        self._memberships = memberships

    def found(self) -> Found:
        """Return every office, in the order of the file."""
        entries: list[Entry] = []
        held: dict[str, list[Item]] = {}
        loose = []
        for membership in self._memberships:
            post = word(membership, "post_id")
            if post:
                held.setdefault(post, []).append(membership)
            else:
                loose.append(membership)
        entries += [self._post(post, held.pop(word(post, "id") or "", [])) for post in self._posts]
        for post_id, memberships in held.items():
            self._problem(
                "unknown-post", self._problems, f"there is no post {post_id!r}", memberships[0].path
            )
        entries += self._members(loose)
        sources = tuple(each for each in list_of(self._own.get("sources")) if isinstance(each, dict))
        return Found(
            self._document.name, tuple(entries), tuple(self._notes.values()), tuple(self._problems), sources
        )

    def _items(self, data: dict[str, Data], key: str, path: Path_) -> Iterator[Item]:
        listed = data.get(key, [])
        if not isinstance(listed, list):
            self._problem("wrong-type", self._problems, f"{key}: a list is wanted here", (*path, key))
            return
        for place, item in enumerate(listed):
            if isinstance(item, dict):
                yield Item(item, (*path, key, place))
            else:
                words = f"{key}: an object is wanted here"
                self._problem("wrong-type", self._problems, words, (*path, key, place))

    def _by_id(self, items: Iterable[Item]) -> dict[str, Item]:
        found: dict[str, Item] = {}
        for item in items:
            name = item.data.get("id")
            if not isinstance(name, str):
                words = "an 'id' is wanted here, by which others name it"
                self._problem("missing-key", self._problems, words, item.path)
            elif name in found:
                words = f"the id {name!r} is already taken"
                self._problem("duplicate-id", self._problems, words, (*item.path, "id"))
            else:
                found[name] = item
        return found

    def _problem(self, slug: str, problems: list[Problem], words: str, path: Path_) -> None:
        problems.append(Problem(f"{CODE}.{slug}", words, self._document.place(path)))

    def _post(self, post: Item, memberships: list[Item]) -> Entry:
        taken = Taken()
        contact = self._extension(post, taken, ("contact",))
        details = self._of(post, contact, taken)
        self._id(post, contact, ("contact",), taken)
        self._named(post, contact, taken, ("contact", "label", "other_label"))
        if not contact.get("title"):
            self._named(post, contact, taken, ("contact", "role", "other_label"))
        self._hold(contact, memberships, details, taken)
        self._put_details(contact, "contact", details, taken)
        return self._entry(post, contact, word(post, "organization_id"), taken)

    def _members(self, memberships: list[Item]) -> Iterator[Entry]:
        """Yield an office for every membership of a body, where the file knows no posts."""
        for membership in memberships:
            body = word(membership, "organization_id")
            organization = self._organizations.get(body or "")
            if organization and organization.data.get("classification") == "party":
                continue
            taken = Taken()
            contact: dict[str, Tree] = {}
            role = word(membership, "role") or ""
            named = word(organization, "name") if organization else None
            contact["title"] = {
                "en": f"Member of the {named or body}" if role.casefold() in _MEMBER else role
            }
            taken.places["contact", "title"] = self._document.place(membership.path)
            details = Details()
            self._hold(contact, [membership], details, taken)
            holders = contact.get("holders")
            if isinstance(holders, list):
                for holder in holders:
                    if isinstance(holder, dict):
                        holder.pop("role", None)
            self._put_details(contact, "contact", details, taken)
            yield self._entry(membership, contact, body, taken)

    def _entry(self, item: Item, contact: dict[str, Tree], body: str | None, taken: Taken) -> Entry:
        institution, group = self._bodies(item, body, taken)
        procedures = list_of(self._own.get("procedures"))
        wanted = text_in(contact, "accepts", "procedure")
        procedure = next((each for each in procedures if wanted and text_in(each, "id") == wanted), None)
        return Entry(
            own=bool(self._own),
            office={"contact": contact, "institution": institution, "group": group},
            place=self._document.place(item.path),
            places=taken.places,
            sources=tuple(taken.sources),
            procedure=procedure if isinstance(procedure, dict) else None,
            problems=tuple(taken.problems),
        )

    def _bodies(self, item: Item, body: str | None, taken: Taken) -> tuple[dict[str, Tree], dict[str, Tree]]:
        """Return the institution of an office and the group that it belongs to."""
        if body is None:
            return {}, {}
        organization = self._organizations.get(body)
        if organization is None:
            words = f"there is no organization {body!r}"
            self._problem("unknown-organization", taken.problems, words, item.path)
            return {"id": "unknown"}, {"id": "unknown-group"}
        institution = self._organization(organization, "institution", taken)
        parent = word(organization, "parent_id")
        above = self._organizations.get(parent or "")
        return institution, self._organization(above, "group", taken) if above else {}

    def _organization(self, organization: Item, part: str, taken: Taken) -> dict[str, Tree]:
        made = self._extension(organization, taken, (part,))
        details = self._of(organization, made, taken)
        self._id(organization, made, (part,), taken)
        self._named(organization, made, taken, (part, "name", "other_names"))
        if part == "institution":
            self._put_details(made, part, details, taken)
        taken.places[part,] = self._document.place(organization.path)
        return made

    def _id(self, item: Item, made: dict[str, Tree], way: Way, taken: Taken) -> None:
        name = word(item, "id")
        if name and is_id(name):
            made["id"] = name
            taken.places[*way, "id"] = self._document.place((*item.path, "id"))

    def _extension(self, item: Item, taken: Taken, way: Way) -> dict[str, Tree]:
        """Return what the extension of an object holds, with the place of each part."""
        found = item.data.get(_EXTENSION, {})
        if not isinstance(found, dict):
            path = (*item.path, _EXTENSION)
            self._problem("wrong-type", taken.problems, f"{_EXTENSION}: an object is wanted here", path)
            return {}
        self._note_places(found, way, (*item.path, _EXTENSION), taken)
        copy = tree_of(found)
        return copy if isinstance(copy, dict) else {}

    def _note_places(self, data: Data, way: Way, path: Path_, taken: Taken) -> None:
        taken.places[way] = self._document.place(path)
        inner = enumerate(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
        for step, value in inner:
            self._note_places(value, (*way, step), (*path, step), taken)

    def _named(self, item: Item, made: dict[str, Tree], taken: Taken, keys: tuple[str, str, str]) -> None:
        """Put a name in English and in other languages: `keys` are what it is of, its key and the others'."""
        part, key, others = keys
        way = (part, "title" if part == "contact" else "name")
        words: dict[str, Tree] = {}
        english = self._line(item, key, taken)
        if english:
            words["en"] = english
            taken.places[*way, "en"] = self._document.place((*item.path, key))
        for other in self._items(item.data, others, item.path):
            language, text = self._line(other, "lang", taken), self._line(other, "name", taken)
            if language and text:
                words.setdefault(language, text)
                taken.places[*way, language] = self._document.place((*other.path, "name"))
        if words:
            made[way[-1]] = words

    def _line(self, item: Item, key: str, taken: Taken) -> str | None:
        value = item.data.get(key)
        if value is not None and not isinstance(value, str):
            self._problem("wrong-type", taken.problems, f"{key}: text is wanted here", (*item.path, key))
            return None
        return value

    def _hold(
        self, contact: dict[str, Tree], memberships: list[Item], details: Details, taken: Taken
    ) -> None:
        """Read the holders of an office, and the contact details that are theirs."""
        holders: list[Tree] = []
        for membership in memberships:
            asked = word(membership, "person_id")
            person = self._persons.get(asked or "")
            if person is None:
                words = f"there is no person {asked!r}"
                self._problem("unknown-person", taken.problems, words, membership.path)
                continue
            way = ("contact", "holders", len(holders))
            holder = self._holder(membership, person, way, taken)
            holders.append(holder)
            name = text_in(holder, "name") or ""
            for owner in (membership, person):
                for detail, path in self._details(owner, taken):
                    detail["holder"] = name
                    details.add(detail, path)
            email = self._line(person, "email", taken)
            if email and not details.has(email):
                mailbox: dict[str, Tree] = {"type": "email", "value": email, "holder": name}
                source = self._sourced(person, taken)
                details.add(mailbox | ({"source": source} if source else {}), (*person.path, "email"))
        if holders:
            contact["holders"] = holders

    def _holder(self, membership: Item, person: Item, way: Way, taken: Taken) -> dict[str, Tree]:
        holder = self._extension(membership, taken, way)
        taken.places[way] = self._document.place(membership.path)
        for key in ("name", "family_name", "given_name", "gender"):
            text = self._line(person, key, taken)
            if text:
                holder[key] = text
                taken.places[*way, key] = self._document.place((*person.path, key))
        for key in ("start_date", "end_date"):
            text = self._line(membership, key, taken)
            if text:
                holder[key] = text
                taken.places[*way, key] = self._document.place((*membership.path, key))
        role = self._line(membership, "role", taken)
        if role and (self._own or membership.data.get("post_id") is None):
            others = holder.get("role")
            holder["role"] = {"en": role, **(others if isinstance(others, dict) else {})}
        names = self._names(person, way, taken)
        if names:
            holder["names"] = names
        source = self._sourced(membership, taken) or self._sourced(person, taken)
        if source:
            holder.setdefault("source", source)
        return holder

    def _names(self, person: Item, way: Way, taken: Taken) -> dict[str, Tree]:
        names: dict[str, Tree] = {}
        for other in self._items(person.data, "other_names", person.path):
            language = self._line(other, "lang", taken)
            # Without both a letter could not name the person.
            if language and "name" in other.data and "family_name" in other.data:
                name = self._extension(other, taken, (*way, "names", language))
                for key in _NAME:
                    text = self._line(other, key, taken)
                    if text:
                        name[key] = text
                taken.places[*way, "names", language] = self._document.place(other.path)
                names[language] = name
        return names

    def _details(self, owner: Item, taken: Taken) -> Iterator[tuple[dict[str, Tree], Path_]]:
        for item in self._items(owner.data, "contact_details", owner.path):
            said = self._line(item, "type", taken) or ""
            type_ = _TYPES.get(said.casefold())
            if type_ is None:
                words = f"contact details of the type {said!r} are not taken over"
                place = self._document.place(item.path)
                self._notes.setdefault(said, Problem(f"{CODE}.unknown-type", words, place))
                continue
            detail = self._extension(item, taken, ())
            detail["type"] = type_
            for key in _DETAIL:
                text = self._line(item, key, taken)
                if text:
                    detail[key] = text
            source = self._sourced(item, taken) or self._sourced(owner, taken)
            if source:
                detail.setdefault("source", source)
            yield detail, item.path

    def _of(self, owner: Item, extension: dict[str, Tree], taken: Taken) -> Details:
        """Return the contact details of a post or an organization, with those that cannot be used."""
        details = Details()
        for detail, path in self._details(owner, taken):
            details.add(detail, path)
        for number, unusable in enumerate(list_of(extension.pop("contact_details", []))):
            if isinstance(unusable, dict):
                details.add(unusable, (*owner.path, _EXTENSION, "contact_details", number))
        return details

    def _put_details(self, made: dict[str, Tree], part: str, details: Details, taken: Taken) -> None:
        ordered = details.in_order()
        for number, (detail, path) in enumerate(ordered):
            way = (part, "contact_details", number)
            taken.places[way] = self._document.place(path)
            for key in detail:
                at = (*path, key) if key in {*_DETAIL, "type"} else path
                taken.places[*way, key] = self._document.place(at)
        if ordered:
            made["contact_details"] = [detail for detail, _ in ordered]

    def _sourced(self, item: Item, taken: Taken) -> str | None:
        """Return the web address of the first source that an object names."""
        for source in self._items(item.data, "sources", item.path):
            url = self._line(source, "url", taken)
            if url:
                title = self._line(source, "note", taken)
                taken.sources.append({"url": url, "title": title or url})
                return url
        return None
