"""The hand-over page: complete without a script, deaf to hostile text, and readable by everyone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from base64 import b64encode
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from advocate.core.dates import Freshness
from advocate.core.letter import (
    Call,
    Finding,
    FormText,
    Letter,
    ListBlock,
    Paragraph,
    Reach,
    Recipient,
    SenderBlock,
    Weight,
)
from advocate.core.registry import Channel
from advocate.render import text
from advocate.render.mailto import mail_link
from advocate.render.page import Handover, index_page, letter_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

LAYOUTS = Path(__file__).parents[2] / "templates" / "layouts"
VOID = {"br", "hr", "img", "input", "link", "meta"}
OLD_FACTS = Finding("facts.old", Weight.NOTE, "the facts are those of April 2018")
NO_CHANNEL = Finding("channel.none", Weight.WARNING, "no way to reach this office is known")
STALE_MAIL = Finding("channel.stale-email", Weight.WARNING, "the e-mail address was last seen in 2018-04")
LONG = "In April 2018 the Open Dialog Foundation reported what had happened in Astana. " * 40
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def fill(layout: str) -> Callable[[Mapping[str, object]], str]:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string((LAYOUTS / layout).read_text(encoding="utf-8"))
    return template.render


INDEX, LETTER = fill("index.html"), fill("letter.html")


def a_reach(kind: Channel, value: str, **changes: object) -> Reach:
    return replace(Reach(kind, value, value, Freshness.FRESH, "2026-10-02"), **changes)  # type: ignore[arg-type]


EMAIL = a_reach(Channel.EMAIL, "cabinet@example.org")
ADDRESS = a_reach(Channel.ADDRESS, "Rue Wiertz 60\n1047 Bruxelles")
FORM = a_reach(Channel.FORM, "https://example.org/contact")
PHONE = a_reach(Channel.PHONE, "+3222845503", shown="+32 2 284 55 03")
FAX = a_reach(Channel.FAX, "+3222845504", shown="+32 2 284 55 04")


def a_letter(contact: str = "ep-president", *reaches: Reach, **changes: object) -> Letter:
    recipient = Recipient(
        contact=contact,
        title=f"Office of {contact}",
        institution="european-parliament",
        institution_name="European Parliament",
        group="eu",
        group_name="European Union",
        holder=None,
        envelope=(f"Office of {contact}", "Rue Wiertz 60", "1047 Bruxelles", "BELGIUM"),
        posted=any(reach.type is Channel.ADDRESS for reach in reaches),
        country="BE",
        reaches=reaches,
    )
    letter = Letter(
        campaign="odf-dck",
        letter="lift-the-ban",
        version="institution",
        language="en",
        date=date(2026, 11, 22),
        recipient=recipient,
        sender=SenderBlock("Jane Roe", ("12 Orchard Lane", "BS1 4ST Bristol"), "jane@example.org", "", "GB"),
        place_and_date="Bristol, 22 November 2026",
        subject="Please ask Kazakhstan to lift its ban",
        salutation="Dear President,",
        blocks=(Paragraph("I write as a teacher."), ListBlock(("condemn it", "raise it"), ordered=True)),
        ask="Will you condemn the ban?",
        closing="Yours sincerely,",
    )
    own = {name: value for name, value in changes.items() if name in Recipient.__slots__}
    rest = {name: value for name, value in changes.items() if name not in own}
    return replace(letter, recipient=replace(recipient, **own), **rest)  # type: ignore[arg-type]


def handed_over(letter: Letter, *forms: str) -> Handover:
    return Handover(letter, {form: f"{letter.name}.{form}" for form in forms})


def a_page(*handovers: Handover, campaign: str = "Freedom of assembly") -> str:
    return index_page(handovers, campaign=campaign, fill=INDEX)


@dataclass
class Element:
    """A tag of the page with what stands in it."""

    tag: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text within, as it stands."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self) -> str:
        """Return the text within, its white space as one space each."""
        return " ".join(self.text.split())

    def all(self, tag: str = "", **wanted: str) -> list[Element]:
        """Return every element within that has the tag and the attributes."""
        return [
            element
            for element in self.every()
            if tag in {"", element.tag} and wanted.items() <= element.attributes.items()
        ]

    def one(self, tag: str = "", **wanted: str) -> Element:
        """Return the only such element; there must be exactly one."""
        (element,) = self.all(tag, **wanted)
        return element

    def every(self) -> Iterable[Element]:
        """Yield every element within, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.every()

    @property
    def links(self) -> dict[str, str]:
        """Return the words of every link within by its address."""
        return {link.attributes["href"] or "": link.words for link in self.all("a")}


