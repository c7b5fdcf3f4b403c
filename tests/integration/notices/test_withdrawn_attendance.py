"""An approval was taken back: nobody missed that meeting. Who was seen there stays seen."""

from copy import replace
from datetime import date, timedelta
from typing import Any

import pytest

from functions.notices.tables import Presence
from kernel.events import Envelope
from tests.integration.notices import world
from tests.integration.notices.world import attended, branch, enrolled, member, run, sent, submitted, tell

pytestmark = pytest.mark.usefixtures("account")
BEGIN, WEEK = date(2026, 1, 31), timedelta(days=7)
BRANCH, HERE, AWAY = branch(1), member(1), member(2)
FIRST, SECOND, THIRD = (BEGIN + number * WEEK for number in (1, 2, 3))


def withdrawn(held_on: date) -> Envelope:
    confirmed = attended(BRANCH, [HERE], held_on)
    data: dict[str, Any] = {name: value for name, value in confirmed.data.items() if name in WITHDRAWN}
    return replace(confirmed, id=member(held_on.toordinal()), event="AttendanceWithdrawn", data=data)


WITHDRAWN = ("activityId", "branchId", "countyId", "path", "type", "heldOn", "chunk", "members")


def reviewed(*days: date) -> list[Envelope]:
    return [event for day in days for event in (submitted(BRANCH, day), attended(BRANCH, [HERE], day))]


def told_of_two() -> set[str]:
    return {box for box, _, _, _ in sent("ABSENT_2")}


def test_nobody_missed_a_meeting_whose_approval_was_withdrawn() -> None:
    tell(BEGIN, enrolled(BRANCH, [HERE, AWAY]))
    tell(SECOND, *reviewed(FIRST, SECOND), withdrawn(SECOND))

    run(SECOND + WEEK)
    after_one = told_of_two()
    tell(THIRD, *reviewed(THIRD))
    run(THIRD + WEEK)

    assert (after_one, told_of_two()) == (set(), {f"MEMBER#{AWAY}"})


def test_a_record_that_is_withdrawn_holds_nothing_off_and_who_was_there_stays_seen() -> None:
    tell(BEGIN, enrolled(BRANCH, [HERE, AWAY]))
    tell(date(2026, 4, 28), *reviewed(date(2026, 4, 28)), withdrawn(date(2026, 4, 28)))

    run(date(2026, 4, 30))

    assert {box for box, _, _, _ in sent("ABSENT_3M") if box.startswith("MEMBER#")} == {f"MEMBER#{AWAY}"}


@pytest.mark.parametrize("seed", range(6))
def test_in_whatever_order_it_is_told_the_end_is_the_same(seed: int) -> None:
    tell(BEGIN, enrolled(BRANCH, [HERE, AWAY]))

    world.tell_badly(SECOND, [*reviewed(FIRST, SECOND), withdrawn(SECOND)], seed)
    run(SECOND + WEEK)

    assert told_of_two() == set()
    assert Presence.load(BRANCH, world.COUNTY, "").seen[HERE].since == SECOND


def test_a_confirmation_that_comes_long_after_its_withdrawal_is_still_taken_back() -> None:
    tell(BEGIN, enrolled(BRANCH, [HERE, AWAY]))
    tell(SECOND, *reviewed(FIRST), withdrawn(SECOND))
    run(SECOND + WEEK)

    tell(SECOND + 2 * WEEK, *reviewed(SECOND))
    run(SECOND + 4 * WEEK)

    assert told_of_two() == set()
