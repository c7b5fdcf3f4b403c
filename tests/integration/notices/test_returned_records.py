"""A record that met a duty came back: the duty is owed again until the record is handed in anew."""

from copy import replace
from datetime import date
from itertools import permutations

import pytest

from functions.notices import on_activities
from kernel.events import ActivityReturned, ActivitySubmitted
from tests.builders import Tree, envelope
from tests.integration.notices.conftest import events_of
from tests.integration.notices.test_warnings import held
from tests.integration.notices.test_withdrawn_records import DECEMBER_25, HELD, NOVEMBER_25, due, tell, withdrawn
from tests.integration.notices.world import morning
from tests.trust import engine
from tests.trust.delivery import every_way


def returned(record: ActivitySubmitted) -> ActivityReturned:
    return ActivityReturned(
        activity_id=record.activity_id,
        branch_id=record.branch_id,
        county_id=record.county_id,
        stage="first",
        type=record.type,
        held_on=record.held_on,
        audience=record.audience,
        round=record.round,
    )


@pytest.fixture
def founded(tree: Tree) -> Tree:
    tell(date(2026, 11, 2), events_of(tree))
    return tree


def test_the_duty_is_owed_again_until_the_record_is_handed_in_anew(founded: Tree) -> None:
    record = held(founded.branch, HELD)
    tell(date(2026, 11, 7), record)

    tell(date(2026, 11, 9), returned(record))
    came_back = due(founded)
    tell(date(2026, 11, 12), replace(record, round=2))
    again = due(founded)
    tell(date(2026, 11, 13), returned(replace(record, round=2)))

    assert (came_back, again, due(founded)) == (NOVEMBER_25, DECEMBER_25, NOVEMBER_25)


def test_a_return_that_overtakes_its_submission_stands(founded: Tree) -> None:
    record = held(founded.branch, HELD)

    tell(date(2026, 11, 9), returned(record), record)
    came_back = due(founded)
    tell(date(2026, 11, 12), replace(record, round=2))

    assert (came_back, due(founded)) == (NOVEMBER_25, DECEMBER_25)


@pytest.mark.parametrize(("rounds", "end"), [(1, NOVEMBER_25), (2, DECEMBER_25)])
def test_in_whatever_order_it_is_told_the_last_counts(founded: Tree, rounds: int, end: str) -> None:
    record = held(founded.branch, HELD)
    events = [envelope(e) for e in (record, returned(record), replace(record, round=2))[: rounds + 1]]
    start, found = engine.snapshot(), set()

    for order in permutations(events):
        engine.restore(start)
        tell(date(2026, 11, 20), *order, *order, *order)
        found.add(due(founded))

    assert found == {end}


def test_a_record_that_was_moved_to_another_month_meets_that_one_alone(founded: Tree) -> None:
    record = held(founded.branch, HELD)
    moved = replace(record, round=2, held_on=date(2026, 12, 4))
    events = [envelope(e) for e in (record, returned(record), moved)]
    start, found = engine.snapshot(), set()

    for order in permutations(events):
        engine.restore(start)
        tell(date(2026, 11, 20), *order, *order)
        november = due(founded)
        tell(date(2026, 11, 21), held(founded.branch, HELD))
        found.add((november, due(founded)))

    assert found == {(NOVEMBER_25, "2027-01-25")}


def test_a_withdrawal_is_for_good(founded: Tree) -> None:
    record = held(founded.branch, HELD)
    second = replace(record, round=2)

    tell(date(2026, 11, 20), withdrawn(record), second, returned(record), record)

    assert due(founded) == NOVEMBER_25


def test_what_another_record_meets_stays_met(founded: Tree) -> None:
    first = held(founded.branch, HELD)
    tell(date(2026, 11, 14), first, held(founded.branch, date(2026, 11, 13)))

    tell(date(2026, 11, 16), returned(first))

    assert due(founded) == DECEMBER_25


def test_no_fault_at_any_call_changes_the_end(founded: Tree) -> None:
    record = held(founded.branch, HELD)
    tell(date(2026, 11, 7), record)
    event = replace(envelope(returned(record)), at=morning(date(2026, 11, 20)))

    trials = every_way(on_activities.lambda_handler, event, lambda: due(founded))

    assert {trial.seen for trial in trials} == {NOVEMBER_25}


def test_what_a_committee_held_for_several_branches_met_nothing(founded: Tree) -> None:
    record = held(founded.branch, HELD)
    tell(date(2026, 11, 7), record)

    tell(date(2026, 11, 20), replace(returned(record), audience="BRANCHES"))

    assert due(founded) == DECEMBER_25
