"""How often each action asks AWS, warm: at most three reads and one transaction (`design.md` 7)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.activities.roll.elsewhere_tables import Visit
from functions.activities.tables import Activity
from tests.integration.activities import story as told
from tests.integration.activities.story import Story, call, code_of, review, submit
from tests.trust.faults import sends

RUNNING = timedelta(minutes=-1)
PHONE = {"device": "a-phone-of-the-branch", "position": {"lat": 25.9, "lng": 112.2}}
STAY = {"joinedAt": "2020-01-01T00:00:00Z", "leftAt": "2099-12-31T00:00:00Z"}


def two_signed_in(s: Story) -> str:
    activity_id = s.plan(starts=RUNNING)
    s.call_roll(activity_id, "PRESENT", "PRESENT")
    return activity_id


CLAIM = {"claim": "LATE", "reason": "我到会时会议已开始十五分钟。"}
RULING = {"upheld": True, "answer": "经核实，情况属实。"}


def disputed(s: Story) -> str:
    activity_id = s.reviewed_first("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    review(activity_id, s.county)
    call("POST", f"/v1/activities/{activity_id}/disputes", s.member, CLAIM)
    return activity_id


MISSED: dict[str, str] = {}


def with_a_missed_one(s: Story) -> str:
    """The later of two sessions."""
    earlier, later = s.plan(starts=-5 * told.HOUR), s.plan()
    MISSED[later] = earlier
    return later


def a_visit(s: Story) -> str:
    activity_id = s.plan()
    Visit.to(Activity.demand(Activity.partition(activity_id), "NOW"), s.members[0], s.tree.sister.id).save()
    s.call_roll(activity_id, "PRESENT")
    return activity_id


ACTIONS: dict[str, tuple[Callable[[Story], str], Callable[[Story, str, str], tuple[int, Any]], list[str]]] = {
    "plan": (
        lambda _: "",
        lambda s, _, __: call("POST", "/v1/activities", s.secretary, told.plan_body(s.branch, RUNNING, told.HOUR)),
        ["BatchGetItem", "BatchGetItem", "BatchGetItem", "TransactWriteItems"],
    ),
    "show": (Story.plan, lambda s, a, _: call("GET", f"/v1/activities/{a}", s.secretary), ["GetItem", "BatchGetItem"]),
    "ledger": (
        disputed,
        lambda s, _, __: call("GET", "/v1/activities/ledger", s.secretary, query={"branchId": s.branch.id}),
        ["BatchGetItem", "Query", "BatchGetItem"],
    ),
    "ask for a bundle": (
        lambda _: "",
        lambda s, _, __: call("POST", "/v1/activities/bundles", s.secretary, {"branchId": s.branch.id, "year": 2026}),
        ["BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "stars": (
        disputed,
        lambda s, _, __: call("GET", "/v1/activities/stars", s.secretary, query={"branchId": s.branch.id}),
        ["BatchGetItem", "Query", "BatchGetItem"],
    ),
    "own attendance": (
        two_signed_in,
        lambda s, _, __: call("GET", "/v1/activities/attendance/own", s.member),
        ["Query", "Query", "BatchGetItem"],
    ),
    "dispute a line": (
        two_signed_in,
        lambda s, a, _: call("POST", f"/v1/activities/{a}/disputes", s.member, CLAIM),
        ["GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "disputes": (
        disputed,
        lambda s, _, __: call("GET", "/v1/activities/disputes", "county", query={"branchId": s.branch.id}),
        ["BatchGetItem", "Query", "BatchGetItem"],
    ),
    "rule on a dispute": (
        disputed,
        lambda s, a, _: call("POST", f"/v1/activities/{a}/disputes/{s.members[0]}/ruling", "county", RULING),
        ["Query", "BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "month": (
        Story.plan,
        lambda s, _, __: call("GET", "/v1/activities", s.secretary, query={"branchId": s.branch.id}),
        ["BatchGetItem", "Query"],
    ),
    "sign in": (
        lambda s: s.plan(starts=RUNNING),
        lambda s, a, code: call("POST", f"/v1/activities/{a}/sign-ins", s.member, {"code": code}),
        ["GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "sign in, with device and position": (
        lambda s: s.plan(starts=RUNNING),
        lambda s, a, code: call("POST", f"/v1/activities/{a}/sign-ins", s.member, {"code": code} | PHONE),
        ["GetItem", "BatchGetItem", "BatchGetItem", "TransactWriteItems"],
    ),
    "own sign-in": (
        Story.plan,
        lambda s, a, _: call("GET", f"/v1/activities/{a}/sign-ins/own", s.member),
        ["GetItem", "BatchGetItem", "BatchGetItem"],
    ),
    "code": (
        lambda s: s.plan(starts=RUNNING),
        lambda s, a, _: call("GET", f"/v1/activities/{a}/code", s.secretary),
        ["GetItem", "BatchGetItem", "BatchGetItem"],
    ),
    "confirm a peer": (
        two_signed_in,
        lambda s, a, _: call("POST", f"/v1/activities/{a}/confirmations", s.member, {"memberId": s.members[1]}),
        ["GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "list online": (
        Story.plan,
        lambda s, a, _: call(
            "PUT",
            f"/v1/activities/{a}/online-attendance",
            s.secretary,
            {"entries": [{"memberId": s.members[0]} | STAY]},
        ),
        ["Query", "BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "call the roll, for a session made up for": (
        with_a_missed_one,
        lambda s, a, _: call(
            "PUT",
            f"/v1/activities/{a}/attendance",
            s.secretary,
            {"entries": [{"memberId": s.members[0], "state": "MADE_UP", "makesUpFor": MISSED[a]}]},
        ),
        ["Query", "BatchGetItem", "BatchGetItem", "TransactWriteItems"],
    ),
    "count guests": (
        Story.plan,
        lambda s, a, _: call(
            "PUT", f"/v1/activities/{a}/guests", s.secretary, {"guests": [{"organisation": "某单位", "count": 1}]}
        ),
        ["GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "visits": (
        a_visit,
        lambda s, _, __: call("GET", "/v1/activities/visits", s.county, query={"branchId": s.tree.sister.id}),
        ["BatchGetItem", "Query", "BatchGetItem"],
    ),
    "call the roll": (
        Story.plan,
        lambda s, a, _: s.call_roll(a, "PRESENT"),
        ["Query", "BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "announce a photo": (
        Story.plan,
        lambda s, a, _: call(
            "POST",
            f"/v1/activities/{a}/photos",
            s.secretary,
            {"contentType": "image/jpeg", "sizeBytes": 9, "sha256": "0" * 64},
        ),
        ["Query", "BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "photos": (
        Story.plan,
        lambda s, a, _: call("GET", f"/v1/activities/{a}/photos", s.secretary),
        ["Query", "GetItem", "BatchGetItem"],
    ),
    "write minutes": (
        Story.plan,
        lambda s, a, _: s.minute(a),
        ["Query", "BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "submit": (
        Story.ready,
        lambda _, a, __: submit(a),
        ["Query", "BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "review": (
        Story.reviewed_first,
        lambda s, a, _: review(a, s.county),
        ["Query", "BatchGetItem", "GetItem", "TransactWriteItems"],
    ),
    "queue": (
        Story.submitted,
        lambda s, _, __: call("GET", "/v1/reviews", s.township, query={"organisationId": s.tree.township.id}),
        ["BatchGetItem", "Query"],
    ),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_asks_no_more_than_its_budget(story: Story, action: str) -> None:
    prepare, act, expected = ACTIONS[action]
    activity_id = prepare(story)
    code = code_of(activity_id) if activity_id else ""
    if activity_id:
        call("GET", f"/v1/activities/{activity_id}", story.member)  # their accounts are known from here on
        call("GET", "/v1/reviews", story.county, query={"organisationId": story.tree.county.id})
        call("GET", "/v1/reviews", story.township, query={"organisationId": story.tree.township.id})

    call("GET", "/v1/activities", story.secretary, query={"branchId": story.branch.id})
    with sends() as calls:
        status, answer = act(story, activity_id, code)

    assert status < 300, answer
    assert calls.seen == expected
