"""A week that ends in a county in which all members of one branch asked to be told."""

from dataclasses import replace

from functions.ranking import stocktaking
from functions.ranking.weekly_rules import WEEK
from functions.ranking.weekly_tables import Weekly
from kernel.clock import stamp
from kernel.events import RankWeekEnded
from tests.builders import Tree
from tests.integration.ranking.county import SEASON, member, minutes

AS_OF = minutes(10)


def ended(tree: Tree, members: int) -> RankWeekEnded:
    """Of a county that was ranked as of `AS_OF`; what is kept of the members is of a week before."""
    week = RankWeekEnded(county_id=tree.county.id, season=SEASON, as_of=AS_OF)
    wanted = {member(tree.branch, number) for number in range(1, 1 + members)}
    for one, stock in stocktaking.take(week, wanted).items():
        row = Weekly(*Weekly.key_of(one), county_id=tree.county.id, placed_at=stamp(AS_OF - 2 * WEEK), version=1)
        row.hold(replace(stock, as_of=stamp(AS_OF - WEEK)))
        row.save()
        row.listed.save()
    return week
