"""Reading tables: CSV as this program writes it, as spreadsheets save it, or under headers of its own."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from advocate.core import columns
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean
from advocate.core.registry import Channel
from advocate.sources.exchange.entries import CODE, Entry, Found, mapping_in
from advocate.sources.exchange.lines import procedure_in, source_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advocate.core.columns import Tree

OWN = frozenset({"id", "group", "institution", "kind", "sources"})
"""The columns by which a table is known as one that this program wrote."""

_BESIDES = ("sources", "procedure", "source", "checked", "given_name", "family_name")
"""Columns about the whole row, or parts of the holder's name."""

_GUARD = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")  # noqa: RUF001 - as the writer guards them
_GUARD_WITHIN = re.compile("([;\t\n]\"*)'(?='*[=+\\-@＝＋－＠])")  # noqa: RUF001 - as above

_MEANT = {
    **dict.fromkeys(("name", "full_name", "holder_name", "person", "member", "official"), "holder"),
    **dict.fromkeys(("first_name", "firstname", "forename", "given_names"), "given_name"),
    **dict.fromkeys(("last_name", "lastname", "surname", "family"), "family_name"),
    **dict.fromkeys(("sex", "gender"), "holder_gender"),
    **dict.fromkeys(("e_mail", "email_address", "e_mail_address", "mail"), "email"),
    **dict.fromkeys(("tel", "telephone", "phone_number", "telephone_number", "voice"), "phone"),
    **dict.fromkeys(("fax_number", "telefax"), "fax"),
    **dict.fromkeys(("postal_address", "mailing_address", "office_address", "street_address"), "address"),
    **dict.fromkeys(("contact_form", "web_form", "webform", "form_url"), "form"),
    **dict.fromkeys(("position", "job_title", "post", "office", "function", "role"), "title"),
    **dict.fromkeys(("organisation", "organization", "body", "chamber", "parliament"), "institution"),
    **dict.fromkeys(("country_code", "nation"), "country"),
    **dict.fromkeys(("start", "start_date", "term_start", "from", "since"), "holder_start_date"),
    **dict.fromkeys(("end", "end_date", "term_end", "until"), "holder_end_date"),
    **dict.fromkeys(("source_url", "url_of_source"), "source"),
    **dict.fromkeys(("last_checked", "date_checked", "updated", "last_updated"), "checked"),
    **dict.fromkeys(("notes", "comment", "comments", "remarks"), "note"),
}
"""What common headers mean."""

_SEPARATORS = (",", ";", "\t")


def read_spreadsheet(text: str, name: str, mapping: Mapping[str, str]) -> Found:
    """Return the offices of a table, one a row.

    `mapping` says which column a header of the file stands for. Raises ProblemsError where the text is no
    table or the mapping names what is not there.
    """
    rows = _rows(text, name)
    line, header = next(rows, (1, []))
    if not any(cell.strip() for cell in header):
        raise ProblemsError(
            [Problem(f"{CODE}.no-header", "the first row must name the columns", Place(name, 1))]
        )
    names, notes = _named(header, mapping, Place(name, line))
    own = set(names) >= OWN
    entries: list[Entry] = []
    for start, cells in rows:
        place = Place(name, start)
        extra = [cell for cell in cells[len(header) :] if cell.strip()]
        texts = {
            column: _GUARD_WITHIN.sub(r"\1", _unguarded(cell)) if own else _unguarded(cell.strip())
            for column, cell in zip(names, cells, strict=False)
            if column and cell.strip()
        }
        if texts or extra:
            entries.append(_entry(texts, place, own=own, extra=bool(extra)))
    return Found(name, tuple(entries), tuple(notes))


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every row with the line it begins on."""
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=re.sub('"[^"]*"?', "", first).count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        told = "a cell is longer than a table can hold" if "limit" in str(error) else _QUOTES
        raise ProblemsError([Problem(f"{CODE}.table", told, Place(name, line))]) from None


_QUOTES = "this row is not CSV (RFC 4180): look for a quotation mark that is not closed or not doubled"


def _named(
    header: Sequence[str], mapping: Mapping[str, str], place: Place
) -> tuple[list[str | None], list[Problem]]:
    """Return the column of each header, None for one that is not taken over, and notes on those."""
    problems: list[Problem] = []
    notes: list[Problem] = []
    known = [cell.strip() for cell in header]
    for asked, wanted in mapping.items():
        if asked not in known:
            words = f"no column is called {asked!r}{did_you_mean(asked, known)}"
            problems.append(Problem(f"{CODE}.map", words, Place("--map")))
        if not _is_known(wanted):
            words = f"{wanted!r} is nothing that an office has{did_you_mean(wanted, _TARGETS)}"
            problems.append(Problem(f"{CODE}.map", words, Place("--map")))
    names: list[str | None] = []
    for cell in known:
        column = mapping.get(cell) or _meant(cell)
        if column and column in names:
            column = _next(column, names)
            if column is None:
                words = f"a second column says the same as another: {cell!r}"
                problems.append(Problem(f"{CODE}.duplicate-column", words, place))
        elif column is None and cell:
            words = f'the column {cell!r} is not taken over; --map "{cell}=…" says what it is'
            notes.append(Problem(f"{CODE}.unknown-column", words, place))
        names.append(column)
    if problems:
        raise ProblemsError(problems)
    if any(re.fullmatch(r"holder_\d+", name or "") for name in names):
        # Then `holder` says only who of them holds the office on the day of the export.
        names = [None if name == "holder" else name for name in names]
    return names, notes


_TARGETS = (*columns.COLUMNS, *_BESIDES)


def _is_known(column: str) -> bool:
    return column in _BESIDES or columns.is_column(column)


def _meant(cell: str) -> str | None:
    if _is_known(cell):
        return cell
    plain = re.sub(r"[\W_]+", "_", cell.casefold()).strip("_")
    base, _, number = plain.rpartition("_")
    for word, behind in ((plain, ""), (base, f"_{number}" if number.isdecimal() else "?")):
        column = f"{_MEANT.get(word, word)}{behind}"
        if _is_known(column):
            return column
    return None


def _next(column: str, names: Sequence[str | None]) -> str | None:
    """Return the column for one more contact detail of a type, or None for anything else."""
    if column not in {channel.value for channel in Channel}:
        return None
    return next(f"{column}_{number}" for number in range(2, 9999) if f"{column}_{number}" not in names)


def _unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if _GUARD.match(cell) else cell


def _entry(texts: dict[str, str], place: Place, *, own: bool, extra: bool) -> Entry:
    problems = []
    if extra:
        words = "this row has more cells than the first one names"
        problems.append(Problem(f"{CODE}.cells", words, place))
    row = columns.row(texts)
    contact = mapping_in(row.office, "contact")
    parts: dict[str, Tree] = {key: texts[key] for key in ("given_name", "family_name") if key in texts}
    if parts:
        holders = contact.setdefault("holders", [{}])
        if isinstance(holders, list) and isinstance(holders[0], dict):
            holders[0] |= parts
    procedure: dict[str, Tree] | None = None
    if "procedure" in texts:
        procedure, wrong = procedure_in(texts["procedure"], place)
        problems += wrong
    sources, wrong = source_lines(texts.get("sources", ""), place)
    problems += wrong
    return Entry(
        own=own,
        office=row.office,
        place=place,
        sources=sources,
        procedure=procedure,
        source=texts.get("source"),
        checked=texts.get("checked"),
        problems=tuple(problems),
    )
