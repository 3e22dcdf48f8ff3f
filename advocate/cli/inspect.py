"""`advocate inspect`: what a file carries besides its words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import FormatOption, ReportFormat
from advocate.cli.plain import commands
from advocate.core.problems import Place, Problem
from advocate.core.traces import Inspected, Telling, heaviest_first, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advocate.cli.terminal import Terminal
    from advocate.core.traces import Trace

IDENTIFIES = 1
"""The exit code where something identifies somebody."""
NOT_INSPECTED = 2
"""The exit code where nothing does, but not everything could be inspected."""

_HEADINGS = {
    Telling.IDENTIFIES: "Identifies: who, where, which machine, or what nobody was to see",
    Telling.TELLS: "Tells: how and when it was made; many people share it",
    Telling.VISIBLE: "Visible: put there to be read",
    Telling.PLAIN: "Plain: harmless",
}
_EXAMPLES = 3


def app() -> typer.Typer:
    """Return the command."""
    return commands(inspect=inspect)


def inspect(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="Files, or folders with everything in them.")
    ],
    report: FormatOption = ReportFormat.TABLE,
) -> None:
    """List what files carry besides their words, before you give them to anybody.

    E-mails, PDFs, web pages, JSON, texts and pictures are taken apart: headers, dates and time zones,
    programs, names of machines and people, places, files within files, what is fetched when one is opened.
    Nothing is changed, and nothing leaves your machine.

    The exit code is 1 where something identifies somebody; else 2 where a file could not be inspected.
    """
    terminal = Desk.of(context).terminal
    inspected, problems = _inspected([Path(each) for each in files])
    if report is ReportFormat.JSON:
        terminal.write_json([_data(each) for each in inspected])
    else:
        _show(terminal, inspected)
    terminal.problems(problems)
    terminal.tell(_summary(inspected, problems))
    if any(each.identifies for each in inspected):
        raise typer.Exit(IDENTIFIES)
    if problems:
        raise typer.Exit(NOT_INSPECTED)


def _inspected(paths: Sequence[Path]) -> tuple[list[Inspected], list[Problem]]:
    from advocate.sources.inspection.bench import Bench
    from advocate.sources.inspection.folder import listed
    from advocate.sources.inspection.surroundings import this_machine

    found: list[Inspected] = []
    problems: list[Problem] = []
    with Bench() as bench:
        for each in listed(paths, this_machine()):
            if isinstance(each, Problem):
                problems.append(each)
                continue
            inside, unread = (
                bench.inspect(each.path, each.name) if each.opened else (Inspected(each.name, ()), ())
            )
            found.append(replace(inside, traces=heaviest_first((*inside.traces, *each.traces))))
            problems += [Problem(f"inspect.{slug}", words, Place(each.name)) for slug, words in unread]
    return found, problems


def _show(terminal: Terminal, inspected: Sequence[Inspected]) -> None:
    several = len(inspected) > 1
    for weight, heading in _HEADINGS.items():
        groups: dict[tuple[str, str], dict[str, list[str]]] = {}
        for file, trace in _of_weight(inspected, weight):
            groups.setdefault((trace.where, trace.tells), {}).setdefault(trace.what, []).append(file)
        if not groups:
            continue
        terminal.heading(heading)
        for (where, tells), values in groups.items():
            terminal.say(terminal.wrap(f"{where}: {_values(values)}", "  ", "      "))
            terminal.say(terminal.wrap(f"{tells}{_files(values) if several else ''}", "      "))
        terminal.say()


def _of_weight(inspected: Sequence[Inspected], weight: Telling) -> Iterator[tuple[str, Trace]]:
    for each in inspected:
        for trace in each.traces:
            if trace.weight is weight:
                yield each.file, trace


def _values(values: dict[str, list[str]]) -> str:
    first = "; ".join([*values][:_EXAMPLES])
    return first if len(values) <= _EXAMPLES else f"{first}; and {len(values) - _EXAMPLES} more"


def _files(values: dict[str, list[str]]) -> str:
    files = [*dict.fromkeys(file for names in values.values() for file in names)]
    files = [shown(file) for file in files]
    if len(files) <= _EXAMPLES:
        return f" ({', '.join(files)})"
    return f" ({files[0]} and {len(files) - 1} more files)"


def _data(inspected: Inspected) -> dict[str, object]:
    traces = [
        {"where": each.where, "what": each.what, "tells": each.tells, "weight": each.weight.value}
        for each in inspected.traces
    ]
    return {"file": inspected.file, "identifies": inspected.identifies, "traces": traces}


def _summary(inspected: Sequence[Inspected], problems: Sequence[Problem]) -> str:
    counts = Counter(trace.weight for each in inspected for trace in each.traces)
    told = ", ".join(f"{counts[weight]} {weight.value}" for weight in Telling)
    files = "1 file" if len(inspected) == 1 else f"{len(inspected)} files"
    missed = f"; {len(problems)} could not be inspected, or not wholly" if problems else ""
    return f"{files} inspected: {told}{missed}"
