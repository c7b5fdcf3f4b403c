from datetime import date, timedelta

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types
from hypothesis import given
from hypothesis import strategies as st

from functions.notices import absence_rules as rules
from functions.notices.absence_rules import Record
from functions.notices.sightings import KEPT, NOTHING, Seen, Sighting

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
SINCE = date(2026, 1, 5)


def meeting(month: int, reviewed: int | None = None, *, whole: bool = True) -> Record:
    """Held on the tenth of a month, and reviewed on a day of the next."""
    return Record(date(2026, month, 10), date(2026, month + 1, reviewed) if reviewed else None, whole=whole)


@given(since=DAYS, wait=st.integers(0, 400))
def test_a_rung_is_reached_on_its_day_and_not_before(since: date, wait: int) -> None:
    day = since + timedelta(days=wait)
    expected = max((months for months in (3, 4, 6) if day >= since + relativedelta(months=months)), default=0)

    assert rules.rung_reached(Seen(since), day) == expected
    assert rules.rung_reached(Seen(since, 4), day) == (6 if expected == 6 else 0)
    assert rules.rung_reached(Seen(since, 6), day) == 0


def test_the_next_look_is_at_the_next_rung_or_never() -> None:
    since = date(2026, 8, 31)

    assert rules.next_absence(Seen(since)) == date(2026, 11, 30)
    assert rules.next_absence(Seen(since, 3)) == date(2026, 12, 31)
    assert rules.next_absence(Seen(since, 4)) == date(2027, 2, 28)
    assert rules.next_absence(Seen(since, 6)) is None


def test_being_seen_earlier_than_known_changes_nothing() -> None:
    seen = Seen(date(2026, 8, 31), 3)

    assert seen.again(Sighting.at(date(2026, 8, 1), "one")) == seen
    assert seen.again(Sighting(date(2026, 9, 1))) == Seen(date(2026, 9, 1), 0)


def test_two_meetings_in_a_row_are_missed_on_the_day_after_both_were_reviewed() -> None:
    records = [meeting(1, 5), meeting(2, 3)]

    assert rules.missed_on(Seen(SINCE), records) == date(2026, 3, 4)
    assert rules.rung_reached(Seen(SINCE), date(2026, 3, 3), records) == 0
    assert rules.rung_reached(Seen(SINCE), date(2026, 3, 4), records) == 2
    assert rules.rung_reached(Seen(SINCE, 2), date(2026, 3, 4), records) == 0
    assert rules.next_absence(Seen(SINCE), records) == date(2026, 3, 4)


def test_one_meeting_or_one_that_not_everybody_is_called_to_or_one_not_reviewed_is_not_two() -> None:
    assert rules.missed_on(Seen(SINCE), [meeting(1, 5)]) is None
    assert rules.missed_on(Seen(SINCE), [meeting(1, 5), meeting(2, 3, whole=False)]) is None
    assert rules.missed_on(Seen(SINCE), [meeting(1, 5), meeting(2)]) is None


def test_a_meeting_before_the_member_came_to_the_branch_was_not_theirs_to_miss() -> None:
    assert rules.missed_on(Seen(SINCE, came=date(2026, 1, 20)), [meeting(1, 5), meeting(2, 3)]) is None


def test_a_longer_absence_takes_the_place_of_two_meetings() -> None:
    assert rules.rung_reached(Seen(SINCE), date(2026, 4, 5), [meeting(1, 5), meeting(2, 3)]) == 3
    assert rules.rung_reached(Seen(SINCE, 3), date(2026, 4, 5), [meeting(1, 5), meeting(2, 3)]) == 0


def test_the_last_reviewed_meetings_are_kept_and_what_may_still_hold_notices_off() -> None:
    """Two can be missed, and two of those that came before be missed anew when others are taken back."""
    records = {letter: meeting(number, 5) for number, letter in enumerate("abcdef", 1)} | {"g": meeting(7, whole=False)}

    assert set(rules.kept(records, date(2026, 8, 1))) == {*"cdef", "g"}


def test_what_is_known_of_a_member_from_two_branches_is_the_later_day() -> None:
    early, late = Seen(date(2026, 1, 1), came=date(2026, 2, 1)), Seen(date(2026, 3, 1))

    assert early.merged(late) == late.merged(early) == Seen(date(2026, 3, 1), came=date(2026, 2, 1))
    assert Seen(date(2026, 5, 1), guessed=True).merged(early) == early


TIMES = st.builds(
    Sighting, st.dates(date(2026, 1, 2), date(2026, 1, 9)), st.sampled_from([0, 7]), st.sampled_from(["a", "b", "c"])
)
CAME = Seen(date(2026, 1, 1))


@given(times=st.lists(TIMES, unique_by=lambda one: one.by, max_size=KEPT), data=st.data())
def test_what_is_taken_back_was_never_in_whatever_order_it_was_seen(times: list[Sighting], data: st.DataObject) -> None:
    gone = data.draw(st.lists(st.sampled_from(times), unique=True, max_size=KEPT - 1)) if times else []
    seen = CAME.again(*data.draw(st.permutations(times))).again(*times)

    for one in [*gone, *gone]:
        seen = seen.never(one)

    expected = CAME.again(*(one for one in times if one not in gone))
    assert (seen.since, seen.told) == (expected.since, expected.told)


def test_what_was_told_of_since_is_not_told_again_when_the_last_time_is_taken_back() -> None:
    time = Sighting(SINCE, told=3, by="a")

    assert CAME.again(time).never(time) == Seen(CAME.since, 3)
    assert CAME.again(Sighting.at(SINCE, "a", exempt=True)).never(Sighting.at(SINCE, "a")) == CAME


def test_of_whom_nothing_else_is_known_the_day_stands_until_something_is() -> None:
    time = Sighting(SINCE, by="a")
    alone = Seen(SINCE, by="a").never(time)

    assert alone == Seen(SINCE, guessed=True)
    assert alone.merged(CAME) == CAME == CAME.merged(alone)
    assert alone.again(Sighting(date(2026, 1, 2), by=NOTHING)) == Seen(date(2026, 1, 2))
