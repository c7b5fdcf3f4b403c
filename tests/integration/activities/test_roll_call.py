"""The roll call by the secretary."""

from datetime import timedelta
from typing import Any

import pytest

from functions.activities import reading
from functions.activities.attendance import calling
from functions.activities.attendance.models import RollCalled, RollEntry
from functions.activities.attendance.tables import Attendance
from functions.activities.rules import Presence
from functions.activities.tables import Activity
from kernel.asking import Asking
from kernel.authority import PRINCIPALS, Role
from kernel.errors import Changed
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import HOUR, Story, call, code_of, enroll, plan_body, submit
from tests.integration.activities.uploads import during


def test_the_secretary_calls_the_roll_and_reads_it(story: Story) -> None:
    activity_id = story.plan()

    called = story.call_roll(activity_id, "PRESENT", "LEAVE_OFFICIAL")
    status, page = call("GET", f"/v1/activities/{activity_id}/attendance", story.secretary)

    assert called == (200, {"called": 2, "changed": 2})
    assert status == 200
    at = page["items"][0]["at"]
    rows = [
        {"memberId": member, "state": state, "method": "ROLL_CALL", "at": at, "confidence": 70,
         "reasons": ["CALLED_BY_SECRETARY"], "distanceM": None, "seenBy": 0, "homeBranchId": None, "makesUpFor": None,
         "onlineMinutes": None, "reachedAt": None}
        for member, state in zip(story.members, ("PRESENT", "LEAVE_OFFICIAL"), strict=False)
    ]  # fmt: skip
    assert page == {"items": rows, "asOf": page["asOf"], "next": None}
    assert recorded(story.branch.id)[-1]["data"]["members"] == 2


def test_the_same_roll_call_again_changes_nothing(story: Story) -> None:
    activity_id = story.plan()
    story.call_roll(activity_id, "PRESENT", "LATE")

    again = story.call_roll(activity_id, "PRESENT", "LATE")

    assert again == (200, {"called": 2, "changed": 0})
    assert len(recorded(story.branch.id)) == 2


def test_a_later_roll_call_changes_the_rows_that_differ(story: Story) -> None:
    activity_id = story.plan()
    story.call_roll(activity_id, "PRESENT", "ABSENT_NO_REASON")

    changed = story.call_roll(activity_id, "PRESENT", "MADE_UP")

    assert changed == (200, {"called": 2, "changed": 1})


def test_a_sign_in_that_the_secretary_confirms_stays_a_sign_in(story: Story) -> None:
    activity_id = story.plan(starts=timedelta(minutes=-1))
    call("POST", f"/v1/activities/{activity_id}/sign-ins", story.member, {"code": code_of(activity_id)})

    story.call_roll(activity_id, "PRESENT", "LATE")
    _, page = call("GET", f"/v1/activities/{activity_id}/attendance", story.secretary)

    assert [row["method"] for row in page["items"]] == ["CODE", "ROLL_CALL"]


def test_a_large_roll_goes_in_chunks_of_ninety_and_comes_back_in_pages(story: Story) -> None:
    story.members = sorted(new_id() for _ in range(200))
    enroll(story.branch, story.members)
    activity_id = story.plan()
    path = f"/v1/activities/{activity_id}/attendance"

    called = story.call_roll(activity_id, *["PRESENT"] * 200)
    _, first = call("GET", path, story.secretary)
    _, second = call("GET", path, story.secretary, query={"cursor": first["next"]})

    assert called == (200, {"called": 200, "changed": 200})
    entries = [e["data"] for e in recorded(story.branch.id) if e["event"] == "AttendanceCalled"]
    assert [(e["chunk"], e["members"]) for e in entries] == [(0, 90), (1, 90), (2, 20)]
    assert [row["memberId"] for row in first["items"] + second["items"]] == story.members


def test_a_keyed_roll_call_of_several_chunks_is_carried_out_once(story: Story) -> None:
    story.members = [new_id() for _ in range(100)]
    enroll(story.branch, story.members)
    activity_id = story.plan()
    entries = [{"memberId": m, "state": "PRESENT"} for m in story.members]
    path, headers = f"/v1/activities/{activity_id}/attendance", {"idempotency-key": "once"}
    first = call("PUT", path, story.secretary, {"entries": entries}, headers=headers)
    story.call_roll(activity_id, "ABSENT_NO_REASON")

    again = call("PUT", path, story.secretary, {"entries": entries}, headers=headers)
    other = call("PUT", path, story.secretary, {"entries": entries[:1]}, headers=headers)

    assert again == first == (200, {"called": 100, "changed": 100})
    assert (other[0], other[1]["code"]) == (422, "idempotency_key_reused")
    assert Attendance.demand(f"ACTIVITY#{activity_id}", Attendance.place(story.members[0])).state == "ABSENT_NO_REASON"


