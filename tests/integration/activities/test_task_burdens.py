"""What the tasks of a committee's meeting ask of branches: seen before it is handed in, beyond a budget only with a
reason in the minutes."""

from copy import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest

from functions.activities import on_organisations
from functions.activities.bundles.minutes import paragraphs
from functions.activities.minutes.models import MinutesOut
from kernel.authority import Role
from kernel.calendar import month_of
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import BranchBurdened, BranchTasks, PolicyChanged, TasksAssigned
from kernel.ids import new_id
from tests import builders
from tests.builders import envelope, recorded
from tests.integration.activities.county_plans import member_of, plan_county, with_planner
from tests.integration.activities.story import HOUR, Story, call, review, submit
from tests.trust.delivery import thrice_shuffled, until_done
from tests.trust.faults import sends

handler = on_organisations.lambda_handler
TODAY = business_day(now())
BUDGET = {"requests": 8, "forms": 2, "photos": 6}
NOVEMBER_IN_CHINA = datetime(2025, 10, 31, 16, 30, tzinfo=UTC)
REASON = "汛期排查，须本月完成。"


@pytest.fixture
def county(story: Story) -> Story:
    return with_planner(story)


def task(owner: str) -> dict[str, Any]:
    return {"text": "走访。", "owner": owner, "dueOn": str(TODAY + timedelta(days=7))}


def held(county: Story, *owners: str, **words: Any) -> str:
    """A meeting of the county with two branches, whose minutes give each of these a task."""
    _, made = plan_county(county, -HOUR, endsAt=(now() - HOUR / 2).isoformat())
    path = f"/v1/activities/{made['id']}"
    roll = [{"memberId": m, "state": "PRESENT"} for m in (county.members[0], member_of("stranger"))]
    assert call("PUT", f"{path}/attendance", "planner", {"entries": roll})[0] == 200
    write(county, made["id"], *owners, **words)
    return str(made["id"])


def write(county: Story, activity_id: str, *owners: str, **words: Any) -> None:
    body = county.minutes(resolutions=[task(owner) for owner in owners]) | words
    status, answer = call("PUT", f"/v1/activities/{activity_id}/minutes", "planner", body)
    assert status == 200, answer


def burden(activity_id: str, subject: str | None = "planner") -> tuple[int, Any]:
    return call("GET", f"/v1/activities/{activity_id}/tasks/burden", subject)


def asked_of(branch: Organisation, month: str = month_of(TODAY), **asked: int) -> BranchBurdened:
    demands = {"requests": 0, "forms": 0, "photos": 0} | asked
    return BranchBurdened(dispatch_id=new_id(), branch_id=branch.id, county_id=branch.county_id, month=month, **demands)


def tell(*events: Any) -> None:
    thrice_shuffled(handler, *(envelope(event) for event in events))


def set_budget(place: Organisation, value: str, seq: int = 1) -> None:
    facts = {"organisation_id": place.id, "county_id": place.county_id, "policy": "burden_budget", "value": value}
    until_done(handler, envelope(PolicyChanged(**facts), seq=seq))


def load(branch: Organisation, *, over: bool = False, budget: Any = None, **asked: int) -> dict[str, Any]:
    whole = {"requests": 0, "forms": 0, "photos": 0} | asked
    return {"organisationId": branch.id, "asked": whole, "budget": budget or BUDGET, "overBudget": over}


def test_whoever_plans_sees_what_its_tasks_make_of_the_month_of_each_branch(county: Story) -> None:
    far, near = county.tree.far_branch, county.branch
    tell(asked_of(far, requests=5, photos=6), asked_of(far, requests=2), asked_of(near, "2020-01", requests=9))

    status, told = burden(held(county, member_of("stranger"), county.members[0], member_of("stranger")))

    assert status == 200
    assert told == {
        "activityId": told["activityId"],
        "month": month_of(TODAY),
        "branchesOver": 1,
        "items": [load(far, over=True, requests=9, photos=6), load(near, requests=1)],
        "asOf": told["asOf"],
    }


def test_beyond_the_budget_a_meeting_needs_a_reason_which_stays_in_the_minutes(county: Story) -> None:
    far, owner = county.tree.far_branch, member_of("stranger")
    tell(asked_of(far, requests=8))
    activity_id = held(county, owner)

    refused = submit(activity_id, "planner")
    write(county, activity_id, owner, burdenReason=REASON)
    status, _ = submit(activity_id, "planner")

    assert (refused[0], refused[1]["code"]) == (422, "reason_required")
    named = {"field": "minutes.burdenReason", "code": "reason_required", "branchId": far.id}
    assert refused[1]["fields"] == [named]
    assert status == 200
    last = recorded(county.tree.county.id)[-1]
    assert (last["event"], last["data"]["overBudget"]) == ("ActivitySubmitted", 1)
    assert REASON not in str(recorded(county.tree.county.id))
    kept = MinutesOut.model_validate(call("GET", f"/v1/activities/{activity_id}/minutes", "county")[1])
    assert kept.burden_reason == REASON
    assert REASON in "".join(paragraphs(kept))  # as inspectors read it


