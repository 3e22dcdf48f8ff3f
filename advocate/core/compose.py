"""Composing: a contact, a letter's text, a writer and a date become one finished letter."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from advocate.core import address, call, form_limit, review
from advocate.core.anonymity import Withheld, Withholding, withheld_words
from advocate.core.body import MARKS, NOTE_MARK, Frame, read
from advocate.core.dates import freshness
from advocate.core.ledger import Via
from advocate.core.letter import (
    Call,
    Letter,
    Reach,
    Recipient,
    SenderBlock,
    Submission,
    SubmissionField,
)
from advocate.core.lexicon import Lexicon
from advocate.core.paper import Stationery
from advocate.core.registry import Channel, Fill, in_language
from advocate.core.sender import told_in
from advocate.core.untold import untold_findings
from advocate.core.vocabulary import CampaignWords, FirstWords, OfficeWords, SenderWords

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from advocate.core.address import Addressing
    from advocate.core.body import Words
    from advocate.core.campaign import Ask, Campaign, LetterSheet, Outcome, Version
    from advocate.core.follow_up import Reminding
    from advocate.core.registry import ContactDetail, Holder, Office, ProcedureField
    from advocate.core.sender import Sender
    from advocate.core.wording import Wording


class LetterText(Protocol):
    """A letter's text in one version and language, with its placeholders still empty."""

    @property
    def language(self) -> str:
        """The language it is written in."""

    @property
    def said(self) -> str:
        """All of its own words, whatever their conditions, without what the placeholders bring."""

    @property
    def weighs(self) -> Collection[str]:
        """The placeholders by which it decides what to say, such as `sender.country`."""

    def fill(self, values: Mapping[str, object]) -> str:
        """Return the text with every placeholder filled: `Subject: …`, an empty line, the body."""


@dataclass(frozen=True)
class Order:
    """What the writer wants: which letter, in which wording, when, from whom, with which own words.

    `telling` is the wording of what the writer is told: the program's own language. `call` is what to say on
    the telephone, in the language of the text. `lexicon` holds the words by which the review judges it.
    `reminding` is what it refers to where it is a reminder. `sender` is the writer without what `withholding`
    says that the letter keeps to itself. What is the same for all offices that a letter
    goes to is put together once.
    """

    campaign: Campaign
    sheet: LetterSheet
    version: Version
    text: LetterText
    wording: Wording
    telling: Wording
    day: date
    sender: Sender
    note: str = ""
    call: LetterText | None = None
    lexicon: Lexicon = field(default_factory=Lexicon)
    stationery: Stationery = field(default_factory=Stationery)
    reminding: Reminding | None = None
    withholding: Withholding = field(default_factory=Withholding)

    @cached_property
    def anonymous(self) -> bool:
        """Whether the letter keeps its writer's name to itself."""
        return self.withholding.what is Withheld.NAME

    @cached_property
    def ask(self) -> Ask:
        """What the letter asks of its offices."""
        return next(ask for ask in self.campaign.asks if ask.id == self.version.ask)

    @cached_property
    def known_outcome(self) -> Outcome | None:
        """What has become of the case by the letter's date, None where nothing is known."""
        outcome = self.sheet.outcome
        return None if outcome is None or self.day < outcome.date.last_day else outcome

    @cached_property
    def outcome(self) -> str:
        """What is known of the case on the letter's date beyond its report; empty where nothing is."""
        return in_language(self.known_outcome.text, self.text.language) if self.known_outcome else ""

    @cached_property
    def place_and_date(self) -> str:
        """The line that says where and when the letter is written."""
        return self.wording.dateline(self.sender.city, self.day)

    @cached_property
    def values(self) -> Mapping[str, object]:
        """The values of a letter's text (`PLACEHOLDERS` in core.vocabulary), but for office and sender."""
        language, campaign = self.text.language, self.campaign
        return {
            "campaign": CampaignWords(
                title=in_language(campaign.title, language),
                source=in_language(campaign.source.title, language),
                publisher=in_language(campaign.source.publisher, language),
                url=campaign.source.url,
                as_of=self.wording.when(campaign.as_of),
            ),
            "ask": in_language(self.ask.text, language),
            "outcome": self.outcome,
            "date": self.wording.long_date(self.day),
            "note": NOTE_MARK if self.note.strip() else "",
            **_of_reminder(self),
        }

    @cached_property
    def abroad(self) -> Shared:
        """What letters to offices of other countries share: in them the writer's own is named."""
        return _shared(self, abroad=True)

    @cached_property
    def at_home(self) -> Shared:
        """What letters to offices of the writer's own country share; inside one country nobody names it."""
        return _shared(self, abroad=False)

    def shared(self, office: Office) -> Shared:
        """Return what the letter to an office shares with others."""
        return self.at_home if self.sender.country in {"", office.institution.country} else self.abroad


