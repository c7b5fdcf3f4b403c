"""Exemptions that are refused: days that do not fit, of oneself, of another branch, twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.points import exempting
from kernel.ids import derived_id, new_id
from tests.builders import Tree, recorded
from tests.integration.points.accounts import HELD, OTHER, enrolled, tell
from tests.integration.points.exemptions import FIRST, PATH, TOMORROW, asked, call, end, people, record
from tests.integration.points.racing import meanwhile


@pytest.fixture
def tree(account: None) -> Tree:
    made = Tree()
    people(made)
    return made


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

    before = (FIRST - timedelta(days=9)).isoformat()
    touching, _ = call("POST", PATH, body=asked(tree, "retired", firstDay=before, lastDay=FIRST.isoformat()))
    assert (status, problem["code"], touching) == (409, "already_exempt", 409)
    assert call("POST", PATH, "admin", body=asked(tree, memberId=OTHER))[0] == 201
    assert record(tree, "retired", firstDay=TOMORROW.isoformat())["lastDay"] is None
    assert call("POST", PATH, body=asked(tree, firstDay=(FIRST - timedelta(days=20)).isoformat()))[0] == 409


def test_a_member_of_another_branch_is_refused(tree: Tree) -> None:
    stranger = derived_id("stranger")
    tell(enrolled(tree.sister, stranger))

    status, problem = call("POST", PATH, body=asked(tree, memberId=stranger))

    assert (status, problem["fields"]) == (422, [{"field": "memberId", "code": "not_of_the_branch"}])


def test_in_january_days_of_the_year_before_are_recorded_for_as_long_as_its_season_is_open(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exempting, "now", lambda: datetime(2027, 1, 9, 16, 30, tzinfo=UTC))
    days = {"firstDay": "2026-12-20", "lastDay": "2026-12-20"}

    assert call("POST", PATH, body=asked(tree, **days))[0] == 201
    assert call("POST", PATH, body=asked(tree, firstDay="2025-12-31", lastDay="2025-12-31"))[0] == 422


def test_it_ends_sooner_and_never_later(tree: Tree) -> None:
    told = record(tree)

    assert end(tree, told["id"], FIRST - timedelta(days=1))[0] == 422
    assert end(tree, told["id"], HELD)[1]["lastDay"] == HELD.isoformat()
    assert end(tree, told["id"], HELD)[0] == 422
    status, problem = end(tree, told["id"], TOMORROW)
    assert (status, problem["fields"]) == (422, [{"field": "lastDay", "code": "not_sooner"}])
    assert end(tree, new_id(), HELD)[0] == 404
    assert recorded(tree.branch.id)[-1]["event"] == "ExemptionEnded"


def test_nobody_exempts_themselves_or_members_of_another_branch(tree: Tree) -> None:
    told = record(tree)

    _, own = call("POST", PATH, "admin", body=asked(tree, memberId=OTHER))

    assert call("POST", PATH, body=asked(tree, memberId=OTHER))[0] == 403
    assert end(tree, own["id"], HELD)[0] == 403
    assert call("POST", PATH, "neighbour", body=asked(tree))[0] in (403, 404)
    assert call("POST", PATH, "member", body=asked(tree))[0] == 403
    assert call("POST", PATH, None, body=asked(tree))[0] == 401
    assert end(tree, told["id"], HELD, "neighbour")[0] in (403, 404)
    assert call("GET", PATH, "member", query={"branchId": tree.branch.id})[0] == 403


def test_two_at_once_are_not_both_recorded(tree: Tree) -> None:
    with meanwhile(lambda: record(tree, lastDay=HELD.isoformat())):
        status, problem = call("POST", PATH, body=asked(tree))

    assert (status, problem["code"]) == (409, "changed_meanwhile")
