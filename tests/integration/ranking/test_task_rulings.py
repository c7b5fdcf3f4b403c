"""The committee above excuses a line or says that it does not apply, on the record, and takes that back."""

from typing import Any

import pytest

from kernel.authority import Role
from tests.builders import Tree, account, recorded
from tests.integration.ranking.checklist_calls import REASON, board, line, numbers, rule
from tests.integration.ranking.checklists import (
    done,
    founded,
    tell,
)

TAKEN_BACK = {"decision": None, "reason": "更正。"}

pytestmark = pytest.mark.usefixtures("account", "clock")


def test_the_committee_above_excuses_a_line_with_a_reason_and_takes_that_back(tree: Tree) -> None:
    tell(*founded(tree))

    status, excused = rule(tree.branch, "THEME_DAY.2026-10")
    seen = line(tree.branch, "THEME_DAY.2026-10", "member")
    _, back = rule(tree.branch, "THEME_DAY.2026-10", TAKEN_BACK)

    assert (status, excused["state"], excused["why"], excused["reason"]) == (200, "EXCUSED", "RULED", REASON)
    assert seen == excused
    assert (back["state"], back["decision"], back["reason"]) == ("MISSING", None, "更正。")
    assert numbers(board(tree.branch, period="2026-10")["items"][0]) == {"NOT_APPLICABLE": 2, "MISSING": 1}


def test_a_ruling_is_on_the_branchs_record_without_its_words(tree: Tree) -> None:
    tell(*founded(tree))

    rule(tree.branch, "THEME_DAY.2026-10")

    (entry,) = recorded(tree.branch.id)
    assert (entry["event"], entry["action"], entry["actor"]) == ("TaskLineRuled", "ranking.rule_on_line", "reviewer")
    told_ = {"branchId": tree.branch.id, "countyId": tree.county.id, "path": tree.branch.path}
    assert entry["data"] == told_ | {"type": "THEME_DAY", "period": "2026-10", "decision": "EXCUSED"}
    assert REASON not in str(entry)


def test_the_same_key_rules_once(tree: Tree) -> None:
    tell(*founded(tree))

    first = rule(tree.branch, "THEME_DAY.2026-10", **{"Idempotency-Key": "once"})

    assert rule(tree.branch, "THEME_DAY.2026-10", **{"Idempotency-Key": "once"}) == first
    assert len(recorded(tree.branch.id)) == 1


def test_only_the_committee_above_rules(tree: Tree) -> None:
    account("own", (Role.REVIEWER, tree.branch), (Role.COUNTY_ADMIN, tree.branch))
    account("other", (Role.REVIEWER, tree.other_township))

    statuses = {by: rule(tree.branch, "THEME_DAY.2026-10", subject=by)[0] for by in ("admin", "reviewer")}
    refused = [rule(tree.branch, "THEME_DAY.2026-10", subject=by)[0] for by in ("secretary", "own", "other", "far")]

    assert statuses == {"admin": 200, "reviewer": 200}
    assert set(refused) <= {403, 404}
    assert rule(tree.branch, "THEME_DAY.2026-10", subject="member")[0] == 403
    assert rule(tree.branch, "THEME_DAY.2026-10", subject=None)[0] == 401


def test_a_line_that_was_excused_and_then_done_in_time_is_done_and_the_ruling_can_be_taken_back(tree: Tree) -> None:
    tell(*founded(tree))
    rule(tree.branch, "THEME_DAY.2026-10")
    tell(*done(tree.branch).facts())
    assert line(tree.branch, "THEME_DAY.2026-10")["state"] == "DONE_IN_TIME"

    status, back = rule(tree.branch, "THEME_DAY.2026-10", TAKEN_BACK)

    assert (status, back["state"], back["decision"]) == (200, "DONE_IN_TIME", None)
    assert rule(tree.branch, "THEME_DAY.2026-10", TAKEN_BACK)[1]["code"] == "wrong_state"


def test_a_line_of_this_year_is_excused_before_it_begins_unless_the_branch_is_closed_by_then(tree: Tree) -> None:
    tell(*founded(tree))
    assert rule(tree.branch, "THEME_DAY.2026-12")[0] == 200
    tree.branch.closed_on = "2026-09-30"
    tree.branch.save()

    assert rule(tree.branch, "THEME_DAY.2026-09")[0] == 200
    assert rule(tree.branch, "THEME_DAY.2026-09", TAKEN_BACK)[1]["state"] == "OPEN"
    assert rule(tree.branch, "THEME_DAY.2026-10")[0] == 404


def test_what_cannot_be_ruled_is_refused(tree: Tree) -> None:
    tell(*founded(tree), *done(tree.branch).facts())

    assert rule(tree.branch, "THEME_DAY.2026-10")[1]["code"] == "line_done"
    assert rule(tree.branch, "THEME_DAY.2026-09", TAKEN_BACK)[1]["code"] == "wrong_state"
    for line_id in ("THEME_DAY.2026-01", "THEME_DAY.2099-01", "THEME_DAY.2026-Q4", "VOLUNTEER.2026-10"):
        assert rule(tree.branch, line_id)[0] == 404
    assert rule(tree.branch, "主题党日")[0] == 422


@pytest.mark.parametrize(
    "body",
    [
        {"decision": "EXCUSED"},
        {"decision": "EXCUSED", "reason": ""},
        {"decision": "EXCUSED", "reason": "长" * 1001},
        {"decision": "MISSING", "reason": REASON},
        {"decision": "EXCUSED", "reason": REASON, "branchId": "x"},
        {"decision": "EXCUSED", "reason": ["a"]},
        [],
    ],
)
def test_a_ruling_that_is_none_is_refused(tree: Tree, body: Any) -> None:
    assert rule(tree.branch, "THEME_DAY.2026-10", body)[0] == 422
