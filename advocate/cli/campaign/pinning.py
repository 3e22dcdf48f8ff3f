"""`advocate campaign pin` and `unpin`: remember a campaign as it is, so that a change is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import CampaignOption
from advocate.cli.workshop import HELD_BACK
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from advocate.core.pins import Pin

CODE = "pins"

FolderArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[DIR]", help="The campaign's folder; else that of --campaign, or the shipped one."
    ),
]


def pin_campaign(
    context: typer.Context,
    dir_: FolderArgument = None,
    sum_: Annotated[
        str | None,
        typer.Option(
            "--sha256",
            metavar="HEX",
            help="Pin it only if this is its sum, which you were told in a way that you trust.",
        ),
    ] = None,
    campaign: CampaignOption = None,
) -> None:
    """Remember a campaign as it is now: every later command tells you loudly when it has changed.

    What is kept stays on this machine: the sums of its files, and its addresses, so that you are told first
    which of them are others now.
    """
    from advocate.cli.pinned import compare, in_words, where
    from advocate.core.pins import Pin, addresses_of, pinned_anew
    from advocate.sources import places
    from advocate.sources.campaign import read_campaign
    from advocate.sources.registry import read_registry

    desk = Desk.of(context)
    wanted = _wanted(sum_)
    folder = places.campaign_folder(dir_ or campaign or desk.campaign)
    registry = read_registry(folder.registry, folder.shown(folder.registry))
    case = read_campaign(folder.templates, folder.shown(folder.templates))
    compared = compare(folder)
    found = compared.fingerprint.whole
    if wanted and wanted != found:
        words = f"nothing is pinned: the sum of this campaign is {found}, and not the one you were told"
        raise ProblemsError([Problem("pin.other", words, Place("--sha256"))], exit_code=HELD_BACK)
    if compared.difference:
        desk.terminal.problems(list(in_words(compared, compared.difference, MOST_TOLD))[:-1])
    pin = Pin(case.id, where(folder), desk.today, compared.fingerprint, addresses_of(registry))
    _rewrite(lambda pins: pinned_anew(pins, pin))
    desk.terminal.say(f"{found}  {case.id}")
    desk.terminal.tell(
        desk.terminal.wrap(
            f"Pinned: {len(compared.fingerprint.files)} files and {len(pin.addresses)} addresses. From now on"
            " you are told when this campaign is another. Compare the sum with one you were told in another"
            " way than the campaign itself."
        )
    )


MOST_TOLD = 1000
"""Lines about what a new pin takes for right; who pins a campaign anew wants to see all of them."""


def unpin_campaign(
    context: typer.Context,
    which: Annotated[
        str | None,
        typer.Argument(metavar="[CAMPAIGN]", help="The id of a pinned campaign, or its folder."),
    ] = None,
    campaign: CampaignOption = None,
) -> None:
    """Forget the pin of a campaign: nobody tells you any more when it changes."""
    from advocate.cli.pinned import kept_pins

    desk = Desk.of(context)
    id_ = _named(which, campaign or desk.campaign, kept_pins())
    _rewrite(lambda pins: tuple(pin for pin in pins if pin.campaign != id_))
    desk.terminal.say(f"{id_} is no longer pinned")


def _wanted(given: str | None) -> str | None:
    """Return the sum that was told, in small letters; raise ProblemsError where it is none."""
    from advocate.sources.pins import SUM

    if given is None:
        return None
    plain = given.strip().lower().removeprefix("sha256:")
    if not SUM.fullmatch(plain):
        words = "a SHA-256 has 64 digits, 0 to 9 and a to f"
        raise ProblemsError([Problem("pin.form", words, Place("--sha256"))])
    return plain


def _named(which: str | None, campaign: Path | None, pins: tuple[Pin, ...]) -> str:
    """Return the id of the pinned campaign that is meant; raise ProblemsError where none is."""
    from advocate.cli.pinned import where
    from advocate.sources import places
    from advocate.sources.campaign import read_id

    known = [pin.campaign for pin in pins]
    if which in known:
        return which
    if which is not None and not Path(which).is_dir():
        near = did_you_mean(which, known) or (f" (there are: {', '.join(known)})" if known else "")
        raise ProblemsError([Problem("pin.unknown", f"no campaign {which!r} is pinned{near}")])
    folder = places.campaign_folder(Path(which) if which is not None else campaign)
    here = where(folder)
    id_ = next((pin.campaign for pin in pins if pin.folder == here), None)
    id_ = id_ or read_id(folder.templates, folder.shown(folder.templates))
    if id_ not in known:
        raise ProblemsError([Problem("pin.unknown", f"the campaign {id_!r} is not pinned")])
    return id_


def _rewrite(change: Callable[[tuple[Pin, ...]], tuple[Pin, ...]]) -> None:
    """Put changed pins in the place of those there are; without any the file goes."""
    from advocate.cli.pinned import kept_pins
    from advocate.outbox.own_files import rewrite
    from advocate.render.pins_yaml import pins_text
    from advocate.sources import places

    def written() -> bytes | None:
        pins = change(kept_pins())
        return pins_text(pins).encode() if pins else None

    rewrite(places.pins_file(), written, code=CODE)
