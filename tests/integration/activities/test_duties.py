"""The others are told when a branch owes committee or group meetings from now on, or no more: once a change."""

from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest

from functions.activities import on_members
from functions.activities.roll.tables import Roll
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.events import EnrolledMember, Event, MemberErased, MembersChanged, MembersLeft, MembersMoved
from kernel.events.members import LeftMember
from kernel.ids import new_id
from tests.builders import Tree, account, batch, envelope, recorded
from tests.integration.activities.story import call, enrolment
from tests.trust.delivery import every_way, thrice_shuffled, until_done

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def tree() -> Tree:
    return Tree()


def tell(*events: Event) -> None:
    for event in events:
        until_done(on_members.lambda_handler, envelope(event))


def ids(count: int) -> list[str]:
    return [new_id() for _ in range(count)]


def where(branch: Organisation) -> dict[str, Any]:
    return {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}


def told(branch: Organisation) -> list[tuple[str, bool]]:
    found = [entry["data"] for entry in recorded(branch.id) if entry["event"] == "DutyChanged"]
    assert all((one["branchId"], one["countyId"]) == (branch.id, branch.county_id) for one in found)
    return [(one["type"], one["owed"]) for one in found]


OWED, NOT_OWED = ("COMMITTEE_MEETING", True), ("COMMITTEE_MEETING", False)


def test_with_seven_full_members_a_branch_owes_committee_meetings_and_with_six_no_more(tree: Tree) -> None:
    members = ids(8)
    tell(enrolment(tree.branch, members[:6]))
    assert told(tree.branch) == []

    tell(enrolment(tree.branch, members[6:]))
    assert told(tree.branch) == [OWED]

    gone = tuple(LeftMember(member_id=member, reason="DIED") for member in members[:2])
    tell(MembersLeft(**where(tree.branch), members=gone))
    assert told(tree.branch) == [OWED, NOT_OWED]


def test_the_branch_remembers_since_when_it_owed_them_and_since_when_no_more(tree: Tree) -> None:
    members = ids(8)
    gone = tuple(LeftMember(member_id=member, reason="DIED") for member in members[:2])

    with mock.patch("kernel.consumer.now", return_value=datetime(2026, 3, 31, 16, tzinfo=UTC)):
        tell(enrolment(tree.branch, members))
    with mock.patch("kernel.consumer.now", return_value=datetime(2026, 6, 30, 15, tzinfo=UTC)):
        tell(MembersLeft(**where(tree.branch), members=gone))
    with mock.patch("kernel.consumer.now", return_value=datetime(2026, 7, 1, tzinfo=UTC)):
        tell(enrolment(tree.branch, ids(1)))

    days = [["2026-04-01", True], ["2026-06-30", False], ["2026-07-01", True]]  # of Shanghai
    assert Roll.load(tree.branch.id).turns == days
    assert told(tree.branch) == [OWED, NOT_OWED, OWED]


def test_probationary_members_do_not_count_until_they_are_full(tree: Tree) -> None:
    members = ids(7)
    tell(enrolment(tree.branch, members[:6]))
    probationary = EnrolledMember(member_id=members[6], category="PROBATIONARY")
    tell(MembersChanged(**where(tree.branch), members=(probationary,)))
    assert told(tree.branch) == []

    one = enrolment(tree.branch, members[6:])
    tell(one, MembersChanged(**where(tree.branch), members=one.members))

    assert told(tree.branch) == [OWED]


def test_members_who_move_change_what_both_branches_owe(tree: Tree) -> None:
    members = ids(7)
    tell(enrolment(tree.branch, members), enrolment(tree.sister, ids(6)))

    moved = (EnrolledMember(member_id=members[0], category="FULL"),)
    source = {"from_branch_id": tree.branch.id, "from_county_id": tree.branch.county_id}
    tell(MembersMoved(**where(tree.sister), **source, members=moved))

    assert (told(tree.branch), told(tree.sister)) == ([OWED, NOT_OWED], [OWED])


def test_a_member_who_is_erased_counts_no_more(tree: Tree) -> None:
    members = ids(7)
    tell(enrolment(tree.branch, members))

    tell(MemberErased(member_id=members[0], branch_id=tree.branch.id, county_id=tree.branch.county_id))

    assert told(tree.branch) == [OWED, NOT_OWED]


def test_whatever_the_order_it_is_told_once(tree: Tree) -> None:
    events = [envelope(enrolment(tree.branch, ids(3))) for _ in range(4)]

    thrice_shuffled(on_members.lambda_handler, *events)

    assert told(tree.branch) == [OWED]


@pytest.mark.no_cover
def test_no_fault_at_any_call_keeps_it_from_being_told_once(tree: Tree) -> None:
    event = envelope(enrolment(tree.branch, ids(7)))

    trials = every_way(on_members.lambda_handler, event, lambda: told(tree.branch))

    assert {str(trial.seen) for trial in trials} == {str([OWED])}


def test_with_its_first_group_a_branch_owes_group_meetings_until_the_last_is_empty(tree: Tree) -> None:
    account("secretary", (Role.SECRETARY, tree.branch))
    members = ids(2)
    tell(enrolment(tree.branch, members))
    groups = [tree.found(tree.branch, f"431128-101-001-{number}", "PARTY_GROUP", "GROUP") for number in (1, 2)]

    for group, who in ((groups[0], members[:1]), (groups[1], members[1:]), (groups[0], []), (groups[1], [])):
        status, _ = call("PUT", f"/v1/activities/groups/{group.id}", "secretary", {"members": who})
        assert status == 200

    assert told(tree.branch) == [("GROUP_MEETING", True), ("GROUP_MEETING", False)]


def test_a_branch_whose_members_came_together_is_told_of_once(tree: Tree) -> None:
    members = ids(8)
    both = [envelope(enrolment(tree.branch, some)) for some in (members[:4], members[4:])]

    assert on_members.lambda_handler(batch(*both), None) == {"batchItemFailures": []}

    assert told(tree.branch) == [OWED]
