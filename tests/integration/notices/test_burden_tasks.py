"""What a committee's tasks ask of a branch counts beside what dispatches ask."""

from copy import replace
from datetime import UTC, datetime

from functions.notices import on_activities
from kernel.events import BranchTasks, TasksAssigned
from kernel.ids import new_id
from tests.builders import Tree, envelope
from tests.integration.notices.dispatches import carry, everybody, expand, order, people, told
from tests.integration.notices.test_burden import burden, load
from tests.trust.delivery import thrice_shuffled, until_done


def test_tasks_that_a_committee_assigns_are_asked_of_the_branch(county: Tree) -> None:
    people(county.branch, 1)
    given = BranchTasks(branch_id=county.branch.id, county_id=county.county.id, tasks=7)
    event = TasksAssigned(activity_id=new_id(), organisation_id=county.county.id, branches=(given,))
    thrice_shuffled(on_activities.lambda_handler, envelope(event))

    assert burden(county.branch)[1]["items"] == [load(county.branch, requests=7)]
    assert order("admin", county.county, everybody(county.branch), asks=True)[0] == 202
    carry_all(county)
    assert order("admin", county.county, everybody(county.branch), asks=True)[1]["code"] == "reason_required"


def test_tasks_count_in_the_month_in_which_they_were_approved_though_it_is_told_late(county: Tree) -> None:
    given = BranchTasks(branch_id=county.branch.id, county_id=county.county.id, tasks=7)
    event = envelope(TasksAssigned(activity_id=new_id(), organisation_id=county.county.id, branches=(given,)))

    until_done(on_activities.lambda_handler, replace(event, at=datetime(2025, 10, 31, 16, 30, tzinfo=UTC)))

    asked = {month: burden(county.branch, month=month)[1]["asked"]["requests"] for month in ("2025-10", "2025-11")}
    assert asked == {"2025-10": 0, "2025-11": 7}


def carry_all(county: Tree) -> None:
    expand(*told(county.county)[-1:])
    carry()
