"""What every letter needs: the campaign, the offices, the writer and the texts, read and joined."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from advocate.cli.letter_texts import Texts, read_all
from advocate.cli.page_wishes import PageWish
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean, trying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from advocate.core.campaign import Campaign, LetterSheet
    from advocate.core.compose import Order
    from advocate.core.letter import Letter
    from advocate.core.lexicon import Lexicon
    from advocate.core.paper import Stationery
    from advocate.core.registry import Office, Registry
    from advocate.core.sender import Sender
    from advocate.core.wording import Wording
    from advocate.sources.places import CampaignFolder
    from advocate.sources.texts import Text


HELD_BACK = 3
"""The exit code of what could do harm."""

NO_VERSION = "this letter has no version for it"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the writer asked for on the command line.

    `note` is what `--note` was given; `own_words`, where they are known, are the words themselves.
    """

    campaign: Path | None
    to: Sequence[str]
    without: Sequence[str]
    letter: str | None
    language: str | None
    day: date
    sender_file: Path | None
    flags: Mapping[str, str | None] = field(default_factory=dict)
    note: str | None = None
    own_words: str | None = None
    tell: Callable[[Iterable[Problem]], None] | None = None
    twin: str | None = None
    """The language in which the writer wants to read the same letters too."""
    earlier: Path | None = None
    """A folder of letters that the writer made before."""
    page: PageWish = field(default_factory=PageWish)
    as_pinned: bool = True
    """Whether the campaign is the one that was pinned, where any was."""


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
    twins: Mapping[str, Letter] = field(default_factory=dict)
    """By office, its letter in the other language that the writer asked for."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which letters there are, by their ids: one, or those that reminders are of."""
        return tuple(dict.fromkeys(letter.letter for letter in self.letters))


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
    if file is None or not places.is_there(file):
        return registry
    read = read_overlay(file, file.as_posix(), registry)
    if read.asides and tell:
        tell(read.asides)
    return merge(registry, read.fitting)


def make_letters(wish: Wish) -> Work:
    """Return the finished letters; raise ProblemsError with everything that is wrong in what they need."""
    from advocate.core.choose import choose
    from advocate.sources import campaign, places

    folder = places.campaign_folder(wish.campaign)
    name = folder.shown(folder.templates)
    troubles: list[Problem] = []
    registry = trying(troubles, _read_registry, folder, wish.tell)
    case, found = campaign.look_through(folder.templates, name)
    troubles += found
    sender = trying(troubles, writer, wish)
    note = trying(troubles, own_words, wish)
    signature = trying(troubles, wish.page.read_signature)
    sheet = None
    if wish.letter or not found:
        sheet = trying(troubles, campaign.letter_called, case, wish.letter or case.default_letter)
    # With mistakes in a sheet nobody knows which letter is meant: then the texts of all are looked at.
    sheets = [sheet] if sheet else case.letters
    languages = languages_wanted(wish.language, sender)
    texts = read_all(troubles, folder, sheets, languages)
    if sheet and wish.twin and wish.twin not in languages:
        texts = texts.joined(read_all(troubles, folder, sheets, (wish.twin,)))
    chosen = (
        trying(troubles, choose, registry.offices, wish.to, wish.without, day=wish.day) if registry else None
    )
    if chosen == ():
        troubles.append(Problem("to.nobody", "nobody is left to write to: see --to and --except"))
    if registry and sheet:
        troubles += _unknown_groups(sheet, registry, f"{name}/letters/{sheet.id}/letter.yaml")
    if sender is None or sheet is None or chosen is None or troubles:
        raise ProblemsError(troubles)
    _hold_back(case, sheet, note or "", sender)
    stationery = wish.page.stationery(sender.country, signature)
    letters, twins, left_out = _compose_all(chosen, case, sheet, texts, wish, sender, note or "", stationery)
    if not letters:
        words = f"the letter {sheet.id!r} is not meant for any of these offices"
        if any(sheet.version_for(office) for office in chosen):
            words = f"the letter {sheet.id!r} can be made for none of these offices: " + "; ".join(
                dict.fromkeys(missed.why for missed in left_out)
            )
        raise ProblemsError([Problem("letter.not-for", words)])
    return Work(case, sheet, sender, tuple(letters), tuple(left_out), twins)


