"""An office as one flat row: the names of columns that tables write and read.

A column is named after what it holds: `title`, `title_fr`, `email`, `email_2_source`, `holder_1_family_name`.
The first of several has no number, English no language. One list of rules names columns and finds them again,
so that what is written is what is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from advocate.core.registry import CONVENTION, Channel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Tree = dict[str, "Tree"] | list["Tree"] | str
"""An entry as the registry's file writes it: every scalar is a text."""

Way = tuple[str | int, ...]
"""The way to a text in an office: `contact`, `institution` or `group`, then keys and positions."""

_CHANNELS = tuple(channel.value for channel in Channel)
_DETAIL = (
    *("printed", "country", "label", "holder", "valid_until", "limit"),
    *("source", "checked", "caution", "note"),
)
_HOLDER = (
    *("family_name", "gender", "start_date", "end_date", "valid_until"),
    *("source", "checked", "note"),
)
_NAME = ("family_name", "given_name", "patronymic_name", "dative", "style")
_FORM = ("style", "style_named", "salutation", "salutation_named", "closing")
_SOURCED = ("style", "salutation", "closing")


def _rules() -> Iterator[tuple[str, str]]:
    """Yield each kind of column and the way it stands for.

    `{n}` is the place among several, `{l}` a language that is left out where it is English, `{L}` one that
    never is.
    """
    yield "id", "contact.id"
    yield "group", "group.id"
    yield "group_name{l}", "group.name.{l}"
    yield "institution", "institution.id"
    yield "institution_name{l}", "institution.name.{l}"
    yield "country", "institution.country"
    yield "kind", "contact.kind"
    yield "title{l}", "contact.title.{l}"
    for channel in _CHANNELS:
        way = f"contact.ways.{channel}.{{n}}"
        yield f"{channel}{{n}}", f"{way}.value"
        yield from ((f"{channel}{{n}}_{part}", f"{way}.{part}") for part in _DETAIL)
    yield "ways", "contact.order"
    yield "holder{n}", "contact.holders.{n}.name"
    yield from ((f"holder{{n}}_{part}", f"contact.holders.{{n}}.{part}") for part in _HOLDER)
    yield "holder{n}_role{l}", "contact.holders.{n}.role.{l}"
    yield "holder{n}_name{L}", "contact.holders.{n}.names.{l}.name"
    yield from ((f"holder{{n}}_{part}{{L}}", f"contact.holders.{{n}}.names.{{l}}.{part}") for part in _NAME)
    for part in _FORM:
        way = f"contact.forms_of_address.{{l}}.{part}"
        yield f"{part}{{l}}", f"{way}.neutral"
        yield from ((f"{part}{{l}}_{gender}", f"{way}.{gender}") for gender in ("female", "male"))
    yield from ((f"{part}_source{{l}}", f"contact.forms_of_address.{{l}}.source.{part}") for part in _SOURCED)
    yield "short{n}", "contact.short.{n}.short"
    yield from ((f"short{{n}}_{part}", f"contact.short.{{n}}.{part}") for part in ("line", "source"))
    yield "languages", "contact.languages.codes"
    yield "languages_source", "contact.languages.source"
    yield "accepts", "contact.accepts.what"
    yield from ((f"accepts_{part}", f"contact.accepts.{part}") for part in ("source", "procedure", "note"))
    yield from _anonymity("contact", "")
    yield "retired", "contact.retired.date"
    yield from ((f"retired_{part}", f"contact.retired.{part}") for part in ("reason", "source"))
    yield "note", "contact.note"
    yield "institution_languages", "institution.languages.codes"
    yield "institution_languages_source", "institution.languages.source"
    yield from _anonymity("institution", "institution_")
    yield "domain{n}", "institution.domains.{n}"
    yield "exact_address{n}", "institution.addresses.{n}"
    yield "reach{n}", "institution.reach.{n}"
    for channel in _CHANNELS:
        way = f"institution.ways.{channel}.{{n}}"
        yield f"institution_{channel}{{n}}", f"{way}.value"
        yield from ((f"institution_{channel}{{n}}_{part}", f"{way}.{part}") for part in _DETAIL)
    yield "institution_ways", "institution.order"


def _anonymity(part: str, before: str) -> Iterator[tuple[str, str]]:
    yield f"{before}unsigned", f"{part}.anonymity.unsigned"
    yield from ((f"{before}unsigned_{key}", f"{part}.anonymity.{key}") for key in ("source", "note"))


_NUMBER, _LANGUAGE = "[1-9][0-9]{0,3}", "[a-z]{2,3}"
_IN_NAME = {
    "{n}": f"(?:_(?P<n>{_NUMBER}))?",
    "{l}": f"(?:_(?P<l>{_LANGUAGE}))?",
    "{L}": f"_(?P<l>{_LANGUAGE})",
}
_IN_WAY = {"{n}": f"(?P<n>{_NUMBER})", "{l}": f"(?P<l>{_LANGUAGE})"}


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    way: str
    names: re.Pattern[str]
    ways: re.Pattern[str]


