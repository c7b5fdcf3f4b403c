"""A branch said who belongs to one of its Party groups: the copy of it follows, in whatever order it is told."""

from functools import partial

from functions.points.group_tables import GroupsItem
from kernel.clock import stamp
from kernel.errors import Changed
from kernel.events import PartyGroupSet
from kernel.journal import Act
from kernel.projection import retrying
from kernel.transaction import Writes, transact


def grouped(act: Act, event: PartyGroupSet) -> None:
    retrying(partial(_hear, f"{stamp(act.fact_at)}#{act.cause_seq:012d}", event))


def _hear(at: str, event: PartyGroupSet) -> None:
    key = GroupsItem.key_of(event.branch_id)
    item = GroupsItem.find(*key) or GroupsItem(*key)
    if item.hear(event.group_id, event.members, at):
        writes = Writes()
        writes.put(item, Changed())
        if transact(writes.rows):
            raise Changed
