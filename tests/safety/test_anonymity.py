"""Letters without a name, or without an address: what they say, what they leave out, and what that costs."""

from __future__ import annotations

import io
import itertools
import json
import re
from collections import defaultdict
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pypdf import PdfReader

from advocate.cli.reminders import make_reminders
from advocate.cli.workshop import Wish, make_letters
from advocate.core.anonymity import Withheld, withheld_words, without
from advocate.core.follow_up import Due
from advocate.core.ledger import Entry, State, Via, draft_of
from advocate.core.registry import CONVENTION, Unsigned
from advocate.core.sender import Sender, with_details
from advocate.render.text import form_message, sheet
from advocate.sources.campaign import read_campaign
from advocate.sources.registry import read_registry
from tests.asking import typed
from tests.conftest import TODAY
from tests.sent import OCTOBER
from tests.small_campaign import SmallCampaign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advocate.core.letter import Letter
    from advocate.core.registry import Anonymity
    from tests.conftest import Advocate, Ran

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "fr", "ru", "kk")

WHO = {
    "name": "Wilhelmine Quandt",
    "street": "Lindenstraße 4711",
    "postcode": "98765",
    "city": "Ilmenau",
    "region": "Thuringia",
    "email": "minchen@example.net",
    "phone": "+49 3677 998877",
}
"""What is to stand nowhere in what an anonymous writer makes."""

KEPT = {"country": "DE", "occupation": "a teacher", "link": "I once lived in Almaty"}
"""What stays."""

DATELINES = {
    "en": "22 November 2026",
    "fr": "Le 22 novembre 2026",
    "ru": "22 ноября 2026\u202fг.",
    "kk": "2026\u202fж. 22 қараша",
}


def flags(details: Mapping[str, str]) -> list[str]:
    return [word for key, text in details.items() for word in (f"--{key}", text)]


def one_line(text: str) -> str:
    return " ".join(text.split())


# ── A proper letter ──────────────────────────────────────────────────────────────────────────────────────


@cache
def offices() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return an office for each version of every letter in each language, where there is one."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    registry = read_registry(ROOT / "contacts.yaml", "contacts.yaml")
    for each in read_campaign(ROOT / "templates", "templates").letters:
        for office in registry.offices:
            version = each.version_for(office)
            for language in set(version.languages) & set(office.contact.forms_of_address) if version else ():
                found[each.id, language].setdefault(version.id if version else "", office.contact.id)
    return {key: tuple(dict.fromkeys(found[key].values())) for key in sorted(found)}


def told(which: tuple[bool, ...]) -> dict[str, str]:
    return dict(itertools.compress(KEPT.items(), which))


def letters(key: tuple[str, str], kept: Mapping[str, str]) -> tuple[Letter, ...]:
    letter, language = key
    details = {**WHO, **kept}
    wish = Wish(None, offices()[key], [], letter, language, TODAY, None, details, withheld=Withheld.NAME)
    return make_letters(wish).letters


def texts_of(letter: Letter) -> Iterator[str]:
    """Yield every text that a letter becomes."""
    yield sheet(letter)
    yield form_message(letter)
    if letter.call:
        yield "\n\n".join(letter.call.paragraphs)


def assert_reads_well(text: str) -> None:
    """Assert that nothing is left where a name or a country would stand."""
    assert "[" not in text
    assert "()" not in text
    assert "  " not in text
    assert "\n\n\n" not in text
    assert not re.search(r"(?<!«)(?<!“) [,.;)]", text.replace("\xa0", "")), text
    assert not re.search(r",\s*[,.]|[^.]\.\.(?!\.)", text), text
    assert text.strip() == text.rstrip("\n")
    assert not [detail for detail in WHO.values() if detail in text]


@pytest.mark.no_cover
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_in_every_language_reads_well_without_a_name(language: str) -> None:
    for key in offices():
        for which in ((True, True, True), (False, False, False)) if key[1] == language else ():
            made = letters(key, told(which))
            assert made
            for letter in made:
                assert (letter.sender.name, letter.sender.head) == ("", ())
                assert letter.place_and_date == DATELINES[language]
                for text in texts_of(letter):
                    assert_reads_well(text)
                ends = f"\n{letter.closing}\n{withheld_words(language)}\n"
                assert sheet(letter).endswith(ends)
                assert form_message(letter).endswith(ends)


