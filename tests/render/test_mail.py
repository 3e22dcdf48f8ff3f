"""An e-mail says what the letter says, to whom it is meant and to nobody else, whatever stands in it."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advocate.cli.workshop import Wish, make_letters
from advocate.core.dates import Freshness
from advocate.core.letter import Paragraph, Reach
from advocate.core.mail import Stamp
from advocate.core.problems import ProblemsError
from advocate.core.registry import Channel
from advocate.render import eml, text
from advocate.render.mail_address import mail_address
from tests.conftest import TODAY

if TYPE_CHECKING:
    from advocate.core.letter import Letter

SENT = datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC)
MESSAGE_ID = f"<{'0123456789abcdef' * 2}@example.org>"
STAMP = Stamp(SENT, MESSAGE_ID, "office@example.net")
LONGEST_LINE = 78
LONGEST_ENCODED_LINE = 76
LONGEST_ENCODED_WORD = 75
UTF8 = [pytest.param(False, id="plain"), pytest.param(True, id="utf8")]

SEEN = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"))
ANY_WORDS = (
    st.lists(st.text(SEEN, min_size=1, max_size=20), min_size=1, max_size=12)
    .map(" ".join)
    .filter(lambda words: "=?" not in words)
)
ATOM = st.text(st.sampled_from("abcxyzABC019!#$%&'*+/^_`{|}~-"), min_size=1, max_size=12)
ADDRESS = st.builds(
    "{}@{}.example".format,
    st.lists(ATOM, min_size=1, max_size=4).map(".".join),
    st.text(st.sampled_from("abcxyz019"), min_size=1, max_size=30),
)
STAMPS = st.builds(Stamp, st.just(SENT), st.just(MESSAGE_ID), ADDRESS, st.booleans())
ANY_BODY = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1)


@cache
def a_letter() -> Letter:
    wish = Wish(None, ["wgad"], [], None, "en", TODAY, None, {"name": "Ada Byron"}, None)
    return make_letters(wish).letters[0]


def letter_from(name: str, address: str, *to: str, subject: str = "A plea", body: str = "Words.") -> Letter:
    letter = a_letter()
    reaches = tuple(Reach(Channel.EMAIL, each, each, Freshness.FRESH, "2026") for each in to)
    return replace(
        letter,
        subject=subject,
        blocks=(Paragraph(body),),
        sender=replace(letter.sender, name=name, email=address),
        recipient=replace(letter.recipient, reaches=reaches),
    )


def made_by_python(letter: Letter) -> EmailMessage:
    """Return the same draft as Python's own library makes it."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = Address(letter.sender.name, addr_spec=letter.sender.email)
    mail["To"] = [Address(addr_spec=reach.value) for reach in letter.recipient.reaches]
    mail["Subject"] = letter.subject
    mail["X-Unsent"] = "1"
    mail.set_content(text.message(letter), cte="base64")
    mail["Content-Language"] = letter.language
    return mail


def head_of(data: bytes) -> list[str]:
    """Return the lines of the head."""
    head, gap, _ = data.partition(b"\r\n\r\n")
    assert gap
    return head.decode("utf-8").split("\r\n")


def unfolded(data: bytes, header: str) -> str:
    """Return what a header holds, by RFC 5322, 2.2.3 alone: line ends before a space fall away."""
    head = "\r\n".join(head_of(data)).replace("\r\n ", " ")
    return dict(line.split(": ", 1) for line in head.split("\r\n"))[header]


def writer_of(data: bytes) -> tuple[str, str]:
    """Return name and address of From; Python's newer reader parts long names before 3.13."""
    name, address = parseaddr(unfolded(data, "From"))
    return str(make_header(decode_header(name))), address


