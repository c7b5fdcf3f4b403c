"""Weeks of a province by chance: what is told equals a plain count of both nights, at every level known in both."""

from datetime import timedelta
from random import Random

import pytest

from functions.ranking import on_ranking_started
from kernel.events import RankWeekEnded
from tests.integration.ranking.province import Province
from tests.integration.ranking.weeks import FIRST, SECOND, changed, give, night, ranks, told, wants, week_ends
from tests.trust.delivery import thrice_shuffled

pytestmark = [pytest.mark.usefixtures("account"), pytest.mark.no_cover]
COUNTIES = ("A1", "A2", "B1", "D")
Ranks = dict[str, tuple[int, int, int]]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_told_equals_a_plain_count_of_both_nights(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a repeatable province
    province = Province(chance, season="2026")
    province.points = {branch: members for branch, members in province.points.items() if members}
    homes = {member: branch.split("-")[0] for branch, members in province.points.items() for member in members}
    asking = chance.sample(sorted(homes), 9)
    for member in asking:
        wants(province, homes[member], member)
    for county in COUNTIES:
        week_ends(province, county, FIRST)
    before = {member: ranks(province, member) for member in asking}

    _live(province, chance, sorted(homes))
    after = {member: ranks(province, member) for member in asking}
    night(SECOND)
    for member in chance.choices(sorted(homes), k=9):
        branch = next(name for name, members in province.points.items() if member in members)
        province.give(branch, member, 7, SECOND + timedelta(hours=1), counts=False)
    weeks = [week for county in COUNTIES for week in told(province, county, RankWeekEnded)]
    thrice_shuffled(on_ranking_started.lambda_handler, *weeks, seed=seed)

    events = [event for county in COUNTIES for event in changed(province, county)]
    then = {
        e.member_id: {lv.organisation_id: (lv.points_before, lv.rank_before, lv.members_before) for lv in e.levels}
        for e in events
    }
    now = {e.member_id: {lv.organisation_id: (lv.points, lv.rank, lv.members) for lv in e.levels} for e in events}
    assert len(events) == len(asking)
    assert then == {member: _known_in(before[member], after[member]) for member in asking}
    assert now == {member: _known_in(after[member], before[member]) for member in asking}


def _live(province: Province, chance: Random, everybody: list[str]) -> None:
    """Points go up and down all week; a county may come below the other city."""
    for hours in sorted(chance.choices(range(1, 166), k=40)):
        give(province, chance.choice(everybody), chance.choice([5, 5, 45, -5]), FIRST + timedelta(hours=hours))
    if chance.random() < 0.5:
        province.move("A2", "B")


def _known_in(one: Ranks, other: Ranks) -> Ranks:
    return {organisation: place for organisation, place in one.items() if organisation in other}
