"""An account stands on the board of its member's branch, with its balance and its caps, whatever is told in whatever
order; lines explain each move, and every balance is the sum of its lines."""

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.points import on_members
from functions.points.app import lambda_handler
from functions.points.tables import LedgerRow, Place
from kernel import scoreboard
from kernel.authority import Role
from kernel.clock import now
from kernel.events import (
    MemberErased,
)
from kernel.ids import derived_id
from kernel.scoreboard import Scoreboard
from kernel.seasons import season_of
from tests.builders import Tree, account, answer, envelope, recorded, request
from tests.conftest import Context
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
from tests.template_reader import ROOT
from tests.trials import examples
from tests.trust import engine
from tests.trust.delivery import every_way, until_done
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")


def test_the_balance_moves_with_the_member_and_two_lines_say_so(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), attended(tree.branch, MEMBER, OTHER))

    tell(moved(tree.branch, tree.sister))

    assert (ranked(tree.branch), ranked(tree.sister)) == ({OTHER: 5}, {MEMBER: 5})
    assert lines() == [("theme-day", 5, 5), ("moved-out", -5, 0), ("moved-in", 5, 5)]
    assert wrong(tree) == 0


def test_the_move_of_a_balance_is_on_the_record_and_told_of_both_boards(tree: Tree) -> None:
    tell(enrolled(tree.branch), attended(tree.branch), moved(tree.branch, tree.sister))

    told = [entry for entry in recorded(tree.branch.id) if entry["action"] == "points.move"]

    assert [(e["event"], e["data"]["branchId"], e["data"]["rows"], e["data"]["total"]) for e in told] == [
        ("PointsPosted", tree.sister.id, 1, 5),
        ("PointsPosted", tree.branch.id, 1, -5),
    ]


def test_a_member_without_points_moves_without_a_line(tree: Tree) -> None:
    tell(enrolled(tree.branch), moved(tree.branch, tree.sister))

    assert (ranked(tree.branch), ranked(tree.sister), lines()) == ({}, {MEMBER: 0}, [])


def test_what_the_caps_have_used_goes_along(tree: Tree) -> None:
    lecture = "PARTY_LECTURE"
    tell(enrolled(tree.branch), attended(tree.branch, type_=lecture), moved(tree.branch, tree.sister))

    tell(attended(tree.sister, type_=lecture))

    assert ranked(tree.sister) == {MEMBER: 5}
    assert lines()[-1] == ("lecture", 0, 5)


def test_the_statement_shows_the_move_and_follows_the_member_to_the_new_secretary(tree: Tree) -> None:
    account("old", (Role.SECRETARY, tree.branch))
    account("new", (Role.SECRETARY, tree.sister))
    tell(enrolled(tree.branch), attended(tree.branch), moved(tree.branch, tree.sister))
    path = f"/v1/points/members/{MEMBER}"

    assert answer(lambda_handler(request("GET", path, subject="old"), Context()))[0] == 404
    status, told = answer(lambda_handler(request("GET", path, subject="new"), Context()))

    assert (status, told["balance"]) == (200, 5)
    assert [(i["rule"]["id"], i["rule"]["ruleSetId"] is None, i["evidence"] is None) for i in told["items"]] == [
        ("moved-in", True, True),
        ("moved-out", True, True),
        ("theme-day", False, False),
    ]


@pytest.mark.no_cover
def test_no_fault_at_any_call_of_a_move_loses_or_doubles_anything(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), attended(tree.branch, MEMBER, OTHER))
    event = envelope(moved(tree.branch, tree.sister, MEMBER, OTHER))

    def eye() -> Any:
        return ranked(tree.branch), ranked(tree.sister), len(lines()), len(recorded(tree.branch.id))

    trials = every_way(on_members.lambda_handler, event, eye)

    assert [t for t in trials if t.seen != ({}, {MEMBER: 5, OTHER: 5}, 3, 3)] == []


def test_who_left_is_ranked_no_more_and_keeps_the_ledger(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), attended(tree.branch, MEMBER, OTHER), left(tree.branch))

    assert ranked(tree.branch) == {OTHER: 5}
    assert lines() == [("theme-day", 5, 5)]
    assert wrong(tree) == 0


@pytest.mark.parametrize("elsewhere", [True, False])
def test_who_comes_back_is_ranked_with_what_was_earned(tree: Tree, elsewhere: bool) -> None:
    back = tree.sister if elsewhere else tree.branch
    tell(enrolled(tree.branch), attended(tree.branch), left(tree.branch))

    tell(enrolled(back))

    assert ranked(back) == {MEMBER: 5}
    assert wrong(tree) == 0


def test_who_comes_back_among_others_is_ranked_again(tree: Tree) -> None:
    tell(enrolled(tree.branch), attended(tree.branch), left(tree.branch))

    until_done(on_members.lambda_handler, envelope(enrolled(tree.branch)), envelope(enrolled(tree.sister, OTHER)))

    assert (ranked(tree.branch), ranked(tree.sister), wrong(tree)) == ({MEMBER: 5}, {OTHER: 0}, 0)