@dataclass(frozen=True, slots=True)
class Shared:
    """What letters of one order have in common: their text's values, and the block of the writer's lines.

    `frame` is the text filled but for the words for its office, None where it weighs these.
    """

    values: Mapping[str, object]
    sender: SenderBlock
    frame: Frame | None


def compose(office: Office, order: Order) -> Letter:
    """Return the finished letter to an office, with its findings. The same input gives an equal letter."""
    letter = unreviewed(office, order)
    background = review.Background(
        campaign=order.campaign,
        sheet=order.sheet,
        office=office,
        sender=order.sender,
        telling=order.telling,
        script=order.wording.script,
        lexicon=order.lexicon,
        withholding=order.withholding,
    )
    found = review.findings(letter, background)
    untold = untold_findings(order.sender, letter.language, order.telling)
    return replace(letter, findings=(*found, *untold))


def unreviewed(office: Office, order: Order) -> Letter:
    """Return the letter to an office as `compose` does, but without its findings."""
    language = order.text.language
    holder = address.holder_on(office.contact, order.day)
    addressed = address.addressing(office, holder, language, order.wording.script)
    shared, said = order.shared(office), _office_values(office, language)
    subject, blocks = _words(order, shared, said)
    letter = Letter(
        campaign=order.campaign.id,
        letter=order.sheet.id,
        version=order.version.id,
        language=language,
        date=order.day,
        recipient=_recipient(office, holder, addressed, order, said),
        sender=shared.sender,
        place_and_date=order.place_and_date,
        subject=subject,
        salutation=addressed.salutation,
        blocks=blocks,
        ask=in_language(order.ask.text, language),
        closing=addressed.closing,
        stationery=order.stationery,
        submission=_submission(office, order),
        call=_call(office, order, {**shared.values, "office": said}),
        reminder=order.reminding.number if order.reminding else 0,
    )
    fitted = form_limit.fitted(letter, order.outcome)
    return replace(letter, form_text=fitted) if fitted else letter


def _call(office: Office, order: Order, values: Mapping[str, object]) -> Call | None:
    """Return what to say to an office that can be called, None where it is not there in its language.

    What is said aloud is in one language from its first word to its last.
    """
    if order.call is None or not _brief(order) or order.text.language not in order.ask.text:
        return None
    if not address.of_type(address.details_on(office, order.day), Channel.PHONE):
        return None
    return call.script(order.call.fill({**values, "brief": _brief(order)}))


def _brief(order: Order) -> str:
    """Return the case in two sentences and what became of it in one, empty where nobody has written it."""
    language, since = order.text.language, order.known_outcome
    told = (order.sheet.brief, since.brief if since else None)
    brief, known = (words.get(language, "") if words else "" for words in told)
    return f"{brief} {known}" if brief and known else brief


def _shared(order: Order, *, abroad: bool) -> Shared:
    values = {**order.values, "sender": _sender_values(order, abroad=abroad)}
    frame = None
    if not any(name.startswith("office.") for name in order.text.weighs):
        frame = Frame.of(read(order.text.fill({**values, "office": MARKS}), order.note))
    return Shared(values, _sender_block(order, abroad=abroad), frame)


def _office_values(office: Office, language: str) -> OfficeWords:
    return OfficeWords(
        title=in_language(office.contact.title, language),
        institution=in_language(office.institution.name, language),
        group=in_language(office.group.name, language),
    )


def _words(order: Order, shared: Shared, said: OfficeWords) -> Words:
    """Return subject and blocks to an office of which this is `said`."""
    words = shared.frame.filled(said) if shared.frame else None
    return words or read(order.text.fill({**shared.values, "office": said}), order.note)


def _sender_values(order: Order, *, abroad: bool) -> SenderWords:
    sender, language = order.sender, order.text.language
    return SenderWords(
        name=_name(order),
        city=sender.city,
        country=order.wording.country(sender.country) if abroad else "",
        occupation=told_in(sender.occupation, language),
        link=_sentence(told_in(sender.link, language)),
    )


def _of_reminder(order: Order) -> Mapping[str, object]:
    """Return what a reminder can say besides: the letter it reminds of, and the case in short."""
    told = order.reminding
    if told is None:
        return {}
    reminded = order.wording.letter_date(told.reminded) if told.reminded else ""
    first = FirstWords(
        date=order.wording.letter_date(told.day),
        subject=told.subject,
        by_post=told.via is Via.POST,
        by_email=told.via in {Via.SMTP, Via.DRAFTS, Via.EMAIL},
        by_form=told.via is Via.FORM,
        by_phone=told.via is Via.PHONE,
    )
    return {"first": first, "reminded": reminded, "brief": _brief(order)}