def _compose_all(
    chosen: Iterable[Office],
    case: Campaign,
    sheet: LetterSheet,
    texts: Texts,
    wish: Wish,
    sender: Sender,
    note: str,
    stationery: Stationery,
) -> tuple[list[Letter], dict[str, Letter], list[LeftOut]]:
    """Return a letter to every office that can have one, its twins by office, and why others have none."""
    from advocate.core import review
    from advocate.core.compose import Order, compose
    from advocate.core.tongue import language_for
    from advocate.core.withheld import text_withheld
    from advocate.sources.lexicon import read_lexicon
    from advocate.sources.wording import CldrWording

    telling = CldrWording("en", sender.country)
    letters: list[Letter] = []
    twins: dict[str, Letter] = {}
    left_out: list[LeftOut] = []
    looked_at: set[tuple[str, str]] = set()
    wordings: dict[str, CldrWording] = {}
    lexicons: dict[str, Lexicon] = {}
    for office in chosen:
        version = sheet.version_for(office)
        if version is None:
            left_out.append(LeftOut(office.contact.id, NO_VERSION))
            continue
        language = wish.language or language_for(office, version, sender.language)
        text = texts.letters.get((version.id, language))
        why = why_not_in(language, office, telling, written=text is not None)
        if text is None or why:
            left_out.append(LeftOut(office.contact.id, why))
            continue
        call = texts.calls.get(language)
        if language not in lexicons:
            lexicons[language] = read_lexicon(language)
            wordings[language] = CldrWording(language, sender.country)
        order = Order(
            case,
            sheet,
            version,
            text,
            wordings[language],
            telling,
            wish.day,
            sender,
            note,
            call,
            lexicons[language],
            stationery,
        )
        if (version.id, language) not in looked_at:
            looked_at.add((version.id, language))
            hold_back(text_withheld(order))
        letters.append(compose(office, order))
        other = texts.letters.get((version.id, wish.twin or ""))
        if other and other.language != language:
            twins[office.contact.id] = _twin(office, order, other, texts.calls.get(other.language))
    others = made_earlier(wish.earlier, letters) if wish.earlier else {}
    return list(review.compared(letters, others)), twins, left_out


def why_not_in(language: str, office: Office, telling: Wording, *, written: bool) -> str:
    """Return why no letter can be made to an office in a language, nothing where it can.

    `written` says whether the letter is there in it; `telling` is the wording of what the writer is told.
    """
    # A letter in one language that greets in another is no letter.
    if language not in office.contact.forms_of_address:
        return f"nobody has written how it is addressed in {telling.language_name(language)}"
    return "" if written else f"this letter is not there for it in {telling.language_name(language)}"


def made_earlier(folder: Path, letters: Iterable[Letter]) -> Mapping[str, str]:
    """Return the letters in a folder that are not those being made again."""
    from advocate.core.forms import Form, file_name
    from advocate.sources.earlier import read_earlier

    again = {file_name(letter, Form.TXT) for letter in letters}
    read = read_earlier(folder, folder.as_posix())
    return {path: text for path, text in read.items() if path.rpartition("/")[2] not in again}


def _twin(office: Office, order: Order, text: Text, call: Text | None) -> Letter:
    """Return the same letter in another language, to be read and not sent: without findings of its own.

    Where nobody has written how the office is addressed in that language, the twin greets in English.
    """
    from advocate.core.compose import compose
    from advocate.sources.wording import CldrWording

    wording = CldrWording(text.language, order.sender.country)
    return replace(compose(office, replace(order, text=text, wording=wording, call=call)), findings=())


def languages_wanted(asked: str | None, sender: Sender | None) -> tuple[str, ...]:
    """Return the languages that letters may be made in: the asked one, or the writer's own and English."""
    if asked:
        return (asked,)
    own = sender.language if sender else ""
    return tuple(dict.fromkeys(filter(None, ("en", own))))


def _hold_back(case: Campaign, sheet: LetterSheet, note: str, sender: Sender) -> None:
    """Raise ProblemsError with the exit code of what could do harm.

    A letter of a case that is stopped could, and one that names somebody who has asked not to be named.
    """
    from advocate.core.standing import why_stopped
    from advocate.core.withheld import own_words_withheld

    why = why_stopped(case, sheet)
    hold_back([Problem("letter.stopped", why)] if why else own_words_withheld(case, note, sender))


def hold_back(reasons: Iterable[Problem]) -> None:
    """Raise ProblemsError with the exit code of what could do harm where there are reasons."""
    found = list(reasons)
    if found:
        raise ProblemsError(found, exit_code=HELD_BACK)


def _unknown_groups(sheet: LetterSheet, registry: Registry, name: str) -> Iterable[Problem]:
    known = sorted({office.group.id for office in registry.offices})
    for version in sheet.versions:
        for group in version.groups:
            if group not in known:
                words = f"version {version.id!r}: there is no group {group!r}{did_you_mean(group, known)}"
                yield Problem("letter.unknown-group", words, Place(name))


def writer(wish: Wish) -> Sender:
    """Return who writes: from a file, the saved profile and the flags.

    Raises ProblemsError with every unusable detail.
    """
    from advocate.sources import places
    from advocate.sources.sender import read_sender

    file = wish.sender_file or places.saved_sender()
    return read_sender(file, file.as_posix() if file else "", wish.flags)


def own_words(wish: Wish) -> str:
    """Return the writer's own words: those that are known, or what `--note` says or names behind an `@`.

    Raises ProblemsError where they cannot stand in a letter.
    """
    from advocate.sources import sender

    return sender.read_note(wish.note or "") if wish.own_words is None else sender.own_words(wish.own_words)


def need_a_name(sender: Sender) -> None:
    """Raise ProblemsError where nobody would sign the letter."""
    if not sender.name:
        words = (
            "a letter needs your name: add --name (and, as you like, --street --postcode --city --country"
            " --email), or a file with --sender FILE"
        )
        raise ProblemsError([Problem("sender.no-name", words)])
