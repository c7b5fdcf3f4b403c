"""The rolls of the branches: what `members` tells, each fact the latest of its member, in whatever order it comes.

A fact says when it came to be, so a second delivery changes nothing and an older one is of no account: the counts are
exact once everything has been told, without a mark of what was.
"""

from collections.abc import Mapping

from functions.organisations.roll_tables import GONE, Fact, Roll
from kernel import directory
from kernel.clock import stamp
from kernel.consumer import Told
from kernel.errors import Changed
from kernel.events import MemberErased, MembersChanged, MembersEnrolled, MembersLeft, MembersMoved
from kernel.journal import Act
from kernel.projection import retrying
from kernel.transaction import Writes, transact

Facts = Mapping[str, dict[str, Fact]]


def enrolled(act: Act, event: MembersEnrolled | MembersChanged) -> None:
    _learn({event.branch_id: {m.member_id: _fact(act, m.category) for m in event.members}})


def all_enrolled(told: Told) -> bool:
    """The same for several events in one transaction; False if they are to be told one by one."""
    keys = {event.branch_id: Roll.key_of(event.branch_id) for _, event in told}
    seen = directory.look([], keys.values())
    rolls = {branch: seen.row(Roll, key) or Roll(*key) for branch, key in keys.items()}
    learned = {
        event.branch_id
        for act, event in told
        if rolls[event.branch_id].learn({m.member_id: _fact(act, m.category) for m in event.members})
    }
    writes = Writes()
    for branch in sorted(learned):
        writes.put(rolls[branch])
    return not (writes.rows and transact(writes.rows))


def moved(act: Act, event: MembersMoved) -> None:
    gone = {m.member_id: _fact(act, GONE) for m in event.members}
    _learn({event.from_branch_id: gone, event.branch_id: {m.member_id: _fact(act, m.category) for m in event.members}})


def left(act: Act, event: MembersLeft) -> None:
    _learn({event.branch_id: {m.member_id: _fact(act, GONE) for m in event.members}})


def erased(act: Act, event: MemberErased) -> None:
    _learn({event.branch_id: {event.member_id: _fact(act, GONE)}})


def _fact(act: Act, kind: str) -> Fact:
    return kind, stamp(act.fact_at), act.cause_seq


def _learn(told: Facts) -> None:
    retrying(lambda: _attempt(told))


def _attempt(told: Facts) -> None:
    seen = directory.look([], [Roll.key_of(branch) for branch in told])
    writes = Writes()
    for branch, facts in told.items():
        key = Roll.key_of(branch)
        roll = seen.row(Roll, key) or Roll(*key)
        if roll.learn(facts):
            writes.put(roll)
    if writes.rows and transact(writes.rows):
        raise Changed
