"""For whom an activity is: a branch, a group of it, chosen members, or several branches below a committee."""

from datetime import timedelta
from typing import Any

import pytest

from functions.activities.activity_types import TYPES
from functions.activities.audience import MOST_BRANCHES
from functions.activities.roll_tables import Roll
from functions.activities.tables import Activity
from kernel.authority import PRINCIPALS, Role
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.ids import new_id
from kernel.transaction import Writes, transact
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import HOUR, Story, call, code_of, enroll, plan_body, review, submit
from tests.trust.faults import sends

RUNNING = timedelta(minutes=-1)


@pytest.fixture
def county(story: Story) -> Story:
    """Somebody plans for the county; the far branch has two members and a secretary, and `stranger` is one of them."""
    builders.account("planner", (Role.SECRETARY, story.tree.county))
    builders.account("far secretary", (Role.SECRETARY, story.tree.far_branch))
    far = story.tree.far_branch
    enroll(far, [member_of(story.stranger), new_id()])
    return story


def member_of(subject: str) -> str:
    return str(PRINCIPALS.load(subject).member_id)


def to_branches(*branches: Organisation) -> dict[str, Any]:
    return {"kind": "BRANCHES", "branches": [branch.id for branch in branches]}


def plan_county(story: Story, starts: timedelta = RUNNING, **changes: Any) -> tuple[int, Any]:
    whom = to_branches(story.branch, story.tree.far_branch)
    body = plan_body(story.tree.county, starts, HOUR, audience=whom) | changes
    return call("POST", "/v1/activities", "planner", body)


def listed(branch: Organisation, subject: str, **query: str) -> dict[str, Any]:
    status, page = call("GET", "/v1/activities", subject, query={"branchId": branch.id} | query)
    assert status == 200, page
    return dict(page)


def group(story: Story, *members: str) -> str:
    """A Party group of the branch with these members."""
    made = story.tree.found(story.branch, "431128-101-001-1", "PARTY_GROUP", "GROUP")
    path = f"/v1/activities/groups/{made.id}"
    status, answer = call("PUT", path, story.secretary, {"members": list(members)})
    assert status == 200, answer
    return str(made.id)


def leave(branch: Organisation, member: str) -> None:
    """The member is taken off the roll."""
    roll = Roll.load(branch.id)
    roll.people = {one: fact for one, fact in roll.people.items() if one != member}
    roll.save()


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


@pytest.mark.parametrize(
    ("audience", "fault"),
    [
        (lambda s: to_branches(s.branch, s.branch), ("audience.branches.1", "duplicate")),
        (lambda s: to_branches(s.branch, s.tree.township), ("audience.branches.1", "not_below")),
        (lambda _: {"kind": "BRANCHES", "branches": [new_id()]}, ("audience.branches.0", "not_below")),
        (lambda _: {"kind": "BRANCH"}, ("branchId", "not_a_branch")),
        (lambda s: {"kind": "MEMBERS", "members": s.members[:1]}, ("branchId", "not_a_branch")),
    ],
)
def test_a_committee_plans_for_branches_below_it(county: Story, audience: Any, fault: tuple[str, str]) -> None:
    status, problem = plan_county(county, audience=audience(county))

    assert (status, problem["code"]) == (422, "invalid")
    assert {"field": fault[0], "code": fault[1]} in problem["fields"]


def test_a_township_does_not_plan_for_another_townships_branch(county: Story) -> None:
    builders.account("township planner", (Role.SECRETARY, county.tree.township))
    body = plan_body(county.tree.township, HOUR, HOUR, audience=to_branches(county.tree.far_branch))

    status, problem = call("POST", "/v1/activities", "township planner", body)

    assert (status, problem["fields"]) == (422, [{"field": "audience.branches.0", "code": "not_below"}])


def test_a_branch_has_no_branches_below_it(story: Story) -> None:
    body = plan_body(story.branch, HOUR, HOUR, audience=to_branches(story.branch))

    status, problem = call("POST", "/v1/activities", story.secretary, body)

    assert (status, problem["fields"]) == (422, [{"field": "branchId", "code": "not_a_committee"}])


