"""Members attended an activity that passed its final review: each gets the points of the rules of that day, and gives
them back where the approval is withdrawn."""

from collections.abc import Callable
from typing import Any

from functions.points import posting, reversing
from functions.points.posting import Fact
from functions.points.reversing import Withdrawn
from functions.points.rules import Beneficiary
from kernel.consumer import Failures, each_event
from kernel.events import AttendanceConfirmed, AttendanceWithdrawn, Event
from kernel.journal import Act


def _post(act: Act, event: AttendanceConfirmed) -> None:
    accounts = tuple(dict.fromkeys(event.members))
    if not accounts:
        return
    fact = Fact(
        event.activity_id,
        event.type,
        event.held_on,
        event.branch_id,
        event.county_id,
        event.path,
        Beneficiary.MEMBER,
        accounts,
        event.chunk,
    )
    posting.post(act, fact)


def _reverse(act: Act, event: AttendanceWithdrawn) -> None:
    reversing.reverse(
        act,
        Withdrawn(
            event.activity_id, event.branch_id, event.path, Beneficiary.MEMBER, event.chunk, tuple(event.members)
        ),
    )


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {AttendanceConfirmed: _post, AttendanceWithdrawn: _reverse}


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, HANDLERS, "points on attendance confirmed")
