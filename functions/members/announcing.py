"""Anniversaries of joining are announced a week ahead: each day's members, branch by branch, as ids alone.

A day is one query for each year of joining, all in the order of branches, so that the cost is who is due and a hundred
queries. Safe to run twice, and to stop anywhere: a branch's events have the same ids at every try, and where a run
stopped the next one goes on.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from heapq import merge
from itertools import batched, groupby

from functions.members.anniversary_rules import AHEAD, LATE, joined_on
from functions.members.joining_tables import Announced
from functions.members.tables import Member
from kernel import directory
from kernel.directory import Organisation
from kernel.errors import Changed
from kernel.events import AnniversariesComing
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.subtrees import BEHIND, FIRST
from kernel.transaction import Writes, transact

ACTOR = "system:members.on_anniversaries"
AT_ONCE = 99  # branches in one look at the tree
IN_EVENT, IN_ACT = 40, 40
Enough = Callable[[], bool]
"""Whether there is time for another hundred branches."""


def announce(today: date, enough: Enough) -> int:
    """Every day up to a week from today that is not done, missed ones too. Returns how many members were announced."""
    progress, sent = Announced.load(today, today - LATE), 0
    while progress.day <= today + AHEAD and enough():
        day = progress.day
        for branches in batched(_due(day, progress.after), AT_ONCE, strict=False):
            if not enough():
                return sent
            sent += _announce(day, branches)
            progress.after = branches[-1][0]
            _save(progress)
        progress.finish(day)
        _save(progress)
    return sent


def _due(day: date, after: str) -> Iterator[tuple[str, list[str]]]:
    """Branches behind the one that was done last, in their order, with the members on their rolls."""
    span = Member.roll.between(after + FIRST, BEHIND)
    years = (Member.joinings.query(joined, span, page_size=AT_ONCE) for joined in joined_on(day))
    for branch_id, members in groupby(merge(*years, key=lambda m: str(m.roll)), lambda m: str(m.roll)):
        ids = sorted(member.id for member in members if member.state != "SUSPENDED")
        if ids:
            yield branch_id, ids


def _announce(day: date, branches: Sequence[tuple[str, list[str]]]) -> int:
    """Returns how many members, of what was not announced before."""
    places = directory.organisations(branch_id for branch_id, _ in branches)
    return sum(_tell(day, places[branch_id], members) for branch_id, members in branches if branch_id in places)


def _tell(day: date, branch: Organisation, members: Sequence[str]) -> int:
    act = Act(ACTOR, cause=derived_id("anniversaries", day.isoformat()))
    where = {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}
    told = (AnniversariesComing(on=day, members=some, **where) for some in batched(members, IN_EVENT, strict=False))
    sent = 0
    for number, events in enumerate(batched(told, IN_ACT, strict=False)):
        work = UnitOfWork(act, chain=branch.id, action="members.announce", subject=branch.id, effect=number)
        for event in events:
            work.record(event)
        sent += sum(len(event.members) for event in events) if work.commit() else 0
    return sent


def _save(progress: Announced) -> None:
    """Raises `Changed` if another run went on meanwhile."""
    writes = Writes()
    writes.put(progress)
    if transact(writes.rows):
        raise Changed
