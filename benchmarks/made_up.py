"""A registry of any size, all of it made up: nobody in it lives anywhere, and no address leads to anybody.

It is the same every time. An entry is one that a contributor wrote with care: forms of address in up to three
languages, one or two holders with their names in Cyrillic where the office reads it, notes, and a source for
everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COUNTRIES = (
    ("Northland", "NO", ("en",)),
    ("Eastland", "KZ", ("en", "ru", "kk")),
    ("Lakeland", "CA", ("en", "fr")),
    ("Hillland", "DE", ("en",)),
    ("Steppeland", "KZ", ("en", "ru")),
    ("Riverland", "FR", ("en", "fr")),
    ("Islandia", "IE", ("en",)),
    ("Saltland", "AT", ("en", "fr", "ru")),
)
KINDS = (
    "target-authority",
    "parliament",
    "ombudsman",
    "foreign-government",
    "european-leader",
    "intergovernmental",
    "un-mandate",
)
OFFICES = {
    "en": ("Minister", "Commissioner", "Deputy", "Director", "Prosecutor", "President", "Secretary"),
    "fr": ("Ministre", "Commissaire", "Président", "Directeur", "Procureur", "Président", "Secrétaire"),
    "ru": ("Министр", "Комиссар", "Председатель", "Директор", "Прокурор", "Президент", "Секретарь"),
    "kk": ("Министр", "Комиссар", "Төраға", "Директор", "Прокурор", "Президент", "Хатшы"),
}
MATTERS = {
    "en": ("Justice", "the Interior", "Health", "Roads and Bridges", "Education", "Human Rights"),
    "fr": ("la Justice", "l'Intérieur", "la Santé", "l'Équipement", "l'Éducation", "les Droits de l'homme"),
    "ru": ("юстиции", "внутренних дел", "здравоохранения", "дорог и мостов", "образования", "прав человека"),
    "kk": ("әділет", "ішкі істер", "денсаулық сақтау", "жолдар мен көпірлер", "білім", "адам құқықтары"),
}
GIVEN = ("Ada", "Boris", "Clara", "Daniyar", "Elena", "Farid", "Grace", "Hugo", "Inès", "Jānis", "Kamila")
GIVEN_CYRILLIC = (
    *("Ада", "Борис", "Клара", "Данияр", "Елена", "Фарид", "Грейс"),
    *("Хюго", "Инес", "Янис", "Камила"),
)
FAMILY = ("Akhmetov", "Bergstrom", "Castell", "Duval", "Eriksen", "Fischer", "Garnier", "Hollow", "Ivanova")
FAMILY_CYRILLIC = (
    *("Ахметов", "Бергстрём", "Кастель", "Дюваль", "Эриксен"),
    *("Фишер", "Гарнье", "Холлоу", "Иванова"),
)
STREETS = ("Hill Street", "Rue du Lac", "Lindenallee", "Mangilik Street", "Castle Square", "Harbour Road")
SALUTATIONS = {
    "en": ("Dear Sir or Madam,", "Dear {style} {family_name},", "Yours sincerely,"),
    "fr": ("Madame, Monsieur,", "{style},", "Je vous prie d'agréer l'expression de ma haute considération."),
    "ru": ("Уважаемые дамы и господа!", "Уважаемый {style}!", "Искренне Ваш,"),
    "kk": ("Құрметті ханымдар мен мырзалар!", "Құрметті {style}!", "Құрметпен,"),
}
LINKS = {"en": "for ", "fr": "chargé de ", "ru": "", "kk": ""}
NOTE = "A later page prints its words otherwise."
PER_INSTITUTION = 8
PER_SOURCE = 25
"""A page that prints addresses prints those of several offices; a longer registry has more sources."""


def registry(contacts: int) -> Iterator[str]:
    """Yield the lines of a registry with so many offices."""
    yield "# A made-up registry."
    yield "sources:"
    for number in range(_sources(contacts)):
        yield f"  - id: source-{number}"
        yield f'    title: "Report {number} on public offices and how they are reached, Archive of Examples"'
        yield f"    url: https://archive.example/{number}/public-offices-and-how-they-are-reached"
        yield f"    date: {_when(number)}"
    yield "groups:"
    for number, (name, _, _) in enumerate(COUNTRIES):
        yield f"  - id: group-{number}"
        yield f"    name: {{en: {name}}}"
    yield "institutions:"
    for number in range(-(-contacts // PER_INSTITUTION)):
        yield from _institution(number, contacts)
    yield "contacts:"
    for number in range(contacts):
        yield from _contact(number, contacts)


def _institution(number: int, contacts: int) -> Iterator[str]:
    _, country, languages = COUNTRIES[number % len(COUNTRIES)]
    yield f"  - id: institution-{number}"
    yield "    name:"
    for language in languages:
        yield f"      {language}: {MATTERS[language][number % 6].capitalize()} {number}"
    yield f"    group: group-{number % len(COUNTRIES)}"
    yield f"    country: {country}"
    yield f"    languages: {{codes: [{', '.join(languages)}], source: convention}}"
    yield f"    domains: [body-{number}.example]"
    yield "    contact_details:"
    yield f"      - {{type: phone, value: '+{3222000000 + number}', {_seen(number, contacts)}}}"


def _contact(number: int, contacts: int) -> Iterator[str]:
    body = number // PER_INSTITUTION
    country, code, languages = COUNTRIES[body % len(COUNTRIES)]
    yield f"  - id: office-{number}"
    yield f"    institution: institution-{body}"
    yield f"    kind: {KINDS[number % len(KINDS)]}"
    yield "    title:"
    for language in languages:
        yield f"      {language}: {_title(number, language)}"
    yield "    forms_of_address:"
    for language in languages:
        yield from _form(number, contacts, language)
    if number % 3 == 0:
        yield "    accepts:"
        yield "      what: letter"
        yield f"      source: {_source(number, contacts)}"
        yield '      note: "Letters are opened within a week, and answered within a month."'
    yield "    holders:"
    for place in range(1 + number % 2):
        yield from _holder(number, contacts, place, languages)
    yield "    contact_details:"
    email = f"office-{number}@body-{body}.example"
    yield f"      - {{type: email, value: {email}, {_seen(number, contacts)}}}"
    yield "      - type: address"
    yield "        value: |-"
    yield f"          {1 + number % 90} {STREETS[number % len(STREETS)]}"
    yield f"          {10000 + number} {country}"
    yield f"        country: {code}"
    yield f"        source: {_source(number + 1, contacts)}"
    yield f"        checked: {_when(number + 5)}"
    earlier = _source(number + 3, contacts)
    yield f'        note: "An earlier page (source {earlier}) has the same street."'
    if number % 4 == 0:
        yield "      - type: form"
        yield f"        value: https://body-{body}.example/write/{number}"
        yield f"        source: {_source(number + 2, contacts)}"
        yield f"        checked: {_when(number + 3)}"
        yield "        caution: the form closes in August"
    yield f'    note: "The title of {number} is that of the source. {NOTE}"'


def _form(number: int, contacts: int, language: str) -> Iterator[str]:
    salutation, named, closing = SALUTATIONS[language]
    title = _title(number, language)
    yield f"      {language}:"
    if language != "en":
        yield f'        style: "{title}"'
        yield '        style_named: "{style}\\n{name}"'
    yield "        salutation:"
    yield f'          neutral: "{salutation}"'
    yield f'          female: "{salutation}"'
    yield f'          male: "{salutation}"'
    yield f'        salutation_named: "{named}"'
    yield f'        closing: "{closing}"'
    if number % 3:
        yield "        source: convention"
    else:
        source = _source(number, contacts)
        yield f"        source: {{style: {source}, salutation: convention, closing: convention}}"


def _holder(number: int, contacts: int, place: int, languages: Sequence[str]) -> Iterator[str]:
    person = number * 2 + place
    given, family = person % len(GIVEN), person // len(GIVEN) % len(FAMILY)
    yield f"      - name: {GIVEN[given]} {FAMILY[family]}-{person}"
    yield f"        family_name: {FAMILY[family]}-{person}"
    yield f"        gender: {('female', 'male')[person % 2]}"
    cyrillic = [language for language in languages if language in {"ru", "kk"}]
    if cyrillic:
        yield "        names:"
    for language in cyrillic:
        first, last = GIVEN_CYRILLIC[given], FAMILY_CYRILLIC[family]
        yield f"          {language}:"
        yield f"            name: {first} {last}"
        yield f"            family_name: {last}"
        yield f"            given_name: {first}"
    yield f"        start_date: {2016 + 5 * place}-03-{1 + number % 28:02}"
    if place == 0 and number % 2:
        yield "        end_date: 2021-02"
    yield f"        source: {_source(number + place, contacts)}"
    yield f"        checked: {(2020, 2026)[place]}-0{1 + number % 9}"
    yield f'        note: "The name stands in the source as it does here. {NOTE}"'


def _title(number: int, language: str) -> str:
    return f"{OFFICES[language][number % 7]} {LINKS[language]}{MATTERS[language][number // 7 % 6]}"


def _seen(number: int, contacts: int) -> str:
    return f"source: {_source(number, contacts)}, checked: {_when(number)}"


def _sources(contacts: int) -> int:
    return max(1, contacts // PER_SOURCE)


def _source(number: int, contacts: int) -> str:
    return f"source-{number % _sources(contacts)}"


def _when(number: int) -> str:
    return f"{2018 + number % 8}-{1 + number % 12:02}"
