"""Somebody other than who entered the line rules on a dispute, and what follows from it."""

from functions.activities import on_members
from functions.activities.rules import MOST_CONFIRMATIONS
from functions.activities.tables import Activity
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.events import AttachmentChanged
from kernel.ids import new_id
from tests import builders
from tests.integration.activities.dispute_story import CLAIM, approved, dispute, line, rule, told
from tests.integration.activities.story import HOUR, Story, call, review, submit

TAKEN = ("AttendanceConfirmed", "AttendanceWithdrawn")


def test_who_entered_the_line_does_not_rule_on_it(story: Story, deputy: str) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)

    by_who_entered_it = rule(story, activity_id, "secretary")
    by_another, _ = rule(story, activity_id, deputy)

    assert by_who_entered_it[0] == 403
    assert by_another == 201


def test_nor_does_who_entered_it_once_it_is_approved(story: Story) -> None:
    builders.account("secretary", (Role.SECRETARY, story.branch), (Role.REVIEWER, story.tree.county))
    activity_id = approved(story, "ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)

    assert [rule(story, activity_id, who)[0] for who in ("secretary", "county")] == [403, 201]


def test_who_ruled_on_it_does_not_rule_once_more(story: Story) -> None:
    builders.account("both", (Role.SECRETARY, story.branch), (Role.REVIEWER, story.tree.county))
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    rule(story, activity_id, "both", upheld=False)
    submit(activity_id)
    review(activity_id, story.township)
    review(activity_id, story.county)
    dispute(activity_id)

    assert [rule(story, activity_id, who)[0] for who in ("both", "county")] == [403, 201]


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


def test_what_was_disputed_before_a_withdrawal_is_answered_and_changes_nothing(story: Story) -> None:
    activity_id = approved(story, "ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    call("POST", f"/v1/activities/{activity_id}/withdrawal", "county", {"reason": "审核有误。"})
    before = line(story, activity_id)

    by_branch, upheld = rule(story, activity_id, "secretary")[0], rule(story, activity_id, "county")
    status, answer = rule(story, activity_id, "county", upheld=False)

    assert (by_branch, upheld[0], upheld[1]["code"]) == (403, 409, "record_closed")
    assert (status, answer["outcome"], answer["overdue"]) == (201, "REJECTED", False)
    assert line(story, activity_id) == before
    assert len(told(story, "AttendanceConfirmed")) == 1
    assert [event["upheld"] for event in told(story, "AttendanceDisputeRuled")] == [False]


def test_what_was_disputed_before_it_was_called_off_is_answered(story: Story) -> None:
    activity_id = story.plan()
    dispute(activity_id)
    call("POST", f"/v1/activities/{activity_id}/cancel", "secretary")

    statuses = [rule(story, activity_id, "secretary", upheld=upheld)[0] for upheld in (True, False)]

    assert statuses == [409, 201]
    assert line(story, activity_id) is None


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


def test_two_rulings_at_once_leave_one(story: Story, deputy: str) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)

    answers = [rule(story, activity_id, deputy, upheld=upheld)[0] for upheld in (True, False)]

    assert answers == [201, 409]


def test_a_ruling_on_nothing_finds_nothing(story: Story) -> None:
    assert rule(story, story.plan(), "secretary")[0] == 404
