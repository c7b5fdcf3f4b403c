"""An approval was taken back: nobody missed that meeting, and nobody was seen there."""

from collections.abc import Sequence
from copy import replace
from datetime import date, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types

from functions.notices.tables import Presence
from kernel.events import Envelope
from tests.integration.notices import world
from tests.integration.notices.test_following import moved, on
from tests.integration.notices.world import armed, attended, branch, enrolled, member, run, sent, submitted, tell

pytestmark = pytest.mark.usefixtures("account")
BEGIN, ONE, WEEK = date(2026, 1, 31), timedelta(days=1), timedelta(days=7)
BRANCH, NEXT, HERE, AWAY = branch(1), branch(2), member(1), member(2)
FIRST, SECOND, THIRD = (BEGIN + number * WEEK for number in (1, 2, 3))


def withdrawn(held_on: date, *there: str) -> Envelope:
    confirmed = attended(BRANCH, there or [HERE], held_on)
    data: dict[str, Any] = {name: value for name, value in confirmed.data.items() if name in WITHDRAWN}
    return replace(confirmed, id=member(held_on.toordinal()), event="AttendanceWithdrawn", data=data)


WITHDRAWN = ("activityId", "branchId", "countyId", "path", "type", "heldOn", "chunk", "members")


def reviewed(*days: date, there: Sequence[str] = (HERE,)) -> list[Envelope]:
    return [event for day in days for event in (submitted(BRANCH, day), attended(BRANCH, there, day))]


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


def test_a_record_that_is_withdrawn_holds_nothing_off_and_cures_nobody() -> None:
    tell(BEGIN, enrolled(BRANCH, [HERE, AWAY]))
    tell(date(2026, 4, 28), *reviewed(date(2026, 4, 28)), withdrawn(date(2026, 4, 28)))

    run(date(2026, 4, 30))

    assert {box for box, _, _, _ in sent("ABSENT_3M") if box.startswith("MEMBER#")} == {
        f"MEMBER#{HERE}",
        f"MEMBER#{AWAY}",
    }


def seen(*branches: str) -> dict[str, tuple[date, int]]:
    """Of each member in these branches since when they were not seen, and what they were told of it."""
    found = (Presence.load(one, world.COUNTY, "").seen for one in branches or (BRANCH,))
    return {who: (known.since, known.told) for members in found for who, known in members.items()}


@pytest.mark.parametrize("seed", range(8))
def test_in_whatever_order_and_number_it_is_told_everybody_is_as_if_it_had_never_been(seed: int) -> None:
    """Whoever attended, was on leave or let off; three were there a week before, one of them has moved on since."""
    others = {"excused": [member(4)], "exempt": [member(5)]}
    told = attended(BRANCH, [HERE, member(3)], SECOND)
    second = [submitted(BRANCH, SECOND), replace(told, data=told.data | others), withdrawn(SECOND, HERE, member(3))]
    came, gone = [HERE, AWAY, *(member(number) for number in (3, 4, 5))], on(SECOND, moved(BRANCH, NEXT, member(3)))
    tell(BEGIN, enrolled(BRANCH, came))

    world.tell_badly(SECOND, [*reviewed(FIRST, there=[HERE, member(3), member(5)]), *second, gone], seed)
    assert seen(BRANCH, NEXT) == dict.fromkeys([AWAY, member(4)], (BEGIN, 0)) | dict.fromkeys(
        [HERE, member(3), member(5)], (FIRST, 0)
    )
    run(SECOND + WEEK)

    assert told_of_two() == set()


def test_the_ladder_goes_on_at_the_rung_where_it_was_and_says_nothing_twice() -> None:
    """Told of three months, seen, and not seen after all: the next is four."""
    held = BEGIN + timedelta(days=100)
    tell(BEGIN, enrolled(BRANCH, [HERE]))
    run(held)
    before = seen(), armed("ABSENT")
    tell(held + ONE, *reviewed(held), withdrawn(held))
    after = seen(), armed("ABSENT")
    run(BEGIN + relativedelta(months=4))

    assert before == after == ({HERE: (BEGIN, 3)}, {(str(BEGIN + relativedelta(months=4)), f"ABSENT#{BRANCH}")})
    assert sorted(code for box, code, _, _ in sent("ABSENT") if "MEMBER" in box) == ["ABSENT_3M", "ABSENT_4M"]


def test_meetings_missed_before_the_one_that_was_withdrawn_are_missed_in_a_row() -> None:
    tell(BEGIN, enrolled(BRANCH, [HERE, AWAY]))
    tell(THIRD, *reviewed(FIRST, there=[AWAY]), *reviewed(SECOND), *reviewed(THIRD, there=[AWAY]))
    run(THIRD + ONE)
    before = told_of_two()

    tell(THIRD + 2 * ONE, withdrawn(SECOND))
    run(THIRD + 3 * ONE)

    assert (before, told_of_two()) == (set(), {f"MEMBER#{HERE}"})


def test_a_confirmation_that_comes_long_after_its_withdrawal_is_still_taken_back() -> None:
    tell(BEGIN, enrolled(BRANCH, [HERE, AWAY]))
    tell(SECOND, *reviewed(FIRST), withdrawn(SECOND))
    run(SECOND + WEEK)

    tell(SECOND + 2 * WEEK, *reviewed(SECOND))
    run(SECOND + 4 * WEEK)

    assert told_of_two() == set()
