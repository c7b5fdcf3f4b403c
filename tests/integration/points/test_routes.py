"""Statements and the live board, through the front door."""

from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import ANY

import pytest

from functions.points import app, on_attendance_confirmed, on_members
from functions.points.rules import BUILT_IN
from kernel import scoreboard
from kernel.authority import Role
from kernel.events import AttendanceConfirmed, EnrolledMember, MembersEnrolled
from kernel.ids import derived_id, new_id
from kernel.scoreboard import Scoreboard
from kernel.table import encode_cursor
from tests.builders import Tree, account, answer, envelope, request
from tests.conftest import Context
from tests.trust.delivery import until_done
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")
MEMBERS = tuple(derived_id("member", number) for number in range(5))
DAYS = [date(datetime.now(UTC).year, 2, day) for day in range(1, 13)]
SEASON = str(DAYS[0].year)


@pytest.fixture
def tree() -> Tree:
    made = Tree()
    account("member", member_id=MEMBERS[0], branch=made.branch)
    account("secretary", (Role.SECRETARY, made.branch))
    account("elsewhere", (Role.SECRETARY, made.far_branch))
    account("admin", (Role.COUNTY_ADMIN, made.county))
    return made


def call(method: str, path: str, **rest: Any) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, path, **rest), Context()))


def enrol(tree: Tree, *members: str) -> None:
    event = MembersEnrolled(
        branch_id=tree.branch.id,
        county_id=tree.county.id,
        path=tree.branch.path,
        members=tuple(EnrolledMember(member_id=m, category="FULL") for m in members),
    )
    until_done(on_members.lambda_handler, envelope(event))


def attend(tree: Tree, held_on: date, *members: str) -> AttendanceConfirmed:
    event = AttendanceConfirmed(
        activity_id=new_id(),
        branch_id=tree.branch.id,
        county_id=tree.county.id,
        path=tree.branch.path,
        type="THEME_DAY",
        held_on=held_on,
        chunk=0,
        members=members,
    )
    until_done(on_attendance_confirmed.lambda_handler, envelope(event))
    return event


def test_a_member_reads_each_line_with_its_rule_and_its_evidence(tree: Tree) -> None:
    enrol(tree, *MEMBERS[:2])
    activity = attend(tree, DAYS[0], *MEMBERS[:2])

    status, statement = call("GET", "/v1/me/points", subject="member")

    assert status == 200
    assert statement == {
        "memberId": MEMBERS[0],
        "season": SEASON,
        "balance": 5,
        "items": [
            {
                "postedAt": ANY,
                "season": SEASON,
                "value": 5,
                "fullValue": 5,
                "balance": 5,
                "branchId": tree.branch.id,
                "rule": {
                    "ruleSetId": BUILT_IN.id,
                    "id": "theme-day",
                    "zh": "参加主题党日",
                    "en": "Attended a theme Party day",
                },
                "evidence": {"activityId": activity.activity_id, "awardId": None, "heldOn": DAYS[0].isoformat()},
                "id": ANY,
                "reverses": None,
            }
        ],
        "asOf": ANY,
        "next": None,
    }


def test_pages_follow_one_another_with_the_same_balance_and_no_line_is_lost(tree: Tree) -> None:
    enrol(tree, MEMBERS[0])
    for day in DAYS[:5]:
        attend(tree, day, MEMBERS[0])

    seen, cursor = [], None
    for subject in ("member", "secretary", "member"):
        path = "/v1/me/points" if subject == "member" else f"/v1/points/members/{MEMBERS[0]}"
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        status, page = call("GET", path, subject=subject, query=query)
        assert (status, page["balance"]) == (200, 25)
        seen += [line["balance"] for line in page["items"]]
        cursor = page["next"]

    assert seen == [25, 20, 15, 10, 5]
    assert cursor is None


def test_the_balance_of_a_new_season_starts_at_nothing_and_the_old_lines_stay(tree: Tree) -> None:
    enrol(tree, MEMBERS[0])
    attend(tree, DAYS[0].replace(year=DAYS[0].year - 1), MEMBERS[0])

    _, statement = call("GET", "/v1/me/points", subject="member")

    assert statement["balance"] == 0
    assert [(line["season"], line["value"]) for line in statement["items"]] == [(str(DAYS[0].year - 1), 5)]


def test_a_statement_is_for_the_member_and_those_above_the_branch(tree: Tree) -> None:
    enrol(tree, *MEMBERS[:2])
    account("auditor", (Role.AUDITOR, tree.county))
    path = f"/v1/points/members/{MEMBERS[1]}"

    assert call("GET", path, subject="secretary")[0] == 200
    assert call("GET", path, subject="auditor")[0] == 200
    assert call("GET", path, subject="member")[0] == 403
    assert call("GET", path, subject="elsewhere")[0] == 404
    assert call("GET", path, subject=None)[0] == 401
    assert call("GET", f"/v1/points/members/{MEMBERS[0]}", subject="member")[0] == 200
    assert call("GET", f"/v1/points/members/{new_id()}", subject="secretary")[0] == 404


