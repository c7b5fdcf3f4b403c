"""A branch records who is exempt; rules that say so leave them out, day by day; and it is the branch's word alone."""

from datetime import timedelta
from typing import Any

import pytest

from functions.points import app, on_attendance_confirmed, opening
from functions.points.exemption_tables import ExemptedItem, ExemptionItem
from functions.points.rules import Beneficiary, Rule, Standing
from functions.points.tables import LedgerRow
from kernel.authority import Role
from kernel.clock import now
from kernel.events import MemberErased
from kernel.ids import derived_id, new_id
from kernel.scoreboard import Scoreboard
from tests.builders import Tree, account, answer, envelope, recorded, request
from tests.conftest import Context
from tests.integration.points.accounts import HELD, MEMBER, OTHER, SEASON, attended, enrolled, moved, ranked, tell
from tests.integration.points.racing import meanwhile
from tests.integration.points.rulings import in_force
from tests.trust.delivery import thrice_shuffled
from tests.trust.faults import sends

DAY = Rule("theme-day", "THEME_DAY", Beneficiary.MEMBER, 5, "主题党日", "Theme day")
FIRST, TOMORROW = HELD - timedelta(days=3), HELD + timedelta(days=1)
PATH = "/v1/points/exemptions"


@pytest.fixture
def tree(account: None) -> Tree:
    made = Tree()
    _people(made)
    return made


def _people(tree: Tree) -> None:
    in_force(tree.county, DAY, excludes=(Standing.ILL,))
    account("secretary", (Role.SECRETARY, tree.branch), member_id=OTHER, branch=tree.branch)
    account("neighbour", (Role.SECRETARY, tree.sister))
    account("member", member_id=MEMBER, branch=tree.branch)
    tell(enrolled(tree.branch, MEMBER, OTHER))


def call(method: str, path: str, subject: str | None = "secretary", **rest: Any) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, path, subject=subject, **rest), Context()))


def asked(tree: Tree, ground: str = "ill", **other: Any) -> dict[str, Any]:
    body = {"branchId": tree.branch.id, "memberId": MEMBER, "ground": ground, "firstDay": FIRST.isoformat()}
    return body | {"reason": "长期住院治疗。"} | other


def record(tree: Tree, ground: str = "ill", **other: Any) -> Any:
    status, told = call("POST", PATH, body=asked(tree, ground, **other))
    assert status == 201, told
    return told


def end(tree: Tree, exemption_id: str, last_day: Any, subject: str = "secretary") -> tuple[int, Any]:
    body = {"branchId": tree.branch.id, "lastDay": str(last_day)}
    return call("POST", f"{PATH}/{exemption_id}/end", subject, body=body)


def test_who_is_exempt_on_a_ground_that_the_rules_leave_out_earns_nothing_on_these_days(tree: Tree) -> None:
    told = record(tree, lastDay=HELD.isoformat())

    tell(attended(tree.branch, MEMBER, OTHER, on=FIRST - timedelta(days=1)))
    tell(attended(tree.branch, MEMBER, OTHER, on=FIRST), attended(tree.branch, MEMBER, OTHER))

    assert ranked(tree.branch) == {MEMBER: 5, OTHER: 15}
    assert (told["ground"], told["firstDay"], told["lastDay"]) == ("ill", FIRST.isoformat(), HELD.isoformat())


def test_a_ground_that_the_rules_do_not_leave_out_changes_no_points(tree: Tree) -> None:
    record(tree, "retired")

    tell(attended(tree.branch, MEMBER, OTHER))

    assert ranked(tree.branch) == {MEMBER: 5, OTHER: 5}


def test_points_per_member_leave_out_who_is_exempt_today(tree: Tree) -> None:
    tell(attended(tree.branch, OTHER))
    record(tree, "retired")

    _, told = call("GET", f"/v1/points/branches/{tree.branch.id}")

    assert told["normalised"]["pointsPerMember"] == 5.0
    assert (told["normalised"]["eligible"], told["normalised"]["leftOut"]) == (1, 1)
    assert "recorded as exempt" in told["normalised"]["definition"]["en"]


def test_who_is_exempt_has_no_base_until_it_is_over(tree: Tree) -> None:
    in_force(tree.county, DAY, base=60, excludes=(Standing.ILL,))
    told = record(tree)
    boards = [Scoreboard.demand(Scoreboard.partition(SEASON, tree.county.id), Scoreboard.place(tree.branch.id))]

    opening.open_accounts(boards, now())
    before = ranked(tree.branch)
    end(tree, told["id"], HELD - timedelta(days=1))
    opening.open_accounts(boards, now())

    assert before == {MEMBER: 0, OTHER: 60}
    assert ranked(tree.branch) == {MEMBER: 60, OTHER: 60}


def test_rules_in_force_tried_over_history_give_what_stands_and_others_what_would(tree: Tree) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    told = record(tree)
    tell(attended(tree.branch, MEMBER, OTHER))
    end(tree, told["id"], FIRST)
    tell(attended(tree.branch, MEMBER, OTHER))
    rule = {"id": "theme-day", "activityType": "THEME_DAY", "to": "member", "points": 5, "zh": "主题党日", "en": "Day"}
    body = {"organisationId": tree.branch.id, "rules": [rule]}

    def tried(*excludes: str) -> dict[str, tuple[int, int]]:
        _, answer_ = call("POST", "/v1/points/simulations", "admin", body=body | {"excludes": excludes})
        return {one["memberId"]: (one["before"], one["after"]) for one in answer_["each"]}

    assert tried("ill") == {MEMBER: (5, 5), OTHER: (10, 10)}
    assert tried() == {MEMBER: (5, 10), OTHER: (10, 10)}
    assert tried("retired", "floating") == {MEMBER: (5, 10), OTHER: (10, 10)}


