"""A plan from its making to its end."""

from datetime import timedelta

import pytest

from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import HOUR, Story, call, plan_body, respond, to_next_month, utc


def test_a_secretary_plans_an_activity_and_the_branch_sees_it(story: Story) -> None:
    body = plan_body(story.branch, HOUR, HOUR)

    made = respond("POST", "/v1/activities", story.secretary, body)
    activity_id = recorded(story.branch.id)[-1]["subject"]
    status, seen = call("GET", f"/v1/activities/{activity_id}", story.member)

    assert (made["statusCode"], made["headers"]["ETag"]) == (201, '"1"')
    assert status == 200
    assert seen == {
        "id": activity_id,
        "branchId": story.branch.id,
        "countyId": story.tree.county.id,
        "type": "THEME_DAY",
        "title": "主题党日",
        "startsAt": utc(body["startsAt"]).isoformat().replace("+00:00", "Z"),
        "endsAt": utc(body["endsAt"]).isoformat().replace("+00:00", "Z"),
        "place": "村部会议室",
        "link": None,
        "agenda": ["学习", "讨论"],
        "audience": {"kind": "BRANCH", "branches": [story.branch.id], "members": None, "groupId": None},
        "materials": [],
        "demands": [],
        "state": "PLANNED",
        "round": 0,
        "stageId": None,
        "submittedAt": None,
        "attended": 0,
        "entitled": 0,
        "lagDays": None,
        "flags": [],
        "version": 1,
    }


def test_a_plan_is_an_entry_of_the_branchs_chain_without_its_words(story: Story) -> None:
    activity_id = story.plan(starts=HOUR)

    (entry,) = recorded(story.branch.id)

    assert (entry["action"], entry["event"], entry["subject"]) == ("activities.plan", "ActivityPlanned", activity_id)
    assert entry["data"]["path"] == story.branch.path
    assert "主题党日" not in str(entry)


def test_a_plan_sent_twice_under_one_key_is_one_activity(story: Story) -> None:
    body, headers = plan_body(story.branch, HOUR, HOUR), {"idempotency-key": "once"}

    first = call("POST", "/v1/activities", story.secretary, body, headers=headers)
    second = call("POST", "/v1/activities", story.secretary, body, headers=headers)

    assert first == second
    assert len(recorded(story.branch.id)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"startsAt": "2020-01-01T00:00:00Z"}, "startsAt"),
        ({"endsAt": "2020-01-01T00:00:00Z"}, "endsAt"),
        ({"place": None}, "place"),
        ({"startsAt": "2026-11-01T00:00:00"}, "body.startsAt"),
        ({"type": "PARTY"}, "body.type"),
        ({"title": " "}, "body.title"),
        ({"link": "http://example.org"}, "body.link"),
        ({"secret": "mine"}, "body"),
    ],
)
def test_a_plan_that_breaks_a_rule_names_the_field(story: Story, changes: dict[str, object], field: str) -> None:
    body = plan_body(story.branch, HOUR, HOUR) | changes

    status, problem = call("POST", "/v1/activities", story.secretary, body)

    assert (status, problem["code"]) == (422, "invalid")
    assert field in [fault["field"] for fault in problem["fields"]]
    assert recorded(story.branch.id) == []


def test_only_a_branch_holds_activities(story: Story) -> None:
    builders.account("above", (Role.SECRETARY, story.tree.township))

    status, problem = call("POST", "/v1/activities", "above", plan_body(story.tree.township, HOUR, HOUR))

    assert (status, problem["fields"]) == (422, [{"field": "branchId", "code": "not_a_branch"}])


@pytest.mark.parametrize("instant", ["9999-12-31T23:30:00-12:00", "9999-12-31T23:30:00Z", "0001-01-01T00:00:00+14:00"])
def test_the_ends_of_the_calendar_are_refused(story: Story, instant: str) -> None:
    times = {"startsAt": instant, "endsAt": instant}
    activity_id = story.plan(HOUR * 30)

    planned = call("POST", "/v1/activities", story.secretary, plan_body(story.branch, HOUR, HOUR) | times)
    changed = call("PATCH", f"/v1/activities/{activity_id}", story.secretary, times)

    assert (planned[0], changed[0]) == (422, 422)


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("member", 403), ("county", 403), ("stranger", 404)])
def test_who_may_not_plan_is_told_so_only_if_they_see_the_branch(
    story: Story, subject: str | None, expected: int
) -> None:
    status, _ = call("POST", "/v1/activities", subject, plan_body(story.branch, HOUR, HOUR))

    assert status == expected


def test_an_activity_of_another_branch_looks_like_a_missing_one(story: Story) -> None:
    activity_id = story.plan()

    elsewhere = call("GET", f"/v1/activities/{activity_id}", story.stranger)
    missing = call("GET", f"/v1/activities/{new_id()}", story.stranger)

    assert elsewhere == missing
    assert elsewhere[0] == 404


def test_a_month_lists_its_activities_in_pages_by_their_start(story: Story) -> None:
    start = to_next_month()
    later, earlier = story.plan(starts=start + HOUR), story.plan(starts=start)
    month = f"{business_day(now() + start):%Y-%m}"
    query = {"branchId": story.branch.id, "month": month, "limit": "1"}

    _, first = call("GET", "/v1/activities", story.member, query=query)
    _, second = call("GET", "/v1/activities", story.member, query=query | {"cursor": first["next"]})
    _, third = call("GET", "/v1/activities", story.member, query=query | {"cursor": second["next"]})

    assert [first["items"][0]["id"], second["items"][0]["id"]] == [earlier, later]
    assert first["items"][0].keys() == {
        "id", "branchId", "type", "title", "startsAt", "endsAt", "place", "link", "state",
    }  # fmt: skip
    assert (third["items"], third["next"]) == ([], None)


