"""Somebody's file in any of the formats that can be imported: which one it is, and what stands in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advocate.core.exchange import ImportFormat
from advocate.core.problems import Place, Problem, ProblemsError
from advocate.sources import yaml_nodes
from advocate.sources.exchange.entries import CODE
from advocate.sources.text_file import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from advocate.sources.exchange.entries import Found
    from advocate.sources.yaml_nodes import Document


_ENDINGS = {
    ".json": ImportFormat.POPOLO,
    ".vcf": ImportFormat.VCARD,
    ".vcard": ImportFormat.VCARD,
    ".csv": ImportFormat.CSV,
}
_YAML = (".yaml", ".yml")
_MOST_FILES = 20_000
"""Files in a folder of persons: more than all the states have, and few enough to read."""


def read_offices(file: Path, asked: ImportFormat, mapping: Mapping[str, str], day: str) -> Found:
    """Return the offices in a file, or in a folder of persons' files.

    `mapping` names the columns of a table; `day` is when the file's facts were checked. Raises ProblemsError
    where the file cannot be read or is not in the format.
    """
    name = file.as_posix()
    format_ = _format(file) if asked is ImportFormat.AUTO else asked
    if mapping and format_ is not ImportFormat.CSV:
        raise ProblemsError([Problem(f"{CODE}.map", "only a table has columns to name", Place("--map"))])
    match format_:
        case ImportFormat.OPENSTATES:
            from advocate.sources.exchange.lawmakers import read_people  # noqa: PLC0415 - only the format asked for

            return read_people(name, _documents(file), day)
        case ImportFormat.CONGRESS:
            from advocate.sources.exchange.lawmakers import read_congress  # noqa: PLC0415 - as above

            return read_congress(yaml_nodes.load(file, name, CODE), day)
        case ImportFormat.POPOLO:
            from advocate.sources.exchange.popolo import read_popolo  # noqa: PLC0415 - as above

            return read_popolo(text_of(file, name, CODE), name)
        case ImportFormat.VCARD:
            from advocate.sources.exchange.vcard import read_vcards  # noqa: PLC0415 - as above

            return read_vcards(text_of(file, name, CODE), name)
    from advocate.sources.exchange.spreadsheet import read_spreadsheet  # noqa: PLC0415 - as above

    return read_spreadsheet(text_of(file, name, CODE), name, mapping)


def _format(file: Path) -> ImportFormat:
    """Return what a file's name says that it is, or its beginning where the name says nothing."""
    if file.is_dir():
        return ImportFormat.OPENSTATES
    ending = file.suffix.casefold()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    text = text_of(file, file.as_posix(), CODE)
    start = text.lstrip()[:2000]
    if ending in _YAML:
        return (
            ImportFormat.CONGRESS
            if re.search(r"^- ", start, re.MULTILINE) and start[:2] in {"- ", "# "}
            else ImportFormat.OPENSTATES
        )
    if start[:11].casefold() == "begin:vcard":
        return ImportFormat.VCARD
    if start.startswith("{"):
        return ImportFormat.POPOLO
    if re.search(r"[,;\t]", start.partition("\n")[0]):
        return ImportFormat.CSV
    words = f"its format is not clear: say it with --from, such as --from {ImportFormat.CSV}"
    raise ProblemsError([Problem(f"{CODE}.format", words, Place(file.as_posix()))])


def _documents(file: Path) -> Iterator[Document]:
    """Yield a person's document, or those in a folder, in the order of their names."""
    if not file.is_dir():
        yield yaml_nodes.load(file, file.as_posix(), CODE)
        return
    files = sorted(each for each in file.rglob("*") if each.suffix in _YAML and each.is_file())
    if not files:
        words = "no person's file (….yml) is in this folder"
        raise ProblemsError([Problem(f"{CODE}.empty", words, Place(file.as_posix()))])
    if len(files) > _MOST_FILES:
        words = f"more than {_MOST_FILES} files are in this folder"
        raise ProblemsError([Problem(f"{CODE}.too-large", words, Place(file.as_posix()))])
    problems: list[Problem] = []
    documents: list[Document] = []
    for each in files:
        try:
            documents.append(yaml_nodes.load(each, each.as_posix(), CODE))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    yield from documents
