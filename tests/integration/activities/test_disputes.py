"""A member disputes a line of their own attendance; somebody other than who entered it rules."""

from typing import Any

import pytest

from functions.activities import on_members
from functions.activities.dispute_tables import Dispute
from functions.activities.rules import MOST_CONFIRMATIONS
from functions.activities.tables import Activity
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.events import AttachmentChanged, MemberErased
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import HOUR, Story, call, review, submit

REASON = "当天我在现场，签到时手机没电。𠮷"
CLAIM = {"claim": "PRESENT", "reason": REASON}


@pytest.fixture
def deputy(story: Story) -> str:
    """A second secretary: who entered the line never rules on it."""
    return builders.account("deputy", (Role.SECRETARY, story.branch))


def dispute(activity_id: str, by: str = "member", body: Any = CLAIM, **rest: Any) -> tuple[int, Any]:
    return call("POST", f"/v1/activities/{activity_id}/disputes", by, body, **rest)


def rule(story: Story, activity_id: str, by: str, *, upheld: bool = True, **rest: Any) -> tuple[int, Any]:
    path = f"/v1/activities/{activity_id}/disputes/{story.members[0]}/ruling"
    return call("POST", path, by, {"upheld": upheld, "answer": "经核实，情况属实。"}, **rest)


def line(story: Story, activity_id: str) -> Any:
    rows = call("GET", f"/v1/activities/{activity_id}/attendance", "secretary")[1]["items"]
    return next((row for row in rows if row["memberId"] == story.members[0]), None)


def approved(story: Story, *states: str) -> str:
    activity_id = story.reviewed_first(*states)
    assert review(activity_id, story.county)[0] == 201
    return activity_id


def told(story: Story, *names: str) -> list[dict[str, Any]]:
    return [entry["data"] for entry in recorded(story.branch.id) if entry["event"] in names]


def test_a_dispute_is_raised_with_a_day_for_its_answer(story: Story) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")

    status, answer = dispute(activity_id)

    assert status == 201
    assert answer.pop("raisedAt") <= now().isoformat()
    assert business_day(now()).isoformat() < answer.pop("answerBy")
    assert answer == {
        "activityId": activity_id,
        "memberId": story.members[0],
        "recorded": "ABSENT_NO_REASON",
        "claim": "PRESENT",
        "reason": REASON,
        "overdue": False,
        "outcome": "OPEN",
        "ruledAt": None,
        "ruledBy": None,
        "answer": None,
    }
    [event] = told(story, "AttendanceDisputed")
    assert event["memberId"] == story.members[0]
    assert REASON not in str(recorded(story.branch.id))


def test_secretary_and_committees_read_disputes_with_their_reasons(story: Story) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    query = {"branchId": story.branch.id}

    status, listed = call("GET", "/v1/activities/disputes", "secretary", query=query)
    ruled = call("GET", "/v1/activities/disputes", "county", query=query | {"state": "ruled"})
    by_member, by_stranger = (
        call("GET", "/v1/activities/disputes", who, query=query)[0] for who in ("member", "stranger")
    )

    assert (status, [one["reason"] for one in listed["items"]]) == (200, [REASON])
    assert (ruled[0], ruled[1]["items"]) == (200, [])
    assert (by_member, by_stranger) == (403, 404)


def test_disputes_are_paged_by_the_day_of_their_answer(story: Story) -> None:
    for _ in range(3):
        dispute(story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT"))
    query, found = {"branchId": story.branch.id, "limit": "2"}, list[str]()

    _, first = call("GET", "/v1/activities/disputes", "secretary", query=query)
    _, second = call("GET", "/v1/activities/disputes", "secretary", query=query | {"cursor": first["next"]})
    found = [one["activityId"] for one in first["items"] + second["items"]]

    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    assert found == sorted(set(found))


def test_who_entered_the_line_does_not_rule_on_it(story: Story, deputy: str) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)

    by_who_entered_it = rule(story, activity_id, "secretary")
    by_another, _ = rule(story, activity_id, deputy)

    assert by_who_entered_it[0] == 403
    assert by_another == 201


def test_nobody_rules_on_their_own_dispute(story: Story) -> None:
    builders.account("member", (Role.SECRETARY, story.branch), member_id=story.members[0], branch=story.branch)
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)

    assert rule(story, activity_id, "member")[0] == 403