@pytest.mark.no_cover
@pytest.mark.parametrize("language", LANGUAGES)
def test_country_occupation_and_link_are_said_where_they_are_told_and_only_there(language: str) -> None:
    country = {"en": "Germany", "fr": "Allemagne", "ru": "Германия", "kk": "Германия"}[language]
    for which in itertools.product((True, False), repeat=3):
        for letter in letters(("lift-the-ban", language), told(which)):
            for text in (sheet(letter), *(["\n\n".join(letter.call.paragraphs)] if letter.call else [])):
                assert_reads_well(text)
            said = sheet(letter)
            assert [country in said, "a teacher" in said, "I once lived in Almaty." in said] == list(which)


OPENINGS = {
    "en": "I do not give my name in this letter. I am a teacher and live abroad (Germany). I once lived",
    "fr": "Je ne donne pas mon nom dans cette lettre. Je suis a teacher et je vis à l’étranger (Allemagne).",
    "ru": "В этом письме я не называю своего имени. Я a teacher, живу за рубежом (Германия). I once",
    "kk": "Бұл хатта аты-жөнімді көрсетпеймін. Кәсібім — a teacher, шетелде (Германия) тұрамын. I once",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_says_that_the_name_is_withheld_at_its_beginning_and_its_end(language: str) -> None:
    for letter in letters(("lift-the-ban", language), KEPT):
        assert f"\n\n{OPENINGS[language]}" in sheet(letter)
        assert letter.sender.signed == withheld_words(language)


def test_nobody_who_cannot_be_answered_asks_for_an_answer() -> None:
    asking = ("grateful for a reply", "réponse de votre part", "благодарю за ответ", "Жауабыңызға")
    for language, words in zip(LANGUAGES, asking, strict=True):
        named = make_letters(
            Wish(None, offices()["lift-the-ban", language], [], None, language, TODAY, None, WHO)
        )
        assert all(words in sheet(letter) for letter in named.letters)
        assert not any(words in sheet(each) for each in letters(("lift-the-ban", language), KEPT))


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_without_a_name_reads_well_and_claims_no_missing_answer(
    language: str, *, again: bool
) -> None:
    for which in ((True, True, True), (False, False, False)):
        for first in letters(("lift-the-ban", language), told(which)):
            at = _noon()
            entry = Entry(1, draft_of(first, ""), State.SENT, Via.POST, at)
            due = Due(entry, entry, 2 if again else 1)
            wish = Wish(None, [], [], None, language, TODAY, None, {**WHO, **told(which)})
            [made] = make_reminders(_anonymous(wish), [due]).letters
            assert_reads_well(sheet(made))
            for words in ("not yet received an answer", "reçu de réponse", "не поступил", "жауап алған"):
                assert words not in sheet(made)


def _noon() -> datetime:
    return datetime(2026, 10, 3, 12, tzinfo=UTC)


def _anonymous(wish: Wish) -> Wish:
    return replace(wish, withheld=Withheld.NAME)


def test_a_language_without_words_for_it_gets_the_mark_of_registers() -> None:
    assert withheld_words("de") == "N. N."


def test_a_text_that_says_the_name_whatever_is_wanted_makes_no_letter_without_one(
    advocate: Advocate, tmp_path: Path
) -> None:
    text = "Subject: The lanterns\n\nMy name is {{ sender.name }}.\n\n{{ ask }}\n"
    campaign = SmallCampaign(texts={"en": text}).write(tmp_path)
    ran = advocate("preview", "--to", "minister", "--campaign", campaign, "--anonymous")
    assert (ran.code, ran.out) == (2, "")
    assert "its text says the name whatever is wanted: put {% if sender.name %} around that" in ran.err


def test_every_detail_of_a_writer_is_known_to_be_left_out_or_kept() -> None:
    told = Sender(ties=("NO",), country="DE", language="en", occupation={"": "teacher"}, link={"": "I care."})
    whole = with_details(told, WHO)
    left = without(whole, Withheld.NAME)
    kept = {field.name for field in fields(Sender) if getattr(left, field.name)}
    # Ties are for the program alone, and stand in no letter.
    assert kept == {"ties", "country", "language", "occupation", "link"}
    assert {field.name for field in fields(Sender)} - kept == set(WHO)


# ── Nothing else of the writer, anywhere ─────────────────────────────────────────────────────────────────


def saved(advocate: Advocate, **more: str) -> None:
    ran = advocate("sender", "set", "--no-input", *flags({**WHO, **more}))
    assert ran.code == 0, ran.err


def generated(advocate: Advocate, out: Path, *words: str) -> Ran:
    ran = advocate("generate", "--to", "knb-chairman,wgad,us-house-of-representatives", "--out", out, *words)
    assert ran.code == 0, ran.err
    return ran


def assert_tells_nothing(data: bytes, where: str) -> None:
    for detail in (*WHO.values(), *WHO["name"].split(), "Lindenstr", "4711", "3677", "998877"):
        for coding in ("utf-8", "utf-16-be", "utf-16-le"):
            assert detail.encode(coding) not in data, (where, detail)


@pytest.mark.parametrize("merge", [False, True])
def test_no_file_and_no_log_holds_anything_of_a_saved_profile_but_what_the_letter_says(
    advocate: Advocate, tmp_path: Path, home: Path, *, merge: bool
) -> None:
    saved(advocate, **KEPT)
    forms = ("--as", "pdf") if merge else ("--as", "eml,pdf,txt,html,submission,call")
    more = ("--merge",) if merge else ("--envelopes", "dl", "--labels", "l7163")
    ran = generated(advocate, tmp_path / "out", *forms, *more, "--anonymous", "--archive")
    files = [file for file in (tmp_path / "out").rglob("*") if file.is_file()]
    assert {file.suffix for file in files} >= (
        {".pdf"} if merge else {".pdf", ".eml", ".txt", ".html", ".json"}
    )
    for file in files:
        assert_tells_nothing(file.name.encode(), "a name")
        assert_tells_nothing(file.read_bytes(), file.name)
        if file.suffix == ".pdf":
            assert_tells_nothing(everything_in(file).encode(), file.name)
    for file in home.iterdir():
        if file.is_file() and file.name != "sender.yaml":
            assert_tells_nothing(file.read_bytes(), file.name)
    assert (home / "ledger.sqlite3").is_file()
    assert_tells_nothing(f"{ran.out}{ran.err}".encode(), "what is said")


def everything_in(file: Path) -> str:
    """Return all text of a PDF: its pages, its information and its metadata."""
    data = file.read_bytes()
    with pikepdf.open(io.BytesIO(data)) as opened:
        information = str(dict(opened.docinfo))
        metadata = opened.Root.Metadata.read_bytes().decode() if "/Metadata" in opened.Root else ""
        rest = " ".join(str(item) for item in opened.objects if isinstance(item, pikepdf.Dictionary))
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert "Germany" in pages or "KAZAKHSTAN" in pages or "SWITZERLAND" in pages or "Cover sheet" in pages
    return f"{pages}\n{information}\n{metadata}\n{rest}"


def test_the_draft_has_no_from_and_the_page_no_head(advocate: Advocate, tmp_path: Path) -> None:
    saved(advocate)
    generated(advocate, tmp_path / "out", "--as", "eml,txt,html", "--anonymous")
    draft = (tmp_path / "out" / "knb-chairman.lift-the-ban.en.eml").read_bytes()
    assert not re.search(rb"^(from|sender|reply-to|date|message-id):", draft, re.IGNORECASE | re.MULTILINE)
    text = (tmp_path / "out" / "knb-chairman.lift-the-ban.en.txt").read_text(encoding="utf-8")
    assert text.startswith("Chairman of the National Security Committee")
    page = (tmp_path / "out" / "knb-chairman.lift-the-ban.en.html").read_text(encoding="utf-8")
    assert page.count('<p class="block">') == 2
    assert "Name withheld" in page


def test_a_submission_leaves_the_field_for_the_sender_empty(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "wgad", "--as", "submission", "--anonymous", *flags(WHO))
    assert ran.code == 0, ran.err
    fields = [
        part for part in ran.out.split("\n\n") if "person submitting" in part or "source" in part.casefold()
    ]
    assert any("[to be filled in]" in part for part in fields), ran.out
    assert_tells_nothing(ran.out.encode(), "the submission")


def test_the_picture_of_a_signature_is_left_away(advocate: Advocate, tmp_path: Path) -> None:
    picture = tmp_path / "signature.svg"
    picture.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><path d="M0 5 L40 5"'
        ' stroke="black"/></svg>',
        encoding="utf-8",
    )
    words = ("--as", "pdf", "--no-log")
    generated(advocate, tmp_path / "with", *words, "--signature", str(picture), *flags(WHO))
    generated(advocate, tmp_path / "without", *words, "--signature", str(picture), "--anonymous")
    generated(advocate, tmp_path / "never", *words, "--anonymous")
    name = "knb-chairman.lift-the-ban.en.pdf"
    assert "/Figure" in tags(tmp_path / "with" / name)
    assert "/Figure" not in tags(tmp_path / "without" / name)
    assert (tmp_path / "without" / name).read_bytes() == (tmp_path / "never" / name).read_bytes()


