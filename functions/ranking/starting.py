"""Runs by hand: asked for by a committee, on the record, carried out from the queue."""

from datetime import datetime, timedelta

from functions.ranking import periods
from functions.ranking.errors import NoCounty
from functions.ranking.models import RankingRun, StartRanking
from functions.ranking.rules import ABOVE_COUNTIES
from functions.ranking.tables import Run
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, stamp
from kernel.errors import Invalid
from kernel.events import RankingStarted
from kernel.ids import new_id
from kernel.journal import UnitOfWork
from kernel.scoreboard import KEPT, TooOld


def start(caller: Asking, body: StartRanking) -> RankingRun:
    """Raises `NoCounty`, `TooOld`, `Invalid` for an instant to come."""
    where = directory.organisation(body.organisation_id)
    caller.may("ranking.run", Target(path=where.path))
    if where.level in ABOVE_COUNTIES:
        raise NoCounty
    act = caller.act()
    as_of = _within_a_day(body.as_of or act.at, act.at)
    run_id, season = new_id(), periods.season_at(as_of)
    row = Run(Run.partition(run_id), county_id=where.county_id, season=season, as_of=stamp(as_of), state=Run.STARTED)
    work = UnitOfWork(act, chain=where.county_id, action="ranking.start", subject=run_id)
    work.put_new(row)
    work.record(RankingStarted(run_id=run_id, county_id=where.county_id, as_of=as_of))
    reply = _out(row)
    work.commit(reply)
    return reply


def _within_a_day(as_of: datetime, present: datetime) -> datetime:
    if as_of > present + timedelta(seconds=1):
        raise Invalid(fields=[{"field": "asOf", "code": "in_the_future"}])
    if as_of < present - KEPT:
        raise TooOld
    return as_of.replace(microsecond=0)


def show(caller: Asking, run_id: str) -> RankingRun:
    row = Run.demand(Run.partition(run_id), "RUN")
    caller.may("ranking.run", Target(path=directory.organisation(row.county_id).path))
    return _out(row)


def _out(row: Run) -> RankingRun:
    return RankingRun(
        run_id=row.pk.removeprefix("RUN#"),
        county_id=row.county_id,
        season=row.season,
        state=row.state,
        as_of=instant(row.as_of),
        organisations=None if row.organisations is None else int(row.organisations),
        members=None if row.members is None else int(row.members),
    )