def _pattern(template: str, marks: Mapping[str, str]) -> re.Pattern[str]:
    pattern = re.escape(template).replace(r"\{", "{").replace(r"\}", "}")
    for mark, words in marks.items():
        pattern = pattern.replace(mark, words)
    return re.compile(pattern)


_RULES = tuple(_Rule(name, way, _pattern(name, _IN_NAME), _pattern(way, _IN_WAY)) for name, way in _rules())

COLUMNS = tuple(rule.name.replace("{n}", "").replace("{l}", "").replace("{L}", "_xx") for rule in _RULES)
"""The name of each kind of column, in the order in which a table shows them."""


@dataclass(frozen=True, slots=True)
class Row:
    """An office read from its columns; `names` says which column each text came from."""

    office: dict[str, Tree]
    names: Mapping[Way, str] = field(default_factory=dict)


def flat(office: Mapping[str, Tree]) -> dict[str, str]:
    """Return an office's columns and what they hold, in no order.

    `office` holds its `contact`, `institution` and `group` as the registry's file writes them.
    """
    return {
        _name(".".join(map(str, way))): text
        for part in ("contact", "institution", "group")
        for way, text in _leaves(_spread(office.get(part, {})), (part,))
    }


def in_order(names: Iterator[str] | set[str]) -> list[str]:
    """Return names of columns in the order in which a table shows them."""
    return sorted(names, key=_place)


def is_column(name: str) -> bool:
    """Return whether a column can have this name."""
    return _way(name) is not None


def row(columns: Mapping[str, str]) -> Row:
    """Return the office that columns say; those that `is_column` does not know are left out.

    Positions close up, so that a column left empty leaves no gap.
    """
    numbered: _Numbered = {}
    names: dict[Way, str] = {}
    for name, text in columns.items():
        way = _way(name)
        if way:
            names[way] = name
            here = numbered
            for step in way[:-1]:
                here = _inner(here, step)
            here[way[-1]] = text
    office: dict[str, Tree] = {}
    now: dict[Way, Way] = {}
    for part in ("contact", "institution", "group"):
        closed = _closed(_inner(numbered, part), (part,), (part,), now)
        entry = _mapping(closed)
        moved = _gather(entry)
        for old, new in now.items():
            if old[:2] == (part, "ways") and new[2:4] in moved:
                now[old] = (part, "contact_details", moved[new[2:4]], *new[4:])
        office[part] = entry
    return Row(office, {now[way]: name for way, name in names.items() if way in now})


@lru_cache(maxsize=4096)
def _name(way: str) -> str:
    """Return the column of a way whose positions count from 1."""
    for rule in _RULES:
        found = rule.ways.fullmatch(way)
        if found:
            marks = found.groupdict()
            number = "" if marks.get("n") in {None, "1"} else f"_{marks['n']}"
            if rule.way.startswith("contact.holders"):
                number = f"_{marks['n']}"
            language = "" if marks.get("l") in {None, "en"} else f"_{marks['l']}"
            always = f"_{marks.get('l')}"
            return rule.name.replace("{n}", number).replace("{l}", language).replace("{L}", always)
    message = f"no column is named for {way}"
    raise ValueError(message)


@lru_cache(maxsize=4096)
def _way(name: str) -> Way | None:
    """Return the way that a column stands for, or None; positions count from 1."""
    for rule in _RULES:
        found = rule.names.fullmatch(name)
        if found:
            marks = found.groupdict()
            filled = {"{n}": marks.get("n") or "1", "{l}": marks.get("l") or "en"}
            return tuple(
                int(filled[step]) if step == "{n}" else filled.get(step, step) for step in rule.way.split(".")
            )
    return None


@lru_cache(maxsize=4096)
def _place(name: str) -> tuple[int, int, str]:
    for place, rule in enumerate(_RULES):
        found = rule.names.fullmatch(name)
        if found:
            return _block(place), int(found.groupdict().get("n") or 1), f"{place:04}{name}"
    return len(_RULES), 0, name


def _block(place: int) -> int:
    """Return the first rule about the same thing: what is said of one e-mail stands together."""
    head = _RULES[place].way.split("{n}")[0]
    return next(first for first, rule in enumerate(_RULES) if rule.way.split("{n}")[0] == head)


