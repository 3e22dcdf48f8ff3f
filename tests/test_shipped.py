"""Everything that is shipped, in every combination: each contact, each letter, each form."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
import yaml
from pypdf import PdfReader

from advocate.cli.workshop import Wish, make_letters
from advocate.core.address import details_on, sources_of
from advocate.core.campaign import Standing
from advocate.core.letter import Author, ListBlock
from advocate.core.paper import Stationery, Window, paper_for
from advocate.core.registry import Channel, Kind
from advocate.core.review import LONGEST_SUBJECT
from advocate.render import eml, text
from advocate.render.mailto import LONGEST_LINK, mail_link
from advocate.render.pdf import LetterPress
from advocate.render.press import Press
from advocate.sources.campaign import read_campaign
from advocate.sources.places import layouts
from advocate.sources.registry import read_registry

if TYPE_CHECKING:
    from advocate.core.campaign import Campaign, LetterSheet
    from advocate.core.letter import Letter
    from advocate.core.registry import Registry

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[1]
DAYS = (date(2018, 4, 10), date(2026, 11, 22))
FULL = {
    "name": "Әсел Құрманғалиева-Ångström",
    "street": "Rue de l'Église 12 bis",
    "postcode": "67000",
    "city": "Strasbourg",
    "country": "FR",
    "email": "asel@example.net",
    "phone": "+33 3 88 00 00 00",
    "occupation": "a nurse and a mother of two",
    "link": "My grandfather was born in Karaganda.",
}
BARE = {"name": "Ada Byron"}

EMAILS = {
    "prosecutor-general": {"Gp-rk@prokuror.kz", "procuror@nursat.kz"},
    "minister-of-internal-affairs": {"Kense@mvd.kz"},
    "knb-chairman": {"press@knb.kz"},
    "presidential-administration": {"aprk@akorda.kz"},
    "ombudsman": {"ombudsman-kz@mail.ru", "npm_ombudsman@mail.ru"},
    "wgad": {"hrc-wg-ad@un.org"},
    "ep-president": {"antonio.tajani@europarl.europa.eu"},
    "afet-chair": {"david.mcallister@europarl.europa.eu"},
    "droi-chair": {"pierantonio.panzeri@europarl.europa.eu"},
}
SOURCES = 105
GROUPS = {"kazakhstan": 7, "eu": 7, "osce": 2, "coe": 2, "un": 4, "usa": 2, "canada": 2}
OF_APRIL_2018 = {
    "prosecutor-general": "K.P. Kozhamzharov",
    "minister-of-internal-affairs": "Kalmukhanbet Kasymov",
    "knb-chairman": "K.K. Masimov",
    "ombudsman": "A.O. Shakirov",
    "minister-of-information": "Dauren Abayev",
    "minister-of-justice": "Marat Beketayev",
    "ep-president": "Antonio Tajani",
    "commission-president": "Jean-Claude Juncker",
    "european-council-president": "Donald Tusk",
    "high-representative": "Federica Mogherini",
    "afet-chair": "David McAllister",
    "droi-chair": "Antonio Panzeri",
    "eusr-human-rights": "Stavros Lambrinidis",
    "oscepa-president": "George Tsereteli",
    "oscepa-human-rights-chair": "Ignacio Sanchez Amor",
    "coe-secretary-general": "Thorbjørn Jagland",
    "pace-president": "Michele Nicoletti",
    "sr-freedom-of-expression": "David Kaye",
    "sr-freedom-of-assembly": "Annalisa Ciampi",
    "un-high-commissioner": "Ra\u2019ad Zeid Al-Hussein",
    "canada-prime-minister": "Justin Trudeau",
}


@cache
def registry() -> Registry:
    return read_registry(ROOT / "contacts.yaml", "contacts.yaml")


@cache
def campaign() -> Campaign:
    return read_campaign(ROOT / "templates", "templates")


def written_to(sheet: LetterSheet) -> set[str]:
    """Return the languages in which a letter can be made to one of its offices or more."""
    found: set[str] = set()
    for office in registry().offices:
        version = sheet.version_for(office)
        found |= set(version.languages) & set(office.contact.forms_of_address) if version else set()
    return found


LANGUAGES = [(sheet.id, language) for sheet in campaign().letters for language in sorted(written_to(sheet))]


@cache
def letters(sheet: str, language: str) -> tuple[Letter, ...]:
    """Return a letter to every office in one language, on both days, from a full and a bare writer."""
    made: list[Letter] = []
    for day in DAYS:
        for flags, note in ((FULL, "My own words.\n\n- one reason\n- another"), (BARE, "")):
            made += make_letters(Wish(None, ["all"], [], sheet, language, day, None, flags, note)).letters
    return tuple(made)


# All that is asked of the letters of a sheet in a language is asked in a row, so that one process makes them.
every_letter = pytest.mark.parametrize(
    "made_of", [pytest.param(each, id=".".join(each)) for each in LANGUAGES], scope="module"
)


@pytest.fixture
def letters_(made_of: tuple[str, str]) -> tuple[Letter, ...]:
    """Return all letters of one sheet in one language."""
    return letters(*made_of)


def name(letter: Letter) -> str:
    return f"{letter.name}.{letter.date.year}.{len(letter.sender.lines)}"


def words_of(letter: Letter) -> list[str]:
    parts = [letter.subject, letter.salutation, letter.closing, letter.sender.name]
    for block in letter.blocks:
        parts += block.items if isinstance(block, ListBlock) else (block.text,)
    return parts


def test_the_registry_has_the_reports_26_contacts_in_7_groups() -> None:
    found = Counter(office.group.id for office in registry().offices)
    assert dict(found) == GROUPS
    assert len(registry().institutions) == 19


def test_the_e_mail_addresses_are_exactly_the_eleven_that_are_sourced() -> None:
    found = {
        contact.id: {detail.value for detail in contact.contact_details if detail.type is Channel.EMAIL}
        for contact in registry().contacts
    }
    assert {contact: addresses for contact, addresses in found.items() if addresses} == EMAILS
    shared = [detail for body in registry().institutions for detail in body.contact_details]
    assert not [detail for detail in shared if detail.type is Channel.EMAIL]


def test_a_members_mailbox_room_and_line_belong_to_the_member() -> None:
    for contact in registry().contacts:
        if contact.id in {"ep-president", "afet-chair", "droi-chair"}:
            assert contact.contact_details
            assert all(detail.holder for detail in contact.contact_details), contact.id


def test_the_holders_of_april_2018_are_those_of_the_report() -> None:
    made = letters("lift-the-ban", "en")
    found = {letter.recipient.contact: letter.recipient.holder for letter in made if letter.date == DAYS[0]}
    for contact, holder in OF_APRIL_2018.items():
        assert found[contact] == holder, contact


def test_every_fact_names_a_source_that_has_an_address_on_the_web() -> None:
    for source in registry().sources:
        assert re.fullmatch(r"https?://\S+", source.url), source.id
    known = {source.id for source in registry().sources}
    assert len(known) == SOURCES
    used = {source for office in registry().offices for source in sources_of(office)}
    text = (ROOT / "contacts.yaml").read_text(encoding="utf-8")
    told = {name for name in known if re.search(rf"\bsources? [^)\n]*?\b{re.escape(name)}\b", text)}
    assert known == used | told


def test_every_e_mail_lies_in_a_domain_or_is_an_address_that_its_institution_declares() -> None:
    for office in registry().offices:
        for detail in office.contact.contact_details:
            if detail.type is Channel.EMAIL and detail.value:
                domain = detail.value.rpartition("@")[2]
                declared = (
                    domain in office.institution.domains or detail.value in office.institution.addresses
                )
                assert declared, detail.value


def test_a_lost_e_mail_address_is_said_to_be_lost() -> None:
    lost = {
        "minister-of-information",
        "minister-of-justice",
        "commission-president",
        "european-council-president",
        "high-representative",
        "eusr-human-rights",
        "oscepa-human-rights-chair",
        "coe-secretary-general",
        "pace-president",
        "sr-freedom-of-expression",
        "sr-freedom-of-assembly",
    }
    for contact in registry().contacts:
        if contact.id in lost:
            assert contact.note, contact.id
            assert "lost" in contact.note, contact.id


def test_the_number_that_the_report_misprints_is_kept_but_never_used() -> None:
    office = next(office for office in registry().offices if office.contact.id == "eusr-human-rights")
    printed = [detail.printed for detail in office.contact.contact_details if detail.printed]
    assert printed == ["+32(0)2 584 230"]
    assert not [detail for detail in details_on(office, DAYS[0]) if detail.type is Channel.PHONE]


@every_letter
def test_every_letter_is_whole(letters_: tuple[Letter, ...]) -> None:
    for letter in letters_:
        whole, where = text.sheet(letter), name(letter)
        assert not re.search(r"[{}\[\]]|  |None", whole), where
        # French has a no-break space before a colon, and nobody an ordinary one.
        assert not re.search(r"[ \t][,.;:?!]|\.\.|,,|\(\)|\s[,.]", whole), where
        assert len(letter.subject) <= LONGEST_SUBJECT, where
        assert letter.salutation.endswith((",", "!")), where
        assert letter.closing.endswith((",", ".")), where
        assert letter.recipient.envelope[0], where


@every_letter
def test_every_letter_makes_one_ask_in_one_sentence(letters_: tuple[Letter, ...]) -> None:
    for letter in letters_:
        said = [block.text for block in letter.blocks if not isinstance(block, ListBlock)]
        assert said.count(letter.ask) == 1, name(letter)
        assert len(re.findall(r"[.?](?=\s|$)", letter.ask)) == 1, letter.ask
        others = " ".join(paragraph for paragraph in said if paragraph != letter.ask)
        asked = r"\bI (respectfully )?(ask|urge|call on|demand)\b you\b(?! r attention)"
        assert not re.search(asked, others), name(letter)


@every_letter
def test_every_fact_is_dated_and_attributed(letters_: tuple[Letter, ...]) -> None:
    for letter in letters_:
        whole = text.body(letter)
        for person in campaign().people:
            if person.standing in {Standing.RELATIVE, Standing.MINOR}:
                for spelling in person.names:
                    assert spelling.split()[-1] not in whole, name(letter)
        assert "2018" in whole
        assert campaign().source.publisher[letter.language] in whole, name(letter)
        assert campaign().source.url in whole, name(letter)
        if letter.language == "en":
            said = (
                r"In April 2018 the Open Dialog Foundation reported|"
                r"Open Dialog Foundation (reported|wrote|published) in April 2018"
            )
            assert re.search(said, " ".join(whole.split())), name(letter)


@every_letter
def test_own_words_are_told_apart_from_the_campaigns(letters_: tuple[Letter, ...]) -> None:
    for letter in letters_:
        own = [block for block in letter.blocks if block.author is Author.WRITER]
        assert len(own) == (2 if letter.sender.lines else 0), name(letter)


@every_letter
def test_every_draft_is_a_clean_message_that_says_the_same(letters_: tuple[Letter, ...]) -> None:
    for letter in letters_:
        made = eml.draft(letter)
        addresses = [reach.value for reach in letter.recipient.reaches_by(Channel.EMAIL)]
        assert (made is None) == (not addresses)
        if made is None:
            continue
        read = email.message_from_bytes(made, policy=email.policy.default)
        assert not read.defects, name(letter)
        assert [address.addr_spec for address in read["To"].addresses] == addresses
        assert read["Subject"] == letter.subject
        assert read["X-Unsent"] == "1"
        assert ("From" in read) == bool(letter.sender.email)
        expected = {"To", "Subject", "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
        assert set(read.keys()) - {"From", "Content-Language"} == expected
        assert read.get_content().replace("\r\n", "\n") == text.message(letter)
        head, _, words = made.partition(b"\r\n\r\n")
        assert all(len(line) <= 78 for line in head.split(b"\r\n"))
        assert all(len(line) <= 76 for line in words.split(b"\r\n"))
        assert b"\n" not in made.replace(b"\r\n", b"")


@every_letter
def test_every_mail_link_is_short_enough(letters_: tuple[Letter, ...]) -> None:
    for letter in letters_:
        link = mail_link(letter)
        assert (link is None) == (not letter.recipient.reaches_by(Channel.EMAIL))
        if link:
            assert len(link.href) <= LONGEST_LINK
            assert link.href.startswith("mailto:")


@pytest.fixture(scope="module")
def press() -> LetterPress:
    return LetterPress(Press(layouts()))


@every_letter
def test_every_page_is_one_page_in_good_type_with_every_word_on_it(
    letters_: tuple[Letter, ...], press: LetterPress
) -> None:
    """The longest letter of each version, for one that fits is proof for all with fewer words."""
    longest: dict[str, Letter] = {}
    for letter in letters_:
        if letter.version not in longest or size(letter) > size(longest[letter.version]):
            longest[letter.version] = letter
    for letter in longest.values():
        for window in (Window.DIN_5008_B, Window.US_10):
            sheet = press.print(replace(letter, stationery=Stationery(window, paper_for(window))))
            assert sheet.pages == 1, f"{name(letter)} for {window}"
            assert sheet.points >= 10, name(letter)
            with pikepdf.open(io.BytesIO(sheet.pdf)) as pdf:
                assert pdf.Root.Lang == letter.language
                assert "/StructTreeRoot" in pdf.Root
                assert set(pdf.docinfo.keys()) == {"/Title", "/Creator"}
                assert str(pdf.docinfo["/Title"]) == letter.subject
        # The window moves nothing but the address: that every word of it is seen, test_windows.py holds.
        read = PdfReader(io.BytesIO(sheet.pdf))
        found = squeezed(read.pages[0].extract_text())
        for words in words_of(letter):
            assert squeezed(words) in found, words


def size(letter: Letter) -> int:
    return sum(len(words) for words in (*letter.recipient.envelope, *words_of(letter)))


def squeezed(words: str) -> str:
    """Return words without spaces and hyphens, of which the page has its own."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", words)


