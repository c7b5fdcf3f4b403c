"""Members were enrolled, moved, left or were erased: accounts stand on the boards of their branches. And who of them is
away for long, and in which Party group."""

from collections.abc import Callable
from typing import Any

from functions.points import enrolling, erasing, floating, grouping
from kernel.consumer import Failures, each_event
from kernel.events import (
    Event,
    FloatingEnded,
    FloatingRegistered,
    MemberErased,
    MembersChanged,
    MembersEnrolled,
    MembersLeft,
    MembersMoved,
    PartyGroupSet,
)
from kernel.journal import Act


def _erase(act: Act, event: MemberErased) -> None:
    enrolling.erase(act, event)
    floating.forget(act, event)
    erasing.blank(act, event)


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    MembersEnrolled: enrolling.enrol,
    MembersChanged: floating.changed,
    MembersMoved: enrolling.move,
    MembersLeft: enrolling.leave,
    MemberErased: _erase,
    FloatingRegistered: floating.registered,
    FloatingEnded: floating.ended,
    PartyGroupSet: grouping.grouped,
}


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, HANDLERS, "points on members", {MembersEnrolled: enrolling.all_enrolled})
