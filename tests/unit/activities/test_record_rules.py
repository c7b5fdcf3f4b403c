"""What a committee may rule of records, and how long they wait."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities import record_rules
from functions.activities.record_rules import Settings
from functions.activities.reviews import turnaround_rules
from functions.activities.reviews.turnaround_rules import BEYOND, BOUNDS
from kernel import ids
from kernel.clock import now, stamp

AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # 23:30 in China
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_the_defaults_are_the_mild_ones() -> None:
    assert Settings() == Settings(entry_days=3, bulk=False, sample_percent=20)


def test_an_id_says_when_it_was_made() -> None:
    before = now()

    made = ids.made_at(ids.new_id())

    assert abs(made - before) < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("entered", "lag"), [(AT - HOUR, None), (AT, None), (AT + HOUR / 4, 0), (AT + HOUR, 1), (AT + 3 * DAY, 3)]
)
def test_a_lag_is_in_days_of_china_and_counts_from_the_start(entered: datetime, lag: int | None) -> None:
    assert record_rules.lag_days(entered, AT) == lag


@given(st.text(min_size=1), st.text(min_size=1), st.integers(0, 100))
def test_the_draw_is_the_same_for_everybody_and_grows_with_its_share(record: str, at: str, percent: int) -> None:
    drawn = record_rules.sampled(record, at, percent)

    assert drawn == record_rules.sampled(record, at, percent)
    assert not record_rules.sampled(record, at, 0)
    assert record_rules.sampled(record, at, 100)
    assert not drawn or record_rules.sampled(record, at, min(100, percent + 1))


def test_the_draw_is_about_as_large_as_it_says_and_another_a_millisecond_later() -> None:
    records = [ids.derived_id("record", number) for number in range(2000)]
    instants = (stamp(AT), stamp(AT + timedelta(milliseconds=1)))

    first, second = ({r for r in records if record_rules.sampled(r, at, 20)} for at in instants)

    assert 340 <= len(first) <= 460
    assert 40 <= len(first & second) <= 130


@pytest.mark.parametrize(("attended", "entitled", "low"), [(5, 10, False), (4, 10, True), (0, 0, False), (1, 3, True)])
def test_fewer_than_half_are_few(attended: int, entitled: int, low: bool) -> None:
    assert record_rules.low(attended, entitled) is low


@pytest.mark.parametrize(
    ("waited", "bound"),
    [(timedelta(0), 1), (HOUR, 1), (HOUR + timedelta(seconds=1), 2), (72 * HOUR, 72), (1441 * HOUR, BEYOND)],
)
def test_a_wait_belongs_to_the_first_bound_that_it_does_not_pass(waited: timedelta, bound: int) -> None:
    assert turnaround_rules.bucket(AT, AT + waited) == bound


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=60), st.sampled_from([50, 90]))
def test_so_many_of_a_hundred_were_decided_within_the_bound(hours: list[int], percent: int) -> None:
    counts: dict[int, int] = {}
    for waited in hours:
        bound = turnaround_rules.bucket(AT, AT + waited * HOUR)
        counts[bound] = counts.get(bound, 0) + 1

    within = turnaround_rules.within(counts, percent)

    def share(limit: int) -> bool:
        return sum(waited <= limit for waited in hours) * 100 >= percent * len(hours)

    assert within is None or share(within)
    assert not any(share(bound) for bound in BOUNDS if within is None or bound < within)


def test_of_no_reviews_nothing_is_said() -> None:
    assert turnaround_rules.within({}, 50) is None