def tags(file: Path) -> set[str]:
    with pikepdf.open(file) as opened:
        return {str(item.get("/S", "")) for item in opened.objects if isinstance(item, pikepdf.Dictionary)}


def test_the_guide_tells_nobody_to_sign(advocate: Advocate, tmp_path: Path) -> None:
    generated(advocate, tmp_path / "out", "--anonymous", "--no-log")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "sign it with a pen" not in page
    assert "Do not sign it, and write no sender on the envelope" in page
    generated(advocate, tmp_path / "run", "--anonymous", "--no-log", "--as", "pdf", "--merge")
    cover = PdfReader(tmp_path / "run" / "print-run.pdf").pages[0].extract_text()
    assert "Do not sign it" in cover


# ── Without an address ───────────────────────────────────────────────────────────────────────────────────


def test_a_letter_without_an_address_keeps_name_country_and_e_mail(
    advocate: Advocate, tmp_path: Path
) -> None:
    saved(advocate, country="DE")
    words = ("--as", "eml,pdf,txt,html", "--envelopes", "dl", "--no-address", "--no-log")
    generated(advocate, tmp_path / "out", *words)
    for file in (tmp_path / "out").iterdir():
        data = file.read_bytes() + (everything_in(file).encode() if file.suffix == ".pdf" else b"")
        for key in ("street", "postcode", "city", "region"):
            assert WHO[key].encode() not in data, (file.name, key)
    text = (tmp_path / "out" / "knb-chairman.lift-the-ban.en.txt").read_text(encoding="utf-8")
    head = f"{WHO['name']}\nGermany\n{WHO['email']}\n{WHO['phone']}\n\nChairman of"
    assert text.startswith(head), text
    assert "\n\n22 November 2026\n\n" in text
    assert "I would be grateful for a reply." in text