def test_forty_branches_are_one_plan(county: Story) -> None:
    found = [
        county.tree.found(county.tree.township, f"431128-101-1{n:02d}", "BRANCH", "BRANCH")
        for n in range(MOST_BRANCHES)
    ]

    status, _ = plan_county(county, HOUR, audience=to_branches(*found))
    too_many, problem = plan_county(county, HOUR, audience=to_branches(*found, county.branch))

    assert status == 201
    assert (too_many, problem["fields"][0]["field"]) == (422, "body.audience.BRANCHES.branches")


def test_chosen_members_are_expected_and_the_branch_sees_it(story: Story) -> None:
    activity_id = story.plan(RUNNING, HOUR, type="TALK", audience={"kind": "MEMBERS", "members": story.members[1:]})

    status, seen = call("GET", f"/v1/activities/{activity_id}", story.member)
    refused, problem = call("PUT", f"/v1/activities/{activity_id}/reply", story.member, {"reply": "COMING"})

    assert (status, seen["audience"]["members"]) == (200, sorted(story.members[1:]))
    assert (refused, problem["code"]) == (403, "not_invited")


def test_only_the_chosen_sign_in(story: Story) -> None:
    activity_id = story.plan(RUNNING, HOUR, type="TALK", audience={"kind": "MEMBERS", "members": story.members[1:]})
    builders.account("chosen", member_id=story.members[1], branch=story.branch)
    code, path = {"code": code_of(activity_id)}, f"/v1/activities/{activity_id}/sign-ins"

    status, _ = call("POST", path, "chosen", code)
    refused, problem = call("POST", path, story.member, code)

    assert (status, refused, problem["code"]) == (201, 403, "not_invited")


def test_of_chosen_members_those_are_entitled_who_are_on_the_roll(story: Story) -> None:
    activity_id = story.plan(audience={"kind": "MEMBERS", "members": story.members[:2]})
    story.call_roll(activity_id, "PRESENT")
    story.minute(activity_id)

    status, handed_in = submit(activity_id)

    assert (status, handed_in["attended"], handed_in["entitled"]) == (200, 1, 2)


@pytest.mark.parametrize(
    ("members", "code"), [(lambda s: [s.members[0]] * 2, "duplicate"), (lambda _: [new_id()], "unknown_member")]
)
def test_only_members_of_the_branch_are_chosen_and_each_once(story: Story, members: Any, code: str) -> None:
    body = plan_body(story.branch, HOUR, HOUR, audience={"kind": "MEMBERS", "members": members(story)})

    status, problem = call("POST", "/v1/activities", story.secretary, body)

    assert (status, [fault["code"] for fault in problem["fields"]]) == (422, [code])


@pytest.mark.parametrize(
    "audience", [{"kind": "EVERYBODY"}, {"kind": "MEMBERS", "members": []}, {"kind": "GROUP"}, "BRANCH", {}, None]
)
def test_an_audience_that_is_none_is_refused(story: Story, audience: Any) -> None:
    status, problem = call(
        "POST", "/v1/activities", story.secretary, plan_body(story.branch, HOUR, HOUR, audience=audience)
    )

    assert (status, problem["code"]) == (422, "invalid")


def test_a_groups_meeting_is_for_its_members_as_they_were_when_it_was_planned(story: Story) -> None:
    group_id = group(story, *story.members[:2])
    body = plan_body(story.branch, HOUR, HOUR, type="GROUP_MEETING", audience={"kind": "GROUP", "groupId": group_id})

    status, made = call("POST", "/v1/activities", story.secretary, body)

    assert status == 201
    assert made["audience"]["members"] == sorted(story.members[:2])
    assert made["audience"]["groupId"] == group_id


def test_who_has_left_the_branch_is_not_invited_with_their_group(story: Story) -> None:
    group_id = group(story, *story.members[:2])
    leave(story.branch, story.members[0])
    whom = {"kind": "GROUP", "groupId": group_id}
    body = plan_body(story.branch, HOUR, HOUR, type="GROUP_MEETING", audience=whom)

    status, made = call("POST", "/v1/activities", story.secretary, body)
    (told,) = [e["data"] for e in recorded(story.branch.id) if e["event"] == "ActivityPlanned"]
    leave(story.branch, story.members[1])
    refused, problem = call("POST", "/v1/activities", story.secretary, body)

    assert (status, made["audience"]["members"], told["members"]) == (201, [story.members[1]], [story.members[1]])
    assert (refused, problem["fields"]) == (422, [{"field": "audience.groupId", "code": "unknown_group"}])


