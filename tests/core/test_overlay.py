"""What the writer's own corrections make of a registry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.core import address
from advocate.core.amend import Book, Correction, corrected, dropped, source_for, with_source
from advocate.core.dates import PartialDate
from advocate.core.overlay import Change, Dead, Overlay, kept, merge, only, pruned, without_marks
from advocate.core.registry import Channel, Contact, ContactDetail, Holder, Office, Source
from advocate.render.overlay_yaml import overlay_text
from advocate.sources.overlay import overlay_in
from tests.corrections import details, holders, overlays, registry

REGISTRY = registry()
TODAY = date(2026, 11, 22)
SEEN = PartialDate(2026, 11, 20)
OWN_MAIL = ContactDetail(Channel.EMAIL, "me", SEEN, "chair@knb.example")


def office_in(merged_id: str, overlay: Overlay) -> Office:
    return next(o for o in merge(REGISTRY, overlay).offices if o.contact.id == merged_id)


def with_change(change: Change) -> Overlay:
    return kept(Overlay(), change)


def test_with_an_empty_overlay_the_registry_is_itself() -> None:
    assert merge(REGISTRY, Overlay()) is REGISTRY


@given(overlays(REGISTRY))
def test_a_second_time_nothing_more_changes(overlay: Overlay) -> None:
    once = merge(REGISTRY, overlay)
    assert merge(once, overlay) == once


@given(overlays(REGISTRY))
def test_a_written_overlay_reads_back_as_it_was(overlay: Overlay) -> None:
    read = overlay_in(overlay_text(overlay), "overlay.yaml", REGISTRY)
    assert (read.whole, read.fitting, read.asides) == (overlay, overlay, ())


@given(overlays(REGISTRY))
def test_what_is_not_spoken_of_stays_as_it_was(overlay: Overlay) -> None:
    merged = {contact.id: contact for contact in merge(REGISTRY, overlay).contacts}
    touched = {change.id for change in overlay.changes}
    assert [merged[c.id] for c in REGISTRY.contacts if c.id not in touched] == [
        c for c in REGISTRY.contacts if c.id not in touched
    ]
    assert all(merged[c.id].local for c in REGISTRY.contacts if c.id in touched)


@given(overlays(REGISTRY))
def test_an_own_detail_comes_before_those_of_the_campaign(overlay: Overlay) -> None:
    for office in merge(REGISTRY, overlay).offices:
        for channel in Channel:
            local = [d.local for d in address.of_type(address.details_on(office, TODAY), channel)]
            assert local == sorted(local, reverse=True)


@given(overlays(REGISTRY))
def test_a_dead_value_is_used_nowhere(overlay: Overlay) -> None:
    for office in merge(REGISTRY, overlay).offices:
        change = overlay.change_of(office.contact.id)
        own = {(d.type, d.value, d.holder) for d in change.contact_details}
        dead = {(d.type, d.value, d.holder) for d in change.dead} - own
        there = {(d.type, d.value, d.holder) for d in office.contact.contact_details}
        assert not dead & there


@given(
    overlays(REGISTRY),
    st.sampled_from(REGISTRY.contacts),
    st.lists(details(), min_size=1, max_size=3, unique_by=lambda detail: detail.value),
    st.lists(holders(), max_size=1),
    st.booleans(),
)
def test_dropping_undoes_setting(
    overlay: Overlay,
    contact: Contact,
    new: list[ContactDetail],
    people: list[Holder],
    beside: bool,  # noqa: FBT001 - it is drawn
) -> None:
    overlay = pruned(replace(overlay, changes=tuple(c for c in overlay.changes if c.id != contact.id)))
    book = Book(REGISTRY, overlay, merge(REGISTRY, overlay), TODAY)
    correction = Correction(contact.id, tuple(new), tuple(people), beside=beside)
    after, _ = corrected(book, correction)
    assert after != overlay
    assert dropped(after, contact.id, None) == overlay
    # A holder may be called as a value is, and then both go at once.
    for what in dict.fromkeys([*(detail.value for detail in new), *(holder.name for holder in people)]):
        after = dropped(after, contact.id, what)
    assert after == overlay


@given(overlays(REGISTRY))
def test_one_entry_taken_out_of_an_overlay_says_the_same(overlay: Overlay) -> None:
    whole = {contact.id: contact for contact in merge(REGISTRY, overlay).contacts}
    for change in overlay.changes:
        part = {contact.id: contact for contact in merge(REGISTRY, only(overlay, [change.id])).contacts}
        assert part.get(change.id) == whole.get(change.id)


def test_a_new_value_stands_in_the_place_of_the_dead_one() -> None:
    change = Change("knb-chairman", (Dead(Channel.EMAIL, "press@knb.kz"),), (OWN_MAIL,))
    before = next(c for c in REGISTRY.contacts if c.id == "knb-chairman").contact_details
    after = office_in("knb-chairman", with_change(change)).contact.contact_details
    assert [d.value for d in after] == [
        "chair@knb.example" if d.value == "press@knb.kz" else d.value for d in before
    ]


def test_an_own_holder_is_named_even_where_the_campaign_knows_a_later_one() -> None:
    mine = Holder("Ada Byron", "Byron", "me", SEEN, start_date=PartialDate(2023))
    office = office_in(
        "european-council-president", with_change(Change("european-council-president", holders=(mine,)))
    )
    assert [h.name for h in office.contact.holders] == ["Donald Tusk", "António Costa", "Ada Byron"]
    found = address.holder_on(office.contact, TODAY)
    assert found
    assert found.name == "Ada Byron"


def test_a_holder_of_the_same_name_is_mended_in_place() -> None:
    ended = Holder("António Costa", "Costa", "me", SEEN, end_date=PartialDate(2026, 10))
    office = office_in(
        "european-council-president", with_change(Change("european-council-president", holders=(ended,)))
    )
    assert [h.name for h in office.contact.holders] == ["Donald Tusk", "António Costa"]
    assert address.holder_on(office.contact, TODAY) is None


def test_a_change_to_an_institution_serves_all_its_offices() -> None:
    phone = ContactDetail(Channel.PHONE, "me", SEEN, "+4533378041")
    overlay = with_change(Change("osce-pa", (Dead(Channel.PHONE, "+4533378040"),), (phone,)))
    for id_ in ("oscepa-president", "oscepa-human-rights-chair"):
        found = address.of_type(address.details_on(office_in(id_, overlay), TODAY), Channel.PHONE)
        assert "+4533378041" in [detail.value for detail in found]
        assert "+4533378040" not in [detail.value for detail in found]


def test_a_source_of_the_same_id_but_another_page_gets_a_name_of_its_own() -> None:
    taken = REGISTRY.sources[0]
    mine = Source(taken.id, "Another page", "https://example.org/other")
    mail = replace(OWN_MAIL, source=taken.id)
    overlay = replace(with_change(Change("knb-chairman", contact_details=(mail,))), sources=(mine,))
    merged = merge(REGISTRY, overlay)
    assert merged.sources[:-1] == REGISTRY.sources
    assert merged.sources[-1] == replace(mine, id=f"{taken.id}-2")
    contact = next(c for c in merged.contacts if c.id == "knb-chairman")
    assert [d.source for d in contact.contact_details if d.local] == [f"{taken.id}-2"]
    assert merge(merged, overlay) == merged


def test_without_its_marks_a_registry_is_as_if_the_campaign_said_it() -> None:
    merged = merge(REGISTRY, with_change(Change("knb-chairman", contact_details=(OWN_MAIL,))))
    assert merged != without_marks(merged)
    assert not any(office.local for office in without_marks(merged).offices)


@pytest.mark.parametrize(
    ("given_", "id_"),
    [
        ("https://www.gov.kz/knb/contacts", "gov-kz-2026-11"),
        ("http://user@gov.kz:8080/x", "gov-kz-2026-11"),
        ("https://кнб.қаз/x", "page-2026-11"),
        ("report-2018", "report-2018"),
        ("me", "me"),
    ],
)
def test_a_source_is_named_after_its_host_and_month(given_: str, id_: str) -> None:
    assert source_for(given_, None, SEEN, REGISTRY)[0] == id_


def test_a_second_page_of_one_host_gets_a_number_and_the_same_page_its_old_name() -> None:
    id_, page = source_for("https://gov.kz/a", None, SEEN, REGISTRY)
    assert page
    known = replace(REGISTRY, sources=(*REGISTRY.sources, page))
    assert source_for("https://gov.kz/b", None, SEEN, known)[0] == f"{id_}-2"
    assert source_for("https://gov.kz/a", None, SEEN, known) == (id_, page)


def test_a_source_that_nothing_refers_to_is_not_kept() -> None:
    _, page = source_for("https://gov.kz/a", None, SEEN, REGISTRY)
    assert with_source(Overlay(), page) == Overlay()