# ── What it costs ────────────────────────────────────────────────────────────────────────────────────────


def codes(advocate: Advocate, to: str, *words: str) -> dict[str, str]:
    ran = advocate("preview", "--to", to, "--format", "json", *words)
    assert ran.code == 0, ran.err
    [letter] = json.loads(ran.out)
    return {
        item["code"]: item["weight"] for item in letter["findings"] if item["code"].startswith("anonymity.")
    }


def test_the_preview_says_what_each_office_does_with_such_a_letter_and_who_says_so(
    advocate: Advocate,
) -> None:
    ran = advocate("preview", "--to", "knb-chairman,wgad,droi-chair", "--anonymous")
    assert ran.code == 0, ran.err
    kazakh, chair, un = (one_line(part) for part in ran.out.split("=" * 80))
    assert "warning: without your name this letter is not considered: State bodies do not consider" in kazakh
    assert (
        "Administrative Procedure Code, in force since 1 July 2021, wants name, address and signature"
        in kazakh
    )
    assert (
        "(Order and reception of citizens, egov.kz, https://egov.kz/cms/en/articles/podacha_zayavlenia)"
        in kazakh
    )
    assert "without your name this letter is not considered, but whoever tells their name is kept" in un
    assert "https://idsn.org/un-2/special-procedures/submit-a-complaint/" in un
    assert "note: without your name: No page was found that says what is done here" in chair


