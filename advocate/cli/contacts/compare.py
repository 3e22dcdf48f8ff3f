"""`advocate contacts diff`: what a new registry would change, the addresses first."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption, FormatOption, ReportFormat
from advocate.cli.pinned import look_at_pin
from advocate.cli.words import CHANNEL_WORDS
from advocate.core.compare import Section, compare
from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advocate.cli.terminal import Terminal
    from advocate.core.compare import Difference
    from advocate.core.registry import Registry

DIFFERENT = 1
"""The exit code where two registries differ, as that of diff (POSIX.1-2017, diff, exit status)."""

_HEADINGS = {
    Section.ADDRESSES: "ADDRESSES THAT CHANGED",
    Section.NUMBERS: "Phones and post",
    Section.HOLDERS: "Holders",
    Section.REST: "The rest",
}
_WORDS = {
    **{channel.value: words for channel, words in CHANNEL_WORDS.items()},
    "domains": "declared domain",
    "addresses": "declared address",
}


def diff_contacts(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="[OLD] NEW",
            help="Two registries: files, or folders of campaigns. With one, OLD is the campaign in use.",
        ),
    ],
    report: FormatOption = ReportFormat.TABLE,
    campaign: CampaignOption = None,
) -> None:
    """Compare two registries, and show first which addresses letters would go to instead.

    Exit code 0 where they are the same, 1 where they differ. Your own corrections play no part in it.
    """
    desk = Desk.of(context)
    if len(files) not in {1, 2}:
        raise ProblemsError([Problem("diff.files", "one or two registries are compared, not more")])
    from advocate.sources.places import campaign_folder

    problems: list[Problem] = []
    read: list[Registry] = []
    for file in files:
        try:
            read.append(_read(Path(file)))
        except ProblemsError as error:
            problems += error.problems
    if len(files) == 1 and not problems:
        from advocate.sources.registry import read_registry

        look_at_pin(desk.terminal, campaign or desk.campaign)
        folder = campaign_folder(campaign or desk.campaign)
        read.insert(0, read_registry(folder.registry, folder.shown(folder.registry)))
    if problems:
        raise ProblemsError(problems)
    from advocate.sources.judge import LibraryJudge

    old, new = read
    found = compare(old, new, LibraryJudge())
    if report is ReportFormat.JSON:
        desk.terminal.write_json([_data(difference) for difference in found])
    elif found:
        _show(desk.terminal, found)
    else:
        desk.terminal.tell("the two are the same")
    if found:
        raise typer.Exit(DIFFERENT)


def _read(given: Path) -> Registry:
    from advocate.sources.registry import read_registry

    file = given / "contacts.yaml" if given.is_dir() else given
    return read_registry(file, file.as_posix())


def _show(terminal: Terminal, found: Sequence[Difference]) -> None:
    for section, members in groupby(found, key=lambda difference: difference.section):
        terminal.heading(_HEADINGS[section])
        for id_, differences in groupby(members, key=lambda difference: difference.id):
            terminal.say(f"  {id_}")
            for difference in differences:
                terminal.say(terminal.wrap(_line(difference), "    ", "      "))
                for note in difference.notes:
                    terminal.say(terminal.wrap(f"LOOK: {note}", "      ", "        "))
        terminal.say()
    addresses = sum(difference.section is Section.ADDRESSES for difference in found)
    count = f"{len(found)} differences" if len(found) > 1 else "1 difference"
    terminal.tell(f"{count}, {addresses or 'none'} of them in an address that letters go to")


def _line(difference: Difference) -> str:
    kind, _, rest = difference.what.partition(" ")
    what = f"{_WORDS.get(kind, kind)} {rest}".strip()
    before, after = _visible(difference.before), _visible(difference.after)
    if before is None:
        return f"{what}, new: {after}"
    if after is None:
        return f"{what}, gone: {before}"
    return f"{what}: {before} is now {after}"


def _visible(text: str | None) -> str | None:
    """Return a text on one line, what nobody would see in it written out."""
    if text is None:
        return None
    line = ", ".join(text.splitlines())
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in line)


def _data(difference: Difference) -> dict[str, object]:
    return {
        "section": difference.section.value,
        "id": difference.id,
        "what": difference.what,
        "before": difference.before,
        "after": difference.after,
        "notes": list(difference.notes),
    }