class Reader(HTMLParser):
    """Builds the tree and fails where a tag is closed that is not open, or left open."""

    def __init__(self) -> None:
        """Start with a root that has no name."""
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Open an element."""
        assert len(attrs) == len(dict(attrs)), f"<{tag}> has an attribute twice"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open."""
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        self.open[-1].children.append(data)


def read(page: str) -> Element:
    reader = Reader()
    reader.feed(page)
    reader.close()
    (root,) = reader.open
    return root


def shape(element: Element) -> list[tuple[str, tuple[str, ...]]]:
    return [(inner.tag, tuple(sorted(inner.attributes))) for inner in element.every()]


def article(page: str, letter: Letter) -> Element:
    (found,) = [item for item in read(page).all("article") if letter.recipient.title in item.one("h4").text]
    return found


def everything() -> tuple[Handover, ...]:
    return (
        handed_over(a_letter("all", EMAIL, ADDRESS, FORM, PHONE, FAX), "eml", "pdf", "txt", "html"),
        handed_over(a_letter("nothing", findings=(NO_CHANNEL,), group="coe", group_name="Council"), "txt"),
        handed_over(a_letter("form", FORM, institution="pmo", institution_name="Office")),
        handed_over(a_letter("long", EMAIL, blocks=(Paragraph(LONG),)), "eml"),
    )


def test_every_letter_has_a_button_for_each_of_its_ways() -> None:
    letter = a_letter("all", EMAIL, ADDRESS, FORM, PHONE, FAX)
    page = article(a_page(handed_over(letter, "eml", "pdf", "txt", "html")), letter)
    link = mail_link(letter)
    assert link
    assert page.links == {
        "./all.lift-the-ban.en.eml": "Open the draft",
        link.href: "Open a new message",
        "./all.lift-the-ban.en.pdf": "Open the page to print",
        "#text-1": "the text below",
        "https://example.org/contact": "Open the web form",
        "tel:+3222845503": "+32 2 284 55 03",
        "./all.lift-the-ban.en.txt": "as plain text",
        "./all.lift-the-ban.en.html": "as a page for reading",
    }
    assert [heading.words for heading in page.all("h5")] == [
        *("By e-mail", "On paper", "Through the web form", "By telephone", "By fax", "The text"),
    ]
    assert "+32 2 284 55 04" in page.text


def test_a_way_that_an_office_does_not_have_is_not_spoken_of() -> None:
    letter = a_letter("phone", PHONE)
    page = article(a_page(handed_over(letter, "txt")), letter)
    assert [heading.words for heading in page.all("h5")] == ["By telephone", "The text"]
    assert not [href for href in page.links if href.startswith("mailto:")]


def test_every_letter_can_be_ticked_off_with_a_labelled_checkbox() -> None:
    page = read(a_page(*everything()))
    for item in page.all("article"):
        box = item.one("input", type="checkbox")
        assert item.one("h4").text in item.one("label", **{"for": box.attributes["id"] or ""}).text


def test_the_page_without_its_script_holds_every_text_whole_and_easy_to_select() -> None:
    handovers = everything()
    page = a_page(*handovers)
    bare = read(re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL))
    shown = sorted(element.text for element in bare.all("div", **{"class": "text"}))
    assert shown == sorted(text.message(item.letter).removesuffix("\n") for item in handovers)
    assert "user-select:all" in bare.one("style").text
    assert bare.one("p", id="count").attributes.keys() >= {"hidden"}


def test_a_short_letter_goes_into_the_mail_link() -> None:
    letter = a_letter("short", EMAIL)
    page = article(a_page(handed_over(letter)), letter)
    assert "The address, the subject and the text are filled in." in page.words
    assert "Copy the text, then open" not in page.words


