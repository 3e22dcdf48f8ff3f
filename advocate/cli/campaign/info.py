"""`advocate campaign info`: what a campaign is, and the sums by which one knows it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption, FormatOption, ReportFormat

if TYPE_CHECKING:
    from advocate.cli.pinned import Compared
    from advocate.cli.terminal import Terminal
    from advocate.core.campaign import Campaign
    from advocate.core.registry import Registry
    from advocate.sources.places import CampaignFolder

_LABEL = 15
"""Columns of the widest label with what parts it from its words."""


def show_info(
    context: typer.Context,
    sum_only: Annotated[
        bool, typer.Option("--sha256", help="Print the sum over the whole campaign and nothing else.")
    ] = False,
    report: FormatOption = ReportFormat.TABLE,
    campaign: CampaignOption = None,
) -> None:
    """Show what a campaign is, how large, of when, and the SHA-256 by which you know it again."""
    from advocate.cli.pinned import compare
    from advocate.sources.campaign import read_campaign
    from advocate.sources.fingerprint import fingerprint
    from advocate.sources.places import campaign_folder
    from advocate.sources.registry import read_registry

    desk = Desk.of(context)
    folder = campaign_folder(campaign or desk.campaign)
    if sum_only:
        desk.terminal.say(fingerprint(folder).whole)
        return
    registry = read_registry(folder.registry, folder.shown(folder.registry))
    case = read_campaign(folder.templates, folder.shown(folder.templates))
    compared = compare(folder)
    if report is ReportFormat.JSON:
        desk.terminal.write_json(_data(folder, case, registry, compared))
    else:
        _tell(desk.terminal, folder, case, registry, compared)


def _data(
    folder: CampaignFolder, case: Campaign, registry: Registry, compared: Compared
) -> dict[str, object]:
    found, pin, difference = compared.fingerprint, compared.pin, compared.difference
    return {
        "id": case.id,
        "title": dict(case.title),
        "source": {
            "title": dict(case.source.title),
            "publisher": dict(case.source.publisher),
            "url": case.source.url,
        },
        "as_of": str(case.as_of),
        "status": case.status.value,
        "review_by": str(case.review_by) if case.review_by else None,
        "languages": list(_languages(case)),
        "letters": [sheet.id for sheet in case.letters],
        "offices": len(registry.contacts),
        "institutions": len(registry.institutions),
        "folder": None if folder.shipped else folder.root.as_posix(),
        "sha256": {"campaign": found.whole, "registry": found.registry, "templates": found.templates},
        "files": dict(found.files),
        "pin": pin and {"pinned": pin.day.isoformat(), "sha256": pin.fingerprint.whole},
        "as_pinned": compared.is_same if pin or difference else None,
        "changes": difference
        and {
            "campaign": difference.pin.campaign,
            "addresses": [
                {"of": each.of, "kind": each.kind, "old": each.old, "new": each.new}
                for each in difference.addresses
            ],
            "changed": list(difference.changed),
            "added": list(difference.added),
            "gone": list(difference.gone),
        },
    }


def _languages(case: Campaign) -> tuple[str, ...]:
    """Return the languages that any letter is written in, English first."""
    every = {language for sheet in case.letters for language in sheet.languages}
    return tuple(sorted(every, key=lambda language: (language != "en", language)))


def _tell(
    terminal: Terminal, folder: CampaignFolder, case: Campaign, registry: Registry, compared: Compared
) -> None:
    from advocate.cli.pinned import in_words
    from advocate.core.registry import in_language

    if compared.difference:
        every = len(compared.difference.addresses) + len(compared.fingerprint.files)
        terminal.problems(in_words(compared, compared.difference, every + len(compared.difference.gone)))
    source, found, pin = case.source, compared.fingerprint, compared.pin
    offices, institutions = len(registry.contacts), len(registry.institutions)
    pinned = f"on {pin.day.isoformat()}, and the same since" if pin else "no; 'advocate campaign pin' does it"
    if compared.difference:
        pinned = f"on {compared.difference.pin.day.isoformat()}, AND CHANGED SINCE"
    rows = {
        "id": case.id,
        "source": f"{in_language(source.publisher, 'en')}: {in_language(source.title, 'en')}, {source.url}",
        "facts of": f"{case.as_of}, {case.status.value}",
        "to be reviewed": f"by {case.review_by}" if case.review_by else "nobody says when",
        "letters": f"{len(case.letters)}: {', '.join(sheet.id for sheet in case.letters)}",
        "languages": ", ".join(_languages(case)) or "none",
        "offices": f"{offices}, of {institutions} institution{'' if institutions == 1 else 's'}",
        "folder": "shipped with this program" if folder.shipped else folder.root.as_posix(),
        "pinned": pinned,
    }
    terminal.heading(in_language(case.title, "en"))
    terminal.say()
    for label, words in rows.items():
        terminal.say(terminal.wrap(words, f"  {label:<{_LABEL}}", " " * (_LABEL + 2)))
    terminal.say()
    # A sum is copied and compared, so it stands on its line whole, however narrow that is.
    for label, digest in (
        ("SHA-256", found.whole),
        ("  registry", found.registry),
        ("  templates", found.templates),
    ):
        terminal.say(f"  {label:<{_LABEL}}{digest}")
