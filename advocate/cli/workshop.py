"""What every letter needs: the campaign, the offices, the writer and the texts, read and joined."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from advocate.core.campaign import Campaign, LetterSheet
    from advocate.core.letter import Letter
    from advocate.core.registry import Registry
    from advocate.core.sender import Sender
    from advocate.sources.places import CampaignFolder
    from advocate.sources.texts import Text


HELD_BACK = 3
"""The exit code of what could do harm."""

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the writer asked for on the command line."""

    campaign: Path | None
    to: Sequence[str]
    without: Sequence[str]
    letter: str | None
    language: str
    day: date
    sender_file: Path | None
    flags: Mapping[str, str | None] = field(default_factory=dict)
    note: str | None = None
    tell: Callable[[Iterable[Problem]], None] | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An office that no letter was made for, and why."""

    contact: str
    why: str


@dataclass(frozen=True, slots=True)
class Work:
    """The finished letters, and who was left out."""

    campaign: Campaign
    sheet: LetterSheet
    sender: Sender
    letters: tuple[Letter, ...]
    left_out: tuple[LeftOut, ...]


def read_offices(campaign: Path | None, tell: Callable[[Iterable[Problem]], None] | None = None) -> Registry:
    """Return the registry of a campaign with the writer's own corrections.

    What of these no longer fits the campaign is left out, and given to `tell`. Raises ProblemsError with
    everything that is wrong in either.
    """
    from advocate.sources.places import campaign_folder

    return _read_registry(campaign_folder(campaign), tell)


def _read_registry(
    folder: CampaignFolder, tell: Callable[[Iterable[Problem]], None] | None = None
) -> Registry:
    from advocate.sources import places
    from advocate.sources.registry import read_registry

    registry = read_registry(folder.registry, folder.shown(folder.registry))
    if not places.has_overlays():
        return registry
    from advocate.core.overlay import merge
    from advocate.sources.campaign import read_id
    from advocate.sources.overlay import read_overlay

    id_ = read_id(folder.templates, folder.shown(folder.templates))
    file = places.overlay_file(id_) if id_ else None
    if file is None or not file.exists():
        return registry
    read = read_overlay(file, file.as_posix(), registry)
    if read.asides and tell:
        tell(read.asides)
    return merge(registry, read.fitting)


def make_letters(wish: Wish) -> Work:
    """Return the finished letters; raise ProblemsError with everything that is wrong in what they need."""
    from advocate.core.campaign import Status
    from advocate.core.choose import choose
    from advocate.core.compose import Order, compose
    from advocate.sources import campaign, places
    from advocate.sources.wording import CldrWording

    folder = places.campaign_folder(wish.campaign)
    name = folder.shown(folder.templates)
    troubles: list[Problem] = []
    registry = _trying(troubles, _read_registry, folder, wish.tell)
    case, found = campaign.look_through(folder.templates, name)
    troubles += found
    sender = _trying(troubles, _sender, wish)
    note = _trying(troubles, _note, wish.note)
    sheet = None
    if wish.letter or not found:
        sheet = _trying(troubles, campaign.letter_called, case, wish.letter or case.default_letter)
    # With mistakes in a sheet nobody knows which letter is meant: then the texts of all are looked at.
    sheets = [sheet] if sheet else case.letters
    read = [_trying(troubles, read_texts, folder, each, wish.language) for each in sheets]
    chosen = (
        _trying(troubles, choose, registry.offices, wish.to, wish.without, day=wish.day) if registry else None
    )
    if chosen == ():
        troubles.append(Problem("to.nobody", "nobody is left to write to: see --to and --except"))
    if registry is None or sender is None or sheet is None or chosen is None or troubles:
        raise ProblemsError(troubles)
    if sheet.status is Status.STOP:
        words = f"the letter {sheet.id!r} is stopped: its campaign asks that nobody send it any more"
        raise ProblemsError([Problem("letter.stopped", words)], exit_code=HELD_BACK)
    texts = read[0] or {}
    wording, telling = CldrWording(wish.language, sender.country), CldrWording("en", sender.country)
    letters, left_out = [], []
    for office in chosen:
        version = sheet.version_for(office.contact.kind)
        if version is None:
            left_out.append(LeftOut(office.contact.id, "this letter has no version for it"))
            continue
        if wish.language not in office.contact.forms_of_address:
            # A letter in one language that greets in another is no letter.
            why = f"nobody has written how it is addressed in {telling.language_name(wish.language)}"
            left_out.append(LeftOut(office.contact.id, why))
            continue
        order = Order(case, sheet, version, texts[version.id], wording, telling, wish.day, sender, note or "")
        letters.append(compose(office, order))
    if not letters:
        words = f"the letter {sheet.id!r} is not meant for any of these offices"
        if any(sheet.version_for(office.contact.kind) for office in chosen):
            named = telling.language_name(wish.language)
            words = f"nobody has written how any of these offices is addressed in {named}"
        raise ProblemsError([Problem("letter.not-for", words)])
    return Work(case, sheet, sender, tuple(letters), tuple(left_out))


def read_texts(folder: CampaignFolder, sheet: LetterSheet, language: str) -> dict[str, Text]:
    """Return a letter's text for each of its versions, in one language."""
    from advocate.sources.texts import read_text
    from advocate.sources.wording import is_language

    if language != "en" and not (language in sheet.languages and is_language(language)):
        there = ", ".join(sheet.languages) or "none"
        words = f"the letter {sheet.id!r} is not there in {language!r} (there is: {there})"
        raise ProblemsError([Problem("letter.no-language", words)])
    texts: dict[str, Text] = {}
    problems: list[Problem] = []
    for version in sheet.versions:
        file = folder.templates / "letters" / sheet.id / f"{version.id}.{language}.txt"
        try:
            texts[version.id] = read_text(file, folder.shown(file), language)
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return texts


def _trying(
    troubles: list[Problem],
    read: Callable[Given, Result],
    *arguments: Given.args,
    **settings: Given.kwargs,
) -> Result | None:
    """Return what was read, or None and its problems among the troubles: all are told at once."""
    try:
        return read(*arguments, **settings)
    except ProblemsError as error:
        troubles += error.problems
        return None


def _sender(wish: Wish) -> Sender:
    from advocate.sources import places
    from advocate.sources.sender import read_sender

    file = wish.sender_file or places.saved_sender()
    return read_sender(file, file.as_posix() if file else "", wish.flags)


def _note(given: str | None) -> str:
    """Return the writer's own paragraph: the words themselves, or those of a file behind an `@`."""
    from advocate.sources.sender import read_note

    return read_note(given or "")
