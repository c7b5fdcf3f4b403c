"""Points that come when the account is elsewhere by then, or not heard of yet: where it stands, once."""

from typing import Any

import pytest

from functions.points import on_attendance_confirmed, posting
from functions.points.tables import LedgerRow, Place, Strays
from kernel import scoreboard
from tests.builders import Tree, envelope, recorded
from tests.integration.points.accounts import (
    MEMBER,
    OTHER,
    SEASON,
    attended,
    enrolled,
    left,
    lines,
    moved,
    ranked,
    stored,
    tell,
    wrong,
)
from tests.integration.points.racing import meanwhile
from tests.trust.delivery import deliver, every_way

pytestmark = pytest.mark.usefixtures("account")


def test_points_of_the_old_branch_that_come_late_are_posted_to_where_the_account_stands(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), moved(tree.branch, tree.sister))
    late = envelope(attended(tree.branch, MEMBER, OTHER))

    tell(late, late)

    assert (ranked(tree.branch), ranked(tree.sister)) == ({OTHER: 5}, {MEMBER: 5})
    assert lines() == [("theme-day", 5, 5)]
    assert wrong(tree) == 0


def test_late_points_are_posted_once_though_the_member_moves_between_two_deliveries(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER))
    late = envelope(attended(tree.branch, MEMBER, OTHER))
    tell(late)

    tell(moved(tree.branch, tree.sister), late)

    assert (ranked(tree.branch), ranked(tree.sister)) == ({OTHER: 5}, {MEMBER: 5})


def test_where_nobody_stands_any_more_nothing_but_what_was_posted_is_told(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), moved(tree.branch, tree.sister, MEMBER, OTHER))
    before, late = stored(tree.branch), envelope(attended(tree.branch, MEMBER, OTHER))

    tell(late, late)

    told = [entry["data"] for entry in recorded(tree.branch.id) if entry["action"] == "points.post"]
    assert [(data["branchId"], data["rows"], data["total"]) for data in told] == [(tree.sister.id, 1, 5)] * 2
    assert (ranked(tree.branch), ranked(tree.sister)) == ({}, {MEMBER: 5, OTHER: 5})
    assert stored(tree.branch) == before
    assert wrong(tree) == 0


@pytest.mark.parametrize("away", [(MEMBER,), (MEMBER, OTHER)])
def test_late_points_are_posted_once_though_the_member_comes_back_between_two_deliveries(
    tree: Tree, away: tuple[str, ...]
) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), moved(tree.branch, tree.sister, *away))
    late = envelope(attended(tree.branch, *away))
    tell(late)

    tell(moved(tree.sister, tree.branch, *away), late)

    assert ranked(tree.branch) == {MEMBER: 5, OTHER: 0} | dict.fromkeys(away, 5)
    assert wrong(tree) == 0


@pytest.mark.no_cover
@pytest.mark.parametrize("away", [(MEMBER,), (MEMBER, OTHER)])
def test_no_fault_at_any_call_loses_late_points_or_posts_them_twice(tree: Tree, away: tuple[str, ...]) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), moved(tree.branch, tree.sister, *away))
    late = envelope(attended(tree.branch, MEMBER, OTHER))

    def eye() -> Any:
        return ranked(tree.branch), ranked(tree.sister), len(lines()), len(lines(OTHER))

    trials = every_way(on_attendance_confirmed.lambda_handler, late, eye)

    everybody = {MEMBER: 5, OTHER: 5}
    there = {member: everybody.pop(member) for member in away}
    assert [t for t in trials if t.seen != (everybody, there, 1, 1)] == []


def test_who_posts_at_the_same_time_posts_to_the_new_board(tree: Tree) -> None:
    tell(enrolled(tree.branch))

    with meanwhile(lambda: tell(moved(tree.branch, tree.sister))):
        assert deliver(on_attendance_confirmed.lambda_handler, envelope(attended(tree.branch))) == []

    assert (ranked(tree.branch), ranked(tree.sister)) == ({}, {MEMBER: 5})
    assert wrong(tree) == 0


def test_points_earned_before_leaving_still_count_in_the_ledger(tree: Tree) -> None:
    tell(enrolled(tree.branch), left(tree.branch), attended(tree.branch))

    assert ranked(tree.branch) == {}
    assert lines() == [("theme-day", 5, 5)]
    assert wrong(tree) == 0


def test_points_before_the_enrolment_is_heard_of_move_too(tree: Tree) -> None:
    tell(attended(tree.branch), moved(tree.branch, tree.sister), enrolled(tree.branch))

    assert (ranked(tree.branch), ranked(tree.sister)) == ({}, {MEMBER: 5})
    assert wrong(tree) == 0


def stands() -> Any:
    """Where the account of MEMBER is said to stand."""
    place = Place.find(LedgerRow.partition(MEMBER), Place.SORT)
    return place and place.stands(SEASON)


def test_who_is_not_heard_of_yet_has_an_account_that_is_ranked(tree: Tree) -> None:
    tell(attended(tree.branch))

    assert (ranked(tree.branch), lines()) == ({MEMBER: 5}, [("theme-day", 5, 5)])
    assert stands() == (tree.branch.county_id, tree.branch.id, True)


def test_who_was_heard_to_leave_and_no_more_has_an_account_that_is_not_ranked(tree: Tree) -> None:
    tell(left(tree.branch), attended(tree.branch))

    assert (ranked(tree.branch), lines()) == ({}, [("theme-day", 5, 5)])
    assert scoreboard.points_of(stored(tree.branch), 1) == 5
    assert stands() == (tree.branch.county_id, tree.branch.id, False)


@pytest.mark.parametrize("branch", ["without the member", "the member left"])
def test_an_account_that_is_moving_at_this_moment_gets_its_points_with_the_next_delivery(
    tree: Tree, branch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(enrolled(tree.branch, OTHER) if branch == "without the member" else enrolled(tree.branch, OTHER, MEMBER))
    if branch == "the member left":
        tell(left(tree.branch))
    place = Place(LedgerRow.partition(MEMBER), branch_id=tree.branch.id)
    place.stand(SEASON, tree.branch.county_id, tree.branch.id, ranked=True)
    place.save()
    monkeypatch.setattr("kernel.projection.pause", lambda _: None)

    assert deliver(on_attendance_confirmed.lambda_handler, envelope(attended(tree.branch))) == ["message-0"]

    assert lines() == []


def test_the_rest_of_who_stand_elsewhere_is_found_again_by_the_delivery_after_a_crash(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), moved(tree.branch, tree.sister))
    late = envelope(attended(tree.branch, MEMBER, OTHER))
    with monkeypatch.context() as patch:
        patch.setattr(posting, "_post_elsewhere", crash)
        assert deliver(on_attendance_confirmed.lambda_handler, late) == ["message-0"]
    tell(moved(tree.sister, tree.branch))

    tell(late, late)

    assert ranked(tree.branch) == {MEMBER: 5, OTHER: 5}
    assert wrong(tree) == 0


def crash(*_: Any) -> None:
    raise ConnectionError


def test_where_everybody_is_there_nothing_is_noted_beside(tree: Tree) -> None:
    told = envelope(attended(tree.branch))

    tell(enrolled(tree.branch), told)

    assert ranked(tree.branch) == {MEMBER: 5}
    assert Strays.find(Strays.partition(told.id), "MEMBERS") is None
