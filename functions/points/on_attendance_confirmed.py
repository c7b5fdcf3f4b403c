"""Members attended an activity that passed its final review: each gets the points of the rules of that day."""

from typing import Any

from functions.points import posting
from functions.points.posting import Fact
from functions.points.rules import Beneficiary
from kernel.consumer import Failures, each_event
from kernel.events import AttendanceConfirmed
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
    )
    posting.post(act, fact)


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, {AttendanceConfirmed: _post}, "points on attendance confirmed")
