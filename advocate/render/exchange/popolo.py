"""Offices as Popolo JSON (https://www.popoloproject.com/specs/): organizations, posts, persons, memberships.

What Popolo has no field for stands under `x_advocate`, beside what it belongs to; other readers leave it out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from advocate.render.exchange.records import entry, sources_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advocate.core.columns import Tree
    from advocate.core.registry import Office, Source

EXTENSION = "x_advocate"
_TYPES = {"phone": "voice"}
"""Contact details that Popolo calls otherwise: its types are those of vCard."""


def popolo_text(offices: Sequence[Office], sources: Sequence[Source]) -> str:
    """Return the offices as the text of a Popolo JSON file."""
    return f"{json.dumps(_Popolo(sources).data(offices), ensure_ascii=False, indent=2)}\n"


class _Popolo:
    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = {source.id: source for source in sources}
        self._all = sources
        self._persons: dict[str, str] = {}

    def data(self, offices: Sequence[Office]) -> dict[str, Tree]:
        groups: dict[str, Tree] = {}
        institutions: dict[str, Tree] = {}
        procedures: dict[str, Tree] = {}
        used: dict[str, Source] = {}
        posts: list[Tree] = []
        persons: list[Tree] = []
        memberships: list[Tree] = []
        for office in offices:
            group, institution = office.group, office.institution
            groups.setdefault(group.id, self._organization(entry(group), "group", None))
            institutions.setdefault(
                institution.id, self._organization(entry(institution), "institution", group.id)
            )
            if office.procedure:
                procedures.setdefault(office.procedure.id, entry(office.procedure))
            used |= {source.id: source for source in sources_in(office, self._all)}
            held, people = self._held(office)
            memberships += held
            persons += people
            names = [holder.name for holder in office.contact.holders]
            # Of two terms of one person the first is meant.
            by_name = dict(reversed([*zip(names, held, strict=True)]))
            posts.append(self._post(entry(office.contact), by_name))
        listed: list[Tree] = [entry(source) for source in self._all if source.id in used]
        rest: dict[str, Tree] = {"sources": listed}
        if procedures:
            rest["procedures"] = list(procedures.values())
        return {
            "organizations": [*groups.values(), *institutions.values()],
            "posts": posts,
            "persons": persons,
            "memberships": memberships,
            EXTENSION: rest,
        }

    def _organization(self, item: dict[str, Tree], classification: str, parent: str | None) -> Tree:
        made: dict[str, Tree] = {"id": item.pop("id"), "classification": classification}
        made |= _named(item, "name", "other_names")
        if parent:
            made["parent_id"] = parent
            item.pop("group")
        self._place_details(item, made, {})
        return _extended(made, item)

    def _post(self, item: dict[str, Tree], memberships: Mapping[str, dict[str, Tree]]) -> Tree:
        made: dict[str, Tree] = {"id": item.pop("id"), "organization_id": item.pop("institution")}
        made |= _named(item, "title", "other_label", label="label")
        item.pop("holders", None)
        self._place_details(item, made, memberships)
        return _extended(made, item)

    def _held(self, office: Office) -> tuple[list[dict[str, Tree]], list[Tree]]:
        """Return a membership for every holder of an office, and the persons who are new."""
        contact = office.contact
        memberships: list[dict[str, Tree]] = []
        persons: list[Tree] = []
        for number, holder in enumerate(contact.holders, 1):
            item = entry(holder)
            person: dict[str, Tree] = {"name": item.pop("name"), "family_name": item.pop("family_name")}
            if "gender" in item:
                person["gender"] = item.pop("gender")
            names = item.pop("names", {})
            if isinstance(names, dict) and names:
                person["other_names"] = [_other_name(name, language) for language, name in names.items()]
            key = json.dumps(person, sort_keys=True)
            if key not in self._persons:
                self._persons[key] = f"{contact.id}-holder-{number}"
                persons.append({"id": self._persons[key], **person})
            made: dict[str, Tree] = {
                "id": f"{contact.id}-membership-{number}",
                "person_id": self._persons[key],
                "post_id": contact.id,
                "organization_id": contact.institution,
            }
            role = item.get("role")
            if isinstance(role, dict):
                made["role"] = role["en"]
                item["role"] = {language: words for language, words in role.items() if language != "en"}
                if not item["role"]:
                    del item["role"]
            made |= {key: item.pop(key) for key in ("start_date", "end_date") if key in item}
            made |= self._sourced(item)
            memberships.append(_extended(made, item))
        return memberships, persons

    def _place_details(
        self, item: dict[str, Tree], owner: dict[str, Tree], memberships: Mapping[str, dict[str, Tree]]
    ) -> None:
        """Put contact details where Popolo wants them.

        A person's own go to their membership, and what cannot be used to the extension, each with its place
        among all, so that no other reader takes it for a way to reach the office.
        """
        details = item.pop("contact_details", [])
        unusable: list[Tree] = []
        for place, detail in enumerate(details if isinstance(details, list) else (), 1):
            if not isinstance(detail, dict):
                continue
            if "value" not in detail:
                unusable.append({**detail, "place": str(place)})
                continue
            type_ = str(detail.pop("type"))
            made: dict[str, Tree] = {"type": _TYPES.get(type_, type_)}
            made |= {key: detail.pop(key) for key in _POPOLO_DETAIL if key in detail}
            made |= self._sourced(detail)
            there = owner
            if "holder" in detail:
                there = memberships[str(detail.pop("holder"))]
                detail["place"] = str(place)
            listed = there.setdefault("contact_details", [])
            if isinstance(listed, list):
                listed.append(_extended(made, detail))
        if unusable:
            item["contact_details"] = unusable

    def _sourced(self, item: dict[str, Tree]) -> dict[str, Tree]:
        """Return a fact's sources as Popolo has them: the web address, and the title as its note."""
        source = self._sources.get(str(item.get("source")))
        return {"sources": [{"url": source.url, "note": source.title}]} if source else {}


_POPOLO_DETAIL = ("label", "value", "note", "valid_until")


def _named(item: dict[str, Tree], key: str, others: str, label: str = "name") -> dict[str, Tree]:
    """Return a name in English, and those in other languages."""
    words = item.pop(key)
    named = words if isinstance(words, dict) else {}
    made: dict[str, Tree] = {label: named["en"]}
    rest: list[Tree] = [
        {"name": text, "lang": language} for language, text in named.items() if language != "en"
    ]
    return made | ({others: rest} if rest else {})


def _other_name(name: Tree, language: str) -> Tree:
    """Return a name in another language; what Popolo has no field for goes under the extension."""
    rest = dict(name) if isinstance(name, dict) else {}
    made = {key: rest.pop(key) for key in _POPOLO_NAME if key in rest}
    return _extended({**made, "lang": language}, rest)


_POPOLO_NAME = ("name", "family_name", "given_name", "patronymic_name")


def _extended(made: dict[str, Tree], rest: dict[str, Tree]) -> dict[str, Tree]:
    return made | ({EXTENSION: rest} if rest else {})
