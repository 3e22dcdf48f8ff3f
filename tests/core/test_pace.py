"""How fast letters leave: rules that hold for every history and every hour."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.core.pace import HOUR, Hours, earliest, gap

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""A Sunday."""

MOMENTS = st.integers(-7200, 7200).map(lambda seconds: NOW + timedelta(seconds=seconds))
CHANCES = st.floats(0, 1, exclude_max=True)
ZONES = st.integers(-48, 56).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


@given(st.lists(MOMENTS, max_size=60), st.integers(1, 30), CHANCES)
def test_no_hour_ever_holds_more_letters_than_wanted(
    before: list[datetime], per_hour: int, chance: float
) -> None:
    sent: list[datetime] = []
    now = NOW
    for _ in range(3 * per_hour):
        now = earliest([*before, *sent], now, per_hour, gap(per_hour, chance))
        sent.append(now)
    for last, first in zip(sent[per_hour:], sent, strict=False):
        assert last - first >= HOUR
    past = [min(each, NOW) for each in before]
    assert all(sum(moment - HOUR < each for each in past) < per_hour for moment in sent[:1])


@given(st.lists(MOMENTS, max_size=60), st.integers(0, 30), CHANCES)
def test_the_next_letter_never_leaves_in_the_past_nor_later_than_two_hours_from_now(
    sent: list[datetime], per_hour: int, chance: float
) -> None:
    when = earliest(sent, NOW, per_hour, gap(per_hour, chance))
    assert NOW <= when <= NOW + 2 * HOUR


@given(st.integers(1, 1000), CHANCES)
def test_letters_are_spread_unevenly_around_their_even_share_of_the_hour(
    per_hour: int, chance: float
) -> None:
    assert HOUR / per_hour / 2 <= gap(per_hour, chance) <= HOUR / per_hour * 3 / 2


@given(st.lists(MOMENTS, max_size=60))
def test_without_a_limit_there_is_no_pause(sent: list[datetime]) -> None:
    assert earliest(sent, NOW, 0, gap(0, 0.9)) == NOW


def test_the_pace_of_the_run_before_holds_in_this_one() -> None:
    sent = [NOW - timedelta(minutes=minute) for minute in range(50, 55)]
    assert earliest(sent, NOW, 5, timedelta()) == NOW + timedelta(minutes=6)
    assert earliest(sent, NOW, 6, timedelta(minutes=10)) == NOW


def test_a_letter_sent_in_the_future_counts_as_sent_now() -> None:
    tomorrow = NOW + timedelta(days=1)
    assert earliest([tomorrow], NOW, 20, timedelta(minutes=3)) == NOW + timedelta(minutes=3)


@given(st.lists(ZONES, min_size=1, max_size=4), st.timedeltas(timedelta(), timedelta(3000)))
def test_an_opening_is_a_working_hour_and_the_first_one(zones: list[timezone], later: timedelta) -> None:
    at = NOW + later
    hours = Hours(zones)
    opening = hours.opening(at)
    enough = any if hours.vague(at) else all

    def open_at(moment: datetime) -> bool:
        there = [moment.astimezone(zone) for zone in zones]
        return enough(each.weekday() < 5 and time(9) <= each.time() < time(17) for each in there)

    assert opening >= at
    assert open_at(opening)
    assert opening == at or not open_at(opening - timedelta(microseconds=1))
    assert hours.opening(opening) == opening
    minutes = int((opening - at) / timedelta(minutes=15))
    assert not any(open_at(at + timedelta(minutes=15) * step) for step in range(minutes))


@pytest.mark.parametrize(
    ("zones", "opening", "vague"),
    [
        (["Asia/Almaty"], datetime(2026, 11, 23, 4, tzinfo=UTC), False),
        (["America/New_York", "Pacific/Honolulu"], datetime(2026, 11, 23, 19, tzinfo=UTC), False),
        (["Europe/Kaliningrad", "Asia/Kamchatka"], datetime(2026, 11, 22, 21, tzinfo=UTC), True),
        ([], NOW, False),
    ],
)
def test_a_country_with_many_zones_is_written_to_while_all_of_it_works_where_there_is_such_an_hour(
    zones: list[str],
    opening: datetime,
    vague: bool,  # noqa: FBT001 - pytest gives it
) -> None:
    hours = Hours([ZoneInfo(zone) for zone in zones])
    assert hours.opening(NOW) == opening
    assert hours.vague(NOW) is vague


def test_office_hours_follow_the_change_to_summer_time() -> None:
    brussels = Hours([ZoneInfo("Europe/Brussels")])
    assert brussels.opening(datetime(2026, 3, 27, 17, tzinfo=UTC)) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert brussels.opening(datetime(2026, 10, 23, 17, tzinfo=UTC)) == datetime(2026, 10, 26, 8, tzinfo=UTC)
