"""Seasons close in the nights after their last day: a sealed snapshot of each county, and boards that stay."""

from array import array
from collections.abc import Mapping
from datetime import datetime

from functions.ranking import chronicle, running, scores, snapshots, trees
from functions.ranking.fold import County
from functions.ranking.lineage import Node
from functions.ranking.periods import Period
from functions.ranking.ranked import Branch
from functions.ranking.running import Job
from functions.ranking.snapshots import BranchOf, Snapshot
from functions.ranking.tables import Closed, Current
from kernel.clock import start_of
from kernel.errors import Changed
from kernel.events import SeasonClosed
from kernel.ids import to_bytes
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.scoreboard import OWN, Board, TooOld, member_ids, numbers

Balances = Mapping[str, int]  # member, or branch for its own → points since the year began


def close(county_id: str, period: Period, as_of: datetime) -> bool:
    """Close a season of a county as of its last instant, once. Returns whether it was still open."""
    if Closed.find(*Closed.key_of(county_id, period.name)) is not None:
        return False
    known = trees.tree(county_id)
    snapshot, sha256 = snapshots.keep(_taken(county_id, period, known, as_of))
    job = Job.of(county_id, period.name, snapshot.as_of, lasting=True)
    branches = [_branch(one) for one in snapshot.branches]
    county = County.of(county_id, trees.standing(known), branches)
    ranked = county.ranked()
    running.write(running.rows(job, known, ranked))
    published = {one.organisation_id: one for one in ranked}
    season = chronicle.Season(period.name, job.stamp().as_of, published, county.ranks())
    running.write(list(chronicle.rows(season, branches, known)))
    members = sum(len(one.members) for one in snapshot.branches)
    retrying(lambda: _publish(job, sha256, len(ranked), members))
    return True


def _taken(county_id: str, period: Period, known: Mapping[str, Node], as_of: datetime) -> Snapshot:
    """The boards as of the end of the season, or of the run, where they no longer reach back to it."""
    stored, at = scores.boards(period.year, county_id), start_of(period.closes)
    base = _base(county_id, period)
    try:
        branches = list(scores.as_of(stored, at))
    except TooOld:
        at = as_of
        branches = list(scores.as_of(stored, at))
    before = _balances(base)
    placed = running.placed(county_id, known, branches)
    started = base.season if base else None
    return Snapshot(county_id, period.name, at, started, [_counted(one, before) for one in placed])


def _base(county_id: str, period: Period) -> Snapshot | None:
    """The season that this one starts from; None where it was not closed, so that all of the year counts."""
    row = Closed.find(*Closed.key_of(county_id, period.base)) if period.base else None
    return snapshots.demand(county_id, row.sk, row.sha256) if row else None


def _balances(base: Snapshot | None) -> Balances:
    found: dict[str, int] = {}
    for branch in base.branches if base else ():
        found[branch.branch_id] = branch.own_balance
        found.update(zip(branch.members, branch.balances, strict=True))
    return found


def _counted(branch: Branch, before: Balances) -> BranchOf:
    members, balances = member_ids(Board(branch.members)), numbers(branch.points).tolist()
    own = balances.pop(OWN)
    points = [balance - before.get(member, 0) for member, balance in zip(members, balances, strict=True)]
    return BranchOf(
        branch_id=branch.id,
        path=branch.path,
        own=own - before.get(branch.id, 0),
        own_balance=own,
        members=members,
        points=points,
        balances=balances,
    )


def _branch(one: BranchOf) -> Branch:
    members = b"".join(map(to_bytes, one.members))
    return Branch(one.branch_id, one.path, members, array("i", [one.own, *one.points]).tobytes())


def _publish(job: Job, sha256: str, organisations: int, members: int) -> None:
    act = Act("system:ranking nightly", cause=job.run_id)
    work = UnitOfWork(act, chain=job.county_id, action="ranking.close", subject=job.run_id)
    key = Closed.key_of(job.county_id, job.season)
    work.put_new(Closed(*key, as_of=job.stamp().as_of, sha256=sha256, members=members))
    current = Current(*Current.key_of(job.season, job.county_id), as_of=job.stamp().as_of, run_id=job.run_id)
    work.put(current, Changed())
    work.record(
        SeasonClosed(
            county_id=job.county_id,
            season=job.season,
            as_of=job.as_of,
            organisations=organisations,
            members=members,
            sha256=sha256,
        )
    )
    work.commit()
