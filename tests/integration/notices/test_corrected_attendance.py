"""A dispute was upheld after the approval: one member was not there, or had reason; everybody else as before."""

from copy import replace
from datetime import date
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types

from functions.notices.tables import Presence
from kernel.events import Envelope
from tests.integration.notices import world
from tests.integration.notices.test_following import moved, on
from tests.integration.notices.test_withdrawn_attendance import (
    AWAY,
    BEGIN,
    BRANCH,
    FIRST,
    HERE,
    NEXT,
    ONE,
    SECOND,
    THIRD,
    WEEK,
    reviewed,
    seen,
    told_of_two,
    withdrawn,
)
from tests.integration.notices.world import armed, attended, enrolled, member, run, sent, submitted, tell

pytestmark = pytest.mark.usefixtures("account")
PART = 1000
"""Of what a ruling gives, as `dispute_rules.FIRST_CORRECTION` counts."""


def corrected(held_on: date, who: str) -> Envelope:
    told = withdrawn(held_on)
    facts = {name: value for name, value in told.data.items() if name != "members"}
    return replace(
        told, id=world.member(-held_on.toordinal()), event="AttendanceCorrected", data=facts | {"memberId": who}
    )


def given(held_on: date, **who: list[str]) -> Envelope:
    """What a ruling says of a member instead: `members`, `excused` or `exempt`."""
    told = attended(BRANCH, [], held_on)
    return replace(told, data=told.data | who | {"chunk": PART})


def records(branch_id: str = BRANCH) -> dict[str, Any]:
    return Presence.load(branch_id, world.COUNTY, "").waiting


def test_who_was_not_there_after_all_missed_the_meeting_and_nobody_else() -> None:
    tell(BEGIN, enrolled(BRANCH, [HERE, AWAY]))
    tell(SECOND, *reviewed(FIRST, SECOND, there=[HERE, AWAY]))
    tell(SECOND + ONE, corrected(FIRST, AWAY), corrected(SECOND, AWAY))

    run(SECOND + 2 * ONE)

    assert told_of_two() == {f"MEMBER#{AWAY}"}
    assert seen() == {HERE: (SECOND, 0), AWAY: (BEGIN, 2)}


def test_the_ladder_goes_on_at_the_rung_where_it_was_and_says_nothing_twice() -> None:
    """Told of three months, seen, and not seen after all: the next is four."""
    held = BEGIN + 100 * ONE
    tell(BEGIN, enrolled(BRANCH, [HERE]))
    run(held)
    before = seen(), armed("ABSENT")
    tell(held + ONE, *reviewed(held), corrected(held, HERE))
    after = seen(), armed("ABSENT")
    run(BEGIN + relativedelta(months=4))

    assert before == after == ({HERE: (BEGIN, 3)}, {(str(BEGIN + relativedelta(months=4)), f"ABSENT#{BRANCH}")})
    assert sorted(code for box, code, _, _ in sent("ABSENT") if "MEMBER" in box) == ["ABSENT_3M", "ABSENT_4M"]


@pytest.mark.parametrize("seed", range(8))
def test_in_whatever_order_and_number_it_is_told_one_line_alone_is_corrected(seed: int) -> None:
    """One was not there, two had reason instead, one was there after all; one of them has moved on since."""
    left_out, on_leave, let_off, there_after_all = HERE, *(member(number) for number in (3, 4, 5))
    everybody = [left_out, on_leave, let_off, AWAY]
    gone = on(SECOND, moved(BRANCH, NEXT, left_out))
    tell(BEGIN, enrolled(BRANCH, [*everybody, there_after_all]))

    ruled = [
        *(corrected(SECOND, who) for who in (left_out, on_leave, let_off)),
        *(given(SECOND, **what) for what in ({"excused": [on_leave]}, {"exempt": [let_off]})),
        given(SECOND, members=[there_after_all]),
    ]
    numbered = [replace(one, id=member(number)) for number, one in enumerate(ruled, 100)]
    world.tell_badly(SECOND, [*reviewed(FIRST, SECOND, there=everybody), *numbered, gone], seed)
    run(BEGIN + relativedelta(years=1))

    assert {who: since for who, (since, _) in seen(BRANCH, NEXT).items()} == {
        left_out: FIRST,
        on_leave: SECOND,
        let_off: SECOND,
        AWAY: SECOND,
        there_after_all: SECOND,
    }
    told = {box.removeprefix("MEMBER#") for box, code, _, _ in sent("ABSENT_6M") if box.startswith("MEMBER#")}
    assert told == {left_out, on_leave, AWAY, there_after_all}


@pytest.mark.parametrize("seed", range(4))
def test_a_withdrawal_takes_back_what_a_ruling_gave_too(seed: int) -> None:
    tell(BEGIN, enrolled(BRANCH, [HERE, AWAY]))

    ruled = [
        replace(given(FIRST, excused=[HERE]), id=member(100)),
        corrected(FIRST, HERE),
        withdrawn(FIRST, HERE, AWAY),
    ]
    world.tell_badly(FIRST, [*reviewed(FIRST, there=[HERE, AWAY]), *ruled], seed)

    assert seen() == dict.fromkeys([HERE, AWAY], (BEGIN, 0))


@pytest.mark.parametrize("first", [True, False])
def test_a_ruling_long_after_the_review_moves_neither_its_day_nor_who_missed_it(first: bool) -> None:
    tell(BEGIN, enrolled(BRANCH, [HERE, AWAY]))
    ruling, review = on(THIRD, given(FIRST, members=[HERE])), on(SECOND, attended(BRANCH, [], FIRST))

    for event in (ruling, review) if first else (review, ruling):
        world.hand_over(event)

    [record] = records().values()
    assert (record.confirmed_on, record.whole) == (SECOND, True)


def test_a_part_that_comes_long_after_its_correction_says_nothing_of_that_member() -> None:
    tell(BEGIN, enrolled(BRANCH, [HERE, AWAY]))
    tell(FIRST, submitted(BRANCH, FIRST), corrected(FIRST, HERE))
    run(FIRST + 2 * WEEK)

    tell(FIRST + 3 * WEEK, attended(BRANCH, [HERE, AWAY], FIRST))

    assert seen() == {HERE: (BEGIN, 0), AWAY: (FIRST, 0)}
