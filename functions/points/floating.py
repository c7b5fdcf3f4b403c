"""Which members of a branch are away for long: a flag each, as the latest fact told of them says, in whatever order."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from functions.points.floating_tables import FloatingItem, FloatingMark
from kernel.clock import stamp
from kernel.errors import Changed
from kernel.events import FloatingEnded, FloatingRegistered, MemberErased, MembersChanged, MembersEnrolled, MembersMoved
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes

KEPT = timedelta(days=30)  # a message waits in a queue and in the one behind it for a fortnight each


def gather(writes: Writes, told: Iterable[tuple[Act, MembersEnrolled | MembersMoved]]) -> None:
    """Who comes to a branch and is away, beside what else these events change; of the others nothing is kept."""
    items: dict[str, FloatingItem] = {}
    for act, event in told:
        if away := {member.member_id: True for member in event.members if member.floating}:
            if event.branch_id not in items:
                items[event.branch_id] = _item(event.branch_id)
            items[event.branch_id].hear(away, _instant(act), _earliest(act))
    for item in items.values():
        writes.put(item, Changed())


def changed(act: Act, event: MembersChanged) -> None:
    _hear(act, event.branch_id, {member.member_id: member.floating for member in event.members})


def registered(act: Act, event: FloatingRegistered) -> None:
    _hear(act, event.branch_id, {event.member_id: True})


def ended(act: Act, event: FloatingEnded) -> None:
    _hear(act, event.branch_id, {event.member_id: False})


def forget(act: Act, event: MemberErased) -> None:
    """Nothing is said of the member any more, whatever is told late."""
    _hear(act, event.branch_id, {event.member_id: False}, FloatingItem.FOR_GOOD)


def _hear(act: Act, branch_id: str, flags: Mapping[str, bool], told_at: str = "") -> None:
    def attempt(writes: Writes) -> None:
        item = _item(branch_id)
        item.hear(flags, told_at or _instant(act), _earliest(act))
        writes.put(item, Changed())

    once(FloatingMark(FloatingMark.partition(str(act.cause))), attempt)


def _item(branch_id: str) -> FloatingItem:
    key = FloatingItem.key_of(branch_id)
    return FloatingItem.find(*key) or FloatingItem(*key)


def _instant(act: Act) -> str:
    """When it was said; two facts of one organisation are told apart by their numbers."""
    return f"{stamp(act.fact_at)}#{act.cause_seq:012d}"


def _earliest(act: Act) -> str:
    """No word from before this comes any more."""
    return stamp(act.fact_at - KEPT)
