"""A run of `send`: what is to go is shown, asked about once, done, and told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from advocate.cli.holding_back import stopped
from advocate.cli.options import ReportFormat
from advocate.cli.recording import letters_in_words
from advocate.cli.reminders import make_reminders
from advocate.cli.send.account import Typed, account_for, login_for, offer_to_keep
from advocate.cli.send.pacing import Pacing, about_hours, left_lately, office_hours
from advocate.cli.send.progress import Watching, in_words
from advocate.cli.send.summary import Plan, has_warnings, plan_data, show_plan
from advocate.cli.workshop import HELD_BACK, make_letters
from advocate.core.account import Service, Settings
from advocate.core.ledger import State, Via
from advocate.core.pace import gap
from advocate.core.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advocate.cli.desk import Desk
    from advocate.cli.workshop import Wish
    from advocate.core.dispatch import Leaving, Wanted
    from advocate.core.follow_up import Due
    from advocate.core.ledger import Entry, LetterKey
    from advocate.core.mail import Account, Login, Outgoing
    from advocate.core.sender import Sender
    from advocate.outbox.ledger import Ledger
    from advocate.outbox.sending import Run

INTERRUPTED, FAILED = 130, 1

SERVICE_OF = {Via.SMTP: Service.SMTP, Via.DRAFTS: Service.IMAP}


@dataclass(frozen=True, slots=True)
class Terms:
    """How a run is to go, by its options."""

    via: Via
    really: bool
    yes: bool
    plain: bool
    per_hour: int
    office_hours: bool
    copy_to_me: bool
    again: bool
    strict: bool
    report: ReportFormat
    settings: Settings

    @property
    def service(self) -> Service:
        """What the mail server is asked to do."""
        return SERVICE_OF[self.via]


def plan_for(
    desk: Desk,
    terms: Terms,
    wish: Wish,
    ledger: Ledger | None,
    wanted: Wanted,
    limit: int,
    due: Sequence[Due] = (),
) -> Plan:
    """Return which letters go and which stay, with `due` the reminders of these.

    Those that would go and could put the writer in danger are held back, unless they say yes. Raises
    ProblemsError where the writer is not told.
    """
    from advocate.core.dispatch import Staying, dispatched

    work = make_reminders(wish, due, in_drafts=True) if due else make_letters(wish)
    _need_a_writer(work.sender)

    def latest(key: LetterKey) -> Entry | None:
        return ledger.latest(key) if ledger else None

    leaving, staying = dispatched(work.letters, latest, wanted)
    unfit = {each.letter.name: why for each in leaving if (why := _why_unfit(each))}
    fit = [each for each in leaving if each.letter.name not in unfit]
    staying += tuple(
        Staying(each.letter, unfit[each.letter.name]) for each in leaving if each.letter.name in unfit
    )
    to = {each.letter.recipient.contact for each in fit}
    held = stopped(
        desk,
        [each for contact, each in work.at_risk.items() if contact in to],
        work.campaign,
        wish.accepted,
        ask=not terms.yes and terms.report is ReportFormat.TABLE,
    )
    gone = {each.contact for each in held}
    fit = [each for each in fit if each.letter.recipient.contact not in gone]
    return Plan(work, fit[:limit], fit[limit:], staying, held)


def _need_a_writer(sender: Sender) -> None:
    missing = {"your name (--name)": sender.name, "your e-mail address (--email)": sender.email}
    lacking = " and ".join(words for words, told in missing.items() if not told)
    if lacking:
        words = f"sending needs {lacking}; 'advocate sender set' keeps them for every time"
        raise ProblemsError([Problem("send.no-writer", words)])


def _why_unfit(leaving: Leaving) -> str:
    """Return why a letter cannot be made a message, an empty text where it can."""
    from datetime import UTC, datetime

    from advocate.core.mail import Stamp
    from advocate.render.eml import message

    try:
        message(leaving.letter, Stamp(datetime(1970, 1, 1, tzinfo=UTC), "<>", leaving.to, utf8=True))
    except ProblemsError as error:
        return error.problems[0].message
    return ""


def run(desk: Desk, terms: Terms, plan: Plan, ledger: Ledger | None) -> int:
    """Show what goes; with `--really` ask once, and do it. Returns the exit code."""
    code = _run(desk, terms, plan, ledger)
    return HELD_BACK if plan.held_back and code != INTERRUPTED else code


def _run(desk: Desk, terms: Terms, plan: Plan, ledger: Ledger | None) -> int:
    # A script reads standard output; what is for people goes beside it then.
    scripted = terms.report is ReportFormat.JSON
    terminal = desk.terminal.aside() if scripted else desk.terminal
    account = _account(terms, plan.work.sender)
    pacing = _pacing(desk, terms, plan)
    through = f"by {account.server}, from {plan.work.sender.email}" if account else "by your mail server"
    if scripted and not terms.really:
        desk.terminal.write_json(plan_data(plan, really=False))
    else:
        show_plan(terminal, plan, _verb(terms), through)
    if pacing.hours:
        for words in about_hours([each.letter for each in plan.now], pacing.hours, desk.clock.now()):
            desk.terminal.tell(desk.terminal.wrap(words, hanging="  "))
    if terms.strict and has_warnings(plan.now):
        words = "the review warns, and --strict was given: nothing was sent"
        raise ProblemsError([Problem("send.warnings", words)], exit_code=HELD_BACK)
    if not terms.really:
        _how_to_go_on(desk, terms, plan, account)
        return 0
    if account is None or ledger is None or not plan.now:
        if scripted and plan.held_back:
            desk.terminal.write_json(plan_data(plan, really=True))
        return 0
    if not (terms.yes or _agreed(desk, terms, plan)):
        desk.terminal.tell("nothing was sent")
        return 0
    typed = Typed()
    login = login_for(desk, account, terms.settings, typed)
    done = _deliver(desk, terms, plan, ledger, account, login, pacing)
    if typed.words and not terms.yes and _let_in(done):
        offer_to_keep(desk, account, typed)
    return _tell(desk, terms, plan, ledger, done)


def _verb(terms: Terms) -> str:
    what = "put into Drafts" if terms.via is Via.DRAFTS else "sent"
    return f"to be {what} now" if terms.really else f"would be {what}"


def _account(terms: Terms, sender: Sender) -> Account | None:
    """Return the writer's account; a dry run does without where nothing is told of it."""
    if not terms.really and not terms.settings.server:
        return None
    return account_for(terms.service, terms.settings, sender.email)


