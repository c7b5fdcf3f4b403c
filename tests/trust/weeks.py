"""Members of the sample board who want to be told each week, and a night in which a week ended."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from functions.ranking import running
from functions.ranking.running import Job
from functions.ranking.tables import Current
from functions.ranking.weekly_rules import Place, Stock
from functions.ranking.weekly_tables import Weekly
from kernel.clock import stamp
from kernel.directory import ancestors
from kernel.events import EnrolledMember, MembersEnrolled, RankWeekEnded
from kernel.journal import Act
from tests.trust.arrangements import AT, TREE, Body, a_run_asked_for, after, of, sample

BOARD = "points/on_members.json"


def wanted() -> list[Weekly]:
    """All but the last of the board have been told of a week before: the last has asked since."""
    board = msgspec.convert(sample(BOARD)["detail"]["data"], MembersEnrolled)
    rows = [_asked(board, member) for member in board.members]
    for row in rows:
        if row is not rows[-1]:
            row.hold(_week_before(board))
        row.save()
        row.listed.save()
    return rows


def _asked(board: MembersEnrolled, member: EnrolledMember) -> Weekly:
    asked_at = stamp(AT - timedelta(days=30))
    return Weekly(*Weekly.key_of(member.member_id), county_id=board.county_id, placed_at=asked_at, version=1)


def _week_before(board: MembersEnrolled) -> Stock:
    places = tuple(Place(one, None, 5, 1, 3) for one in ancestors(board.path)[::-1])
    return Stock("2026", stamp(AT - timedelta(days=5)), board.branch_id, places)


def a_run_and_a_week() -> Sequence[Body]:
    """A run that was asked for, and a county that was ranked in the night in which a week ended."""
    bodies = [*a_run_asked_for(), *of("ranking/on_ranking_started_week.json")]
    week = msgspec.convert(bodies[-1]["detail"]["data"], RankWeekEnded)
    job = Job.of(week.county_id, week.season, week.as_of, lasting=True)
    running.run(Act("system:test", cause=job.run_id), job)
    Current.demand(*Current.key_of(week.season, week.county_id)).delete()
    wanted()
    return bodies


def copies_follow() -> Sequence[Body]:
    """Organisations move and merge; members who want to be told move away, leave and are erased."""
    told = ("moved", "merged", "erased", "away", "left")
    bodies = after(TREE, then=[f"ranking/on_organisations_{what}.json" for what in told])
    wanted()
    return bodies