def test_a_mail_link_without_its_body_says_copy_the_text_then_open() -> None:
    letter = a_letter("long", EMAIL, blocks=(Paragraph(LONG),))
    way = article(a_page(handed_over(letter)), letter).all("section")[0]
    assert "Copy the text, then open a new message." in way.words
    first, second = (entry.words for entry in way.one("ol").all("li"))
    assert first.startswith("Copy the text below")
    assert second.startswith("Open a new message and paste")
    (mail,) = (href for href in way.links if href.startswith("mailto:"))
    assert "body=" not in mail


def test_offices_stand_by_group_and_institution_and_one_without_any_channel_stands_last() -> None:
    letters = (
        a_letter("nowhere", findings=(NO_CHANNEL,)),
        a_letter("first", EMAIL),
        a_letter("other", EMAIL, group="un", group_name="United Nations", institution="ohchr"),
        a_letter("second", EMAIL),
    )
    page = read(a_page(*map(handed_over, letters)))
    titles = [item.one("h4").text for item in page.all("article")]
    assert titles == ["Office of first", "Office of second", "Office of other", "Office of nowhere"]
    headings = [heading.text for heading in page.one("div", id="letters").all("h2")]
    assert headings == ["European Union", "United Nations", "No known way to reach them"]
    assert "No way to reach this office is known. channel.none" in page.all("article")[-1].words
    listed = [entry.words for entry in page.one("nav").all("a")]
    assert listed == titles


def test_what_every_letter_shares_is_told_once_at_the_top() -> None:
    letters = [a_letter(name, EMAIL, findings=(STALE_MAIL, OLD_FACTS)) for name in ("one", "two")]
    page = read(a_page(*map(handed_over, letters)))
    assert page.text.count(OLD_FACTS.code) == 1
    assert "Good to know: The facts are those of April 2018. facts.old" in page.all("header")[0].words
    assert all(STALE_MAIL.code in item.text for item in page.all("article"))


def test_what_only_some_letters_say_stays_with_them() -> None:
    old, new = a_letter("old", EMAIL, findings=(OLD_FACTS,)), a_letter("new", EMAIL)
    page = a_page(handed_over(old), handed_over(new))
    assert OLD_FACTS.code not in read(page).all("header")[0].text
    assert OLD_FACTS.code in article(page, old).text
    assert OLD_FACTS.code not in article(page, new).text


@pytest.mark.parametrize(
    ("weight", "words"),
    [(Weight.PROBLEM, "Problem:"), (Weight.WARNING, "Please look:"), (Weight.NOTE, "Good to know:")],
)
def test_the_weight_of_a_finding_is_said_in_words(weight: Weight, words: str) -> None:
    letter = a_letter("x", EMAIL, findings=(Finding("channel.odd", weight, "it is odd"),))
    assert f"{words} It is odd. channel.odd" in article(a_page(handed_over(letter)), letter).words


@pytest.mark.parametrize(
    ("freshness", "checked", "said"),
    [
        (Freshness.FRESH, "2026-10-02", "Fresh: last checked on 2 October 2026."),
        (Freshness.AGEING, "2025-02", "Ageing: last checked in February 2025. If the message comes back"),
        (
            Freshness.STALE,
            "2018",
            "Stale: last seen in 2018. It may no longer work: send the paper letter too",
        ),
    ],
)
def test_the_age_of_an_address_is_said_with_what_follows_from_it(
    freshness: Freshness, checked: str, said: str
) -> None:
    letter = a_letter("x", replace(EMAIL, freshness=freshness, checked=checked), ADDRESS)
    assert said in article(a_page(handed_over(letter, "pdf")), letter).words


def test_a_shorter_text_for_a_form_is_copied_where_the_form_is() -> None:
    letter = a_letter("x", FORM)
    fitted = replace(letter, form_text=FormText(120, 900, letter.blocks[:1], 1))
    page = a_page(handed_over(fitted))
    section = next(item for item in article(page, fitted).all("section") if item.all(id="form-1"))
    assert "the form takes no more than 120 characters" in section.words
    shorter = section.one("div", id="form-1").text
    assert "I write as a teacher." in shorter
    assert "condemn it" not in shorter
    assert "condemn it" in article(page, fitted).one("div", id="text-1").text
    assert section.one("button").attributes["data-copies"] == "form-1"
    # The script says what it did in the status beside the text.
    item = next(item for item in section.all("li") if item.all(id="form-1"))
    assert item.all(role="status")
    assert not article(a_page(handed_over(letter)), letter).all(id="form-1")


