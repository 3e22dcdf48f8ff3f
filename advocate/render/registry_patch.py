"""Corrections as a change to the text of a `contacts.yaml`, and that change as a patch.

Only the lines that say something else are touched: comments, order and style of the rest stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Protocol

from advocate.core.overlay import Change, placed_details, placed_holders
from advocate.core.registry import Contact
from advocate.render.registry_yaml import block_text, line_text, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advocate.core.overlay import Overlay
    from advocate.core.registry import ContactDetail, Holder, Institution, Registry
    from advocate.render.registry_yaml import Plain

Way = tuple[str | int, ...]
_CONTEXT = 3
"""Lines around a change by which a patch finds its place."""

_LAST = ("source", "checked", "caution", "note")
"""What is new in an entry stands before these."""

_BEHIND = {
    "holders": ("contact_details", "retired", "note"),
    "contact_details": ("retired", "note"),
    "retired": ("note",),
}
"""What comes after a part of a contact."""


class Span(Protocol):
    """Where a value stands: lines and columns from 0, `end` behind its last character."""

    @property
    def begin(self) -> tuple[int, int]:
        """Its first character."""

    @property
    def end(self) -> tuple[int, int]:
        """What follows its last one."""

    @property
    def key(self) -> tuple[int, int] | None:
        """The first character of its key."""

    @property
    def flow(self) -> bool:
        """Whether it stands in braces or brackets."""


class LayoutError(Exception):
    """The file is laid out in a way that this editing does not know; the message says where."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines that stand in the place of others: from `first` up to but without `behind`."""

    first: int
    behind: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Patched:
    """The text of a file before and after, and what is different."""

    before: tuple[str, ...]
    edits: tuple[_Edit, ...]
    newline: str

    @property
    def text(self) -> str:
        """The text afterwards."""
        lines: list[str] = []
        done = 0
        for edit in self.edits:
            lines += [*self.before[done : edit.first], *edit.lines]
            done = edit.behind
        return self.newline.join([*lines, *self.before[done:]])

    def unified(self, name: str) -> str:
        """Return the change as a unified diff that `patch -p1` and `git apply` take.

        difflib compares what an edit replaces, never whole files: a registry may have 10,000 contacts.
        """
        lines: list[str] = []
        moved = 0
        for group in _grouped([small for edit in self.edits for small in self._smallest(edit)]):
            hunk, grown = self._hunk(group, moved)
            lines += hunk
            moved += grown
        return "".join([f"--- a/{name}\n", f"+++ b/{name}\n", *lines]) if lines else ""

    def _smallest(self, edit: _Edit) -> Iterator[_Edit]:
        """Yield what an edit truly changes; at the end of the file the line before has to get a line end."""
        first, lines = edit.first, list(edit.lines)
        if edit.behind == len(self.before) and first:
            first -= 1
            lines.insert(0, self.before[first])
        old = [self._ended(number) for number in range(first, edit.behind)]
        new = [f"{line}{self.newline}" for line in lines]
        if edit.behind == len(self.before):
            new[-1] = lines[-1]
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                yield _Edit(first + i, first + j, tuple(new[k:m]))

    def _ended(self, number: int) -> str:
        last = number == len(self.before) - 1
        return self.before[number] if last else f"{self.before[number]}{self.newline}"

    def _hunk(self, group: Sequence[_Edit], moved: int) -> tuple[list[str], int]:
        """Return the lines of a hunk, and by how many lines it makes the file longer."""
        size = len(self.before) - (not self.before[-1])
        first, behind = max(0, group[0].first - _CONTEXT), min(size, group[-1].behind + _CONTEXT)
        body: list[str] = []
        done = first
        for edit in group:
            body += [f" {self._ended(number)}" for number in range(done, edit.first)]
            body += [f"-{self._ended(number)}" for number in range(edit.first, edit.behind)]
            body += [f"+{line}" for line in edit.lines]
            done = edit.behind
        body += [f" {self._ended(number)}" for number in range(done, behind)]
        grown = sum(len(edit.lines) - (edit.behind - edit.first) for edit in group)
        length = behind - first
        head = f"@@ -{first + 1},{length} +{first + moved + 1},{length + grown} @@\n"
        missing = "\n\\ No newline at end of file\n"
        return [head, *(line if line.endswith("\n") else f"{line}{missing}" for line in body)], grown


