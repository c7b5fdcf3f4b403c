"""What a member said, or was to be awarded, is closed when they are erased: nobody decides on it any more.

Whichever is heard of last ends it: what waits is kept under the member, as is that they are gone, and each looks for
the other.
"""

from collections.abc import Callable, Sequence
from typing import Any

from functions.notices import obligations
from functions.notices.deciding_tables import About, MemberGone
from functions.notices.noting import note
from functions.notices.obligation_facts import Met, Told, order_of
from kernel.events import MemberErased
from kernel.journal import Act


def waits(tell: Callable[[Act, Any], Sequence[Told]]) -> Callable[[Act, Any], None]:
    """The handler of an event that says so, of its `member_id`; where that is None it is about nobody."""

    def handle(act: Act, event: Any) -> None:
        told = tell(act, event)
        kept = [About.to(event.member_id, one) for one in told if event.member_id]
        for row in kept:
            note(row)
        obligations.settle(act, told)
        if kept and (gone := MemberGone.of(event.member_id)):
            _end(act, kept, gone.order)

    return handle


def erased(act: Act, event: MemberErased) -> None:
    note(MemberGone.to(event.member_id, order_of(act)))
    _end(act, list(About.of(event.member_id)), order_of(act))


def _end(act: Act, kept: Sequence[About], order: str) -> None:
    for row in kept:
        over = Met(*row.obligation, row.organisation_id, row.county_id, "", order)
        obligations.settle(act, [over], f"GONE#{row.sk}")
