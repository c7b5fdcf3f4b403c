"""From the submission through the reviews: what happens at each stage, and who may not."""

import pytest

from functions.activities import reading
from functions.activities.attendance.tables import Attendance
from functions.activities.reviews import reviewing
from functions.activities.reviews.models import ReviewActivity
from functions.activities.tables import Activity
from kernel.asking import Asking
from kernel.authority import PRINCIPALS, Role
from kernel.clock import business_day, now
from kernel.errors import Changed
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import HOUR, Story, call, enroll, plan_body, review, submit


def test_a_submitted_record_waits_for_the_township(story: Story) -> None:
    activity_id = story.ready("PRESENT", "LATE", "EXEMPT")

    status, answer = submit(activity_id)

    assert status == 200
    assert (answer["state"], answer["stageId"]) == ("SUBMITTED", story.tree.township.id)
    assert (answer["round"], answer["attended"], answer["entitled"]) == (1, 2, 2)
    entry = recorded(story.branch.id)[-1]
    assert entry["event"] == "ActivitySubmitted"
    assert entry["data"] == {
        "activityId": activity_id,
        "branchId": story.branch.id,
        "countyId": story.tree.county.id,
        "path": story.branch.path,
        "type": "THEME_DAY",
        "heldOn": business_day(now() - HOUR).isoformat(),
        "round": 1,
        "audience": "BRANCH",
        "branches": [story.branch.id],
        "overBudget": 0,
    }


def test_a_record_is_handed_in_when_it_is_complete(story: Story) -> None:
    running = story.plan(starts=-HOUR, lasts=2 * HOUR)
    bare = story.plan()
    unattended = story.plan()
    story.minute(unattended)
    story.call_roll(unattended, "ABSENT_NO_REASON", "LEAVE_SICK", "OBSERVER")

    codes = [submit(activity_id)[1]["code"] for activity_id in (running, bare, unattended)]

    assert codes == ["not_held", "minutes_missing", "attendance_missing"]