def test_an_office_is_not_said_to_cost_anything_where_nothing_is_withheld(advocate: Advocate) -> None:
    assert codes(advocate, "knb-chairman", *flags(WHO)) == {}


def test_the_cost_weighs_more_where_the_letter_is_put_aside(advocate: Advocate) -> None:
    assert codes(advocate, "minister-of-justice", "--anonymous") == {"anonymity.not-considered": "warning"}
    assert codes(advocate, "sr-freedom-of-assembly", "--anonymous") == {"anonymity.confidential": "warning"}
    assert codes(advocate, "droi-chair", "--anonymous") == {"anonymity.read": "note"}
    assert codes(advocate, "minister-of-justice", "--no-address") == {"anonymity.address-wanted": "warning"}
    assert codes(advocate, "sr-freedom-of-assembly", "--no-address") == {
        "anonymity.address-wanted": "warning"
    }
    assert codes(advocate, "droi-chair", "--no-address") == {"anonymity.no-address": "note"}


def test_strict_heeds_what_it_costs(advocate: Advocate) -> None:
    words = ("--to", "minister-of-justice", "--date", "2018-05-01", "--note", "I teach history in a school.")
    named = advocate("preview", *words, "--strict", *flags({"name": "Ada Byron"}))
    bare = advocate("preview", *words, "--strict", "--anonymous")
    assert (named.code, bare.code) == (0, 1), named.out


def test_the_folder_and_its_page_say_it_beside_each_office(advocate: Advocate, tmp_path: Path) -> None:
    ran = generated(advocate, tmp_path / "out", "--as", "eml,pdf", "--anonymous")
    said = one_line(ran.out)
    assert (
        "knb-chairman e-mail draft, page to print (e-mail stale, post stale); not considered without a name"
        in said
    )
    assert "not considered without a name, which is kept confidential there" in said
    assert "read without a name, as far as is known" in said
    assert "1 of 3 letters: the office does not consider letters without a name" in one_line(ran.err)
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    articles = re.findall(r"<article.*?</article>", page, re.DOTALL)
    assert len(articles) == 3
    for words in (
        "State bodies do not consider",
        "identity and address are not considered",
        "street address",
    ):
        assert sum(words in article for article in articles) == 1


def test_an_e_mail_is_said_to_tell_its_account(advocate: Advocate) -> None:
    assert codes(advocate, "knb-chairman", "--anonymous")["anonymity.email"] == "note"


def test_what_is_kept_may_tell_who_it_is(advocate: Advocate) -> None:
    ran = advocate("preview", "--to", "droi-chair", "--anonymous", *flags(KEPT))
    assert (
        "the letter still says what you do and your link with the case, by which you may be known"
        in one_line(ran.out)
    )
    assert "anonymity.told" not in codes(advocate, "droi-chair", "--anonymous", "--country", "DE")


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("I am Wilhelmine from Ilmenau.", "“Ilmenau, Wilhelmine”"),
        ("Write to minchen@example.net.", "“minchen@example.net”"),
        ("I teach history.", ""),
    ],
)
def test_own_words_that_tell_what_is_withheld_are_found(advocate: Advocate, note: str, found: str) -> None:
    saved(advocate)
    ran = advocate("preview", "--to", "droi-chair", "--anonymous", "--note", note)
    problem = f"problem: {found}: your own words tell what this letter is to withhold: leave it out of them"
    assert (problem in one_line(ran.out)) is bool(found), ran.out
    assert ("anonymity.own-words" in ran.out) is bool(found)


