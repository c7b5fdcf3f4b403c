"""What stands above counties, ranked at night from what these published of the same instant.

By day counties are ranked at instants of their own, which do not add up; a night has one for all of them.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from functions.ranking import packing, periods, running, trees
from functions.ranking.band_rules import nearest
from functions.ranking.band_tables import ABOVE, in_partition
from functions.ranking.histogram import decode
from functions.ranking.packing import About
from functions.ranking.ranked import Below, Ranked
from functions.ranking.rising import rise
from functions.ranking.running import Job, Outcome
from functions.ranking.tables import Above, ListsRow, RankRow
from kernel import seasons
from kernel.clock import business_day, stamp, start_of
from kernel.directory import ancestors
from kernel.errors import Busy
from kernel.journal import Act
from kernel.log import log
from kernel.projection import retrying

County = tuple[str, Ranked]  # what it stands below, and what it published


def rank_above(as_of: datetime) -> int:
    """Rank every tree of cities and provinces whose counties were all ranked. Returns how many organisations were.

    Raises `Busy`, after all were tried, if a tree could not be ranked.
    """
    places = trees.above_counties()
    if not places:
        return 0
    county_ids, outcomes = trees.counties(), list[Outcome | None]()
    for season in seasons.open_seasons(business_day(as_of)):
        outcomes += _ranked(season, as_of, places, county_ids)
    for period in periods.ended(business_day(as_of)):  # one that a county closed late is left as it is
        outcomes += filter(None, _ranked(period.name, start_of(period.closes), places, county_ids))
    if None in outcomes:
        raise Busy
    return sum(outcome.organisations for outcome in outcomes if outcome)


def _ranked(
    season: str, as_of: datetime, places: Mapping[str, Above], county_ids: Sequence[str]
) -> Iterator[Outcome | None]:
    """The outcome of each tree; None for one of whose counties a run failed."""
    found = _published(season, as_of, county_ids)
    late = {_parent(county_id) for county_id in set(county_ids) - {county.organisation_id for _, county in found}}
    for top, tree in groupby(sorted(places.values(), key=lambda row: row.path), key=_top):
        rows = {row.sk: row for row in tree}
        if late & rows.keys():
            log("tree not ranked", level=logging.ERROR, job="ranking above", as_of=stamp(as_of))
            yield None
        else:
            yield _publish(Job.of(top, season, as_of, lasting=True), rows, found)


def _top(row: Above) -> str:
    return ancestors(row.path)[0]


def _parent(county_id: str) -> str:
    node = trees.tree(county_id).get(county_id)
    return node.parent_id if node else ""


def _publish(job: Job, rows: Mapping[str, Above], counties: Iterable[County]) -> Outcome:
    paths = {own: row.path for own, row in rows.items()}
    risen = rise(paths, [(above, county) for above, county in counties if above in rows])
    bands = in_partition(ABOVE, business_day(job.as_of))
    for one in risen:
        row = rows[one.organisation_id]
        about = About(row.level, thresholds=nearest(ancestors(row.path)[::-1], bands))
        running.write(packing.rows(one, job.stamp(), about))
    outcome = Outcome(len(risen), next(one.members for one in risen if one.organisation_id == job.county_id))
    act = Act("system:ranking nightly", cause=job.run_id)
    retrying(lambda: running.publish(act, job, outcome))
    return outcome


def _published(season: str, as_of: datetime, county_ids: Sequence[str]) -> list[County]:
    """What the counties published of an instant."""
    keys = {county_id: RankRow.key_of(season, county_id, stamp(as_of)) for county_id in county_ids}
    rows = {row.pk: row for row in RankRow.find_all(list(keys.values()), consistent=True)}
    apart = [ListsRow.key_of(season, county_id, stamp(as_of)) for county_id in county_ids]
    lists = {row.pk: row for row in ListsRow.find_all(apart, consistent=True)}
    return [
        (rows[pk].above or "", _ranked_county(county_id, rows[pk], lists.get(pk) or rows[pk]))
        for county_id, (pk, _) in keys.items()
        if pk in rows
    ]


def _ranked_county(county_id: str, row: RankRow, lists: RankRow | ListsRow) -> Ranked:
    below = Below((), (), (), ())
    return Ranked(county_id, decode(row.histogram), packing.best_of(lists), below, int(row.members), int(row.total))
