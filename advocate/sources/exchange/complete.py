"""What an office lacks to be one of ours: ids, a title, a form of address, sources, countries, numbers.

Only what is convention, or follows from what the file says, is filled in; all else is asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advocate.core.problems import Problem
from advocate.core.registry import CONVENTION
from advocate.sources import wording
from advocate.sources.exchange.entries import CODE, mapping_in, text_in
from advocate.sources.exchange.names import Ids, slug
from advocate.sources.nodes import is_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advocate.core.columns import Tree, Way
    from advocate.sources.exchange.entries import Entry, Given

WANTED = frozenset(
    f"{CODE}.{slug_}" for slug_ in ("no-source", "no-checked", "no-kind", "no-country", "no-institution")
)
"""Codes of what the command line can say for all offices of a file."""

_UNKNOWN = "unknown"
"""Stands in for an id that is wanted and was told of, so that this is told only once."""

_GENDERS = {"f": "female", "female": "female", "woman": "female", "m": "male", "male": "male", "man": "male"}
_DIALLED = re.compile(r"\+\d+", re.ASCII)
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)([T ].*)?", re.ASCII)


class Completion:
    """Makes one office after the other complete, with ids that stay unique among all of them."""

    def __init__(self, entries: Sequence[Entry], given: Given) -> None:
        """Take every office of the file: the ids that it gives itself come first."""
        self._given = given
        parts = ("contact", "institution", "group")
        asked = {text_in(entry.office, part, "id") for entry in entries for part in parts}
        self._ids = Ids({word for word in asked if word and is_id(word)})
        self._by_name: dict[tuple[str, str], str] = {}
        self._source_ids: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self.sources: dict[str, dict[str, Tree]] = {}

    def complete(self, entry: Entry, office: dict[str, Tree], number: int) -> Iterator[Problem]:
        """Fill in what an office lacks; yield what is missing or unusable."""
        contact, institution = mapping_in(office, "contact"), mapping_in(office, "institution")
        group = mapping_in(office, "group")
        self.know(entry.sources)
        yield from self._country(entry, contact, institution)
        yield from self._organizations(entry, institution, group)
        named = text_in(contact, "title", "en")
        if not contact.get("forms_of_address"):
            contact["forms_of_address"] = {"en": convention(named)}
        if not contact.get("kind"):
            if self._given.kind is None:
                yield _problem("no-kind", entry, "what kind of office is it? add --kind, such as parliament")
            contact["kind"] = self._given.kind.value if self._given.kind else "parliament"
        if not text_in(contact, "id"):
            contact["id"] = self._ids.free(self._contact_id(contact, institution, number))
        if not contact.get("title"):
            contact["title"] = {"en": text_in(institution, "name", "en") or "Office"}
        contact["institution"] = institution.get("id", "")
        for owner, part in ((contact, "contact"), (institution, "institution")):
            yield from self._facts(entry, owner, part, text_in(institution, "country") or "")

    def know(self, sources: Iterable[dict[str, Tree]]) -> None:
        """Take sources that a file names, by id or only with a title for their web address."""
        for source in sources:
            if "id" in source:
                self.sources.setdefault(str(source["id"]), source)
            else:
                self._titles.setdefault(str(source.get("url")), str(source.get("title")))

    def _country(
        self, entry: Entry, contact: dict[str, Tree], institution: dict[str, Tree]
    ) -> Iterator[Problem]:
        said = text_in(institution, "country")
        lives = [text_in(detail, "country") for detail in _records(contact, "contact_details")]
        asked = said or next((country for country in lives if country), None) or self._given.country
        if asked is None:
            institution["country"] = "ZZ"
            yield _problem("no-country", entry, "no country is named: add --country, such as FR")
            return
        code = wording.country_called(asked)
        if code is None:
            place = ("institution", "country") if said else ()
            words = f"{asked!r} is not a country: write its code (ISO 3166), such as FR"
            yield _problem("country", entry, words, place)
        institution["country"] = code or "ZZ"

    def _organizations(
        self, entry: Entry, institution: dict[str, Tree], group: dict[str, Tree]
    ) -> Iterator[Problem]:
        if not text_in(institution, "id") and not text_in(institution, "name", "en"):
            if not self._given.institution:
                words = "no institution is named: add --institution with its name"
                yield _problem("no-institution", entry, words)
            institution["id"] = self._given.institution or _UNKNOWN
        self._identify("institution", institution)
        if not text_in(group, "id") and not text_in(group, "name", "en"):
            country = text_in(institution, "country") or "ZZ"
            group["id"] = self._given.group or wording.CldrWording("en").country(country)
        self._identify("group", group)
        institution["group"] = group["id"]

    def _identify(self, part: str, tree: dict[str, Tree]) -> None:
        """Give an institution or a group both an id and a name: what stands for one of them may be either."""
        word, name = text_in(tree, "id"), text_in(tree, "name", "en")
        called = name or word or ""
        if not (word and is_id(word)):
            if (part, called) not in self._by_name:
                made = slug(called) or f"{part}-{len(self._by_name) + 1}"
                self._by_name[part, called] = self._ids.free(made)
            tree["id"] = self._by_name[part, called]
        if not name:
            mapping_in(tree, "name").setdefault("en", called)

    def _contact_id(self, contact: dict[str, Tree], institution: dict[str, Tree], number: int) -> str:
        title = slug(text_in(contact, "title", "en") or "")
        holder = next((slug(text_in(each, "name") or "") for each in _records(contact, "holders")), "")
        words = "-".join(filter(None, (title, holder)))
        return words or f"{institution.get('id', 'office')}-{number}"

    def _facts(self, entry: Entry, owner: dict[str, Tree], part: str, country: str) -> Iterator[Problem]:
        """Give every fact its source and the date on which that was checked."""
        for key in ("holders", "contact_details"):
            for place, fact in enumerate(_records(owner, key)):
                yield from self._trust(entry, fact)
                way = (part, key, place)
                if key == "holders":
                    _complete_holder(fact)
                else:
                    yield from _complete_detail(entry, fact, way, country)
        retired = owner.get("retired")
        if isinstance(retired, dict) and not retired.get("source"):
            yield from self._trust(entry, retired)
            retired.pop("checked", None)

    def _trust(self, entry: Entry, fact: dict[str, Tree]) -> Iterator[Problem]:
        source = text_in(fact, "source") or entry.source
        if source is None and self._given.source:
            source = self._given.source.id
        checked = text_in(fact, "checked") or entry.checked or self._given.checked
        if source is None:
            words = "a fact without a source: add --source with the web address it was taken from"
            yield _problem("no-source", entry, words)
            self.sources.setdefault(_UNKNOWN, {"id": _UNKNOWN, "title": _UNKNOWN, "url": _UNKNOWN})
        if checked is None:
            words = "nothing says when this was checked: add --checked with the day, such as 2026-11-22"
            yield _problem("no-checked", entry, words)
        fact["source"] = self._source_id(source or _UNKNOWN)
        fact["checked"] = day_in(checked or "") or checked or "0001"

    def _source_id(self, source: str) -> str:
        """Return the id of a source; a web address becomes one."""
        if "://" not in source:
            return source
        if source not in self._source_ids:
            known = {str(each.get("url")): name for name, each in self.sources.items()}
            self._source_ids[source] = known.get(source) or self._new_source(source)
        return self._source_ids[source]

    def _new_source(self, url: str) -> str:
        made = Ids(set(self.sources)).free(slug(url.partition("://")[2]) or "source")
        self.sources[made] = {"id": made, "title": self._titles.get(url, url), "url": url}
        return made


def convention(title: str | None, named: str | None = None) -> dict[str, Tree]:
    """Return the form of address that is usual in English for an office with a title, or without one.

    `named` is the usual salutation where the holder is known.
    """
    form: dict[str, Tree] = {
        "salutation": f"Dear {title}," if title else "Dear Sir or Madam,",
        "closing": "Yours sincerely," if title else "Yours faithfully,",
        "source": CONVENTION,
    }
    return form | ({"salutation_named": named} if named else {})


def day_in(text: str) -> str | None:
    """Return the day of a date or a time (ISO 8601, with or without hyphens), or None."""
    found = _DAY.fullmatch(text)
    return "-".join(found.groups()[:3]) if found else None


def _complete_holder(holder: dict[str, Tree]) -> None:
    name = text_in(holder, "name")
    parts = (text_in(holder, "given_name"), text_in(holder, "family_name"))
    holder.pop("given_name", None)
    if not name and any(parts):
        name = " ".join(filter(None, parts))
        holder["name"] = name
    if name and not text_in(holder, "family_name"):
        # Which part of a name is the family's differs from people to people; the whole is never wrong.
        holder["family_name"] = name
    gender = text_in(holder, "gender")
    if gender:
        known = _GENDERS.get(gender.casefold())
        if known:
            holder["gender"] = known
        else:
            del holder["gender"]
    for key in ("start_date", "end_date", "valid_until"):
        day = day_in(text_in(holder, key) or "")
        if day:
            holder[key] = day


def _complete_detail(entry: Entry, detail: dict[str, Tree], way: Way, country: str) -> Iterator[Problem]:
    value = text_in(detail, "value")
    type_ = text_in(detail, "type")
    if type_ == "address":
        said = text_in(detail, "country")
        code = wording.country_called(said) if said else country
        if code is None:
            words = f"{said!r} is not a country: write its code (ISO 3166), such as FR"
            yield _problem("country", entry, words, (*way, "country"))
        detail["country"] = code or "ZZ"
    if type_ in {"phone", "fax"} and value and not _DIALLED.fullmatch(value):
        detail["value"] = wording.e164(value, country) or value


def _records(owner: dict[str, Tree], key: str) -> list[dict[str, Tree]]:
    found = owner.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _problem(slug_: str, entry: Entry, words: str, way: Way = ()) -> Problem:
    return Problem(f"{CODE}.{slug_}", words, entry.places.get(way, entry.place))