def test_the_words_found_stand_in_no_manifest(advocate: Advocate, tmp_path: Path) -> None:
    saved(advocate)
    generated(
        advocate, tmp_path / "out", "--anonymous", "--note", "I am Wilhelmine from Ilmenau.", "--no-log"
    )
    manifest = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert "anonymity.own-words" in manifest
    assert "Wilhelmine" not in manifest


# ── What the registry says ───────────────────────────────────────────────────────────────────────────────


def test_every_shipped_office_says_what_it_does_and_no_office_is_said_to_by_nobody() -> None:
    registry = read_registry(ROOT / "contacts.yaml", "contacts.yaml")
    for office in registry.offices:
        said = office.anonymity
        assert said is not None, office.contact.id
        assert said.note, office.contact.id
        assert (said.source == CONVENTION) == (office.anonymity_source is None), office.contact.id
        if said.source == CONVENTION:
            assert said.unsigned is Unsigned.READ, office.contact.id
            assert said.note.startswith("No page was found that says"), office.contact.id
        if office.institution.country == "KZ":
            assert said.unsigned is Unsigned.NOT_CONSIDERED, office.contact.id
    kept = {office.contact.id for office in registry.offices if _treats(office.anonymity) == "confidential"}
    assert kept == {"sr-freedom-of-expression", "sr-freedom-of-assembly", "wgad"}


def _treats(said: Anonymity | None) -> str:
    return said.unsigned if said else ""


def test_an_office_s_own_way_wins_over_its_institution_s(advocate: Advocate) -> None:
    own, body = (
        json.loads(advocate("contacts", "show", contact, "--format", "json").out)["anonymity"]
        for contact in ("wgad", "un-high-commissioner")
    )
    assert (own["unsigned"], own["source"]) == ("confidential", "idsn")
    assert (body["unsigned"], body["source"]) == ("read", "convention")


def test_contacts_show_says_it_always_with_its_source(advocate: Advocate) -> None:
    shown = one_line(advocate("contacts", "show", "knb-chairman").out)
    assert "letters without name or address: not considered (as in egov-kz-2021-03). State bodies" in shown
    assert (
        "egov-kz-2021-03: Order and reception of citizens, egov.kz https://egov.kz/cms/en/articles/" in shown
    )


def test_a_source_that_nobody_knows_is_refused(advocate: Advocate, tmp_path: Path) -> None:
    campaign = SmallCampaign(
        office="accepts: {what: letter, source: convention}\n"
        "    anonymity: {unsigned: not-considered, source: gazete}"
    ).write(tmp_path)
    ran = advocate("contacts", "check", "--campaign", campaign)
    assert "there is no source 'gazete' (did you mean 'gazette'?)" in ran.err
    assert ran.code == 2


def test_a_campaign_that_says_nothing_of_it_claims_nothing(advocate: Advocate, tmp_path: Path) -> None:
    campaign = SmallCampaign().write(tmp_path)
    ran = advocate("preview", "--to", "minister", "--campaign", campaign, "--anonymous")
    assert "nobody has written what this office does with a letter without a name" in one_line(ran.out)


# ── Every command ────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_sent_without_a_name(advocate: Advocate) -> None:
    ran = advocate("send", "--to", "knb-chairman", "--via", "smtp", "--anonymous", *flags(WHO))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("--anonymous: an e-mail tells the address of the account it leaves from")
    assert ran.err.endswith("[send.anonymous]\n")


def test_an_e_mail_is_sent_without_the_address(advocate: Advocate) -> None:
    ran = advocate("send", "--to", "knb-chairman", "--via", "smtp", "--no-address", *flags(WHO))
    assert ran.code == 0, ran.err
    assert "1 letter would be sent" in ran.out


