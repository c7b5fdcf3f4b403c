"""An activity of a committee for several branches below it: who sees it, takes part, counts it and reads its words."""

from datetime import timedelta
from typing import Any

import pytest

from functions.activities.tables import Activity
from kernel.authority import Role
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.ids import new_id
from kernel.transaction import Writes, transact
from tests import builders
from tests.builders import recorded
from tests.integration.activities.county_plans import RUNNING, member_of, plan_county, to_branches, with_planner
from tests.integration.activities.story import HOUR, Story, call, code_of, review, submit


@pytest.fixture
def county(story: Story) -> Story:
    return with_planner(story)


def listed(branch: Organisation, subject: str, **query: str) -> dict[str, Any]:
    status, page = call("GET", "/v1/activities", subject, query={"branchId": branch.id} | query)
    assert status == 200, page
    return dict(page)


def test_a_county_event_is_in_the_month_of_every_branch_that_it_is_for(county: Story) -> None:
    status, made = plan_county(county)

    assert status == 201
    assert made["audience"] == to_branches(county.branch, county.tree.far_branch) | {"members": None, "groupId": None}
    for branch, subject in ((county.branch, "member"), (county.tree.far_branch, "stranger")):
        (item,) = listed(branch, subject)["items"]
        assert (item["id"], item["branchId"], item["title"]) == (made["id"], county.tree.county.id, made["title"])


def test_an_invited_branch_is_listed_in_pages_with_its_own(county: Story) -> None:
    own = county.plan(starts=RUNNING - HOUR / 60)
    _, made = plan_county(county)

    first = listed(county.branch, "member", limit="1")
    second = listed(county.branch, "member", limit="1", cursor=first["next"])
    third = listed(county.branch, "member", limit="1", cursor=second["next"])

    assert [first["items"][0]["id"], second["items"][0]["id"]] == [own, made["id"]]
    assert (third["items"], third["next"]) == ([], None)


def test_a_county_event_moves_and_is_called_off_in_every_month(county: Story) -> None:
    _, made = plan_county(county, HOUR)
    moved = now() + timedelta(days=40)
    times = {"startsAt": moved.isoformat(), "endsAt": (moved + HOUR).isoformat()}

    call("PATCH", f"/v1/activities/{made['id']}", "planner", times)
    call("POST", f"/v1/activities/{made['id']}/cancel", "planner")

    (item,) = listed(county.branch, "member", month=f"{business_day(moved):%Y-%m}")["items"]
    assert (item["id"], item["state"]) == (made["id"], "CANCELLED")
    assert listed(county.branch, "member")["items"] == []


def test_members_of_invited_branches_see_it_and_others_do_not(county: Story) -> None:
    _, made = plan_county(county)
    other = county.tree.found(county.tree.township, "431128-101-009", "BRANCH", "BRANCH")
    builders.account("other", member_id=new_id(), branch=other)
    builders.account("other secretary", (Role.SECRETARY, other))

    seen = {
        who: call("GET", f"/v1/activities/{made['id']}", who)[0]
        for who in ("member", "stranger", "secretary", "far secretary", "county", "other", "other secretary")
    }

    assert seen == {
        "member": 200,
        "stranger": 200,
        "secretary": 200,
        "far secretary": 200,
        "county": 200,
        "other": 403,  # what is above one's own branch can be seen to be there
        "other secretary": 404,
    }


@pytest.mark.parametrize(
    ("method", "rest", "body"),
    [
        ("PATCH", "", {"title": "新"}),
        ("POST", "/cancel", None),
        ("GET", "/code", None),
        ("GET", "/attendance", None),
        ("GET", "/replies", None),
        ("POST", "/submit", None),
    ],
)
def test_an_invited_branch_does_not_host(county: Story, method: str, rest: str, body: Any) -> None:
    _, made = plan_county(county)

    assert call(method, f"/v1/activities/{made['id']}{rest}", "far secretary", body)[0] == 404
    assert call(method, f"/v1/activities/{made['id']}{rest}", "stranger", body)[0] == 403


def test_a_county_event_is_signed_reviewed_and_counted_for_each_members_own_branch(county: Story) -> None:
    _, made = plan_county(county, -HOUR / 2, endsAt=(now() + HOUR / 60).isoformat())
    activity_id, far = made["id"], county.tree.far_branch
    for who in ("member", "stranger"):
        status, _ = call("POST", f"/v1/activities/{activity_id}/sign-ins", who, {"code": code_of(activity_id)})
        assert status == 201
    work = [{"text": "走访。", "owner": who, "dueOn": str(business_day(now()))} for who in (member_of("stranger"),) * 2]
    minutes = county.minutes(resolutions=work)
    status, answer = call("PUT", f"/v1/activities/{activity_id}/minutes", "planner", minutes)
    assert status == 200, answer
    _end(activity_id)
    status, handed_in = submit(activity_id, "planner")
    assert status == 200, handed_in
    builders.account("final", (Role.REVIEWER, county.tree.county))
    status, approved = review(activity_id, "final")

    assert (handed_in["attended"], handed_in["entitled"]) == (2, 5)
    assert (status, approved["state"]) == (201, "APPROVED")
    told = [e["data"] for e in recorded(county.tree.county.id) if e["event"] == "AttendanceConfirmed"]
    assert {t["branchId"]: t["members"] for t in told} == {
        county.branch.id: [county.members[0]],
        far.id: [member_of("stranger")],
    }
    assert {t["path"] for t in told} == {county.branch.path, far.path}
    assert {(t["audience"], t["type"]) for t in told} == {("BRANCHES", "THEME_DAY")}
    (assigned,) = [e["data"] for e in recorded(county.tree.county.id) if e["event"] == "TasksAssigned"]
    given = {"branchId": far.id, "countyId": county.tree.county.id, "tasks": 2}
    assert assigned == {"activityId": activity_id, "organisationId": county.tree.county.id, "branches": [given]}


