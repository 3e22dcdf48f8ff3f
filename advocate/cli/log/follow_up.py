"""`advocate log follow-up`: which letters have no answer, and the reminders of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advocate.cli.desk import Desk
from advocate.cli.options import FormatOption, ReportFormat
from advocate.cli.printing import MergeOption
from advocate.cli.recording import NoLogOption, record_made
from advocate.cli.sheets import (
    EnvelopesOption,
    LabelsFromOption,
    LabelsOption,
    NoReturnAddressOption,
    SheetWish,
)
from advocate.cli.terminal import WIDEST_TEXT
from advocate.cli.wishes import StrictOption, asks_for_letters
from advocate.cli.workshop import Wish
from advocate.core.follow_up import SIX_WEEKS, FollowUp, left_by, left_on, unanswered
from advocate.core.ledger import WAY_WORDS, Via

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from advocate.cli.terminal import Terminal
    from advocate.core.follow_up import Due
    from advocate.core.ledger import Entry

AfterOption = Annotated[
    str,
    typer.Option(
        "--after",
        metavar="TIME",
        help="How long to wait for an answer: 6w (weeks), 40d (days) or 3m (months).",
    ),
]


@asks_for_letters
def follow_up(
    desk: Desk,
    wish: Wish,
    after: AfterOption = SIX_WEEKS,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder for the reminders.")
    ] = None,
    as_: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="FORMS",
            help="auto (what suits each office best), or any of eml,pdf,txt,html,submission,call.",
        ),
    ] = "auto",
    merge: MergeOption = False,
    envelopes: EnvelopesOption = None,
    labels: LabelsOption = None,
    labels_from: LabelsFromOption = 1,
    no_return_address: NoReturnAddressOption = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the letters that the folder already holds.")
    ] = False,
    no_log: NoLogOption = False,
    strict: StrictOption = False,
    report: FormatOption = ReportFormat.TABLE,
) -> None:
    """Name the letters that have no answer; with --out, make a reminder of each.

    A letter counts from the day on which it left. What has been answered is what you marked as answered.
    """
    found = letters_to_remind_of(desk, wish, after)
    if out is None or not found.due:
        _tell(desk, found, after, report)
        return
    from advocate.cli.handover import hand_over, tell_handed
    from advocate.cli.reminders import make_reminders
    from advocate.core.forms import read_forms

    tell_unsure(desk.terminal, found.unsure)
    sheets = SheetWish(envelopes, labels, labels_from, not no_return_address)
    handed = hand_over(
        make_reminders(wish, found.due), out, read_forms(as_), overwrite=overwrite, merge=merge, sheets=sheets
    )
    recorded = record_made(desk, handed.letters, wanted=not no_log)
    tell_handed(desk.terminal, handed, report, recorded, strict=strict)


def letters_to_remind_of(desk: Desk, wish: Wish, after: str) -> FollowUp:
    """Return the letters that have waited so long for an answer, of those that a wish names.

    Raises ProblemsError where the time or an office is none that is known, or the log cannot be used.
    """
    from advocate.outbox.ledger import open_ledger
    from advocate.sources import places

    day = left_by(after, desk.today)
    file = places.ledger_file()
    if not places.is_there(file):
        return FollowUp((), ())
    ledger = open_ledger(file)
    try:
        entries = ledger.waiting(day)
    finally:
        ledger.close()
    found = unanswered(entries, day)
    wanted = _Wanted.of(wish, {entry.key.contact for entry in entries})
    return FollowUp(
        tuple(each for each in found.due if wanted.has(each.first)),
        tuple(each for each in found.unsure if wanted.has(each)),
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which letters are meant: of which campaign and id, to which offices; None where all are."""

    contacts: frozenset[str] | None
    campaign: str | None
    letter: str | None

    @classmethod
    def of(cls, wish: Wish, known: Collection[str]) -> _Wanted:
        """Return what a wish names; an office that only the log still knows (`known`) goes by its id."""
        from advocate.sources import places
        from advocate.sources.campaign import read_id

        campaign = None
        if wish.campaign:
            folder = places.campaign_folder(wish.campaign)
            campaign = read_id(folder.templates, folder.shown(folder.templates))
        return cls(_contacts(wish, known), campaign, wish.letter)

    def has(self, entry: Entry) -> bool:
        """Return whether a letter is one of them."""
        key = entry.key
        return (
            (self.contacts is None or key.contact in self.contacts)
            and self.campaign in {None, key.campaign}
            and self.letter in {None, key.letter}
        )