@given(ANY_WORDS, ADDRESS, st.lists(ADDRESS, min_size=1, max_size=5), ANY_WORDS, ANY_BODY)
@example("Byron, Ada", "a@b.example", ["c@d.example"], "Subject’s — «кавычки» 🙂 " * 9, ".\n. \n =\n--\n" * 9)
@example('a\\b"c' * 30, "a@b.example", ["c@d.example"], "a" * 300, "=" * 300 + " \n\t")
def test_a_draft_is_read_as_the_one_that_python_makes(
    name: str, address: str, to: list[str], subject: str, body: str
) -> None:
    letter = letter_from(name, address, *to, subject=subject, body=body)
    made = eml.draft(letter)
    assert made
    read = email.message_from_bytes(made, policy=email.policy.default)
    expected = made_by_python(letter)
    assert sorted(read.keys()) == sorted(expected.keys())
    assert not read.defects
    assert [each.addr_spec for each in read["To"].addresses] == to
    assert writer_of(made) == (name, address)
    assert str(make_header(decode_header(unfolded(made, "Subject")))) == subject
    assert read.get_content() == expected.get_content()
    for header in ("X-Unsent", "Content-Type", "MIME-Version", "Content-Language"):
        assert read[header] == expected[header]


@given(ANY_WORDS, ADDRESS, STAMPS, ANY_WORDS, ANY_BODY)
def test_a_message_is_read_as_it_was_meant(
    name: str, address: str, stamp: Stamp, subject: str, body: str
) -> None:
    letter = letter_from(name, address, "somebody-else@example.net", subject=subject, body=body)
    made = eml.message(letter, stamp)
    read = email.message_from_bytes(made, policy=email.policy.default)
    assert read.keys() == [
        *("From", "To", "Subject", "Date", "Message-ID"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version", "Content-Language"),
    ]
    assert unfolded(made, "To") == stamp.to
    assert writer_of(made) == (name, address)
    shown = unfolded(made, "Subject")
    assert (shown if stamp.utf8 else str(make_header(decode_header(shown)))) == subject
    assert read["Date"].datetime == SENT
    assert read["Message-ID"] == MESSAGE_ID
    assert read.get_content() == made_by_python(letter).get_content()


@given(ANY_WORDS, STAMPS, ANY_WORDS, ANY_BODY)
@example("Ada", STAMP, "A plea", "€" + "é=" * 400)
@example("Ё" * 14, STAMP, "Ё" * 28, "Words.")
@example("Ada", STAMP, "A plea", "x" * 78 + "\n" + "x" * 79)
def test_no_line_is_too_long_and_none_ends_otherwise(
    name: str, stamp: Stamp, subject: str, body: str
) -> None:
    made = eml.message(letter_from(name, "a@b.example", subject=subject, body=body), stamp)
    assert not {13, 10} & set(made.replace(b"\r\n", b""))
    assert made.endswith(b"\r\n")
    head, _, words = made.partition(b"\r\n\r\n")
    assert all(len(line) <= LONGEST_ENCODED_LINE for line in words.split(b"\r\n"))
    assert words.isascii()
    assert stamp.utf8 or head.isascii()
    for line in head_of(made):
        assert line.strip()
        assert len(line) <= LONGEST_ENCODED_LINE or "=?" not in line
        assert all(len(word) <= LONGEST_ENCODED_WORD for word in line.split() if word.startswith("=?"))
        # A line without a gap in it cannot be made shorter.
        assert len(line) <= LONGEST_LINE or " " not in line.partition(": ")[2].strip()


@pytest.mark.parametrize("words", ["x" * 2_000, "é" * 2_000, "word " * 399 + "word"])
@pytest.mark.parametrize("utf8", UTF8)
def test_a_subject_of_any_length_keeps_to_the_length_of_a_line(words: str, *, utf8: bool) -> None:
    letter = letter_from("Ada Byron", "ada@example.org", subject=words)
    made = eml.message(letter, replace(STAMP, utf8=utf8))
    assert all(len(line.encode()) <= LONGEST_LINE for line in head_of(made))
    assert str(make_header(decode_header(unfolded(made, "Subject")))) == words


@pytest.mark.parametrize(
    "hidden", ["\r\nBcc: eve@evil.example", "\nBcc: eve@evil.example", "\rBcc: e@e.example"]
)
def test_nothing_brings_a_header_of_its_own(hidden: str) -> None:
    plain = letter_from("Ada Byron", "ada@example.org", "office@example.net")
    named = replace(plain, sender=replace(plain.sender, name=f"Ada{hidden}"))
    for letter in (named, replace(plain, subject=f"A plea{hidden}")):
        for stamp in (STAMP, replace(STAMP, utf8=True)):
            with pytest.raises(ProblemsError, match=r"eml\.line-break"):
                eml.message(letter, stamp)
        with pytest.raises(ProblemsError, match=r"eml\.line-break"):
            eml.draft(letter)
    with pytest.raises(ProblemsError, match=r"eml\.line-break"):
        eml.message(plain, replace(STAMP, message_id=f"{MESSAGE_ID}{hidden}"))
    with pytest.raises(ProblemsError, match=r"eml\.address"):
        eml.message(plain, replace(STAMP, to=f"office@example.net{hidden}"))
    with pytest.raises(ProblemsError, match=r"eml\.address"):
        eml.draft(letter_from("Ada Byron", f"ada@example.org{hidden}", "office@example.net"))


@pytest.mark.parametrize(
    ("given_address", "written"),
    [
        ("office@example.net", "office@example.net"),
        ("first.last+tag@mail.example.net", "first.last+tag@mail.example.net"),
        ('"first last"@example.net', '"first last"@example.net'),
        ("office@[192.0.2.1]", "office@[192.0.2.1]"),
        # IDNA 2008 keeps the ß that IDNA 2003 took for ss, and so leads to another domain.
        ("office@bücher.example", "office@xn--bcher-kva.example"),
        ("office@straße.example", "office@xn--strae-oqa.example"),
        ("office@почта.example", "office@xn--80a1acny.example"),
    ],
)
def test_an_address_stands_in_ascii_wherever_that_is_possible(given_address: str, written: str) -> None:
    letter = letter_from("Ada Byron", "ada@example.org", given_address)
    draft = eml.draft(letter)
    assert draft
    for made in (
        draft,
        *(eml.message(letter, Stamp(SENT, MESSAGE_ID, given_address, utf8)) for utf8 in (False, True)),
    ):
        assert unfolded(made, "To") == written
    assert mail_address(given_address) == written


def test_letters_before_the_at_sign_need_a_server_that_takes_them() -> None:
    letter = letter_from("Әсел Оспанова", "ada@example.org", "әсел@почта.example", subject="Өтініш")
    made = eml.message(letter, Stamp(SENT, MESSAGE_ID, "әсел@почта.example", utf8=True))
    assert head_of(made)[:3] == [
        "From: Әсел Оспанова <ada@example.org>",
        "To: әсел@почта.example",
        "Subject: Өтініш",
    ]
    with pytest.raises(
        ProblemsError, match=r"'әсел@почта.example' has letters before the @ .*\[eml\.letters\]"
    ):
        eml.message(letter, Stamp(SENT, MESSAGE_ID, "әсел@почта.example"))
    draft = eml.draft(letter)
    assert draft
    assert head_of(draft)[1] == "To: әсел@почта.example"


@pytest.mark.parametrize(
    "address",
    [
        *("", "@", "a@", "@b.example", "no address", "a b@c.example", "a..b@c.example", "a@b..example"),
        *(
            "a@b.example,eve@evil.example",
            "=?utf-8?q?a=2C_eve?=@evil.example",
            "a@b.example>",
            "a@xn--\u0430.b",
        ),
        *("ә\u200f@b.example", "ә\u00a0b@c.example", "ә b@c.example", "ә@b@c.example"),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("utf8", UTF8)
def test_what_is_no_address_is_a_problem(address: str, *, utf8: bool) -> None:
    with pytest.raises(ProblemsError, match=r"is not an e-mail address \[eml\.address\]"):
        mail_address(address, utf8=utf8)


def test_many_addresses_are_parted_between_two_of_them() -> None:
    to = [f"office-{number}@some.example.net" for number in range(6)]
    made = eml.draft(letter_from("Ada Byron", "ada@example.org", *to))
    assert made
    lines = head_of(made)
    folded = [line for before, line in pairwise(lines) if line.startswith(" ") and before.endswith(",")]
    assert len(folded) == 2
    assert unfolded(made, "To") == ", ".join(to)
