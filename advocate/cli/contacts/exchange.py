"""`advocate contacts import`, and the formats of `contacts list` that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption, DateOption, ListFormat, TrustFolderOption
from advocate.core.dates import PartialDate
from advocate.core.exchange import ImportFormat
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean
from advocate.core.registry import Kind, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date as date_

    from advocate.core.registry import Office

LEFT_OUT = 1
"""The exit code where offices could not be taken over."""


def exported(report: ListFormat, offices: Sequence[Office], sources: Sequence[Source], day: date_) -> bytes:
    """Return offices as a file in one of the formats that other programs read, in UTF-8."""
    match report:
        case ListFormat.CSV:
            from advocate.render.exchange.spreadsheet import spreadsheet_text

            text = spreadsheet_text(offices, sources, day)
        case ListFormat.VCARD:
            from advocate.render.exchange.vcard import vcard_text
            from advocate.sources.wording import CldrWording

            text = vcard_text(offices, sources, day, CldrWording("en").country)
        case _:
            from advocate.render.exchange.popolo import popolo_text

            text = popolo_text(offices, sources)
    return text.encode()


def import_contacts(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file; a folder of persons' files, too.")],
    form: Annotated[
        ImportFormat, typer.Option("--from", help="Its format, where its name does not say it.")
    ] = ImportFormat.AUTO,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="HEADER=COLUMN",
            help="What a column of a table holds, such as 'E-mail=email'. Repeat it.",
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="URL",
            help="Where the facts are from, if the file does not say: a web address, or a source's id.",
        ),
    ] = None,
    checked: Annotated[
        str | None,
        typer.Option(
            "--checked", metavar="DATE", help="When they were checked: YYYY, YYYY-MM or YYYY-MM-DD."
        ),
    ] = None,
    institution: Annotated[
        str | None,
        typer.Option(
            "--institution", metavar="NAME", help="Whose offices they are, if the file does not say."
        ),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="NAME", help="What the institutions belong to, else their country."),
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="XX", help="Their country, if the file does not say.")
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--kind", help="What sort of offices they are, if the file does not say.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="The file to write; without it, the text is shown."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
    trust_folder: TrustFolderOption = False,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Leave out offices in which something is wrong.")
    ] = False,
    date: DateOption = None,
    campaign: CampaignOption = None,
) -> None:
    """Make a contacts.yaml of somebody's list: Popolo, vCard, CSV, or a list of lawmakers.

    What 'contacts check' would call an error is told with its place in the file, and then nothing is written,
    unless you say --keep-going.
    """
    from advocate.outbox.files import write_file
    from advocate.render.registry_yaml import registry_text
    from advocate.sources.exchange.entries import Given
    from advocate.sources.exchange.files import read_offices
    from advocate.sources.exchange.finish import imported

    desk = Desk.of(context)
    day = desk.day(date)
    problems: list[Problem] = []
    columns = dict(_columns(mapping or [], problems))
    if checked and not _is_date(checked):
        words = f"{checked!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"
        problems.append(Problem("import.date", words, Place("--checked")))
    known = _source(source, campaign or desk.campaign, problems) if source else None
    if problems:
        raise ProblemsError(problems)
    found = read_offices(file, form, columns, checked or day.isoformat())
    given = Given(known, checked, institution, group, country, kind)
    result = imported(found, given, day)
    if result.problems and (not keep_going or result.registry is None):
        raise ProblemsError(result.problems, exit_code=2 if result.more_wanted else LEFT_OUT)
    if result.registry is None:
        raise ProblemsError([Problem("import.nothing", "no office stands in it", Place(file.as_posix()))])
    text = registry_text(result.registry)
    if out:
        write_file(out, text.encode(), overwrite=overwrite, trusting=trust_folder)
    else:
        desk.terminal.write_bytes(text.encode())
    for note in result.notes:
        desk.terminal.tell(str(Problem(note.code, f"note: {note.message}", note.place)))
    desk.terminal.problems(result.problems)
    count, left = len(result.registry.contacts), len(found.entries) - len(result.registry.contacts)
    told = [f"{_number(count, 'office')} from {file.as_posix()}{f' in {out.as_posix()}' if out else ''}"]
    told += [f"{left} left out"] if left else []
    told += [f"{_number(result.warnings, 'warning')} that 'contacts check' shows"] if result.warnings else []
    desk.terminal.tell("; ".join(told))
    if result.problems:
        raise typer.Exit(LEFT_OUT)


def _columns(mapping: Sequence[str], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Yield what each column of a table holds; what cannot be read is put to the problems."""
    for words in mapping:
        header, equals, column = words.rpartition("=")
        if equals and header.strip() and column.strip():
            yield header.strip(), column.strip()
        else:
            message = f"{words!r}: write the header, '=' and what it holds, such as 'E-mail=email'"
            problems.append(Problem("import.map", message, Place("--map")))


def _is_date(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _source(asked: str, campaign: Path | None, problems: list[Problem]) -> Source | None:
    """Return the source that a web address stands for, or that the campaign's registry has under an id."""
    from advocate.cli.workshop import read_offices
    from advocate.sources.exchange.names import slug

    if "://" in asked:
        return Source(slug(asked.partition("://")[2]) or "source", asked, asked)
    known = {source.id: source for source in read_offices(campaign).sources}
    if asked not in known:
        words = f"no source is called {asked!r}{did_you_mean(asked, known)}; a web address will do as well"
        problems.append(Problem("import.source", words, Place("--source")))
    return known.get(asked)


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
