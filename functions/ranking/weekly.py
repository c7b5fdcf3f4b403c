"""On Monday, after the night's run: whoever asked for it is told what changed since the week before.

The night says, county by county, that a week has ended (`RankWeekEnded`); from the queue each member's ranks as of that
night are put beside those of the week before, told, and kept for the next week. Stopped anywhere, it goes on there.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import batched

from functions.ranking import periods, stocktaking, trees, weekly_rules
from functions.ranking.weekly_rules import Stock
from functions.ranking.weekly_tables import Weekly, WeeklyOf
from kernel.clock import business_day, instant, stamp
from kernel.errors import Changed
from kernel.events import LevelChange, RankChanged, RankWeekEnded
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.log import log
from kernel.projection import retrying
from kernel.scoreboard import TooOld
from kernel.transaction import Writes, transact

MONDAY = 0
TOGETHER = 20  # members of a transaction: each a row, an event and its entry

Due = tuple[Weekly, Stock, tuple[LevelChange, ...]]


def end_week(as_of: datetime) -> int:
    """Say it in the record of each county in which somebody wants to be told. Returns how many counties those are."""
    if business_day(as_of).weekday() != MONDAY:
        return 0
    return sum(_say(county_id, as_of) for county_id in trees.counties())


def _say(county_id: str, as_of: datetime) -> bool:
    if not list(WeeklyOf.query(WeeklyOf.partition(county_id), limit=1, consistent_read=True)):
        return False
    act = Act("system:ranking nightly", cause=derived_id("ranking week", county_id, stamp(as_of)))
    work = UnitOfWork(act, chain=county_id, action="ranking.end_week", subject=county_id)
    work.record(RankWeekEnded(county_id=county_id, season=periods.season_at(as_of), as_of=as_of))
    work.commit()
    return True


def tell(act: Act, event: RankWeekEnded) -> None:
    """Nothing where the county was not ranked that night: the next week then is longer, and says since when."""
    wanted = {row.sk for row in WeeklyOf.query(WeeklyOf.partition(event.county_id), consistent_read=True)}
    try:
        found = stocktaking.take(event, wanted)
    except TooOld:
        log("week not told", level=logging.ERROR, job="ranking", as_of=stamp(event.as_of))
        return
    for some in batched(sorted(found), TOGETHER, strict=False):
        retrying(partial(_tell, act, event.county_id, {member: found[member] for member in some}))


def _tell(act: Act, county_id: str, found: Mapping[str, Stock]) -> None:
    """Named after the first who is told, who is told by no other transaction of this week."""
    due = list(_due(found))
    told = [one for one in due if one[2]]
    if not told:
        _keep(due)
        return
    first = told[0][0].member_id
    work = UnitOfWork(act, chain=county_id, action="ranking.tell_week", subject=county_id, effect=first)
    for row, now, changes in told:
        work.record(_event(row, county_id, now, changes))
    _hold(work, due)
    work.commit()


def _due(found: Mapping[str, Stock]) -> Iterator[Due]:
    """By member; whoever has asked to be told no more in the meantime is not among them."""
    rows = Weekly.find_all([Weekly.key_of(member) for member in found], consistent=True)
    for row in sorted(rows, key=lambda row: row.pk):
        now = found[row.member_id]
        if weekly_rules.is_due(row.stock, now):
            yield row, now, weekly_rules.changes(row.stock, now)


def _event(row: Weekly, county_id: str, now: Stock, changes: tuple[LevelChange, ...]) -> RankChanged:
    return RankChanged(
        member_id=row.member_id,
        branch_id=now.branch_id,
        county_id=county_id,
        season=now.season,
        since=instant(str(row.as_of)),
        as_of=instant(now.as_of),
        levels=changes,
    )


def _hold(writes: Writes, due: Sequence[Due]) -> None:
    for row, now, _ in due:
        row.hold(now)
        writes.put(row, Changed())


def _keep(due: Sequence[Due]) -> None:
    """Of whom there is nothing to compare yet."""
    writes = Writes()
    _hold(writes, due)
    if due and transact(writes.rows):
        raise Changed
