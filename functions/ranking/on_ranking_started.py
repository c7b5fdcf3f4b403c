"""Somebody asked for a run by hand: carry it out. And a week has ended: tell who wants to be told what changed."""

from typing import Any

from functions.ranking import running, weekly
from functions.ranking.running import Job
from functions.ranking.tables import Run
from kernel import seasons
from kernel.clock import now
from kernel.consumer import Failures, each_event
from kernel.events import RankingStarted, RankWeekEnded
from kernel.journal import Act


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, {RankingStarted: carry_out, RankWeekEnded: weekly.tell}, "ranking on ranking started")


def carry_out(act: Act, event: RankingStarted) -> None:
    """Run what was asked for; the queue's delay lets writings of that instant settle. Done once per run."""
    row = Run.demand(Run.partition(event.run_id), "RUN")
    if row.state == Run.STARTED:
        as_of = seasons.settled(event.as_of, now())
        running.run(act, Job(event.county_id, row.season, as_of, event.run_id))
