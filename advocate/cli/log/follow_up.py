"""`advocate log follow-up`: which letters have no answer, and the reminders of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import (
    FormatOption,
    FormsOption,
    OverwriteOption,
    ReportFormat,
    TrustFolderOption,
)
from advocate.cli.printing import MergeOption
from advocate.cli.recording import NoLogOption, has_log, opened, record_made
from advocate.cli.sheets import (
    EnvelopesOption,
    LabelsFromOption,
    LabelsOption,
    NoReturnAddressOption,
    SheetWish,
)
from advocate.cli.terminal import WIDEST_TEXT, fitted
from advocate.cli.wishes import StrictOption, asks_for_letters
from advocate.cli.workshop import Wish
from advocate.core.follow_up import SIX_WEEKS, FollowUp, found_unanswered, left_by, unanswered
from advocate.core.ledger import WAY_WORDS, Via

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from advocate.cli.terminal import Terminal
    from advocate.core.follow_up import Found
    from advocate.core.ledger import Entry, LetterKey, Standing

AfterOption = Annotated[
    str,
    typer.Option(
        "--after",
        metavar="TIME",
        help="How long to wait for an answer: 6w (weeks), 40d (days) or 3m (months).",
    ),
]

_WAYS: Mapping[str, str] = {via: "" if via is Via.FILES else f"{WAY_WORDS[via]} " for via in Via}


@asks_for_letters
def follow_up(
    desk: Desk,
    wish: Wish,
    after: AfterOption = SIX_WEEKS,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder for the reminders.")
    ] = None,
    as_: FormsOption = "auto",
    merge: MergeOption = False,
    envelopes: EnvelopesOption = None,
    labels: LabelsOption = None,
    labels_from: LabelsFromOption = 1,
    no_return_address: NoReturnAddressOption = False,
    overwrite: OverwriteOption = False,
    trust_folder: TrustFolderOption = False,
    no_log: NoLogOption = False,
    strict: StrictOption = False,
    report: FormatOption = ReportFormat.TABLE,
) -> None:
    """Name the letters that have no answer; with --out, make a reminder of each.

    A letter counts from the day on which it left. What has been answered is what you marked as answered.
    """
    found = letters_to_remind_of(desk, wish, after) if out else None
    if out is None or found is None or not found.due:
        _tell(desk, wish, after, report)
        return
    from advocate.cli.handover import hand_over, tell_handed
    from advocate.cli.holding_back import hold_back
    from advocate.cli.reminders import make_reminders
    from advocate.core.forms import read_forms

    tell_unsure(desk.terminal, found.unsure)
    sheets = SheetWish(envelopes, labels, labels_from, not no_return_address)
    forms = read_forms(as_)
    work = hold_back(desk, make_reminders(wish, found.due), wish.accepted, report=report)
    handed = hand_over(
        work, out, forms, overwrite=overwrite, trusting=trust_folder, merge=merge, sheets=sheets
    )
    recorded = record_made(desk, handed.letters, wanted=not no_log)
    tell_handed(desk.terminal, handed, report, recorded, strict=strict)


def letters_to_remind_of(desk: Desk, wish: Wish, after: str) -> FollowUp:
    """Return the letters that have waited so long for an answer, of those that a wish names.

    Raises ProblemsError where the time or an office is none that is known, or the log cannot be used.
    """
    day = left_by(after, desk.today)
    if not has_log():
        return FollowUp((), ())
    with opened() as ledger:
        entries = ledger.waiting(day)
    found = unanswered(entries, day)
    wanted = _Wanted.of(wish, lambda: {entry.key.contact for entry in entries})
    if wanted.is_all:
        return found
    return FollowUp(
        tuple(each for each in found.due if wanted.has(each.first.key)),
        tuple(each for each in found.unsure if wanted.has(each.key)),
    )


def _standing(desk: Desk, wish: Wish, after: str) -> tuple[Sequence[Found[Standing]], Sequence[Standing]]:
    """Return the same letters as far as they are to be named, since there may be very many."""
    day = left_by(after, desk.today)
    if not has_log():
        return (), ()
    with opened() as ledger:
        letters = ledger.standing(day)
    due, unsure = found_unanswered(letters, day)
    wanted = _Wanted.of(wish, lambda: {letter.contact for letter in letters})
    if wanted.is_all:
        return due, unsure
    return [each for each in due if wanted.has(each.first.key)], [
        each for each in unsure if wanted.has(each.key)
    ]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which letters are meant: of which campaign and id, to which offices; None where all are."""

    contacts: frozenset[str] | None
    campaign: str | None
    letter: str | None

    @classmethod
    def of(cls, wish: Wish, known: Callable[[], Collection[str]]) -> _Wanted:
        """Return what a wish names; an office that only the log still knows (`known`) goes by its id."""
        from advocate.sources import places
        from advocate.sources.campaign import read_id

        campaign = None
        if wish.campaign:
            folder = places.campaign_folder(wish.campaign)
            campaign = read_id(folder.templates, folder.shown(folder.templates))
        return cls(_contacts(wish, known), campaign, wish.letter)

    @property
    def is_all(self) -> bool:
        """Whether nothing was named."""
        return self.contacts is None and self.campaign is None and self.letter is None

    def has(self, key: LetterKey) -> bool:
        """Return whether a letter is one of them."""
        return (
            (self.contacts is None or key.contact in self.contacts)
            and self.campaign in {None, key.campaign}
            and self.letter in {None, key.letter}
        )