def test_an_upheld_dispute_corrects_the_line_and_keeps_what_it_was(story: Story, deputy: str) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)

    _, answer = rule(story, activity_id, deputy)

    assert (answer["outcome"], answer["ruledBy"], answer["answer"]) == ("UPHELD", "BRANCH", "经核实，情况属实。")
    now_stands = line(story, activity_id)
    assert (now_stands["state"], now_stands["method"], now_stands["reasons"]) == (
        "PRESENT",
        "RULING",
        ["RULED_ON_DISPUTE"],
    )
    assert [event["upheld"] for event in told(story, "AttendanceDisputeRuled")] == [True]
    assert submit(activity_id)[1]["attended"] == 3


def test_a_rejected_dispute_leaves_the_line(story: Story, deputy: str) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)

    _, answer = rule(story, activity_id, deputy, upheld=False)

    assert answer["outcome"] == "REJECTED"
    assert line(story, activity_id)["state"] == "ABSENT_NO_REASON"
    assert rule(story, activity_id, deputy)[1]["code"] == "dispute_ruled"


def test_what_was_ruled_is_not_undone_by_a_roll_call(story: Story, deputy: str) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    rule(story, activity_id, deputy)

    status, answer = story.call_roll(activity_id, "ABSENT_NO_REASON", "LATE", "PRESENT")

    assert (status, answer["fields"]) == (422, [{"field": "entries.0.state", "code": "ruled_on"}])
    assert story.call_roll(activity_id, "PRESENT", "LATE", "PRESENT")[0] == 200


def test_a_record_that_waits_is_ruled_on_afterwards_by_the_final_committee(story: Story, deputy: str) -> None:
    activity_id = story.submitted("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)

    waiting = rule(story, activity_id, deputy)
    review(activity_id, story.township)
    review(activity_id, story.county)
    by_branch, by_first, by_final = (rule(story, activity_id, who) for who in (deputy, "township", "county"))

    assert (waiting[0], waiting[1]["code"]) == (409, "record_waits")
    assert (by_branch[0], by_first[0], by_final[0]) == (403, 403, 201)
    assert by_final[1]["ruledBy"] == "COMMITTEE"


def test_what_an_upheld_dispute_gives_counts_from_then_on(story: Story) -> None:
    activity_id = approved(story, "ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)

    rule(story, activity_id, "county")

    first, second = told(story, "AttendanceConfirmed")
    assert second["members"] == [story.members[0]]
    assert first["chunk"] != second["chunk"]
    assert first | {"chunk": 0, "members": []} == second | {"chunk": 0, "members": []}


def test_attendance_that_was_disputed_away_counts_no_more(story: Story) -> None:
    activity_id = approved(story)
    dispute(activity_id, body={"claim": "LEAVE_OFFICIAL", "reason": "当天我出差。"})

    rule(story, activity_id, "county")

    [taken_back] = told(story, "AttendanceCorrected")
    excused = told(story, "AttendanceConfirmed")[-1]
    assert (taken_back["chunk"], taken_back["memberId"]) == (0, story.members[0])
    assert (excused["members"], excused["excused"]) == ([], [story.members[0]])


def test_a_line_may_go_and_come_back(story: Story) -> None:
    """The branch ruled on it before the approval, so that the committee may once more; and no third time."""
    builders.account("deputy", (Role.SECRETARY, story.branch))
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    rule(story, activity_id, "deputy")
    submit(activity_id)
    review(activity_id, story.township)
    review(activity_id, story.county)

    again, _ = dispute(activity_id, body=CLAIM | {"claim": "LATE"})
    ruled, _ = rule(story, activity_id, "county")
    third = dispute(activity_id, body=CLAIM)

    assert (again, ruled) == (201, 201)
    assert (third[0], third[1]["code"]) == (409, "dispute_ruled")
    assert len(told(story, "AttendanceConfirmed")) == 1


def test_a_withdrawal_takes_back_what_a_ruling_gave(story: Story) -> None:
    activity_id = approved(story, "ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    rule(story, activity_id, "county")

    call("POST", f"/v1/activities/{activity_id}/withdrawal", "county", {"reason": "审核有误。"})

    parts = {event: [(one["chunk"], one["members"]) for one in told(story, event)] for event in TAKEN}
    assert parts["AttendanceWithdrawn"] == parts["AttendanceConfirmed"]
    assert dispute(activity_id)[1]["code"] == "dispute_ruled"


def test_rulings_end_where_a_withdrawal_could_not_hold_them(story: Story) -> None:
    activity_id = approved(story, "ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    stored = Activity.demand(Activity.partition(activity_id), "NOW")
    one = {"part": 1000, "home": story.branch.id, "member": story.members[1], "attended": True}
    stored.corrections = [one] * MOST_CONFIRMATIONS
    stored.save()

    status, answer = rule(story, activity_id, "county")

    assert (status, answer["code"]) == (409, "too_many_rulings")


def test_who_takes_part_beside_their_home_is_ruled_on_where_they_were(story: Story) -> None:
    guest = new_id()
    builders.account("guest", member_id=guest, branch=story.tree.sister)
    here = AttachmentChanged(
        member_id=guest,
        branch_id=story.tree.sister.id,
        county_id=story.tree.county.id,
        attached_to=story.branch.id,
        attached=True,
    )
    on_members.lambda_handler(builders.batch(here), None)
    activity_id = story.plan()
    raised, _ = dispute(activity_id, "guest")
    path = f"/v1/activities/{activity_id}/disputes/{guest}/ruling"

    ruled, _ = call("POST", path, "secretary", {"upheld": True, "answer": "属实。"})

    query = {"branchId": story.tree.sister.id, "month": f"{business_day(now() - HOUR):%Y-%m}"}
    [visit] = call("GET", "/v1/activities/visits", "county", query=query)[1]["items"]
    assert (raised, ruled) == (201, 201)
    assert (visit["attendance"]["memberId"], visit["attendance"]["method"]) == (guest, "RULING")


TAKEN = ("AttendanceConfirmed", "AttendanceWithdrawn")


def test_two_rulings_at_once_leave_one(story: Story, deputy: str) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)

    answers = [rule(story, activity_id, deputy, upheld=upheld)[0] for upheld in (True, False)]

    assert answers == [201, 409]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"claim": "ABSENT_NO_REASON", "reason": "😀"}, 422, "invalid"),
        ({"claim": "HERE", "reason": "x"}, 422, "invalid"),
        ({"claim": "PRESENT"}, 422, "invalid"),
        ({"claim": "PRESENT", "reason": ""}, 422, "invalid"),
        ({"claim": "PRESENT", "reason": "字" * 501}, 422, "invalid"),
        ({"claim": "PRESENT", "reason": "x", "upheld": True}, 422, "invalid"),
        (["PRESENT"], 422, "invalid"),
    ],
)
def test_a_bad_dispute_is_refused(story: Story, body: Any, status: int, code: str) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")

    answer = dispute(activity_id, body=body)

    assert (answer[0], answer[1]["code"]) == (status, code)