def _end(activity_id: str) -> None:
    """Let the activity be over, as if its hour had gone by."""
    stored = Activity.demand(Activity.partition(activity_id), "NOW")
    stored.ends_at = stamp(now() - HOUR / 60)
    writes = Writes()
    writes.put(stored)
    assert transact(writes.rows) == []


def test_who_is_secretary_of_another_invited_branch_takes_part_as_a_member_of_their_own(county: Story) -> None:
    granted, home = sorted((county.branch, county.tree.far_branch), key=lambda branch: branch.id)
    builders.account("both", (Role.SECRETARY, granted), member_id=new_id(), branch=home)
    running, coming = plan_county(county)[1]["id"], plan_county(county, HOUR)[1]["id"]

    signed_in, _ = call("POST", f"/v1/activities/{running}/sign-ins", "both", {"code": code_of(running)})
    answered, _ = call("PUT", f"/v1/activities/{coming}/reply", "both", {"reply": "COMING"})

    assert (signed_in, answered) == (201, 200)


def read_minutes(activity_id: str, rest: str = "") -> dict[str, int]:
    """Who is answered how."""
    readers = ("planner", "county", "host", "member", "stranger", "secretary", "far secretary")
    return {who: call("GET", f"/v1/activities/{activity_id}/minutes{rest}", who)[0] for who in readers}


def test_the_words_of_a_committees_event_are_for_the_committee_and_for_who_signs_them(county: Story) -> None:
    county.members = [*county.members[1:], member_of("stranger")]
    builders.account("host", member_id=county.members[0], branch=county.branch)
    _, made = plan_county(county, -HOUR, endsAt=stamp(now() - HOUR / 60))
    path = f"/v1/activities/{made['id']}"
    county.call_roll(made["id"], "PRESENT", "PRESENT", by="planner")
    call("PUT", f"{path}/minutes", "planner", county.minutes())
    drafted = read_minutes(made["id"])
    digest = call("GET", f"{path}/minutes", "host")[1]["digest"]
    signed, _ = call("POST", f"{path}/minutes/signatures", "host", {"digest": digest})
    submit(made["id"], "planner")
    status, _ = review(made["id"], "county")

    may = dict.fromkeys(("planner", "county", "host"), 200)
    may_not = {"member": 403, "stranger": 403, "secretary": 404, "far secretary": 404}
    assert (signed, status) == (201, 201)
    assert drafted == may | may_not
    assert read_minutes(made["id"]) == may | may_not
    assert read_minutes(made["id"], "/versions") == may | may_not
    assert read_minutes(made["id"], "/versions/1") == may | may_not


def test_a_committee_calls_the_roll_of_all_branches(county: Story) -> None:
    _, made = plan_county(county)
    entries = [{"memberId": m, "state": "PRESENT"} for m in (county.members[0], member_of("stranger"))]

    status, answer = call("PUT", f"/v1/activities/{made['id']}/attendance", "planner", {"entries": entries})

    assert (status, answer["changed"]) == (200, 2)


def test_why_a_record_was_returned_is_read_by_who_holds_it_and_by_nobody_invited(county: Story) -> None:
    path = f"/v1/activities/{plan_county(county, -HOUR, endsAt=(now() - HOUR / 2).isoformat())[1]['id']}"
    entries = [{"memberId": m, "state": "PRESENT"} for m in (county.members[0], member_of("stranger"))]
    call("PUT", f"{path}/attendance", "planner", {"entries": entries})
    call("PUT", f"{path}/minutes", "planner", county.minutes(host=county.members[0], recorder=member_of("stranger")))
    assert call("POST", f"{path}/submit", "planner")[0] == 200
    assert call("POST", f"{path}/reviews", "county", {"decision": "return", "reason": "名单有误。"})[0] == 201

    told = {
        who: call("GET", f"{path}/reviews", who) for who in ("planner", "county", "member", "secretary", "stranger")
    }

    assert [told[who][1]["items"][0]["reason"] for who in ("planner", "county")] == ["名单有误。"] * 2
    assert [told[who][0] for who in ("member", "secretary", "stranger")] == [403, 404, 403]
    assert call("GET", path, "member")[0] == 200
