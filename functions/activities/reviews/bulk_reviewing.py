"""Review by exception: a committee passes clean records together; flagged ones and a sample are looked at singly."""

from functions.activities import record_rules
from functions.activities.errors import BulkOff
from functions.activities.record_rules import Settings
from functions.activities.reviews import record_ruling, reviewing
from functions.activities.reviews.models import BulkOut, BulkOutcome, ReviewActivity, ReviewInBulk
from functions.activities.rules import State
from functions.activities.tables import Activity
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation
from kernel.errors import DomainError, WrongState
from kernel.journal import Act

SAMPLED = "SAMPLED"
APPROVE = ReviewActivity(decision="approve")


def review(caller: Asking, body: ReviewInBulk) -> BulkOut:
    """What became of each record, in their order. Each is an act of its own, with its entry: what was passed before
    something went wrong stands, and a repeated call meets `wrong_state` for it.

    Raises `BulkOff` unless a committee on the path has allowed it.
    """
    place = directory.organisation(body.organisation_id)
    caller.may("activities.review", Target(path=place.path, stage_id=place.id))
    settings = record_ruling.in_force(place.path)
    if not settings.bulk:
        raise BulkOff
    items = [_one(caller, place, one, settings) for one in dict.fromkeys(body.activity_ids)]
    return BulkOut(items=items, sample_percent=settings.sample_percent)


def _one(caller: Asking, place: Organisation, activity_id: str, settings: Settings) -> BulkOutcome:
    try:
        return _pass(caller, place, activity_id, settings)
    except DomainError as error:
        return BulkOutcome(activity_id=activity_id, outcome="REFUSED", code=error.code)


def _pass(caller: Asking, place: Organisation, activity_id: str, settings: Settings) -> BulkOutcome:
    record = reviewing.at_turn(caller, activity_id)
    if record.activity.stage_id != place.id:
        raise WrongState
    reviewing.demand_all_counted(record)
    if reasons := look_at(record.activity, settings.sample_percent):
        return BulkOutcome(activity_id=activity_id, outcome="LOOK", reasons=tuple(reasons))
    told = reviewing.decide(Act(caller.principal.subject), record, APPROVE, in_bulk=True)
    return BulkOutcome(activity_id=activity_id, outcome="PASSED", state=State(told.state))


def look_at(activity: Activity, sample_percent: int) -> list[str]:
    """Why a record is not passed without a look; nothing for a clean one that was not drawn."""
    drawn = record_rules.sampled(activity.id, str(activity.submitted_at), sample_percent)
    return [*(activity.flags or ()), *([SAMPLED] if drawn else [])]
