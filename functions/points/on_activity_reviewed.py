"""An activity passed its final review: the branch that held it gets the points of the rules of that day, and
gives them back where the approval is withdrawn."""

from collections.abc import Callable
from typing import Any

from functions.points import posting, reversing
from functions.points.posting import Fact
from functions.points.reversing import Withdrawn
from functions.points.rules import Beneficiary
from kernel.consumer import Failures, each_event
from kernel.events import ActivityReviewed, ActivityWithdrawn, Event
from kernel.journal import Act

SEVERAL = "BRANCHES"  # held by a committee for branches below it: an activity of none of them


def _post(act: Act, event: ActivityReviewed) -> None:
    if event.stage != "final":  # points and statistics count only approved records (domain.md 4.4)
        return
    if event.audience == SEVERAL:
        return
    fact = Fact(
        event.activity_id,
        event.type,
        event.held_on,
        event.branch_id,
        event.county_id,
        event.path,
        Beneficiary.BRANCH,
        (event.branch_id,),
    )
    posting.post(act, fact)


def _reverse(act: Act, event: ActivityWithdrawn) -> None:
    if event.audience == SEVERAL:
        return
    branch = (event.branch_id,)
    reversing.reverse(act, Withdrawn(event.activity_id, event.branch_id, event.path, Beneficiary.BRANCH, 0, branch))


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {ActivityReviewed: _post, ActivityWithdrawn: _reverse}


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, HANDLERS, "points on activity reviewed")