def test_every_fact_of_a_letter_answers_a_field_of_a_procedure_that_wants_an_answer() -> None:
    fields = {field.id: field for procedure in registry().procedures for field in procedure.fields}
    for sheet in campaign().letters:
        assert bool(sheet.facts) == any(Kind.UN_MANDATE in version.kinds for version in sheet.versions)
        for fact, words in sheet.facts.items():
            assert fact in fields, f"{sheet.id}: {fact}"
            assert fields[fact].fill is None, f"{sheet.id}: {fact}"
            assert words["en"].removesuffix(" {outcome}").endswith((".", ")."))


def test_a_fact_is_dated_attributed_and_names_no_relative() -> None:
    for sheet in campaign().letters:
        for fact, words in sheet.facts.items():
            for person in campaign().people:
                if person.standing in {Standing.RELATIVE, Standing.MINOR}:
                    assert person.name.split()[-1] not in words["en"]
                if person.standing is Standing.PUBLIC_OFFICE and person.name in words["en"]:
                    assert "report of April 2018" in words["en"], fact
        if sheet.facts:
            assert "In April 2018 the Open Dialog Foundation reported" in sheet.facts["description"]["en"]
            assert campaign().source.url in sheet.facts["description"]["en"]


def test_no_fact_answers_what_only_the_writer_may() -> None:
    for sheet in campaign().letters:
        assert not {"consent", "confidential", "submitter"} & set(sheet.facts)


