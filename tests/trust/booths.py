"""An assembly that is on: one ballot in which members may vote, and one that is closed; appraisals in each state."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from functions.activities.app import lambda_handler
from functions.activities.appraisals.tables import Appraisal, Waiting
from functions.activities.ballots.tables import Ballot
from kernel.clock import business_day, now, stamp, start_of
from kernel.ids import new_id, to_bytes
from tests.integration.activities.booth import nonce_of

Demand = Callable[..., dict[str, Any]]
WORDS = {"text": "工作认真。"}
GRADES = {"grades": [{"memberId": "$member_id", "grade": "QUALIFIED"}]}
QUESTION = {"question": "是否同意？"}
VOTE = {"nonce": nonce_of("a member"), "choice": "AGAINST"}


def hold(demand: Demand, secretary: str, activity_id: str, there: list[str]) -> dict[str, str]:
    """The names that rows about ballots need; these members are there."""
    path = f"/v1/activities/{activity_id}"
    entries = [{"memberId": member_id, "state": "PRESENT"} for member_id in there]
    demand(lambda_handler, "PUT", f"{path}/attendance", secretary, {"entries": entries})
    ballot, closed = (demand(lambda_handler, "POST", f"{path}/ballots", secretary, QUESTION)["id"] for _ in range(2))
    demand(lambda_handler, "POST", f"{path}/ballots/{closed}/closing", secretary)
    return {"assembly": activity_id, "ballot": ballot, "ballot_closed": closed}


def appraise(branch_id: str, committee_id: str, member_id: str, activity_id: str, year: int) -> None:
    """Appraisals of one member as they are stored: begun this year, voted a year ago, proposed two years ago."""
    ballot = Ballot(*Ballot.key_of(activity_id, new_id()), branch_id=branch_id, question="民主评议党员", version=1)
    ballot.decision, ballot.state, ballot.opened_at, ballot.appraises = "ORDINARY", "COUNTED", stamp(now()), True
    ballot.freeze([member_id])
    ballot.tally = {"decision": "ORDINARY", "result": "COUNTED", "basis": "4.2", "numbers": []}
    ballot.save()
    begun, voted, proposed = (Appraisal(*Appraisal.key_of(branch_id, year - ago), version=1) for ago in (0, 1, 2))
    for one in (begun, voted, proposed):
        one.activity_id, one.members, one.state = activity_id, to_bytes(member_id), "OPEN"
    voted.ballot_id = proposed.ballot_id = ballot.id
    proposed.state, proposed.stage_id, proposed.grades = "PROPOSED", committee_id, {member_id: "QUALIFIED"}
    proposed.proposed_at = proposed.handed_in_at = stamp(now())
    Waiting.of(proposed).save()
    for one in (begun, voted, proposed):
        one.save()


def next_new_year() -> timedelta:
    """From now to the morning of the next year's first day."""
    return start_of(date(business_day(now()).year + 1, 1, 1)) + timedelta(hours=10) - now()
