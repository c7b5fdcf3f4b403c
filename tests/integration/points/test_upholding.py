"""A dispute that was upheld takes the line back, once, whatever happened to the member and the activity meanwhile."""

from unittest.mock import ANY

import pytest

from functions.points import on_activity_reviewed
from tests.builders import Tree
from tests.integration.points.accounts import (
    MEMBER,
    OTHER,
    attended,
    enrolled,
    left,
    lines,
    moved,
    ranked,
    taken_back,
    tell,
    wrong,
)
from tests.integration.points.disputes import WORDS, call, disputed, people, ruled, told
from tests.trust.delivery import thrice_shuffled, until_done

pytestmark = pytest.mark.usefixtures("account")
handler = on_activity_reviewed.lambda_handler


@pytest.fixture
def tree(account: None) -> Tree:
    return people(Tree())


def test_what_is_upheld_is_taken_back_and_everybody_can_read_why(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), attended(tree.branch, MEMBER, OTHER))
    status, opened = disputed()
    ruling = ruled(tree, opened["id"])

    until_done(handler, told(tree))

    assert (status, opened["state"], opened["words"], opened["organisationId"]) == (
        201,
        "OPEN",
        WORDS,
        tree.township.id,
    )
    assert ruling == (
        201,
        opened | {"state": "UPHELD", "reason": "签到记录有误", "ruledAt": ANY},
    )
    assert lines() == [("theme-day", 5, 5), ("theme-day", -5, 0)]
    assert lines(OTHER) == [("theme-day", 5, 5)]
    first, second = call("GET", "/v1/me/points")[1]["items"][::-1]
    assert (second["rule"]["zh"], second["reverses"]) == ("异议成立，冲回：参加主题党日", first["id"])
    assert call("GET", "/v1/points/disputes/own")[1]["items"] == [ruling[1]]
    assert wrong(tree) == 0


def test_what_is_dismissed_stays(tree: Tree) -> None:
    tell(enrolled(tree.branch), attended(tree.branch))
    _, opened = disputed()

    ruled(tree, opened["id"], "dismissed")
    until_done(handler, told(tree))

    assert lines() == [("theme-day", 5, 5)]


@pytest.mark.parametrize("how", ["left", "moved"])
def test_of_who_has_gone_since_it_is_taken_back_too(tree: Tree, how: str) -> None:
    tell(enrolled(tree.branch), attended(tree.branch))
    _, opened = disputed()
    ruled(tree, opened["id"])
    tell(left(tree.branch) if how == "left" else moved(tree.branch, tree.sister))

    until_done(handler, told(tree))

    assert sum(value for _, value, _ in lines()) == 0
    assert lines()[-1][1] == -5
    assert wrong(tree) == 0


@pytest.mark.parametrize("seed", range(3))
def test_with_a_withdrawal_of_the_same_activity_it_is_taken_back_once_in_whatever_order(tree: Tree, seed: int) -> None:
    event = attended(tree.branch, MEMBER, OTHER)
    tell(enrolled(tree.branch, MEMBER, OTHER), event)
    _, opened = disputed()
    ruled(tree, opened["id"])
    if seed % 2:
        tell(taken_back(event))
    thrice_shuffled(handler, told(tree), seed=seed)
    tell(taken_back(event))

    assert ranked(tree.branch) == {MEMBER: 0, OTHER: 0}
    assert [value for _, value, _ in lines()] == [5, -5]
    assert wrong(tree) == 0


def test_points_that_came_on_another_board_are_taken_back_too(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), moved(tree.branch, tree.sister), attended(tree.branch, MEMBER, OTHER))
    _, opened = disputed()
    ruled(tree, opened["id"])

    until_done(handler, told(tree))

    assert [value for _, value, _ in lines()] == [5, -5]
    assert wrong(tree) == 0


def test_what_the_cap_had_used_is_free_again(tree: Tree) -> None:
    tell(enrolled(tree.branch), attended(tree.branch, type_="PARTY_LECTURE"))
    _, opened = disputed()
    ruled(tree, opened["id"])
    until_done(handler, told(tree))

    tell(attended(tree.branch, type_="PARTY_LECTURE"))

    assert [value for _, value, _ in lines()] == [5, -5, 5]
