"""Everything that is shipped, in every combination: each contact, each letter, each form."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections import Counter
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
from advocate.core.registry import Channel
from advocate.core.review import LONGEST_SUBJECT
from advocate.render import eml, text
from advocate.render.mailto import LONGEST_LINK, mail_link
from advocate.render.pdf import Press
from advocate.sources.campaign import read_campaign
from advocate.sources.registry import read_registry

if TYPE_CHECKING:
    from advocate.core.campaign import Campaign
    from advocate.core.letter import Letter
    from advocate.core.registry import Registry

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
SOURCES = 99
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


@cache
def letters() -> tuple[Letter, ...]:
    """Return every letter to every office, on both days, from a full and a bare writer."""
    made: list[Letter] = []
    for sheet in campaign().letters:
        for day in DAYS:
            for flags, note in ((FULL, "My own words.\n\n- one reason\n- another"), (BARE, "")):
                wish = Wish(None, ["all"], [], sheet.id, "en", day, None, flags, note)
                made += make_letters(wish).letters
    return tuple(made)


def name(letter: Letter) -> str:
    return f"{letter.name}.{letter.date.year}.{len(letter.sender.lines)}"


every_letter = pytest.mark.parametrize("letter", letters(), ids=name)


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
    found = {
        letter.recipient.contact: letter.recipient.holder for letter in letters() if letter.date == DAYS[0]
    }
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
def test_every_letter_is_whole(letter: Letter) -> None:
    whole = text.sheet(letter)
    assert "{" not in whole
    assert "}" not in whole
    assert "[" not in whole
    assert "  " not in whole
    assert "None" not in whole
    assert not re.search(r"\s[,.;:?]|\.\.|,,|\(\)", whole)
    assert len(letter.subject) <= LONGEST_SUBJECT
    assert letter.salutation.startswith("Dear ")
    assert letter.salutation.endswith(",")
    assert letter.closing.endswith(",")
    assert letter.recipient.envelope[0]


@every_letter
def test_every_letter_makes_one_ask_in_one_sentence(letter: Letter) -> None:
    said = [block.text for block in letter.blocks if not isinstance(block, ListBlock)]
    assert said.count(letter.ask) == 1
    assert letter.ask.count(".") + letter.ask.count("?") == 1
    others = " ".join(paragraph for paragraph in said if paragraph != letter.ask)
    assert not re.search(r"\bI (respectfully )?(ask|urge|call on|demand)\b you\b(?! r attention)", others)


@every_letter
def test_no_letter_names_a_relative_and_every_fact_is_dated_and_attributed(letter: Letter) -> None:
    whole = text.body(letter)
    for person in campaign().people:
        if person.standing in {Standing.RELATIVE, Standing.MINOR}:
            assert person.name not in whole
            assert person.name.split()[-1] not in whole
    assert "In April 2018 the Open Dialog Foundation reported" in whole
    assert campaign().source.url in whole
    assert not re.search(r"\b(is|are) (still |currently |now )?(being )?(held|detained|imprisoned)\b", whole)


@every_letter
def test_own_words_are_told_apart_from_the_campaigns(letter: Letter) -> None:
    own = [block for block in letter.blocks if block.author is Author.WRITER]
    assert len(own) == (2 if letter.sender.lines else 0)


@every_letter
def test_every_draft_is_a_clean_message_that_says_the_same(letter: Letter) -> None:
    made = eml.draft(letter)
    addresses = [reach.value for reach in letter.recipient.reaches_by(Channel.EMAIL)]
    if made is None:
        assert not addresses
        return
    read = email.message_from_bytes(made, policy=email.policy.default)
    assert not read.defects
    assert [address.addr_spec for address in read["To"].addresses] == addresses
    assert read["Subject"] == letter.subject
    assert read["X-Unsent"] == "1"
    assert ("From" in read) == bool(letter.sender.email)
    expected = {"To", "Subject", "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
    assert set(read.keys()) - {"From", "Content-Language"} == expected
    assert read.get_content().replace("\r\n", "\n") == text.message(letter)
    assert all(len(line) <= 78 for line in made.split(b"\r\n"))
    assert b"\n" not in made.replace(b"\r\n", b"")


@every_letter
def test_every_mail_link_is_short_enough(letter: Letter) -> None:
    link = mail_link(letter)
    assert (link is None) == (not letter.recipient.reaches_by(Channel.EMAIL))
    if link:
        assert len(link.href) <= LONGEST_LINK
        assert link.href.startswith("mailto:")


@pytest.fixture(scope="module")
def press() -> Press:
    return Press((ROOT / "templates" / "layouts" / "letter.typ").read_bytes())


@every_letter
def test_every_page_is_one_page_in_good_type_with_every_word_on_it(letter: Letter, press: Press) -> None:
    for paper in ("a4", "us-letter"):
        sheet = press.print(letter, paper)
        assert sheet.pages == 1
        assert sheet.points >= 10
        read = PdfReader(io.BytesIO(sheet.pdf))
        found = re.sub(r"\s+", "", read.pages[0].extract_text()).replace("-", "")
        for words in words_of(letter):
            assert re.sub(r"[\s-]+", "", words) in found, words
        with pikepdf.open(io.BytesIO(sheet.pdf)) as pdf:
            assert pdf.Root.Lang == letter.language
            assert "/StructTreeRoot" in pdf.Root
            assert set(pdf.docinfo.keys()) == {"/Title", "/Creator"}
            assert str(pdf.docinfo["/Title"]) == letter.subject


def test_every_version_is_written_for_a_kind_that_the_registry_has() -> None:
    kinds = {contact.kind for contact in registry().contacts}
    for sheet in campaign().letters:
        assert {kind for version in sheet.versions for kind in version.kinds} == kinds


def test_every_fact_of_a_letter_answers_a_field_of_a_procedure_that_wants_an_answer() -> None:
    fields = {field.id: field for procedure in registry().procedures for field in procedure.fields}
    for sheet in campaign().letters:
        assert sheet.facts, sheet.id
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
        assert "In April 2018 the Open Dialog Foundation reported" in sheet.facts["description"]["en"]
        assert campaign().source.url in sheet.facts["description"]["en"]


def test_what_nobody_may_answer_for_the_writer_stays_blank_in_every_submission() -> None:
    """Consent and confidentiality are the writer's to state; no fact of a letter may pretend to them."""
    for sheet in campaign().letters:
        assert not {"consent", "confidential", "submitter"} & set(sheet.facts)
    submissions = [letter.submission for letter in letters() if letter.submission]
    assert {made.procedure for made in submissions} == {procedure.id for procedure in registry().procedures}
    for made in submissions:
        answers = {field.id: field.answer for field in made.fields}
        assert not answers["consent"]
        assert not answers["confidential"]
        assert answers["submitter"]
        assert answers["description"]


def test_no_two_letters_share_a_file_name() -> None:
    for day in DAYS:
        for sheet in campaign().letters:
            names = [made.name for made in letters() if made.date == day and made.letter == sheet.id]
            assert Counter(names).most_common(1)[0][1] == 2  # the full and the bare writer


def test_the_shipped_files_are_plain_yaml_that_other_tools_read_alike() -> None:
    for file in (ROOT / "contacts.yaml", *ROOT.glob("templates/**/*.yaml")):
        assert yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
