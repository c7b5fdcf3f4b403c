"""Which counties a schedule ranks: those whose points moved every five minutes, all of them at night."""

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import batched

from functions.ranking import running, tables, trees
from functions.ranking.running import Job
from functions.ranking.tables import Dirty
from kernel.clock import stamp
from kernel.errors import Busy
from kernel.journal import Act
from kernel.log import log
from kernel.tracebacks import frames

COUNTIES_A_TASK = 32  # two million members are about a hundred counties: four tasks, seven transitions


def rank_changed(as_of: datetime) -> int:
    """Rank every county whose points moved. Returns how many. Raises `Busy` if any could not be ranked.

    A mark stays if its points may have moved after the instant, so that the next run sees them.
    """
    marks = list(Dirty.query(Dirty.ALL, consistent_read=True))
    jobs = [Job.of(county_id, season, as_of) for county_id, season in sorted({mark.county for mark in marks})]
    failed = [job for job in jobs if not _ranked(job)]
    unranked = {(job.county_id, job.season) for job in failed}
    for mark in marks:
        if mark.county not in unranked and mark.at <= stamp(as_of):
            tables.clean(mark)
    if failed:
        raise Busy
    return len(jobs)


def _ranked(job: Job) -> bool:
    try:
        running.run(Act("system:ranking schedule", cause=job.run_id), job)
    except Exception as error:  # noqa: BLE001 - one county must not hold up the others; it stays marked and is tried again
        log("county not ranked", level=logging.ERROR, job="ranking", error=type(error).__name__, trace=frames(error))
        return False
    return True


def plan_night() -> list[list[str]]:
    """The counties in as many parts as tasks are needed."""
    return [list(part) for part in batched(sorted(trees.counties()), COUNTIES_A_TASK, strict=False)]


def rank_all(counties: Sequence[str], as_of: datetime) -> int:
    """Rank some counties for good, and compare them with the ledger. Returns how many organisations were ranked."""
    organisations = 0
    for county_id in counties:
        job = Job.of(county_id, running.season_at(as_of), as_of, lasting=True)
        act = Act("system:ranking nightly", cause=job.run_id)
        organisations += running.run_and_compare(act, job).organisations
    return organisations