def test_every_procedure_is_that_of_a_submission() -> None:
    wishes = [
        Wish(None, ["un"], [], sheet.id, "en", DAYS[0], None, BARE, None)
        for sheet in campaign().letters
        if sheet.facts
    ]
    made = [letter.submission for wish in wishes for letter in make_letters(wish).letters]
    found = {submission.procedure for submission in made if submission}
    assert found == {procedure.id for procedure in registry().procedures}


@every_letter
def test_what_nobody_may_answer_for_the_writer_stays_blank(letters_: tuple[Letter, ...]) -> None:
    """Consent and confidentiality are the writer's to state."""
    for each in filter(None, (letter.submission for letter in letters_)):
        answers = {field.id: field.answer for field in each.fields}
        assert not answers["consent"]
        assert not answers["confidential"]
        assert answers["submitter"]
        assert answers["description"]


@every_letter
def test_no_two_letters_share_a_file_name(letters_: tuple[Letter, ...]) -> None:
    for day in DAYS:
        names = [made.name for made in letters_ if made.date == day]
        assert Counter(names).most_common(1)[0][1] == 2  # the full and the bare writer


def test_the_shipped_files_are_plain_yaml_that_other_tools_read_alike() -> None:
    for file in (ROOT / "contacts.yaml", *ROOT.glob("templates/**/*.yaml")):
        assert yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