def test_a_group_that_is_not_there_has_no_meeting(story: Story) -> None:
    body = plan_body(story.branch, HOUR, HOUR, audience={"kind": "GROUP", "groupId": new_id()})

    status, problem = call("POST", "/v1/activities", story.secretary, body)

    assert (status, problem["fields"]) == (422, [{"field": "audience.groupId", "code": "unknown_group"}])


def test_groups_are_shown_to_the_branch_and_nobody_is_in_two(story: Story) -> None:
    first = group(story, *story.members[:2])
    second = story.tree.found(story.branch, "431128-101-001-2", "PARTY_GROUP", "GROUP")

    status, problem = call(
        "PUT",
        f"/v1/activities/groups/{second.id}",
        story.secretary,
        {"members": [story.members[0], story.members[2], story.members[2], new_id()]},
    )
    _, shown = call("GET", "/v1/activities/groups", story.member, query={"branchId": story.branch.id})

    assert (status, [(f["field"], f["code"]) for f in problem["fields"]]) == (
        422,
        [("members.0", "in_another_group"), ("members.2", "duplicate"), ("members.3", "unknown_member")],
    )
    assert shown == {
        "branchId": story.branch.id,
        "groups": [{"groupId": first, "members": sorted(story.members[:2])}],
        "version": 1,
    }
    assert recorded(story.branch.id)[-1]["data"] == {"groupId": first, "branchId": story.branch.id, "members": 2}


def test_a_group_without_members_is_dissolved_and_owes_no_meetings(story: Story) -> None:
    group_id = group(story, *story.members[:1])
    year = {"branchId": story.branch.id}
    owed = {d["type"] for d in call("GET", "/v1/activities/year-plan", story.member, query=year)[1]["duties"]}

    status, left = call("PUT", f"/v1/activities/groups/{group_id}", story.secretary, {"members": []})
    after = {d["type"] for d in call("GET", "/v1/activities/year-plan", story.member, query=year)[1]["duties"]}

    assert (status, left["groups"]) == (200, [])
    assert owed - after == {"GROUP_MEETING"}


def test_a_branch_is_no_group_of_itself(story: Story) -> None:
    status, _ = call("PUT", f"/v1/activities/groups/{story.branch.id}", story.secretary, {"members": []})

    assert status == 404


def test_a_plan_without_an_agenda_has_that_of_its_template_and_what_committees_ask(story: Story) -> None:
    builders.account("planner", (Role.SECRETARY, story.tree.county))
    added = {"agenda": [{"zh": "重温入党誓词"}], "required": ["speakers", "photos"]}
    query = {"organisationId": story.tree.county.id}
    call("PUT", "/v1/activities/templates/THEME_DAY", "planner", added, query=query)
    body = plan_body(story.branch, HOUR, HOUR)
    del body["agenda"]

    _, made = call("POST", "/v1/activities", story.secretary, body)
    _, bare = call("POST", "/v1/activities", story.secretary, body | {"agenda": []})

    assert made["agenda"] == [*(line.zh for line in TYPES["THEME_DAY"].agenda), "重温入党誓词"]
    assert (made["demands"], bare["agenda"], bare["demands"]) == (["photos", "speakers"], [], ["photos", "speakers"])


def test_materials_come_with_the_plan_and_change_with_it(story: Story) -> None:
    material = {"title": "学习材料", "href": "https://example.org/a.pdf"}
    activity_id = story.plan(HOUR, materials=[material])

    _, before = call("GET", f"/v1/activities/{activity_id}", story.member)
    _, after = call("PATCH", f"/v1/activities/{activity_id}", story.secretary, {"materials": []})

    assert (before["materials"], after["materials"]) == ([material], [])


@pytest.mark.parametrize("material", [{"title": "a", "href": "http://example.org"}, {"title": "a"}, "https://e.org"])
def test_a_material_has_a_title_and_a_safe_link(story: Story, material: Any) -> None:
    body = plan_body(story.branch, HOUR, HOUR, materials=[material])

    assert call("POST", "/v1/activities", story.secretary, body)[0] == 422


def test_a_plan_for_several_branches_costs_three_reads_and_one_transaction(county: Story) -> None:
    plan_county(county)

    with sends() as calls:
        status, _ = plan_county(county)

    assert status == 201
    assert calls.seen == ["BatchGetItem", "BatchGetItem", "BatchGetItem", "TransactWriteItems"]
