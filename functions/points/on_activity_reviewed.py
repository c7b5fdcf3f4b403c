"""People stand for a fact: an activity passed its final review, for which the branch that held it gets the points of
the rules of that day, or its approval is withdrawn; an award was confirmed; a dispute was ruled on."""

from collections.abc import Callable
from typing import Any

from functions.points import correcting, posting, reversing
from functions.points.facts import Fact, Kind
from functions.points.reversing import Withdrawn
from functions.points.rules import Beneficiary
from kernel.consumer import Failures, each_event
from kernel.events import ActivityReviewed, ActivityWithdrawn, AwardConfirmed, Event, PointsDisputeRuled
from kernel.journal import Act

SEVERAL = "BRANCHES"  # held by a committee for branches below it: an activity of none of them


def _post(act: Act, event: ActivityReviewed) -> None:
    if event.stage != "final":  # points and statistics count only approved records (domain.md 4.4)
        return
    if event.audience == SEVERAL:
        return
    fact = Fact(
        source=event.activity_id,
        activity_type=event.type,
        held_on=event.held_on,
        branch_id=event.branch_id,
        county_id=event.county_id,
        path=event.path,
        to=Beneficiary.BRANCH,
        accounts=(event.branch_id,),
        attended=event.attended,
        entitled=event.entitled,
    )
    posting.post(act, fact)


def _reverse(act: Act, event: ActivityWithdrawn) -> None:
    if event.audience == SEVERAL:
        return
    branch = (event.branch_id,)
    reversing.reverse(act, Withdrawn(event.activity_id, event.branch_id, event.path, Beneficiary.BRANCH, 0, branch))


def _award(act: Act, event: AwardConfirmed) -> None:
    fact = Fact(
        source=event.award_id,
        held_on=event.held_on,
        branch_id=event.branch_id,
        county_id=event.county_id,
        path=event.path,
        to=Beneficiary(event.to),
        accounts=(event.account,),
        kind=Kind.AWARD,
        rule_id=event.rule_id,
    )
    posting.post(act, fact)


def _rule(act: Act, event: PointsDisputeRuled) -> None:
    if event.outcome == "upheld":
        correcting.upheld(act, event)


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    ActivityReviewed: _post,
    ActivityWithdrawn: _reverse,
    AwardConfirmed: _award,
    PointsDisputeRuled: _rule,
}


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, HANDLERS, "points on activity reviewed")