def test_who_is_not_on_the_roll_or_twice_on_the_list_is_named_by_place(story: Story) -> None:
    activity_id = story.plan()
    story.members = [story.members[0], new_id(), story.members[0]]

    status, problem = story.call_roll(activity_id, "PRESENT", "PRESENT", "LATE")

    assert (status, problem["fields"]) == (
        422,
        [
            {"field": "entries.1.memberId", "code": "unknown_member"},
            {"field": "entries.2.memberId", "code": "duplicate"},
        ],
    )


def test_a_branch_without_a_roll_calls_nobody(story: Story) -> None:
    builders.account("there", (Role.SECRETARY, story.tree.sister))
    _, planned = call("POST", "/v1/activities", "there", plan_body(story.tree.sister, -HOUR, HOUR / 2))

    status, problem = story.call_roll(planned["id"], "PRESENT", by="there")

    assert (status, problem["fields"]) == (422, [{"field": "entries.0.memberId", "code": "unknown_member"}])


@pytest.mark.parametrize(
    "entries", [[], [{"memberId": "x", "state": "PRESENT"}], [{"memberId": new_id(), "state": "?"}]]
)
def test_a_list_that_makes_no_sense_is_refused(story: Story, entries: list[dict[str, str]]) -> None:
    path = f"/v1/activities/{story.plan()}/attendance"

    status, problem = call("PUT", path, story.secretary, {"entries": entries})

    assert (status, problem["code"]) == (422, "invalid")


def test_more_than_five_hundred_entries_are_refused(story: Story) -> None:
    entries = [{"memberId": new_id(), "state": "PRESENT"}] * 501

    status, problem = call("PUT", f"/v1/activities/{story.plan()}/attendance", story.secretary, {"entries": entries})

    assert (status, problem["fields"]) == (422, [{"field": "body.entries", "code": "too_long"}])


def test_nobody_is_called_before_the_door_opens(story: Story) -> None:
    status, problem = story.call_roll(story.plan(starts=HOUR), "PRESENT")

    assert (status, problem["code"]) == (409, "not_open_yet")


def test_after_the_submission_the_roll_stays(story: Story) -> None:
    status, problem = story.call_roll(story.submitted(), "ABSENT_NO_REASON")

    assert (status, problem["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("member", 403), ("stranger", 404), ("county", 403)])
def test_only_the_secretary_calls(story: Story, subject: str, expected: int) -> None:
    status, _ = story.call_roll(story.plan(), "PRESENT", by=subject)

    assert status == expected


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("member", 403), ("stranger", 404), ("county", 200)])
def test_who_was_absent_is_for_those_who_call_or_review(story: Story, subject: str, expected: int) -> None:
    status, _ = call("GET", f"/v1/activities/{story.plan()}/attendance", subject)

    assert status == expected


def test_a_member_who_signs_in_during_the_call_stops_it(story: Story) -> None:
    activity_id = story.plan(starts=timedelta(minutes=-1))
    caller = Asking(PRINCIPALS.load(story.secretary))
    record = reading.record_for(caller, activity_id, "activities.host")
    call("POST", f"/v1/activities/{activity_id}/sign-ins", story.member, {"code": code_of(activity_id)})
    entries = [RollEntry(member_id=story.members[0], state=Presence.LATE)]
    rows = calling._changed(record, entries, {}, caller.act())

    with pytest.raises(Changed):
        calling.write(caller.act(), record, rows, RollCalled(called=1, changed=1))


def test_a_submission_during_the_call_stops_it(story: Story) -> None:
    activity_id = story.ready()
    caller = Asking(PRINCIPALS.load(story.secretary))
    record = reading.record_for(caller, activity_id, "activities.host")
    call("POST", f"/v1/activities/{activity_id}/submit", story.secretary)
    entries = [RollEntry(member_id=story.members[0], state=Presence.ABSENT_NO_REASON)]
    rows = calling._changed(record, entries, {}, caller.act())

    with pytest.raises(Changed):
        calling.write(caller.act(), record, rows, RollCalled(called=1, changed=1))


def test_a_roll_called_while_the_record_is_handed_in_stops_the_submission(story: Story) -> None:
    activity_id = story.ready("PRESENT", "ABSENT_NO_REASON")
    called: list[bool] = []

    def call_late(**_: Any) -> None:
        if not called:
            called.append(True)
            assert story.call_roll(activity_id, "PRESENT", "MADE_UP")[0] == 200

    with during(call_late):
        status, problem = submit(activity_id)
    again = submit(activity_id)

    assert (status, problem["code"]) == (409, "changed_meanwhile")
    assert (again[0], again[1]["attended"]) == (200, 2)


def test_every_chunk_of_a_roll_call_moves_the_version_on(story: Story) -> None:
    story.members = [new_id() for _ in range(100)]
    enroll(story.branch, story.members)
    activity_id = story.plan()

    story.call_roll(activity_id, *["PRESENT"] * 100)

    assert Activity.demand(Activity.partition(activity_id), "NOW").version == 3
