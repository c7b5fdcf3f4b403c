"""Which counties a schedule ranks: those whose points moved every five minutes, all of them at night."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby

from functions.ranking import checklist_above, closing, periods, running, tables
from functions.ranking.running import Job, Outcome
from functions.ranking.tables import Dirty
from kernel import seasons
from kernel.clock import business_day, stamp
from kernel.errors import Busy
from kernel.journal import Act
from kernel.log import log
from kernel.tracebacks import frames


def rank_changed(as_of: datetime) -> int:
    """Rank every county whose points moved. Returns how many. Raises `Busy` if any could not be ranked.

    A county's marks go as soon as it is ranked, so that a run that dies leaves only what it did not do. A mark stays
    if its points may have moved after the instant, so that the next run sees them.
    """
    marks = sorted(Dirty.query(Dirty.ALL, consistent_read=True), key=_county)
    counties = [_ranked(of_county, list(found), as_of) for of_county, found in groupby(marks, key=_county)]
    if not all(counties):
        raise Busy
    return len(counties)


def _county(mark: Dirty) -> tuple[str, str]:
    return mark.county


def _ranked(county: tuple[str, str], marks: Sequence[Dirty], as_of: datetime) -> bool:
    job = Job.of(*county, as_of)
    act = Act("system:ranking schedule", cause=job.run_id)
    if _tried(lambda: running.run(act, job)) is None:
        return False
    for mark in marks:
        if mark.at <= stamp(as_of):
            tables.clean(mark)
    return True


def _tried[T](work: Callable[[], T]) -> T | None:
    """What came of the work of one county, or None if it failed."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - one county must not hold up the others; it is tried again
        log("county not ranked", level=logging.ERROR, job="ranking", error=type(error).__name__, trace=frames(error))
        return None


def rank_all(counties: Sequence[str], as_of: datetime) -> int:
    """Rank some counties for good in every open season, and compare them with the ledger. Returns how many
    organisations were ranked.

    Raises `Busy`, after all were tried, if any could not be ranked.
    """
    still_open = seasons.open_seasons(business_day(as_of))
    outcomes = [_ranked_for_good(county_id, season, as_of) for county_id in counties for season in still_open]
    ranked = [outcome.organisations for outcome in outcomes if outcome]
    if len(ranked) < len(outcomes):
        raise Busy
    return sum(ranked)


def _ranked_for_good(county_id: str, season: str, as_of: datetime) -> Outcome | None:
    job = Job.of(county_id, season, as_of, lasting=True)
    act = Act("system:ranking nightly", cause=job.run_id)
    return _tried(lambda: running.run_and_compare(act, job))


def sum_up_all(counties: Sequence[str]) -> bool:
    """Sum up the checklists of counties, for what stands above them. Returns whether all could be."""
    summed = [_tried(partial(checklist_above.keep, county_id)) is not None for county_id in counties]
    return all(summed)


def close_all(counties: Sequence[str], as_of: datetime) -> bool:
    """Close the seasons that have ended, county by county. Returns whether all could be."""
    due = periods.ended(business_day(as_of))
    closed = [
        _tried(partial(closing.close, county_id, period, as_of)) is not None for county_id in counties for period in due
    ]
    return all(closed)