def test_more_than_one_transaction_can_confirm_is_refused(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.activities.rules.MOST_CONFIRMATIONS", 1)
    monkeypatch.setattr("functions.activities.rules.AWARDS_IN_EVENT", 1)

    status, problem = submit(story.ready("PRESENT", "PRESENT"))

    assert (status, problem["code"]) == (409, "too_many_attended")


@pytest.mark.parametrize(("subject", "expected"), [("member", 403), ("county", 403), ("stranger", 404)])
def test_only_the_secretary_hands_in(story: Story, subject: str, expected: int) -> None:
    assert submit(story.ready(), subject)[0] == expected


def test_a_record_is_handed_in_once(story: Story) -> None:
    activity_id = story.ready()
    first = submit(activity_id, headers={"idempotency-key": "once"})

    replayed = submit(activity_id, headers={"idempotency-key": "once"})
    again = submit(activity_id)

    assert replayed == first
    assert (again[0], again[1]["code"]) == (409, "wrong_state")


def test_the_township_passes_it_on_and_the_county_makes_it_count(story: Story) -> None:
    activity_id = story.submitted("PRESENT", "MADE_UP", "LEAVE_SICK")

    first = review(activity_id, story.township)
    final = review(activity_id, story.county)

    assert (first[0], first[1]["state"], first[1]["stageId"]) == (201, "COUNTY_REVIEW", story.tree.county.id)
    assert (final[0], final[1]["state"], final[1]["stageId"]) == (201, "APPROVED", None)
    entries = [e for e in recorded(story.branch.id)[-4:] if e["event"] != "MinutesSealed"]
    assert [e["event"] for e in entries] == ["ActivityReviewed", "ActivityReviewed", "AttendanceConfirmed"]
    assert [e["data"].get("stage") for e in entries] == ["first", "final", None]
    assert (entries[1]["data"]["attended"], entries[1]["data"]["entitled"]) == (2, 3)
    assert entries[2]["data"]["members"] == sorted(story.members[:2])
    assert (entries[2]["data"]["chunk"], entries[2]["data"]["path"]) == (0, story.branch.path)


def test_two_hundred_attendees_are_confirmed_in_one_transaction(story: Story) -> None:
    story.members = [new_id() for _ in range(200)]
    enroll(story.branch, story.members)
    activity_id = story.reviewed_first(*["PRESENT"] * 200)

    review(activity_id, story.county)

    confirmed = [e for e in recorded(story.branch.id) if e["event"] == "AttendanceConfirmed"]
    assert [(e["data"]["chunk"], len(e["data"]["members"])) for e in confirmed] == [(0, 90), (1, 90), (2, 20)]
    assert [m for e in confirmed for m in e["data"]["members"]] == sorted(story.members)
    assert len({e["at"] for e in confirmed}) == len({e["bodyHash"] for e in confirmed}) == 1


def test_a_returned_record_is_mended_and_handed_in_again(story: Story) -> None:
    activity_id = story.submitted()

    returned = review(activity_id, story.township, "return", "照片不清。")
    story.call_roll(activity_id, "PRESENT", "PRESENT", "PRESENT")
    renamed = call("PATCH", f"/v1/activities/{activity_id}", story.secretary, {"title": "改正的主题"})
    again = submit(activity_id)
    review(activity_id, story.township)
    final = review(activity_id, story.county)
    history = call("GET", f"/v1/activities/{activity_id}/reviews", story.secretary)[1]["items"]

    assert (returned[0], returned[1]["state"], returned[1]["stageId"]) == (201, "RETURNED", None)
    (told,) = [e["data"] for e in recorded(story.branch.id) if e["event"] == "ActivityChanged"]
    assert (renamed[0], renamed[1]["title"], told["fields"], told["toCome"]) == (200, "改正的主题", ["title"], False)
    assert (again[1]["round"], again[1]["attended"]) == (2, 3)
    assert final[1]["state"] == "APPROVED"
    assert [(r["round"], r["stage"], r["decision"], r["reason"]) for r in history] == [
        (1, "first", "return", "照片不清。"),
        (2, "first", "approve", None),
        (2, "final", "approve", None),
    ]
    assert "照片不清" not in str(recorded(story.branch.id))


def test_the_county_may_return_it_too(story: Story) -> None:
    activity_id = story.reviewed_first()

    status, answer = review(activity_id, story.county, "return", "补充记录。")

    assert (status, answer["state"]) == (201, "RETURNED")
    assert recorded(story.branch.id)[-1]["data"]["stage"] == "final"


def test_a_returned_record_keeps_its_times(story: Story) -> None:
    activity_id = story.submitted()
    review(activity_id, story.township, "return", "改。")

    status, _ = call("PATCH", f"/v1/activities/{activity_id}", story.secretary, {"startsAt": "2026-11-01T00:00:00Z"})

    assert status == 409


def test_a_return_says_why(story: Story) -> None:
    status, problem = review(story.submitted(), story.township, "return")

    assert (status, problem["fields"]) == (422, [{"field": "reason", "code": "missing"}])


def test_an_unknown_decision_is_refused(story: Story) -> None:
    status, problem = review(story.submitted(), story.township, "maybe")

    assert (status, problem["code"]) == (422, "invalid")


def test_a_branch_right_below_the_county_is_reviewed_by_the_county_alone(story: Story) -> None:
    lone = story.tree.found(story.tree.county, "431128-000-001", "BRANCH", "BRANCH")
    enroll(lone, story.members)
    builders.account("alone", (Role.SECRETARY, lone))
    _, planned = call("POST", "/v1/activities", "alone", plan_body(lone, -HOUR, HOUR / 2))
    path = f"/v1/activities/{planned['id']}"
    story.call_roll(planned["id"], "PRESENT", by="alone")
    call("PUT", f"{path}/minutes", "alone", story.minutes())

    _, submitted = submit(planned["id"], "alone")
    _, final = review(planned["id"], story.county)

    assert (submitted["state"], submitted["stageId"]) == ("COUNTY_REVIEW", story.tree.county.id)
    assert final["state"] == "APPROVED"


def test_the_submitter_never_approves_even_as_a_reviewer(story: Story) -> None:
    builders.account("secretary", (Role.SECRETARY, story.branch), (Role.REVIEWER, story.tree.township))

    status, problem = review(story.submitted(), story.secretary)

    assert (status, problem["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("subject", "expected"), [(None, 401), ("member", 403), ("secretary", 403), ("county", 403), ("stranger", 404)]
)
def test_only_the_committee_whose_turn_it_is_decides(story: Story, subject: str, expected: int) -> None:
    assert review(story.submitted(), subject)[0] == expected


def test_a_reviewer_of_another_township_sees_nothing(story: Story) -> None:
    builders.account("elsewhere", (Role.REVIEWER, story.tree.other_township))

    assert review(story.submitted(), "elsewhere")[0] == 404


def test_a_committee_whose_turn_is_over_meets_the_wrong_state(story: Story) -> None:
    activity_id = story.reviewed_first()

    by_township = review(activity_id, story.township)
    review(activity_id, story.county)
    by_county = review(activity_id, story.county)
    planned = review(story.plan(), story.township)

    codes = [(status, answer["code"]) for status, answer in (by_township, by_county, planned)]
    assert codes == [(409, "wrong_state")] * 3


def test_a_keyed_review_sent_twice_is_answered_again(story: Story) -> None:
    activity_id = story.submitted()
    first = review(activity_id, story.township, headers={"idempotency-key": "once"})

    second = review(activity_id, story.township, headers={"idempotency-key": "once"})

    assert second == first


def test_a_review_of_an_old_version_is_stale(story: Story) -> None:
    status, problem = review(story.submitted(), story.township, headers={"if-match": '"1"'})

    assert (status, problem["code"]) == (412, "stale_version")


def test_of_two_reviewers_at_once_one_stands(story: Story) -> None:
    activity_id = story.submitted()
    stale = reading.whole(activity_id)
    review(activity_id, story.township, "return", "改。")
    caller = Asking(PRINCIPALS.load(story.township))

    with pytest.raises(Changed):
        reviewing.decide(caller.act(), stale, ReviewActivity(decision="approve"))

    assert Activity.demand(Activity.partition(activity_id), "NOW").state == "RETURNED"


@pytest.mark.parametrize("reviewer", ["township", "county"])
def test_who_signed_in_while_the_record_was_handed_in_is_not_lost(story: Story, reviewer: str) -> None:
    activity_id = story.submitted("PRESENT") if reviewer == "township" else story.reviewed_first("PRESENT")
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    Attendance.to(activity, story.members[1], state="LATE", method="CODE", at="").save()

    status, problem = review(activity_id, reviewer)
    returned, _ = review(activity_id, reviewer, "return", "请重新提交。")
    again = submit(activity_id)

    assert (status, problem["code"]) == (409, "attendance_differs")
    assert returned == 201
    assert (again[0], again[1]["attended"]) == (200, 2)