def test_who_is_no_member_has_no_statement(tree: Tree) -> None:
    assert call("GET", "/v1/me/points", subject="secretary")[0] == 404
    assert call("GET", "/v1/me/points", subject=None)[0] == 401


def test_a_member_who_is_not_enrolled_yet_has_an_empty_statement(tree: Tree) -> None:
    status, statement = call("GET", "/v1/me/points", subject="member")

    assert (status, statement["balance"], statement["items"]) == (200, 0, [])
    assert call("GET", f"/v1/points/members/{MEMBERS[0]}", subject="member")[0] == 404


FOREIGN = [encode_cursor({"sk": ""}), encode_cursor({"sk": 1}), encode_cursor({"at": "x"})]


@pytest.mark.parametrize("cursor", ["nonsense", *FOREIGN])
def test_a_cursor_of_another_making_is_refused(tree: Tree, cursor: str) -> None:
    status, problem = call("GET", "/v1/me/points", subject="member", query={"cursor": cursor})

    assert (status, problem["code"]) == (400, "malformed")


def test_an_empty_cursor_is_the_beginning(tree: Tree) -> None:
    attend(tree, DAYS[0], MEMBERS[0])
    first = call("GET", "/v1/me/points", subject="member")[1]["items"]

    assert len(first) == 1
    assert call("GET", "/v1/me/points", subject="member", query={"cursor": ""})[1]["items"] == first


def test_the_live_board_ranks_the_branch_and_ties_share_a_rank(tree: Tree) -> None:
    enrol(tree, *MEMBERS)
    attend(tree, DAYS[0], MEMBERS[0], MEMBERS[1])
    attend(tree, DAYS[1], MEMBERS[2])

    status, board = call("GET", f"/v1/points/branches/{tree.branch.id}", subject="member")

    assert status == 200
    assert board == {
        "branchId": tree.branch.id,
        "season": SEASON,
        "points": 0,
        "normalised": {"pointsPerMember": 3.0, "eligible": 5, "leftOut": 0, "definition": {"zh": ANY, "en": ANY}},
        "members": [
            *[{"memberId": m, "points": 5, "rank": 1} for m in sorted(MEMBERS[:3])],
            *[{"memberId": m, "points": 0, "rank": 4} for m in sorted(MEMBERS[3:])],
        ],
        "asOf": ANY,
    }


def test_a_board_of_another_season_can_be_named_and_an_empty_one_is_empty(tree: Tree) -> None:
    partition = Scoreboard.partition("2024", tree.county.id)
    item = Scoreboard(partition, Scoreboard.place(tree.branch.id), path=tree.branch.path, version=1)
    item.hold(scoreboard.add(scoreboard.Board(), {scoreboard.OWN: 9}, datetime(2024, 5, 1, tzinfo=UTC)))
    item.save()

    _, old = call("GET", f"/v1/points/branches/{tree.branch.id}", subject="admin", query={"season": "2024"})
    _, new = call("GET", f"/v1/points/branches/{tree.sister.id}", subject="admin")

    assert (old["season"], old["points"], old["members"]) == ("2024", 9, [])
    assert (new["season"], new["points"], new["members"]) == (SEASON, 0, [])


def test_a_board_is_for_the_branch_and_those_above_it(tree: Tree) -> None:
    path = f"/v1/points/branches/{tree.branch.id}"

    assert call("GET", path, subject="secretary")[0] == 200
    assert call("GET", path, subject="elsewhere")[0] == 404
    assert call("GET", path, subject=None)[0] == 401
    assert call("GET", f"/v1/points/branches/{new_id()}", subject="admin")[0] == 404
    assert call("GET", "/v1/points/branches/short", subject="admin")[0] == 422


@pytest.mark.parametrize(
    ("path", "subject", "warm"),
    [
        ("/v1/me/points", "member", 1),
        ("/v1/points/members/{m}", "secretary", 2),
        ("/v1/points/branches/{b}", "member", 2),
    ],
)
def test_reads_stay_within_their_budget(tree: Tree, path: str, subject: str, warm: int) -> None:
    enrol(tree, *MEMBERS)
    path = path.format(m=MEMBERS[0], b=tree.branch.id)
    call("GET", path, subject=subject)

    with sends() as calls:
        assert call("GET", path, subject=subject)[0] == 200

    assert len(calls.seen) == warm


def test_a_member_sees_the_top_of_the_branch_and_the_own_line_and_the_secretary_everybody(tree: Tree) -> None:
    others = tuple(derived_id("other", number) for number in range(12))
    enrol(tree, MEMBERS[0], MEMBERS[1], *others)
    attend(tree, DAYS[0], *others)
    attend(tree, DAYS[1], *others[:10])
    path = f"/v1/points/branches/{tree.branch.id}"

    _, seen = call("GET", path, subject="member")
    _, whole = call("GET", path, subject="secretary")

    assert {line["memberId"] for line in seen["members"]} == {*others[:10], MEMBERS[0]}
    assert seen["members"][-1] == {"memberId": MEMBERS[0], "points": 0, "rank": 13}
    assert len(whole["members"]) == 14
