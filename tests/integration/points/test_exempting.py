"""A branch records who is exempt; rules that say so leave them out, day by day; and it is the branch's word alone."""

from datetime import timedelta

import pytest

from functions.points import branch_boards, group_boards, on_attendance_confirmed, opening
from functions.points.exemption_tables import ExemptedItem, ExemptionItem
from functions.points.rules import Beneficiary, Occasion, Rule, Standing
from functions.points.tables import LedgerRow
from kernel.clock import now, start_of
from kernel.events import EnrolledMember, MemberErased, MembersChanged, PartyGroupSet
from kernel.scoreboard import Scoreboard
from tests.builders import Tree, envelope, recorded
from tests.integration.points.accounts import HELD, MEMBER, OTHER, SEASON, attended, awarded, moved, place, ranked, tell
from tests.integration.points.exemptions import DAY, FIRST, PATH, asked, call, end, people, record
from tests.integration.points.rulings import in_force
from tests.trust.delivery import thrice_shuffled
from tests.trust.faults import sends


@pytest.fixture
def tree(account: None) -> Tree:
    made = Tree()
    people(made)
    return made


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


def test_today_is_that_of_china(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half an hour after midnight in China, it is the day before in Greenwich."""
    group = tree.found(tree.branch, "431128-101-001-1", "PARTY_GROUP", "GROUP")
    tell(PartyGroupSet(group_id=group.id, branch_id=tree.branch.id, members=(MEMBER, OTHER)))
    record(tree, lastDay=(HELD - timedelta(days=1)).isoformat())
    for module in (branch_boards, group_boards):
        monkeypatch.setattr(module, "now", lambda: start_of(HELD) + timedelta(minutes=30))

    _, of_branch = call("GET", f"/v1/points/branches/{tree.branch.id}")
    _, of_group = call("GET", f"/v1/points/groups/{group.id}")

    assert [one["normalised"]["leftOut"] for one in (of_branch, of_group)] == [0, 0]


def test_who_is_exempt_is_awarded_and_who_is_away_earns_where_the_rules_leave_out_the_ill_alone(tree: Tree) -> None:
    honour = Rule("honour", None, Beneficiary.MEMBER, 6, "荣誉", "Honour", occasion=Occasion.AWARD)
    in_force(tree.county, DAY, honour, excludes=(Standing.ILL,))
    record(tree)
    away = (EnrolledMember(member_id=OTHER, category="FULL", floating=True),)

    tell(MembersChanged(**place(tree.branch), members=away))
    tell(awarded(tree.branch, honour.id), attended(tree.branch, MEMBER, OTHER))

    assert ranked(tree.branch) == {MEMBER: 6, OTHER: 5}


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


def test_the_own_are_listed_newest_first(tree: Tree) -> None:
    told = [record(tree, lastDay=FIRST.isoformat()), record(tree, firstDay=HELD.isoformat())]

    own = call("GET", f"{PATH}/own", "member")[1]["items"]

    assert [one["id"] for one in own] == [one["id"] for one in reversed(told)]


def test_a_key_that_comes_twice_records_once(tree: Tree) -> None:
    headers = {"idempotency-key": "0123456789abcdef"}

    first, second = (call("POST", PATH, body=asked(tree), headers=headers) for _ in range(2))

    assert first == second
    assert len(list(ExemptionItem.query(ExemptionItem.partition(tree.branch.id)))) == 1


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