def test_it_is_listed_shown_to_the_member_and_on_the_record_without_ground_or_words(tree: Tree) -> None:
    told = record(tree)

    listed = call("GET", PATH, query={"branchId": tree.branch.id})
    own = call("GET", f"{PATH}/own", "member")

    assert listed[0] == own[0] == 200
    assert listed[1]["items"] == own[1]["items"] == [told]
    entry = recorded(tree.branch.id)[-1]
    assert entry["event"] == "ExemptionRecorded"
    assert "ill" not in entry["data"].values()
    assert "住院" not in str(entry)


def test_a_key_that_comes_twice_records_once(tree: Tree) -> None:
    headers = {"idempotency-key": "0123456789abcdef"}

    first, second = (call("POST", PATH, body=asked(tree), headers=headers) for _ in range(2))

    assert first == second
    assert len(list(ExemptionItem.query(ExemptionItem.partition(tree.branch.id)))) == 1


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"memberId": derived_id("nobody")}, "memberId", "not_of_the_branch"),
        ({"firstDay": "2001-01-01"}, "firstDay", "not_of_an_open_season"),
        ({"lastDay": (FIRST - timedelta(days=1)).isoformat()}, "lastDay", "before_the_first"),
    ],
)
def test_days_and_members_that_do_not_fit_are_refused(tree: Tree, change: Any, field: str, code: str) -> None:
    status, problem = call("POST", PATH, body=asked(tree) | change)

    assert (status, problem["fields"]) == (422, [{"field": field, "code": code}])


@pytest.mark.parametrize(
    "change",
    [{"ground": "lazy"}, {"reason": ""}, {"reason": "x" * 1001}, {"firstDay": "soon"}, {"memberId": "😀"}, {"x": 1}],
)
def test_what_no_client_should_send_is_refused(tree: Tree, change: Any) -> None:
    assert call("POST", PATH, body=asked(tree) | change)[0] == 422


def test_the_same_days_twice_are_refused_and_later_ones_are_not(tree: Tree) -> None:
    record(tree, lastDay=HELD.isoformat())

    status, problem = call("POST", PATH, body=asked(tree, "retired", firstDay=HELD.isoformat()))

    assert (status, problem["code"]) == (409, "already_exempt")
    assert record(tree, "retired", firstDay=TOMORROW.isoformat())["lastDay"] is None


def test_it_ends_sooner_and_never_later(tree: Tree) -> None:
    told = record(tree)

    assert end(tree, told["id"], FIRST - timedelta(days=1))[0] == 422
    assert end(tree, told["id"], HELD)[1]["lastDay"] == HELD.isoformat()
    status, problem = end(tree, told["id"], TOMORROW)
    assert (status, problem["fields"]) == (422, [{"field": "lastDay", "code": "not_sooner"}])
    assert end(tree, new_id(), HELD)[0] == 404
    assert recorded(tree.branch.id)[-1]["event"] == "ExemptionEnded"


def test_nobody_exempts_themselves_or_members_of_another_branch(tree: Tree) -> None:
    told = record(tree)

    assert call("POST", PATH, body=asked(tree, memberId=OTHER))[0] == 403
    assert call("POST", PATH, "neighbour", body=asked(tree))[0] in (403, 404)
    assert call("POST", PATH, "member", body=asked(tree))[0] == 403
    assert call("POST", PATH, None, body=asked(tree))[0] == 401
    assert end(tree, told["id"], HELD, "neighbour")[0] in (403, 404)
    assert call("GET", PATH, "member", query={"branchId": tree.branch.id})[0] == 403


def test_two_at_once_are_not_both_recorded(tree: Tree) -> None:
    with meanwhile(lambda: record(tree, lastDay=HELD.isoformat())):
        status, problem = call("POST", PATH, body=asked(tree))

    assert (status, problem["code"]) == (409, "changed_meanwhile")


def test_of_who_is_erased_ground_and_words_are_gone(tree: Tree) -> None:
    told = record(tree)
    erased = MemberErased(member_id=MEMBER, branch_id=tree.branch.id, county_id=tree.county.id)

    tell(erased, erased)

    row = ExemptionItem.demand(ExemptionItem.partition(tree.branch.id), told["id"])
    assert [row.ground, row.reason, row.state] == [None, None, ExemptionItem.CLOSED]
    assert ExemptedItem.demand(*ExemptedItem.key_of(tree.branch.id)).entries == {}
    assert call("GET", PATH, query={"branchId": tree.branch.id})[1]["items"][0]["ground"] is None
    assert end(tree, told["id"], HELD)[0] == 404


def test_another_branch_records_its_own(tree: Tree) -> None:
    record(tree)
    tell(moved(tree.branch, tree.sister))

    tell(attended(tree.sister, MEMBER))

    assert ranked(tree.sister) == {MEMBER: 5}


def test_told_three_times_an_activity_leaves_out_the_same(tree: Tree) -> None:
    record(tree)

    thrice_shuffled(on_attendance_confirmed.lambda_handler, envelope(attended(tree.branch, MEMBER, OTHER)))

    assert ranked(tree.branch) == {MEMBER: 0, OTHER: 5}
    assert not [row for row in LedgerRow.query(LedgerRow.partition(MEMBER)) if row.is_line]


def test_to_record_and_to_end_take_two_reads_and_a_transaction(tree: Tree) -> None:
    with sends() as calls:
        told = record(tree)
    with sends() as ending:
        end(tree, told["id"], HELD)

    assert calls.seen[-3:] == ["BatchGetItem", "GetItem", "TransactWriteItems"]
    assert ending.seen == ["BatchGetItem", "GetItem", "GetItem", "TransactWriteItems"]