def test_within_the_budget_nobody_is_asked_why(county: Story) -> None:
    tell(asked_of(county.tree.far_branch, requests=7))

    status, _ = submit(held(county, member_of("stranger")), "planner")

    assert status == 200
    assert recorded(county.tree.county.id)[-1]["data"]["overBudget"] == 0


def test_the_nearest_committee_sets_the_budget_and_the_latest_setting_counts(county: Story) -> None:
    far = county.tree.far_branch
    set_budget(county.tree.county, "requests=1,forms=1,photos=1", seq=4)
    set_budget(county.tree.county, "requests=9,forms=9,photos=9", seq=2)
    set_budget(county.tree.township, "requests=0,forms=0,photos=0")
    activity_id = held(county, member_of("stranger"), county.members[0])

    items = burden(activity_id)[1]["items"]

    of_county = {"requests": 1, "forms": 1, "photos": 1}
    of_township = {"requests": 0, "forms": 0, "photos": 0}
    both = [load(county.branch, over=True, budget=of_township, requests=1), load(far, budget=of_county, requests=1)]
    assert sorted(items, key=str) == sorted(both, key=str)


def test_what_was_approved_is_a_request_of_its_month_and_asks_for_no_more(county: Story) -> None:
    builders.account("final", (Role.REVIEWER, county.tree.county))
    far, owner = county.tree.far_branch, member_of("stranger")
    first = held(county, owner, owner)
    assert submit(first, "planner")[0] == 200
    waiting = burden(first, "county")[1]["items"]
    assert review(first, "final")[0] == 201
    (given,) = [e["data"] for e in recorded(county.tree.county.id) if e["event"] == "TasksAssigned"]
    (branch,) = given["branches"]

    tell(
        TasksAssigned(
            activity_id=first,
            organisation_id=county.tree.county.id,
            branches=(BranchTasks(branch_id=branch["branchId"], county_id=branch["countyId"], tasks=branch["tasks"]),),
        )
    )

    assert waiting == [load(far, requests=2)]
    assert (burden(first)[1]["items"], burden(first)[1]["branchesOver"]) == ([], 0)
    assert burden(held(county, owner))[1]["items"] == [load(far, requests=3)]


def test_what_was_asked_counts_in_the_month_that_it_is_in_china(county: Story) -> None:
    far, owner = county.tree.far_branch, member_of("stranger")
    given = (BranchTasks(branch_id=far.id, county_id=far.county_id, tasks=3),)
    late = envelope(TasksAssigned(activity_id=new_id(), organisation_id=county.tree.county.id, branches=given))
    thrice_shuffled(handler, replace(late, at=NOVEMBER_IN_CHINA))
    tell(asked_of(far, "2025-11", requests=1), asked_of(far, "2025-10", requests=1))
    activity_id = held(county, owner)

    with mock.patch("functions.activities.tasks.burdens.now", return_value=NOVEMBER_IN_CHINA):
        told = burden(activity_id)[1]

    assert (told["month"], told["items"]) == ("2025-11", [load(far, requests=5)])


def test_what_a_branch_gives_itself_is_weighed_by_nobody(story: Story) -> None:
    tell(asked_of(story.branch, requests=99))
    activity_id = story.plan(type="COMMITTEE_MEETING")
    story.minute(activity_id, resolutions=[task(story.members[0])])

    with sends() as calls:
        status, told = burden(activity_id, "secretary")

    assert calls.seen == ["Query", "BatchGetItem"]
    assert (status, told["items"], told["branchesOver"]) == (200, [], 0)


def test_a_meeting_that_was_called_off_asks_for_nothing(county: Story) -> None:
    activity_id = held(county, member_of("stranger"))
    assert call("POST", f"/v1/activities/{activity_id}/cancel", "planner")[0] == 200

    assert burden(activity_id)[1]["items"] == []


def test_before_there_are_minutes_nothing_is_asked(county: Story) -> None:
    _, made = plan_county(county, HOUR)

    assert burden(made["id"])[1]["items"] == []
    assert burden(new_id())[0] == 404


@pytest.mark.parametrize("reason", ["", " ", 7, "长" * 201, ["汛期"]])
def test_a_reason_is_a_line_of_words(county: Story, reason: Any) -> None:
    _, made = plan_county(county, HOUR)

    status, problem = call(
        "PUT", f"/v1/activities/{made['id']}/minutes", "planner", county.minutes() | {"burdenReason": reason}
    )

    assert (status, problem["code"]) == (422, "invalid")
    assert "汛期" not in str(problem)


def test_who_is_invited_sees_no_load_and_who_stands_above_does(county: Story) -> None:
    activity_id = held(county, member_of("stranger"))

    seen = {who: burden(activity_id, who)[0] for who in (None, "planner", "county", "member", "far secretary")}

    assert seen == {None: 401, "planner": 200, "county": 200, "member": 403, "far secretary": 404}


def test_calls_of_a_burden_and_of_a_submission(county: Story) -> None:
    activity_id = held(county, member_of("stranger"), county.members[0])
    burden(activity_id)

    with sends() as looked:
        burden(activity_id)
    with sends() as handed_in:
        submit(activity_id, "planner")

    assert looked.seen == ["Query", "BatchGetItem", "BatchGetItem"]
    assert handed_in.seen == ["Query", "BatchGetItem", "BatchGetItem", "TransactWriteItems"]
