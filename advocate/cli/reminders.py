"""Reminders: a letter for each one that has no answer, to the office as it stands today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.cli.composed import Composed
from advocate.cli.layouts import LayoutChoice
from advocate.cli.letter_texts import read_reminders, reminder_file
from advocate.cli.workshop import (
    HELD_BACK,
    NO_VERSION,
    LeftOut,
    Work,
    concerned,
    hold_back,
    made_earlier,
    need_a_name,
    own_words,
    read_offices,
    signature_wished,
    why_not_in,
    why_not_unsigned,
    withholding,
    writer,
)
from advocate.core.address import retired_on
from advocate.core.anonymity import Withholding
from advocate.core.ledger import UNSENT, State, sender_key
from advocate.core.problems import Place, Problem, ProblemsError, trying

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advocate.cli.workshop import Wish
    from advocate.core.anonymity import Withheld
    from advocate.core.campaign import Campaign, LetterSheet, Version
    from advocate.core.follow_up import Due
    from advocate.core.letter import Letter
    from advocate.core.lexicon import Lexicon
    from advocate.core.paper import Stationery
    from advocate.core.registry import Office
    from advocate.core.sender import Sender
    from advocate.sources.places import CampaignFolder
    from advocate.sources.texts import Text
    from advocate.sources.wording import CldrWording


@dataclass(frozen=True, slots=True)
class _Plan:
    """A reminder that can be made: of which letter, to which office, in which version and language."""

    due: Due
    office: Office
    sheet: LetterSheet
    version: Version
    language: str


@dataclass(frozen=True, slots=True)
class _Ground:
    """What reminders are made from."""

    folder: CampaignFolder
    case: Campaign
    offices: Mapping[str, Office]
    sender: Sender
    note: str
    stationery: Stationery
    telling: CldrWording
    held: Withholding


def make_reminders(wish: Wish, due: Sequence[Due], *, in_drafts: bool = False) -> Work:
    """Return the reminders of letters, and why others have none.

    One that lies in the writer's Drafts folder, or may, is made again only where `in_drafts` says so.

    They go to the offices as they stand on the date of the wish, in the language of the first letter where
    the wish names none. Raises ProblemsError with everything that is wrong in what they need, and where none
    can be made.
    """
    ground = _ground(wish)
    plans: list[_Plan] = []
    left_out: list[LeftOut] = []
    held_back = False
    for each in due:
        lies = None if in_drafts else _lies_in_drafts(each)
        plan = lies or _plan(each, ground, wish)
        if isinstance(plan, _Plan):
            plans.append(plan)
        else:
            held_back = held_back or plan.held_back
            left_out.append(LeftOut(each.first.key.contact, plan.why))
    composed = _compose_all(plans, ground, wish)
    if not composed.letters:
        why = "; ".join(f"{missed.contact}: {missed.why}" for missed in left_out)
        problem = Problem("reminder.none", f"no reminder can be made: {why}")
        raise ProblemsError([problem], exit_code=HELD_BACK if held_back else 2)
    sheet = next(plan.sheet for plan in plans)
    layouts = LayoutChoice(ground.folder, wish.page.trust_layouts, wish.tell)
    at_risk = concerned((plan.office for plan in plans), ground.sender)
    return Work(
        ground.case,
        sheet,
        ground.sender,
        composed.compared(),
        tuple(left_out),
        layouts,
        at_risk=at_risk,
        withheld=ground.held.what,
        composed=composed,
    )


def _ground(wish: Wish) -> _Ground:
    from advocate.core.risk import acceptance_problems, countries_of_risk
    from advocate.sources import campaign, places
    from advocate.sources.wording import CldrWording

    folder = places.campaign_folder(wish.campaign)
    troubles: list[Problem] = []
    registry = trying(troubles, read_offices, wish.campaign, wish.tell)
    case, found = campaign.look_through(folder.templates, folder.shown(folder.templates))
    troubles += found
    sender = trying(troubles, writer, wish)
    note = trying(troubles, own_words, wish)
    if registry:
        troubles += acceptance_problems(wish.accepted, countries_of_risk(registry.institutions))
    held = trying(troubles, withholding, wish)
    signature = trying(troubles, signature_wished, wish)
    if registry is None or sender is None or troubles:
        raise ProblemsError(troubles)
    need_a_name(sender, wish.withheld)
    return _Ground(
        folder=folder,
        case=case,
        offices={office.contact.id: office for office in registry.offices},
        sender=sender,
        note=note or "",
        stationery=wish.page.stationery(sender.country, signature),
        telling=CldrWording("en", sender.country),
        held=held or Withholding(),
    )


@dataclass(frozen=True, slots=True)
class _Hindrance:
    """Why a letter has no reminder; `held_back` where one could do harm."""

    why: str
    held_back: bool = False


def _plan(due: Due, ground: _Ground, wish: Wish) -> _Plan | _Hindrance:
    """Return how a letter is reminded of, or why it is not."""
    key = due.first.key
    sheet = next((sheet for sheet in ground.case.letters if sheet.id == key.letter), None)
    hindrance = _of_others(due, ground) or _why_over(ground.case, sheet, key.letter)
    if hindrance or sheet is None:
        return hindrance or _Hindrance(NO_VERSION)
    office = ground.offices.get(key.contact)
    if office is None or retired_on(office, wish.day):
        return _Hindrance("there is no such office any more")
    version = sheet.version_for(office)
    if version is None:
        return _Hindrance(NO_VERSION)
    language = wish.language or due.first.draft.language
    why = why_not_in(language, office, ground.telling, written=language in version.languages)
    return _Hindrance(why) if why else _Plan(due, office, sheet, version, language)


def _of_others(due: Due, ground: _Ground) -> _Hindrance | None:
    """Return why a reminder is not for this campaign or writer to make."""
    key = due.first.key
    if key.campaign != ground.case.id:
        return _Hindrance(f"its letter is of the campaign {key.campaign!r}: name its folder with --campaign")
    if key.sender != sender_key(ground.sender.name):
        who = due.first.draft.sender
        if not who:
            return _Hindrance("its letter has no name, and so has a reminder of it (--anonymous)")
        return _Hindrance(f"its letter was signed by {who!r}, who alone can remind of it (--name)")
    return None


def _lies_in_drafts(due: Due) -> _Hindrance | None:
    """Return that the reminder was handed over already, to be sent from there."""
    waiting = due.waiting
    if waiting is None or waiting.state in UNSENT:
        return None
    lies = "lies" if waiting.state is State.HANDED_OVER else "may lie"
    return _Hindrance(f"its reminder, {waiting.id}, {lies} in your Drafts folder")


def _why_over(case: Campaign, sheet: LetterSheet | None, letter: str) -> _Hindrance | None:
    """Return why nobody is to be reminded of a case that is gone, stopped or ended, None where it goes on."""
    from advocate.core.standing import why_ended, why_stopped

    if sheet is None:
        return _Hindrance(f"the campaign has no letter {letter!r} any more")
    stopped = why_stopped(case, sheet)
    if stopped:
        return _Hindrance(stopped, held_back=True)
    ended = why_ended(case, sheet)
    return _Hindrance(ended) if ended else None


def _compose_all(plans: Iterable[_Plan], ground: _Ground, wish: Wish) -> Composed:
    """Return the reminders; raise ProblemsError with what is wrong in their texts, or which are missing."""
    from advocate.core.compose import Order, compose
    from advocate.core.refused import own_words_refused, text_refused
    from advocate.sources.lexicon import read_lexicon
    from advocate.sources.wording import CldrWording

    letters: list[Letter] = []
    looked_at: set[tuple[str, str, str]] = set()
    known: dict[str, tuple[CldrWording, Lexicon]] = {}
    plans = tuple(plans)
    hold_back(own_words_refused(ground.case, ground.note, ground.sender))
    texts = _texts(plans, ground.folder, wish.withheld)
    for plan in plans:
        language = plan.language
        if language not in known:
            known[language] = CldrWording(language, ground.sender.country), read_lexicon(language)
        wording, lexicon = known[language]
        order = Order(
            campaign=ground.case,
            sheet=plan.sheet,
            version=plan.version,
            text=texts[plan.sheet.id, language],
            wording=wording,
            telling=ground.telling,
            day=wish.day,
            sender=ground.sender,
            note=ground.note,
            lexicon=lexicon,
            stationery=ground.stationery,
            reminding=plan.due.reminding,
            withholding=ground.held,
        )
        if (plan.sheet.id, plan.version.id, language) not in looked_at:
            looked_at.add((plan.sheet.id, plan.version.id, language))
            hold_back(text_refused(order))
        letters.append(compose(plan.office, order))
    others = made_earlier(wish.earlier, letters) if wish.earlier else {}
    return Composed(tuple(letters), others)


def _texts(
    plans: Iterable[_Plan], folder: CampaignFolder, withheld: Withheld
) -> Mapping[tuple[str, str], Text]:
    """Return the reminders' texts by letter and language."""
    problems: list[Problem] = []
    texts: dict[tuple[str, str], Text] = {}
    for plan in plans:
        key = plan.sheet.id, plan.language
        if key in texts:
            continue
        read = trying(problems, read_reminders, folder, plan.sheet, (plan.language,))
        text = (read or {}).get(plan.language)
        why = why_not_unsigned(text, withheld)
        if why:
            problems.append(Problem("reminder.name", why, Place(reminder_file(folder, plan.language))))
        elif text:
            texts[key] = text
        elif read is not None:
            words = f"nobody has written a reminder in {plan.language!r}; docs/following-up.md tells how"
            problems.append(Problem("reminder.missing", words, Place(reminder_file(folder, plan.language))))
    if problems:
        raise ProblemsError(problems)
    return texts
