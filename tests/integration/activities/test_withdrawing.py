"""What an approval brought about, and that its withdrawal undoes it; before the final approval nothing counts."""

from typing import Any

import msgspec
import pytest

from functions.activities.tables import Activity
from functions.points import on_activity_reviewed, on_attendance_confirmed, on_members
from functions.points.tables import LedgerRow
from kernel.authority import Role
from kernel.clock import now
from kernel.events import Envelope
from kernel.ids import new_id
from tests import builders
from tests.builders import envelope, recorded
from tests.integration.activities.story import Story, call, enroll, enrolment, review
from tests.trust.delivery import thrice_shuffled, until_done

LISTENS = {
    "ActivityReviewed": on_activity_reviewed.lambda_handler,
    "ActivityWithdrawn": on_activity_reviewed.lambda_handler,
    "AttendanceConfirmed": on_attendance_confirmed.lambda_handler,
    "AttendanceWithdrawn": on_attendance_confirmed.lambda_handler,
    "AttendanceCorrected": on_attendance_confirmed.lambda_handler,
}


def withdraw(activity_id: str, by: str = "county", reason: Any = "审核有误。", **rest: Any) -> tuple[int, Any]:
    return call("POST", f"/v1/activities/{activity_id}/withdrawal", by, {"reason": reason}, **rest)


def approved(story: Story, *states: str) -> str:
    activity_id = story.reviewed_first(*states)
    assert review(activity_id, story.county)[0] == 201
    return activity_id


def relayed(branch_id: str, handler: Any) -> list[Envelope]:
    """What the record of the branch tells this consumer."""
    names = ("id", "event", "chain", "seq", "actor", "data")
    entries = [entry for entry in recorded(branch_id) if LISTENS.get(entry["event"]) is handler]
    return [msgspec.convert({name: entry[name] for name in names} | {"at": now()}, Envelope) for entry in entries]


def points(story: Story, seed: int = 1) -> dict[str, list[int]]:
    """The ledger of everybody after all that was told so far, three times and shuffled."""
    for handler in set(LISTENS.values()):
        thrice_shuffled(handler, *relayed(story.branch.id, handler), seed=seed)
    accounts = [story.branch.id, *story.members]
    rows = {account: LedgerRow.query(LedgerRow.partition(account), consistent_read=True) for account in accounts}
    return {account: [int(row.value) for row in found if row.is_line] for account, found in rows.items()}


@pytest.fixture
def counting(story: Story) -> Story:
    """The members stand on the board of points too."""
    until_done(on_members.lambda_handler, envelope(enrolment(story.branch, story.members)))
    return story


def test_nothing_counts_before_the_final_approval(counting: Story) -> None:
    nothing: dict[str, list[int]] = {account: [] for account in (counting.branch.id, *counting.members)}
    first, second = counting.members[:2]

    ready = counting.ready()
    planned = points(counting)
    call("POST", f"/v1/activities/{ready}/submit", "secretary")
    submitted = points(counting)
    review(ready, "township")
    waiting = points(counting)
    review(ready, "county")
    counted = points(counting)

    assert planned == submitted == waiting == nothing
    assert counted == nothing | {counting.branch.id: [5], first: [5], second: [5]}


def test_a_withdrawal_takes_back_what_followed(counting: Story) -> None:
    activity_id = approved(counting)
    points(counting)

    status, answer = withdraw(activity_id)
    left = points(counting)

    assert (status, answer["state"], answer["attended"]) == (201, "WITHDRAWN", 2)
    assert {account: sum(values) for account, values in left.items()} == dict.fromkeys(left, 0)
    events = [(e["event"], e["data"]) for e in recorded(counting.branch.id) if e["action"] == "activities.withdraw"]
    assert [name for name, _ in events] == ["ActivityWithdrawn", "AttendanceWithdrawn"]
    assert events[1][1]["members"] == sorted(counting.members[:2])
    assert "审核有误" not in str(recorded(counting.branch.id))
    listed = call("GET", f"/v1/activities/{activity_id}/reviews", "member")[1]["items"]
    assert [(one["stage"], one["decision"], one["reason"]) for one in listed][2] == ("final", "withdraw", "审核有误。")


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_told_first_nothing_is_left(counting: Story, seed: int) -> None:
    withdraw(approved(counting))
    kept = approved(counting, "PRESENT")

    left = points(counting, seed)

    assert Activity.demand(Activity.partition(kept), "NOW").state == "APPROVED"
    sums = {account: sum(values) for account, values in left.items()}
    assert sums == dict.fromkeys(left, 0) | {counting.branch.id: 5, counting.members[0]: 5}


def test_the_parts_are_those_that_were_confirmed(story: Story) -> None:
    story.members = [new_id() for _ in range(200)]
    enroll(story.branch, story.members)
    activity_id = approved(story, *["PRESENT"] * 200)

    assert withdraw(activity_id)[0] == 201

    def parts(event: str) -> list[Any]:
        told = [e["data"] for e in recorded(story.branch.id) if e["event"] == event]
        return [(data["chunk"], data["members"], data["path"]) for data in told]

    assert len(parts("AttendanceWithdrawn")) == 3
    assert parts("AttendanceWithdrawn") == parts("AttendanceConfirmed")


def test_what_was_withdrawn_stays_as_it_was_and_is_done_with(story: Story) -> None:
    activity_id = approved(story)
    minutes = call("GET", f"/v1/activities/{activity_id}/minutes", "member")
    withdraw(activity_id)

    again = withdraw(activity_id)
    reviewed = review(activity_id, story.county)
    called = story.call_roll(activity_id, "PRESENT")
    correction = story.minutes(reason="改。")
    corrected = call("POST", f"/v1/activities/{activity_id}/minutes/corrections", "secretary", correction)

    assert [status for status, _ in (again, reviewed, called, corrected)] == [409] * 4
    assert call("GET", f"/v1/activities/{activity_id}/minutes", "member") == minutes


def test_only_what_was_approved_is_withdrawn(story: Story) -> None:
    assert withdraw(story.reviewed_first())[1]["code"] == "wrong_state"


def test_a_withdrawal_rests_on_the_version_that_was_read(story: Story) -> None:
    status, problem = withdraw(approved(story), headers={"if-match": '"1"'})

    assert (status, problem["code"]) == (412, "stale_version")


def test_a_withdrawal_sent_twice_under_one_key_is_answered_again(story: Story) -> None:
    activity_id, headers = approved(story), {"idempotency-key": "once"}

    assert withdraw(activity_id, headers=headers) == withdraw(activity_id, headers=headers)


@pytest.mark.parametrize("reason", [None, "", " ", 7, "长" * 2001, "a\u0000b"])
def test_a_withdrawal_says_why(story: Story, reason: Any) -> None:
    assert withdraw(approved(story), reason=reason)[0] == 422


@pytest.mark.parametrize(
    ("subject", "expected"),
    [(None, 401), ("member", 403), ("secretary", 403), ("township", 403), ("admin", 403), ("stranger", 404)],
)
def test_only_the_final_committee_withdraws(story: Story, subject: Any, expected: int) -> None:
    builders.account("admin", (Role.COUNTY_ADMIN, story.tree.county))

    assert withdraw(approved(story), by=subject)[0] == expected