def _sentence(words: str) -> str:
    """Return a sentence with its full stop."""
    return words if not words or words[-1] in ".!?…" else f"{words}."


def blank(what: str) -> str:
    """Return a blank that nobody overlooks: `[your name]`."""
    return f"[{what}]"


def _recipient(
    office: Office,
    holder: Holder | None,
    addressed: Addressing,
    order: Order,
    said: OfficeWords,
) -> Recipient:
    language, contact = order.text.language, office.contact
    details = address.details_with(office, holder, order.day)
    postal = next(iter(address.of_type(details, Channel.ADDRESS)), None)
    name = address.name_in(holder, language, order.wording.script) if holder else None
    envelope = _envelope(addressed, postal, order)
    return Recipient(
        contact=contact.id,
        title=said.title,
        institution=office.institution.id,
        institution_name=said.institution,
        group=office.group.id,
        group_name=said.group,
        holder=(name or holder).name if holder else None,
        named=addressed.named,
        envelope=envelope,
        envelope_short=address.shortened(envelope, contact),
        posted=postal is not None,
        country=(postal.country if postal else None) or office.institution.country,
        accepts=contact.accepts.what,
        reaches=tuple(_reach(detail, order) for detail in details),
    )


def _envelope(addressed: Addressing, postal: ContactDetail | None, order: Order) -> tuple[str, ...]:
    """Return the lines of the address block: person and office, street, town, country.

    The country stands last and in capitals, in a language that the post office of the writer's country
    reads, and is left out inside one country (Universal Postal Union, S42: address elements of international
    mail).
    """
    lines = [*addressed.lines]
    if postal and postal.value:
        lines += postal.value.splitlines()
        if postal.country and postal.country != order.sender.country:
            lines.append(order.wording.country_for_post(postal.country, order.sender.country))
    return tuple(lines)


def _submission(office: Office, order: Order) -> Submission | None:
    """Return what an office that acts on submissions wants to be told, filled as far as can be known.

    A reminder submits nothing again.
    """
    procedure = office.procedure
    if procedure is None or order.reminding:
        return None
    language = order.text.language
    return Submission(
        procedure=procedure.id,
        name=in_language(procedure.name, language),
        form=procedure.form,
        languages=tuple(order.wording.language_name(code) for code in procedure.languages),
        conditions=in_language(procedure.conditions, language) if procedure.conditions else "",
        fields=tuple(_field(field, office, order) for field in procedure.fields),
    )


def _field(field: ProcedureField, office: Office, order: Order) -> SubmissionField:
    language = order.text.language
    answer = ""
    if field.fill is Fill.SENDER and order.sender.name:
        block = order.shared(office).sender
        answer = ", ".join(part for part in (block.name, *block.lines, block.email, block.phone) if part)
    elif field.fill is None and field.id in order.sheet.facts:
        # What became known later is told in submissions from its date on, as it is in letters.
        answer = in_language(order.sheet.facts[field.id], language).replace("{outcome}", order.outcome)
        answer = answer.strip()
    return SubmissionField(
        id=field.id,
        label=in_language(field.label, language),
        help=in_language(field.help, language) if field.help else "",
        answer=answer,
    )


def _reach(detail: ContactDetail, order: Order) -> Reach:
    value = detail.value or ""
    dialled = detail.type in {Channel.PHONE, Channel.FAX}
    return Reach(
        type=detail.type,
        value=value,
        shown=order.wording.phone(value) if dialled else value,
        freshness=freshness(detail.checked, order.day),
        checked=str(detail.checked),
        label=detail.label,
        personal=detail.holder is not None,
        caution=detail.caution,
        limit=detail.limit,
    )


def _sender_block(order: Order, *, abroad: bool) -> SenderBlock:
    sender, wording = order.sender, order.wording
    town = wording.town(sender.country, sender.postcode, sender.city, sender.region)
    lines = (sender.street, *town, wording.country(sender.country) if abroad else "")
    # The country of whoever tells no name stands in the letter's words, where its text says it.
    lines = () if order.anonymous else lines
    return SenderBlock(
        name=_name(order),
        lines=tuple(line for line in lines if line),
        email=sender.email,
        phone=sender.phone,
        country=sender.country,
        withheld=withheld_words(order.text.language) if order.anonymous else "",
    )


def _name(order: Order) -> str:
    return "" if order.anonymous else order.sender.name or blank("your name")
