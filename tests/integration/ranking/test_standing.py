"""A member's standing: exact as of the run, whatever moves before, during or after it; few calls."""

import random
from datetime import timedelta
from typing import Any

import pytest

from functions.ranking import app, standing
from functions.ranking.tables import Current, RankRow
from kernel.scoreboard import OWN, Scoreboard
from tests.builders import Tree, account, answer, request
from tests.conftest import Context
from tests.integration.ranking.county import SEASON, START, County, member, minutes
from tests.integration.ranking.runs import rank
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def county() -> County:
    made = County(Tree())
    for branch, members in zip(made.branches(), (4, 3, 2), strict=True):
        made.enrol(branch, members)
    account("member", member_id=member(made.tree.branch, 1), branch=made.tree.branch)
    return made


def own(subject: str | None = "member") -> tuple[int, Any]:
    return answer(app.lambda_handler(request("GET", "/v1/me/standing", subject=subject), Context()))


def text(at: Any) -> str:
    return str(at.isoformat().replace("+00:00", "Z"))


def test_a_standing_states_points_now_and_ranks_at_every_level_as_of_the_run(county: County) -> None:
    tree = county.tree
    for branch, slot, points in (
        (tree.branch, 1, 9),
        (tree.branch, 2, 10),
        (tree.sister, 1, 10),
        (tree.far_branch, 2, 15),
    ):
        county.give(branch, slot, points, minutes(1))
    rank(county.tree, minutes(10))
    county.give(tree.branch, 1, 5, minutes(20))

    status, told = own()

    then = {"warning": False, "toNext": None, "points": 9, "asOf": text(minutes(10))}
    assert status == 200
    assert told == {
        "memberId": member(tree.branch, 1),
        "season": SEASON,
        "points": 14,
        "asOf": text(minutes(10)),
        "pointsAsOf": 9,
        "levels": [
            {"organisationId": tree.branch.id, "level": "BRANCH", "rank": 2, "members": 4, "band": "gold"} | then,
            {"organisationId": tree.township.id, "level": None, "rank": 3, "members": 7, "band": "gold"} | then,
            {"organisationId": tree.county.id, "level": None, "rank": 4, "members": 9, "band": "yellow"}
            | then
            | {"toNext": 3},
        ],
    }


@pytest.mark.parametrize("seed", range(6))
def test_ranks_equal_the_oracle_at_the_instant_for_everybody_whenever_points_move(county: County, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a repeatable history
    tree, at = county.tree, minutes(chance.randint(20, 60))
    times = sorted(chance.randint(0, 5400) for _ in range(40))
    for second in times[: len(times) // 2]:
        _move(county, chance, second)
    late = [second for second in times[len(times) // 2 :] if START + timedelta(seconds=second) <= at]
    for second in late:
        _move(county, chance, second)
    rank(county.tree, at)
    for second in times[len(times) // 2 + len(late) :]:
        _move(county, chance, second)

    for branch in county.branches():
        township = [b for b in county.branches() if b.parent_id == branch.parent_id]
        for slot in range(1, county.sizes[branch.id] + 1):
            account("anybody", member_id=member(branch, slot), branch=branch)
            _, told = own("anybody")

            points = county.balance(branch, slot, at)
            assert told["pointsAsOf"] == points
            assert told["points"] == county.balance(branch, slot, minutes(120))
            assert [level["rank"] for level in told["levels"]] == [
                county.rank(scope, points, at) for scope in ([branch], township, county.branches())
            ]
    assert tree.county.id == told["levels"][-1]["organisationId"]


def _move(county: County, chance: random.Random, second: int) -> None:
    branch = chance.choice(county.branches())
    slot = chance.randint(OWN, county.sizes[branch.id])
    county.give(branch, slot, chance.choice([5, 5, 5, 3, -5]), START + timedelta(seconds=second))


def test_before_the_first_run_there_are_points_and_no_ranks(county: County) -> None:
    county.give(county.tree.branch, 1, 5, minutes(1))

    status, told = own()

    assert (status, told["points"], told["asOf"], told["levels"]) == (200, 5, None, [])


def test_where_the_deltas_no_longer_reach_back_there_are_points_and_no_ranks(county: County) -> None:
    rank(county.tree, minutes(1))
    item = Scoreboard.demand(
        Scoreboard.partition(SEASON, county.tree.county.id), Scoreboard.place(county.tree.branch.id)
    )
    item.since = int(minutes(2).timestamp())
    item.save()

    status, told = own()

    assert (status, told["asOf"], told["levels"]) == (200, None, [])


def test_an_organisation_whose_item_is_gone_is_left_out(county: County) -> None:
    rank(county.tree, minutes(1))
    RankRow.demand(*RankRow.key_of(SEASON, county.tree.township.id, _current(county))).delete()

    _, told = own()

    assert [level["organisationId"] for level in told["levels"]] == [county.tree.branch.id, county.tree.county.id]


def _current(county: County) -> str:
    return str(Current.demand(*Current.key_of(SEASON, county.tree.county.id)).as_of)


def test_who_is_on_no_board_has_no_standing(county: County) -> None:
    account("unbound")
    account("new", member_id=member(county.tree.branch, 99), branch=county.tree.branch)

    assert own("unbound")[0] == 404
    assert own("new")[0] == 404
    assert own(None)[0] == 401


def test_a_standing_costs_two_calls_cold_and_one_warm(county: County) -> None:
    rank(county.tree, minutes(1))

    with sends() as cold:
        own()
    with sends() as warm:
        own()

    authority = ["GetItem", "BatchGetItem"]
    assert cold.seen == [*authority, "BatchGetItem", "BatchGetItem"]
    assert warm.seen == ["BatchGetItem"]


def test_a_warm_function_learns_of_a_new_run_within_a_minute(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    rank(county.tree, minutes(1))
    own()
    rank(county.tree, minutes(5))

    assert own()[1]["asOf"] == text(minutes(1))
    monkeypatch.setattr(standing, "FRESH_SECONDS", -1)
    standing.WARM.instants.clear()

    assert own()[1]["asOf"] == text(minutes(5))


def test_a_warm_function_keeps_a_limited_number_of_histograms(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "MOST_HISTOGRAMS", 3)
    monkeypatch.setattr(standing, "FRESH_SECONDS", -1)
    for at in (1, 2, 3):
        rank(county.tree, minutes(at))
        assert len(own()[1]["levels"]) == 3

    assert len(standing.WARM.histograms) == 2