def _contacts(wish: Wish, known: Callable[[], Collection[str]]) -> frozenset[str] | None:
    """Return the ids of the offices that a wish names, None where it names none."""
    if not (wish.to or wish.without):
        return None
    from advocate.cli.workshop import read_offices
    from advocate.core.choose import EVERY_OFFICE, choose

    offices = read_offices(wish.campaign, wish.tell).offices
    gone = set(known()) - {office.contact.id for office in offices}

    def words(given: Sequence[str]) -> list[str]:
        return [word.strip() for several in given for word in several.split(",") if word.strip()]

    to, without = words(wish.to) or [EVERY_OFFICE], words(wish.without)
    chosen = choose(
        offices,
        [word for word in to if word not in gone],
        [word for word in without if word not in gone],
        day=wish.day,
    )
    kept = gone if EVERY_OFFICE in to else gone & set(to)
    return frozenset({office.contact.id for office in chosen} | (kept - set(without)))


def _tell(desk: Desk, wish: Wish, after: str, report: ReportFormat) -> None:
    """Name the letters that have no answer."""
    terminal = desk.terminal
    due, unsure = _standing(desk, wish, after)
    if report is ReportFormat.JSON:
        terminal.write_records(_NAMES, [_record(each) for each in due])
        return
    tell_unsure(terminal, unsure)
    day = left_by(after, desk.today)
    if not due:
        terminal.say(f"No letter that left on {day} or before waits for an answer.")
        return
    many = len(due)
    letters, have = ("1 letter", "has") if many == 1 else (f"{many} letters", "have")
    terminal.say(f"{letters} that left on {day} or before {have} no answer:")
    room = len(str(max(each.first.id for each in due)))
    alone = len({each.first.sender_key for each in due}) == 1
    today, width = desk.today, min(terminal.width, WIDEST_TEXT)
    ago = {left: (today - date.fromisoformat(left)).days for left in {each.first.left for each in due}}
    lines = (_line(each, room, ago[each.first.left], alone=alone) for each in due)
    hanging = " " * (room + 4)
    shown = [line if len(line) <= width else fitted(line, hanging, width) for line in lines]
    terminal.write("\n".join([*shown, ""]))
    terminal.tell(
        terminal.wrap(
            "--out DIR makes a reminder of each. An answer has come? 'advocate log mark ID answered' says so,"
            " and that letter is named no more."
        )
    )


def _line(due: Found[Standing], room: int, days: int, *, alone: bool) -> str:
    first, last, _, waiting = due
    words = f"  {first.id:>{room}}  {first.contact}  {first.letter}, sent {_WAYS[first.via]}on {first.left}"
    words += f", {days} days ago"
    words += f", reminded of on {last.left}" if last.reminder else ""
    words += f"; its reminder, {waiting.id}, is {waiting.state}" if waiting else ""
    who = f"signed by {first.sender}" if first.sender else "without a name"
    return words if alone else f"{words}; {who}"


def tell_unsure(terminal: Terminal, unsure: Sequence[Entry] | Sequence[Standing]) -> None:
    """Say of letters that nobody knows whether they left, and how to clear it up."""
    for entry in unsure:
        words = (
            f"left out: {entry.key.contact}: nobody knows whether {entry.id} ({entry.key.letter}) left;"
            f" 'advocate log mark {entry.id} sent' or 'failed' says so"
        )
        terminal.tell(terminal.wrap(words, hanging="  "))


_NAMES = (
    *("id", "campaign", "contact", "office", "letter", "sender", "language", "subject", "via"),
    *("left", "reminded", "next_reminder", "waiting"),
)


def _record(due: Found[Standing]) -> Sequence[object]:
    """Return a letter that has no answer, for scripts."""
    first, last, number, waiting = due
    return (
        first.id,
        first.campaign,
        first.contact,
        first.office,
        first.letter,
        first.sender,
        first.language,
        first.subject,
        first.via,
        first.left,
        last.left if last.reminder else None,
        number,
        {"id": waiting.id, "state": waiting.state} if waiting else None,
    )
