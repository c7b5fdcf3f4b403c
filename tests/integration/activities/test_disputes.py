"""A member disputes a line of their own attendance."""

from typing import Any

import pytest

from functions.activities import on_members
from functions.activities.disputes.tables import Dispute
from kernel.clock import business_day, now
from kernel.events import MemberErased
from tests import builders
from tests.builders import recorded
from tests.integration.activities.dispute_story import REASON, dispute, line, rule, told
from tests.integration.activities.story import HOUR, Story, call


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


def test_nothing_is_written_of_who_was_erased_before_the_ruling(story: Story, deputy: str) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    erased = MemberErased(member_id=story.members[0], branch_id=story.branch.id, county_id=story.tree.county.id)
    on_members.lambda_handler(builders.batch(erased), None)

    status, answer = rule(story, activity_id, deputy, upheld=False)

    assert (status, answer["outcome"], answer["answer"]) == (201, "REJECTED", None)
    assert Dispute.demand(*Dispute.key_of(activity_id, story.members[0])).answer is None