def _grouped(edits: Sequence[_Edit]) -> Iterator[list[_Edit]]:
    """Yield edits whose surroundings touch together."""
    group: list[_Edit] = []
    for edit in edits:
        if group and edit.first - group[-1].behind > 2 * _CONTEXT:
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def patched(text: str, spans: Mapping[Way, Span], registry: Registry, overlay: Overlay) -> Patched:
    """Return the text of a registry's file with what an overlay says of it.

    `spans` say where the values of the text stand. Raises LayoutError where the file is laid out unlike any
    that this knows; nothing else is promised of the result, so it is for the caller to read it again.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    page = _Page(text.split(newline), spans)
    for part in ("institutions", "contacts"):
        for place, body in enumerate(getattr(registry, part)):
            change = overlay.change_of(body.id)
            if change in overlay.changes:
                page.change((part, place), body, change)
    known = {source.id for source in registry.sources}
    page.append("sources", [item for item in overlay.sources if item.id not in known], apart=False)
    page.append("groups", overlay.groups, apart=False)
    page.append("institutions", overlay.institutions, apart=False)
    page.append("contacts", overlay.contacts, apart=True)
    return Patched(tuple(text.split(newline)), page.edits(), newline)


class _Page:
    """The lines of a file and what is to become of them."""

    def __init__(self, lines: Sequence[str], spans: Mapping[Way, Span]) -> None:
        self._lines = lines
        self._spans = spans
        self._edits: list[_Edit] = []

    def edits(self) -> tuple[_Edit, ...]:
        """Return every change in the order of the file; of two at one place the first noted first."""
        return tuple(sorted(self._edits, key=lambda edit: edit.first))

    def change(self, at: Way, body: Contact | Institution, change: Change) -> None:
        """Note what a change makes of an institution or a contact."""
        if self._span(at).flow:
            raise LayoutError(self._told(at))
        if isinstance(body, Contact):
            holders = placed_holders(body.holders, change)
            self._list(at, "holders", [(old, new) for old, new in holders], flow=False)
        self._list(at, "contact_details", placed_details(body.contact_details, change), flow=True)
        if isinstance(body, Contact) and change.retired and change.retired != body.retired:
            line = f"retired: {line_text(record(change.retired))}"
            way = (*at, "retired")
            self._edits.append(
                _Edit(*self._of_key(way), (self._indented(at, line),))
                if way in self._spans
                else self._new_key(at, "retired", [line])
            )

    def append(self, part: str, items: Sequence[object], *, apart: bool) -> None:
        """Note new entries at the end of a list of the file."""
        if not items:
            return
        here: list[str] = []
        last = self._last_item((part,))
        for item in items:
            here += [""] if apart else []
            here += self._item(last, record(item), flow=False)
        behind = self._of_item(last)[1]
        self._edits.append(_Edit(behind, behind, tuple(here)))

    def _list(
        self,
        at: Way,
        part: str,
        placed: Iterable[tuple[ContactDetail | Holder | None, ContactDetail | Holder | None]],
        *,
        flow: bool,
    ) -> None:
        pairs = list(placed)
        there = [pair for pair in pairs if pair[0] is not None]
        added = [new for old, new in pairs if old is None and new is not None]
        way = (*at, part)
        if there and not added and all(new is None for _, new in there):
            self._edits.append(_Edit(*self._of_key(way), ()))
            return
        for place, (old, new) in enumerate(there):
            if old == new or old is None:
                continue
            item = (*way, place)
            lines = tuple(self._replaced(item, record(old), record(new))) if new else ()
            self._edits.append(_Edit(*self._of_item(item), lines))
        if added and there:
            last = (*way, len(there) - 1)
            behind = self._of_item(last)[1]
            lines = tuple(line for new in added for line in self._item(last, record(new), flow=flow))
            self._edits.append(_Edit(behind, behind, lines))
        elif added:
            items = [line for new in added for line in _item_lines(record(new), flow=flow)]
            self._edits.append(self._new_key(at, part, [f"{part}:", *(f"  {line}" for line in items)]))

    def _new_key(self, at: Way, part: str, lines: Sequence[str]) -> _Edit:
        """Return the lines of a new key of a contact or an institution, where it belongs among the others."""
        before = next((key for key in _BEHIND[part] if (*at, key) in self._spans), None)
        place = self._of_key((*at, before))[0] if before else self._of_item(at)[1]
        return _Edit(place, place, tuple(self._indented(at, line) for line in lines))

    def _replaced(self, item: Way, old: Plain, new: Plain) -> list[str]:
        """Return the lines of an entry that says something else: those of equal values as they were."""
        span = self._span(item)
        first, behind = self._of_item(item)
        if not isinstance(old, dict) or not isinstance(new, dict):
            raise LayoutError(self._told(item))
        if span.flow:
            head = self._lines[first][: span.begin[1]]
            return [f"{head}{line_text(new)}{self._lines[span.end[0]][span.end[1] :]}"]
        prefix = self._lines[first][: span.begin[1]]
        blank = " " * len(prefix)
        # In the order of the file, whose writer may have another one than ours.
        places = {key: self._of_key((*item, key), whole=False)[0] for key in old}
        starts = dict(sorted(places.items(), key=lambda each: each[1]))
        ends = dict(zip(starts, [*list(starts.values())[1:], behind], strict=True))
        lines: list[str] = []
        waiting = [key for key in new if key not in old]
        for key in starts:
            if key in _LAST and waiting:
                lines += [f"{blank}{line}" for each in waiting for line in _key_lines(each, new[each])]
                waiting = []
            of_value = self._of_key((*item, key), whole=False)[1]
            tail = list(self._lines[of_value : ends[key]])
            if key not in new:
                lines += tail
            elif new[key] == old[key]:
                whole = self._lines[starts[key] : of_value]
                # Whichever key comes first gets the dash in the end.
                lines += [blank + whole[0][len(prefix) :], *whole[1:], *tail]
            else:
                made = [f"{blank}{line}" for line in _key_lines(key, new[key])]
                # What stands behind a value on its line is mostly a comment.
                stop = self._span((*item, key)).end
                comment = self._lines[stop[0]][stop[1] :] if stop[1] and len(made) == 1 else ""
                lines += [*made[:-1], made[-1] + comment, *tail]
        lines += [f"{blank}{line}" for each in waiting for line in _key_lines(each, new[each])]
        return [prefix + lines[0][len(prefix) :], *lines[1:]]

    def _item(self, like: Way, data: Plain, *, flow: bool) -> list[str]:
        """Return the lines of a new entry of a list, set in as another one is."""
        dash = self._lines[self._span(like).begin[0]].index("-")
        return [f"{' ' * dash}{line}" if line else "" for line in _item_lines(data, flow=flow)]

    def _indented(self, at: Way, line: str) -> str:
        return f"{' ' * self._span(at).begin[1]}{line}"

    def _last_item(self, way: Way) -> Way:
        number = 0
        while (*way, number) in self._spans:
            number += 1
        if not number or self._span(way).flow:
            raise LayoutError(self._told(way))
        return (*way, number - 1)

    def _of_item(self, way: Way) -> tuple[int, int]:
        """Return the first line of an entry of a list, and the one behind its last."""
        span = self._span(way)
        first = span.begin[0]
        if self._lines[first][: span.begin[1]].strip() != "-":
            raise LayoutError(self._told(way))
        return first, self._behind(span)

    def _of_key(self, way: Way, *, whole: bool = True) -> tuple[int, int]:
        """Return the first line of a key with its value, and the one behind its last.

        Where the `whole` lines are meant, nothing else may stand on them.
        """
        span = self._span(way)
        if span.key is None:
            raise LayoutError(self._told(way))
        first, column = span.key
        before = self._lines[first][:column].strip()
        if before and (whole or before != "-"):
            raise LayoutError(self._told(way))
        return first, self._behind(span)

    def _behind(self, span: Span) -> int:
        line, column = span.end
        last = line if column else line - 1
        while last > span.begin[0] and not self._lines[last].strip():
            last -= 1
        return last + 1

    def _span(self, way: Way) -> Span:
        if way not in self._spans:
            raise LayoutError(self._told(way[:-1]) if way else "the file")
        return self._spans[way]

    def _told(self, way: Way) -> str:
        span = self._spans.get(way)
        return f"line {span.begin[0] + 1}" if span else "/".join(str(step) for step in way)


def _item_lines(data: Plain, *, flow: bool) -> list[str]:
    """Return the lines of an entry of a list: one, or several where a value has several lines."""
    several = isinstance(data, dict) and any(
        isinstance(value, str) and "\n" in value for value in data.values()
    )
    if flow and not several:
        return [f"- {line_text(data)}"]
    return block_text([data]).removesuffix("\n").split("\n")


def _key_lines(key: str, value: Plain) -> list[str]:
    return block_text({key: value}).removesuffix("\n").split("\n")