def _pacing(desk: Desk, terms: Terms, plan: Plan) -> Pacing:
    hours = office_hours(each.letter for each in plan.now) if terms.office_hours else {}
    return Pacing(terms.per_hour, desk.clock.chance, hours)


def _how_to_go_on(desk: Desk, terms: Terms, plan: Plan, account: Account | None) -> None:
    """Tell a dry run's last line: how it is really done, where there is anything to do."""
    what = "Nothing was put anywhere" if terms.via is Via.DRAFTS else "Nothing was sent"
    server = "" if account else f" and --server HOST, your provider's {terms.service.upper()} server,"
    words = f"{what}, and no server was asked."
    if plan.now:
        words += f" With --really{server} it is done, after one question."
    desk.terminal.tell(desk.terminal.wrap(words))


def _agreed(desk: Desk, terms: Terms, plan: Plan) -> bool:
    """Ask the one question; raise ProblemsError where nobody can be asked."""
    from advocate.cli.asking import answered, asking, leaving
    from advocate.cli.asking.questions import BackError

    if not (terms.plain or answered()):
        words = "nothing was sent, since nobody can be asked here: add --yes"
        raise ProblemsError([Problem("send.not-sure", words)])
    these = "this letter" if len(plan.now) == 1 else f"these {letters_in_words(len(plan.now))}"
    what = f"Put {these} into your Drafts folder?"
    if terms.via is Via.SMTP:
        # The pauses between letters make up nearly all of the time.
        pauses = gap(terms.per_hour, 0.5) * (len(plan.now) - 1)
        what = f"Send {these} now{f' (it takes about {in_words(pauses)})' if pauses else ''}?"
    with leaving("nothing was sent"):
        try:
            return asking(desk.terminal, plain=terms.plain).yes(what, default=False)
        except BackError:
            return False


def _deliver(
    desk: Desk, terms: Terms, plan: Plan, ledger: Ledger, account: Account, login: Login, pacing: Pacing
) -> Run:
    """Do what was asked for, and return what became of each letter."""
    outgoing = _outgoing(desk, terms, plan, ledger)
    watching = Watching(desk.terminal, desk.clock, account)
    if terms.via is Via.DRAFTS:
        from advocate.outbox import drafts
        from advocate.outbox.mailbox import open_mailbox

        connect = partial(open_mailbox, account, login, terms.settings.folder)
        return drafts.put_drafts(outgoing, ledger, connect, drafts.Terms(desk.clock, watching, terms.again))
    from advocate.outbox import sending
    from advocate.outbox.smtp import open_session

    earlier = left_lately(ledger.entries(), desk.clock.now())
    how = sending.Terms(desk.clock, pacing, watching, earlier)
    return sending.send_all(outgoing, ledger, partial(open_session, account, login), how)


def _outgoing(desk: Desk, terms: Terms, plan: Plan, ledger: Ledger) -> Sequence[Outgoing]:
    """Write the letters down, and return them as they are to leave."""
    from advocate.core import running
    from advocate.core.mail import Outgoing
    from advocate.outbox.files import digest
    from advocate.render import eml
    from advocate.render.mail_address import mail_address

    drafts = [each.draft(digest(running.message(each.letter).encode())) for each in plan.now]
    entries = ledger.record(drafts, terms.via, desk.clock.now())
    sender = mail_address(plan.work.sender.email)
    return [
        Outgoing(
            entry,
            sender,
            mail_address(each.to, utf8=True),
            partial(eml.message, each.letter),
            copy=sender if terms.copy_to_me else "",
        )
        for entry, each in zip(entries, plan.now, strict=True)
    ]


def _tell(desk: Desk, terms: Terms, plan: Plan, ledger: Ledger, done: Run) -> int:
    """Tell what became of each letter; return the exit code."""
    from advocate.cli.send.result import all_done, result_data, tell_result

    if terms.report is ReportFormat.JSON:
        desk.terminal.write_json(result_data(plan, ledger, done))
    else:
        tell_result(desk.terminal, plan, ledger, done)
    if done.stopped:
        desk.terminal.problems([done.stopped])
    if done.interrupted:
        return INTERRUPTED
    return 0 if all_done(done) else FAILED


def _let_in(done: Run) -> bool:
    """Return whether the server has let the writer in: it has taken something from them."""
    return any(outcome.state in {State.SENT, State.HANDED_OVER} for outcome in done.outcomes)
