"""Members attended an activity that passed its final review: each gets the points of the rules of that day, and gives
them back where the approval is withdrawn, or their own attendance corrected."""

from collections.abc import Callable
from typing import Any

from functions.points import correcting, posting, reversing
from functions.points.facts import Fact
from functions.points.reversing import Withdrawn
from functions.points.rules import Beneficiary
from kernel.consumer import Failures, each_event
from kernel.events import AttendanceConfirmed, AttendanceCorrected, AttendanceWithdrawn, Event
from kernel.journal import Act


def _post(act: Act, event: AttendanceConfirmed) -> None:
    accounts = tuple(dict.fromkeys(event.members))
    if not accounts:
        return
    fact = Fact(
        source=event.activity_id,
        activity_type=event.type,
        held_on=event.held_on,
        branch_id=event.branch_id,
        county_id=event.county_id,
        path=event.path,
        to=Beneficiary.MEMBER,
        accounts=accounts,
        part=event.chunk,
    )
    posting.post(act, fact)


def _reverse(act: Act, event: AttendanceWithdrawn) -> None:
    reversing.reverse(
        act,
        Withdrawn(
            event.activity_id, event.branch_id, event.path, Beneficiary.MEMBER, event.chunk, tuple(event.members)
        ),
    )


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    AttendanceConfirmed: _post,
    AttendanceWithdrawn: _reverse,
    AttendanceCorrected: correcting.corrected,
}


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, HANDLERS, "points on attendance confirmed")