def test_a_second_dispute_waits_for_the_answer_to_the_first(story: Story) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)

    assert dispute(activity_id)[1]["code"] == "dispute_open"


def test_what_has_not_begun_or_was_called_off_is_not_disputed(story: Story) -> None:
    to_come, called_off = story.plan(HOUR * 2), story.plan()
    call("POST", f"/v1/activities/{called_off}/cancel", "secretary")

    early, late = dispute(to_come), dispute(called_off)

    assert (early[1]["code"], late[1]["code"]) == ("not_open_yet", "wrong_state")


def test_who_has_no_part_disputes_nothing(story: Story) -> None:
    of_others = story.plan(audience={"kind": "MEMBERS", "members": [story.members[1]]})

    assert [dispute(of_others, by)[0] for by in ("member", "stranger", "secretary")] == [403, 404, 403]


def test_who_was_never_called_may_say_so(story: Story, deputy: str) -> None:
    activity_id = story.plan()

    _, raised = dispute(activity_id)
    rule(story, activity_id, "secretary")

    assert raised["recorded"] is None
    assert line(story, activity_id)["state"] == "PRESENT"


def test_a_ruling_on_nothing_finds_nothing(story: Story) -> None:
    assert rule(story, story.plan(), "secretary")[0] == 404


def test_an_idempotency_key_keeps_no_words(story: Story, deputy: str) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    key = {"Idempotency-Key": "dispute-1"}

    first, again = (dispute(activity_id, headers=key) for _ in range(2))
    ruled, ruled_again = (rule(story, activity_id, deputy, headers=key) for _ in range(2))

    assert (first[0], again[0], ruled[0], ruled_again[0]) == (201, 201, 201, 201)
    assert again[1] == first[1] | {"reason": None}
    assert ruled_again[1] == ruled[1] | {"reason": None, "answer": None}


def test_words_go_with_the_member(story: Story, deputy: str) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    rule(story, activity_id, deputy)
    erased = MemberErased(member_id=story.members[0], branch_id=story.branch.id, county_id=story.tree.county.id)

    on_members.lambda_handler(builders.batch(erased), None)
    on_members.lambda_handler(builders.batch(erased), None)

    kept = Dispute.demand(*Dispute.key_of(activity_id, story.members[0]))
    assert kept.reason is None
    assert kept.answer is None
    assert kept.outcome == "UPHELD"
