"""Offices as a table: CSV (RFC 4180), one row an office, with only the columns that some office fills.

The file begins with a byte order mark: without one, spreadsheets on Windows take UTF-8 for a code page and
break every name that is not in plain Latin letters. The reader of imports takes it off again.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from advocate.core import columns
from advocate.core.address import holder_on
from advocate.render.exchange.records import entry, office_entry, sources_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from advocate.core.registry import Office, Source

_FIRST = (
    "id",
    "group",
    "group_name",
    "institution",
    "institution_name",
    "country",
    "kind",
    "title",
    "holder",
)
_LAST = ("procedure", "sources")


def spreadsheet_text(offices: Sequence[Office], sources: Sequence[Source], day: date) -> str:
    """Return the offices as CSV with a byte order mark and CRLF line ends.

    `holder` names who holds the office on the day; every holder known, with dates, stands in `holder_1` and
    so on. `sources` has a line for each source: id, date, web address and title. A cell that a spreadsheet
    would run as a formula begins with an apostrophe (OWASP, CSV Injection).
    """
    rows = [_row(office, sources, day) for office in offices]
    used = {name for row in rows for name in row}
    between = columns.in_order(used - {*_FIRST, *_LAST})
    header = [*_FIRST, *between, *(name for name in _LAST if name in used)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([guarded(row.get(name, "")) for name in header] for row in rows)
    return f"\ufeff{text.getvalue()}"


def _row(office: Office, sources: Sequence[Source], day: date) -> dict[str, str]:
    row = columns.flat(office_entry(office))
    holder = holder_on(office.contact, day)
    if holder:
        row["holder"] = holder.name
    if office.procedure:
        row["procedure"] = json.dumps(entry(office.procedure), ensure_ascii=False)
    row["sources"] = "\n".join(_source_line(source) for source in sources_in(office, sources))
    return row


def _source_line(source: Source) -> str:
    return " | ".join((source.id, str(source.date or ""), source.url, source.title))


_SIGNS = "=+\\-@\t\r\n＝＋－＠"  # noqa: RUF001 - spreadsheets run the wide signs as well
_RUN = re.compile(f"(?='*[{_SIGNS}])")
"""How a cell begins that would be run, or that looks like one guarded already."""

# Where commas stand in numbers, spreadsheets part cells at semicolons, and then no quotation mark holds.
_RUN_WITHIN = re.compile("([;\t\n]\"*)(?='*[=+\\-@＝＋－＠])")  # noqa: RUF001 - as above


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula (OWASP, CSV Injection).

    An apostrophe stands before what would begin one: at the beginning of the cell, and behind a semicolon, a
    tab or a line end in it, where a spreadsheet that was told another separator would begin a cell.
    """
    within = _RUN_WITHIN.sub(r"\1'", cell)
    return f"'{within}" if _RUN.match(cell) else within
