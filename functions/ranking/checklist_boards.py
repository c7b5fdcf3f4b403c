"""Boards of task completion: live within a county, as of the night above counties.

Two reads warm: the organisation, with the policies above a member, and what is kept of the branches in one query.
"""

from collections.abc import Mapping, Sequence

from functions.ranking import checklist_above, checklist_counting, rules, switches
from functions.ranking.boards import ACTION
from functions.ranking.checklist_counting import Counted
from functions.ranking.checklist_models import TaskBoard, TaskNumbers, TasksOf, TaskStanding
from functions.ranking.checklist_tallies import LineTally
from functions.ranking.errors import BranchesByCounty
from functions.ranking.lineage import Node
from functions.ranking.paging import page
from functions.ranking.rules import ABOVE_COUNTIES, PUBLIC_RANKING, TOP_SHOWN
from functions.ranking.tables import PolicySet
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.calendar import month_of
from kernel.clock import business_day, now
from kernel.directory import Organisation

Line = tuple[str, int | None]  # organisation, rank


def board(
    caller: Asking, organisation_id: str, period: str | None, of: TasksOf, cursor: str | None, limit: int
) -> TaskBoard:
    """Of the month that runs, if no period is named. Members see the top and what is their own, unless their committee
    made rankings public (`domain.md` 7.2). Above counties raises `BranchesByCounty`, and `NotRanked` before a night."""
    home = caller.principal.branch_path
    own = directory.ancestors(home) if home else []
    where, policies = _located(organisation_id, own)
    caller.may(ACTION, Target(path=where.path))
    period = period or month_of(business_day(now()))
    public = switches.is_on(PUBLIC_RANKING, directory.ancestors(where.path), policies)
    complete = public or caller.may_by_role(ACTION, where.path)
    counted = _counted(where, period, of)
    tallies = counted.branches if of == "branches" else counted.committees
    lines = ranked(tallies)
    shown, following = page(lines if complete else _shown(lines, own), cursor, limit)
    return TaskBoard(
        organisation_id=where.id,
        period=period,
        of=of,
        total=TaskNumbers.of(counted.total),
        complete=complete,
        items=[_standing(one, tallies[one], rank, counted.nodes) for one, rank in shown],
        as_of=counted.as_of,
        next=following,
    )


def _counted(where: Organisation, period: str, of: TasksOf) -> Counted:
    if where.level not in ABOVE_COUNTIES:
        at = now()
        return checklist_counting.of_county(where.county_id, at).count(where.id, period, business_day(at))
    if of == "branches":
        raise BranchesByCounty
    return checklist_above.count(where.id, period)


def _located(organisation_id: str, own: Sequence[str]) -> tuple[Organisation, list[PolicySet]]:
    """The organisation, and what is set on the path of the caller's branch, which leads through it if it is a member
    that may see it. One read."""
    table, keys = PolicySet.Meta.table_name, [PolicySet.key_of(place, PUBLIC_RANKING) for place in own]
    seen = directory.look([organisation_id], beside={table: [PolicySet(*key).key() for key in keys]} if own else None)
    return directory.demand_organisation(seen.organisations, organisation_id), [
        PolicySet.from_raw_data(row) for row in seen.of(table)
    ]


def _shown(lines: Sequence[Line], own: Sequence[str]) -> Sequence[Line]:
    """The top, and what is the caller's own."""
    return [(one, rank) for one, rank in lines if one in own or (rank is not None and rank <= TOP_SHOWN)]


def ranked(tallies: Mapping[str, LineTally]) -> list[Line]:
    """The largest share first, then those of which nothing was owed, without a rank; ties by id."""
    shares = {own: share for own, one in tallies.items() if (share := one.share) is not None}
    first = sorted(shares, key=lambda own: (-shares[own], own))
    ranks = dict(zip(first, rules.ranks(shares[own] for own in first), strict=True))
    return [*ranks.items(), *((own, None) for own in sorted(tallies.keys() - ranks.keys()))]


def _standing(own: str, of_it: LineTally, rank: int | None, nodes: Mapping[str, Node]) -> TaskStanding:
    node = nodes[own]
    return TaskStanding.of(of_it, organisation_id=own, level=node.level or None, kind=node.kind or None, rank=rank)
