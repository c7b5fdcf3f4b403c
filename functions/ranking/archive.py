"""Closed seasons, read: which there are, and what somebody had in one."""

from functions.ranking import snapshots, standing
from functions.ranking.errors import NoCounty, NotClosed
from functions.ranking.rules import ABOVE_COUNTIES
from functions.ranking.season_models import ClosedSeason, ClosedSeasons, SeasonStanding
from functions.ranking.snapshots import BranchOf, Snapshot
from functions.ranking.standing import Present, Runs, Where
from functions.ranking.tables import Closed, Current, Key, read_together
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now
from kernel.errors import NotFound


def closed(caller: Asking, organisation_id: str) -> ClosedSeasons:
    """All of the county, the latest first: seventeen a year. Raises `NoCounty`."""
    where = directory.organisation(organisation_id)
    caller.may("ranking.board", Target(path=where.path))
    if where.level in ABOVE_COUNTIES:
        raise NoCounty
    rows = Closed.query(Closed.key_of(where.county_id, "")[0], scan_index_forward=False)
    items = [
        ClosedSeason(season=row.sk, as_of=instant(row.as_of), members=int(row.members), sha256=row.sha256)
        for row in rows
    ]
    return ClosedSeasons(county_id=where.county_id, items=items, as_of=now())


def own(caller: Asking, season: str) -> SeasonStanding:
    """What the snapshot says of the caller. Raises `NotClosed`, `SnapshotAltered`, and `NotFound` for somebody who was
    not on a board of the county then."""
    who = caller.principal
    caller.may("ranking.standing", Target(member_id=who.member_id))
    here = Where.of(str(who.branch_path), str(who.county_id))
    keys: list[Key] = [(Current, Current.key_of(season, top)) for top in here.above[-1:]]
    row, *top = read_together([(Closed, Closed.key_of(here.county_id, season)), *keys])
    if not isinstance(row, Closed):
        raise NotClosed
    branch, at = _branch_of(snapshots.demand(here.county_id, season, row.sha256), str(who.member_id))
    present = Present(instant(row.as_of), str(who.member_id), branch.points[at], branch.points)
    runs = Runs(season, row.as_of, next((one.as_of for one in top if isinstance(one, Current)), None))
    where = Where(here.county_id, Where.of(branch.path, here.county_id).inside, here.above)
    return SeasonStanding(
        member_id=str(who.member_id),
        branch_id=branch.branch_id,
        season=season,
        points=present.points,
        levels=standing.levels(branch.branch_id, where, runs, present, present),
        as_of=present.at,
        sha256=row.sha256,
    )


def _branch_of(snapshot: Snapshot, member_id: str) -> tuple[BranchOf, int]:
    """The branch where a member was, and the member's place in it."""
    for branch in snapshot.branches:
        if member_id in branch.members:
            return branch, branch.members.index(member_id)
    raise NotFound
