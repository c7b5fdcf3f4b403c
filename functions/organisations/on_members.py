"""Members came, changed, moved, left or were erased: the roll of their branch knows it, and their posts end."""

from typing import Any

from functions.organisations import counting, vacating
from kernel.consumer import Batch, Failures, each_event
from kernel.events import MemberErased, MembersChanged, MembersEnrolled, MembersLeft, MembersMoved
from kernel.journal import Act


def moved(act: Act, event: MembersMoved) -> None:
    counting.moved(act, event)
    vacating.moved(act, event)


def left(act: Act, event: MembersLeft) -> None:
    counting.left(act, event)
    vacating.left(act, event)


def erased(act: Act, event: MemberErased) -> None:
    counting.erased(act, event)
    vacating.erased(act, event)


HANDLERS: dict[Any, Any] = {
    MembersEnrolled: counting.enrolled,
    MembersChanged: counting.enrolled,
    MembersMoved: moved,
    MembersLeft: left,
    MemberErased: erased,
}


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_event(event, HANDLERS, "organisations.members", {MembersEnrolled: counting.all_enrolled})