def test_what_to_say_stands_under_the_number() -> None:
    letter = a_letter("x", PHONE, call=Call(("Good day.", "Please ask."), 4))
    page = article(a_page(handed_over(letter, "call")), letter)
    section = next(item for item in page.all("section") if "By telephone" in item.text)
    assert section.one("div").text == "Good day.\n\nPlease ask."
    assert len([href for href in section.links if href.endswith("call")]) == 1
    without = article(a_page(handed_over(replace(letter, call=None))), letter)
    assert "Say who you are and what you ask:" in without.words


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        ((Freshness.FRESH, Freshness.FRESH), "What is known of this office is fresh."),
        ((Freshness.AGEING, Freshness.AGEING), "is ageing: nobody has checked it for more than a year."),
        ((Freshness.STALE, Freshness.STALE), "is stale: nobody has checked it for years."),
        ((Freshness.STALE, Freshness.AGEING), "is ageing, some is older: each way below says which."),
    ],
)
def test_each_office_says_how_fresh_what_is_known_of_it_is(ages: tuple[Freshness, ...], said: str) -> None:
    reaches = (replace(reach, freshness=age) for reach, age in zip((EMAIL, ADDRESS), ages, strict=True))
    letter = a_letter("x", *reaches)
    assert said in article(a_page(handed_over(letter)), letter).one("header").words


def test_a_letter_says_whether_it_goes_to_a_person_or_to_the_office() -> None:
    named = a_letter("named", replace(EMAIL, personal=True), holder="Antonio Tajani")
    office = a_letter("office", EMAIL)
    page = a_page(handed_over(named), handed_over(office))
    assert "Addressed by name to Antonio Tajani." in article(page, named).words
    assert (
        "cabinet@example.org, Antonio Tajani\N{RIGHT SINGLE QUOTATION MARK}s own"
        in article(page, named).words
    )
    assert "Addressed to the office" in article(page, office).words


@pytest.mark.parametrize(
    ("country", "words"), [("GB", "a letter abroad"), ("BE", "an inland letter"), ("", "costs more")]
)
def test_the_stamp_fits_the_way_the_letter_goes(country: str, words: str) -> None:
    letter = a_letter("x", ADDRESS)
    letter = replace(letter, sender=replace(letter.sender, country=country))
    page = article(a_page(handed_over(letter, "pdf")), letter)
    assert words in page.words
    assert page.one("p", **{"class": "envelope"}).all("br")


def test_the_top_says_what_the_folder_is_and_that_nothing_has_been_sent() -> None:
    words = read(a_page(*everything(), campaign="Free Ardak")).all("header")[0].words
    assert "Free Ardak" in words
    assert "4 letters, dated 22 November 2026" in words
    assert "Nothing has been sent." in words


def test_the_end_says_what_a_mail_program_adds_and_how_to_throw_the_folder_away() -> None:
    words = read(a_page(*everything())).one("footer").words
    assert all(part in words for part in ("time zone", "internet address", "delete this folder", "Downloads"))


def test_an_empty_folder_still_makes_a_page() -> None:
    assert read(a_page()).all("article") == []


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "https:x",
        "ftp://a.b",
    ],
)
def test_only_a_web_address_becomes_a_link_to_a_form(value: str) -> None:
    letter = a_letter("x", a_reach(Channel.FORM, value))
    page = article(a_page(handed_over(letter)), letter)
    assert set(page.links) == {"#text-1"}
    assert value in page.text


@pytest.mark.parametrize(
    "value", ["javascript:1", "12;phone-context=x", "+32 2 284", "\N{FULLWIDTH DIGIT ONE}2345"]
)
def test_only_digits_become_a_link_to_telephone(value: str) -> None:
    letter = a_letter("x", a_reach(Channel.PHONE, value))
    page = article(a_page(handed_over(letter)), letter)
    assert not page.links
    assert value in page.text


