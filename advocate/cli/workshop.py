"""What every letter needs: the campaign, the offices, the writer and the texts, read and joined."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from advocate.cli.composed import Composed
from advocate.cli.layouts import LayoutChoice
from advocate.cli.letter_texts import Texts, read_all
from advocate.cli.page_wishes import PageWish
from advocate.core.anonymity import Withheld, Withholding
from advocate.core.problems import Place, Problem, ProblemsError, did_you_mean, trying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from advocate.core.campaign import Campaign, LetterSheet
    from advocate.core.compose import Order
    from advocate.core.letter import Letter
    from advocate.core.lexicon import Lexicon
    from advocate.core.paper import Signature, Stationery
    from advocate.core.registry import Office, Registry
    from advocate.core.risk import Concerned
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
    withheld: Withheld = Withheld.NOTHING
    """What the letters keep to themselves of the writer."""
    accept_risk: Sequence[str] = ()
    """Countries whose letters are to be made although they could do harm, as they were typed."""

    @property
    def accepted(self) -> tuple[str, ...]:
        """The same, each by itself and in capitals."""
        words = (word.strip().upper() for given in self.accept_risk for word in given.split(","))
        return tuple(dict.fromkeys(filter(None, words)))


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
    layouts: LayoutChoice
    twins: Mapping[str, Letter] = field(default_factory=dict)
    """By office, its letter in the other language that the writer asked for."""
    at_risk: Mapping[str, Concerned] = field(default_factory=dict)
    """By office, which countries can get hold of the writer through it, where any can."""
    held_back: tuple[Concerned, ...] = ()
    """The offices whose letters could do harm, and are not among the letters."""
    withheld: Withheld = Withheld.NOTHING
    """What they keep to themselves of the writer."""
    composed: Composed = field(default_factory=Composed)
    """Every letter, with those that are held back, before it was compared with the others."""

    def without(self, held_back: tuple[Concerned, ...]) -> Work:
        """Return the work without the letters to some offices; nothing in the others tells of these."""
        gone = {each.contact for each in held_back}
        twins = {contact: twin for contact, twin in self.twins.items() if contact not in gone}
        return replace(self, letters=self.composed.compared(gone), twins=twins, held_back=held_back)

    @property
    def other_runs(self) -> Iterator[tuple[Letter, ...]]:
        """The letters of the runs that complete one folder: with those that could do harm, and without."""
        if self.at_risk:
            yield self.composed.compared()
            yield self.composed.compared(self.at_risk)

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
    """Return the finished letters; raise ProblemsError with everything that is wrong in what they need.

    Those that could put the writer in danger are among them: `cli.holding_back` takes them out.
    """
    from advocate.core.choose import choose
    from advocate.core.risk import acceptance_problems, countries_of_risk
    from advocate.sources import campaign, places

    folder = places.campaign_folder(wish.campaign)
    name = folder.shown(folder.templates)
    troubles: list[Problem] = []
    registry = trying(troubles, _read_registry, folder, wish.tell)
    case, found = campaign.look_through(folder.templates, name)
    troubles += found
    sender = trying(troubles, writer, wish)
    note = trying(troubles, own_words, wish)
    held = trying(troubles, withholding, wish)
    signature = trying(troubles, signature_wished, wish)
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
    if registry:
        troubles += acceptance_problems(wish.accepted, countries_of_risk(registry.institutions))
    if sender is None or sheet is None or chosen is None or troubles:
        raise ProblemsError(troubles)
    _hold_back(case, sheet, note or "", sender)
    stationery = wish.page.stationery(sender.country, signature)
    composed, twins, left_out = _compose_all(
        chosen, case, sheet, texts, wish, sender, note or "", stationery, held or Withholding()
    )
    if not composed.letters:
        words = f"the letter {sheet.id!r} is not meant for any of these offices"
        if any(sheet.version_for(office) for office in chosen):
            words = f"the letter {sheet.id!r} can be made for none of these offices: " + "; ".join(
                dict.fromkeys(missed.why for missed in left_out)
            )
        raise ProblemsError([Problem("letter.not-for", words)])
    return Work(
        case,
        sheet,
        sender,
        composed.compared(),
        tuple(left_out),
        LayoutChoice(folder, wish.page.trust_layouts, wish.tell),
        twins,
        at_risk=concerned(chosen, sender),
        withheld=wish.withheld,
        composed=composed,
    )


def concerned(offices: Iterable[Office], sender: Sender) -> dict[str, Concerned]:
    """Return by its id every office through which a state can get hold of the writer."""
    from advocate.core.registry import in_language
    from advocate.core.risk import Concerned, countries_at_risk

    found = ((office.contact, countries_at_risk(office, sender)) for office in offices)
    return {
        contact.id: Concerned(contact.id, in_language(contact.title, "en"), countries)
        for contact, countries in found
        if countries
    }


def _compose_all(
    chosen: Iterable[Office],
    case: Campaign,
    sheet: LetterSheet,
    texts: Texts,
    wish: Wish,
    sender: Sender,
    note: str,
    stationery: Stationery,
    held: Withholding,
) -> tuple[Composed, dict[str, Letter], list[LeftOut]]:
    """Return a letter to every office that can have one, its twins by office, and why others have none."""
    from advocate.core.compose import Order, compose
    from advocate.core.refused import text_refused
    from advocate.core.tongue import language_for
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
        why = why or why_not_unsigned(text, wish.withheld)
        if text is None or why:
            left_out.append(LeftOut(office.contact.id, why))
            continue
        call = call_for(texts.calls.get(language), wish.withheld)
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
            withholding=held,
        )
        if (version.id, language) not in looked_at:
            looked_at.add((version.id, language))
            hold_back(text_refused(order))
        letters.append(compose(office, order))
        other = texts.letters.get((version.id, wish.twin or ""))
        if other and other.language != language and not why_not_unsigned(other, wish.withheld):
            its = call_for(texts.calls.get(other.language), wish.withheld)
            twins[office.contact.id] = _twin(office, order, other, its)
    others = made_earlier(wish.earlier, letters) if wish.earlier else {}
    return Composed(tuple(letters), others), twins, left_out


def why_not_in(language: str, office: Office, telling: Wording, *, written: bool) -> str:
    """Return why no letter can be made to an office in a language, nothing where it can.

    `written` says whether the letter is there in it; `telling` is the wording of what the writer is told.
    """
    # A letter in one language that greets in another is no letter.
    if language not in office.contact.forms_of_address:
        return f"nobody has written how it is addressed in {telling.language_name(language)}"
    return "" if written else f"this letter is not there for it in {telling.language_name(language)}"


def why_not_unsigned(text: Text | None, withheld: Withheld) -> str:
    """Return why no letter without a name can be made of a text, nothing where one can, or is not wanted.

    It has to ask whether there is a name before it says it.
    """
    said = text is not None and "sender.name" in text.placeholders and "sender.name" not in text.weighs
    if withheld is Withheld.NAME and said:
        return "its text says the name whatever is wanted: put {% if sender.name %} around that"
    return ""


def call_for(call: Text | None, withheld: Withheld) -> Text | None:
    """Return what to say on the telephone, None where it says a name that is to be withheld."""
    return None if why_not_unsigned(call, withheld) else call


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
    from advocate.core.refused import own_words_refused
    from advocate.core.standing import why_stopped

    why = why_stopped(case, sheet)
    hold_back([Problem("letter.stopped", why)] if why else own_words_refused(case, note, sender))


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
    """Return who writes, from a file, the saved profile and the flags, without what is to be withheld.

    Raises ProblemsError with every unusable detail.
    """
    from advocate.core.anonymity import without

    return without(everything_told(wish), wish.withheld)


def withholding(wish: Wish) -> Withholding:
    """Return what the letters are to keep to themselves; raise ProblemsError as `writer` does."""
    from advocate.core.anonymity import withholding as held_back

    return held_back(everything_told(wish), wish.withheld)


def signature_wished(wish: Wish) -> Signature | None:
    """Return the picture of the writer's signature, None where there is none, or the name is withheld.

    Raises ProblemsError where its file cannot be used.
    """
    return None if wish.withheld is Withheld.NAME else wish.page.read_signature()


def everything_told(wish: Wish) -> Sender:
    """Return who writes with every detail that is told; raise ProblemsError as `writer` does."""
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


def need_a_name(sender: Sender, withheld: Withheld) -> None:
    """Raise ProblemsError where nobody would sign the letter, unless it is to be so."""
    if not sender.name and withheld is not Withheld.NAME:
        words = (
            "a letter needs your name: add --name (and, as you like, --street --postcode --city --country"
            " --email), or a file with --sender FILE; --anonymous makes one without"
        )
        raise ProblemsError([Problem("sender.no-name", words)])
