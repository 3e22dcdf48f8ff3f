"""What an editor shows of each key of a campaign's files: one short sentence, for whoever fills it in.

A sentence stands under the way to its key, or under the end of that way where several keys mean the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILES = {
    "contacts": "The registry (contacts.yaml): the offices, how each is reached, and who holds it.",
    "campaign": "The case sheet (campaign.yaml): what a campaign asks for, on what ground, and for whom.",
    "letter": "The sheet of a letter (letter.yaml): for which kinds of office it is, and what it asks.",
    "sender": "The writer: only what they choose to say about themselves.",
}
"""What each file is."""

_REGISTRY = {
    "id": "The name that other entries use: small letters, digits and hyphens; it never changes.",
    "source": "The id of the source that prints this.",
    "checked": "The day, month or year on which the source was seen to say so: YYYY-MM-DD, YYYY-MM or YYYY.",
    "note": "A remark for those who keep this file.",
    "valid_until": "The day after which this is not to be relied on.",
    "sources": "The pages and documents that print what stands in this file.",
    "sources.title": "The title and publisher of the page, as one would cite it.",
    "sources.url": "The web address of the page that prints the facts.",
    "sources.date": "When it was published, as exactly as it says.",
    "groups": "What institutions belong to: a country, a union, an organisation.",
    "groups.name": "Its name, by language.",
    "institutions": "The bodies that have offices.",
    "institutions.name": "Its name, by language.",
    "institutions.group": "The id of the group it belongs to.",
    "country": "Two capitals such as KZ (ISO 3166).",
    "languages": "The languages that are read there, and who says so.",
    "languages.codes": "Language codes of small letters, such as [en, fr] (ISO 639).",
    "languages.source": "The id of the source that says so, or convention.",
    "domains": "The domains that its e-mail addresses and forms live in.",
    "addresses": "Exact e-mail addresses that it has with a shared provider.",
    "reach": "The countries whose people, and their relatives, its state can get hold of: [KZ] (ISO 3166).",
    "contact_details": "The ways of reaching it; details of an institution serve all of its offices.",
    "type": "What kind of way it is.",
    "value": "The address or number itself; a phone number as +32221234567 (E.164).",
    "printed": "What the source prints where it cannot be right; it is kept and never used.",
    "label": "What tells it from others of its kind, such as secretariat.",
    "contact_details.holder": "The name of the holder it belongs to; it is used while they are in office.",
    "limit": "How many characters the form takes, where its source says so.",
    "caution": "A doubt, in one line that every writer is shown.",
    "contacts": "The offices one can write to.",
    "contacts.institution": "The id of the institution it belongs to.",
    "contacts.kind": "What sort of office it is: a letter has a version for each sort.",
    "contacts.title": "The title of the office, by language.",
    "forms_of_address": "How the office is addressed, by language.",
    "salutation": "The salutation where no holder is named; by gender where the words differ.",
    "salutation_named": "The salutation of a holder: {family_name} and the like stand for their names.",
    "closing": "The words before the signature.",
    "style": "The postal style line; the office's title where none is given.",
    "style_named": "The lines that open the address of a holder, with their name in braces.",
    "forms_of_address.source": "The id of the source, or convention; by part where these differ.",
    "short": "Shorter forms of lines of its address, used where the envelope's window is too small.",
    "short.line": "The line as it stands on the envelope, in any language.",
    "short.short": "What may stand for it.",
    "short.source": "The id of the source that prints the short form, or convention.",
    "neutral": "The words for a holder who is not known.",
    "female": "The words for a woman.",
    "male": "The words for a man.",
    "source.style": "Who says so of the style lines; convention where nobody does.",
    "source.salutation": "Who says so of the salutations; convention where nobody does.",
    "source.closing": "Who says so of the closing; convention where nobody does.",
    "accepts": "What the office acts on; a letter where nothing is said.",
    "accepts.what": "A letter, a form, or a submission with the fields of a procedure.",
    "accepts.source": "The id of the source that says so, or convention.",
    "accepts.procedure": "The id of the procedure that a submission follows.",
    "accepts.note": "One line for the writer.",
    "anonymity": "What is done there with letters that tell neither name nor address; an office's own wins.",
    "anonymity.unsigned": "Not considered; not considered but kept confidential once signed; or read.",
    "anonymity.source": "The id of the source that says so, or convention where no page does.",
    "anonymity.note": "The same in one line for the writer, as exactly as the source has it.",
    "retired": "That nobody writes to this office any more.",
    "retired.date": "The day, month or year from which on nobody should.",
    "retired.reason": "Why, in one line.",
    "holders": "Who has held the office, each for the time that sources vouch for.",
    "holders.name": "The whole name in Latin letters.",
    "family_name": "The part of the name that stands in a salutation.",
    "given_name": "The first name.",
    "patronymic_name": "The father's name, where the language has one.",
    "dative": "The whole name as it stands behind 'to', where the language declines it.",
    "gender": "How the holder is addressed; left out where it is not known.",
    "holders.names": "The name in languages that write it otherwise, by language.",
    "names.name": "The whole name.",
    "names.style": "The style line of a role that differs from the office's.",
    "holders.role": "The person's own title where it is not the office's, by language.",
    "start_date": "The first day in office, as exactly as it is printed.",
    "end_date": "The last day in office; a holder without one is followed by the next.",
    "procedures": "Ways of submitting a case, with the fields that each has.",
    "procedures.name": "Its name, by language.",
    "procedures.fields": "What it wants to be told, in its order.",
    "procedures.languages": "The languages a submission may be written in.",
    "procedures.form": "The web address of its form.",
    "procedures.conditions": "What has to be so before anything is submitted, by language.",
    "fields.label": "The question, by language.",
    "fields.help": "More about it, by language.",
    "fields.fill": "What answers it besides the facts of a letter.",
}

_CAMPAIGN = {
    "id": "Small letters, digits and hyphens; it never changes.",
    "title": "What the campaign is about, by language.",
    "source": "The publication that the facts are taken from.",
    "source.title": "Its title, by language.",
    "source.publisher": "Who published it, by language.",
    "source.url": "Its web address.",
    "as_of": "When its facts were true: YYYY-MM-DD, YYYY-MM or YYYY.",
    "default_letter": "The id of the letter that is written where none is named: its folder's name.",
    "asks": "What letters ask, each in one sentence.",
    "asks.text": "The sentence, by language, word for word as it stands in letters.",
    "risks": "What a signed letter can mean for a writer whom a state can get hold of, by country.",
    "risks.country": "The country of the risk, as institutions name it under reach: KZ (ISO 3166).",
    "risks.why": "At most three facts: what the law there does with a signed letter.",
    "why.says": "The fact in one line, by language.",
    "why.source": "The page that prints it.",
    "why.source.title": "Who says it, as one would cite it in a few words.",
    "why.source.url": "Its web address.",
    "why.date": "When the page said so: YYYY-MM-DD, YYYY-MM or YYYY.",
    "risks.instead": "What else helps, by language.",
    "people": "Everybody the case is about, and what a letter may say of them.",
    "people.name": "The name as the source prints it.",
    "people.standing": "What the person is to the case; relatives, minors, private people are never named.",
    "people.may_say": "What a letter may say of them.",
    "people.also": "Other spellings of the name, in any script: the review knows them too.",
    "people.wish": "What they have asked: do-not-name, or stop-writing, which stops the letters about them.",
    "people.since": "Since when they have asked it.",
    "people.source": "Who says so: a web address, or who told it to whom.",
    "people.letters": "The ids of the letters that are about them; those that name them are known anyway.",
    "status": "Whether the case goes on; a campaign with stop makes no letters.",
    "summary": "The case in about five lines, by language.",
    "reviews": "Who has read the reminder (parts/reminder.<language>.txt), by language.",
    "review_by": "When somebody should look over this file again.",
    "outcome": "What is known of the case after its report.",
    "outcome.date": "The day from which on it is so.",
    "outcome.source": "The web address of the page that says so.",
    "outcome.text": "The words, by language.",
    "outcome.brief": "The same in one short sentence, by language, for the telephone.",
}

_LETTER = {
    "title": "What the letter is called in lists, by language.",
    "summary": "What it does, such as: asks for an end to the ban.",
    "as_of": "When its facts were true: YYYY-MM-DD, YYYY-MM or YYYY.",
    "status": "Whether the case goes on; a letter with stop is held back.",
    "versions": "Its wordings by name; <name>.<language>.txt holds the words.",
    "kinds": "The kinds of office that get this wording.",
    "ask": "The id of the one ask of the case sheet that it makes.",
    "groups": "The ids of the only groups that it is for; every group where none is named.",
    "brief": "The case in two sentences, by language, as one says it on the telephone.",
    "statements": "Where every sentence of the English words comes from.",
    "says": "Words of the letter, exactly as they stand there.",
    "basis": "What they rest on: the report, a later source, the law, or the writer's own view.",
    "statements.words": "Words to find it by in the report; or the law's name, or the source's address.",
    "section": "The number of the report's section.",
    "reviews": "Who has read the words, by language.",
    "outcome": "What is known of the case after its report; told in letters from its date on.",
    "outcome.date": "The day from which on it is told.",
    "outcome.source": "The web address of the page that says so.",
    "outcome.text": "The words, by language.",
    "about": "Whether it is about one person or about a matter; the writer's own words are asked for by it.",
    "outcome.brief": "The same in one short sentence, by language, for the telephone.",
    "facts": "Answers to the fields of submissions, by the id of the field.",
}

_SENDER = {
    "name": "Your name, as you sign.",
    "street": "Street and number.",
    "postcode": "The postcode of your town.",
    "city": "Your town.",
    "region": "Region or state, where addresses in your country have one.",
    "country": "Two letters such as DE (ISO 3166).",
    "email": "Where an answer can reach you.",
    "phone": "Where you can be called.",
    "occupation": "What you do, with its article (a teacher); one text, or texts by language.",
    "link": "What ties you to the case, in one sentence; one text, or texts by language.",
    "ties": "Where you or your family live, come from or will travel to: [KZ] or none; never in a letter.",
    "language": "The language you write in: two letters such as en (ISO 639-1).",
}

KEYS: Mapping[str, Mapping[str, str]] = {
    "contacts": _REGISTRY,
    "campaign": _CAMPAIGN,
    "letter": _LETTER,
    "sender": _SENDER,
}
"""The sentences of each file."""


def tooltip(file: str, way: Sequence[str]) -> str | None:
    """Return the sentence about a key by the longest end of its way that one stands under, or None."""
    for start in range(len(way)):
        found = KEYS[file].get(".".join(way[start:]))
        if found:
            return found
    return None
