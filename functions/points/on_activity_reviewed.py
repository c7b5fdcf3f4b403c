"""An activity passed its final review: the branch that held it gets the points of the rules of that day."""

from typing import Any

from functions.points import posting
from functions.points.posting import Fact
from functions.points.rules import Beneficiary
from kernel.consumer import Failures, each_event
from kernel.events import ActivityReviewed
from kernel.journal import Act


def _post(act: Act, event: ActivityReviewed) -> None:
    if event.stage != "final":  # points and statistics count only approved records (domain.md 4.4)
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


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, {ActivityReviewed: _post}, "points on activity reviewed")
