"""Ranks are exact at their instant though members move between branches and branches move in the tree."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest

from functions.ranking import app, on_organisations
from functions.ranking.packing import board_of
from functions.ranking.scheduling import rank_all
from functions.ranking.tables import Current, RankRow
from kernel import directory
from kernel.directory import Organisation
from kernel.events import (
    OrganisationMoved,
    OrganisationsMerged,
)
from kernel.ids import derived_id
from tests.builders import Tree, account, answer, envelope, request
from tests.conftest import Context
from tests.integration.ranking.county import SEASON, minutes
from tests.integration.ranking.runs import found, rank
from tests.integration.ranking.world import World
from tests.trust.delivery import until_done

pytestmark = pytest.mark.usefixtures("account")


def told(event: Any) -> None:
    until_done(on_organisations.lambda_handler, envelope(event))


@pytest.fixture
def world() -> World:
    tree = Tree()
    found(tree)
    made_world = World(tree)
    for number, branch in enumerate(made_world.branches()):
        made_world.enrol(branch, *(derived_id("member", number, n) for n in range(4)))
    return made_world


def standing(member: str, branch: Organisation) -> Any:
    account("anybody", member_id=member, branch=branch)
    return answer(app.lambda_handler(request("GET", "/v1/me/standing", subject="anybody"), Context()))[1]


def move_branch(branch: Organisation, parent: Organisation) -> OrganisationMoved:
    old = branch.path
    branch.path, branch.parent_id = directory.path_below(parent.path, branch.id), parent.id
    branch.save()
    return OrganisationMoved(
        organisation_id=branch.id,
        county_id=parent.county_id,
        old_path=old,
        new_path=branch.path,
        effective_on=date(2026, 11, 20),
    )


def one_step(world: World, chance: random.Random, at: datetime) -> None:
    member = chance.choice(sorted(world.homes))
    if world.home(member, at) is None:
        return
    elsewhere = [None, *(branch for branch in world.branches() if branch.id != world.home(member, at))]
    if chance.random() < 0.4:
        world.move(member, chance.choice(elsewhere), at)
    else:
        world.give(member, chance.choice([5, 5, 3]), at)


@pytest.mark.parametrize("seed", range(8))
def test_ranks_equal_the_oracle_for_everybody_though_members_and_branches_move(world: World, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a repeatable history
    times = sorted(chance.sample(range(1, 90), 40))
    at = minutes(chance.randint(20, 70))
    if seed % 2:
        told(move_branch(world.tree.far_branch, world.tree.township))
    steps = [minutes(time) for time in times]
    for when in steps:
        one_step(world, chance, when)

    rank(world.tree, at)

    for member in world.homes:
        now_at = world.home(member, minutes(120))
        if now_at is None or world.home(member, at) != now_at:
            continue
        branch = world.where(now_at)
        township = [b for b in world.branches() if b.parent_id == branch.parent_id]
        levels = standing(member, branch)["levels"]
        expected = [world.rank(member, scope, at) for scope in ([branch], township, world.branches())]
        assert [(level["rank"], level["members"]) for level in levels] == expected


def test_who_came_after_the_instant_has_points_and_no_ranks_until_the_next_run(world: World) -> None:
    member = derived_id("member", 0, 1)
    world.give(member, 5, minutes(1))
    rank(world.tree, minutes(10))
    world.move(member, world.tree.sister, minutes(20))

    early = standing(member, world.tree.sister)
    rank(world.tree, minutes(30))
    app_cold()
    late = standing(member, world.tree.sister)

    assert (early["points"], early["levels"]) == (5, [])
    assert [(level["rank"], level["members"]) for level in late["levels"]] == [(1, 5), (1, 8), (1, 12)]


def app_cold() -> None:
    from functions.ranking import standing as warm

    warm.WARM.clear()


def test_who_went_has_no_standing(world: World) -> None:
    member = derived_id("member", 0, 1)

    world.move(member, None, minutes(5))

    assert standing(member, world.tree.branch)["code"] == "not_found"


def board(world: World, organisation: Organisation) -> set[str]:
    current = Current.demand(*Current.key_of(SEASON, world.tree.county.id))
    row = RankRow.demand(*RankRow.key_of(SEASON, organisation.id, current.as_of))
    return {tally.organisation_id for tally in board_of(row)}


def test_a_closed_branch_leaves_the_board_with_its_last_member(world: World) -> None:
    tree = world.tree
    told(
        OrganisationsMerged(
            organisation_id=tree.sister.id,
            into_id=tree.branch.id,
            county_id=tree.county.id,
            path=tree.sister.path,
            into_path=tree.branch.path,
            effective_on=date(2026, 11, 20),
        )
    )
    rank(world.tree, minutes(10))
    assert board(world, tree.township) == {tree.branch.id, tree.sister.id}

    for n in range(4):
        world.move(derived_id("member", 1, n), tree.branch, minutes(20))
    rank(world.tree, minutes(30))

    assert board(world, tree.township) == {tree.branch.id}


def test_a_branch_is_ranked_where_the_tree_has_it_whatever_its_board_says(world: World) -> None:
    told(move_branch(world.tree.sister, world.tree.other_township))

    rank(world.tree, minutes(10))

    assert board(world, world.tree.township) == {world.tree.branch.id}
    assert board(world, world.tree.other_township) == {world.tree.far_branch.id, world.tree.sister.id}


def at(moment: datetime) -> Any:
    return mock.patch("functions.ranking.standing.now", return_value=moment)


def test_on_the_first_of_january_there_is_an_empty_season_and_not_nothing(world: World) -> None:
    member, year = derived_id("member", 0, 1), int(SEASON) + 1
    first = datetime(year, 1, 1, tzinfo=UTC)

    with at(first):
        told_then = standing(member, world.tree.branch)
    with at(first + timedelta(days=40)):
        told_later = standing(member, world.tree.branch)

    assert told_then == {
        "memberId": member,
        "season": str(year),
        "points": 0,
        "asOf": None,
        "pointsAsOf": None,
        "levels": [],
    }
    assert told_later["code"] == "not_found"


def test_in_january_the_nights_still_rank_december(world: World) -> None:
    january = datetime(int(SEASON) + 1, 1, 5, tzinfo=UTC)

    rank_all([world.tree.county.id], january)
    rank_all([world.tree.county.id], january + timedelta(days=30))

    as_of = [Current.demand(*Current.key_of(s, world.tree.county.id)).as_of[:10] for s in (SEASON, str(january.year))]
    assert as_of == [f"{january.year}-01-05", f"{january.year}-02-04"]