def test_a_list_without_a_month_is_of_this_month(story: Story) -> None:
    activity_id = story.plan(starts=timedelta(seconds=-1))

    status, page = call("GET", "/v1/activities", story.secretary, query={"branchId": story.branch.id})

    assert status == 200
    assert [item["id"] for item in page["items"]] == [activity_id]
    assert page["next"] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"month": "2026-13"}, 422),
        ({"month": ""}, 422),
        ({"cursor": "nonsense"}, 400),
        ({"cursor": "eyJwayI6ICJBIn0"}, 400),
        ({"limit": "101"}, 422),
    ],
)
def test_a_list_refuses_a_query_that_it_did_not_make(story: Story, query: dict[str, str], expected: int) -> None:
    status, _ = call("GET", "/v1/activities", story.member, query={"branchId": story.branch.id} | query)

    assert status == expected


def test_a_plan_is_changed_before_it_starts_and_moves_to_its_new_month(story: Story) -> None:
    activity_id = story.plan(starts=HOUR)
    moved = now() + timedelta(days=40)
    changes = {
        "title": "新的主题",
        "agenda": ["一"],
        "startsAt": moved.isoformat(),
        "endsAt": (moved + HOUR).isoformat(),
    }

    changed = respond("PATCH", f"/v1/activities/{activity_id}", story.secretary, changes, headers={"if-match": '"1"'})
    query = {"branchId": story.branch.id, "month": f"{business_day(moved):%Y-%m}"}
    _, page = call("GET", "/v1/activities", story.member, query=query)

    assert (changed["statusCode"], changed["headers"]["ETag"]) == (200, '"2"')
    assert [(item["id"], item["title"]) for item in page["items"]] == [(activity_id, "新的主题")]
    assert recorded(story.branch.id)[-1]["event"] == "ActivityChanged"


def test_an_old_version_is_not_changed(story: Story) -> None:
    activity_id = story.plan(starts=HOUR)

    status, problem = call(
        "PATCH", f"/v1/activities/{activity_id}", story.secretary, {"title": "新"}, headers={"if-match": '"7"'}
    )

    assert (status, problem["code"]) == (412, "stale_version")


def test_a_plan_that_has_begun_stays_as_it_is(story: Story) -> None:
    status, problem = call("PATCH", f"/v1/activities/{story.plan()}", story.secretary, {"title": "新"})

    assert (status, problem["code"]) == (409, "wrong_state")


def test_a_change_keeps_the_end_behind_the_start(story: Story) -> None:
    activity_id = story.plan(starts=HOUR)
    late = (now() + 10 * HOUR).isoformat()

    status, problem = call("PATCH", f"/v1/activities/{activity_id}", story.secretary, {"startsAt": late})

    assert (status, problem["fields"]) == (422, [{"field": "endsAt", "code": "out_of_range"}])


def test_a_plan_is_not_moved_into_the_past_where_it_would_look_planned_ahead(story: Story) -> None:
    activity_id = story.plan(starts=24 * HOUR)
    times = {"startsAt": (now() - HOUR).isoformat(), "endsAt": (now() - HOUR / 2).isoformat()}

    status, problem = call("PATCH", f"/v1/activities/{activity_id}", story.secretary, times)

    assert (status, problem["fields"]) == (422, [{"field": "startsAt", "code": "out_of_range"}])


def test_a_cancelled_activity_is_over(story: Story) -> None:
    activity_id = story.plan(starts=HOUR)

    status, answer = call("POST", f"/v1/activities/{activity_id}/cancel", story.secretary)
    again, problem = call("POST", f"/v1/activities/{activity_id}/cancel", story.secretary)

    assert (status, answer["state"], answer["version"]) == (200, "CANCELLED", 2)
    assert (again, problem["code"]) == (409, "wrong_state")
    assert recorded(story.branch.id)[-1]["event"] == "ActivityCancelled"


def test_the_same_cancellation_under_one_key_is_answered_again(story: Story) -> None:
    path, headers = f"/v1/activities/{story.plan(starts=HOUR)}/cancel", {"idempotency-key": "once"}

    first = call("POST", path, story.secretary, headers=headers)
    second = call("POST", path, story.secretary, headers=headers)

    assert first == second


def test_once_sign_in_is_open_the_times_stay(story: Story) -> None:
    path = f"/v1/activities/{story.plan(starts=HOUR / 3)}"
    later = {"startsAt": (now() + HOUR).isoformat(), "endsAt": (now() + 2 * HOUR).isoformat()}

    status, problem = call("PATCH", path, story.secretary, later)
    words, _ = call("PATCH", path, story.secretary, {"title": "新"})

    assert (status, problem["code"]) == (409, "sign_in_open")
    assert words == 200


def test_what_is_no_branch_plans_nothing(story: Story) -> None:
    office = story.tree.found(story.tree.township, "431128-101-009", "COMMITTEE", "BRANCH")
    builders.account("there", (Role.SECRETARY, office))

    status, problem = call("POST", "/v1/activities", "there", plan_body(office, HOUR, HOUR))

    assert (status, problem["fields"]) == (422, [{"field": "branchId", "code": "not_a_branch"}])


@pytest.mark.parametrize(
    ("field", "value"), [("title", "主题\u202e党日"), ("place", "村部\x1b"), ("agenda", ["学\u200b习"])]
)
def test_a_text_that_hides_something_is_refused(story: Story, field: str, value: object) -> None:
    status, problem = call(
        "POST", "/v1/activities", story.secretary, plan_body(story.branch, HOUR, HOUR) | {field: value}
    )

    assert (status, [f["code"] for f in problem["fields"]]) == (422, ["control_character"])
    assert recorded(story.branch.id) == []