def test_a_file_name_never_becomes_a_scheme_or_leaves_the_folder() -> None:
    letter = a_letter("x", EMAIL)
    page = read(a_page(Handover(letter, {"eml": "javascript:alert(1)", "txt": "../../etc/passwd"})))
    assert {"./javascript%3Aalert%281%29", "./..%2F..%2Fetc%2Fpasswd"} <= set(page.one("article").links)


HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc"))),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "</title><img src=x onerror=alert(1)>",
            "\"' onclick='alert(1)",
            "{{ 7 * 7 }}{% raw %}{#",
            "javascript:alert(1)",
            "<!-- --><style>*{}</style>",
            "&lt;b&gt; &amp; &nbsp;",
            "</div></article><form action=//evil>",
        ]
    ),
).filter(str.strip)


@settings(max_examples=200, deadline=None)
@given(words=HOSTILE)
def test_hostile_text_in_any_field_stays_text_and_makes_no_tag_attribute_or_link(words: str) -> None:
    def with_words(value: str) -> tuple[Letter, str]:
        finding = Finding(f"holder.{value}", Weight.NOTE, value)
        reaches = (
            replace(EMAIL, value=value, shown=value, label=value, personal=True),
            replace(ADDRESS, value=value, shown=value, label=value),
            replace(FORM, value=f"x{value}", shown=f"x{value}", label=value),
            replace(PHONE, value=f"x{value}", shown=f"x{value}", label=value),
            replace(FAX, value=value, shown=value, checked=value),
        )
        letter = a_letter(
            "x",
            *reaches,
            **dict.fromkeys(("title", "institution_name", "group_name", "holder"), value),
            **dict.fromkeys(("language", "subject", "salutation", "ask", "closing", "place_and_date"), value),
            envelope=(value, value),
            # Long in any case: whether a text fits into the mail link is not what is tried here.
            blocks=(Paragraph(value), ListBlock((value, value)), Paragraph(LONG)),
            findings=(finding,),
            enclosures=(value,),
        )
        letter = replace(letter, sender=replace(letter.sender, name=value, lines=(value,)))
        files = {form: f"{form}{value}" for form in ("eml", "pdf", "txt", "html")}
        return letter, index_page([Handover(letter, files)], campaign=value, fill=INDEX)

    letter, page = with_words(words)
    tree = read(page)
    assert tree.one("div", **{"class": "text"}).text == text.message(letter).removesuffix("\n")
    assert tree.one("title").text == f"Your letters: {words}"
    assert tree.one("h4").text == words
    assert shape(tree) == shape(read(with_words("plain")[1]))
    assert {urlsplit(href).scheme for href in tree.one("article").links} <= {"", "mailto"}

    sheet = read(letter_page(letter, fill=LETTER))
    assert sheet.one("h1").text == words
    assert shape(sheet) == shape(read(letter_page(with_words("plain")[0], fill=LETTER)))


def hash_of(words: str) -> str:
    return f"'sha256-{b64encode(sha256(words.encode()).digest()).decode()}'"


def policy(tree: Element) -> dict[str, list[str]]:
    (meta,) = tree.all("meta", **{"http-equiv": "Content-Security-Policy"})
    rules = (rule.split() for rule in (meta.attributes["content"] or "").split(";"))
    return {name: values for name, *values in rules}


def pages() -> list[str]:
    return [a_page(*everything()), letter_page(everything()[0].letter, fill=LETTER)]