def test_the_account_of_an_erased_member_is_closed_for_good(tree: Tree) -> None:
    tell(enrolled(tree.branch), attended(tree.branch))
    tell(MemberErased(member_id=MEMBER, branch_id=tree.branch.id, county_id=tree.county.id))

    tell(moved(tree.branch, tree.sister))

    assert (ranked(tree.branch), ranked(tree.sister)) == ({}, {})
    assert lines() == [("theme-day", 5, 5)]


def test_there_and_back_and_away_in_every_order(tree: Tree) -> None:
    life = [
        enrolled(tree.branch),
        moved(tree.branch, tree.sister),
        moved(tree.sister, tree.branch),
        moved(tree.branch, tree.far_branch),
    ]
    start = engine.snapshot()

    for order in permutations([envelope(event) for event in life]):
        engine.restore(start)
        tell(*order, attended(tree.branch), *order[::-1])
        everywhere = [ranked(where) for where in (tree.branch, tree.sister, tree.far_branch)]
        assert everywhere == [{}, {}, {MEMBER: 5}]


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["branch", "sister", "far_branch", "attend"]), max_size=7), st.integers(0, 999))
def test_any_life_in_any_order_leaves_every_balance_the_sum_of_its_lines(
    tree: Tree, pristine: Any, steps: Sequence[str], seed: int
) -> None:
    engine.restore(pristine)
    tree = Tree()
    at, events, earned = tree.branch, [envelope(enrolled(tree.branch, MEMBER, OTHER))], 0
    for step in steps:
        if step == "attend":
            earned += 5
            events.append(envelope(attended(at)))
        elif getattr(tree, step).id != at.id:
            events.append(envelope(moved(at, getattr(tree, step))))
            at = getattr(tree, step)
    pile = [*events] * 2
    random.Random(seed).shuffle(pile)  # noqa: S311 - a repeatable order

    tell(*pile)

    everywhere = {w.id: ranked(w).get(MEMBER) for w in (tree.branch, tree.sister, tree.far_branch)}
    assert everywhere == {i: earned if i == at.id else None for i in everywhere}
    assert sum(value for _, value, _ in lines()) == earned
    assert wrong(tree) == 0


def test_a_board_as_it_was_before_the_move_still_has_the_member_and_the_new_one_has_not(tree: Tree) -> None:
    tell(enrolled(tree.branch), attended(tree.branch))
    before, moment = stored(tree.branch), now().replace(microsecond=0) + timedelta(seconds=2)
    item = Scoreboard.demand(Scoreboard.partition(SEASON, tree.county.id), Scoreboard.place(tree.branch.id))
    at = moment + timedelta(seconds=30)
    item.hold(scoreboard.go(scoreboard.add(before, {1: -5}, at), [1], at))
    target = scoreboard.add(scoreboard.come(scoreboard.Board(), [MEMBER], at), {1: 5}, at)

    assert scoreboard.present(item.board, moment) == (before.members, before.points)
    assert scoreboard.present(item.board, at) == (b"", before.points[:4])
    assert scoreboard.present(target, moment) == (b"", before.points[:4])
    assert scoreboard.present(target, at) == (before.members, before.points)


def test_a_new_season_takes_over_who_is_there_and_not_who_went(tree: Tree) -> None:
    from functions.points import enrolling

    tell(enrolled(tree.branch, MEMBER, OTHER), moved(tree.branch, tree.sister))
    first = date(int(SEASON) + 1, 1, 1)

    enrolling.open_season(tree.county.id, first)

    following = season_of(first)
    assert (ranked(tree.branch, following), ranked(tree.sister, following)) == ({OTHER: 0}, {MEMBER: 0})


def test_calls_of_a_move_of_twenty(tree: Tree) -> None:
    members = [derived_id("member", n) for n in range(20)]
    tell(enrolled(tree.branch, *members), attended(tree.branch, *members))

    with sends() as calls:
        tell(moved(tree.branch, tree.sister, *members))

    counted, carried = ["BatchGetItem", "GetItem", "TransactWriteItems"], ["BatchGetItem", "BatchGetItem"]
    assert calls.seen == [*counted, *carried, "GetItem", "GetItem", "Query", "Query", "GetItem", "TransactWriteItems"]


@pytest.mark.parametrize("name", ["moved", "left", "erased"])
def test_the_sample_events_are_known(tree: Tree, name: str) -> None:
    sample = json.loads((ROOT / "events" / "points" / f"on_members_{name}.json").read_text())

    assert on_members.lambda_handler(sample, Context()) == {"batchItemFailures": []}


def test_a_place_keeps_the_boards_of_two_seasons() -> None:
    known = Place(LedgerRow.partition(MEMBER), branch_id=OTHER)
    for season in ("2025", "2026", "2027"):
        known.stand(season, "county", f"branch {season}", ranked=True)

    assert [known.stands(season) and known.stands(season)[1] for season in ("2025", "2026", "2028")] == [  # type: ignore[index]  # narrowed by `and`
        None,
        "branch 2026",
        "branch 2027",
    ]