def _spread(entry: Tree) -> dict[str, Tree]:
    """Return an entry in which every text has a column: ways by their type, words by gender."""
    if not isinstance(entry, dict):
        return {}
    spread: dict[str, Tree] = dict(entry)
    details = spread.pop("contact_details", [])
    order = [_text(detail, "type") for detail in _list(details)]
    if order:
        kept = [channel for channel in _CHANNELS if channel in order]
        by_type: dict[str, Tree] = {
            channel: [_without_type(each) for each in _list(details) if _text(each, "type") == channel]
            for channel in kept
        }
        spread["ways"] = by_type
        if order != sorted(order, key=_CHANNELS.index):
            spread["order"] = " ".join(order)
    forms = spread.get("forms_of_address")
    if isinstance(forms, dict):
        spread["forms_of_address"] = {language: _spread_form(form) for language, form in forms.items()}
    languages = spread.get("languages")
    if isinstance(languages, dict):
        codes = " ".join(code for code in _list(languages.get("codes", [])) if isinstance(code, str))
        spread["languages"] = {**languages, "codes": codes}
    return spread


def _spread_form(form: Tree) -> Tree:
    if not isinstance(form, dict):
        return {}
    spread: dict[str, Tree] = {}
    for part, words in form.items():
        if part != "source":
            spread[part] = {"neutral": words} if isinstance(words, str) else words
    source = form.get("source", CONVENTION)
    sources = dict.fromkeys(_SOURCED, source) if isinstance(source, str) else source
    if isinstance(sources, dict):
        spread["source"] = {part: word for part, word in sources.items() if word != CONVENTION}
    return spread


_Numbered = dict[str | int, "_Numbered | str"]
"""An entry whose lists are still mappings from positions that count from 1."""


def _inner(numbered: _Numbered, step: str | int) -> _Numbered:
    found = numbered.setdefault(step, {})
    if isinstance(found, str):
        message = f"no column holds both a text and parts: {step}"
        raise TypeError(message)
    return found


def _closed(numbered: _Numbered | str, old: Way, new: Way, now: dict[Way, Way]) -> Tree:
    """Return an entry with lists for positions, and note in `now` where each of its texts went."""
    if isinstance(numbered, str):
        now[old] = new
        return numbered
    positions = sorted(step for step in numbered if isinstance(step, int))
    if positions:
        return [
            _closed(numbered[step], (*old, step), (*new, index), now) for index, step in enumerate(positions)
        ]
    return {
        step: _closed(inner, (*old, step), (*new, step), now)
        for step, inner in numbered.items()
        if isinstance(step, str)
    }


def _gather(entry: dict[str, Tree]) -> dict[Way, int]:
    """Bring an entry into the shape of the registry's file; return where each contact detail went.

    What nobody says the source of is convention where the registry allows that.
    """
    for form in _mapping(entry.get("forms_of_address")).values():
        if isinstance(form, dict):
            form["source"] = {part: _mapping(form.get("source")).get(part, CONVENTION) for part in _SOURCED}
    for line in _list(entry.get("short")):
        _mapping(line).setdefault("source", CONVENTION)
    languages = entry.get("languages")
    if isinstance(languages, dict):
        languages["codes"] = [*str(languages.get("codes", "")).split()]
        languages.setdefault("source", CONVENTION)
    for key in ("accepts", "anonymity"):
        said = entry.get(key)
        if isinstance(said, dict):
            said.setdefault("source", CONVENTION)
    by_type = _mapping(entry.pop("ways", None))
    asked = str(entry.pop("order", "")).split()
    count = {channel: len(_list(by_type.get(channel))) for channel in _CHANNELS}
    rest = [channel for channel in _CHANNELS for _ in range(count[channel])]
    taken = dict.fromkeys(_CHANNELS, 0)
    details: list[Tree] = []
    moved: dict[Way, int] = {}
    for channel in (*asked, *rest):
        place = taken.get(channel, 0)
        if place < count.get(channel, 0):
            moved[channel, place] = len(details)
            detail = _list(by_type.get(channel))[place]
            details.append({"type": channel, **_mapping(detail)})
            taken[channel] = place + 1
    if details:
        entry["contact_details"] = details
    return moved


def _leaves(tree: Tree, way: Way) -> Iterator[tuple[Way, str]]:
    """Yield every text with the way to it; positions count from 1."""
    if isinstance(tree, str):
        yield way, tree
        return
    inner = enumerate(tree, 1) if isinstance(tree, list) else tree.items()
    for step, value in inner:
        yield from _leaves(value, (*way, step))


def _mapping(tree: Tree | None) -> dict[str, Tree]:
    return tree if isinstance(tree, dict) else {}


def _list(tree: Tree | None) -> list[Tree]:
    return tree if isinstance(tree, list) else []


def _text(tree: Tree, key: str) -> str:
    value = _mapping(tree).get(key)
    return value if isinstance(value, str) else ""


def _without_type(detail: Tree) -> Tree:
    return {key: value for key, value in _mapping(detail).items() if key != "type"}