@pytest.mark.parametrize("page", pages(), ids=["index", "letter"])
def test_the_policy_allows_the_style_and_script_of_the_page_and_nothing_else(page: str) -> None:
    tree = read(page)
    styles = [hash_of(style.text) for style in tree.all("style")]
    scripts = [hash_of(script.text) for script in tree.all("script")]
    assert policy(tree) == {
        "default-src": ["'none'"],
        "style-src": styles,
        "script-src": scripts or ["'none'"],
        "img-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


@pytest.mark.parametrize("page", pages(), ids=["index", "letter"])
def test_the_page_loads_nothing_and_carries_no_handler_or_style_in_its_tags(page: str) -> None:
    tree = read(page)
    forbidden = {"src", "srcset", "action", "formaction", "data", "poster", "background", "style", "ping"}
    for element in tree.every():
        assert not forbidden & element.attributes.keys()
        assert not [name for name in element.attributes if name.startswith("on")]
        assert "href" not in element.attributes or element.tag == "a"
    assert not tree.all("link") + tree.all("iframe") + tree.all("img") + tree.all("form") + tree.all("base")
    assert not re.search(r"url\(|@import|https?:", "".join(style.text for style in tree.all("style")))
    assert not re.search(r"https?:|fetch|XMLHttp|import", "".join(item.text for item in tree.all("script")))
    assert tree.one("meta", name="referrer").attributes["content"] == "no-referrer"


@pytest.mark.parametrize("page", pages(), ids=["index", "letter"])
def test_the_page_is_sound_html_with_a_language_and_headings_in_order(page: str) -> None:
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    tree = read(page)
    levels = [int(item.tag[1]) for item in tree.every() if re.fullmatch(r"h[1-6]", item.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(second <= first + 1 for first, second in pairwise(levels))
    ids = [item.attributes["id"] for item in tree.every() if "id" in item.attributes]
    assert len(ids) == len(set(ids))
    for attribute in ("for", "aria-labelledby", "data-copies", "data-mark"):
        assert {item.attributes.get(attribute) for item in tree.every()} <= {None, *ids}
    assert {href[1:] for href in tree.links if href.startswith("#")} <= set(ids)
    tree.one("main")
    tree.one("meta", charset="utf-8")
    tree.one("meta", name="viewport")


def test_the_words_of_a_letter_are_marked_with_their_language() -> None:
    letter = a_letter("x", EMAIL, language="ru")
    page = article(a_page(handed_over(letter)), letter)
    assert page.one("div", **{"class": "text"}).attributes["lang"] == "ru"
    assert page.one("h4").attributes["lang"] == "ru"
    assert '<html lang="ru">' in letter_page(letter, fill=LETTER)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert a_page(*everything()).encode() == a_page(*everything()).encode()


def test_the_writer_stands_nowhere_but_in_the_text_of_the_letter() -> None:
    page = a_page(*everything())
    tree = read(page)
    outside = page
    for item in tree.all("div", **{"class": "text"}):
        assert "12 Orchard Lane" in item.text
        outside = outside.replace(item.text, "")
    for href in tree.links:
        outside = outside.replace(href.replace("&", "&amp;"), "")
    for part in ("Jane", "Orchard", "BS1", "Bristol", "jane@"):
        assert part not in outside


def test_the_browser_remembers_ticks_under_names_that_tell_nothing() -> None:
    def keys(*handovers: Handover) -> list[str | None]:
        return [box.attributes["data-key"] for box in read(a_page(*handovers)).all("input")]

    one, two = handed_over(a_letter("one", EMAIL)), handed_over(a_letter("two", EMAIL))
    assert keys(one, two) == keys(one) + keys(two)
    assert len(set(keys(one, two))) == len(keys(one, two))
    assert all(re.fullmatch(r"tick-[0-9a-f]{16}", key or "") for key in keys(one, two))
    other = replace(one.letter, sender=replace(one.letter.sender, name="John Doe", lines=(), email=""))
    assert keys(handed_over(other)) == keys(one)


def test_a_letter_as_a_page_holds_the_whole_sheet_and_nothing_of_the_review() -> None:
    letter = a_letter("x", EMAIL, findings=(OLD_FACTS,), enclosures=("Enclosure: report",))
    page = read(letter_page(letter, fill=LETTER))
    leaves = [item.text for item in page.one("main").every() if not any(item.every())]
    assert [leaf for leaf in leaves if leaf] == [
        *("Jane Roe", "12 Orchard Lane", "BS1 4ST Bristol", "jane@example.org"),
        *("Office of x", "Rue Wiertz 60", "1047 Bruxelles", "BELGIUM"),
        *("Bristol, 22 November 2026", "Please ask Kazakhstan to lift its ban", "Dear President,"),
        *("I write as a teacher.", "condemn it", "raise it"),
        *("Yours sincerely,", "Jane Roe", "Enclosure: report"),
    ]
    assert len(page.all("ol")) == 1
    assert "facts.old" not in page.text
    assert "Will you" not in page.text


def luminance(colour: str) -> float:
    full = colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
    parts = (int(full[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_text_has_the_contrast_of_wcag_aa_in_light_dark_and_print() -> None:
    style = read(a_page()).one("style").text
    palettes = [dict(re.findall(r"--(\w+):(#\w+)", rule)) for rule in re.findall(r":root\{([^}]*)\}", style)]
    assert len(palettes) == 3
    for colours in palettes:
        for ink in ("ink", "soft", "accent"):
            assert contrast(colours[ink], colours["page"]) >= 4.5
            assert contrast(colours[ink], colours["paper"]) >= 4.5
        assert contrast(colours["on"], colours["accent"]) >= 4.5


def test_the_style_stays_lean() -> None:
    assert len(read(a_page()).one("style").text.encode()) < 6000


def browse(page: Path, profile: Path, *options: str) -> subprocess.CompletedProcess[str]:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        words = f"this test needs one of {', '.join(BROWSERS)}: apt-get install chromium"
        # The gate installs a browser and must not pass without one; a contributor may do without.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(words)
    return subprocess.run(
        [
            browser,
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *("--enable-logging=stderr", "--v=0", f"--user-data-dir={profile}", *options, page.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def test_a_browser_runs_the_script_under_the_policy_and_fills_the_counter(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    ticked = a_page(*everything()).replace('id="done-2"', 'id="done-2" checked')
    page.write_text(ticked, encoding="utf-8")
    seen = browse(page, tmp_path / "profile", "--dump-dom", f"--screenshot={tmp_path / 'page.png'}")
    tree = read(seen.stdout)
    assert tree.one("p", id="count").text == "1 of 4 done"
    assert tree.one("span", **{"data-mark": "done-2"}).text == "✓ done"
    assert all("hidden" not in button.attributes for button in tree.all("button"))
    assert "Content Security Policy" not in seen.stderr
    assert "CONSOLE" not in seen.stderr


def test_a_browser_still_knows_a_tick_when_the_page_is_opened_again(tmp_path: Path) -> None:
    page, other = tmp_path / "index.html", tmp_path / "other.html"
    page.write_text(a_page(*everything()), encoding="utf-8")
    key = read(a_page(*everything())).one("input", id="done-3").attributes["data-key"]
    other.write_text(f"<script>localStorage.setItem('{key}', '1')</script>", encoding="utf-8")
    # A browser that is closed at once does not always write down what it was to keep: some tries are its own.
    for _ in range(20):
        browse(other, tmp_path / "profile", "--dump-dom")
        again = read(browse(page, tmp_path / "profile", "--dump-dom").stdout)
        if again.one("p", id="count").text != "0 of 4 done":
            break
    assert again.one("p", id="count").text == "1 of 4 done"
    assert again.one("span", **{"data-mark": "done-3"}).text == "\N{CHECK MARK} done"


def test_a_browser_refuses_a_script_that_is_not_the_page_s_own(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    foreign = "<script>document.title = 'owned'</script></main>"
    page.write_text(a_page().replace("</main>", foreign), encoding="utf-8")
    seen = browse(page, tmp_path / "profile", "--dump-dom")
    assert "<title>Your letters: Freedom of assembly</title>" in seen.stdout
    assert "Content Security Policy" in seen.stderr


@pytest.mark.parametrize("layout", ["index", "letter"])
def test_a_browser_paints_the_page_as_its_style_says(tmp_path: Path, layout: str) -> None:
    page = tmp_path / f"{layout}.html"
    page.write_text(pages()[layout == "letter"], encoding="utf-8")
    picture = tmp_path / "page.png"
    seen = browse(page, tmp_path / "profile", f"--screenshot={picture}", "--window-size=1200,900")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "Content Security Policy" not in seen.stderr


def test_mail_links_come_back_from_the_page_as_they_were_made() -> None:
    letter = a_letter("x", replace(EMAIL, value="a&b=c?d@example.org"), subject="Ban & “freedom”?")
    link = mail_link(letter)
    page = article(a_page(handed_over(letter)), letter)
    assert link
    assert link.href in page.links
    assert "Ban & “freedom”?" in unquote(link.href)
