"""What a ruling brings about in the ledger of points, in whatever order it is told."""

from typing import Any

import pytest

from kernel.authority import Role
from tests import builders
from tests.integration.activities.dispute_story import CLAIM, approved, dispute, rule
from tests.integration.activities.story import Story, call, submit
from tests.integration.activities.test_withdrawing import counting, points

__all__ = ["counting"]
pytestmark = pytest.mark.no_cover  # each delivers everything three times
AWAY = {"claim": "LEAVE_OFFICIAL", "reason": "当天我出差。"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_who_attended_after_all_gets_the_points_of_the_day(counting: Story, seed: int) -> None:
    first, second, third = counting.members
    activity_id = approved(counting, "ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    rule(counting, activity_id, "county")

    assert points(counting, seed) == {counting.branch.id: [5], first: [5], second: [5], third: [5]}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_who_was_away_gives_theirs_back_and_the_others_keep_them(counting: Story, seed: int) -> None:
    first, second, third = counting.members
    activity_id = approved(counting, "PRESENT", "PRESENT", "LEAVE_SICK")
    dispute(activity_id, body=AWAY)
    rule(counting, activity_id, "county")

    found = points(counting, seed)

    assert found == {counting.branch.id: [5], first: [5, -5], second: [5], third: []}


@pytest.mark.parametrize("body", [CLAIM, AWAY])
def test_after_a_withdrawal_nobody_has_anything_whatever_was_ruled_before(counting: Story, body: Any) -> None:
    line = "ABSENT_NO_REASON" if body == CLAIM else "PRESENT"
    activity_id = approved(counting, line, "PRESENT", "PRESENT")
    dispute(activity_id, body=body)
    rule(counting, activity_id, "county")
    call("POST", f"/v1/activities/{activity_id}/withdrawal", "county", {"reason": "审核有误。"})

    found = points(counting)

    assert {account: sum(values) for account, values in found.items()} == dict.fromkeys(found, 0)


def test_what_the_branch_ruled_before_the_approval_counts_with_it(counting: Story) -> None:
    builders.account("deputy", (Role.SECRETARY, counting.branch))
    activity_id = counting.ready("ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    rule(counting, activity_id, "deputy")
    submit(activity_id)
    for who in ("township", "county"):
        call("POST", f"/v1/activities/{activity_id}/reviews", who, {"decision": "approve"})

    assert points(counting)[counting.members[0]] == [5]