def _contacts(wish: Wish, known: Collection[str]) -> frozenset[str] | None:
    """Return the ids of the offices that a wish names, None where it names none."""
    if not (wish.to or wish.without):
        return None
    from advocate.cli.workshop import read_offices
    from advocate.core.choose import EVERY_OFFICE, choose

    offices = read_offices(wish.campaign, wish.tell).offices
    gone = set(known) - {office.contact.id for office in offices}

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


def _tell(desk: Desk, found: FollowUp, after: str, report: ReportFormat) -> None:
    """Name the letters that have no answer."""
    terminal = desk.terminal
    if report is ReportFormat.JSON:
        terminal.write_json([_data(each) for each in found.due])
        return
    tell_unsure(terminal, found.unsure)
    day = left_by(after, desk.today)
    if not found.due:
        terminal.say(f"No letter that left on {day} or before waits for an answer.")
        return
    many = len(found.due)
    letters, have = ("1 letter", "has") if many == 1 else (f"{many} letters", "have")
    terminal.say(f"{letters} that left on {day} or before {have} no answer:")
    room = max(len(str(each.first.id)) for each in found.due)
    alone = len({each.first.key.sender for each in found.due}) == 1
    today, width = desk.today, min(terminal.width, WIDEST_TEXT)
    lines = (_line(each, room, today, alone=alone) for each in found.due)
    # A line is wrapped only where it has to be: there may be very many.
    fitted = (
        line if len(line) <= width else terminal.wrap(line.lstrip(), "  ", " " * (room + 4)) for line in lines
    )
    terminal.write("".join(f"{line}\n" for line in fitted))
    terminal.tell(
        terminal.wrap(
            "--out DIR makes a reminder of each. An answer has come? 'advocate log mark ID answered' says so,"
            " and that letter is named no more."
        )
    )


def _line(each: Due, room: int, today: date, *, alone: bool) -> str:
    first, last = each.first, each.last
    day, way = left_on(first), "" if first.via is Via.FILES else f"{WAY_WORDS[first.via]} "
    words = f"  {first.id:>{room}}  {first.key.contact}  {first.key.letter}, sent {way}on {day}"
    words += f", {(today - day).days} days ago"
    words += f", reminded of on {left_on(last)}" if last.key.reminder else ""
    words += f"; its reminder, {each.waiting.id}, is {each.waiting.state}" if each.waiting else ""
    return words if alone else f"{words}; signed by {first.draft.sender}"


def tell_unsure(terminal: Terminal, unsure: Sequence[Entry]) -> None:
    """Say of letters that nobody knows whether they left, and how to clear it up."""
    for entry in unsure:
        words = (
            f"left out: {entry.key.contact}: nobody knows whether {entry.id} ({entry.key.letter}) left;"
            f" 'advocate log mark {entry.id} sent' or 'failed' says so"
        )
        terminal.tell(terminal.wrap(words, hanging="  "))


def _data(each: Due) -> dict[str, object]:
    """Return a letter that has no answer, for scripts."""
    first, last = each.first, each.last
    return {
        "id": first.id,
        "campaign": first.key.campaign,
        "contact": first.key.contact,
        "office": first.draft.office,
        "letter": first.key.letter,
        "sender": first.draft.sender,
        "language": first.draft.language,
        "subject": first.draft.subject,
        "via": first.via.value,
        "left": left_on(first).isoformat(),
        "reminded": left_on(last).isoformat() if last.key.reminder else None,
        "next_reminder": each.number,
        "waiting": {"id": each.waiting.id, "state": each.waiting.state.value} if each.waiting else None,
    }