def test_generate_still_needs_a_name_and_says_how_to_do_without(advocate: Advocate, tmp_path: Path) -> None:
    ran = advocate("generate", "--to", "wgad", "--out", tmp_path / "out")
    assert ran.code == 2
    assert "--anonymous makes one without [sender.no-name]" in ran.err


def test_write_takes_it_as_a_flag(advocate: Advocate, tmp_path: Path) -> None:
    words = ("--to", "ep-president", "--out", tmp_path / "out", "--anonymous", "--as", "txt")
    ran = advocate("write", "--no-input", *words)
    assert ran.code == 0, ran.err
    text = (tmp_path / "out" / "ep-president.lift-the-ban.en.txt").read_text(encoding="utf-8")
    assert text.endswith("Name withheld\n")


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        ("3", "Wilhelmine Quandt\nminchen@example.net\n+49 3677 998877\n"),
        ("4", "Name withheld\n"),
    ],
)
def test_write_asks_who_signs_and_takes_nobody_for_an_answer(
    advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, ends: str
) -> None:
    saved(advocate)
    typed(monkeypatch, answer, "1")
    words = ("--to", "ep-president", "--letter", "lift-the-ban", "--lang", "en", "--note", "I teach.")
    ran = advocate("write", "--plain", *words, "--out", tmp_path / "out", "--as", "html,eml,txt,pdf")
    assert ran.code == 0, ran.err
    assert "nobody: leave out my name, and all by which I could be reached" in one_line(ran.err)
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    [text] = re.findall(r'<div class="text" id="text-1"[^>]*>(.*?)</div>', index, re.DOTALL)
    assert f"{text}\n".endswith(f"Yours sincerely,\n{ends}") or text.endswith(ends.rstrip())
    assert WHO["city"] not in index


def test_no_address_in_write_keeps_the_profile_whole(
    advocate: Advocate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    saved(advocate)
    before = (home / "sender.yaml").read_bytes()
    typed(monkeypatch, "1", "1")
    words = ("--to", "ep-president", "--letter", "lift-the-ban", "--lang", "en", "--note", "I teach.")
    ran = advocate("write", "--plain", *words, "--out", tmp_path / "out", "--as", "txt", "--no-address")
    assert ran.code == 0, ran.err
    assert (home / "sender.yaml").read_bytes() == before
    assert WHO["city"] not in (tmp_path / "out" / "ep-president.lift-the-ban.en.txt").read_text("utf-8")


# ── The log ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_log_tells_letters_without_a_name_from_those_of_everybody_who_signs(
    advocate: Advocate, tmp_path: Path
) -> None:
    to = ("--to", "pace-president")
    assert advocate("generate", *to, "--out", tmp_path / "a", "--name", "Ada Byron").code == 0
    ran = advocate("generate", *to, "--out", tmp_path / "b", "--anonymous")
    assert "has this letter already" not in ran.err
    listed = advocate("log").out
    assert "drafted; signed by Ada Byron" in one_line(listed)
    assert "drafted; without a name" in one_line(listed)
    entries = json.loads(advocate("log", "list", "--format", "json").out)
    assert sorted(entry["sender"] for entry in entries) == ["", "Ada Byron"]


def test_only_a_letter_without_a_name_reminds_of_one(advocate: Advocate, tmp_path: Path) -> None:
    made = (
        "generate",
        "--to",
        "pace-president",
        "--out",
        tmp_path / "a",
        "--date",
        "2026-10-03",
        "--anonymous",
    )
    assert advocate(*made).code == 0
    assert advocate("log", "mark", "1", "sent", "--via", "post", "--date", OCTOBER.isoformat()).code == 0
    follow = ("log", "follow-up", "--out", tmp_path / "r", "--as", "txt")
    named = advocate(*follow, "--name", "Ada Byron")
    assert "its letter has no name, and so has a reminder of it (--anonymous)" in named.err
    ran = advocate(*follow, "--anonymous")
    assert ran.code == 0, ran.err
    [file] = (tmp_path / "r").glob("*.txt")
    text = file.read_text(encoding="utf-8")
    assert "I do not know what has become of it." in text
    assert text.endswith("Name withheld\n")
