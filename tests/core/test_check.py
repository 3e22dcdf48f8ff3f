"""Look-alikes, and what the check of a registry is asked with people's own words."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from advocate.core.check import check
from advocate.core.check.domains import Known, domain_of_form, one_edit_apart, spelt
from advocate.core.dates import PartialDate
from advocate.core.letter import Weight
from advocate.core.registry import (
    Channel,
    Contact,
    ContactDetail,
    FormOfAddress,
    Gender,
    Gendered,
    Group,
    Holder,
    Institution,
    Kind,
    PersonName,
    Registry,
    Retirement,
    Source,
)
from advocate.sources.judge import LibraryJudge

JUDGE = LibraryJudge()

LETTERS = string.ascii_lowercase + string.digits + "-"
LABELS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda label: label.strip("-") == label)
DOMAINS = st.lists(LABELS, min_size=1, max_size=3).map(lambda labels: ".".join([*labels, "zz"]))


def known(*domains: str) -> Known:
    found = Known(JUDGE)
    for domain in domains:
        found.add(domain)
    return found


@given(st.lists(DOMAINS, min_size=1, max_size=5), st.data())
def test_a_declared_domain_is_never_a_look_alike(domains: list[str], data: st.DataObject) -> None:
    declared = known(*domains)
    same = data.draw(st.sampled_from(domains))
    below = data.draw(st.one_of(st.just(""), LABELS.map(lambda label: f"{label}.")))
    assert declared.same_looking(same) is None
    assert declared.near(same) is None
    assert declared.same_looking(below + same) in {None, *domains}


@given(DOMAINS, st.data())
def test_a_domain_that_one_slip_parts_from_a_declared_one_is_always_a_look_alike(
    domain: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(domain) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    slips: list[str] = [
        domain[:place] + domain[place + 1 :],
        domain[:place] + letter + domain[place:],
        domain[:place] + letter + domain[place + 1 :],
        domain[:place] + domain[place + 1 : place + 2] + domain[place] + domain[place + 2 :],
    ]
    slip = data.draw(st.sampled_from(slips))
    assume(slip != domain)
    assert known(domain).near(slip) == domain
    assert one_edit_apart(slip, domain)
    assert one_edit_apart(domain, slip)


def distance(one: str, other: str) -> int:
    """Return how many slips part two words, by the textbook (optimal string alignment)."""
    rows = [[max(i, j) for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            changed = rows[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, changed)
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(st.text("abc.", max_size=6), st.text("abc.", max_size=6))
def test_one_slip_is_what_the_textbook_calls_a_distance_of_one(one: str, other: str) -> None:
    assert one_edit_apart(one, other) == (distance(one, other) == 1)


SHORT = st.text("ab", min_size=1, max_size=4)


@given(st.lists(SHORT.map(lambda word: f"{word}.zz"), max_size=6), SHORT)
def test_the_search_finds_a_neighbour_exactly_where_there_is_one(names: list[str], word: str) -> None:
    asked = f"{word}.zz"
    found = known(*names).near(asked)
    if asked in names:
        assert found is None
    else:
        assert (found is not None) == any(one_edit_apart(asked, name) for name in names)


@pytest.mark.parametrize(
    ("domain", "declared"),
    [
        ("рrokuror.zz", "prokuror.zz"),
        ("рrоkurоr.zz", "prokuror.zz"),
        ("prokur0r.zz", "prokuror.zz"),
        ("рrokur0r.gov.zz", "prokuror.gov.zz"),
        ("rnvd.zz", "mvd.zz"),
        ("mail.rnvd.zz", "mvd.zz"),
        ("ѕеnаtе.zz", "senate.zz"),
    ],
)
def test_what_looks_the_same_is_found(domain: str, declared: str) -> None:
    assert known(declared).same_looking(spelt(domain)) == declared


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.state.zz/contact?x=1#y", "www.state.zz"),
        ("https://state.zz:8443/contact", "state.zz"),
        ("https://state.zz@evil.zz/", "evil.zz"),
        ("https://user:state.zz@evil.zz:80", "evil.zz"),
        ("https://evil.zz\\@state.zz/", "evil.zz"),
        ("https://evil.zz?@state.zz/", "evil.zz"),
        ("https://evil.zz#@state.zz/", "evil.zz"),
        ("http://WWW.State.ZZ.", "www.state.zz"),
        ("https://xn--e1afmkfd.zz/", "пример.zz"),
        ("https://", ""),
    ],
)
def test_a_web_address_leads_where_a_browser_would_go(address: str, domain: str) -> None:
    assert domain_of_form(address) == domain


@given(st.text(max_size=30))
@example("xn--")
@example("xn--\u0430")
@example("xn--99999999999.zz")
def test_any_text_can_be_read_as_a_domain_and_reading_it_twice_changes_nothing(text: str) -> None:
    once = spelt(text)
    if not once.startswith("xn--") and ".xn--" not in once:
        assert spelt(once) == once
    assert known(once).same_looking(once) is None


DATES = st.builds(
    PartialDate, st.integers(1, 9999), st.none() | st.integers(1, 12), st.none()
) | st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
TEXT = st.text(min_size=1, max_size=20)
ADDRESSES = st.builds("{}@{}".format, TEXT, st.one_of(TEXT, DOMAINS))


def a_detail(channel: Channel) -> st.SearchStrategy[ContactDetail]:
    values = {
        Channel.EMAIL: ADDRESSES,
        Channel.FORM: st.builds("https://{}/{}".format, st.one_of(TEXT, DOMAINS), TEXT),
        Channel.PHONE: st.integers(10**6, 10**15 - 1).map("+{}".format),
        Channel.FAX: st.integers(10**6, 10**15 - 1).map("+{}".format),
        Channel.ADDRESS: st.lists(TEXT, min_size=1, max_size=4).map("\n".join),
    }
    return st.builds(
        ContactDetail,
        type=st.just(channel),
        source=st.just("source"),
        checked=DATES,
        value=values[channel],
        country=st.sampled_from(["DE", "KZ", "GB", "JP", "ZZ", "AQ", None]),
        holder=st.none() | st.just("A"),
        valid_until=st.none() | DATES,
        note=st.none() | TEXT,
    )


DETAILS = st.lists(st.sampled_from(Channel).flatmap(a_detail), max_size=4).map(tuple)
HOLDERS = st.lists(
    st.builds(
        Holder,
        name=st.sampled_from(["A", "B", "[name]"]),
        family_name=TEXT,
        source=st.just("source"),
        checked=DATES,
        gender=st.none() | st.sampled_from(Gender),
        names=st.dictionaries(st.sampled_from(["ru", "kk"]), st.builds(PersonName, TEXT, TEXT), max_size=2),
        start_date=st.none() | DATES,
        end_date=st.none() | DATES,
        valid_until=st.none() | DATES,
    ),
    max_size=4,
).map(tuple)
FORM = FormOfAddress(
    Gendered("Dear", "Dear Ms", "Dear Mr"), Gendered("Yours"), style_named=Gendered("{dative}\n{style}")
)


REGISTRIES = st.builds(
    lambda domains, addresses, shared, country, details, holders, retired, url: Registry(
        sources=(Source("source", "Source", url, PartialDate(2020)),),
        groups=(Group("land", {"en": "Land"}), Group("isles", {"en": "Isles"})),
        institutions=(
            Institution(
                "one",
                {"en": "One"},
                "land",
                country,
                domains=domains,
                addresses=addresses,
                contact_details=shared,
            ),
            Institution("two", {"en": "Two"}, "isles", "KZ", domains=domains[::-1]),
        ),
        contacts=tuple(
            Contact(
                name,
                institution,
                Kind.PARLIAMENT,
                {"en": "Head"},
                {"en": FORM, "ru": FORM},
                holders=holders,
                contact_details=details,
                retired=retired,
            )
            for name, institution in (("head", "one"), ("deputy", "two"))
        ),
    ),
    st.lists(st.one_of(DOMAINS, TEXT, st.just("mail.ru")), max_size=4).map(tuple),
    st.lists(st.one_of(ADDRESSES, TEXT), max_size=2).map(tuple),
    DETAILS,
    st.sampled_from(["DE", "ZZ"]),
    DETAILS,
    HOLDERS,
    st.none() | st.builds(Retirement, DATES, TEXT, st.just("source")),
    TEXT,
)


@given(REGISTRIES, st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_the_check_of_any_registry_ends_with_remarks_that_have_a_place(registry: Registry, day: date) -> None:
    for remark in check(registry, JUDGE, day):
        assert remark.code.startswith("check.")
        assert remark.weight in Weight
        part, number, *_ = remark.path
        assert isinstance(number, int)
        assert number < len(getattr(registry, str(part)))
