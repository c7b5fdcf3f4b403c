"""An approval is withdrawn: every line is answered by its opposite, once, in whatever order it is told."""

from typing import Any

import pytest

from functions.points import on_activity_reviewed, on_attendance_confirmed
from functions.points.tables import LedgerRow
from kernel import scoreboard
from kernel.events import ActivityReviewed, ActivityWithdrawn, Event
from kernel.ids import new_id
from tests.builders import Tree, envelope, recorded
from tests.integration.points.accounts import (
    HELD,
    MEMBER,
    OTHER,
    attended,
    enrolled,
    left,
    lines,
    moved,
    place,
    ranked,
    stored,
    taken_back,
    tell,
    wrong,
)
from tests.integration.points.racing import meanwhile
from tests.trust.delivery import every_way, thrice_shuffled, until_done

pytestmark = pytest.mark.usefixtures("account")
handler = on_attendance_confirmed.lambda_handler
BOTH = (MEMBER, OTHER)


def told(*events: Event) -> None:
    for event in events:
        until_done(handler, envelope(event))


def test_the_line_is_answered_by_its_opposite_and_nothing_is_edited(tree: Tree) -> None:
    tell(enrolled(tree.branch, *BOTH))
    event = attended(tree.branch, *BOTH)
    told(event)
    before = [row.serialize() for row in LedgerRow.query(LedgerRow.partition(MEMBER))]

    told(taken_back(event))

    after = [row for row in LedgerRow.query(LedgerRow.partition(MEMBER)) if row.is_line]
    assert [row.serialize() for row in after[:1]] == before[:1]
    assert lines() == lines(OTHER) == [("theme-day", 5, 5), ("theme-day", -5, 0)]
    assert after[1].reverses == after[0].sk
    assert (after[1].zh, after[1].activity_id) == ("审核撤销，冲回：参加主题党日", event.activity_id)
    assert ranked(tree.branch) == {MEMBER: 0, OTHER: 0}
    assert wrong(tree) == 0
    entry = recorded(tree.branch.id)[-1]
    assert (entry["action"], entry["data"]["rows"], entry["data"]["total"]) == ("points.reverse", 2, -10)


def test_the_branch_gives_back_what_it_got_for_holding_it(tree: Tree) -> None:
    facts = place(tree.branch) | {"activity_id": new_id(), "type": "THEME_DAY", "held_on": HELD}
    passed = envelope(ActivityReviewed(**facts, stage="final", attended=3, entitled=3))
    withdrawn = envelope(ActivityWithdrawn(**facts))

    thrice_shuffled(on_activity_reviewed.lambda_handler, passed, seed=1)
    thrice_shuffled(on_activity_reviewed.lambda_handler, withdrawn, passed, seed=2)

    assert scoreboard.points_of(stored(tree.branch), scoreboard.OWN) == 0
    assert [value for _, value, _ in lines(tree.branch.id)] == [5, -5]


@pytest.mark.parametrize("seed", range(4))
def test_in_any_order_and_any_number_of_times_nothing_is_left(tree: Tree, seed: int) -> None:
    tell(enrolled(tree.branch, *BOTH), moved(tree.branch, tree.sister, OTHER))
    events = [attended(tree.branch, *BOTH) for _ in range(3)]
    kept = attended(tree.branch, *BOTH)

    thrice_shuffled(handler, *(envelope(e) for e in (*events, *map(taken_back, events), kept)), seed=seed)

    assert (ranked(tree.branch), ranked(tree.sister)) == ({MEMBER: 5}, {OTHER: 5})
    assert all(sum(value for _, value, _ in lines(member)) == 5 for member in BOTH)
    assert wrong(tree) == 0


def test_a_withdrawal_that_overtakes_its_confirmation_cancels_it(tree: Tree) -> None:
    tell(enrolled(tree.branch, *BOTH))
    event = attended(tree.branch, *BOTH)

    told(taken_back(event), event)

    assert lines() == []
    assert ranked(tree.branch) == {MEMBER: 0, OTHER: 0}


def test_it_is_taken_back_where_the_account_stands_by_then(tree: Tree) -> None:
    tell(enrolled(tree.branch, *BOTH))
    event = attended(tree.branch, *BOTH)
    told(event)
    tell(moved(tree.branch, tree.sister))

    told(taken_back(event))

    assert (ranked(tree.branch), ranked(tree.sister)) == ({OTHER: 0}, {MEMBER: 0})
    assert [value for _, value, _ in lines()] == [5, -5, 5, -5]
    assert wrong(tree) == 0


def test_of_who_has_left_it_is_taken_back_too(tree: Tree) -> None:
    tell(enrolled(tree.branch))
    event = attended(tree.branch)
    told(event)
    tell(left(tree.branch))

    told(taken_back(event))

    assert [value for _, value, _ in lines()] == [5, -5]
    assert wrong(tree) == 0


def test_what_the_caps_had_used_is_free_again_and_what_they_kept_stays_unpaid(tree: Tree) -> None:
    tell(enrolled(tree.branch))
    first, second, third = (attended(tree.branch, type_="PARTY_LECTURE") for _ in range(3))
    told(first, second)

    told(taken_back(first), third)

    assert [value for _, value, _ in lines()] == [5, 0, -5, 5]
    assert ranked(tree.branch) == {MEMBER: 5}


def test_of_a_line_that_gave_nothing_nothing_is_taken(tree: Tree) -> None:
    tell(enrolled(tree.branch))
    first, second = (attended(tree.branch, type_="PARTY_LECTURE") for _ in range(2))
    told(first, second)

    told(taken_back(second))

    assert [value for _, value, _ in lines()] == [5, 0]
    assert ranked(tree.branch) == {MEMBER: 5}


@pytest.mark.parametrize("away", [(), (MEMBER,), BOTH], ids=["nobody", "one", "both"])
@pytest.mark.parametrize("after", [False, True], ids=["moved before", "moved after"])
def test_no_fault_at_any_call_takes_it_back_twice_or_never(tree: Tree, away: tuple[str, ...], after: bool) -> None:
    tell(enrolled(tree.branch, *BOTH))
    event, leave = attended(tree.branch, *BOTH), [moved(tree.branch, tree.sister, *away)] if away else []
    for step in [event, *leave] if after else [*leave, event]:
        tell(step)

    def eye() -> Any:
        return ranked(tree.branch), ranked(tree.sister), [sum(v for _, v, _ in lines(m)) for m in BOTH]

    trials = every_way(handler, envelope(taken_back(event)), eye)

    there = dict.fromkeys(away, 0)
    here = {member: 0 for member in BOTH if member not in away}
    assert [trial for trial in trials if trial.seen != (here, there, [0, 0])] == []
    assert wrong(tree) == 0


def test_who_is_confirmed_while_it_is_withdrawn_ends_with_nothing(tree: Tree) -> None:
    tell(enrolled(tree.branch, *BOTH), moved(tree.branch, tree.sister, OTHER))
    event = attended(tree.branch, *BOTH)

    with meanwhile(lambda: told(event)):
        told(taken_back(event))

    assert (ranked(tree.branch), ranked(tree.sister)) == ({MEMBER: 0}, {OTHER: 0})


def test_a_move_at_the_same_time_changes_nothing_in_the_sum(tree: Tree) -> None:
    tell(enrolled(tree.branch, *BOTH))
    event = attended(tree.branch, *BOTH)
    told(event)

    with meanwhile(lambda: tell(moved(tree.branch, tree.sister))):
        told(taken_back(event))

    assert (ranked(tree.branch), ranked(tree.sister)) == ({OTHER: 0}, {MEMBER: 0})
    assert wrong(tree) == 0
