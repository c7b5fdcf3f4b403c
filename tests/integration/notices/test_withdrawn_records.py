"""A record that met a duty was withdrawn: the duty is owed again, unless another record meets it."""

from copy import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import msgspec
import pytest

from functions.notices import on_activities, rules
from functions.notices.obligation_tables import Obligation
from kernel.events import (
    ActivityCancelled,
    ActivitySubmitted,
    ActivityWithdrawn,
    AppraisalApproved,
    Envelope,
    Event,
)
from kernel.ids import derived_id
from tests.builders import Tree, envelope
from tests.integration.notices import world
from tests.integration.notices.conftest import events_of
from tests.integration.notices.test_warnings import held
from tests.integration.notices.world import morning
from tests.trust import engine
from tests.trust.delivery import every_way

DUTY, HELD = "BRANCH_IDLE_MONTH", date(2026, 11, 6)
NOVEMBER_25, DECEMBER_25 = "2026-11-25", "2026-12-25"


def withdrawn(record: ActivitySubmitted) -> ActivityWithdrawn:
    facts = msgspec.to_builtins(record)
    del facts["round"], facts["branches"], facts["overBudget"]
    return msgspec.convert(facts, ActivityWithdrawn)


def tell(day: date, *events: Event | Envelope) -> None:
    world.tell(day, *(envelope(e) if not isinstance(e, Envelope) else e for e in events))


def due(tree: Tree, duty: str = DUTY) -> str | None:
    found = Obligation.find(Obligation.partition(tree.branch.id), duty)
    return found.due_on if found else None


@pytest.fixture
def founded(tree: Tree) -> Tree:
    tell(date(2026, 11, 2), events_of(tree))
    return tree


def test_the_duty_is_owed_again(founded: Tree) -> None:
    record = held(founded.branch, HELD)
    before = due(founded)
    tell(date(2026, 11, 7), record)
    met = due(founded)

    tell(date(2026, 11, 20), withdrawn(record))

    assert (before, met, due(founded)) == (NOVEMBER_25, DECEMBER_25, NOVEMBER_25)


def graded(tree: Tree, activity_id: str) -> AppraisalApproved:
    """The grades that a branch gave in a meeting are approved."""
    branch = tree.branch
    where: dict[str, Any] = {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}
    return AppraisalApproved(activity_id=activity_id, year=2026, members=3, excellent=1, **where)


def cancelled(tree: Tree, activity_id: str) -> ActivityCancelled:
    times: dict[str, Any] = {"starts_at": morning(HELD), "ends_at": morning(HELD) + timedelta(hours=2)}
    where: dict[str, Any] = {"branch_id": tree.branch.id, "county_id": tree.branch.county_id}
    return ActivityCancelled(activity_id=activity_id, type="ORG_LIFE_MEETING", **where, **times)


@pytest.mark.parametrize("kind", ["DEMOCRATIC_APPRAISAL", "ORG_LIFE_MEETING"])
@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_grades_meet_the_yearly_duty_until_their_meeting_is_withdrawn_and_others_do_again(
    founded: Tree, order: tuple[int, ...], kind: str
) -> None:
    meeting = held(founded.branch, HELD, kind)
    told = [envelope(one) for one in (meeting, withdrawn(meeting), graded(founded, meeting.activity_id))]
    before = due(founded, rules.ANNUAL_DUTY_MISSING)

    tell(date(2026, 12, 1), *(told[number] for number in (*order, *order)))
    void = due(founded, rules.ANNUAL_DUTY_MISSING)
    tell(date(2026, 12, 2), graded(founded, derived_id("another meeting")))

    assert (before, void, due(founded, rules.ANNUAL_DUTY_MISSING)) == ("2026-12-15", "2026-12-15", "2027-12-15")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_grades_of_a_meeting_that_was_called_off_meet_nothing(founded: Tree, order: tuple[int, ...]) -> None:
    activity_id = derived_id("meeting")
    told = [envelope(one) for one in (graded(founded, activity_id), cancelled(founded, activity_id))]

    tell(date(2026, 12, 1), *(told[number] for number in (*order, *order)))

    assert due(founded, rules.ANNUAL_DUTY_MISSING) == "2026-12-15"


def test_grades_that_are_approved_before_the_record_is_handed_in_meet_the_duty(founded: Tree) -> None:
    tell(date(2026, 12, 1), graded(founded, derived_id("meeting")))

    assert due(founded, rules.ANNUAL_DUTY_MISSING) == "2027-12-15"


def test_what_another_record_meets_stays_met(founded: Tree) -> None:
    first, second = held(founded.branch, HELD), held(founded.branch, date(2026, 11, 13))
    tell(date(2026, 11, 14), first, second)

    tell(date(2026, 11, 20), withdrawn(first))
    one_left = due(founded)
    tell(date(2026, 11, 21), withdrawn(second))

    assert (one_left, due(founded)) == (DECEMBER_25, NOVEMBER_25)


def test_what_is_over_is_not_told_again(founded: Tree) -> None:
    record = held(founded.branch, HELD)
    tell(date(2026, 11, 7), record)

    tell(date(2026, 12, 20), withdrawn(record))

    assert due(founded) == DECEMBER_25


def test_a_later_period_that_is_met_stays_met(founded: Tree) -> None:
    november, december = held(founded.branch, HELD), held(founded.branch, date(2026, 12, 4))
    tell(date(2026, 11, 7), november)
    tell(date(2026, 12, 5), december)

    tell(date(2026, 12, 6), withdrawn(november))

    assert due(founded) == "2027-01-25"


def test_in_whatever_order_it_is_told_the_end_is_the_same(founded: Tree) -> None:
    first, second = held(founded.branch, HELD), held(founded.branch, date(2026, 11, 13))
    events = [envelope(e) for e in (first, withdrawn(first), second, withdrawn(second))]
    start, found = engine.snapshot(), set()

    for order in permutations(events):
        engine.restore(start)
        tell(date(2026, 11, 20), *order, *order)
        found.add(due(founded))

    assert found == {NOVEMBER_25}


def test_no_fault_at_any_call_changes_the_end(founded: Tree) -> None:
    record = held(founded.branch, HELD)
    tell(date(2026, 11, 7), record)
    event = replace(envelope(withdrawn(record)), at=morning(date(2026, 11, 20)))

    trials = every_way(on_activities.lambda_handler, event, lambda: due(founded))

    assert {trial.seen for trial in trials} == {NOVEMBER_25}


def test_what_a_committee_held_for_several_branches_met_nothing(founded: Tree) -> None:
    record = held(founded.branch, HELD)
    tell(date(2026, 11, 7), record)

    tell(date(2026, 11, 20), replace(withdrawn(record), audience="BRANCHES"))

    assert due(founded) == DECEMBER_25
